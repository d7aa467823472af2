"""`interview review`: the sessions that were sat, and what was said in them."""

import os
import shlex
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import click

from simulator.cli.common import (
    F,
    how_far,
    paragraph,
    print_data,
    print_findings,
    print_status,
    print_text,
    say_json,
    table,
    terminal_width,
    text_width,
    workspace,
    workspace_options,
)
from simulator.engine.scoring import Mark, Verdict
from simulator.errors import UsageError
from simulator.graph.text import percent, plural
from simulator.session.archive import archive, search
from simulator.session.archive.search import FILTERS, ON_OR_OFF, Filters, Hit, merge_filters, parse_query
from simulator.session.archive.summary import SessionRow, bookmarks
from simulator.session.workspace import Workspace, find

MARKS: dict[str, Mark] = {"y": "yes", "p": "partly", "n": "no", "a": "prompted"}


def keep_note(place: Workspace, name: str, item: str, text: str) -> int:
    """Keep a note on an item."""
    from simulator.session.rescoring import TranscriptEditor  # writes; reading does without

    with TranscriptEditor(archive.find(place, name)) as session:
        session.note(text, _item(item)).result()
    print_status(f"Noted on item {item}.")
    return 0


def set_bookmark(place: Workspace, name: str, position: int) -> int:
    """Set a bookmark, or take it off; position 0 is the session."""
    from simulator.session.rescoring import TranscriptEditor  # writes; reading does without

    with TranscriptEditor(archive.find(place, name)) as session:
        on = position not in bookmarks(session.state)
        session.bookmark(position, on=on).result()
    what = f"Item {position}" if position else "The session"
    print_status(f"{what} is {'bookmarked' if on else 'no longer bookmarked'}.")
    return 0


def set_aside_check(place: Workspace, name: str, position: int) -> int:
    """Set a check aside that was read wrongly, or let it count again."""
    from simulator.session.rescoring import TranscriptEditor  # writes; reading does without

    with TranscriptEditor(archive.find(place, name), workspace=place) as session:
        turns = session.state.turns
        on = not (position <= len(turns) and turns[position - 1].set_aside)
        session.set_aside(position, on=on).result()
    print_status(
        f"Item {position} {'is set aside: it was read wrongly, and is no evidence' if on else 'counts again'}."
    )
    return 0


def score_anew(place: Workspace, name: str, score_anew: tuple[str, str], verdict: Verdict | None, why: str) -> int:
    """Score an answer anew: a mark for each point, and perhaps another verdict with its reason."""
    from simulator.session.rescoring import TranscriptEditor  # writes; reading does without

    item, marks = score_anew
    position = _item(item)
    with TranscriptEditor(archive.find(place, name), workspace=place) as session:
        points = session.points(position)
        if len(marks) != len(points) or set(marks) - set(MARKS):
            example = "".join(islice(cycle("ypn"), len(points)))
            raise UsageError(
                f"Item {item} has {plural(len(points), 'point')}: give y, p or n for each, or a (only when asked) "
                f"where a follow-up asked for it, such as {example}."
            )
        given = {point: MARKS[mark] for point, mark in zip(points, marks, strict=True)}
        session.rescore(position, given, verdict, why).result()
        scored = session.state.turn(position).scored
    assert scored is not None
    print_status(f"Item {item} is {scored.verdict} now; the old score stays on record.")
    return 0


def _item(text: str) -> int:
    if not text.isdecimal():
        raise UsageError(f"{text!r} is no item; give its number in the session, from 1.")
    return int(text)


def move_session(place: Workspace, name: str, *, restore: bool) -> int:
    """Move a session to the trash, or bring it back."""
    from simulator.session.archive import trash as bin_  # only to move things

    if restore:
        print_status(f"{bin_.restore(place.sessions, name).name} is back.")
    else:
        path = archive.find(place, name)
        now_in = bin_.discard(path)
        print_status(f"{path.stem} is in the trash, in {now_in}.")
        print_status(f"`{_way_back(now_in)}` brings it back.")
    return 0


def _way_back(now_in: Path) -> str:
    """The command that restores what lies in a folder of the trash, to be typed in this folder."""
    sessions = now_in.parent.parent.absolute()
    where = [] if sessions == _usual_sessions() else ["--sessions", str(sessions)]
    name = now_in.name  # of two sessions with one id the folders differ
    words = ["--restore", *where, "--", name] if name.startswith("-") else [name, "--restore", *where]
    return shlex.join(["interview", "review", *words])


def _usual_sessions() -> Path | None:
    """The folder of transcripts that a command finds here without an option."""
    try:
        return find(Path.cwd(), os.environ, {}).sessions.absolute()
    except UsageError:
        return None


def list_trash(place: Workspace, *, as_json: bool) -> int:
    """List what is in the trash, deleted last first, and say how it comes back."""
    from simulator.session.archive import trash as bin_  # only to look into it

    found = bin_.discarded(place.sessions)
    if as_json:
        rows = [{"id": p.stem, "path": str(p), "deleted": bin_.discarded_at(p).isoformat()} for p in found]
        say_json({"sessions": rows})
        return 0
    for path in found:
        print_data(f"{path.stem}  deleted {bin_.discarded_at(path).astimezone():%Y-%m-%d %H:%M}")
    print_status("`interview review SESSION --restore` brings one back." if found else "The trash is empty.")
    return 0


def say_trash(place: Workspace) -> None:
    """Say that something is in the trash, where anything is."""
    from simulator.session.archive import trash as bin_  # only to look into it

    if number := bin_.count(place.sessions):
        print_status(f"{plural(number, 'session')} in the trash; `interview review --trash` lists what is there.")


def filter_options(command: F) -> F:
    """Lets a command take an option for every filter there is."""
    for name, found in reversed(FILTERS.items()):  # as decorators are read: the last one stands first in the help
        takes: click.Choice[str] | None = click.Choice(found.values) if found.values else None
        command = click.option(
            f"--{name}", is_flag=name in ON_OR_OFF, type=takes, metavar=found.metavar, help=found.help
        )(command)
    return command


HEAD = ("session", "candidate", "format", "state", "asked", "score", "mostly", "level")


@click.command()
@click.argument("session", required=False)
@click.option("--search", "text", metavar="TEXT", help="Words in questions, answers, notes, concepts; format:full.")
@filter_options
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most so many.")
@click.option("--note", nargs=2, metavar="ITEM TEXT", help="Keep a note on an item of SESSION.")
@click.option("--bookmark", type=click.IntRange(0), metavar="ITEM", help="Set or take off a bookmark; 0 is SESSION.")
@click.option("--score", nargs=2, metavar="ITEM MARKS", help="Score an answer of SESSION anew: y, a, p or n a point.")
@click.option("--misread", type=click.IntRange(1), metavar="ITEM", help="Set a check aside, or count it again.")
@click.option("--why", metavar="TEXT", default="", help="Why --score sets another --verdict than the points make.")
@click.option("--delete", is_flag=True, help="Move SESSION to the trash.")
@click.option("--restore", is_flag=True, help="Bring SESSION back from the trash.")
@click.option("--trash", is_flag=True, help="List what is in the trash.")
@click.option("--json", "as_json", is_flag=True, help="JSON on stdout.")
@workspace_options
@click.pass_context
def review(ctx: click.Context, /, session: str | None, text: str | None, as_json: bool, **chosen: Any) -> int:
    """List sessions, search in them, or read one."""
    place = workspace(ctx)
    note, delete, restore = chosen.pop("note"), chosen.pop("delete"), chosen.pop("restore")
    limit, score, why = chosen.pop("limit"), chosen.pop("score"), chosen.pop("why")
    bookmark, in_trash, misread = chosen.pop("bookmark"), chosen.pop("trash"), chosen.pop("misread")
    if in_trash:
        return list_trash(place, as_json=as_json)
    if session is None:
        if note or score or delete or restore or misread or bookmark is not None:
            raise UsageError("Name the session to note on, to bookmark, to change, to delete or to bring back.")
        filters = _filters(ctx, chosen)
        if text is not None:
            return _search(place, text, filters, limit, as_json)
        return _list(place, filters, limit, as_json)
    if delete or restore:
        return move_session(place, session, restore=restore)
    if note:
        return keep_note(place, session, *note)
    if bookmark is not None:
        return set_bookmark(place, session, bookmark)
    if misread:
        return set_aside_check(place, session, misread)
    if score:
        return score_anew(place, session, score, chosen["verdict"], why)
    return _read(place, session, as_json)


def _filters(ctx: click.Context, chosen: dict[str, Any]) -> Filters:
    candidate = (ctx.find_root().obj or {}).get("candidate")
    given = {name: chosen[name] for name in FILTERS if chosen[name]}
    read = {name: FILTERS[name].days[name](text) for name, text in given.items() if FILTERS[name].days}
    return Filters(candidate=candidate, **given | read)


def _list(place: Workspace, filters: Filters, limit: int | None, as_json: bool) -> int:
    rows = archive.rows(place, filters=filters, limit=limit, progress=how_far("Indexing"))
    if as_json:
        say_json({"sessions": [_plain(row) for row in rows]})
        return 0
    if not rows:
        print_status(f"No session fits in {place.sessions}.")
        say_trash(place)
        return 0
    width = terminal_width()
    for line in table([HEAD, *map(_cells, rows)], width) or (
        paragraph(row.id, _words(row), text_width()) for row in rows
    ):
        print_data(line)
    say_trash(place)
    return 0


def _cells(row: SessionRow) -> tuple[str, ...]:
    score = "" if row.score is None else percent(row.score)
    level = "" if row.level is None else str(row.level)
    return (row.id, row.candidate, row.format, row.state, str(row.questions), score, row.verdict or "", level)


def _words(row: SessionRow) -> tuple[str, ...]:
    """What the cells say where they do not fit beside one another, and no head stands over them."""
    _, candidate, form, state, asked, score, verdict, level = _cells(row)
    mostly, at = f"mostly {verdict}" if verdict else "", f"level {level}" if level else ""
    return (candidate, form, state, f"{asked} asked", score, mostly, at)


def _plain(row: SessionRow) -> dict[str, Any]:
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
    }


def _search(place: Workspace, typed: str, options: Filters, limit: int | None, as_json: bool) -> int:
    query = parse_query(f"{typed} ", options.candidate)
    filters, text = merge_filters(options, query.filters), query.text.rstrip()
    if query.problem:
        print_status(query.problem)
    if not text:
        return _list(place, filters, limit, as_json)
    with archive.open_index(place, how_far("Indexing")) as index:
        hits = search.hits(index, text, filters, limit or 50)
    if as_json:
        found = {row.id: row for row in archive.rows(place, filters=filters)}
        names = list(dict.fromkeys(hit.session for hit in hits))
        say_json({"sessions": [{**_plain(found[n]), "matches": _matches(hits, n)} for n in names if n in found]})
        return 0
    for hit in hits:
        print_text(f"{hit.session}  {hit.title}")
        print_text(f"    {_marked(hit)}")
    if not hits:
        print_status("Nothing was found.")
    elif len(hits) == (limit or 50):
        print_status(f"The newest {len(hits)}; --limit shows more.")
    return 0


def _matches(hits: list[Hit], session: str) -> list[dict[str, Any]]:
    return [
        {"position": hit.position, "title": hit.title, "field": hit.field, "text": hit.text}
        for hit in hits
        if hit.session == session
    ]


def _marked(hit: Hit) -> str:
    """The snippet; what was found stands between brackets, for colour alone would not carry it."""
    return "about: " * hit.only_about + "".join(f"[{part}]" if found else part for part, found in hit.parts)


def _read(place: Workspace, name: str, as_json: bool) -> int:
    from simulator.session.archive.as_text import retold_lines, turns_as_data
    from simulator.session.transcript.read import read

    reading = read(archive.find(place, name))
    print_findings(reading.findings)
    if as_json:
        say_json({"sessions": [{**_plain(archive.row(reading)), "turns": turns_as_data(reading)}]})
        return 0
    for text in retold_lines(reading):
        print_text(text)
    return 0
