"""What can be taken back in the room, and what is set aside instead."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator.session.header import Retake
from simulator.session.interview.interview import Interview
from simulator.session.interview.judging import GUESS_STAYS
from simulator.session.interview.state import Phase, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import LATE_GUESS
from simulator.ui.tui import key_buffer
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.pauses import BetweenPane, OverPane
from simulator.ui.tui.room.panes.verdict import VerdictPane
from simulator.ui.tui.room.screen import Room
from tests.tui.conftest import StandingClock, room
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, sure, to_judging, type_text, until
from tests.tui.room_states import STATES

BACK = "You've seen the reference"


def shows(app: InterviewApp, kind: type) -> bool:
    return isinstance(app.screen, Room) and isinstance(app.screen.pane, kind)


async def unknown(pilot: Pilot[None], app: InterviewApp) -> Interview:
    """Nothing is known of the first question, of which some words are written."""
    interview = await in_room(pilot)
    await type_text(pilot, "half of it")
    await pilot.press("f4")
    await until(pilot, lambda: 'again to say "I don\'t know"' in quiet(app))
    await pilot.pause(0.5)
    await pilot.press("enter")
    await until(pilot, lambda: interview.state.turns[0].dont_know)
    await idle(pilot)
    return interview


async def test_the_footer_offers_back_where_it_leads_back(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview, "1")
        assert "u back" in screen_text(app)
        await pilot.press("u")
        await phase(pilot, interview, Phase.PREDICTING)
        await idle(pilot)
        assert "u back" not in screen_text(app)
        assert quiet(app) == LATE_GUESS
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        await idle(pilot)
        await pilot.press("y")
        await until(pilot, lambda: bool(interview.state.turns[0].marks))
        await pilot.press("u")
        await until(pilot, lambda: not interview.state.turns[0].marks)
        await idle(pilot)
        assert "u back" not in screen_text(app)
        assert interview.state.turns[0].prediction == "solid"
        await pilot.press("u")
        await until(pilot, lambda: quiet(app) == GUESS_STAYS)
        while interview.state.turns[0].unjudged:
            await pilot.press("y")
            await idle(pilot)
        await until(pilot, lambda: "your second guess doesn't count" in screen_text(app))


async def test_marks_gone_back_over_are_kept_by_enter(settled: Workspace) -> None:
    """Whoever went back to look at the first mark had to give all marks after it once more."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview, "3")
        for key in ("y", "n", "u", "u"):
            await pilot.press(key)
            await idle(pilot)
        assert not interview.state.turns[0].marks
        assert quiet(app) == "You had marked this yes; enter keeps that."
        await pilot.press("p")  # the first one otherwise
        await idle(pilot)
        assert quiet(app) == "You had marked this no; enter keeps that."
        await pilot.press("enter")
        await idle(pilot)
        assert list(interview.state.turns[0].marks.values()) == ["partly", "no"]


async def test_undo_after_dont_know_returns_to_the_question(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: shows(app, VerdictPane))
        assert "u back to the question" in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: shows(app, AnswerPane))
        assert BACK in quiet(app)
        assert "reference seen" in screen_text(app)
        assert "half of it" in screen_text(app)
        await type_text(pilot, " and the rest")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await sure(pilot, "escape", "y")
        await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        assert interview.state.turns[0].answer_text == "half of it and the rest"
        await pilot.press("y", "y", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        assert interview.state.turns[0].seen


async def test_taken_back_text_stays_emptied(settled: Workspace) -> None:
    """The old text stood there again after a pause, and when the interview was gone on with."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: shows(app, VerdictPane))
        await pilot.press("u")
        await until(pilot, lambda: shows(app, AnswerPane) and "half of it" in screen_text(app))
        path = transcript_of(app)
        await idle(pilot)
        await pilot.press("ctrl+u")
        await until(pilot, lambda: "half of it" not in screen_text(app))
        await pilot.press("f8")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, AnswerPane))
        assert "half of it" not in screen_text(app)
        await pilot.press("escape", "q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=path), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: shows(again, AnswerPane))
        assert "half of it" not in screen_text(again)


async def test_undo_after_dont_know_returns_where_scores_wait(settled: Workspace) -> None:
    app = room(settled, score="end")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        await pilot.press("escape", "u")
        await until(pilot, lambda: interview.state.current is interview.state.turns[0])
        await until(pilot, lambda: "half of it" in screen_text(app))
        assert BACK not in quiet(app)
        assert not interview.state.turns[0].seen


async def test_undo_after_dont_know_returns_in_the_debriefing(settled: Workspace) -> None:
    app = room(settled, score="end")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await unknown(pilot, app)
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        await pilot.press("escape", "E")
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, BetweenPane))
        await pilot.press("enter")
        await until(pilot, lambda: shows(app, VerdictPane))
        await pilot.press("u")
        await until(pilot, lambda: shows(app, AnswerPane))
        assert BACK in quiet(app)
        assert "clock stopped" in screen_text(app)
        await type_text(pilot, " more")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
        if interview.state.phase is Phase.PROBING:
            await sure(pilot, "escape", "y")
            await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await pilot.press("y", "y", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.ended is not None)


def transcript_of(app: InterviewApp) -> Path:
    assert isinstance(app.screen, Room)
    return app.screen.sitting.path


async def read_back(pilot: Pilot[None], app: InterviewApp) -> Interview:
    """The first check, its answer typed in words and read back."""
    interview = await in_room(pilot)
    await phase(pilot, interview, Phase.CHECKING)
    await pilot.press(*"none", "enter")
    await until(pilot, lambda: "Read as" in screen_text(app))
    return interview


async def test_what_was_read_stands_there_before_it_counts(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await read_back(pilot, app)
        assert 'Read as "none". Enter or y confirms, n changes it.' in screen_text(app)
        assert interview.state.turns[0].checked is None
        footer = screen_text(app).splitlines()[-1]
        assert "esc change" in footer, "esc leads back to the answer first"
        await pilot.press("escape")
        await until(pilot, lambda: "Read as" not in screen_text(app))
        await pilot.press(*["backspace"] * 4, *"one", "enter")
        await until(pilot, lambda: 'Read as "one"' in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: "Read as" not in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "Choose one of the options by its number, 1 to 3." in screen_text(app))
        await idle(pilot)
        await pilot.press("backspace", "enter", "enter")  # what could not be read is still there
        await until(pilot, lambda: "Right" in screen_text(app))


@pytest.mark.parametrize("given", ["2", "b", "2)"])
async def test_an_options_number_is_given_at_once(
    settled: Workspace, monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    """Three keys for a digit; and a doubled enter leaves the result in sight."""
    monkeypatch.setattr(key_buffer, "AT_ONCE", 30.0)  # a busy machine is no faster than a hand
    app = room(settled, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20)) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        await pilot.press(*given, "enter", "enter")
        await until(pilot, lambda: "Right" in screen_text(app) and "You: one" in screen_text(app))
        await idle(pilot)
        assert len(interview.state.turns) == 1


async def test_answer_that_comes_back_is_read_back_too(settled: Workspace) -> None:
    """After a pause, and when the interview is opened again: the text stands there before anything is typed."""
    chosen = {"again": Retake("", items=("c1", "q0"))}
    app = room(settled, **chosen)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await read_back(pilot, app)
        await pilot.press("escape", "escape", "f8")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.CHECKING)
        await pilot.press("enter")
        await until(pilot, lambda: "Read as" in screen_text(app))
        assert interview.state.turns[0].checked is None
        path = transcript_of(app)
        await pilot.press("escape", "escape", "q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=path), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: 'Read as "none"' in screen_text(again))
        assert interview.state.turns[0].checked is None
        await pilot.press("enter")
        await until(pilot, lambda: "Wrong" in screen_text(again))


async def test_check_read_wrongly_is_set_aside_in_room(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await read_back(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: "M you misread me" in screen_text(app))
        await pilot.press("M")
        await until(pilot, lambda: "It was read wrongly" in screen_text(app))
        assert interview.state.turns[0].set_aside
        assert "u takes that back" in quiet(app)
        assert "M you misread me" not in screen_text(app)
        await pilot.press("u")
        await until(pilot, lambda: "Wrong" in screen_text(app))
        assert not interview.state.turns[0].set_aside


async def test_what_was_not_known_was_not_read_wrongly(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("f4")
        await until(pilot, lambda: 'again to say "I don\'t know"' in quiet(app))
        await pilot.pause(0.5)
        await pilot.press("f4")
        await until(pilot, lambda: "I don't know." in screen_text(app))
        assert "M you misread me" not in screen_text(app)
        await pilot.press("M")
        await until(pilot, lambda: "nothing was read" in quiet(app))


async def test_scored_later_a_told_check_is_set_aside(settled: Workspace) -> None:
    app = room(settled, score="end", again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await read_back(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: "again to skip this question" in quiet(app))  # it is the last one
        await pilot.pause(0.5)
        await pilot.press("f5")
        await until(pilot, lambda: "Wrong" in screen_text(app) and shows(app, OverPane))
        assert "M you misread me" in screen_text(app)
        await pilot.press("M")
        await until(pilot, lambda: "It was read wrongly" in screen_text(app))
        assert interview.state.turns[0].set_aside
        assert shows(app, OverPane), "why it is over is still to be read"
        assert "M you misread me" not in screen_text(app)


async def test_the_reader_sets_checks_aside_and_back(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("c1", "q0")))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await read_back(pilot, app)
        await pilot.press("enter")
        await until(pilot, lambda: "Wrong" in screen_text(app))
        path = transcript_of(app)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
        await app.push_screen(Reader(path))
        await until(pilot, lambda: isinstance(app.screen, Reader) and "M you misread me" in screen_text(app))
        await pilot.press("v")
        await until(pilot, lambda: "M sets it" in " ".join(screen_text(app).split()))
        await pilot.press("M")
        await until(pilot, lambda: "It was read wrongly" in screen_text(app))
        assert "to make it count again" in quiet(app)
        found = read(path)
        assert fold(found.header, found.events).turns[0].set_aside
        await pilot.press("M")
        await until(pilot, lambda: "Wrong" in screen_text(app))
        assert "counts again" in quiet(app)


async def test_own_verdict_offers_back_while_it_can(furnished: Workspace) -> None:
    app = STATES["own-verdict"][0](furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await STATES["own-verdict"][1](pilot)
        await pilot.press("3")
        await until(pilot, lambda: "enter next" in screen_text(app))
        await pilot.press("u")
        await until(pilot, lambda: "listen for: how good was it?" in screen_text(app))
        await idle(pilot)
        assert "u back" not in screen_text(app).splitlines()[-1]
        await pilot.press("u")
        await until(pilot, lambda: "nothing to take back" in quiet(app))
