"""The report of one interview: what a panel writes, with tonight; then why what was asked, all answers, and figures."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.graph.records import Graph
from simulator.report.load import graphs_of, report_of, state_of
from simulator.report.records import Assessment
from simulator.report.text.debrief import ASKED, OF_THIS, TONIGHT, is_of_this_interview, tonight_head
from simulator.report.text.report import is_unanswered
from simulator.report.text.sections import ANSWERS, FIGURES, PageName
from simulator.session.transcript.folder import FileStat, file_stats, stats_of
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import action_of, bindings
from simulator.ui.tui.review.report_pages import (
    BETWEEN,
    ReportItem,
    answer_items,
    debrief_widgets,
    figures_page,
    general_lines,
    tonight_rows,
    walk_items,
    widgets_of,
)
from simulator.ui.tui.share import SharesScreen
from simulator.ui.tui.starting import NOTHING_ASKED, confirm_missed, confirm_tonight, open_concept
from simulator.ui.tui.widgets.chrome import HELP, SIDE_BY_SIDE, Keys, Section, Title
from simulator.ui.tui.widgets.frame import WIDEST, Page, refill
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.text import plain_text

View = Literal["debrief"] | PageName
TITLES: dict[View, str] = {
    "debrief": "Report",
    "walk": ASKED,
    "answers": ANSWERS,
    "figures": FIGURES,
}
OF_DEMO, IN_DEMO = " of a demo", " in a demo"
DEMO = "{report.back} leaves the demo."
VIEWS: tuple[View, ...] = (*TITLES,)
LISTS: frozenset[View] = frozenset(("walk", "answers"))  # rows that open, and what is said about the marked one
OPENS = {"item": "read", "study": "concept"}
FIRST = "report.begin"
SCROLLS = action_of("report.down")
LESSER = frozenset({"report.missed", "report.level", "report.read"})  # beside the key that leads back
LOOKS = "In the transcript ({report.read}), {reader.score} on an answer marks it again."
AS_PLANNED = ", or when your plan has it"
ROOM_FOR_KEYS = 96  # columns in which the footer has all keys of the first page
SHORT, ROOMY = 36, 40  # lines: below the one no blank ones around the verdict, from the other on between remarks

EMPTY = "Nothing was answered. In Review, {review.discard} moves the interview to the trash."


class Report(SharesScreen, Page):
    """The assessment of the transcript at `path`, at the level that was chosen or at another."""

    BINDINGS = bindings("report")
    CSS_PATH = "../styles/report.tcss"
    contexts = ("report",)
    heading = "Report"
    look = "report"
    shares = "Report"
    footer_keys = 7  # with the one that shares it
    AUTO_FOCUS = ""  # the keys are the screen's own: they scroll, and mark rows

    def __init__(self, path: Path, graph: Graph | None = None) -> None:
        super().__init__()
        self._path, self._graph = path, graph
        self._assessment: Assessment | None = None
        self._view: View = "debrief"
        self._level = ""
        self._reason = ""  # on the quiet line
        self._past_text = False  # whether down has left the text for tonight's list; up leads back
        self._items: list[ReportItem] = []
        self._read: Mapping[str, FileStat] = {}  # what the assessment was made of, as it was then
        self._making = asyncio.Lock()

    @property
    def transcript_path(self) -> Path:
        return self._path

    def body(self) -> ComposeResult:
        yield from super().body()
        with Container(id="items"):
            yield Rows(id="list", label_width=12)
            yield VerticalScroll(id="about", can_focus=False)
        yield Section(TONIGHT, Rows(id="advised", label_width=3), id="tonight")

    def on_mount(self) -> None:
        for rows in self.query(Rows):
            rows.can_focus = False
        self.query_one("#items").display = self.query_one("#tonight").display = False
        self.watch(self.page, "scroll_y", self._show_mark, init=False)

    def on_screen_resume(self) -> None:  # also when it is first shown
        self.run_worker(self._renew(), exit_on_error=False)

    async def _renew(self) -> None:
        """Make it again where an interview has changed since, such as by a new score; the page and the place stay."""
        async with self._making:
            if self._assessment is None or self._read != await self.in_thread(self._files):
                await self._load(keep=self._assessment is not None)

    def _files(self) -> dict[str, FileStat]:
        """The transcripts that the report may rest on: its own, earlier ones, and what was sat since."""
        return file_stats(self.host.workspace.sessions, []) | stats_of(self._path.parent, [self._path.name], [])

    async def _load(self, *, keep: bool = False) -> None:
        """Make the report; where the one before is shown, `keep` page and place, and say nothing meanwhile."""
        if not keep:
            self.quiet("Scoring the interview.")
        read = await self.in_thread(self._files)  # before it is read: what changes meanwhile is seen next time
        if (graph := self._graph or await self.read_graph()) is None:
            return
        workspace, graphs = self.host.workspace, graphs_of(self.host.workspace, graph)
        on_the_day = self.host.preferences.days_left(self.host.today) == 0
        assessment = await self.in_thread(report_of, self._path, workspace, graphs, self._level, on_the_day=on_the_day)
        if assessment is None:
            return
        self._read = read or {}
        if keep and assessment == self._assessment:  # a note, or an interview on something else
            return
        marked = self._advised_concept if keep else ""
        self._assessment = assessment
        self._level = self._level or assessment.recommendation.level
        at = f"Judged at {self._level} level." if self._level != assessment.session.seniority else ""
        empty = assessment.session.state == "ended" and is_unanswered(assessment)
        aside = DEMO if assessment.session.is_demo else EMPTY if empty else ""
        self.quiet(at or self.host.keyed(aside))
        self._advise(assessment, marked)
        numbers = [str(number) for number, _ in enumerate(assessment.tonight, 1)]
        starts = f": press {' or '.join([', '.join(numbers[:-1]), numbers[-1]])}" if len(numbers) > 1 else ""
        name = tonight_head(assessment)
        # home has what the plan has for the day, which may be another
        of_this = "" if assessment.on_the_day or not is_of_this_interview(assessment) else OF_THIS
        planned = "" if assessment.on_the_day or not self.host.preferences.interview_on else AS_PLANNED
        titles = (f"{name}{of_this}{planned}{starts}", f"{name}{planned}{starts}", f"{name}{starts}", name)
        self.query_one("#tonight", Section).entitle(*titles)
        await self._show(keep=keep)

    def _advise(self, assessment: Assessment, marked: str) -> None:
        """List what to do tonight, with this concept marked, else the first that isn't done."""
        advised, tonight = self.query_one("#advised", Rows), assessment.tonight
        advised.fill(tonight_rows(tonight, self.host.today), keep=False)
        first = next((n for n, item in enumerate(tonight) if item.done is None), 0)
        advised.cursor = next((n for n, item in enumerate(tonight) if item.concept == marked and not item.done), first)

    @property
    def _advised_concept(self) -> str:
        """The concept that is marked of those for tonight."""
        tonight, at = self._assessment.tonight if self._assessment else (), self.query_one("#advised", Rows).cursor
        return tonight[at].concept if at < len(tonight) else ""

    def on_resize(self, event: events.Resize) -> None:  # the frame's own handler runs too
        self.set_class(event.size.width >= SIDE_BY_SIDE, "-wide")
        self.set_class(event.size.height < SHORT, "-short")
        self.set_class(event.size.height >= ROOMY, "-roomy")
        self.call_after_refresh(self._say_reason)
        self.call_after_refresh(self._name_keys)
        self.call_after_refresh(self._show_mark)
        if self._view == "figures":  # its lines were laid out for another width
            self.run_worker(self._show, exclusive=True, group="show")  # type: ignore[arg-type]

    async def _show(self, *, keep: bool = False) -> None:
        if (assessment := self._assessment) is None:
            return
        session = assessment.session
        judged = f"judged for {self._level}" if self._level not in {"", session.seniority} else ""
        role = ", ".join(filter(None, (session.role_title, session.seniority, judged)))
        is_other = session.candidate != self.host.workspace.candidate and not session.is_demo
        whose = f"Candidate {session.candidate}" if is_other else ""
        captions = words.captions(session, role, self.host.today, whose, spoken=session.is_spoken)
        of_demo = IN_DEMO if self._view == "walk" else OF_DEMO
        title = f"{TITLES[self._view]}{of_demo * session.is_demo}"  # a picture of any page is one of a demo
        self.query_one("#title", Title).show(title, captions)
        self.query_one("#tonight").display = self._view == "debrief" and bool(assessment.tonight)
        self.query_one("#items").display = self._view in LISTS
        self.page.display = self._view not in LISTS
        if self._view in LISTS:
            self._items = answer_items(assessment) if self._view == "answers" else walk_items(assessment)
            self.query_one("#list", Rows).fill([item.row for item in self._items])
            await self._show_about(keep=keep)
        else:
            shown = (
                debrief_widgets(assessment, self.host.keyed(LOOKS))
                if self._view == "debrief"
                else figures_page(assessment, self.page_width, WIDEST)
            )
            await self.fill(shown, keep=keep)
        self.call_after_refresh(self._name_keys)  # once it's known whether the page goes on below
        self.call_after_refresh(self._show_mark)
        self.call_after_refresh(self._say_reason)

    @property
    def _at_tonight(self) -> bool:
        """Whether down goes on in tonight's list: the text is at its end, or was before a longer reason took room."""
        return self._past_text or self.page.scroll_offset.y >= self.page.max_scroll_y

    def _show_mark(self) -> None:
        """Show which item is marked once the arrows are with them: before, they'd scroll the text beside a mark."""
        advised = self.query_one("#advised", Rows)
        if advised.shows_cursor != self._at_tonight:
            advised.shows_cursor = self._at_tonight
            advised.refresh()

    def _say_reason(self) -> None:
        """Say on the quiet line, unless that is taken, why the marked item is for tonight where its row is cut."""
        if self._view != "debrief":
            return
        advised, before = self.query_one("#advised", Rows), self._reason
        why = advised.row.text.partition(BETWEEN)[2] if advised.row and advised.is_cut else ""
        self._reason = f"{advised.cursor + 1} · {why}" if why else ""
        if self.quiet_words in {"", before}:
            self.quiet(self._reason)

    @property
    def page_width(self) -> int:
        """As of any page, also while a list hides it."""
        page = self.page
        return max(40, self.size.width - page.gutter.width - page.styles.scrollbar_size_vertical)

    async def _show_about(self, *, keep: bool = False) -> None:
        """Show what is said about the marked row."""
        assert self._assessment is not None
        lines = self._marked.about if self._marked else ()
        lines += general_lines(self._assessment, self._view) if self._view != "debrief" else ()
        about = widgets_of(lines) if lines else [plain_text(NOTHING_ASKED)]
        await refill(self.query_one("#about", VerticalScroll), about, keep=keep)

    def _name_keys(self) -> None:
        """Say in the footer what enter does here, and how to get back to the first page."""
        labels = {"report.back": "report"} if self._view != "debrief" else {}
        if self._view in LISTS:
            labels[FIRST] = OPENS[self._marked.row.key.partition(" ")[0]] if self._marked else ""
        elif self._view == "debrief" and self._assessment is not None and self._assessment.tonight:
            at = self.query_one("#advised", Rows).cursor
            labels[FIRST] = f"choose {at + 1}"  # which asks whether to start it or to read first
        useless = frozenset({FIRST}) if not labels.get(FIRST) else frozenset()
        aside = LESSER | {f"report.{self._view}"} if self._view != "debrief" else frozenset()
        self.show_keys(without=useless | aside)
        keys = self.query_one(Keys)
        goes_on = self._view == "debrief" and self.size.width >= ROOM_FOR_KEYS and self.page.max_scroll_y > 0
        if self._view == "figures" or goes_on:  # a page that nothing else tells goes on
            self.show_actions([SCROLLS, *(action for action in keys.actions if action.id != HELP)], kept=1)
        keys.relabel(labels)

    @property
    def _marked(self) -> ReportItem | None:
        """The marked item of the present list."""
        rows = self.query_one("#list", Rows)
        return self._items[rows.cursor] if self._view in LISTS and self._items else None

    @on(Rows.Moved)
    async def _moved(self, message: Rows.Moved) -> None:
        if message.rows.id == "list" and self._view in LISTS:
            await self._show_about()
        self._name_keys()
        self._say_reason()

    @on(Rows.Chosen)
    async def _chosen(self) -> None:
        await self.action_begin()

    # Up and down mark the rows of a list; on the debrief they scroll its text, and then mark what to do tonight

    @property
    def scroll(self) -> VerticalScroll:
        """The part that scrolls by pages."""
        return self.query_one("#about", VerticalScroll) if self._view in LISTS else self.page

    def action_text_line(self, by: int) -> None:
        advised = self.query_one("#advised", Rows)
        if self._view in LISTS:
            self.query_one("#list", Rows).cursor += by
        elif self._view == "debrief" and self._at_tonight and (by > 0 or advised.cursor):
            self._past_text = True
            advised.cursor += by
        else:
            self._past_text = False
            super().action_text_line(by)

    def action_text_page(self, by: int) -> None:
        self._past_text = self._past_text and by > 0
        super().action_text_page(by)

    def action_text_top(self) -> None:
        self._past_text = False
        if self._view in LISTS:
            self.query_one("#list", Rows).action_first()
        else:
            super().action_text_top()

    def action_text_bottom(self) -> None:
        if self._view in LISTS:
            self.query_one("#list", Rows).action_last()
        else:
            super().action_text_bottom()

    async def action_turn_to(self, view: View) -> None:
        self._view = "debrief" if self._view == view else view
        self.quiet("")  # what was said is of the page before
        await self._show()

    async def action_details(self) -> None:
        await self.action_turn_to(VIEWS[(VIEWS.index(self._view) + 1) % len(VIEWS)])

    async def action_back(self) -> None:
        """Back to the debrief, and from there to where the report was opened."""
        if self._view == "debrief":
            self.dismiss()
        else:
            await self.action_turn_to("debrief")

    def action_leave(self) -> None:
        self.dismiss()

    def action_level(self) -> None:
        """Judge the same answers at the next level; after the highest comes the lowest."""
        if self._assessment is not None:
            levels = list(TARGET_TIERS)
            self._level = levels[(levels.index(self._level) + 1) % len(levels)] if self._level in levels else levels[0]
            self.run_worker(self._judge(), exclusive=True, group="load", exit_on_error=False)

    async def _judge(self) -> None:
        async with self._making:
            await self._load()

    async def action_missed(self) -> None:
        """Ask before sitting what was missed again."""
        if (state := await self.in_thread(state_of, self._path)) is not None:
            confirm_missed(self, state)

    async def action_begin(self) -> None:
        """Open the marked row, or start what is marked for tonight; where there is nothing, leave."""
        if self._view in LISTS:
            item = self._marked
            if item is None:
                self.mention(NOTHING_ASKED)
            elif item.position:
                self.host.open_screen("reader", self._path, position=item.position)
            else:
                await open_concept(self, item.concept)
        elif self._assessment is not None and self._assessment.tonight:
            self.action_tonight(self.query_one("#advised", Rows).cursor + 1)
        else:
            await self.action_back()

    def action_tonight(self, number: int) -> None:
        """Ask before starting the item of that number, as its clock runs at once; reading up on it is a choice too."""
        if self._assessment is None:
            self.quiet("")
        elif number > len(self._assessment.tonight):
            self.mention(f"There's no number {number} on the list.")
        else:
            confirm_tonight(self, self._assessment.tonight[number - 1], self._assessment)

    async def share(self) -> None:
        """Ask whether the screen, a page or a card is to be written; none of them is older than the transcript."""
        await self._renew()
        if self._assessment is not None:
            await self.share_report(self._assessment)

    def action_read(self) -> None:
        self.host.open_screen("reader", self._path)
