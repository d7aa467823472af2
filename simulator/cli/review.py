"""`interview review`: the sessions that were sat, and what was said in them."""

from typing import Any

import click

from simulator.cli import review_edits as edits
from simulator.cli.columns import paragraph, table, terminal_width
from simulator.cli.common import how_far, narrate, say, say_json, workspace, workspace_options
from simulator.engine.plan import FORMATS
from simulator.errors import UsageError
from simulator.session import archive, search
from simulator.session.query import end_of_day, merged, parse, start_of_day
from simulator.session.search import Filters, Hit
from simulator.session.summary import SessionRow
from simulator.session.workspace import Workspace

HEAD = ("session", "candidate", "format", "state", "asked", "score", "mostly", "level")


@click.command()
@click.argument("session", required=False)
@click.option("--search", "text", metavar="TEXT", help="Words in questions, answers, notes, concepts; format:full.")
@click.option("--since", metavar="DATE", help="Sessions from this day on, such as 2026-11-01.")
@click.option("--until", metavar="DATE", help="Sessions up to this day.")
@click.option("--graph", metavar="ID", help="Sessions on this graph.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), metavar="F", help="Sessions of this format.")
@click.option("--role", metavar="R", help="Sessions for this role.")
@click.option("--concept", metavar="C", help="Sessions that asked about this concept.")
@click.option("--verdict", type=click.Choice(["weak", "borderline", "solid", "outstanding"]), help="With this verdict.")
@click.option("--state", type=click.Choice(["asking", "debriefing", "ended"]), help="In this state.")
@click.option("--missed", is_flag=True, help="With a weak or borderline answer.")
@click.option("--bookmarked", is_flag=True, help="With a bookmark.")
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
        return edits.list_trash(place, as_json=as_json)
    if session is None:
        if note or score or delete or restore or misread or bookmark is not None:
            raise UsageError("Name the session to note on, to bookmark, to change, to delete or to bring back.")
        filters = _filters(ctx, chosen)
        if text is not None:
            return _search(place, text, filters, limit, as_json)
        return _list(place, filters, limit, as_json)
    if delete or restore:
        return edits.trash(place, session, restore=restore)
    if note:
        return edits.note(place, session, *note)
    if bookmark is not None:
        return edits.bookmark(place, session, bookmark)
    if misread:
        return edits.misread(place, session, misread)
    if score:
        return edits.score(place, session, score, chosen["verdict"], why)
    return _read(place, session, as_json)


def _filters(ctx: click.Context, chosen: dict[str, Any]) -> Filters:
    named = ctx.find_root().obj or {}
    return Filters(
        candidate=named.get("candidate"),
        graph=chosen["graph"],
        format=chosen["format_"],
        role=chosen["role"],
        state=chosen["state"],
        concept=chosen["concept"],
        verdict=chosen["verdict"],
        since=start_of_day(chosen["since"]) if chosen["since"] else None,
        until=end_of_day(chosen["until"]) if chosen["until"] else None,
        missed=chosen["missed"],
        bookmarked=chosen["bookmarked"],
    )


def _list(place: Workspace, filters: Filters, limit: int | None, as_json: bool) -> int:
    rows = archive.rows(place, filters=filters, limit=limit, progress=how_far("Indexing"))
    if as_json:
        say_json({"sessions": [_plain(row) for row in rows]})
        return 0
    if not rows:
        narrate(f"No session fits in {place.sessions}.")
        edits.say_trash(place)
        return 0
    width = terminal_width()
    for line in table([HEAD, *map(_cells, rows)], width) or (
        paragraph(row.id, _words(row), width or 0) for row in rows
    ):
        say(line)
    edits.say_trash(place)
    return 0


def _cells(row: SessionRow) -> tuple[str, ...]:
    score = "" if row.score is None else f"{round(row.score * 100)} %"
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
    query = parse(f"{typed} ", options.candidate)
    filters, text = merged(options, query.filters), query.text.rstrip()
    if query.problem:
        narrate(query.problem)
    if not text:
        return _list(place, filters, limit, as_json)
    with archive.opened(place, how_far("Indexing")) as index:
        hits = search.hits(index, text, filters, limit or 50)
    if as_json:
        found = {row.id: row for row in archive.rows(place, filters=filters)}
        names = list(dict.fromkeys(hit.session for hit in hits))
        say_json({"sessions": [{**_plain(found[n]), "matches": _matches(hits, n)} for n in names if n in found]})
        return 0
    for hit in hits:
        say(f"{hit.session}  {hit.title}")
        say(f"    {_marked(hit)}")
    if not hits:
        narrate("Nothing was found.")
    elif len(hits) == (limit or 50):
        narrate(f"The newest {len(hits)}; --limit shows more.")
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
    from simulator.session.reading import read
    from simulator.session.retelling import retold_lines, turns_as_data

    reading = read(archive.find(place, name))
    for finding in reading.findings:
        narrate(finding.message)
    if as_json:
        say_json({"sessions": [{**_plain(archive.row(reading)), "turns": turns_as_data(reading)}]})
        return 0
    for text in retold_lines(reading):
        say(text)
    return 0
