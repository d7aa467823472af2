"""A typed number that cannot be read without a guess is asked back by every front; nothing is recorded or lost."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.widgets import Input, Static

from simulator.errors import NotAllowed
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.header import Retake, Settings
from simulator.session.interview.state import Phase
from simulator.session.sitting import Sitting, begin
from simulator.session.workspace import Workspace
from simulator.ui.lines.room import PlainRoom
from simulator.ui.tui.key_buffer import TOO_SOON
from tests.isolation import ROOT
from tests.some import some
from tests.tui.conftest import NOW, asking
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, until

FRACTION, COUNT = "first-token-under-top-p", "batch-that-turns-compute-bound"
GUESSES = [
    ("0.5-0.6", "two numbers, 0.5 and 0.6. Which one is your answer?"),
    ("1/2 or 8/15", "two numbers, 0.5 and 8. Which one is your answer?"),
    ("8 of 15", "Do you mean the number 8 or the share 8/15?"),
]


def sitting_with(graph: Graph, place: Workspace, *items: str) -> Sitting:
    settings = Settings(role="applied-engineer", seed=1, again=Retake("", items=items))
    return begin(graph, settings, replace(place, graphs=ROOT / "graphs"), SimulatedClock(NOW))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
@pytest.mark.parametrize(("typed", "asked"), GUESSES)
async def test_screen_asks_back_and_keeps_what_was_typed(
    settled: Workspace, typed: str, asked: str, size: tuple[int, int]
) -> None:
    app = asking(settled, FRACTION)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        before = len(interview.events)
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
        read = app.screen.query_one("#read", Static)
        await until(pilot, lambda: asked in str(read.content) and read.display)
        await idle(pilot)
        assert str(read.content) in " ".join(screen_text(app).split())
        assert "your answer, to within 1%" in screen_text(app)
        assert app.screen.query_one(Input).value == typed
        assert len(interview.events) == before


@pytest.mark.parametrize("answered", ["Y", "n", "escape"])
@pytest.mark.parametrize("asked", ["f4", "f5"])
async def test_yes_answers_what_was_asked_last(settled: Workspace, asked: str, answered: str) -> None:
    """Where an answer was read back before, y gave that one for good."""
    app = asking(settled, FRACTION)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        app.screen.query_one(Input).value = "1/3"
        await pilot.press("enter")
        await until(pilot, lambda: "Enter or y confirms" in screen_text(app))
        await pilot.press(asked)
        await until(pilot, lambda: "esc cancels." in quiet(app) and "Enter or y confirms" not in screen_text(app))
        await pilot.pause(TOO_SOON)
        await pilot.press(answered)
        if answered == "Y":  # with caps lock on
            await until(pilot, lambda: interview.state.phase is not Phase.CHECKING)
            turn = interview.state.turns[0]
            no_answer = turn.checked.dont_know if turn.checked is not None else turn.skipped
            assert (no_answer, turn.skipped) == (True, asked == "f5")
            return
        await until(pilot, lambda: not quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Enter or y confirms" in screen_text(app))
        assert interview.state.phase is Phase.CHECKING
        await pilot.press("Y")
        await until(pilot, lambda: interview.state.phase is not Phase.CHECKING)
        assert (checked := interview.state.turns[0].checked) is not None
        assert checked.text == "1/3"


def test_the_line_mode_asks_back_and_waits(settled: Workspace, llm: Graph) -> None:
    sitting = sitting_with(llm, settled, FRACTION)
    lines: Iterator[str] = iter(["", "0.5-0.6"])
    shown: list[str] = []
    PlainRoom(sitting, llm, lambda: next(lines, None), shown.append).run()
    assert sitting.interview.state.phase is Phase.CHECKING
    assert "I read that as two numbers, 0.5 and 0.6. Which one is your answer?" in " ".join(" ".join(shown).split())
    assert shown.count("Your answer in one line (a number, to within 1%):") == 3


@pytest.mark.parametrize("typed", some(["0.5-0.6", "not 0.5", "a lot", "9^9^9^9", "5 GB"], "0.5-0.6", "a lot"))
def test_what_is_asked_back_is_not_recorded(settled: Workspace, llm: Graph, typed: str) -> None:
    sitting = sitting_with(llm, settled, FRACTION)
    interview = sitting.interview
    interview.next()
    before = list(interview.events)
    with pytest.raises(NotAllowed, match=r"[.?]$"):
        interview.answer_check(typed)
    assert list(interview.events) == before


@pytest.mark.parametrize(
    ("item", "typed", "right"),
    [(FRACTION, "5/8", True), (FRACTION, "1 - 0.7^2", False), (COUNT, "200 sequences", True), (COUNT, "201", False)],
)
def test_a_read_check_is_recorded_and_told(settled: Workspace, llm: Graph, item: str, typed: str, right: bool) -> None:
    interview = sitting_with(llm, settled, item).interview
    interview.next()
    interview.answer_check(typed)
    checked = interview.state.turns[0].checked
    assert checked is not None
    assert (checked.text, checked.correct) == (typed, right)


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_long_check_is_read_from_its_start(settled: Workspace, llm: Graph, size: tuple[int, int]) -> None:
    """With four options behind it the question itself had slid out above, and no key brought it back."""
    longest = max(llm.checks.values(), key=lambda check: len(check.prompt) + sum(map(len, check.options)))
    app = asking(settled, longest.id)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        begins, ends = " ".join(longest.prompt.split()[:5]), longest.options[-1].split()[-1]
        await until(pilot, lambda: begins in " ".join(screen_text(app).split()))
        if ends not in screen_text(app):
            await until(pilot, lambda: re.search("page down|pgdn", screen_text(app).splitlines()[-1]) is not None)
            await pilot.press("pagedown")
            await until(pilot, lambda: ends in screen_text(app))
            await pilot.press("pageup")
            await until(pilot, lambda: begins in " ".join(screen_text(app).split()))
            await pilot.press("escape", *"jjjjjj")
            await until(pilot, lambda: ends in screen_text(app))
            await pilot.press(*"kkkkkk", "i")
            await until(pilot, lambda: begins in " ".join(screen_text(app).split()))
        app.screen.query_one(Input).value = longest.options[0]  # its number alone isn't read back
        await pilot.press("enter")
        await until(pilot, lambda: "Enter or y confirms" in screen_text(app) and "enter confirm " in screen_text(app))
