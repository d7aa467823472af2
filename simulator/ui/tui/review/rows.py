"""The lines of the review list: sessions in columns, below each where the searched words are; and of the trash."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from simulator.engine.choice.formats import SCREEN
from simulator.engine.scoring import HIGHEST, LOWEST, SHORT_WORDS, SOLID
from simulator.errors import SimulatorError
from simulator.graph.text import lower_first
from simulator.report.tones import Badge, outcome_badge
from simulator.session.archive import archive, trash
from simulator.session.archive.search import Hit, Query, parse_query
from simulator.session.archive.summary import SessionRow, row_of
from simulator.session.interview.outcome_words import NOT_SCORED
from simulator.session.presets import SPOKEN, TASTE, is_open, is_taste, sitting_title
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.asked_first import asks
from simulator.ui.tui import words
from simulator.ui.tui.widgets.rows import MARK, Row, Rows

Named = Callable[[str, str], str]  # the title of a role or concept, by the ids of its graph and its own
BOOKMARK, TO_COMPARE = "*", "c"
WHEN, WENT, SHORT_FORMAT, FORMAT, ROLE, COUNT = 16, 15, 11, 16, 21, 5
WITH_TITLE, WITH_ROLE = 60, 87  # columns that a list needs to show these
MOST_MISSED = 4
MOST_OF_TRASH = 50  # each is read to say what it is


class SessionLine(Row, frozen=True):
    """A session, whose text is made when it comes into view; `compared` marks it for a comparison.

    `timed`: others of the list are of the same day, so the time tells them apart.
    """

    session: SessionRow | None = None
    compared: bool = False
    timed: bool = False

    @property
    def sign(self) -> str:
        """The sign for marked for a comparison, or for bookmarked (itself or one of its items)."""
        return TO_COMPARE if self.compared else BOOKMARK if self.session and self.session.bookmarks else ""


class HitLine(Row, frozen=True):
    """A place in the session above where the searched words are: the item, and the text around them."""

    session: str = ""
    position: int = 1
    parts: tuple[tuple[str, bool], ...] = ()


_SCALE = f"{outcome_badge(LOWEST).sign} {LOWEST} to {outcome_badge(HIGHEST).sign} {HIGHEST}"
OPEN_NOW = "open now"  # in another window
WITH_CHECKS = "; missed counts checks"  # beside "2 of 5 solid" stands "missed 4"


def legend(sessions: Collection[SessionRow], room: int) -> str:
    """What the signs of a list mean, in so many columns; that of a bookmark only where there is one."""
    if not sessions:
        return ""
    marked = f"; {BOOKMARK} bookmarked" if any(session.bookmarks for session in sessions) else ""
    long, short = f"sign: how it went, {_SCALE}", f"how it went: {_SCALE}"
    texts = (f"{long}{marked}{WITH_CHECKS}", f"{short}{marked}{WITH_CHECKS}", f"{long}{marked}", f"{short}{marked}")
    return next((text for text in texts if cell_len(text) <= room), texts[-1])


def asks_to_discard(session: SessionRow, today: date) -> str:
    """Which keys move an interview to the trash, named by what it was and when."""
    named = f"{lower_first(sitting_title(session))} ({words.moment(session.started, today)})"
    return asks(f"move the {named} to the trash", "{review.discard}")


def went(session: SessionRow) -> str:
    """How it went: how many answers were solid, or what it waits for. Only its report can say what that amounts to."""
    if session.state == "ended":
        return f"{session.strong} of {session.answers} {SOLID}" if session.answers else NOT_SCORED
    if session.state == "asking":
        return OPEN_NOW if is_open(session) else "stopped"
    return f"{session.waiting} to score"


def outcome(session: SessionRow) -> Badge:
    """The badge of how it went."""
    return outcome_badge(session.verdict if session.state == "ended" else None)


def missed(session: SessionRow, room: int, named: Named) -> str:
    """How many concepts were missed, and the first few by name: as many as `room` cells are enough for, whole."""
    if not session.missed:
        return ""
    count, names = f"missed {len(session.missed)}", [named(session.graph, c) for c in session.missed[:MOST_MISSED]]
    told = [f"{count}: {', '.join(names[:n])}{', ...' * (n < len(session.missed))}" for n in range(len(names), 0, -1)]
    first = f"{count}: {names[0]}"  # the count says that there are more
    return next((words for words in (*told, first, count) if cell_len(words) <= room), "")


def beside(session: SessionRow, room: int, named: Named) -> str:
    """Whether it was spoken, and what was missed in it, where `room` cells are enough."""
    if not session.is_spoken or len(SPOKEN) > room:
        return missed(session, room, named)
    return " · ".join(filter(None, (SPOKEN, missed(session, room - len(f"{SPOKEN} · "), named))))


def lines(sessions: Iterable[SessionRow], hits: Mapping[str, Sequence[Hit]], compared: str, most: int) -> Iterator[Row]:
    """A line for each session, followed by its first hits, at most so many, the last of which says how many more.

    `compared` is the session marked for a comparison.
    """
    sessions = tuple(sessions)
    on_day = Counter(session.started.astimezone().date() for session in sessions)
    for session in sessions:
        timed = on_day[session.started.astimezone().date()] > 1
        yield SessionLine(session.id, session=session, compared=session.id == compared, timed=timed)
        found = hits.get(session.id, ())
        for number, hit in enumerate(found[:most], 1):
            more = f" (and {len(found) - most} more)" if number == most and len(found) > most else ""
            key, label = f"{hit.session}#{hit.position}", f"{hit.title}, about" if hit.only_about else hit.title
            yield HitLine(key, label + more, hit.text, session=hit.session, position=hit.position, parts=hit.parts)


class Sessions(Rows):
    """The list. Search hits are in brackets and in the accent, as colour alone would not be enough."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.today = date.min
        self.named: Named = lambda _, identifier: words.spoken(identifier)

    @property
    def session(self) -> str:
        """The id of the session that the marked line is about; empty where there is none."""
        return _session_of(self.row) if self.row is not None else ""

    @property
    def beside(self) -> str:
        """The id of the session below the marked one, or above it if that is the last; empty if it is the only one."""
        ids = list(dict.fromkeys(map(_session_of, self.rows)))
        at = ids.index(self.session) if self.session in ids else 0
        return next(iter([*ids[at + 1 : at + 2], *ids[max(0, at - 1) : at]]), "")

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        quiet, cursor = self.get_component_rich_style("rows--quiet"), self.get_component_rich_style("rows--cursor")
        sign = self.get_component_rich_style("rows--mark")
        line = Text(no_wrap=True, end="")
        line.append(MARK if marked else " " * len(MARK), sign)
        if isinstance(row, SessionLine) and row.session is not None:
            session, style = row.session, cursor if marked else self.get_component_rich_style("rows--label")
            line.append(f"{row.sign:<2}", sign)
            look = outcome(session)
            line.append(_padded(when_of(row, self.today), WHEN), style)
            line.append(f"{look.sign} {went(session)}", self.get_component_rich_style(f"rows--{look.tone}"))
            line.append(" " * max(1, WENT - cell_len(went(session))))
            if width >= WITH_TITLE:
                line.append(_padded(sitting_title(session), FORMAT), style)
            else:
                line.append(_padded(short_title(session), SHORT_FORMAT), style)
            if width >= WITH_ROLE:
                role = self.named(session.graph, session.role)
                role = role if cell_len(role) < ROLE else f"{set_cell_size(role, ROLE - 2)}…"
                line.append(_padded(role, ROLE), quiet)
                line.append(_padded(f"{session.questions} q", COUNT), quiet)
            line.append(beside(session, width - line.cell_len, self.named), quiet)
        elif isinstance(row, HitLine):
            line.append(f"    {row.label}: ", quiet)
            for text, hit in in_sight(row.parts, (width - line.cell_len) // 2):
                line.append(f"[{text}]" if hit else text, sign if hit else cursor if marked else quiet)
        else:
            return super()._line(row, width, marked=marked)
        line.truncate(max(1, width), overflow="ellipsis")
        return line


def when_of(line: SessionLine, today: date) -> str:
    """When a session was: its day, with the time where others were on the same and there's room."""
    assert line.session is not None
    moment, local = words.moment(line.session.started, today), line.session.started.astimezone()
    timed = f"{moment} {local.hour}:{local.minute:02d}"
    return timed if line.timed and ":" not in moment and cell_len(timed) < WHEN else moment


def short_title(session: SessionRow) -> str:
    """What was sat, in a word or two: `taste`, `screening`, `deep dive`."""
    if is_taste(session):
        return TASTE
    return "screening" if session.format == SCREEN.id else words.spoken(session.format)


def found_words(parts: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """The words of a snippet that were searched for."""
    return tuple(sorted({text for text, is_found in parts if is_found}))


def in_sight(parts: Sequence[tuple[str, bool]], most: int) -> list[tuple[str, bool]]:
    """The pieces of a snippet, with at most `most` cells before the first hit."""
    first = next((number for number, (_, hit) in enumerate(parts) if hit), 0)
    before = "".join(text for text, _ in parts[:first])
    if cell_len(before) > most:
        before = f"…{set_cell_size(before[::-1], max(1, most - 1))[::-1]}"
    return [(before, False), *parts[first:]]


def _padded(text: str, width: int) -> str:
    return text + " " * max(1, width - cell_len(text))


MOST_HITS = 200


@dataclass(frozen=True)
class SearchResult:
    """The result of a search for `typed`: the sessions, newest first, and where in each the words are."""

    typed: str
    query: Query
    ids: tuple[str, ...]
    hits: dict[str, list[Hit]]

    @property
    def why_none(self) -> str:
        """If nothing fits: why, and the key that shows everything again, as text for `with_keys`. Otherwise empty."""
        if self.ids:
            return ""
        if self.query.text.strip():
            return (
                "No match: all the words have to be in the same question or check. {review.back} shows every interview."
            )
        if self.typed.strip():
            return "No interview matches. {review.back} shows every interview."
        return f"No interview has a {SHORT_WORDS} answer or a wrong check. {{review.missed}} shows every interview."


def search(workspace: Workspace, typed: str, today: date, *, missed: bool) -> SearchResult:
    """The sessions that match what was typed: all its filters, and all its words in one item."""
    query = parse_query(typed, workspace.candidate, today)
    filters = replace(query.filters, missed=query.filters.missed or missed)
    query = replace(query, filters=filters)
    hits: dict[str, list[Hit]] = {}
    if not query.text.strip():
        rows = archive.rows(workspace, filters=filters, patience=0)
        return SearchResult(typed, query, tuple(row.id for row in rows), hits)
    for hit in archive.found_items(workspace, query.text, filters, MOST_HITS):
        hits.setdefault(hit.session, []).append(hit)
    return SearchResult(typed, query, tuple(hits), hits)


def trash_rows(workspace: Workspace, today: date) -> list[Row]:
    """The interviews in the trash to choose from, the last deleted first; the keys are the names for `restore`."""
    rows = []
    for path in trash.discarded(workspace.sessions)[:MOST_OF_TRASH]:
        deleted = f"deleted {words.moment(trash.discarded_at(path), today)}"
        try:
            session = row_of(read(path))
        except SimulatorError:
            rows.append(Row(path.parent.name, "", f"{path.stem}, can't be read", deleted))
            continue
        whose = "" if session.candidate == workspace.candidate else f", of {session.candidate}"
        about = f"{sitting_title(session, spoken=session.is_spoken)}, {went(session)}{whose}"
        rows.append(Row(path.parent.name, words.moment(session.started, today), about, deleted))
    return rows


def _session_of(row: Row) -> str:
    return row.session if isinstance(row, HitLine) else row.key
