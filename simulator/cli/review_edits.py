"""What `interview review SESSION` changes: notes, bookmarks, new scores, the trash. Each returns the exit status."""

import os
import shlex
from itertools import cycle, islice
from pathlib import Path

from simulator.cli.common import count, narrate, say, say_json
from simulator.engine.scoring import Mark, Verdict
from simulator.errors import UsageError
from simulator.session import archive
from simulator.session.summary import bookmarks
from simulator.session.workspace import Workspace, find

MARKS: dict[str, Mark] = {"y": "yes", "p": "partly", "n": "no", "a": "prompted"}


def note(place: Workspace, name: str, item: str, text: str) -> int:
    """Keep a note on an item."""
    from simulator.session.amend import Amending  # writes; reading does without

    with Amending(archive.find(place, name)) as session:
        session.note(_item(item), text).result()
    narrate(f"Noted on item {item}.")
    return 0


def bookmark(place: Workspace, name: str, position: int) -> int:
    """Set a bookmark, or take it off; position 0 is the session."""
    from simulator.session.amend import Amending  # writes; reading does without

    with Amending(archive.find(place, name)) as session:
        on = position not in bookmarks(session.state)
        session.bookmark(position, on=on).result()
    what = f"Item {position}" if position else "The session"
    narrate(f"{what} is {'bookmarked' if on else 'no longer bookmarked'}.")
    return 0


def misread(place: Workspace, name: str, position: int) -> int:
    """Set a check aside that was read wrongly, or let it count again."""
    from simulator.session.amend import Amending  # writes; reading does without

    with Amending(archive.find(place, name), workspace=place) as session:
        turns = session.state.turns
        on = not (position <= len(turns) and turns[position - 1].set_aside)
        session.set_aside(position, on=on).result()
    narrate(f"Item {position} {'is set aside: it was read wrongly, and is no evidence' if on else 'counts again'}.")
    return 0


def score(place: Workspace, name: str, score: tuple[str, str], verdict: Verdict | None, why: str) -> int:
    """Score an answer anew: a mark for each point, and perhaps another verdict with its reason."""
    from simulator.session.amend import Amending  # writes; reading does without

    item, marks = score
    position = _item(item)
    with Amending(archive.find(place, name), workspace=place) as session:
        points = session.points(position)
        if len(marks) != len(points) or set(marks) - set(MARKS):
            example = "".join(islice(cycle("ypn"), len(points)))
            raise UsageError(
                f"Item {item} has {count(len(points), 'point')}: give y, p or n for each, or a (only when asked) where "
                f"a follow-up asked for it, such as {example}."
            )
        given = {point: MARKS[mark] for point, mark in zip(points, marks, strict=True)}
        session.rescore(position, given, verdict, why).result()
        scored = session.state.turn(position).scored
    assert scored is not None
    narrate(f"Item {item} is {scored.verdict} now; the old score stays on record.")
    return 0


def _item(text: str) -> int:
    if not text.isdecimal():
        raise UsageError(f"{text!r} is no item; give its number in the session, from 1.")
    return int(text)


def trash(place: Workspace, name: str, *, restore: bool) -> int:
    """Move a session to the trash, or bring it back."""
    from simulator.session import trash as bin_  # only to move things

    if restore:
        narrate(f"{bin_.restore(place.sessions, name).name} is back.")
    else:
        path = archive.find(place, name)
        now_in = bin_.discard(path)
        narrate(f"{path.stem} is in the trash, in {now_in}.")
        narrate(f"`{_way_back(now_in)}` brings it back.")
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
    from simulator.session import trash as bin_  # only to look into it

    found = bin_.discarded(place.sessions)
    if as_json:
        rows = [{"id": p.stem, "path": str(p), "deleted": bin_.discarded_at(p).isoformat()} for p in found]
        say_json({"sessions": rows})
        return 0
    for path in found:
        say(f"{path.stem}  deleted {bin_.discarded_at(path).astimezone():%Y-%m-%d %H:%M}")
    narrate("`interview review SESSION --restore` brings one back." if found else "The trash is empty.")
    return 0


def say_trash(place: Workspace) -> None:
    """Say that something is in the trash, where anything is."""
    from simulator.session import trash as bin_  # only to look into it

    if number := bin_.count(place.sessions):
        narrate(f"{count(number, 'session')} in the trash; `interview review --trash` lists what is there.")
