"""Looks up actions and keys in the table: for bindings, the footer, and sentences that name keys.

And what is wrong with the candidate's own keys in the settings file."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from textual.binding import Binding, BindingType
from textual.keys import key_to_character
from textual.screen import Screen

from simulator.graph.findings import nearest
from simulator.graph.text import short
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


def keys_left(contexts: Sequence[str], own: Mapping[str, str] = NONE) -> dict[str, str]:
    """The keys that each action of a place has left, as settings write them: an earlier context takes its own first.

    An action that has none left does nothing there: the list's keys do nothing while the map is drawn.
    """
    left: dict[str, str] = {}
    taken: set[str] = set()
    for context in dict.fromkeys(contexts):
        actions = of_context(context)
        left |= {a.id: ",".join(key for key in a.keys(own) if key not in taken) for a in actions}
        taken.update(key for a in actions for key in a.keys(own))
    return left


def action_of(name: str) -> Action:
    """The action with this id. Raises StopIteration where there is none."""
    return next(a for a in ACTIONS if a.id == name)


def keys_for(name: str, own: Mapping[str, str] = NONE) -> tuple[str, ...]:
    """All keys of the action with this id, as Textual names them. Raises StopIteration where there is none."""
    return action_of(name).keys(own)


def bindings(*contexts: str) -> list[BindingType]:
    """The Textual bindings of these contexts, with the keys of earlier versions."""
    return [binding for a in of_context(*contexts) for binding in (a.binding, *a.former_bindings)]


def prompt_bindings(*contexts: str) -> list[BindingType]:
    """Those of a prompt over a screen, and help: no key of the program itself gets past a prompt.

    The sign that opens help elsewhere is typed there.
    """
    shown = action_of("app.help")
    return [*bindings(*contexts), Binding(shown.key, f"app.{shown.method}", show=False, id=shown.id)]


def footer(*contexts: str, without: frozenset[str] = frozenset(), most: int = FOOTER_KEYS) -> list[Action]:
    """The actions that the footer shows, `most` of them, the most important first."""
    shown = [a for a in of_context(*contexts) if a.footer is not None and a.id not in without]
    return sorted(shown, key=lambda a: a.footer or 0)[:most]


_NAMES = {
    "question_mark": "?", "slash": "/", "plus": "+", "minus": "-", "equals_sign": "=", "escape": "esc",
    "pagedown": "page down", "pageup": "page up",
}  # fmt: skip


ARROWS = {"right": "→", "left": "←", "up": "↑", "down": "↓"}  # in the footer: "right next" reads like a phrase


def moved(name: str, former: str) -> str:
    """What is said of a key of an earlier version, which a newcomer may have pressed by chance."""
    action = action_of(name)
    now = f"the {action.key} arrow" if action.key in ARROWS else key_name(action.key)
    return f'"{(action.brief or action.label).capitalize()}" is on {now}; {key_name(former)} does it too, for now.'


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


def ways(action: Action, own: Mapping[str, str] = NONE, mark: str = "", *, writing: bool = False) -> str:
    """All keys of an action, first those that work while you're writing; `mark` goes around each, as in Markdown.

    With `writing`, program-wide keys that type a character are left out.
    """
    typed = [key for key in action.keys(own) if writing and action.context == "app" and types_character(key)]
    keys = [key for key in action.keys(own) if key not in typed]
    after = [key for key in keys if action.after_escape and not _COMMAND.match(key)]
    at_once = [key for key in keys if key not in after]

    def named(keys: list[str]) -> str:
        return ", ".join(f"{mark}{key_name(key)}{mark}" for key in keys)

    parts = [named(at_once)] if at_once else []
    if after:
        parts.append(f"{key_for(f'{action.context}.commands', own)}, then {named(after)}")
    return ", or ".join(parts)


def types_character(key: str) -> bool:
    """Whether a key types something into a text."""
    return (key_to_character(key) or "\n").isprintable()


# contexts that are active together: where both have a key, the second takes it
TOGETHER = tuple(("lists", beside) for beside in ("home", "welcome", "setup", "settings", "review", "taken"))

# contexts in which a text is written, and those with a single line
TEXTS = frozenset({"answer", "probe", "retell", "advert"})
LINES = frozenset({"check", "line", "study"})

USUAL = {action.id: (action.key, *action.aliases) for action in ACTIONS}


def usable(keys: Mapping[str, str]) -> dict[str, str]:
    """The keys of known actions."""
    known = {action.id for action in ACTIONS}
    return {name: key for name, key in keys.items() if name in known and key.strip(" ,")}


def key_findings(keys: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each unknown action, each empty key, and each key that cannot do what it is given for.

    Such a key means two things in one place, or is needed there to write a text.
    """
    return (*_unknown(keys), *_clashes(usable(keys)), *_needed_to_write(usable(keys)))


GONE = frozenset({"probe.hint"})  # actions that there were: a key that's kept for one does no harm


def _unknown(keys: Mapping[str, str]) -> Iterator[str]:
    known = [action.id for action in ACTIONS]
    for name, key in keys.items():
        if name in GONE:
            continue
        if name not in known:
            yield f"The settings give a key to {short(name)}, which is no action{nearest(name, known)}."
        elif not key.strip(" ,"):
            yield f"The settings give no key to {name}; leave the line out to have its usual one."


def _clashes(keys: Mapping[str, str]) -> Iterator[str]:
    # a test keeps the usual keys apart, and checking them all would delay the start
    if not keys:
        return
    contexts = dict.fromkeys(action.context for action in ACTIONS if action.context != "app")
    places = [{context} for context in contexts] + [set(pair) for pair in TOGETHER]
    reported = set()
    for place in places:
        taken: defaultdict[str, list[str]] = defaultdict(list)
        for action in ACTIONS:
            if action.context in place or action.context == "app":
                for key in action.keys(keys):
                    taken[key].append(action.id)
        for key, names in taken.items():
            own = [name for name in names if name in keys and key not in USUAL[name]]
            if own and len(names) > 1 and (key, *names) not in reported:
                reported.add((key, *names))
                both = "both " * (len(names) == 2) + " and ".join(names)
                yield f"With these settings, {key_name(key)} means {both}; give one of them another key."


def _needed_to_write(keys: Mapping[str, str]) -> Iterator[str]:
    given = [action for action in ACTIONS if action.id in keys and action.context in TEXTS | LINES | {"app"}]
    for action in given:
        needed = _editing_keys(action)
        for key in action.keys(keys):
            if key not in USUAL[action.id] and (key in needed or _is_lost(action, key)):
                yield (
                    f"The settings give {key_name(key)} to {action.id}, but you need that key to write; "
                    "give it another one."
                )


def _editing_keys(action: Action) -> frozenset[str]:
    """The keys that edit a text where this action applies."""
    # home is painted before any text is
    from textual.widgets import Input, TextArea

    editing = [
        *(TextArea.BINDINGS if action.context not in LINES else ()),
        *(Input.BINDINGS if action.context not in TEXTS else ()),
    ]
    keys = (binding.key if isinstance(binding, Binding) else binding[0] for binding in editing)
    return frozenset(key for several in keys for key in several.split(",")) - FREE_KEYS


def _is_lost(action: Action, key: str) -> bool:
    """Whether a key that types a character would lose either its action or its character there."""
    if action.context not in LINES and re.fullmatch(r"alt\+.", key):
        return True  # read as escape followed by that letter
    writes = key == "enter" or types_character(key)
    return writes and (action.priority or not (action.after_escape or action.context == "app"))
