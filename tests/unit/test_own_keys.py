"""Keys of the settings file: what is used of them, and what is wrong with them."""

import ast
import re
from pathlib import Path

import pytest

from simulator.ui import tui
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home_words import start_words
from simulator.ui.tui.keys.registry import key_findings, usable, with_keys
from simulator.ui.tui.keys.table import ACTIONS

SCREENS = Path(tui.__file__).parent


def test_keys_that_fit_have_no_findings() -> None:
    for keys in ({}, {"home.review": "v"}, {"answer.hint": "f6"}, {"lists.down": "n,down"}, {"home.quit": "Q"}):
        assert key_findings(keys) == (), keys


def test_an_unknown_action_comes_with_the_nearest() -> None:
    (finding,) = key_findings({"home.revue": "x"})
    assert "home.revue" in finding
    assert '"home.review"' in finding
    assert usable({"home.revue": "x", "home.review": "v"}) == {"home.review": "v"}


@pytest.mark.parametrize(
    ("keys", "names"),
    [
        ({"home.review": "s"}, ("home.settings", "home.review")),
        ({"home.review": "j"}, ("lists.down", "home.review")),
        ({"setup.next": "h"}, ("setup.next", "setup.previous")),
        ({"home.review": "f1"}, ("app.help", "home.review")),
        ({"home.review": "x", "home.progress": "x"}, ("home.review", "home.progress")),
    ],
)
def test_a_key_with_two_meanings_is_named_once(keys: dict[str, str], names: tuple[str, str]) -> None:
    (finding,) = key_findings(keys)
    assert all(name in finding for name in names)


def test_empty_key_is_finding_and_usual_one_stays() -> None:
    (finding,) = key_findings({"home.review": " "})
    assert "home.review" in finding
    assert usable({"home.review": " "}) == {}


def test_the_usual_keys_could_be_ones_own() -> None:
    own = {a.id: ",".join((a.key, *a.aliases)) for a in ACTIONS if a.context == "setup"}
    assert key_findings(own) == ()


@pytest.mark.parametrize(
    ("action", "key"),
    [
        ("answer.hint", "ctrl+k"),
        ("retell.done", "enter"),
        ("probe.done", "x"),
        ("answer.page_down", "z"),
        ("retell.done", "ctrl+e"),
        ("answer.hint", "alt+h"),
        ("check.done", "ctrl+u"),
        ("app.palette", "ctrl+k"),
        ("app.quit", "Q"),
    ],
)
def test_a_key_that_texts_need_is_a_finding(action: str, key: str) -> None:
    (finding,) = key_findings({action: key})
    assert finding.startswith(f"The settings give {key} to {action}, but you need that key to write")


def test_letters_after_escape_are_needed_by_no_text() -> None:
    fits = {"answer.hint": "x", "answer.page_down": "pagedown,f9", "app.help": "f7,question_mark", "check.skip": "z"}
    assert key_findings(fits) == ()


def test_sentences_name_first_of_persons_own_keys() -> None:
    own = {"review.restore": "f6,x", "brief.next": "page_down", "answer.undo": "Z"}
    assert with_keys("In the trash; {review.restore} brings it back.", own) == "In the trash; f6 brings it back."
    assert with_keys("Say it. {setup.next} shows it. {answer.undo} takes it back.", own).startswith("Say it. Right ")
    assert with_keys("{answer.undo} takes it back, {x.y.z} stays.", own) == "Z takes it back, {x.y.z} stays."


def test_every_key_in_a_sentence_has_an_action() -> None:
    nodes = (node for file in SCREENS.rglob("*.py") for node in ast.walk(ast.parse(file.read_text())))
    texts = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    named = {name for text in texts for name in re.findall(r"\{([a-z_]+\.[a-z_]+)\}", text)}
    assert len(named) > 20
    assert named <= {action.id for action in ACTIONS}


def test_home_names_ones_own_keys() -> None:
    own = Preferences(format="screen", keys={"home.choose": "f9,enter", "home.setup": "z"})
    assert start_words("start", own) == "f9 starts a screening call, 20 minutes; z changes it."
    assert start_words("practise", Preferences()).startswith("Enter offers a drill, ")
    assert start_words("today", own) == "f9 goes to what's planned today; c shows the plan."
    assert start_words("today", own, today_done=True) == "f9 shows the plan; what it had for today is done."
    assert start_words("map", own) == ""
