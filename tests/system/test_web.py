"""`interview serve`: interviews in a real browser and over the page's socket; tabs, sizes, and how it ends."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import time
import urllib.request
from pathlib import Path

import aiohttp
import pytest

from simulator.cli.main import run
from simulator.session.code.process import survey
from simulator.ui.tui.home.screen import SEEN
from simulator.ui.web.access import WindowSize
from simulator.ui.web.server import PRELUDE, environment
from tests.isolation import ROOT
from tests.some import some
from tests.system.chromium import BROWSER, Page, chromium
from tests.system.served import Copy, Served, Tab, running, serving, soon, tab
from tests.system.terminal import COMMAND
from tests.warm import warmed_home

in_browser = pytest.mark.skipif(BROWSER is None, reason="needs the Debian package chromium")
WORDS = "each weight is kept in four bits"


async def at_first_question(page: Page, server: Served) -> None:
    await page.open(server.address)
    await page.until(lambda: "Interview simulator" in page.screen.text)
    await asyncio.sleep(SEEN)
    await page.press("Enter", 13)
    await page.until(lambda: "your answer" in page.screen.text)


def events(server: Served, kind: str) -> int:
    return server.transcript().count(f'kind = "{kind}"') if list(server.sessions.glob("*.toml")) else 0


def draft(server: Served) -> str:
    """The text that is kept of what is being typed."""
    found = [json.loads(path.read_text("utf-8")) for path in server.sessions.glob(".*.draft")]
    return str(found[0]["text"]) if found else ""


@in_browser
async def test_an_interview_is_answered_in_the_browser(tmp_path: Path) -> None:
    """All that the page asks for, it asks of the server: fonts too, and nothing of any other host."""
    with serving(tmp_path) as server:
        async with chromium() as browser:
            page = await browser.page()
            await at_first_question(page, server)
            await page.write(WORDS)
            await page.press("s", 83, ctrl=True)
            await page.until(lambda: events(server, "answered") == 1)
            assert await page.run("document.fonts.check('16px \"Roboto Mono\"')")
            assert await page.text() == ""  # nothing stands over the terminal
            own = (server.address, server.address.replace("http", "ws"))
            assert [each for each in page.requests if not each.startswith((*own, "data:"))] == []
            assert f"{server.address}RobotoMono.ttf" in page.requests
            assert page.refused == []
            assert not [said for said in page.console if "Content Security Policy" in said or "Error" in said]
        soon(lambda: not server.children())
    assert f'text = "{WORDS}"' in server.transcript()


@in_browser
@pytest.mark.slow
async def test_paste_that_is_larger_than_message_comes_whole(tmp_path: Path) -> None:
    text = "".join(f"w{number} ö\U0001f40d " for number in range(40_000))
    paste = f"""(() => {{
      const data = new DataTransfer();
      data.setData("text/plain", {json.dumps(text)});
      document.querySelector(".xterm-helper-textarea")
        .dispatchEvent(new ClipboardEvent("paste", {{clipboardData: data, bubbles: true, cancelable: true}}));
    }})()"""
    with serving(tmp_path) as server:
        async with chromium() as browser:
            page = await browser.page()
            await at_first_question(page, server)
            await page.run(paste)
            await page.until(lambda: draft(server).strip() == text.strip(), 60)


@in_browser
async def test_a_reload_goes_on_where_the_interview_stopped(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with chromium() as browser:
            page = await browser.page()
            await at_first_question(page, server)
            await page.write(WORDS)
            await page.until(lambda: draft(server) == WORDS)
            page.screen = Copy()
            await page.send("Page.reload")
            await page.until(lambda: "Go on" in page.screen.text)
            assert events(server, "paused") == 1
            await asyncio.sleep(SEEN)
            await page.press("Enter", 13)
            await page.until(lambda: WORDS in page.screen.text)
            await page.press("s", 83, ctrl=True)
            await page.until(lambda: events(server, "answered") == 1)


@in_browser
@pytest.mark.slow
async def test_one_tab_too_many_reads_why(tmp_path: Path) -> None:
    with serving(tmp_path, "--tabs", "1") as server:
        async with chromium() as browser:
            page = await browser.page()
            async with tab(server) as first:
                await first.shows("Interview simulator")
                await page.open(server.address)
                await page.until_reads("One tab is already open")
            await page.run("document.getElementById('again').click()")
            await page.until(lambda: "Interview simulator" in page.screen.text)


@pytest.mark.slow
async def test_four_tabs_are_open_at_most(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as a, tab(server) as b, tab(server) as c, tab(server) as d:
            for each in (a, b, c, d):
                await each.shows("Interview simulator")
            for _ in range(3):
                async with tab(server) as fifth:
                    await fifth.closes()
                    assert fifth.said.startswith("4 tabs are already open. Close one")
            assert len(server.children()) == 4
        async with tab(server) as again:
            await again.shows("Interview simulator")


async def test_many_sockets_start_no_more_than_tabs(tmp_path: Path) -> None:
    with serving(tmp_path, "--tabs", "2") as server:
        most = 0

        async def one() -> None:
            nonlocal most
            async with tab(server) as opened:
                await asyncio.sleep(1.0)
                most = max(most, len(server.children()))
                await opened.socket.close()

        await asyncio.gather(*(one() for _ in range(12)))
        assert most == 2
        soon(lambda: not server.children())


@pytest.mark.parametrize(("columns", "lines"), [(10_000, 10_000), pytest.param(-5, 0, marks=pytest.mark.slow)])
async def test_no_size_is_too_large_or_too_small(tmp_path: Path, columns: int, lines: int) -> None:
    """10,000 by 10,000 once made 108 MB of output and ended the program."""
    with serving(tmp_path) as server:
        async with tab(server, columns=columns, lines=lines) as opened:
            for width, height in ((10_000, 10_000), (-1, -1), (10**30, 1), (columns, 10_000)):
                await opened.socket.send_json(["resize", {"width": width, "height": height}])
            with contextlib.suppress(TimeoutError):
                while True:  # the first comes only once the program has started
                    message = await opened.socket.receive(timeout=1.0 if opened.sent else 30.0)
                    assert message.type is aiohttp.WSMsgType.BINARY, message
                    opened.sent += len(message.data)
            assert opened.sent
            await opened.socket.send_json(["resize", {"width": 90, "height": 28}])
            opened.screen = Copy(90, 28)  # one of -5 columns shows nothing
            await opened.shows("Interview simulator")
            assert opened.sent < 8_000_000


@pytest.mark.slow
async def test_tabs_that_close_anytime_leave_no_error(tmp_path: Path) -> None:
    """While the program still starts, loads or paints; the server prints its address, and that it has ended."""
    with serving(tmp_path, "--tabs", "8") as server:

        async def one(seconds: float) -> None:
            async with tab(server) as opened:
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await opened.closes()

        for first in (0.0, 0.4, 0.8, 1.2):
            await asyncio.gather(*(one(first + part / 10) for part in range(4)))
    assert len(server.printed.splitlines()) == 3, server.printed


async def test_odd_messages_end_nothing(tmp_path: Path) -> None:
    odd = ["", "[", "null", "{}", '["resize"]', '["resize",{"width":"9","height":1.5}]', '["stdin",7]', '["quit"]']
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
            for data in [*odd, '["stdin","\\ud800"]', '["open_url",{"url":"x"}]', "[" * 10_000]:
                await opened.socket.send_str(data)
            await opened.socket.send_bytes(b"\xff" * 1000)
            await opened.type("?")
            await opened.shows("then the rest")


async def test_a_message_too_large_ends_its_tab_only(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as other, tab(server) as opened:
            await other.shows("Interview simulator")
            await opened.shows("Interview simulator")
            await opened.socket.send_str(json.dumps(["stdin", "a" * 1_000_000]))
            await opened.closes()
            soon(lambda: len(server.children()) == 1)
            await other.type("?")
            await other.shows("then the rest")


@pytest.mark.slow
async def test_a_tab_that_floods_keeps_nobody_waiting(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as other, tab(server) as loud:
            await other.shows("Interview simulator")

            async def flood() -> None:
                for _ in range(300):
                    await loud.socket.send_json(["nothing", "a" * 200_000])

            flooding = asyncio.create_task(flood())
            await asyncio.sleep(4.0)
            begun = time.monotonic()
            await other.type("?")
            await other.shows("then the rest")
            assert time.monotonic() - begun < 3
            assert not flooding.done()  # the server takes no more of it than it may send
            flooding.cancel()
            begun = time.monotonic()
            server.process.send_signal(signal.SIGINT)
            await asyncio.to_thread(server.process.wait, 20)
            assert time.monotonic() - begun < 8


async def answering(opened: Tab) -> None:
    """Begin an interview and write some words of an answer."""
    await opened.shows("Interview simulator")
    await asyncio.sleep(SEEN)
    await opened.type("\r")
    await opened.shows("your answer")
    await opened.type(WORDS)
    await opened.shows(WORDS)


async def ending(server: Served, number: int) -> tuple[float, str]:
    """Send the server a signal while an interview is open; the seconds until all has ended, and what the page reads."""
    async with tab(server) as opened, tab(server) as other:
        await other.shows("Interview simulator")
        await answering(opened)
        children, begun = server.children(), time.monotonic()
        server.process.send_signal(number)
        await opened.closes()
        soon(lambda: server.process.poll() is not None and not any(map(running, children)))
        return time.monotonic() - begun, opened.said


@pytest.mark.parametrize("name", some(["SIGKILL", "SIGINT", "SIGTERM", "SIGHUP"], "SIGKILL"))
async def test_however_the_server_ends_its_interviews_are_paused(tmp_path: Path, name: str) -> None:
    """Its programs once lived on, held their sessions, and the clock ran; ctrl+c once took 22 seconds."""
    with serving(tmp_path) as server:
        seconds, said = await ending(server, getattr(signal, name))
    assert seconds < 5
    assert (events(server, "paused"), draft(server)) == (1, WORDS)
    if name != "SIGKILL":
        assert said == "`interview serve` has ended. Everything is saved, and an open interview is paused."
        assert server.process.returncode == 0
        assert "Traceback" not in server.printed, server.printed
    with serving(tmp_path) as again:
        async with tab(again) as opened:
            await opened.shows("Go on")
            await asyncio.sleep(SEEN)
            await opened.type("\r")
            await opened.shows(WORDS)


def at_rest(pid: int) -> bool:
    """Whether a program takes no time of the processor for a while."""

    def spent() -> list[str]:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]

    before = spent()
    time.sleep(0.7)
    return spent() == before


@pytest.mark.parametrize("name", some(["SIGKILL", "SIGINT"], "SIGKILL"))
async def test_page_that_reads_nothing_more_keeps_nothing_open(tmp_path: Path, name: str) -> None:
    """As a laptop that sleeps: the program waits with a full pipe, and is paused all the same."""
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await answering(opened)
            for number in range(1000):  # each has the whole screen sent, 20 a second
                await opened.socket.send_json(["resize", {"width": 400 + number % 100, "height": 200}])
            children = server.children()
            await asyncio.to_thread(soon, lambda: at_rest(children[0]), 20)
            begun = time.monotonic()
            server.process.send_signal(getattr(signal, name))
            await asyncio.to_thread(server.process.wait, 20)
            await asyncio.to_thread(soon, lambda: not any(map(running, children)))
            assert time.monotonic() - begun < 5
    assert (events(server, "paused"), draft(server)) == (1, WORDS)


def test_an_unread_program_goes_on_until_input_ends(tmp_path: Path) -> None:
    """The two ends of a server that is killed need not be seen in one moment, and a paint may fall between them."""
    (tmp_path / "config" / "interview-simulator").mkdir(parents=True)
    (tmp_path / "config" / "interview-simulator" / "config.toml").write_text('role = "applied-engineer"\n')
    cache, config = warmed_home(tmp_path / "cache"), tmp_path / "config"
    own = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(config), "XDG_CACHE_HOME": str(cache)}
    folders = ["--graphs", str(ROOT / "graphs"), "--sessions", str(tmp_path / "s")]
    env, pipe = environment(own, WindowSize(100, 30)), subprocess.PIPE
    program = subprocess.Popen([COMMAND, *folders], env=env, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
    assert program.stdin is not None
    assert program.stdout is not None

    def send(kind: bytes, payload: bytes) -> None:
        assert program.stdin is not None
        program.stdin.write(kind + len(payload).to_bytes(4, "big") + payload)
        program.stdin.flush()

    screen = Copy()
    assert program.stdout.readline() == PRELUDE
    for shown in ("> Start", "your answer"):
        while shown not in screen.text:
            head = program.stdout.read(5)
            payload = program.stdout.read(int.from_bytes(head[1:], "big"))
            screen.feed(payload if head[:1] == b"D" else b"")
        if shown == "> Start":
            time.sleep(SEEN)
            send(b"D", b"\r")
    program.stdout.close()
    send(b"M", b'{"type": "resize", "width": 120, "height": 40}')
    send(b"D", WORDS.encode())
    time.sleep(1.5)
    assert program.poll() is None
    program.stdin.close()
    assert program.wait(5) == 128 + signal.SIGTERM  # as told to leave
    (path,) = (tmp_path / "s").glob("*.toml")
    assert path.read_text("utf-8").count('kind = "paused"') == 1


async def test_program_that_breaks_off_is_not_called_paused(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
            os.kill(server.children()[0], signal.SIGKILL)
            await opened.closes()
            assert opened.said == "The program has ended with status -9. All your answers are kept."


async def test_the_programs_last_words_are_on_the_page(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        (tmp_path / "config" / "interview-simulator" / "config.toml").write_text("role = [")
        async with tab(server) as opened:
            await opened.closes()
            assert "can't be read" in opened.said
            assert "fix or delete the file" in opened.said
        assert "fix or delete the file" in server.printed


async def test_path_in_advert_is_text_in_browser(tmp_path: Path) -> None:
    """A page that got in once read words of any file: "No questions here on: Hunter2Zebra"."""
    secret = tmp_path / "secret.txt"
    secret.write_text("We use RAG, Kubernetes, Terraform and Hunter2Zebra.\n")
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("Interview simulator")
            await opened.type("e")
            for path in (str(secret), f"'{secret}'", "~/secret.txt", "secret.txt"):
                await opened.shows("Job advert")
                await opened.type("a")
                await opened.shows("Paste its text. What it asks for is kept; the text isn't.")
                await opened.type(f"{path}\x13")
                await opened.shows("Nothing of the advert is in the bank")
                assert "Terraform" not in opened.text
                await opened.type("\x1b")
            await opened.shows("Job advert")
            await opened.type("a")
            await opened.shows("Paste its text. What it asks for is kept; the text isn't.")
            await opened.type("We use RAG and Terraform.\x13")
            await opened.shows("No questions here on: Terraform.")


async def test_no_editor_is_started_from_a_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    monkeypatch.setenv("VISUAL", f"touch {ran}")
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await answering(opened)
            await opened.type("\x0f")
            await opened.shows("Your editor only opens from a terminal")
    assert not ran.exists()


async def test_code_of_a_browser_runs_only_where_held(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await opened.shows("write and run one task")
            await asyncio.sleep(SEEN)
            await opened.type("\x1b[B")
            await opened.shows("offers one task")
            await opened.type("\r")
            await opened.shows("> Start")
            await opened.type("\r")
            await opened.shows("your code")
            await opened.type("\x12")
            await opened.shows("isn't run from a browser" if survey().needs_consent else "passed · ")
    assert ('kind = "ran"' in server.transcript()) is not survey().needs_consent


async def test_a_browser_writes_to_no_other_folder(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        async with tab(server) as opened:
            await answering(opened)
            server.sessions.rename(tmp_path / "away")
            server.sessions.write_text("now a file")
            await opened.type("\x13")
            await opened.shows("or save the whole interview in")
            await opened.type("f")  # in a terminal this asks for a folder
            await opened.shows("Saved. The interview is now in")
        (kept,) = (tmp_path / "interview-rescued").glob("*.toml")
        assert WORDS in kept.read_text("utf-8")


def test_a_host_that_others_reach_must_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", "0.0.0.0"]) == 2
    said = capsys.readouterr().err
    assert "Other machines can reach this. Nothing is encrypted" in said
    assert "--i-know" in said


def test_host_that_is_meant_is_served_with_warning(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0", "--i-know") as server:
        assert server.printed.startswith("Other machines can reach this.")
        said = " ".join(server.printed.split())
        assert "From another machine, use this machine's address instead of 127.0.0.1." in said
        assert server.origin.startswith("http://127.0.0.1:")
        with urllib.request.urlopen(server.address, timeout=5) as page:
            assert page.status == 200


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with serving(tmp_path) as server:
        port = server.origin.rsplit(":", 1)[1]
        assert run(["serve", "--port", port, "--sessions", str(tmp_path / "other")]) == 2
    assert f"Cannot listen on 127.0.0.1, port {port}" in capsys.readouterr().err


def test_a_host_that_is_none_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["serve", "--host", "no-such-host.invalid", "--i-know", "--port", "0"]) == 2
    assert "; choose another --host, or leave it out." in capsys.readouterr().err
