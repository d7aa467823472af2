"""A disk that is full and a folder that vanishes while the interview is on the screen of a real terminal."""

import resource
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview.events import Answered
from simulator.session.transcript.read import read
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

FREE = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


class Sat:
    """An interview by keys whose first answer is typed and not given yet."""

    def __init__(self, home: Path) -> None:
        self.sessions = home / "sessions"
        (home / "tmp").mkdir()
        where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(self.sessions)]
        # a module that is compiled while no file can grow would be left cut off, for all later runs
        start = ("start", "llm", "--seed", "3", *where)
        self.terminal = Terminal(home, *start, TMPDIR=str(home / "tmp"), PYTHONDONTWRITEBYTECODE="1")
        self.terminal.wait_for("your answer")
        self.terminal.press("It grows with every token.")
        self.terminal.wait_for("every token.")

    @property
    def path(self) -> Path:
        return paths(self.sessions)[0]

    def fill_disk(self, more: int = 0) -> None:
        """No file of the program can grow beyond the transcript's present size and `more`."""
        limit = self.path.stat().st_size + more
        resource.prlimit(self.terminal.child.pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))

    def make_room(self) -> None:
        resource.prlimit(self.terminal.child.pid, resource.RLIMIT_FSIZE, FREE)

    def take_folder_away(self) -> None:
        shutil.rmtree(self.sessions)
        self.sessions.write_text("now a file")


@pytest.fixture
def sat(tmp_path: Path) -> Iterator[Sat]:
    sat = Sat(tmp_path)
    yield sat
    sat.terminal.close()


def answers(path: Path) -> list[str]:
    found = read(path)
    assert found.findings == ()
    return [e.text for e in found.events if isinstance(e, Answered)]


@pytest.mark.parametrize("more", some([0, 60], 60))
def test_refused_words_are_written_once_there_is_room(sat: Sat, more: int) -> None:
    sat.fill_disk(more)
    sat.terminal.press("ctrl+s")
    sat.terminal.wait_for("Not saved yet")
    assert "It grows with every token." in sat.terminal.text
    sat.terminal.press("r")
    sat.terminal.wait_for("That didn't work either.")
    assert answers(sat.path) == []
    sat.make_room()
    sat.terminal.press("r")
    sat.terminal.wait_for("The interview is now in")
    assert answers(sat.path) == ["It grows with every token."]


def test_another_folder_takes_the_whole_interview(sat: Sat, tmp_path: Path) -> None:
    sat.take_folder_away()
    sat.terminal.press("ctrl+s")
    sat.terminal.wait_for("Not saved yet")
    sat.terminal.press("F")
    sat.terminal.wait_for("interview-rescued")
    sat.terminal.pump(0.5)  # shown is not yet focused: the letters would be commands
    sat.terminal.press("\x15", "/proc/none", "enter")
    sat.terminal.wait_for("/proc/none couldn't be written")
    sat.terminal.press("F")
    sat.terminal.wait_for("Save the interview in")
    sat.terminal.pump(0.5)
    sat.terminal.press("\x15", str(tmp_path / "elsewhere"), "enter")
    sat.terminal.wait_for("The interview is now in")
    assert answers(paths(tmp_path / "elsewhere")[0]) == ["It grows with every token."]


def test_leaving_names_the_place_where_it_is_kept(sat: Sat, tmp_path: Path) -> None:
    sat.take_folder_away()
    sat.terminal.press("ctrl+s")
    sat.terminal.wait_for("Not saved yet")
    sat.terminal.press("q")
    sat.terminal.wait_for("everything is in")
    sat.terminal.press("q")
    assert sat.terminal.wait_end() == 0
    (kept,) = paths(tmp_path / "interview-rescued")
    assert b"interview resume " in sat.terminal.raw
    assert answers(kept) == ["It grows with every token."]


def test_what_cannot_be_written_is_printed_at_leaving(sat: Sat) -> None:
    sat.fill_disk()
    sat.terminal.press("ctrl+s")
    sat.terminal.wait_for("Not saved yet")
    sat.terminal.press("q")
    sat.terminal.wait_for("Press again to leave")
    sat.terminal.press("q")
    assert sat.terminal.wait_end() == 0
    last = sat.terminal.raw.rpartition(b"copy it from here:")[2].decode()
    assert "It grows with every token." in last


def test_a_text_that_cannot_be_kept_stays_open(sat: Sat, tmp_path: Path) -> None:
    sat.terminal.pump(1.2)
    sat.take_folder_away()
    sat.terminal.press(" And with every layer.", "escape", "q")
    sat.terminal.wait_for("everything is in")
    (kept,) = paths(tmp_path / "interview-rescued")
    sat.terminal.press("q")
    sat.terminal.wait_end()
    assert b"And with every layer." in kept.with_name(f".{kept.stem}.draft").read_bytes()
