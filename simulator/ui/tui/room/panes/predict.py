"""The prediction: one key, before the reference is shown."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.scoring import SCALE, VERDICTS, Verdict
from simulator.graph.text import wrap
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.room.panes.pane import ScrollingPane
from simulator.ui.tui.room.texts import take_one, the_question
from simulator.ui.tui.widgets.chrome import Rule

# the column at which meanings begin: "4 outstanding   "
MEANS_AT = max(map(len, VERDICTS)) + 5


class Scale(Widget):
    """The verdicts with their keys; what they mean on demand, in general or by the `anchors` of a question."""

    DEFAULT_CSS = """
    Scale { height: auto; }
    Scale > .scale--key { color: $accent; text-style: bold; }
    Scale > .scale--meaning { color: $quiet; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"scale--key", "scale--meaning"}

    def __init__(self, anchors: dict[Verdict, str] | None = None) -> None:
        super().__init__()
        self._meanings = anchors or {verdict: grade.meaning for verdict, grade in SCALE.items()}
        self._open = False

    def toggle(self) -> None:
        """Show or hide what the words mean."""
        self._open = not self._open
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        if not self._open:
            return [Content("   ").join(self._word(n, verdict) for n, verdict in enumerate(VERDICTS, 1))]
        return [line for n, verdict in enumerate(VERDICTS, 1) for line in self._entry(n, verdict, width)]

    def _word(self, number: int, verdict: Verdict) -> Content:
        key = Style.from_styles(self.get_component_styles("scale--key"))
        return Content.assemble((str(number), key), f" {verdict}")

    def _entry(self, number: int, verdict: Verdict, width: int) -> list[Content]:
        word, quiet = self._word(number, verdict), Style.from_styles(self.get_component_styles("scale--meaning"))
        first, *more = wrap(self._meanings[verdict], max(8, width - MEANS_AT))
        gap = " " * (MEANS_AT - word.cell_length)
        return [Content.assemble(word, gap, (first, quiet)), *(Content.styled(" " * MEANS_AT + m, quiet) for m in more)]


class PredictPane(ScrollingPane):
    """How would a panel rate this?"""

    BINDINGS = bindings("predict")
    context = "predict"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="own-answer", can_focus=False):
            if self.recalls:
                yield the_question(self.turn)
            yield from take_one(self.turn)
        yield Rule()
        with Vertical(id="asks"):
            yield Static("How would a panel rate this?", classes="asks", markup=False)
            yield Scale()

    def action_predict(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.predict(verdict))

    def action_meanings(self) -> None:
        self.query_one(Scale).toggle()
        # the answer leaves them the room, and is read by its scrolling
        self.toggle_class("-explained")
