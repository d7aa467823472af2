"""The text that is being written: kept on the disk as it grows, and over a pause, when no pane holds it."""

import asyncio
from collections.abc import Callable

from simulator.session.sitting import Sitting
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.pauses import PausePane

CLOCK_SECONDS = 0.5  # who thinks without writing keeps the time that it took, too


class DraftKeeper:
    """Keeps the draft of a sitting. `say` is told in one sentence where it cannot be kept."""

    def __init__(self, sitting: Sitting, say: Callable[[str], None]) -> None:
        self.sitting, self.say = sitting, say
        # what the next pane is given to hold
        self.text, self.spoken = sitting.draft_text, sitting.spoken_seconds
        self._saved = sitting.draft_text

    def take(self) -> tuple[str, float]:
        """The text for a pane that is shown now, and the seconds spoken of it; from here on the pane holds both."""
        taken = self.text, self.spoken
        self.text, self.spoken = "", 0.0
        return taken

    def remember(self, pane: Pane) -> None:
        """Hold what a pane holds, which another takes over: it survives a pause and other panes of the same item."""
        self.text, self.spoken = pane.text, pane.spoken_seconds

    def written(self, pane: Pane | None) -> tuple[str, float]:
        """The text that is being written, and the seconds spoken of it; during a pause both wait here."""
        if pane is None or isinstance(pane, PausePane):
            return self.text, self.spoken
        return pane.text, pane.spoken_seconds

    def is_saved(self, pane: Pane | None) -> bool:
        """Whether the text is on the disk as it is now."""
        return self.written(pane)[0] == self._saved

    def is_due(self, pane: Pane) -> bool:
        """Whether there is something to save: letters, or time."""
        return not self.is_saved(pane) or self.sitting.unsaved_seconds >= CLOCK_SECONDS

    async def save(self, pane: Pane | None) -> None:
        """Save the text as it is now, or say why it cannot be."""
        text, spoken = self.written(pane)
        try:
            await asyncio.to_thread(self.sitting.save_draft, text, spoken)
        except OSError as error:
            self.say(f"What you type cannot be kept now ({error.strerror or error}); it stays on the screen.")
        else:
            self._saved = text
