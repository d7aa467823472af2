"""The server of `interview serve`: a page and a socket behind a token, and a process for each tab.

The process gets keys and sends its screen through pipes. The packets are those of Textual's WebDriver: a letter for the
kind (D data, M metadata, P packed), the length in four bytes (big-endian), and the payload.
"""

import asyncio
import contextlib
import errno
import json
import logging
import os
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path

import textual_serve
from aiohttp import WSMsgType, web

from simulator.errors import UsageError
from simulator.graph.text import clean
from simulator.ui.web.access import (
    LARGEST,
    Access,
    Blurred,
    Focused,
    Message,
    Pace,
    Pinged,
    Resized,
    Typed,
    WindowSize,
    read_message,
    window_size,
)

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
            shown = asyncio.create_task(_show_data(process.stdout, show))
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


async def _show_data(stdout: asyncio.StreamReader, show: Callable[[bytes], Awaitable[None]]) -> None:
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


PAGE = Path(__file__).parent / "page"
HEARTBEAT = 15.0  # seconds after which a page that does not answer counts as gone
FREED_WITHIN = 3.0  # seconds that a new tab waits for one that is leaving, so that a reload finds its session free
GOODBYE = 2.0  # seconds for a page to acknowledge that its socket closes
CLOSED = "The program has ended. Everything is saved, and an open interview is paused."
BROKEN = "The program has ended with status {status}. All your answers are kept."
STOPPED = "`interview serve` has ended. Everything is saved, and an open interview is paused."
TABS_FULL = "{tabs} already open. Close one and reload this, or start `interview serve` with more --tabs."

HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src ws://{host}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)  # xterm.js writes inline styles: hence 'unsafe-inline' for these


class WebServer:
    """Serves the program started by `command` to at most `tabs` pages at once.

    `tell` prints the programs' stderr for the person at the terminal.
    """

    def __init__(self, command: Sequence[str], tabs: int, tell: Callable[[str], None]) -> None:
        self._command, self._most, self._tell = command, tabs, tell
        self._tabs: set[TabProcess] = set()
        self._stopping = asyncio.Event()

    async def run(self, access: Access, listener: socket.socket, ready: Callable[[], None]) -> None:
        """Serve on `listener` until a signal; `ready` is called once pages can connect."""
        application = web.Application(middlewares=[guard(access)])
        application.on_response_prepare.append(_add_headers)
        application.add_routes(self.routes(f"/{access.token}"))
        # no logs: addresses hold the token, and anyone who reaches the port could have text logged
        silent = logging.getLogger("simulator.web")
        silent.disabled = True
        runner = web.AppRunner(application, access_log=None, logger=silent, shutdown_timeout=GOODBYE)
        await runner.setup()
        with _signals(self._stopping.set):
            await web.SockSite(runner, listener).start()
            ready()
            await self._stopping.wait()
            await asyncio.gather(*(tab.end() for tab in self._tabs))
            await runner.cleanup()

    def routes(self, root: str) -> Iterator[web.RouteDef]:
        """A route for each file by its name: there is no folder to list or to escape from."""

        async def to_page(_: web.Request) -> web.StreamResponse:
            raise web.HTTPPermanentRedirect(f"{root}/")

        yield web.get(root, to_page)
        yield web.get(f"{root}/ws", self._attend)
        for name, path in page_files().items():
            yield web.get(f"{root}/{name}", file_handler(path))

    async def _attend(self, request: web.Request) -> web.StreamResponse:
        """A page's socket: run a program for it until one of the two is gone."""
        page = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=LARGEST, compress=False, timeout=GOODBYE)
        await page.prepare(request)
        leaving = [asyncio.create_task(tab.ended.wait()) for tab in self._tabs if tab.leaving]
        if leaving:
            _, late = await asyncio.wait(leaving, timeout=FREED_WITHIN)
            for task in late:
                task.cancel()
        if len(self._tabs) >= self._most or self._stopping.is_set():
            tabs = "One tab is" if self._most == 1 else f"{self._most} tabs are"
            await _close_with(page, STOPPED if self._stopping.is_set() else TABS_FULL.format(tabs=tabs))
            return page
        tab = TabProcess(self._command)
        self._tabs.add(tab)
        try:
            await tab.start(window_size(request.query.get("width", ""), request.query.get("height", "")))
        except OSError as error:
            self._tabs.discard(tab)
            await _close_with(page, f"The program can't be started ({error.strerror or error}).")
            return page
        showing = asyncio.create_task(self._show(tab, page))
        try:
            await _take(page, tab)
        finally:
            await asyncio.gather(tab.end(), showing)
            self._tabs.discard(tab)
        return page

    async def _show(self, tab: TabProcess, page: web.WebSocketResponse) -> None:
        """Send the program's screen, then its exit message and that it has ended."""

        async def send(data: bytes) -> None:
            with contextlib.suppress(ConnectionError, RuntimeError):  # the page is gone
                if not page.closed:
                    await page.send_bytes(data)

        await tab.relay(send)
        if tab.last_words:
            self._tell(tab.last_words)
        ended = STOPPED if self._stopping.is_set() else BROKEN.format(status=tab.status) if tab.status else CLOSED
        await _close_with(page, "\n\n".join(filter(None, (tab.last_words, ended))))


def guard(access: Access) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Refuses what `access` does not allow, before any route is looked up."""

    @web.middleware
    async def guarded(
        request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        given = request.headers
        refusal = access.refusal(
            request.path,
            given.getall("Host", []),
            given.getall("Origin", []),
            socket="Upgrade" in given,
        )
        if refusal:
            return web.Response(status=403, text=refusal)
        return await handler(request)

    return guarded


def page_files() -> dict[str, Path]:
    """The page's files by name: our own, and the terminal with its font from textual-serve."""
    static = Path(textual_serve.__file__).parent / "static"
    return {
        "": PAGE / "index.html",
        "page.js": PAGE / "page.js",
        "page.css": PAGE / "page.css",
        "textual.js": static / "js" / "textual.js",
        "xterm.css": static / "css" / "xterm.css",
        "RobotoMono.ttf": static / "fonts" / "RobotoMono-VariableFont_wght.ttf",
    }


def listen(host: str, port: int) -> socket.socket:
    """A listening socket; port 0 takes any free one. Raises UsageError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        return socket.create_server((address[0], port), family=family)
    except OSError as error:
        of_port = error.errno in (errno.EADDRINUSE, errno.EACCES)
        reason = os.strerror(error.errno) if of_port and error.errno else error.strerror or error
        other = "--port" if of_port else "--host, or leave it out"
        raise UsageError(f"Cannot listen on {host}, port {port} ({reason}); choose another {other}.") from error


def file_handler(path: Path) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A handler that serves one file."""

    async def serve(_: web.Request) -> web.StreamResponse:
        return web.FileResponse(path)

    return serve


async def _add_headers(request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)
    response.headers["Content-Security-Policy"] = POLICY.format(host=request.headers.get("Host", ""))
    response.headers.pop("Server", None)


async def _take(page: web.WebSocketResponse, tab: TabProcess) -> None:
    """Pass on what the page sends, at a limited rate, until the socket closes."""
    pace = Pace()
    async for message in page:
        if message.type is not WSMsgType.TEXT:
            continue
        await _pass_on(read_message(message.data), page, tab)
        if wait := pace.wait_for(message.data):
            await asyncio.sleep(wait)


async def _pass_on(message: Message | None, page: web.WebSocketResponse, tab: TabProcess) -> None:
    match message:
        case Typed(text):
            await tab.type(text)
        case Resized(size):
            fits = size.bounded()
            await tab.tell(type="resize", width=fits.width, height=fits.height)
        case Focused():
            await tab.tell(type="focus")
        case Blurred():
            await tab.tell(type="blur")
        case Pinged(sent):
            with contextlib.suppress(ConnectionError, RuntimeError):
                await page.send_json(["pong", sent[:40]])


async def _close_with(page: web.WebSocketResponse, words: str) -> None:
    """Close the page's socket, and have the page show these words in place of the terminal."""
    with contextlib.suppress(ConnectionError, RuntimeError, TimeoutError):
        async with asyncio.timeout(GOODBYE):
            if not page.closed:
                await page.send_json(["said", words])
            await page.close()


@contextlib.contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Within the block, ctrl+c, SIGTERM and a closed terminal call `stop`."""
    loop = asyncio.get_running_loop()
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    heard = []
    for number in numbers:
        with contextlib.suppress(NotImplementedError, RuntimeError):  # not on every system
            loop.add_signal_handler(number, stop)
            heard.append(number)
    try:
        yield
    finally:
        for number in heard:
            loop.remove_signal_handler(number)
