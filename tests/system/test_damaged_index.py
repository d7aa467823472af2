"""A damaged index in a real terminal: the screen stays clean, and a command says one line."""

from pathlib import Path

from simulator.session.archive import archive
from simulator.session.archive.index import REBUILT, index_path
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from tests.isolation import ROOT
from tests.settings import write_preferences
from tests.system.terminal import Terminal
from tests.transcripts import put, whole


def test_screen_says_nothing_and_command_one_line(tmp_path: Path) -> None:
    name, _ = whole(3)
    path = put(tmp_path / "sessions", *whole(3))
    cache = tmp_path / "cache" / "interview-simulator"
    settings = tmp_path / "config" / "interview-simulator" / "config.toml"
    write_preferences(settings, Preferences(role="applied-engineer"))
    found = Workspace(ROOT / "graphs", path.parent, "demo", cache, settings)
    where = ("--graphs", str(found.graphs), "--sessions", str(found.sessions), "--candidate", "demo")
    for arguments, shown in ((("review",), name), ((), "Start")):
        archive.rows(found)
        index_path(found.sessions, cache).write_bytes(b"no database" * 500)
        terminal = Terminal(tmp_path, *arguments, *where, columns=100)
        try:
            terminal.wait_for(shown)
            terminal.pump(1)
            assert terminal.raw.count(REBUILT.encode()) == bool(arguments)
        finally:
            terminal.close()
    assert index_path(found.sessions, cache).read_bytes().startswith(b"SQLite format 3")
