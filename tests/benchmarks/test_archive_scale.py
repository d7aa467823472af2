"""The session layer at size: appending, and ten thousand sessions listed, searched and indexed.

INTERVIEW_BENCH_SESSIONS sets how many; INTERVIEW_BENCH_FOLDER keeps the archive between runs. The machine is noisy, so
every figure is a ratio within one run, or the best of several.
"""

import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from simulator.session.archive import archive
from simulator.session.archive.index import index_path
from simulator.session.header import Settings
from simulator.session.interview.events import Noted
from simulator.session.sitting import header_of
from simulator.session.transcript.write import Transcript
from simulator.session.workspace import Workspace
from tests.benchmarks.archives import ROOT
from tests.benchmarks.conftest import COUNT, show
from tests.blocks import event_block
from tests.conftest import STARTED
from tests.transcripts import graph

pytestmark = pytest.mark.slow

BUILD = (
    "import resource, sys\n"
    "from pathlib import Path\n"
    "from simulator.session.archive.index import Index\n"
    "index = Index(Path(sys.argv[1]), Path(sys.argv[2]))\n"
    "done = index.refresh(lambda done, total: print(done, total, flush=True))\n"
    "print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
)


@pytest.fixture(scope="module")
def large(sessions: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The archive with its index, which is built in a process of its own that is killed once on the way."""
    cache = tmp_path_factory.mktemp("cache")
    command = [sys.executable, "-c", BUILD, str(sessions), str(cache)]
    began = time.perf_counter()
    first = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert first.stdout is not None
    for line in first.stdout:
        if int(line.split()[0]) >= COUNT // 3:
            break
    first.kill()
    first.wait()
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    total, peak = int(lines[0].split()[1]), int(lines[-1].split()[1])
    size = index_path(sessions, cache).stat().st_size / 1e6
    show(f"index of {COUNT} sessions: {time.perf_counter() - began:.0f} s, {size:.0f} MB, peak {peak} MB of memory")
    assert total <= COUNT - COUNT // 3, "the second run began anew"
    assert peak < 200
    yield Workspace(ROOT / "graphs", sessions, "demo", cache, cache / "config.toml")
    shutil.rmtree(cache, ignore_errors=True)


def milliseconds(act: Callable[[], object], times: int = 5) -> float:
    """The median time of an act."""
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return statistics.median(taken)


def test_appending_costs_hardly_more_than_write_and_fsync(tmp_path: Path) -> None:
    transcript = Transcript.create(tmp_path, header_of(graph(), Settings(seed=1), STARTED, "abcd"))
    bare = os.open(tmp_path / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def ours() -> None:
        transcript.append(event).result()

    def theirs() -> None:
        os.write(bare, data)
        os.fsync(bare)

    taken: dict[Callable[[], None], list[float]] = {ours: [], theirs: []}
    for n in range(1, 3001):
        event = Noted(n=n, at=STARTED, clock=1.0, position=1, text="A remark of usual length. " * 20)
        data = event_block(event).encode()
        for act in (ours, theirs) if n % 2 else (theirs, ours):  # whoever comes second finds the disk awake
            began = time.perf_counter()
            act()
            taken[act].append(time.perf_counter() - began)
    transcript.close()
    os.close(bare)
    append, bare_ms = statistics.median(taken[ours]) * 1000, statistics.median(taken[theirs]) * 1000
    show(f"append {append:.3f} ms, write and fsync {bare_ms:.3f} ms, {append / bare_ms:.2f} times")
    assert append <= 1.3 * bare_ms


def test_the_list_is_there_in_a_moment(large: Workspace) -> None:
    first = milliseconds(lambda: archive.rows(large, limit=50))
    everything = milliseconds(lambda: archive.rows(large))
    past = milliseconds(lambda: archive.past(large, "demo", "llm"))
    show(f"first 50 rows {first:.0f} ms, all rows {everything:.0f} ms, the past of a candidate {past:.0f} ms")
    assert len(archive.rows(large)) == COUNT
    assert first < 150


@pytest.mark.skipif(shutil.which("rg") is None, reason="ripgrep is not installed")
@pytest.mark.parametrize("words", ["cache", "attention head", "speculative decoding", "tokenizer", "zygote"])
def test_search_against_ripgrep(large: Workspace, words: str) -> None:
    archive.rows(large)
    command = ["rg", "-l", "-i", "-F", words, str(large.sessions)]
    ripgrep = milliseconds(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=False), 3)
    ours = milliseconds(lambda: archive.found_items(large, words, limit=50), 9)
    show(f"{words}: {ours:.2f} ms, ripgrep {ripgrep:.0f} ms, 1/{ripgrep / ours:.0f}")
    assert ours <= ripgrep / 20
