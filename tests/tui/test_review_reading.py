"""Reading a session in review: what it shows, what it hides, how it goes on."""

from pathlib import Path

from simulator.session.header import Retake
from simulator.session.interview.item_blocks import RESULT_NOT_YET
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.review.compare import Compare
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.screen import Room
from tests.settings import write_preferences
from tests.tui.conftest import StandingClock, sit
from tests.tui.driving import in_room, on_report, quiet, screen_text, type_text, until
from tests.tui.reviewing import listed, reviewing, shows, state_of


async def test_a_report_shows_the_open_items_area(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: bool(state.turns))
    app = reviewing(settled)
    async with app.run_test(size=(100, 70), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Report(path))
        await until(pilot, lambda: on_report(app))
        assert "The secret" not in screen_text(app)
        await pilot.press("a")
        await until(pilot, shows(app, "Basics [b]", "not scored"))
        assert "The secret" not in screen_text(app)
        await pilot.press("f")
        await until(pilot, shows(app, "The concept and tier of 1 item are shown with the reference."))
        assert "The secret" not in screen_text(app)


async def test_the_reader_says_why_it_was_asked(settled: Workspace) -> None:
    path = sit(settled)
    app = reviewing(settled)
    async with app.run_test(size=(80, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Reader(path))
        await until(pilot, shows(app, "Why this question: "))


async def test_a_transcript_does_not_tell_a_hidden_check(settled: Workspace) -> None:
    path = sit(settled, score="end", until=lambda state: any(turn.checked for turn in state.turns))
    check = next(turn for turn in state_of(path).turns if turn.check)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Reader(path, position=check.position))
        await until(pilot, shows(app, RESULT_NOT_YET))
        assert "One index, one element." not in screen_text(app)
        await app.push_screen(ReplayScreen(path))
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen) and app.screen.step == 1)
        await pilot.press("end")
        await until(pilot, shows(app, "The check is answered", RESULT_NOT_YET))
        assert "The secret" not in screen_text(app)
        assert "One index, one element." not in screen_text(app)
    whole = sit(settled, score="end", days_ago=2)
    app = reviewing(settled)
    async with app.run_test(size=(80, 30), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 2)
        await app.push_screen(Reader(whole, position=check.position))
        await until(pilot, shows(app, "One index, one element."))


async def test_transcript_stands_beside_list_where_there_is_room(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        prompts = [(t.check or t.question).prompt for t in state_of(paths[0]).turns]
        await until(pilot, shows(app, "Question 1", "The reference is hidden"))
        assert "Says that it reads one element" not in screen_text(app)
        await pilot.press("space")
        await until(pilot, shows(app, "Says that it reads one element"))
        await pilot.press("right")
        await until(pilot, shows(app, f"2 of {len(prompts)}"))
        await pilot.press("down")
        await until(pilot, shows(app, f"1 of {len(state_of(paths[1]).turns)}"))
        await pilot.resize_terminal(99, 30)
        await until(pilot, lambda: "The reference is hidden" not in screen_text(app))


async def test_there_is_blank_line_between_what_was_said(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await pilot.press("o")  # the report's styles are loaded too
        await until(pilot, lambda: on_report(app))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "Question 1")())
        lines = [line.strip() for line in screen_text(app).splitlines()]
        answer = next(n for n, line in enumerate(lines) if line.startswith("│"))
        assert lines[answer - 1] == "You"
        assert lines[answer - 2] == ""
        assert lines[answer - 3] != ""


async def test_two_are_marked_and_compared(settled: Workspace, paths: list[Path]) -> None:
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        assert "C compare" in screen_text(app).splitlines()[-1]
        await pilot.press("C")
        await until(pilot, shows(app, "> c "))
        await pilot.press("C")
        await until(pilot, lambda: "> c " not in screen_text(app))
        await pilot.press("C", "down", "C")
        await until(pilot, lambda: isinstance(app.screen, Compare))
        await pilot.press("escape")
        await listed(pilot)
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen))
        await pilot.press("q", "g")
        await until(pilot, lambda: "has ended" in quiet(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_reference_of_question_that_waits_stays_hidden(settled: Workspace) -> None:
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await listed(pilot, 1)
        await until(pilot, shows(app, "You'll see the reference once"))
        for _ in range(2):
            await pilot.press("space")
            await pilot.pause(0.1)
            assert not any(text in screen_text(app) for text in ("reads one element", "secret", "A paper"))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "You'll see the reference once")())
        assert isinstance(app.screen, Reader)
        assert app.screen.study_words() == ""


async def test_g_goes_on_with_one_that_was_stopped(settled: Workspace) -> None:
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await listed(pilot, 1)
        await until(pilot, shows(app, "stopped"))
        await until(pilot, lambda: "g go on" in footer(app))
        assert "delete throw away" in footer(app)  # nothing said how to be rid of one
        await pilot.press("g")
        await until(pilot, lambda: isinstance(app.screen, Room))


def footer(app: InterviewApp) -> str:
    return screen_text(app).splitlines()[-1]


async def test_the_reader_of_unfinished_sessions_shows_working_keys(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: bool(state.turns))
    keys = {"reader.go_on": "f6"}
    write_preferences(settled.config, Preferences(role="tester", graph="small", format="screen", keys=keys))
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and shows(app, "f6 resumes the interview")())
        await until(pilot, lambda: "f6 go on" in footer(app))
        assert all(key not in footer(app) for key in ("space", "→ next", "v score"))
        for key, why in (
            ("space", "f6 resumes the interview"),
            ("n", "This is the last item."),
            ("left", "This is the first item."),
            ("v", "hasn't ended. f6 resumes it"),
        ):
            await pilot.press(key)
            await until(pilot, lambda why=why: why in quiet(app))  # type: ignore[misc]
        await pilot.press("f6")
        interview = await in_room(pilot)
        await type_text(pilot, "index")
        await pilot.press("ctrl+s", "escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        await until(pilot, shows(app, "index"))
        assert interview.header.id == path.stem


async def test_the_reader_of_ended_sessions_hides_useless_keys(settled: Workspace, paths: list[Path]) -> None:
    turns = state_of(paths[0]).turns
    check = next(t.position for t in turns if t.check)
    app = reviewing(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await listed(pilot)
        await app.push_screen(Reader(paths[0]))
        await until(pilot, lambda: all(key in footer(app) for key in ("space reference", "→ next", "v score again")))
        await pilot.press("g")
        await until(pilot, lambda: "This interview has ended. Press r to try it again." in quiet(app))
        await pilot.press(*["n"] * (check - 1))
        await until(pilot, lambda: "space" not in footer(app) and "v score" not in footer(app))
        await pilot.press("space")
        await until(pilot, lambda: "Checks have no reference." in quiet(app))
        await pilot.press(*["n"] * (len(turns) - check))
        await until(pilot, lambda: f"{len(turns)} of {len(turns)}" in screen_text(app) and "→ next" not in footer(app))


async def test_code_has_the_width_of_the_list(furnished: Workspace) -> None:
    """Beside the list its lines were broken in the middle."""
    path = sit(furnished, again=Retake("", items=("code", "q0")))
    app = reviewing(furnished)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 1)
        await app.push_screen(Reader(path))
        await until(pilot, shows(app, "q, k = rotate(q, arange(len(x))), rotate(k, arange(len(x)))"))
        assert not app.screen.query_one("#contents").display
        await pilot.press("right")
        await until(pilot, shows(app, "▎ Question 2"))
        await pilot.resize_terminal(140, 30)
        await pilot.press("left")
        await until(pilot, shows(app, "▎ Question 1", "q, k = rotate(q, arange(len(x)))"))
