"""kill -9 in the line mode, in a real terminal: finished events, and the line that is being typed letter by letter."""

import contextlib
import random
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from simulator.session.archive.archive import paths
from simulator.session.clock import Clock
from simulator.session.interview import events as ev
from simulator.session.sitting import reopen
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.isolation import ROOT
from tests.system.nursery import PATIENCE, Rounds, Terminal
from tests.transcripts import graph
from tests.trials.running import Outcome, Trial
from tests.trials.typist import Typist, squeezed
from tests.warm import warmed_home

PASTE = ("\x1b[200~", "\x1b[201~")
KILLS_EACH = 4


def load_all() -> None:
    """All that a process needs which is made from this one."""
    graph()
    for name in (
        "simulator.engine.choice.policy",
        "simulator.report.text.report",
        "simulator.ui.lines.room",
        "simulator.cli.interview",
    ):
        import_module(name)


@contextlib.contextmanager
def kills_while_answering(home: Path) -> Iterator[Trial]:
    """Interviews sat fast, killed at any moment: what was acknowledged stands once, and the choices are the same."""
    load_all()

    def trial(luck: random.Random, folder: Path) -> Outcome:
        rounds = Rounds(folder, luck.randrange(2**31))
        rounds.play(KILLS_EACH)
        return Outcome(rounds.faults, rounds.kills)

    yield trial


@contextlib.contextmanager
def kills_while_typing(home: Path) -> Iterator[Trial]:
    """A line that is being typed at human speed, killed, gone on with, killed again, and given."""
    load_all()

    def trial(luck: random.Random, folder: Path) -> Outcome:
        cache = warmed_home(folder / "cache")
        place = Workspace(ROOT / "graphs", folder / "sessions", "tester", cache, folder / "config.toml")
        kept, faults, worst, lives = "", [], 0.0, luck.choice([1, 1, 2, 3])
        for _ in range(lives):
            typist, death = _killed(luck, place, kept)
            kept, events = _on_disk(place)
            wrong, behind = typist.faults(kept, death, folder)
            faults += wrong
            worst = max(worst, behind)
            if [type(event) for event in events if not isinstance(event, ev.Paused | ev.Resumed)] != [ev.Asked]:
                faults.append(f"events that nobody made: {[type(event).__name__ for event in events]}")
        return Outcome(faults + _given(luck, place, kept), lives, worst)

    yield trial


def _opened(luck: random.Random, place: Workspace) -> Terminal:
    """The program at the question, begun or gone on with."""
    known = paths(place.sessions)
    start = ["start", "llm", "--plain", "--format", "full", "--seed", str(luck.randrange(2**31))]
    kind = luck.choice(["dumb", "xterm-256color", "vt100"])
    terminal = Terminal(["resume", known[0].stem, "--plain"] if known else start, place, kind)
    if terminal.listen(time.monotonic() + PATIENCE) != "answer":
        terminal.kill()
        raise AssertionError(f"no question came: {terminal.text[-300:]!r}")
    terminal.hear(0.1)
    return terminal


def _killed(luck: random.Random, place: Workspace, kept: str) -> tuple[Typist, float]:
    """Type for a while, and die: what was typed, and when that was."""
    terminal = _opened(luck, place)
    try:
        typist = Typist(terminal.handle, terminal.hear, luck, kept)
        marks = PASTE if "\x1b[?2004h" in terminal.text else ("", "")
        if kept:  # it may come back as a line of its own, or as the one that is typed on
            typist.key(" ", kept + " ")
        typist.type_for(luck.uniform(0.2, 5), enter=luck.choice(["\r", "\n"]), paste=marks)
        if luck.random() < 0.3:
            typist.wait(luck.uniform(0, 1.5))
        death = time.monotonic()
        return typist, death
    finally:
        terminal.kill()


def _on_disk(place: Workspace) -> tuple[str, tuple[ev.Event, ...]]:
    """What the next start would go on with."""
    found = read(paths(place.sessions)[0])
    sitting = reopen(found.path, place, graph(), Clock())
    try:
        return sitting.draft_text, found.events
    finally:
        sitting.transcript.close()


def _given(luck: random.Random, place: Workspace, kept: str) -> list[str]:
    """Go on for the last time and give the answer: it holds what was kept, and what was added."""
    terminal = _opened(luck, place)
    try:
        terminal.type("and that is all")
        terminal.type(".")
        if not terminal.listen(time.monotonic() + PATIENCE):
            return [f"the answer was not taken: {terminal.text[-300:]!r}"]
    finally:
        terminal.kill()
    said = [event.text for event in read(paths(place.sessions)[0]).events if isinstance(event, ev.Answered)]
    wanted = f"{kept} and that is all"
    if [squeezed(text) for text in said] != [squeezed(wanted)]:
        return [f"given was {wanted[-100:]!r}, the transcript has {[text[-100:] for text in said]}"]
    return []
