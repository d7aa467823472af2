"""The candidate's code and the steps of one case, played in the child, up to the reply."""

import random
import sys
import types
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from simulator.session.code.inside.wire import TooLarge, WireReader, WireWriter

FILE = "answer.py"
MOST_CALLS = 2000  # of scripted functions that are recorded
FIRST_LINES, LAST_LINES = 3, 7  # of a traceback
MESSAGE_LETTERS = 400
LINE_LETTERS = 160


class Play:
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
