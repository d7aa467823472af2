"""What the tests share: the real graph, a workspace of their own, interviews that a simulated candidate sits."""

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from simulator.engine.lab.people import drawn_candidate
from simulator.graph.authoring import write_template
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.sitting import Sitting, begin
from simulator.session.workspace import APP, Workspace
from tests.forked_workers import fork_workers, is_forked
from tests.graphs import llm_cache, llm_graph
from tests.isolation import ROOT as ROOT
from tests.isolation import isolate, new_home, write_into_memory
from tests.said import share_what_is_said
from tests.some import NAMES, examples, left_to_fuzz
from tests.transcripts import share_whole
from tests.warm import warmed

HERE = Path(__file__).parent
STARTED = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def pytest_configure(config: pytest.Config) -> None:
    """Leave the user's things alone; and save each worker and each command from doing the same work again.

    Tests are rewritten and modules compiled once, wherever the environment asks for neither to be kept. The graph is
    parsed once for all workers, and what they write stays in memory. An app leaves circles behind that Python looks for
    among all that lives: it does so less often, and not among what was there before the first test.
    """
    if is_forked():
        new_home()
        return
    in_parallel = config.getoption("numprocesses", None)
    if in_parallel:
        write_into_memory()
    isolate()
    sys.dont_write_bytecode = False
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    gc.set_threshold(50_000, 20, 20)
    # how long a machine takes to make up an example says nothing about the program
    slowness = [HealthCheck.too_slow]
    settings.register_profile("some", max_examples=examples(100), suppress_health_check=slowness)
    settings.load_profile("some")
    share_what_is_said()
    if in_parallel:
        llm_cache()
        share_whole()
        if not config.getoption("file_or_dir"):
            load_tests()
        fork_workers(in_parallel)


def load_tests() -> None:
    """Load all tests; what cannot be loaded is left to the collection, which says so."""
    tests = sorted(path for part in ("bank", "cli", "system", "tui", "unit") for path in HERE.glob(f"{part}/test_*.py"))
    for path in tests:
        with contextlib.suppress(Exception, pytest.skip.Exception):
            import_module(f"tests.{path.parent.name}.{path.stem}")


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Look once more for what was left behind; pytest and Python would do so five times before a worker has ended."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A working folder outside of the checkout, for commands look for graphs and sessions there and above."""
    before = Path.cwd()
    warmed(Path(os.environ["HOME"]) / ".cache" / APP)
    os.chdir(tmp_path_factory.mktemp("elsewhere"))
    yield
    os.chdir(before)


@pytest.fixture(scope="session")
def llm() -> Graph:
    """The graph that the program comes with."""
    return llm_graph()


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An empty workspace with the real graphs."""
    cache = warmed(tmp_path / "cache")
    return Workspace(ROOT / "graphs", tmp_path / "sessions", "tester", cache, tmp_path / "config.toml")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder of somebody without settings: a workspace with the sample graph."""
    for name in ("graphs", "sessions"):
        (tmp_path / "work" / name).mkdir(parents=True)
    write_template(tmp_path / "work" / "graphs" / "sample")
    warmed(tmp_path / "home" / ".cache" / APP)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path / "work")
    for name in list(os.environ):
        if name.startswith(("INTERVIEW_", "XDG_")):
            monkeypatch.delenv(name)
    return tmp_path / "work"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new graph, as `interview graph new` writes it."""
    path = tmp_path / "sample"
    write_template(path)
    return path


Sit = Callable[..., Sitting]


@pytest.fixture
def sit(llm: Graph, workspace: Workspace) -> Sit:
    """Sits an interview with a simulated candidate, up to `acts` commands or to its end."""

    def run(
        *,
        seed: int = 1,
        acts: int | None = None,
        level: float | None = None,
        until: str = "",
        day: float = 0,
        **settings: object,
    ) -> Sitting:
        clock = SimulatedClock(STARTED + timedelta(days=day))
        chosen = Settings(seed=seed, candidate="tester", **settings)  # type: ignore[arg-type]
        sitting = begin(llm, chosen, workspace, clock)
        demo = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, seed, level), seed)
        done = 0
        while (act := demo.act(sitting.interview)) is not None:
            if done == acts or (until and sitting.interview.state.phase == until):
                break
            clock.advance(act.seconds)
            perform(sitting.interview, act).result()
            done += 1
        return sitting

    return run


@pytest.fixture
def sitting(sit: Sit) -> Iterator[Sitting]:
    """An interview in which the first question waits for its answer."""
    sitting = sit(until="answering")
    yield sitting
    sitting.close()


TERMINALS = {
    "pexpect",
    "tests.system.chromium",
    "tests.system.nursery",
    "tests.system.served",
    "tests.system.terminal",
    "tests.trials.running",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to `make fuzz` what is slow and gone through by others; give a second try to what needs a real terminal.

    A busy machine can keep a terminal or a browser from its time. Nothing else is tried twice, so that a race in the
    program shows.
    """
    left = set(left_to_fuzz())
    config.stash[NAMES] = {item.nodeid for item in items}
    for item in items:
        if item.nodeid in left:
            item.add_marker("slow")
        if item.nodeid.startswith("tests/system/") and isinstance(item, pytest.Function):
            used = {
                getattr(value, "__module__", getattr(value, "__name__", "")) for value in vars(item.module).values()
            }
            if used & TERMINALS:
                item.add_marker(pytest.mark.flaky(reruns=1, reruns_delay=1))
