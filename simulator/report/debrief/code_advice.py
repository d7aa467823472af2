"""What one might say of a task whose code fails: the next step that its failing cases call for, as an engineer says it.

The cases that are shown come before those kept back: whoever has the first example wrong has no use for the rest.
"""

import re

from simulator.session.code.run_result import ENDED
from simulator.session.interview.turn import Turn

RAISED = re.compile(r"(\w+(?:Error|Exception|Exit|Iteration))(?:: .*?)?(?: \((line \d+)[^)]*\))?$", re.DOTALL)
UNREADABLE = frozenset({"SyntaxError", "IndentationError", "TabError"})
NOTHING = re.compile(r"\b(?:got|returned) None\b")
STOPS = "It stops{} with {}, so I'd look at what comes in there and fix that before anything else."
NO_START = "It doesn't start at all, with a {1}{0}, so I'd mend that line first and run it again."
SLOW = "It takes too long, so I'd count its steps for the largest input before I change anything."
EMPTY = "I'd return something simple that passes the smallest example, run that, and build the rest on it."
BY_HAND = "One of the examples comes out wrong, so I'd go through it by hand, line by line, before anything else."
BEYOND = "The examples pass, so before I hand it in I'd also try what they leave out: {}."


def code_sentence(turn: Turn) -> str:
    """What to say before handing in code that fails, by the first case that does; empty where none was run."""
    faults = {name: run.faults.get(name, "") for run in turn.graded_runs for name in run.failed}
    cases = {case.id: case for case in turn.question.all_cases}
    failing = [cases[name] for name in faults if name in cases]
    if not failing:
        return ""
    first = min(failing, key=lambda case: not case.shown)
    fault = faults[first.id]
    if raised := RAISED.match(fault):
        stops = NO_START if raised[1] in UNREADABLE else STOPS
        return stops.format(f" in {raised[2]}" if raised[2] else "", raised[1])
    if fault in ENDED.values():  # of memory, say, or what the sandbox refused: there's no one next step
        return SLOW if fault == ENDED["time"] else ""
    if not first.shown:
        return BEYOND.format(first.about or first.id.replace("-", " "))
    return EMPTY if NOTHING.search(fault) else BY_HAND
