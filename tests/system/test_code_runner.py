"""The runner of a candidate's code: what goes in, what comes back, and that nothing stays behind."""

import base64
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pytest

from simulator.session.code.inside.landlock import without
from simulator.session.code.process import UNSUPPORTED, SandboxLevel, paths, survey
from simulator.session.code.reply import CaseReply
from simulator.session.code.runner import CUT, CaseRequest, CodeRunner, Limits
from tests.isolation import ROOT
from tests.system.attacking import child_of, left_running

LIMITS = Limits(seconds=6.0, case_seconds=3.0, memory_mb=256)


@pytest.fixture(scope="module")
def runner() -> Iterator[CodeRunner]:
    with CodeRunner(LIMITS) as made:
        yield made


def only(runner: CodeRunner, code: str, *steps: dict[str, Any], **narrowed: Any) -> CaseReply:
    [reply] = runner.run(code, [CaseRequest("a", list(steps), **narrowed)])
    return reply


def call(name: str, *args: Any, **more: Any) -> dict[str, Any]:
    return {"call": name, "args": list(args), **more}


def wired(array: "np.ndarray[Any, Any]") -> dict[str, Any]:
    data = base64.b64encode(array.tobytes()).decode()
    return {"$array": array.dtype.name, "shape": list(array.shape), "data": data}


# Values

SAME: list[Any] = [
    1, -0.5, 1e300, True, None, "text", [1, [2.0, "b"]], {"a": {"b": []}}, {"$tuple": [1, {"$tuple": []}]},
    {"$set": [3]}, {"$bytes": "AP8="}, {"$map": [[1, "a"], [{"$tuple": [1, 2]}, None]]}, float("inf"),
    {"$map": [["$array", 1]]}, wired(np.arange(6.0).reshape(2, 3)), wired(np.array([True, False])),
    wired(np.zeros((0, 3), "float16")), wired(np.array(7, "uint8")),
]  # fmt: skip


def test_values_come_back_as_they_went_in(runner: CodeRunner) -> None:
    reply = only(runner, "def f(x): return x", *[call("f", value) for value in SAME])
    assert reply.results == SAME


MADE: dict[str, Any] = {
    "np.float32(0.5)": 0.5, "np.bool_(True)": True, "np.int64(3)": 3, "range(3)": [0, 1, 2], "{1: 2}.values()": [2],
    "np.arange(6)[::2]": wired(np.array([0, 2, 4])), "np.array([1, 2], '>i4')": wired(np.array([1, 2], "int32")),
    "np.array(['a', 'b'])": ["a", "b"], "frozenset([1])": {"$set": [1]}, "collections.Counter('aa')": {"a": 2},
    "np.ones(2)[None].T": wired(np.ones((2, 1))),
}  # fmt: skip


def test_what_code_makes_has_one_plain_form(runner: CodeRunner) -> None:
    code = "import collections\nimport numpy as np\ndef f(text): return eval(text)"
    assert dict(zip(MADE, only(runner, code, *[call("f", text) for text in MADE]).results, strict=True)) == MADE


def test_value_without_a_form_is_named_by_type(runner: CodeRunner) -> None:
    reply = only(runner, "class A: pass\ndef f(): return [A(), 1j, (x for x in 'a')]", call("f"))
    assert [each["$other"] for each in reply.results[0]] == ["A", "complex", "generator"]


# Steps


def test_steps_share_an_object_results_and_clock(runner: CodeRunner) -> None:
    code = "class Bucket:\n    def __init__(self, clock): self.clock, self.n = clock, 0\n"
    code += "    def take(self, n): self.n += n; return {'n': self.n, 'at': self.clock()}\n"
    steps: list[dict[str, Any]] = [
        {"new": "Bucket", "as": "it", "args": [{"$clock": 5.0}]},
        {"method": "take", "on": "it", "args": [2]},
        {"advance": 1.5},
        {"method": "take", "on": "it", "args": [], "kwargs": {"n": {"$result": 1, "part": "n"}}},
    ]
    assert only(runner, code, *steps).results == [None, {"n": 2, "at": 5.0}, None, {"n": 4, "at": 6.5}]


def test_the_caller_overwrites_what_it_got(runner: CodeRunner) -> None:
    """Results stay as they came; what has no entries to write to, or no such part, is left alone."""
    code = "import numpy as np\nkept = [np.zeros(2), [1, 2], {'a': 3}, (4,), 'text']\n"
    code += "def give(n): return kept[n]\ndef fail(): raise KeyError('a')\ndef all_of_it(): return kept"
    given = [call("give", n) for n in range(5)]
    over = [{"overwrite": n, "value": 9} for n in range(5)]
    failed = [call("fail", may_raise=True), {"overwrite": 10, "value": 9}]
    parts = [{"overwrite": 1, "part": 7, "value": 8}, call("all_of_it"), {"overwrite": 13, "part": 1, "value": [0]}]
    reply = only(runner, code, *given, *over, *failed, *parts, call("all_of_it"))
    assert reply.results[:10] == [wired(np.zeros(2)), [1, 2], {"a": 3}, {"$tuple": [4]}, "text", *[None] * 5]
    written: list[Any] = [wired(np.full(2, 9.0)), [9, 9], {"a": 9}, {"$tuple": [4]}, "text"]
    assert reply.results[13] == written
    assert reply.results[-1] == [written[0], [[0], [0]], *written[2:]]


def test_scripted_function_answers_by_its_table(runner: CodeRunner) -> None:
    code = "def f(ask):\n    found = [ask('a'), ask('a'), ask('a'), ask(b=[1, 2]), ask('z')]\n"
    code += "    try: ask('slow')\n    except TimeoutError as error: found.append(str(error))\n    return found"
    table = [
        {"args": ["a"], "gives": 1}, {"args": ["a"], "gives": 2}, {"args": [{"$tuple": [1, 2]}], "gives": {"b": []}},
        {"args": ["slow"], "raises": "TimeoutError", "message": "too slow"},
    ]  # fmt: skip
    script = {"$script": "ask", "table": table, "otherwise": {"args": [], "gives": "?"}}
    reply = only(runner, code, call("f", script))
    assert reply.results == [[1, 2, 2, {"b": []}, "?", "too slow"]]
    assert reply.calls == {"ask": [["a"], ["a"], ["a"], [[1, 2]], ["z"], ["slow"]]}


def test_arguments_are_reported_after_the_call(runner: CodeRunner) -> None:
    reply = only(runner, "def f(x, y): x.append(1); y[0] = 9.0", call("f", [0], wired(np.zeros(1)), report_args=True))
    assert reply.arguments == {"args": [[0, 1], wired(np.array([9.0]))], "kwargs": {}}


def test_allowed_error_is_a_result_with_names(runner: CodeRunner) -> None:
    code = "class Full(OverflowError): pass\ndef f(): raise Full('no room')\ndef g(): return 1"
    reply = only(runner, code, call("f", may_raise=True), call("g"))
    assert reply.results[0]["$raised"][:2] == ["Full", "OverflowError"]
    assert reply.results[1:] == [1]


def test_same_code_draws_the_same_numbers(runner: CodeRunner) -> None:
    code = "import random\nimport numpy as np\ndef f(): return [random.random(), float(np.random.rand()), hash('a')]"
    [first] = only(runner, code, call("f")).results
    with CodeRunner(LIMITS) as other:
        assert only(other, code, call("f")).results == [first]


def test_no_case_sees_what_another_left(runner: CodeRunner) -> None:
    code = "import numpy as np\nseen = []\ndef f(x):\n    seen.append(x); np.pi = 3; open('a', 'a').write('x')\n"
    code += "    return [len(seen), len(open('a').read())]"
    replies = list(runner.run(code, [CaseRequest(str(n), [call("f", n)]) for n in range(3)]))
    assert [reply.results for reply in replies] == [[[1, 1]]] * 3


def test_next_case_is_asked_for_after_reply(runner: CodeRunner) -> None:
    log = []

    def cases() -> Iterator[CaseRequest]:
        for name in "ab":
            log.append(f"asked {name}")
            yield CaseRequest(name, [call("f")])

    for reply in runner.run("def f(): pass", cases()):
        log.append(f"got {reply.id}")
    assert log == ["asked a", "got a", "asked b", "got b"]


# Errors and output

FAULTY = """
def outer(x):
    return inner(x)

def inner(x):
    return x[5]
"""


def test_error_is_shown_in_candidates_own_lines(runner: CodeRunner) -> None:
    reply = only(runner, FAULTY, call("outer", [1, 2, 3, 4, 5, 6]), call("outer", [1]))
    assert reply.results == [6]
    assert reply.error is not None
    assert (reply.error.kind, reply.error.message, reply.error.step) == ("IndexError", "list index out of range", 1)
    assert reply.error.lines == ("line 3, in outer: return inner(x)", "line 6, in inner: return x[5]")


@pytest.mark.parametrize(
    ("code", "kind", "lines"),
    [
        ("x = 1\ndef f(:", "SyntaxError", ("line 2: def f(:",)),
        ("y = 1 / 0", "ZeroDivisionError", ("line 1: y = 1 / 0",)),
        ("import sys; sys.exit(3)", "SystemExit", ("line 1: import sys; sys.exit(3)",)),
        ("g = 1", "NameError", ()),
    ],
)
def test_code_that_does_not_load_says_where(runner: CodeRunner, code: str, kind: str, lines: tuple[str, ...]) -> None:
    error = only(runner, code, call("f")).error
    assert error is not None
    assert (error.kind, error.lines) == (kind, lines)


def test_long_tracebacks_are_cut_in_the_middle(runner: CodeRunner) -> None:
    error = only(runner, "def f(n): return f(n + 1)", call("f", 0)).error
    assert error is not None
    assert (error.kind, len(error.lines), error.lines[3]) == ("RecursionError", 11, "…")


def test_output_is_kept_up_to_its_bound(runner: CodeRunner) -> None:
    code = "import sys\ndef f(n):\n    print('é' * n)\n    print('error', file=sys.stderr)\n    return input"
    assert only(runner, code, call("f", 2)).stdout == "éé\nerror\n"
    cut = only(runner, code, call("f", 100_000))
    assert (cut.ended, cut.stdout.endswith(CUT), len(cut.stdout.encode())) == ("", True, 64_000 + len(CUT.encode()))


def test_nothing_can_be_read_from_stdin(runner: CodeRunner) -> None:
    error = only(runner, "def f(): return input()", call("f")).error
    assert error is not None
    assert error.kind == "EOFError"


def test_threads_and_asyncio_work_where_calls_are_filtered() -> None:
    code = "import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\nasync def one(): return 1\n"
    code += "def f():\n    with ThreadPoolExecutor(4) as pool: return list(pool.map(abs, [-1, 2]))\n"
    code += "def g(): return asyncio.run(one())"
    with CodeRunner(LIMITS) as runner:
        assert runner.sandbox.filtered
        assert only(runner, code, call("f"), call("g")).results == [[1, 2], 1]


# Limits


def test_memory_is_counted_on_top_of_numpy(runner: CodeRunner) -> None:
    code = "import numpy as np\ndef f(mb): return len(np.zeros((mb, 2**20), 'uint8'))"
    assert only(runner, code, call("f", 100), memory_mb=128).results == [100]
    assert only(runner, code, call("f", 140), memory_mb=128).ended == "memory"
    assert only(runner, code, call("f", 300), memory_mb=4096).ended == "memory"


def test_time_is_up_for_case_then_run() -> None:
    with CodeRunner(Limits(seconds=0.75, case_seconds=0.4)) as runner:
        cases = [CaseRequest(name, [call("f", name)]) for name in "abcd"]
        code = "def f(name):\n    print(name, flush=True)\n    while name != 'a': pass"
        replies = list(runner.run(code, cases))
    assert [reply.ended for reply in replies] == ["", "time", "time", "not-run"]
    assert [reply.stdout for reply in replies[:3]] == ["a\n", "b\n", "c\n"]
    assert 0.4 <= replies[1].seconds < 1.4


def test_stopping_ends_the_run_at_once(runner: CodeRunner) -> None:
    stop = threading.Event()
    timer = threading.Timer(0.1, stop.set)
    timer.start()
    started = time.monotonic()
    cases = [CaseRequest(name, [call("f")]) for name in "abc"]
    replies = list(runner.run("def f():\n    while True: pass", cases, stop))
    timer.join()
    assert [reply.ended for reply in replies] == ["interrupted", "not-run", "not-run"]
    assert time.monotonic() - started < 0.6
    assert only(runner, "def f(): return 1", call("f")).results == [1]


def test_two_runs_at_once_are_refused(runner: CodeRunner) -> None:
    first = runner.run("def f(): pass", [CaseRequest("a", [call("f")])] * 2)
    next(first)
    with pytest.raises(RuntimeError):
        next(runner.run("", []))
    first.close()  # type: ignore[attr-defined]
    assert only(runner, "def f(): return 1", call("f")).ended == ""


# What stays behind


@pytest.mark.parametrize("runs", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_many_runs_leave_nothing_behind(runs: int) -> None:
    def held() -> tuple[int, int]:
        return len([*Path("/proc/self/fd").iterdir()]), threading.active_count()

    with CodeRunner(LIMITS) as runner:
        only(runner, "def f(): return 1", call("f"))
        before = held()
        for _ in range(runs):
            assert only(runner, "def f(): return 1", call("f")).results == [1]
        assert held() == before
        name, process = child_of(runner).name, child_of(runner)._process
        assert 1 <= len(left_running(name)) <= 3
        assert os.getsid(0) not in map(os.getsid, left_running(name))  # no key of the terminal reaches them
    assert left_running(name) == []
    assert process.returncode is not None


def test_child_that_died_is_replaced(runner: CodeRunner) -> None:
    only(runner, "def f(): return 1", call("f"))
    for pid in left_running(child_of(runner).name):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    assert only(runner, "def f(): return 1", call("f")).results == [1]


KILLED = """
import sys
from simulator.session.code.process import SandboxLevel
from simulator.session.code.runner import *
runner = CodeRunner(Limits(60, 60), SandboxLevel(sys.argv[1]))
runner.warm()
runner._child.hello()
print(runner._child.name, runner._child.home, flush=True)
list(runner.run("def f():\\n    while True: pass", [CaseRequest("a", [{"call": "f"}])]))
"""


def test_killing_the_program_ends_its_child() -> None:
    level = survey().level
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, level], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as program:
        assert program.stdout is not None
        name, home = program.stdout.readline().split()
        time.sleep(0.2)
        assert left_running(name)
        program.kill()
    deadline = time.monotonic() + 2
    while (left_running(name) or Path(home).exists()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert (left_running(name), Path(home).exists()) == ([], False)


def test_closing_during_a_case_ends_it() -> None:
    runner = CodeRunner(LIMITS)
    ends: list[str] = []
    case = CaseRequest("a", [call("f")])
    worker = threading.Thread(
        target=lambda: ends.extend(each.ended for each in runner.run("def f():\n    while True: pass", [case]))
    )
    runner.warm()
    child_of(runner).hello()
    worker.start()
    time.sleep(0.1)
    name = child_of(runner).name
    runner.close()
    worker.join(2)
    assert (ends, left_running(name)) == (["killed"], [])


# What is seen, and how fast


def test_paths_of_child_leave_out_the_program() -> None:
    found = paths()
    opened = [Path(part) for path in found["shown"] for part in without(path, found["hidden"])]
    for own in (ROOT / "simulator", ROOT / "graphs", Path.home(), Path(np.__file__).parents[1]):
        assert not any(own.is_relative_to(path) for path in opened), own
    assert Path(np.__file__).parent in map(Path, found["numpy"])
    assert any(Path(os.__file__).resolve().is_relative_to(path) for path in opened)


def test_a_system_without_fork_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    survey.cache_clear()
    try:
        found = survey()
        with CodeRunner() as runner:
            assert only(runner, "", call("f")).ended == "refused"
    finally:
        survey.cache_clear()
    assert (found, found.supported) == (SandboxLevel(UNSUPPORTED), False)
    assert "no way to limit it" in found.sentence()


@pytest.mark.parametrize("level", ["namespaces", "bubblewrap", "landlock", "seccomp", "limits"])
def test_consent_is_asked_where_files_are_open(level: str) -> None:
    found = SandboxLevel(level)
    assert found.needs_consent == (level in {"seccomp", "limits"})
    assert "not a prison" in found.sentence()


def test_three_cases_answer_well_within_the_limit(runner: CodeRunner) -> None:
    only(runner, "def f(): return 1", call("f"))
    code = "import numpy as np\ndef f(x):\n    e = np.exp(x - x.max())\n    return e / e.sum()"
    times = []
    for _ in range(9):
        started = time.perf_counter()
        list(runner.run(code, [CaseRequest(str(n), [call("f", wired(np.ones(64)))]) for n in range(3)]))
        times.append(time.perf_counter() - started)
    assert median(times) < 0.3
