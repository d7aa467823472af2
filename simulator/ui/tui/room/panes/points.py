"""The points of an answer in their order, with the marks they have, and the words found for the present one."""

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size

from simulator.engine.scoring import Mark
from simulator.graph.records import Point
from simulator.graph.text import cut_lines, wrap
from simulator.report.tones import MARK_BADGES, NOTHING
from simulator.session.interview.hearing import FoundWords
from simulator.session.interview.outcome_words import NOBODY_ASKED, NOT_ASKED_FOR
from simulator.session.interview.turn import Turn
from simulator.ui.found_words import QUOTED_LETTERS, WHEN_ASKED, heard_words
from simulator.ui.tui.widgets.text import FittedLines, badge, toned

NARROW_WIDTH, USUAL_WIDTH = 10, 12  # "◐ partly  ", and with two blanks before it
ASKED_WIDTH = 16  # "  ✓ when asked  "
OPEN_WIDTH, NARROW_OPEN = 4, 2  # of a point without a mark: ">   ", "  · "
ROOMY_COLUMNS = 66  # columns from which on there is room for these
MARK_LABELS: dict[Mark, str] = {"yes": "yes", "prompted": "when asked", "partly": "partly", "no": "no"}
_SHORT: dict[Mark, str] = {**MARK_LABELS, "prompted": "asked"}
NOW = "bold $foreground"  # the style of the present point
STILL_YOURS = "; your own mark still counts"  # where no words were found
SHARE = 0.65  # of the height that the points may take, as long as so many lines are left for the text, with its title
TEXT_LINES, TITLE_AND_RULE = 8, 2
LEAST_POINTS = 6  # lines
LEAST_QUOTED = 10  # characters of a quote
HEARD_LINES = 2  # of the words found for the present point; one more where lines are short
FRAME_ROWS = 6  # of the screen: its title, a rule, the quiet line and the footer


class Points(FittedLines):
    """The points of an answer: judged, present and to come; where room is short, without what the marks mean."""

    DEFAULT_CSS = "Points { margin: 0 2; }"

    def __init__(self) -> None:
        super().__init__()
        self._turn: Turn | None = None
        self._instead, self._roomy, self._indent = "", True, ""
        self._found: FoundWords | None = None
        self._before: FoundWords | None = None
        self._explains = False
        # the lines that they may take, where the present point begins, and where the one before it does
        self._share, self._start, self._before_start = 0, 0, 0
        self.pane_rows = 0  # the lines of the pane around it, once they are known
        self.whole = False  # whether all is shown, however long
        self.left_out = False  # whether what a mark means had no room
        self.cut = False  # whether another point is cut to a line
        self._is_cut = False  # whether the present point had none itself

    def show(
        self,
        turn: Turn,
        found: FoundWords | None,
        instead: str = "",
        before: FoundWords | None = None,
        *,
        explains: bool = False,
    ) -> None:
        """Show the points of a turn as they stand, with what was `found` of the present one, or `instead` of it.

        What was found of the one `before` it is shown where it comes after the mark. With `explains`, "when asked" is
        explained wherever its key is offered, and not only where it's likely.
        """
        self._turn, self._found, self._instead, self._before = turn, found, instead, before
        self._explains = explains
        self.refresh(layout=True)

    @property
    def top(self) -> int:
        """The line to begin with: the point before the present one is in sight, or where all are whole, none of it."""
        return self._start if self.whole else self._before_start

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        self._share = rows_of_points(self.pane_rows or viewport.height - FRAME_ROWS)
        return super().get_content_height(container, viewport, width)

    def lines_in(self, width: int) -> list[Content]:
        """All lines at a width; the other points are cut to a line, as what is read then is the answer above them.

        Those to come are whole where the answer keeps most of the height all the same.
        """
        lines = self._told(width, uncut=True)
        return lines if self.whole or len(lines) <= self._share // 2 else self._told(width, uncut=False)

    def _told(self, width: int, *, uncut: bool) -> list[Content]:
        if self._turn is None:
            return []
        turn, rubric, height = self._turn, self._turn.question.rubric, self._share
        self.cut = False
        self._roomy = width >= ROOMY_COLUMNS
        marked = ASKED_WIDTH if "prompted" in turn.marks.values() else USUAL_WIDTH
        self._indent = " " * (marked if self._roomy else NARROW_WIDTH)
        self._open = " " * (OPEN_WIDTH if self._roomy else NARROW_OPEN)
        now = next((n for n, point in enumerate(rubric) if point.id in turn.unjudged), len(rubric))
        parts = [self._other(point, turn, width, uncut=self.whole) for point in rubric[:now]]
        if parts and self._before is not None:
            style = "$heard" if self._before.found else "$muted"
            most = HEARD_LINES if uncut else 1
            mark = turn.marks.get(rubric[now - 1].id)
            for heard in fitted_words(self._before, width - len(self._indent), most, mark=mark):
                parts[-1].append(Content.assemble(self._indent, (heard, style)))
        above = len(parts[-1]) if parts else 0
        for point in rubric[now : now + 1]:
            present = self._present(point, turn, width, height - above)
            # what one is asked about is whole before another point is in sight, unless that has words to show
            if self._is_cut or (self.left_out and self._before is None):
                present, above = self._present(point, turn, width, height), 0
            parts.append(present)
        parts += [self._other(point, turn, width, uncut=uncut) for point in rubric[now + 1 :]]
        self._start = sum(map(len, parts[:now]))
        self._before_start = self._start - above
        return [line for part in parts for line in part]

    def _other(self, point: Point, turn: Turn, width: int, *, uncut: bool) -> list[Content]:
        """A point that is judged or to come, whole or cut to one line."""
        tag, given = _tag(point, turn), turn.marks.get(point.id)
        indent = self._indent if given else self._open
        room = _room(width, indent, tag)
        cut = Content(point.point).truncate(room, ellipsis=True).plain
        self.cut |= not uncut and cut != point.point
        first, *more = wrap(point.point, room) if uncut else [cut]
        mark = mark_words(given, short=not self._roomy)
        before = Content.assemble("  " * self._roomy, mark)
        before = Content.assemble(before, " " * max(0, len(indent) - before.cell_length))
        gap = " " * max(0, room - cell_len(first))
        rest = toned(f"{first}{gap}{f'  {tag}' if tag else ''}", "muted")
        return [Content.assemble(before, rest), *(toned(f"{indent}{text}", "muted") for text in more)]

    def _present(self, point: Point, turn: Turn, width: int, height: int) -> list[Content]:
        """The point that waits for its mark, whole, with what "partly" and "when asked" mean where that fits.

        Where room is short, the words found take one line before a meaning is left out.
        """
        lines = self._first_lines(point, turn, width)
        indent, quotes_from = self._open, len(lines)
        self._is_cut = quotes_from > height and not self.whole
        most = HEARD_LINES + (not self._roomy and len(lines) + HEARD_LINES < height)
        meanings = self._meanings(point, turn, width)
        room = height - quotes_from - sum(map(len, meanings))
        heard = self._heard_lines(width - len(indent), most if self.whole else max(1, min(most, room)))
        lines += [Content.assemble(indent, line) for line in heard]
        self.left_out = False
        for meaning in meanings:
            if len(lines) + len(meaning) > height and not self.whole:
                self.left_out = True
                continue
            lines += [Content.assemble(indent, (line, "$muted")) for line in meaning]
        if len(lines) > height and not self.whole:
            self.left_out = True
            goes_on = max(1, height) != quotes_from  # else only what stands below it is left out
            lines = lines[: max(1, height)]
            if goes_on:
                lines[-1] = lines[-1].truncate(width - 1).rstrip() + Content.styled("…", NOW)
        return lines

    def _first_lines(self, point: Point, turn: Turn, width: int) -> list[Content]:
        """The words of the present point, and behind their end what kind of point it is."""
        tag, mark = _tag(point, turn), "bold $accent"
        words = wrap(point.point, _room(width, self._open, ""))
        if tag and cell_len(words[-1]) > _room(width, self._open, tag):
            words.append("")
        sign = f"{'  ' * self._roomy}>".ljust(len(self._open))
        lines = [Content.assemble((self._open if n else sign, mark), (line, NOW)) for n, line in enumerate(words)]
        if tag:  # bold is what tells the two apart without colours
            gap = " " * (width - lines[-1].cell_length - cell_len(tag))
            lines[-1] = Content.assemble(lines[-1], gap, (tag, "$accent"))
        return lines

    def _heard_lines(self, width: int, most: int) -> list[Content]:
        """What was found of the present point, or what is said in its place, in at most so many lines."""
        is_quote, heard = self._found is not None and bool(self._found.found), [self._instead] * bool(self._instead)
        if self._found is not None:
            heard = fitted_words(self._found, width, most, after=STILL_YOURS * (self._roomy and not self._found.quote))
        else:
            heard = [line for text in heard for line in cut_lines(text, width, most)]
        style = "$heard" if is_quote else "$muted"
        return [Content.styled(line, style) for line in heard]

    def _meanings(self, point: Point, turn: Turn, width: int) -> list[list[str]]:
        """What the marks of the present point mean, each in its lines."""
        told = [NOBODY_ASKED] * (point.id in turn.unasked) + [f"partly = {point.partly}"] * bool(point.partly)
        in_reply = self._found is not None and self._found.in_reply
        told += [WHEN_ASKED] * (point.id in turn.asked_for or self._explains or (in_reply and turn.may_be_prompted))
        return [wrap(meaning, max(8, width - len(self._open))) for meaning in told]


def fitted_words(found: FoundWords, width: int, most: int, *, mark: Mark | None = None, after: str = "") -> list[str]:
    """What was found of a point in so many lines; where they are too few for it, with a shorter quote."""
    whole = f"{heard_words(found, mark=mark)}{after}"
    if len(wrap(whole, max(8, width))) <= most:
        return cut_lines(whole, width, most)
    shorter = (heard_words(found, letters, mark, brief=True) for letters in range(QUOTED_LETTERS, LEAST_QUOTED, -2))
    return next((lines for text in shorter if len(lines := wrap(text, max(8, width))) <= most), None) or cut_lines(
        whole, width, most
    )


def rows_of_points(height: int) -> int:
    """The lines that the points may take of a pane so high, so that the answer is still read above them."""
    return max(LEAST_POINTS, min(int(height * SHARE), height - TITLE_AND_RULE - TEXT_LINES))


def _room(width: int, indent: str, tag: str) -> int:
    return max(10, width - len(indent) - (cell_len(tag) + 2 if tag else 0))


def mark_words(mark: Mark | None, *, short: bool = False) -> Content:
    """How a point was judged, with its sign; a dot where it is still to come."""
    if mark is None:
        return toned(NOTHING.sign, NOTHING.tone)
    return badge(MARK_BADGES[mark], (_SHORT if short else MARK_LABELS)[mark], bold=False)


def which_point(turn: Turn) -> str:
    """Which point waits for its mark, as `2 of 4`. What the marks make is said after the last one."""
    count = len(turn.question.rubric)
    return f"{min(count - len(turn.unjudged) + 1, count)} of {count}"


def _tag(point: Point, turn: Turn) -> str:
    prompted = "when asked" if turn.discounts_yes and point.id in turn.prompted else ""
    kind = "must have" if point.critical else "beyond" if point.beyond else NOT_ASKED_FOR * (point.id in turn.unasked)
    return " · ".join(filter(None, (kind, prompted)))
