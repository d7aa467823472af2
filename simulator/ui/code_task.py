"""What both fronts share about a task: the code it starts from, what runs it, and whether it may run here."""

import threading
from typing import TYPE_CHECKING

from simulator.graph.text import plural

if TYPE_CHECKING:
    from simulator.session.code.process import SandboxLevel
    from simulator.session.code.run_result import RunResult
    from simulator.session.code.runner import CodeRunner
    from simulator.session.interview.turn import Turn

NO_CODE = "There's no code yet."
HAND_IN = "hand in{}: the hidden cases run once, and count"
PASTED_SHARE = 0.6  # of the code, that came in one go
PASTED_LEAST = 200  # characters
NOT_HANDED_IN = "You stopped it; nothing was handed in."


def code_so_far(turn: "Turn") -> str:
    """The code of the last run or of the stage before, else the starter."""
    return turn.code.rstrip() or turn.question.starter.strip("\n")


def is_untouched(turn: "Turn", code: str) -> bool:
    """Whether the code is still what the stage began with."""
    return code.strip() == code_so_far(turn).strip()


def was_handed_in(turn: "Turn") -> bool:
    """Whether the stage was handed in before, and the program ended during that run: that was confirmed, and counts."""
    stage = turn.stage
    return stage is not None and any(run.stage == stage.id for run in turn.graded_runs)


def doubt(turn: "Turn", code: str) -> str:
    """Why not to hand this code in yet: what its last run said, or that it had none; empty after a good one.

    Empty also where it was handed in before.
    """
    if was_handed_in(turn):
        return ""
    stage = turn.stage
    runs = [run for run in turn.runs if stage and run.stage == stage.id and not run.kept]
    if not runs or runs[-1].code.strip() != code.strip():
        return "it hasn't been run as it stands"
    if runs[-1].ended == "interrupted":
        return "you stopped its last run"
    failed, count = len(runs[-1].failed), len(runs[-1].failed) + len(runs[-1].passed)
    if failed == count:
        return "the shown case fails" if count == 1 else "no shown case passes" if count else ""
    return f"{failed} of {plural(count, 'shown case')} {'fails' if failed == 1 else 'fail'}" if failed else ""


def handing_in(turn: "Turn", code: str) -> str:
    """What handing this code in does, and any reason not to."""
    why_not = doubt(turn, code)
    return HAND_IN.format(f", though {why_not}" if why_not else "")


def came_at_once(longest: int, code: str) -> bool:
    """Whether most of the code came in one go, of whose pastes the `longest` had so many characters."""
    return longest >= max(PASTED_LEAST, PASTED_SHARE * len(code.strip()))


class TaskRunner:
    """Runs the code of all tasks of a sitting; `agreed` says that it may where little holds it."""

    def __init__(self, sandbox: "SandboxLevel | None" = None) -> None:
        """`sandbox` asks for a certain one; by default it is the strongest that holds."""
        self.agreed = False
        self._sandbox = sandbox
        self._runner: CodeRunner | None = None
        self._making, self._runs = threading.Lock(), threading.Lock()

    @property
    def runner(self) -> "CodeRunner":
        """What runs the code, made when it is first needed."""
        from simulator.session.code.runner import CodeRunner  # only tasks need it

        with self._making:  # warmed in one thread, and asked for in another meanwhile
            if self._runner is None:
                self._runner = CodeRunner(sandbox=self._sandbox)
        return self._runner

    def warm(self) -> None:
        """Start what runs the code, and find out what holds it: both are needed at the first run."""
        self.runner.warm()
        _ = self.runner.sandbox

    def close(self) -> None:
        """End what runs the code."""
        if self._runner is not None:
            self._runner.close()

    def refusal(self, code: str) -> str:
        """Why this code can't be run; empty where it can."""
        if not code.strip():
            return NO_CODE
        sandbox = self.runner.sandbox
        return "" if sandbox.supported else sandbox.sentence()

    @property
    def warning(self) -> str:
        """What to agree to before the first run, where little holds the code; empty where there's nothing to ask."""
        sandbox = self.runner.sandbox
        return sandbox.sentence() if sandbox.needs_consent and not self.agreed else ""

    def result(
        self, turn: "Turn", code: str, *, kept: bool, pasted: bool = False, stop: threading.Event | None = None
    ) -> "RunResult":
        """What comes of the code of a stage; blocks until all its cases are done. Raises OSError."""
        from simulator.session.code.task_run import run_code  # numpy, at the first run

        assert turn.stage is not None
        with self._runs:  # one that was left by a pause may still be ending
            return run_code(self.runner, turn.question, turn.stage.id, code, kept=kept, pasted=pasted, stop=stop)
