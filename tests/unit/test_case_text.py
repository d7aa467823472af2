"""A case as the candidate reads it."""

from typing import Any

import pytest

from simulator.graph.code.case import Call, Case, read_entry
from simulator.graph.code.case_text import MOST_CALLS, MOST_LETTERS, case_lines, shown_cases, value_text
from simulator.graph.code.judge import Reply, case_faults, entry_of, fault_of
from tests.coding import workshop
from tests.graphs import llm_graph

VALUES = {
    "[1, 'a', True, None]": [1, "a", True, {"none": True}],
    "array([[1.0, 2.0]], float32)": {"array": [[1.0, 2.0]], "dtype": "float32"},
    "np.full((2,), 0.5)": {"full": [2], "value": 0.5},
    "np.full(3, 0.0)": {"full": 3},
    "np.arange(1, 6, 2)": {"arange": [1, 6, 2]},
    "<2×4 random>": {"normal": [2, 4], "seed": 1},
    "<4 random>": {"normal": 4, "seed": 1},
    "{'result': 4, 'ok': True}": {"result": 4, "ok": True},
    "(1,)": {"tuple": [1]},
    "set()": {"set": []},
    "{1: 'a'}": {"map": [[1, "a"]]},
    "'ab' * 1000": {"repeat": "ab", "times": 1000},
    "<result of call 1, part 1>": {"result": 0, "part": 1},
    "tool": {"script": "tool", "otherwise": {"gives": 0}},
    "{'normal': 'a text'}": {"normal": "a text"},
    "inf": float("inf"),
}


@pytest.mark.parametrize("text", VALUES)
def test_values_read_as_in_python(text: str) -> None:
    assert value_text(VALUES[text]) == text


MISFITS = [
    {"tuple": 5}, {"set": 5}, {"map": [1]}, {"map": "ab"}, {"join": 5}, {"repeat": "a", "times": "b"}, {"clock": "x"},
    {"full": {}}, {"arange": {}}, {"eye": "x"}, {"normal": ["x"]}, {"result": "x"}, {"script": "s", "otherwise": "x"},
    {"script": "s", "table": [1]}, {"script": "s", "table": 5}, {"script": "s", "table": [{"args": 5, "gives": 1}]},
]  # fmt: skip


@pytest.mark.parametrize("value", MISFITS, ids=str)
def test_forms_of_wrong_values_have_a_sentence(value: dict[str, Any]) -> None:
    """A graph with one is refused, but a transcript may have been edited."""
    entry = entry_of("f(x)")
    for call in (Call(args=(value,)), Call(kwargs={"x": [value]}), Call(args=(1,), expect=value)):
        case = Case(id="it", calls=(call,), expect=1)
        ((key, why),) = case_faults(case, entry)
        assert (key, bool(why)) == ("calls", True)
        assert case_lines(case, entry)
        assert fault_of(case, entry, Reply([2]))


def test_calls_of_an_object_stand_in_order() -> None:
    entry = read_entry("class Bucket(rate, clock)")
    assert entry is not None
    calls = (
        Call(args=(2, {"clock": 0.0})),
        Call(method="take", expect=True, times=2),
        Call(advance=2.5),
        Call(overwrite=1, part=0, value=9),
        Call(method="take", args=(9,), raises="ValueError"),
    )
    assert case_lines(Case("c", calls), entry) == [
        "Bucket(2, clock)",
        ".take(), 2 times → True",
        "the clock moves by 2.5 s",
        "the caller writes 9 over <result of call 2, part 0>",
        ".take(9) raises ValueError",
    ]
    table = [{"args": [], "raises": "TimeoutError"}, {"args": [], "gives": {"status": 200}}]
    scripted = Call(function="ask", args=({"script": "call", "table": table}, {"script": "sleep", "otherwise": {}}))
    assert case_lines(Case("c", (scripted,), expect=1), entry) == [
        "ask(call, sleep) → 1",
        "where call() raises TimeoutError; call() → {'status': 200}",
        "where sleep(…) → None",
    ]
    many = case_lines(Case("c", (calls[0], *[calls[2]] * 20)), entry)
    assert len(many) == MOST_CALLS + 1
    assert "… 15 more calls" in many


def test_every_shown_case_can_be_read() -> None:
    tasks = [q for q in llm_graph().questions.values() if q.is_coding]
    lines = [line for task in tasks for _, told in shown_cases(task, "twist").values() for line in told]
    assert len(lines) > len(tasks)
    assert max(map(len, lines)) <= MOST_LETTERS
    assert not [line for line in lines if "'script'" in line or "'array'" in line]


def test_kept_back_cases_are_not_told() -> None:
    task = workshop().questions["write-mean"]
    assert list(shown_cases(task, "code")) == ["three"]
    assert list(shown_cases(task, "twist")) == ["weighted", "three"]
