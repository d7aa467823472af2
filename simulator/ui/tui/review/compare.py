"""Two interviews compared: did it go better, by more than chance? Then every concept and point."""

import asyncio
from pathlib import Path

from textual.events import Resize

from simulator.engine.choice.formats import format_title
from simulator.errors import SimulatorError
from simulator.report.figures.compare import Comparison
from simulator.report.load import comparison_of
from simulator.report.text.compare import about, detail_lines, first_page
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.text import plain_text


class Compare(Page):
    """Compares the transcripts at two paths; the earlier interview always comes first."""

    BINDINGS = bindings("compare")
    CSS_PATH = "../styles/compare.tcss"
    contexts = ("compare",)
    shows_help = True
    heading = "Two interviews"
    look = "compared"

    def __init__(self, first: Path, second: Path) -> None:
        super().__init__()
        self._paths = (first, second)
        self._comparison: Comparison | None = None
        self._details = False

    def on_mount(self) -> None:
        self.show_keys()
        self.run_worker(self._load(), exit_on_error=False)

    async def _load(self) -> None:
        self.quiet("Comparing.")
        try:
            self._comparison = await asyncio.to_thread(comparison_of, *self._paths, self.host.workspace)
        except SimulatorError as error:
            self.quiet(str(error))
            return
        self.quiet("")
        today = self.host.today
        both = (self._comparison.first, self._comparison.second)
        when = [words.moment(session.started, today) for session in both]
        full = [f"{format_title(session.format)}, {at}" for session, at in zip(both, when, strict=True)]
        self.query_one("#title", Title).show(right=(", then ".join(full), ", then ".join(when)))
        await self._show()

    def on_resize(self, event: Resize) -> None:  # noqa: ARG002 - the frame's own handler runs too
        self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    async def _show(self) -> None:
        if self._comparison is None:
            return
        width = self.text_width
        if self._details:
            lines = [*detail_lines(self._comparison, width), "", about(self._comparison)]
        else:
            lines = list(first_page(self._comparison, width))
        lead, *rest = "\n".join(lines).strip("\n").split("\n\n", 1)
        await self.fill([plain_text(lead, "lead" if not self._details else ""), *(plain_text(text) for text in rest)])

    async def action_details(self) -> None:
        self._details = not self._details
        await self._show()
