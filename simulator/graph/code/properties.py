"""The properties that a case may ask for: the program's own list, so that judging runs no code of a graph.

Some look at the result alone. The others call the candidate's own code again with changed inputs, and compare what
comes back. `extra_calls` says which calls these are, and `broken` says in words what was wrong.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.arguments import (
    UNDER,
    Step,
    applied,
    axis_of,
    cuts,
    input_of,
    keys_of,
    later_changed,
    order_for,
    taken,
    with_inputs,
)
from simulator.graph.code.case import Key, Property
from simulator.graph.code.compare import TOLERANCE, difference, numbers_in, say
from simulator.graph.code.gradients import gradient_fault, nudged
from simulator.graph.code.values import part_of, plain, wire
from simulator.graph.text import plural

GRADIENT_TOLERANCE = 1e-4


def extra_calls(asked: Property, base: Step) -> list[Step]:
    """The calls that a property needs besides `base`, the last call of its case, as wire steps."""
    match asked.holds:
        case "invariant" | "equivariant":
            return [with_inputs(base, {key: applied(asked, input_of(base, key)) for key in keys_of(asked)})]
        case "causal":
            return [with_inputs(base, later_changed(base, asked, cut)) for cut in cuts(base, asked)]
        case "gradient":
            return nudged(asked, base)
        case _:
            return []


def broken(
    asked: Property, own: Sequence[Any], more: Sequence[Any], base: Step, part: Key | None, tolerance: float | None
) -> str:
    """What is wrong with the results, in words; empty if the property holds.

    `own` are the results of the case's calls, of which `base` is the last, and `more` those of `extra_calls`.
    """
    if asked.holds == "gradient":
        return gradient_fault(asked, base, own[-1], more, tolerance or GRADIENT_TOLERANCE)
    got, limit = part_of(own[-1], part), TOLERANCE if tolerance is None else tolerance
    if asked.holds in {"same", "differs"}:
        other = part_of(own[asked.to or 0], part)
        found = difference(got, other, limit)
        if asked.holds == "same":
            return found and f"call {len(own)} should give the same as call {(asked.to or 0) + 1}: {found}"
        return (
            ""
            if found
            else f"calls {(asked.to or 0) + 1} and {len(own)} should give different results, but give the same"
        )
    if more:
        return _compared(asked, got, [part_of(each, part) for each in more], base, limit)
    return _ALONE[asked.holds](asked, got, limit)


# Properties of one result


def _leaves(got: Any) -> list[Any]:
    if isinstance(got, Mapping):
        return [leaf for each in got.values() for leaf in _leaves(each)]
    if isinstance(got, list | tuple) and any(not isinstance(each, int | float) for each in got):
        return [leaf for each in got for leaf in _leaves(each)]
    return [numbers_in(got)]


def _finite(_asked: Property, got: Any, _limit: float) -> str:
    import numpy as np

    bad = sum(int((~np.isfinite(leaf)).sum()) for leaf in _leaves(got))
    return f"{plural(bad, 'number')} of the result {'is' if bad == 1 else 'are'} NaN or infinite" if bad else ""


def _sums(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    found = numbers_in(got)
    totals = np.atleast_1d(found.sum(axis=axis_of(found, asked.axis)))
    wrong = ~np.isclose(totals, 1.0, rtol=0, atol=max(limit, 1e-9))
    if not wrong.any():
        return ""
    return f"expected sums of 1 along axis {asked.axis}, got {say(float(totals[wrong].flat[0]))}"


def _between(asked: Property, got: Any, limit: float) -> str:
    found = numbers_in(got)
    low, high = float(found.min()), float(found.max())
    if asked.low is not None and not low >= asked.low - limit:
        return f"expected nothing below {say(asked.low)}, got {say(low)}"
    if asked.high is not None and not high <= asked.high + limit:
        return f"expected nothing above {say(asked.high)}, got {say(high)}"
    return ""


def _monotone(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    found = numbers_in(got)
    steps = np.diff(found, axis=axis_of(found, asked.axis)) * (-1.0 if asked.falling else 1.0)
    if not steps.size:
        return ""
    worst = float(steps.min())
    good = worst > 0 if asked.strictly else worst >= -limit
    way = "fall" if asked.falling else "rise"
    return "" if good else f"expected values that {way}, but one step goes the other way, by {say(abs(worst))}"


def _length(asked: Property, got: Any, _limit: float) -> str:
    found = _sized(got)
    return "" if found == asked.value else f"expected {plural(asked.value, 'entry', 'entries')}, got {found}"


def _sized(got: Any) -> int:
    try:
        return len(got)
    except TypeError as error:
        raise CaseError(f"expected a list, got {say(got)}") from error


def _members(got: Any) -> list[Any]:
    import numpy as np

    if isinstance(got, np.ndarray):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        raise CaseError(f"expected a list, got {say(got)}")
    return list(got)


def _distinct(_asked: Property, got: Any, limit: float) -> str:
    seen: list[Any] = []
    for each in _members(got):
        if any(not difference(each, other, limit) for other in seen):
            return f"{say(each)} comes twice"
        seen.append(each)
    return ""


def _subset(asked: Property, got: Any, limit: float) -> str:
    allowed = _members(plain_value(asked.value))
    strange = (each for each in _members(got) if all(difference(each, one, limit) for one in allowed))
    found = next(strange, None)
    return "" if found is None else f"{say(found)} is not among the values that are allowed"


def _lacks(asked: Property, got: Any, limit: float) -> str:
    value = plain_value(asked.value)
    if isinstance(got, str):
        return f"the result must not contain {say(value)}" if str(value) in got else ""
    hit = any(not difference(each, value, limit) for each in _members(got))
    return f"the result must not contain {say(value)}" if hit else ""


def plain_value(value: Any) -> Any:
    """A value of a graph as it is compared."""
    return plain(wire(value))


_ALONE: Mapping[str, Callable[[Property, Any, float], str]] = {
    "finite": _finite,
    "sums-to-one": _sums,
    "between": _between,
    "monotone": _monotone,
    "length": _length,
    "distinct": _distinct,
    "subset": _subset,
    "lacks": _lacks,
}


# Properties of several calls


def _compared(asked: Property, got: Any, more: list[Any], base: Step, limit: float) -> str:
    names = " and ".join(str(key) if isinstance(key, str) else f"argument {key + 1}" for key in keys_of(asked))
    if asked.holds == "invariant":
        found = difference(more[0], got, limit)
        return found and f"the result should stay the same with {names} {UNDER[asked.under]}: {found}"
    if asked.holds == "equivariant":
        order = order_for(input_of(base, keys_of(asked)[0]), asked)
        wanted = taken(got, order, asked.axis) if asked.under in {"permutation", "reverse"} else applied(asked, got)
        found = difference(more[0], wanted, limit)
        return found and f"with {names} {UNDER[asked.under]}, the result should change alike: {found}"
    for cut, other in zip(cuts(base, asked), more, strict=True):
        before, after = _until(got, cut, asked.axis), _until(other, cut, asked.axis)
        if difference(after, before, limit):
            return f"what comes before position {cut} changes with what comes at {cut} and later: it sees the future"
    return ""


def _until(value: Any, cut: int, axis: int) -> Any:
    import numpy as np

    if isinstance(value, list | tuple):
        return list(value[:cut])
    found = np.asarray(value)
    return np.take(found, range(min(cut, found.shape[axis_of(found, axis)])), axis=axis)


# Properties of what the child reports beside the results


def called(asked: Property, calls: Mapping[str, Sequence[Any]]) -> str:
    """What is wrong with the calls that were made of a scripted function; empty if nothing is."""
    made = list(calls.get(asked.script, ()))
    if asked.times is not None and len(made) != asked.times:
        return f"`{asked.script}` should be called {plural(asked.times, 'time')}, but was called {len(made)}"
    if asked.at_most is not None and len(made) > asked.at_most:
        return f"`{asked.script}` may be called {plural(asked.at_most, 'time')} at most, but was called {len(made)}"
    if asked.with_args:
        found = difference([plain(each) for each in made], plain_value(list(asked.with_args)))
        return found and f"the calls of `{asked.script}` are not those that are due: {found}"
    return ""


def kept(before: Step, after: Any) -> str:
    """Whether a call left its inputs as they were: `after` are its arguments as the child reports them."""
    if not isinstance(after, Mapping):
        return "the inputs can't be checked after the call"
    for place, value in enumerate(before.get("args", [])):
        now = after.get("args", [])[place] if place < len(after.get("args", [])) else None
        if not _is_lent(value) and difference(plain(now), plain(value), 0.0):
            return f"the call changed its input: argument {place + 1}"
    for name, value in before.get("kwargs", {}).items():
        if not _is_lent(value) and difference(plain(after.get("kwargs", {}).get(name)), plain(value), 0.0):
            return f"the call changed its input: {name}"
    return ""


def _is_lent(value: Any) -> bool:
    """Whether an argument is a function or an earlier result: there's nothing in the case to hold it against."""
    return isinstance(value, Mapping) and not value.keys().isdisjoint(("$script", "$clock", "$result"))
