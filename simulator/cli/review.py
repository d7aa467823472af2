"""`interview review`: list and search sessions, read one, and edit what was recorded."""

import shlex
from collections.abc import Sequence
from itertools import cycle, islice
from typing import TYPE_CHECKING, Any

import click

from simulator.cli.common import (
    F,
    bracketed,
    default_workspace,
    json_option,
    local_today,
    print_data,
    print_findings,
    print_json,
    print_lines,
    print_status,
    print_text,
    progress_line,
    stacked_row,
    table,
    terminal_width,
    text_width,
    workspace_of,
    workspace_options,
)
from simulator.engine.scoring import SOLID, Mark, Verdict
from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.text import names, percent, plural, short, whole_number
from simulator.session.archive import archive, search, trash
from simulator.session.archive.search import FILTERS, ON_OR_OFF, PREFIX, Filters, merge_filters, parse_query
from simulator.session.archive.summary import SessionRow, bookmarks, row_of
from simulator.session.days import day_name
from simulator.session.interview.state import needs_verdict
from simulator.session.presets import SPOKEN, sitting_name, sitting_title
from simulator.session.transcript.read import read
from simulator.session.workspace import DEFAULT_CANDIDATE, Workspace, graph_sat_on

if TYPE_CHECKING:
    from simulator.session.interview.events import Scored

MARKS: dict[str, Mark] = {"y": "yes", "p": "partly", "n": "no", "a": "prompted"}
NO_POINTS = "-"  # in place of marks
STATE_WORDS = {"asking": "not over yet", "debriefing": "to be scored", "ended": "ended"}
OPENED_BY = "`interview review SESSION` shows what was said in one; the start of its name will do."
HEAD = ("session", "candidate", "format", "state", "asked", "score", SOLID)
ALSO = {"verdict": " With --score, it's your own verdict."}  # what a filter is for beside an edit
EDITS = ("note", "bookmark", "score", "misread", "delete", "restore")  # each is for one SESSION, and goes alone
MOST_HITS = 50
MOST_SHOWN = 1_000_000


def filter_options(command: F) -> F:
    """Let a command take an option for every filter of the archive."""
    for name, filter_ in reversed(FILTERS.items()):  # the decorator applied last comes first in the help
        choice: click.Choice[str] | None = click.Choice(filter_.values) if filter_.values else None
        command = click.option(
            f"--{name}",
            is_flag=name in ON_OR_OFF,
            type=choice,
            metavar=filter_.metavar,
            help=f"{filter_.help}{ALSO.get(name, '')}",
        )(command)
    return command


@click.command()
@click.argument("session", required=False)
@click.option(
    "--search",
    "text",
    metavar="TEXT",
    help="Search questions, answers, notes and concepts. TEXT can hold filters, such as format:full.",
)
@filter_options
@click.option("--limit", type=click.IntRange(1, MOST_SHOWN), metavar="N", help="Show at most N.")
@click.option("--note", nargs=2, metavar="ITEM TEXT", help="Add a note to a question or check of SESSION.")
@click.option(
    "--bookmark",
    type=click.IntRange(0),
    metavar="ITEM",
    help="Add or remove a bookmark on a question or check of SESSION; 0 is SESSION itself.",
)
@click.option(
    "--score",
    nargs=2,
    metavar="ITEM MARKS",
    help="Score an answer of SESSION again. ITEM counts questions and checks. MARKS: a letter for each point, y yes, "
    "p partly, n no, a only when asked; - if there are no points.",
)
@click.option(
    "--why",
    metavar="TEXT",
    default="",
    help="The reason, if --verdict isn't the one your marks add up to; at tiers 5 and 6 the lower one counts.",
)
@click.option(
    "--misread",
    type=click.IntRange(1),
    metavar="ITEM",
    help="Set aside a check of SESSION that was read wrongly, or let it count again.",
)
@click.option("--delete", is_flag=True, help="Move SESSION to the trash.")
@click.option("--restore", is_flag=True, help="Restore SESSION from the trash.")
@click.option("--trash", "in_trash", is_flag=True, help="List the interviews in the trash.")
@json_option
@workspace_options
@click.pass_context
def review(ctx: click.Context, /, session: str | None, text: str | None, as_json: bool, **chosen: Any) -> int:
    """List, search, read and edit your interviews.

    Without SESSION, list the interviews that match. With SESSION, print what was said in it, or edit it. SESSION is the
    name of an interview, or the start of it; ITEM is the number of a question or check in it.
    """
    workspace = workspace_of(ctx)
    edits = {name: value for name in EDITS if (value := chosen.pop(name)) is not None and value is not False}
    limit, why, in_trash = chosen.pop("limit"), chosen.pop("why"), chosen.pop("in_trash")
    filters = {name: value for name, value in chosen.items() if value}
    looked_for = [*filters, *(name for name, value in (("search", text), ("limit", limit)) if value)]
    refuse_conflicts(session, [*edits], looked_for, why=why, in_trash=in_trash)
    if in_trash:
        return list_trash(workspace, as_json=as_json)
    if session is None:
        today, dated = local_today(), [name for name in filters if FILTERS[name].days]
        days = {name: FILTERS[name].days[name](filters[name], today) for name in dated}
        query = Filters(candidate=(ctx.find_root().obj or {}).get("candidate"), **filters | days)
        return search_sessions(workspace, text or "", query, limit, as_json=as_json)
    match edits:
        case {"delete": _} | {"restore": _}:
            return move_session(workspace, session, restore="restore" in edits)
        case {"note": (item, words)}:
            return add_note(workspace, session, item, words)
        case {"bookmark": position}:
            return toggle_bookmark(workspace, session, position)
        case {"misread": position}:
            return toggle_misread(workspace, session, position)
        case {"score": score}:
            return rescore(workspace, session, score, chosen["verdict"], why)
    return print_session(workspace, session, as_json=as_json)


def refuse_conflicts(
    session: str | None, edits: Sequence[str], looked_for: Sequence[str], *, why: str, in_trash: bool
) -> None:
    """Raise UsageError for options of which one would be dropped without a word, such as a note beside --delete."""
    if in_trash and (session is not None or edits or looked_for):
        raise UsageError("--trash lists all that's in the trash; to bring one back, give SESSION --restore instead.")
    if session is None and edits:
        raise UsageError("Name the interview to edit, delete or restore.")
    if len(edits) > 1:
        raise UsageError(f"{options(edits)} don't go together; give one at a time.")
    if why and "score" not in edits:
        raise UsageError("--why is the reason for a verdict; give it with --score.")
    beside = [name for name in looked_for if (name, *edits) != ("verdict", "score")]
    if session is not None and beside:
        raise UsageError(f"{options(beside)} can't be used with SESSION; leave out one or the other.")


def options(of: Sequence[str]) -> str:
    """Some options as a sentence names them: `--note and --delete`."""
    return names([f"--{name}" for name in of])


def search_sessions(workspace: Workspace, typed: str, options: Filters, limit: int | None, *, as_json: bool) -> int:
    """Print the places where words stand in sessions, newest first; without words, the sessions themselves."""
    query = parse_query(f"{typed} ", options.candidate, local_today())
    filters, text = merge_filters(options, query.filters), query.text.rstrip()
    if query.problem:
        print_status(query.problem)
    if not text:
        return list_sessions(workspace, filters, limit, as_json=as_json)
    with archive.open_index(workspace, progress_line("Indexing")) as index:
        hits = search.hits(index, text, filters, limit or MOST_HITS)
    if as_json:
        matches: dict[str, list[dict[str, Any]]] = {}
        for hit in hits:
            match = {"position": hit.position, "title": hit.title, "field": hit.field, "text": hit.text}
            matches.setdefault(hit.session, []).append(match)
        rows = {row.id: row for row in archive.rows(workspace, filters=filters)}
        print_json({"sessions": [{**row_data(rows[n]), "matches": m} for n, m in matches.items() if n in rows]})
        return 0
    for hit in hits:
        print_text(f"{hit.session}  {hit.title}")
        print_text(f"    {'about: ' * hit.only_about}{bracketed(hit.parts)}")
    if not hits:
        print_status("Nothing found.")
    elif len(hits) == (limit or MOST_HITS):
        print_status(f"These are the newest {len(hits)}; --limit shows more.")
    return 0


def _unknown(workspace: Workspace, filters: Filters) -> str:
    """Which of the filters no interview fits by itself, with what may be meant; empty if each is known."""
    everybody = archive.rows(workspace)
    for name in ("graph", "role"):
        wanted, known = getattr(filters, name), {getattr(row, name) for row in everybody}
        if known and wanted and not wanted.endswith(PREFIX) and wanted not in known:
            return f'; none has the {name} "{short(wanted)}"{nearest(wanted, known)}'
    if everybody and filters.concept and not archive.rows(workspace, filters=Filters(concept=filters.concept)):
        return f'; none asked about "{short(filters.concept)}", and --concept takes the id that `interview ask` names'
    return ""


def _nothing(workspace: Workspace, filters: Filters) -> str:
    """Why a list is empty: nothing was looked for where there's no interview at all."""
    if archive.rows(workspace, limit=1):
        return f"No interview in {workspace.sessions} matches{_unknown(workspace, filters)}."
    return f"There's no interview in {workspace.sessions}; `interview start` begins one."


def _result(row: SessionRow) -> tuple[str, str]:
    """The score of a session and how many answers were solid."""
    return "" if row.score is None else percent(row.score), f"{row.strong}/{row.answers}" * bool(row.answers)


def _in_words(row: SessionRow) -> tuple[str, ...]:
    """What was sat, when, and by whom if they have a name; how far it is, and how it went. An id reads like a log."""
    at, whose = row.started.astimezone(), "" if row.candidate == DEFAULT_CANDIDATE else f" by {row.candidate}"
    sat = f"{sitting_title(row, spoken=row.is_spoken)} on {day_name(at)} {at.year} at {at:%H:%M}{whose}"
    score, solid = _result(row)
    return sat, STATE_WORDS[row.state], plural(row.questions, "question"), score, f"{solid} {SOLID}" * bool(solid)


def list_sessions(workspace: Workspace, filters: Filters, limit: int | None, *, as_json: bool) -> int:
    """Print a table of sessions, newest first; in a terminal that is too narrow, a paragraph for each."""
    rows = archive.rows(workspace, filters=filters, limit=limit, progress=progress_line("Indexing"))
    if as_json:
        print_json({"sessions": [row_data(row) for row in rows]})
        return 0
    forms = (f"{sitting_name(row)}{f', {SPOKEN}' * row.is_spoken}" for row in rows)
    about = [(r.id, r.candidate, form, r.state, str(r.questions)) for r, form in zip(rows, forms, strict=True)]
    cells = [(*own, *_result(row)) for own, row in zip(about, rows, strict=True)]
    lines = table([HEAD, *cells], terminal_width()) if rows else []
    if lines is None:  # without the head the cells must explain themselves
        lines = [stacked_row(row.id, _in_words(row), text_width()) for row in rows]
    print_lines(lines)
    print_status(OPENED_BY if rows else _nothing(workspace, filters))
    if number := archive.unlisted(workspace):
        print_status(f"{plural(number, 'file')} can't be read as an interview; `interview doctor` says why.")
    if number := trash.count(workspace.sessions):
        print_status(f"{plural(number, 'interview')} in the trash; `interview review --trash` lists what's there.")
    return 0


def row_data(row: SessionRow) -> dict[str, Any]:
    """A session of a list as JSON has it."""
    return {
        "id": row.id,
        "path": str(row.path),
        "candidate": row.candidate,
        "graph": row.graph,
        "format": row.format,
        "role": row.role,
        "started": row.started.isoformat(),
        "state": row.state,
        "questions": row.questions,
        "score": row.score,
        "level": row.level,
        "bookmarked": 0 in row.bookmarks,
        "bookmarks": [position for position in row.bookmarks if position],
        "verdict": row.verdict,
        "minutes": row.minutes,
        "clock": row.clock,
        "spoken": row.is_spoken,
    }


def print_session(workspace: Workspace, name: str, *, as_json: bool) -> int:
    """Print what was said in a session."""
    from simulator.report.reasons_told import transcript_lines  # deferred: lists do without
    from simulator.session.archive.as_text import turns_as_data

    reading = read(archive.find(workspace, name))
    print_findings(reading.findings)
    if as_json:
        print_json({"sessions": [{**row_data(row_of(reading)), "turns": turns_as_data(reading)}]})
        return 0
    print_text("\n".join(transcript_lines(reading, lambda graph: graph_sat_on(workspace, graph))))
    return 0


def add_note(workspace: Workspace, name: str, item: str, text: str) -> int:
    """Add a note to an item."""
    from simulator.session.rescoring import reopened  # deferred: reading does without

    with reopened(archive.find(workspace, name)) as session:
        session.note(text, item_number(item)).result()
    print_status(f"Added a note to item {item}.")
    return 0


def toggle_bookmark(workspace: Workspace, name: str, position: int) -> int:
    """Add or remove the bookmark on an item; position 0 is the session."""
    from simulator.session.rescoring import reopened  # deferred: reading does without

    with reopened(archive.find(workspace, name)) as session:
        on = position not in bookmarks(session.state)
        session.bookmark(position, on=on).result()
    what = f"Item {position}" if position else "The interview"
    print_status(f"{what} is {'bookmarked' if on else 'no longer bookmarked'}.")
    return 0


def toggle_misread(workspace: Workspace, name: str, position: int) -> int:
    """Set aside a check that was read wrongly, or let it count again."""
    from simulator.session.rescoring import reopened  # deferred: reading does without

    with reopened(archive.find(workspace, name), workspace=workspace) as session:
        turns = session.state.turns
        on = not (position <= len(turns) and turns[position - 1].set_aside)
        session.set_aside(position, on=on).result()
    now = "is set aside as read wrongly and doesn't count" if on else "counts again"
    print_status(f"Item {position} {now}.")
    return 0


def rescore(workspace: Workspace, name: str, score: tuple[str, str], verdict: Verdict | None, why: str) -> int:
    """Score an answer again: a mark for each point, and perhaps another verdict with its reason. Raises UsageError."""
    from simulator.session.rescoring import reopened  # deferred: reading does without

    item, marks = score
    position = item_number(item)
    with reopened(archive.find(workspace, name), workspace=workspace) as session:
        points = session.points(position)
        require_marks(item, points, marks)
        question = session.state.turn(position).question
        if verdict is None and needs_verdict(question):
            also = "" if question.rubric else f" It has no points: --score {item} - --verdict {SOLID}, say."
            raise UsageError(f"Item {item} needs your own verdict too: add --verdict.{also}")
        given = {point: MARKS[mark] for point, mark in zip(points, marks, strict=False)}
        session.rescore(position, given, verdict, why).result()
        scored = session.state.turn(position).scored
    assert scored is not None
    print_status(f"Item {item} is {scored.verdict} now; the old score is kept in the transcript.")
    if words := lower_counts(scored, why):
        print_status(words)
    return 0


def require_marks(item: str, points: Sequence[str], marks: str) -> None:
    """Raise UsageError unless there is a mark for each point, or a dash where there are none."""
    if not points and marks != NO_POINTS:
        raise UsageError(f"Item {item} has no points: give {NO_POINTS} for them, and your verdict with --verdict.")
    if points and (len(marks) != len(points) or set(marks) - set(MARKS)):
        example = "".join(islice(cycle("ypn"), len(points)))
        raise UsageError(
            f"Item {item} has {plural(len(points), 'point')}: give y, p or n for each, or a (only when asked) "
            f"where a follow-up asked for it, such as {example}."
        )


def lower_counts(scored: "Scored", why: str) -> str:
    """Why a verdict is not the one that was given, where the lower of two counts and no reason changes that."""
    own, points = scored.anchored, scored.by_points
    if own is None or points is None or own == points:
        return ""
    also = ", and --why doesn't change that" if why else ""
    return f"You said {own} and the points say {points}: at tiers 5 and 6 the lower one counts{also}."


def item_number(text: str) -> int:
    """The position of an item as it was typed. Raises UsageError for anything but a number."""
    number = whole_number(text)
    if number is None:
        raise UsageError(f"{short(text)!r} isn't the number of a question or check; they count from 1.")
    return number


def move_session(workspace: Workspace, name: str, *, restore: bool) -> int:
    """Move a session to the trash and print the command that restores it from this folder, or restore it."""
    if restore:
        print_status(f"Restored {trash.restore(workspace.sessions, name).name}.")
        return 0
    path = archive.find(workspace, name)
    folder = trash.discard(path)
    sessions = folder.parent.parent.absolute()
    usual = default_workspace()
    where = [] if usual and usual.sessions.absolute() == sessions else ["--sessions", str(sessions)]
    key = folder.name  # not the id: the trash can hold two sessions with one id
    words = ["--restore", *where, "--", key] if key.startswith("-") else [key, "--restore", *where]
    print_status(f"{path.stem} is in the trash, in {folder}.")
    print_status(f"`{shlex.join(['interview', 'review', *words])}` brings it back.")
    return 0


def list_trash(workspace: Workspace, *, as_json: bool) -> int:
    """Print the sessions in the trash, the one deleted last first, by their folders: two can have one id."""
    paths = trash.discarded(workspace.sessions)
    if as_json:
        rows = [{"id": p.stem, "path": str(p), "deleted": trash.discarded_at(p).isoformat()} for p in paths]
        print_json({"sessions": rows})
        return 0
    for path in paths:
        print_data(f"{path.parent.name}  deleted {trash.discarded_at(path).astimezone():%Y-%m-%d %H:%M}")
    print_status("`interview review SESSION --restore` brings one back." if paths else "The trash is empty.")
    return 0
