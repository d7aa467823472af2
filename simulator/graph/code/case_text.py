"""A case as the candidate reads it, its calls and results written as Python; and as its author reads it.

The case may come from a transcript that somebody edited; a form of wrong values is shown as the table that it is.
"""

import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.graph.code.case import Case, Key, Property, TaskEntry, judged_by, read_entry
from simulator.graph.code.values import MISFITS, form_of
from simulator.graph.text import plural, short

if TYPE_CHECKING:
    from simulator.graph.records import Question

MOST_CALLS = 6
MOST_LETTERS = 200
RANDOM = ("normal", "uniform", "integers")


def shown_cases(question: "Question", stage: str) -> dict[str, tuple[str, list[str]]]:
    """The cases that may be seen in a stage of a task, by name: what each is about, and its lines."""
    entry = read_entry(question.entry)
    if entry is None:  # the graph has a finding about it
        return {}
    return {case.id: (case.about, case_lines(case, entry)) for case in question.cases_in(stage) if case.shown}


def case_lines(case: Case, entry: TaskEntry) -> list[str]:
    """The calls of a case, one to a line, the last with what it should return; then what its scripted functions do."""
    lines = []
    for call in case.calls:
        if call.advance is not None:
            lines.append(f"the clock moves by {call.advance:g} s")
            continue
        if call.overwrite is not None:
            over = value_text({"result": call.overwrite} | ({} if call.part is None else {"part": call.part}))
            lines.append(f"the caller writes {value_text(call.value)} over {over}")
            continue
        given = [*map(value_text, call.args), *(f"{name}={value_text(value)}" for name, value in call.kwargs.items())]
        name = f".{call.method}" if call.method else call.function or entry.name
        text = f"{name}({', '.join(given)})"
        text += f", {call.times} times" if call.times > 1 else ""
        if call.raises:
            text += f" raises {call.raises}"
        elif call.expect is not None:
            text += _gives(call.part, call.expect)
        lines.append(text)
    if case.expect is not None:
        lines[-1] += _gives(case.part, case.expect)
    more = len(lines) - MOST_CALLS
    shown = lines if more <= 1 else [*lines[: MOST_CALLS - 1], f"… {more} more calls", lines[-1]]
    scripts = {line for call in case.calls for value in (*call.args, *call.kwargs.values()) for line in _scripts(value)}
    return [short(line, MOST_LETTERS) for line in (*shown, *sorted(scripts))]


def _gives(part: Key | None, value: Any) -> str:
    return f"{'' if part is None else f', part {part!r}'} → {value_text(value)}"


def _scripts(value: Any) -> Iterator[str]:
    """What the scripted functions in an argument do, each in a line."""
    if isinstance(value, list | tuple):
        for held in value:
            yield from _scripts(held)
    elif isinstance(value, Mapping) and _is_script(value):
        with suppress(*MISFITS):
            rows = [_row(str(value["script"]), row) for row in value.get("table", ())]
            other = [_row(str(value["script"]), value["otherwise"])] if "otherwise" in value else []
            yield f"where {'; '.join([*rows, *other])}"
    elif isinstance(value, Mapping):
        for held in value.values():
            yield from _scripts(held)


def _row(name: str, row: Mapping[str, Any]) -> str:
    asked = ", ".join(map(value_text, row["args"])) if "args" in row else "…"
    gives = f"raises {row['raises']}" if "raises" in row else f"→ {value_text(row.get('gives'))}"
    return f"{name}({asked}) {gives}"


def _is_script(value: Mapping[str, Any]) -> bool:
    return "script" in value and bool({"table", "otherwise"} & value.keys())


def value_text(value: Any) -> str:
    """A value of a case as Python writes it; what is random, or from another call, in words."""
    match value:
        case float() if not math.isfinite(value):
            return f"{value}"
        case list() | tuple():
            return f"[{', '.join(map(value_text, value))}]"
        case Mapping():
            with suppress(*MISFITS):
                return _form(value) if form_of(value) else _table(value)
            return _table(value)
        case _:
            return repr(value)


def _form(value: Mapping[str, Any]) -> str:
    """A table in one of the forms for what TOML lacks; as a dict where it is a form by its keys alone."""
    match value:
        case {"array": held, **rest}:
            kind = f", {rest['dtype']}" if "dtype" in rest else ""
            return f"array({value_text(held)}{kind})"
        case {"full": size, **rest}:
            shape = f"({', '.join(map(str, size))}{',' * (len(size) == 1)})" if isinstance(size, list) else size
            return f"np.full({shape}, {value_text(rest.get('value', 0.0))})"
        case {"arange": held}:
            return f"np.arange({', '.join(map(str, held)) if isinstance(held, list) else held})"
        case {"eye": held}:
            return f"np.eye({held})"
        case {"none": True}:
            return "None"
        case {"tuple": held}:
            return f"({', '.join(map(value_text, held))}{',' * (len(held) == 1)})"
        case {"set": held}:
            return f"{{{', '.join(map(value_text, held))}}}" if held else "set()"
        case {"bytes": held}:
            return repr(str(held).encode())
        case {"map": held}:
            return f"{{{', '.join(f'{value_text(k)}: {value_text(v)}' for k, v in held)}}}"
        case {"repeat": held, "times": times}:
            return f"{value_text(held)} * {times}"
        case {"join": held}:
            return " + ".join(map(value_text, held))
        case {"result": number, **rest}:
            part = f", part {rest['part']!r}" if "part" in rest else ""
            return f"<result of call {number + 1}{part}>"
        case {"script": name} if _is_script(value):
            return str(name)
        case {"clock": _}:
            return "clock"
    for kind in RANDOM:
        if isinstance(size := value.get(kind), list | int):
            return f"<{'×'.join(map(str, size)) if isinstance(size, list) else size} random>"
    return _table(value)


def _table(value: Mapping[str, Any]) -> str:
    return f"{{{', '.join(f'{key!r}: {value_text(held)}' for key, held in value.items())}}}"


# For the author of a graph: the same with all that decides, in one line

MOST_OF_VALUE = 160  # characters of one value of a case
_PROPERTY_DEFAULTS = {
    field.name: {} if field.default is msgspec.NODEFAULT else msgspec.to_builtins(field.default)
    for field in msgspec.structs.fields(Property)
}


def case_words(case: Case, entry: str) -> str:
    """One case: `three, shown: mean([1, 2, 3]) gives 2.0 (three numbers)`. `entry` is the signature of its task."""
    entry_name = getattr(read_entry(entry), "name", entry)
    calls = []
    for call in case.calls:
        if call.advance is not None:
            calls.append(f"{call.advance:g} s later")
            continue
        if call.overwrite is not None:
            over = value_words({"result": call.overwrite})
            calls.append(f"{value_words(call.value)} written over {over}{_part(call.part)}")
            continue
        named = [f"{key}={value_words(value)}" for key, value in call.kwargs.items()]
        takes = ", ".join([*map(value_words, call.args), *named])
        words = f"{f'.{call.method}' if call.method else call.function or entry_name}({takes})"
        words += f" {plural(call.times, 'time')}" if call.times > 1 else ""
        words += f" gives {value_words(call.expect)}{_part(call.part)}" if call.expect is not None else ""
        calls.append(f"{words} raises {call.raises}" if call.raises else words)
    about = f" ({case.about})" if case.about else ""
    wanted = f" {', '.join(_wanted(case))}".rstrip()
    return f"{case.id}, {'shown' if case.shown else 'kept back'}: {'; '.join(calls)}{wanted}{about}"


def _wanted(case: Case) -> Iterator[str]:
    """What the last call should give, and within which bounds."""
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
        if name != "holds" and value != _PROPERTY_DEFAULTS[name]
    ]
    return f"{held.holds} ({', '.join(takes)})" if takes else held.holds


def value_words(value: Any) -> str:
    """A value of a case as Python writes it; a form such as `{ eye = 3 }` as `eye(3)`."""
    return short(_value(value), MOST_OF_VALUE)


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
