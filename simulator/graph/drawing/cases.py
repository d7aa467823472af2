"""The cases of a task in words, for its author: what is called, and what has to come of it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from simulator.graph.code.case import Call, Case, Property, judged_by, read_entry
from simulator.graph.code.values import form_of
from simulator.graph.text import plural, short

MOST = 160  # characters of one value
_DEFAULTS = {field.name: field.default for field in msgspec.structs.fields(Property)}


def case_words(case: Case, entry: str) -> str:
    """One case: `three, shown: mean([1, 2, 3]) gives 2.0 (three numbers)`. `entry` is the signature of its task."""
    name = getattr(read_entry(entry), "name", entry)
    calls = "; ".join(_call(call, name) for call in case.calls)
    about = f" ({case.about})" if case.about else ""
    wanted = ", ".join(_wanted(case))
    return f"{case.id}, {'shown' if case.shown else 'kept back'}: {calls}{f' {wanted}' if wanted else ''}{about}"


def _call(call: Call, entry: str) -> str:
    if call.advance is not None:
        return f"{call.advance:g} s later"
    named = [f"{key}={value_words(value)}" for key, value in call.kwargs.items()]
    takes = ", ".join([*map(value_words, call.args), *named])
    words = f"{f'.{call.method}' if call.method else call.function or entry}({takes})"
    words += f" {plural(call.times, 'time')}" if call.times > 1 else ""
    words += f" gives {value_words(call.expect)}{_part(call.part)}" if call.expect is not None else ""
    return f"{words} raises {call.raises}" if call.raises else words


def _wanted(case: Case) -> Iterator[str]:
    """What has to come of the last call, and within which bounds."""
    held = judged_by(case)
    if case.expect is not None:
        yield f"gives {value_words(case.expect)}{_part(case.part)}"
    if held is not None:
        yield f"holds {property_words(held)}{_part(case.part)}"
    if case.shape is not None:
        yield f"has the shape {tuple(case.shape)}"
    if case.tolerance is not None:
        yield f"within {case.tolerance:g}"
    if case.unordered:
        yield "in any order"
    if case.memory_mb is not None:
        yield f"in {case.memory_mb} MB"
    if case.seconds is not None:
        yield f"in {case.seconds:g} s"


def _part(part: str | int | None) -> str:
    return "" if part is None else f" at {part!r}"


def property_words(held: Property) -> str:
    """A property with what it takes: `sums-to-one (axis 0)`."""
    given = msgspec.to_builtins(held)
    takes = [
        f"{name} {value_words(value)}"
        for name, value in given.items()
        if name != "holds" and value != msgspec.to_builtins(_default(name))
    ]
    return f"{held.holds} ({', '.join(takes)})" if takes else held.holds


def _default(name: str) -> Any:
    found = _DEFAULTS[name]
    return {} if found is msgspec.NODEFAULT else found


def value_words(value: Any) -> str:
    """A value of a case as Python writes it; a form such as `{ eye = 3 }` as `eye(3)`."""
    return short(_value(value), MOST)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        form = form_of(value)
        if form is None:
            return f"{{{', '.join(f'{key!r}: {_value(each)}' for key, each in value.items())}}}"
        if form == "none":
            return "None"
        rest = [f"{key}={_value(each)}" for key, each in value.items() if key != form]
        held = _value(value[form])
        return held if form == "array" and not rest else f"{form}({', '.join([held, *rest])})"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_value, value))}]"
    return repr(value)
