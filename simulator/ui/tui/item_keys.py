"""What can be done with an item of a transcript that is read, and in a sentence why something cannot.

The sentences name keys as `{reader.go_on}`, for `with_keys`.
"""

from simulator.session.state import State, Turn
from simulator.session.verdicts import why_no_new_score, why_not_set_aside
from simulator.ui.tui.widgets.transcript import NOT_YET, has_reference

UNREAD = "The transcript is still being read."
NOTHING = "Nothing was asked in this interview."
NOT_SCORED = "A check is scored by the program; {reader.misread} sets one aside that was read wrongly."
NOT_OVER = "This interview has not ended; {reader.go_on} goes on with it."
OVER = "This interview has ended; {reader.again} sits it again."


def useless(state: State, turn: Turn | None) -> frozenset[str]:
    """The actions of the reader that do nothing with the item `turn`: no keys for its footer."""
    does = {
        "go_on": state.ended is None,
        "uncover": has_reference(state, turn),
        "next": turn is not None and turn.position < len(state.turns),
        "note": turn is not None,
        "score": not why_no_score(state, turn),
        "misread": turn is not None and not why_not_set_aside(state, turn),
        "again": turn is not None,
    }
    return frozenset(f"reader.{name}" for name, useful in does.items() if not useful)


def why_no_reference(state: State | None, turn: Turn | None) -> str:
    """Why there is no reference to show or to cover; empty where there is one."""
    if state is None or turn is None:
        return why_no_item(state)
    if has_reference(state, turn):
        return ""
    if turn.check is not None:
        return "A check has no reference."
    return "This question was passed over." if turn.skipped else NOT_YET % "reader"


def why_no_score(state: State | None, turn: Turn | None) -> str:
    """Why an answer cannot be scored again; empty where it can."""
    if state is None or turn is None:
        return why_no_item(state)
    if turn.check is not None:
        return NOT_SCORED
    return NOT_OVER if state.ended is None else why_no_new_score(turn)


def why_not_misread(state: State | None, turn: Turn | None) -> str:
    """Why a check cannot be set aside as read wrongly; empty where it can."""
    return why_no_item(state) if state is None or turn is None else why_not_set_aside(state, turn)


def why_no_item(state: State | None) -> str:
    """Why there is no item at all."""
    return UNREAD if state is None else NOTHING
