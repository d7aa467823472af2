"""Wide characters, emoji and right-to-left text: lines keep their width, columns their place."""

import msgspec
import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.style import Style

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.brief import BriefScreen
from simulator.ui.tui.home.card_facts import beside
from simulator.ui.tui.home.rows import LABEL, HomeLines
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.widgets.text import linked, prose
from tests.graphs import llm_graph
from tests.settings import write_preferences
from tests.tui.conftest import NOW, home, room
from tests.tui.driving import answer, idle, in_room, judged, phase, screen_text, until
from tests.tui.test_home import row

ODD = {
    "wide": "検索拡張生成と評価",
    "emoji": "🔍 retrieval 👩‍💻 ok",
    "right": "מהנדס אחזור",
    "combined": "Ünïcödé e\u0301tude",
}
ANSWER = "検索 🔍 מהנדס: the index reads one element."


def rename(workspace: Workspace, title: str) -> None:
    """Give area and role of the small graph another title."""
    path = workspace.graphs / "small" / "graph.toml"
    text = path.read_text().replace("Basics [b]", title).replace('title = "Tester"', f'title = "{title}"')
    path.write_text(text)


def assert_whole(app: InterviewApp) -> None:
    """Every line of the screen is as wide as the window."""
    lines = app.screen._compositor.render_strips(app.size)
    assert [strip.cell_length for strip in lines] == [app.size.width] * app.size.height


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("width", [60, 80])
async def test_note_stands_in_its_column_beside_any_text(settled: Workspace, name: str, width: int) -> None:
    app = home(settled)
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        menu = app.screen.query_one(Rows)
        room = menu.scrollable_content_region.width
        menu.fill(
            [Row("a", "Plain", "text", "note"), Row("b", ODD[name], ODD[name], "note"), Row("c", "", ODD[name] * 9)]
        )
        for number in range(3):
            line = menu.render_line(number).text
            assert cell_len(line) == room
            assert number == 2 or line.endswith("note")
        assert "…" in menu.render_line(2).text


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("width", [60, 80])
def test_the_doors_fit_whatever_a_role_is_called(name: str, width: int) -> None:
    usual = llm_graph()
    roles = {"odd": msgspec.structs.replace(usual.roles["applied-engineer"], id="odd", title=ODD[name] * 3)}
    graph, kept = msgspec.structs.replace(usual, roles=roles), Preferences(role="odd")
    rows = HomeLines([row("asking", format=ODD[name])], kept, NOW.date(), None, 96, width, graph=graph).rows()
    for one in rows:
        assert 16 + cell_len(one.text) + (2 + cell_len(one.note) if one.note else 0) <= width


async def sat_with(pilot: Pilot[None]) -> None:
    """Answer a question in odd text, and judge every point as met."""
    interview = await in_room(pilot)
    assert isinstance(pilot.app, InterviewApp)
    pilot.app.screen.query_one(Editor).replace_all(ANSWER)
    await answer(pilot, interview, "")
    await phase(pilot, interview, Phase.PREDICTING)
    await judged(pilot, interview, "y", "y", "y")
    await pilot.press("enter")
    await until(pilot, lambda: interview.state.turns[0].scored is not None)


@pytest.mark.parametrize(("name", "size"), [("wide", (60, 20)), ("emoji", (80, 24)), ("right", (200, 60))])
async def test_every_line_is_as_wide_as_the_window(settled: Workspace, name: str, size: tuple[int, int]) -> None:
    rename(settled, ODD[name])
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await sat_with(pilot)
        await idle(pilot)
        assert_whole(app)
    write_preferences(settled.config, Preferences(role="tester", graph="small"))
    app = home(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "for a screening" in screen_text(app))
        assert_whole(app)
        for key in ("s", "e", "r"):
            await pilot.press(key)
            await until(pilot, lambda: not isinstance(app.screen, Home))
            await pilot.pause(0.1)
            assert_whole(app)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, BriefScreen) and "A likely question" in screen_text(app))
        assert_whole(app)


@pytest.mark.parametrize("name", ODD)
def test_where_you_stand_is_wrapped_by_cells(name: str) -> None:
    text = " ".join([ODD[name]] * 12)
    lines = beside("Held", text, 52)
    assert all(cell_len(line) <= 52 for line in lines)
    assert lines[0].startswith("Held      ")
    assert " ".join(line[LABEL:] for line in lines) == text


async def test_what_looks_like_a_tag_stays_in_markdown() -> None:
    text = "Run **job** <NAME> on List<String>, not `<b>`.\n\n<details>\nFolded.\n</details>\n"

    class Page(App[None]):
        def compose(self) -> ComposeResult:
            yield prose(text)

    app = Page()
    async with app.run_test(size=(80, 12), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        shown = "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips(app.size))
    assert "Run job <NAME> on List<String>, not <b>." in shown
    assert "<details> Folded. </details>" in shown


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("See https://en.wikipedia.org/wiki/Attention_(machine_learning).", "wiki/Attention_(machine_learning)"),
        ("It's on (https://en.wikipedia.org/wiki/Attention_(machine_learning)).", "wiki/Attention_(machine_learning)"),
        ("(see https://en.wikipedia.org/wiki/Attention)", "wiki/Attention"),
        ("Is it https://en.wikipedia.org/wiki/Attention?!", "wiki/Attention"),
        ("'https://en.wikipedia.org/wiki/Attention', it said", "wiki/Attention"),
        ("https://en.wikipedia.org/wiki/Attention?page=2: more", "wiki/Attention?page=2"),
    ],
)
def test_a_link_ends_where_its_address_does(text: str, address: str) -> None:
    content = linked(text)
    (span,) = content.spans
    assert content.plain == text
    assert text[span.start : span.end] == f"https://en.wikipedia.org/{address}"
    assert isinstance(span.style, Style)
    assert span.style.link == f"https://en.wikipedia.org/{address}"
