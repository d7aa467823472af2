"""Pictures of one state at three sizes, dark and light, from one run of the app: it is resized and given a theme."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from pytest_textual_snapshot import SVGImageExtension  # type: ignore[import-untyped]
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widgets import Input, TextArea

from simulator.ui.tui.app import InterviewApp
from tests.tui.driving import idle

Steps = Callable[[Pilot[None]], Awaitable[None]]
SIZES = {"usual": (80, 24), "small": (60, 20), "wide": (140, 40)}
THEMES = {"dark": "ink", "light": "paper"}


@pytest.fixture
def pictures(snapshot: Any, tmp_path: Path) -> Callable[[InterviewApp, Steps], Awaitable[list[str]]]:
    """Takes the six pictures and gives the files with those that are other than before."""
    kept = snapshot.use_extension(SVGImageExtension)

    async def take(app: InterviewApp, steps: Steps) -> list[str]:
        other = []
        async with app.run_test(size=SIZES["usual"], notifications=True, tooltips=True) as pilot:
            await steps(pilot)
            for size, (columns, rows) in SIZES.items():
                await pilot.resize_terminal(columns, rows)
                for brightness, theme in THEMES.items():
                    app.theme = theme
                    picture, name = await settled_picture(pilot), f"{size}-{brightness}"
                    if kept(name=name) != picture:
                        (tmp_path / f"{name}.svg").write_text(picture)
                        other.append(str(tmp_path / f"{name}.svg"))
        return other

    return take


async def settled_picture(pilot: Pilot[None], tries: int = 60) -> str:
    """The screen as a picture, once it was painted twice in a row in the same way."""
    await idle(pilot)
    await pilot.pause(0.1)
    before: list[Strip] = []
    for _ in range(tries):
        hold_cursors(pilot)
        await pilot.pause(0.02)
        shown = pilot.app.screen._compositor.render_strips(pilot.app.size)
        if shown == before:
            return pilot.app.export_screenshot()
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
