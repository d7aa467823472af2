"""A real browser without a window, driven by its own debugging protocol; it reaches nothing but this machine."""

import asyncio
import atexit
import base64
import contextlib
import itertools
import json
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import aiohttp

from tests.system.served import Copy

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars --remote-debugging-port=0"
).split()
# it finds this machine by its number, and by the name that a page of somebody else's has in these tests
NAMES = "MAP evil.test 127.0.0.1 , MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


class Page:
    """One tab: what it asked for, what its sockets were sent, what it said on its console."""

    def __init__(self, browser: "Chromium", session: str) -> None:
        self._browser, self._session = browser, session
        self.requests: list[str] = []
        self.refused: list[str] = []
        self.console: list[str] = []
        self.screen = Copy()
        browser.listeners[session] = self._hear

    def _hear(self, method: str, about: dict[str, Any]) -> None:
        """Take down what the browser says of this tab."""
        if method in ("Network.requestWillBeSent", "Network.webSocketCreated"):
            self.requests.append(about["request"]["url"] if "request" in about else about["url"])
        elif method == "Network.webSocketFrameReceived" and about["response"]["opcode"] == 2:
            self.screen.feed(base64.b64decode(about["response"]["payloadData"]))
        elif method == "Network.loadingFailed":
            self.refused.append(about.get("blockedReason") or about["errorText"])
        elif method == "Runtime.consoleAPICalled":
            self.console.append(" ".join(str(each.get("value", "")) for each in about["args"]))
        elif method == "Log.entryAdded":
            self.console.append(about["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.console.append(json.dumps(about["exceptionDetails"]))

    async def send(self, method: str, **about: object) -> dict[str, Any]:
        return await self._browser.send(method, session=self._session, **about)

    async def open(self, address: str) -> None:
        await self.send("Page.navigate", url=address)

    async def run(self, script: str) -> Any:
        """The value of a script in the page."""
        done = await self.send("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        return done["result"].get("value")

    async def text(self) -> str:
        """What can be read on the page beside the terminal's picture."""
        return str(await self.run("document.body ? document.body.innerText : ''"))

    async def write(self, text: str) -> None:
        """Letters as a keyboard of any language gives them."""
        for letter in text:
            await self.send("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            await self.send("Input.dispatchKeyEvent", type="keyUp", key=letter)

    async def press(self, key: str, code: int, *, ctrl: bool = False) -> None:
        """One key that is no letter, by its name and number."""
        about = {"key": key, "code": key, "windowsVirtualKeyCode": code, "modifiers": 2 if ctrl else 0}
        text = {"text": "\r"} if key == "Enter" else {}
        await self.send("Input.dispatchKeyEvent", type="keyDown", **about, **text)
        await self.send("Input.dispatchKeyEvent", type="keyUp", **about)

    async def until(self, seen: Callable[[], bool], seconds: float = 30.0) -> None:
        """Wait until something is the case."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not seen():
                    await asyncio.sleep(0.05)
        assert seen(), f"not seen within {seconds} s: {self.console} {self.refused} {self.screen.text}"

    async def until_reads(self, text: str, seconds: float = 30.0) -> None:
        """Wait until the page shows a text beside the terminal."""
        for _ in range(int(seconds * 10)):
            if text in await self.text():
                return
            await asyncio.sleep(0.1)
        raise AssertionError(f"{text!r} was not read within {seconds} s: {await self.text()}")


class Chromium:
    """The browser behind its debugging socket."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.listeners: dict[str, Callable[[str, dict[str, Any]], None]] = {}
        self._own = ""

    async def begin(self) -> None:
        """Take a profile of one's own, which is gone with the connection."""
        self._own = (await self.send("Target.createBrowserContext", disposeOnDetach=True))["browserContextId"]

    async def leave(self) -> None:
        """Close all tabs."""
        await self.send("Target.disposeBrowserContext", browserContextId=self._own)

    async def read(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            elif told.get("sessionId") in self.listeners:
                self.listeners[told["sessionId"]](told["method"], told["params"])

    async def send(self, method: str, *, session: str = "", **about: object) -> dict[str, Any]:
        number = next(self._numbers)
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        order = {"id": number, "method": method, "params": about}
        await self._socket.send_json({**order, "sessionId": session} if session else order)
        async with asyncio.timeout(30):
            told = await answer
        assert "error" not in told, (method, told)
        result: dict[str, Any] = told["result"]
        return result

    async def page(self) -> Page:
        """A new tab."""
        new: dict[str, Any] = {"url": "about:blank", "width": 1000, "height": 640, "browserContextId": self._own}
        target = (await self.send("Target.createTarget", **new))["targetId"]
        attached = await self.send("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Network", "Page", "Runtime", "Log"):
            await page.send(f"{domain}.enable")
        await self.send("Target.activateTarget", targetId=target)
        return page


@cache
def _started() -> str:
    """The address of the browser of this worker, which takes longer to start than most of its tests."""
    assert BROWSER is not None
    profile = Path(mkdtemp(prefix="interview-browser-"))
    quiet = subprocess.DEVNULL
    flags = [*FLAGS, f"--user-data-dir={profile}", f"--host-resolver-rules={NAMES}"]
    process = subprocess.Popen([BROWSER, *flags], stdin=quiet, stdout=quiet, stderr=quiet)
    atexit.register(_end, process, profile)
    told = profile / "DevToolsActivePort"
    for _ in range(1500):
        lines = told.read_text().splitlines() if told.exists() else []
        if len(lines) == 2:
            return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
        time.sleep(0.02)
    raise AssertionError("Chromium did not start")


def _end(process: subprocess.Popen[bytes], profile: Path) -> None:
    process.kill()
    process.wait()
    shutil.rmtree(profile, ignore_errors=True)


@contextlib.asynccontextmanager
async def chromium() -> AsyncIterator[Chromium]:
    """The browser, as somebody finds it who has never used it: nothing of another test is kept in it."""
    async with (
        aiohttp.ClientSession() as client,
        client.ws_connect(_started(), max_msg_size=0) as socket,
    ):
        browser = Chromium(socket)
        reading = asyncio.create_task(browser.read())
        try:
            await browser.begin()
            yield browser
            await browser.leave()
        finally:
            reading.cancel()
