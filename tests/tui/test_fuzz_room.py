"""Random keys, resizes and pastes in the room: no exception, and the transcript tells what the screen showed.

`make test` runs 80 events, `make fuzz` 10,000 and as many from a seed that nobody has chosen. The seed is printed.
"""

import asyncio
import random
import secrets
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.report.reasons_told import reason_now
from simulator.session.archive.archive import paths
from simulator.session.header import Settings
from simulator.session.interview.item_blocks import Block, said_blocks
from simulator.session.interview.state import Phase, fold
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.panes.judge import JudgePane
from simulator.ui.tui.room.panes.pane_screen import pane_for
from simulator.ui.tui.room.panes.points import Points
from simulator.ui.tui.room.panes.writing import WHY, WritingPane
from simulator.ui.tui.room.screen import Room
from tests.tui.conftest import StandingClock
from tests.tui.driving import in_room, until

LETTERS = "abcdefghijklmnopqrstuvwxyz1234 "
COMMANDS = (
    *(
        "escape",
        "enter",
        "ctrl+s",
        "tab",
        "i",
        "y",
        "p",
        "n",
        "u",
        "1",
        "2",
        "3",
        "4",
        "h",
        "c",
        "d",
        "r",
        "e",
        "E",
        "M",
        "v",
    ),
    *("g", "m", "x", "o", "w", "t", "space", "f1", "f2", "f3", "f4", "f5", "f6", "f8", "question_mark", "slash"),
)
EDITING = (
    *("left", "right", "up", "down", "home", "end", "pageup", "pagedown", "backspace", "delete", "shift+left"),
    *("ctrl+z", "ctrl+y", "ctrl+c", "ctrl+x", "ctrl+v", "ctrl+a", "ctrl+k", "ctrl+u", "ctrl+w", "ctrl+o", "shift+tab"),
)
LEAVING = ("q", "ctrl+q", "s")
PASTES = (
    "two\nlines",
    "x[/ [@click=app.quit] [b]",
    "tab\tand \x1b[31mred\x1b[0m and \x00",
    "\u202eback to front",
    "漢字 and 🙂 and e\u0301",
    "[[event]]\nkind = 'ended'\n# end 3 00000000",
    "word " * 400,
    "",
)
SIZES = ((80, 24), (60, 20), (140, 40), (200, 60), (59, 20), (61, 21), (20, 5), (1, 1))


class Storm:
    """Sits interviews by chance, opening the next one, or the same again, whenever the room is left."""

    def __init__(self, place: Workspace, seed: int) -> None:
        self.place = place
        self.luck = random.Random(seed)
        self.left = 0
        self.seen: set[Phase] = set()

    async def rage(self, events: int) -> None:
        """Let so many events come."""
        self.left = events
        while self.left > 0:
            app = InterviewApp(self.place, "small", opening=self.opening(), clock=StandingClock())
            async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
                if self.luck.random() < 0.8:
                    await in_room(pilot)
                await self.sit(app, pilot)

    def opening(self) -> Opening:
        """Half of the time the interview that was left is gone on with."""
        waiting = [p for p in paths(self.place.sessions) if fold(*_parts(p)).phase is not Phase.ENDED]
        if waiting and self.luck.random() < 0.6:
            return Opening(go_on=self.luck.choice(waiting))
        settings = Settings(
            format=self.luck.choice(["screen", "drill", "ladder"]),
            role="tester",
            minutes=self.luck.choice([6.0, 20.0]),
            seed=self.luck.randrange(1000),
            score=self.luck.choice(["each", "end"]),
            input=self.luck.choice(["typed", "typed", "spoken"]),
        )
        return Opening(start=settings)

    async def sit(self, app: InterviewApp, pilot: Pilot[None]) -> None:
        room: Room | None = None
        while self.left > 0 and not app._exit:
            await self.event(app, pilot)
            self.left -= 1
            room = next((s for s in app.screen_stack if isinstance(s, Room)), None) if not app._exit else room
            if room is not None and not app._exit and self.left % 10 == 0:
                await self.look(room, pilot)
            if room is None and not app.key_buffer.holding:
                return  # home, or the report
        if room is not None:
            await self.compare(room)

    async def event(self, app: InterviewApp, pilot: Pilot[None]) -> None:
        """One event: a key, some keys at once, a paste, another size, or time that passes."""
        kinds = ["key", "text", "edit", "burst", "paste", "size", "time", "leave", "sure"]
        kind = self.luck.choices(kinds, W)[0]
        if kind == "key":
            await pilot.press(self.luck.choice(COMMANDS))
        elif kind == "text":
            await pilot.press("space" if (key := self.luck.choice(LETTERS)) == " " else key)
        elif kind == "edit":
            await pilot.press(self.luck.choice(EDITING))
        elif kind == "burst":
            await pilot.press(*self.luck.choices(COMMANDS, k=4))
        elif kind == "paste":
            app.post_message(Paste(self.luck.choice(PASTES)))
        elif kind == "size":
            await pilot.resize_terminal(*self.luck.choice(SIZES))
        elif kind == "leave":
            await pilot.press(self.luck.choice(LEAVING))
        elif kind == "sure":
            if any("esc cancels." in str(line.content) for line in app.screen.query("#quiet-line").results(Static)):
                await pilot.pause(TOO_SOON)  # what was asked is not confirmed in the same breath
            await pilot.press("enter")
        else:
            assert isinstance(app.clock, StandingClock)
            app.clock.seconds += self.luck.choice([1.0, 30.0, 200.0])

    async def look(self, room: Room, pilot: Pilot[None]) -> None:
        """Wait until nothing is under way, then compare the screen, the interview and the transcript."""
        await until(pilot, lambda: room.left or not (room.busy.locked() or room.host.key_buffer.holding))
        if room.left:
            return
        await self.compare(room)
        pane, state = room.pane, room.interview.state
        self.seen.add(state.phase)
        assert type(pane) is pane_for(room.interview.state, away=room.away)
        if isinstance(pane, WritingPane):
            blocks = [block for talk in pane.query(ConversationView) if talk.display for block in talk._shown]
            spoken = [block for block in blocks if block.kind not in {"lead", "head"}]
            said = said_blocks(pane.turn) if state.parting.open is None else pane.said()
            if pane._reason:  # asked for, and gone with the next thing that is said
                said = [*said, Block("why", f"{WHY} {reason_now(state, room.interview.graph)}")]
            assert spoken == said or (pane.has_class("-two") and sorted(spoken, key=str) == sorted(said, key=str))
        if isinstance(pane, JudgePane):
            shown = pane.query_one(Points)._turn
            assert shown is not None
            assert shown.marks == pane.turn.marks

    async def compare(self, room: Room) -> None:
        await asyncio.wrap_future(room.interview._receipt)
        header, events = _parts(room.sitting.path)
        assert events == list(room.interview.events)
        assert fold(header, events) == room.interview.state


W = (30, 25, 12, 6, 4, 3, 4, 1, 8)


def _parts(path: Path):  # type: ignore[no-untyped-def]
    found = read(path)
    assert found.findings == ()
    return found.header, list(found.events)


async def storm(place: Workspace, seed: int, events: int) -> Storm:
    print(f"seed {seed}, {events} events")  # noqa: T201 - whoever sees a failure needs it
    found = Storm(place, seed)
    await found.rage(events)
    return found


async def test_eighty_events_in_the_room(settled: Workspace) -> None:
    found = await storm(settled, 20261124, 80)
    assert len(found.seen) >= 3


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(10))
async def test_ten_thousand_events(settled: Workspace, seed: int) -> None:
    await storm(settled, seed, 1000)


@pytest.mark.slow
async def test_ten_thousand_events_that_nobody_has_chosen(settled: Workspace) -> None:
    await storm(settled, secrets.randbelow(2**32), 10_000)
