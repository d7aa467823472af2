"""The HTML report in a real browser: it shows, says nothing on the console, and asks for nothing."""

import base64
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import axe_core_python
import msgspec
import pytest

from simulator.graph.drawing import as_svg
from simulator.graph.records import Graph
from simulator.report.export.exporters import export_folder, export_text
from simulator.report.export.files import shared_file, without_own_words
from simulator.report.export.html import as_html
from simulator.report.export.picture import as_card, width
from simulator.report.figures.assessment import assess_interview
from simulator.report.records import Assessment
from tests.coding import talked as judged_talk
from tests.coding import with_runs
from tests.reporting import interview
from tests.system.chromium import chromium

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs the Debian package chromium")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking --no-first-run --hide-scrollbars".split()


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and what was asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    """Two screening calls, and a code round in which some code failed."""
    talked = [assess_interview(interview(llm, seed, format="screen", day=seed)) for seed in (5, 6)]
    coded = with_runs()
    judged_talk(coded)
    return [*talked, assess_interview(coded)]


def browse(page: Path, tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    assert BROWSER is not None
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    command = [BROWSER, *FLAGS, profile, "--enable-logging=stderr", *arguments, page.as_uri()]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)


def fetching(found: Assessment, address: str) -> Assessment:
    """The same report with texts that would fetch, if anything in them were alive."""
    bait = f'<img src="{address}/tag"> ![p]({address}/markdown) <script src="{address}/script"></script>'
    style = f'"><style>@import url({address}/style);</style> <svg onload="fetch(\'{address}/svg\')">'
    first = msgspec.structs.replace(found.questions[0], answer=bait, prompt=bait + style, reference=bait + style)
    areas = tuple(msgspec.structs.replace(a, title=style) for a in found.areas)
    return msgspec.structs.replace(found, questions=(first, *found.questions[1:]), areas=areas)


def test_the_report_shows_without_console_errors_or_requests(
    llm: Graph, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    address, asked = listener
    found = fetching(assess_interview(interview(llm, 3, format="screen")), address)
    page, picture = tmp_path / "report.html", tmp_path / "report.png"
    page.write_text(as_html(found), "utf-8")
    done = browse(page, tmp_path, f"--screenshot={picture}", "--window-size=900,1400", "--virtual-time-budget=2000")
    assert "CONSOLE" not in done.stderr, done.stderr
    assert asked == []
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size > 30_000


def test_the_browser_would_have_noticed(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    """The same check on a page that does fetch and does complain: it is able to fail."""
    address, asked = listener
    page = tmp_path / "alive.html"
    page.write_text(f'<img src="{address}/seen"><script>console.error("heard")</script>', "utf-8")
    done = browse(page, tmp_path, f"--screenshot={tmp_path / 'alive.png'}")
    assert "heard" in done.stderr
    assert "/seen" in asked


def test_the_browser_reads_what_was_written(llm: Graph, tmp_path: Path) -> None:
    found = assess_interview(interview(llm, 4, format="screen"))
    page = tmp_path / "report.html"
    page.write_text(as_html(found), "utf-8")
    dom = browse(page, tmp_path, "--dump-dom").stdout
    assert len(re.findall(r"<svg ", dom)) == 3
    assert len(re.findall(r"<h3><span>Question ", dom)) == len(found.questions)
    assert '<html lang="en">' in dom


async def violations(
    page: str, tmp_path: Path, ground: str = "", scheme: str = "", rules: tuple[str, ...] = ()
) -> list[str]:
    """What axe-core finds on a page in the browser, by all its rules or by these.

    Its own script runs where the page's policy is taken out.
    """
    script = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text("utf-8")
    only = json.dumps({"runOnly": rules} if rules else {})
    report = (
        f"axe.run({only}).then(r => [r.passes.length, r.violations.map(v => v.id), "
        "getComputedStyle(document.body).backgroundColor])"
    )
    alive = page.replace("</body>", f"<script>{script}</script></body>")
    passed, found, shown = await asked_in_browser(alive, report, tmp_path, scheme)
    assert passed >= 15 or rules
    assert shown == ground or not ground
    assert isinstance(found, list)
    return found


async def asked_in_browser(page: str, script: str, tmp_path: Path, scheme: str = "") -> Any:
    """The value of a script in a page without its policy."""
    at = tmp_path / "checked.html"
    at.write_text(re.sub(r'<meta http-equiv="Content[^>]*>', "", page), "utf-8")
    async with chromium() as browser:
        opened = await browser.page()
        wanted = [{"name": "prefers-color-scheme", "value": scheme}]
        await opened.send("Emulation.setEmulatedMedia", features=wanted if scheme else [])
        await opened.open(at.as_uri())
        await opened.run("document.readyState == 'complete' || new Promise(done => addEventListener('load', done))")
        return await opened.run(script)


async def test_nobody_is_shut_out_by_rules_of_axe(sat: list[Assessment], tmp_path: Path) -> None:
    """axe-core knows WCAG 2.1 A and AA and good practice; a page that breaks them is found out."""
    several = "".join(export_text(sat, "html", many=True))
    assert await violations(several, tmp_path, "rgb(251, 249, 245)", "light") == []
    colours = ("color-contrast",)  # nothing else is another one in the dark
    assert await violations(several, tmp_path, "rgb(20, 23, 28)", "dark", colours) == []
    assert await violations(shared_file(sat[0], "page")[1].replace("<details", "<details open"), tmp_path) == []
    (tmp_path / "folder").mkdir()
    export_folder([(f"{found.session.id}.html", found) for found in sat], "html", tmp_path / "folder")
    assert await violations((tmp_path / "folder" / "index.html").read_text("utf-8"), tmp_path) == []
    grey = (
        as_html(sat[0]).replace("--foreground: #26292e", "--foreground: #cccccc").replace('<html lang="en">', "<html>")
    )
    broken = ("color-contrast", "html-has-lang")
    assert set(await violations(grey, tmp_path, rules=broken)) == set(broken)


async def test_paper_has_answers_only_if_ticked(llm: Graph, tmp_path: Path) -> None:
    """A whole interview took 27 pages; what one hands over stands alone on the first."""
    page = as_html(assess_interview(interview(llm, 3)))
    answers = page.replace('class="with-answers"', 'class="with-answers" checked')
    all_of_it = answers.replace('class="with-references"', 'class="with-references" checked')
    first, head, _ = page.partition("<section>\n<h2>Areas</h2>")
    printed = [await pages(each, tmp_path) for each in (first, first + head, page, answers, all_of_it)]
    assert printed == sorted(set(printed))
    assert printed[:2] == [1, 2]
    assert printed[2] <= 4
    assert printed[4] <= 20


async def pages(page: str, tmp_path: Path) -> int:
    """How many pages a report has as the browser prints it."""
    at = tmp_path / "printed.html"
    at.write_text(page, "utf-8")
    async with chromium() as browser:
        opened = await browser.page()
        await opened.open(at.as_uri())
        await opened.run("document.readyState == 'complete' || new Promise(done => addEventListener('load', done))")
        paper = base64.b64decode((await opened.send("Page.printToPDF"))["data"])
    return len(re.findall(rb"/Type\s*/Page\b", paper))


async def test_lines_of_a_card_fit(llm: Graph, sat: list[Assessment], tmp_path: Path) -> None:
    """Titles of the graph and letters of other scripts, in the font of this machine and in bold."""
    titles = [record.title for of in (llm.concepts, llm.areas, llm.roles) for record in of.values()]
    texts = [*titles, "検索拡張生成 評価", "Ж щ Ш ‰ Ω €", "بحث معزز", "WWWmmm@@@%%%…—", "é ñ ü ß İ", "🎓 👩‍🔬"]
    drawn = "".join(f'<text class="strong" font-size="20">{escape(text)}</text>' for text in texts)
    card = re.sub("<title>.*?</title>", "", as_card(sat[0])).replace("</svg>", f"{drawn}</svg>")
    lengths = "[...document.querySelectorAll('text')].map(t => t.getComputedTextLength())"
    page = f"<!DOCTYPE html><title></title><body>{card}</body>"
    found = (await asked_in_browser(page, lengths, tmp_path))[-len(texts) :]
    assert [text for text, length in zip(texts, found, strict=True) if not 0 < length <= width(text, 20)] == []


@pytest.mark.parametrize("own_words", [True, False])
def test_a_card_shows_without_console_errors_or_requests(
    llm: Graph, tmp_path: Path, listener: tuple[str, list[str]], own_words: bool
) -> None:
    address, asked = listener
    found = fetching(assess_interview(interview(llm, 3, format="screen")), address)
    page, picture = tmp_path / "card.svg", tmp_path / "card.png"
    page.write_text(as_card(found if own_words else without_own_words(found)), "utf-8")
    done = browse(page, tmp_path, f"--screenshot={picture}", "--window-size=1200,630")
    assert "CONSOLE" not in done.stderr
    assert asked == []
    assert picture.stat().st_size > 20_000


def test_the_map_as_svg_shows(llm: Graph, tmp_path: Path) -> None:
    page, picture = tmp_path / "map.svg", tmp_path / "map.png"
    page.write_text(as_svg(llm, llm.concepts), "utf-8")
    done = browse(page, tmp_path, f"--screenshot={picture}", "--window-size=1600,1200")
    assert "CONSOLE" not in done.stderr
    assert picture.stat().st_size > 30_000
