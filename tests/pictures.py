"""The pictures of the README, taken from stored sittings: `make pictures` writes them anew into docs/pictures.

A test compares the text of the screens with that of the pictures: when a screen changes, they are taken anew.
"""

import asyncio
import html
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from textual.pilot import Pilot

from simulator.report.export.files import as_picture
from simulator.session.clock import Clock
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.map.layers import Layers
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.theme import INK, PAPER
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.rows import Rows
from tests.settings import write_preferences
from tests.transcripts import split
from tests.tui.driving import until
from tests.tui.looks import at_rest
from tests.warm import warmed

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
SITTINGS = ROOT / "tests" / "data" / "pictures"
LAST = "2026-11-27T175337-llm-full-ludp"  # a whole interview, typed; the others are screening calls of the weeks before
NOW = datetime(2026, 11, 27, 19, 30, tzinfo=UTC)
WRITTEN = (
    'Yes: relative dates. The email says "by next Thursday" and was sent last week. The model either copies it, which '
    "is useless, or works out a date, which is invented."
)
Steps = Callable[[Pilot[None]], Awaitable[None]]


class StandingClock(Clock):
    """A clock that stands, so that every picture is taken at the same moment."""

    def now(self) -> datetime:
        return NOW

    def elapsed(self) -> float:
        return 0.0


def stored(folder: Path) -> Workspace:
    """The workspace of the person who sat the stored interviews."""
    sessions = folder / "sessions"
    shutil.copytree(SITTINGS, sessions)
    config = folder / "config.toml"
    write_preferences(
        config,
        Preferences(role="applied-engineer", graph="llm", project=False, interview_on=date(2026, 12, 2)),
    )
    return Workspace(ROOT / "graphs", sessions, "me", warmed(folder / "cache"), config)


@dataclass(frozen=True)
class Moment:
    """A moment of the last interview: after so many events of a kind on the question at a place."""

    kind: str
    place: int
    events: int = 1


def cut(workspace: Workspace, moment: Moment) -> Path:
    """Leave of the last interview what came until then."""
    path = workspace.sessions / f"{LAST}.toml"
    head, blocks = split(path.read_bytes())
    wanted = (f'kind = "{moment.kind}"\n'.encode(), f"position = {moment.place}\n".encode())
    found = [n for n, block in enumerate(blocks) if all(line in block for line in wanted)]
    path.write_bytes(head + b"".join(blocks[: found[moment.events - 1] + 1]))
    return path


@dataclass(frozen=True)
class Picture:
    """A screen to take: its size, what leads to it, its themes, and at which moment of the last interview."""

    columns: int
    lines: int
    steps: Steps
    themes: Mapping[str, str] = field(default_factory=lambda: {"": INK.name})  # by the end of the file's name
    moment: Moment | None = None


async def home(_: Pilot[None]) -> None:
    pass


def opened(name: str, *keys: str) -> Steps:
    """Opens a screen, then presses keys."""

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, InterviewApp)
        app.open_screen(name, *([app.workspace.sessions / f"{LAST}.toml"] if name == "report" else []))
        await at_rest(pilot)
        await pilot.press(*keys)

    return steps


async def around_the_cache(pilot: Pilot[None]) -> None:
    """The map of one area, drawn with the KV cache chosen."""
    await opened("map")(pilot)
    screen = pilot.app.screen
    screen.query_one("#areas", Rows).mark("inference")
    await pilot.press("enter")
    await until(pilot, lambda: screen.query_one(Layers).has_focus)
    screen.query_one(Layers).mark("kv-cache")
    await pilot.press("v")


async def writing(pilot: Pilot[None]) -> None:
    await in_the_room(pilot)
    pilot.app.screen.query_one(Editor).insert(WRITTEN)


async def in_the_room(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Room) and pilot.app.screen.pane is not None)


PICTURES = {
    "room": Picture(120, 30, writing, {"": INK.name, "-light": PAPER.name}, Moment("probed", 1)),
    "judging": Picture(120, 34, in_the_room, moment=Moment("judged", 12, 2)),
    "debrief": Picture(120, 36, opened("report")),
    "map": Picture(130, 34, around_the_cache),
    "home": Picture(120, 34, home),
}


async def taken(picture: Picture, themes: Iterable[str]) -> list[str]:
    """The picture in each of these themes, as SVG."""
    folder = Path(tempfile.mkdtemp(prefix="interview-pictures-"))
    try:
        workspace = stored(folder)
        opening = Opening(go_on=cut(workspace, picture.moment)) if picture.moment else Opening()
        app = InterviewApp(workspace, "llm", opening=opening, clock=StandingClock())
        async with app.run_test(size=(picture.columns, picture.lines), notifications=True, tooltips=True) as pilot:
            await at_rest(pilot)
            await picture.steps(pilot)
            shots = []
            for theme in themes:
                app.use_theme(theme)
                await at_rest(pilot)
                shots.append(standing_alone(app.export_screenshot(title="interview")))
            return shots
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def files_of(name: str) -> list[Path]:
    """The files of a picture: one for each theme."""
    return [FOLDER / f"{name}{end}.svg" for end in PICTURES[name].themes]


def standing_alone(svg: str) -> str:
    """The picture without fonts from elsewhere, and with names that are the same each time it is taken."""
    svg = re.sub(r"terminal-\d+", "terminal", as_picture(svg))
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def text_of(svg: str) -> list[str]:
    """The words of a picture, line by line."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text [^>]*\bx="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return [" ".join("".join(text for _, text in sorted(parts)).split()) for _, parts in sorted(lines.items())]


def main(names: Iterable[str]) -> None:
    """Take the pictures of these screens anew, or of all."""
    os.environ["TZ"] = "UTC"  # a picture says when an interview was
    time.tzset()
    FOLDER.mkdir(exist_ok=True)
    for name in names or PICTURES:
        picture = PICTURES[name]
        for path, svg in zip(files_of(name), asyncio.run(taken(picture, picture.themes.values())), strict=True):
            path.write_text(svg, "utf-8")
            print(path.relative_to(ROOT), file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
