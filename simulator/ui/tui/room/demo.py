"""The room while a simulated candidate sits the interview: it runs by itself, and can be paused or left."""

import asyncio
from dataclasses import dataclass, field

from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Key, Paste

from simulator.engine.lab.people import drawn_candidate
from simulator.session.clock import SimulatedClock
from simulator.session.demo import Act, DemoCandidate, perform, run_for_demo
from simulator.session.sitting import Sitting
from simulator.ui.tui.keys.registry import action_of, bindings
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.writing import TextPane
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.editor import Editor

FRAME = 0.04  # seconds between two paintings of a growing text
WHOSE = "A demo: a simulated candidate sits this interview."
PAUSED = "The demo is paused; {demo.hold} resumes it, {demo.step} plays one step."
FARTHEST = 10_000  # lines, more than any text has
SHORTEST = 0.05  # seconds that a step stays on the screen however fast the demo runs


@dataclass
class DemoDriver:
    """Plays a demo at `speed` times real time; `held` pauses it, but for so many `steps`.

    Its candidate is weak in one area, or of one level, by default near that of the interview. `clock` is the
    interview's: the program's own goes on meanwhile.
    """

    speed: float = 20.0
    weak: str | None = None
    level: float | None = None
    held: bool = False
    steps: int = 0
    clock: SimulatedClock = field(default_factory=SimulatedClock)

    async def drive(self, room: "DemoRoom") -> None:
        """Sit the whole interview in a room; every command goes through its Interview."""

        def make_candidate() -> DemoCandidate:
            header, bank = room.interview.header, room.interview.selection.bank
            person = drawn_candidate(bank, header.seed, self.level, self.weak, header.seniority)
            return DemoCandidate(person, header.seed)

        candidate = await asyncio.to_thread(make_candidate)
        while not room.left and (act := candidate.act(room.interview)) is not None:
            await self._type(room, act)
            await self._wait(room)
            if room.left:
                return
            await room.carry_out(act)
            self.steps = max(0, self.steps - 1)

    async def _type(self, room: "DemoRoom", act: "Act") -> None:
        """Let the text grow for as long as the step takes at the demo's speed."""
        shown = max(SHORTEST, act.seconds / self.speed)
        strokes = max(1, min(len(act.text), round(shown / FRAME))) if act.text else 1
        for stroke in range(1, strokes + 1):
            await self._wait(room)
            if room.left:
                return
            if act.text and act.command != "clarify":
                room.show_typed(act.text[: len(act.text) * stroke // strokes])
            await asyncio.sleep(shown / strokes)
            self.clock.advance(act.seconds / strokes)

    async def _wait(self, room: "DemoRoom") -> None:
        """Wait while it's paused, or while help or the palette covers it: the demo had run on behind them."""
        while not room.left and ((self.held and not self.steps) or room.app.screen is not room):
            await asyncio.sleep(0.05)


class DemoRoom(Room):
    """Shows what the demo does; keys only pause it or leave it."""

    BINDINGS = bindings("demo")
    AUTO_FOCUS = ""
    contexts = ("demo",)

    def __init__(self, sitting: Sitting, demo: DemoDriver) -> None:
        super().__init__(sitting)
        self._demo = demo

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        stage = Container(id="stage")
        stage.can_focus_children = False  # a demo is only watched
        yield stage

    def on_mount(self) -> None:
        self.quiet("")
        self.run_worker(self._demo.drive(self), group="demo")

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return self.contexts

    @property
    def to_resume(self) -> None:
        """Nobody goes on with a demo."""
        return

    def give_focus(self, pane: Pane) -> None:
        """Keys are for the demo, not for the pane."""

    async def action_press(self, action_id: str) -> None:
        """Do what a clicked key of the footer does; a click into the pane is for nobody."""
        if action_of(action_id).context in {*self.contexts, "app"}:
            await super().action_press(action_id)

    def takes_key(self, event: Key | Paste) -> bool:  # noqa: ARG002 - whatever the pane would do with it
        """No: a pane isn't told of keys either."""
        return False

    def show_pane_keys(self) -> None:
        self.show_keys()

    @property
    def says_why(self) -> bool:
        """No: nobody has to be told, so the report comes at once."""
        return False

    def _cover_pane(self, *, on: bool) -> None:
        """Nothing changes below help: nobody writes here, so no key goes back to a text."""

    def quiet(self, message: str) -> None:
        """Show a sentence; while there is none, that this is a demo, or that it's paused."""
        super().quiet(message or (self.host.keyed(PAUSED) if self._demo.held else WHOSE))

    def show_typed(self, text: str) -> None:
        """Show what the candidate has typed so far."""
        for editor in self.query(Editor):
            editor.replace_all(text)
            editor.move_cursor(editor.document.end)  # what is typed stays in sight

    async def carry_out(self, act: Act) -> None:
        """Do what the candidate decided."""
        if act.command != "hand_in":
            await self.perform(lambda interview: perform(interview, act))
            return
        result = await asyncio.to_thread(run_for_demo, self.interview, act.text, self.task_runner.runner)
        await self.perform(lambda interview: interview.hand_in(act.text, result))

    @property
    def labels(self) -> dict[str, str]:
        return {"demo.hold": "resume"} if self._demo.held else {}

    def action_hold(self) -> None:
        self._hold(on=not self._demo.held)

    def action_step(self) -> None:
        """Play what comes next, to its end, and pause."""
        self._hold(on=True)
        self._demo.steps += 1

    def _hold(self, *, on: bool) -> None:
        self._demo.held, self._demo.steps = on, 0
        self.quiet("")
        self.show_keys()

    def action_text_line(self, by: int) -> None:
        """Read on in what's longer than the screen, or back; the texts themselves have no focus here."""
        if isinstance(self.pane, TextPane):
            self.pane.action_text_line(by)

    def action_text_page(self, by: int) -> None:
        if isinstance(self.pane, TextPane):
            self.pane.action_text_page(by)

    def action_text_top(self) -> None:
        self.action_text_line(-FARTHEST)

    def action_text_bottom(self) -> None:
        self.action_text_line(FARTHEST)

    async def action_leave(self) -> None:
        await self.leave_sitting()
        self.close()
