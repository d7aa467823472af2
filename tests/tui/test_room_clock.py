"""The clock of the interview room, and answers that are spoken."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from simulator.session.header import Retake
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from simulator.ui.interviewer import lead_in
from simulator.ui.time_remarks import AWAY
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.editor import Editor
from tests.tui.conftest import StandingClock, room, transcript
from tests.tui.driving import answer, idle, in_room, phase, quiet, screen_text, type_text, until


async def goes_on(pilot: Pilot[None], interview: Interview, text: str) -> None:
    """End the pause: what was typed stands there as it did."""
    await pilot.press("enter")
    await until(pilot, lambda: not interview.state.paused)
    await idle(pilot)
    assert isinstance(pilot.app.screen, Room)
    assert pilot.app.screen.pane is not None
    assert pilot.app.screen.pane.text == text


async def test_pause_covers_question_and_keeps_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("f8")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        assert "arr[i]" not in screen_text(app)
        await goes_on(pilot, interview, "half a thought")


async def test_only_clock_moves_and_it_can_be_hidden(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 75
        await until(pilot, lambda: "19 min left" in screen_text(app))
        assert "▰▰▱▱▱▱ 1:15 of about 3 min" in screen_text(app)
        app.clock.seconds = 200  # not yet long enough for a word of the interviewer's
        await until(pilot, lambda: "3:20 of about 3 min · over" in screen_text(app))
        await pilot.press("escape", "t")
        await until(pilot, lambda: "1:15" not in screen_text(app) and "▱" not in screen_text(app))


async def test_an_answer_given_back_does_not_need_time(settled: Workspace) -> None:
    app = room(settled, score="end", max_questions=1)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        assert "That was the one question you asked for." in screen_text(app)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await idle(pilot)
        shown = screen_text(again)
        assert "Now you score your answers." in shown
        assert "Scoring" in shown
        assert "Paused" not in shown
        await pilot.press("enter")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await until(pilot, lambda: "Says that it reads one element" in screen_text(again))


async def test_an_interview_that_ends_itself_says_why(settled: Workspace) -> None:
    app = room(settled, minutes=10.0)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 120
        for count in range(1, 9):  # as many as may be skipped
            await until(pilot, lambda n=count: len(interview.state.turns) == n or bool(interview.state.ended))  # type: ignore[misc]
            if interview.state.ended:
                break
            await idle(pilot)
            await pilot.press("escape", "n")
            await until(pilot, lambda: "esc cancels." in quiet(app))
            await pilot.pause(TOO_SOON)
            await pilot.press("y")  # enter, struck once more at once, would not leave the last page
        await phase(pilot, interview, Phase.ENDED)
        said = "I've nothing left to put in their place"
        await until(pilot, lambda: said in " ".join(screen_text(app).replace("│", "").split()))
        assert "8 min left" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))


async def speaking_for(pilot: Pilot[None], seconds: float) -> Interview:
    """Speak to the first question, and let so much time pass."""
    interview = await in_room(pilot)
    await pilot.press("space")
    spend(pilot, seconds)
    return interview


def spend(pilot: Pilot[None], until_second: float) -> None:
    """Let the clock of the app show so many seconds."""
    assert isinstance(pilot.app, InterviewApp)
    assert isinstance(pilot.app.clock, StandingClock)
    pilot.app.clock.seconds = until_second


async def test_a_spoken_answer_keeps_how_long_it_took(settled: Workspace) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await speaking_for(pilot, 42)
        await pilot.press("space")
        await until(pilot, lambda: "You spoke for 0:42" in quiet(app))
        await answer(pilot, interview)
        assert interview.state.turns[0].answers[0].spoken_seconds == 42


async def test_whoever_writes_has_stopped_speaking(settled: Workspace) -> None:
    """Bullets written without a stop before them counted as speech: 0:14 of an answer said in seven seconds."""
    app = room(settled, input="spoken")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await speaking_for(pilot, 42)
        await type_text(pilot, "- one bullet")
        await until(pilot, lambda: "You spoke for 0:42" in quiet(app))
        spend(pilot, 60)
        await answer(pilot, interview)
        assert interview.state.turns[0].answers[0].spoken_seconds == 42


async def test_time_that_was_spoken_outlives_pause_and_crash(settled: Workspace, tmp_path: Path) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await speaking_for(pilot, 30)
        await pilot.press("escape", "p")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: not interview.state.paused)
        await idle(pilot)
        await pilot.press("space")
        spend(pilot, 42)  # it is still being spoken when the program goes
        await until(pilot, lambda: "speaking 0:42" in screen_text(app))
        path = transcript(settled)
        await until(pilot, lambda: (draft := DraftFile(path).load()) is not None and draft.spoken == 42)
        left = shutil.copytree(settled.sessions, tmp_path / "left")  # what a crash would leave
    again = InterviewApp(
        replace(settled, sessions=left), "small", opening=Opening(go_on=left / path.name), clock=StandingClock()
    )
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: "The clock starts as you speak or type." in quiet(again))
        assert "spoken 0:42" in screen_text(again)
        await answer(pilot, interview)
        assert interview.state.turns[0].answers[0].spoken_seconds == 42


@pytest.mark.parametrize("width", [60, 80])
async def test_key_to_speak_comes_first_in_spoken_interview(settled: Workspace, width: int) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert screen_text(app).splitlines()[-1].strip().startswith("space speak  ")
        await pilot.press("enter")  # nothing is written yet
        await until(pilot, lambda: app.screen.query_one(Editor).text == "\n")
        assert screen_text(app).splitlines()[-1].strip().startswith("space speak  ")
        await pilot.press("space")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].strip().startswith("space stop  "))
        await pilot.press("space", "i")
        # where there's no room for both, whoever is stuck needs the other one
        shown = ["ctrl+s send  ", "f4 don't know  ", *(["esc, space speak  "] if width > 60 else [])]
        await until(pilot, lambda: all(keys in screen_text(app).splitlines()[-1] for keys in shown))


async def test_a_follow_up_is_spoken_too(settled: Workspace) -> None:
    """Only questions had a clock for it; and the seconds of a reply that is taken back are there again with it."""
    app = room(settled, input="spoken")
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await speaking_for(pilot, 42)
        await type_text(pilot, "nothing of it and yet so many words that nobody waits for more")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: screen_text(app).splitlines()[-1].strip().startswith("space speak  "))
        await pilot.press("space")
        spend(pilot, 50)
        await until(pilot, lambda: "speaking 0:08" in screen_text(app))
        await pilot.press("space")
        await until(pilot, lambda: "You spoke for 0:08. Now write a bullet or two" in quiet(app))
        await type_text(pilot, "- one")
        needed = ("ctrl+s send", "f4 don't know", "f6 said it")
        await until(pilot, lambda: all(keys in screen_text(app).splitlines()[-1] for keys in needed))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(interview.state.turns[0].replies) == 1)
        assert interview.state.turns[0].replies[0].spoken_seconds == 8
        await idle(pilot)
        await pilot.press(*([] if interview.state.phase is Phase.PREDICTING else ["escape"]), "u")
        await until(pilot, lambda: not interview.state.turns[0].replies)
        await idle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(interview.state.turns[0].replies) == 1)
        assert interview.state.turns[0].replies[0].spoken_seconds == 8


async def test_the_interviewer_speaks_before_and_late(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert lead_in(interview.state, interview.state.turns[0], interview.graph) in screen_text(app)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 290
        await until(pilot, lambda: "onclu" in quiet(app))
        assert "▰▰▰▰▰▰ 4:50 of about 3 min · over" in screen_text(app)
        await pilot.press("x")  # somebody is there
        app.clock.seconds = 15 * 60 - 20
        await pilot.press("x")
        app.clock.seconds = 15 * 60
        await until(pilot, lambda: "ive minutes" in quiet(app))
        app.clock.seconds = 20 * 60 - 1
        await until(pilot, lambda: "wo minutes" in quiet(app))
        app.clock.seconds = 20 * 60 + 1  # "two minutes left" stood below "1 min over time"
        await until(pilot, lambda: "over time" in screen_text(app) and "wo minutes" not in screen_text(app))


async def test_the_clock_may_strike_between_two_parts(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("q0", "c1")))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(app.screen, Room)
        interview.skip().result()
        interview.next().result()
        assert interview.state.phase is Phase.CHECKING
        assert isinstance(app.screen.pane, AnswerPane)
        app.screen.tick()


async def test_nobody_waits_when_timer_and_command_meet(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert isinstance(app.screen, Room)
        app.screen.say_wait()
        assert quiet(app) == ""


async def away(pilot: Pilot[None], seconds: float) -> None:
    """Nothing is pressed for so long."""
    assert isinstance(pilot.app, InterviewApp)
    assert isinstance(pilot.app.clock, StandingClock)
    pilot.app.clock.seconds += seconds
    await pilot.pause(1.2)


async def test_an_hour_away_does_not_count(settled: Workspace) -> None:
    """The clock ran on without them: the whole interview was over, and the answer had taken an hour."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await away(pilot, 60)
        await type_text(pilot, "half a thought")
        await away(pilot, 3600)
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        assert interview.clock == pytest.approx(60, abs=2)
        assert AWAY in " ".join(screen_text(app).replace("│", " ").split())
        await away(pilot, 600)
        await goes_on(pilot, interview, "half a thought")
        assert interview.question_seconds == pytest.approx(60, abs=2)


async def test_who_thinks_for_long_is_not_away(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await away(pilot, 720)  # of about three minutes
        assert interview.state.running
        await pilot.press("x")
        await away(pilot, 500)
        assert interview.state.running, "they pressed a key"
        assert interview.clock == pytest.approx(1220, abs=2)
