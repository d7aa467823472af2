"""Stepping through an interview on the screen: arrow keys, playing, and nothing written."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.graph.load import load
from simulator.report.figures.replay import Replay
from simulator.report.load import replay_at
from simulator.session.interview.item_blocks import MARKDOWN, item_blocks
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.map.drawing import Drawing
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen, event_words
from simulator.ui.tui.review.walk import STILL_OPEN, WalkView, walked
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.words import short_title
from tests.tui.conftest import home, sit
from tests.tui.driving import quiet, screen_text, until


@pytest.fixture
def path(settled: Workspace) -> Path:
    return sit(settled, -1.0)


async def opened(pilot: Pilot[None], path: Path) -> ReplayScreen:
    screen = ReplayScreen(path)
    await pilot.app.push_screen(screen)
    await until(pilot, lambda: screen.step == 1 and "Level" in screen_text(pilot.app))
    return screen


def shown_side(app: InterviewApp) -> str:
    return str(app.screen.query_one("#areas", Static).render())


def shown(app: InterviewApp) -> str:
    return " ".join(screen_text(app).split())


async def test_arrow_keys_step_through_every_event_and_back(settled: Workspace, path: Path) -> None:
    events, before = read(path).events, path.read_bytes()
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        some = 20  # the first item, and how the second begins
        for place in range(1, some + 1):
            turn = screen.turn_at(place)
            assert turn is not None
            await until(pilot, lambda place=place: screen.step == place)  # type: ignore[misc]
            words = event_words(events[place - 1], turn)
            await until(pilot, lambda words=words: words in screen_text(app))  # type: ignore[misc]
            texts = [" ".join(str(w.render()).split()) for w in screen.page.children if not w.has_class("reference")]
            for block in item_blocks(turn):
                if block.kind not in MARKDOWN and not block.mark:
                    assert " ".join(block.text.split()) in texts
            await pilot.press("right")
        await until(pilot, lambda: f"{some + 1} of {len(events)}" in screen_text(app))
        await pilot.press("left", "left", "right")
        assert screen.step == some
        await pilot.press("home")
        await until(pilot, lambda: "Before the start" in screen_text(app))
        await pilot.press("end")
        await until(pilot, lambda: screen.step == len(events))
    assert path.read_bytes() == before
    assert len(list(settled.sessions.iterdir())) == 1


async def test_x_asks_before_showing_what_was_said(
    settled: Workspace, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        for keys in (("escape",), ("n",), ("y",), ("enter",), ("down", "enter")):
            await pilot.press("x")
            await until(pilot, lambda: isinstance(app.screen, Pick))
            assert "The picture shows what you said. Save it?" in screen_text(app)
            before = len([*here.iterdir()])
            await pilot.press(*keys)
            await until(pilot, lambda: app.screen is screen)
            if keys not in {("escape",), ("n",)}:
                await until(pilot, lambda: "Wrote " in quiet(app), 3000)
                assert len([*here.iterdir()]) == before + 1
                app.say("")
    written = {file.suffix: file.read_text("utf-8") for file in here.iterdir()}
    assert sorted(written) == [".html", ".svg"]
    assert '<div class="turn you">' not in written[".html"]


async def test_points_appear_as_judged_while_belief_moves(settled: Workspace, path: Path) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 30), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        assert "Nothing has changed it yet" in screen_text(app)
        kinds = [type(event).__name__ for event in read(path).events]
        judged = kinds.index("Judged")
        await pilot.press(*["right"] * judged)
        await until(pilot, lambda: screen.step == judged + 1)
        assert "not judged" in screen_text(app)
        assert "Changed by: you predict" in screen_text(app)
        await pilot.press(*["right"] * (kinds.index("Scored") - judged))
        await until(pilot, lambda: "Changed by: the verdict" in screen_text(app))
        assert "%  to" not in screen_text(app)
        assert "The secret" in screen_text(app)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_what_a_step_brings_is_in_sight(settled: Workspace, path: Path, size: tuple[int, int]) -> None:
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        kinds = [type(event).__name__ for event in read(path).events]
        await screen._go(kinds.index("Revealed") + 1)
        await until(pilot, lambda: "How it was judged" in screen_text(app))
        head = next(w for w in screen.page.children if "How it was judged" in str(w.render()))
        await until(pilot, lambda: 0 <= head.region.y - screen.page.region.y <= 2)
        assert "not judged" in screen_text(app)
        await screen._go(kinds.index("Scored") + 1)
        await until(pilot, lambda: "% covered" in shown(app) or "a must-have" in shown(app))
        assert "How it was judged" in screen_text(app)


async def test_the_walk_is_drawn_on_the_map(settled: Workspace, path: Path) -> None:
    app = home(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        drawing = screen.query_one(Drawing)
        await until(pilot, lambda: "○ not asked  " in screen_text(app) and drawing.picture is not None)
        steps = screen.steps
        assert steps is not None
        for place in (1, steps.asked_at()[1], steps.asked_at()[-1], len(steps.events)):
            await screen._go(place)
            asked = [turn.asked.concepts[0] for turn in steps.states[place].turns]
            assert drawing.picture is not None
            assert list(drawing.picture.path) == asked
            assert drawing.chosen == asked[-1]
            turns = steps.states[place].turns
            numbers = {turn.asked.concepts[0]: str(turn.asked.number) for turn in turns if not turn.check}
            for name in asked:  # as the title above says it: one numbering for a question
                shown = "".join(text for text, _ in drawing.picture.labels[name].pieces)
                assert shown.strip() == numbers.get(name, "c")
            sign = "c  Check:" if turns[-1].check else f"{turns[-1].asked.number} "
            assert f"{sign} {steps.graph.concepts[asked[-1]].title}" in screen_text(app)
            titles = [area.title for area in steps.graph.areas.values()]
            for name in asked:  # what would else be a cloud of dots
                assert short_title(steps.graph.areas[steps.graph.area_of(name)].title, titles) in shown_side(app)
        await screen._go(0)
        await until(pilot, lambda: "The numbers are the questions, in order." in screen_text(app))
        assert drawing.picture is not None
        assert not drawing.picture.path


async def test_the_figures_say_what_they_are_of(settled: Workspace, path: Path) -> None:
    """Beside a concept stood "43% → 46%", and a tier as its level, where home said that it was too early."""
    app = home(settled)
    async with app.run_test(size=(80, 36), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        steps = screen.steps
        assert steps is not None
        early = steps.outlook(0)
        await screen._go(0)
        await until(pilot, lambda: "Level   Too early to say: it takes 4 scored answers" in screen_text(app))
        assert early.is_early
        assert "Over the whole role" not in screen_text(app)
        await screen._go(len(steps.events))
        end = steps.outlook(len(steps.events))
        head = "Your chance of a solid answer at mid level, with its 80% range"
        await until(pilot, lambda: head in screen_text(app))
        assert not end.is_early
        assert "Level   tier" in screen_text(app)
        assert "Over the whole role" in screen_text(app)


async def test_a_walk_without_room_is_a_list(settled: Workspace, path: Path) -> None:
    """Of a map cut at all sides it showed dots, and some of the numbers, without a name."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        steps = screen.steps
        assert steps is not None
        await screen._go(steps.asked_at()[2])
        await pilot.press("tab")
        view = screen.query_one(WalkView)
        await until(pilot, lambda: view.size.height > 0)
        assert not view.has_class("-listed"), "the small graph fits"
        assert view._map_layout is not None
        width, digits, placed = view._map_layout
        view._map_layout = width, digits, replace(placed, height=99)
        screen._show_belief()
        await until(pilot, lambda: view.has_class("-listed"))
        lines = shown_side(app).splitlines()
        assert len(lines) == 3
        for line, (turn, name) in zip(lines, walked(steps, screen.step), strict=True):
            assert line.split()[0] == ("c" if turn.check else str(turn.asked.number))
            assert steps.graph.concepts[name].title in line


def test_the_walk_leaves_out_what_is_secret(settled: Workspace, path: Path) -> None:
    reading = read(path)
    steps = replay_at(path, load(settled.graphs / reading.header.graph), settled)
    second = steps.asked_at()[1]
    assert [turn.position for turn, _ in walked(steps, second)] == [1, 2]
    stopped = Replay(replace(reading, events=reading.events[:second]), steps.graph)
    assert [turn.position for turn, _ in walked(stopped, second)] == [1]


async def test_an_open_question_has_no_number(settled: Workspace) -> None:
    """The replay of a stopped taste had "1 asked" below a map without a 1."""
    stopped = sit(settled, until=lambda state: bool(state.turns))
    app = home(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, stopped)
        assert screen.steps is not None
        await screen._go(len(screen.steps.events))
        await until(pilot, lambda: STILL_OPEN in screen_text(app))
        assert "1 asked" not in screen_text(app)
        assert "The numbers are" not in screen_text(app)


async def test_tab_changes_to_the_walk_where_narrow(settled: Workspace, path: Path) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        assert "1 asked" not in screen_text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "1 asked" in screen_text(app) and "Level" in screen_text(app))
        assert not screen.page.display
        await pilot.press("n", "tab")
        await until(pilot, lambda: screen.page.display and "Level" in screen_text(app))
        await pilot.resize_terminal(120, 30)
        await until(pilot, lambda: "1 asked" in screen_text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "Both are on the screen" in quiet(app))


async def test_it_plays_by_the_clock_of_the_interview(settled: Workspace, path: Path) -> None:
    events = read(path).events
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        await pilot.press("plus", "plus", "plus", "plus", "minus")
        await until(pilot, lambda: "16 times" in quiet(app))
        await pilot.press("plus", "space")
        await until(pilot, lambda: "playing at 64x" in screen_text(app) and "space stop" in screen_text(app))
        await until(pilot, lambda: screen.step > 1, 1000)
        assert events[1].clock / 64 > 0.1
        await pilot.press("space")
        await until(pilot, lambda: "playing" not in screen_text(app) and "space play" in screen_text(app))
        place = screen.step
        await pilot.pause(0.3)
        assert screen.step == place
        await pilot.press("end", "space")
        await until(pilot, lambda: screen.step < len(events))


@pytest.mark.parametrize("key", ["right", "left", "n", "p", "home"])
async def test_a_step_by_hand_stops_the_playing(settled: Workspace, path: Path, key: str) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        await pilot.press("right", "right", "plus", "plus", "plus", "space")
        await until(pilot, lambda: "playing at 64x" in screen_text(app))
        await pilot.press(key)
        await until(pilot, lambda: "playing" not in screen_text(app))
        place = screen.step
        await pilot.pause(0.4)
        assert screen.step == place


async def test_an_item_that_is_read_is_stepped_through(settled: Workspace, path: Path) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Reader(path, position=3))
        await until(pilot, lambda: "item 3 of" in screen_text(app))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ReplayScreen) and app.screen.step > 1)
        turn = app.screen.turn_at(app.screen.step)  # type: ignore[attr-defined]
        assert turn.position == 3


async def test_n_and_p_go_from_item_to_item(settled: Workspace, path: Path) -> None:
    app = home(settled)
    asked = [n for n, event in enumerate(read(path).events, 1) if type(event).__name__ == "Asked"]
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        screen = await opened(pilot, path)
        await pilot.press("n", "n")
        await until(pilot, lambda: screen.step == asked[2])
        await pilot.press("right", "N")
        await until(pilot, lambda: screen.step == asked[2])
        await pilot.press("N", "escape")
        await until(pilot, lambda: not isinstance(app.screen, ReplayScreen))


async def test_file_that_is_no_transcript_is_one_sentence(settled: Workspace) -> None:
    path = settled.sessions / "other.toml"
    path.write_text("x = 1\n")
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(ReplayScreen(path))
        await until(pilot, lambda: "isn't a transcript" in quiet(app))
        await pilot.press("right", "space", "end", "n", "plus", "escape")
        await until(pilot, lambda: not isinstance(app.screen, ReplayScreen))
