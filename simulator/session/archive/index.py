"""The index of an archive: an SQLite cache with a full-text index, made from the transcripts and safe to delete.

It lies in the cache folder, not beside the transcripts, so that their folder holds nothing but what a person reads,
and may be read-only or on a share. Several programs may use it at once; what one has indexed, another finds.
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

from simulator.graph.files import make_folder, mend
from simulator.session.archive import summary
from simulator.session.archive.summary import IndexedSession, ItemFact, SessionFacts, indexed_session
from simulator.session.interview.history import PastSession
from simulator.session.transcript import folder as own_folder
from simulator.session.transcript.folder import FileStat, changed_at, file_stats, stats_of

CONTENT_VERSION = 10  # raise it where the same columns and records hold something else than before
BUSY_SECONDS = 10.0
BESIDE = ("-wal", "-shm")

# What the index knows of a file besides what a list shows; `id` and `last` event are those in the transcript.
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

# No index on sessions: ten thousand rows are looked through in a millisecond, and where an index is damaged, rows are
# missing from what it finds without an error.
SCHEMA = (
    f"CREATE TABLE sessions({', '.join(f'{name} {sql_type}' for name, sql_type in TYPED_COLUMNS)})",
    "CREATE TABLE pasts(session INTEGER PRIMARY KEY, past BLOB, facts BLOB)",  # apart: lists need not read over them
    "CREATE TABLE scanned(folder INTEGER)",  # the folder's time of change when all of it was last looked at
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


def _version(*parts: object) -> int:
    """A number from 1 on, for 0 is a database without tables, and below 2^31, which is all that SQLite keeps."""
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:4], "big") % (2**31 - 1) + 1


# Of the tables, and of the records that lie in them as bytes: whoever changes either has a new version by that alone.
SCHEMA_VERSION = _version(
    CONTENT_VERSION, SCHEMA, *(tuple(kind.__annotations__) for kind in (SessionFacts, ItemFact, PastSession))
)


class OtherVersionError(sqlite3.DatabaseError):
    """The tables are those of another version of the program."""


def connected(path: Path | None) -> sqlite3.Connection:
    """The database at `path` with all its tables; without a path one in memory. Raises OSError and sqlite3.Error."""
    if path is not None:
        _kept_private(path)
    database = sqlite3.connect(path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA cell_size_check = ON")  # a spoilt page is noticed when it is read
        database.execute("PRAGMA synchronous = OFF")  # a cache: what a power cut spoils is made anew
        _lay(database)
    except BaseException:
        database.close()
        raise
    return database


def _kept_private(path: Path) -> None:
    """The file and its folders for their owner alone; what SQLite keeps beside a file gets the mode of that."""
    make_folder(path.parent.parent)
    make_folder(path.parent)
    if os.path.lexists(path) and not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(f"{path.name} is no file")  # a pipe would be waited for
    with contextlib.suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
    for name in (path.name, *(f"{path.name}{end}" for end in BESIDE)):
        mend(path.with_name(name))


def _lay(database: sqlite3.Connection) -> None:
    """The tables, once; those of another version of the program are thrown away."""
    if database.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        database.execute("SELECT key FROM sessions LIMIT 1")  # raises where the file is no sound database
        return
    database.execute("BEGIN IMMEDIATE")
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, SCHEMA_VERSION):
            raise OtherVersionError(f"an index of version {version}")
        if version == 0:
            for statement in (*SCHEMA, f"PRAGMA user_version = {SCHEMA_VERSION}"):
                database.execute(statement)
        database.execute("COMMIT")
    except BaseException:
        database.execute("ROLLBACK")
        raise


def remove(path: Path) -> bool:
    """Delete the database and what SQLite keeps beside it; returns whether it is gone."""
    for name in (path.name, *(f"{path.name}{end}" for end in BESIDE)):
        with contextlib.suppress(OSError):
            path.with_name(name).unlink(missing_ok=True)
    return not os.path.lexists(path)


BATCH = 32  # files parsed between two commits: an interruption loses at most these
FEW = 4  # the same where somebody waits for the first of them
SETTLED_NS = 2_000_000_000  # a folder unchanged for so long has its final time of change
HALF_MADE = -1  # in the place of the folder's time, from the beginning of a rebuild to its end
UNCHECKED = 2_000  # sessions from which on a check would be felt where somebody waits
ITEM_BITS = 10  # a session's key, shifted by these, plus the number of an item: row ids run with time

MADE_ANEW = "The index of the sessions was damaged; it is made anew."
# what a spoilt database gives: errors of SQLite's own, or values that are not those that were put in
DAMAGE = (sqlite3.Error, ValueError, TypeError, AttributeError, ArithmeticError, MemoryError, msgspec.MsgspecError)
_SPOILT_READS = (sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS)
_log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
T = TypeVar("T")


class Index:
    """The index of one folder of transcripts. Use it as a context; `refresh` before it is asked."""

    def __init__(self, folder: Path, cache: Path) -> None:
        self.folder = folder
        self.path = index_path(folder, cache)
        self.database = self._open()

    def __enter__(self) -> "Index":
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def refresh(self, progress: Progress | None = None, *, quick: bool = False, patience: float | None = None) -> int:
        """Take up what is new or changed, newest first, and forget what is gone; returns how many files were read.

        `progress(done, total)` is called as files are read. What was done stays done when it is interrupted. With
        `quick`, a folder in which nothing came, went or was replaced is only asked about sessions that have not ended.
        After `patience` seconds the rest, which is the oldest, is left to the next refresh.
        """
        until = None if patience is None else time.monotonic() + patience
        for way_out in (self._mend, self._go_without):
            try:
                return self._refresh(progress, quick, until)
            except DAMAGE as error:
                if _is_busy(error):
                    return 0  # another program is at it; what is there already is shown
                way_out(error)
                quick = False
        return self._refresh(progress, False, until)

    def _refresh(self, progress: Progress | None, quick: bool, until: float | None) -> int:
        folder = changed_at(self.folder)
        some = " WHERE state IS NOT 'ended'" if quick and self._all("SELECT folder FROM scanned") == [(folder,)] else ""
        known = self._known(some, until)
        readable: list[str] = []
        there = stats_of(self.folder, known, readable) if some else file_stats(self.folder, readable)
        gone = [name for name in known if name not in there]
        if gone:
            with self._writing():
                for name in gone:
                    self._forget(name)
        changed = sorted((name for name, stamp in there.items() if known.get(name) != stamp), reverse=True)
        batch = BATCH if until is None else FEW
        for start in range(0, len(changed), batch):
            names = changed[start : start + batch]
            self._take_up([(indexed_session(self.folder / name), there[name]) for name in names])
            if progress is not None:
                progress(start + len(names), len(changed))
            if until is not None and time.monotonic() > until and start + len(names) < len(changed):
                self._mend_modes(readable)
                return start + len(names)
        self._mend_modes(readable)
        if not some:
            self._remember(folder)
        return len(changed)

    def _known(self, some: str, until: float | None) -> dict[str, FileStat]:
        """The files that the index holds; it is checked on the way where nobody waits, or that takes no time."""
        if until is not None and self._all("SELECT count(*) FROM sessions") > [(UNCHECKED,)]:
            sql = f"SELECT name, changed, size FROM sessions{some}"
            return {name: (changed, size) for name, changed, size in self._all(sql)}
        known = map(checked, self._all(f"SELECT {', '.join(COLUMNS)} FROM sessions{some}"))
        return {name: (changed, size) for _, name, changed, size, *_ in known}

    def _mend_modes(self, readable: list[str]) -> None:
        """Take what others may read from them; only now is it known which files are transcripts."""
        own_folder.mend_folder(self.folder)
        if readable:
            ours = self._all("SELECT name FROM sessions WHERE problem IS NULL")
            own_folder.mend_files(self.folder, readable, frozenset(name for (name,) in ours))

    def _remember(self, folder: int) -> None:
        """Note what the folder looked like; not while it changes, for its clock ticks slowly."""
        if time.time_ns() - folder < SETTLED_NS:
            folder = 0
        if self._all("SELECT folder FROM scanned") != [(folder,)]:
            with self._writing():
                self.database.execute("DELETE FROM scanned")
                self.database.execute("INSERT INTO scanned VALUES (?)", (folder,))

    def ask(self, sql: str, values: Sequence[object], made: Callable[[tuple[Any, ...]], T]) -> list[T]:
        """What `made` makes of the rows of a query; an index that turns out to be spoilt is made anew first.

        Raises sqlite3.OperationalError for words that are no query of full text.
        """
        for way_out in (self._mend, self._go_without):
            try:
                return [made(row) for row in self._all(sql, values)]
            except DAMAGE as error:
                if isinstance(error, sqlite3.OperationalError) and str(error).startswith("fts5"):
                    raise
                way_out(error)
                self.refresh()
        return [made(row) for row in self._all(sql, values)]

    def _mend(self, error: BaseException) -> None:
        """Make the index anew; for this run only where the file is in use, or its disk is full."""
        if not _is_damage(error):
            self._go_without(error)
            return
        self.clear()
        if not self._all("SELECT 1 FROM sessions LIMIT 1"):
            _log.warning(MADE_ANEW)

    def _go_without(self, _: BaseException) -> None:
        """Go on with an index for this run only: the cache cannot be used."""
        self.database.close()
        self.database = connected(None)

    def clear(self) -> None:
        """Throw the whole index away; the next refresh makes it anew."""
        self.database.close()
        remove(self.path)
        self.database = self._open()

    @property
    def half_made(self) -> bool:
        """Whether it was being made anew when that was interrupted, and nobody has finished it since."""
        try:
            return self._all("SELECT folder FROM scanned") == [(HALF_MADE,)]
        except DAMAGE:
            return False

    def make_anew(self, progress: Progress | None = None) -> int:
        """Throw the index away and make it anew, or go on where that was interrupted; returns how many files were read.

        `progress(done, total)` is called as they are.
        """
        if not self.half_made:
            self.clear()
            with self._writing():
                self.database.execute("INSERT INTO scanned VALUES (?)", (HALF_MADE,))
        return self.refresh(progress)

    def _open(self) -> sqlite3.Connection:
        try:
            return connected(self.path)
        except OtherVersionError:
            remove(self.path)
        except (*DAMAGE, OSError) as error:
            if _is_damage(error) and remove(self.path):
                _log.warning(MADE_ANEW)
        try:
            return connected(self.path)
        except (*DAMAGE, OSError):  # the folder cannot be written: an index for this run only
            return connected(None)

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.database.execute(sql, [storable(value) for value in values]).fetchall()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    def _take_up(self, entries: list[tuple[IndexedSession, FileStat]]) -> None:
        with self._writing():
            for entry, stamp in entries:
                sql = "SELECT 1 FROM sessions WHERE name = ? AND changed = ? AND size = ?"
                if self._all(sql, (entry.name, *stamp)):
                    continue  # another program was quicker
                self._forget(entry.name)
                self._put(entry, stamp)

    def _forget(self, name: str) -> None:
        for (key,) in self._all("SELECT key FROM sessions WHERE name = ?", (name,)):
            self.database.execute("DELETE FROM sessions WHERE key = ?", (key,))
            self.database.execute("DELETE FROM pasts WHERE session = ?", (key,))
            self.database.execute("DELETE FROM asked_concepts WHERE session = ?", (key,))
            low = key << ITEM_BITS
            self.database.execute("DELETE FROM items WHERE id >= ? AND id < ?", (low, low + (1 << ITEM_BITS)))

    def _put(self, entry: IndexedSession, stamp: FileStat) -> None:
        key = self._free_key(entry.moment)
        row = (key, entry.name, *stamp, entry.problem, entry.id, entry.last, *entry.values)
        values = (*row, seal(*row))
        marks = ", ".join("?" * len(COLUMNS))
        self.database.execute(f"INSERT INTO sessions({', '.join(COLUMNS)}) VALUES ({marks})", values)
        if entry.past:
            kept = (key, *(sealed(data, entry.id, entry.last) for data in (entry.past, entry.facts)))
            self.database.execute("INSERT INTO pasts VALUES (?, ?, ?)", kept)
        self.database.executemany(
            "INSERT INTO asked_concepts VALUES (?, ?, ?)", [(key, *pair) for pair in entry.asked_concepts]
        )
        items = [((key << ITEM_BITS) + number, *item) for number, item in enumerate(entry.items[: 1 << ITEM_BITS])]
        self.database.executemany("INSERT INTO items VALUES (?, ?, ?, ?, ?, ?, ?)", items)

    def _free_key(self, moment: int) -> int:
        """The moment (milliseconds), shifted by four bits for sessions of the same one."""
        key = moment << 4
        while self._all("SELECT 1 FROM sessions WHERE key = ?", (key,)):
            key += 1
        return key


def storable(value: object) -> object:
    """A value as SQLite takes it: a byte of the command line that is no UTF-8 is a character that nothing matches."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


def checked(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A whole row of `sessions`. Raises BrokenSealError where it is not as it was put in."""
    if row[-1] != seal(*row[:-1]):
        raise BrokenSealError
    return row


def _code(error: BaseException) -> int:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _is_damage(error: BaseException) -> bool:
    """Whether an error is the file's fault, and not that of another program or of a disk that takes no more."""
    if _code(error) == sqlite3.SQLITE_IOERR:
        return getattr(error, "sqlite_errorcode", 0) in _SPOILT_READS
    return not _is_busy(error) and _code(error) != sqlite3.SQLITE_FULL


def _is_busy(error: BaseException) -> bool:
    return _code(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL)


def index_path(folder: Path, cache: Path) -> Path:
    """Where the index of a folder lies."""
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return cache / "sessions" / f"{name}.sqlite"


# Checksums over what the index holds: a flipped bit in it may still be a sound value, such as another score.
_encode = msgspec.msgpack.Encoder().encode
_SIZE = 4


class BrokenSealError(ValueError):
    """What was read is not what was put in."""


def seal(*values: object) -> int:
    """A number that other values would hardly give."""
    return zlib.crc32(_encode(values))


def sealed(data: bytes, *of: object) -> bytes:
    """Bytes that can be told from spoilt ones, and from those `of` something else."""
    return zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big") + data


def unsealed(kept: bytes, *of: object) -> bytes:
    """The bytes that were sealed. Raises BrokenSealError where they are not what they were."""
    data = kept[_SIZE:]
    if kept[:_SIZE] != zlib.crc32(data, seal(*of)).to_bytes(_SIZE, "big"):
        raise BrokenSealError
    return data
