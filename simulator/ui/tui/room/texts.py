"""After the reveal: one text at a time, full width - your answer, the reference, the gist and what else there is."""

from collections.abc import Callable, Iterable
from typing import Literal

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget

from simulator.engine.choice.reasons import Reason, sentence
from simulator.graph.records import Graph
from simulator.session.interview.item_blocks import TITLES as TITLES_OF
from simulator.session.interview.item_blocks import Kind, of_kinds, reference_blocks, said_blocks
from simulator.session.interview.turn import Turn
from simulator.ui.tui import words
from simulator.ui.tui.room.conversation import block_widget
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.text import plain_text

Name = Literal["own", "reference", "gist", "mistakes", "exemplar", "sources", "why"]
SHOWS: dict[Name, tuple[Kind, ...]] = {
    "own": ("you",),
    "reference": ("reference", "aside", "interviewer"),
    "gist": ("gist",),
    "mistakes": ("claim", "correction"),
    "exemplar": ("exemplar",),
    "sources": ("source",),
}
TITLES: dict[Name, str] = {
    **{name: TITLES_OF[kinds[0]] for name, kinds in SHOWS.items()},
    "why": "Why this question",
}
WAYS: dict[Name, str] = {
    "gist": "gist",
    "mistakes": "mistakes",
    "exemplar": "example",
    "sources": "sources",
    "why": "why this",
}


class Texts(Vertical):
    """The texts of one answered question; `recalls` puts the question itself before what was said to it.

    `key` gives the key of an action of the part that shows them.
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
        widgets = list(self._widgets(name))
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

    def _widgets(self, name: Name) -> Iterable[Widget]:
        if name == "own":
            return _own(self._turn)
        if name == "why":
            return _why(self._turn, self._graph)
        return map(block_widget, of_kinds(reference_blocks(self._turn), *SHOWS[name]))

    def on_resize(self) -> None:
        self._show_title()
        self.call_after_refresh(self._show_second)

    def _show_second(self) -> None:
        """Scroll to the second telling: where it stands below the first it is out of sight, and what one reads next."""
        for takes in self.query(".takes"):
            first, second = takes.children
            if second.region.y > first.region.y:
                self.scroll.scroll_to_widget(second, top=True, animate=False)
            else:
                self.scroll.scroll_home(animate=False)

    def _show_title(self) -> None:
        """What is shown, and the keys of the other texts that there are, as many as the width holds."""
        keys, room = "", self.size.width - 8 - len(TITLES[self.name_shown])
        for entry in self._ways():
            if len(keys) + 3 + len(entry) <= room:
                keys += f"   {entry}" if keys else entry
        self.query_one(Title).show(TITLES[self.name_shown], keys)

    def _ways(self) -> Iterable[str]:
        yield f"{self._key('switch')} {'your answer' if self.name_shown == 'reference' else 'reference'}"
        question = self._turn.question
        offered = (question.gist, question.mistakes, question.exemplar, question.sources, True)
        for there, (name, way) in zip(offered, WAYS.items(), strict=True):
            if there and name != self.name_shown:
                yield f"{self._key(name)} {way}"

    async def switch(self) -> None:
        """Between the own answer and the reference."""
        await self.show("own" if self.name_shown == "reference" else "reference")

    @property
    def scroll(self) -> VerticalScroll:
        """What scrolls."""
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
    """The question as the interviewer asked it."""
    return block_widget(of_kinds(said_blocks(turn), "prompt")[0])


def take_one(turn: Turn) -> Iterable[Widget]:
    """What the candidate said to a question, to its stages and to its follow-ups."""
    return map(block_widget, of_kinds(said_blocks(turn), "interviewer", "you"))


def _why(turn: Turn, graph: Graph) -> Iterable[Widget]:
    try:
        reason = msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return
    yield plain_text(sentence(reason, graph))
    passed = dict.fromkeys(f"{_item_title(a.item, graph)} ({a.ruled_out})" for a in reason.alternatives)
    if passed:
        yield plain_text("Worth asking too: " + "; ".join(passed) + ".", "aside")


def _item_title(item: str, graph: Graph) -> str:
    record = graph.questions.get(item) or graph.checks.get(item)
    return graph.concepts[record.primary].title if record else item
