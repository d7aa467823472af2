"""kill -9 on the screen of a real terminal, wherever one writes: an answer, a line, one's own editor."""

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from simulator.session.clock import Clock
from simulator.session.interview import events as ev
from simulator.session.interview.state import RUNNING, Phase, fold
from simulator.session.sitting import reopen
from simulator.session.transcript.read import Reading
from simulator.session.workspace import Workspace
from tests.isolation import ROOT
from tests.system.terminal import Terminal
from tests.system.test_kill_screen import GO_ON
from tests.system.test_screen_interview import Player
from tests.transcripts import graph
from tests.trials.running import Outcome, Trial
from tests.trials.typist import Typist, squeezed

VIM = "vim -u NONE -N -i NONE"
DONE_BY_LETTERS = (ev.Answered, ev.Skipped, ev.Hinted, ev.Revealed, ev.Scored, ev.Ended)
WAIT = 40.0
OFFERED = "Your editor "  # left words, or has some that it can recover
COLUMNS, ROWS = 100, 30


class Sat(Player):
    """An interview on the screen, in a folder of its own."""

    def __init__(self, home: Path, luck: random.Random, **env: str) -> None:
        self.luck, self.env = luck, {"VISUAL": "", "TMPDIR": str(home), **env}
        (home / "sessions").mkdir()
        super().__init__(home, "start", "llm", "--seed", str(luck.randrange(2**31)), "--candidate", "tester")
        self.terminal.close()
        self.open(*self.arguments)
        self.wait_for_event(0, WAIT)
        self.terminal.pump(0.3)

    def open(self, *arguments: str) -> None:
        self.terminal = Terminal(self.home, *arguments, columns=COLUMNS, rows=ROWS, **self.env)

    def typist(self, text: str = "") -> Typist:
        return Typist(self.terminal.child.child_fd, self.terminal.pump, self.luck, text)

    def to(self, *phases: Phase) -> None:
        """Answer whatever is asked up to a phase."""
        for _ in range(40):
            state = self.state()
            turn = state.current
            if state.phase in phases and (
                state.phase is not Phase.JUDGING or (turn and turn.revealed and not turn.unjudged)
            ):
                self.terminal.pump(0.3)
                return
            for keys in self.keys(state):
                if (
                    state.phase is Phase.JUDGING
                    and Phase.JUDGING in phases
                    and keys[0] in ("enter", "3")
                    and turn
                    and turn.revealed
                ):
                    break
                self.press(keys)
        raise AssertionError(f"never came to {phases}: {self.terminal.text}")

    def kill(self) -> float:
        """Die; when that was."""
        death = time.monotonic()
        self.terminal.kill()
        return death

    def again(self) -> None:
        """Go on with it, up to where it was."""
        found = self.found()
        state = fold(found.header, found.events)
        self.open("resume", found.header.id, *self.arguments[4:])
        if state.phase in RUNNING:
            self._take_what_is_offered()
            self.terminal.wait(lambda: GO_ON in self.terminal.text or self.found().last_n > state.last_n, WAIT)
            if GO_ON in self.terminal.text:
                self.terminal.press("enter")
            self.wait_for_event(state.last_n, WAIT)
            self.terminal.wait(lambda: GO_ON not in self.terminal.text)
        else:
            self.terminal.wait_for("q leave", WAIT)
        self.terminal.pump(0.5)

    def _take_what_is_offered(self) -> None:
        """What an editor left is asked about before one goes on: take it where it can be, else leave it for later."""
        self.terminal.wait(lambda: GO_ON in self.terminal.text or OFFERED in self.terminal.text, WAIT)
        if OFFERED in self.terminal.text:
            self.terminal.pump(1)  # an enter that comes at once was for what was there before
            self.terminal.press(*(["enter"] if "> Take" in self.terminal.text else ["down", "enter"]))

    def found(self) -> Reading:
        found = self.reading()
        assert found is not None
        return found

    def draft(self) -> str:
        """What the next start would go on with."""
        found = self.found()
        place = Workspace(ROOT / "graphs", self.sessions, "tester", self.home / "cache", self.home / "config.toml")
        sitting = reopen(found.path, place, graph(), Clock())
        try:
            return sitting.draft_text
        finally:
            sitting.transcript.close()


Act = Callable[[Sat, random.Random, Path], tuple[list[str], float]]


def _kind(act: Act, **env: str) -> Callable[[Path], contextlib.AbstractContextManager[Trial]]:
    """A kind of trials: an interview is begun for each, and whatever it started is ended."""

    @contextlib.contextmanager
    def kind(home: Path) -> Iterator[Trial]:
        graph()

        def trial(luck: random.Random, folder: Path) -> Outcome:
            sat = Sat(folder, luck, **env)
            try:
                faults, behind = act(sat, luck, folder)
            finally:
                sat.terminal.close()
                end_all_of(sat.terminal.child.pid)
            return Outcome(faults + _doubled(sat.found()), 1, behind)

        yield trial

    return kind


def _doubled(found: Reading) -> list[str]:
    numbers = [event.n for event in found.events]
    faults = [f"numbers {numbers}"] if numbers != list(range(1, len(numbers) + 1)) else []
    return faults + [finding.message for finding in found.findings if finding.problem != "torn"]


def end_all_of(session: int) -> None:
    """Kill, one by one, what is left of the processes of a terminal's session."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit() and int((entry / "stat").read_text().rsplit(")", 1)[1].split()[3]) == session:
                os.kill(int(entry.name), signal.SIGKILL)


# In the text of an answer


def _typed_and_killed(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
    typist = sat.typist()
    typist.type_for(luck.uniform(0.3, 4.5), enter="\r", paste=("\x1b[200~", "\x1b[201~"))
    typist.wait(luck.choice([0.0, luck.uniform(0, 1.5)]))
    death = sat.kill()
    faults, behind = typist.faults(sat.draft(), death, folder)
    done = [type(event).__name__ for event in sat.found().events if isinstance(event, DONE_BY_LETTERS)]
    return faults + [f"letters did something: {done}"] * bool(done), behind


def _in_answer(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
    faults, behind = _typed_and_killed(sat, luck, folder)
    kept = sat.draft()
    sat.again()
    shown = squeezed(sat.terminal.text)
    if kept.split() and kept.split()[-1] not in shown:
        faults.append(f"what was kept is not shown: {kept[-40:]!r}")
    return faults, behind


def _after_click(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
    """Click or drag somewhere above the text, or on the rule, then go on as if nothing had been."""
    rule = next(
        (n for n, line in enumerate(sat.terminal.text.splitlines()) if "your answer" in line),
        ROWS // 2,
    )
    row, column = luck.randrange(3, max(4, rule)), luck.randrange(2, COLUMNS - 10)
    drag = luck.random() < 0.4
    sat.terminal.child.send(f"\x1b[<0;{column};{row}M")
    if drag:
        sat.terminal.child.send(f"\x1b[<32;{column + 6};{row}M")
    sat.terminal.child.send(f"\x1b[<0;{column + 6 * drag};{row}m")
    sat.terminal.pump(luck.uniform(0.1, 0.6))
    faults, behind = _typed_and_killed(sat, luck, folder)
    return [f"after a {'drag' if drag else 'click'} at {column},{row}: {fault}" for fault in faults], behind


# In a line


def _in_line(*keys: str, phase: Phase) -> Act:
    """A line that one asks for by keys; after the crash the same keys bring back what was typed."""

    def act(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
        sat.to(phase)
        before = sat.found().events
        _press(sat, keys)
        typist = sat.typist()
        typist.type_for(luck.uniform(0.5, 4.5))
        typist.wait(luck.choice([0.0, luck.uniform(0, 1.5)]))
        death = sat.kill()
        sat.again()
        _press(sat, keys)
        sat.terminal.pump(0.5)
        behind = _missing(typist, sat.terminal.text, death)
        limit = typist.limit(folder)
        faults = (
            [f"{behind:.2f} s of the line are missing, {limit:.2f} s may: {typist.text[-60:]!r}"]
            if behind > limit
            else []
        )
        made = [event for event in sat.found().events[len(before) :] if not isinstance(event, ev.Paused | ev.Resumed)]
        return faults + [f"events that nobody made: {made}"] * bool(made), behind

    return act


def _press(sat: Sat, keys: tuple[str, ...]) -> None:
    for key in keys:
        sat.terminal.press(key)
        sat.terminal.pump(0.6)


def _missing(typist: Typist, shown: str, death: float) -> float:
    """How long ago the first whole word was typed that is not shown at the end of the line."""
    shown = squeezed(shown)
    for at, text in reversed(typist.states):
        words = text.split()
        if not text or (text.endswith(" ") and words[-1] in shown):
            later = [
                then
                for then, more in typist.states
                if then > at and more.endswith(" ") and more.strip() != text.strip()
            ]
            return death - later[0] if later else 0.0
    return death - typist.states[0][0]


# In one's own editor


def _in_vim(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
    """Words in vim, written to its file or not, outlive the program, and the window that is closed."""
    sat.terminal.press("Begun on the screen. ")
    sat.terminal.wait_for("Begun on the screen.")
    sat.terminal.press("\x0f")
    sat.terminal.wait(lambda: sat.terminal.text.count("\n~") > 3, WAIT)
    sat.terminal.press("G", "o")
    typist = sat.typist()
    saved = luck.random() < 0.5
    typist.type_for(luck.uniform(1, 3))
    if saved:
        sat.terminal.press("\x1b", ":w\r")
        typist.key("o", typist.text + "\n")
    written = typist.text.split()
    typist.type_for(luck.uniform(0.5, 3))
    sat.terminal.pump(0.3)
    closed = luck.random() < 0.5
    if closed:
        sat.terminal.close()
    else:
        sat.kill()
    _wait_for_end(sat.terminal.child.pid)
    faults = [
        f"{word!r} is nowhere in the folder of the sessions"
        for word in _nowhere(sat.sessions, typist.text.split()[:-1])
    ]
    sat.again()
    shown = squeezed(sat.terminal.text)
    sat.kill()
    everything = shown + squeezed(sat.draft())
    if saved and not all(word in everything for word in written[-1:]):
        faults.append(f"what was written to the file is not offered: {written[-3:]}")
    faults += [f"{word!r} is gone after going on" for word in _nowhere(sat.sessions, typist.text.split()[:-1])]
    way = ("written, " if saved else "not written, ") + ("window closed" if closed else "killed")
    return [f"{way}: {fault}" for fault in faults[:3]], 0.0


def _in_script(sat: Sat, luck: random.Random, folder: Path) -> tuple[list[str], float]:
    """An editor that writes its file often, killed with the program in the middle."""
    sat.terminal.press("\x0f")
    sat.terminal.pump(luck.uniform(0.8, 2.5))
    sat.kill()
    end_all_of(sat.terminal.child.pid)
    wrote = (sat.home / "wrote").read_text().split() if (sat.home / "wrote").exists() else []
    faults = [f"{word!r} is nowhere" for word in _nowhere(sat.sessions, wrote[:-1])]
    sat.again()
    shown = squeezed(sat.terminal.text)
    sat.kill()
    everything = shown + squeezed(sat.draft())
    if wrote[:-1] and wrote[-2] not in everything:
        faults.append(f"what was written to the file is not offered: {wrote[-3:]}")
    return faults[:3], 0.0


def _nowhere(folder: Path, words: list[str]) -> list[str]:
    held = b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in words if word.encode() not in held]


def _wait_for_end(session: int, seconds: float = 5.0) -> None:
    """Let an editor that was hung up put its things in order."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and _lives(session):
        time.sleep(0.1)
    end_all_of(session)


def _lives(session: int) -> bool:
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError, IndexError):
            if entry.name.isdigit():
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
                if int(fields[3]) == session and fields[0] != "Z":
                    return True
    return False


WRITES = (
    'for n in 1 2 3 4 5 6 7 8 9 10 11 12; do echo written$n >> "$0"; echo written$n >> "$HOME/wrote"; sleep 0.2; done'
)
SCRIPT = f"sh -c '{WRITES}; sleep 60'"

ANSWER = _kind(_in_answer)
CLICK = _kind(_after_click)
ASK = _kind(_in_line("escape", "c", phase=Phase.ANSWERING))
REASON = _kind(_in_line("v", "1", phase=Phase.JUDGING))
NOTE = _kind(_in_line("e", phase=Phase.JUDGING))
IN_VIM = _kind(_in_vim, EDITOR=VIM)
IN_SCRIPT = _kind(_in_script, EDITOR=SCRIPT)
