"""Answers and replies that are spoken: a clock while one speaks, then a few bullets of what was said."""

from msgspec.structs import replace
from textual import on

from simulator.session.interview.events import Answered, ProbeAnswered
from simulator.session.interview.interview import Interview
from simulator.ui.tui import words
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import action_of, key_for
from simulator.ui.tui.room.panes.writing import WritingPane
from simulator.ui.tui.widgets.editor import Editor

NEEDED_MOST = 3  # keys while one writes what was said: the one that sends, and two more
LEAST_SPOKEN = 2.0  # seconds: a slip of the key isn't an answer


class SpeakingPane(WritingPane):
    """A pane whose text sums up what was said aloud, where the interview is a spoken one."""

    sums_up = ""  # how much to write after speaking

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        self._spoken = self._spoken_before
        self._speaks_since: float | None = None
        self._is_blank = not self.draft.strip()
        if self.speaks:
            self.letters = ("speak", *self.letters)
            self.first = self.action_speak

    @property
    def speaks(self) -> bool:
        """Whether answers are spoken, with a few bullets written down."""
        return self.interview.header.input == "spoken"

    @property
    def asks_for(self) -> str:
        if not self.speaks:
            return super().asks_for
        starts = f"{{{self.context}.speak}} starts and stops the clock while you speak"
        return f"{starts}; then write {self.sums_up} of what you said."

    @property
    def _spoken_before(self) -> float:
        """Seconds spoken of a text that was taken back, and stands here again."""
        here = self.interview.state.current
        given = (event for event in reversed(self.interview.events) if isinstance(event, Answered | ProbeAnswered))
        seconds = (e.spoken_seconds for e in given if here and e.position == here.position and e.text == self.draft)
        return next(seconds, None) or 0.0

    @property
    def spoken_seconds(self) -> float:
        since = self._speaks_since
        return self._spoken + (self.interview.clock - since if since is not None else 0.0)

    @property
    def spoken(self) -> float | None:
        """The seconds as they're kept with the text; None where nothing was spoken."""
        return round(self.spoken_seconds, 1) or None

    def resume_speaking(self, seconds: float) -> None:
        self._spoken = seconds or self._spoken

    def keys(self) -> tuple[list[Action], int]:
        """In a spoken interview the key to speak comes first; while there's nothing to send, the one for that is last.

        While space is typed, the way to it stays in sight where there's room for more than what is needed most.
        """
        actions, kept = super().keys()
        if not self.speaks:
            return actions, kept
        speak = action_of(f"{self.context}.speak")
        shown = speak if self._speaks_since is None else replace(speak, label="stop")
        others = [a for a in actions if a is not speak]
        if not self.editing:
            return [shown, *others], kept
        if self._is_blank:
            sends, *others = others
            return [shown, *others[:-kept], sends, *others[-kept:]], kept
        own = host_of(self).preferences.keys
        way = ", ".join(key_for(f"{self.context}.{name}", own) for name in ("commands", "speak"))
        return [*others[:NEEDED_MOST], replace(shown, key=way), *others[NEEDED_MOST:]], kept

    @on(Editor.Changed)
    def _other_first_key(self, event: Editor.Changed) -> None:
        if not self.speaks:
            return
        is_blank = not event.text_area.text.strip()
        if self._speaks_since is not None and not is_blank:  # whoever writes has stopped speaking
            self._stop_speaking()
        if is_blank != self._is_blank:
            self._is_blank = is_blank
            self.other_keys()

    def action_speak(self) -> None:
        if not self.speaks:
            self.say("You type your answers in this interview; to speak them, set up a spoken one.")
        elif self._speaks_since is None:
            self.post_message(self.Typed())
            self._speaks_since = self.interview.clock
            self.say(self.keyed(f"Speak now. I only keep the time; {{{self.context}.speak}} stops it."))
            self.other_keys()
        elif not self._spoken and self.spoken_seconds < LEAST_SPOKEN:
            self._speaks_since = None
            self.say(self.keyed(f"Too short to count as speaking; {{{self.context}.speak}} starts again."))
            self.other_keys()
        else:
            self._stop_speaking()
            self.action_write()
            self.other_keys()
        self.tick()

    def _stop_speaking(self) -> None:
        self._spoken, self._speaks_since = self.spoken_seconds, None
        self.say(f"You spoke for {words.clock(self._spoken)}. Now write {self.sums_up} of what you said.")

    def where(self) -> list[str]:
        return self.with_time_spoken(super().where())

    def with_time_spoken(self, parts: list[str]) -> list[str]:
        """With how long one has spoken; it comes first while one speaks, as a narrow window has room for one alone."""
        seconds = self.spoken_seconds
        if self._speaks_since is not None:
            return [f"speaking {words.clock(seconds)}", *parts]
        return [*parts, f"spoken {words.clock(seconds)}"] if seconds else parts
