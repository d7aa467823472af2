"""The web mode: the page in a real browser, and the screen that it is sent."""

import asyncio
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.system.terminal import COMMAND

aiohttp = pytest.importorskip("aiohttp", reason="needs the extra web")
pytest.importorskip("textual_serve", reason="needs the extra web")
BROWSER = shutil.which("chromium")
QUIET = "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync".split()


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "config" / "interview-simulator").mkdir(parents=True)
    (tmp_path / "config" / "interview-simulator" / "config.toml").write_text('role = "applied-engineer"\n')
    env = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    command = [
        COMMAND,
        "serve",
        "--port",
        str(port),
        "--graphs",
        str(ROOT / "graphs"),
        "--sessions",
        str(tmp_path / "s"),
    ]
    server = subprocess.Popen(command, env=env, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            asyncio.run(asyncio.sleep(0.1))
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=10)


async def screen_of(address: str) -> str:
    """What the page is sent until home is on it."""
    seen = b""
    async with aiohttp.ClientSession() as client, client.ws_connect(f"{address}/ws?width=100&height=30") as stream:
        async with asyncio.timeout(20):
            async for message in stream:
                seen += message.data if isinstance(message.data, bytes) else str(message.data).encode()
                if b"Start" in seen and b"Interview simulator" in seen:
                    break
    return seen.decode("utf-8", "replace")


def test_home_is_sent_to_the_page(address: str) -> None:
    screen = asyncio.run(screen_of(address))
    assert "Interview simulator" in screen
    assert "Traceback" not in screen


@pytest.mark.skipif(BROWSER is None, reason="needs the Debian package chromium")
def test_the_page_opens_in_a_browser(address: str, tmp_path: Path) -> None:
    assert BROWSER is not None
    command = [BROWSER, *QUIET, f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", "--timeout=4000", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert "Interview simulator" in done.stdout
    assert str(ROOT) not in done.stdout
