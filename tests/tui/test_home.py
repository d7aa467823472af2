"""Home: what to do now, in the words that the width has room for; large archives; the day before."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace as put
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.events import Event
from textual.pilot import Pilot

from simulator.graph.load import load
from simulator.graph.records import Area, Role
from simulator.report.debrief_records import Recommendation
from simulator.report.progress_records import Countdown, PlannedDay
from simulator.session import sitting
from simulator.session.archive import archive, index
from simulator.session.archive.summary import SessionRow
from simulator.session.header import Settings as Chosen
from simulator.session.presets import interrupted, unfinished
from simulator.session.transcript.sidecars import Draft, DraftFile
from simulator.session.transcript.write import locked
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences, read_preferences
from simulator.ui.tui import session_list_loader
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home import screen
from simulator.ui.tui.home.brief import BriefScreen
from simulator.ui.tui.home.home_card import WAITING
from simulator.ui.tui.home.rows import GO_ON, LIKELY_TEXTS, HomeLines, PlannedToday, planned_today
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.settings import SettingsScreen
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.palette import Palette
from simulator.ui.tui.review.rows import went
from simulator.ui.tui.room.demo import DemoRoom
from simulator.ui.tui.session_list_loader import Batch, load_incrementally
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.words import counted
from tests.graphs import llm_graph
from tests.report_screen import standing_lines
from tests.settings import write_preferences
from tests.transcripts import put as put_transcript
from tests.transcripts import whole
from tests.tui.conftest import NOW, home, room, sit
from tests.tui.driving import in_room, palette_lines, quiet, screen_text, type_text, until

TODAY = NOW.date()
ROLES = ("applied-engineer", "pretraining-engineer", "safety-evaluation")


def row(state: str = "ended", **values: object) -> SessionRow:
    """A session in a list."""
    usual = SessionRow(
        id="s", path=Path("s.toml"), candidate="me", graph="llm", format="full", role="applied-engineer",
        started=datetime(2026, 11, 24, 11, 2, tzinfo=UTC), state=state, questions=4, score=0.5, verdict="solid",
        clock=1440.0, minutes=45.0, missed=(), waiting=6,
    )  # fmt: skip
    return replace(usual, **values)


@pytest.mark.parametrize("width", [60, 80, 140])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("format_", ["full", "deep-dive", "screen"])
def test_no_line_is_cut_off_at_any_width(width: int, role: str, format_: str) -> None:
    for on_day, labels in (
        (TODAY, ["Brief", "Go on", "Debrief", "Start", "Review", "Map"]),
        (None, ["Go on", "Debrief", "Start", "Code", "Review", "Map"]),
    ):
        kept = Preferences(role=role, format=format_, area="interpretability", advert="ad.txt", interview_on=on_day)
        rows = HomeLines([row("asking"), row("debriefing")], kept, TODAY, None, 96, width, graph=llm_graph()).rows()
        for one in rows:
            note = 2 + cell_len(one.note) if one.note else 0
            assert 4 + 2 + 10 + cell_len(one.text) + note <= width, one
        assert [r.label for r in rows] == labels


def test_go_on_leads_to_what_has_answers() -> None:
    stopped = [row("asking", id="empty", waiting=0), row("asking", id="half-way", waiting=0, answers=2)]
    rows = HomeLines(stopped, Preferences(), TODAY, None, 96).rows()
    (going_on,) = [line for line in rows if line.label == "Go on"]
    assert going_on.key.endswith("half-way")
    assert "1 more" in going_on.note


def test_go_on_skips_graphs_that_are_missing() -> None:
    """An interview on a graph given by its path stood first, before one that opens, and could only be refused."""
    stopped = [
        row("asking", id="lost", graph="mine", answers=3, started=datetime(2026, 11, 25, tzinfo=UTC)),
        row("debriefing", id="lost-too", graph="mine"),
        row("asking", id="open"),
    ]
    known = HomeLines(stopped, Preferences(), TODAY, None, 96, missing=frozenset({"mine"}))
    keys = [line.key for line in known.rows()]
    assert [key for key in keys if key.startswith(GO_ON)] == [f"{GO_ON}open"]
    assert "more" not in known.rows()[0].note
    assert [one.id for one in unfinished(stopped, {"mine"})] == ["open", "lost", "lost-too"]
    present = replace(known, graph=replace(llm_graph(), id="mine"))
    assert [line.key for line in present.rows()][:2] == [f"{GO_ON}lost", f"{GO_ON}lost-too"]


def test_go_on_leads_to_what_was_left_last(tmp_path: Path) -> None:
    """Cut off in the middle of an answer, the newest interview stood behind an older one; what is empty still does."""
    cut_off = tmp_path / "cut-off.toml"
    DraftFile(cut_off).save(Draft(n=1, clock=9.0, text="Half an answer"))
    stopped = [
        row("asking", id="empty", waiting=0),
        row("asking", id="cut-off", path=cut_off, waiting=0),
        row("asking", id="begun-earlier", waiting=0, answers=2, last_at=datetime(2026, 11, 24, 12, tzinfo=UTC)),
        row("asking", id="older", waiting=0, answers=9, started=datetime(2026, 11, 23, 11, tzinfo=UTC)),
    ]
    assert [one.id for one in interrupted(stopped)] == ["begun-earlier", "cut-off", "older", "empty"]
    rows = HomeLines(stopped[:2], Preferences(), TODAY, None, 96).rows()
    assert rows[0].key.endswith("cut-off")
    assert counted(stopped) == "4 interviews, 1 without an answer"


def test_an_open_interview_is_not_called_interrupted(tmp_path: Path) -> None:
    """One that was just being sat in another window was "interrupted", in Review "stopped", and led to a refusal."""
    here, elsewhere = (row("asking", id=name, path=tmp_path / f"{name}.toml") for name in ("here", "elsewhere"))

    def lines() -> list[tuple[str, str]]:
        rows = HomeLines([elsewhere], Preferences(), TODAY, None, 96).rows()
        return [(line.label, line.note) for line in rows if line.label in {"Go on", "Start"}]

    lock = locked(elsewhere.path)
    try:
        assert [one.id for one in interrupted([elsewhere, here])] == ["here", "elsewhere"]
        assert [label for label, _ in lines()] == ["Start", "Go on"]
        assert lines()[1][1] == "open in another window"
        assert (went(elsewhere), went(here)) == ("open now", "stopped")
    finally:
        lock.release()  # its file stays, as after a crash
    assert [one.id for one in interrupted([elsewhere, here])] == ["elsewhere", "here"]
    assert lines()[0][1].startswith("interrupted ")
    assert went(elsewhere) == "stopped"


def test_what_was_hardly_begun_waits_behind_the_plan(tmp_path: Path) -> None:
    """Days later, a taste with only stray typing stood first and marked, above what the plan had for today."""
    left = row("asking", id="stray", path=tmp_path / "stray.toml", waiting=0)
    DraftFile(left.path).save(Draft(n=1, clock=9.0, text="the quick brown"))
    planned = PlannedToday(("Drill: 4 due questions, 20 min",))

    def labels(left: SessionRow, today: date, plan: PlannedToday = planned) -> list[str]:
        return [line.label for line in HomeLines([left], Preferences(), today, None, 96, 120, planned=plan).rows()][:3]

    day = left.started.date()
    assert labels(left, day) == ["Go on", "Today", "Start"]  # still what one has just left
    assert labels(left, day + timedelta(days=1)) == ["Today", "Start", "Go on"]
    assert labels(replace(left, answers=1), day + timedelta(days=1)) == ["Go on", "Today", "Start"]
    assert labels(left, day + timedelta(days=1), PlannedToday(planned.texts, begun="stray"))[0] == "Go on"
    DraftFile(left.path).save(Draft(n=1, clock=9.0, text="half of a real answer, " * 5))
    assert labels(left, day + timedelta(days=1)) == ["Go on", "Today", "Start"]


def test_an_answer_rubbed_out_is_no_answer(tmp_path: Path) -> None:
    """Four rows of Review had none, where home counted one: drafts that were empty again counted as begun."""
    left = row("asking", path=tmp_path / "left.toml", waiting=0)
    DraftFile(left.path).save(Draft(n=1, clock=9.0, text=" \n"))
    assert not left.has_answer
    assert counted([left]) == "1 interview, 1 without an answer"


def test_what_today_goes_on_with_is_counted_once() -> None:
    """Home had the stopped interview of today's plan in its line, and as the one more in Review beside "Go on"."""
    stopped = [row("asking", id="other", waiting=0, answers=2), row("asking", id="planned", waiting=0)]
    planned = PlannedToday(("Full interview, 45 min left",), "carry on", begun="planned")
    rows = HomeLines(stopped, Preferences(), TODAY, None, 96, 120, planned=planned).rows()
    assert [line.label for line in rows][:2] == ["Go on", "Today"]
    assert "more" not in rows[0].note


def test_what_was_begun_keeps_the_plans_name() -> None:
    """The same thing was "Foundations: 1 missed" until it was begun, and then "Deep dive"."""
    stopped = [row("asking", id="planned", format="deep-dive", waiting=0)]
    planned = PlannedToday(("Foundations: 1 missed, 10 min left",), "carry on", begun="planned")
    rows = HomeLines(stopped, Preferences(), TODAY, None, 96, 120, planned=planned).rows()
    assert (rows[0].label, rows[0].text) == ("Go on", "Foundations: 1 missed, 10 min left")


def test_the_line_of_today_is_whole_where_narrow() -> None:
    """At 60 columns it read "Models and architecture: 2 missed, 1 it res…"."""
    gaps = PlannedDay(
        day=TODAY, kind="gaps", title="Models and architecture: 2 missed, 1 it rests on", minutes=20,
        format="deep-dive", length=15, area="models", concepts=("a", "b", "c"),
    )  # fmt: skip
    kept = Preferences(interview_on=TODAY + timedelta(days=9))
    planned = planned_today(
        Countdown(today=TODAY, until=kept.interview_on, minutes_a_day=45, days=(gaps,)), kept, TODAY
    )
    for width, said in ((60, "Models and architecture: 2 missed"), (120, f"{gaps.title}, 20 min with scoring")):
        rows = HomeLines([], kept, TODAY, None, 96, width, planned=planned).rows()
        assert next(row.text for row in rows if row.key == "today") == said


def test_an_open_interview_leaves_the_map_untold() -> None:
    """Beside a first interview with answers, which isn't over, it said that no concept was asked about yet."""
    unmet = SimpleNamespace(
        concepts=[SimpleNamespace(mark="not met", asked=0)] * 96, gaps=(), graph="", sessions=0, waiting=0
    )
    told = [
        HomeLines(sat, Preferences(), TODAY, found, 96).rows()[-1].text  # type: ignore[arg-type]
        for sat, found in (([], None), ([row()], unmet))
    ]
    assert told == ["96 concepts, none asked about yet", "all concepts, and where you stand"]


def test_words_are_whole_where_there_is_room() -> None:
    kept, graph = Preferences(role="applied-engineer"), llm_graph()
    wide, narrow = (HomeLines([], kept, TODAY, None, 96, width, graph=graph).rows()[0] for width in (80, 60))
    assert wide.text == f"Full interview · {graph.roles['applied-engineer'].title} · 45 min, 15 min to score"
    assert narrow.text == "Full interview · 45 min, 15 min to score"


@pytest.mark.parametrize(
    ("format_", "kept", "taken"),
    [
        ("full", {"role": "safety-evaluation"}, "role:safety-evaluation"),
        ("full", {"role": "backend"}, "role:"),
        ("deep-dive", {"role": "backend", "area": "inference"}, "area:inference"),
        ("deep-dive", {"role": "backend", "area": "databases"}, "area:"),
    ],
)
def test_home_names_the_graph_by_its_title(format_: str, kept: dict[str, str], taken: str) -> None:
    graph, chosen = llm_graph(), Preferences(format=format_, **kept)  # type: ignore[arg-type]
    kind, _, name = taken.partition(":")
    first = next(iter(graph.roles.values()))
    own: Mapping[str, Role | Area] = graph.roles if kind == "role" else graph.areas
    most = max(first.areas, key=lambda area: first.areas[area])
    title = own[name or (first.id if kind == "role" else most)].title
    assert f" · {title} · " in HomeLines([], chosen, TODAY, None, 96, 140, graph=graph).rows()[0].text
    assert len(HomeLines([], chosen, TODAY, None, 96, 140).rows()[0].text.split(" · ")) == 2  # no graph yet


async def test_a_start_takes_what_home_names(settled: Workspace) -> None:
    write_preferences(settled.config, Preferences(role="backend", format="deep-dive", area="databases"))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Deep dive · Basics [b] · " in screen_text(app))
        await pilot.press("enter")
        header = (await in_room(pilot)).header
    assert (header.role, header.area) == ("tester", "basics")


def test_without_a_role_nothing_stands_in_its_place() -> None:
    assert HomeLines([], Preferences(), TODAY).rows()[0].text == "Full interview · 45 min, and about 15 min to score"


@pytest.mark.parametrize(("days", "offered"), [(-1, False), (0, True), (1, True), (2, False)])
def test_brief_is_offered_on_last_two_days(days: int, offered: bool) -> None:
    kept = Preferences(role="tester", interview_on=TODAY + timedelta(days=days))
    rows = HomeLines([row("asking")], kept, TODAY).rows()
    assert (rows[0].key == "brief") is offered
    assert "brief" not in [r.key for r in rows[1:]]


@pytest.mark.parametrize("sessions", [[], [row("asking", score=None, verdict=None)]])
def test_without_a_scored_answer_brief_comes_second(sessions: list[SessionRow]) -> None:
    kept = Preferences(role="tester", interview_on=TODAY + timedelta(days=1))
    rows = HomeLines(sessions, kept, TODAY).rows()
    assert [r.key for r in rows].index("brief") == 1
    assert rows[1].text in LIKELY_TEXTS
    assert HomeLines(None, kept, TODAY).rows()[0].key == "brief"


def test_nothing_is_claimed_of_an_unread_archive() -> None:
    kept = Preferences(role="tester")
    texts = [
        next(r.text for r in HomeLines(sessions, kept, TODAY, whole=whole).rows() if r.key == "review")
        for sessions, whole in ((None, True), ([], True), ([row()] * 1200, False), ([row()] * 1200, True))
    ]
    assert texts == ["your interviews", "no interviews yet", "1,200 interviews read so far", "1,200 interviews"]


async def test_first_sessions_appear_before_the_last_are_read(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        name, data = whole()
        put_transcript(workspace.sessions, f"{2010 + number}-01-01T090000{name[17:]}", data)
    monkeypatch.setattr(session_list_loader, "FIRST_PATIENCE", 0.0)
    parts: list[Batch] = [part async for part in load_incrementally(put(workspace, candidate="demo"))]
    assert len(parts[0].rows) == index.FEW
    assert parts[0].words == "Reading 12 interviews, 33%."
    assert (len(parts[-1].rows), parts[-1].words) == (12, "")
    assert [part.whole for part in parts] == [*[False] * (len(parts) - 1), True]


async def test_home_says_how_far_it_has_read(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        name, data = whole()
        put_transcript(settled.sessions, f"{2010 + number}-01-01T090000{name[17:]}", data)
    monkeypatch.setattr(session_list_loader, "FIRST_PATIENCE", 0.0)
    monkeypatch.setattr(session_list_loader, "MORE_PATIENCE", 0.0)
    said: list[str] = []
    monkeypatch.setattr(Home, "quiet", lambda _, words: said.append(words))
    app = home(put(settled, candidate="demo"))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "12 interviews" in screen_text(app) and "so far" not in screen_text(app))
        await until(pilot, lambda: "" in said)
    # a look that home gave up for a newer one may have read a part already: the words name what was left then
    assert any(re.fullmatch(r"Reading \d+ interviews, \d+%\.", words) for words in said)


async def test_day_before_brief_is_first_thing(settled: Workspace) -> None:
    sit(settled)
    write_preferences(settled.config, replace(read_preferences(settled.config), interview_on=date(2026, 11, 25)))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "> Brief" in screen_text(app) and "interview tomorrow" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, BriefScreen) and "page 1 of" in screen_text(app))


@pytest.mark.parametrize("how", ["pressed", "found", "planned"])
async def test_start_waits_until_all_lines_are_known(
    settled: Workspace, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """Pressed before the plan's line of today had come in above it, it began an hour's interview.

    Nor does enter start what came in, however long home has been there, until its line was in sight for a moment.
    """
    if how == "planned":
        kept = read_preferences(settled.config)
        write_preferences(settled.config, replace(kept, interview_on=TODAY + timedelta(days=9), minutes_a_day=15))
    else:
        sit(settled, days_ago=1, until=lambda state: len(state.turns) > 1)
    pressed = listed_in_time(monkeypatch)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "> Start" in screen_text(app))
        if how == "found":
            await pilot.press("ctrl+p")
            await until(pilot, lambda: isinstance(app.screen, Palette))
            await type_text(pilot, "start begin")
            await until(pilot, lambda: "".join(palette_lines(app)[:1]).startswith("Start: "))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await nothing_begins(pilot, pressed, "> Today" if how == "planned" else "> Go on", monkeypatch)


def listed_in_time(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Home lists no interview before this is set."""
    told = asyncio.Event()

    async def in_time(*given: Any) -> AsyncIterator[Batch]:
        await told.wait()
        async for part in load_incrementally(*given):
            yield part

    monkeypatch.setattr(screen, "load_incrementally", in_time)
    return told


async def nothing_begins(pilot: Pilot[None], then: asyncio.Event, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What comes in `then` is marked and told, and enter doesn't take it at once."""
    app = pilot.app
    assert isinstance(app, InterviewApp)
    assert isinstance(app.screen, Home)
    app.screen._shown_at = 0.0  # it has been there for long
    monkeypatch.setattr(screen, "SEEN", 60.0)
    then.set()
    await until(pilot, lambda: line in screen_text(app))
    await pilot.pause()
    await until(pilot, lambda: quiet(app).startswith("This line has only just"), 50)
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(app.screen, Home)
    assert quiet(app).startswith("This line has only just")


async def test_a_line_that_has_gone_begins_nothing(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was chosen before all lines were known, and ended the program where it wasn't among them."""
    listed = listed_in_time(monkeypatch)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "> Start" in screen_text(app))
        assert isinstance(app.screen, Home)
        app.screen.open_row("repeat")
        listed.set()
        await until(pilot, lambda: "no interviews yet" in screen_text(app))
        await pilot.pause()
        assert isinstance(app.screen, Home)


@pytest.mark.parametrize("came", ["Go on", "Today"])
async def test_a_mark_that_moved_unsaid_starts_nothing(
    settled: Workspace, monkeypatch: pytest.MonkeyPatch, came: str
) -> None:
    """What is to go on with is marked while the plan is still worked out; after another screen the mark stays."""
    kept = replace(read_preferences(settled.config), interview_on=TODAY + timedelta(days=9), minutes_a_day=15)
    write_preferences(settled.config, kept)
    listed, known, read = listed_in_time(monkeypatch), asyncio.Event(), Home._read_standing

    async def later(self: Home, rows: Sequence[SessionRow]) -> None:
        await known.wait()
        await read(self, rows)

    monkeypatch.setattr(Home, "_read_standing", later)
    if came == "Go on":
        sit(settled, days_ago=1, until=lambda state: len(state.turns) > 1)
    else:
        listed.set()
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "> Start" in screen_text(app))
        if came == "Today":
            await until(pilot, lambda: "no interviews yet" in screen_text(app))
            await pilot.press("s")
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("enter")
        listed.set()
        await until(pilot, lambda: f"> {'Go on' if came == 'Go on' else 'Start'}" in screen_text(app))
        await nothing_begins(pilot, known, f"> {came}", monkeypatch)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_outdated_is_shown_after_an_interview(
    settled: Workspace, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """For a second home had the plan and the figures of before it, and enter began what the plan no longer had."""
    kept = replace(read_preferences(settled.config), interview_on=TODAY + timedelta(days=9), minutes_a_day=30)
    write_preferences(settled.config, kept)
    sit(settled, level=1.0, days_ago=20)
    known, read = asyncio.Event(), Home._read_standing
    known.set()

    async def later(self: Home, rows: Sequence[SessionRow]) -> None:
        await known.wait()
        await read(self, rows)

    monkeypatch.setattr(Home, "_read_standing", later)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Ready " in screen_text(app) and WAITING not in screen_text(app))
        known.clear()
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        sit(settled, level=-4.0, days_ago=0)
        await pilot.press("escape")
        await until(pilot, lambda: "> Today     looking at what's next" in screen_text(app))
        await pilot.pause()
        assert "2 interviews" in screen_text(app)
        assert ("Ready " in screen_text(app), "Practise" in screen_text(app)) == (False, False)
        assert "today 12:00: " in screen_text(app) or (size[0] == 120 and WAITING in screen_text(app))
        assert quiet(app).startswith("Enter goes to what's planned today")
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == screen.LOOKS_FIRST)
        known.set()
        await until(pilot, lambda: "Ready " in screen_text(app) and WAITING not in screen_text(app))
        await until(pilot, lambda: "> Today     done" in screen_text(app))
        await until(pilot, lambda: quiet(app).startswith("This line has only just"))
        await pilot.pause()
        assert isinstance(app.screen, Home)


async def test_a_line_that_nobody_read_starts_nothing(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a second enter as the program starts, nor one on a line that came in by itself."""
    too_soon = "This line has only just come up; press enter again."
    monkeypatch.setattr(screen, "SEEN", 60.0)  # a busy machine is no faster than an eye
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "no interviews yet" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == too_soon)
        began = Event().time
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        sit(settled, days_ago=1, until=lambda state: len(state.turns) > 1)
        await pilot.press("escape")
        await until(pilot, lambda: "> Go on" in screen_text(app))
        monkeypatch.setattr(screen, "SEEN", Event().time - began)  # home has been there for longer
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == too_soon)
        monkeypatch.setattr(screen, "SEEN", 0.0)
        await pilot.press("enter")
        await in_room(pilot)


async def test_letter_opens_each_part_and_escape_comes_back(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for key, kind in (("s", SettingsScreen), ("e", Setup), ("b", BriefScreen)):
            await pilot.press(key)
            await until(pilot, lambda kind=kind: isinstance(app.screen, kind))  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Home))


def test_interview_does_not_wait_for_whole_archive(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(12):
        name, data = whole()
        put_transcript(settled.sessions, f"{2010 + number}-01-01T090000{name[17:]}", data)
    monkeypatch.setattr(sitting, "PATIENCE", 0.0)
    chosen = Chosen(format="screen", role="tester", candidate="somebody")
    sitting.begin(load(settled.graphs / "small"), chosen, settled).close()
    with index.Index(settled.sessions, settled.cache) as known:
        assert known.ask("SELECT count(*) FROM sessions", (), lambda row: row[0]) == [index.FEW]


async def test_the_mark_keeps_to_the_line_used(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        menu = app.screen.query_one("#menu", Rows)
        await until(pilot, lambda: "no interviews yet" in screen_text(app))
        for key in ("i", "s"):  # with the mark on the first line as well
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, Home))
            if key == "s":
                app.remember(replace(app.preferences, interview_on=TODAY + timedelta(days=9), minutes_a_day=15))
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Home))
        await until(pilot, lambda: [r.key for r in menu.rows][:2] == ["today", "start"])
        assert menu.row is not None
        assert menu.row.key == "start"
        menu.mark("review")
        await pilot.press("i")
        await until(pilot, lambda: isinstance(app.screen, Setup) and "Not asked yet" in screen_text(app))
        await pilot.press("ctrl+s")
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home) and "> Go on" in screen_text(app))


async def test_the_mark_goes_on_with_the_plan(settled: Workspace) -> None:
    """It stayed on Start, which was then an interview that the plan had no room for."""
    kept = replace(read_preferences(settled.config), interview_on=TODAY + timedelta(days=9), minutes_a_day=30)
    write_preferences(settled.config, kept)
    app = home(settled)
    async with app.run_test(size=(96, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "today's plan" in screen_text(app))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        sit(settled, level=1.0, days_ago=0)
        await pilot.press("escape")
        await until(pilot, lambda: "> Today     done; tomorrow: " in screen_text(app))
        assert quiet(app) == "Enter shows the plan; what it had for today is done."


async def test_today_goes_on_with_what_was_stopped(settled: Workspace) -> None:
    """It began a second interview beside it, from home and from the plan."""
    kept = replace(read_preferences(settled.config), interview_on=TODAY + timedelta(days=9), minutes_a_day=30)
    write_preferences(settled.config, kept)
    sit(settled, days_ago=0, until=lambda state: len(state.turns) == 2)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        line = r"> Go on +Screening call, \d+ min left +today's plan"
        await until(pilot, lambda: bool(re.search(line, screen_text(app))))
        assert "Today" not in screen_text(app), "one line for one interview"
        await pilot.press("c")
        await until(pilot, lambda: "You've begun it: enter picks up" in screen_text(app))
        await pilot.press("enter")
        assert len((await in_room(pilot)).state.turns) == 2
        await pilot.press("escape", "q")
        await until(pilot, lambda: "You've begun it: enter picks up" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await until(pilot, lambda: bool(re.search(line, screen_text(app))))
        await pilot.pause(screen.SEEN)
        await pilot.press("enter")
        assert len((await in_room(pilot)).state.turns) == 2
    assert len(list(settled.sessions.glob("*.toml"))) == 1


@pytest.mark.parametrize("size", [(200, 60), (80, 24), (60, 20)])
async def test_home_is_whole_at_every_size(settled: Workspace, size: tuple[int, int]) -> None:
    sit(settled, level=1.0)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "for a screening call" in screen_text(app))
        shown = screen_text(app)
        assert "…" not in shown
        assert ("p for more" in shown) == ("Known" not in shown)
        assert all(
            word in shown for word in ("> Start", "Practise", "Review", "Map", "enter open", "p progress", "? help")
        )
        assert ("s settings" in shown) is (size[0] > 60)


async def test_the_fullest_home_fits_the_smallest_window(settled: Workspace) -> None:
    sit(settled, level=1.0, days_ago=3)
    kept = replace(read_preferences(settled.config), interview_on=date(2026, 11, 25), advert="ad.txt")
    write_preferences(settled.config, kept)
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape", "q")
        await until(pilot, lambda: isinstance(app.screen, Home) and "for a screening call" in screen_text(app))
        shown = screen_text(app).splitlines()
        assert [r.label for r in app.screen.query_one(Rows).rows][:3] == ["Brief", "Go on", "Start"]
        assert not app.screen.max_scroll_y
        assert "interview tomorrow" in shown[1], shown
        assert "…" not in "".join(shown)


def test_what_does_not_fit_is_left_out() -> None:
    ready = Recommendation(level="mid", tier=3, word="leaning yes", role_level="senior", for_role="not yet")
    progress = SimpleNamespace(
        gaps=[],
        weakest="",
        areas=[],
        screen="yes",
        onsite="leaning yes",
        recommendation=ready,
        concepts=[],
        missed=[],
        solid=0,
        scored=0,
        level=3,
        level_low=2,
        level_high=4,
    )
    labels = [[line[:10].strip() for line in standing_lines(progress, 52, most)] for most in (9, 3, 2)]  # type: ignore[arg-type]
    assert labels == [["Ready", "", "", "Level", "Gaps", "Known"], ["Ready", "", ""], ["Ready", ""]]
    assert standing_lines(progress, 52)[2].split() == ["the", "role", "asks", "for", "senior:", "✕", "not", "yet"]  # type: ignore[arg-type]


async def test_one_column_below_smallest_there_is_polite_line(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(59, 19), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "needs 60 columns and 20 lines; you have 59 and 19" in screen_text(app))
        resumed = "ctrl+q, then `interview resume --plain`"  # once the interview has been opened
        await until(pilot, lambda: resumed in " ".join(screen_text(app).split()))
        assert "Nothing is lost" in " ".join(screen_text(app).split())
        await pilot.resize_terminal(44, 14)
        await until(pilot, lambda: "resume --plain`." in " ".join(screen_text(app).split()))


@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_begun_interview_comes_first_with_the_others(width: int) -> None:
    several = [row("asking"), row("debriefing"), row("asking"), row(), row("asking"), row("debriefing")]
    rows = HomeLines(several, Preferences(role="applied-engineer"), TODAY, None, 96, width).rows()
    assert [r.label for r in rows][:3] == ["Go on", "Debrief", "Start"]
    assert "and 2 more" in rows[0].note
    assert "and 1 more in Review" in rows[1].note
    assert width == 60 or "in Review" in rows[0].note
    assert "more" not in HomeLines([row("asking")], Preferences(), TODAY, None, 96, width).rows()[0].note


CARDS = ("plan", "level", "areas", "standing", "last")


async def test_wide_home_fills_its_cards_in_their_places(settled: Workspace) -> None:
    for level, days in ((1.0, 9), (4.0, 3)):
        sit(settled, level=level, days_ago=days)
    write_preferences(settled.config, replace(read_preferences(settled.config), interview_on=date(2026, 12, 1)))
    app = home(settled)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: any(card.size.width for card in app.screen.query("#plan")))
        empty = {name: app.screen.query_one(f"#{name}").region for name in CARDS}
        await until(pilot, lambda: bool(app.screen.query("LevelPlot")))
        await until(pilot, lambda: WAITING not in screen_text(app))
        shown = screen_text(app)
        assert all(
            words in shown for words in ("Until 1 December", "today", "About ", "100%", "Report: Screening call")
        )
        assert {name: app.screen.query_one(f"#{name}").region for name in CARDS} == empty
        assert "…" not in shown
        for card, screen in (("level", "ProgressScreen"), ("last", "Report"), ("areas", "Map")):
            await pilot.click(f"#{card}", offset=(2, 2))
            await until(pilot, lambda screen=screen: type(app.screen).__name__ == screen)  # type: ignore[misc]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.click("#plan", offset=(4, 1))  # today's line starts what it says
        header = (await in_room(pilot)).header
        assert header.minutes == app.screen_stack[0]._countdown.days[0].length  # type: ignore[attr-defined]


async def test_no_newcomers_cards_after_the_first_interview(settled: Workspace) -> None:
    """What an interview is like, and a demo that Home no longer had a line for, stood there while a report was made."""
    app = home(settled)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "For example" in screen_text(app) and WAITING not in screen_text(app))
        sit(settled, level=1.0)
        now = app.screen
        assert isinstance(now, Home)
        now._sessions = archive.rows(settled, candidate=settled.candidate)
        await now._show_cards()
        await until(pilot, lambda: WAITING in screen_text(app))
        shown = screen_text(app)
        assert not [words for words in ("For example", "Watch a demo", "What an interview is like") if words in shown]
        now.refresh_facts()
        await until(pilot, lambda: "Report: " in screen_text(app) and WAITING not in screen_text(app))


async def test_a_window_made_wide_gets_its_cards(settled: Workspace) -> None:
    sit(settled, level=1.0)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "for a screening call" in screen_text(app))
        assert not app.screen.query("#board")  # one column has none
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "Where you stand" in screen_text(app) and WAITING not in screen_text(app))
        await until(pilot, lambda: "100%" in screen_text(app))
        await pilot.resize_terminal(80, 24)
        await until(
            pilot, lambda: "Where you stand" not in screen_text(app) and "for a screening call" in screen_text(app)
        )


async def test_a_card_without_room_has_no_frame(settled: Workspace) -> None:
    """In a browser window of 26 lines the last interview was a title in a frame, and nothing below it."""
    sit(settled, level=1.0)
    app = home(settled)
    async with app.run_test(size=(100, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Where you stand" in screen_text(app) and WAITING not in screen_text(app))
        assert not app.screen.query_one("#last").content_size.height
        assert "Report" not in screen_text(app)
        await pilot.resize_terminal(100, 30)
        await until(pilot, lambda: "╭─ Report: Screening call" in screen_text(app))


async def test_a_demo_from_home_leaves_no_trace(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "What an interview is like" in screen_text(app) and WAITING not in screen_text(app))
        assert "Level" not in screen_text(app)  # nothing to say of it yet
        await pilot.click("#last", offset=(2, 2))
        await until(pilot, lambda: isinstance(app.screen, DemoRoom) and app.screen.pane is not None)
        header = app.screen.interview.header  # type: ignore[attr-defined]
        assert (header.candidate, header.role, header.format) == ("demo", "tester", "full")
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await until(pilot, lambda: "no interviews yet" in screen_text(app))
    assert archive.rows(settled, candidate="me") == []
    assert [row.candidate for row in archive.rows(settled)] == ["demo"]


async def test_the_first_question_offers_a_demo(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Watch a demo" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, DemoRoom) and app.screen.pane is not None)
        await pilot.press("q")
        await until(pilot, lambda: "Which role are you preparing for?" in screen_text(app))
    assert read_preferences(workspace.config).is_new


async def test_cards_are_put_up_once_however_often_asked(settled: Workspace) -> None:
    """The second call found the board, but not yet the cards in it, and ended the program."""
    app = home(settled)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home) and bool(app.screen.query("#plan")))
        assert isinstance(app.screen, Home)
        await app.screen.query("#board, #now Card").remove()
        await asyncio.gather(app.screen._show_cards(), app.screen._show_cards())
        assert len(app.screen.query("#plan")) == 1
