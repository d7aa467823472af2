"""What is said where a command was not carried out; where nothing was written, which keys do something else."""

from typing import TYPE_CHECKING, cast

from textual.keys import key_to_character

from simulator.errors import NothingWritten, SimulatorError
from simulator.ui.tui.actions import key_name, of_context
from simulator.ui.tui.panes.pane import Pane

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
    written = pane.editing and any((key_to_character(key) or "\n").isprintable() for key in ways)
    told = ", ".join(f"{key_name(key)} {does}" for key, does in ways.items())
    return f"{str(error).rstrip('.')}; {'after escape ' if written else ''}{told}."
