"""The brief: a few minutes before the interview, one item a page."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from msgspec.structs import replace
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from simulator.errors import SimulatorError
from simulator.graph.text import fit, format_minutes, one_line
from simulator.report.tones import outcome_badge
from simulator.session.archive.as_text import plain_prose
from simulator.session.clock import LOCAL
from simulator.ui.tui.keys.registry import bindings, of_context
from simulator.ui.tui.share import ASKS_OF_BRIEF, BRIEF_WIDTH, IN_BROWSER, ROWS_OF_BRIEF, THIS_SCREEN, SharesScreen
from simulator.ui.tui.widgets.chrome import Card, Keys, Rule, Title
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import MARK
from simulator.ui.tui.widgets.text import FittedLines, badge, plain_text, prose, toned
from simulator.ui.tui.words import READING_INTERVIEWS

if TYPE_CHECKING:
    from simulator.report.figures.brief import Brief, BriefItem, LikelyQuestion

Part = Literal["gist", "likely", "answer", "question", "end"]
HEADINGS: dict[Part, str] = {
    "gist": "Missed earlier, in a few words",
    "likely": "A likely question",
    "answer": "What was good in one of your best answers",
    "question": "A question you know",
    "end": "That's all",
}
LISTED: dict[Part, str] = {
    "gist": "Missed earlier",
    "likely": "Likely questions",
    "answer": "Your best answers",
    "question": "Questions you know",
}
NUMBER = 4  # columns of a page's number
BESIDE_FROM = 132  # columns from which what the brief holds stands beside the page, which keeps its own width
ROOMY_LINES = 32  # lines from which each question is shown there as well
WILL_HOLD = (
    "After your first one it has a page each for what you missed, in a few words; what was good in your best answers; "
    "and questions you know, to say aloud. It takes fifteen minutes at most. Start on home begins an interview."
)
NO_MORE = "That was the last page; {brief.back} goes back."
SAY_IT = "Say your answer aloud. {brief.next} shows the reference."


@dataclass(frozen=True)
class BriefPage:
    """One page: its part, its number within the part, and the item on it."""

    part: Part
    number: int = 1
    of: int = 1
    item: "BriefItem | LikelyQuestion | None" = None


class BriefContents(FittedLines):
    """What the brief holds, with the present page marked; a click turns to a page. No reference stands here."""

    @dataclass
    class Picked(Message):
        """The page of that place was clicked."""

        at: int

    def __init__(self) -> None:
        super().__init__()
        self._pages: Sequence[BriefPage] = ()
        self._at = 0
        self._with_questions = False

    def show(self, pages: Sequence[BriefPage], at: int, *, with_questions: bool) -> None:
        """List these pages, the one at a place marked, each with the start of its question if there's room."""
        self._pages, self._at, self._with_questions = pages, at, with_questions
        self.refresh(layout=True)

    def lines_in(self, width: int) -> list[Content]:
        return [line.truncate(width, ellipsis=True) for line, _ in self._lines()]

    def _lines(self) -> Iterator[tuple[Content, int | None]]:
        """The lines, each with the place of the page that it is about."""
        for at, page in enumerate(self._pages):
            if page.item is None:
                continue
            if page.number == 1:
                if at:
                    yield Content(), None
                yield toned(LISTED[page.part], "muted"), None
            now = at == self._at
            look = outcome_badge(getattr(page.item, "verdict", None))
            title = Content.styled(page.item.concept_title, "bold" if now else "")
            number = Content.styled(fit(str(at + 1), NUMBER), "bold $accent" if now else "$muted")
            mark = Content.styled(MARK if now else " " * len(MARK), "bold $accent")
            yield Content.assemble(mark, number, badge(look, ""), title), at
            if self._with_questions:
                indent = " " * (len(MARK) + NUMBER + 2)
                yield toned(indent + one_line(plain_prose(page.item.prompt)), "muted"), at

    def on_click(self, event: events.Click) -> None:
        """Turn to the page under the mouse."""
        at = event.get_content_offset(self)
        places = [place for _, place in self._lines()]
        if at is not None and at.y < len(places) and (place := places[at.y]) is not None:
            self.post_message(self.Picked(place))


class BriefScreen(SharesScreen, Page):
    """Turns the pages of the brief; the reference of a question stays covered until space."""

    BINDINGS = bindings("brief")
    CSS_PATH = "../styles/brief.tcss"
    contexts = ("brief",)
    heading = "The brief"
    shares = "Brief"

    def __init__(self) -> None:
        super().__init__()
        self._pages: tuple[BriefPage, ...] = ()
        self._at = 0
        self._uncovered = False
        self._brief: Brief | None = None

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield Rule()
        with Horizontal(id="both"):
            yield VerticalScroll(id="page", can_focus=False)
            with VerticalScroll(id="beside", can_focus=False):
                yield Card("In this brief", BriefContents(), id="contents")

    def on_mount(self) -> None:
        self.quiet(READING_INTERVIEWS)
        self.watch(self.page, "scroll_y", self._name_next, init=False)
        self.run_worker(self._load(), exit_on_error=False)

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.width >= BESIDE_FROM, "-wide")
        self._show_contents()
        self.call_after_refresh(self._name_next)

    def _show_contents(self) -> None:
        """List all pages beside the present one, once there are any."""
        self.set_class(bool(self._pages), "-listed")
        roomy = self.size.height >= ROOMY_LINES
        self.query_one(BriefContents).show(self._pages, self._at, with_questions=roomy)

    @on(BriefContents.Picked)
    async def _picked(self, event: BriefContents.Picked) -> None:
        await self.action_turn(event.at - self._at)

    async def _load(self) -> None:
        from simulator.report.load import brief_on

        # the report is loaded after the screen is painted
        from simulator.report.text.brief import NO_BRIEF

        try:
            progress = await self.host.progress()
            if progress is None:
                return  # the app has said why
            terms = self.host.preferences.advert_terms
            brief = await asyncio.to_thread(brief_on, await self.host.graph(), progress, self.host.workspace, terms)
        except (SimulatorError, OSError) as error:
            self.quiet(str(error))
            return
        self.unsay(READING_INTERVIEWS)
        self._pages, self._brief = pages_of(brief), brief
        if brief.is_empty:
            self.show_keys(without=frozenset(a.id for a in of_context("brief") if a.id != "brief.back"))
            await self.fill([plain_text(text) for text in (NO_BRIEF, "", WILL_HOLD)])
        else:
            await self._show()

    async def share(self) -> None:
        """Ask what to save: the whole brief as text, or the screen."""
        from simulator.report.export.files import file_stem  # deferred: few share
        from simulator.report.text.brief import brief_lines

        if self.app.is_web:
            self.quiet(IN_BROWSER)
            return
        if self._brief is None or self._brief.is_empty:
            return
        picked = await self.app.push_screen_wait(Pick(ASKS_OF_BRIEF, ROWS_OF_BRIEF))
        role, today = self._brief.role_title, self.host.today
        if picked == THIS_SCREEN:
            await self.share_screen(role)
        elif picked is not None:
            left = self.host.preferences.days_left(today)
            lines = brief_lines(self._brief, BRIEF_WIDTH, LOCAL, today, left)
            await self.share_text(f"{file_stem(f'brief {role}', today)}.txt", "\n".join((*lines, "")))

    async def _show(self) -> None:
        page = self._pages[self._at]
        if page.item is None and self.host.preferences.brief_read != self.host.today:  # seen to its end
            self.host.remember(replace(self.host.preferences, brief_read=self.host.today))
        count = f" {page.number} of {page.of}" if page.of > 1 else ""
        # the end has no number
        numbered = sum(page.item is not None for page in self._pages)
        place = f"page {self._at + 1} of {numbered} · " if page.item else ""
        right = f"{place}about {format_minutes(self._brief.minutes if self._brief else 0)} in all"
        self.query_one("#title", Title).show("The brief", right)
        heading = plain_text(f"{HEADINGS[page.part]}{count and f' ({count.strip()})'}", "heading")
        useless = {"brief.backward"} if not self._at else set()
        self.show_keys(without=frozenset(useless if page.item else {"brief.next", "brief.forward"}))
        self._show_contents()
        await self.fill([heading, *self._widgets(page)])
        self._name_next()
        self.call_after_refresh(self._name_next)  # how long the page is is known then

    @property
    def _is_covered(self) -> bool:
        """Whether the reference of the present page isn't shown yet."""
        return bool(self._pages) and self._pages[self._at].part == "question" and not self._uncovered

    @property
    def _goes_on_below(self) -> bool:
        return self.page.scroll_target_y < self.page.max_scroll_y

    def _name_next(self) -> None:
        """Say in the footer what the key for the next thing does now."""
        does = "reference" if self._is_covered else "read on" if self._goes_on_below else "next"
        self.query_one(Keys).relabel({"brief.next": does})

    def _widgets(self, page: BriefPage) -> Iterator[Widget]:
        item = page.item
        from simulator.report.figures.brief import BriefItem
        from simulator.report.text.brief import best_lines, end_words, item_words, say_lines  # loaded with the brief

        if item is None:
            left = self.host.preferences.days_left(self.host.today)
            own = self._brief is None or self._brief.has_own
            yield from map(plain_text, end_words(left, has_own=own)[1:])  # its heading says the first
            return
        yield plain_text(item_words(item, LOCAL, self.host.today), "about")
        yield prose(item.prompt, "prompt")
        if page.part in ("gist", "likely"):
            yield from (plain_text(text, "gist") for text in say_lines(item))
            yield plain_text(item.gist, "told")
        elif not isinstance(item, BriefItem):
            return
        elif page.part == "answer":
            yield from (plain_text(text, "told") for text in best_lines(item))
        elif self._uncovered:
            yield from (plain_text(text, "gist") for text in [item.gist] if text)
            yield prose(item.reference or item.gist, "told")
        else:
            yield plain_text(self.host.keyed(SAY_IT), "about")

    async def action_turn(self, by: int) -> None:
        if 0 <= self._at + by < len(self._pages):
            self._at += by
            self._uncovered = False
            await self._show()
        elif by > 0 and self._pages:
            self.mention(self.host.keyed(NO_MORE))

    async def action_next(self) -> None:
        if not self._pages:
            return
        if self._is_covered:
            self._uncovered = True
            await self._show()
        elif self._goes_on_below:
            self.action_text_page(1)
        elif self._at + 1 < len(self._pages):
            await self.action_turn(1)
        else:
            await self.action_back()

    def action_text_page(self, by: int) -> None:
        """Scroll the page, and at its end turn it."""
        if self.page.scroll_y < self.page.max_scroll_y if by > 0 else self.page.scroll_y > 0:
            super().action_text_page(by)
        else:
            self.run_worker(self.action_turn(by), group="page")


def pages_of(brief: "Brief") -> tuple[BriefPage, ...]:
    """The pages of a brief: gaps, likely questions, best answers, questions, the end. None for an empty brief."""
    parts: tuple[tuple[Part, Sequence[BriefItem | LikelyQuestion]], ...] = (
        ("gist", brief.gists),
        ("likely", brief.likely),
        ("answer", brief.answers),
        ("question", brief.questions),
    )
    pages = [BriefPage(part, n, len(items), item) for part, items in parts for n, item in enumerate(items, 1)]
    return (*pages, BriefPage("end")) if pages else ()
