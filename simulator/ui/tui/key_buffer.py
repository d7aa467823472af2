"""Keys pressed while the next pane of an interview is made ready: held in order, then given to it."""

from textual.events import Event, Key, Paste

OFTEN_DOUBLED = frozenset({"enter", "ctrl+s"})
AT_ONCE = 0.7  # seconds in which the same key again means the same wish


class KeyBuffer:
    """Buffers keys pressed during a transition: dropping them would lose input. Every `hold` needs its `release`."""

    def __init__(self) -> None:
        self.never_held = frozenset({"ctrl+q"})  # keys that never wait: those that leave
        self._holds = 0
        self._kept: list[Key | Paste] = []
        self._begun_by, self._begun_at = "", 0.0
        self._dropped = ""

    @property
    def holding(self) -> bool:
        """Whether keys are kept back now."""
        return self._holds > 0

    def hold(self, *, drop_repeat: bool = False) -> None:
        """Keep keys back from now on. With `drop_repeat` the key that led here is dropped when it comes again at once.

        "Not this one", pressed twice, would else be a letter in the next answer.
        """
        self._holds += 1
        if drop_repeat:
            self._dropped = self._begun_by

    def drop_repeat(self) -> None:
        """What is shown now is to be read: drop the key that led here when it comes again at once."""
        # timed by the same clock as the keys
        self._dropped, self._begun_at = self._begun_by, Event().time

    def release(self) -> None:
        """What was waited for is ready."""
        self._holds = max(0, self._holds - 1)

    def forget(self) -> None:
        """Drop the kept keys: nothing is waited for any more, and nobody is left to take them."""
        self._holds, self._kept = 0, []

    def keeps(self, event: Event) -> bool:
        """Keep the event if it is a key or a paste that has to wait; a repeat that means nothing new is dropped."""
        if not isinstance(event, Key | Paste) or (isinstance(event, Key) and event.key in self.never_held):
            return False
        if self._is_repeat(event):
            return True
        if not self.holding:
            self._begun_by, self._begun_at = (event.key, event.time) if isinstance(event, Key) else ("", 0.0)
            return False
        doubled = isinstance(event, Key) and event.key in OFTEN_DOUBLED and event.key == self._begun_by
        if self._kept or not doubled:
            self._kept.append(event)
        return True

    def take(self) -> list[Key | Paste]:
        """The kept keys as new events, oldest first, once nothing holds them."""
        if self.holding:
            return []
        kept, self._kept = sorted(self._kept, key=lambda event: event.time), []
        return [Key(e.key, e.character) if isinstance(e, Key) else Paste(e.text) for e in kept]

    def _is_repeat(self, event: Key | Paste) -> bool:
        again = isinstance(event, Key) and event.key == self._dropped and event.time - self._begun_at < AT_ONCE
        if again:
            self._begun_at = event.time  # a key that is held down goes on and on
        else:
            self._dropped = ""
        return again


def text_of(events: list[Key | Paste]) -> str:
    """What the events would write into a text."""

    def written(event: Key | Paste) -> str:
        if isinstance(event, Paste):
            return event.text
        if event.key == "enter":
            return "\n"
        return event.character or "" if event.is_printable else ""

    return "".join(map(written, events))
