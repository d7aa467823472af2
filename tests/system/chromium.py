"""A real browser without a window, driven by its own debugging protocol; it reaches nothing but this machine."""

import asyncio
import base64
import contextlib
import itertools
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp

from tests.system.served import Copy

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1000,640 --remote-debugging-port=0"
).split()
NOWHERE = "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"


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
        target = (await self.send("Target.createTarget", url="about:blank"))["targetId"]
        attached = await self.send("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Network", "Page", "Runtime", "Log"):
            await page.send(f"{domain}.enable")
        await self.send("Target.activateTarget", targetId=target)
        return page


@contextlib.asynccontextmanager
async def chromium(profile: Path, *, names: str = NOWHERE) -> AsyncIterator[Chromium]:
    """A browser with a profile of its own; `names` says which host names it can find."""
    assert BROWSER is not None
    quiet = asyncio.subprocess.DEVNULL
    flags = [*FLAGS, f"--user-data-dir={profile}", f"--host-resolver-rules={names}"]
    process = await asyncio.create_subprocess_exec(BROWSER, *flags, stdout=quiet, stderr=quiet)
    try:
        port, path = await _debugging(profile / "DevToolsActivePort")
        async with (
            aiohttp.ClientSession() as client,
            client.ws_connect(f"ws://127.0.0.1:{port}{path}", max_msg_size=0) as socket,
        ):
            browser = Chromium(socket)
            reading = asyncio.create_task(browser.read())
            try:
                yield browser
                await browser.send("Browser.close")
            finally:
                reading.cancel()
    finally:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), 5)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _debugging(told: Path) -> list[str]:
    for _ in range(300):
        lines = told.read_text().splitlines() if told.exists() else []
        if len(lines) == 2:
            return lines
        await asyncio.sleep(0.1)
    raise AssertionError("Chromium did not start")
