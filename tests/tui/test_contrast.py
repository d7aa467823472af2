"""What is painted can be read: every letter on every screen against what is behind it, in dark and light themes."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rich.color import Color as RichColor
from rich.style import Style
from textual.color import Color
from textual.command import CommandList
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import TextArea

from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.theme import AA, THEMES, contrast
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.palettes import PALETTES
from tests.some import by_turns
from tests.tui.conftest import home, room
from tests.tui.driving import answer, in_room, phase, screen_text, type_text, until

SHOWN = (*(theme.name for theme in THEMES), "nord", "catppuccin-latte")  # by turns
OWN = ("ansi-dark", "ansi-light")  # the terminal's own colours, measured in six terminals
EMPTY = "an empty answer"
IN_OWN = ("settings", "review", "map", EMPTY, "writing", "judging")
# frames, rules and scroll bars: seen rather than read
DRAWN = re.compile("[\\s\u2500-\u259f]")
PLOTTED = re.compile("[\u2800-\u28ff]")  # a line of a plot and its marks, of which WCAG asks less
OF_PLOTS = 3.0
OPENED = {  # a screen, and the keys that open it from home
    "home": (),
    "setup": ("i",),
    "settings": ("s",),
    "help": ("f1",),
    "review": ("r",),
    "report": ("r", "o"),
    "map": ("m", "enter"),
    "map drawn": ("m", "v"),
    "study": ("slash",),
    "plan": ("c",),
    "progress": ("p",),
    "brief": ("b",),
    "reader": ("r", "enter"),
    "replay": ("r", "s"),
    "concept": ("m", "enter", "enter"),
    "advert": ("A",),
    "compare": ("r", "C", "down", "C"),
}


def least(text: str) -> float:
    """The contrast that a piece needs."""
    return OF_PLOTS if PLOTTED.search(text) else AA


def unreadable(strips: Sequence[Strip]) -> Iterator[str]:
    """What of these lines has too little contrast with what is behind it."""
    for text, style, _ in (segment for strip in strips for segment in strip):
        if style is None or style.color is None or style.bgcolor is None or not DRAWN.sub("", text):
            continue
        colours = [Color.from_rich_color(colour) for colour in (style.color, style.bgcolor)]
        if (found := contrast(*colours)) < least(text) or style.dim:
            yield f"{text.strip()!r}: {colours[0].hex} on {colours[1].hex}, {found:.2f}"


def unreadable_in(terminal: str, theme: str, strips: Sequence[Strip]) -> Iterator[str]:
    """What of these lines, in a terminal's own colours, has too little contrast there."""
    palette = PALETTES[terminal]

    def seen(colour: RichColor | None, default: Color) -> Color:
        if colour is None or colour.is_default:
            return default
        return palette.colours[colour.number] if colour.number is not None else Color.from_rich_color(colour)

    for text, style, _ in (segment for strip in strips for segment in strip):
        if not DRAWN.sub("", text):
            continue
        style = style or Style()
        front, behind = seen(style.color, palette.own(theme)), seen(style.bgcolor, palette.behind(theme))
        if (found := contrast(front, behind)) < least(
            text
        ) or style.dim:  # the same, the other way round, where it is reversed
            yield f"{text.strip()!r} in {terminal}: {style}, {found:.2f}"


async def painted(pilot: Pilot[None], rows: slice = slice(None)) -> list[Strip]:
    await pilot.pause()
    return pilot.app.screen._compositor.render_strips(pilot.app.size)[rows]


async def unread(pilot: Pilot[None], name: str, number: int) -> dict[str, set[str]]:
    """What cannot be read on the screen that is shown, by theme."""
    app, low = pilot.app, {}
    assert isinstance(app, InterviewApp)
    own = OWN if name in IN_OWN else ()
    # a placeholder was too pale in all themes, and no screen was looked at before anything was typed
    shown = (*SHOWN, *own) if name == EMPTY else (*by_turns(SHOWN, number), *(by_turns(own, number) if own else ()))
    for theme in shown:
        app.use_theme(theme)
        low[f"{name} in {theme}"] = unread_of(await painted(pilot), theme)
    return {where: found for where, found in low.items() if found}


def unread_of(strips: Sequence[Strip], theme: str) -> set[str]:
    """What of these lines cannot be read in a theme."""
    if theme not in OWN:
        return set(unreadable(strips))
    return {found for terminal in PALETTES for found in unreadable_in(terminal, theme, strips)}


async def at_rest(pilot: Pilot[None]) -> None:
    await pilot.pause(0.05)
    await until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))


async def test_every_letter_of_the_screens_is_readable(settled: Workspace, paths: list[Path]) -> None:
    app = home(settled)
    low: dict[str, set[str]] = {}
    async with app.run_test(size=(100, 30)) as pilot:
        for number, (name, keys) in enumerate(OPENED.items()):
            for key in keys:
                await pilot.press(key)
                await at_rest(pilot)
            low |= await unread(pilot, name, number * len(SHOWN) // len(OPENED))  # a change of theme styles all anew
            for _ in app.screen_stack[1:]:
                app.pop_screen()
                await at_rest(pilot)
        # the palette is closed before a theme is shown, and covers what is behind it
        for theme in (*by_turns(SHOWN, 3), *by_turns(OWN, 0)):
            app.use_theme(theme)
            await pilot.press("ctrl+p")
            await until(pilot, lambda: "Help: every key" in screen_text(app))
            await pilot.press("down")
            results = app.screen.query_one(CommandList).region
            strips = await painted(pilot, slice(results.y - 3, results.bottom))
            assert any("Help" in strip.text for strip in strips)
            found = unread_of(strips, theme)
            low |= {f"palette in {theme}": found} if found else {}
            await pilot.press("escape")
    assert low == {}


async def test_every_letter_of_the_room_is_readable(settled: Workspace, paths: list[Path]) -> None:
    app = room(settled)
    async with app.run_test(size=(100, 30)) as pilot:
        interview = await in_room(pilot)
        assert "Type what" in screen_text(app)
        low = await unread(pilot, EMPTY, 0)
        await type_text(pilot, "one two")
        app.screen.query_one(TextArea).action_cursor_word_left(select=True)
        low |= await unread(pilot, "writing", 0)
        await answer(pilot, interview, "")
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        low |= await unread(pilot, "judging", 1)
        await pilot.press("y", "y", "y", "e")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        low |= await unread(pilot, "a note over the verdict", 2)
    assert low == {}
