"""The room while a simulated candidate sits in it: it moves by itself, and can be held or left."""

from textual.app import ComposeResult
from textual.containers import Container

from simulator.session.demo import Act, perform
from simulator.session.sitting import Sitting
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.panes.pane import Pane
from simulator.ui.tui.pilot import Demo
from simulator.ui.tui.screens.room import Room
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.rule import Rule
from simulator.ui.tui.widgets.title import Title


class Stage(Container, can_focus_children=False):
    """What is shown is only watched."""


class DemoRoom(Room):
    """Shows what the demo does; keys only hold it or leave it."""

    BINDINGS = bindings("demo")
    AUTO_FOCUS = ""
    contexts = ("demo",)

    def __init__(self, sitting: Sitting, demo: Demo) -> None:
        super().__init__(sitting)
        self._demo = demo

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        yield Stage(id="stage")

    def on_mount(self) -> None:
        self.run_worker(self._demo.drive(self), group="demo")

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return self.contexts

    def give_focus(self, pane: Pane) -> None:
        """Keys belong to the demo, not to the part."""

    def show_pane_keys(self) -> None:
        self.show_keys("demo")

    @property
    def says_why(self) -> bool:
        """Nobody is there to be told: the report comes at once."""
        return False

    def show_typed(self, text: str) -> None:
        """Show what the candidate has typed so far."""
        for editor in self.query(Editor):
            editor.replace_all(text)

    async def carry_out(self, act: Act) -> None:
        """Do what the candidate decided."""
        await self.perform(lambda interview: perform(interview, act))

    def action_hold(self) -> None:
        self._demo.held = not self._demo.held
        self.quiet(self.program.keyed("The demo waits; {demo.hold} goes on.") if self._demo.held else "")

    async def action_leave(self) -> None:
        await self.leave_sitting()
        self._go()
