"""Words in Vim or Emacs outlive a window that is closed, and a kill of the program or of the editor."""

import os
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.session.archive.archive import paths
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile, left_behind
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

WORDS = " ".join(f"word{n}" for n in range(60))
TYPED = "typed on the screen."
VIM = "vim -u NONE -N -i NONE --cmd 'set updatetime=100'"  # it writes its swap file when nobody has typed so long
needs = {name: pytest.mark.skipif(shutil.which(name) is None, reason=f"needs {name}") for name in ("vim", "emacs")}


class Written:
    """An answer that was begun on the screen, and is gone on with in an editor."""

    def __init__(self, home: Path, editor: str, **env: str) -> None:
        self.home, self.sessions = home, home / "sessions"
        self.env = {"EDITOR": editor, "VISUAL": "", "TMPDIR": str(home / "tmp"), **env}
        (home / "tmp").mkdir()
        self.terminal = self.opened("start", "llm", "--seed", "3")
        self.terminal.wait_for("your answer")
        self.terminal.press(TYPED)
        self.terminal.wait_for(TYPED)
        self.terminal.press("\x0f")  # ctrl+o
        self.terminal.wait(lambda: self.reads_keys or "was ended by" in self.terminal.text)

    def opened(self, *command: str) -> Terminal:
        where = ["--graphs", str(ROOT / "graphs"), "--sessions", str(self.sessions)]
        return Terminal(self.home, *command, *where, columns=80, rows=24, **self.env)

    @property
    def transcript(self) -> Path:
        return paths(self.sessions)[0]

    @property
    def children(self) -> list[int]:
        return children_of(self.terminal.child.pid)

    @property
    def reads_keys(self) -> bool:
        """Whether the editor has begun: Vim has counted lines, Emacs has its bar, or a script has started something."""
        shown = self.terminal.text
        return bool(re.search(r"\d+L, \d+B|-UUU:", shown)) or any(map(children_of, self.children))

    def write(self, *keys: str) -> None:
        """Write the words in the editor, whatever it wants to be told first, and see them there."""
        for key in keys:
            self.terminal.press(key)
        self.terminal.wait_for("word59")

    def until_swapped(self) -> None:
        """Wait until Vim has written the words into its swap file."""
        self.terminal.wait(lambda: any(b"word59" in path.read_bytes() for path in self.home.rglob("*.sw?")))

    def resumed(self) -> Terminal:
        """The program, opened again."""
        self.terminal = self.opened("resume")
        return self.terminal

    def draft(self) -> str:
        found = DraftFile(self.transcript).load()
        return found.text if found else ""


def children_of(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def recover(terminal: Terminal) -> None:
    """Tell Vim to bring back what its swap file holds, and save it."""
    while "word59" not in terminal.text:
        terminal.wait(lambda: bool(wanted(terminal.text)) or "word59" in terminal.text)
        if key := wanted(terminal.text):
            before = terminal.text
            terminal.press(key)
            terminal.wait(lambda: terminal.text != before)  # noqa: B023 - it is waited for at once
    terminal.press("\x1b:wq\r")


def wanted(shown: str) -> str:
    """The key that Vim waits for, if it does."""
    if "(R)ecover" in shown.rstrip()[-120:]:
        return "R"
    return "\r" if "-- More --" in shown.rstrip().rpartition("\n")[2] or "Press ENTER" in shown else ""


def gone(terminal: Terminal) -> None:
    """Wait until the program has ended by itself."""
    for _ in range(1000):
        if os.waitpid(terminal.child.pid, os.WNOHANG) != (0, 0):
            return
        time.sleep(0.02)
    raise AssertionError("20 seconds later it is still there")


def emacs(settings: Path) -> str:
    """Emacs as it comes, but for the compiling of its own files, which takes seconds in a home without any."""
    settings.mkdir()
    (settings / "early-init.el").write_text("(setq native-comp-jit-compilation nil)\n")
    return f"emacs -nw --no-site-file --no-splash --init-directory={settings}"


def window_closes(written: Written) -> None:
    child = written.terminal.child
    child.ptyproc.fileobj.close()  # as the window that holds it does
    child.closed = child.ptyproc.closed = True  # its number may be another terminal's soon
    child.child_fd = child.ptyproc.fd = -1
    gone(written.terminal)


def program_is_killed(written: Written) -> None:
    editors = written.children
    written.terminal.child.kill(signal.SIGKILL)
    for pid in editors:
        os.kill(pid, signal.SIGHUP)  # with the terminal, which is closed now
    written.terminal.close()


def machine_dies(written: Written) -> None:
    for pid in written.children:
        os.kill(pid, signal.SIGKILL)
    written.terminal.child.kill(signal.SIGKILL)
    written.terminal.close()


def told_to_go(written: Written) -> None:
    written.terminal.child.kill(signal.SIGTERM)
    for pid in written.children:
        os.kill(pid, signal.SIGTERM)  # as at the end of a session
    written.terminal.wait(lambda: not written.terminal.child.isalive(), 20)


ENDS: dict[str, Callable[[Written], None]] = {
    "window": window_closes,
    "program": program_is_killed,
    "both": machine_dies,
    "sigterm": told_to_go,
}


@pytest.fixture
def vim(tmp_path: Path) -> Iterator[Written]:
    written = Written(tmp_path, VIM)
    yield written
    written.terminal.close()


@needs["vim"]
@pytest.mark.parametrize("end", some(ENDS, "program"))
def test_unsaved_words_in_vim_come_back(vim: Written, end: str) -> None:
    vim.write(f"Go{WORDS}\x1b")
    vim.until_swapped()
    ENDS[end](vim)
    (file,) = left_behind(vim.transcript)
    assert file.unsaved
    for path in file.files:
        assert path.stat().st_mode & 0o777 == 0o600, path
    state = fold(read(vim.transcript).header, read(vim.transcript).events)
    assert state.paused == (end in {"window", "sigterm"})
    terminal = vim.resumed()
    terminal.wait_for("Your editor has unsaved words")
    terminal.pump(0.5)
    terminal.press("enter")  # open
    recover(terminal)
    terminal.wait(lambda: vim.draft() == f"{TYPED}\n{WORDS}")


@needs["vim"]
@pytest.mark.parametrize("end", some(ENDS, "program"))
def test_words_that_vim_saved_are_in_the_draft(vim: Written, end: str) -> None:
    vim.write(f"Go{WORDS}\x1b:w\r")
    vim.terminal.wait(lambda: WORDS in vim.draft(), 5)
    ENDS[end](vim)
    terminal = vim.resumed()
    terminal.wait_for("word59")
    assert vim.draft() == f"{TYPED}\n{WORDS}"
    assert "Your editor left" not in terminal.text
    assert left_behind(vim.transcript) == []


@needs["vim"]
def test_an_editor_that_is_killed_leaves_its_words(vim: Written) -> None:
    vim.write(f"Go{WORDS}\x1b")
    vim.until_swapped()
    os.kill(vim.children[0], signal.SIGKILL)
    vim.terminal.wait_for("was ended by signal 9")
    vim.terminal.wait_for(TYPED)
    vim.terminal.press("\x0f")
    recover(vim.terminal)
    vim.terminal.wait(lambda: vim.draft() == f"{TYPED}\n{WORDS}")


def test_editor_that_outlives_program_is_heard_later(tmp_path: Path) -> None:
    """Its terminal is still there: it saves when the program is long gone."""
    waits = (
        'trap "" HUP; until [ -e "$HOME/go" ]; do sleep 0.05; done; printf "%s" "$WORDS" >> "$0"; touch "$HOME/done"'
    )
    written = Written(tmp_path, f"sh -c '{waits}'", WORDS=f"\n{WORDS}")
    try:
        written.terminal.kill()
        (tmp_path / "go").touch()
        while not (tmp_path / "done").exists():
            time.sleep(0.02)
        terminal = written.resumed()
        terminal.wait_for("Your editor left 64 words that aren't in your text here.")
        terminal.pump(0.5)
        terminal.press("enter")  # take
        terminal.wait(lambda: written.draft() == f"{TYPED}\n{WORDS}")
        terminal.wait(lambda: left_behind(written.transcript) == [])
    finally:
        written.terminal.close()


@needs["emacs"]
@pytest.mark.parametrize("end", some(["window", "sigterm"], "window"))
def test_unsaved_words_in_emacs_come_back(tmp_path: Path, end: str) -> None:
    written = Written(tmp_path, emacs(tmp_path / "emacs"))
    try:
        written.write("\x1b>", "\r", WORDS)
        ENDS[end](written)
        terminal = written.resumed()
        terminal.wait_for("Your editor left 64 words that aren't in your text here.")
        terminal.pump(0.5)
        terminal.press("enter")
        terminal.wait(lambda: written.draft().split() == f"{TYPED} {WORDS}".split())
    finally:
        written.terminal.close()


@pytest.mark.slow
def test_what_was_left_can_wait_or_be_dropped(tmp_path: Path) -> None:
    written = Written(tmp_path, "sh -c 'echo and more >> \"$0\"; kill -9 $$'")
    try:
        written.terminal.wait_for("was ended by signal 9")
        written.terminal.press("escape", "q")
        written.terminal.wait_for("Go on")
        written.terminal.press("q")
        written.terminal.wait_end()
        for choice in ("later", "drop"):
            terminal = written.resumed()
            terminal.wait_for("Your editor left 5 words")
            terminal.pump(0.5)
            terminal.press(*["down"] * (2 if choice == "later" else 3), "enter")
            terminal.wait_for("ctrl+s send")
            assert bool(left_behind(written.transcript)) == (choice == "later")
            terminal.press("escape", "q")
            terminal.wait_for("Go on")
            terminal.press("q")
            terminal.wait_end()
        terminal = written.resumed()
        terminal.wait_for("where you stopped")
        assert "Your editor left" not in terminal.text
    finally:
        written.terminal.close()


@pytest.mark.slow
def test_clock_goes_on_while_editor_is_open(tmp_path: Path) -> None:
    written = Written(tmp_path, "sh -c 'echo saved > \"$0\"; cat'")
    try:
        time.sleep(3)
        machine_dies(written)
        found = DraftFile(written.transcript).load()
        assert found is not None
        assert found.text == "saved"
        assert found.clock > 2.5
    finally:
        written.terminal.close()


def test_ctrl_c_in_an_editor_is_the_editors(tmp_path: Path) -> None:
    written = Written(tmp_path, "sh -c 'trap : INT; cat; echo more >> \"$0\"'")
    try:
        written.terminal.press("\x03")
        written.terminal.wait(lambda: "more" in written.draft(), 10)
        written.terminal.press(" go on")
        written.terminal.wait_for("go on")
    finally:
        written.terminal.close()
