"""The candidate's code and the steps of one case, played in the child, up to the reply.

Only JSON goes over the wire; a table whose key begins with `$` stands for what JSON lacks. A candidate's code may hand
back any type, at any size or depth, so all three are bounded here, and once more where it arrives.
"""

import base64
import builtins
import random
import sys
import types
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

FILE = "answer.py"
MOST_CALLS = 2000  # of scripted functions that are recorded
FIRST_LINES, LAST_LINES = 3, 7  # of a traceback
MESSAGE_LETTERS = 400
LINE_LETTERS = 160


class CaseRun:
    """One case: its code, its steps, and the reply as it grows."""

    def __init__(self, most_bytes: int) -> None:
        self.writer = WireWriter(most_bytes)
        self.reader = WireReader(self._record)
        self.objects: dict[str, Any] = {}
        self.module = types.ModuleType("candidate")
        self.reply: dict[str, Any] = {"results": [], "calls": {}, "arguments": None, "error": None, "ended": ""}

    def run(self, code: str, steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
        """Run the code, then the steps in order, up to the first that raises."""
        number = None
        try:
            import numpy as np

            random.seed(0)  # the same code gives the same in every run
            np.random.seed(0)
            sys.modules["candidate"] = self.module
            self.module.__dict__.update(__file__=FILE)
            exec(compile(code, FILE, "exec", dont_inherit=True), self.module.__dict__)
            for number, step in enumerate(steps):  # noqa: B007 - the error names it
                result = self._step(step)
                self.reader.results.append(result)
                allowed = isinstance(result, AllowedError)
                self.reply["results"].append({"$raised": result.names} if allowed else self.writer.write(result))
        except TooLarge:
            self.reply["ended"] = "reply"
        except BaseException as error:  # also SystemExit: the code must not end this process without a word
            self.reply["error"] = raised(error, code, number)
            if isinstance(error, MemoryError):
                self.reply["ended"] = "memory"
        return self.reply

    def _step(self, step: Mapping[str, Any]) -> Any:
        if "advance" in step:
            self.reader.clock.time += float(step["advance"])
            return None
        if "overwrite" in step:
            overwrite(self.reader.results[step["overwrite"]], step.get("part"), self.reader.read(step["value"]))
            return None
        if "method" in step:
            function = getattr(self.objects[step.get("on", "it")], step["method"])
        else:
            name = step["new"] if "new" in step else step["call"]
            if name not in self.module.__dict__:
                raise NameError(f"the code defines no {name}")
            function = self.module.__dict__[name]
        args, kwargs = self.reader.read(step.get("args", [])), self.reader.read(step.get("kwargs", {}))
        try:
            result = function(*args, **kwargs)
        except Exception as error:
            if not step.get("may_raise"):
                raise
            result = AllowedError(error)
        if step.get("report_args"):
            self.reply["arguments"] = {"args": self.writer.write(args), "kwargs": self.writer.write(kwargs)}
        if "new" in step:
            self.objects[step.get("as", "it")] = result
            return result if isinstance(result, AllowedError) else None
        return result

    def _record(self, name: str, args: list[Any]) -> None:
        calls = self.reply["calls"].setdefault(name, [])
        if len(calls) < MOST_CALLS:
            calls.append(self.writer.write(args))


def overwrite(held: Any, part: Any, value: Any) -> None:
    """Write a value over all of an array, a list or a table that the code gave, as its caller may.

    What can't be written to needs no copy, and what has another form than the case expects is left alone.
    """
    import numpy as np

    with suppress(Exception):
        held = held if part is None else held[part]
        if isinstance(held, np.ndarray):
            held[...] = value
        elif isinstance(held, list):
            held[:] = [value] * len(held)
        elif isinstance(held, dict):
            held.update(dict.fromkeys(held, value))


class AllowedError:
    """An error that a step was allowed to end with: the names of its type and of those above it."""

    def __init__(self, error: Exception) -> None:
        self.names = [kind.__name__[:60] for kind in type(error).__mro__[:-2]][:20]


def raised(error: BaseException, code: str, step: int | None) -> dict[str, Any]:
    """An error as it is shown: its type, its message, and where it was in the candidate's own lines."""
    try:
        message = str(error.msg if isinstance(error, SyntaxError) else error)[:MESSAGE_LETTERS]
    except Exception:  # a candidate's own __str__ may do anything
        message = ""
    lines = code.split("\n")
    shown, traceback = [], error.__traceback__
    if isinstance(error, SyntaxError) and error.filename == FILE:
        shown, traceback = [traceback_line(lines, error.lineno or 1, "")], None
    while traceback is not None:
        function = traceback.tb_frame.f_code
        if function.co_filename == FILE:
            shown.append(traceback_line(lines, traceback.tb_lineno, function.co_qualname))
        traceback = traceback.tb_next
    if len(shown) > FIRST_LINES + LAST_LINES:
        shown = [*shown[:FIRST_LINES], "…", *shown[-LAST_LINES:]]
    return {"kind": type(error).__name__[:60], "message": message, "lines": shown, "step": step}


def traceback_line(lines: Sequence[str], number: int, name: str) -> str:
    """A line of the code as a traceback shows it: `line 12, in attend: scores = q @ k`."""
    text = lines[number - 1].strip()[:LINE_LETTERS] if 0 < number <= len(lines) else ""
    inside = f", in {name}" if name and name != "<module>" else ""
    return f"line {number}{inside}: {text}"


# Values on their way into the code and out of it

DTYPES = frozenset(
    "float64 float32 float16 int64 int32 int16 int8 uint8 uint16 uint32 uint64 bool".split()
)  # what an array on the wire may hold, as `graph.code.values` has it: the child can't import that
MOST_DEPTH = 40
MOST_VALUES = 500_000  # in one reply; an array counts as one
MOST_DIGITS = 4000  # of a whole number: Python reads no longer ones
REPR_LETTERS = 200
LISTS: tuple[type, ...] = (list, deque, range, type({}.keys()), type({}.values()))  # what is handed on as a list


class TooLarge(Exception):  # noqa: N818 - what it is, not that it is an error
    """What was handed back is larger than a reply may be."""


class OwnClock:
    """The clock of a case: it stands still until the case moves it."""

    def __init__(self) -> None:
        self.time = 0.0

    def __call__(self) -> float:  # noqa: D102
        return self.time


class ScriptedFunction:
    """A function that answers from a table. Rows for the same arguments are used up in order; the last one stays."""

    def __init__(self, made: Mapping[str, Any], reader: "WireReader", record: Callable[[str, list[Any]], None]) -> None:
        self.__name__ = str(made["$script"])
        self.rows = [dict(row) for row in made.get("table", ())]
        self.otherwise = made.get("otherwise")
        self.reader, self.record = reader, record

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: D102
        given = [*args, *kwargs.values()]
        self.record(self.__name__, given)
        fitting = [row for row in self.rows if alike(self.reader.read(row.get("args", [])), given)]
        if len(fitting) > 1:
            self.rows.remove(fitting[0])
        row = fitting[0] if fitting else self.otherwise
        if row is None:
            raise LookupError(f"{self.__name__} has no answer for {short(tuple(given))}")
        if "raises" in row:
            raise error_named(row["raises"])(row.get("message", ""))
        return self.reader.read(row.get("gives"))


def error_named(name: str) -> type[Exception]:
    """One of Python's own errors; RuntimeError if there is none of this name."""
    kind = getattr(builtins, name, None)
    return kind if isinstance(kind, type) and issubclass(kind, Exception) else RuntimeError


def alike(wanted: Any, given: Any) -> bool:
    """Whether two values are the same: a tuple, a list and an array of the same values are."""
    import numpy as np

    if isinstance(wanted, np.ndarray) or isinstance(given, np.ndarray):
        return np.array_equal(np.asarray(wanted), np.asarray(given))
    if isinstance(wanted, list | tuple) and isinstance(given, list | tuple):
        return len(wanted) == len(given) and all(map(alike, wanted, given))
    if isinstance(wanted, dict) and isinstance(given, dict):
        return wanted.keys() == given.keys() and all(alike(wanted[key], given[key]) for key in wanted)
    return bool(wanted == given)


class WireReader:
    """Makes Python's values of wire values. `results` are those of the earlier steps of the case."""

    def __init__(self, record: Callable[[str, list[Any]], None]) -> None:
        self.results: list[Any] = []
        self.clock = OwnClock()
        self.record = record

    def read(self, value: Any) -> Any:
        """The value that a wire value stands for, made again."""
        if isinstance(value, list):
            return [self.read(each) for each in value]
        if not isinstance(value, dict):
            return value
        match next(iter(value), ""):
            case "$array":
                import numpy as np

                data = base64.b64decode(value["data"])
                return np.frombuffer(data, dtype=value["$array"]).reshape(value["shape"]).copy()
            case "$tuple":
                return tuple(self.read(value["$tuple"]))
            case "$set":
                return set(self.read(value["$set"]))
            case "$bytes":
                return base64.b64decode(value["$bytes"])
            case "$map":
                return {self.read(key): self.read(each) for key, each in value["$map"]}
            case "$result":
                result = self.results[value["$result"]]
                return result[value["part"]] if "part" in value else result
            case "$script":
                return ScriptedFunction(value, self, self.record)
            case "$clock":
                self.clock.time = max(self.clock.time, float(value["$clock"]))
                return self.clock
        return {key: self.read(each) for key, each in value.items()}


class WireWriter:
    """Makes wire values, up to so many bytes in all. Raises TooLarge beyond that."""

    def __init__(self, most_bytes: int) -> None:
        self.bytes, self.values = most_bytes, MOST_VALUES

    def write(self, value: Any, depth: int = 0) -> Any:
        """The wire value of anything at all; what has no form is named by its type."""
        self._spend(8)
        self.values -= 1
        if self.values < 0:
            raise TooLarge
        if value is None or value is True or value is False:
            return value
        if depth > MOST_DEPTH:
            return {"$other": type(value).__name__[:60], "repr": "…"}
        kind = type(value)  # a candidate's class may claim to be any other
        if issubclass(kind, str):
            return self._text(value)
        if issubclass(kind, int):
            return int(value) if int.bit_length(value) < 3 * MOST_DIGITS else other(value)
        if issubclass(kind, float):
            return float.__float__(value)
        if issubclass(kind, LISTS):
            return self._list(value, depth)
        if issubclass(kind, tuple):
            return {"$tuple": self._list(value, depth)}
        if issubclass(kind, (set, frozenset)):
            return {"$set": self._list(value, depth)}
        if issubclass(kind, (bytes, bytearray)):
            self._spend(2 * len(value))
            return {"$bytes": base64.b64encode(value).decode()}
        if issubclass(kind, dict):
            if all(type(key) is str and not key.startswith("$") for key in value):
                return {self._text(key): self.write(each, depth + 1) for key, each in value.items()}
            return {"$map": [[self.write(key, depth + 1), self.write(each, depth + 1)] for key, each in value.items()]}
        return self._array(value, depth)

    def _spend(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0:
            raise TooLarge

    def _text(self, value: str) -> str:
        self._spend(len(value))
        return str.__str__(value)

    def _list(self, value: Iterable[Any], depth: int) -> list[Any]:
        return [self.write(each, depth + 1) for each in value]

    def _array(self, value: Any, depth: int) -> Any:
        """An array, or the name of its type if it isn't one."""
        import numpy as np

        if not issubclass(type(value), np.ndarray | np.generic):
            return other(value)
        if isinstance(value, np.generic) and value.dtype.kind in "biufSUO":
            return self.write(value.item(), depth)
        array = np.asarray(value)
        if array.dtype.kind in "SUO":
            self._spend(8 * array.size)
            return self.write(array.tolist(), depth)
        wide = array.astype(np.float64) if array.dtype.name == "float128" else array
        if wide.dtype.name not in DTYPES:
            return {"$other": f"{array.dtype.name} array"[:60], "repr": short(value)}
        self._spend(2 * wide.nbytes)
        data = np.ascontiguousarray(wide.astype(wide.dtype.newbyteorder("<"))).tobytes()
        return {"$array": wide.dtype.name, "shape": list(wide.shape), "data": base64.b64encode(data).decode()}


def other(value: Any) -> dict[str, Any]:
    """A value that has no form, named by its type."""
    return {"$other": type(value).__name__[:60], "repr": short(value)}


def short(value: Any) -> str:
    """What a value looks like in print, in few letters."""
    try:
        text = repr(value)
    except Exception:  # a candidate's own __repr__ may do anything
        return "…"
    return text if len(text) <= REPR_LETTERS else text[:REPR_LETTERS] + "…"
