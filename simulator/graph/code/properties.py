"""The properties that a case may ask for: the program's own list, so that judging runs no code of a graph.

Some look at the result alone. The others make more calls of the candidate's own code, with changed inputs, and compare
what comes back: `extra_calls` says which, and `broken` what was wrong in words.
"""

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.case import Key, Property
from simulator.graph.code.compare import TOLERANCE, difference, say
from simulator.graph.code.values import from_array, part_of, plain
from simulator.graph.text import plural

Step = dict[str, Any]
GRADIENT_TOLERANCE = 1e-4
NUDGE = 1e-5  # of a central difference
DIRECTIONS = 3  # in which a gradient is tried
CUTS = 3  # places at which "causal" is tried
SEED = 7


def extra_calls(asked: Property, base: Step) -> list[Step]:
    """The calls that a property needs besides `base`, the last call of its case, as wire steps."""
    match asked.holds:
        case "invariant" | "equivariant":
            return [_changed(base, {key: _apply(asked, _input(base, key)) for key in _keys(asked)})]
        case "causal":
            return [_changed(base, _later_changed(base, asked, cut)) for cut in _cuts(base, asked)]
        case "gradient":
            return _nudged(asked, base)
        case _:
            return []


def broken(asked: Property, results: Sequence[Any], base: Step, part: Key | None, tolerance: float | None) -> str:
    """What is wrong with the results, in words; empty if the property holds.

    `results` are those of the case's calls, the last one `base`, and then those of `extra_calls`; plain values.
    """
    extra = len(extra_calls(asked, base))
    own, more = list(results[: len(results) - extra]), list(results[len(results) - extra :])
    if asked.holds == "gradient":
        return _gradient(asked, base, own[-1], more, tolerance or GRADIENT_TOLERANCE)
    got, limit = part_of(own[-1], part), TOLERANCE if tolerance is None else tolerance
    if asked.holds in {"same", "differs"}:
        other = part_of(own[asked.to or 0], part)
        found = difference(got, other, limit)
        if asked.holds == "same":
            return found and f"call {len(own)} should give the same as call {(asked.to or 0) + 1}: {found}"
        return "" if found else f"calls {(asked.to or 0) + 1} and {len(own)} should differ, but give the same"
    if more:
        return _compared(asked, got, [part_of(each, part) for each in more], base, limit)
    return _ALONE[asked.holds](asked, got, limit)


# Properties of one result


def _array(got: Any) -> Any:
    import numpy as np

    try:
        found = np.asarray(got, dtype=float)
    except (TypeError, ValueError) as error:
        raise CaseError(f"expected numbers, got {say(got)}") from error
    if not found.size:
        raise CaseError("expected numbers, got nothing")
    return found


def _leaves(got: Any) -> list[Any]:
    if isinstance(got, Mapping):
        return [leaf for each in got.values() for leaf in _leaves(each)]
    if isinstance(got, list | tuple) and any(not isinstance(each, int | float) for each in got):
        return [leaf for each in got for leaf in _leaves(each)]
    return [_array(got)]


def _finite(_asked: Property, got: Any, _limit: float) -> str:
    import numpy as np

    bad = sum(int((~np.isfinite(leaf)).sum()) for leaf in _leaves(got))
    return f"{plural(bad, 'number')} of the result {'is' if bad == 1 else 'are'} NaN or infinite" if bad else ""


def _sums(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    found = _array(got)
    totals = np.atleast_1d(found.sum(axis=_axis(found, asked.axis)))
    wrong = ~np.isclose(totals, 1.0, rtol=0, atol=max(limit, 1e-9))
    if not wrong.any():
        return ""
    return f"expected sums of 1 along axis {asked.axis}, got {say(float(totals[wrong].flat[0]))}"


def _between(asked: Property, got: Any, limit: float) -> str:
    found = _array(got)
    low, high = float(found.min()), float(found.max())
    if asked.low is not None and not low >= asked.low - limit:
        return f"expected nothing below {say(asked.low)}, got {say(low)}"
    if asked.high is not None and not high <= asked.high + limit:
        return f"expected nothing above {say(asked.high)}, got {say(high)}"
    return ""


def _monotone(asked: Property, got: Any, limit: float) -> str:
    import numpy as np

    found = _array(got)
    steps = np.diff(found, axis=_axis(found, asked.axis)) * (-1.0 if asked.falling else 1.0)
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
    return "" if found is None else f"{say(found)} is none of those that may come out"


def _lacks(asked: Property, got: Any, limit: float) -> str:
    value = plain_value(asked.value)
    if isinstance(got, str):
        return f"the result may not hold {say(value)}" if str(value) in got else ""
    hit = any(not difference(each, value, limit) for each in _members(got))
    return f"the result may not hold {say(value)}" if hit else ""


def plain_value(value: Any) -> Any:
    """A value of a graph as it is compared."""
    from simulator.graph.code.values import wire

    return plain(wire(value))


def _axis(found: Any, axis: int) -> int:
    if not -found.ndim <= axis < found.ndim:
        raise CaseError(f"expected at least {axis + 1 if axis >= 0 else -axis} axes, got shape {tuple(found.shape)}")
    return axis


def _nothing(_asked: Property, _got: Any, _limit: float) -> str:
    return ""  # `inputs-kept` and `called` look at what the child reports, not at the result


_ALONE: Mapping[str, Callable[[Property, Any, float], str]] = {
    "finite": _finite,
    "sums-to-one": _sums,
    "between": _between,
    "monotone": _monotone,
    "length": _length,
    "distinct": _distinct,
    "subset": _subset,
    "lacks": _lacks,
    "inputs-kept": _nothing,
    "called": _nothing,
}


# Properties of several calls


def _keys(asked: Property) -> tuple[Key, ...]:
    return asked.args or ((asked.arg,) if asked.arg is not None else (0,))


def _place(base: Step, key: Key) -> tuple[str, Key]:
    """Where an argument stands in a step: by name, or by its place."""
    if isinstance(key, str) and key in base.get("kwargs", {}):
        return "kwargs", key
    number = int(key) if isinstance(key, int) or key.isdigit() else -1
    if not 0 <= number < len(base.get("args", [])):
        raise CaseError(f"the call has no argument {key}")
    return "args", number


def _input(base: Step, key: Key) -> Any:
    """An argument that is a list or an array. Raises CaseError for any other."""
    import numpy as np

    holder, place = _place(base, key)
    found = plain(base[holder][place])
    if not isinstance(found, list | tuple | np.ndarray | int | float):
        raise CaseError(f"argument {key} is neither a list nor an array, so it cannot be changed")
    return found


def _with_input(step: Step, key: Key, value: Any) -> Step:
    import numpy as np

    holder, place = _place(step, key)
    changed = {**step, holder: copy(step[holder])}
    changed[holder][place] = from_array(value) if isinstance(value, np.ndarray) else _rewired(value)
    return changed


def _rewired(value: Any) -> Any:
    """A plain value as a wire value again, arrays and tuples inside it included."""
    import numpy as np

    if isinstance(value, np.ndarray):
        return from_array(value)
    if isinstance(value, tuple):
        return {"$tuple": [_rewired(each) for each in value]}
    if isinstance(value, list):
        return [_rewired(each) for each in value]
    if isinstance(value, dict):
        return {key: _rewired(each) for key, each in value.items()}
    return value


def _changed(base: Step, values: Mapping[Key, Any]) -> Step:
    step = base
    for key, value in values.items():
        step = _with_input(step, key, value)
    return step


def _order(length: int) -> Any:
    import numpy as np

    order = np.random.default_rng(SEED).permutation(length)
    return np.roll(order, 1) if length > 1 and (order == np.arange(length)).all() else order


def _taken(value: Any, order: Any, axis: int) -> Any:
    import numpy as np

    if isinstance(value, list | tuple):
        return [value[int(i)] for i in order]
    return np.take(value, order, axis=axis)


def _order_for(value: Any, asked: Property) -> Any:
    length = _long(value, asked)
    return _order(length) if asked.under == "permutation" else range(length)[::-1]


def _long(value: Any, asked: Property) -> int:
    """The length of an input along the property's axis."""
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, int | float):
        raise CaseError("a number has no order that could be changed")
    return int(value.shape[_axis(value, asked.axis)])


def _apply(asked: Property, value: Any) -> Any:
    """An input as it is changed: in another order, shifted or scaled."""
    if asked.under in {"permutation", "reverse"}:
        return _taken(value, _order_for(value, asked), asked.axis)
    if isinstance(value, list | tuple):
        return [each + asked.by if asked.under == "shift" else each * asked.by for each in value]
    return value + asked.by if asked.under == "shift" else value * asked.by


_UNDER = {
    "permutation": "put in another order",
    "reverse": "put in reverse order",
    "shift": "shifted",
    "scale": "scaled",
}


def _compared(asked: Property, got: Any, more: list[Any], base: Step, limit: float) -> str:
    names = " and ".join(str(key) if isinstance(key, str) else f"argument {key + 1}" for key in _keys(asked))
    if asked.holds == "invariant":
        found = difference(more[0], got, limit)
        return found and f"the result should stay the same with {names} {_UNDER[asked.under]}: {found}"
    if asked.holds == "equivariant":
        order = _order_for(_input(base, _keys(asked)[0]), asked)
        wanted = _taken(got, order, asked.axis) if asked.under in {"permutation", "reverse"} else _apply(asked, got)
        found = difference(more[0], wanted, limit)
        return found and f"with {names} {_UNDER[asked.under]}, the result should change alike: {found}"
    for cut, other in zip(_cuts(base, asked), more, strict=True):
        before, after = _until(got, cut, asked.axis), _until(other, cut, asked.axis)
        if difference(after, before, limit):
            return f"what comes before position {cut} changes with what comes at {cut} and later: it sees the future"
    return ""


def _until(value: Any, cut: int, axis: int) -> Any:
    import numpy as np

    if isinstance(value, list | tuple):
        return list(value[:cut])
    found = np.asarray(value)
    return np.take(found, range(min(cut, found.shape[_axis(found, axis)])), axis=axis)


def _cuts(base: Step, asked: Property) -> list[int]:
    length = _long(_input(base, _keys(asked)[0]), asked)
    wanted = {1, length // 2, length - 1}
    return sorted(cut for cut in wanted if 0 < cut < length)[:CUTS]


def _later_changed(base: Step, asked: Property, cut: int) -> dict[Key, Any]:
    import numpy as np

    changed: dict[Key, Any] = {}
    for key in _keys(asked):
        value = np.array(_input(base, key))
        place: list[Any] = [slice(None)] * value.ndim
        place[_axis(value, asked.axis)] = slice(cut, None)
        later = value[tuple(place)]
        if value.dtype.kind == "f":
            value[tuple(place)] = later + np.random.default_rng(SEED + cut).standard_normal(later.shape)
        else:  # whole numbers: other ones that occurred already, so that they stay valid
            value[tuple(place)] = np.flip(later, axis=_axis(value, asked.axis)) if later.size > 1 else value.flat[0]
        changed[key] = value if not isinstance(_input(base, key), list) else value.tolist()
    return changed


# Gradients, by central differences along random directions: a directional derivative needs two calls, not two per entry


def _directions(asked: Property, base: Step) -> list[tuple[Key, Any]]:
    import numpy as np

    random = np.random.default_rng(SEED)
    found: list[tuple[Key, Any]] = []
    for key in asked.wrt:
        shape = np.shape(_input(base, key))
        for _ in range(DIRECTIONS):
            way = random.standard_normal(shape)
            found.append((key, way / max(float(np.sqrt((way**2).sum())), 1e-12)))
    return found


def _forward(asked: Property, base: Step) -> Step:
    """The call whose gradient it is: the same function, or `forward` with some of its arguments."""
    if not asked.forward:
        return base
    args = []
    for key in asked.takes:
        holder, place = _place(base, key)
        args.append(base[holder][place])
    return {"call": asked.forward, "args": args, "kwargs": {}}


def _nudged(asked: Property, base: Step) -> list[Step]:
    import numpy as np

    steps = []
    for key, way in _directions(asked, base):
        value = np.asarray(_input(base, key), dtype=float)
        for sign in (1.0, -1.0):
            steps.append(_forward(asked, _with_input(base, key, value + sign * NUDGE * way)))
    return steps


def _gradient(asked: Property, base: Step, got: Any, more: list[Any], limit: float) -> str:
    import numpy as np

    upstream = None if asked.upstream is None else np.asarray(_input(base, asked.upstream), dtype=float)

    def scalar(result: Any) -> float:
        value = _array(part_of(result, asked.loss))
        if upstream is None:
            if value.size != 1:
                raise CaseError(f"expected one number for the loss, got {say(value)}")
            return float(value.reshape(()))
        if value.shape != upstream.shape:
            raise CaseError(f"expected shape {tuple(upstream.shape)}, got {tuple(value.shape)}")
        return float((upstream * value).sum())

    for number, (key, way) in enumerate(_directions(asked, base)):
        gradient = _array(part_of(got, asked.wrt[str(key)]))
        if gradient.shape != np.shape(way):
            return f"the gradient of {key} should have shape {np.shape(way)}, got {tuple(gradient.shape)}"
        slope = (scalar(more[2 * number]) - scalar(more[2 * number + 1])) / (2 * NUDGE)
        given = float((gradient * way).sum())
        if not abs(given - slope) <= limit * max(1.0, abs(slope)):  # NaN is not close
            return f"the gradient of {key} is off: along one direction {say(given)}, by finite differences {say(slope)}"
    return ""


def called(asked: Property, calls: Mapping[str, Sequence[Any]]) -> str:
    """What is wrong with the calls that were made of a scripted function; empty if nothing is."""
    made = list(calls.get(asked.script, ()))
    if asked.times is not None and len(made) != asked.times:
        return f"`{asked.script}` should be called {plural(asked.times, 'time')}, and was {len(made)}"
    if asked.at_most is not None and len(made) > asked.at_most:
        return f"`{asked.script}` may be called {plural(asked.at_most, 'time')} at most, and was {len(made)}"
    if asked.with_args:
        found = difference([plain(each) for each in made], plain_value(list(asked.with_args)))
        return found and f"the calls of `{asked.script}` are not those that are due: {found}"
    return ""


def kept(before: Step, after: Any) -> str:
    """Whether a call left its inputs as they were: `after` are its arguments as the child reports them."""
    if not isinstance(after, Mapping):
        return "the inputs could not be looked at after the call"
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


def needs_arguments(asked: Property | None) -> bool:
    """Whether the child has to report the arguments as they are after the call."""
    return asked is not None and asked.holds == "inputs-kept"
