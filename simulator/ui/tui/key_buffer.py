"""Holds the keys pressed while the next pane of an interview is prepared, then gives them to it in order."""

import asyncio

from textual.app import App
from textual.events import Event, Key, Paste
from textual.message_pump import MessagePump

OFTEN_DOUBLED = frozenset({"enter", "ctrl+s"})
AT_ONCE = 0.7  # seconds in which pressing a key again means the same wish
HELD_DOWN = 0.15  # seconds within which a key repeats that is held down
TOO_SOON = 0.4  # seconds; a key that repeats faster is held down, or part of a word typed by mistake
TOO_QUICK = "That came too soon to count."  # said of such a key, where it would have confirmed something
ROUNDS = 3  # a key leads to a message, and that to another
A_MOMENT = 0.005  # seconds


class KeyBuffer:
    """Buffers keys pressed during a transition: dropping them loses input. Every `hold` needs its `release`."""

    def __init__(self) -> None:
        self.never_held = frozenset({"ctrl+q"})  # keys that quit
        self._holds = 0
        self.hands_over = False  # from the last release until the keys are taken
        self._kept: list[Key | Paste] = []
        self._begun_by, self._begun_at = "", 0.0
        self._dropped, self._dropped_at = "", 0.0
        self._renewed_within = AT_ONCE  # seconds from one repeat to the next that keep a key dropped

    @property
    def holding(self) -> bool:
        """Whether keys are held now."""
        return self._holds > 0 or self.hands_over

    def hold(self, *, drop_repeat: bool = False) -> None:
        """Hold keys from now on. With `drop_repeat`, drop the key that led here if it is pressed again at once.

        Else "not this one", pressed twice, would type a letter into the next answer.
        """
        self._holds += 1
        if drop_repeat:
            self._dropped, self._renewed_within = self._begun_by, AT_ONCE

    def drop_repeat(self) -> None:
        """Drop the key that led here if it is pressed again at once or held down: what is shown now has to be read.

        Somebody who keeps pressing it isn't kept waiting.
        """
        # timed by the same clock as the keys
        self._dropped, self._begun_at, self._renewed_within = self._begun_by, Event().time, HELD_DOWN

    def release(self) -> None:
        """End one `hold`."""
        self._holds = max(0, self._holds - 1)

    def hand_over(self) -> None:
        """End one `hold`, as the keys are about to be taken; what comes before that joins them."""
        self.release()
        self.hands_over = True

    def forget(self) -> None:
        """End every hold and drop the keys: nobody is left to take them."""
        self._holds, self.hands_over, self._kept = 0, False, []

    def keeps(self, event: Event) -> bool:
        """Hold the event if it is a key or a paste that has to wait, or drop it as a repeat; whether it did either."""
        if not isinstance(event, Key | Paste) or (isinstance(event, Key) and event.key in self.never_held):
            return False
        if isinstance(event, Key) and event.key == self._dropped and event.time - self._begun_at < AT_ONCE:
            if event.time - max(self._dropped_at, self._begun_at) < self._renewed_within:
                self._begun_at = max(self._begun_at, event.time)
            self._dropped_at = event.time
            return True
        self._dropped = ""
        if not self.holding:
            self._begun_by, self._begun_at = (event.key, event.time) if isinstance(event, Key) else ("", 0.0)
            return False
        doubled = isinstance(event, Key) and event.key in OFTEN_DOUBLED and event.key == self._begun_by
        if self._kept or not doubled:
            self._kept.append(event)
        return True

    def take(self) -> list[Key | Paste]:
        """The held keys as new events, oldest first; none while they are still held."""
        self.hands_over = False
        if self.holding:
            return []
        kept, self._kept = sorted(self._kept, key=lambda event: event.time), []
        return [Key(e.key, e.character) if isinstance(e, Key) else Paste(e.text) for e in kept]


def text_of(events: list[Key | Paste]) -> str:
    """What the events would type into a text."""

    def written(event: Key | Paste) -> str:
        if isinstance(event, Paste):
            return event.text
        if event.key == "enter":
            return "\n"
        return event.character or "" if event.is_printable else ""

    return "".join(map(written, events))


def types_in(event: Key | Paste) -> bool:
    """Whether it writes something that can be seen."""
    text = event.text if isinstance(event, Paste) else event.character or ""
    return bool(text.strip()) and (isinstance(event, Paste) or event.is_printable)


async def keys_done(app: App[None], buffer: KeyBuffer) -> None:
    """Wait until the keys that have come are handled, on their way from the focus up to the app, and what they did."""
    for _ in range(ROUNDS):
        node: MessagePump | None = app.focused if app.screen_stack else None
        while node is not None:
            await _handled(node)
            node = node._parent
        await _handled(app)
    while buffer.holding:  # some wait for what is shown next
        await asyncio.sleep(A_MOMENT)
    await _handled(app)


async def _handled(node: MessagePump) -> None:
    """Wait until a node has handled the messages that wait for it, or is gone."""
    handled = asyncio.Event()
    if node.call_later(handled.set):
        while node.is_running and not handled.is_set():
            await asyncio.sleep(A_MOMENT)
