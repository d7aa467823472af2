"""Output that nobody takes any more: the reader has left, or the disk is full."""

import errno
import io
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.common import has_screen, print_status
from simulator.cli.main import run
from tests.isolation import ROOT
from tests.seven import OLD


class Left(io.StringIO):
    """A pipe whose reader has gone."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(errno.EPIPE, "Broken pipe")


@pytest.mark.parametrize("command", [["graph", "stats", "seven", "--graphs", str(OLD / "graphs")], ["--help"]], ids=len)
def test_a_reader_that_left_is_no_error(command: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", Left())
    assert run(command) == 0


def test_a_message_without_room_leaves_nothing_behind() -> None:
    """What stayed in the buffer would make the interpreter end with status 120."""
    with Path("/dev/full").open("w", encoding="utf-8") as full, pytest.MonkeyPatch.context() as patched:
        patched.setattr(sys, "stderr", full)
        print_status("Wrote it.")
        full.flush()


def test_a_broken_library_is_a_sentence_too() -> None:
    """What tells of it loads nothing: a second import that fails would end in a traceback."""
    broken = "import sys; sys.modules['msgspec'] = None; from simulator.cli.main import run; sys.exit(run(['review']))"
    done = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert "The program broke" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_end_looks_for_no_cycles() -> None:
    """It took a sixth of a second after a screen: all that was loaded was gone through three times."""
    code = "import atexit, gc; atexit.register(lambda: print(gc.get_freeze_count() > 1000)); "
    code += "from simulator.cli.main import main; main()"
    done = subprocess.run([sys.executable, "-c", code, "--version"], capture_output=True, text=True)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "True")


def test_a_clock_beyond_time_is_a_sentence(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def far() -> float:
        raise OverflowError("timestamp too large to convert to C _PyTime_t")

    monkeypatch.setattr("simulator.cli.main.time", far)
    assert run(["graph", "list"]) == 2
    assert capsys.readouterr().err == "This machine's clock is centuries off; set its date, then try again.\n"


def test_a_removed_folder_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir("gone")
    (tmp_path / "gone").rmdir()
    assert run(["graph", "list"]) == 2
    assert capsys.readouterr().err == "The folder that you're in has been removed; change to another one.\n"


@pytest.mark.parametrize(("kind", "shown"), [("xterm", True), ("dumb", False), ("", False)])
def test_screen_opens_where_cursor_moves(monkeypatch: pytest.MonkeyPatch, kind: str, shown: bool) -> None:
    """Elsewhere, as in a shell within Emacs, it would be a page of sequences; the line mode sends none."""
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setenv("TERM", kind)
    for stream in (sys.stdin, sys.stdout):
        monkeypatch.setattr(stream, "isatty", lambda: True)
    assert has_screen() is shown


def test_without_its_libraries_it_says_what_to_do(tmp_path: Path) -> None:
    """`python -m simulator` in a clone that nobody had set up ended in a traceback."""
    bare = [sys.executable, "-S", "-m", "simulator", "start"]
    done = subprocess.run(bare, cwd=ROOT, env={"HOME": str(tmp_path)}, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr
