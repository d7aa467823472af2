"""The tables of the index, and the database that holds them: opened, laid out, thrown away."""

import contextlib
import os
import sqlite3
import stat
from pathlib import Path

from simulator.graph.private_files import make_folder, mend

SCHEMA_VERSION = 9
BUSY_SECONDS = 10.0
BESIDE = ("-wal", "-shm")

# No index on sessions: ten thousand rows are looked through in a millisecond, and where an index is damaged, rows are
# missing from what it finds without an error.
SCHEMA = (
    "CREATE TABLE sessions(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, changed INTEGER, size INTEGER, "
    "problem TEXT, id TEXT, candidate TEXT, graph TEXT, format TEXT, role TEXT, started TEXT, state TEXT, "
    "questions INTEGER, score REAL, verdict TEXT, clock REAL, minutes REAL, missed TEXT, waiting INTEGER, "
    "level INTEGER, bookmarks TEXT, last INTEGER, seal INTEGER)",
    "CREATE TABLE pasts(session INTEGER PRIMARY KEY, past BLOB, facts BLOB)",  # apart: lists need not read over them
    "CREATE TABLE scanned(folder INTEGER)",  # the folder's time of change when all of it was last looked at
    "CREATE TABLE met(session INTEGER, concept TEXT, verdict TEXT)",
    "CREATE INDEX met_session ON met(session)",
    "CREATE INDEX met_concept ON met(concept, session)",
    "CREATE TABLE pieces(id INTEGER PRIMARY KEY, position INTEGER, title TEXT, prompt TEXT, said TEXT, notes TEXT, "
    "names TEXT)",
    "CREATE VIRTUAL TABLE texts USING fts5(prompt, said, notes, names, content='pieces', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2')",
    "CREATE TRIGGER piece_in AFTER INSERT ON pieces BEGIN INSERT INTO texts(rowid, prompt, said, notes, names) "
    "VALUES (new.id, new.prompt, new.said, new.notes, new.names); END",
    "CREATE TRIGGER piece_out AFTER DELETE ON pieces BEGIN INSERT INTO texts(texts, rowid, prompt, said, notes, names) "
    "VALUES ('delete', old.id, old.prompt, old.said, old.notes, old.names); END",
    f"PRAGMA user_version = {SCHEMA_VERSION}",
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
            for statement in SCHEMA:
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
