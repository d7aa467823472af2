"""The program of one tab: a process of its own, which gets what is typed and gives what is shown through pipes.

The packets are those of Textual's WebDriver: a letter for the kind (D for data, M for a word about them, P for a file),
four bytes for the length, and that many bytes.
"""

import asyncio
import contextlib
import json
import os
from collections.abc import Awaitable, Callable, Coroutine, Sequence

from simulator.graph.text import clean
from simulator.ui.web.access import WindowSize

DRIVER = "simulator.ui.web.driver:PipeDriver"
PRELUDE = b"__GANGLION__\n"
LARGEST_PACKET = 32 * 1024 * 1024
MOST_WORDS = 1024 * 1024  # bytes of what it says at its end: a text that could be written nowhere is in them
PATIENCE = 6.0  # seconds to leave in; it ends by itself after five


class TabProcess:
    """Started by `start`; `relay` runs until it has ended, which `end` asks for."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: asyncio.subprocess.Process | None = None
        self._words = bytearray()
        self.ended = asyncio.Event()
        self._leaving = asyncio.Event()

    async def start(self, size: WindowSize) -> None:
        """Run the program for a window of this size. Raises OSError where that cannot be done."""
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
        """Its exit status; below 0 is the signal that ended it, and 0 while it runs."""
        return (self._process.returncode or 0) if self._process is not None else 0

    @property
    def last_words(self) -> str:
        """What it has printed beside the screen, mostly at its end."""
        return clean(self._words.decode("utf-8", "replace")).strip()

    async def relay(self, show: Callable[[bytes], Awaitable[None]]) -> None:
        """Give what is to be shown to `show` until the program has ended."""
        process = self._process
        assert process is not None
        assert process.stdout is not None
        assert process.stderr is not None
        listening = asyncio.create_task(self._listen(process.stderr))
        try:
            await self._until_leaving(_pass_on(process.stdout, show))
            while await process.stdout.read(65536):  # nothing to be shown any more, but it must not wait for us
                pass
            await listening
            await process.wait()
        finally:
            listening.cancel()
            self.ended.set()

    async def _until_leaving(self, passing_on: Coroutine[None, None, None]) -> None:
        """A page that takes no more would keep the program waiting, which could then not leave."""
        shown, leaving = asyncio.create_task(passing_on), asyncio.create_task(self._leaving.wait())
        await asyncio.wait((shown, leaving), return_when=asyncio.FIRST_COMPLETED)
        leaving.cancel()
        shown.cancel()
        broken_off = (asyncio.CancelledError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError)
        with contextlib.suppress(*broken_off):
            await shown

    async def _listen(self, stderr: asyncio.StreamReader) -> None:
        while data := await stderr.read(65536):
            self._words += data[: MOST_WORDS - len(self._words)]

    async def type(self, text: str) -> None:
        """Send keys, as text."""
        await self._send(b"D", text.encode("utf-8", "replace"))

    async def tell(self, **about: object) -> None:
        """Send a word about the window: `type="resize"` with its size, `focus` or `blur`."""
        await self._send(b"M", json.dumps(about).encode())

    async def _send(self, kind: bytes, payload: bytes) -> None:
        stdin = self._process.stdin if self._process is not None else None
        if stdin is None or stdin.is_closing():
            return
        with contextlib.suppress(OSError, RuntimeError):  # it has just ended: `relay` sees that as well
            stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
            await stdin.drain()

    async def end(self) -> None:
        """Let it leave as its own key does, with an open interview paused; what does not leave is ended."""
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
    """The environment of a program whose screen is sent to a page.

    What Textual is told by the environment here (a development console, keys to press) is for programs in a terminal.
    """
    return {
        **{name: value for name, value in own.items() if not name.startswith("TEXTUAL")},
        "TEXTUAL_DRIVER": DRIVER,
        "TEXTUAL_COLOR_SYSTEM": "truecolor",
        "TERM_PROGRAM": "textual",
        "COLUMNS": str(size.width),
        "ROWS": str(size.height),
    }


async def _pass_on(stdout: asyncio.StreamReader, show: Callable[[bytes], Awaitable[None]]) -> None:
    """Show the data packets until the program says that it ends; raises IncompleteReadError where it just does."""
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
        # A page is never told to open an address or a file: the program has nothing to open there.
