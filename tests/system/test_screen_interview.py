"""A whole interview in a real terminal, by keys: killed while typing, gone on with, read again."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.graph.records import Graph
from simulator.session.archive.archive import paths
from simulator.session.interview import events as ev
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, State, fold, needs_verdict
from simulator.session.transcript.read import Reading, read
from tests.isolation import ROOT
from tests.some import some
from tests.system.terminal import Terminal

TYPED = "Every layer keeps a key and a value for each token"


LONGEST_LEFT = 20  # letters
BEST = "outstanding"  # the last of the verdicts that one guesses among


class Player:
    """Plays an interview by keys and looks at the transcript, the only witness, after each."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.sessions = home / "sessions"
        self.arguments = [*arguments, "--graphs", str(ROOT / "graphs"), "--sessions", str(self.sessions)]
        self.terminal = Terminal(home, *self.arguments)
        self._read_as: tuple[object, ...] = ()
        self._read: Reading | None = None
        self._whole: State | None = None

    def reading(self) -> Reading | None:
        """The transcript as it is, perhaps with an event half written; it is read again where the file has changed."""
        found = paths(self.sessions)
        if not found:
            return None
        seen = found[0].stat()
        as_it_is = (found[0], seen.st_ino, seen.st_size, seen.st_mtime_ns)
        if as_it_is != self._read_as:
            self._read, self._whole = read(found[0]), None
            self._read_as = as_it_is
        return self._read

    def state(self) -> State:
        """What the transcript holds, once it is TOML without a finding: an event may be half written at first."""
        self.terminal.wait(lambda: self._state() is not None, 5)
        assert self._whole is not None
        return self._whole

    def _state(self) -> State | None:
        found = self.reading()
        if found is None or found.findings:
            return None
        if self._whole is None:
            try:
                tomllib.loads(found.path.read_text())
            except (tomllib.TOMLDecodeError, UnicodeDecodeError):
                return None
            self._whole = fold(found.header, found.events)
        return self._whole

    def wait_for_event(self, after: int, seconds: float = 20) -> State:
        """Wait until the transcript has an event beyond number `after`."""
        self.terminal.wait(
            lambda: (found := self.reading()) is not None and bool(found.events) and found.events[-1].n > after, seconds
        )
        self.terminal.settle()
        self.terminal.wait(self._is_due)
        return self.state()

    def _is_due(self) -> bool:
        """Whether the screen asks for what the transcript does: an answer is kept before it's listened to.

        Until a follow-up is found in it, the transcript waits for a guess, and its key went into the reply.
        """
        return (state := self._state()) is not None and (
            state.phase is not Phase.PREDICTING or BEST in self.terminal.text
        )

    def step(self) -> State:
        """The keys that the present phase asks for, one event or more further."""
        state = self.state()
        for keys in self.keys(state):
            state = self.press(keys)
        return state

    def press(self, keys: list[str]) -> State:
        """Press keys and wait for their event. A key that came before the screen was ready for it is pressed again."""
        before = self.state().last_n
        self.terminal.press(*keys)
        try:
            return self.wait_for_event(before, seconds=6)
        except AssertionError:
            self.terminal.press(keys[-1])
            return self.wait_for_event(before)

    def keys(self, state: State) -> Iterator[list[str]]:
        turn = state.current
        match state.phase:
            case Phase.ANSWERING:
                yield [f"{TYPED}, so it grows.", "ctrl+s"]
            case Phase.PROBING:
                yield ["It depends on the length.", "ctrl+s"]
            case Phase.CHECKING:
                assert turn is not None
                assert turn.check is not None
                left = ["backspace"] * LONGEST_LEFT  # what was typed before a kill stands there again
                yield [*left, *(["b"] if turn.check.options else ["42", "enter"]), "enter"]  # a number is read back
            case Phase.PARTING:
                yield ["Because of the people.", "ctrl+s"]
            case Phase.PREDICTING:
                yield ["3"]
            case Phase.JUDGING | Phase.DEBRIEFING:
                yield from self.judging(state)
            case _:
                yield ["enter"]

    def judging(self, state: State) -> Iterator[list[str]]:
        turn = state.current
        if turn is None or not turn.revealed:
            yield ["enter"]
            return
        for number, _ in enumerate(turn.unjudged):
            yield ["p" if number % 3 == 2 else "y"]
        yield ["3"] if needs_verdict(turn.question) else ["enter"]


# by the minutes of the interview: as many as are planned, up to three times so many for quick answers
QUESTIONS = {"15": range(3, 10), "45": range(9, 28)}


@pytest.fixture
def player(tmp_path: Path, minutes: str) -> Iterator[Player]:
    played = Player(tmp_path, "start", "llm", "--seed", "7", "--role", "applied-engineer", "--minutes", minutes)
    yield played
    played.terminal.close()


def choices_follow(found: Reading, graph: Graph) -> None:
    """Every recorded choice is the one that the engine makes from what was recorded before it."""
    selection = Selection(graph, found.header)
    events = [e for e in found.events if not isinstance(e, ev.Paused | ev.Resumed)]
    for index, event in enumerate(events):
        if isinstance(event, ev.Asked):
            state = replace(fold(found.header, events[:index]), paused=False)
            choice, _ = selection.choose(state, event.clock)
            assert choice is not None
            assert choice.item == event.id


@pytest.mark.parametrize("minutes", some(QUESTIONS, "15"))
def test_a_whole_interview_survives_a_kill_while_typing(player: Player, minutes: str, llm: Graph) -> None:
    player.wait_for_event(0)
    while sum(t.settled for t in player.state().turns) < 1 or player.state().phase is not Phase.ANSWERING:
        player.step()
    before = player.state()
    assert before.current is not None
    player.terminal.press(TYPED)
    player.terminal.wait_for(TYPED[-20:])
    player.terminal.pump(1.3)
    player.terminal.kill()

    player.terminal = Terminal(player.home, "resume", *player.arguments[-4:])
    player.terminal.wait_for("where you stopped")
    player.terminal.press("enter")
    player.wait_for_event(before.last_n)
    player.terminal.wait_for(TYPED[-20:])
    again = player.state()
    assert again.current is not None
    assert again.current.asked == before.current.asked
    assert again.clock >= before.clock
    player.terminal.press("ctrl+s")
    answered = player.wait_for_event(again.last_n)
    assert answered.current is not None
    assert answered.current.answer_text == TYPED

    while player.state().phase is not Phase.ENDED:
        player.step()
    found = player.reading()
    assert found is not None
    assert found.header.format == "full"
    assert found.events[-1].__struct_config__.tag == "ended"
    questions = [t for t in player.state().turns if t.check is None]
    assert len(questions) in QUESTIONS[minutes]
    assert all(t.settled for t in player.state().turns)
    choices_follow(found, llm)
    player.terminal.wait_for("Next comes your report")
    player.terminal.pump(1)  # an enter that comes at once was for what was there before
    player.terminal.press("enter")
    player.terminal.wait_for("Applied LLM engineer, mid")


@pytest.mark.slow
def test_scored_at_the_end_by_keys(tmp_path: Path, llm: Graph) -> None:
    player = Player(tmp_path, "start", "llm", "--seed", "5", "--format", "screen", "--score", "end")
    try:
        player.wait_for_event(0)
        while player.state().phase is not Phase.ENDED:
            player.step()
        state = player.state()
        assert all(t.scored for t in state.turns if t.check is None)
        player.terminal.wait_for("Applied LLM engineer, mid")
    finally:
        player.terminal.close()
