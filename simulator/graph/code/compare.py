"""Whether a result is what was expected, and the first difference in words.

Lists, tuples and arrays are alike, and so are whole numbers, floats and NumPy's own: a right answer is right in any of
them. Numbers are close if they differ by at most the tolerance, relative to numbers above 1.
"""

import math
import re
from collections.abc import Mapping, Sequence, Sized
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.values import Bag, Other
from simulator.graph.text import plural

TOLERANCE = 1e-6
MOST_COMPARED = 2_000_000  # values, where each is compared with each: about a second
_ITEM = re.compile(r"item (\d+) of \d+")
SHOWN = 60  # characters of a value in a sentence


def difference(got: Any, wanted: Any, tolerance: float = TOLERANCE, *, unordered: bool = False) -> str:
    """The first difference in words; empty if there is none."""
    if isinstance(wanted, Bag) or unordered:
        return _bag(got, wanted, tolerance)
    if wanted is None:
        return "" if got is None else f"expected None, got {say(got)}"
    if got is None:
        return f"expected {say(wanted)}, got None"
    if isinstance(wanted, Mapping):
        if not isinstance(got, Mapping):
            return f"expected a dict, got {say(got)}"
        if missing := [key for key in wanted if key not in got]:
            return f"the key {say(missing[0])} is missing"
        if extra := [key for key in got if key not in wanted]:
            return f"the key {say(extra[0])} wasn't expected"
        faults = ((key, difference(got[key], each, tolerance)) for key, each in wanted.items())
        return next((_within(f"[{say(key)}]", fault) for key, fault in faults if fault), "")
    if isinstance(wanted, str | bytes):
        return _text(got, wanted)
    if _is_number(wanted):
        return _number(got, wanted, tolerance)
    return _sequence(got, wanted, tolerance)


def with_result(found: str, got: Any) -> str:
    """A difference after the whole result in which it was found, unless that is said already or is a large array."""
    whole = say(got)
    return found if not found or whole in found or whole.startswith("an array") else f"returned {whole}; {found}"


def say(value: Any) -> str:
    """A value in few characters."""
    import numpy as np

    if isinstance(value, Other):
        return f"a {value.kind}"
    if isinstance(value, np.ndarray) and value.ndim:
        if value.size > 6 or math.prod(n or 1 for n in value.shape) > 6:  # one of size 0 may have a billion rows
            return f"an array of shape {tuple(value.shape)}"
        value = value.tolist()
    if isinstance(value, float) or (isinstance(value, np.generic) and value.dtype.kind == "f"):
        return f"{float(value):.6g}"
    if isinstance(value, np.ndarray | np.generic):
        value = value.item()
    if isinstance(value, list | tuple) and not isinstance(value, Bag):
        inside = ", ".join(say(each) for each in value[:8]) + (", …" if len(value) > 8 else "")
        text = f"({inside})" if isinstance(value, tuple) else f"[{inside}]"
    else:
        hashable = isinstance(value, Bag) and all(isinstance(each, str | int | float | bool | tuple) for each in value)
        text = repr(set(value) if hashable else value)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def _is_number(value: Any) -> bool:
    import numpy as np

    if isinstance(value, np.ndarray):
        return value.ndim == 0
    return isinstance(value, bool | int | float | np.generic)


def _number(got: Any, wanted: Any, tolerance: float) -> str:
    import numpy as np

    if isinstance(got, np.ndarray) and got.size == 1 and got.ndim <= 1:
        got = got.reshape(())[()]  # a scalar that kept an axis is the same number
    if isinstance(got, list | tuple) or not _is_number(got):
        return f"expected {say(wanted)}, got {say(got)}"
    if isinstance(wanted, bool | np.bool_) and not (isinstance(got, bool | np.bool_) or got in (0, 1)):
        return f"expected {say(wanted)}, got {say(got)}"
    close = _is_close(float(got), float(wanted), tolerance)
    return "" if close else f"expected {say(wanted)}, got {say(got)}"


def _is_close(a: float, b: float, tolerance: float) -> bool:
    """Whether `a` is `b`; infinities of the same sign are the same, and so are two that are not numbers."""
    if math.isfinite(a) and math.isfinite(b):
        return abs(a - b) <= tolerance * max(1.0, abs(b))
    return a == b or (math.isnan(a) and math.isnan(b))


class Matching:
    """Finds values among others, up to so many comparisons in all: a result may hold half a million.

    Two are alike where `difference` finds none; here nobody wants the words.
    """

    def __init__(self, tolerance: float) -> None:
        self._tolerance, self._left = tolerance, MOST_COMPARED

    def place_of(self, value: Any, among: Sequence[Any]) -> int | None:
        """Where the first value like this one stands; None if there is none. Raises CaseError after too many."""
        return next((place for place, other in enumerate(among) if self.alike(other, value)), None)

    def alike(self, got: Any, wanted: Any) -> bool:
        """Whether two values are alike. Raises CaseError after too many."""
        self._spend(1)
        if isinstance(got, str) and isinstance(wanted, str):
            return got == wanted
        if type(got) in NUMBERS and type(wanted) in NUMBERS:
            return _is_close(float(got), float(wanted), self._tolerance)
        if type(got) in LISTS and type(wanted) in LISTS:
            return len(got) == len(wanted) and all(map(self.alike, got, wanted))
        if isinstance(got, Mapping) and isinstance(wanted, Mapping):
            return got.keys() == wanted.keys() and all(self.alike(got[key], each) for key, each in wanted.items())
        self._spend(COSTLY + _size_of(got) * (_size_of(wanted) if isinstance(wanted, Bag) else 1))
        return not difference(got, wanted, self._tolerance)

    def _spend(self, comparisons: int) -> None:
        self._left -= comparisons
        if self._left < 0:
            raise CaseError("the result has too many entries: they can't all be compared")


NUMBERS, LISTS = frozenset((int, float)), frozenset((list, tuple))
COSTLY = 20  # comparisons that one with words, or with an array, is worth


def _size_of(value: Any) -> int:
    if getattr(value, "shape", None) == ():  # an array of one number has no length
        return 1
    return len(value) if isinstance(value, Sized) else 1


def _text(got: Any, wanted: str | bytes) -> str:
    if isinstance(got, type(wanted)) and got == wanted:
        return ""
    if not isinstance(got, str | bytes) or len(wanted) <= SHOWN - 4:
        return f"expected {say(wanted)}, got {say(got)}"
    if type(got) is not type(wanted):
        return f"expected {'text' if isinstance(wanted, str) else 'bytes'}, got {say(got)}"
    at = next((i for i, (a, b) in enumerate(zip(got, wanted, strict=False)) if a != b), min(len(got), len(wanted)))
    low = max(0, at - 12)
    return f"from character {at} expected {say(wanted[low : low + 36])}, got {say(got[low : low + 36])}"


def _sequence(got: Any, wanted: Any, tolerance: float) -> str:
    import numpy as np

    if not isinstance(got, list | tuple | np.ndarray) or (isinstance(got, np.ndarray) and got.ndim == 0):
        return f"expected {say(wanted)}, got {say(got)}"
    got_numbers, wanted_numbers = _as_numbers(got), _as_numbers(wanted)
    if got_numbers is not None and wanted_numbers is not None:
        return _array(got_numbers, wanted_numbers, tolerance)
    if len(got) != len(wanted):
        return f"expected {plural(len(wanted), 'entry', 'entries')}, got {len(got)}"
    for number, (a, b) in enumerate(zip(got, wanted, strict=True), 1):
        if found := difference(a, b, tolerance):
            inside = found.startswith(("at ", "item "))
            return _within(f"[{number - 1}]", found) if inside else f"item {number} of {len(wanted)}: {found}"
    return ""


def _within(step: str, found: str) -> str:
    """A difference with the path to it, as one would write it in code: of several pairs, in which, and where."""
    if item := _ITEM.match(found):
        return f"at {step}[{int(item[1]) - 1}]{found[item.end() :]}"
    return f"at {step}{found.removeprefix('at ')}" if found.startswith("at ") else f"at {step}: {found}"


def _as_numbers(value: Any) -> Any:
    """The value as an array of numbers; None if it can't be one."""
    import numpy as np

    if isinstance(value, np.ndarray):
        return value
    try:
        array = np.array(value)
    except (ValueError, TypeError, OverflowError):
        return None
    return array if array.dtype.kind in "fiub" and array.size else None


def numbers_in(got: Any) -> Any:
    """The numbers of a result as an array of floats. Raises CaseError if it holds anything else, or nothing."""
    import numpy as np

    try:
        given = np.asarray(got)
        if given.dtype.kind in "SU":
            raise CaseError(f"expected numbers, got {say(got)}")  # NumPy would read them
        numbers = given.astype(float)
    except (TypeError, ValueError) as error:
        raise CaseError(f"expected numbers, got {say(got)}") from error
    if not numbers.size:
        raise CaseError("expected numbers, got nothing")
    return numbers


def _array(got: Any, wanted: Any, tolerance: float) -> str:
    import numpy as np

    if got.shape != wanted.shape:
        return f"expected shape {tuple(wanted.shape)}, got {tuple(got.shape)}"
    a, b = got.astype(float), wanted.astype(float)
    with np.errstate(invalid="ignore"):
        near = np.isfinite(b) & (np.abs(a - b) <= tolerance * np.maximum(1.0, np.abs(b)))  # infinity is near nothing
        same = near | (a == b) | (np.isnan(a) & np.isnan(b))
    if same.all():
        return ""
    index = tuple(int(i) for i in np.argwhere(~same)[0])
    where = f"at {list(index)}" if len(index) > 1 else f"item {index[0] + 1} of {same.size}"
    wrong = int((~same).sum())
    more = f" ({wrong} of {same.size} differ)" if wrong > 1 else ""
    return f"{where}: expected {say(wanted[index])}, got {say(got[index])}{more}"


def _bag(got: Any, wanted: Any, tolerance: float) -> str:
    import numpy as np

    if isinstance(got, np.ndarray):
        got = got.tolist()
    wanted = wanted.tolist() if isinstance(wanted, np.ndarray) else wanted
    if not isinstance(got, list | tuple):
        return f"expected {say(wanted)} in any order, got {say(got)}"
    left, matching = list(got), Matching(tolerance)
    for member in wanted:
        place = matching.place_of(member, left)
        if place is None:
            return f"{say(member)} is missing"
        left.pop(place)
    return f"{say(left[0])} wasn't expected" if left else ""
