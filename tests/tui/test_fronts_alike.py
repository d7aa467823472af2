"""The line mode and the screen, given the same acts, wait for the same things from the first question to the end."""

import asyncio
from collections import deque
from collections.abc import Callable
from random import Random

import pytest

from simulator.graph.load import load
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.state import Awaits
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.lines.room import PlainRoom
from simulator.ui.tui.room.panes.answer import AnswerPane, PartingPane, ProbePane
from simulator.ui.tui.room.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.room.panes.judge import JudgePane
from simulator.ui.tui.room.panes.pauses import BetweenPane
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.verdict import OwnVerdictPane, VerdictPane
from simulator.ui.tui.room.screen import Room
from tests.some import some
from tests.tui.conftest import StandingClock, room
from tests.tui.driving import in_room, until

# what a front asks for, by its own words or its pane, and not by the state
PROMPTS = {
    "Your answer. ": Awaits.ANSWER,
    "Your reply. ": Awaits.REPLY,
    "Your answer in one line": Awaits.CHECK,
    "Your reply; it isn't scored": Awaits.PARTING,
    "How would a panel rate": Awaits.PREDICTION,
    "Did you say it?": Awaits.MARK,
    "Your own verdict": Awaits.OWN_VERDICT,
    "Press Enter to accept": Awaits.VERDICT,
    "Press Enter to go on": Awaits.NEXT,
}
SHOWN = {
    AnswerPane: Awaits.ANSWER,
    ProbePane: Awaits.REPLY,
    CheckPane: Awaits.CHECK,
    PartingPane: Awaits.PARTING,
    PredictPane: Awaits.PREDICTION,
    JudgePane: Awaits.MARK,
    OwnVerdictPane: Awaits.OWN_VERDICT,
    CheckedPane: Awaits.NEXT,
    BetweenPane: Awaits.NEXT,
}
ACTS = {
    Awaits.ANSWER: ("answer", "answer", "skip", "unknown", "end"),
    Awaits.REPLY: ("answer_probe", "unknown", "said"),
    Awaits.CHECK: ("answer_check", "skip", "unknown"),
    Awaits.PARTING: ("answer_parting", "skip"),
    Awaits.PREDICTION: ("1", "2", "3", "4"),
    Awaits.MARK: ("y", "p", "n"),
    Awaits.OWN_VERDICT: ("1", "2", "3", "4"),
    Awaits.VERDICT: ("accept",),
    Awaits.NEXT: ("next",),
}
LINES = {
    "answer": ("It reads one element.", "."),
    "answer_probe": ("It is constant time.", "."),
    "answer_check": ("2",),
    "answer_parting": ("I like lists.", "."),
    "skip": ("/skip",),
    "unknown": ("/dk",),
    "said": ("/probe-said",),
    "end": ("/end",),
    "accept": ("",),
    "next": ("",),
}
MARKS = {"y": "yes", "p": "partly", "n": "no"}
VERDICTS = {"1": "weak", "2": "borderline", "3": "solid", "4": "outstanding"}
MOST = 40
Waited = list[tuple[Awaits, int, str]]


def test_lines_ask_before_what_is_final(settled: Workspace) -> None:
    """A second /skip cancelled the first, and both said how it counts."""
    graph = load(settled.graphs / "small")
    settings = Settings(format="screen", role="tester", seed=3, max_questions=1)
    sitting = begin(graph, settings, settled, StandingClock())
    feed, said = iter(["/dk", "no", *["/skip"] * MOST]), [""]
    PlainRoom(sitting, graph, lambda: next(feed, None), said.append).run()
    sitting.close()
    shown = " ".join(" ".join(said).split())
    assert shown.count('Press Enter, y or /dk again to say "I don\'t know". Anything else cancels. Cancelled.') == 1
    assert shown.count("Press Enter, y or /skip again to skip this question, the last one, for good.") == 1
    assert shown.count("Skipped;") == len(sitting.interview.state.turns)
    assert shown.count("/undo takes that back.") == len(sitting.interview.state.turns) - 1
    assert all(turn.skipped for turn in sitting.interview.state.turns)


def act_for(luck: Random, awaited: Awaits) -> str:
    found = luck.choice(ACTS[awaited])
    return found if found != "end" or luck.random() < 0.2 else "answer"


def sat_in_lines(place: Workspace, luck: Random, score: str, form: str) -> tuple[Waited, Interview]:
    """What the line mode asked for, one after the other, and what was done then."""
    graph = load(place.graphs / "small")
    settings = Settings(format=form, role="tester", seed=3, score=score)  # type: ignore[arg-type]
    sitting = begin(graph, settings, place, StandingClock())
    waited: Waited = []
    coming: deque[str] = deque()
    said = [""]

    def next_line() -> str | None:
        place, awaited = max((said[-1].rfind(words), what) for words, what in PROMPTS.items())
        if said[-1].rfind("Anything else cancels") > place:
            return ""
        if not coming:
            if len(waited) == MOST:
                return None
            turn = sitting.interview.state.current
            act = act_for(luck, awaited)
            waited.append((awaited, turn.position if turn else 0, act))
            coming.extend(LINES.get(act, (act,)))
        return coming.popleft()

    PlainRoom(sitting, graph, next_line, lambda text: said.append(f"{said[-1]} {text}"[-400:] if text else "")).run()
    sitting.close()
    return waited, sitting.interview


async def sat_on_screen(place: Workspace, luck: Random, score: str, form: str) -> tuple[Waited, Interview]:
    """What the screen showed, one after the other, and what was done then."""
    app, waited = room(place, score=score, format=form), Waited()
    async with app.run_test(size=(80, 24)) as pilot:
        interview = await in_room(pilot)
        shown = app.screen
        assert isinstance(shown, Room)
        while isinstance(app.screen, Room) and interview.state.awaits is not Awaits.NOTHING and len(waited) < MOST:
            awaited = awaited_by(shown)
            turn = interview.state.current
            act = act_for(luck, awaited)
            waited.append((awaited, turn.position if turn else 0, act))
            await shown.perform(call_of(act, awaited, interview))
            await asyncio.sleep(0)
        await until(pilot, lambda: not shown.busy.locked())
    return waited, interview


def awaited_by(shown: Room) -> Awaits:
    pane = shown.pane
    if type(pane) is VerdictPane:
        return Awaits.NEXT if pane.turn.settled else Awaits.VERDICT
    return SHOWN[type(pane)]  # type: ignore[index]


def call_of(act: str, awaited: Awaits, interview: Interview) -> Callable[[Interview], Receipt]:
    """The command that the pane gives for an act."""
    point = interview.state.current.unjudged[0] if awaited is Awaits.MARK else ""  # type: ignore[union-attr]
    calls: dict[str, Callable[[Interview], Receipt]] = {
        "answer": lambda i: i.answer(LINES["answer"][0]),
        "answer_probe": lambda i: i.answer_probe(LINES["answer_probe"][0]),
        "answer_check": lambda i: i.answer_check("2"),
        "answer_parting": lambda i: i.answer_parting(LINES["answer_parting"][0]),
        "skip": Interview.skip,
        "unknown": Interview.dont_know,
        "said": Interview.said_that,
        "end": Interview.stop,
        "accept": Interview.confirm,
        "next": Interview.next,
    }
    if awaited is Awaits.MARK:
        return lambda i: i.judge(point, MARKS[act])  # type: ignore[arg-type]
    if awaited is Awaits.PREDICTION:
        return lambda i: i.predict(VERDICTS[act])  # type: ignore[arg-type]
    if awaited is Awaits.OWN_VERDICT:
        return lambda i: i.confirm(VERDICTS[act])  # type: ignore[arg-type]
    return calls[act]


@pytest.mark.parametrize("form", ["screen", "full"])
@pytest.mark.parametrize("score", ["each", "end"])
@pytest.mark.parametrize("seed", some(range(3), 1))
async def test_both_fronts_wait_for_the_same(settled: Workspace, seed: int, score: str, form: str) -> None:
    in_lines, one = await asyncio.to_thread(sat_in_lines, settled, Random(seed), score, form)
    for path in settled.sessions.iterdir():
        path.unlink()  # what was asked lately would not be asked again
    on_screen, other = await sat_on_screen(settled, Random(seed), score, form)
    assert in_lines == on_screen
    kinds = [
        [type(e).__name__ for e in i.events if type(e).__name__ not in {"Paused", "Resumed"}] for i in (one, other)
    ]
    assert kinds[0] == kinds[1]
    assert {Awaits.ANSWER, Awaits.NEXT} <= {awaited for awaited, *_ in in_lines}
