"""Home, first start, setup, review, reader, help, palette, demo, and terminals that are too small."""

import asyncio
import re
import shutil
from dataclasses import replace
from datetime import date

import pytest
from msgspec import structs
from textual import events
from textual.pilot import Pilot
from textual.screen import Screen

from simulator.errors import UsageError
from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.report.load import last_report
from simulator.session.archive import archive
from simulator.session.demo import Act
from simulator.session.header import Settings as Chosen
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences, keep_choices, read_preferences, read_tried
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home import welcome
from simulator.ui.tui.home.advert import AdvertTaken
from simulator.ui.tui.home.help import Help
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.settings import SettingsScreen
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.home.welcome import Welcome
from simulator.ui.tui.home.welcome_pages import OTHER_PROJECT, WHERE_TO
from simulator.ui.tui.host import Host
from simulator.ui.tui.key_buffer import AT_ONCE
from simulator.ui.tui.map.progress import ProgressScreen
from simulator.ui.tui.map.study import StudyScreen
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.room.demo import WHOSE, DemoDriver, DemoRoom
from simulator.ui.tui.room.screen import DRAFT_SECONDS, Room
from simulator.ui.tui.starting import planned_now
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.text import CLICKED
from tests.settings import write_preferences
from tests.tui.conftest import OF_EVERY_KIND, home, room, sit
from tests.tui.driving import (
    idle,
    in_room,
    on_report,
    palette_lines,
    paste_advert,
    phase,
    quiet,
    screen_text,
    sure,
    type_text,
    until,
)
from tests.tui.reviewing import shows


async def test_first_start_asks_six_things_and_starts_taste(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Which role" in screen_text(app) and "Tester" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "At what level" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Do you have a project" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Do you have the job advert" in screen_text(app))
        await pilot.press("down", "enter")
        await paste_advert(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        await type_text(pilot, "2026-11-20")
        await pilot.press("enter")
        await until(pilot, lambda: "has passed" in screen_text(app))
        assert "Friday or tomorrow. Leave it empty if there's no date" in " ".join(screen_text(app).split())
        await pilot.press(*["backspace"] * 10)
        await type_text(pilot, "12/4")
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app).endswith("in 139 days. Did you mean 4 December? If so, esc goes back."))
        await pilot.press("escape")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        await pilot.press(*["backspace"] * 4)
        await type_text(pilot, "1 nov")
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app).endswith("to be in 2027. If you meant another day, esc goes back."))
        await pilot.press("escape")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        await pilot.press(*["backspace"] * 5)
        await type_text(pilot, "in 6 days")
        await pilot.press("enter")
        await until(pilot, lambda: "How much time do you have each day?" in screen_text(app))
        assert quiet(app) == "Interview: 30 November 2026, in 6 days."
        assert read_preferences(workspace.config).is_new  # it is kept once everything was asked
        assert "5 of 5" in screen_text(app)
        await pilot.press("end", "enter")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "40")
        await pilot.press("enter")
        await until(pilot, lambda: "One question at a time" in screen_text(app))
        assert "of 5" not in screen_text(app)
        assert all(word in screen_text(app) for word in ("Taste", "Watch a demo", "Look around", "Full interview"))
        (today,) = (line for line in screen_text(app).splitlines() if "> Screening call" in line)  # by the plan
        assert "today's plan" in today
        (whole,) = (line for line in screen_text(app).splitlines() if "Full interview" in line)
        assert whole.rstrip().endswith("over your 40 min")
        await pilot.pause(AT_ONCE)  # what comes sooner is no wish to start
        await pilot.press("down", "enter")
        interview = await in_room(pilot)
        assert interview.header.minutes == 10
    kept = read_preferences(workspace.config)
    assert (kept.role, kept.seniority, kept.interview_on) == ("tester", "senior", date(2026, 11, 30))
    assert (kept.project, kept.minutes_a_day, list(kept.advert_areas)) == (True, 40, ["basics"])


async def asked_for_the_day(pilot: Pilot[None], app: InterviewApp) -> None:
    """Take the first start to the day of the interview, with the answer that is marked each time."""
    for asked in ("Which role", "At what level", "Do you have a project", "Do you have the job advert"):
        await until(pilot, shows(app, asked, *["Tester"] * (asked == "Which role")))
        await pilot.press("left", "enter")
    await until(pilot, lambda: "When is the interview" in screen_text(app))


async def test_a_day_taken_back_takes_its_plan_along(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last page offered today's plan above "No date yet", and it came over the question that one went back to."""
    plan_made, waited = asyncio.Event(), asyncio.Event()

    async def planned_late(host: Host, graph: Graph) -> Chosen | None:
        plan = await planned_now(host, graph)
        waited.set()
        await plan_made.wait()
        return plan

    monkeypatch.setattr(welcome, "planned_now", planned_late)
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_for_the_day(pilot, app)
        await type_text(pilot, "in 6 days")
        await pilot.press("enter")
        await until(pilot, shows(app, "How much time do you have each day?"))
        await pilot.press("left", "enter")
        await until(pilot, waited.is_set)
        await pilot.press("escape")
        await until(pilot, shows(app, "When is the interview"))
        plan_made.set()
        await pilot.pause(AT_ONCE)
        assert "When is the interview" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, shows(app, "How much time do you have each day?"))
        await pilot.press("left", "enter")
        await until(pilot, shows(app, "today's plan"))
        await pilot.press("escape", "escape")
        await until(pilot, shows(app, "When is the interview"))
        await pilot.press(*["backspace"] * 9, "enter")
        await until(pilot, shows(app, "No date yet."))
        assert "today's plan" not in screen_text(app)


async def test_the_first_question_says_what_goes_on(workspace: Workspace) -> None:
    """Escape, to skip the set-up, did nothing and said nothing."""
    app = home(workspace)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Welcome) and "1 of 5" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "This is the first question. Enter goes on" in " ".join(quiet(app).split()))


async def test_a_wide_first_start_shows_an_interview(workspace: Workspace) -> None:
    """Half of the window was empty; and once it stands beside the questions, the last of them doesn't say it again."""
    app = home(workspace)
    async with app.run_test(size=(160, 45), notifications=True, tooltips=True) as pilot:
        await until(pilot, shows(app, "What an interview is like", "For example", "◈ Leaning yes for mid"))
        await asked_for_the_day(pilot, app)
        await pilot.press("left", "enter")
        await until(pilot, shows(app, WHERE_TO, "> Taste"))
        assert screen_text(app).count("One question at a time") == 1
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "What an interview is like" not in screen_text(app))
        assert WHERE_TO not in screen_text(app)
        assert screen_text(app).count("One question at a time") == 1


@pytest.mark.parametrize(("typed", "marked", "kept"), [("30", "> 30 min", 30), ("45", "> other", 45)])
async def test_minutes_of_the_first_start_may_be_typed(
    workspace: Workspace, typed: str, marked: str, kept: int
) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await asked_for_the_day(pilot, app)
        await type_text(pilot, "in 6 days")
        await pilot.press("enter")
        await until(pilot, lambda: "How much time do you have each day?" in screen_text(app))
        await pilot.press("3")
        await until(pilot, lambda: quiet(app) == "Type a number of minutes, 10 to 480.")
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert "How much time do you have each day?" in screen_text(app), "three minutes aren't taken"
        await type_text(pilot, "8")
        await pilot.press("down", "up")
        await type_text(pilot, typed)
        await until(pilot, lambda: quiet(app) == f"{typed} min: enter takes it.")
        assert marked in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "One question at a time" in screen_text(app))
    assert read_preferences(workspace.config).minutes_a_day == kept


async def test_a_wrong_day_is_refused_beside_its_field(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_for_the_day(pilot, app)
        await type_text(pilot, "someday")
        await pilot.press("enter")
        await until(pilot, lambda: "I can't read that as a day" in screen_text(app))
        lines = screen_text(app).splitlines()
        told, field = (next(n for n, line in enumerate(lines) if word in line) for word in ("I can't read", "someday"))
        assert abs(field - told) <= 4
        assert screen_text(app).count("or tomorrow") == 1, "the examples stand above"
        await pilot.press("backspace")
        await until(pilot, lambda: "I can't read" not in screen_text(app))  # it stood over the next day that was typed
        await pilot.press("f1")
        await until(pilot, lambda: "what you've typed" in screen_text(app))
        assert "Next line" not in screen_text(app), "there is no list"


async def at_the_advert(pilot: Pilot[None], app: InterviewApp) -> None:
    """Take the first start to the job advert."""
    for asked in ("Which role", "At what level", "Do you have a project"):
        await until(pilot, shows(app, asked, *["Tester"] * (asked == "Which role")))
        await pilot.press("left", "enter")
    await until(pilot, lambda: "Do you have the job advert" in screen_text(app))


async def test_back_from_an_advert_leads_back(workspace: Workspace) -> None:
    """It led on to the day; and where one was kept, enter opened an empty box for another."""
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_advert(pilot, app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Paste its text" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "Do you have the job advert" in screen_text(app))
        await pilot.press("end", "enter")
        early = events.Key("enter", None)  # while the advert is read
        await paste_advert(pilot)
        assert isinstance(app.screen, AdvertTaken)
        assert app.screen.takes_key(early), "it kept what nobody had seen"
        await pilot.press("enter")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "> keep it" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        assert read_preferences(workspace.config).advert
        await pilot.press("escape")
        await until(pilot, lambda: "> keep it" in screen_text(app))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
    assert not read_preferences(workspace.config).advert


@pytest.mark.parametrize("tier", [2, 4])
async def test_no_role_chooses_the_level(workspace: Workspace, tier: int) -> None:
    """A junior found the mark on senior, which the role usually asks for."""
    graph = workspace.graphs / "small" / "graph.toml"
    graph.write_text(re.sub(r"target_tier = \d", f"target_tier = {tier}", graph.read_text()))
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, "Which role", "Tester"))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "Questions begin easier than that" in " ".join(screen_text(app).split()))
        assert "> mid" in screen_text(app)
        assert "usually" not in screen_text(app)


async def test_a_last_evening_asks_for_today(workspace: Workspace) -> None:
    """ "How much time do you have each day?" with the interview tomorrow; then a short call, and nobody said why."""
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_for_the_day(pilot, app)
        await pilot.press(*"tomorrow", "enter")
        await until(pilot, lambda: "How much time do you have today?" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "One question at a time" in screen_text(app))
        await until(pilot, lambda: "leaves you time to go over what you missed" in " ".join(screen_text(app).split()))


async def test_the_last_page_has_no_number(workspace: Workspace) -> None:
    """After "5 of 6" came a page without a number, unless there was a day: the minutes belong to it."""
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await asked_for_the_day(pilot, app)
        assert "5 of 5" in screen_text(app)
        await pilot.press("left", "enter")
        await until(pilot, lambda: "One question at a time" in screen_text(app))
        assert "of 5" not in screen_text(app)


async def test_first_start_asks_what_the_project_is_about(workspace: Workspace) -> None:
    questions = workspace.graphs / "small" / "questions" / "basics.toml"
    questions.write_text(questions.read_text() + OF_EVERY_KIND)
    app = home(workspace)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Which role" in screen_text(app) and "Tester" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "At what level" in screen_text(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "Do you have a project" in screen_text(app))
        assert "Nothing is typed here" not in screen_text(app)
        await pilot.press("2")  # as of a date, that's asked for later
        await until(pilot, lambda: "Nothing is typed here" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "What's it about?" in screen_text(app))
        assert "Nothing is typed here" not in screen_text(app)
        # what was passed by enter is seen; the count stays, and says why
        assert re.search(r"Welcome · Tester · \w+ +3 of 5, continued", screen_text(app))
        assert "left open" in screen_text(app)
        await pilot.press("down", "enter")
        await until(pilot, lambda: "Do you have the job advert" in screen_text(app))
        assert "4 of 5" in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "What's it about?" in screen_text(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "Do you have the job advert" in screen_text(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "When is the interview" in screen_text(app))
        await pilot.press("left", "enter")
        await until(pilot, lambda: "One question at a time" in screen_text(app))
    kept = read_preferences(workspace.config)
    assert (kept.project, kept.project_area) == (True, "basics")


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_choices_below_the_window_come_into_sight(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """The mark went below the window, and the list stood still: the bundled bank has seventeen kinds of projects."""
    kinds = (OTHER_PROJECT, *[Row(f"a{n}", f"area {n} of them") for n in range(17)])
    monkeypatch.setattr(Welcome, "_projects", lambda _: kinds)
    app = home(workspace)
    async with app.run_test(size=size) as pilot:
        for asked, keys in (("Which role", ["enter"]), ("At what level", ["left", "enter"])):
            await until(pilot, lambda asked=asked: asked in screen_text(app))  # type: ignore[misc]
            await pilot.press(*keys)
        await until(pilot, lambda: "Do you have a project" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: "What's it about?" in screen_text(app))
        assert re.search(r"> left open +your role decides\b", screen_text(app))
        await pilot.press("end")
        await until(pilot, lambda: "> area 16 of them" in screen_text(app))
        assert "What's it about?" in screen_text(app)
        await pilot.press("pageup", "pageup")
        await until(pilot, lambda: "> left open" in screen_text(app))


async def test_an_unfinished_first_start_is_asked_again(workspace: Workspace) -> None:
    for _ in (1, 2):
        await _leave_after_two(home(workspace))
        assert read_preferences(workspace.config).is_new


async def _leave_after_two(app: InterviewApp) -> None:
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Which role" in screen_text(app) and "Tester" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "At what level" in screen_text(app))
        await pilot.press("down", "enter", "escape")
        await until(pilot, lambda: "> senior" in screen_text(app))
        await pilot.press("ctrl+q")


async def test_home_to_the_first_question_is_one_key(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("enter")
        interview = await in_room(pilot)
        await until(pilot, lambda: interview.state.phase is Phase.ANSWERING)


async def test_home_says_what_enter_starts_and_how_long(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: quiet(app) == "Enter starts a screening call, 20 minutes; i changes it.")
        await until(pilot, lambda: "no interviews yet" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: quiet(app) == "Enter plays a full interview in about three minutes.")
        await pilot.press("down")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("up", "up")
        await until(pilot, lambda: "20 minutes" in quiet(app))
        assert "20 minutes; i changes it." in screen_text(app)  # it fits on one line
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Setup) and "Tester" in screen_text(app))
        await pilot.press(*["down"] * 4, "left", "escape")
        await until(pilot, lambda: isinstance(app.screen, Home) and "call, 10 minutes" in quiet(app))


async def test_an_interview_that_home_saw_open_is_marked(settled: Workspace) -> None:
    """Home reads the archive beside a room that was opened at once, and took its interview for one left before."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        lowest = app.screen_stack[0]
        assert isinstance(lowest, Home)
        lowest._left = None  # the room came before the archive was read
        lowest.refresh_facts()
        await until(pilot, lambda: any(row.key.startswith("go-on:") for row in lowest.query_one("#menu", Rows).rows))
        lowest.on_screen_suspend()
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home) and "> Go on" in screen_text(app))


async def test_home_offers_to_go_on_first(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home) and "> Go on" in screen_text(app))
        assert "> Go on" in screen_text(app)


@pytest.mark.parametrize(("role", "asks"), [("tester", "At what level"), ("gardener", "Which role")])
async def test_first_start_goes_by_a_role_told(workspace: Workspace, role: str, asks: str) -> None:
    """After `interview start --role X` it asked for the role again; a role that the graph hasn't is asked for."""
    write_preferences(workspace.config, Preferences(first_command={"role": role}))
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: asks in screen_text(app))
        assert ("Your role: Tester, as in your command." in quiet(app)) == (role == "tester")
        await pilot.press("escape", "enter")
        await until(pilot, lambda: ("2 of 4" if role == "tester" else "2 of 5") in screen_text(app))


async def test_ready_has_the_plan_where_all_is_known(workspace: Workspace) -> None:
    """The role was passed before the graph was read: the last page had no plan, and no word on the role."""
    known = Preferences(project=False, advert="An advert", interview_on=date(2026, 11, 30))
    write_preferences(workspace.config, structs.replace(known, first_command={"role": "tester", "seniority": "mid"}))
    app = home(workspace)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, shows(app, "Ready"))
        assert "today's plan" in screen_text(app)
        assert quiet(app) == "Your role: Tester, as in your command. You can change it later."
    assert read_preferences(workspace.config) == structs.replace(known, role="tester")


async def test_a_stopped_interview_comes_before_the_first_start(workspace: Workspace) -> None:
    app = room(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home) and "> Go on" in screen_text(app))
    assert read_preferences(workspace.config).is_new
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "> Go on" in screen_text(app))
        await pilot.press("enter")
        interview = await in_room(pilot)
        await sure(pilot, "escape", "E")
        await until(pilot, lambda: interview.state.phase is Phase.ENDED)
    app = home(workspace)  # that one is over, so the questions come
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Which role" in screen_text(app))


async def test_home_says_standing_and_practises_what_is_due(settled: Workspace) -> None:
    sit(settled, level=-1.0)  # who has more to be told than fits
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "for a screening call" in screen_text(app))
        shown = screen_text(app)
        words = ("for a screening call", "for an onsite", "Gaps", "p for more", "due again")
        assert [word for word in words if word not in shown] == []
        assert "The secret" not in shown.split("Ready  ")[1]
        assert "…" not in shown.split("Ready  ")[1]
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: "needs 60 columns" in screen_text(app))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "for a screening call" in screen_text(app))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: "Start a drill?" in screen_text(app))  # its clock would run at once
        await pilot.press("enter")
        interview = await in_room(pilot)
        assert interview.header.format == "drill"
        assert interview.state.turns[0].asked.id in interview.header.due


async def test_home_begins_what_the_last_report_puts_first(settled: Workspace) -> None:
    sit(settled, level=1.0)
    graph = load(settled.graphs / "small")
    report = last_report(archive.rows(settled, candidate=settled.candidate), graph, settled)
    assert report is not None
    advice = report.advice
    assert advice is not None
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Go over" in screen_text(app))  # the report is some days old
        assert f"Go over   {advice.title}, 10 min" in screen_text(app)
        assert re.search(r"Practise +\d+ questions? due again", screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: quiet(app) == f"Enter offers 10 minutes on {advice.title}, or some reading first.")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        assert "> Read first" in screen_text(app)  # after a weak answer
        await pilot.press("up")
        await until(pilot, lambda: "> Start" in screen_text(app) and "Enter" not in screen_text(app))
        await pilot.press("enter")
        header = (await in_room(pilot)).header
        assert (header.format, header.area, header.minutes) == ("deep-dive", advice.area, 10)
        assert header.again is not None
        assert header.again.session == report.row.id


async def test_home_without_an_answer_claims_nothing(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Tester · mid" in screen_text(app))
        await pilot.pause(0.1)
        assert not any(word in screen_text(app) for word in ("Ready  ", "Practise", "Gaps"))


async def test_setup_changes_and_starts_and_remembers(settled: Workspace) -> None:
    app, written = home(settled), settled.config.read_text()
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("i")
        await until(pilot, lambda: "Tester" in screen_text(app))
        await pilot.press(*["down"] * 4, "left", *["down"], "enter")
        assert not isinstance(app.screen, Room)
        assert "ctrl+s start" in screen_text(app)
        await pilot.press("home", "enter")
        interview = await in_room(pilot)
        assert (interview.header.minutes, interview.header.score) == (10, "end")
    tried = read_tried(settled.config)
    assert tried is not None
    assert (tried.minutes, tried.score) == (10, "end")
    assert [
        line for line in settled.config.read_text().splitlines() if not line.startswith("tried =")
    ] == written.splitlines()


async def test_the_last_interviews_graph_is_set_up(workspace: Workspace) -> None:
    keep_choices(workspace.config, Preferences(role="tester", graph="llm", format="screen"))
    sit(workspace)
    app = InterviewApp(replace(workspace, says_reading=print))
    assert app.workspace.says_reading is None, "a line of text would spoil the screen"
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: app.graph_title == "A small graph")
        await pilot.press("i")
        await until(pilot, lambda: re.search(r"Graph +A small graph", screen_text(app)) is not None)
        await pilot.press("enter")
        assert (await in_room(pilot)).header.graph == "small"


async def test_a_graph_set_by_hand_stands(workspace: Workspace) -> None:
    write_preferences(workspace.config, Preferences(role="tester", graph="other", format="screen"))
    other = workspace.graphs / "other"
    shutil.copytree(workspace.graphs / "small", other)
    head = (other / "graph.toml").read_text("utf-8")
    (other / "graph.toml").write_text(head.replace("A small graph", "Another graph"), "utf-8")
    sit(workspace)
    app = InterviewApp(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: app.graph_title == "Another graph")


async def test_review_lists_reads_and_covers_the_reference(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "d")
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and "stopped" in screen_text(app))
        await pilot.press("slash")
        await type_text(pilot, "nothing")
        await until(pilot, lambda: "0 of 1" in screen_text(app))
        await pilot.press("escape", "enter")
        await until(pilot, lambda: "The reference is hidden" in screen_text(app))
        assert "Says that it reads one element" not in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: "Says that it reads one element" in screen_text(app))
        assert "space hide reference" in screen_text(app)


async def test_help_shows_the_keys_of_the_screen_first(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help) and "Interview: answering" in screen_text(app))
        await until(pilot, lambda: "↓ scroll" in screen_text(app))  # there is more below
        await pilot.press("end")
        await until(pilot, lambda: "↓ scroll" not in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))


async def test_the_palette_finds_actions_by_their_words(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        await type_text(pilot, "transcripts")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


@pytest.mark.parametrize(
    ("word", "screen"), [("progress", ProgressScreen), ("review", ReviewScreen), ("search", StudyScreen)]
)
async def test_the_palette_finds_screens_by_homes_names(
    settled: Workspace, word: str, screen: type[Screen[None]]
) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Tester · mid" in screen_text(app))
        await pilot.press("ctrl+p")
        await pilot.pause(0.1)
        await type_text(pilot, word)
        await until(pilot, lambda: "".join(palette_lines(app)[:1]).startswith(word.capitalize()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, screen))


async def test_a_key_of_the_footer_can_be_clicked(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.pause(0.05)
        at = screen_text(app).splitlines()[23].index("settings")
        await pilot.click("Keys", offset=(at, 0))
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))


async def test_small_terminal_gets_polite_line_and_keeps_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "kept")
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: "needs 60 columns and 20 lines" in screen_text(app))
        await pilot.resize_terminal(60, 20)
        await until(pilot, lambda: "The clock is stopped" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "kept" in screen_text(app))
        await type_text(pilot, "!")
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "kept!"


async def test_the_demo_sits_an_interview_to_its_report(settled: Workspace) -> None:
    settings = Chosen(format="screen", role="tester", seed=1, candidate="demo", max_questions=2)
    app = InterviewApp(settled, "small", opening=Opening(start=settings, demo=DemoDriver(speed=100_000)))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: on_report(app), 1500)
    assert len(list(settled.sessions.glob("*.toml"))) == 1


async def test_the_demo_waits_and_can_be_left(settled: Workspace) -> None:
    settings = Chosen(format="screen", role="tester", seed=1, candidate="demo")
    app = InterviewApp(settled, "small", opening=Opening(start=settings, demo=DemoDriver(speed=1)))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert [timer._interval for timer in app.screen._timers].count(DRAFT_SECONDS) == 1, "begun more than once"
        assert quiet(app) == WHOSE
        await pilot.press("space")
        await until(pilot, lambda: "is paused" in quiet(app))
        assert "space resume" in screen_text(app), "it said pause below, and paused above"
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))
        assert "press a letter" not in screen_text(app), "nobody writes in a demo"
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_a_paused_demo_plays_one_step(settled: Workspace) -> None:
    settings = Chosen(format="screen", role="tester", seed=1, candidate="demo")
    app = InterviewApp(settled, "small", opening=Opening(start=settings, demo=DemoDriver(speed=100_000, held=True)))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        for _ in range(2):
            before = len(interview.events)
            await idle(pilot)
            assert len(interview.events) == before
            await pilot.press("s")
            await until(pilot, lambda: len(interview.events) > before)  # noqa: B023 - awaited before it changes
            assert "is paused" in quiet(app)


async def test_a_demo_waits_below_help(settled: Workspace) -> None:
    """It ran on behind the help: a question was answered and judged meanwhile."""
    settings = Chosen(format="screen", role="tester", seed=1, candidate="demo")
    app = InterviewApp(settled, "small", opening=Opening(start=settings, demo=DemoDriver(speed=2000)))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, Help))
        await idle(pilot)
        before = len(interview.events)
        await pilot.pause(0.5)
        assert len(interview.events) == before
        await pilot.press("escape")
        await until(pilot, lambda: len(interview.events) > before)


class PausedToPredict(DemoDriver):
    """A demo that is paused where its candidate is about to predict a verdict."""

    async def _type(self, room: DemoRoom, act: Act) -> None:
        self.held = act.command == "predict"
        await super()._type(room, act)


async def test_a_click_into_a_demo_scores_nothing(settled: Workspace) -> None:
    settings = Chosen(format="screen", role="tester", seed=1, candidate="demo")
    demo = PausedToPredict(speed=100_000)
    app = InterviewApp(settled, "small", opening=Opening(start=settings, demo=demo))
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: demo.held and "✓ solid" in screen_text(app))
        before = interview.events
        lines = screen_text(app).splitlines()
        x, y = next((line.index("✓ solid"), row) for row, line in enumerate(lines) if "✓ solid" in line)
        assert app.screen.get_style_at(x, y).meta[CLICKED] == "solid", "a click beside it would prove nothing"
        await pilot.click(offset=(x, y))
        await idle(pilot)
        assert interview.events == before
        assert interview.state.phase is Phase.PREDICTING


async def test_keys_of_the_settings_file_count(settled: Workspace) -> None:
    keys = {"home.review": "v", "home.revue": "x"}
    write_preferences(settled.config, Preferences(role="tester", keys=keys))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "home.revue" in quiet(app) and "home.review" in quiet(app))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


def test_settings_that_do_not_fit_are_one_sentence(workspace: Workspace) -> None:
    workspace.config.write_text("role = 3\n")
    with pytest.raises(UsageError, match="Fix or delete"):
        read_preferences(workspace.config)


def test_settings_come_back_as_they_were_written(workspace: Workspace) -> None:
    kept = Preferences(role="tester", interview_on=date(2026, 12, 1), minutes=20, clock=False, keys={"home.quit": "x"})
    write_preferences(workspace.config, kept)
    assert read_preferences(workspace.config) == kept
