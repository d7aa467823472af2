"""The pictures of the README, taken from stored sittings: `make pictures` writes them anew into docs/pictures.

A test compares the text of the screens with that of the pictures: when a screen changes, they are taken anew.
"""

import asyncio
import html
import re
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from textual.pilot import Pilot

from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.theme import INK, PAPER
from simulator.ui.tui.widgets.editor import Editor
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
PLACE = 12  # of the question on the KV cache
WRITTEN = (
    "The KV cache. For every token, layer and head we keep a key and a value, so per token it is two times layers "
    "times heads times head dimension times bytes. For 32 layers, 32 heads of 128 and two bytes that's about half a "
    "megabyte a token."
)
Steps = Callable[[Pilot[None]], Awaitable[None]]


class StandingClock:
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


def cut(workspace: Workspace, kind: str, *, after: int = 0) -> Path:
    """Leave of the last interview what came before an event on the question at PLACE; `after` keeps so many more."""
    path = workspace.sessions / f"{LAST}.toml"
    head, blocks = split(path.read_bytes())
    wanted = (f'kind = "{kind}"\n'.encode(), f"position = {PLACE}\n".encode())
    end = next(n for n, block in enumerate(blocks) if all(line in block for line in wanted))
    path.write_bytes(head + b"".join(blocks[: end + after]))
    return path


@dataclass(frozen=True)
class Picture:
    """A screen to take: its size, its theme, what leads to it, and what is cut of the last interview before."""

    columns: int
    lines: int
    steps: Steps
    theme: str = INK.name
    cut_at: tuple[str, int] | None = None


async def home(_: Pilot[None]) -> None:
    pass


def opened(name: str, *keys: str) -> Steps:
    """Opens a screen, then presses keys."""

    async def steps(pilot: Pilot[None]) -> None:
        app = pilot.app
        assert isinstance(app, InterviewApp)
        of_one = {"report", "replay"}
        app.open_screen(name, *([app.workspace.sessions / f"{LAST}.toml"] if name in of_one else []))
        await at_rest(pilot)
        await pilot.press(*keys)

    return steps


async def writing(pilot: Pilot[None]) -> None:
    await in_the_room(pilot)
    pilot.app.screen.query_one(Editor).insert(WRITTEN)


async def in_the_room(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, Room) and pilot.app.screen.pane is not None)


PICTURES = {
    "home": Picture(120, 34, home),
    "room": Picture(120, 30, writing, cut_at=("answered", 0)),
    "judging": Picture(120, 34, in_the_room, cut_at=("judged", 2)),
    "debrief": Picture(120, 40, opened("report")),
    "map": Picture(120, 36, opened("map", "v")),
    "progress": Picture(120, 36, opened("progress"), theme=PAPER.name),
    "replay": Picture(120, 34, opened("replay", *["n"] * 5)),
}


async def taken(picture: Picture) -> str:
    """The picture as SVG."""
    folder = Path(tempfile.mkdtemp(prefix="interview-pictures-"))
    try:
        workspace = stored(folder)
        opening = Opening()
        if picture.cut_at is not None:
            kind, after = picture.cut_at
            opening = replace(opening, go_on=cut(workspace, kind, after=after))
        app = InterviewApp(workspace, "llm", opening=opening, clock=StandingClock())
        async with app.run_test(size=(picture.columns, picture.lines), notifications=True, tooltips=True) as pilot:
            app.use_theme(picture.theme)
            await at_rest(pilot)
            await picture.steps(pilot)
            await at_rest(pilot)
            return standing_alone(app.export_screenshot(title="interview"))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def standing_alone(svg: str) -> str:
    """The picture without fonts from elsewhere, and with names that are the same each time it is taken."""
    svg = FONTS.sub("", svg).replace("Fira Code", "ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono")
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def text_of(svg: str) -> list[str]:
    """The words of a picture, line by line."""
    lines: dict[float, list[tuple[float, str]]] = {}
    for x, y, text in re.findall(r'<text [^>]*\bx="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>', svg):
        lines.setdefault(float(y), []).append((float(x), html.unescape(text).replace("\xa0", " ")))
    return [" ".join("".join(text for _, text in sorted(parts)).split()) for _, parts in sorted(lines.items())]


def main(names: Iterable[str]) -> None:
    """Take these pictures anew, or all."""
    FOLDER.mkdir(exist_ok=True)
    for name in names or PICTURES:
        svg = asyncio.run(taken(PICTURES[name]))
        (FOLDER / f"{name}.svg").write_text(svg, "utf-8")
        print(f"docs/pictures/{name}.svg", file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1:])
