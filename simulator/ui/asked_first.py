"""What is asked about before it's done because nothing takes it back, in the same words in both fronts."""

from simulator.graph.text import plural
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
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


def keeps(count: int) -> str:
    """That so many words, written for what is left now, aren't lost; empty where there are none."""
    return f" ({plural(count, 'word')} will be saved as a note)" if count else ""
