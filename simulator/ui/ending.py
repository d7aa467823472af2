"""What is said once nothing more is asked, in the same words on the full screen and in the line mode."""

from collections.abc import Sequence

from simulator.engine.choice.endings import SAYS_LAST
from simulator.graph.text import plural
from simulator.session.interview.events import Closed, Event, SetAside
from simulator.session.interview.state import State
from simulator.session.opening import DESIGN_LATER

LAST_ONE = "That was the last question."
NO_DESIGN = "So there's no open-ended design today."
SHORT_OF_TIME = frozenset(("time", "nothing_fits"))
ONE_MORE = "One more thing before we finish. It isn't scored."
THANKS = "Thank you."
PARTED = "Thank you for your time. That's everything."
REPORT_NEXT = "Everything is saved. Next comes your report."


def ended_by_itself(events: Sequence[Event]) -> bool:
    """Whether the interview ended without being stopped, with no scoring since."""
    last = [event for event in events if not isinstance(event, SetAside)][-2:-1]
    return any(isinstance(event, Closed) and event.why != "stopped" for event in last)


def parting_lead(state: State) -> str:
    """What the interviewer says before a parting question: at first also why nothing else is asked."""
    before = [reply for _, reply in state.parting.exchanges if reply is not None]
    if before:
        return THANKS if before[-1].text and not before[-1].unsent else "All right."
    return f"{over_words(state)} {ONE_MORE}"


def last_words(state: State) -> tuple[str, str]:
    """What is said once nothing more is asked, and then why, unless that was said before the parting questions."""
    if state.closed is not None and state.closed.why == "stopped":
        return "You've ended the interview.", ""
    if state.parting.begun:
        return PARTED, ""
    return THANKS if _says_last(state) else f"{LAST_ONE} {THANKS}", _why(state)


def still_to_score(state: State) -> str:
    """How many answers wait for their score, before the first."""
    return f"{plural(len(state.waiting), 'answer')} still to score. Go on now, or leave and do it later."


def over_words(state: State) -> str:
    """That the questions are over, and why."""
    return " ".join(filter(None, ("" if _says_last(state) else LAST_ONE, _why(state))))


def _why(state: State) -> str:
    """Why nothing more is asked; where a design was to come if all went well, that time left none."""
    return f"{state.why_over} {NO_DESIGN}" if _lacks_design(state) else state.why_over


def _lacks_design(state: State) -> bool:
    """Whether the interviewer had spoken of a design, and nothing but the time was against it at the end."""
    designs = any(turn.check is None and turn.question.kind == "design" for turn in state.turns)
    return DESIGN_LATER in state.header.opening and not designs and state.end_reason in SHORT_OF_TIME


def _says_last(state: State) -> bool:
    """Whether the reason why nothing more is asked tells by itself that this was the last question."""
    return state.end_reason in SAYS_LAST
