"""`interview serve` and who has no business there: other pages, other ports, other names, other people."""

import asyncio
import contextlib
import os
import re
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import aiohttp
import pytest

from tests.some import some
from tests.system.chromium import BROWSER, chromium
from tests.system.served import Served, serving, tab

in_browser = pytest.mark.skipif(BROWSER is None, reason="needs the Debian package chromium")
as_root = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("setpriv") is None, reason="only root can become another user"
)

# What a page elsewhere tries, each with the whole address in hand: only where it comes from may count.
ATTACKS = """
(async (address) => {
  const socket = (at) => new Promise((done) => {
    const tried = new WebSocket(at.replace("http", "ws") + "ws?width=80&height=24");
    tried.onmessage = () => done("let in");
    tried.onclose = tried.onerror = () => done("refused");
    setTimeout(() => done("nothing"), 8000);
  });
  const read = (at) => fetch(at).then((page) => page.text()).then((text) => text || "empty", () => "refused");
  const script = (at) => new Promise((done) => {
    const tag = document.createElement("script");
    tag.onload = () => done("let in");
    tag.onerror = () => done("refused");
    tag.src = at + "textual.js";
    document.head.append(tag);
  });
  const other = address.replace("127.0.0.1", "evil.test");
  return {
    socket: await socket(address), page: await read(address), script: await script(address),
    "socket by another name": await socket(other), "page by another name": await read(other),
  };
})(ADDRESS)
"""


@contextlib.contextmanager
def elsewhere() -> Iterator[tuple[int, dict[str, str], list[tuple[str, str]]]]:
    """A server of somebody else's on another port: its pages by path, and who asked for what with which referrer."""
    pages: dict[str, str] = {}
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append((self.path, str(self.headers)))
            body = pages.get(self.path, "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port, pages, asked
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server for those who get nothing of it, and leave it as it was."""
    with serving(tmp_path_factory.mktemp("served")) as found:
        yield found
        assert found.children() == []
        assert not list(found.sessions.glob("*.toml"))


def asked_for(address: str, **headers: str) -> tuple[int, str]:
    """The status and the text that a request is answered with."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=5) as page:
            return page.status, page.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@in_browser
@pytest.mark.parametrize("host", some(["127.0.0.1", "evil.test"], "evil.test"))
async def test_foreign_page_gets_nothing_even_with_address(server: Served, host: str) -> None:
    with elsewhere() as (port, pages, _):
        pages["/"] = "<title>elsewhere</title>"
        async with chromium() as browser:
            page = await browser.page()
            await page.open(f"http://{host}:{port}/")
            await page.until(lambda: f"http://{host}:{port}/" in page.requests)
            got = await page.run(ATTACKS.replace("ADDRESS", f'"{server.address}"'))
        assert got == dict.fromkeys(got, "refused"), got
        assert len(got) == 5
        assert server.children() == []


@in_browser
async def test_own_page_gets_all_that_foreign_one_tried(tmp_path: Path) -> None:
    """The same tries from the page itself: they are able to succeed."""
    with serving(tmp_path) as server:
        async with chromium() as browser:
            page = await browser.page()
            await page.open(server.address)
            await page.until(lambda: "Interview simulator" in page.screen.text)
            got = await page.run(ATTACKS.replace("ADDRESS", f'"{server.address}"'))
    assert (got["socket"], got["script"]) == ("let in", "let in")
    assert got["page by another name"] == "refused"


@in_browser
async def test_a_page_in_a_frame_is_not_shown(server: Served) -> None:
    with elsewhere() as (port, pages, _):
        frames = "".join(
            f"<{tag} src='{server.address}' data='{server.address}'></{tag}>" for tag in ("iframe", "object")
        )
        pages["/"] = frames
        async with chromium() as browser:
            page = await browser.page()
            await page.open(f"http://127.0.0.1:{port}/")
            await page.until(lambda: any("frame-ancestors" in said for said in page.console))
            await asyncio.sleep(1)
            assert "Interview simulator" not in page.screen.text
        assert server.children() == []


@in_browser
async def test_a_name_that_is_pointed_here_opens_nothing(server: Served) -> None:
    """DNS rebinding: the browser takes evil.test for the page's own host, and this server for evil.test."""
    async with chromium() as browser:
        page = await browser.page()
        await page.open(server.address.replace("127.0.0.1", "evil.test"))
        await page.until_reads("This isn't an address of the interview simulator")
        assert await page.run("document.scripts.length") == 0
    assert server.children() == []


@in_browser
async def test_link_out_of_page_does_not_tell_token(tmp_path: Path) -> None:
    with serving(tmp_path) as server, elsewhere() as (port, _, asked):
        async with chromium() as browser:
            page = await browser.page()
            await page.open(server.address)
            await page.until(lambda: "Interview simulator" in page.screen.text)
            await page.run(f"document.location.href = 'http://127.0.0.1:{port}/left'")
            await page.until(lambda: any(path == "/left" for path, _ in asked))
        assert server.token not in str(asked)
        (headers,) = [headers for path, headers in asked if path == "/left"]  # it asks for its own icon besides
        assert not {"Referer", "Cookie"} & {each.split(":")[0] for each in headers.splitlines()}


PATHS = (
    "/",
    "/ws",
    "/static/",
    "/static/js/textual.js",
    "/page.js",
    "/download/x",
    "/favicon.ico",
    "/..%2f..%2fetc/passwd",
)


def test_without_the_token_every_path_is_refused_alike(server: Served) -> None:
    guesses = [
        *PATHS,
        f"/{server.token[:-1]}/",
        f"/{server.token.swapcase()}/",
        f"//{server.token}/",
        f"/x/{server.token}/",
    ]
    answers = {asked_for(server.origin + path) for path in guesses}
    assert len(answers) == 1
    status, text = answers.pop()
    assert status == 403
    assert text == "Open the whole address that `interview serve` has printed. This one doesn't work.\n"


def test_the_token_opens_nothing_but_the_page(server: Served) -> None:
    for path in (
        "static/",
        "static/js/textual.js",
        "page/",
        "..%2f",
        "%2e%2e/",
        "../x",
        "textual.js/",
        "download/x",
    ):
        assert asked_for(server.address + path)[0] in (403, 404), path
    assert asked_for(server.address[:-1]) == asked_for(server.address)
    for name in ("", "page.js", "page.css", "textual.js", "xterm.css", "RobotoMono.ttf"):
        status, text = asked_for(server.address + name)
        assert (status, server.token in text) == (200, False)


def test_foreign_host_or_origin_is_refused_with_token(server: Served) -> None:
    for headers in (
        {"Host": "evil.test"},
        {"Host": "evil.test:80"},
        {"Origin": "null"},
        {"Origin": "http://evil.test"},
    ):
        status, text = asked_for(server.address, **headers)
        assert status == 403
        assert "<html" not in text


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Host": "evil.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_a_foreign_socket_is_refused_with_the_token(server: Served, headers: dict[str, str]) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        async with tab(server, headers):
            pass
    assert refused.value.status == 403
    assert server.children() == []


async def test_all_answers_forbid_frames_referrers_and_guessing(server: Served) -> None:
    async with aiohttp.ClientSession() as client:
        for address in (server.address, f"{server.address}textual.js", f"{server.address}none", server.origin):
            async with client.get(address) as answer:
                policy = answer.headers["Content-Security-Policy"]
                assert "frame-ancestors 'none'" in policy
                assert "default-src 'none'" in policy
                assert answer.headers["X-Frame-Options"] == "DENY"
                assert answer.headers["Referrer-Policy"] == "no-referrer"
                assert answer.headers["Cache-Control"] == "no-store"
                assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
                assert not {"Server", "Set-Cookie"} & set(answer.headers)


STRANGER = """
import os, socket, sys, urllib.error, urllib.request
port, server, program = sys.argv[1:]
for path in ("/", "/ws", "/static/"):
    try:
        print(urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).read())
    except urllib.error.HTTPError as refused:
        print(refused.code, refused.read())
for pid in (server, program):
    print(open(f"/proc/{pid}/cmdline").read().replace("\\0", " "))
    try:
        print(open(f"/proc/{pid}/environ").read())
    except PermissionError:
        print("environment refused")
"""


@as_root
async def test_another_user_of_the_machine_gets_nothing(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
            port = server.origin.rsplit(":", 1)[1]
            pids = [str(server.process.pid), *map(str, server.children())]
            who = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
            python = [
                "/usr/bin/env",
                "-i",
                "PATH=/usr/local/bin:/usr/bin:/bin",
                "python3",
                "-I",
                "-c",
                STRANGER,
                port,
                *pids,
            ]
            done = await asyncio.to_thread(
                subprocess.run, [*who, *python], capture_output=True, text=True, timeout=60, check=False, cwd="/"
            )
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("403") == 3
    assert done.stdout.count("environment refused") == 2
    assert "interview" in done.stdout  # the command lines were read
    assert server.token not in done.stdout
    assert "Start" not in done.stdout


async def test_the_token_is_printed_once_and_never_logged(tmp_path: Path) -> None:
    """Whatever is asked for, refused or breaks off: nothing but the address holds it, and no file does."""
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
            await opened.socket.send_str("x" * 1_000_000)
            await opened.closes()
        for path in ("", "nothing", "ws", "%ff", "?x=%00"):
            asked_for(server.address + path)
            asked_for(server.address + path, Host="evil.test")
        port = int(server.origin.rsplit(":", 1)[1])
        for raw in (b"GET /%s/ HTTP/1.1\r\n\r\n", b"GET /%s/ HTTP/9\r\nHost: \xff\r\n\r\n", b"\x16\x03 /%s/\r\n\r\n"):
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(raw.replace(b"%s", server.token.encode()))
            await reader.read(4096)
            writer.close()
    assert re.findall(re.escape(server.token), server.printed) == [server.token]
    assert "Traceback" not in server.printed, server.printed
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "printed"]
    assert not [path for path in kept if server.token.encode() in path.read_bytes()]


async def test_stranger_who_holds_connections_open_keeps_nobody_out(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        port = int(server.origin.rsplit(":", 1)[1])
        idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
        for _, writer in idle:
            writer.write(b"GET / HTTP/1.1\r\nHost: 127")
        begun = time.monotonic()
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
        assert time.monotonic() - begun < 10
        for _, writer in idle:
            writer.close()
