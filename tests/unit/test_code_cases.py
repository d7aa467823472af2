"""Cases of tasks: values, comparisons and properties, judged without running anything."""

from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import CaseError
from simulator.graph.code.case import Case, TaskEntry, coding_stages, read_entry
from simulator.graph.code.compare import difference
from simulator.graph.code.judge import Reply, case_faults, entry_of, fault_of, steps_of
from simulator.graph.code.values import Other, from_array, plain, wire
from simulator.session.code.reply import Malformed, check_wire
from tests.mutations import at_most

ATTEND, BUCKET = entry_of("attend(q, k, v)"), entry_of("class Bucket(rate)")


def case(**fields: Any) -> Case:
    return msgspec.convert({"id": "it", "calls": [{"args": [1.0]}], **fields}, Case)


def judged(made: Case, *results: Any, entry: Any = ATTEND, **more: Any) -> str:
    return fault_of(made, entry, Reply(list(results), **more))


def array(values: Any) -> dict[str, Any]:
    return from_array(np.array(values, dtype=float))


@pytest.mark.parametrize(
    ("got", "wanted"),
    [
        ([1, 2], (1.0, 2.0)),
        (np.array([1.0, 2.0]), [1, 2]),
        (np.float32(0.5), 0.5),
        (np.array(3.0), 3),
        ([[1.0], [2.0]], np.array([[1.0], [2.0]])),
        ({"a": 1}, {"a": 1.0}),
        (float("inf"), float("inf")),
        (np.array([np.nan, 1.0]), [float("nan"), 1.0]),
        (1, True),
        ([], []),
        (None, None),
        (1.0 + 9e-7, 1.0),
        (1e9 + 1.0, 1e9),
    ],
)
def test_right_answers_are_right_in_any_type(got: Any, wanted: Any) -> None:
    assert difference(got, wanted) == ""


@pytest.mark.parametrize(
    ("got", "wanted", "says"),
    [
        ([1, 2], [1, 3], "item 2 of 2: expected 3, got 2"),
        ([1, 2, 4], [1, 3, 5], "item 2 of 3: expected 3, got 2 (2 of 3 differ)"),
        (np.eye(2), np.ones((2, 2)), "at [0, 1]: expected 1, got 0 (2 of 4 differ)"),
        (np.zeros((2, 3)), np.zeros((3, 2)), "shape (3, 2)"),
        (None, 1.0, "got None"),
        (1.0, None, "expected None"),
        ("ab", "ac", "'ac'"),
        ({"a": 1}, {"b": 1}, "missing"),
        ({"a": 1, "b": 2}, {"a": 1}, "wasn't expected"),
        (Other("Tensor"), [1.0], "a Tensor"),
        (float("nan"), 1.0, "nan"),
        (-float("inf"), float("inf"), "inf"),
        ([3.0, 1.0], [float("inf"), 1.0], "item 1 of 2: expected inf, got 3"),
        ([-float("inf")], [float("inf")], "expected inf, got -inf"),
        ([1, 2, 3], [1, 2], "shape (2,)"),
        ("1.0", 1.0, "'1.0'"),
        ([["a"], "b"], [["a"], "c"], "item 2 of 2: expected 'c', got 'b'"),
        ({"a": ["x"]}, {"a": ["y"]}, "at ['a'][0]: expected 'y'"),
        ({"a": {"b": 1}}, {"a": {"b": 2}}, "at ['a']['b']: expected 2, got 1"),
        ({"a": 1}, {"a": 2}, "at ['a']: expected 2, got 1"),
        ([["a", [1, 2]]], [["a", [1, 3]]], "at [0][1][1]: expected 3, got 2"),
        ([["a", np.eye(2)]], [["a", np.ones((2, 2))]], "at [0][1][0, 1]: expected 1, got 0 (2 of 4 differ)"),
        ([("a", 1), ("b", 2)], [("a", 1), ("c", 2)], "at [1][0]: expected 'c'"),
        ([{"a": "x"}], [{"a": "y"}], "at [0]['a']: expected 'y'"),
        (2, True, "True"),
    ],
)
def test_a_difference_is_said_in_words(got: Any, wanted: Any, says: str) -> None:
    assert says in difference(got, wanted)


def test_the_whole_result_stands_before_its_difference() -> None:
    wanted, pair = case(expect=[1.0, 0.0]), case(expect=0.0, part=1)
    assert judged(wanted, wire({"tuple": [1.0, 1.5]})) == "returned (1, 1.5); item 2 of 2: expected 0, got 1.5"
    assert judged(wanted, [1.0, None]) == "returned [1, None]; item 2 of 2: expected 0, got None"
    assert judged(wanted, 3) == "expected [1, 0], got 3", "said once"
    assert judged(wanted, None) == "expected [1, 0], got None"
    assert judged(pair, None) == "the call gave None"
    assert judged(pair, [1.0, 1.5]) == "expected 0, got 1.5"
    large = judged(case(expect=[[1.0] * 5] * 5), array([[2.0] * 5] * 5))
    assert large.startswith("at [0, 0]: expected 1, got 2"), "its numbers aren't shown"


def test_long_texts_differ_from_a_place_on() -> None:
    found = difference("a" * 70 + "b", "a" * 70 + "c")
    assert found.startswith("from character 70")


def test_any_order_counts_repeats() -> None:
    assert difference([3, 1, 1], [1, 3, 1], unordered=True) == ""
    assert "missing" in difference([3, 3, 1], [1, 3, 1], unordered=True)


LEAVES = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text()
VALUES = st.recursive(
    LEAVES, lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=5), each, max_size=4)
)


@given(VALUES)
def test_plain_values_survive_the_wire(value: Any) -> None:
    if isinstance(value, dict) and any(key.startswith("$") for key in value):
        return
    try:
        found = plain(wire(value))
    except CaseError:
        return  # a table that looks like a form
    assert difference(found, value, 0.0) == "" or "$" in repr(value) or _looks_like_a_form(value)


def _looks_like_a_form(value: Any) -> bool:
    from simulator.graph.code.values import form_of

    if isinstance(value, dict):
        return (
            form_of(value) is not None
            or any(map(_looks_like_a_form, value.values()))
            or any(str(key).startswith("$") for key in value)
        )
    return isinstance(value, list) and any(map(_looks_like_a_form, value))


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ({"array": [[1, 2]], "dtype": "float32"}, np.array([[1, 2]], np.float32)),
        ({"full": [2], "value": 3.0}, [3.0, 3.0]),
        ({"arange": 3}, [0, 1, 2]),
        ({"eye": 2}, [[1, 0], [0, 1]]),
        ({"tuple": [1, "a"]}, (1, "a")),
        ({"map": [[1, "a"], [{"tuple": [1, 2]}, "b"]]}, {1: "a", (1, 2): "b"}),
        ({"repeat": "ab", "times": 3}, "ababab"),
        ({"join": ["a", {"repeat": "b", "times": 2}]}, "abb"),
        ({"none": True}, None),
        ({"bytes": "hé"}, "hé".encode()),
    ],
)
def test_forms_make_what_toml_lacks(form: Any, wanted: Any) -> None:
    assert difference(plain(wire(form)), wanted, 0.0) == ""


def test_random_arrays_are_the_same_each_time() -> None:
    form = {"normal": [3, 2], "seed": 4, "scale": 2.0, "mean": 1.0}
    assert difference(plain(wire(form)), plain(wire(form)), 0.0) == ""
    assert difference(plain(wire({**form, "seed": 5})), plain(wire(form)), 0.0)


@pytest.mark.parametrize("form", [{"array": [[1], [2, 3]]}, {"full": [10**9]}, {"array": ["a"], "dtype": "object"},
                                  {"script": "f", "table": [{"args": []}]}])  # fmt: skip
def test_values_that_cannot_be_made_are_refused(form: Any) -> None:
    with pytest.raises(CaseError):
        wire(form)


def test_expected_values_never_reach_the_child() -> None:
    made = case(calls=[{"args": [7], "expect": 123456.0}], expect=654321.0)
    assert "123456" not in repr(steps_of(made, ATTEND))
    assert "654321" not in repr(steps_of(made, ATTEND))


def test_methods_are_called_on_what_the_class_makes() -> None:
    calls = [{"args": [2.0]}, {"method": "take", "times": 2, "expect": True}, {"advance": 0.5}, {"method": "left"}]
    made = case(calls=calls, expect=1.0)
    steps = steps_of(made, BUCKET)
    assert [next(iter(step)) for step in steps] == ["new", "method", "method", "advance", "method"]
    assert judged(made, None, True, True, None, 1.0, entry=BUCKET) == ""
    assert judged(made, None, True, False, None, 1.0, entry=BUCKET).startswith("call 3: expected True")


def test_what_a_caller_overwrites_is_no_call() -> None:
    calls = [{"args": [2.0]}, {"method": "left"}, {"overwrite": 1, "part": 0, "value": 9.0}, {"method": "left"}]
    made = case(calls=[*calls, {"overwrite": 3}], property={"holds": "same", "to": 1})
    assert case_faults(made, BUCKET) == []
    steps = steps_of(made, BUCKET)
    assert steps[2] == {"overwrite": 1, "part": 0, "value": 9.0}
    assert steps[4] == {"overwrite": 3, "value": 0}
    assert judged(made, None, [1.0], None, [1.0], None, entry=BUCKET) == ""
    assert judged(made, None, [1.0], None, [9.0], None, entry=BUCKET).startswith("call 4 should give the same")


@pytest.mark.parametrize("beside", [{"expect": 1.0}, {"args": [1.0]}, {"times": 3}, {"raises": "ValueError"}])
@pytest.mark.parametrize("step", [{"advance": 0.5}, {"overwrite": 0}])
def test_what_a_caller_does_expects_nothing(step: dict[str, Any], beside: dict[str, Any]) -> None:
    made = case(calls=[{"args": [2.0]}, {**step, **beside}, {"method": "left"}], expect=1.0)
    [(where, why)] = case_faults(made, BUCKET)
    assert where == "calls[1]"
    assert "takes no args and gives nothing" in why


def test_each_repeat_and_advance_counts_as_a_call() -> None:
    calls = [{"args": [2.0]}, {"method": "left", "times": 2}, {"advance": 0.5}, {"method": "left"}]
    made = case(calls=calls, property={"holds": "same", "to": 2})
    assert case_faults(made, BUCKET) == []
    assert judged(made, None, 7.0, 1.0, None, 1.0, entry=BUCKET) == ""
    assert judged(made, None, 1.0, 7.0, None, 1.0, entry=BUCKET).startswith("call 5 should give the same as call 3")


def test_an_expected_error_may_be_a_subclass() -> None:
    made = case(calls=[{"args": [1], "raises": "ValueError"}])
    assert judged(made, {"$raised": ["UnicodeError", "ValueError", "Exception"]}) == ""
    assert "nothing was raised" in judged(made, 1.0)
    assert "got KeyError" in judged(made, {"$raised": ["KeyError", "LookupError"]})


def test_an_early_end_is_the_reason() -> None:
    assert judged(case(expect=1.0), error="ZeroDivisionError (line 3)") == "ZeroDivisionError (line 3)"


def holds(results: Any, **fields: Any) -> str:
    made = case(calls=[{"args": [{"array": [1.0, 2.0, 3.0]}]}], property=fields)
    return judged(made, *results)


@pytest.mark.parametrize(
    ("fields", "good", "bad"),
    [
        ({"holds": "finite"}, array([1.0]), array([np.nan])),
        ({"holds": "sums-to-one"}, array([[0.5, 0.5]]), array([[0.5, 0.6]])),
        ({"holds": "between", "low": 0.0, "high": 1.0}, array([0.0, 1.0]), array([1.1])),
        ({"holds": "monotone"}, array([1.0, 1.0, 2.0]), array([2.0, 1.0])),
        ({"holds": "monotone", "strictly": True}, array([1.0, 2.0]), array([1.0, 1.0])),
        ({"holds": "monotone", "falling": True}, array([2.0, 1.0]), array([1.0, 2.0])),
        ({"holds": "length", "value": 2}, [1, 2], [1]),
        ({"holds": "distinct"}, [1, 2], [1, 1]),
        ({"holds": "subset", "value": ["a", "b"]}, ["a"], ["c"]),
        ({"holds": "lacks", "value": "x"}, ["a"], ["x"]),
    ],
)
def test_properties_of_one_result(fields: dict[str, Any], good: Any, bad: Any) -> None:
    assert holds([good], **fields) == ""
    assert holds([bad], **fields)
    assert holds([None], **fields) == "the call gave None"


def test_invariance_compares_with_a_changed_input() -> None:
    fields = {"holds": "invariant", "args": [0], "axis": 0}
    made = case(calls=[{"args": [{"array": [1.0, 2.0, 3.0]}]}], property=fields)
    moved = plain(steps_of(made, ATTEND)[1]["args"][0])
    assert sorted(moved) == [1.0, 2.0, 3.0]
    assert list(moved) != [1.0, 2.0, 3.0]
    assert holds([6.0, 6.0], **fields) == ""
    assert "stay the same" in holds([1.0, 2.0], **fields)


def test_equivariance_moves_the_result_alike() -> None:
    fields = {"holds": "equivariant", "args": [0], "axis": 0}
    made = case(calls=[{"args": [{"array": [1.0, 2.0, 3.0]}]}], property=fields)
    moved = plain(steps_of(made, ATTEND)[1]["args"][0])
    assert holds([array([2.0, 4.0, 6.0]), from_array(2 * moved)], **fields) == ""
    assert "alike" in holds([array([2.0, 4.0, 6.0]), array([2.0, 4.0, 6.0])], **fields)


def test_what_looks_ahead_is_not_causal() -> None:
    fields = {"holds": "causal", "args": [0], "axis": 0}
    made = case(calls=[{"args": [{"array": [1.0, 2.0, 3.0]}]}], property=fields)
    inputs = [plain(step["args"][0]) for step in steps_of(made, ATTEND)]
    assert len(inputs) == 3  # two cuts
    assert holds([from_array(np.cumsum(each)) for each in inputs], **fields) == ""
    assert "future" in holds([from_array(np.cumsum(each[::-1])[::-1].copy()) for each in inputs], **fields)


def test_a_gradient_is_tried_by_finite_differences() -> None:
    fields = {"holds": "gradient", "wrt": {"0": 1}, "loss": 0}
    made = case(calls=[{"args": [{"array": [1.0, 2.0, 3.0]}]}], property=fields)
    inputs = [plain(step["args"][0]) for step in steps_of(made, ATTEND)]
    assert len(inputs) == 7

    def squares(factor: float) -> list[Any]:
        return [{"$tuple": [float((x**2).sum()), from_array(factor * x)]} for x in inputs]

    assert holds(squares(2.0), **fields) == ""
    assert "gradient of 0 is off" in holds(squares(1.9), **fields)


def test_a_backward_function_is_tried_with_its_forward() -> None:
    fields = {"holds": "gradient", "forward": "scale", "takes": [1, 2], "upstream": 0, "wrt": {"1": 0, "2": 1}}
    values = [{"array": [1.0, -1.0]}, {"array": [2.0, 3.0]}, {"array": [4.0, 5.0]}]
    made = case(calls=[{"args": values}], property=fields)
    first, *more = steps_of(made, ATTEND)
    assert {step["call"] for step in more} == {"scale"}
    assert all(len(step["args"]) == 2 for step in more)
    dy, x, g = (plain(each) for each in first["args"])
    results = [{"$tuple": [from_array(dy * g), from_array(dy * x)]}]
    results += [from_array(plain(step["args"][0]) * plain(step["args"][1])) for step in more]
    assert judged(made, *results) == ""
    results[0] = {"$tuple": [from_array(dy * g), from_array(dy * g)]}
    assert "gradient of 2" in judged(made, *results)


def test_calls_of_a_script_are_counted_and_compared() -> None:
    script = {"script": "tool", "table": [{"args": ["x"], "gives": 1}]}
    made = case(calls=[{"args": [script]}], property={"holds": "called", "script": "tool", "with_args": [["x"]]})
    assert judged(made, 1, calls={"tool": [["x"]]}) == ""
    assert "aren't those that are due" in judged(made, 1, calls={"tool": [["y"]]})
    most = case(calls=[{"args": [script]}], property={"holds": "called", "script": "tool", "at_most": 1})
    assert "1 time at most" in judged(most, 1, calls={"tool": [["x"], ["x"]]})
    assert judged(most, 1, calls={"tool": [["x"]]}) == ""


def test_changed_inputs_are_noticed() -> None:
    made = case(calls=[{"args": [{"array": [1.0]}]}], property="inputs-kept")
    assert steps_of(made, ATTEND)[0]["report_args"] is True
    assert judged(made, 1.0, arguments={"args": [array([1.0])], "kwargs": {}}) == ""
    assert "argument 1" in judged(made, 1.0, arguments={"args": [array([2.0])], "kwargs": {}})
    beside = case(calls=[{"args": [{"script": "tool"}, [1]]}], property="inputs-kept")
    tool = {"$other": "ScriptedFunction", "repr": "..."}
    assert judged(beside, 1.0, arguments={"args": [tool, [1]], "kwargs": {}}) == ""
    assert "argument 2" in judged(beside, 1.0, arguments={"args": [tool, [1, 2]], "kwargs": {}})


def test_forged_replies_are_no_answer() -> None:
    made = case(expect=[[1.0]])
    for forged in ({"$array": "object", "shape": [1], "data": ""}, {"$array": "float64", "shape": [9], "data": "AA=="},
                   {"$map": [[1]]}, {"$tuple": 3}):  # fmt: skip
        assert judged(made, forged)


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        ({"calls": [{"args": [1]}]}, "expect"),
        ({"expect": 1.0, "property": "finite"}, "property"),
        ({"calls": [{"method": "go", "expect": 1}]}, "calls[0].method"),
        ({"calls": [{"function": "f", "advance": 1.0}], "expect": 1}, "calls[0]"),
        ({"calls": [{}, {"function": "f", "overwrite": 0}, {}], "expect": 1}, "calls[1]"),
        ({"calls": [{}, {"overwrite": 1}, {}], "expect": 1}, "overwrite"),
        ({"calls": [{}, {"overwrite": 0}, {"overwrite": 1}, {}], "expect": 1}, "overwrite"),
        ({"calls": [{"args": [{"array": [[1], [2, 3]]}]}], "expect": 1}, "calls"),
        ({"calls": [{"advance": 1.0}], "expect": 1}, "calls"),
        ({"calls": [{"args": [[1.0]]}], "property": "causal"}, "calls"),  # there is no later to change
        ({"calls": [{"raises": "ValueError"}], "expect": 1.0}, "expect"),
        ({"calls": [{}, {"raises": "ValueError"}], "property": {"holds": "same"}}, "property"),
        ({"calls": [{}], "property": {"holds": "same"}}, "property.to"),
        ({"calls": [{"times": 3}], "property": {"holds": "same", "to": 2}}, "property.to"),
        ({"calls": [{}, {"advance": 1.0}, {}], "property": {"holds": "differs", "to": 1}}, "property.to"),
        ({"calls": [{}, {}, {"overwrite": 0}], "property": {"holds": "same", "to": 1}}, "property.to"),
    ],
)
def test_faults_of_a_case_name_their_key(fields: dict[str, Any], key: str) -> None:
    assert [found for found, _ in case_faults(case(**fields), ATTEND)] == [key]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ({"eye": 1_000_000}, "would hold 1,000,000,000,000 numbers"),
        ({"arange": 10**12}, "would hold 1,000,000,000,000 numbers"),
        ({"arange": [0, 1, 0]}, "can't be read"),
        ({"repeat": {"repeat": "x" * 1000, "times": 1000}, "times": 1000}, "repeat it fewer times"),
        ({"full": ["x", 10**15]}, "a shape takes whole numbers"),
        ({"eye": [[0], 10**15]}, "a shape takes whole numbers"),
    ],
)
def test_values_that_are_too_large_are_refused(value: Any, why: str) -> None:
    [(key, message)] = case_faults(case(calls=[{"args": [value]}], expect=1), ATTEND)
    assert key == "calls"
    assert why in message


@pytest.mark.parametrize("fields", [
    {"calls": [{"args": [{"normal": [4_000_000]}]}] * 3},
    {"calls": [{"args": [{"normal": [100_000]}], "times": 10_000}]},
    {"calls": [{"args": [1], "times": 10_000}] * 200},
    {"calls": [{"args": [[{"eye": 2000}] * 60]}]},
    {"calls": [{"kwargs": {"x": {"join": [{"repeat": "x", "times": 4_000_000}] * 400}}}]},
    {"calls": [{"args": [1]}], "expect": [{"repeat": [1], "times": 4_000_000}] * 40},
    {"calls": [{"args": [1]}], "expect": {"repeat": {"a": 1}, "times": 4_000_000}},
])  # fmt: skip
def test_all_values_of_a_case_are_bounded(fields: dict[str, Any]) -> None:
    with at_most(5.0):
        ((_, why),) = case_faults(case(**{"expect": 1, **fields}), ATTEND)
    assert "come to more than 64 MB" in why


def test_largest_array_alone_is_not_refused() -> None:
    made = case(calls=[{"args": [{"uniform": [4_000_000], "dtype": "int8"}], "times": 3}], expect=1)
    assert case_faults(made, ATTEND) == []


MANY = 300_000


@pytest.mark.parametrize("result", [
    list(range(MANY)), [str(n) for n in range(MANY)], [[n] for n in range(MANY)], [[0] * 500 + [n] for n in range(900)],
    {"$set": list(range(MANY))}, [{"$set": list(range(600))}] * 500,
])  # fmt: skip
@pytest.mark.parametrize("fields", [
    {"property": "distinct"}, {"property": {"holds": "subset", "value": list(range(2000))}}, {"property": "finite"},
    {"property": {"holds": "lacks", "value": -1}}, {"expect": list(range(2000)), "unordered": True},
    {"expect": {"set": list(range(3000))}},
])  # fmt: skip
def test_judging_a_long_result_ends_soon(fields: dict[str, Any], result: Any) -> None:
    with at_most(8.0):
        judged(case(**fields), result)


def test_long_results_that_are_right_pass() -> None:
    many = list(range(1000))
    assert judged(case(expect=many[::-1], unordered=True), many) == ""
    assert judged(case(property="distinct"), [[n, "a"] for n in many]) == ""
    assert judged(case(property="distinct"), [*([n, "a"] for n in many), [7, "a"]]) == "[7, 'a'] comes twice"
    assert judged(case(property={"holds": "subset", "value": many}), [3.0, 5 + 1e-9]) == ""
    assert "can't all be compared" in judged(case(property="distinct"), list(range(5000)))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"property": "distinct"}, ""),
        ({"property": {"holds": "subset", "value": [1, 2, 3]}}, ""),
        ({"property": {"holds": "lacks", "value": 2}}, "the result must not contain 2"),
        ({"expect": [2, 1], "unordered": True}, ""),
        ({"expect": {"set": [2, 3]}}, "returned [1.0, 2.0]; 3 is missing"),
    ],
)
def test_arrays_of_one_number_are_compared(fields: dict[str, Any], says: str) -> None:
    assert judged(case(**fields), [array(1), array(2)]) == says


def test_array_without_numbers_has_few_rows() -> None:
    empty = {"$array": "float64", "shape": [2000, 2000, 0], "data": ""}
    with at_most(2.0):
        assert judged(case(expect=[1.0]), empty) == "expected shape (1,), got (2000, 2000, 0)"
        assert "an array of shape (2000, 2000, 0)" in judged(case(expect="x"), empty)
    ((_, why),) = case_faults(case(expect={"normal": [2000, 2000, 2000, 0]}), ATTEND)
    assert "at most 4,000,000" in why
    with pytest.raises(Malformed):
        check_wire({**empty, "shape": [2000, 2000, 2000, 0]})


@pytest.mark.filterwarnings("error")
def test_numbers_out_of_range_warn_nobody() -> None:
    inf, wild = float("inf"), {"normal": [9], "scale": 1e308, "dtype": "int8"}
    assert case_faults(case(calls=[{"args": [wild]}], expect=wild), ATTEND) == []
    assert judged(case(property="monotone"), [inf, inf, 1.0])
    assert judged(case(property="sums-to-one"), [inf, -inf])
    assert judged(case(expect=[1.0, 2.0]), array([inf, np.nan]))


@pytest.mark.parametrize("holds", ["finite", "between", "monotone", "sums-to-one"])
def test_texts_of_digits_are_no_numbers(holds: str) -> None:
    assert judged(case(property=holds), ["0", "1"]).startswith("expected numbers, got")


def test_stages_of_a_task_take_its_minutes() -> None:
    from simulator.graph.code.case import After, TaskTalk

    stages = coding_stages(After("Now batched."), (TaskTalk("Cost?"), TaskTalk("Scale?")), 20.0)
    assert [stage.id for stage in stages] == ["code", "twist", "talk-1", "talk-2"]
    assert sum(stage.minutes for stage in stages) == pytest.approx(20.0)
    assert coding_stages(None, (), 15.0)[0].minutes == 15.0


@pytest.mark.parametrize("text", ["attend(q, k)", "def attend(q, k) -> float:", "class Bucket(rate)", "attend"])
def test_signatures_that_are_read(text: str) -> None:
    entry = read_entry(text)
    assert entry is not None
    assert entry.name in {"attend", "Bucket"}
    assert entry.is_class == text.startswith("class")


@pytest.mark.parametrize("name", ["classify", "default", "define_all", "def_", "class_"])
def test_name_that_begins_like_keyword_is_whole(name: str) -> None:
    assert read_entry(f"{name}(text)") == read_entry(f"def  {name} (text) ->\n str:") == TaskEntry(name, False)
    assert read_entry(f"class {name}(text)") == TaskEntry(name, True)


@pytest.mark.parametrize("text", ["", "2x(a)", "attend(q", "a b(c)", "f" + " " * 49_000 + "x", "f(" + ")->" * 16_000])
def test_signatures_that_are_none(text: str) -> None:
    with at_most(1.0):
        assert (read_entry(text) is None) == ("->" not in text)
