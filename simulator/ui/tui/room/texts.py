"""The texts of an answered question, one at a time: the answer, the reference, its gist, why it was asked."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.widget import Widget

from simulator.graph.records import Graph
from simulator.report.reasons_told import reason_in_the_room, reason_of
from simulator.session.header import Header
from simulator.session.interview.item_blocks import REPLIES_TITLE, Block, Kind, reference_blocks, reply_blocks
from simulator.session.interview.item_blocks import TITLES as TITLES_OF
from simulator.session.interview.turn import Turn
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import ARROWS
from simulator.ui.tui.room.blocks import BLANK, AnswerText, block_widget, labelled_widget, take_one, the_question
from simulator.ui.tui.widgets.chrome import Title
from simulator.ui.tui.widgets.text import plain_text

Name = Literal["own", "reference", "gist", "mistakes", "exemplar", "sources", "why", "replies"]
SHOWS: dict[Name, tuple[Kind, ...]] = {
    "own": ("you", "code", "ran"),
    "reference": ("reference", "aside", "interviewer", "fact"),
    "gist": ("gist",),
    "mistakes": ("claim", "correction"),
    "exemplar": ("exemplar",),
    "sources": ("source",),
}
TITLES: dict[Name, str] = {
    **{name: TITLES_OF[kinds[0]] for name, kinds in SHOWS.items()},
    "own": "What you said",
    "reference": "What a good answer says",
    "why": "Why this question",
    "replies": REPLIES_TITLE,
}
SHORTER: dict[Name, str] = {"reference": "A good answer", "replies": "Follow-ups"}  # where keys need the room
# beside the keys that show these texts
LABELS: dict[Name, str] = {
    "gist": "gist",
    "mistakes": "mistakes",
    "exemplar": "example",
    "sources": "sources",
    "why": "why this",
}
SWITCHES: dict[Name, str] = {"own": "your answer", "reference": "good answer", "replies": "follow-ups"}
PAIR_FROM = 100  # columns
OWN, OTHER = "own-side", "other-side"
BESIDE: dict[str, Name] = {OWN: "own", OTHER: "reference"}  # what stands on each side at first
FACTS_HEAD = Block("head", TITLES_OF["fact"])


class ReferenceTexts(Horizontal):
    """The texts of an answered question: one at a time, or from `PAIR_FROM` columns on the answer beside another.

    `key` gives the key that shows a text. With `recalls` the question itself stands before the answer, and before the
    text that comes `first`. `name_shown` is the text that was asked for last; beside one another, its title is the
    brighter. `turns` are all items.
    """

    def __init__(
        self,
        turn: Turn,
        graph: Graph,
        key: Callable[[str], str],
        first: Name = "own",
        *,
        header: Header,
        turns: Sequence[Turn] = (),
        recalls: bool = False,
    ) -> None:
        super().__init__()
        self._key = key
        self._turn, self._graph, self.name_shown, self._recalls = turn, graph, first, recalls
        self._first, self._before, self._header = first, first, header
        self._turns = turns
        self._filled: dict[str, Name] = {}  # what each side holds
        self._found: tuple[tuple[str, ...], str] = ((), "")

    def compose(self) -> ComposeResult:
        for side in (OWN, OTHER):
            yield Vertical(Title(), VerticalScroll(can_focus=False), id=side, classes="side")

    async def on_mount(self) -> None:
        for side in (OWN, OTHER):
            for changes in ("show_vertical_scrollbar", "scroll_y"):
                self.watch(self._scroll_of(side), changes, self._show_titles, init=False)
        await self.show(self.name_shown)

    async def show(self, name: Name) -> bool:
        """Show a text; False where the question has none of that name."""
        if not await self._fill(name):
            return False
        self.name_shown = name
        await self._arrange()
        self.call_after_refresh(self._show_second)
        if name == "own":
            self.call_after_refresh(self._scroll_to_found)  # another point may be judged than when it was last shown
        return True

    async def turn_to(self, name: Name) -> bool:
        """Show a text by its key; pressed again, the key leads back to the one before."""
        if name == self.name_shown:
            name = self._before
        elif self.name_shown in SWITCHES:
            self._before = "reference" if self._paired else self.name_shown
        return await self.show(name)

    async def on_resize(self) -> None:
        await self._arrange()
        self.call_after_refresh(self._show_second)
        self.call_after_refresh(self._scroll_to_found)

    def mark(self, quotes: Iterable[str], now: str = "") -> None:
        """Mark in the answer the words found, and scroll to those of the point that is judged `now`."""
        self._found = (tuple(quotes), now)
        self._show_found()

    def _show_found(self) -> None:
        for said in self.query(AnswerText):
            said.mark(*self._found)
        if self._found[1]:
            self.call_after_refresh(self._scroll_to_found)

    def _scroll_to_found(self) -> None:
        """Scroll to the words of the present point, or the answer under its question, where they are out of sight."""
        if not self.size.width:  # lines are counted once there is a width: the resize comes back here
            return
        scroll, answers = self._scroll_of(OWN), list(self.query(AnswerText))
        places = [(said, said.line_now) for said in answers if said.line_now is not None]
        places += [(answers[0], 0)] if self._recalls and answers else []
        for said, line in places[:1]:
            y = said.virtual_region.y + line
            if not scroll.scroll_y <= y < scroll.scroll_y + scroll.size.height - 1:
                scroll.scroll_to(y=_line_above(said, line, scroll.size.height), animate=False)

    @property
    def _paired(self) -> bool:
        """Whether the answer and another text stand side by side; a second telling needs the width itself."""
        return self.size.width >= PAIR_FROM and bool(self._turn.question.answer) and self._turn.retold is None

    async def _arrange(self) -> None:
        """Show one side or both, with their titles."""
        self.set_class(self._paired, "-pair")
        if self._paired:
            for name in (n for side, n in BESIDE.items() if side not in self._filled):
                await self._fill(name)
        for side in (OWN, OTHER):
            active = (side == OWN) is (self.name_shown == "own")
            self.query_one(f"#{side}").set_class(active, "-active")
        self._show_titles()

    async def _fill(self, name: Name) -> bool:
        """Put a text into its side, unless it is there already; False where there is none."""
        side = OWN if name == "own" else OTHER
        if self._filled.get(side) != name:
            if not (widgets := self._widgets(name)):
                return False
            self._filled[side] = name
            scroll = self._scroll_of(side)
            async with scroll.batch():
                await scroll.remove_children()
                await scroll.mount_all(widgets)
            if side == OWN:
                self._show_found()
            if name != self.name_shown and not (side == OWN and self._found[1]):
                scroll.scroll_home(animate=False)  # a text that one comes back to stays where it was left
        return True

    def _widgets(self, name: Name) -> list[Widget]:
        if name == "why":
            return list(_why(self._turn, self._graph, self._header, self._turns))
        if name == "replies":
            return [labelled_widget(block) for block in reply_blocks(self._turn)]
        asked = [the_question(self._turn)] * (self._recalls and name in ("own", self._first))
        return [*asked, *(_own(self._turn) if name == "own" else _of_reference(self._turn, name))]

    def _show_second(self) -> None:
        """Scroll to the second telling where it stands below the first: it is what one reads next."""
        for takes in self.query(".takes"):
            first, second = takes.children
            if second.region.y > first.region.y:
                self.scroll.scroll_to_widget(second, top=True, animate=False)
            else:
                self.scroll.scroll_home(animate=False)

    def _show_titles(self) -> None:
        """Show the titles with, of two sides on the one that scrolls, the key that does it, and as many of the others.

        Of two sides the key to the other one is shown where it changes something, and each has half of the others.
        """
        question, shown = self._turn.question, self.name_shown
        available: dict[Name, object] = {
            "gist": question.gist,
            "mistakes": question.mistakes,
            "exemplar": question.exemplar,
            "sources": question.sources,
            "why": True,
        }
        others = [f"{self._key(name)} {LABELS[name]}" for name in LABELS if available[name] and name != shown]
        if shown in LABELS:
            others.insert(0, f"{self._key(shown)} back")
        if self._switches:
            others.insert(0, f"{self._key('switch')} {SWITCHES[self._after]}")
        for side, name in self._filled.items():
            scroll = self._scroll_of(side)
            below = scroll.scroll_y < scroll.max_scroll_y - BLANK
            key = self._key("down" if below else "up")
            entries = [f"{ARROWS.get(key, key)} scroll"] * (scroll is self.scroll and (below or scroll.scroll_y > 0))
            half = len(others) // 2
            if self._paired:
                entries += others[: len(others) - half] if side == OTHER else others[len(others) - half :]
            elif name == shown:
                entries += others
            fitting = ["   ".join(entries[:count]) for count in range(len(entries), 0, -1)]
            if name == shown and name in LABELS and not self._paired:
                fitting[-1:-1] = ["   ".join(others[:2]), others[0]]  # the bar tells that there is more to read
            titles = [TITLES[name], SHORTER.get(name, TITLES[name])] if self._paired else TITLES[name]
            self.query_one(f"#{side} Title", Title).show(titles, fitting or "")

    @property
    def _switches(self) -> bool:
        """Whether the key for the other text changes something: of two sides shown, which of them scrolls."""
        if not self._paired or self._filled.get(OTHER) != "reference" or self._first == "replies":
            return True
        return all(self._scroll_of(side).max_scroll_y for side in (OWN, OTHER))

    async def switch(self) -> None:
        """Switch between the candidate's answer and the reference, and the replies where they were shown first."""
        await self.show(self._after)

    @property
    def _after(self) -> Name:
        """The text that the key switches to."""
        if self.name_shown == "own":
            return "replies" if self._first == "replies" else "reference"
        return "own" if self.name_shown == "reference" else "reference"

    @property
    def scroll(self) -> VerticalScroll:
        """The part that scrolls: of two sides the one asked for last, unless all of that is in sight."""
        active, other = (OWN, OTHER) if self.name_shown == "own" else (OTHER, OWN)
        fits = self._paired and not self._scroll_of(active).max_scroll_y
        return self._scroll_of(other if fits else active)

    def _scroll_of(self, side: str) -> VerticalScroll:
        return self.query_one(f"#{side} VerticalScroll", VerticalScroll)


def _line_above(said: Widget, line: int, room: int) -> int:
    """Where to begin with a line of what was said: the line before it, or the follow-up to which all of it replies."""
    siblings = said.parent.children if said.parent is not None else []
    before = siblings[siblings.index(said) - 1] if line == 0 and said in siblings[1:] else None
    if before is not None and before.outer_size.height <= room // 2:
        return before.virtual_region.y
    return max(0, said.virtual_region.y + line - 1)


def _of_reference(turn: Turn, name: Name) -> Iterable[Widget]:
    """One of the texts that come with the reference; what could have been asked has a title of its own."""
    for block in reference_blocks(turn):
        if block.kind in SHOWS[name]:
            yield block_widget(block)
        elif name == "reference" and block == FACTS_HEAD:
            yield plain_text(block.text, "facts")


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


def _why(turn: Turn, graph: Graph, header: Header, turns: Sequence[Turn]) -> Iterable[Widget]:
    if reason_of(turn) is None:
        return
    yield plain_text(reason_in_the_room(turn, graph, header, turns))
    if others := also_considered(turn, graph):
        named = [f"{concept} ({why_not})" for concept, why_not in others.items()]
        yield plain_text(f"Also considered: {'; '.join(named)}.", "aside")


def also_considered(turn: Turn, graph: Graph) -> dict[str, str]:
    """The concepts that were weighed besides the one chosen, each with what spoke against it."""

    def title(item: str) -> str:
        record = graph.questions.get(item) or graph.checks.get(item)
        return graph.concepts[record.primary].title if record else item

    reason = reason_of(turn)
    others: dict[str, str] = {}
    for other in reason.alternatives if reason else ():  # the best of a concept comes first
        others.setdefault(title(other.item), other.why_not)
    others.pop(title(turn.asked.id), None)  # another question of the concept that was chosen
    return others
