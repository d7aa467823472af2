"""The candidate's own keys: what is wrong with them in the settings file. And docs/keys.md, the page of all keys."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from textual.binding import Binding

from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import FREE_KEYS, key_name, of_context, types_character, ways
from simulator.ui.tui.keys.room import CODE_EDITING, CODE_EDITING_TITLE
from simulator.ui.tui.keys.table import ACTIONS, CONTEXTS

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


def _unknown(keys: Mapping[str, str]) -> Iterator[str]:
    known = [action.id for action in ACTIONS]
    for name, key in keys.items():
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


HEAD = """# Keys

Every key of the full-screen app. This page is generated from the table of actions
(`python -m simulator.ui.tui.keys.custom > docs/keys.md`), and a test keeps it up to date. Inside the app, `f1` shows
the same list, with the keys of the present screen first; `ctrl+p` finds a command by its words.

"esc, then" means: while you type, `esc` leaves the text so that single letters are commands; `i` or `enter` goes back.
A key means the same everywhere, and no key has more than two meanings. Keys that have moved still work in this
version where nothing else has taken them, and say where to.

To change a key, give it in the settings file under the name in the last column:

    [keys]
    "answer.hint" = "f6"
"""


def page() -> str:
    """The text of docs/keys.md."""
    lines = [HEAD.rstrip()]
    for context, about in CONTEXTS.items():
        lines += ["", f"## {about.title}", "", "| key | what it does | name |", "|---|---|---|"]
        for action in of_context(context):
            lines.append(f"| {ways(action, mark='`')} | {action.help} | `{action.id}` |")
        if context == "coding":
            lines += [
                "",
                f"{CODE_EDITING_TITLE}; these keys stay as they are:",
                "",
                "| key | what it does |",
                "|---|---|",
            ]
            lines += [f"| `{keys.replace(', ', '`, `')}` | {does} |" for keys, does in CODE_EDITING]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    import sys

    sys.stdout.write(page())
