"""`interview serve` with a home of its own, and a page's socket without the page."""

import asyncio
import contextlib
import json
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import aiohttp
import pyte

from tests.isolation import ROOT
from tests.system.forking import Program
from tests.system.terminal import COMMAND, UNKNOWN
from tests.warm import warmed_home

ADDRESS = re.compile(r"http://[^/\s]+/[\w-]{40,}/")


class Served:
    """A server that runs, and where."""

    def __init__(self, home: Path, process: Program) -> None:
        self.home, self.process = home, process
        self.sessions = home / "s"

    @property
    def printed(self) -> str:
        """All that the server has printed."""
        return (self.home / "printed").read_text("utf-8")

    @property
    def address(self) -> str:
        """What a person is told to open."""
        found = ADDRESS.search(self.printed)
        assert found, self.printed
        return found[0]

    @property
    def origin(self) -> str:
        return self.address.rsplit("/", 2)[0]

    @property
    def token(self) -> str:
        return self.address.split("/")[3]

    def children(self) -> list[int]:
        """The programs that it has started and that run."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        found = [int(pid) for each in tasks.glob("*/children") for pid in each.read_text().split()]
        return [pid for pid in found if running(pid)]

    def transcript(self) -> str:
        """The only session's transcript."""
        (path,) = self.sessions.glob("*.toml")
        return path.read_text("utf-8")


def running(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def soon(seen: Callable[[], bool], seconds: float = 10.0) -> float:
    """Wait until something is the case; the seconds that it took."""
    begun = time.monotonic()
    while not seen():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        time.sleep(0.02)
    return time.monotonic() - begun


@contextlib.contextmanager
def serving(home: Path, *arguments: str) -> Iterator[Served]:
    """Run the server on a free port until this is left."""
    settings = home / "config" / "interview-simulator"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "config.toml").write_text('role = "applied-engineer"\n')
    env = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("INTERVIEW_", "TEXTUAL"))},
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_CACHE_HOME": str(warmed_home(home / "cache")),
    }
    folders = ["--graphs", str(ROOT / "graphs"), "--sessions", str(home / "s")]
    with (home / "printed").open("wb") as printed:
        process = Program([COMMAND, "serve", "--port", "0", *folders, *arguments], env, home, printed.fileno())
    server = Served(home, process)
    try:
        soon(lambda: bool(ADDRESS.search(server.printed)) or process.poll() is not None, 20)
        yield server
    finally:
        children = server.children() if process.poll() is None else []
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=15)
        finally:
            process.kill()
            process.wait()
            for pid in filter(running, children):
                os.kill(pid, signal.SIGKILL)


class Copy:
    """A copy of the terminal on a page; of a window that is larger than any screen, a part."""

    def __init__(self, columns: int = 200, lines: int = 60) -> None:
        self._screen = pyte.Screen(min(columns, 200), min(lines, 60))
        self._stream = pyte.ByteStream(self._screen)

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)

    def feed(self, data: bytes) -> None:
        with contextlib.suppress(Exception):  # pyte stumbles over an exotic sequence: the next paint mends it
            self._stream.feed(UNKNOWN.sub(b"", data))


class Tab:
    """A page's socket, and a copy of the terminal on that page."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, columns: int, lines: int) -> None:
        self.socket = socket
        self.said = ""
        self.sent = 0
        self.screen = Copy(columns, lines)

    @property
    def text(self) -> str:
        return self.screen.text

    async def read(self, seen: Callable[[], bool], seconds: float = 30.0) -> None:
        """Read until something is the case, or the socket closes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not seen() and not self.socket.closed:
                    self._take(await self.socket.receive())
        assert seen(), f"not seen within {seconds} s, closed {self.socket.closed}, {self.said!r}; shown:\n{self.text}"

    def _take(self, message: aiohttp.WSMessage) -> None:
        if message.type is aiohttp.WSMsgType.BINARY:
            self.screen.feed(message.data)
        elif message.type is aiohttp.WSMsgType.TEXT and (told := json.loads(message.data))[0] == "said":
            self.said = told[1]

    async def shows(self, text: str, seconds: float = 30.0) -> None:
        await self.read(lambda: text in self.text, seconds)

    async def closes(self, seconds: float = 30.0) -> None:
        await self.read(lambda: self.socket.closed, seconds)

    async def type(self, text: str) -> None:
        await self.socket.send_json(["stdin", text])


@contextlib.asynccontextmanager
async def tab(
    server: Served, headers: dict[str, str] | None = None, *, columns: int = 100, lines: int = 30
) -> AsyncIterator[Tab]:
    """Open the socket as the server's own page does, unless other headers are given."""
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(
            f"{server.address}ws?width={columns}&height={lines}",
            headers={"Origin": server.origin, **(headers or {})},
            timeout=aiohttp.ClientWSTimeout(ws_close=1.0),
        ) as socket,
    ):
        yield Tab(socket, columns, lines)
