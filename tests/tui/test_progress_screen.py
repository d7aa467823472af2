"""The progress screen: what it shows is what `interview progress --json` says; its keys; how it looks."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.widgets import Static

from simulator.engine.scoring import VERDICTS
from simulator.graph.records import Graph
from simulator.graph.text import percent
from simulator.report.concept_records import as_json
from simulator.report.progress_records import Progress
from simulator.report.text import progress as text
from simulator.report.text.progress import progress_lines
from simulator.report.text.progress_words import elsewhere_sentence, waiting_sentence
from simulator.report.text.words import TIER_LEVELS, area_word, interval, seen_words
from simulator.session.interview.interview import Interview
from simulator.session.interview.state import fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.map.progress import ProgressScreen
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.chrome import Card
from simulator.ui.tui.widgets.plots import LevelPlot
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests import transcripts
from tests.graphs import llm_graph
from tests.reporting import interview
from tests.settings import write_preferences
from tests.tui.conftest import StandingClock
from tests.tui.driving import quiet, rows, screen_text, until
from tests.warm import warmed

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture
def practised(tmp_path: Path) -> Workspace:
    """Somebody with three interviews on the graph `llm`, a day apart."""
    for number in (3, 15, 27):
        name, data = transcripts.whole(number)
        transcripts.put(tmp_path / "sessions", name, data)
    place = Workspace(GRAPHS, tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "config.toml")
    write_preferences(place.config, Preferences(role="applied-engineer"))
    return place


def app_of(place: Workspace) -> InterviewApp:
    return InterviewApp(place, "llm", clock=StandingClock())


def rename_first_question(path: Path) -> None:
    """The same session, had its first question had another id when it was asked."""
    turns = fold((reading := read(path)).header, reading.events).turns
    name = next(t.asked.id for t in turns if t.scored)
    path.write_text(path.read_text("utf-8").replace(f'"{name}"', f'"{name}-before"'), "utf-8")


def scored_at_its_end(llm: Graph) -> Interview:
    """An interview that is asked still, and that no figure counts before its scores."""
    return interview(llm, 8, score="end", format="screen", until=lambda s: len(s.turns) > 1)


async def opened(pilot: Any) -> dict[str, Any]:
    await until(pilot, lambda: "Start" in screen_text(pilot.app))
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, ProgressScreen))
    await until(pilot, lambda: "Chance of a solid answer at" in screen_text(pilot.app), 2000)
    assert pilot.app.latest_progress is not None
    found: dict[str, Any] = json.loads(as_json(pilot.app.latest_progress))
    return found


def stands(found: dict[str, Any]) -> str:
    """Where one stands, as this test would say it."""
    between = f"between {percent(found['low'])} and {percent(found['high'])}"
    return f"Chance of a solid answer at {TIER_LEVELS[found['target']]}: {percent(found['mastery'])}, {between}"


@pytest.mark.parametrize("size", [(60, 24), (80, 24)])
async def test_a_chance_that_halves_falls(practised: Workspace, size: tuple[int, int]) -> None:
    """From 44% to 21% the plot was one level line: all below one half had a single row."""
    async with app_of(practised).run_test(size=size, notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        plot = pilot.app.screen.query_one(LevelPlot)
        progress = pilot.app.latest_progress  # type: ignore[attr-defined]
        plot.show([replace(progress.path[n % 3], mastery=m) for n, m in enumerate((0.44, 0.33, 0.23, 0.21))])
        await pilot.pause()
        assert len([row for row in rows(plot) if "●" in row]) > 1


@pytest.mark.parametrize("aside", ["question_mark", "m"])
async def test_the_second_page_scrolls_after_another_screen(practised: Workspace, aside: str) -> None:
    """Back from help the list, out of sight, had the keys: end and page down did nothing."""
    async with app_of(practised).run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        await pilot.press("tab")
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        await pilot.press(aside)
        await until(pilot, lambda: pilot.app.screen is not screen)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: screen.scroll.max_scroll_y > 0)
        await pilot.press("end")
        await until(pilot, lambda: screen.scroll.scroll_y > 0)


async def test_every_figure_is_the_one_in_json(practised: Workspace) -> None:
    async with app_of(practised).run_test(size=(160, 45), notifications=True, tooltips=True) as pilot:
        found = await opened(pilot)
        shown = screen_text(pilot.app)
        assert stands(found) in shown
        hours = f"{found['hours']:.1f} h without scoring"
        assert f"3 interviews with answers · {hours} · {found['questions']} questions asked" in shown
        for area in found["areas"][:6]:
            asked = f" {area['asked']}/{area['of']} "
            row = next(line for line in shown.split("\n") if f"{area['title']} " in line and asked in line)
            narrow = area["questions"] and area["high"] - area["low"] <= 0.4
            if area["word"] in {"held", "gap"} or (narrow and area["low"] < 0.5):  # else it goes by other areas
                assert f"{area['mastery'] * 100:.0f}%" in row
                assert f"{area['low'] * 100:.0f} to {area['high'] * 100:.0f}" in row
            else:
                assert "%" not in row.partition(area["title"])[2]
                assert not area["questions"] or f" {area['solid']} of {area['questions']} solid" in row
            assert area_word(area["word"]) in row
            assert f"{area['asked']}/{area['of']}" in row
        await pilot.press("tab")
        await pilot.pause()
        shown = screen_text(pilot.app)
        for pair in found["calibration"]["pairs"]:
            off = VERDICTS.index(pair["predicted"]) - VERDICTS.index(pair["scored"])
            sign = "=" if not off else ">" if off > 0 else "<"
            row = next(line for line in shown.split("\n") if f"{pair['scored']} ┤" in line)
            assert f"{sign}{pair['count']} " in row
        for time in found["times"]:
            assert f"{time['minutes']:.1f} of {round(time['planned'], 1):g} min, {time['answers']} answer" in shown
        cover = found["coverage"]
        await pilot.press("tab")
        await pilot.pause()
        beside = screen_text(pilot.app)
        assert f"{cover['questions']} of {cover['of_questions']:,} questions and tasks, each counted once" in beside
        assert f"{cover['met']} of {cover['of_concepts']} concepts have come up" in beside
        assert f"{cover['concepts']} of {cover['of_concepts']} had a question or check of their own" in beside
        assert f"checks: {found['calibration']['checks_right']} of {found['calibration']['checks']} right" in shown
        assert f"now {found['forecast']['now']}" in shown


async def test_sixty_columns_say_the_levels_in_words(practised: Workspace) -> None:
    async with app_of(practised).run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        found = await opened(pilot)
        shown = screen_text(pilot.app)
        assert stands(found).partition(",")[0] in shown
        low, high = found["level_low"], found["level_high"]
        levels = {2: "junior", 3: "mid", 4: "senior", 5: "staff"}
        level = f"About {TIER_LEVELS[found['level']]} ({levels[low]}-{levels[high]})"
        assert (f"Somewhere up to {TIER_LEVELS[min(high, 5)]}" if low <= 1 and high - low >= 3 else level) in shown


async def test_a_small_window_lists_the_areas(practised: Workspace) -> None:
    """At 60x20 a plot and a code round left one line for the areas, or none."""
    async with app_of(practised).run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        found = await opened(pilot)
        areas = pilot.app.screen.query_one("#areas", Rows)
        assert areas.size.height >= min(11, len(found["areas"]) + 1)
        assert not pilot.app.screen.query_one(LevelPlot).region


async def test_figures_beside_the_areas_are_explained(practised: Workspace) -> None:
    app = app_of(practised)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        await until(pilot, lambda: quiet(app) == "Areas: answers so far, or your chance (80% range)")
        await pilot.press("tab")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("tab")
        await until(pilot, lambda: "80% range" in quiet(app))


async def test_the_second_page_scrolls(practised: Workspace) -> None:
    async with app_of(practised).run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        await pilot.press("tab", *(["j"] * 70))
        await pilot.pause()
        assert "Sun" in screen_text(pilot.app)
        await pilot.press("pageup", "k", "tab", "j")
        assert "How you rate yourself" not in screen_text(pilot.app)


async def test_what_figures_leave_out_stands_on_second_page(practised: Workspace, llm: Graph) -> None:
    transcripts.on_another_graph(next(practised.sessions.iterdir()), "rag", 1)
    transcripts.put(practised.sessions, *transcripts.written(scored_at_its_end(llm)))
    rename_first_question(next(practised.sessions.glob("*-llm-full-*.toml")))
    async with app_of(practised).run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await opened(pilot)
        elsewhere = [{"graph": "rag", "sessions": 1, "missing": True}]
        assert (found["elsewhere"], found["waiting"], found["gone"]) == (elsewhere, 1, 1)
        await pilot.press("tab", *(["j"] * 70))
        await until(pilot, lambda: "1 interview is on the graph rag; `interview progress" in screen_text(pilot.app))
        assert "1 interview isn't scored yet; it'll count once it is." in screen_text(pilot.app)
        assert "1 answer was to a question or check that the graph no longer has" in screen_text(pilot.app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
async def test_the_second_page_names_gaps_and_keeps_plots(practised: Workspace, size: tuple[int, int]) -> None:
    app = app_of(practised)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        found = await opened(pilot)
        await pilot.press("tab")
        await pilot.pause()
        told = [
            card for card in pilot.app.screen.query("#to-do, #work").results(Card) if card.styles.display == "block"
        ]
        shown = " ".join(str(text.content) for card in told for text in card.query(Static).results(Static))
        shown = " ".join(shown.split())
        assert app.latest_progress is not None
        for number, gap in enumerate(found["gaps"], 1):
            area = next(area for area in app.latest_progress.areas if area.area == gap["area"])
            known = [seen_words(area)]
            known += (
                [f"chance {percent(gap['mastery'])} ({interval(gap['low'], gap['high'])})"] if area.is_figure else []
            )
            assert f"{number} {gap['title']}: {'; '.join(filter(None, known))}" in shown
        assert len(pilot.app.screen.query("#rating RatingPlot, #time TimePlot")) == 2
        if size[0] == 140:  # the days stand beside the plot
            await pilot.press("tab")
            await pilot.pause()
        (words,) = pilot.app.screen.query("#days" if size[0] == 140 else "#when Static").results(Static)
        lines = str(words.content).split("\n")
        weeks = 26 if size[0] > 60 else 23
        assert [len(line.split()) for line in lines if line.startswith("Mon")] == [weeks + 1]
        assert words.size.height == len(lines)  # none of them was broken


async def test_a_new_part_is_card_and_text(practised: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    told = text.progress_parts

    def with_new(progress: Progress, today: date, width: int) -> Iterator[text.ProgressPart]:
        yield from told(progress, today, width)
        yield text.ProgressPart("new", "Something new", ["  a figure of it"])

    monkeypatch.setattr(text, "progress_parts", with_new)
    app = app_of(practised)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        await pilot.press("tab")
        await pilot.pause()
        (card,) = pilot.app.screen.query("#new").results(Card)
        assert (card.border_title, card.display) == ("Something new", True)
        assert str(card.query_one(Static).content) == "a figure of it"
        assert app.latest_progress is not None
        for is_drawn in (True, False):
            lines = list(progress_lines(app.latest_progress, date.today(), is_drawn=is_drawn))
            assert lines[lines.index("Something new") + 1] == "  a figure of it"


async def test_an_area_is_plotted_and_can_be_practised(practised: Workspace) -> None:
    app = app_of(practised)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        await pilot.press("d")
        assert "Choose an area first" in quiet(app)
        await pilot.press("j")
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        area = screen.marked
        assert area is not None
        assert f"{area.title}: {area_word(area.word)}" in screen_text(pilot.app)
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, Pick) and area.title in screen_text(pilot.app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, Room), 2000)
        assert isinstance(pilot.app.screen, Room)
        header = pilot.app.screen.interview.header
        assert (header.format, header.area, header.minutes) == ("deep-dive", area.area, 30)


async def test_an_area_not_asked_has_an_empty_plot(practised: Workspace) -> None:
    """Its chance goes by other answers, and a point at 70% stood below "not asked yet"."""
    app = app_of(practised)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, ProgressScreen)
        drawn = {}
        for _ in llm_graph().areas:
            await pilot.press("j")
            if screen.marked is not None:
                drawn[screen.marked.word] = bool(screen.query_one(LevelPlot)._path)
                assert not str(screen.query_one("#facts", Static).render()).startswith("\n")  # or " · " in a note
        assert drawn["not asked yet"] is False
        assert drawn["not enough yet"] is True


async def test_without_an_interview_it_says_so(practised: Workspace) -> None:
    for path in practised.sessions.glob("*.toml"):
        path.unlink()
    app = app_of(practised)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(pilot.app))
        await pilot.press("p")
        await until(pilot, lambda: "No interviews yet; your first one will show up here." in said(app), 2000)
        assert "which areas to work on first" in said(app)
        assert quiet(app) == ""
        await until(pilot, lambda: screen_text(app).splitlines()[-1].split() == "m map esc back ? help".split())
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(pilot.app.screen, ProgressScreen))


def said(app: InterviewApp) -> str:
    return " ".join(screen_text(app).split())


@pytest.mark.parametrize("size", [(60, 20), (140, 40)])
@pytest.mark.parametrize("waits", [True, False])
async def test_where_nothing_counts_screen_and_command_agree(
    practised: Workspace, llm: Graph, size: tuple[int, int], waits: bool
) -> None:
    """What waits for its scores, and what is on other graphs: sentences that one line would not hold."""
    for number, path in enumerate(list(practised.sessions.glob("*.toml")), 1):
        transcripts.on_another_graph(path, f"another-{number}", number)
        path.unlink()
    if waits:
        transcripts.put(practised.sessions, *transcripts.written(scored_at_its_end(llm)))
    app = app_of(practised)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        await pilot.press("p")
        await until(pilot, lambda: "3 interviews are on other graphs" in said(app), 2000)
        found = app.latest_progress
        assert found is not None
        assert (found.sessions, found.waiting) == (0, int(waits))
        lines = " ".join(progress_lines(found, app.today))
        sentences = [waiting_sentence(found), elsewhere_sentence(found)]
        assert [s for s in sentences if s not in said(app) or s not in lines] == []
        assert ("None on this graph yet" in said(app)) == ("None on this graph yet" in lines) != waits


@pytest.mark.parametrize("page", ["areas", "more"])
async def test_progress_looks_as_before(practised: Workspace, looks: Any, page: str) -> None:
    async def steps(pilot: Any) -> None:
        await opened(pilot)
        await until(pilot, lambda: not [w for w in pilot.app.workers if not w.is_finished], 2000)
        await pilot.press("j", "j", *(["tab"] if page == "more" else []))

    await looks(app_of(practised), steps, coloured=page == "areas")


async def test_the_title_of_a_plot_is_never_cut(practised: Workspace) -> None:
    """It was "Interpretability: not asked y…", beside a row that says the same."""
    app = app_of(practised)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await opened(pilot)
        rows, card = app.screen.query_one("#areas", Rows), app.screen.query_one("#drawn", Card)
        for number in range(len(rows.rows)):
            rows.cursor = number
            await pilot.pause()
            assert cell_len(str(card.border_title)) <= card.outer_size.width - 4
