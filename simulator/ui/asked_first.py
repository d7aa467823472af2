"""What is asked about before it's done because nothing takes it back, in the same words in both fronts."""

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.text import names, plural, upper_first
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.session.interview.parting_questions import has_parting
from simulator.session.interview.state import Awaits, State

SAYS_UNKNOWN = f"say {QUOTED_DONT_KNOW}"
LEAVES_FOLLOW_UP = "leave this follow-up"
SAYS_SO = "move on, as you've said that already"
ENDS = "end the interview"
YES, NO = "y", "n"  # keys that answer wherever something is asked first, beside enter and esc


def asks(does: str, again: str = "") -> str:
    """Which keys do what is asked about, and which don't; `again` is the key that led here, and does it as well."""
    ways = f"{YES} or enter" if again in {"", "enter", YES, NO} else f"{YES}, enter or {again} again"
    return f"Press {ways} to {does}; {NO} or esc cancels."


def in_small(key: str) -> str:
    """A capital y or n as the small one: caps lock, or shift still held, changes no answer."""
    return key.lower() if key.lower() in {YES, NO} else key


def skips(state: State, *, last: bool) -> str:
    """What skipping does now: the `last` question or check doesn't come back."""
    if state.awaits is Awaits.PARTING:
        return "skip it"
    kind = "check" if state.awaits is Awaits.CHECK else "question"
    return f"skip this {kind}, the last one, for good" if last else f"skip this {kind}"


def what_ends(state: State) -> str:
    """What ending the interview now leaves out, and what comes next: nothing of it can be caught up on."""
    waiting = plural(len(state.waiting), "answer")
    if state.closed is not None:
        return f"{upper_first(waiting)} won't be scored." if state.waiting else ""
    this = {Awaits.ANSWER: "this question", Awaits.CHECK: "this check"}.get(state.awaits, "")
    yours = "yours at the end" if state.awaits is Awaits.ANSWER else "your questions at the end"
    lost = names([this] * bool(this) + [yours] * (has_parting(state.header) and not state.parting.begun))
    falls = f"{lost} {'falls' if lost == this else 'fall'} away; " if lost else ""
    early = " without a recommendation" * _is_too_early(state)
    report = f"{'a' if early or state.waiting else 'the'} report{early}"
    follows = f"next, {waiting} to score and {report}" if state.waiting else f"next comes {report}"
    return f"{upper_first(falls + follows)}."


def _is_too_early(state: State) -> bool:
    """Whether there are too few answers for a recommendation, where the interview was long enough for one."""
    from simulator.report.figures.readiness import what_it_is_for  # only where it's about to end

    shape = FORMATS.get(state.header.format)
    if shape is None or shape.writes_code or what_it_is_for(state.header):
        return False
    answers = sum(t.scored is not None or t.awaits_score for t in state.turns if t.check is None and not t.is_story)
    return answers < (P.FEWEST_HERE if state.header.earlier else P.FEWEST_ANSWERS)


def keeps(count: int) -> str:
    """That so many words, written for what is left now, aren't lost; empty where there are none."""
    return f" ({plural(count, 'word')} will be saved as a note)" if count else ""
