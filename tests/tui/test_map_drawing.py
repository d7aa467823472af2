"""The map drawn: chips, the lit chain, arrows, mouse and zoom, and what it says of the candidate."""

import asyncio
import re
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.style import Style
from textual.pilot import Pilot

from simulator.graph.concept_map import chain
from simulator.graph.drawing import within
from simulator.graph.records import Graph
from simulator.report.concept_records import STANDING_SIGNS
from simulator.report.tones import STANDING_TONES
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.keys.registry import keys_of, of_context
from simulator.ui.tui.map import zoom as zooms
from simulator.ui.tui.map.concept import ConceptPage, ConceptText
from simulator.ui.tui.map.drawing import Picture, _lay, _letters
from simulator.ui.tui.map.layers import Layers
from simulator.ui.tui.map.layout import Arrangement, Chip, MapLayout, map_layout, spread
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.map.zoom import MapDrawing, Zoom, readable, strong, ties
from simulator.ui.tui.widgets.rows import Rows
from tests.some import some
from tests.tui.atlas import app_of, atlas, known_of, sat_atlas, worked_atlas
from tests.tui.driving import palette_lines, quiet, screen_text, strips, type_text, until


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three interviews; no test of this module adds one."""
    return sat_atlas(tmp_path_factory.mktemp("atlas"))


async def drawn(pilot: Pilot[None], *, area: str = "", whole: bool = True) -> MapDrawing:
    """Open the map, draw it and wait until it knows where the candidate stands; of the `whole` come near enough."""
    whole = whole and not area
    await until(pilot, lambda: bool(pilot.app.graph_title))  # type: ignore[attr-defined]
    await pilot.press("m")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Map) and bool(re.search(r"\d not asked", screen_text(pilot.app)))
    )
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    if area:
        pilot.app.screen.query_one("#areas", Rows).mark(area)
        await pilot.press("enter")
    await pilot.press("v")
    drawing = pilot.app.screen.query_one(MapDrawing)

    def shown() -> bool:
        return bool(drawing.chosen) and drawing.chosen_words()[:20] in screen_text(pilot.app)

    await until(pilot, shown)
    if not area:
        assert drawing.zoom is Zoom.AREAS  # in all concepts at once, most titles are cut
    for zoom in (Zoom.AREA, Zoom.ALL) if whole else ():
        await pilot.press("plus")
        await until(pilot, lambda z=zoom: drawing.zoom is z and shown())  # type: ignore[misc]
    return drawing


async def test_help_leaves_out_keys_of_the_list(sat: Workspace) -> None:
    """Beside the keys of the drawing stood "enter opens the marked area" and "v draws the map"."""
    app = app_of(sat)
    async with app.run_test(size=(80, 60), notifications=True, tooltips=True) as pilot:
        await drawn(pilot, whole=False)
        await pilot.press("f1")
        await until(pilot, lambda: "The map, drawn" in screen_text(app))
        shown = screen_text(app)
        assert "Back to the list" in shown
        assert "Open the marked area" not in shown
        assert "Draw the map: what rests on what" not in shown
        assert next(line for line in shown.splitlines() if "Next area" in line).split()[0] == "tab"
        assert "An interview on the marked area" in shown  # which works here too


async def test_palette_and_footer_do_what_the_drawing_can(sat: Workspace) -> None:
    """Both named its keys, and neither did anything."""
    app = app_of(sat)
    async with app.run_test(size=(80, 60), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, whole=False)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: any("Back to the list" in line for line in palette_lines(app)))
        told = palette_lines(app)
        for action in of_context("drawing"):
            assert any(action.help[1:] in line and line.endswith(f"| {keys_of(action)}") for line in told), action.id
        assert not any("pen the marked area" in line for line in told)
        assert next(line for line in told if "Next area" in line).endswith("| tab")
        await type_text(pilot, "closer")
        await until(pilot, lambda: palette_lines(app)[0].startswith("Closer"))
        await pilot.press("enter")
        await until(pilot, lambda: drawing.zoom is Zoom.AREA)
        row, line = next(
            (y, line) for y, line in enumerate(screen_text(app).splitlines()) if "farther" in line and "list" in line
        )
        await pilot.click(offset=(line.index("farther"), row))
        await until(pilot, lambda: drawing.zoom is Zoom.AREAS)


def picture_of(drawing: MapDrawing) -> Picture:
    assert drawing.picture is not None
    return drawing.picture


async def choose(pilot: Pilot[None], drawing: MapDrawing, name: str) -> None:
    drawing.choose(name)
    await until(pilot, lambda: drawing.chosen_words()[:20] in screen_text(pilot.app))


async def test_chips_say_where_the_candidate_stands(llm: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    app = app_of(sat)
    async with app.run_test(size=(160, 45), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        labels = picture_of(drawing).labels
        assert labels.keys() == llm.concepts.keys()
        last = max((e.at, e.session) for several in known.encounters.values() for e in several)[1]
        for name, label in labels.items():
            mark = known.standings[name].mark
            assert label.pieces[0] == (f"{STANDING_SIGNS[mark]} ", STANDING_TONES[mark])
            assert llm.concepts[name].title.startswith(label.pieces[1][0].removesuffix("…"))
            assert label.touched == any(e.session == last for e in known.encounters.get(name, ()))
        accent = drawing.get_component_rich_style("drawing--outline").color
        others = [chip for name, chip in picture_of(drawing).layout.chips.items() if name != drawing.chosen]
        ends = {chip.name: drawing._chip_cells(chip, labels[chip.name])[-1] for chip in others}
        starred = {name for name, (letter, style) in ends.items() if letter == "*" and style.color == accent}
        assert starred == {name for name in ends if labels[name].touched} > set()
        # a block of colour before a name, where the sign behind it was cut, looked like a fault
        assert not any(style.reverse for _, style in ends.values())
        await choose(pilot, drawing, "kv-cache")
        assert "● known" in screen_text(app)
        assert "* came up last" in screen_text(app)
        flat = " ".join(screen_text(app).replace("│", " ").split())
        await until(pilot, lambda: "Where you stand" in screen_text(app))
        assert app.screen.query_one(ConceptText).display
        assert "KV cache" in flat


async def test_the_chain_of_the_chosen_one_is_lit(llm: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(96, 24), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        lines = picture_of(drawing).layout.lines
        for name in ("kv-cache", "language-modeling", "multi-head-attention"):
            await choose(pilot, drawing, name)
            whole = chain(llm, name)
            chips, bright = drawing.lit
            assert chips == whole.below | whole.above | {name}
            below, above = whole.below | {name}, whole.above | {name}
            assert set(bright) == {edge for edge in lines if set(edge) <= below or set(edge) <= above}
            await until(pilot, lambda: "━" in screen_text(app))
        assert not app.screen.query_one(ConceptText).display


def in_sight(drawing: MapDrawing, chip: Chip) -> bool:
    """Whether a chip lies within what is shown of the map."""
    (x, y), (width, height) = drawing.scroll_offset, drawing.size
    return bool(x <= chip.x and chip.end <= x + width and y <= chip.row < y + height)


@pytest.mark.parametrize("size", some([(60, 20), (80, 24), (100, 30), (160, 45)], (60, 20), (160, 45)))
async def test_what_the_chosen_one_rests_on_is_seen(llm: Graph, sat: Workspace, size: tuple[int, int]) -> None:
    """The chosen concept stood at the left edge, and the lines that were lit led out of sight."""
    app = app_of(sat)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, area="inference")
        layout = picture_of(drawing).layout
        for opened in (True, False):  # by its drawing, and by an arrow to it
            if opened:
                drawing.show(picture_of(drawing), "kv-cache")
            else:
                drawing.choose(layout.layers[-1][-1].name)
                drawing.scroll_to(x=layout.width, animate=False, force=True)
                await choose(pilot, drawing, "kv-cache")
            seen = ("kv-cache", *llm.concepts["kv-cache"].prerequisites)
            assert len(seen) == 3
            await until(pilot, lambda seen=seen: all(in_sight(drawing, layout.chips[name]) for name in seen))  # type: ignore[misc]
        if size[0] >= 100:
            assert any(in_sight(drawing, layout.chips[name]) for name in layout.after["kv-cache"])


@pytest.mark.parametrize(("rows", "height"), [(8, 9), (9, 9), (17, 17), (22, 17), (25, 25), (60, 25)])
async def test_layers_are_spread_over_free_rows(llm: Graph, rows: int, height: int) -> None:
    arrangement = zooms.arrangement(llm, Zoom.AREA, "inference")
    names = within(llm, "inference")
    assert map_layout(spread(arrangement, rows), dict.fromkeys(names, 12)).height == height


async def test_the_left_edge_cuts_no_beginnings(llm: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, area="inference")
        chips = picture_of(drawing).layout.chips
        chip = max((chip for chip in chips.values() if chip.layer == 1), key=lambda chip: chip.width)
        drawing.scroll_to(chip.end - 16, 0, animate=False, force=True)
        await pilot.pause()
        line = strips(drawing)[drawing._on_map(0, 0)[1] * -1 + chip.row].text
        assert line[3:].startswith(llm.concepts[chip.name].title[:10])
        assert line[15] in {" ", "*"}  # the chip's last cell: what came up last has a sign there


async def test_arrows_move_and_the_view_follows(llm: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, whole=False)
        assert f"»{llm.areas[drawing.chosen].title[:8]}" in screen_text(app)
        assert "+ closer" in screen_text(app)
        for zoom in (Zoom.AREA, Zoom.ALL):
            await pilot.press("plus")
            await until(pilot, lambda zoom=zoom: drawing.zoom is zoom and bool(drawing.concept))  # type: ignore[misc]
        await until(pilot, lambda: "- farther" in screen_text(app))
        assert "+ closer" not in screen_text(app)
        layout = picture_of(drawing).layout
        await choose(pilot, drawing, "kv-cache")
        assert "KV cache  ▲ rests on 2  △ those on 7  ▼ opens 3" in screen_text(app)
        await choose(pilot, drawing, "language-modeling")
        assert "…" not in screen_text(app).splitlines()[-3]  # what has no room is left out, not cut
        keys = {"right": "right", "l": "right", "down": "down", "j": "down", "k": "up", "h": "left", "left": "left"}
        for key, direction in keys.items():
            wanted = layout.neighbour(drawing.chosen, direction)
            await pilot.press(key)
            assert drawing.chosen == wanted
            chip = layout.chips[drawing.chosen]
            await until(pilot, lambda chip=chip: in_sight(drawing, chip))  # type: ignore[misc]
            assert llm.concepts[drawing.chosen].title[:20] in screen_text(app)
        await pilot.pause()
        before, chosen = drawing.scroll_offset, drawing.chosen
        await pilot.press("shift+right", "shift+down")
        assert drawing.scroll_offset - before == (drawing.size.width // 2, drawing.size.height // 2)
        await pilot.press("shift+up", "shift+left")
        assert (drawing.scroll_offset, drawing.chosen) == (before, chosen)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))
        assert isinstance(app.screen, ConceptPage)
        assert app.screen.concept == drawing.chosen


async def test_zoom_goes_from_areas_to_all_concepts(llm: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        assert "all concepts" in screen_text(app)
        await choose(pilot, drawing, "kv-cache")
        await pilot.press("minus")
        await until(pilot, lambda: "Map · Inference and serving" in screen_text(app))
        assert picture_of(drawing).labels.keys() == within(llm, "inference").keys()
        assert drawing.chosen == "kv-cache"
        await pilot.press("tab")
        await until(pilot, lambda: "Map · Production" in screen_text(app))
        assert drawing.chosen_area == "production"
        await pilot.press("shift+tab", "minus")
        await until(pilot, lambda: "all areas" in screen_text(app))
        counts = ties(llm)
        assert sum(counts.values()) == sum(
            llm.area_of(below) != concept.area for concept in llm.concepts.values() for below in concept.prerequisites
        )
        assert set(picture_of(drawing).layout.lines) == set(strong(counts))
        joined = [edge for edge in counts if "inference" in edge]
        told = f"joined to {len(joined)} areas  (n) prerequisites  {sum(counts[e] for e in joined)} in all"
        assert told in screen_text(app)
        await pilot.press("minus", "enter")
        await until(pilot, lambda: "Map · Inference and serving" in screen_text(app))
        await pilot.press("plus", "plus")
        await until(pilot, lambda: "all concepts" in screen_text(app))
        await pilot.press("minus")
        await until(pilot, lambda: drawing.zoom is Zoom.AREA)
        await pilot.press("escape")
        await until(pilot, lambda: "all areas" in screen_text(app))
        await pilot.press("d")
        await until(pilot, lambda: "deep dive on" in screen_text(app))


async def test_the_chosen_one_stays_until_laid_out(llm: Graph, sat: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    prepared, ready = zooms.arrangement, threading.Event()

    def slowly(graph: Graph, zoom: Zoom, area: str | None) -> Arrangement:
        assert ready.wait(60)
        return prepared(graph, zoom, area)

    app = app_of(sat)
    async with app.run_test(size=(120, 30), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, area="inference")
        await choose(pilot, drawing, "kv-cache")
        screen = app.screen
        assert isinstance(screen, Map)
        monkeypatch.setattr(zooms, "arrangement", slowly)
        away = asyncio.create_task(drawing.action_farther())
        await pilot.pause()
        await screen._show_concept()  # as the card does after a rest
        assert (drawing.zoom, drawing.concept, drawing.chosen_area) == (Zoom.AREA, "kv-cache", "inference")
        ready.set()
        await away
        await until(pilot, lambda: "Map · all areas" in screen_text(app))
        assert (drawing.concept, drawing.chosen_area) == (None, "inference")


async def test_the_list_returns_where_the_drawing_was(llm: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(96, 24), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, area="inference")
        assert (drawing.zoom, drawing.area) == (Zoom.AREA, "inference")
        await choose(pilot, drawing, "kv-cache")
        await pilot.press("v")
        screen = app.screen
        assert isinstance(screen, Map)
        await until(pilot, lambda: screen.inside and not screen.drawn)
        assert screen.concept == "kv-cache"
        assert screen.query_one(Layers).has_focus
        await pilot.press("escape", "v")
        await until(pilot, lambda: drawing.zoom is Zoom.AREAS and screen.drawn)
        await choose(pilot, drawing, "agents")
        area = drawing.chosen_area
        await pilot.press("v")
        await until(pilot, lambda: not screen.drawn)
        assert screen.area == area


async def test_the_mouse_chooses_opens_and_drags(sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        await choose(pilot, drawing, "kv-cache")
        await pilot.wait_for_scheduled_animations()  # the way to the chosen one begins after a moment
        shown = drawing.scroll_offset
        other = next(
            chip
            for chip in picture_of(drawing).layout.chips.values()
            if chip.name != "kv-cache"
            and shown.x + 3 <= chip.x < shown.x + drawing.size.width  # in sight after it is dragged, too
            and shown.y <= chip.row < shown.y + drawing.size.height
        )
        at = (other.x - shown.x, other.row - shown.y)
        await pilot.mouse_down(drawing, offset=at)
        await pilot.hover(drawing, offset=(at[0] - 3, at[1]))
        await pilot.mouse_up(drawing, offset=(at[0] - 3, at[1]))
        assert (drawing.scroll_offset.x, drawing.chosen) == (shown.x + 3, "kv-cache")
        await pilot.click(drawing, offset=(at[0] - 3, at[1]))
        assert drawing.chosen == other.name
        await until(pilot, lambda: not app.animator.is_being_animated(drawing, "scroll_x"))
        here = drawing.scroll_offset
        await pilot.click(drawing, offset=(other.x - here.x, other.row - here.y), times=2)
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))


@pytest.mark.parametrize(("size", "dim"), [((100, 30), False), ((180, 40), True)])
async def test_a_small_drawing_of_all_has_one_chain(sat: Workspace, size: tuple[int, int], dim: bool) -> None:
    """At 100x30 the lines of a hundred chips ran past the twelve in sight, beside a card that took two layers."""
    app = app_of(sat)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        assert drawing.size.width > 90
        assert bool(app.screen.query_one(ConceptText).display) is (size[0] >= 120)
        letters = {letter for strip in strips(drawing) for letter in strip.text}
        assert bool(letters & set("┃━")), "the chain"
        assert bool(letters & set("│─")) is dim


async def test_no_name_is_cut_beside_free_columns(llm: Graph, sat: Workspace) -> None:
    """Names ended in … while columns to their left were free."""
    app = app_of(sat)
    async with app.run_test(size=(180, 34), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, area="production")
        labels, layout = picture_of(drawing).labels, picture_of(drawing).layout
        titles = {name: "".join(text for text, _ in label.pieces)[2:] for name, label in labels.items()}
        assert layout.width <= drawing.size.width
        assert titles == {name: llm.concepts[name].title for name in titles}
        assert max(map(len, titles.values())) > 22 + zooms.ALONE  # what a name had there


@pytest.mark.parametrize("size", [(64, 22), (80, 24), (100, 30)])
async def test_names_take_free_cells_beside_one_chain(llm: Graph, tmp_path: Path, size: tuple[int, int]) -> None:
    """Names were cut at 20 letters, with nothing beside them."""
    app = app_of(worked_atlas(tmp_path))  # which concept is chosen by itself goes by what was asked
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot)
        layout, labels = picture_of(drawing).layout, picture_of(drawing).labels
        assert drawing._bright is not None
        longer = before = 0
        for row in range(layout.height):
            line = drawing._bright.row(row, 0, layout.width)
            taken = 0
            for chip, label, end in drawing._labels_in(row):
                start = end - label.width
                assert taken <= start <= chip.x
                assert start == chip.x or start >= drawing.scroll_offset.x, "its beginning is in sight"
                assert chip.end <= end <= layout.width
                assert not f"{line[start : chip.x]}{line[chip.end : end]}".strip(), "no line is painted over"
                assert llm.concepts[chip.name].title.startswith(label.pieces[-1][0].rstrip("…"))
                longer += label.width > labels[chip.name].width
                before += start < chip.x
                taken = end
        assert longer
        assert before or size[0] < 100
        here, seen = drawing.scroll_offset, drawing.size
        wide = next(
            (chip, end)
            for row in range(here.y, here.y + seen.height)
            for chip, label, end in drawing._labels_in(row)
            if chip.end < end <= here.x + seen.width and chip.name != drawing.chosen and end > here.x
        )
        await pilot.click(drawing, offset=(wide[1] - 1 - here.x, wide[0].row - here.y))
        assert drawing.chosen == wide[0].name


def test_areas_have_short_names_on_chips(llm: Graph) -> None:
    labels = zooms.area_labels(llm, [*llm.areas], None, (), 30)
    assert labels["retrieval"].pieces == (("Retrieval", ""),)
    assert all(llm.areas[area].title.startswith(label.pieces[0][0].rstrip("…")) for area, label in labels.items())


async def test_what_would_be_cut_is_drawn_by_area(llm: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(llm, concepts={name: c for name, c in llm.concepts.items() if len(c.title) < 20})
    assert (readable(llm), readable(few)) == (False, True)
    monkeypatch.setattr(zooms, "MANY", len(few.concepts) - 1)
    assert not readable(few)
    app = app_of(atlas(tmp_path))
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, whole=False)
        assert not any(label.touched for label in picture_of(drawing).labels.values())
        body = "\n".join(screen_text(app).splitlines()[3:])
        assert not any(STANDING_SIGNS[mark] in body for mark in ("known", "unsure", "gap"))


async def test_edges_of_the_view_cut_few_chips(sat: Workspace) -> None:
    """Around the middle of the chosen one the edges fell on the chips of whole layers."""
    app = app_of(sat)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, whole=False)
        picture, (width, height) = picture_of(drawing), drawing.scrollable_content_region.size
        few = many = 0
        for name in picture.layout.chips:
            drawing.show(picture, name)
            left, top = drawing.scroll_offset
            chip = picture.layout.chips[name]
            assert left <= chip.x
            assert chip.end <= left + width
            seen = [c for c in picture.layout.chips.values() if top <= c.row < top + height]
            around = max(0, min((chip.x + chip.end - width) // 2, picture.layout.width - width))
            few += cut_by(seen, left, left + width)
            many += cut_by(seen, around, around + width)
        assert 2 * few <= many, (few, many)


def cut_by(chips: Iterable[Chip], *edges: int) -> int:
    """How many chips lie on an edge of the view."""
    return sum(chip.x < edge < chip.end for chip in chips for edge in edges)


async def test_escape_leads_from_a_drawing_to_its_list(sat: Workspace) -> None:
    """It led home, where enter starts something."""
    app = app_of(sat)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        drawing = await drawn(pilot, whole=False)
        assert f"»{drawing.chosen_words()[:8]}" in screen_text(app)  # no head of an arrow
        screen = app.screen
        assert isinstance(screen, Map)
        await pilot.press("escape")
        await until(pilot, lambda: not screen.drawn)
        assert app.screen is screen
        assert screen.query_one("#areas", Rows).has_focus
        await pilot.press("escape")
        await until(pilot, lambda: app.screen is not screen)


async def test_a_drawing_of_an_unread_graph_does_nothing(tmp_path: Path) -> None:
    app = InterviewApp(atlas(tmp_path), "no-such-graph")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Map) and "no-such-graph" in quiet(app))
        await pilot.press("v", "right", "plus", "minus", "v", "escape")
        await until(pilot, lambda: not isinstance(app.screen, Map))


@pytest.mark.parametrize(
    ("below", "own", "shown"),
    [("─│ ", "┃━┏", "╂┿┏"), ("┴╯╭", "━┛┓", "┷┛┱"), ("╴─", "╺ ", "╼─"), ("┼┼", "┃━", "╂┿"), ("╰╮", "━━", "┷┯")],
)
def test_lit_lines_are_joined_to_those_they_meet(below: str, own: str, shown: str) -> None:
    """A line ended beside a lit one that crossed it."""
    from simulator.ui.tui.map.canvas import EdgeCanvas

    lines = EdgeCanvas(MapLayout({}, {}, (), 0), (), heavy=True)
    assert lines.over(below, own) == shown


@pytest.mark.parametrize(
    ("at", "width", "shown"),
    [
        (1, 8, " a漢b漢 "),
        (-1, 6, "… b漢 "),  # the first half of a letter is no letter
        (-2, 6, "…b漢  "),
        (1, 6, " a漢b…"),
        (1, 4, " a …"),
        (9, 3, "   "),
    ],
)
def test_what_is_cut_ends_with_three_dots(at: int, width: int, shown: str) -> None:
    cells = [(" ", Style())] * width
    _lay(cells, [(letter, Style()) for letter in _letters("a漢b漢")], at)
    assert "".join(text for text, _ in cells) == shown
    assert len(cells) == width
