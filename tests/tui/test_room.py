"""The interview room, by keys."""

import asyncio
import shutil
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import TextArea

from simulator.graph.records import Graph
from simulator.session.draft import DraftFile
from simulator.session.header import Again, Settings
from simulator.session.interview import Interview
from simulator.session.reading import read
from simulator.session.state import Phase, fold
from simulator.session.workspace import Workspace
from simulator.ui.remarks import lead_in
from simulator.ui.tui import words
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.panes.answer import AnswerPane
from simulator.ui.tui.panes.line import Line
from simulator.ui.tui.panes.pane import TOO_SOON
from simulator.ui.tui.panes.retell import Retell
from simulator.ui.tui.panes.reveal import MAKE
from simulator.ui.tui.screens.home import Home
from simulator.ui.tui.screens.report import Report
from simulator.ui.tui.screens.room import Room
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.talk import Talk
from simulator.ui.tui.widgets.texts import Texts
from tests.conftest import ROOT
from tests.tui.conftest import StandingClock, room
from tests.tui.driving import answer, idle, in_room, judged, phase, quiet, screen_text, to_judging, type_text, until
from tests.tui.test_snapshots_room import said


def asking(place: Workspace, *items: str) -> InterviewApp:
    """An interview with these questions of the real graph."""
    chosen = Settings(role="applied-engineer", seed=1, again=Again("", items=items))
    return InterviewApp(
        replace(place, graphs=ROOT / "graphs"), "llm", opening=Opening(start=chosen), clock=StandingClock()
    )


def transcript(workspace: Workspace) -> Path:
    (path,) = workspace.sessions.glob("*.toml")
    return path


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
        for key, name in [("tab", "reference"), ("g", "gist"), ("m", "mistakes"), ("x", "exemplar"), ("o", "sources")]:
            await pilot.press(key)
            await until(pilot, lambda name=name: app.screen.query_one(Texts).name_shown == name)  # type: ignore[misc]
        assert "arXiv:2001.00001" in screen_text(app)
        await pilot.press("w")
        await until(pilot, lambda: "Why this question" in screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_the_reason_is_asked_for_under_one_rule(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "p", "n")
        await pilot.press("v")
        await until(pilot, lambda: "2 borderline" in screen_text(app))
        assert len(rules(app)) == 2
        await pilot.press("1")
        await until(pilot, lambda: "Why weak" in screen_text(app) and len(rules(app)) == 2)
        await pilot.resize_terminal(70, 22)
        await until(pilot, lambda: len(rules(app)) == 2)


def rules(app: InterviewApp) -> list[str]:
    """The rules across the screen: one below its title, one above what is asked."""
    return [line for line in screen_text(app).splitlines() if line.strip().startswith("──")]


async def test_overruling_needs_a_reason(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "y", "n")
        for gives_none in ("enter", "escape"):
            await pilot.press("v")
            await until(pilot, lambda: "2 borderline" in screen_text(app))
            await pilot.press("1")
            await until(pilot, lambda: "Why weak" in screen_text(app))
            await pilot.press(gives_none)
            await until(pilot, lambda: quiet(app) == "Without a reason the verdict of the points stands.")
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


async def test_hint_clarification_and_what_cannot_be_done_now(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "empty" in quiet(app))
        await pilot.press("x")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("backspace")
        await pilot.press("escape", "h")
        await until(pilot, lambda: "Think of lists." in screen_text(app))
        await type_text(pilot, "lists")  # what one does after a hint
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "lists"
        await pilot.press("escape", "h")
        await until(pilot, lambda: "no further hint" in quiet(app))
        await pilot.press("escape", "c", *"which", "space", *"language")  # at once
        await until(pilot, lambda: isinstance(app.screen, Line))
        await pilot.press("enter")
        await until(pilot, lambda: "Any language will do." in screen_text(app))
        assert interview.state.turns[0].clarifications[0].matched


async def test_dont_know_asks_before_it_drops_what_is_written(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("escape", "d")
        await until(pilot, lambda: "1 word" in quiet(app))
        await pilot.press("d")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("d")
        await until(pilot, lambda: "Enter says that you do not know, and keeps 1 word as a note" in quiet(app))
        assert interview.state.phase is Phase.ANSWERING
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.SETTLED)
        assert "you said that you do not know" in screen_text(app)


async def test_not_this_one_goes_on_and_counts_as_nothing(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape", "n")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        assert interview.state.turns[0].skipped


async def test_what_the_words_mean_is_whole_in_a_small_window_and_the_answer_scrolls(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await asyncio.wrap_future(interview.answer("\n".join(f"line {n}" for n in range(40))))
        while interview.state.phase is Phase.PROBING:
            await asyncio.wrap_future(interview.said_that())
        await app.screen.settle_and_show()  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: "4 outstanding" in screen_text(app))
        own = app.screen.query_one("#own-answer")
        await pilot.press("pagedown")
        await until(pilot, lambda: own.scroll_y > 0)
        last = words.VERDICT_MEANINGS["outstanding"].split()[-1]
        assert last in screen_text(app)
        await pilot.press("pageup")
        await until(pilot, lambda: own.scroll_y == 0)


async def test_the_clock_stands_while_the_window_is_too_small(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: interview.state.paused)
        assert interview.stands
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "The clock stands: the window was too small." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        assert interview.state.running


async def test_a_pass_is_taken_back_with_the_text_that_was_written(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", "n")
        await until(pilot, lambda: "keeps 3 words as a note" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.state.turns) == 2 and "Esc, then u takes that back" in quiet(app))
        assert [n.text for n in interview.state.turns[0].notes] == ["half a thought"]
        await type_text(pilot, "other")
        await pilot.press("escape", "u")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        assert interview.state.current == interview.state.turns[0]
        await pilot.press("f5")
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.current == interview.state.turns[1])
        await until(pilot, lambda: "other" in screen_text(app))


async def test_a_pause_covers_the_question_and_keeps_the_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", "p")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        assert "arr[i]" not in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: not interview.state.paused)
        await idle(pilot)
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "half a thought"


async def test_only_the_clock_moves_and_it_can_be_hidden(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 75
        await until(pilot, lambda: "18:45 left" in screen_text(app))
        assert "1:15" in screen_text(app)
        await pilot.press("escape", "t")
        await until(pilot, lambda: "1:15" not in screen_text(app))


async def test_leaving_keeps_the_text_and_going_on_brings_it_back(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "an unfinished answer")
        await pilot.press("ctrl+q")
        await pilot.pause()
    path = transcript(settled)
    again = InterviewApp(settled, "small", opening=Opening(go_on=path), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(again.screen, Room)
        assert isinstance(again.screen.pane, AnswerPane)
        assert again.screen.pane.text == "an unfinished answer"
        await until(pilot, lambda: "The clock stands until you write." in quiet(again))
        assert isinstance(again.clock, StandingClock)
        again.clock.seconds = 60
        again.screen._tick()
        assert "20:00 left" in screen_text(again)
        await type_text(pilot, ", dde nn")  # all of it is text, nothing is a command
        await until(pilot, lambda: not interview.stands)
        assert again.screen.pane.text == "an unfinished answer, dde nn"
        assert quiet(again) == ""
        again.clock.seconds = 120
        again.screen._tick()
        await until(pilot, lambda: "19:00 left" in screen_text(again))


async def test_an_answer_that_was_given_back_at_once_does_not_need_the_clock(settled: Workspace) -> None:
    app = room(settled, score="end", max_questions=1)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        assert "You asked for 1 question, and that was the last of them." in screen_text(app)
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, Room))
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await idle(pilot)
        shown = screen_text(again)
        assert "What you answered is scored now." in shown
        assert "Scoring" in shown
        assert "Paused" not in shown
        await pilot.press("enter")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await until(pilot, lambda: "Says that it reads one element" in screen_text(again))


async def test_the_draft_is_on_disk_within_a_second(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "draft")
        await until(pilot, lambda: any(b"draft" in p.read_bytes() for p in settled.sessions.glob(".*.draft")), 150)


async def test_scored_at_the_end_nothing_is_shown_before_the_last_answer(settled: Workspace) -> None:
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
        assert "wait for a score" in screen_text(app)
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
        await until(pilot, lambda: isinstance(app.screen, Report))
        await until(pilot, lambda: "screening call" in screen_text(app))


@pytest.mark.parametrize("score", ["each", "end"])
async def test_what_came_of_a_check_is_told_when_answers_are_scored(settled: Workspace, score: str) -> None:
    app = room(settled, score=score, again=Again("", items=("c1", "q0")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await phase(pilot, interview, Phase.CHECKING)
        await pilot.press("1", "enter")
        await until(pilot, lambda: interview.state.turns[0].checked is not None)
        await idle(pilot)
        if score == "each":
            assert "Not right" in screen_text(app)
            return
        await until(pilot, lambda: len(interview.state.turns) == 2 and "Question" in screen_text(app))
        shown = screen_text(app)
        assert "Not right" not in shown
        assert "One index, one element." not in shown
        assert "Whether it is right you see after the last answer." in quiet(app)
        await answer(pilot, interview)
        await pilot.press("3")
        await phase(pilot, interview, Phase.DEBRIEFING)
        await until(pilot, lambda: "Not right   none" in screen_text(app))
        assert "1 answer waits for a score." in screen_text(app)
        assert quiet(app) == ""
        await pilot.press("pagedown")
        await until(pilot, lambda: "One index, one element." in screen_text(app))


async def test_ending_early_shows_the_report(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.press("escape", "e")
        await until(pilot, lambda: "Enter ends the interview" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.ENDED)
        assert [n.text for n in interview.state.turns[0].notes] == ["half a thought"]
        await until(pilot, lambda: isinstance(app.screen, Report) and "screening call" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: "chance of a solid answer" in screen_text(app))


async def test_an_interview_that_ends_by_itself_says_why_before_the_report(settled: Workspace) -> None:
    app = room(settled, minutes=10.0)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 120
        for count in range(1, 9):  # as many as may be passed over
            await until(pilot, lambda n=count: len(interview.state.turns) == n or bool(interview.state.ended))  # type: ignore[misc]
            if interview.state.ended:
                break
            await idle(pilot)
            await pilot.press(*(("f5",) if count % 2 else ("escape", "n")))
        await phase(pilot, interview, Phase.ENDED)
        await until(pilot, lambda: "You were quicker than planned; about 8 minutes" in screen_text(app))
        assert "8:00 left" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))


async def test_nothing_happens_behind_the_word_that_the_window_is_too_small(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        before = interview.state.last_n
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: app.screen.has_class("-too-small"))
        await pilot.press("escape", "e", "e", "d", "d", "n", "n")
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: not app.screen.has_class("-too-small") and "The clock stands" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        await pilot.press("!")
        await until(pilot, lambda: "half a thought!" in screen_text(app))
        assert interview.state.last_n == before + 2, "paused, and gone on with"


async def test_control_characters_of_a_paste_never_reach_the_text(settled: Workspace) -> None:
    from textual.events import Paste

    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert app.focused is not None
        app.focused.post_message(Paste("red \x1b[31mtext\x00 \u202eback"))
        await pilot.pause()
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "red [31mtext back"


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


async def test_time_that_was_spoken_outlives_a_pause_and_a_crash(settled: Workspace, tmp_path: Path) -> None:
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
        await pilot.press("i")
        await answer(pilot, interview)
        assert interview.state.turns[0].answers[0].spoken_seconds == 42


async def test_text_typed_just_before_a_pause_outlives_the_leaving(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press(*"abc", "escape", "p")
        await until(pilot, lambda: interview.state.paused)
        await idle(pilot)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Home))
    draft = DraftFile(transcript(settled)).load()
    assert draft is not None
    assert draft.text == "abc"


@pytest.mark.parametrize("width", [60, 80])
async def test_the_key_to_speak_comes_first_in_a_spoken_interview(settled: Workspace, width: int) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert screen_text(app).splitlines()[-1].strip().startswith("space speak  ")
        await pilot.press("i")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].strip().startswith("ctrl+s done  "))


async def test_dont_know_to_a_follow_up_adds_nothing_and_goes_on(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "nothing of it")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "reply is empty" in quiet(app))
        await pilot.press("escape", "d")
        await phase(pilot, interview, Phase.PREDICTING)
        assert "I don't know." in screen_text(app)
        assert "with your answer" not in quiet(app)
        turn = interview.state.turns[0]
        assert not turn.dont_know
        assert (turn.replies[0].text, turn.replies[0].said) == ("", False)
        assert turn.prompted == {"why"}


async def test_a_reply_to_a_follow_up_says_how_it_will_count(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "nothing of it")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await type_text(pilot, "it is fast")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        assert "You judge it with your answer" in quiet(app)


async def test_asking_back_returns_to_where_one_was(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for ways, editing in [(("escape", "c"), False), (("i", "f3"), True)]:
            asked = len(interview.state.turns[0].clarifications)
            await pilot.press(*ways)
            await until(pilot, lambda: isinstance(app.screen, Line))
            await type_text(pilot, "which language")
            await pilot.press("enter")
            await until(pilot, lambda n=asked: len(interview.state.turns[0].clarifications) > n)  # type: ignore[misc]
            await idle(pilot)
            assert isinstance(app.screen, Room)
            assert isinstance(app.screen.pane, AnswerPane)
            assert app.screen.pane.editing is editing
        assert "ctrl+s done" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "i write" in screen_text(app))
        assert "ctrl+s done" in screen_text(app)


async def test_take_two_counts_down_and_stands_beside_take_one(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview, "the first telling")
        await judged(pilot, interview, "y", "y", "y")
        await pilot.press("r")
        await until(pilot, lambda: "1:00 left" in screen_text(app))
        assert "It is indexing" not in screen_text(app)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds += 48
        await until(pilot, lambda: "0:12 left" in screen_text(app))
        await type_text(pilot, "the second")
        await pilot.press("escape")
        await until(pilot, lambda: "esc once more" in screen_text(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: interview.state.turns[0].retold is not None)
        await until(pilot, lambda: "Take two, in 0:48" in screen_text(app))
        (line,) = [line for line in screen_text(app).splitlines() if "the first telling" in line]
        assert "the second" in line
        retold = interview.state.turns[0].retold
        assert retold is not None
        assert (retold.text, retold.seconds) == ("the second", 48)


async def test_take_two_is_in_sight_where_it_stands_below_a_long_take_one(settled: Workspace) -> None:
    app = room(settled, again=Again("", items=("q0", "q1")))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await said(pilot, f"The beginning. {'A sentence that takes room. ' * 20}")
        await pilot.press("ctrl+s", "escape", "y")
        await phase(pilot, interview, Phase.PREDICTING)
        await judged(pilot, interview, "y", "y", "y")
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Retell))
        await type_text(pilot, "the second")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Take two" in screen_text(app) and "the second" in screen_text(app))
        await pilot.press("tab", "tab")
        await until(pilot, lambda: "Take two" in screen_text(app))
        await pilot.resize_terminal(120, 20)
        await until(pilot, lambda: all(t in screen_text(app) for t in ("The beginning", "Take two", "the second")))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "the second" in screen_text(app))


async def test_a_second_telling_that_was_begun_survives_leaving(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape", "d")
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, Retell))
        await type_text(pilot, "half of it")
        await pilot.press("ctrl+q")
        await pilot.pause()
    again = InterviewApp(settled, "small", opening=Opening(go_on=transcript(settled)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "r goes on with it" in quiet(again))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(again.screen, Retell) and "half of it" in screen_text(again))


async def test_ctrl_c_says_how_to_leave_and_leaves_the_text_alone(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "words")
        await pilot.press("ctrl+c")
        await until(pilot, lambda: "ctrl+q leaves" in quiet(app))
        assert "words" in screen_text(app)


async def test_the_interviewer_speaks_before_a_question_and_when_time_runs_out(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert lead_in(interview.state, interview.state.turns[0], interview.graph) in screen_text(app)
        assert isinstance(app.clock, StandingClock)
        app.clock.seconds = 190
        await until(pilot, lambda: "your conclusion in one sentence" in quiet(app))
        app.clock.seconds = 15 * 60
        await until(pilot, lambda: "ive minutes" in quiet(app))


async def test_a_design_question_says_which_stage_and_announces_the_twist(settled: Workspace, llm: Graph) -> None:
    question = next(q for q in llm.questions.values() if q.stages and q.twists)
    app = asking(settled, question.id)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for number, stage in enumerate(question.stages, 1):
            await until(pilot, lambda n=number: f"stage {n} of {len(question.stages)}" in screen_text(app))  # type: ignore[misc]
            assert f"Stage {number} of {len(question.stages)}, {stage.title}." in screen_text(app)
            await type_text(pilot, "x")
            await pilot.press("ctrl+s")
            await until(pilot, lambda n=number: len(interview.state.turns[0].answers) == n)  # type: ignore[misc]
            await idle(pilot)
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "twist 1" in screen_text(app) and "Now the situation changes." in screen_text(app))


async def test_escape_and_a_letter_in_one_breath_is_a_command(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("alt+h")
        await until(pilot, lambda: interview.state.current is not None and len(interview.state.current.hints) == 1)
        assert app.screen.query_one(TextArea).text == ""


async def test_the_clock_may_strike_between_two_parts(settled: Workspace) -> None:
    app = room(settled, again=Again("", items=("q0", "c1")))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert isinstance(app.screen, Room)
        interview.skip().result()
        interview.next().result()
        assert interview.state.phase is Phase.CHECKING
        assert isinstance(app.screen.pane, AnswerPane)
        app.screen._tick()


async def test_a_question_that_does_not_fit_is_read_on_from_the_text(settled: Workspace) -> None:
    app = room(settled, again=Again("", items=("long", "q0")))
    path = settled.graphs / "small" / "questions" / "basics.toml"
    told = " ".join(f"line {n} of the story that goes on," for n in range(60))
    path.write_text(path.read_text() + LONG.format(told=told))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "page down read on" in screen_text(app))
        assert "Thelastword?" not in screen_text(app)
        await type_text(pilot, "two ")
        for _ in range(9):
            await pilot.press("pagedown")
        await until(pilot, lambda: "Thelastword?" in screen_text(app))
        assert "read on" not in screen_text(app)
        await pilot.press("ctrl+up", *"words")
        await until(pilot, lambda: "Thelastword?" not in screen_text(app))
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "two words"
        await pilot.press("escape", "n")
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: "Question 0" in screen_text(app))
        assert "read" not in screen_text(app).splitlines()[-1]
        await type_text(pilot, "one")
        await pilot.press("enter", "pageup", "0")  # it fits: the key moves in the text
        assert app.screen.pane.text == "0one\n"


async def test_nothing_is_to_be_read_on_where_only_a_blank_line_is_hidden(settled: Workspace) -> None:
    app = room(settled, again=Again("", items=("long",)))
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text() + LONG.format(told="so many words of it " * 20))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        hidden = set()
        for rows in range(20, 40):
            await pilot.resize_terminal(60, rows)
            await pilot.pause(0.05)
            left = app.screen.query_one(Talk).max_scroll_y
            hidden.add(left)
            assert ("Thelastword?" in screen_text(app)) is (left <= 1)
            assert ("page down read on" in screen_text(app)) is (left > 1), left
    assert {0, 1} < hidden


LONG = """
[[question]]
id = "long"
kind = "discuss"
concepts = ["first"]
tier = 1
prompt = "{told} Thelastword?"
answer = "It has none."
"""


@pytest.mark.parametrize("width", [60, 80])
async def test_the_footer_ends_with_help_and_shows_a_pause(settled: Workspace, width: int) -> None:
    app = room(settled)
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert screen_text(app).splitlines()[-1].endswith("  f1 help")
        await pilot.press("escape")
        await until(pilot, lambda: screen_text(app).splitlines()[-1].endswith("  ? help"))
        foot = screen_text(app).splitlines()[-1]
        assert all(key in foot for key in ("i write", "p pause", "q leave", "h hint"))
        await pilot.press("d")
        await phase(pilot, interview, Phase.SETTLED)
        assert screen_text(app).splitlines()[-1].endswith("  ? help")


async def test_what_was_said_last_stays_in_sight_when_the_window_gets_smaller(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        app.screen.query_one(Editor).replace_all("It reads one element. " * 20)
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        for size in ((60, 20), (140, 40), (80, 24), (60, 20)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "And why does it matter?" in screen_text(app))


async def test_nobody_is_told_to_wait_when_the_timer_strikes_as_the_command_ends(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert isinstance(app.screen, Room)
        app.screen._say_wait()
        assert quiet(app) == ""


async def test_what_makes_a_verdict_is_said_before_the_first_point_only(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for said in (MAKE, ""):
            await to_judging(pilot, interview)
            await until(pilot, lambda said=said: quiet(app) == said)  # type: ignore[misc]
            await pilot.press("y")
            await until(pilot, lambda: bool(interview.state.current and interview.state.current.marks))
            await until(pilot, lambda: quiet(app) == "")
            await pilot.press("y", "y", "enter")
            await phase(pilot, interview, Phase.ANSWERING, Phase.CHECKING)


async def test_judged_points_can_be_read_again_whole(settled: Workspace) -> None:
    app = asking(settled, "embedding-similarity-basics")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await to_judging(pilot, interview)
        await pilot.press("y", "p", "n")
        await until(pilot, lambda: len(interview.state.turns[0].marks) == 3)
        await idle(pilot)
        shown = " ".join(screen_text(app).replace("must have", "").split())
        for point in interview.state.turns[0].question.rubric[:3]:
            assert point.point in shown
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert interview.state.turns[0].question.rubric[2].point in " ".join(screen_text(app).split())
