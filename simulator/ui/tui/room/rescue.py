"""For an interview that cannot be saved: try again, choose another folder, or leave."""

import asyncio
from collections.abc import Awaitable, Callable

from textual import work

from simulator.errors import TranscriptError
from simulator.graph.files import typed_path
from simulator.graph.text import plural
from simulator.session.sitting import Sitting
from simulator.ui.tui import words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.widgets.frame import Page
from simulator.ui.tui.widgets.prompt import LinePrompt
from simulator.ui.tui.widgets.text import plain_text

ADVICE = "Free up some space or bring the folder back, and try again; or choose another folder for the whole interview."
ADVICE_IN_BROWSER = (
    "Free up some space or bring the folder back, and try again; or save the whole interview in {folder}."
)
ONCE_MORE = "It can't be saved anywhere. Press again to leave; it'll be printed in the terminal."


class Rescue(Page):
    """Stays over the room until everything is on the disk, and shows what is only in memory."""

    BINDINGS = bindings("rescue")
    CSS_PATH = "../styles/rescue.tcss"
    contexts = ("rescue",)
    heading = "Not saved yet"
    holds_keys = False

    def __init__(self, sitting: Sitting, error: str, leave: Callable[[bool], Awaitable[bool]]) -> None:
        """`error` says what failed. `leave` closes the sitting; with True even where something is saved nowhere."""
        super().__init__()
        self._sitting, self._error, self._let_go = sitting, error, leave
        self._sure = False

    def on_mount(self) -> None:
        self.run_worker(self._show(), exit_on_error=False)

    async def _show(self) -> None:
        kept = self._sitting.unsaved_text
        about = f"Only in memory, and shown below: {plural(words.word_count(kept), 'word')}." if kept else ""
        advice = ADVICE_IN_BROWSER.format(folder=self._sitting.fallback_folders[0]) if self.app.is_web else ADVICE
        texts = ((self._error, "said"), (advice, "aside"), (about, "aside"), (kept, "kept"))
        await self.fill([plain_text(text, look) for text, look in texts if text])

    def action_again(self) -> None:
        self._try(self._sitting.retry)

    @work
    async def action_folder(self) -> None:
        folder = self._sitting.fallback_folders[0]
        if self.app.is_web:  # nobody may choose a folder of the server
            self._try(lambda: self._sitting.move(folder))
            return
        line = await self.app.push_screen_wait(
            LinePrompt("Save the interview in this folder from now on", value=str(folder))
        )
        if line:
            self._try(lambda: self._sitting.move(typed_path(line).absolute()))

    @work(exclusive=True)
    async def _try(self, write: Callable[[], None]) -> None:
        self.quiet("Saving.")
        try:
            await asyncio.to_thread(write)
        except TranscriptError as error:
            self._error = str(error)
            self.quiet("That didn't work either.")
            await self._show()
        else:
            self.dismiss()

    @work(exclusive=True)
    async def action_leave(self) -> None:
        if not await self._let_go(self._sure):
            self._sure = True
            self.quiet(ONCE_MORE)
        elif self._sitting.is_kept:
            self.dismiss()
        else:
            self.app.exit()
