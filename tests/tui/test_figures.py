"""A number and its per cent sign stay on one line at any width: in running text, in hanging text, in a chosen text."""

import pytest
from rich.console import Console
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.selection import Selection
from textual.widget import Widget
from textual.widgets import Markdown, Static
from textual.widgets.markdown import MarkdownBlock, MarkdownFence

from simulator.ui.tui.widgets.text import figures, plain_text, prose, wrapped

SAID = "Unsure so far: 63 % chance of a solid answer, 80 % interval 29 % to 88 %, from 2 answers that touch it."


class Shown(App[None]):
    """A text on a screen of its own."""

    def __init__(self, text: Widget) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        yield self._text

    def lines(self) -> list[str]:
        """Its lines as they are painted."""
        return painted(self._text)


def painted(text: Widget) -> list[str]:
    return [strip.text.strip() for strip in text.render_lines(text.size.region)]


@pytest.mark.parametrize("width", range(16, 61))
def test_hanging_text_keeps_its_numbers_whole(width: int) -> None:
    whole(wrapped(SAID, width, Console()))


async def test_running_text_keeps_numbers_whole_when_wrapped() -> None:
    text = plain_text(SAID)
    app = Shown(text)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        for width in range(60, 15, -1):
            await pilot.resize_terminal(width, 20)
            await pilot.pause()
            whole(app.lines())


CODE = "rest = 123456789 % 1000"
MARKED = f"**Unsure** at `7 % 3`:\n\n- {SAID}\n\n```python\n{CODE}\n```"


async def test_markdown_keeps_numbers_whole_and_code_unchanged() -> None:
    text = prose(MARKED)
    assert isinstance(text, Markdown)
    async with Shown(text).run_test(size=(60, 40), notifications=True, tooltips=True) as pilot:
        for width in range(60, 23, -1):
            await pilot.resize_terminal(width, 40)
            await pilot.pause()
            first, listed = (painted(block) for block in text.query(MarkdownBlock) if block.name == "paragraph_open")
            assert first == ["Unsure at 7 % 3:"]
            whole(listed)
        code = text.query_one(MarkdownFence).query_one("#code-content", Static).content
        assert (str(code), type(code)) == (CODE, Content)
    assert text.source == MARKED


async def test_text_marked_by_mouse_keeps_its_spaces() -> None:
    text = plain_text(SAID)
    async with Shown(text).run_test(size=(24, 20), notifications=True, tooltips=True):
        chosen = text.get_selection(Selection(Offset(0, 0), Offset(len(SAID), 0)))
        assert chosen == (SAID, "\n")


def test_styles_and_texts_without_signs_stay() -> None:
    bold = Content.assemble(("solid", "bold"), "   83 % of the points")
    assert figures(bold).is_same(bold)
    plainly = Content("nothing to keep")
    assert figures(plainly) is plainly


def whole(lines: list[str]) -> None:
    """The lines hold the whole text, and none begins with a sign that its number has lost."""
    assert " ".join(lines) == SAID
    assert not [line for line in lines if line.startswith("%")]
