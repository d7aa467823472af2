"""Driving the app in tests: wait for what the workers do, type, read the screen."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import textual.app
from rich.cells import cell_len
from rich.style import Style
from textual.app import App
from textual.command import CommandList
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.advert import AdvertEntry, AdvertTaken
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.panes.coding import CodingPane
from simulator.ui.tui.room.screen import Room


def palette_lines(app: App[None]) -> list[str]:
    """What the palette lists, each with what stands below it."""
    lists = app.screen.query(CommandList).results(CommandList)
    return [" | ".join(str(option.prompt).split("\n")) for found in lists for option in found.options]


async def until(pilot: Pilot[None], wanted: Callable[[], bool], tries: int = 400) -> None:
    """Let the app work until something is the case.

    It is left alone meanwhile: a pilot that pauses asks every widget whether it has come to rest.
    """
    for _ in range(3 * tries):  # about as long as so many pauses take
        if wanted():
            await pilot.pause()
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"It did not come to pass; shown was:\n{screen_text(pilot.app)}")


async def in_room(pilot: Pilot[None]) -> Interview:
    """Wait for the room with its first question."""
    await until(pilot, lambda: isinstance(pilot.app.screen, Room) and pilot.app.screen.pane is not None)
    assert isinstance(pilot.app.screen, Room)
    return pilot.app.screen.interview


async def in_coding(pilot: Pilot[None]) -> Interview:
    """The same with a task to write code for."""
    interview = await in_room(pilot)
    await until(pilot, lambda: bool(pilot.app.screen.query(CodingPane)))
    return interview


async def phase(pilot: Pilot[None], interview: Interview, *wanted: Phase) -> None:
    """Wait until the interview and its screen have come to a phase."""
    await until(pilot, lambda: interview.state.phase in wanted)
    await idle(pilot)


async def idle(pilot: Pilot[None]) -> None:
    """Wait until no command is under way."""
    await until(pilot, lambda: not any(w.group == "commands" and not w.is_finished for w in pilot.app.workers))
    await pilot.pause()


async def sure(pilot: Pilot[None], *keys: str) -> None:
    """Press keys of which the last is asked about, and that one once more; after the n that skips, an n is a no."""
    await pilot.press(*keys)
    assert isinstance(pilot.app, InterviewApp)
    await until(pilot, lambda: "esc cancels." in quiet(pilot.app))  # type: ignore[arg-type]
    await pilot.pause(TOO_SOON)
    await pilot.press("y" if keys[-1] == "n" else keys[-1])


def on_report(app: App[None]) -> bool:
    """Whether the report is shown, with what it says."""
    pages = app.screen.query("#page") if isinstance(app.screen, Report) else ()  # none before it is composed
    return any(page.children for page in pages)


async def type_text(pilot: Pilot[None], text: str) -> None:
    """Press the keys of a text, as fast as nobody types: the app comes to rest after the last."""
    if not text:
        return
    first, *others = ["space" if letter == " " else letter for letter in text]
    await pilot.press(first)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(textual.app, "wait_for_idle", asyncio.sleep)
        await pilot.press(*others)
    await pilot.pause()


async def answer(pilot: Pilot[None], interview: Interview, text: str = "index") -> None:
    """Answer the present question and whatever is asked back, up to the prediction."""
    await type_text(pilot, text)
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
    while interview.state.phase is Phase.PROBING:
        await sure(pilot, "escape", "y")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
        await pilot.pause(0.02)


async def to_judging(pilot: Pilot[None], interview: Interview, prediction: str = "3") -> None:
    """Answer the present question and predict by a key, up to the points that wait to be judged."""
    await answer(pilot, interview)
    await pilot.press(prediction)
    await phase(pilot, interview, Phase.JUDGING)


async def judged(pilot: Pilot[None], interview: Interview, *marks: str) -> None:
    """Predict a solid answer, and judge the points of the first question by these keys."""
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    await pilot.press(*marks)
    await until(pilot, lambda: not interview.state.turns[0].unjudged)
    await idle(pilot)


def screen_text(app: object) -> str:
    """What stands on the screen, as lines."""
    assert isinstance(app, InterviewApp)
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(strip.text.rstrip() for strip in lines)


async def click_on(pilot: Pilot[None], words: str) -> None:
    """Click on the first of these words on the screen."""
    lines = screen_text(pilot.app).splitlines()
    row = next(row for row, line in enumerate(lines) if words in line)
    await pilot.click(offset=(cell_len(lines[row].partition(words)[0]), row))


def quiet(app: InterviewApp) -> str:
    """The quiet line."""
    return str(app.screen.query_one("#quiet-line", Static).content)


def with_short_paths(app: App[None]) -> None:
    """Let what is shown from now on name the files without the folder of the test."""
    assert isinstance(app, InterviewApp)
    app.workspace = replace(
        app.workspace, sessions=Path("interviews"), config=Path("config.toml"), graphs=Path("graphs")
    )


def rows(widget: Widget) -> list[str]:
    """What is painted of a plot, line by line."""
    return [strip.text for strip in strips(widget)]


def strips(widget: Widget) -> list[Strip]:
    return [strip.crop(widget.region.x, widget.region.right) for strip in painted(widget)]


def painted(widget: Widget) -> Sequence[Strip]:
    shown = widget.region
    return widget.screen._compositor.render_strips(widget.app.size)[shown.y : shown.bottom]


ADVERT = "You know the first secret.\nDocker and FastAPI help, and you like basics."


async def paste_advert(pilot: Pilot[None], text: str = ADVERT) -> None:
    """Paste an advert where one is asked for, and wait until it was read."""
    app = pilot.app
    await until(pilot, lambda: isinstance(app.screen, AdvertEntry))
    app.screen.query_one("Editor").replace_all(text)  # type: ignore[attr-defined]
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(app.screen, AdvertTaken) and "basics" in screen_text(app))


def underlined(app: InterviewApp, *, strong: bool = False) -> str:
    """The words on the screen that are marked, or only those of the present point."""
    found = []
    for strip in app.screen._compositor.render_strips(app.size):
        for text, style, _ in strip:
            style = style or Style()
            if style.underline and (style.bold or not strong):
                found.append(text.strip())
    return " ".join(filter(None, found))
