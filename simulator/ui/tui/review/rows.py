"""The lines of the review list: sessions in columns, and below a session where the searched words stand."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from simulator.engine.choice.formats import format_title
from simulator.engine.scoring import SHORT_WORDS
from simulator.session.archive import archive
from simulator.session.archive.search import Hit, Query, parse_query
from simulator.session.archive.summary import SessionRow
from simulator.session.workspace import Workspace
from simulator.ui.tui import words
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

# the title of a role or a concept, by the ids of its graph and its own
Named = Callable[[str, str], str]
BOOKMARK, TO_COMPARE = "*", "c"
WHEN, FORMAT, COUNT, WENT, ROLE = 16, 15, 5, 12, 22
WITH_COUNT, WITH_ROLE = 60, 92  # columns from which these are shown
MOST_MISSED = 4
WITH_NAMES = 24  # cells below which a name would be cut in its first word


@dataclass(frozen=True)
class SessionLine(Row):
    """A session, put into words when it comes into view; `compared` marks it for a comparison."""

    session: SessionRow | None = None
    compared: bool = False

    @property
    def sign(self) -> str:
        """Marked for a comparison, or bookmarked, itself or an item of it."""
        return TO_COMPARE if self.compared else BOOKMARK if self.session and self.session.bookmarks else ""


@dataclass(frozen=True)
class HitLine(Row):
    """Where searched words stand in the session above: the item, and the text around them."""

    session: str = ""
    position: int = 1
    parts: tuple[tuple[str, bool], ...] = ()


def went(session: SessionRow) -> str:
    """How it went: the verdict in the middle, or what it waits for."""
    if session.state == "ended":
        return session.verdict or "not scored"
    return "stopped" if session.state == "asking" else f"{session.waiting} to score"


def missed(session: SessionRow, room: int, named: Named) -> str:
    """What was missed: how many concepts, and the first of them by name where that says anything in so many cells."""
    if session.missed and room < WITH_NAMES:
        return f"missed {len(session.missed)}"
    names = [named(session.graph, concept) for concept in session.missed[: MOST_MISSED + 1]]
    more = ", ..." if len(names) > MOST_MISSED else ""
    return f"missed {len(session.missed)}: {', '.join(names[:MOST_MISSED])}{more}" if names else ""


def lines(sessions: Iterable[SessionRow], hits: Mapping[str, Sequence[Hit]], compared: str, most: int) -> Iterator[Row]:
    """Every session as a line, each followed by its first hits; `compared` is the one marked for a comparison."""
    for session in sessions:
        yield SessionLine(session.id, session=session, compared=session.id == compared)
        for hit in hits.get(session.id, ())[:most]:
            key, label = f"{hit.session}#{hit.position}", f"{hit.title}, about" if hit.only_about else hit.title
            yield HitLine(key, label, hit.text, "", hit.session, hit.position, hit.parts)


class Sessions(Rows):
    """The list. What was found stands in brackets and bold: colour alone would not carry it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = date.min
        self.named: Named = lambda _, identifier: words.spoken(identifier)

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        if isinstance(row, SessionLine) and row.session is not None:
            return self._session(row, row.session, width, marked=marked)
        if isinstance(row, HitLine):
            return self._hit(row, width, marked=marked)
        return super()._line(row, width, marked=marked)

    def _session(self, row: SessionLine, session: SessionRow, width: int, *, marked: bool) -> Text:
        style = self.get_component_rich_style("rows--cursor" if marked else "rows--label")
        quiet = self.get_component_rich_style("rows--quiet")
        line = self._begun(marked=marked)
        line.append(f"{row.sign:<2}", self.get_component_rich_style("rows--mark"))
        line.append(
            _padded(words.moment(session.started, self.today), WHEN) + _padded(format_title(session.format), FORMAT),
            style,
        )
        if width >= WITH_ROLE:
            role = self.named(session.graph, session.role)
            line.append(_padded(role if cell_len(role) < ROLE else f"{set_cell_size(role, ROLE - 2)}…", ROLE), quiet)
        if width >= WITH_COUNT:
            line.append(_padded(f"{session.questions} q", COUNT), quiet)
        line.append(_padded(went(session), WENT), style)
        line.append(missed(session, width - line.cell_len, self.named), quiet)
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


MOST_HITS = 200


@dataclass(frozen=True)
class SearchResult:
    """What a search for `typed` found: the sessions that fit, newest first, and where the words stand in each."""

    typed: str
    query: Query
    ids: tuple[str, ...]
    hits: dict[str, list[Hit]]

    @property
    def why_none(self) -> str:
        """Where nothing fits a sentence for `with_keys`: why, and how all of them come back; else empty."""
        if self.ids:
            return ""
        if self.query.text.strip():
            return "Nothing found: all the words must stand in one item. {review.back} shows every interview."
        if self.typed.strip():
            return "No interview fits. {review.back} shows every interview."
        return f"No interview has a {SHORT_WORDS} answer. {{review.missed}} shows every interview."


def search(workspace: Workspace, typed: str, *, missed: bool) -> SearchResult:
    """The sessions that fit what was typed: its filters, and every word somewhere in one item."""
    query = parse_query(typed, workspace.candidate)
    filters = replace(query.filters, missed=query.filters.missed or missed)
    query = replace(query, filters=filters)
    hits: dict[str, list[Hit]] = {}
    if not query.text.strip():
        rows = archive.rows(workspace, filters=filters, patience=0)
        return SearchResult(typed, query, tuple(row.id for row in rows), hits)
    for hit in archive.found_items(workspace, query.text, filters, MOST_HITS):
        hits.setdefault(hit.session, []).append(hit)
    return SearchResult(typed, query, tuple(hits), hits)
