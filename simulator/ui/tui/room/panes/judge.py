"""After the reveal: the texts beside an answer, and its points judged in turn."""

from dataclasses import replace
from functools import cached_property
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget

from simulator.engine.scoring import CAP, CAP_OF_HALF, HIGHEST, Mark
from simulator.graph.records import Point
from simulator.graph.text import cut_lines, wrap
from simulator.report.tones import MARK_BADGES, NOTHING
from simulator.session.interview.hearing import FoundWords, look_again, marks_first, words_found
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.outcomes import NOBODY_ASKED, NOT_ASKED_FOR
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import AFTER_MARK, AFTER_MARK_WHY, WORDS_HELP, explains_words, heard_sentence, heard_words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import FOOTER_KEYS, action_of, bindings, footer, key_for
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.texts import Name, Texts
from simulator.ui.tui.widgets.badges import badge, toned
from simulator.ui.tui.widgets.chrome import Rule
from simulator.ui.tui.widgets.frame import LongText

NARROW_WIDTH = 10  # "◐ partly  "
USUAL_WIDTH = 12  # "  ◐ partly  "
ASKED_WIDTH = 16  # "  ✓ when asked  "
OPEN_WIDTH, NARROW_OPEN = 4, 2  # of a point without a mark: ">   ", "  · "
ROOMY = 66  # columns from which on there is room for these
WHEN_ASKED = "only when asked = only in your reply to the follow-up"
_MARKS: dict[Mark, str] = {"yes": "yes", "prompted": "when asked", "partly": "partly", "no": "no"}
_SHORT: dict[Mark, str] = {**_MARKS, "prompted": "asked"}
STILL_YOURS = "; your own mark still counts"  # where no words were found
SHARE = 0.65  # of the height that the points may take, as long as so many lines are left for the text, with its title
TEXT_LINES = 8
TITLE_AND_RULE = 2
LEAST_POINTS = 6  # lines
ROOMY_ROWS = 24  # of the pane, below which nothing stays blank
HEARD_LINES = 2  # of the words found for the present point; one more where lines are short
QUIET_LINES = 2  # beside the texts; a third would take one from the answer
FRAME_ROWS = 6  # of the screen: its title, a rule, the quiet line and the footer


class Points(Widget):
    """The points of an answer: judged, present and to come; where room is short, without what the marks mean."""

    DEFAULT_CSS = """
    Points { width: 100%; height: auto; margin: 0 2; }
    Points > .points--now { color: $foreground; text-style: bold; }
    Points > .points--mark { color: $accent; text-style: bold; }
    Points > .points--heard { color: $heard; }
    Points > .points--quiet { color: $muted; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"points--now", "points--mark", "points--heard", "points--quiet"}

    def __init__(self) -> None:
        super().__init__()
        self._turn: Turn | None = None
        self._instead, self._roomy, self._indent = "", True, ""
        self._found: FoundWords | None = None
        self._before: FoundWords | None = None
        # the lines that they may take, where the present point begins, and where the one before it does
        self._share, self._start, self._before_start = 0, 0, 0
        self.pane_rows = 0  # the lines of the pane around it, once they are known
        self.whole = False  # whether all is shown, however long
        self.left_out = False  # whether what a mark means had no room

    def show(self, turn: Turn, found: FoundWords | None, instead: str = "", before: FoundWords | None = None) -> None:
        """Show the points of a turn as they stand, with what was `found` of the present one, or `instead` of it.

        What was found of the one `before` it is shown where it comes after the mark.
        """
        self._turn, self._found, self._instead, self._before = turn, found, instead, before
        self.refresh(layout=True)

    @property
    def top(self) -> int:
        """The line to begin with: the point before the present one is in sight, or where all are whole, none of it."""
        return self._start if self.whole else self._before_start

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        self._share = rows_of_points(self.pane_rows or viewport.height - FRAME_ROWS)
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        """All lines at a width; the other points are cut to a line, for what is read then is the answer above them.

        Those to come are whole where the answer keeps most of the height all the same.
        """
        lines = self._told(width, uncut=True)
        return lines if self.whole or len(lines) <= self._share // 2 else self._told(width, uncut=False)

    def _told(self, width: int, *, uncut: bool) -> list[Content]:
        if self._turn is None:
            return []
        turn, rubric, height = self._turn, self._turn.question.rubric, self._share
        self._roomy = width >= ROOMY
        marked = ASKED_WIDTH if "prompted" in turn.marks.values() else USUAL_WIDTH
        self._indent = " " * (marked if self._roomy else NARROW_WIDTH)
        self._open = " " * (OPEN_WIDTH if self._roomy else NARROW_OPEN)
        now = next((n for n, point in enumerate(rubric) if point.id in turn.unjudged), len(rubric))
        parts = [self._other(point, turn, width, uncut=self.whole) for point in rubric[:now]]
        if parts and self._before is not None:
            style = self._style("heard" if self._before.quote else "quiet")
            (heard,) = cut_lines(heard_words(self._before), width - len(self._indent), 1)
            parts[-1].append(Content.assemble(self._indent, (heard, style)))
        above = len(parts[-1]) if parts else 0
        parts += [self._present(point, turn, width, height - above) for point in rubric[now : now + 1]]
        parts += [self._other(point, turn, width, uncut=uncut) for point in rubric[now + 1 :]]
        self._start = sum(map(len, parts[:now]))
        self._before_start = self._start - above
        return [line for part in parts for line in part]

    def _style(self, name: str) -> Style:
        return Style.from_styles(self.get_component_styles(f"points--{name}"))

    def _other(self, point: Point, turn: Turn, width: int, *, uncut: bool) -> list[Content]:
        """A point that is judged or to come, whole or cut to one line."""
        tag, given = _tag(point, turn), turn.marks.get(point.id)
        indent = self._indent if given else self._open
        room = _room(width, indent, tag)
        cut = Content(point.point).truncate(room, ellipsis=True).plain
        first, *more = wrap(point.point, room) if uncut else [cut]
        mark, quiet = mark_words(given, short=not self._roomy), self._style("quiet")
        before = Content.assemble("  " * self._roomy, mark)
        before = Content.assemble(before, " " * max(0, len(indent) - before.cell_length))
        gap = " " * max(0, room - cell_len(first))
        rest = (f"{first}{gap}{f'  {tag}' if tag else ''}", quiet)
        return [Content.assemble(before, rest), *(Content.styled(f"{indent}{text}", quiet) for text in more)]

    def _present(self, point: Point, turn: Turn, width: int, height: int) -> list[Content]:
        """The point that waits for its mark, whole, with what "partly" and "only when asked" mean where that fits."""
        tag, mark, bold = _tag(point, turn), self._style("mark"), self._style("now")
        room, indent = _room(width, self._open, tag), self._open
        first = wrap(point.point, room)[0]
        rest = point.point.removeprefix(first).strip()
        more = wrap(rest, width - len(indent)) if rest else []
        gap, sign = " " * max(0, room - cell_len(first)), f"{'  ' * self._roomy}>"
        lines = [
            Content.assemble((sign.ljust(len(indent)), mark), (first, bold), gap, (f"  {tag}" if tag else "", mark)),
            *(Content.assemble(indent, (line, bold)) for line in more),
        ]
        quotes_from = len(lines)
        is_quote, heard = self._found is not None and bool(self._found.quote), self._instead
        if self._found is not None:
            heard = heard_words(self._found) + STILL_YOURS * (self._roomy and not is_quote)
        if heard:
            style = self._style("heard" if is_quote else "quiet")
            most = HEARD_LINES + (not self._roomy and len(lines) + HEARD_LINES < height)
            lines += [Content.assemble(indent, (line, style)) for line in cut_lines(heard, width - len(indent), most)]
        quotes_to = len(lines)
        self.left_out = False
        meanings = [f"partly = {point.partly}"] * bool(point.partly) + [WHEN_ASKED] * (point.id in turn.asked_for)
        for meaning in [NOBODY_ASKED] * (point.id in turn.unasked) + meanings:
            wrapped = wrap(meaning, max(8, width - len(indent)))
            if len(lines) + len(wrapped) > height and not self.whole:
                self.left_out = True
                continue
            lines += [Content.assemble(indent, (line, self._style("quiet"))) for line in wrapped]
        if len(lines) > height and not self.whole:
            self.left_out = True
            lines = lines[: max(1, height)]
            end = "…”" if is_quote and quotes_from < len(lines) < quotes_to else "…"
            lines[-1] = lines[-1].truncate(width - len(end)).rstrip() + Content.styled(end, bold)
        return lines


def rows_of_points(height: int) -> int:
    """The lines that the points may take of a pane so high, so that the answer is still read above them."""
    return max(LEAST_POINTS, min(int(height * SHARE), height - TITLE_AND_RULE - TEXT_LINES))


def _room(width: int, indent: str, tag: str) -> int:
    return max(10, width - len(indent) - (cell_len(tag) + 2 if tag else 0))


def mark_words(mark: Mark | None, *, short: bool = False) -> Content:
    """How a point was judged, with its sign; a dot where it is still to come."""
    if mark is None:
        return toned(NOTHING.sign, NOTHING.tone)
    return badge(MARK_BADGES[mark], (_SHORT if short else _MARKS)[mark], bold=False)


def which_point(turn: Turn) -> str:
    """Which point waits for its mark, as `2 of 4`. What the marks make is said after the last one."""
    count = len(turn.question.rubric)
    return f"{min(count - len(turn.unjudged) + 1, count)} of {count}"


def _tag(point: Point, turn: Turn) -> str:
    prompted = "when asked" if turn.discounts_yes and point.id in turn.prompted else ""
    kind = "must have" if point.critical else "beyond" if point.beyond else NOT_ASKED_FOR * (point.id in turn.unasked)
    return " · ".join(filter(None, (kind, prompted)))


MISSING: dict[Name, str] = {
    "mistakes": "No common mistakes are noted for this question.",
    "exemplar": "This question has no spoken example.",
    "sources": "No sources are noted for this question.",
    "gist": "This question has no gist.",
    "why": "Why it was asked wasn't recorded.",
}
MUST_HAVE_AND_BEYOND = (
    f"Miss a must-have and it's at best {CAP}; half of one, at best {CAP_OF_HALF}. "
    f"{HIGHEST.capitalize()} takes a point marked beyond."
)
OF_THE_TALK = "The cases judge your code; these points judge what you said."


class RevealPane(LongText, Pane):
    """A text over the full width, and below it what the candidate decides."""

    first: Name = "own"

    @cached_property
    def found(self) -> dict[str, FoundWords]:
        """The words found for each point that was listened for."""
        return words_found(self.turn)

    @property
    def marks_first(self) -> bool:
        """Whether they are shown only after each mark."""
        return marks_first(self.interview.header, self.turn.position)

    @property
    def heard(self) -> dict[str, FoundWords]:
        """Those that may be seen now."""
        if not self.marks_first:
            return self.found
        return {point: words for point, words in self.found.items() if point in self.turn.marks}

    def compose(self) -> ComposeResult:
        def key(name: str) -> str:
            return key_for(f"{self.context}.{name}", host_of(self).preferences.keys)

        header, graph = self.interview.header, self.interview.graph
        texts = Texts(self.turn, graph, key, self.first, recalls=self.recalls, header=header)
        texts.mark(found.quote for found in self.heard.values())
        yield texts
        yield Rule()
        yield from self.below()

    def below(self) -> ComposeResult:
        """The widgets below the text."""
        yield from ()

    @property
    def scroll(self) -> VerticalScroll:
        if self.has_class("-whole"):
            return self.query_one("#decides", VerticalScroll)
        return self.query_one(Texts).scroll

    @property
    def out_of_sight(self) -> bool:
        """Whether what stands below the text is longer than its room."""
        return self.query_one("#decides", VerticalScroll).max_scroll_y > 0

    @property
    def doubt(self) -> str:
        """That words are missing for points that were marked as met, with the key that goes back; empty otherwise."""
        doubt = look_again(self.turn)
        return self.keyed(f"{doubt} {{{self.context}.undo}} goes back over them.") if doubt else ""

    def with_scroll(self, actions: list[Action]) -> list[Action]:
        """These keys, with the one that scrolls where what is shown over the whole height does not fit."""
        if not (self.has_class("-whole") and self.out_of_sight):
            return actions
        return [*actions[: FOOTER_KEYS - 2], action_of(f"{self.context}.down")]

    def keep_keys_true(self) -> None:
        """Show other keys once what stands below the text fits, or no longer does."""
        self.watch(self.query_one("#decides", VerticalScroll), "show_vertical_scrollbar", self.other_keys)

    def uncover(self) -> None:
        """Show the texts again where what stands below them has taken their place."""

    async def action_switch(self) -> None:
        self.uncover()
        await self.query_one(Texts).switch()

    async def action_show(self, name: Name) -> None:
        self.uncover()
        if not await self.query_one(Texts).show(name):
            self.say(MISSING.get(name, ""))


class JudgePane(RevealPane):
    """The points wait for their marks, one by one."""

    BINDINGS = bindings("judge")
    context = "judge"
    _told_next = ""  # what had no room beside the first point

    def below(self) -> ComposeResult:
        yield VerticalScroll(Points(), id="decides", can_focus=False)

    def on_mount(self) -> None:
        self.follow()
        self.keep_keys_true()

    def on_resize(self) -> None:
        self.set_class(self.size.height < ROOMY_ROWS, "-tight")
        self.query_one("#decides").styles.max_height = None if self.has_class("-whole") else self._most
        for points in self.query(Points):
            points.pane_rows = self.size.height
            points.refresh(layout=True)
        self.call_after_refresh(self._show_present)

    @property
    def _most(self) -> int:
        """The lines that the points may take beside the texts."""
        return rows_of_points(self.size.height)

    def _show_present(self) -> None:
        """Scroll to the present point, with the one before it in sight."""
        for points in self.query(Points):
            self.query_one("#decides", VerticalScroll).scroll_to(y=points.top, animate=False)
            self.other_keys()

    def begin(self) -> None:
        """Before the first point of an interview, explain "must have" and "beyond", and what the words found are.

        Where there's no room for both, the words found are explained with the next point.
        """
        super().begin()
        state = self.interview.state
        rule = MUST_HAVE_AND_BEYOND if self.turn.code_rank is None else OF_THE_TALK
        told = [rule] * (not any(turn.marks for turn in state.turns))
        told += [WORDS_HELP] * explains_words(state, self.turn)
        if len(wrap(" ".join(told), self.screen.size.width - 4)) > QUIET_LINES:
            self._told_next = told.pop()
        if told:
            self.say(" ".join(told))

    def follow(self) -> bool:
        turn = self.interview.state.current
        if turn is None or self.interview.state.paused or not turn.unjudged or turn.settled:
            return False
        now = turn.unjudged[0]
        after = AFTER_MARK if turn.marks else AFTER_MARK_WHY
        points = [point.id for point in turn.question.rubric]
        before = points[points.index(now) - 1] if self.marks_first and now != points[0] else ""
        self.query_one(Points).show(
            turn,
            self.heard.get(now),
            instead=after if self.marks_first and now in self.found else "",
            before=self.heard.get(before),
        )
        words = {point: found.quote for point, found in self.heard.items()}
        self.query_one(Texts).mark(words.values(), words.get(now, ""))
        self.query_one(Rule).note = which_point(turn)
        self.call_after_refresh(self._show_present)
        return True

    def keys(self) -> tuple[list[Action], int]:
        turn = self.interview.state.current
        without = set() if turn is not None and turn.may_be_prompted else {"judge.prompted"}
        if not self.interview.may_undo:
            without.add("judge.undo")
        whole = self.has_class("-whole")
        hidden = whole or self.out_of_sight or any(points.left_out for points in self.query(Points))
        if not hidden:
            without.add("judge.points")
        actions = footer(self.context, without=frozenset(without))
        labels = {"judge.prompted": _MARKS["prompted"], "judge.points": "less" if whole else "more"}
        if hidden:  # there is little room beside it
            actions = [replace(a, label=labels.get(a.id, a.label)) for a in actions]
        return self.with_scroll(actions), 0

    def action_points(self) -> None:
        """Show all points whole in place of the texts, or the texts again."""
        points = self.query_one(Points)
        points.whole = not self.has_class("-whole")
        self.set_class(points.whole, "-whole")
        self.query_one("#decides").styles.max_height = None if points.whole else self._most
        points.refresh(layout=True)
        self.call_after_refresh(self._show_present)
        self.call_later(self.call_after_refresh, self.screen.refresh)  # else lines of the text are left on the terminal

    def uncover(self) -> None:
        if self.has_class("-whole"):
            self.action_points()

    def action_mark(self, mark: Mark) -> None:
        if not self.turn.unjudged:
            return  # a click, while another pane is taking over
        self.uncover()  # the next one is judged beside the texts again

        def judge_next(interview: Interview) -> Receipt:
            turn = interview.state.current  # when the call is carried out, not when the key was pressed
            assert turn is not None
            return interview.judge(turn.unjudged[0], mark)

        points, now = [point.id for point in self.turn.question.rubric], self.turn.unjudged[0]
        # what was found of the others stands under them
        last = self.marks_first and now == points[-1] and now in self.found
        told, self._told_next = self._told_next, ""
        self.do(judge_next, done=heard_sentence(self.found[now], len(points)) if last else told)
