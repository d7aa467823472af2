"""The registry of actions: everything that shows keys agrees with it."""

import re
from collections import defaultdict
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from simulator.ui import tui
from simulator.ui.tui.keys.action import (
    AGAIN,
    LEAVE,
    LETTERS,
    MEANINGS,
    NO,
    STEPS,
    TAKE_BACK,
    TURN,
    UNCOVER,
    VERDICT,
    YES,
)
from simulator.ui.tui.keys.registry import FOOTER_KEYS, TOGETHER, bindings, footer, of_context
from simulator.ui.tui.keys.table import ACTIONS, CONTEXTS
from tests.keys_page import page

KEYS_PAGE = Path(__file__).parents[2] / "docs" / "keys.md"


def test_the_page_of_keys_is_the_registry() -> None:
    assert KEYS_PAGE.read_text() == page()


def test_ids_are_unique_and_every_context_has_title() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)
    assert {a.context for a in ACTIONS} == set(CONTEXTS)


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_key_means_two_things_in_one_place(context: str) -> None:
    keys = [key for a in of_context(context) for key in (a.key, *a.aliases)]
    assert sorted(keys) == sorted(set(keys))


# they move the mark and confirm, as in every program
GUIDING = {"enter", "ctrl+s", "up", "down"}
# where nothing is written and nothing is left, esc uncovers what the words or points mean
EXCEPTED = {"escape": {MEANINGS}}


def test_no_key_has_more_than_two_meanings() -> None:
    meanings: defaultdict[str, set[str]] = defaultdict(set)
    for action in ACTIONS:
        for key in {action.key, *action.aliases} - GUIDING:
            meanings[key] |= {action.means} - EXCEPTED.get(key, set())
    assert {key: several for key, several in meanings.items() if len(several) > 2} == {}


def test_esc_leaves_writes_or_only_uncovers() -> None:
    of_esc = {a.id: a.means for a in ACTIONS if "escape" in (a.key, *a.aliases)}
    assert {*of_esc.values()} == {LEAVE, LETTERS, MEANINGS}
    uncover = {name for name, means in of_esc.items() if means == MEANINGS}
    assert uncover == {"predict.meanings", "judge.points", "own.meanings"}
    assert all(a.key == "q" for a in ACTIONS if a.id in {"predict.leave", "judge.leave", "own.leave"})


# each of these is the same thing in every place
SAME = (TAKE_BACK, AGAIN, STEPS, VERDICT, UNCOVER, TURN, LEAVE, YES, NO, "pause", "note", "report", "search")


@pytest.mark.parametrize("means", [*SAME, "bookmark", "deep dive", "don't know", "you misread me", "map"])
def test_what_means_the_same_has_one_key(means: str) -> None:
    keys = [{a.key, *a.aliases} - GUIDING - {"escape"} for a in ACTIONS if a.means == means]
    assert len(keys) > 1
    assert set.intersection(*filter(None, keys))


def test_keys_of_before_take_none_in_use() -> None:
    for action in ACTIONS:
        beside = {action.context, "app", *(one for pair in TOGETHER if action.context in pair for one in pair)}
        used = {key for a in of_context(*beside) for key in (a.key, *a.aliases)}
        assert not used & set(action.former), action.id


@pytest.mark.parametrize("context", CONTEXTS)
def test_the_footer_holds_at_most_six(context: str) -> None:
    assert len(footer(context)) <= FOOTER_KEYS


def test_every_action_has_method_where_its_keys_work() -> None:
    owners: dict[str, list[type]] = {}
    for module in walk_packages(tui.__path__, f"{tui.__name__}."):
        for kind in vars(import_module(module.name)).values():
            own = vars(kind).get("BINDINGS", []) if isinstance(kind, type) else []
            for context in CONTEXTS:
                if own and all(binding in own for binding in bindings(context)):
                    owners.setdefault(context, []).append(kind)
    assert set(owners) == set(CONTEXTS)
    for context, kinds in owners.items():
        for action in of_context(context):
            name = re.split(r"[(]", action.method)[0]
            assert all(hasattr(kind, f"action_{name}") for kind in kinds), action.id
