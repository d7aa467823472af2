"""A screen with one long text that scrolls."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget

from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.long_text import LongText
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title

WIDEST = 96  # figures stay near the names that they belong to, and running text is no wider


class Page(LongText, Frame):
    """A title, a rule, and `#page`, which the keys of `scroll` move; escape goes back."""

    heading = ""
    look = ""  # the class of the page that its styles go by

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield Rule()
        yield VerticalScroll(id="page", can_focus=False, classes=self.look)

    @property
    def page(self) -> VerticalScroll:
        """What scrolls."""
        return self.query_one("#page", VerticalScroll)

    scroll = page

    @property
    def page_width(self) -> int:
        """Columns that a line of the page has, with its scroll bar shown."""
        return max(40, self.page.scrollable_content_region.width - self.page.styles.scrollbar_size_vertical)

    @property
    def text_width(self) -> int:
        """Columns for text that is laid out here: those of the page, within what can be read at a glance."""
        return min(self.page_width, WIDEST)

    async def fill(self, widgets: Sequence[Widget], *, from_top: bool = True) -> None:
        """Show these widgets and nothing else."""
        page = self.page
        async with page.batch():
            await page.remove_children()
            await page.mount_all(list(widgets))
        if from_top:
            page.scroll_home(animate=False)

    def action_back(self) -> None:
        self.dismiss()
