"""The runs of a task's code: what each keeps, and how it went in words, what changed since, and what its cases said.

Before the reveal all that is told of the cases kept back is how many passed: which ones failed, and why, would give
away what they try.
"""

from collections.abc import Iterable, Iterator, Mapping
from difflib import unified_diff
from typing import Any, NamedTuple

from simulator.engine.scoring import CODE_WORDS
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.code.case import CODE_STAGE, TWIST_STAGE
from simulator.graph.records import Question
from simulator.graph.text import plural, short
from simulator.session.code.run_result import ENDED, NEVER_RAN, RunResult
from simulator.session.interview.events import Ran
from simulator.session.interview.turn import Turn

AROUND = 2  # unchanged lines that a diff shows around what changed
MOST_COMPARED = 2_000  # lines; difflib takes seconds for more
MOST_OF_FAULT = 100  # characters of the shown case that a hand-in fails
COUNTS_KEPT = "hidden ones included"
IN_ONE_GO = "Most of it came in one go; the cases judge it all the same."
FIRST_COUNTS = "The first hand-in is the one that counts."
MENDED = "; your first hand-in counts, although you fixed it in the twist"
WITH_TWIST = " with the twist"
FIRST_FAILS = " in your first hand-in, which counts"
TWIST = "Here's a twist."
PLAIN_FIRST = (
    "No shown case passes yet, so let's get the plain task right first: run them, and see what they say. "
    "Your first hand-in counts as it is. Once they pass, there's a twist."
)
PASSED, FAILED = "passed", "failed"


class CaseSaid(NamedTuple):
    """One case of what was handed in: `passed` or `failed`, and its name with the reason."""

    mark: str
    text: str


class Step(NamedTuple):
    """One run with what changed in the code since the one before, as a diff; empty where nothing did."""

    run: Ran
    change: str


def diff(before: str, after: str) -> str:
    """What changed between two versions of some code, as a unified diff without file names; empty if nothing did."""
    old, new = before.strip("\n").split("\n"), after.strip("\n").split("\n")
    if old == new:
        return ""
    if max(len(old), len(new)) > MOST_COMPARED:
        return f"from {plural(len(old), 'line')} to {plural(len(new), 'line')}, too many to compare"
    return "\n".join([*unified_diff(old, new, n=AROUND, lineterm="")][2:])


def steps_of(turn: Turn) -> tuple[Step, ...]:
    """The runs of a task in order; the first is compared with the code that it started from."""
    before, steps = turn.question.starter, []
    for run in turn.runs:
        steps.append(Step(run, diff(before, run.code)))
        before = run.code
    return tuple(steps)


def ran_words(run: Ran, question: Question) -> str:
    """How a run went, in a sentence. Where the cases kept back were run too, it doesn't even say how it ended."""
    passed, count = len(run.passed), len(run.passed) + len(run.failed)
    if run.kept:
        return kept_words(question, {name: run.faults.get(name, "") for name in run.failed}, count)
    return " ".join(
        filter(None, (f"{_how_many(passed, count, 'shown case')} passed.", ENDED.get(run.ended, run.ended)))
    )


def kept_words(question: Question, faults: Mapping[str, str], count: int) -> str:
    """How many of all cases passed, those kept back included, and for which shown one the code fails.

    `faults` has those that failed. Of the ones kept back it says only that some did.
    """
    how_many = f"{_how_many(count - len(faults), count, 'case')} passed, {COUNTS_KEPT}."
    ran = {name: fault for name, fault in faults.items() if fault not in NEVER_RAN}
    if not ran:
        return how_many
    of_shown = [case.id for case in question.all_cases if case.shown and case.id in faults]
    shown = [_because(name, ran[name]) for name in of_shown if name in ran]
    unnamed = {"more shown case": len(shown) - 1, "hidden case": len(ran) - len(shown)}
    others = " and ".join(plural(number, noun) for noun, number in unnamed.items() if number > 0)
    if not shown:
        return f"{how_many} {'It' if of_shown else 'The shown ones pass; it'} fails for {others}."
    also = f"; and for {others}" if others else ""
    return f"{how_many} It fails for {short(shown[0], MOST_OF_FAULT).rstrip('.')}{also}."


def _how_many(passed: int, count: int, noun: str) -> str:
    if passed < count:
        return f"{passed} of {plural(count, noun)}"
    return {1: f"The {noun}", 2: f"Both {noun}s"}.get(count, f"All {plural(count, noun)}")


def timed_case(run: Ran, name: str) -> str:
    """A case by its name, with how long it took where that is known: `first-row · 12 ms`."""
    return f"{name} · {run.times[name] * 1000:.0f} ms" if name in run.times else name


def run_words(turn: Turn, run: Ran) -> str:
    """How a run of a task went: in a sentence, what is to be noted of it, and the shown cases that failed."""
    remarks = [ran_words(run, turn.question)]
    if run.kept:
        remarks += [IN_ONE_GO] if run.pasted else []
        remarks += [] if run in turn.graded_runs else [FIRST_COUNTS]
        return " ".join(remarks)
    return "\n".join((*remarks, *(_because(name, run.faults.get(name, "")) for name in run.failed)))


def cases_said(turn: Turn) -> Iterator[CaseSaid]:
    """What each case said of the code that was handed in, those that failed first. Only for after the reveal."""
    runs, abouts = turn.graded_runs, {case.id: case.about for case in turn.question.all_cases}
    names = dict.fromkeys(name for run in runs for name in (*run.failed, *run.passed))
    for name in names:
        ran_in = [run for run in runs if name in run.passed or name in run.failed]
        failing = [run for run in ran_in if name in run.failed]
        if failing:
            about = f" ({abouts[name]})" if abouts.get(name) else ""
            when = ""
            if len(failing) < len(ran_in):  # it passed in the other of its two stages
                when = " (with the twist)" if failing[-1].stage == TWIST_STAGE else " (before the twist)"
            yield CaseSaid(FAILED, _because(f"{name}{about}", f"{failing[-1].faults.get(name, '')}{when}"))
    for name in names:
        if not any(name in run.failed for run in runs):
            yield CaseSaid(PASSED, f"{name} ({abouts[name]})" if abouts.get(name) else name)


def _because(name: str, fault: str) -> str:
    return f"{name}: {fault}" if fault else name


def faults_of(turn: Turn) -> tuple[str, ...]:
    """The cases that failed when the code was handed in, each with its reason. Only for after the reveal."""
    return tuple(said.text for said in cases_said(turn) if said.mark == FAILED)


def counted(turn: Turn) -> tuple[int, int]:
    """How many cases passed when the code was handed in, and how many there were; each by the first run it was in."""
    passed = _first_runs(turn)
    return sum(passed.values()), len(passed)


def _first_runs(turn: Turn) -> dict[str, bool]:
    """Whether each case passed in the first run that it was in, of those that count."""
    first: dict[str, bool] = {}
    for run in turn.graded_runs:
        for name in (*run.passed, *run.failed):
            first.setdefault(name, name in run.passed)
    return first


def counted_words(turn: Turn, verb: str = "") -> str:
    """How many cases passed: `9 of 15 cases`. Where the twist changed that, before it and after it; empty without any.

    The room said so at each hand-in. A `verb` comes after the cases.
    """
    (passed, count), runs = counted(turn), turn.graded_runs
    if not count:
        return ""
    cases = f"{{}} of {{}}{f' {verb}' if verb else ''}"
    if len(runs[-1].passed) == passed:
        return cases.format(passed, plural(count, "case"))
    first, last = ((len(run.passed), len(run.passed) + len(run.failed)) for run in (runs[0], runs[-1]))
    return f"{cases.format(first[0], plural(first[1], 'case'))} before the twist, {last[0]} of {last[1]} after it"


def kept_back(turn: Turn) -> int:
    """How many of the cases that were run when the code was handed in had been kept back."""
    ran = {name for run in turn.graded_runs for name in (*run.passed, *run.failed)}
    return sum(case.id in ran for case in turn.question.all_cases if not case.shown)


def before_twist(turn: Turn, stage: str) -> str:
    """What the interviewer says before the twist: where no shown case passed, to get the plain task right first.

    It goes by what the run recorded: old transcripts show what was said then.
    """
    if stage != TWIST_STAGE:
        return ""
    return PLAIN_FIRST if any(run.plain_first for run in turn.graded_runs if run.stage == CODE_STAGE) else TWIST


def _none_works(turn: Turn, result: RunResult) -> bool:
    """Whether no shown case of the plain task passed, though one at least was really run."""
    shown = {case.id for case in turn.question.cases if case.shown}
    faults = [case.fault for case in result.cases if case.id in shown]
    return all(faults) and not NEVER_RAN.issuperset(faults)


def passed_twist(turn: Turn) -> bool:
    """Whether the code of the twist passed too, with all that had to pass before."""
    return any(run.stage == TWIST_STAGE and not run.failed for run in turn.graded_runs)


def shown_fail(turn: Turn, run: Ran) -> bool:
    """Whether a shown case failed in a run."""
    return any(case.shown and case.id in run.failed for case in turn.question.all_cases)


def graded_words(turn: Turn, rank: int) -> str:
    """What made the verdict of its `rank`, in which hand-in, and that the first one counts if the last was better."""
    first, last = turn.graded_runs[0], turn.graded_runs[-1]
    if first.failed and passed_twist(turn):
        return f"{CODE_WORDS[rank]}{MENDED}"
    if rank > 0 or (shown_fail(turn, first) and shown_fail(turn, last)):
        return _shown_and_hidden(turn) or CODE_WORDS[rank]
    return f"{CODE_WORDS[rank]}{WITH_TWIST if shown_fail(turn, last) else FIRST_FAILS}"


def _shown_and_hidden(turn: Turn) -> str:
    """How many of the shown and of the hidden cases passed: they add up to what the room counted.

    Empty where all passed, where there's one kind alone, and where the counts are said before the twist and after it.
    """
    passed = _first_runs(turn)
    ran = [case for case in turn.question.all_cases if case.id in passed]
    shown, hidden = ([passed[case.id] for case in ran if case.shown is kind] for kind in (True, False))
    if not shown or not hidden or all(passed.values()) or len(turn.graded_runs[-1].passed) != sum(passed.values()):
        return ""
    return f"{sum(shown)} of {len(shown)} shown and {sum(hidden)} of {len(hidden)} hidden cases"


def run_fields(turn: Turn, code: str, result: RunResult, *, kept: bool) -> dict[str, Any]:
    """The fields of a run. Raises NothingWritten without code, NotAllowed where none or another run is due."""
    if not turn.writes_code or turn.stage is None:
        raise NotAllowed("There's no code to write now.")
    if not code.strip():
        raise NothingWritten("You haven't written any code.")
    if result.kept != kept:
        raise NotAllowed("Hand in what was run with all cases; run only those that are shown.")
    first = kept and turn.stage.id == CODE_STAGE and _none_works(turn, result)
    return {"position": turn.position, "stage": turn.stage.id, **result.fields(code), "plain_first": first}


def told_cases(turn: Turn, run: Ran, names: Iterable[str], *, shown: bool) -> tuple[str, ...]:
    """The cases of a run that may be named: all once the reference was `shown`, before that only shown cases."""
    secret = () if shown or not run.kept else {case.id for case in turn.question.all_cases if not case.shown}
    return tuple(name for name in names if name not in secret)
