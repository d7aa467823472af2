"""The program of one tab: a process that gets keys and sends its screen through pipes.

The packets are those of Textual's WebDriver: a letter for the kind (D data, M metadata, P packed), the length in four
bytes (big-endian), and the payload.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable, Sequence

from simulator.graph.text import clean
from simulator.ui.web.access import WindowSize

DRIVER = "simulator.ui.web.driver:PipeDriver"
PRELUDE = b"__GANGLION__\n"
LARGEST_PACKET = 32 * 1024 * 1024
MOST_WORDS = 1024 * 1024  # bytes of its exit message, which holds a text that could not be written anywhere
PATIENCE = 6.0  # seconds to leave; after five it ends by itself
# how the passing on of a screen ends, besides by itself
BROKEN_OFF = (asyncio.CancelledError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError)


class TabProcess:
    """`start` runs the program, `relay` passes on its screen until it has ended, and `end` asks it to end."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._words = bytearray()
        self.ended = asyncio.Event()
        self._leaving = asyncio.Event()

    async def start(self, size: WindowSize) -> None:
        """Run the program for a window of this size. Raises OSError if it cannot be started."""
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=environment(os.environ, size),
            start_new_session=True,  # ctrl+c in the terminal is for the server, which then lets it leave
        )

    @property
    def leaving(self) -> bool:
        """Whether it was asked to end."""
        return self._leaving.is_set()

    @property
    def status(self) -> int:
        """Its exit status: negative for the signal that ended it, 0 while it runs."""
        return (self._process.returncode or 0) if self._process is not None else 0

    @property
    def last_words(self) -> str:
        """What it has printed to stderr, mostly at its end."""
        return clean(self._words.decode("utf-8", "replace")).strip()

    async def relay(self, show: Callable[[bytes], Awaitable[None]]) -> None:
        """Call `show` with the screen's data until the program has ended."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        stderr = process.stderr

        async def listen() -> None:
            while data := await stderr.read(65536):
                self._words += data[: MOST_WORDS - len(self._words)]

        listening = asyncio.create_task(listen())
        try:
            # a page that takes no more must not keep the program waiting once it should leave
            shown = asyncio.create_task(_pass_on(process.stdout, show))
            leaving = asyncio.create_task(self._leaving.wait())
            await asyncio.wait((shown, leaving), return_when=asyncio.FIRST_COMPLETED)
            leaving.cancel()
            shown.cancel()
            with contextlib.suppress(*BROKEN_OFF):
                await shown
            while await process.stdout.read(65536):  # nothing more to show, but it must not block on a full pipe
                pass
            await listening
            await process.wait()
        finally:
            listening.cancel()
            self.ended.set()

    async def type(self, text: str) -> None:
        """Send keys, as the text a terminal would send."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def tell(self, **about: object) -> None:
        """Send metadata: `type` is resize (with width and height), focus or blur."""
        await self._send(b"M", json.dumps(about).encode())

    async def _send(self, kind: bytes, payload: bytes) -> None:
        stdin = self._process.stdin if self._process is not None else None
        if stdin is None or stdin.is_closing():
            return
        with contextlib.suppress(OSError, RuntimeError):  # it has just ended, which `relay` sees too
            stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
            await stdin.drain()

    async def end(self) -> None:
        """Have the program leave, with an open interview paused; kill it if it doesn't."""
        self._leaving.set()
        process = self._process
        if process is None:
            self.ended.set()
            return
        if process.stdin is not None:
            process.stdin.close()
        for harder in (process.terminate, process.kill):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self.ended.wait()
                    return
            with contextlib.suppress(ProcessLookupError):
                harder()


def environment(own: os._Environ[str] | dict[str, str], size: WindowSize) -> dict[str, str]:
    """The environment of a program whose screen is sent to a page, without Textual's own variables of this one."""
    return {
        **{name: value for name, value in own.items() if not name.startswith("TEXTUAL")},
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(size.width),
        "ROWS": str(size.height),
    }


async def _pass_on(stdout: asyncio.StreamReader, show: Callable[[bytes], Awaitable[None]]) -> None:
    """Show the data packets until the program says that it exits; raises IncompleteReadError if it just stops."""
    await stdout.readuntil(PRELUDE)
    while True:
        head = await stdout.readexactly(5)
        length = int.from_bytes(head[1:], "big")
        if head[:1] not in b"DMP" or length > LARGEST_PACKET:
            return
        payload = await stdout.readexactly(length)
        if head[:1] == b"D":
            await show(payload)
        elif head[:1] == b"M" and json.loads(payload).get("type") == "exit":
            return
        # A page is never told to open an address or a file: the program has none to open.
