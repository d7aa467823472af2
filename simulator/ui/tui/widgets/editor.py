"""Where text is typed: the editor for answers, and a single line. Both keep out control characters.

The key that gives the text is handled here, before the next key: while it went up through the screen, the keys right
behind it would get into the text.
"""

import asyncio
import time
from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding
from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.geometry import Region
from textual.strip import Strip
from textual.widgets import Input, TextArea

from simulator.graph.text import clean, wrap
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import FREE_KEYS, keys_for
from simulator.ui.tui.widgets.line import OrderedInput, act_in_order, as_two_keys

FLOOD_SECONDS = 0.1  # keys are handled in a row for this long without a rest
REST_SECONDS = 0.01
Act = Callable[[], object]


BAR = "▎"


class Editor(TextArea, inherit_bindings=False):
    """A text of several lines: an answer, a reply, a job advert. Its cursor is a bar, and a block upon a letter."""

    DEFAULT_CSS = "Editor > .editor--bar { color: $focus; }"
    COMPONENT_CLASSES: ClassVar[set[str]] = {"editor--bar"}

    BINDINGS = [  # noqa: RUF012
        *(key for key in TextArea.BINDINGS if isinstance(key, Binding) and key.key not in FREE_KEYS),
        Binding("ctrl+home", "cursor_top", show=False),
        Binding("ctrl+end", "cursor_bottom", show=False),
    ]

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        gives: tuple[str, Act] | None = None,
        first: Act | None = None,
        obeys: Callable[[str], Act | None] | None = None,
    ) -> None:
        """`gives`: the action whose key gives the text, and its function. `first`: what space does in a blank text.

        `obeys` returns what to do for a line that enter ends, if it is a command; the line is taken out of the text.
        """
        super().__init__(text, soft_wrap=True, show_line_numbers=False, compact=True, highlight_cursor_line=False)
        self._says = placeholder  # while it is empty
        self.move_cursor(self.document.end)
        self._gives, self._first, self._obeys = gives, first, obeys
        self._last_rest = 0.0
        self._covered = False

    def say_while_empty(self, words: str) -> None:
        """Say something else while the text is empty."""
        if words != self._says:
            self._says = words
            self.on_resize()

    def on_resize(self) -> None:
        """Say what the empty text says, a column in: the cursor stands before it.

        Without colours only brackets tell it from what was typed.
        """
        said = f"({self._says})" if self._says and self.app.no_color else self._says
        self.placeholder = "\n".join(wrap(said, max(1, self.content_size.width), " ", " "))

    def cover(self, *, on: bool) -> None:
        """Show no cursor while a prompt over this text takes the keys."""
        if on != self._covered:
            self._covered = on
            self._line_cache.clear()
            self.refresh()

    @property
    def _draw_cursor(self) -> bool:
        return super()._draw_cursor and not self._covered

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint nothing after the removal: a prompt over it may still be painted with the old layout.

        A text area asks for its component styles whenever it is painted, and by then they are gone.
        """
        if self.parent is None:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line of the text; between letters and the end of a line the cursor is a bar."""
        strip = super().render_line(y)
        x, line = self._cursor_offset
        x += self.gutter_width  # of the line numbers, where there are any
        if not self._draw_cursor or y + self.scroll_offset.y != line or strip.crop(x, x + 1).text.strip():
            return strip
        bar = Strip([Segment(BAR, self.get_component_rich_style("editor--bar"))], 1)
        return Strip.join([strip.crop(0, x), bar, strip.crop(x + 1)])

    async def on_event(self, event: events.Event) -> None:
        """Handle a key, unless it is held back or gives the text."""
        if isinstance(event, events.Key):
            await self._rest_in_a_flood()
        if host_of(self).keeps_key(event) or given(self, event, self._gives):
            return
        if self._first is not None and isinstance(event, events.Key) and event.key == "space" and not self.text.strip():
            self._first()
        elif not (isinstance(event, events.Key) and event.key == "enter" and self._is_obeyed()):
            await super().on_event(event)

    def _is_obeyed(self) -> bool:
        """Carry out the line that ends at the cursor, if it is a command; whether it was one."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        act = self._obeys(line) if self._obeys is not None and column >= len(line.rstrip()) else None
        if act is None:
            return False
        self.delete((row, 0), (row, len(line)))  # what undoes this brings the line back
        act()
        return True

    async def _rest_in_a_flood(self) -> None:
        """Let the draft and the clock run when many keys wait, as in a paste that the terminal types out.

        A long text would otherwise keep the queue busy for minutes, and a crash would lose all of it.
        """
        if self.message_queue_size and time.monotonic() - self._last_rest > FLOOD_SECONDS:
            await asyncio.sleep(REST_SECONDS)
            self._last_rest = time.monotonic()

    async def _on_key(self, event: events.Key) -> None:
        if not as_two_keys(self, event):
            await act_in_order(self, event)

    async def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self._replace_via_keyboard(clean(event.text), *self.selection)

    def edit(self, edit: Edit) -> EditResult:
        """Change the text. How far it can be scrolled is known only afterwards, as when a long text was pasted."""
        result = super().edit(edit)
        self.call_after_refresh(self.scroll_cursor_visible)
        return result

    def _rewrap_and_refresh_virtual_size(self) -> None:
        """Wrap the text again, find where the cursor is painted, and paint.

        Textual finds the cursor only once it moves or types. It paints nothing where the text has as many lines as
        before, and its lines have been painted at the new size by then, wrapped for the old one.
        """
        super()._rewrap_and_refresh_virtual_size()
        self._recompute_cursor_offset()
        self.refresh()

    def _recompute_cursor_offset(self) -> None:
        """Wait for the cursor where it still stands below the text.

        To undo and redo, Textual shrinks the text first, which may take the scrollbar away and scroll to the cursor. It
        moves the cursor only afterwards.
        """
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]

    def action_cursor_top(self) -> None:
        self.move_cursor(self.document.start)

    def action_cursor_bottom(self) -> None:
        self.move_cursor(self.document.end)

    def replace_all(self, text: str) -> None:
        """Replace the whole text; this can be undone."""
        self.replace(clean(text), self.document.start, self.document.end)
        self.move_cursor(self.document.end)


class LineInput(OrderedInput):
    """A single line of a prompt; `gives` is the action whose key gives it, with its function."""

    def __init__(self, text: str = "", placeholder: str = "", *, gives: tuple[str, Act] | None = None) -> None:
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=False)
        self._gives = gives

    async def on_event(self, event: events.Event) -> None:
        """Handle a key, unless it is held back or gives the line."""
        if not (host_of(self).keeps_key(event) or given(self, event, self._gives)):
            await super().on_event(event)


def given(widget: Input | TextArea, event: events.Event, gives: tuple[str, Act] | None) -> bool:
    """Give the text if this is the key for it; whether it was."""
    if gives is None or not isinstance(event, events.Key):
        return False
    name, act = gives
    if event.key not in keys_for(name, host_of(widget).preferences.keys):
        return False
    act()
    return True
