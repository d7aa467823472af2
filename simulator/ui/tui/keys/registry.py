"""Every key of the full-screen app, once: bindings, footer, command palette, help screen and docs/keys.md read this.

A context is a place in which keys mean something: a screen, or a state of the interview room. `footer` is the rank
among the at most six keys that the footer shows there (lowest first); None keeps a key out of the footer.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from textual.binding import BindingType

from simulator.ui.tui.keys import table
from simulator.ui.tui.keys.action import Action as Action

FOOTER_KEYS = 6
NONE: Mapping[str, str] = MappingProxyType({})  # no keys of one's own

CONTEXTS = {
    "app": "Everywhere",
    "home": "Home",
    "lists": "Lists",
    "welcome": "First start",
    "setup": "Setup",
    "settings": "Settings",
    "own_keys": "Settings: keys of your own",
    "advert": "A job advert",
    "taken": "A job advert: what was taken from it",
    "brief": "The brief",
    "answer": "Interview: answering",
    "probe": "Interview: a follow-up",
    "check": "Interview: a quick check",
    "checked": "Interview: the result of a check",
    "predict": "Interview: prediction",
    "judge": "Interview: judging the points",
    "verdict": "Interview: the verdict",
    "retell": "Interview: saying it again",
    "own": "Interview: your own verdict",
    "pause": "Interview: paused",
    "turn": "Interview: between two parts",
    "rescue": "Interview: what could not be written",
    "demo": "Demo",
    "line": "A line to type",
    "report": "Report",
    "review": "Review",
    "reader": "Reading a transcript",
    "replay": "Stepping through an interview",
    "compare": "Two interviews compared",
    "progress": "Progress",
    "habits": "Progress: the second page",
    "map": "The map",
    "concept": "A concept",
    "study": "Study: asking the bank",
    "passage": "Study: a passage",
    "help": "Help",
}

ACTIONS: tuple[Action, ...] = (
    *table.EVERYWHERE,
    *table.HOME,
    *table.ROOM,
    *table.RESCUE,
    *table.ARCHIVE,
    *table.STANDING,
    *table.MAPS,
)


def of_context(*contexts: str) -> tuple[Action, ...]:
    """The actions of these contexts, in registry order."""
    return tuple(a for a in ACTIONS if a.context in contexts)


def method_of(name: str) -> str:
    """What does the action with this id. Raises StopIteration for a name that is no action."""
    return next(a.method for a in ACTIONS if a.id == name)


def keys_for(name: str, own: Mapping[str, str] = NONE) -> tuple[str, ...]:
    """All keys of an action, as Textual knows them. Raises StopIteration for a name that is no action."""
    return next(a for a in ACTIONS if a.id == name).keys(own)


def bindings(*contexts: str) -> list[BindingType]:
    """The Textual bindings of these contexts."""
    return [a.binding for a in of_context(*contexts)]


def footer(*contexts: str, without: frozenset[str] = frozenset()) -> list[Action]:
    """The at most six actions that the footer shows, the most important first."""
    shown = [a for a in of_context(*contexts) if a.footer is not None and a.id not in without]
    return sorted(shown, key=lambda a: a.footer or 0)[:FOOTER_KEYS]


_NAMES = {
    "question_mark": "?", "slash": "/", "plus": "+", "minus": "-", "equals_sign": "=", "escape": "esc",
    "pagedown": "page down", "pageup": "page up",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as people write it."""
    return _NAMES.get(key, key)


def key_for(name: str, own: Mapping[str, str] = NONE) -> str:
    """The key of an action that sentences name, as the footer does: the first that a person gave it, or its usual one.

    Raises StopIteration for a name that is no action.
    """
    return key_name(keys_for(name, own)[0])


_PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def with_keys(text: str, own: Mapping[str, str] = NONE) -> str:
    """A sentence of the program's own in which `{review.restore}` stands for the key of that action.

    Where a sentence begins with a key that is a word, such as space, it is written with a capital; letters stay keys.
    """

    def key(found: re.Match[str]) -> str:
        name, before = key_for(found[1], own), text[: found.start()]
        is_word = len(name) > 1 and name.replace(" ", "").isalpha()
        return name.capitalize() if is_word and (not before or before.endswith(". ")) else name

    return _PLACE.sub(key, text)


def keys_of(action: Action, own: Mapping[str, str] = NONE) -> str:
    """All keys of an action, for people; with those that a person gave to actions."""
    return ", ".join(key_name(key) for key in action.keys(own))
