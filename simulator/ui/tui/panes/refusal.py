"""What is said where a command was not carried out, or an item was passed over: which keys do something else."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, cast

from textual.keys import key_to_character

from simulator.errors import NothingWritten, SimulatorError
from simulator.ui.tui.actions import key_for, key_name, of_context, with_keys
from simulator.ui.tui.panes.pane import PASSED, Pane

if TYPE_CHECKING:
    from simulator.ui.tui.app import InterviewApp

WAYS = {
    "answer.unknown": "says that you do not know",
    "probe.said": "says that you said it already",
    "probe.unknown": "says that you do not know",
    "check.unknown": "says that you do not know",
    "check.skip": "passes it over",
}


def refusal(error: SimulatorError, pane: Pane | None) -> str:
    """The words of an error for the part in which it came up."""
    if pane is None or not isinstance(error, NothingWritten):
        return str(error)
    own = cast("InterviewApp", pane.app).preferences.keys
    ways = {action.keys(own)[0]: WAYS[action.id] for action in of_context(pane.context) if action.id in WAYS}
    written = pane.editing and any(map(_is_text, ways))
    after = f"after {key_for(f'{pane.context}.commands', own)} " if written else ""
    told = ", ".join(f"{key_name(key)} {does}" for key, does in ways.items())
    return f"{str(error).rstrip('.')}; {after}{told}."


def passed_over(context: str, own: Mapping[str, str]) -> str:
    """What is said of an item that was passed over, where the part of `context` follows: its keys take it back.

    `own` are a person's own keys, by action.
    """
    undo = next((action for action in of_context(context) if action.id == f"{context}.undo"), None)
    if undo is None:
        return PASSED
    first = f"{{{context}.commands}}, then " if undo.after_escape and _is_text(undo.keys(own)[0]) else ""
    return with_keys(f"{PASSED} {first}{{{undo.id}}} takes that back.", own)


def _is_text(key: str) -> bool:
    """Whether a key is a sign of the text where one writes."""
    return (key_to_character(key) or "\n").isprintable()
