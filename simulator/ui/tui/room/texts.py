"""The texts of an item as widgets: the conversation above the editor, and after the reveal one text at a time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.choice.reasons import Reason, sentence
from simulator.graph.records import Graph
from simulator.session.interview.item_blocks import (
    MARKDOWN,
    Block,
    Kind,
    first_difference,
    of_kinds,
    reference_blocks,
    said_blocks,
)
from simulator.session.interview.item_blocks import TITLES as TITLES_OF
from simulator.session.interview.turn import Turn
from simulator.ui.tui import words
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.text import Hanging, plain_text, prose

Name = Literal["own", "reference", "gist", "mistakes", "exemplar", "sources", "why"]
SHOWS: dict[Name, tuple[Kind, ...]] = {
    "own": ("you",),
    "reference": ("reference", "aside", "interviewer", "fact"),
    "gist": ("gist",),
    "mistakes": ("claim", "correction"),
    "exemplar": ("exemplar",),
    "sources": ("source",),
}
TITLES: dict[Name, str] = {
    **{name: TITLES_OF[kinds[0]] for name, kinds in SHOWS.items()},
    "why": "Why this question",
}
# beside the keys that show these texts
LABELS: dict[Name, str] = {
    "gist": "gist",
    "mistakes": "mistakes",
    "exemplar": "example",
    "sources": "sources",
    "why": "why this",
}
MARK_WIDTH = 12
# the class of a kind of block in the style sheets, where it is not the name of the kind
LOOKS: dict[Kind, str] = {
    "lead": "aside",
    "prompt": "question",
    "clarify": "you",
    "clarified": "interviewer",
    "gist": "reference",
    "exemplar": "reference",
    "why": "aside",
    "correction": "aside",
    "fact": "aside",
    "retold": "you",
    "verdict": "result",
}


def block_widget(block: Block) -> Widget:
    """The widget for a block, the same on every screen."""
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
    """An outcome or a verdict in bold, and the words about it."""
    return Content.assemble((block.mark, "bold $accent"), f"   {block.text}" if block.text else "")


class Talk(VerticalScroll, can_focus=False):
    """A conversation, which scrolls to what is new."""

    def __init__(self, *, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._shown: list[Block] = []

    def show(self, blocks: Sequence[Block]) -> None:
        """Show these blocks, keeping those that are shown already."""
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
        """Keep what was said last in sight."""
        self.show_latest()

    def show_latest(self) -> None:
        """Scroll to what was said last; a question alone is read from its beginning."""
        if self._shown and self._shown[-1].kind not in {"lead", "prompt"}:
            self.call_after_refresh(self.scroll_end, animate=False)


class Texts(Vertical):
    """The texts of an answered question, one at a time over the full width.

    `key` gives the key that shows a text. With `recalls` the question itself stands before the answer.
    """

    def __init__(
        self, turn: Turn, graph: Graph, key: Callable[[str], str], first: Name = "own", *, recalls: bool = False
    ) -> None:
        super().__init__()
        self._key = key
        self._turn, self._graph, self.name_shown, self._recalls = turn, graph, first, recalls

    def compose(self) -> ComposeResult:
        yield Title()
        yield VerticalScroll(can_focus=False)

    async def on_mount(self) -> None:
        await self.show(self.name_shown)

    async def show(self, name: Name) -> bool:
        """Show a text; False where the question has none of that name."""
        if name == "own":
            widgets = list(_own(self._turn))
        elif name == "why":
            widgets = list(_why(self._turn, self._graph))
        else:
            widgets = list(map(block_widget, of_kinds(reference_blocks(self._turn), *SHOWS[name])))
        if not widgets:
            return False
        if name == "own" and self._recalls:
            widgets.insert(0, the_question(self._turn))
        self.name_shown = name
        self._show_title()
        scroll = self.query_one(VerticalScroll)
        async with scroll.batch():
            await scroll.remove_children()
            await scroll.mount_all(widgets)
        scroll.scroll_home(animate=False)
        self.call_after_refresh(self._show_second)
        return True

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_second)

    def _show_second(self) -> None:
        """Scroll to the second telling where it stands below the first: it is what one reads next."""
        for takes in self.query(".takes"):
            first, second = takes.children
            if second.region.y > first.region.y:
                self.scroll.scroll_to_widget(second, top=True, animate=False)
            else:
                self.scroll.scroll_home(animate=False)

    def _show_title(self) -> None:
        """Show the title, and as many keys of the other texts as fit."""
        question, shown = self._turn.question, self.name_shown
        available: dict[Name, object] = {
            "gist": question.gist,
            "mistakes": question.mistakes,
            "exemplar": question.exemplar,
            "sources": question.sources,
            "why": True,
        }
        entries = [f"{self._key('switch')} {'your answer' if shown == 'reference' else 'reference'}"]
        entries += [f"{self._key(name)} {LABELS[name]}" for name in LABELS if available[name] and name != shown]
        fitting = ["   ".join(entries[:count]) for count in range(len(entries), 0, -1)]
        self.query_one(Title).show(TITLES[shown], fitting)

    async def switch(self) -> None:
        """Switch between the candidate's answer and the reference."""
        await self.show("own" if self.name_shown == "reference" else "reference")

    @property
    def scroll(self) -> VerticalScroll:
        """The part that scrolls."""
        return self.query_one(VerticalScroll)


def _own(turn: Turn) -> Iterable[Widget]:
    if turn.retold is None:
        yield from take_one(turn)
        return
    taken = f", in {words.clock(turn.retold.seconds)}" if turn.retold.seconds is not None else ""
    yield Container(
        Vertical(plain_text("Take one", "claim"), *take_one(turn)),
        Vertical(plain_text(f"Take two{taken}", "claim"), plain_text(turn.retold.text, "you")),
        classes="takes",
    )


def the_question(turn: Turn) -> Widget:
    """The question as the interviewer put it."""
    return block_widget(of_kinds(said_blocks(turn), "prompt")[0])


def take_one(turn: Turn) -> Iterable[Widget]:
    """What the candidate answered to the question, its stages and its follow-ups."""
    return map(block_widget, of_kinds(said_blocks(turn), "interviewer", "you"))


def _why(turn: Turn, graph: Graph) -> Iterable[Widget]:
    def title(item: str) -> str:
        record = graph.questions.get(item) or graph.checks.get(item)
        return graph.concepts[record.primary].title if record else item

    try:
        reason = msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return
    yield plain_text(sentence(reason, graph))
    others = dict.fromkeys(f"{title(a.item)} ({a.ruled_out})" for a in reason.alternatives)
    if others:
        yield plain_text("Also considered: " + "; ".join(others) + ".", "aside")
