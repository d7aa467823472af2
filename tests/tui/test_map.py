"""The map: areas, layers, chains, the page of a concept, and where they lead."""

import re
from datetime import date
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import SHORT
from simulator.graph.concept_map import chain, layers, opens
from simulator.graph.records import Graph
from simulator.report.concept_records import STANDING_SIGNS, counts
from simulator.report.text.words import belief_sentence
from simulator.report.tones import outcome_badge
from simulator.session.interview.outcome_words import SET_ASIDE
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.map.concept import (
    ASKED,
    CONCEPT,
    SOURCE,
    ConceptPage,
    ConceptText,
    concept_rows,
    gist_widgets,
)
from simulator.ui.tui.map.layers import ABOVE, BELOW, OPENS, RESTS_ON, Layers, area_rows, chain_line, counted
from simulator.ui.tui.map.screen import Map, area_lines
from simulator.ui.tui.map.study import StudyScreen
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests.tui.atlas import app_of, atlas, known_of, sat_atlas, sit
from tests.tui.driving import in_room, quiet, screen_text, strips, until


@pytest.fixture(scope="module")
def graph(llm: Graph) -> Graph:
    return llm


@pytest.fixture(scope="module")
def sat(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Three interviews; no test of this module adds one."""
    return sat_atlas(tmp_path_factory.mktemp("atlas"))


async def on_map(pilot: Pilot[None]) -> Map:
    """Open the map and wait until it knows where the candidate stands."""
    await until(pilot, lambda: bool(pilot.app.graph_title))  # type: ignore[attr-defined]
    await pilot.press("m")
    await until(
        pilot, lambda: isinstance(pilot.app.screen, Map) and bool(re.search(r"\d not asked", screen_text(pilot.app)))
    )
    assert isinstance(pilot.app.screen, Map)
    return pilot.app.screen


async def in_area(pilot: Pilot[None], area: str) -> Layers:
    screen = await on_map(pilot)
    screen.query_one("#areas", Rows).mark(area)
    await pilot.press("enter")
    await until(pilot, lambda: screen.inside)
    return screen.query_one(Layers)


def links_of(widget: Widget) -> set[str]:
    return {style.link for strip in strips(widget) for _, style, _ in strip if style is not None and style.link}


def test_layers_put_every_chain_in_order(graph: Graph) -> None:
    for area in (None, *graph.areas):
        places = {row.key: place for place, row in enumerate(area_rows(graph, area))}
        for name in places:
            found = chain(graph, name)
            assert all(places[other] < places[name] for other in found.below & places.keys())
            assert all(places[other] > places[name] for other in found.above & places.keys())
    assert [row.key for row in area_rows(graph, None)] == [name for layer in layers(graph.concepts) for name in layer]


def test_an_area_shows_concepts_and_their_prerequisites(graph: Graph) -> None:
    for area in graph.areas.values():
        shown = {row.key: row for row in area_rows(graph, area.id)}
        own = {name for name, concept in graph.concepts.items() if concept.area == area.id}
        assert own <= shown.keys()
        assert {p for name in own for p in graph.concepts[name].prerequisites} <= shown.keys()
        for name, row in shown.items():
            elsewhere = graph.area_of(name) != area.id
            assert row.note == (graph.areas[graph.area_of(name)].title if elsewhere else "")


async def test_a_long_title_leaves_its_area_a_place(sat: Workspace) -> None:
    """Foundations had nine rows that looked its own, and eight in its head: a long title had pushed the area out."""
    app = app_of(sat)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        layers, width = await in_area(pilot, "foundations"), 54
        for row in layers.rows:
            said = layers._line(row, width, marked=False).plain.rstrip()
            assert len(said) <= width
            assert ("  " in said[7:]) is bool(row.note), said
        long = max(layers.rows, key=lambda row: len(row.text) * bool(row.note))
        assert len(long.text) > width - 20
        assert long.text in layers._line(long, width, marked=True).plain


def test_areas_are_counted_by_mark(graph: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    rows = {row.key: row for row in area_lines(graph, known, 76)}
    assert len(rows) == 1 + len({concept.area for concept in graph.concepts.values()})
    for area in graph.areas:
        marks = [known.standings[name].mark for name, concept in graph.concepts.items() if concept.area == area]
        assert sorted(rows[area].note.rstrip()) == sorted(STANDING_SIGNS[mark] for mark in marks)
        for mark, count in counts(s for s in known.standings.values() if s.area == area).items():
            assert f"{STANDING_SIGNS[mark]}{count or '-':>2}" in rows[area].text
    assert len({len(row.note) for row in rows.values() if row.note}) == 1, "they have one edge, on the left"
    assert all(row.note == "" for row in area_lines(graph, known, 56))


async def test_home_counts_met_concepts_and_opens_the_map(graph: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    met = {name for name, standing in known.standings.items() if standing.mark != "not met"}
    asked = {name for name, several in known.encounters.items() if any(not e.beside for e in several)}
    assert asked < met
    on_home = f"Map       {len(graph.concepts)} concepts: {len(asked)} asked about"
    counted = f"{on_home.removeprefix('Map       ')}, {len(met - asked)} touched on"
    app = app_of(sat)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: on_home in screen_text(app))
        assert "touched on" not in screen_text(app), "the map itself says that"
        app.screen.query_one("#menu", Rows).mark("map")
        await pilot.press("enter")
        await until(pilot, lambda: counted in screen_text(app).splitlines()[1])
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_areas_say_what_was_asked_and_touched(tmp_path: Path) -> None:
    strong = atlas(tmp_path)
    for number in range(3):
        sit(strong, 8 + number, days_ago=3 - number, level=6.0)  # who is asked for a design
    app = app_of(strong)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        screen = await on_map(pilot)
        for area, words in (
            ("retrieval", r"\d asked about, \d touched on"),
            ("foundations", r"\d asked about(, \d touched on)?"),
            ("design", r"\d asked about, \d design questions? about (another area|other areas)"),
        ):
            screen.query_one("#areas", Rows).mark(area)
            await until(pilot, lambda area=area: screen.area == area)  # type: ignore[misc]
            await pilot.pause()
            said = [line.rstrip() for line in screen_text(app).splitlines() if " · " in line]
            assert any(re.search(f" · {words}$", line) for line in said), (area, said)


async def test_beside_the_areas_stand_their_own_concepts(graph: Graph, sat: Workspace) -> None:
    """Beside "8 not asked" stood 13 concepts, the first of them of other areas and with no word on that."""
    app = app_of(sat)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        screen = await on_map(pilot)
        screen.query_one("#areas", Rows).mark("foundations")
        own = {name for name, concept in graph.concepts.items() if concept.area == "foundations"}
        await until(pilot, lambda: {row.key for row in screen.query_one(Layers).rows} == own)
        assert "→ next area" not in screen_text(app)  # which down does
        await pilot.press("enter")
        await until(pilot, lambda: "→ next area" in screen_text(app))
        assert {row.key for row in screen.query_one(Layers).rows} > own


async def test_the_marked_concept_stays_over_the_areas(sat: Workspace) -> None:
    """Beside the areas stand fewer rows than within one, and the first was marked when one came back."""
    app = app_of(sat)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        screen = await on_map(pilot)
        screen.query_one("#areas", Rows).mark("foundations")
        shown = screen.query_one(Layers)
        await pilot.press("enter")
        await until(pilot, lambda: any(row.note for row in shown.rows))
        shown.cursor = max(number for number, row in enumerate(shown.rows) if not row.note)
        marked = shown.row
        await pilot.press("escape")
        await until(pilot, lambda: not any(row.note for row in shown.rows))
        await pilot.press("enter")
        await until(pilot, lambda: any(row.note for row in shown.rows))
        assert shown.row == marked


async def test_new_candidate_sees_map_without_claim(graph: Graph, tmp_path: Path) -> None:
    app = app_of(atlas(tmp_path))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: f"{len(graph.concepts)} concepts, none asked about yet" in screen_text(app))
        layers_ = await in_area(pilot, "inference")
        shown = screen_text(app)
        assert STANDING_SIGNS["not met"] in shown
        body = "\n".join(shown.splitlines()[3:])
        assert not any(STANDING_SIGNS[mark] in body for mark in ("known", "unsure", "gap"))
        layers_.mark("kv-cache")
        await pilot.press("enter")
        await until(pilot, lambda: "Not asked yet" in screen_text(app))


@pytest.mark.parametrize(("size", "card"), [((60, 20), False), ((80, 24), False), ((100, 30), True), ((140, 40), True)])
async def test_the_marked_concept_stands_beside_wide_layers(
    graph: Graph, sat: Workspace, size: tuple[int, int], card: bool
) -> None:
    app = app_of(sat)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, "inference")
        layers_.mark("kv-cache")
        await pilot.pause(0.1)
        words = graph.concepts["kv-cache"].definition.split()[:4]
        text = " ".join(screen_text(app).split())
        assert (" ".join(words[:2]) in text) == card
        assert app.screen.query_one(ConceptText).display == card
        await pilot.resize_terminal(size[0], size[1] + 1)
        assert layers_.row is not None
        assert layers_.row.key == "kv-cache"


async def test_the_chain_of_the_marked_concept_bears_signs(graph: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(80, 60), notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, "architecture")
        layers_.mark("multi-head-attention")
        await pilot.pause(0.05)
        found = chain(graph, "multi-head-attention")
        lines = screen_text(app).splitlines()
        for row in layers_.rows:
            line = next(text for text in lines if f" {row.text}" in text)
            near = {RESTS_ON: found.rests_on, OPENS: found.opens}
            far = {BELOW: found.below - found.rests_on, ABOVE: found.above - found.opens}
            for sign, names in (near | far).items():
                assert (sign in line) == (row.key in names), line
        rail = [text[4] for text in lines if text[4:5] in "┌├│└" and text[4:5]]
        assert rail[0] == "┌"
        assert rail[-1] == "└"
        assert f"{RESTS_ON} rests on {len(found.rests_on)}" in screen_text(app)


def test_what_no_list_shows_is_elsewhere(graph: Graph) -> None:
    """It said "opens 3" under a list that showed none of them, and the rest of the line had no room."""
    name = next(n for n in graph.concepts if len(opens(graph, n)) > 1)
    around = opens(graph, name)
    assert f"{OPENS} opens {len(around)} elsewhere" in chain_line(graph, name, [name])
    assert "elsewhere" not in chain_line(graph, name, [*graph.concepts])


async def test_keys_move_over_concepts_and_areas(graph: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, next(iter(graph.areas)))
        order = [row.key for row in layers_.rows]
        for key, place in (("down", 1), ("j", 2), ("k", 1), ("up", 0), ("end", len(order) - 1), ("home", 0)):
            await pilot.press(key)
            assert layers_.row is not None
            assert layers_.row.key == order[place]
        areas = list(graph.areas)
        screen = app.screen
        assert isinstance(screen, Map)
        for key, area in (
            ("right", areas[1]), ("l", areas[2]), ("tab", areas[3]), ("left", areas[2]), ("h", areas[1]),
            ("shift+tab", areas[0]), ("left", None), ("left", None),
        ):  # fmt: skip
            await pilot.press(key)
            await pilot.pause()
            assert screen.area == area
            shown = set(graph.concepts) if area is None else {r.key for r in area_rows(graph, area)}
            assert {row.key for row in layers_.rows} == shown
        await pilot.press("escape")
        assert not screen.inside


async def test_a_concept_page_is_walked_step_by_step(graph: Graph, sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, "inference")
        layers_.mark("kv-cache")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage) and "Rests on" in screen_text(app))
        page = app.screen
        assert isinstance(page, ConceptPage)
        around = page.query_one("#around", Rows)
        keys = [row.key for row in around.rows]
        below = [f"{CONCEPT}{name}" for name in graph.concepts["kv-cache"].prerequisites]
        above = [f"{CONCEPT}{name}" for name, c in graph.concepts.items() if "kv-cache" in c.prerequisites]
        assert keys[: len(below) + len(above)] == [*below, *above]
        await pilot.press("enter")
        first = graph.concepts["kv-cache"].prerequisites[0]
        await until(pilot, lambda: page.concept == first and graph.concepts[first].title in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: page.concept == "kv-cache")
        await pilot.press("enter", "q")
        await until(pilot, lambda: isinstance(app.screen, Map))


async def test_a_concept_page_leads_to_the_drawing(sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        for name in ("kv-cache", "self-attention"):
            app.push_screen(ConceptPage(name))
            await until(pilot, lambda: "Rests on" in screen_text(app) or "Opens" in screen_text(app))
            await pilot.press("v")
            await until(pilot, lambda: isinstance(app.screen, Map) and app.screen.drawn)
            screen = app.screen
            assert isinstance(screen, Map)
            await until(pilot, lambda screen=screen, name=name: screen.concept == name)  # type: ignore[misc]
            await until(pilot, lambda: "rests on" in screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_footer_has_the_key_for_more_text(sat: Workspace, size: tuple[int, int]) -> None:
    app = app_of(sat)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        for name in ("kv-cache", "self-attention"):
            app.push_screen(ConceptPage(name, known_of(sat)))
            await until(pilot, lambda: "Rests on" in screen_text(app))
            await pilot.pause()
            cut = app.screen.query_one(ConceptText).max_scroll_y > 0
            assert ("tab more text" in screen_text(app)) is cut, name
            if not cut:
                continue
            await pilot.press("tab")
            assert app.screen.query_one(ConceptText).scroll_y > 0


async def test_page_says_belief_and_leads_to_transcript(graph: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    name, met = next(iter(known.encounters.items()))
    app = app_of(sat)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        app.push_screen(ConceptPage(name))

        def flat() -> str:
            return " ".join(screen_text(app).replace("│", " ").split())  # it stands in a card

        stands = belief_sentence(known.standings[name], known.target)
        await until(pilot, lambda: "Asked" in flat() and stands in flat())
        assert "Where you stand" in flat()
        around = app.screen.query_one("#around", Rows)
        asked = [row for row in around.rows if row.key.startswith(ASKED)]
        assert len(asked) == len(met)
        sources = [row for row in around.rows if row.key.startswith(SOURCE)]
        assert sources
        assert sources[0].label == "To read"
        around.cursor = around.rows.index(sources[0])
        await pilot.press("enter")
        address = sources[0].key.removeprefix(SOURCE)
        await until(pilot, lambda: address in quiet(app))
        assert app.clipboard == address
        line = app.screen.query_one("#quiet-line", Static)
        await until(pilot, lambda: links_of(line) == {address})
        around.cursor = around.rows.index(asked[0])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and app.screen.turn is not None)
        assert isinstance(app.screen, Reader)
        assert app.screen.turn is not None
        assert app.screen.turn.asked.id == met[0].item
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Reader))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))


def test_check_set_aside_rests_on_no_answer(graph: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    here, met = next((name, e) for name, several in known.encounters.items() for e in several if e.check)
    aside = msgspec.structs.replace(met, correct=None)
    known = msgspec.structs.replace(known, encounters={here: (aside,)})
    [row] = [row for row in concept_rows(graph, here, known, aside.at.date()) if row.key.startswith(ASKED)]
    assert row.text.startswith("not counted")
    assert row.badge == outcome_badge(SET_ASIDE)
    standing = msgspec.structs.replace(known.standings[here], answers=0, short=0, wrong=0, mark="unsure", note="")
    assert belief_sentence(standing, known.target).endswith("with no answer on it that counts.")


async def test_a_question_shows_no_marks_of_markdown(graph: Graph, sat: Workspace) -> None:
    """The page read "Labels are **`Thought:`**" where the room shows them without."""
    known = known_of(sat)
    question = graph.questions["write-react-parser"]
    met = next(iter(known.encounters.values()))[0]
    encounter = msgspec.structs.replace(met, item=question.id, check=False, verdict="weak", correct=None)
    here = question.primary
    known = msgspec.structs.replace(known, missed={here: (question.id,)}, encounters={here: (encounter,)})
    asked = next(w for w in gist_widgets(graph, here, known) if w.has_class("asked"))
    rows = concept_rows(graph, here, known, encounter.at.date())
    [row] = [row for row in rows if row.key.startswith(ASKED)]
    assert "`" in question.prompt
    for text in (str(asked.render()), row.text):
        assert "`" not in text
        assert "**" not in text


async def test_a_page_begins_with_gists_of_misses(graph: Graph, sat: Workspace) -> None:
    known = known_of(sat)
    short = {name for name, met in known.encounters.items() if any(m.verdict in SHORT and not m.beside for m in met)}
    assert known.missed.keys() <= short
    name, missed = max(known.missed.items(), key=lambda pair: len(pair[1]))
    app = app_of(sat)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        app.push_screen(ConceptPage(name))
        await until(pilot, lambda: "What to say where you fell short" in screen_text(app))
        flat = " ".join(screen_text(app).split())
        begins = ["Where you stand", graph.questions[missed[0]].gist, "Rests on"]
        assert [flat.find(" ".join(text.split())) > 0 for text in begins] == [True] * 3
        assert sorted(begins, key=lambda text: flat.find(" ".join(text.split()))) == begins
        met = next(n for n in graph.concepts if n not in known.missed)
        app.push_screen(ConceptPage(met))
        await until(pilot, lambda: graph.concepts[met].title in screen_text(app))
        assert "fell short" not in screen_text(app)


async def test_a_narrow_concept_page_keeps_its_numbers_whole(sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(60, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        for name in list(known_of(sat).encounters)[::10]:
            await app.push_screen(ConceptPage(name))
            await until(pilot, lambda: "came up" in screen_text(app))
            assert not [line for line in screen_text(app).splitlines() if line.lstrip().startswith("%")]
            await app.pop_screen()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 34)])
async def test_names_of_concepts_are_whole_from_80_columns(graph: Graph, sat: Workspace, size: tuple[int, int]) -> None:
    """The area beside it cut "KV-efficient attention (MQA, GQA, …" though its first word says it too."""
    rows = [row for name in graph.concepts for row in concept_rows(graph, name, None, date(2026, 11, 27))]
    app = app_of(sat)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        await app.push_screen(ConceptPage("kv-cache"))
        await until(pilot, lambda: "KV-efficient attention (MQA, GQA, MLA)" in screen_text(app))
        around = app.screen.query_one("#around", Rows)
        width = around.scrollable_content_region.width
        lines = {row.text: around._line(row, width, marked=False).plain for row in rows}
        assert [text for text, line in lines.items() if text not in line and len(text) < width - 12] == []
        assert all(cell_len(line) <= width for line in lines.values())


async def test_a_concept_page_says_what_it_cuts(sat: Workspace) -> None:
    """At 60 columns "Bengio et al. (2003) A Neural Probabilist…" was whole nowhere, and the head was cut as well."""
    app = app_of(sat)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        await app.push_screen(ConceptPage("regularization-and-generalization"))
        await until(pilot, lambda: "Overfitting" in screen_text(app))
        assert screen_text(app).splitlines()[1].strip() == "Overfitting, regularisation and generalisation"
        await pilot.press("end")
        rows = app.screen.query_one("#around", Rows)
        await until(pilot, lambda: rows.cursor == len(rows.rows) - 1 and rows.is_cut)
        whole = rows.rows[-1].text
        await until(pilot, lambda: quiet(app) == whole)


async def test_marks_beside_areas_are_there_again_after_area(tmp_path: Path) -> None:
    app = app_of(atlas(tmp_path))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, "inference")
        layers_.mark("kv-cache")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Map))
        await pilot.pause(0.3)
        await pilot.press("escape")
        areas = app.screen.query_one("#areas", Rows)
        await until(pilot, lambda: all(row.note for row in areas.rows[1:]))


async def test_deep_dive_starts_on_area_of_marked_concept(tmp_path: Path) -> None:
    app = app_of(atlas(tmp_path))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        layers_ = await in_area(pilot, "inference")
        layers_.mark("kv-cache")
        await pilot.press("d")
        await until(pilot, lambda: "deep dive on Inference and serving?" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Map))
        assert not list(app.workspace.sessions.glob("*.toml"))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("down", "enter")
        interview = await in_room(pilot)
        header = interview.header
        assert (header.format, header.area, header.minutes) == ("deep-dive", "inference", 10)
        assert interview.graph.area_of(interview.state.turns[0].asked.concepts[0]) == "inference"


async def test_all_areas_together_are_no_deep_dive(sat: Workspace) -> None:
    app = app_of(sat)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await on_map(pilot)
        await pilot.press("d")
        await until(pilot, lambda: "Choose an area first" in quiet(app))
        assert isinstance(app.screen, Map)


async def test_overview_counts_every_area_and_leads_to_bank(sat: Workspace, graph: Graph) -> None:
    known = known_of(sat)
    app = app_of(sat)
    async with app.run_test(size=(80, 30), notifications=True, tooltips=True) as pilot:
        screen = await on_map(pilot)
        await until(pilot, lambda: not any(w.group == "map" and not w.is_finished for w in app.workers))
        shown = {row.key: row.text for row in screen.query_one("#areas", Rows).rows}
        lines = screen_text(app)
        await pilot.press("end")  # they are more than the window has lines
        await pilot.pause()
        lines += screen_text(app)
        for area in graph.areas.values():
            tally = counted(counts(s for s in known.standings.values() if s.area == area.id))
            assert shown[area.id] == tally
            assert f"{area.title:<34}{tally}" in lines
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))


async def test_a_graph_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    workspace = atlas(tmp_path)
    app = InterviewApp(workspace, "no-such-graph")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Map) and "no-such-graph" in quiet(app))
        await pilot.press("enter", "right", "d", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_palette_opens_map_but_not_behind_interview(sat: Workspace, tmp_path: Path) -> None:
    from textual.command import CommandPalette
    from textual.widgets import OptionList

    from tests.tui.driving import type_text

    app = app_of(sat)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(app.graph_title))
        await pilot.press("r")
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(app.screen, CommandPalette))
        await type_text(pilot, "map of concepts")
        await until(pilot, lambda: app.screen.query_one(OptionList).option_count > 0)
        await pilot.pause(0.2)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Map))
    fresh = app_of(atlas(tmp_path))
    async with fresh.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        fresh.start(fresh.preferences.settings("me"))
        await in_room(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(fresh.screen, CommandPalette))
        await type_text(pilot, "map of concepts")
        await pilot.pause(0.3)
        await pilot.press("enter")
        await pilot.pause(0.1)
        assert not any(isinstance(screen, Map | StudyScreen) for screen in fresh.screen_stack)
        assert any(isinstance(screen, Room) for screen in fresh.screen_stack)
