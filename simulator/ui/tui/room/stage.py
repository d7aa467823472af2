"""A screen with one pane at a time in its middle: the room, and an answer that is scored again."""

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.dom import DOMNode

from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame


class PaneScreen(Frame):
    """Shows a pane, its keys and what it says. What it wants done is for the screen to do."""

    shows_help = True

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        yield Container(id="stage")

    # a pane that is being removed loses its children first: whoever asks it from a timer finds none
    @property
    def pane(self) -> Pane | None:
        """The pane that is shown."""
        return next(iter(self.query(Pane)), None)

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return (self.pane.context,) if self.pane else ()

    def target_of(self, action: Action) -> DOMNode:  # noqa: ARG002 - every key is the pane's
        return self.pane or self

    async def replace_pane(self, pane: Pane) -> None:
        """Show another pane."""
        stage = self.query_one("#stage")
        async with self.batch():
            await stage.remove_children()
            await stage.mount(pane)
        self.give_focus(pane)
        pane.tick()

    def give_focus(self, pane: Pane) -> None:
        """Let a pane that was just shown take the keys."""
        pane.begin()

    def show_pane_keys(self) -> None:
        """Show the keys of the present pane."""
        if self.pane is not None:
            actions, lead = self.pane.keys()
            self.show_actions(actions, lead=lead)

    @on(Pane.KeysChanged)
    def _keys_changed(self) -> None:
        self.show_pane_keys()

    @on(Pane.Said)
    def _said(self, event: Pane.Said) -> None:
        self.quiet(event.text)
