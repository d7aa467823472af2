"""Where text is typed: the editor of answers, and a line. Both keep control characters out.

A key that gives the text is carried out where it is struck, before the next one is looked at: on its way up through the
screen those behind it, in the same breath, would get into what is given.
"""

import asyncio
import time
from collections.abc import Callable

from textual import events
from textual.binding import Binding
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea

from simulator.graph.text import clean
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import FREE_KEYS, keys_for


async def act_in_order(widget: Widget, event: Key) -> None:
    """Carry out an editing key before the letters behind it.

    Bindings are tried when a key has come back up to the app. Where several come in one read the letters behind it are
    in the text by then: "thra", backspace, "e" would be "thra" again.
    """
    for binding in widget._bindings.key_to_bindings.get(event.key, ()):
        if not binding.priority and await widget.app.run_action(binding.action, widget):
            event.prevent_default()
            event.stop()
            return


FLOOD_SECONDS = 0.1  # keys in a row are taken for so long without a rest
REST_SECONDS = 0.01
Act = Callable[[], object]


class Editor(TextArea, inherit_bindings=False):
    """Where the answer is typed."""

    BINDINGS = [key for key in TextArea.BINDINGS if isinstance(key, Binding) and key.key not in FREE_KEYS]  # noqa: RUF012

    def __init__(
        self, text: str = "", placeholder: str = "", *, gives: tuple[str, Act] | None = None, first: Act | None = None
    ) -> None:
        """`gives` is the action whose key gives the text, and what does it; `first` what space does in an empty one."""
        super().__init__(text, soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)
        self.placeholder = placeholder
        self.move_cursor(self.document.end)
        self._gives, self._first = gives, first
        self._last_rest = 0.0

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing once it was removed: a prompt above it is still painted over the layout from before.

        Its component styles are gone at that moment, and a text area asks for them whenever it is painted.
        """
        if self.parent is None:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    async def on_event(self, event: events.Event) -> None:
        """Keep out of the answer the keys that come after the one that gave it."""
        if isinstance(event, events.Key):
            await self._rest_in_a_flood()
        if host_of(self).keeps_key(event) or given(self, event, self._gives):
            return
        if self._first is not None and isinstance(event, events.Key) and event.key == "space" and not self.text:
            self._first()
        else:
            await super().on_event(event)

    async def _rest_in_a_flood(self) -> None:
        """Let the draft and the clock have their turn when many keys wait, as in a paste that the terminal types out.

        The queue is worked off without a stop otherwise, for minutes where a long text comes in; a crash would take it.
        """
        if self.message_queue_size and time.monotonic() - self._last_rest > FLOOD_SECONDS:
            await asyncio.sleep(REST_SECONDS)
            self._last_rest = time.monotonic()

    async def _on_key(self, event: events.Key) -> None:
        """Escape and a letter pressed together arrive as alt and the letter, and mean the same."""
        letter = event.key.removeprefix("alt+")
        if letter != event.key and len(letter) == 1:
            event.prevent_default()
            event.stop()
            self.app.simulate_key("escape")
            # a moment later, so that the escape has been carried out
            self.set_timer(0.05, lambda: self.app.simulate_key(letter))
        else:
            await act_in_order(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._replace_via_keyboard(clean(event.text), *self.selection)

    def replace_all(self, text: str) -> None:
        """Replace the whole text; it can be undone."""
        self.replace(clean(text), self.document.start, self.document.end)
        self.move_cursor(self.document.end)


class LineInput(Input):
    """A line that is typed; `gives` is the action whose key gives it, and what does it."""

    def __init__(self, text: str = "", placeholder: str = "", *, gives: tuple[str, Act] | None = None) -> None:
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=False)
        self._gives = gives

    async def on_event(self, event: events.Event) -> None:
        """Keep out of the line the keys that come after the one that gave it."""
        if not (host_of(self).keeps_key(event) or given(self, event, self._gives)):
            await super().on_event(event)

    async def _on_key(self, event: events.Key) -> None:
        await act_in_order(self, event)

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines become one; a plain line would keep the first and drop the others."""
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(" ".join(clean(event.text).split()))


def given(widget: Input | TextArea, event: events.Event, gives: tuple[str, Act] | None) -> bool:
    """Whether the key gives the text; then that is done."""
    if gives is None or not isinstance(event, events.Key):
        return False
    name, act = gives
    if event.key not in keys_for(name, host_of(widget).preferences.keys):
        return False
    act()
    return True
