"""What is wrong with the keys that a person gave to actions in the settings file."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from simulator.graph.findings import nearest
from simulator.graph.sanitise import short
from simulator.ui.tui.actions import ACTIONS, key_name

# contexts that are at work at the same time: a key of the first is taken by the second
TOGETHER = (("lists", "home"), ("lists", "welcome"), ("lists", "setup"), ("lists", "settings"), ("lists", "review"))

USUAL = {action.id: (action.key, *action.aliases) for action in ACTIONS}


def usable(keys: Mapping[str, str]) -> dict[str, str]:
    """The keys of actions that there are."""
    known = {action.id for action in ACTIONS}
    return {name: key for name, key in keys.items() if name in known and key.strip(" ,")}


def key_findings(keys: Mapping[str, str]) -> tuple[str, ...]:
    """One sentence for each name that is no action, each empty key, and each key that means two things in one place."""
    return (*_unknown(keys), *_clashes(usable(keys)))


def _unknown(keys: Mapping[str, str]) -> Iterator[str]:
    known = [action.id for action in ACTIONS]
    for name, key in keys.items():
        if name not in known:
            yield f"The settings give a key to {short(name)}, no action{nearest(name, known)}."
        elif not key.strip(" ,"):
            yield f"The settings give no key to {name}; leave the line out to have its usual one."


def _clashes(keys: Mapping[str, str]) -> Iterator[str]:
    if not keys:  # the usual ones are held apart by a test, and looking at them all delays the start
        return
    contexts = dict.fromkeys(action.context for action in ACTIONS if action.context != "app")
    places = [{context} for context in contexts] + [set(pair) for pair in TOGETHER]
    told = set()
    for place in places:
        taken: defaultdict[str, list[str]] = defaultdict(list)
        for action in ACTIONS:
            if action.context in place or action.context == "app":
                for key in action.keys(keys):
                    taken[key].append(action.id)
        for key, names in taken.items():
            own = [name for name in names if name in keys and key not in USUAL[name]]
            if own and len(names) > 1 and (key, *names) not in told:
                told.add((key, *names))
                both = " and ".join(names)
                yield f"The settings take a key from {both}: {key_name(key)} means all of them; give one another key."
