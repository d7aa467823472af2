"""What is typed in the line mode, in a real terminal: it arrives whole, it is kept, and it comes back."""

import json
import os
import re
import shlex
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from simulator.session.interview import events as ev
from simulator.session.transcript.read import read
from simulator.ui.system import PATIENCE
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import COMMAND, Terminal
from tests.warm import warmed_home

GRAPHS = ("--graphs", str(ROOT / "graphs"))
START = ("start", "llm", "--plain", "--seed", "3", *GRAPHS, "--sessions", "s")
RESUME = ("resume", "--plain", *GRAPHS, "--sessions", "s")
ANSWER = "A line with just a dot ends it"

SEQUENCES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")

Open = Callable[..., Terminal]


@pytest.fixture
def lines(tmp_path: Path) -> Iterator[Open]:
    """Starts the command in a terminal with a home of its own."""
    opened: list[Terminal] = []

    def start(*arguments: str, columns: int = 80, rows: int = 50, **env: str) -> Terminal:
        opened.append(Terminal(tmp_path, *arguments, columns=columns, rows=rows, **env))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


def type_in(terminal: Terminal, text: str, size: int = 1000) -> None:
    """Type a text of any length, as fast as the terminal takes it."""
    for at in range(0, len(text), size):
        terminal.child.send(text[at : at + size])
        terminal.pump(0.01)


def events(folder: Path) -> list[ev.Event]:
    (path,) = (folder / "s").glob("*.toml")
    return list(read(path).events)


def answered(folder: Path) -> str:
    return next((e.text for e in events(folder) if isinstance(e, ev.Answered)), "")


def draft(folder: Path) -> str:
    """The text of the draft that is on the disk now."""
    found = [json.loads(path.read_bytes())["text"] for path in (folder / "s").glob(".*.draft")]
    return found[0] if found else ""


def wait_answered(terminal: Terminal, folder: Path) -> str:
    terminal.wait(lambda: answered(folder) != "")
    return answered(folder)


@pytest.mark.parametrize("length", some([4095, 4096, 20_000], 4096))
def test_a_line_of_any_length_arrives_whole(lines: Open, tmp_path: Path, length: int) -> None:
    """A terminal that is left to the system cuts a line at 4,095 bytes, in silence."""
    text = " ".join(f"w{n}" for n in range(length // 4))[:length]
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, f"{text}\r.\r")
    assert wait_answered(terminal, tmp_path) == text.strip()


def test_a_pasted_text_arrives_whole_and_in_order(lines: Open, tmp_path: Path) -> None:
    """Ends of lines are ends of lines; what looks like a command is text, for nobody has typed it."""
    text = "\n".join(["First line", "", "    code(é, 宽)", "/end", ".", "/pause", *map(str, range(3000)), "no end"])
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "\x1b[200~" + text.replace("\n", "\r\n") + "\x1b[201~")
    type_in(terminal, ", typed\r.\r")
    assert wait_answered(terminal, tmp_path) == f"{text}, typed"


def test_a_paste_at_one_line_answers_nothing(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "An answer.\r.\r/said\r\r/said\r\r")
    terminal.wait_for("How would a panel")
    type_in(terminal, "\x1b[200~3\r1\ry\r\x1b[201~")
    terminal.pump(0.3)
    assert not any(isinstance(e, ev.Predicted) for e in events(tmp_path))


def test_what_was_typed_ahead_arrives_in_order(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    type_in(terminal, "".join(f"line {n}\r" for n in range(400)))
    type_in(terminal, "half a li")
    terminal.wait(lambda: ANSWER.encode() in terminal.raw)
    type_in(terminal, "ne\r.\r")
    assert wait_answered(terminal, tmp_path) == "\n".join([*(f"line {n}" for n in range(400)), "half a line"])


ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGKILL)


@pytest.mark.parametrize("number", some(ENDING, signal.SIGINT, signal.SIGKILL))
def test_unfinished_text_is_kept_and_comes_back(lines: Open, tmp_path: Path, number: signal.Signals) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "a first line\rand a long thought that")
    terminal.wait_for("thought that")
    if number is signal.SIGKILL:
        time.sleep(1.0)
        terminal.kill()
    elif number is signal.SIGINT:
        terminal.child.send("\x03")
        terminal.wait_end()
        assert "Paused. Nothing is lost." in terminal.text
    else:
        terminal.child.kill(number)
        terminal.wait_end()
    again = lines(*RESUME)
    again.wait_for("thought that")
    assert "You'd typed:\n  a first line\n" in again.text
    type_in(again, " has an end\r.\r")
    assert wait_answered(again, tmp_path) == "a first line\nand a long thought that has an end"


PLACES = {
    "reply": ("An answer.\r.\r", "Your reply", ev.ProbeAnswered),
    "question back": ("", ANSWER, ev.Clarified),
    "check": ("/skip\r\r/skip\r\r", "Your answer in one line", ev.Checked),
    "note": ("/dk\r\r", "Press Enter to go on", ev.Noted),
    "reason": ("An answer.\r.\r/said\r\r/said\r\r3\r", "Press Enter to accept", ev.Scored),
}
TYPED = {"question back": "/ask what do you mean by", "check": "1", "reason": "3 because I think that"}


@pytest.mark.parametrize("place", PLACES)
def test_a_line_is_kept_wherever_it_is_typed(lines: Open, tmp_path: Path, place: str) -> None:
    before, prompt, kind = PLACES[place]
    typed = TYPED.get(place, "twenty words or so")
    terminal = lines(*START, "--format", "screen")
    terminal.wait_for(ANSWER)
    for line in before.splitlines(keepends=True):
        type_in(terminal, line)
        terminal.pump(0.1)
    while "Did you say it?" in terminal.text and prompt not in terminal.text:
        type_in(terminal, "n\r")
        terminal.pump(0.1)
    terminal.wait_for(prompt)
    type_in(terminal, typed)
    terminal.wait(lambda: draft(tmp_path) == typed, 1.5)
    terminal.kill()
    again = lines(*RESUME)
    again.wait_for(prompt)
    again.wait_for(typed)
    type_in(again, " it\r" if place != "check" else "\r")
    if place == "check":
        again.wait_for("Read as")
        type_in(again, "\r")
    if place == "reply":
        type_in(again, ".\r")
    again.wait(lambda: any(isinstance(e, kind) for e in events(tmp_path)))
    found = next(e for e in events(tmp_path) if isinstance(e, kind))
    said = {"question back": "asks", "reason": "why"}.get(place, "text")
    assert getattr(found, said).endswith("1" if place == "check" else typed.split(" ", 1)[1] + " it")


def test_note_that_was_given_does_not_come_back(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "/dk\r")
    terminal.wait_for("Anything else cancels")
    type_in(terminal, "\r")
    terminal.wait_for("Press Enter to go on")
    type_in(terminal, "a remark")
    terminal.wait(lambda: draft(tmp_path) == "a remark")
    type_in(terminal, "\r")
    terminal.wait(lambda: any(isinstance(e, ev.Noted) for e in events(tmp_path)))
    terminal.wait(lambda: draft(tmp_path) == "", 2)


@pytest.mark.parametrize("number", some([signal.SIGTERM, signal.SIGINT, signal.SIGHUP], signal.SIGINT))
def test_a_shell_is_not_handed_the_half_line(tmp_path: Path, number: signal.Signals) -> None:
    """What was typed for an answer would stand at the shell's prompt, where Enter runs it."""
    env = {**os.environ, "TERM": "xterm", "PS1": "ready$ ", "XDG_CACHE_HOME": str(warmed_home(tmp_path / "cache"))}
    shell = pexpect.spawn("bash", ["--norc", "--noprofile"], env=env, cwd=str(tmp_path), dimensions=(50, 200))
    shell.delaybeforesend = None
    try:
        shell.expect_exact("ready$ ")
        shell.sendline(f"{COMMAND} {' '.join(START)} & echo pid=$! ; fg")
        shell.expect(r"pid=(\d+)")
        program = int(shell.match[1])
        shell.expect_exact(ANSWER)
        shell.send("touch stolen")
        shell.expect_exact("stolen")
        os.kill(program, number)
        shell.expect_exact("ready$ ")
        shell.send("\r")
        shell.expect_exact("ready$ ")
        shell.sendline("echo done-$((6*7)); stty -a")
        shell.expect_exact("done-42")
        shell.expect_exact("ready$ ")
        modes = shell.before.decode().split()
    finally:
        shell.close(force=True)
    assert not (tmp_path / "stolen").exists()
    assert {"icanon", "echo", "icrnl", "isig", "-noflsh"} <= {word.strip(";") for word in modes}
    assert draft(tmp_path) == "touch stolen"


def test_stopped_program_gives_terminal_back_and_goes_on(tmp_path: Path) -> None:
    env = {**os.environ, "TERM": "xterm", "PS1": "ready$ ", "XDG_CACHE_HOME": str(warmed_home(tmp_path / "cache"))}
    shell = pexpect.spawn("bash", ["--norc", "--noprofile"], env=env, cwd=str(tmp_path), dimensions=(50, 200))
    shell.delaybeforesend = None
    try:
        shell.expect_exact("ready$ ")
        shell.sendline(f"{COMMAND} {' '.join(START)}")
        shell.expect_exact(ANSWER)
        shell.send("one thought")
        shell.expect_exact("thought")
        shell.send("\x1a")
        shell.expect_exact("ready$ ")
        shell.sendline("stty -a | tr ' ' '\\n' | grep -x icanon; fg")
        shell.expect_exact("icanon\r\n")
        shell.expect_exact("one thought")
        shell.send(" goes on\r.\r")
        shell.expect_exact("Your reply")
        shell.send("\x04")
        shell.expect_exact("Paused")
        shell.expect_exact("ready$ ")
    finally:
        shell.close(force=True)
    assert answered(tmp_path) == "one thought goes on"


@pytest.mark.slow
def test_a_blocked_terminal_does_not_keep_the_program(lines: Open) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    for _ in range(60):  # nobody reads what is printed, until the terminal is full
        terminal.child.send("/help\r")
        time.sleep(0.01)
    for _ in range(2):
        terminal.child.kill(signal.SIGTERM)
        time.sleep(PATIENCE + 0.3)
    assert not terminal.child.isalive()


def test_ctrl_s_stops_nothing(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "an \x13answer\r.\r")
    assert wait_answered(terminal, tmp_path) == "an answer"


@pytest.mark.parametrize("sent", some([b"caf\xe9 au lait", b"\xff\xfetwo", b"cut\xe2\x82"], b"cut\xe2\x82"))
def test_bytes_that_are_no_text_are_a_sentence(lines: Open, tmp_path: Path, sent: bytes) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    terminal.child.send(sent + b"\r")
    terminal.wait_for("UTF-8 and")
    type_in(terminal, "and more\r.\r")
    assert wait_answered(terminal, tmp_path) == sent.decode("utf-8", "ignore") + "\nand more"


def test_a_terminal_without_echo_gets_no_echo(tmp_path: Path) -> None:
    """Emacs and others show the line themselves before they send it."""
    env = {**os.environ, "TERM": "dumb", "XDG_CACHE_HOME": str(warmed_home(tmp_path / "cache"))}
    child = pexpect.spawn(COMMAND, list(START), env=env, cwd=str(tmp_path), echo=False, timeout=30)
    child.expect_exact(ANSWER)
    child.send("seldom heard\n.\n")
    child.expect_exact("Your reply")
    child.close(force=True)
    assert b"seldom" not in child.before
    assert answered(tmp_path) == "seldom heard"


def test_a_letter_in_two_reads_is_one_letter(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    for byte in "é宽🙂".encode():
        terminal.child.send(bytes([byte]))
        terminal.pump(0.02)
    type_in(terminal, "\r.\r")
    assert wait_answered(terminal, tmp_path) == "é宽🙂"


def test_the_line_before_can_be_changed(lines: Open, tmp_path: Path) -> None:
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "first\rsecnd\r/back\r")
    terminal.wait(lambda: terminal.text.count("secnd") == 2)
    type_in(terminal, "\x7f\x7fond\r.\r")
    assert wait_answered(terminal, tmp_path) == "first\nsecond"


@pytest.mark.parametrize("kind", some(["dumb", "linux", "vt100"], "dumb"))
def test_poor_terminals_take_a_whole_answer(lines: Open, tmp_path: Path, kind: str) -> None:
    terminal = lines(*START, TERM=kind)
    terminal.wait_for(ANSWER)
    terminal.raw = b""
    type_in(terminal, "a wrod\x7f\x7f\x7ford\r.\r")
    assert wait_answered(terminal, tmp_path) == "a word"
    assert kind != "dumb" or b"\x1b" not in terminal.raw


def heard(raw: str) -> list[str]:
    """What a screen reader that reads what is written speaks: the characters of each row, as they come."""
    return [part for part in re.split(r"\r\n", SEQUENCES.sub("", raw).replace(" \r", "")) if part]


def test_a_screen_reader_hears_nothing_twice(lines: Open, tmp_path: Path) -> None:
    """200 words are typed in lines, three of them are corrected: at the end, a word back, and within the line.

    No finished line is written again, and a correction writes at most the rest of its own line.
    """
    words = [f"word{n}" for n in range(200)]
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    terminal.pump(0.3)
    terminal.raw = b""
    corrections = {
        39: ("wrod39", "\x7f" * 5 + "ord39"),
        79: ("wrong", "\x17word79"),
        119: ("word119", "\x1b[1;5D" * 3 + "\x1b[3~w\x05"),
    }
    written: list[str] = []
    for n, word in enumerate(words):
        typed, correction = corrections.get(n, (word, ""))
        blank = "" if n % 20 == 19 else " "
        for char in f"{typed}{'' if correction else blank}":
            terminal.child.send(char)
            terminal.pump(0.003)
        if correction:
            terminal.pump(0.2)
            before = len(terminal.raw)
            type_in(terminal, correction)
            terminal.pump(0.2)
            written.append(terminal.raw[before:].decode())
        if n % 20 == 19:
            terminal.child.send("\r")
            terminal.pump(0.05)
    terminal.child.send(".\r")
    assert wait_answered(terminal, tmp_path) == "\n".join(" ".join(words[at : at + 20]) for at in range(0, 200, 20))
    spoken = "\n".join(heard(terminal.raw.decode()))
    finished = [word for n, word in enumerate(words) if n // 20 != 119 // 20 and n not in corrections]
    assert [word for word in finished if len(re.findall(rf"\b{word}\b", spoken)) != 1] == []
    assert written[0] == "\b \b" * 5 + "ord39"
    assert "word7" not in written[1].replace("word79", "")
    line, parts = " ".join(words[100:120]), SEQUENCES.split(written[2].replace("\r", ""))
    assert [part for part in parts if part.strip() and part.strip("\b") not in line] == []
    assert "word116" not in written[2]


@pytest.mark.parametrize(
    "ways", [["first thought\r", "line one\r", "3\r", "half"], ["\x1b[200~line one\r3\r/x\r\x1b[201~"]]
)
def test_what_was_typed_ahead_names_no_folder(lines: Open, tmp_path: Path, ways: list[str]) -> None:
    """A disk that cannot be written is asked about; what was on its way then is text, and is kept."""
    terminal = lines(*START)
    terminal.wait_for(ANSWER)
    type_in(terminal, "An answer.\r")
    terminal.wait(lambda: draft(tmp_path) == "An answer.")
    (tmp_path / "s").rename(tmp_path / "elsewhere")
    (tmp_path / "s").write_text("now a file")
    before = {*tmp_path.rglob("*")}
    terminal.child.send(".\r" + "".join(ways))
    terminal.wait_for("Press Enter to try again")
    terminal.pump(0.5)
    assert {path for path in {*tmp_path.rglob("*")} - before if path.is_dir()} == set()
    type_in(terminal, "plain words\r")
    terminal.wait_for("There's no folder plain words")
    type_in(terminal, f"{'w' * 300}\r")  # longer than any name may be
    terminal.wait_for("There's no folder www")
    type_in(terminal, "/pause\r")  # a folder of that name was made at the root
    terminal.wait_for("There's no folder /pause. Commands don't work until this is saved")
    type_in(terminal, f"{tmp_path}/a new one\r")
    terminal.wait_for("Saved in")
    for line in "".join(ways).replace("\x1b[200~", "").replace("\x1b[201~", "").split("\r"):
        terminal.wait_for(line)
    assert {path for path in {*tmp_path.rglob("*")} - before if path.is_dir()} == {tmp_path / "a new one"}
    type_in(terminal, "\x03")
    terminal.wait_end()
    (command,) = [line for line in terminal.raw.decode().splitlines() if line.lstrip().startswith("interview resume")]
    (transcript,) = (tmp_path / "a new one").glob("*.toml")
    assert shlex.split(command) == ["interview", "resume", str(transcript), "--plain"]
