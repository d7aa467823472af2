"""What was asked and said as widgets, the same on every screen; and the conversation above the editor."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.reactive import reactive
from textual.widget import AwaitMount, Widget
from textual.widgets import Static

from simulator.engine.scoring import LOWEST
from simulator.graph.text import sentences_joined
from simulator.report.tones import VERDICT_BADGES, outcome_badge
from simulator.session.interview.item_blocks import (
    MARKDOWN,
    SPEAKERS,
    Block,
    Kind,
    of_kinds,
    said_blocks,
)
from simulator.session.interview.outcome_words import NOT_KNOWN, OUTCOMES, WRONG
from simulator.session.interview.turn import Turn
from simulator.ui.tui.widgets.text import Hanging, Numbered, Signed, badge, diff_content, linked, plain_text, prose

MARK_WIDTH = 12
WRONG_SIGN = VERDICT_BADGES[LOWEST].sign
LABEL_AT = 1  # columns before the words in a border
BLANK = 1  # line below what was said last; if only that is hidden, there is nothing more to read
GOES_ON_BELOW = "… goes on below"
YOU = SPEAKERS["you"]
SO_FAR, ASKED, HINTS = Block("head", "So far"), Block("head", "You asked"), Block("head", "Hints")
ASKED_AND_HINTS = Block("head", "You asked, and hints")
HANDED_IN = Block("head", "Your code, as you handed it in")
OF_FACTS = frozenset(("clarify", "clarified", "hint"))
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
    "reason": "aside",
    "correction": "aside",
    "retold": "you",
    "verdict": "result",
}


def first_difference(before: list[Block], now: list[Block]) -> int:
    """The index of the first block that differs, which may be the end of the shorter list."""
    pairs = enumerate(zip(before, now, strict=False))
    return next((n for n, (old, new) in pairs if old != new), min(len(before), len(now)))


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
            return plain_text(linked(sentences_joined(block.text, block.mark)), look)
        case "claim":  # a sign and the margin tell the two apart, where bold and a colour don't
            return Signed(WRONG_SIGN, prose(block.text, look), look)
        case "example":
            return Signed("·", prose(block.text, look), look)
        case "options":
            return Numbered(block.text.split("\n"), f"prose {look}")
        case "correction":
            correction = prose(block.text, look)
            correction.styles.padding = (0, 0, 0, cell_len(WRONG_SIGN) + 1)
            return correction
        case kind:
            if kind not in MARKDOWN:
                return plain_text(block.text, look)
            return prose(block.text, look, before=block.mark if kind == "interviewer" else "")


def code_block(code: str) -> Widget:
    """Code in its colours, whose long lines go on below."""
    from simulator.ui.tui.widgets.code_editor import CodeLines, painted  # only tasks have some

    return CodeLines(painted(code), classes="prose code", markup=False)


def marked(block: Block) -> Content:
    """An outcome or a verdict with its badge, and the words about it."""
    word = block.mark.lower()
    outcome = WRONG if word == NOT_KNOWN else next((name for name, of in OUTCOMES.items() if of == word), block.mark)
    return Content.assemble(badge(outcome_badge(outcome), block.mark), f"   {block.text}" if block.text else "")


def labelled_widget(block: Block) -> Widget:
    """A block behind the name of who says it, as colours are not seen by everybody."""
    look = LOOKS.get(block.kind, block.kind)
    asks = block.kind == "interviewer"  # its mark are words that are said as well
    label = f"{SPEAKERS[block.kind]}: {block.mark}".strip() if asks else f"{block.mark or SPEAKERS[block.kind]}:"
    if block.kind not in MARKDOWN:
        return plain_text(f"{label} {block.text}", look)
    return prose(block.text, look, before=label)


class ConversationView(VerticalScroll, can_focus=False):
    """A conversation, which scrolls to what is new. Where it goes on below a task's text, a line says so."""

    goes_on: reactive[bool] = reactive(False)

    def __init__(self, *, classes: str = "", from_top: bool = False) -> None:
        """`from_top`: what leads to the question is read first, where not all fits; the next page is the question."""
        super().__init__(classes=classes)
        self.from_top = from_top
        self._shown: list[Block] = []
        self._room = self._rows = 0  # the lines that it may take, and those that a question takes of them
        self._reads_back = False
        self._most: int | None = None  # lines, where not the style sheet says how many
        self._option: int | None = None  # which has to be in sight

    def on_mount(self) -> None:
        for changes in ("scroll_y", "virtual_size", "show_vertical_scrollbar"):
            self.watch(self, changes, self._say_more, init=False)

    def _say_more(self) -> None:
        self.border_subtitle = " " * (self.styles.padding.left - LABEL_AT) + GOES_ON_BELOW  # below the text
        self.goes_on = self.scroll_y < self.max_scroll_y - BLANK
        self.set_class(self.goes_on, "-more")

    def show(self, blocks: Sequence[Block]) -> None:
        """Show these blocks, keeping those that are shown already."""
        now = list(blocks)
        kept = first_difference(self._shown, now)
        if kept < len(self._shown):
            self.query("ConversationView > *").remove()
            kept = 0
        self.from_top = self.from_top and self._shown in ([], now)
        self._shown = now
        self.set_class(len(now) > 1 and now[-1].kind == "interviewer", "-asks-on")
        if fresh := now[kept:]:
            self.refit()
            widgets = (labelled_widget(b) if b.kind in {"you", "clarify"} else block_widget(b) for b in fresh)
            self.call_later(self._show_mounted, self.mount_all(widgets))

    async def _show_mounted(self, mounted: AwaitMount) -> None:
        """Scroll once what is new is laid out: before that it has no height, and the end is that of what was there."""
        await mounted
        self.show_latest()

    def on_resize(self) -> None:
        """Keep what was said last in sight, and say again whether there is more: another height moves nothing."""
        self.show_latest()
        self.call_after_refresh(self._say_more)

    def refit(self) -> None:
        """Take the usual room again, in another window or for what is new."""
        self._room = self._rows = 0
        self._reads_back = False
        self.styles.max_height = self._most

    def fit_into(self, rows: int, option: int | None) -> None:
        """Take at most so many lines, and show this option (from 0) where one is read back."""
        if (rows, option) != (self._most, self._option):
            self._most, self._option = rows, option
            self.refit()
            self.show_latest()

    def read_back(self) -> None:
        """Take it as well to read what came before a question; the question is then not scrolled to."""
        if self._rows:
            self.refit()
            self._reads_back = True

    def read_on(self) -> bool:
        """Go on to the question from what leads to it; whether that was the next thing to read."""
        was, self.from_top = self.from_top, False
        if was:
            self.show_latest()
        return was

    def show_latest(self) -> None:
        """Scroll to what was said last; a question is read from its beginning, with the words before if all fit."""
        if not self._reads_back:
            self.call_after_refresh(self._show_last)

    def _show_last(self) -> None:
        """What is last is looked up now: more may have been said since this was asked for."""
        last = self._shown[-1].kind if self._shown else "lead"
        if self._option is not None:
            self._show_option(self._option)
        elif self.from_top:
            self.scroll_home(animate=False)
        elif last in {"prompt", "options"}:
            self._show_question()
        elif last != "lead":
            self._show_end()

    def _show_end(self) -> None:
        """Scroll to the end, or to the beginning of what was said last where that is longer than the room."""
        last = self.children[-1] if self.children else None
        if last is not None and self._shown[-1].kind == "interviewer" and last.outer_size.height > self.size.height:
            self.scroll_to_widget(last, top=True, animate=False)
        else:
            self.scroll_end(animate=False)

    def _show_option(self, number: int) -> None:
        """Bring an option into sight, whole; where it is there already, nothing moves."""
        for options, block in zip(self.children, self._shown, strict=False):
            if block.kind == "options" and isinstance(options, Numbered):
                width = max(1, options.content_size.width)
                top, rows = options.place_of(number, width)
                self.scroll_to_region(Region(0, options.virtual_region.y + top, width, rows), animate=False)

    def _show_question(self) -> None:
        """Scroll to the question; where not all of the words before it fit, leave them out of sight."""
        shown = [child for child, block in zip(self.children, self._shown, strict=False) if block.kind == "prompt"]
        for question in shown[-1:]:
            top = question.virtual_region.y
            rows = self.virtual_size.height - top
            is_cut = self.size.height < self.virtual_size.height
            if is_cut and self._most is not None and self.virtual_size.height + self.gutter.height <= self._most:
                # all fits but for the bar, which came before it was known how much may, and makes the lines shorter
                self.show_vertical_scrollbar = False
                self.refresh(layout=True)
                return
            cuts = top and is_cut and rows < (self._room or self.size.height)
            if cuts and not (self.parent is not None and self.parent.has_class("task")) and rows != self._rows:
                self._room, self._rows = self._room or self.size.height, rows
                self.styles.max_height = rows + self.gutter.height
                self.call_after_refresh(self._show_question)  # its lines are laid out again
            self.scroll_to(y=top, animate=False)


class AnswerText(Static):
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


def the_question(turn: Turn) -> Widget:
    """The question as the interviewer put it."""
    return block_widget(of_kinds(said_blocks(turn), "prompt")[0])


def take_one(turn: Turn) -> Iterable[Widget]:
    """What the candidate answered to the question, its stages and its follow-ups; about code first what was said."""
    blocks = talk_first(of_kinds(said_blocks(turn), "interviewer", "you", "code", "ran"))
    label = f"{YOU}: " * bool(of_kinds(blocks, "interviewer"))
    for block in blocks:
        yield AnswerText(block.text, label) if block.kind == "you" else block_widget(block)


# Which part of a conversation stands where


def asked_now(blocks: Sequence[Block]) -> list[Block]:
    """What waits for an answer: the question and, below it, the follow-up or the stage that is open."""
    return [block for number, block in enumerate(blocks) if _is_asked(number, blocks)]


def latest_code(blocks: Sequence[Block]) -> list[Block]:
    """The conversation about code with the code as it was handed in last, and no earlier one."""
    last = max((n for n, block in enumerate(blocks) if block.kind == "code"), default=0)
    return [block for n, block in enumerate(blocks) if n >= last or block.kind not in {"code", "ran"}]


def talk_first(blocks: Sequence[Block]) -> list[Block]:
    """What was said about code, which is what is judged, and below it, by its name, the code as it was handed in last.

    What asked for the code is left out: below the talk, a twist would look as if it had come after it.
    """
    blocks = latest_code(blocks)
    end = max((n for n, block in enumerate(blocks, 1) if block.kind in {"code", "ran"}), default=0)
    code = [block for block in blocks[:end] if block.kind != "interviewer"]
    return [*blocks[end:], *[HANDED_IN] * bool(code), *code]


def _is_asked(number: int, blocks: Sequence[Block]) -> bool:
    kind, after = blocks[number].kind, blocks[number + 1 :]
    is_open = all(block.kind in OF_FACTS for block in after)  # asked back about, and not answered yet
    return kind in {"prompt", "options"} or (is_open and kind == "interviewer")


def said_before(blocks: Sequence[Block]) -> list[Block]:
    """What was said besides, in its order; what was asked back and hinted since the last answer has its own head."""
    others = [block for number, block in enumerate(blocks) if not _is_asked(number, blocks)]
    told = max((n for n, block in enumerate(others, 1) if block.kind not in OF_FACTS), default=0)
    spoken, facts = others[:told], others[told:]
    kinds = {block.kind for block in facts}
    told_of = HINTS if kinds == {"hint"} else ASKED_AND_HINTS if "hint" in kinds else ASKED
    return [SO_FAR] * bool(spoken) + spoken + [told_of] * bool(facts) + facts
