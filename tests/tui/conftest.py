"""A small graph, a workspace in a temporary folder and a clock that stands, for the tests of the screens."""

import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from textual import _wait
from textual.css.model import RuleSet

from simulator.engine.lab.people import drawn_candidate
from simulator.graph.load import load
from simulator.session.clock import Clock, SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Retake, Settings
from simulator.session.interview.state import State
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.system import SIGNALS
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home import screen as home_screen
from tests.isolation import ROOT
from tests.said import once
from tests.settings import write_preferences
from tests.transcripts import put
from tests.tui.looks import colours as colours
from tests.tui.looks import looks as looks
from tests.warm import warmed

GRAPH = """
[graph]
id = "small"
title = "A small graph"

[[area]]
id = "basics"
title = "Basics [b]"

[[role]]
id = "tester"
title = "Tester"
target_tier = 3
about = "Tests things."
areas = { basics = 1 }
"""
CONCEPTS = """
[[concept]]
id = "first"
title = "The secret first"
area = "basics"

[[concept]]
id = "second"
title = "The secret second"
area = "basics"
prerequisites = ["first"]
"""
QUESTION = """
[[question]]
id = "q{n}"
kind = "discuss"
concepts = ["{concept}"]
tier = {tier}
prompt = "Question {n}: what is arr[i] and x[/ and [@click=app.quit] here, and why does it matter?"
hints = ["Think of lists."]
clarifications = [{{ asks = "Which language is it in?", reply = "Any language will do." }}]
answer = "It is **indexing**: `arr[i]` reads one element. Markup such as [b] stays."
gist = "Indexing reads one element."
rubric = [
  {{ id = "core", point = "Says that it reads one element", weight = 3, critical = true, partly = "only 'a list'" }},
  {{ id = "why", point = "Says why [red]it matters[/]", weight = 2 }},
  {{ id = "more", point = "Names what happens beyond the end", weight = 1, beyond = true }},
]
probes = [{{ kind = "gap", point = "why", asks = "And why does it matter?", reply = "It is constant time." }}]
mistakes = [{{ claim = "It copies the list.", why = "It reads one element." }}]
exemplar = "Well, it reads one element."
sources = [{{ title = "A paper", authors = "A. Author", year = 2020, arxiv = "2001.00001" }}]
"""
CHECK = """
[[check]]
id = "c1"
concepts = ["first"]
tier = 1
prompt = "How many elements does arr[i] read?"
options = ["none", "one", "all"]
correct = 1
why = "One index, one element."
"""
OF_EVERY_KIND = '''
[[question]]
id = "code"
kind = "code"
concepts = ["first"]
tier = 2
prompt = """
This attention with a cache is right for a whole prompt, and wrong when tokens come one at a time. Find the faults.

```python
def attend(x, cache):            # x: [new, d], rotary positions
    q, k, v = split(x @ Wqkv)
    q, k = rotate(q, arange(len(x))), rotate(k, arange(len(x)))
    cache.k = concat(cache.k, k)
    mask = tril(ones(len(x), len(x)))
    return softmax(where(mask, q @ cache.k.T, -inf)) @ cache.v
```"""
answer = "Positions start at the length of the cache; the mask has to allow all that is cached."

[[question]]
id = "design"
kind = "design"
concepts = ["first"]
tier = 6
minutes = 15
prompt = "A provider wants agents that help with incidents in 1,500 services. Design the system."
answer = "One agent first; several where their views differ."
rubric = [{ id = "one", point = "Decides between one and several agents, with a reason", weight = 3, critical = true }]
stages = [
  { id = "requirements", title = "Requirements", asks = "What must it deliver, and what never?", minutes = 3 },
  { id = "estimate", title = "Estimate", asks = "Data, tokens, time and cost of one incident.", minutes = 4 },
]
twists = [{ asks = "Incidents grow tenfold, many of them duplicates. What breaks first?" }]

[[question]]
id = "lived"
kind = "experience"
concepts = ["first"]
tier = 3
prompt = "Tell me about a service that you ran under real traffic: what broke, and what did you change for good?"
anchors = [
  "Names architecture and tools; no incident, no numbers.",
  "One incident with a cause, but detection and own part stay vague.",
  "Told in order with numbers, a lasting change with its effect.",
  "All that, plus alternatives weighed and learning that outlasted the incident.",
]
'''
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


# After each key a pilot looks every 20 ms whether the app has come to rest: much of what these tests took was that.
_wait.SLEEP_GRANULARITY, _wait.SLEEP_IDLE = 0.01, 0.0005

# A rule of style is hashed by its id, of which the guard of `sessions/` hears each time: a quarter of all styling.
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]


class StandingClock(Clock):
    """A clock that tests move by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return NOW

    def elapsed(self) -> float:
        return self.seconds


@pytest.fixture(autouse=True)
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def _signals_as_before() -> Iterator[None]:
    """A handler for signals would hold its app, and the handler before it: every app of a run, and its graph."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture(autouse=True)
def _lines_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test knows which line home marks when it presses enter; that a person needs a moment is in test_home."""
    monkeypatch.setattr(home_screen, "SEEN", 0.0)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    folder = tmp_path / "graphs" / "small"
    (folder / "questions").mkdir(parents=True)
    (folder / "graph.toml").write_text(GRAPH)
    (folder / "concepts.toml").write_text(CONCEPTS)
    questions = [QUESTION.format(n=n, concept=("first", "second")[n % 2], tier=1 + n // 4) for n in range(12)]
    (folder / "questions" / "basics.toml").write_text("".join(questions))
    (folder / "checks.toml").write_text(CHECK)
    (tmp_path / "sessions").mkdir()
    return Workspace(
        graphs=tmp_path / "graphs",
        sessions=tmp_path / "sessions",
        candidate="me",
        cache=warmed(tmp_path / "cache"),
        config=tmp_path / "config.toml",
    )


@pytest.fixture
def settled(workspace: Workspace) -> Workspace:
    """The workspace of somebody who has answered the questions of the first start."""
    write_preferences(workspace.config, Preferences(role="tester", graph="small", format="screen"))
    return workspace


@pytest.fixture
def furnished(settled: Workspace) -> Workspace:
    """The small graph with a question of every kind."""
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text() + OF_EVERY_KIND)
    return settled


def home(workspace: Workspace) -> InterviewApp:
    return InterviewApp(workspace, "small", clock=StandingClock())


def room(workspace: Workspace, **chosen: object) -> InterviewApp:
    settings = Settings(**{"format": "screen", "role": "tester", "seed": 3, **chosen})  # type: ignore[arg-type]
    return InterviewApp(workspace, "small", opening=Opening(start=settings), clock=StandingClock())


def asking(place: Workspace, *items: str) -> InterviewApp:
    """An interview with these questions of the real graph."""
    chosen = Settings(role="applied-engineer", seed=1, again=Retake("", items=items))
    return InterviewApp(
        replace(place, graphs=ROOT / "graphs"), "llm", opening=Opening(start=chosen), clock=StandingClock()
    )


def transcript(workspace: Workspace) -> Path:
    """The one transcript of a workspace."""
    (path,) = workspace.sessions.glob("*.toml")
    return path


def sit(
    workspace: Workspace,
    level: float = 3.0,
    *,
    days_ago: int = 30,
    score: str = "each",
    until: Callable[[State], bool] | None = None,
    again: Retake | None = None,
) -> Path:
    """An interview some days ago, sat by a simulated candidate of a level, whole or until a state; its transcript.

    A whole one on the same graph, after the same others, is sat once for all workers.
    """

    def sat() -> tuple[str, bytes]:
        path = _sat(workspace, level, days_ago, score, until, again)
        return path.stem, path.read_bytes()

    files = (*workspace.graphs.rglob("*.toml"), *workspace.sessions.glob("*.toml"))
    before = sorted((path.name, path.read_bytes()) for path in files)
    name, data = sat() if until else once("sat", (workspace.candidate, level, days_ago, score, again, before), sat)
    path = put(workspace.sessions, name, data)
    path.chmod(0o600)
    return path


def _sat(
    workspace: Workspace,
    level: float,
    days_ago: int,
    score: str,
    until: Callable[[State], bool] | None,
    again: Retake | None,
) -> Path:
    clock = SimulatedClock(NOW - timedelta(days=days_ago))
    settings = Settings(format="screen", role="tester", seed=3, score=score, again=again)  # type: ignore[arg-type]
    sitting = begin(load(workspace.graphs / "small"), settings, workspace, clock)
    demo = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, 3, level), 3)
    while (act := demo.act(sitting.interview)) is not None and not (until and until(sitting.interview.state)):
        clock.advance(act.seconds)
        perform(sitting.interview, act).result()
    sitting.close()
    return sitting.transcript.path


@pytest.fixture
def paths(settled: Workspace) -> list[Path]:
    """Three interviews, newest first: a strong one, one with misses, and a middling one."""
    return [sit(settled, 4.0, days_ago=60), sit(settled, -4.0, days_ago=40), sit(settled, 6.0, days_ago=20)][::-1]
