"""From a case to the calls that the child makes, and from its reply to passed or not, with the reason in words."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from simulator.errors import CaseError
from simulator.graph.code.arguments import Step
from simulator.graph.code.case import Call, Case, TaskEntry, judged_by, read_entry
from simulator.graph.code.compare import TOLERANCE, difference, with_result
from simulator.graph.code.properties import broken, called, extra_calls, kept, plain_value
from simulator.graph.code.values import MISFITS, MOST_OF_CASE, heaviness, part_of, plain, refuse_heavy, wire


def steps_of(case: Case, entry: TaskEntry) -> tuple[Step, ...]:
    """The steps of a case as plain JSON: its calls, and those that its property needs. Raises CaseError.

    What is expected is in none of them.
    """
    steps: list[Step] = []
    heavy = 0
    for call in case.calls:
        heavy = refuse_heavy(_held(call), call.times, heavy)
        if call.advance is not None:
            steps.append({"advance": call.advance})
            continue
        if call.overwrite is not None:
            part = {} if call.part is None else {"part": call.part}
            steps.append({"overwrite": call.overwrite, "value": wire(call.value), **part})
            continue
        step: Step = {
            "args": [wire(each) for each in call.args],
            "kwargs": {k: wire(v) for k, v in call.kwargs.items()},
        }
        if call.method:
            step = {"method": call.method, "on": "it", **step}
        elif call.function:
            step = {"call": call.function, **step}
        elif entry.is_class:
            step = {"new": entry.name, "as": "it", **step}
        else:
            step = {"call": entry.name, **step}
        if call.raises:
            step["may_raise"] = True
        steps += [dict(step) for _ in range(call.times)]
    last = next((step for step in reversed(steps) if "args" in step), None)
    if last is None:
        raise CaseError("a case makes at least one call")
    asked = judged_by(case)
    if asked is None:
        return tuple(steps)
    if asked.holds == "inputs-kept":
        last["report_args"] = True
    return (*steps, *extra_calls(asked, last))


def _held(call: Call) -> tuple[Any, ...]:
    """All that is made for a call, and its own step."""
    return {}, call.args, call.kwargs, call.value


def case_heaviness(case: Case) -> int:
    """About how many bytes checking a case makes, known before they are made; one that is refused makes no more."""
    total = sum(heaviness(_held(call), call.times) for call in case.calls) + heaviness(_expected(case))
    return min(total, MOST_OF_CASE)


def _expected(case: Case) -> tuple[Any, ...]:
    """All values that a case and its calls expect, or compare a result with."""
    asked = judged_by(case)
    return (case.expect, *(call.expect for call in case.calls), asked.value if asked else None)


class Reply(msgspec.Struct, frozen=True):
    """What came back for a case: wire results, one for each step, and the calls made to scripted functions.

    `error` says how the code ended early; empty if it didn't. `arguments` are the last call's arguments as they were
    after it, if they were asked for.
    """

    results: Sequence[Any] = ()
    error: str = ""
    calls: Mapping[str, Sequence[Any]] = {}
    arguments: Any = None


def fault_of(case: Case, entry: TaskEntry, reply: Reply) -> str:
    """Why a case is not passed, in words; empty if it is passed."""
    import numpy as np

    try:
        with np.errstate(all="ignore"):  # infinities in a result are no warning on the screen
            steps, calls = steps_of(case, entry), _one_by_one(case)
            for number, call in enumerate(calls):
                if number >= len(reply.results):
                    return reply.error or "the code ended before its last call"
                if fault := _call_fault(call, reply.results[number], case):
                    return fault if len(calls) == 1 else f"call {number + 1}: {fault}"
            if len(reply.results) < len(steps):
                return reply.error or "the code ended before its last call"
            return _case_fault(case, steps, calls, reply)
    except CaseError as error:
        return str(error)
    except RecursionError:
        return "the result is nested too deeply"
    except MISFITS:
        return "the result has a form that the case can't compare"


def _one_by_one(case: Case) -> list[Call]:
    """The calls of a case with each repeat, one for each result."""
    return [call for call in case.calls for _ in range(call.times if call.calls_code else 1)]


def _call_fault(call: Call, result: Any, case: Case) -> str:
    """What is wrong with the result of one call, as far as the call says what it should be."""
    raised = result.get("$raised") if isinstance(result, Mapping) else None
    if call.raises:
        if raised is None:
            return f"expected {call.raises}, but nothing was raised"
        names = raised if isinstance(raised, list) else [raised]
        return "" if call.raises in names else f"expected {call.raises}, got {names[0]}"
    if call.expect is None:
        return ""
    return _difference(part_of(plain(result), call.part), call, case)


def _difference(got: Any, asks: Call | Case, case: Case) -> str:
    """What is wrong with a result, or a part of it, that a call or its case expects."""
    limit = TOLERANCE if case.tolerance is None else case.tolerance
    found = difference(got, plain_value(asks.expect), limit, unordered=case.unordered)
    return with_result(found, got) if asks.part is None else found


def _case_fault(case: Case, steps: Sequence[Step], calls: Sequence[Call], reply: Reply) -> str:
    """What is wrong with the last result, by what the case itself expects, or by its property."""
    import numpy as np

    last = max(i for i, call in enumerate(calls) if call.calls_code)
    if calls[last].raises:
        return ""
    results = [plain(result) for result in reply.results]
    got = part_of(results[last], case.part)
    if case.shape is not None and (shape := tuple(np.shape(got))) != tuple(case.shape):
        return f"expected shape {tuple(case.shape)}, got {shape}"
    if case.expect is not None:
        return _difference(got, case, case)
    asked = judged_by(case)
    if asked is None:
        return ""
    if asked.holds == "called":
        return called(asked, reply.calls)
    if asked.holds == "inputs-kept":
        return kept(steps[last], reply.arguments)
    if got is None:
        return "the call gave None"
    return broken(asked, results[: last + 1], results[len(calls) :], steps[last], case.part, case.tolerance)


def case_faults(case: Case, entry: TaskEntry | None) -> list[tuple[str, str]]:
    """What is wrong with a case itself: the key, and what to do. Nothing is run for it."""
    faults = []
    own = [call for call in case.calls if call.calls_code]
    says = case.expect is not None or case.property is not None or case.shape is not None
    if not says and not any(call.expect is not None or call.raises for call in own):
        faults.append(("expect", "the case expects nothing; give expect, property or shape, or expect on a call"))
    if case.expect is not None and case.property is not None:
        faults.append(("property", "a case has either expect or property; make it two cases"))
    if own and own[-1].raises and says:
        key = "property" if case.property is not None else "shape" if case.expect is None else "expect"
        faults.append((key, "the last call raises, so nothing else of the case is looked at; make it two cases"))
    faults += _earlier_faults(case)
    for number, call in enumerate(case.calls):
        named = (call.function, call.method, call.advance is not None, call.overwrite is not None)
        if sum(map(bool, named)) > 1:
            why = "a call names a function, a method, advance or overwrite; keep one of them"
            faults.append((f"calls[{number}]", why))
        more = (call.args, call.kwargs, call.expect is not None, call.raises, call.times > 1)
        if not call.calls_code and any(more):
            why = "an advance or overwrite takes no args and gives nothing; leave out args, expect, raises and times"
            faults.append((f"calls[{number}]", why))
        if call.method and entry is not None and not entry.is_class:
            faults.append((f"calls[{number}].method", "a method needs an entry that is a class"))
    if not own and not faults:
        faults.append(("calls", "the case never calls the code; make a call"))
    if entry is not None and own and not faults:
        try:
            steps_of(case, entry)
            for value in _expected(case):
                plain_value(value)
        except CaseError as error:
            faults.append(("calls", str(error)))
        except MISFITS as error:
            faults.append(("calls", f"the values can't be read: {error}"))
    return faults


def _earlier_faults(case: Case) -> list[tuple[str, str]]:
    """What is wrong with the calls that others refer to: those overwritten, and one that a property compares with."""
    calls, faults = _one_by_one(case), []
    is_call = [call.calls_code for call in calls]
    back = [("overwrite", call.overwrite, n) for n, call in enumerate(calls) if call.overwrite is not None]
    asked = judged_by(case)
    if asked is not None and asked.holds in {"same", "differs"}:
        last = max((n for n, its in enumerate(is_call) if its), default=0)
        back.append(("property.to", asked.to or 0, last))
    for key, to, before in back:
        if not 0 <= to < before or not is_call[to]:
            faults.append((key, f"there is no earlier call {to}; count from 0, each repeat, advance and overwrite too"))
    return faults


def entry_of(signature: str) -> TaskEntry:
    """The entry of a task. Raises CaseError if the signature cannot be read."""
    entry = read_entry(signature)
    if entry is None:
        raise CaseError(f'"{signature[:60]}" isn\'t a signature like attend(q, k, v) or class Bucket(rate)')
    return entry
