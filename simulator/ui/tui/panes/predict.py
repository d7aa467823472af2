"""The prediction: one key, before the reference is shown."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import VERDICTS, Verdict
from simulator.ui.tui import words
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.texts import take_one


class Scale(Static):
    """The four verdicts with their keys; what they mean on demand."""

    DEFAULT_CSS = "Scale { height: auto; }"

    def __init__(self, meanings: dict[Verdict, str]) -> None:
        super().__init__()
        self._meanings, self._open = meanings, False

    def on_mount(self) -> None:
        self._show()

    def toggle(self) -> None:
        """Show or hide what the words mean."""
        self._open = not self._open
        self._show()

    def _show(self) -> None:
        gap = "\n" if self._open else "   "
        self.update(Content(gap).join(self._entry(n, verdict) for n, verdict in enumerate(VERDICTS, 1)))

    def _entry(self, number: int, verdict: Verdict) -> Content:
        if not self._open:
            return Content.assemble((str(number), "bold $accent"), f" {verdict}")
        return Content.assemble((str(number), "bold $accent"), f" {verdict:<13}", (self._meanings[verdict], "$quiet"))


class PredictPane(Pane):
    """How would a panel rate this?"""

    BINDINGS = bindings("predict")
    context = "predict"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="own-answer", can_focus=False):
            yield from take_one(self.turn)
        yield Rule()
        with Vertical(id="asks"):
            yield Static("How would a panel rate this?", classes="asks", markup=False)
            yield Scale(words.VERDICT_MEANINGS)

    def action_predict(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.predict(verdict))

    def action_meanings(self) -> None:
        self.query_one(Scale).toggle()
