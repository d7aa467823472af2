"""The values in cases: how a graph writes them, and how they travel to the candidate's code and back.

A graph writes plain TOML, and tables of one of the forms below for what TOML lacks. They become wire values, which are
plain JSON: what the child process reads, and what it sends back. Nothing is ever pickled or evaluated.
"""

import base64
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from simulator.errors import CaseError

if TYPE_CHECKING:
    import numpy as np

ITEM_BYTES = {  # what an array may hold
    "float64": 8, "float32": 4, "float16": 2, "int64": 8, "int32": 4, "int16": 2, "int8": 1,
    "uint8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "bool": 1,
}  # fmt: skip
MOST_VALUES = 4_000_000  # numbers in one array
MOST_REPEATED = 32_000_000  # letters and numbers that a repeat comes to
MOST_OF_CASE = 64_000_000  # bytes, about, that a case takes as JSON or in memory: its calls with all their repeats
MOST_OF_GRAPH = 128_000_000  # that all its cases take together: each is made once to check it
TABLE_BYTES, LIST_BYTES, VALUE_BYTES = 200, 60, 8
MOST_DEPTH = 40
MISFITS = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)  # what a form of wrong values raises

# a form by its first key, and the keys that it may have besides
FORMS: Mapping[str, frozenset[str]] = {
    "array": frozenset({"dtype"}),
    "normal": frozenset({"seed", "scale", "mean", "dtype"}),
    "uniform": frozenset({"seed", "low", "high", "dtype"}),
    "integers": frozenset({"seed", "low", "high", "dtype"}),
    "full": frozenset({"value", "dtype"}),
    "arange": frozenset({"dtype"}),
    "eye": frozenset({"dtype"}),
    "tuple": frozenset(),
    "set": frozenset(),
    "map": frozenset(),
    "bytes": frozenset(),
    "none": frozenset(),
    "repeat": frozenset({"times"}),
    "join": frozenset(),
    "result": frozenset({"part"}),
    "script": frozenset({"table", "otherwise"}),
    "clock": frozenset(),
}


SIZED = frozenset({"normal", "uniform", "integers", "full", "arange", "eye"})  # forms of arrays that need few letters


def form_of(value: Any) -> str | None:
    """The form that a table is written in; None for an ordinary table, list or value."""
    if not isinstance(value, Mapping):
        return None
    return next((f for f in FORMS if f in value and set(value) - {f} <= FORMS[f]), None)


def heaviness(values: Iterable[Any], times: int = 1) -> int:
    """About how many bytes so many copies of a graph's values would take, before they are made."""
    return times * sum(map(_weight_of, values))


def refuse_heavy(values: Iterable[Any], times: int = 1, before: int = 0) -> int:
    """About how many bytes so many copies of some values take, with those `before`. Raises CaseError for too many."""
    total = before + heaviness(values, times)
    if total > MOST_OF_CASE:
        most = f"{MOST_OF_CASE // 1_000_000} MB"
        raise CaseError(f"the values come to more than {most}; make fewer of them, or repeat it fewer times")
    return total


def _weight_of(value: Any, depth: int = 0) -> int:
    """About how many bytes a value of a graph would take, before it is made; 0 for what cannot be made."""
    if depth > MOST_DEPTH:
        return 0
    if isinstance(value, list | tuple):
        return LIST_BYTES + sum(_weight_of(each, depth + 1) for each in value)
    if isinstance(value, str):
        return VALUE_BYTES + len(value)
    if not isinstance(value, Mapping):
        return VALUE_BYTES
    form = form_of(value)
    if form in SIZED:
        return _bytes_of(value, form)
    times = value.get("times", 1) if form == "repeat" else 1
    held = sum(VALUE_BYTES + len(str(key)) + _weight_of(each, depth + 1) for key, each in value.items())
    return TABLE_BYTES + held * (max(1, times) if isinstance(times, int) else 1)


def _bytes_of(value: Mapping[str, Any], form: str) -> int:
    """The bytes of an array that has a size instead of numbers; what is too large for one array is refused alone."""
    sizes = value[form] if isinstance(value[form], list | tuple) else [value[form]]
    try:
        numbers = _count_of(form, sizes)
    except (TypeError, ValueError, ArithmeticError):
        return 0
    return min(max(numbers, 0), MOST_VALUES) * ITEM_BYTES.get(str(value.get("dtype")), 8) * 3 // 2


def _count_of(form: str, sizes: Sequence[Any]) -> int:
    """How many numbers an array with a size holds. Raises TypeError, ValueError, ArithmeticError for no such size."""
    if form == "arange":
        start, stop, step = (0, *sizes, 1) if len(sizes) == 1 else (*sizes, 1)[:3]
        many: int = math.ceil((stop - start) / step)
        return many
    if not all(isinstance(each, int | float) for each in sizes):  # a text times a billion would be made
        raise TypeError("a size is a number")
    numbers = int(math.prod(each or 1 for each in sizes))  # one of size 0 may have a billion rows
    return numbers**2 if form == "eye" else numbers


def wire(value: Any, depth: int = 0) -> Any:
    """A value of a graph as plain JSON for the child. Raises CaseError for one that cannot be made."""
    if depth > MOST_DEPTH:
        raise CaseError("the value is nested too deeply")
    if isinstance(value, list | tuple):
        return [wire(each, depth + 1) for each in value]
    if not isinstance(value, Mapping):
        if isinstance(value, bool | int | float | str) or value is None:
            return value
        raise CaseError(f"a case can't hold a {type(value).__name__}; write it as text or as a number")
    form = form_of(value)
    if form is None:
        return {str(key): wire(each, depth + 1) for key, each in value.items()}
    try:
        return _WIRES[form](value, depth + 1) if form in _WIRES else from_array(made_array(value, form))
    except MISFITS as error:
        raise CaseError(f"the values can't be read: {error}") from error


def made_array(value: Mapping[str, Any], form: str) -> "np.ndarray[Any, Any]":
    """The array of a form such as `{normal = [2, 4], seed = 1}`. Raises CaseError if it cannot be made."""
    import numpy as np  # only cases need it

    dtype = str(value.get("dtype", "int64" if form in {"integers", "arange"} else "float64"))
    if dtype not in ITEM_BYTES:
        raise CaseError(f'there is no dtype "{dtype[:40]}"; choose from {", ".join(sorted(ITEM_BYTES))}')
    given = value[form]
    if form == "array":
        try:
            made = np.array(given, dtype=dtype if "dtype" in value else None)
        except (TypeError, ValueError, OverflowError) as error:
            raise CaseError(f"the array can't be made: {error}") from error
        if made.dtype.name not in ITEM_BYTES:
            raise CaseError("an array holds numbers, or true and false, in rows of the same length")
        return made
    sizes = given if isinstance(given, list | tuple) else [given]
    if form == "eye":
        _refuse_many(_count(given) ** 2)
        return np.asarray(np.eye(given, dtype=dtype))
    if form == "arange":
        _refuse_many(_count_of(form, sizes))
        return np.arange(*sizes, dtype=dtype)
    shape = tuple(map(_count, sizes))
    _refuse_many(_count_of(form, shape))
    if form == "full":
        return np.full(shape, value.get("value", 0.0), dtype=dtype)
    with np.errstate(all="ignore"):  # what a cast can't hold is no warning for whoever loads the graph
        return _random_array(value, form, shape).astype(dtype)


def _random_array(value: Mapping[str, Any], form: str, shape: tuple[int, ...]) -> "np.ndarray[Any, Any]":
    import numpy as np

    random = np.random.default_rng(int(value.get("seed", 0)))
    if form == "normal":
        mean, scale = float(value.get("mean", 0.0)), float(value.get("scale", 1.0))
        return np.asarray(mean + scale * random.standard_normal(shape))
    low, high = value.get("low", 0), value.get("high", 1)
    if form == "uniform":
        return np.asarray(random.uniform(low, high, shape))
    return random.integers(int(low), int(high), shape)


def _refuse_many(numbers: int) -> None:
    if numbers > MOST_VALUES:
        raise CaseError(f"the array would hold {numbers:,} numbers; at most {MOST_VALUES:,} are allowed")


def _count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_VALUES:
        raise CaseError("a shape takes whole numbers, 0 or more")
    return value


def _script(value: Mapping[str, Any], depth: int) -> dict[str, Any]:
    """A function that answers from a table; the calls made to it are recorded."""
    rows = []
    for row in [*value.get("table", ()), *([value["otherwise"]] if "otherwise" in value else [])]:
        fits = isinstance(row, Mapping) and isinstance(row.get("args", []), list | tuple)
        if not fits or ("gives" in row) == ("raises" in row):
            raise CaseError("a row of a script has args, and either gives or raises")
        made: dict[str, Any] = {"args": wire(row.get("args", []), depth)}
        if "gives" in row:
            made["gives"] = wire(row["gives"], depth)
        else:
            made.update(raises=str(row["raises"]), message=str(row.get("message", "")))
        rows.append(made)
    script: dict[str, Any] = {"$script": str(value["script"]), "table": rows}
    if "otherwise" in value:
        script["otherwise"] = rows.pop()
    return script


def _repeat(value: Mapping[str, Any], depth: int) -> Any:
    times = _count(value.get("times", 1))
    repeated = wire(value["repeat"], depth)
    if times * _weight(repeated) > MOST_REPEATED:
        raise CaseError(f"the repeat comes to more than {MOST_REPEATED:,} letters and numbers; repeat it fewer times")
    return repeated * times if isinstance(repeated, str) else [repeated] * times


def _weight(value: Any) -> int:
    """How many letters and numbers a wire value holds."""
    if isinstance(value, dict):
        return sum(map(_weight, value.values())) + 1
    if isinstance(value, list):
        return sum(map(_weight, value)) + 1
    return len(value) + 1 if isinstance(value, str) else 1


def _join(value: Mapping[str, Any], depth: int) -> Any:
    """Texts, or lists, one after the other: for long inputs of a few repeated parts."""
    parts = [wire(each, depth) for each in value["join"]]
    if all(isinstance(part, str) for part in parts):
        return "".join(parts)
    return [each for part in parts for each in part]


_WIRES: Mapping[str, Callable[[Mapping[str, Any], int], Any]] = {
    "tuple": lambda value, depth: {"$tuple": [wire(each, depth) for each in value["tuple"]]},
    "set": lambda value, depth: {"$set": [wire(each, depth) for each in value["set"]]},
    "map": lambda value, depth: {"$map": [[wire(k, depth), wire(v, depth)] for k, v in value["map"]]},
    "bytes": lambda value, _: {"$bytes": base64.b64encode(str(value["bytes"]).encode()).decode()},
    "none": lambda _value, _depth: None,
    "repeat": _repeat,
    "join": _join,
    "result": lambda value, _: {"$result": int(value["result"]), **{k: v for k, v in value.items() if k == "part"}},
    "script": _script,
    "clock": lambda value, _: {"$clock": float(value["clock"])},
}


def from_array(array: "np.ndarray[Any, Any]") -> dict[str, Any]:
    """An array as a wire value."""
    import numpy as np

    data = base64.b64encode(np.ascontiguousarray(array).tobytes()).decode()
    return {"$array": array.dtype.name, "shape": list(array.shape), "data": data}


def to_array(value: Mapping[str, Any]) -> "np.ndarray[Any, Any]":
    """The array of a wire value. Raises CaseError if it is not one: a candidate may have written it."""
    import numpy as np

    shape, name = value.get("shape"), value.get("$array")
    if name not in ITEM_BYTES or not isinstance(shape, list) or not all(type(n) is int and n >= 0 for n in shape):
        raise CaseError("the result isn't an array of numbers")
    try:
        return np.frombuffer(base64.b64decode(str(value.get("data"))), dtype=str(name)).reshape(shape)
    except ValueError as error:
        raise CaseError("the result isn't an array of numbers") from error


class Other(Sequence[Any]):
    """A value of a type that has no form on the wire. It equals nothing."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __getitem__(self, _: Any) -> Any:
        raise IndexError

    def __len__(self) -> int:
        return 0


def plain(value: Any, depth: int = 0) -> Any:
    """A wire value as Python's own values and arrays, to be compared. Raises CaseError for one that is not valid."""
    if depth > MOST_DEPTH:
        raise CaseError("the result is nested too deeply")
    if isinstance(value, list):
        return [plain(each, depth + 1) for each in value]
    if not isinstance(value, dict):
        return value
    if "$array" in value:
        return to_array(value)
    if "$tuple" in value:
        return tuple(plain(each, depth + 1) for each in _list(value["$tuple"]))
    if "$set" in value:
        return Bag(plain(each, depth + 1) for each in _list(value["$set"]))
    if "$map" in value:
        table = {}
        for pair in [_list(pair) for pair in _list(value["$map"])]:
            if len(pair) == 2:
                key = plain(pair[0], depth + 1)
                table[tuple(key) if isinstance(key, list) else key] = plain(pair[1], depth + 1)
        return table
    if "$bytes" in value:
        return base64.b64decode(str(value["$bytes"]))
    if "$other" in value:
        return Other(str(value["$other"])[:60])
    return {key: plain(each, depth + 1) for key, each in value.items()}


class Bag(list[Any]):
    """The members of a set, in no order."""


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise CaseError("the result can't be read")
    return value


def part_of(value: Any, part: str | int | None) -> Any:
    """One part of a result: a place in a list or an array, or a name in a table. Raises CaseError if there is none."""
    if part is None:
        return value
    if value is None:
        raise CaseError("the call gave None")
    try:
        return value[part]
    except (TypeError, KeyError, IndexError) as error:
        name = f"part {part}" if isinstance(part, int) else f'"{part}"'
        raise CaseError(f"the result has no {name}") from error
