"""Looks up actions and keys in the table: for bindings, the footer, and the keys that sentences name."""

import re
from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from textual.binding import BindingType
from textual.keys import key_to_character
from textual.screen import Screen

from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.table import ACTIONS, CONTEXTS

FOOTER_KEYS = 6
# a text area selects with them; here they are free for the candidate's own keys
FREE_KEYS = frozenset({"f6", "f7"})
NONE: Mapping[str, str] = MappingProxyType({})  # no own keys


def screen_class(context: str) -> "Callable[..., Screen[None]]":
    """The class of a screen, imported now."""
    module, name = CONTEXTS[context].screen.split(":")
    kind: Callable[..., Screen[None]] = getattr(import_module(f"simulator.ui.tui.{module}"), name)
    return kind


def of_context(*contexts: str) -> tuple[Action, ...]:
    """The actions of these contexts, in registry order."""
    return tuple(a for a in ACTIONS if a.context in contexts)


def method_of(name: str) -> str:
    """The method of the action with this id. Raises StopIteration where there is none."""
    return next(a.method for a in ACTIONS if a.id == name)


def keys_for(name: str, own: Mapping[str, str] = NONE) -> tuple[str, ...]:
    """All keys of the action with this id, as Textual names them. Raises StopIteration where there is none."""
    return next(a for a in ACTIONS if a.id == name).keys(own)


def bindings(*contexts: str) -> list[BindingType]:
    """The Textual bindings of these contexts, with the keys of earlier versions."""
    return [binding for a in of_context(*contexts) for binding in (a.binding, *a.former_bindings)]


def footer(*contexts: str, without: frozenset[str] = frozenset(), most: int = FOOTER_KEYS) -> list[Action]:
    """The actions that the footer shows, `most` of them, the most important first."""
    shown = [a for a in of_context(*contexts) if a.footer is not None and a.id not in without]
    return sorted(shown, key=lambda a: a.footer or 0)[:most]


_NAMES = {
    "question_mark": "?", "slash": "/", "plus": "+", "minus": "-", "equals_sign": "=", "escape": "esc",
    "pagedown": "page down", "pageup": "page up",
}  # fmt: skip


def moved(name: str, former: str) -> str:
    """What is said of a key of an earlier version, which a newcomer may have pressed by chance."""
    action = next(a for a in ACTIONS if a.id == name)
    return f'"{action.label.capitalize()}" is on {key_name(action.key)}; {key_name(former)} does it too, for now.'


def key_name(key: str) -> str:
    """The name of a key as people write it."""
    return _NAMES.get(key, key)


def key_for(name: str, own: Mapping[str, str] = NONE) -> str:
    """The first key of the action with this id, as people write it. Raises StopIteration where there is none."""
    return key_name(keys_for(name, own)[0])


_PLACE = re.compile(r"\{([a-z_]+\.[a-z_]+)\}")


def with_keys(text: str, own: Mapping[str, str] = NONE) -> str:
    """Replace each `{review.restore}` in a sentence by the key of that action.

    At the start of a sentence a key that is a word, such as space, gets a capital; single letters stay as they are.
    """

    def key(match: re.Match[str]) -> str:
        name, before = key_for(match[1], own), text[: match.start()]
        is_word = len(name) > 1 and name.replace(" ", "").isalpha()
        return name.capitalize() if is_word and (not before or before.endswith(". ")) else name

    return _PLACE.sub(key, text)


def keys_of(action: Action, own: Mapping[str, str] = NONE) -> str:
    """All keys of an action as people write them."""
    return ", ".join(key_name(key) for key in action.keys(own))


_COMMAND = re.compile(r"f\d|ctrl\+")  # a text has no use for these


def ways(action: Action, own: Mapping[str, str] = NONE, mark: str = "") -> str:
    """All keys of an action, those that work while one writes first; `mark` stands around each, as in Markdown."""
    after = [key for key in action.keys(own) if action.after_escape and not _COMMAND.match(key)]
    at_once = [key for key in action.keys(own) if key not in after]

    def named(keys: list[str]) -> str:
        return ", ".join(f"{mark}{key_name(key)}{mark}" for key in keys)

    parts = [named(at_once)] if at_once else []
    if after:
        parts.append(f"{key_for(f'{action.context}.commands', own)}, then {named(after)}")
    return ", or ".join(parts)


def types_character(key: str) -> bool:
    """Whether a key writes something in a text."""
    return (key_to_character(key) or "\n").isprintable()
