"""The result of a run of a candidate's code, as the transcript keeps it."""

from dataclasses import dataclass
from typing import Any

from simulator.graph.text import clean

MOST_OUTPUT = 4_000  # characters of what the code printed that a transcript keeps
MOST_TRACE = 2_000

# how a run ended early, in words
ENDED = {
    "time": "It took too long, so it was stopped.",
    "memory": "It asked for more memory than it may have.",
    "output": "It printed far too much, so it was stopped.",
    "killed": "It was stopped: it ended its own process, or did something that isn't allowed here.",
    "refused": "It tried something that isn't allowed here.",
    "reply": "What came back can't be read.",
    "interrupted": "You stopped it.",
    "not-run": "Time ran out before this case had its turn.",
}

IN_DEMO = "Not run: in a demo code runs only where it can't reach your files, and here it could."
NEVER_RAN = frozenset((ENDED["not-run"], IN_DEMO))  # faults of cases that tell nothing of the code


@dataclass(frozen=True)
class CaseResult:
    """One case of a run and the `seconds` it took. `fault` says in words why it failed; empty where it passed."""

    id: str
    fault: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class RunResult:
    """A run: its cases in order, how it ended early, what was printed, and the traceback in the code's own lines.

    `kept` says that the cases kept back were run too; `pasted` that most of the code came in one go.
    """

    cases: tuple[CaseResult, ...]
    kept: bool = False
    ended: str = ""
    output: str = ""
    trace: str = ""
    seconds: float = 0.0
    pasted: bool = False

    @property
    def passed(self) -> tuple[str, ...]:
        """Ids of the cases that passed."""
        return tuple(case.id for case in self.cases if not case.fault)

    @property
    def failed(self) -> tuple[str, ...]:
        """Ids of the cases that did not pass."""
        return tuple(case.id for case in self.cases if case.fault)

    def fields(self, code: str) -> dict[str, Any]:
        """The fields of the event `ran`, but for its position and stage."""
        return {
            "code": tidied(code),
            "passed": self.passed,
            "failed": self.failed,
            "faults": {case.id: clean(case.fault)[:300] for case in self.cases if case.fault},
            "seconds": round(self.seconds, 3),
            "times": {case.id: round(case.seconds, 3) for case in self.cases if case.seconds},
            "kept": self.kept,
            "ended": self.ended,
            "output": _bounded(self.output, MOST_OUTPUT),
            "trace": _bounded(self.trace, MOST_TRACE),
            "pasted": self.pasted,
        }


def tidied(code: str) -> str:
    """Code as the transcript keeps it: no control characters, plain newlines, one at its end."""
    return clean(code).strip("\n").rstrip() + "\n"


def _bounded(text: str, most: int) -> str:
    text = clean(text)
    return text if len(text) <= most else text[:most].rstrip() + "\n… (cut)"
