"""Hostile transcripts and graphs on the screens: nothing breaks, is shown raw, or changes a file that is only read."""

import asyncio
import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.review.compare import Compare
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.replay import ReplayScreen
from simulator.ui.tui.review.report import Report
from tests.isolation import ROOT
from tests.mutations import at_most, unsafe
from tests.settings import write_preferences
from tests.transcripts import put, whole
from tests.trials.commands import changed, contents
from tests.trials.graphs import begun_on_the_whole_graph, hostile_graph, put_graph
from tests.trials.running import Outcome, Trial
from tests.trials.transcripts import OTHER, hostile_transcript, lost
from tests.tui.conftest import StandingClock
from tests.tui.driving import screen_text
from tests.warm import warmed

SECONDS = 15.0  # of the processor for a flow of a dozen paints; in a command it is a third
SIZES = ((80, 24), (80, 24), (140, 40), (60, 20), (20, 5))

# What one presses on each screen; where nothing is left to press, one leaves
READER = ("n", "space", "n", "left", "b", "e", "escape", "s", "right", "escape", "o", "escape", "r", "escape", "space")
REPLAY = ("right", "right", "n", "n", "end", "left", "N", "home", "plus", "space", "space", "pagedown")
REPORT = ("tab", "pagedown", "tab", "t", "n", "escape", "1")
COMPARE = ("tab", "pagedown", "tab")
REVIEW = (
    "enter",
    "n",
    "escape",
    "o",
    "tab",
    "escape",
    "s",
    "right",
    "escape",
    "C",
    "down",
    "C",
    "escape",
    "f",
    "right",
    "space",
    "b",
    "r",
    "escape",
)
HOME = (
    "down",
    "down",
    "p",
    "pagedown",
    "escape",
    "m",
    "down",
    "enter",
    "escape",
    "escape",
    "b",
    "space",
    "right",
    "escape",
    "r",
    "escape",
)
MORE = (
    "i",
    "down",
    "right",
    "escape",
    "slash",
    "t",
    "o",
    "k",
    "enter",
    "escape",
    "escape",
    "s",
    "down",
    "right",
    "escape",
    "question_mark",
    "escape",
)
ROOM = (
    "enter",
    "a",
    "b",
    "ctrl+s",
    "3",
    "y",
    "p",
    "n",
    "enter",
    "escape",
    "h",
    "u",
    "d",
    "d",
    "enter",
    "w",
    "g",
    "escape",
    "q",
)


async def flow(
    app: InterviewApp, keys: tuple[str, ...], size: tuple[int, int], screens: list[Screen[None]]
) -> list[str]:
    """Press the keys, and look at the screen after each."""
    faults: list[str] = []
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(app, pilot)
        for screen in screens:
            await app.push_screen(screen)
        await settled(app, pilot)
        for key in ("", *keys):
            if key and app.is_running and not app._exit:
                await pilot.press(key)
            await settled(app, pilot)
            if app._exit or app._exception:
                break
            if bad := unsafe(screen_text(app)):
                faults.append(f"raw characters {sorted(map(ascii, bad))} after {key!r}")
    if app._exception:
        faults.append(f"{type(app._exception).__name__}: {app._exception}")
    return faults


async def settled(app: InterviewApp, pilot: Pilot[None]) -> None:
    """Let workers finish, but do not wait for those that stay."""
    for _ in range(40):
        await pilot.pause(0.005)
        if app._exit or all(worker.is_finished for worker in app.workers):
            return


def looked(app: InterviewApp, keys: tuple[str, ...], luck: random.Random, *screens: Screen[None]) -> list[str]:
    """The faults of one flow, or what ended it."""
    most = keys[: luck.randrange(len(keys) // 2, len(keys) + 1)]
    try:
        with at_most(SECONDS):
            return asyncio.run(flow(app, most, luck.choice(SIZES), [*screens]))
    except Exception as error:
        inner = getattr(error, "error", error)  # a worker that failed holds why
        return [f"{type(inner).__name__}: {inner}"]


Show = Callable[[Workspace, Path, Path, random.Random], list[str]]


def _opened(keys: tuple[str, ...], make: Callable[[Path, Path], Screen[None]]) -> Show:
    def show(place: Workspace, path: Path, other: Path, luck: random.Random) -> list[str]:
        return looked(InterviewApp(place, "llm", clock=StandingClock()), keys, luck, make(path, other))

    return show


def _with(keys: tuple[str, ...], opening: Callable[[Path], Opening]) -> Show:
    def show(place: Workspace, path: Path, other: Path, luck: random.Random) -> list[str]:
        return looked(InterviewApp(place, "llm", opening=opening(path), clock=StandingClock()), keys, luck)

    return show


READS: dict[str, Show] = {
    "reader": _opened(READER, lambda path, _: Reader(path)),
    "replay": _opened(REPLAY, lambda path, _: ReplayScreen(path)),
    "report": _opened(REPORT, lambda path, _: Report(path)),
    "compare": _opened(COMPARE, Compare),
    "review": _with(REVIEW, lambda _: Opening(review=True)),
    "home": _with(HOME, lambda _: Opening()),
}
RESUMES: dict[str, Show] = {"resume": _with(ROOM, lambda path: Opening(go_on=path))}
WRITES = ("b", "e")  # keys that may add to a transcript


@contextlib.contextmanager
def transcripts_on_screens(home: Path) -> Iterator[Trial]:
    """Every screen that reads transcripts, and the room that goes on with one."""

    def trial(luck: random.Random, folder: Path) -> Outcome:
        name, data = hostile_transcript(luck)
        place = _place(folder, ROOT / "graphs", "llm", "applied-engineer", "demo")
        path, other = put(place.sessions, name, data), put(place.sessions, *whole(OTHER))
        screen = luck.choice([*READS, *RESUMES, "resume"])
        before = contents(place.sessions)
        faults = [f"{screen}: {fault}" for fault in (READS | RESUMES)[screen](place, path, other, luck)]
        if path.exists():
            faults += lost(path, data, screen)
        wrong = changed(before, contents(place.sessions))
        if screen not in ("resume", "reader", "review") and wrong:
            faults.append(f"{screen} changed {wrong}")
        return Outcome(faults)

    yield trial


@contextlib.contextmanager
def graphs_on_screens(home: Path) -> Iterator[Trial]:
    """Every screen that shows a graph, with interviews that were begun on it when it was whole."""
    begun = begun_on_the_whole_graph(home / "begun")

    def trial(luck: random.Random, folder: Path) -> Outcome:
        graph = put_graph(folder / "graphs" / "sample", hostile_graph(luck))
        shutil.copytree(begun, folder / "sessions")
        place = _place(folder, folder / "graphs", "sample", luck.choice(["", "engineer"]), "demo")
        before = contents(graph)
        way = luck.choice(["home", "more", "room", "resume", "review"])
        opening = Opening(review=way == "review", go_on=min(place.sessions.glob("*.toml")) if way == "resume" else None)
        keys = {"home": HOME, "more": MORE, "room": ("enter", *ROOM), "resume": ROOM, "review": REVIEW}[way]
        app = InterviewApp(place, "sample", opening=opening, clock=StandingClock())
        faults = [f"{way}: {fault}" for fault in looked(app, keys, luck)]
        if wrong := changed(before, contents(graph)):
            faults.append(f"{way} changed {wrong}")
        return Outcome(faults)

    yield trial


def _place(folder: Path, graphs: Path, graph: str, role: str, candidate: str) -> Workspace:
    place = Workspace(graphs, folder / "sessions", candidate, warmed(folder / "cache"), folder / "config.toml")
    place.sessions.mkdir(exist_ok=True)
    write_preferences(place.config, Preferences(graph=graph, role=role))
    return place
