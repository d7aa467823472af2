"""Asking the bank: passages as one types, the marked one in full, and from where it opens."""

from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.graph.records import Graph
from simulator.report.search import StudyIndex as Index
from simulator.report.search import named_by, sources_of
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.keys.registry import key_for, of_context
from simulator.ui.tui.keys.table import ACTIONS, CONTEXTS
from simulator.ui.tui.map.concept import ConceptPage
from simulator.ui.tui.map.study import PassagePage, StudyScreen, area_names
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests.tui.atlas import app_of, atlas
from tests.tui.conftest import home, room, sit
from tests.tui.driving import answer, idle, in_room, phase, quiet, screen_text, type_text, until

OPEN_FROM = {"home", "map", "concept", "reader", "report", "verdict"}


@pytest.fixture(scope="module")
def graph(llm: Graph) -> Graph:
    return llm


@pytest.fixture(scope="module")
def index(graph: Graph) -> Index:
    return Index(graph)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return atlas(tmp_path_factory.mktemp("library"))


async def studying(pilot: Pilot[None], words: str) -> StudyScreen:
    """Open the study from home, type, and wait for the passages."""
    await pilot.press("slash")
    await until(pilot, lambda: isinstance(pilot.app.screen, StudyScreen))
    screen = pilot.app.screen
    assert isinstance(screen, StudyScreen)
    await type_text(pilot, words)
    await until(pilot, lambda: len(screen.query_one("#passages", Rows).rows) > 0)
    await pilot.pause(0.2)
    return screen


async def test_the_best_passage_is_found_while_typing(library: Workspace, graph: Graph, index: Index) -> None:
    app = app_of(library)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await studying(pilot, "kv cache")
        found = index.ask("kv cache")
        rows = screen.query_one("#passages", Rows).rows
        assert [(row.label, row.text) for row in rows] == [(p.kind, named_by(graph, p)) for p in found]
        assert len({(row.label, row.text[:32]) for row in rows}) == len(rows), "no two read alike at 80 columns"
        prompts = [row.text[:32] for row in rows if len(row.text) > 32]
        assert max(map(screen_text(app).count, prompts)) == 1
        shown = "".join(part for part, _ in found[0].parts)
        assert " ".join(shown.split()[:8]) in " ".join(screen_text(app).split())
        await pilot.press("down", "down")
        shown = "".join(part for part, _ in found[2].parts)
        assert " ".join(shown.split()[:6]) in " ".join(screen_text(app).split())
        await pilot.press("up")
        marked = screen.query_one("#passages", Rows)
        assert marked.cursor == 1


async def test_enter_shows_passage_in_full_with_its_sources(library: Workspace, graph: Graph, index: Index) -> None:
    app = app_of(library)
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        await studying(pilot, "kv cache")
        await pilot.press("enter")
        first, second = index.ask("kv cache")[:2]
        await until(pilot, lambda: isinstance(app.screen, PassagePage) and "Sources" in screen_text(app))
        flat = " ".join(screen_text(app).split())
        assert first.text in flat
        for source in sources_of(graph, first):
            assert source.text in flat
        await pilot.press("n")
        await until(pilot, lambda: second.title in screen_text(app).splitlines()[1])
        await pilot.press("left", "N")
        await until(pilot, lambda: "1 of 12" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage) and app.screen.concept == first.concept)
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


@pytest.mark.parametrize("size", [(60, 20), (120, 34)])
async def test_an_answer_is_covered_until_one_tried(library: Workspace, index: Index, size: tuple[int, int]) -> None:
    found = index.ask("kv cache")
    at, answer = next((n, p) for n, p in enumerate(found) if p.kind == "answer")
    said = " ".join(answer.text.split())[:40]
    app = app_of(library)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await studying(pilot, "kv cache")
        await pilot.press(*["down"] * at, "enter")
        await until(
            pilot,
            lambda: isinstance(app.screen, PassagePage) and "You've seen a part of the answer." in screen_text(app),
        )
        assert said not in " ".join(screen_text(app).split())
        assert "The question" in screen_text(app)
        await pilot.press("space")
        await until(pilot, lambda: "From a good answer" in screen_text(app) and "space hide answer" in screen_text(app))
        assert said in " ".join(screen_text(app).split())
        await pilot.press("n", "N")
        await until(pilot, lambda: "You've seen a part of the answer." in screen_text(app))


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_study_opens_on_the_gaps(settled: Workspace, size: tuple[int, int]) -> None:
    sit(settled, -6.0)
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await pilot.press(key_for("home.study"))
        await until(pilot, lambda: isinstance(app.screen, StudyScreen) and "✕ The secret" in screen_text(app))
        weakest = app.screen.query_one("#passages", Rows).rows[0]
        assert weakest.label == "gap"
        await until(pilot, lambda: "chance of a solid answer" in screen_text(app))
        assert "enter open" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage) and app.screen.concept == weakest.key)
        await pilot.press("escape")
        await type_text(pilot, "markup")
        await until(pilot, lambda: "markup" in screen_text(app) and "✕ The secret" not in screen_text(app))


async def test_before_any_answer_there_is_no_praise(settled: Workspace) -> None:
    """Study said "No gaps." of an interview that was left before its first answer."""
    sit(settled, until=lambda state: len(state.turns) == 1)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press(key_for("home.study"))
        await until(pilot, lambda: "Nothing was answered yet" in screen_text(app))


async def test_nothing_found_is_said_and_nothing_opens(library: Workspace) -> None:
    app = app_of(library)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await studying(pilot, "kv")
        screen.query_one("#words", Input).value = "zzyzx [qq] AND"
        await until(pilot, lambda: "nothing on 'zzyzx [qq] AND'" in quiet(app))
        assert screen.query_one("#passages", Rows).rows == ()
        await pilot.press("enter", "down", "up")
        assert app.screen is screen
        screen.query_one("#words", Input).value = ""
        await until(pilot, lambda: quiet(app) == "")


async def test_only_the_latest_words_count_when_typing_fast(library: Workspace, graph: Graph, index: Index) -> None:
    app = app_of(library)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await studying(pilot, "a")
        for words in ("attention", "quantisation", "tokenisation", "speculative decoding"):
            screen.query_one("#words", Input).value = words
        expected = [(p.kind, named_by(graph, p)) for p in index.ask("speculative decoding")]
        rows = screen.query_one("#passages", Rows)
        await until(pilot, lambda: [(row.label, row.text) for row in rows.rows] == expected)
        await pilot.pause(0.2)
        assert [(row.label, row.text) for row in rows.rows] == expected


async def test_enter_after_typing_reads_what_was_typed(library: Workspace, index: Index) -> None:
    app = app_of(library)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        screen = await studying(pilot, "a")
        screen.query_one("#words", Input).value = "speculative decoding"
        await screen.run_action("read")
        await until(pilot, lambda: isinstance(app.screen, PassagePage))
        assert index.ask("speculative decoding")[0].title in screen_text(app).splitlines()[1]


def test_only_places_behind_reveal_have_key_for_it() -> None:
    assert {a.context for a in ACTIONS if a.method == "study"} == OPEN_FROM
    before = [c for c in CONTEXTS if c in {"answer", "probe", "check", "predict", "judge", "own", "pause", "turn"}]
    assert len(before) == 8
    assert not any(a.method in {"study", "map"} for a in of_context(*before))


async def test_the_room_offers_study_at_verdicts_only(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape", "slash")
        await pilot.pause(0.05)
        assert isinstance(app.screen, Room)
        await pilot.press("escape")  # back to the text; a letter would go on with a word that begins with the slash
        await answer(pilot, interview)
        await pilot.press("slash", "3")
        await phase(pilot, interview, Phase.JUDGING)
        await pilot.press("slash")
        await idle(pilot)
        assert isinstance(app.screen, Room)
        await until(pilot, lambda: bool(interview.state.turns[0].unjudged))
        await pilot.press("n", "y", "n")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await until(pilot, lambda: isinstance(app.screen, Room) and app.screen.help_contexts == ("verdict",))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))
        concept = interview.graph.concepts[interview.state.turns[0].question.primary]
        assert app.screen.query_one("#words", Input).value == concept.title
        await until(pilot, lambda: len(app.screen.query_one("#passages", Rows).rows) > 0)
        events = len(interview.events)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePage))
        await pilot.press("enter")
        await until(pilot, lambda: "can't open the map until the interview is over" in quiet(app))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, Room))
        assert len(interview.events) == events
        await pilot.press("enter")
        await until(pilot, lambda: len(interview.events) > events)


async def test_review_and_report_lead_there(settled: Workspace) -> None:
    sit(settled)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and len(app.screen.query_one(Rows).rows) == 1)
        await pilot.press("o")
        await until(pilot, lambda: isinstance(app.screen, Report) and "for mid" in screen_text(app))
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Pick) and "Read first" in screen_text(app))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Report))
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Report))


async def test_text_of_bank_is_shown_as_it_stands(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await studying(pilot, "markup stays")
        assert "[b] stays" in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, PassagePage))
        assert "Basics [b]" in screen_text(app)


async def test_a_graph_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    app = InterviewApp(atlas(tmp_path), "no-such-graph")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await pilot.press("slash")
        await until(pilot, lambda: isinstance(app.screen, StudyScreen) and "no-such-graph" in quiet(app))
        await type_text(pilot, "kv")
        await pilot.press("enter", "down", "escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


def test_areas_leave_room_to_titles_of_concepts(llm: Graph) -> None:
    """At 100 columns "Continuous batching, paging and prefix caching" was "Continuous batc…" beside its whole area."""
    names = area_names(llm)
    assert names["inference"] == "Inference"
    assert len(set(names.values())) == len(names)
