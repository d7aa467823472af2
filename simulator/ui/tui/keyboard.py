"""The way of every key through the app: keys that come early wait, and a person's own replace the usual ones."""

from msgspec.structs import replace
from textual.binding import Binding
from textual.dom import DOMNode
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen

from simulator.errors import SimulatorError
from simulator.session.interview.journal import Clock
from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences
from simulator.ui.tui.key_buffer import KeyBuffer
from simulator.ui.tui.keys.custom import key_findings, usable
from simulator.ui.tui.keys.table import ACTIONS
from simulator.ui.tui.program import Program
from simulator.ui.tui.widgets.frame import Frame

LEAVES = next(action for action in ACTIONS if action.id == "app.quit")


class Keyboard(Program):
    """The part of the app that every key goes through first."""

    def __init__(self, workspace: Workspace, graph: str | None, clock: Clock) -> None:
        super().__init__(workspace, graph, clock)
        self.key_buffer = KeyBuffer()

    async def on_event(self, event: Event) -> None:
        """Pass an event on. While the "window too small" notice is shown, ignore every key but quit."""
        if isinstance(event, MouseEvent) and not self.size.region.contains(int(event.x), int(event.y)):
            # from a terminal that reports wrong positions: a click there would take the focus from a text
            return
        if isinstance(event, Key | Paste) and not self.app_focus:
            # who types here is here, whether or not the terminal has said so
            self.app_focus = True
        shown = self._shown
        if not (isinstance(event, Key | Paste)) or (isinstance(event, Key) and event.key in self.key_buffer.never_held):
            await super().on_event(event)
            return
        hidden = shown is not None and shown.has_class("-too-small")
        # a key that answers a question comes here once more, on its way up from the focus
        if not (hidden or self.keeps_key(event) or (isinstance(shown, Frame) and shown.takes_key(event))):
            await super().on_event(event)

    @property
    def _shown(self) -> Screen[object] | None:
        """The screen on top; there is none before the first and after the last."""
        return self.screen_stack[-1] if self.screen_stack else None

    def keeps_key(self, event: Event) -> bool:
        """Hold a key back while what is shown is about to change; a prompt over the room takes its keys at once."""
        return bool(getattr(self._shown, "holds_keys", False)) and self.key_buffer.keeps(event)

    def release_keys(self) -> None:
        """Give out the keys that were held back: what they waited for is ready."""
        self.key_buffer.release()
        self.call_later(self._give_keys)  # a call later: the focus takes the same way and has to come first

    async def _give_keys(self) -> None:
        keys = self.key_buffer.take()
        for key in self.screen.early_keys(keys) if keys and isinstance(self.screen, Frame) else keys:
            await self.on_event(key)

    def use_own_keys(self) -> tuple[str, ...]:
        """Give the actions the keys of the settings; what is wrong with these."""
        self.set_keymap(usable(self.preferences.keys))
        self.key_buffer.never_held = frozenset(LEAVES.keys(self.preferences.keys))
        return key_findings(self.preferences.keys)

    def reread_keys(self) -> tuple[str, ...]:
        """Take up the keys that were changed in the settings file since; what is wrong with them, or with the file."""
        try:
            keys = read_preferences(self.workspace.config).keys
        except SimulatorError as error:
            return (str(error),)
        self.preferences = replace(self.preferences, keys=keys)
        return self.use_own_keys()

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Say nothing of a clash: `key_findings` has named it already, in every place at once."""
