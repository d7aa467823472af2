"""How a state looks: its layout as text at three sizes, and where its colours are held, a dark and a light picture.

`make snapshots` writes all of them anew. A line of the text starts with what only style tells of it: letters of MARKS.
"""

import difflib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from rich.style import Style
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.theme import INK, PAPER
from tests.tui.driving import idle, until

Steps = Callable[[Pilot[None]], Awaitable[object]]
USUAL = (80, 24)
SIZES = (USUAL, (60, 20), (140, 40))
MARKS = {
    "b": "bold",
    "i": "italic",
    "c": "on another colour than the screen: the marked line, a cursor, a selection, a panel",
    "a": "the accent",
    "m": "muted",
    "g": "good",
    "f": "fair",
    "p": "poor",
    "u": "unknown",
    "h": "heard",
    "o": "another colour",
}
RULE = str(INK.variables["rule"])
COLOURS = {
    str(INK.accent): "a",
    **{str(INK.variables[token]): token[0] for token in ("muted", "good", "fair", "poor", "unknown", "heard")},
    str(INK.variables["focus"]): "a",
    str(INK.foreground): "",
    RULE: "",  # rules and scroll bars are seen in the text
}


class Layout(SingleFileSnapshotExtension):
    """A text that is kept; a line that changed is shown as `diff -u` shows it."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:
        before, after = str(snapshot_data).splitlines(), str(serialized_data).splitlines()
        yield from difflib.unified_diff(before, after, "before", "now", lineterm="")


class Picture(SingleFileSnapshotExtension):
    """A screenshot that is kept; a changed one is looked at with `git diff` and a browser."""

    _write_mode = WriteMode.TEXT
    file_extension = "svg"

    def diff_lines(self, serialized_data: Any, snapshot_data: Any) -> Iterator[str]:
        yield "The colours changed. `make snapshots` takes the picture anew; look at the one before and the one after."


@pytest.fixture
def looks(snapshot: Any) -> Callable[..., Awaitable[None]]:
    """Compares the layout of a state with the one that is kept, and its colours too where that is asked for."""
    layout, picture = snapshot.use_extension(Layout), snapshot.use_extension(Picture)

    async def compare(app: InterviewApp, steps: Steps, *, coloured: bool = False) -> None:
        async with app.run_test(size=USUAL, notifications=True, tooltips=True) as pilot:
            app.use_theme(INK.name)  # a state that was seen before may have left the light one
            await steps(pilot)
            shown = [await layout_at(pilot, *size) for size in SIZES]
            same("\n\n".join(shown) + "\n", layout)
            if coloured:
                await pilot.resize_terminal(*USUAL)
                for name, theme in (("dark", INK), ("light", PAPER)):
                    app.theme = theme.name
                    await at_rest(pilot)
                    same(app.export_screenshot(), picture(name=name))

    return compare


@pytest.fixture
def colours(snapshot: Any) -> Callable[[InterviewApp, Steps], Awaitable[None]]:
    """Compares the colours of a state in one theme with those that are kept."""
    picture = snapshot.use_extension(Picture)

    async def compare(app: InterviewApp, steps: Steps, theme: str = INK.name) -> None:
        async with app.run_test(size=USUAL, notifications=True, tooltips=True) as pilot:
            app.theme = theme
            await steps(pilot)
            await at_rest(pilot)
            same(app.export_screenshot(), picture)

    return compare


def same(shown: str, kept: Any) -> None:
    """Fail with the lines that changed."""
    if kept != shown:
        pytest.fail("\n".join(kept.get_assert_diff()), pytrace=False)


async def layout_at(pilot: Pilot[None], columns: int, rows: int) -> str:
    """The screen at a size, as lines of text with their marks."""
    await pilot.resize_terminal(columns, rows)
    lines = (f"{marks(strip):<5}|{strip.text}".rstrip() for strip in await at_rest(pilot))
    return "\n".join((f"{columns}x{rows}", *lines))


def marks(strip: Strip) -> str:
    """The letters of what only style tells of a line."""
    found = {mark for text, style, _ in strip for mark in marks_of(text, style or Style())}
    return "".join(mark for mark in MARKS if mark in found)


def marks_of(text: str, style: Style) -> str:
    behind = style.color if style.reverse else style.bgcolor  # a scroll bar is a blank in the colour of rules, reversed
    if behind and behind.get_truecolor().hex not in (INK.background, RULE):
        return "c"
    if not text.strip():
        return ""
    colour = COLOURS.get(style.color.get_truecolor().hex, "o") if style.color else ""
    return colour + "b" * bool(style.bold) + "i" * bool(style.italic)


async def at_rest(pilot: Pilot[None], tries: int = 60) -> list[Strip]:
    """The screen, once nothing works and it was painted twice in a row in the same way."""
    await idle(pilot)
    await until(pilot, lambda: all(w.is_finished for w in pilot.app.workers))
    before: list[Strip] = []
    for _ in range(tries):
        hold_cursors(pilot)
        await pilot.pause(0.05)
        shown = pilot.app.screen._compositor.render_strips(pilot.app.size)
        if shown == before:
            return shown
        before = shown
    raise AssertionError("The screen does not come to rest.")


def hold_cursors(pilot: Pilot[None]) -> None:
    """Let no cursor blink."""
    for editor in pilot.app.screen.query(TextArea):
        editor.cursor_blink = False
        editor._line_cache.clear()  # its line may have been kept from the dark half of a blink
        editor.refresh()
    for line in pilot.app.screen.query(Input):
        line.cursor_blink = False
        line._cursor_visible = True
