"""The lines of the review list: sessions in columns, and below a session where the searched words stand."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from simulator.session.search import Hit
from simulator.session.summary import SessionRow
from simulator.ui.tui import words
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

BOOKMARK, TO_COMPARE = "*", "c"
WHEN, FORMAT, COUNT, WENT, ROLE = 16, 11, 6, 13, 22
WITH_COUNT, WITH_ROLE = 60, 92  # columns from which these are shown
MOST_MISSED = 4


@dataclass(frozen=True)
class SessionLine(Row):
    """A session; `sign` says that it is bookmarked or marked for a comparison."""

    format: str = ""
    role: str = ""
    count: str = ""
    went: str = ""
    sign: str = ""


@dataclass(frozen=True)
class HitLine(Row):
    """Where searched words stand in the session above: the item, and the text around them."""

    session: str = ""
    position: int = 1
    parts: tuple[tuple[str, bool], ...] = ()


def session_line(session: SessionRow, today: date, *, compared: bool = False) -> SessionLine:
    """One interview as a line: when, what, how it went, what was missed."""
    if session.state == "ended":
        went = session.verdict or "not scored"
    else:
        went = "stopped" if session.state == "asking" else f"{session.waiting} to score"
    missed = [words.spoken(concept) for concept in session.missed]
    more = ", ..." if len(missed) > MOST_MISSED else ""
    return SessionLine(
        session.id,
        words.moment(session.started, today),
        note=f"missed {len(missed)}: {', '.join(missed[:MOST_MISSED])}{more}" if missed else "",
        format=session.format,
        role=words.spoken(session.role),
        count=f"{session.questions} q",
        went=went,
        sign=TO_COMPARE if compared else BOOKMARK if session.bookmarks else "",
    )


def lines(
    sessions: Iterable[SessionRow], hits: Mapping[str, Sequence[Hit]], today: date, compared: str, most: int
) -> Iterator[Row]:
    """Every session as a line, each followed by its first hits; `compared` is the one marked for a comparison."""
    for session in sessions:
        yield session_line(session, today, compared=session.id == compared)
        for hit in hits.get(session.id, ())[:most]:
            yield HitLine(
                f"{hit.session}#{hit.position}", hit.title, hit.text, "", hit.session, hit.position, hit.parts
            )


class Sessions(Rows):
    """The list. What was found stands in brackets and bold: colour alone would not carry it."""

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        if isinstance(row, SessionLine):
            return self._session(row, width, marked=marked)
        if isinstance(row, HitLine):
            return self._hit(row, width, marked=marked)
        return super()._line(row, width, marked=marked)

    def _session(self, row: SessionLine, width: int, *, marked: bool) -> Text:
        style = self.get_component_rich_style("rows--cursor" if marked else "rows--label")
        quiet = self.get_component_rich_style("rows--quiet")
        line = self._begun(marked=marked)
        line.append(f"{row.sign:<2}", self.get_component_rich_style("rows--mark"))
        line.append(_padded(row.label, WHEN) + _padded(row.format, FORMAT), style)
        if width >= WITH_ROLE:
            line.append(_padded(row.role, ROLE), quiet)
        if width >= WITH_COUNT:
            line.append(_padded(row.count, COUNT), quiet)
        line.append(_padded(row.went, WENT), style)
        line.append(row.note, quiet)
        line.truncate(max(1, width), overflow="ellipsis")
        return line

    def _hit(self, row: HitLine, width: int, *, marked: bool) -> Text:
        quiet = self.get_component_rich_style("rows--quiet")
        style = self.get_component_rich_style("rows--cursor") if marked else quiet
        line = self._begun(marked=marked)
        line.append(f"    {row.label}: ", quiet)
        for text, found in in_sight(row.parts, (width - line.cell_len) // 2):
            line.append(
                f"[{text}]" if found else text, self.get_component_rich_style("rows--cursor") if found else style
            )
        line.truncate(max(1, width), overflow="ellipsis")
        return line

    def _begun(self, *, marked: bool) -> Text:
        line = Text(no_wrap=True, end="")
        line.append(MARK if marked else " " * len(MARK), self.get_component_rich_style("rows--mark"))
        return line


def in_sight(parts: Sequence[tuple[str, bool]], most: int) -> list[tuple[str, bool]]:
    """The pieces of a snippet, with at most so many cells before the first word that was found."""
    first = next((number for number, (_, found) in enumerate(parts) if found), 0)
    before = "".join(text for text, _ in parts[:first])
    if cell_len(before) > most:
        before = f"…{set_cell_size(before[::-1], max(1, most - 1))[::-1]}"
    return [(before, False), *parts[first:]]


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_len(text))
