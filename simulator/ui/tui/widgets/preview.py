"""The transcript beside the review list, on wide terminals: one item, the reference covered until it is asked for."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll

from simulator.errors import SimulatorError
from simulator.session.reading import read
from simulator.session.state import State, fold
from simulator.ui.tui.widgets.prose import plain
from simulator.ui.tui.widgets.title import Title
from simulator.ui.tui.widgets.transcript import heading, transcript_widgets

if TYPE_CHECKING:
    from simulator.ui.tui.app import InterviewApp

REST_SECONDS = 0.12  # the mark rests on a line for so long before its transcript is read


class Preview(Vertical):
    """Shows an item of a transcript."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._path: Path | None = None
        self._state: State | None = None
        self._position = 1
        self._covered = True

    def compose(self) -> ComposeResult:
        yield Title()
        yield VerticalScroll(can_focus=False, classes="transcript")

    def show(self, path: Path | None, position: int = 1) -> None:
        """Show the item at a position of the transcript at `path`, or nothing."""
        if (path, position) != (self._path, self._position) or self._state is None:
            self._path, self._position, self._covered = path, position, True
            # as a function: one that is replaced before it begins is then never made
            self.run_worker(partial(self._load, path), exclusive=True, group="preview")  # type: ignore[arg-type]

    async def _load(self, path: Path | None) -> None:
        await asyncio.sleep(REST_SECONDS)
        self._state = None
        if path is not None:
            try:
                reading = await asyncio.to_thread(read, path)
            except SimulatorError as error:
                await self._fill(error)
                return
            self._state = fold(reading.header, reading.events)
        await self._fill()

    async def _fill(self, error: SimulatorError | None = None) -> None:
        turns = self._state.turns if self._state else ()
        turn = turns[min(self._position, len(turns)) - 1] if turns else None
        self.query_one(Title).show(heading(turn), f"{self._position} of {len(turns)}" if turns else "")
        page = self.query_one(VerticalScroll)
        async with page.batch():
            await page.remove_children()
            if turn is not None and self._state is not None:
                own = cast("InterviewApp", self.app).preferences.keys
                await page.mount_all(transcript_widgets(self._state, turn, "review", own, covered=self._covered))
            elif error is not None:
                await page.mount(plain(str(error), "aside"))
        page.scroll_home(animate=False)

    async def move(self, by: int) -> None:
        """The next item, or the one before."""
        count = len(self._state.turns) if self._state else 0
        position = max(1, min(count, self._position + by))
        if count and position != self._position:
            self._position, self._covered = position, True
            await self._fill()

    async def uncover(self) -> None:
        """Show or cover the reference."""
        if self._state is not None:
            self._covered = not self._covered
            await self._fill()
            if not self._covered:
                self.call_after_refresh(self._to_reference)

    def _to_reference(self) -> None:
        for mark in self.query("#reference"):
            self.query_one(VerticalScroll).scroll_to_widget(mark, top=True, animate=False)
