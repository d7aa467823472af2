"""The states of the interview room: an app for each, and the steps to it."""

from collections.abc import Callable

from textual.pilot import Pilot

from simulator.session.code.run_result import CaseResult, RunResult
from simulator.session.header import Retake
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.key_buffer import AT_ONCE
from simulator.ui.tui.room.panes.coding import CodingPane
from simulator.ui.tui.room.panes.verdict import Retell, VerdictPane
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from tests.reporting import turn_of
from tests.tui.conftest import room
from tests.tui.driving import idle, in_room, phase, screen_text, sure, type_text, until, with_short_paths
from tests.tui.looks import Steps

SAID = (
    "It reads one element by its position. The index counts from zero, so the last one stands at the length minus one; "
    "that matters because reading takes constant time and does not depend on the length of the list."
)


def asks(*items: str, **chosen: object) -> Callable[[Workspace], InterviewApp]:
    """An interview of exactly these items."""
    return lambda place: room(place, again=Retake("", items=items), **chosen)


async def said(pilot: Pilot[None], text: str = SAID) -> Interview:
    """Write an answer as a paste would: typing it takes longer than looking."""
    interview = await in_room(pilot)
    await until(pilot, lambda: isinstance(pilot.app.screen, Room) and bool(pilot.app.screen.query("Editor")))
    pilot.app.screen.query_one("Editor").replace_all(text)  # type: ignore[attr-defined]
    await pilot.pause(0.02)
    pilot.app.screen.tick()  # type: ignore[attr-defined]
    return interview


async def asked(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await until(pilot, lambda: "your answer" in screen_text(pilot.app))


async def at_help(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    with_short_paths(pilot.app)
    await pilot.press("f1")
    await until(pilot, lambda: "Interview: answering" in screen_text(pilot.app))


async def writing(pilot: Pilot[None]) -> None:
    await said(pilot)
    pilot.app.clock.seconds = 95.0  # type: ignore[attr-defined]
    await until(pilot, lambda: "1:35" in screen_text(pilot.app))


async def commands(pilot: Pilot[None]) -> None:
    await writing(pilot)
    await pilot.press("escape")


async def helped(pilot: Pilot[None]) -> None:
    interview = await in_room(pilot)
    await pilot.press("escape", "c")
    await until(pilot, lambda: isinstance(pilot.app.screen, LinePrompt))
    await type_text(pilot, "which language")
    await pilot.press("enter")
    await until(pilot, lambda: bool(interview.state.turns[0].clarifications))
    await idle(pilot)
    await sure(pilot, "escape", "h")
    await until(pilot, lambda: "Think of lists." in screen_text(pilot.app))
    await idle(pilot)


async def asking_back(pilot: Pilot[None]) -> None:
    await said(pilot)
    await pilot.press("escape", "c")
    await until(pilot, lambda: isinstance(pilot.app.screen, LinePrompt))
    await type_text(pilot, "which")


async def surely(pilot: Pilot[None]) -> None:
    await said(pilot)
    await pilot.press("escape", "d")
    await until(pilot, lambda: "39 words will be saved" in screen_text(pilot.app))


async def late(pilot: Pilot[None]) -> None:
    await said(pilot)
    pilot.app.clock.seconds = 290.0  # type: ignore[attr-defined]
    await until(pilot, lambda: "onclu" in screen_text(pilot.app))


async def probed(pilot: Pilot[None]) -> Interview:
    interview = await said(pilot, "It reads one element.")
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PROBING)
    await until(pilot, lambda: "And why does it matter?" in screen_text(pilot.app))
    return interview


async def probing(pilot: Pilot[None]) -> None:
    await probed(pilot)


async def predicted(pilot: Pilot[None]) -> Interview:
    interview = await probed(pilot)
    await type_text(pilot, "it is fast")
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PREDICTING)
    return interview


async def predicting(pilot: Pilot[None]) -> None:
    await predicted(pilot)


async def meanings(pilot: Pilot[None]) -> None:
    await predicted(pilot)
    await pilot.press("escape")


async def revealed(pilot: Pilot[None]) -> Interview:
    interview = await predicted(pilot)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    return interview


async def judging(pilot: Pilot[None]) -> None:
    interview = await revealed(pilot)
    await pilot.press("y")
    await until(pilot, lambda: bool(interview.state.turns[0].marks))
    await idle(pilot)


async def judged(pilot: Pilot[None]) -> Interview:
    interview = await revealed(pilot)
    await pilot.press("y", "p", "n")
    await until(pilot, lambda: not interview.state.turns[0].unjudged)
    await until(pilot, lambda: isinstance(pilot.app.screen, Room) and isinstance(pilot.app.screen.pane, VerdictPane))
    await idle(pilot)
    return interview


async def verdict(pilot: Pilot[None]) -> None:
    await judged(pilot)


async def mistakes(pilot: Pilot[None]) -> None:
    await judged(pilot)
    await pilot.press("m")
    await until(pilot, lambda: "It copies the list." in screen_text(pilot.app))


async def overruling(pilot: Pilot[None]) -> None:
    await judged(pilot)
    await pilot.press("v")
    await until(pilot, lambda: isinstance(pilot.app.screen, Pick))


async def retelling(pilot: Pilot[None]) -> None:
    await judged(pilot)
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, Retell))
    await type_text(pilot, "one element")


async def take_two(pilot: Pilot[None]) -> None:
    await retelling(pilot)
    pilot.app.clock.seconds += 48  # type: ignore[attr-defined]
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "Take two" in screen_text(pilot.app))
    await idle(pilot)


async def checking(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await until(pilot, lambda: "1 to 3" in screen_text(pilot.app))


async def checked(pilot: Pilot[None]) -> None:
    await checking(pilot)
    await pilot.press("1", "enter")
    await until(pilot, lambda: "Wrong" in screen_text(pilot.app))
    await idle(pilot)
    await pilot.pause(AT_ONCE)  # an enter that comes sooner was meant for the answer


async def speaking(pilot: Pilot[None]) -> None:
    await in_room(pilot)
    await pilot.press("space")
    pilot.app.clock.seconds = 21.0  # type: ignore[attr-defined]
    await until(pilot, lambda: "speaking 0:21" in screen_text(pilot.app))


async def spoken(pilot: Pilot[None]) -> None:
    await speaking(pilot)
    await pilot.press("space")
    await until(pilot, lambda: "You spoke for" in screen_text(pilot.app))


async def code(pilot: Pilot[None]) -> None:
    await asked(pilot)


async def stage_two(pilot: Pilot[None]) -> Interview:
    interview = await said(pilot, "A likely cause within minutes; never a repair that nobody has approved.")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "stage 2 of 2" in screen_text(pilot.app))
    await idle(pilot)
    return interview


async def staged(pilot: Pilot[None]) -> None:
    await stage_two(pilot)


async def twisted(pilot: Pilot[None]) -> None:
    interview = await stage_two(pilot)
    await said(pilot, "Two hundred thousand tokens an incident.")
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PROBING)
    await until(pilot, lambda: "twist 1" in screen_text(pilot.app))


async def own_verdict(pilot: Pilot[None]) -> None:
    interview = await said(pilot, "It fell over on a Monday; we measured, found the cache, and chose to halve it.")
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PREDICTING)
    await pilot.press("2")
    await phase(pilot, interview, Phase.JUDGING)
    await until(pilot, lambda: "listen for: how good was it?" in screen_text(pilot.app))


async def between(pilot: Pilot[None]) -> None:
    interview = await said(pilot)
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PREDICTING, Phase.PROBING)
    if interview.state.phase is Phase.PROBING:
        await sure(pilot, "escape", "y")
        await phase(pilot, interview, Phase.PREDICTING)
    await pilot.press("3")
    await until(pilot, lambda: "still to score" in screen_text(pilot.app))


async def outcomes(pilot: Pilot[None]) -> None:
    await checking(pilot)
    await pilot.press("1", "enter")
    await until(pilot, lambda: "Question" in screen_text(pilot.app))
    await idle(pilot)
    await between(pilot)


async def over(pilot: Pilot[None]) -> None:
    await checked(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: "Everything is saved" in screen_text(pilot.app))
    await idle(pilot)


async def second_question(pilot: Pilot[None]) -> None:
    interview = await in_room(pilot)
    await sure(pilot, "escape", "n")
    await until(pilot, lambda: len(interview.state.turns) == 2)
    await idle(pilot)


async def opened(pilot: Pilot[None]) -> None:
    await asked(pilot)
    await until(pilot, lambda: "your questions at the end" in " ".join(screen_text(pilot.app).split()))


async def parting(pilot: Pilot[None]) -> Interview:
    interview = await in_room(pilot)
    await sure(pilot, "escape", "d")
    await until(pilot, lambda: interview.state.turns[0].scored is not None)
    await idle(pilot)
    await pilot.press("enter")
    await phase(pilot, interview, Phase.PARTING)
    await until(pilot, lambda: "This isn't scored" in screen_text(pilot.app))
    return interview


async def parted(pilot: Pilot[None]) -> None:
    interview = await parting(pilot)
    for text in ("because", "who"):
        await type_text(pilot, text)
        await pilot.press("ctrl+s")
        await idle(pilot)
    await phase(pilot, interview, Phase.ENDED)
    await until(pilot, lambda: "Everything is saved" in screen_text(pilot.app))


async def paused(pilot: Pilot[None]) -> None:
    interview = await said(pilot)
    await pilot.press("f8")
    await until(pilot, lambda: interview.state.paused)
    await idle(pilot)


async def failed_run(pilot: Pilot[None]) -> None:
    """A run of the shown cases of a task, as it came out once: its times would differ at each look."""
    interview = await in_room(pilot)
    await until(pilot, lambda: bool(pilot.app.screen.query(CodingPane)))
    turn = turn_of(interview)
    shown = [case.id for case in turn.question.cases if case.shown]
    faults = ("TypeError: 'NoneType' object is not iterable (line 7, in largest)", *[""] * len(shown))
    cases = tuple(CaseResult(name, fault, 0.012) for name, fault in zip(shown, faults, strict=False))
    outcome = RunResult(cases, output="[1, 2]\n", trace="line 7, in largest: return sum(xs)", seconds=0.085)
    room = pilot.app.screen
    assert isinstance(room, Room)
    await room.perform(lambda sitting: sitting.ran(turn.question.starter, outcome))
    await until(pilot, lambda: "12 ms" in screen_text(pilot.app))


Make = Callable[[Workspace], InterviewApp]
ONE = asks("q0", "q1")


def an_hour(place: Workspace) -> InterviewApp:
    return room(place, format="full", max_questions=1)


STATES: dict[str, tuple[Make, Steps]] = {
    "asked": (ONE, asked),
    "help": (ONE, at_help),
    "writing": (ONE, writing),
    "commands": (ONE, commands),
    "helped": (ONE, helped),
    "asking-back": (ONE, asking_back),
    "surely": (ONE, surely),
    "late": (ONE, late),
    "probing": (ONE, probing),
    "predicting": (ONE, predicting),
    "meanings": (ONE, meanings),
    "judging": (ONE, judging),
    "verdict": (ONE, verdict),
    "mistakes": (ONE, mistakes),
    "overruling": (ONE, overruling),
    "retelling": (ONE, retelling),
    "take-two": (ONE, take_two),
    "second-question": (ONE, second_question),
    "check": (asks("c1"), checking),
    "checked": (asks("c1"), checked),
    "speaking": (asks("q0", input="spoken"), speaking),
    "spoken": (asks("q0", input="spoken"), spoken),
    "code": (asks("code"), code),
    "stage": (asks("design"), staged),
    "twist": (asks("design"), twisted),
    "own-verdict": (asks("lived"), own_verdict),
    "between": (asks("q0", score="end"), between),
    "outcomes": (asks("c1", "q0", score="end"), outcomes),
    "over": (asks("c1"), over),
    "paused": (ONE, paused),
    "opening": (an_hour, opened),
    "parting": (an_hour, parting),
    "parted": (an_hour, parted),
}
