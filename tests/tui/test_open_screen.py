"""Every screen of the table opens by its name, with the parameters that the table gives it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import pytest

from simulator.graph.job_advert.match import match_advert
from simulator.graph.job_advert.read import pasted
from simulator.graph.load import load
from simulator.session.workspace import Workspace
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.keys.registry import screen_class
from simulator.ui.tui.keys.table import CONTEXTS, PlainScreen
from tests.some import some
from tests.tui.conftest import home, sit
from tests.tui.driving import screen_text, until

OPENED = [name for name, context in CONTEXTS.items() if context.screen]


def parameters(name: str, settled: Workspace, path: Path) -> tuple[Any, ...]:
    """What a screen is opened with here."""
    graph = load(settled.graphs / "small")
    taken = {
        "taken": (match_advert(pasted("You know the secret first of the basics."), graph),),
        "report": (path, graph),
        "reader": (path, "", 1),
        "replay": (path,),
        "compare": (path, path),
        "concept": ("first",),
        "study": ("lists",),
        "help": (("home",),),
    }
    assert taken.keys() | set(get_args(PlainScreen)) == set(OPENED)
    return taken.get(name, ())


@pytest.mark.parametrize("name", OPENED)
async def test_every_screen_opens_by_name(name: str, settled: Workspace) -> None:
    given = parameters(name, settled, sit(settled))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.open_screen(name, *given)
        await until(pilot, lambda: type(app.screen) is screen_class(name))
        assert app.screen.is_mounted
        app.replace_screen(name, *given)
        await pilot.pause()
        assert type(app.screen) is screen_class(name)


async def at_the_moment(is_there: Callable[[], bool]) -> None:
    """Give way until then, and no longer."""
    while not is_there():
        await asyncio.sleep(0)


@pytest.mark.parametrize("name", some(OPENED, "review", "map", "study"))
async def test_a_screen_may_be_left_as_it_opens(name: str, settled: Workspace) -> None:
    """It was told of its mount with no widgets yet, and the program ended in an error; eleven of seventeen did it."""
    given = parameters(name, settled, sit(settled))
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.open_screen(name, *given)
        await at_the_moment(lambda: type(app.screen) is screen_class(name))
        app.pop_screen()
        await until(pilot, lambda: isinstance(app.screen, Home))
        app.open_screen(name, *given)
        await at_the_moment(lambda: type(app.screen) is screen_class(name))


def test_the_palette_opens_only_plain_screens() -> None:
    assert {name for name in OPENED if CONTEXTS[name].palette} <= {*get_args(PlainScreen), "study"}


@pytest.mark.parametrize(("context", "keys"), [("advert", "f1"), ("home", "f1, ?")])
async def test_help_names_no_key_that_types(settled: Workspace, context: str, keys: str) -> None:
    """In the box for an advert help named `?`, which is typed there."""
    app = home(settled)
    async with app.run_test(size=(100, 40)) as pilot:
        app.open_screen("help", (context,))
        await until(pilot, lambda: "Every key of this screen" in screen_text(app))
        (line,) = [line for line in screen_text(app).splitlines() if "Every key of this screen" in line]
        assert line.split("Every key")[0].strip() == keys
