"""The blocks of an item as widgets, and the conversation above the editor, which is made of them."""

from collections.abc import Sequence

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.session.interview.item_blocks import MARKDOWN, Block, Kind, first_difference
from simulator.ui.tui.widgets.text import Hanging, plain_text, prose

MARK_WIDTH = 12
# the class of a kind of block in the style sheets, where it has not the kind's own name
LOOKS: dict[Kind, str] = {
    "lead": "aside",
    "prompt": "question",
    "clarify": "you",
    "clarified": "interviewer",
    "gist": "reference",
    "exemplar": "reference",
    "why": "aside",
    "correction": "aside",
    "retold": "you",
    "verdict": "result",
}


def block_widget(block: Block) -> Widget:
    """A block as every screen shows it."""
    look = LOOKS.get(block.kind, block.kind)
    match block.kind:
        case "point":
            return Hanging(block.mark, block.text, MARK_WIDTH, look)
        case "result" | "verdict":
            return Static(marked(block), classes=f"prose {look}", markup=False)
        case "hint" | "note":
            return plain_text(f"{block.mark}: {block.text}", look)
        case "source":
            return plain_text(". ".join(filter(None, (block.text, block.mark))), look)
        case kind:
            return prose(block.text, look) if kind in MARKDOWN else plain_text(block.text, look)


def marked(block: Block) -> Content:
    """An outcome or a verdict, which stands out, and what is said of it."""
    return Content.assemble((block.mark, "bold $accent"), f"   {block.text}" if block.text else "")


class Talk(VerticalScroll, can_focus=False):
    """Shows blocks of a conversation and scrolls to what is new."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._shown: list[Block] = []

    def show(self, blocks: Sequence[Block]) -> None:
        """Show these blocks; what is there already stays."""
        now = list(blocks)
        kept = first_difference(self._shown, now)
        if kept < len(self._shown):
            self.query("Talk > *").remove()
            kept = 0
        self._shown = now
        if fresh := now[kept:]:
            self.mount_all(map(block_widget, fresh))
            self.show_latest()

    def on_resize(self) -> None:
        """Another size may have pushed what was said last out of sight."""
        self.show_latest()

    def show_latest(self) -> None:
        """Scroll to what was said last; a question alone is read from its beginning."""
        if self._shown and self._shown[-1].kind not in {"lead", "prompt"}:
            self.call_after_refresh(self.scroll_end, animate=False)
