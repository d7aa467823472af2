"""Why a command isn't taken now, where the pane has no key for it: in the words that the line mode has then."""

from collections.abc import Mapping
from typing import get_args

from simulator.session.interview.interview import Interview, Refusable
from simulator.session.interview.journal import DUE
from simulator.session.interview.state import Awaits
from simulator.ui.tui.keys.registry import of_context

OVER = "The questions are over: go on to your scores."
_BY_METHOD: dict[str, Refusable] = {command: command for command in get_args(Refusable)}


def why_not(interview: Interview, method: str) -> str:
    """Why the command with this method isn't taken now; empty where it is, or where it's no such command.

    To give what is written is asked of a pane that has no text.
    """
    state, command = interview.state, _BY_METHOD.get(method)
    if state.paused or (method != "done" and command is None):
        return ""
    if state.closed is not None and state.awaits is Awaits.NEXT:
        return OVER
    return interview.why_not(command) if command else DUE[state.awaits]


def why_not_by_key(interview: Interview, key: str, own: Mapping[str, str]) -> str:
    """The same of a key that questions and follow-ups have: f5 at a follow-up, say."""
    return next((why_not(interview, a.method) for a in of_context("answer", "probe") if key in a.keys(own)), "")
