"""What is asked about before it's done because nothing takes it back, in the same words in both fronts."""

from simulator.graph.text import plural
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.session.interview.state import Awaits, State

SAYS_UNKNOWN = f"say {QUOTED_DONT_KNOW}"
SAYS_SO = "move on, as you've said that already"
ENDS = "end the interview"


def skips(state: State, *, last: bool) -> str:
    """What skipping does now: the `last` question or check doesn't come back."""
    if state.awaits is Awaits.PARTING:
        return "skip it"
    kind = "check" if state.awaits is Awaits.CHECK else "question"
    return f"skip this {kind}, the last one, for good" if last else f"skip this {kind}"


def keeps(count: int) -> str:
    """That so many words, written for what is left now, aren't lost; empty where there are none."""
    return f" ({plural(count, 'word')} will be saved as a note)" if count else ""
