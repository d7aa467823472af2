"""The interview room, by keys."""

import dataclasses
import tomllib

import pytest
from msgspec.structs import replace
from textual.widgets import TextArea

from simulator.session.header import Retake
from simulator.session.interview.state import Phase, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import MUST_HAVE_AND_BEYOND
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.room.texts import ReferenceTexts, also_considered
from tests.graphs import llm_graph
from tests.reporting import interview
from tests.tui.conftest import asking, room, transcript
from tests.tui.driving import (
    answer,
    idle,
    in_room,
    judged,
    on_report,
    phase,
    quiet,
    screen_text,
    sure,
    to_judging,
    type_text,
    until,
)


async def test_a_question_from_answer_to_verdict_and_next(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        shown = screen_text(app)
        assert "Basics [b]" in shown
        assert "x[/ and [@click=app.quit]" in shown
        await answer(pilot, interview)
        assert "secret" not in shown + screen_text(app)
        assert "Says that it reads" not in screen_text(app)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        assert "Says that it reads one element" in screen_text(app)
        await pilot.press("y", "p", "u", "y", "n")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        assert dict(interview.state.turns[0].marks) == {"core": "yes", "why": "yes", "more": "no"}
        assert "solid" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2)
    found = read(transcript(settled))
    assert fold(found.header, found.events).turns[0].verdict == "solid"
    assert tomllib.loads(transcript(settled).read_text())["event"][0]["kind"] == "asked"


async def test_texts_after_the_reveal_are_one_key_away(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview, "2")
        for key, name in [
            ("tab", "own"),
            ("tab", "reference"),
            ("g", "gist"),
            ("m", "mistakes"),
            ("x", "exemplar"),
            ("o", "sources"),
        ]:
            await pilot.press(key)
            await until(pilot, lambda name=name: app.screen.query_one(ReferenceTexts).name_shown == name)  # type: ignore[misc]
        assert "https://arxiv.org/abs/2001.00001" in screen_text(app)
        await pilot.press("w")
        await until(pilot, lambda: "Why this question" in screen_text(app))
        assert "(too easy or too hard at this point)" in " ".join(screen_text(app).split())


async def test_a_higher_verdict_needs_a_reason(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "n", "n")
        for number, gives_none in (("3", "enter"), ("3", "escape"), ("1", "escape")):
            await pilot.press("v")
            await until(pilot, lambda: "2 borderline" in screen_text(app))
            await pilot.press(number)
            await until(pilot, lambda: "Why " in screen_text(app))
            await pilot.press(gives_none)
            await until(pilot, lambda: quiet(app) == "No reason given, so the points decide.")
            app.screen.quiet("")  # type: ignore[attr-defined]
        await pilot.press("v")
        await until(pilot, lambda: "2 borderline" in screen_text(app))
        await pilot.press("7", "1")
        await until(pilot, lambda: "Why weak" in screen_text(app))
        await type_text(pilot, "too vague")
        await pilot.press("enter")
        await phase(pilot, interview, Phase.SETTLED)
        scored = interview.state.turns[0].scored
        assert scored is not None
        assert (scored.verdict, scored.overruled, scored.why) == ("weak", True, "too vague")


async def test_a_lower_verdict_needs_no_reason(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "y", "n")
        await pilot.press("v")
        await until(pilot, lambda: "2 borderline" in screen_text(app))
        await pilot.press("1")
        await until(pilot, lambda: "you may leave it empty" in screen_text(app))
        await pilot.press("enter")
        await phase(pilot, interview, Phase.SETTLED)
        scored = interview.state.turns[0].scored
        assert scored is not None
        assert (scored.verdict, scored.overruled, scored.why) == ("weak", True, "")
        await until(pilot, lambda: "set by you" in screen_text(app))
        assert "set by you:" not in screen_text(app)


async def test_not_this_one_counts_as_nothing(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "n")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        assert interview.state.turns[0].skipped


async def test_scored_at_the_end_nothing_is_shown_before(settled: Workspace) -> None:
    app = room(settled, score="end", max_questions=2)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for number in (1, 2):
            await until(pilot, lambda n=number: len(interview.state.turns) >= n)  # type: ignore[misc]
            await answer(pilot, interview)
            await pilot.press("3")
            await phase(pilot, interview, Phase.ANSWERING, Phase.CHECKING, Phase.DEBRIEFING)
            assert not interview.state.turns[0].revealed
            if interview.state.phase is Phase.CHECKING:
                await pilot.press("2", "enter")
                await phase(pilot, interview, Phase.ANSWERING, Phase.DEBRIEFING)
                assert interview.state.turns[-1].checked
        assert "still to score" in screen_text(app)
        for left in ("2 answers to score", "1 answer to score"):
            await pilot.press("enter")
            await until(pilot, lambda: bool(interview.state.current and interview.state.current.revealed))
            await idle(pilot)
            shown = " ".join(screen_text(app).split())
            assert left in shown
            assert interview.state.current is not None
            assert f"Question {interview.state.current.asked.id.removeprefix('q')}: what is arr[i]" in shown
            await pilot.press("y", "y", "y")
            await until(pilot, lambda: bool(interview.state.current and not interview.state.current.unjudged))
            await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: on_report(app))


@pytest.mark.parametrize("score", ["each", "end"])
async def test_check_outcomes_are_told_when_scored(settled: Workspace, score: str) -> None:
    app = room(settled, score=score, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        await pilot.press("1", "enter")
        await until(pilot, lambda: interview.state.turns[0].checked is not None)
        await idle(pilot)
        if score == "each":
            assert "✕ Wrong" in screen_text(app)
            return
        await until(pilot, lambda: len(interview.state.turns) == 2 and "Question" in screen_text(app))
        shown = screen_text(app)
        assert "Wrong" not in shown
        assert "One index, one element." not in shown
        assert "You'll see the result after the last question." in quiet(app)
        await answer(pilot, interview)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await until(pilot, lambda: "Wrong   The answer is one." in screen_text(app))
        assert "1 answer still to score." in screen_text(app)
        assert quiet(app) == ""
        await pilot.press("pagedown")
        await until(pilot, lambda: "One index, one element." in screen_text(app))


async def test_ending_early_shows_the_report(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", "E")
        await until(pilot, lambda: "to end the interview (" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.ENDED)
        assert [n.text for n in interview.state.turns[0].notes] == ["half a thought"]
        await until(pilot, lambda: on_report(app))
        await pilot.press("f")
        await until(pilot, lambda: "of a solid answer at tier" in screen_text(app))


async def test_escape_and_letter_in_one_breath_is_command(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("alt+h")
        await until(pilot, lambda: "esc cancels." in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("h")
        await until(pilot, lambda: interview.state.current is not None and len(interview.state.current.hints) == 1)
        assert app.screen.query_one(TextArea).text == ""


async def test_escape_and_capital_in_one_breath_is_command(settled: Workspace) -> None:
    """The E that ends an interview was written into the answer: a terminal calls it alt, shift and e."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("alt+shift+e")
        await until(pilot, lambda: "again to end the interview" in quiet(app))
        assert app.screen.query_one(TextArea).text == ""


async def test_the_rule_of_verdicts_is_said_once(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for said in (MUST_HAVE_AND_BEYOND, ""):
            await to_judging(pilot, interview)
            await until(pilot, lambda said=said: quiet(app) == said)  # type: ignore[misc]
            await pilot.press("y")
            await until(pilot, lambda: bool(interview.state.current and interview.state.current.marks))
            await until(pilot, lambda: quiet(app) == "")
            await pilot.press("y", "y", "enter")
            await phase(pilot, interview, Phase.ANSWERING, Phase.CHECKING)


def test_the_chosen_concept_was_not_also_considered() -> None:
    """Another question of it may have been, but by its name alone that reads as a contradiction."""
    graph = llm_graph()
    turn = interview(graph, 3, until=lambda state: bool(state.turns)).state.turns[0]
    chosen = turn.question.primary
    other = next(q for q in graph.questions.values() if q.primary != chosen)
    weighed = [
        {"item": item, "value": 0.1, "ruled_out": "asked before"}
        for item in (other.id, *(q.id for q in graph.questions.values() if q.primary == chosen))
    ]
    asked = replace(turn.asked, reason={**turn.asked.reason, "alternatives": weighed})
    found = also_considered(dataclasses.replace(turn, asked=asked), graph)
    assert list(found) == [graph.concepts[other.primary].title]


async def test_judged_points_can_be_read_again_whole(settled: Workspace) -> None:
    app = asking(settled, "cross-attention-against-self-attention")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview)
        await pilot.press("y", "p", "n")
        await until(pilot, lambda: len(interview.state.turns[0].marks) == 3)
        await idle(pilot)
        judged = [point.point for point in interview.state.turns[0].question.rubric[:3]]

        def shown() -> list[str]:
            text = " ".join(screen_text(app).replace("must have", "").split())
            return [point for point in judged if point in text]

        assert shown() != judged
        await pilot.press("escape")
        await until(pilot, lambda: shown() == judged)
        await pilot.resize_terminal(60, 22)
        await until(pilot, lambda: judged[2] in shown())
