"""The arguments of a call, and how they're changed: reordered, shifted, scaled, or replaced from some place on."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.case import Key, Property
from simulator.graph.code.values import from_array, plain
from simulator.graph.text import plural

Step = dict[str, Any]
SEED = 7
UNDER = {  # a change of an input, in words
    "permutation": "put in another order",
    "reverse": "put in reverse order",
    "shift": "shifted",
    "scale": "scaled",
}


def keys_of(asked: Property) -> tuple[Key, ...]:
    """The arguments that a property changes; the first one if it names none."""
    return asked.args or ((asked.arg,) if asked.arg is not None else (0,))


def place_of(base: Step, key: Key) -> tuple[str, Key]:
    """Where an argument stands in a step: by name, or by its place. Raises CaseError if there is none."""
    if isinstance(key, str) and key in base.get("kwargs", {}):
        return "kwargs", key
    number = int(key) if isinstance(key, int) or key.isdigit() else -1
    if not 0 <= number < len(base.get("args", [])):
        raise CaseError(f"the call has no argument {key}")
    return "args", number


def input_of(base: Step, key: Key) -> Any:
    """An argument that is a list or an array. Raises CaseError for any other."""
    import numpy as np

    holder, place = place_of(base, key)
    value = plain(base[holder][place])
    if not isinstance(value, list | tuple | np.ndarray | int | float):
        raise CaseError(f"argument {key} is neither a list nor an array, so it can't be changed")
    return value


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


def with_inputs(base: Step, values: Mapping[Key, Any]) -> Step:
    """The same call with other values for some arguments."""
    step = {**base}
    for key, value in values.items():
        holder, place = place_of(base, key)
        step[holder] = copy(step[holder])
        step[holder][place] = _rewired(value)
    return step


def taken(value: Any, order: Any, axis: int) -> Any:
    """A list, or an array along an axis, in another order."""
    import numpy as np

    if isinstance(value, list | tuple):
        return [value[int(i)] for i in order]
    return np.take(value, order, axis=axis)


def order_for(value: Any, asked: Property) -> Any:
    """The order that an input of this length is put in."""
    import numpy as np

    length = _long(value, asked)
    if asked.under != "permutation":
        return range(length)[::-1]
    order = np.random.default_rng(SEED).permutation(length)
    return np.roll(order, 1) if length > 1 and (order == np.arange(length)).all() else order


def _long(value: Any, asked: Property) -> int:
    """The length of an input along the property's axis."""
    if isinstance(value, list | tuple):
        return len(value)
    if isinstance(value, int | float):
        raise CaseError("a number has no order that could be changed")
    return int(value.shape[axis_of(value, asked.axis)])


def applied(asked: Property, value: Any) -> Any:
    """An input as it is changed: in another order, shifted or scaled."""
    if asked.under in {"permutation", "reverse"}:
        return taken(value, order_for(value, asked), asked.axis)
    if isinstance(value, list | tuple):
        return [each + asked.by if asked.under == "shift" else each * asked.by for each in value]
    return value + asked.by if asked.under == "shift" else value * asked.by


def cuts(base: Step, asked: Property) -> list[int]:
    """The places from which an input is changed: early, in the middle and late. Raises CaseError if none is."""
    length = _long(input_of(base, keys_of(asked)[0]), asked)
    if length < 2:
        raise CaseError(f"causal needs an input of at least two entries; this one has {length}")
    return sorted({1, length // 2, length - 1})


def later_changed(base: Step, asked: Property, cut: int) -> dict[Key, Any]:
    """The arguments with other values from place `cut` on. Raises CaseError without such an argument or axis."""
    import numpy as np

    changed: dict[Key, Any] = {}
    for key in keys_of(asked):
        given = input_of(base, key)
        value = np.array(given)
        slices: list[Any] = [slice(None)] * value.ndim
        slices[axis_of(value, asked.axis)] = slice(cut, None)
        later = value[tuple(slices)]
        if value.dtype.kind == "f":
            value[tuple(slices)] = later + np.random.default_rng(SEED + cut).standard_normal(later.shape)
        else:  # whole numbers: other ones that occurred already, so that they stay valid
            value[tuple(slices)] = np.flip(later, axis=axis_of(value, asked.axis)) if later.size > 1 else value.flat[0]
        changed[key] = value.tolist() if isinstance(given, list) else value
    return changed


def axis_of(array: Any, axis: int) -> int:
    """The axis, if an array has it. Raises CaseError otherwise."""
    if not -array.ndim <= axis < array.ndim:
        wanted = plural(axis + 1 if axis >= 0 else -axis, "axis", "axes")
        raise CaseError(f"expected at least {wanted}, got shape {tuple(array.shape)}")
    return axis
