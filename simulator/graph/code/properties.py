"""The properties that a case may ask for: the program's own list, so that judging runs no code of a graph.

Some look at the result alone. The others call the candidate's own code again with changed inputs, and compare what
comes back. `extra_calls` says which calls these are, and `broken` says in words what was wrong. All of them raise
CaseError if a case names an argument or a part that isn't there.

Gradients are compared with central differences of the candidate's own code. They go along random directions: a
directional derivative needs two calls, not two for every entry.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.arguments import (
    SEED,
    UNDER,
    Step,
    applied,
    axis_of,
    cuts,
    input_of,
    keys_of,
    later_changed,
    order_for,
    place_of,
    taken,
    with_inputs,
)
from simulator.graph.code.case import Key, Property
from simulator.graph.code.compare import TOLERANCE, Matching, difference, numbers_in, say
from simulator.graph.code.values import part_of, plain, refuse_heavy, wire
from simulator.graph.text import plural

GRADIENT_TOLERANCE = 1e-4
NUDGE = 1e-5  # of a central difference
DIRECTIONS = 3  # in which a gradient is tried


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
        earlier = asked.to or 0
        fault = difference(got, part_of(own[earlier], part), limit)
        if asked.holds == "same":
            return fault and f"call {len(own)} should give the same as call {earlier + 1}: {fault}"
        return "" if fault else f"calls {earlier + 1} and {len(own)} should give different results, but give the same"
    if not more:
        return _ALONE[asked.holds](asked, got, limit)
    others = [part_of(each, part) for each in more]
    names = " and ".join(str(key) if isinstance(key, str) else f"argument {key + 1}" for key in keys_of(asked))
    if asked.holds == "invariant":
        fault = difference(others[0], got, limit)
        return fault and f"the result should stay the same with {names} {UNDER[asked.under]}: {fault}"
    if asked.holds == "equivariant":
        order = order_for(input_of(base, keys_of(asked)[0]), asked)
        wanted = taken(got, order, asked.axis) if asked.under in {"permutation", "reverse"} else applied(asked, got)
        fault = difference(others[0], wanted, limit)
        return fault and f"with {names} {UNDER[asked.under]}, the result should change alike: {fault}"
    for cut, other in zip(cuts(base, asked), others, strict=True):
        if difference(_until(other, cut, asked.axis), _until(got, cut, asked.axis), limit):
            return f"what comes before position {cut} changes with what comes at {cut} and later: it sees the future"
    return ""


def _until(value: Any, cut: int, axis: int) -> Any:
    """The part of a result before a position."""
    import numpy as np

    if isinstance(value, list | tuple):
        return list(value[:cut])
    array = np.asarray(value)
    return np.take(array, range(min(cut, array.shape[axis_of(array, axis)])), axis=axis)


# Properties of one result


def _leaves(got: Any) -> list[Any]:
    """The numbers of a result as arrays: one of all that stand in lists and tables, and each array."""
    numbers: list[Any] = []
    arrays, left = [], [got]
    while left:
        each = left.pop()
        if isinstance(each, Mapping):
            left += each.values()
        elif isinstance(each, list | tuple) and each:
            left += each
        elif isinstance(each, int | float):
            numbers.append(each)
        else:
            arrays.append(numbers_in(each))
    return [*arrays, *([numbers_in(numbers)] if numbers else [])]


def _finite(_asked: Property, got: Any, _limit: float) -> str:
    import numpy as np

    bad = sum(int((~np.isfinite(leaf)).sum()) for leaf in _leaves(got))
    return f"{plural(bad, 'number')} of the result {'is' if bad == 1 else 'are'} NaN or infinite" if bad else ""


def _sums(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    numbers = numbers_in(got)
    totals = np.atleast_1d(numbers.sum(axis=axis_of(numbers, asked.axis)))
    wrong = ~np.isclose(totals, 1.0, rtol=0, atol=max(limit, 1e-9))
    if not wrong.any():
        return ""
    return f"expected sums of 1 along axis {asked.axis}, got {say(float(totals[wrong].flat[0]))}"


def _between(asked: Property, got: Any, limit: float) -> str:
    numbers = numbers_in(got)
    low, high = float(numbers.min()), float(numbers.max())
    if asked.low is not None and not low >= asked.low - limit:
        return f"expected nothing below {say(asked.low)}, got {say(low)}"
    if asked.high is not None and not high <= asked.high + limit:
        return f"expected nothing above {say(asked.high)}, got {say(high)}"
    return ""


def _monotone(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    numbers = numbers_in(got)
    steps = np.diff(numbers, axis=axis_of(numbers, asked.axis)) * (-1.0 if asked.falling else 1.0)
    if not steps.size:
        return ""
    worst = float(steps.min())
    good = worst > 0 if asked.strictly else worst >= -limit
    verb = "fall" if asked.falling else "rise"
    return "" if good else f"expected values that {verb}, but one step goes the other way, by {say(abs(worst))}"


def _length(asked: Property, got: Any, _limit: float) -> str:
    try:
        length = len(got)
    except TypeError as error:
        raise CaseError(f"expected a list, got {say(got)}") from error
    return "" if length == asked.value else f"expected {plural(asked.value, 'entry', 'entries')}, got {length}"


def _members(got: Any) -> list[Any]:
    import numpy as np

    if isinstance(got, np.ndarray):
        got = got.tolist()
    if not isinstance(got, list | tuple):
        raise CaseError(f"expected a list, got {say(got)}")
    return list(got)


def _distinct(_asked: Property, got: Any, limit: float) -> str:
    seen: list[Any] = []
    matching = Matching(limit)
    for member in _members(got):
        if matching.place_of(member, seen) is not None:
            return f"{say(member)} comes twice"
        seen.append(member)
    return ""


def _subset(asked: Property, got: Any, limit: float) -> str:
    allowed, matching = _members(plain_value(asked.value)), Matching(limit)
    strange = (each for each in _members(got) if matching.place_of(each, allowed) is None)
    first = next(strange, None)
    return "" if first is None else f"{say(first)} isn't among the values that are allowed"


def _lacks(asked: Property, got: Any, limit: float) -> str:
    value = plain_value(asked.value)
    if isinstance(got, str):
        return f"the result must not contain {say(value)}" if str(value) in got else ""
    hit = Matching(limit).place_of(value, _members(got)) is not None
    return f"the result must not contain {say(value)}" if hit else ""


def plain_value(value: Any) -> Any:
    """A value of a graph as it is compared. Raises CaseError for one that cannot be made."""
    refuse_heavy([value])
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


# Gradients


def _directions(asked: Property, base: Step) -> list[tuple[Key, Any]]:
    """Unit vectors in which a gradient is tried, each with the argument that it changes; the same at every call."""
    import numpy as np

    random = np.random.default_rng(SEED)
    directions: list[tuple[Key, Any]] = []
    for key in asked.wrt:
        shape = np.shape(input_of(base, key))
        for _ in range(DIRECTIONS):
            vector = random.standard_normal(shape)
            directions.append((key, vector / max(float(np.sqrt((vector**2).sum())), 1e-12)))
    return directions


def nudged(asked: Property, base: Step) -> list[Step]:
    """The calls on both sides of `base` along each direction.

    They are calls of the same function, or of `forward` with some of its arguments.
    """
    import numpy as np

    steps = []
    for key, direction in _directions(asked, base):
        value = np.asarray(input_of(base, key), dtype=float)
        for sign in (1.0, -1.0):
            step = with_inputs(base, {key: value + sign * NUDGE * direction})
            if asked.forward:
                places = [place_of(step, name) for name in asked.takes]
                args = [step[holder][place] for holder, place in places]
                step = {"call": asked.forward, "args": args, "kwargs": {}}
            steps.append(step)
    return steps


def gradient_fault(asked: Property, base: Step, got: Any, more: Sequence[Any], limit: float) -> str:
    """What is wrong with a gradient, by the results of the `nudged` calls; empty if nothing is."""
    import numpy as np

    upstream = None if asked.upstream is None else np.asarray(input_of(base, asked.upstream), dtype=float)

    def scalar(result: Any) -> float:
        """The loss of a result, weighed by `upstream` where there is one; CaseError where its shape is another."""
        value = numbers_in(part_of(result, asked.loss))
        if upstream is None:
            if value.size != 1:
                raise CaseError(f"expected one number for the loss, got {say(value)}")
            return float(value.reshape(()))
        if value.shape != upstream.shape:
            raise CaseError(f"expected shape {tuple(upstream.shape)}, got {tuple(value.shape)}")
        return float((upstream * value).sum())

    for number, (key, direction) in enumerate(_directions(asked, base)):
        gradient = numbers_in(part_of(got, asked.wrt[str(key)]))
        if gradient.shape != np.shape(direction):
            return f"the gradient of {key} should have shape {np.shape(direction)}, got {tuple(gradient.shape)}"
        slope = (scalar(more[2 * number]) - scalar(more[2 * number + 1])) / (2 * NUDGE)
        given = float((gradient * direction).sum())
        if not abs(given - slope) <= limit * max(1.0, abs(slope)):  # NaN is not close
            return f"the gradient of {key} is off: along one direction {say(given)}, by finite differences {say(slope)}"
    return ""


# Properties of what the child reports beside the results


def called(asked: Property, calls: Mapping[str, Sequence[Any]]) -> str:
    """What is wrong with the calls that were made to a scripted function; empty if nothing is."""
    made = list(calls.get(asked.script, ()))
    if asked.times is not None and len(made) != asked.times:
        return f"`{asked.script}` should be called {plural(asked.times, 'time')}, but was called {len(made)}"
    if asked.at_most is not None and len(made) > asked.at_most:
        return f"`{asked.script}` may be called {plural(asked.at_most, 'time')} at most, but was called {len(made)}"
    if asked.with_args:
        fault = difference([plain(each) for each in made], plain_value(list(asked.with_args)))
        return fault and f"the calls of `{asked.script}` aren't those that are due: {fault}"
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
    """Whether an argument is a function or an earlier result: there's nothing in the case to compare it with."""
    return isinstance(value, Mapping) and not value.keys().isdisjoint(("$script", "$clock", "$result"))
