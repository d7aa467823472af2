"""The index of an archive: an SQLite cache with full-text search, made from the transcripts and safe to delete.

It is in the cache folder, not beside the transcripts, so that their folder holds only what a person reads and may be
read-only or on a network share. Several programs may use the index at once.
"""

import contextlib
import hashlib
import logging
import os
import sqlite3
import stat
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from simulator.engine.scoring import VERDICTS
from simulator.graph.files import make_folder, mend
from simulator.session.archive import reading, summary
from simulator.session.archive.facts import ItemFact, SessionFacts
from simulator.session.archive.summary import IndexedSession
from simulator.session.archive.waiting import is_left
from simulator.session.interview.history import PastSession
from simulator.session.transcript import folder as own_folder
from simulator.session.transcript.folder import FileStat, changed_at, file_stats, stats_of

CONTENT_VERSION = 17  # raise it when columns or records keep their names but hold something else
_SEAL_BYTES = 4  # rows and blobs have checksums: a flipped bit may give a valid value, such as another score
BUSY_SECONDS = 10.0
BESIDE = ("-wal", "-shm")

# What the index keeps of a file besides its row in a list; `id` and `last` (event) are those in the transcript.
FILE_COLUMNS = (
    ("key", "INTEGER PRIMARY KEY"),
    ("name", "TEXT NOT NULL UNIQUE"),
    ("changed", "INTEGER"),
    ("size", "INTEGER"),
    ("problem", "TEXT"),
    ("id", "TEXT"),
    ("last", "INTEGER"),
)
TYPED_COLUMNS = (*FILE_COLUMNS, *((c.name, c.sql_type) for c in summary.COLUMNS), ("seal", "INTEGER"))
COLUMNS = [name for name, _ in TYPED_COLUMNS]

# No index on sessions: a scan of ten thousand rows takes a millisecond, and a damaged index silently misses rows.
SCHEMA = (
    f"CREATE TABLE sessions({', '.join(f'{name} {sql_type}' for name, sql_type in TYPED_COLUMNS)})",
    "CREATE TABLE pasts(session INTEGER PRIMARY KEY, past BLOB, facts BLOB)",  # apart, so that lists do not read them
    "CREATE TABLE scanned(folder INTEGER)",  # the folder's modification time at the last full scan
    "CREATE TABLE asked_concepts(session INTEGER, concept TEXT, verdict TEXT)",
    "CREATE INDEX asked_concepts_session ON asked_concepts(session)",
    "CREATE INDEX asked_concepts_concept ON asked_concepts(concept, session)",
    "CREATE TABLE items(id INTEGER PRIMARY KEY, position INTEGER, title TEXT, prompt TEXT, said TEXT, notes TEXT, "
    "names TEXT)",
    "CREATE VIRTUAL TABLE texts USING fts5(prompt, said, notes, names, content='items', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER item_in AFTER INSERT ON items BEGIN INSERT INTO texts(rowid, prompt, said, notes, names) "
    "VALUES (new.id, new.prompt, new.said, new.notes, new.names); END",
    "CREATE TRIGGER item_out AFTER DELETE ON items BEGIN INSERT INTO texts(texts, rowid, prompt, said, notes, names) "
    "VALUES ('delete', old.id, old.prompt, old.said, old.notes, old.names); END",
)


# A hash of the tables, the records stored in them and the words of the verdicts: a change of any is a new version.
_RECORDS = (SessionFacts, ItemFact, PastSession)
_VERSIONED = (CONTENT_VERSION, VERDICTS, SCHEMA, *(tuple(kind.__annotations__) for kind in _RECORDS))
# From 1, because 0 is a database without tables, and below 2^31, the most that SQLite keeps.
SCHEMA_VERSION = int.from_bytes(hashlib.sha256(repr(_VERSIONED).encode()).digest()[:4], "big") % (2**31 - 1) + 1


class BrokenSealError(ValueError):
    """The value read is not the one that was stored."""


def seal(*values: object) -> int:
    """A checksum of the values."""
    return zlib.crc32(msgspec.msgpack.encode(values))


def sealed(data: bytes, *of: object) -> bytes:
    """The bytes with a checksum of them and of what they belong to (`of`)."""
    return zlib.crc32(data, seal(*of)).to_bytes(_SEAL_BYTES, "big") + data


def unsealed(kept: bytes, *of: object) -> bytes:
    """The bytes that were sealed. Raises BrokenSealError if they have changed or belong to something else."""
    data = kept[_SEAL_BYTES:]
    if kept[:_SEAL_BYTES] != zlib.crc32(data, seal(*of)).to_bytes(_SEAL_BYTES, "big"):
        raise BrokenSealError
    return data


class OtherVersionError(sqlite3.DatabaseError):
    """The tables were made by another version of the program."""


def connected(path: Path | None) -> sqlite3.Connection:
    """The database at `path` with all its tables; in memory if `path` is None. Raises OSError and sqlite3.Error."""
    if path is not None:  # private to its owner; SQLite gives what it keeps beside the file the same mode
        make_folder(path.parent.parent)
        make_folder(path.parent)
        if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
            raise OSError(f"{path.name} is no file")  # opening a pipe would block
        with contextlib.suppress(FileExistsError):
            path.touch(mode=0o600, exist_ok=False)
        for name in (path.name, *(f"{path.name}{end}" for end in BESIDE)):
            mend(path.with_name(name))
    database = sqlite3.connect(path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA cell_size_check = ON")  # a corrupt page is noticed when it is read
        database.execute("PRAGMA synchronous = OFF")  # a cache: what a power cut damages is rebuilt
        _create_tables(database)
    except BaseException:
        database.close()
        raise
    return database


def _create_tables(database: sqlite3.Connection) -> None:
    """Create the tables if there are none. Raises OtherVersionError for those of another version of the program."""
    if database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        database.execute("SELECT key FROM sessions LIMIT 1")  # raises if the file is damaged
        return
    with writing(database):
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            raise OtherVersionError(f"an index of version {version}")
        if version == 0:
            for statement in (*SCHEMA, f"PRAGMA user_version = {SCHEMA_VERSION}"):
                database.execute(statement)


@contextlib.contextmanager
def writing(database: sqlite3.Connection) -> Iterator[None]:
    """One transaction, taken back where it fails."""
    with database:
        database.execute("BEGIN IMMEDIATE")
        yield


def remove(path: Path) -> bool:
    """Delete the database and what SQLite keeps beside it; returns whether it is gone."""
    for name in (path.name, *(f"{path.name}{end}" for end in BESIDE)):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)
    return not os.path.lexists(path)


BATCH = 32  # files parsed between two commits: an interruption loses at most these
FEW = 4  # the same where somebody waits
MANY = 500  # files from which on several processes read them: fewer are read before these have started
SETTLED_NS = 2_000_000_000  # after this long without a change, the modification time of a folder is final
HALF_MADE = -1  # stands in for the folder's time while a rebuild is under way
FEW_TEXTS = 500  # sessions whose texts are compared with the words for search in a fraction of a second
UNCHECKED = 2_000  # with more sessions than this, checking all would be felt by somebody who waits
ITEM_BITS = 10  # the row id of an item is the session's key, shifted by these, plus its number

REBUILT = "The index of the sessions was damaged; it was rebuilt."
# a damaged database gives SQLite errors, or values other than those that were stored
DAMAGE = (sqlite3.Error, ValueError, TypeError, AttributeError, ArithmeticError, MemoryError, msgspec.MsgspecError)
_SPOILT_READS = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
T = TypeVar("T")


class Index(contextlib.AbstractContextManager["Index"]):
    """The index of one folder of transcripts. Use it as a context, and `refresh` it before queries."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.path = index_path(folder, cache)
        self.database = self._open()
        self._texts_checked = False

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def refresh(self, progress: Progress | None = None, *, quick: bool = False, patience: float | None = None) -> int:
        """Index new and changed files, newest first, and forget those that are gone; returns how many were read.

        `progress(done, total)` is called as files are read. An interruption keeps what was done so far. With `quick`, a
        folder whose modification time has not changed is only checked for sessions that have not ended. After
        `patience` seconds the oldest files are left for the next refresh.
        """
        until = None if patience is None else time.monotonic() + patience
        for fallback in (self._mend, self._use_memory):
            try:
                return self._refresh(progress, quick, until)
            except DAMAGE as error:
                if _is_busy(error):
                    return 0  # another program is writing; what is there already is shown
                fallback(error)
                quick = False
        return self._refresh(progress, False, until)

    def _refresh(self, progress: Progress | None, quick: bool, until: float | None) -> int:
        folder = changed_at(self.folder)
        some = " WHERE state IS NOT 'ended'" if quick and self._all("SELECT folder FROM scanned") == [(folder,)] else ""
        if until is not None and self._all("SELECT count(*) FROM sessions") > [(UNCHECKED,)]:
            stored = self._all(f"SELECT name, changed, size FROM sessions{some}")
        else:  # check the seals on the way: nobody waits, or it takes no time
            all_rows = map(checked, self._all(f"SELECT {', '.join(COLUMNS)} FROM sessions{some}"))
            stored = [(name, changed, size) for _, name, changed, size, *_ in all_rows]
        known: dict[str, FileStat] = {name: (changed, size) for name, changed, size in stored}
        readable: list[str] = []
        stats = stats_of(self.folder, known, readable) if some else file_stats(self.folder, readable)
        gone = [name for name in known if name not in stats]
        if gone:
            with writing(self.database):
                for name in gone:
                    self._forget(name)
        changed = sorted((name for name in stats if known.get(name) != stats[name]), reverse=True)
        done = 0
        for entries in self._entries(changed, stats, until):
            with writing(self.database):
                for entry, file_stat in entries:
                    sql = "SELECT 1 FROM sessions WHERE name = ? AND changed = ? AND size = ?"
                    if not self._all(sql, (entry.name, *file_stat)):  # else another program was quicker
                        self._forget(entry.name)
                        self._insert(entry, file_stat)
            done += len(entries)
            if progress is not None:
                progress(done, len(changed))
            if is_left.get()() or (until is not None and time.monotonic() > until):
                break
        own_folder.mend_folder(self.folder)
        if readable:  # only now is it known which of them are transcripts
            ours = self._all("SELECT name FROM sessions WHERE problem IS NULL")
            own_folder.mend_files(self.folder, readable, frozenset(name for (name,) in ours))
        if not some and done == len(changed):
            self._record_scan(folder)
        return done

    def _entries(
        self, names: list[str], stats: dict[str, FileStat], until: float | None
    ) -> Iterator[list[tuple[IndexedSession, FileStat]]]:
        """What is in these files, a batch at a time, with how each was found to be."""
        size = BATCH if until is None else FEW
        batches = [names[start : start + size] for start in range(0, len(names), size)]
        several = until is None and len(names) >= MANY
        for entries in reading.entries(self.folder, batches, several=several):
            yield [(entry, stats[entry.name]) for entry in entries]

    def _record_scan(self, folder: int) -> None:
        """Record the folder's modification time, but not right after a change: file times are coarse."""
        if time.time_ns() - folder < SETTLED_NS:
            folder = 0
        if self._all("SELECT folder FROM scanned") != [(folder,)]:
            with writing(self.database):
                self.database.execute("DELETE FROM scanned")
                self.database.execute("INSERT INTO scanned VALUES (?)", (folder,))

    def ask(self, sql: str, values: Sequence[object], made: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """The rows of a query, each through `made`. If the index turns out to be damaged, it is rebuilt first.

        Raises sqlite3.OperationalError for words that aren't a full-text query.
        """
        for fallback in (self._mend, self._use_memory):
            try:
                return [made(row) for row in self._all(sql, values)]
            except DAMAGE as error:
                if isinstance(error, sqlite3.OperationalError) and str(error).startswith("fts5"):
                    raise
                fallback(error)
                self.refresh()
        return [made(row) for row in self._all(sql, values)]

    def mend_texts(self) -> bool:
        """Whether the words for search didn't fit the texts, and the index was rebuilt. Looks once, at few sessions.

        To be called where a search finds nothing: a damaged page of words gives no error, only fewer hits.
        """
        if self._texts_checked or self._all("SELECT count(*) FROM sessions") > [(FEW_TEXTS,)]:
            return False
        self._texts_checked = True
        try:
            self.database.execute("INSERT INTO texts(texts, rank) VALUES ('integrity-check', 1)")
        except DAMAGE as error:
            if _is_busy(error):
                return False
            self._mend(error)
            self.refresh()
            return True
        return False

    def _mend(self, error: BaseException) -> None:
        """Clear a damaged index. If the file is in use or its disk full, go on in memory."""
        if not _is_damage(error):
            self._use_memory(error)
            return
        self.clear()
        if not self._all("SELECT 1 FROM sessions LIMIT 1"):
            _log.warning(REBUILT)

    def _use_memory(self, _: BaseException) -> None:
        """Go on with an index in memory, for this run only: the cache cannot be used."""
        self.database.close()
        self.database = connected(None)

    def clear(self) -> None:
        """Delete the whole index; the next refresh rebuilds it."""
        self.database.close()
        remove(self.path)
        self.database = self._open()

    @property
    def half_made(self) -> bool:
        """Whether a rebuild was interrupted and has not been finished since."""
        try:
            return self._all("SELECT folder FROM scanned") == [(HALF_MADE,)]
        except DAMAGE:
            return False

    def rebuild(self, progress: Progress | None = None) -> int:
        """Rebuild the index, or finish an interrupted rebuild; returns how many files were read.

        `progress(done, total)` is called as files are read.
        """
        if not self.half_made:
            self.clear()
            with writing(self.database):
                self.database.execute("INSERT INTO scanned VALUES (?)", (HALF_MADE,))
        return self.refresh(progress)

    def _open(self) -> sqlite3.Connection:
        try:
            return connected(self.path)
        except OtherVersionError:
            remove(self.path)
        except (*DAMAGE, OSError) as error:  # or there is none, and none can be made
            if _is_damage(error) and os.path.lexists(self.path) and remove(self.path):
                _log.warning(REBUILT)
        try:
            return connected(self.path)
        except (*DAMAGE, OSError):  # the folder cannot be written
            return connected(None)

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        # lone surrogates, from command-line bytes that are not UTF-8, become `?`
        storable = [v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values]
        return self.database.execute(sql, storable).fetchall()

    def _forget(self, name: str) -> None:
        for (key,) in self._all("SELECT key FROM sessions WHERE name = ?", (name,)):
            for where in ("sessions WHERE key", "pasts WHERE session", "asked_concepts WHERE session"):
                self.database.execute(f"DELETE FROM {where} = ?", (key,))
            low = key << ITEM_BITS
            self.database.execute("DELETE FROM items WHERE id >= ? AND id < ?", (low, low + (1 << ITEM_BITS)))

    def _insert(self, entry: IndexedSession, file_stat: FileStat) -> None:
        key = entry.moment << 4  # room for sessions of the same millisecond
        while self._all("SELECT 1 FROM sessions WHERE key = ?", (key,)):
            key += 1
        columns = entry.values or (None,) * len(summary.COLUMNS)
        row = (key, entry.name, *file_stat, entry.problem, entry.id, entry.last, *columns)
        marks = ", ".join("?" * len(COLUMNS))
        self.database.execute(f"INSERT INTO sessions({', '.join(COLUMNS)}) VALUES ({marks})", (*row, seal(*row)))
        if entry.past:
            kept = (key, *(sealed(data, entry.id, entry.last) for data in (entry.past, entry.facts)))
            self.database.execute("INSERT INTO pasts VALUES (?, ?, ?)", kept)
        pairs = [(key, *pair) for pair in entry.asked_concepts]
        self.database.executemany("INSERT INTO asked_concepts VALUES (?, ?, ?)", pairs)
        items = [((key << ITEM_BITS) + number, *item) for number, item in enumerate(entry.items[: 1 << ITEM_BITS])]
        self.database.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", items)


def checked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A whole row of `sessions`. Raises BrokenSealError if it is not as it was stored."""
    if row[-1] != seal(*row[:-1]):
        raise BrokenSealError
    return row


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_damage(error: BaseException) -> bool:
    """Whether an error comes from a damaged file, not from another program, a full disk or one that refuses."""
    if isinstance(error, OSError):
        return error.errno is None
    refused = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR)
    return getattr(error, "sqlite_errorcode", 0) in _SPOILT_READS or not (_is_busy(error) or _code(error) in refused)


def _is_busy(error: BaseException) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


def index_path(folder: Path, cache: Path) -> Path:
    """The path of the index of a folder."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / "sessions" / f"{name}.sqlite"
