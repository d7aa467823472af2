"""Sends the screen through pipes to `interview serve`, and leaves in order when that server is gone."""

import asyncio
import contextlib
import os
import signal
from typing import Any

from textual.app import App
from textual.drivers.web_driver import WebDriver

from simulator.ui.system import end_within


class PipeDriver(WebDriver):
    """Leaves as on SIGTERM, with an open interview paused, when the page or the whole server is gone.

    Only the server holds the other end of stdin, so the program sees its end however the server died, even by kill -9.
    """

    def __init__(self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None):
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._write: Any = self._write_whole  # WebDriver's own is os.write

    def start_application_mode(self) -> None:
        """Start with the app's own signal handlers: WebDriver's end the app before an interview is paused."""
        own = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        super().start_application_mode()
        loop = asyncio.get_running_loop()
        for number, handler in own.items():
            with contextlib.suppress(NotImplementedError):  # not on every system
                loop.remove_signal_handler(number)  # which sets the system's default
            signal.signal(number, handler)

    def _write_whole(self, data: bytes) -> None:
        """Write all of it: a signal can cut a write short, and half a packet would spoil all after it."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self.fileno, rest) :]
        except OSError:  # nobody reads any more; stdin has ended too, and the program leaves for that
            return

    def run_input_thread(self) -> None:
        """Pass on keys until the server closes the pipe."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            end_within()
            os.kill(os.getpid(), signal.SIGTERM)
