"""The demo on the screen: a simulated candidate types, predicts and judges, and the room shows it."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from simulator.session.clock import SimulatedClock
from simulator.session.state import Phase

if TYPE_CHECKING:
    from simulator.session.demo import Act, DemoCandidate
    from simulator.ui.tui.screens.demo import DemoRoom

FRAME = 0.04  # seconds between two strokes that are painted
SHORTEST = 0.05  # seconds that a step stays on the screen however fast the demo runs


@dataclass
class Demo:
    """How the demo goes: `speed` times real time; a candidate weak in one area, or of one level. `held` waits."""

    speed: float = 20.0
    weak: str | None = None
    level: float | None = None
    held: bool = False

    async def drive(self, room: "DemoRoom") -> None:
        """Sit the whole interview in a room, for real: every command goes through its Interview."""
        candidate = await asyncio.to_thread(self._candidate, room)
        while not room.left and room.interview.state.phase is not Phase.ENDED:
            act = candidate.act(room.interview.state)
            if act is None:
                return
            await self._type(room, act)
            await self._wait()
            if room.left:
                return
            await room.carry_out(act)

    def _candidate(self, room: "DemoRoom") -> "DemoCandidate":
        from simulator.engine.candidates import drawn  # numpy
        from simulator.session.demo import DemoCandidate  # only a demo needs it

        seed = room.interview.header.seed
        return DemoCandidate(drawn(room.interview.selection.bank, seed, self.level, self.weak), seed)

    async def _type(self, room: "DemoRoom", act: "Act") -> None:
        """Show the text growing for as long as the step takes, at the demo's speed."""
        shown = max(SHORTEST, act.seconds / self.speed)
        strokes = max(1, min(len(act.text), round(shown / FRAME))) if act.text else 1
        for stroke in range(1, strokes + 1):
            await self._wait()
            if room.left:
                return
            if act.text and act.command != "clarify":
                room.show_typed(act.text[: len(act.text) * stroke // strokes])
            await asyncio.sleep(shown / strokes)
            if isinstance(room.program.clock, SimulatedClock):
                room.program.clock.advance(act.seconds / strokes)

    async def _wait(self) -> None:
        while self.held:
            await asyncio.sleep(0.05)
