"""The texts of an item as widgets: the conversation above the editor, and after the reveal one text at a time."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

import msgspec
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from simulator.engine.choice.reasons import Reason, sentence
from simulator.graph.records import Graph
from simulator.report.tones import outcome_badge
from simulator.session.interview.item_blocks import (
    MARKDOWN,
    REPLIES_TITLE,
    SPEAKERS,
    Block,
    Kind,
    first_difference,
    of_kinds,
    reference_blocks,
    reply_blocks,
    said_blocks,
)
from simulator.session.interview.item_blocks import TITLES as TITLES_OF
from simulator.session.interview.outcomes import OUTCOMES
from simulator.session.interview.turn import Turn
from simulator.ui.tui import words
from simulator.ui.tui.room.desk import talk_first
from simulator.ui.tui.widgets.badges import badge
from simulator.ui.tui.widgets.chrome import ARROWS, Title
from simulator.ui.tui.widgets.code_lines import CodeLines
from simulator.ui.tui.widgets.text import Hanging, diff_content, plain_text, prose

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
# beside the keys that show these texts
LABELS: dict[Name, str] = {
    "gist": "gist",
    "mistakes": "mistakes",
    "exemplar": "example",
    "sources": "sources",
    "why": "why this",
}
SWITCHES: dict[Name, str] = {"own": "your answer", "reference": "reference", "replies": "follow-ups"}
MARK_WIDTH = 12
PAIR_FROM = 100  # columns
OWN, OTHER = "own-side", "other-side"
BESIDE: dict[str, Name] = {OWN: "own", OTHER: "reference"}  # what stands on each side at first
FACTS_HEAD = Block("head", TITLES_OF["fact"])
YOU = SPEAKERS["you"]
# the words found for points, and those for the present one
FOUND, FOUND_NOW = "underline $heard", "bold underline reverse $heard"
# the class of a kind of block in the style sheets, where it is not the name of the kind
LOOKS: dict[Kind, str] = {
    "lead": "aside",
    "prompt": "question",
    "clarify": "you",
    "clarified": "interviewer told",
    "gist": "reference",
    "exemplar": "reference",
    "why": "aside",
    "correction": "aside",
    "retold": "you",
    "verdict": "result",
}


def block_widget(block: Block) -> Widget:
    """The widget for a block, the same on every screen."""
    look = LOOKS.get(block.kind, block.kind)
    match block.kind:
        case "point" | "case":
            return Hanging(block.mark, block.text, MARK_WIDTH, "point")
        case "code":
            return code_block(block.text)
        case "diff":
            return Static(diff_content(block.text), classes="prose code", markup=False)
        case "result" | "verdict":
            return Static(marked(block), classes=f"prose {look}", markup=False)
        case "hint" | "note":
            return plain_text(f"{block.mark}: {block.text}", look)
        case "fact":
            return Vertical(plain_text(block.mark, "claim"), prose(block.text, "aside"), classes="fact")
        case "source":
            return plain_text(". ".join(filter(None, (block.text, block.mark))), look)
        case kind:
            if kind not in MARKDOWN:
                return plain_text(block.text, look)
            return prose(block.text, look, before=block.mark if kind == "interviewer" else "")


def code_block(code: str) -> CodeLines:
    """Code in its colours, whose long lines go on below."""
    from simulator.ui.tui.widgets.code_editor import painted  # only tasks have some

    return CodeLines(painted(code), classes="prose code", markup=False)


def marked(block: Block) -> Content:
    """An outcome or a verdict with its badge, and the words about it."""
    outcome = next((name for name, word in OUTCOMES.items() if word == block.mark.lower()), block.mark)
    return Content.assemble(badge(outcome_badge(outcome), block.mark), f"   {block.text}" if block.text else "")


def _labelled(block: Block) -> Widget:
    """A block behind the name of who says it, for colours are not seen by everybody."""
    label, look = f"{block.mark or SPEAKERS[block.kind]}:", LOOKS.get(block.kind, block.kind)
    if block.kind not in MARKDOWN:
        return plain_text(f"{label} {block.text}", look)
    return prose(block.text, look, before=label)


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
        self.set_class(len(now) > 1 and now[-1].kind == "interviewer", "-asks-on")
        if fresh := now[kept:]:
            self.mount_all(_labelled(b) if b.kind in {"you", "clarify"} else block_widget(b) for b in fresh)
            self.show_latest()

    def on_resize(self) -> None:
        """Keep what was said last in sight."""
        self.show_latest()

    def show_latest(self) -> None:
        """Scroll to what was said last; a question is read from its beginning, with what fits of the words before."""
        last = self._shown[-1].kind if self._shown else "lead"
        if last == "prompt":
            self.call_after_refresh(self._show_question)
        elif last != "lead":
            self.call_after_refresh(self.scroll_end, animate=False)

    def _show_question(self) -> None:
        for question in list(self.children)[-1:]:
            self.scroll_to(y=question.virtual_region.y, animate=False)


class Said(Static):
    """What the candidate said, with the words in it that were found; behind a `label` where the interviewer asks on."""

    def __init__(self, text: str, label: str = "") -> None:
        super().__init__(f"{label}{text}", classes="prose you", markup=False)
        self._label, self._text, self._now = label, text, -1

    def mark(self, quotes: Iterable[str], now: str) -> None:
        """Mark these words, and more strongly those of the point that is judged `now`."""
        content = Content(self._text)
        for quote in filter(None, quotes):
            if (start := self._text.find(quote)) >= 0:
                content = content.stylize(FOUND, start, start + len(quote))
        self._now = self._text.find(now) if now else -1
        if self._now >= 0:
            content = content.stylize(FOUND_NOW, self._now, self._now + len(now))
        self.update(Content.assemble(self._label, content))

    @property
    def line_now(self) -> int | None:
        """The line on which the words of the present point begin; None where they are not in this text."""
        if self._now < 0:
            return None
        first_word = self._text[self._now :].split(maxsplit=1)[0]
        return (
            len(Content(self._label + self._text[: self._now] + first_word).wrap(max(1, self.content_size.width))) - 1
        )


class Texts(Horizontal):
    """The texts of an answered question: one at a time, or from `PAIR_FROM` columns on the answer beside another.

    `key` gives the key that shows a text. With `recalls` the question itself stands before the answer. `name_shown` is
    the text that was asked for last; beside one another, its title is the brighter.
    """

    def __init__(
        self,
        turn: Turn,
        graph: Graph,
        key: Callable[[str], str],
        first: Name = "own",
        *,
        recalls: bool = False,
        role: str = "",
    ) -> None:
        super().__init__()
        self._key = key
        self._turn, self._graph, self.name_shown, self._recalls = turn, graph, first, recalls
        self._first, self._role = first, role
        self._filled: dict[str, Name] = {}  # what each side holds
        self._found: tuple[tuple[str, ...], str] = ((), "")

    def compose(self) -> ComposeResult:
        for side in (OWN, OTHER):
            yield Vertical(Title(), VerticalScroll(can_focus=False), id=side, classes="side")

    async def on_mount(self) -> None:
        for side in (OWN, OTHER):
            self.watch(self._scroll_of(side), "show_vertical_scrollbar", self._show_titles, init=False)
        await self.show(self.name_shown)

    async def show(self, name: Name) -> bool:
        """Show a text; False where the question has none of that name."""
        if not await self._fill(name):
            return False
        self.name_shown = name
        await self._arrange()
        self.call_after_refresh(self._show_second)
        return True

    async def on_resize(self) -> None:
        await self._arrange()
        self.call_after_refresh(self._show_second)
        self.call_after_refresh(self._scroll_to_found)

    def mark(self, quotes: Iterable[str], now: str = "") -> None:
        """Mark in the answer the words found, and scroll to those of the point that is judged `now`."""
        self._found = (tuple(quotes), now)
        self._show_found()

    def _show_found(self) -> None:
        for said in self.query(Said):
            said.mark(*self._found)
        if self._found[1]:
            self.call_after_refresh(self._scroll_to_found)

    def _scroll_to_found(self) -> None:
        """Scroll to the words of the present point, or the answer under its question, where they are out of sight."""
        if not self.size.width:  # lines are counted once there is a width: the resize comes back here
            return
        scroll, answers = self._scroll_of(OWN), list(self.query(Said))
        places = [said.virtual_region.y + said.line_now for said in answers if said.line_now is not None]
        places += [answers[0].virtual_region.y] if self._recalls and answers else []
        for y in places[:1]:
            if not scroll.scroll_y <= y < scroll.scroll_y + scroll.size.height - 1:
                scroll.scroll_to(y=max(0, y - 1), animate=False)

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
            self._scroll_of(side).scroll_home(animate=False)
        return True

    def _widgets(self, name: Name) -> list[Widget]:
        if name == "why":
            return list(_why(self._turn, self._graph, self._role))
        if name == "replies":
            return [_labelled(block) for block in reply_blocks(self._turn)]
        if name != "own":
            return list(_of_reference(self._turn, name))
        return [*[the_question(self._turn)] * self._recalls, *_own(self._turn)]

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

        Of two sides the key to the other one is shown where it changes something.
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
        if self._switches:
            others.insert(0, f"{self._key('switch')} {SWITCHES[self._after]}")
        for side, name in self._filled.items():
            down = self._key("down")
            entries = [f"{ARROWS.get(down, down)} scroll"] * self._scrolls(side)
            entries += others if (side == OTHER if self._paired else name == shown) else []
            fitting = ["   ".join(entries[:count]) for count in range(len(entries), 0, -1)]
            self.query_one(f"#{side} Title", Title).show(TITLES[name], fitting or "")

    def _scrolls(self, side: str) -> bool:
        """Whether the keys scroll this side, and some of it is out of sight."""
        scroll = self._scroll_of(side)
        return scroll is self.scroll and bool(scroll.max_scroll_y)

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


def the_question(turn: Turn) -> Widget:
    """The question as the interviewer put it."""
    return block_widget(of_kinds(said_blocks(turn), "prompt")[0])


def take_one(turn: Turn) -> Iterable[Widget]:
    """What the candidate answered to the question, its stages and its follow-ups; about code first what was said."""
    blocks = talk_first(of_kinds(said_blocks(turn), "interviewer", "you", "code", "ran"))
    label = f"{YOU}: " * bool(of_kinds(blocks, "interviewer"))
    for block in blocks:
        yield Said(block.text, label) if block.kind == "you" else block_widget(block)


def _why(turn: Turn, graph: Graph, role: str) -> Iterable[Widget]:
    def title(item: str) -> str:
        record = graph.questions.get(item) or graph.checks.get(item)
        return graph.concepts[record.primary].title if record else item

    try:
        reason = msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        return
    yield plain_text(sentence(reason, graph, role))
    others = dict.fromkeys(f"{title(a.item)} ({a.ruled_out})" for a in reason.alternatives)
    if others:
        yield plain_text("Also considered: " + "; ".join(others) + ".", "aside")
