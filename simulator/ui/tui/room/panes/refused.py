"""The words for a command that was refused, and for what was skipped, with the keys that help."""

from collections.abc import Mapping

from simulator.errors import NothingWritten, SimulatorError
from simulator.session.interview.outcomes import QUOTED_DONT_KNOW, QUOTED_SAID_THAT, SKIPPED_COUNTS
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import key_name, of_context, types_character, with_keys
from simulator.ui.tui.room.panes.pane import Pane

WITHOUT_TEXT = {
    "answer.unknown": f"says {QUOTED_DONT_KNOW}",
    "probe.said": f"says {QUOTED_SAID_THAT}",
    "probe.unknown": f"says {QUOTED_DONT_KNOW}",
    "parting.skip": "skips it",
    "check.unknown": f"says {QUOTED_DONT_KNOW}",
    "check.skip": "skips it",
}


def refusal(error: SimulatorError, pane: Pane | None) -> str:
    """The words of an error; where nothing was written, with the keys that need no text."""
    if pane is None or not isinstance(error, NothingWritten):
        return str(error)
    own = host_of(pane).preferences.keys
    actions = [action for action in of_context(pane.context) if action.id in WITHOUT_TEXT]
    keys = [pane.key_in_text(a.id) if pane.editing else key_name(a.keys(own)[0]) for a in actions]
    offers = ", ".join(f"{key} {WITHOUT_TEXT[a.id]}" for key, a in zip(keys, actions, strict=True))
    return f"{str(error).rstrip('.')}; {offers}."


def skipped_words(context: str, own: Mapping[str, str]) -> str:
    """What is said of a skipped item, with the keys that undo it in the pane that follows, by its context.

    `own` are the candidate's own keys, by action.
    """
    undo = next((action for action in of_context(context) if action.id == f"{context}.undo"), None)
    if undo is None:
        return SKIPPED_COUNTS
    first = f"{{{context}.commands}}, then " if undo.after_escape and types_character(undo.keys(own)[0]) else ""
    return with_keys(f"{SKIPPED_COUNTS} {first}{{{undo.id}}} takes that back.", own)
