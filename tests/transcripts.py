"""Transcripts for tests: whole ones sat by the demo candidate, their blocks, and files made of them."""

import atexit
import contextlib
import os
import re
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from simulator.session.interview.interview import Interview
from simulator.session.transcript.format import header_text
from tests.benchmarks.archives import sit
from tests.blocks import event_block
from tests.graphs import llm_bank, llm_graph

ROOT = Path(__file__).parent.parent
WHOLE = "PYTEST_WHOLE"
graph, bank = llm_graph, llm_bank


@cache
def whole(number: int = 1) -> tuple[str, bytes]:
    """The id and the bytes of a whole interview; workers take it from whoever has sat it."""
    folder = Path(os.environ[WHOLE], str(number)) if WHOLE in os.environ else None
    if folder and folder.exists():
        (kept,) = folder.iterdir()
        return kept.stem, kept.read_bytes()
    name, text = sit(graph(), bank(), number)
    if folder:
        being_written = Path(mkdtemp(dir=folder.parent))
        (being_written / f"{name}.toml").write_bytes(text.encode())
        with contextlib.suppress(OSError):  # another worker was quicker
            being_written.rename(folder)
    return name, text.encode()


def share_whole() -> None:
    """Let workers find whole interviews of each other, and those that modules ask for as they are loaded."""
    if WHOLE not in os.environ:
        os.environ[WHOLE] = mkdtemp(prefix="interview-whole-")
        atexit.register(shutil.rmtree, os.environ[WHOLE], ignore_errors=True)
        for number in (1, 2):
            whole(number)


def written(interview: Interview) -> tuple[str, bytes]:
    """The id and the bytes of an interview that was sat in memory, as far as it went."""
    blocks = map(event_block, interview.events)
    return interview.header.id, (header_text(interview.header) + "".join(blocks)).encode()


def split(data: bytes) -> tuple[bytes, list[bytes]]:
    """The header and the blocks of a transcript, each with its blank line."""
    head, *blocks = re.split(rb"^(?=\[\[event\]\]$)", data, flags=re.MULTILINE)
    return head, blocks


def put(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.toml"
    path.write_bytes(data)
    return path


def on_another_graph(path: Path, graph: str, number: int) -> None:
    """The same session, had it been sat on another graph."""
    name = f"{path.stem[:-1]}{number}".replace("-llm-", f"-{graph}-")
    text = path.read_text("utf-8").replace(path.stem, name).replace('graph = "llm"', f'graph = "{graph}"')
    path.with_name(f"{name}.toml").write_text(text, "utf-8")
