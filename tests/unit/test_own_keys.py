"""Keys of the settings file: what is used of them, and what is wrong with them."""

import pytest

from simulator.ui.tui.actions import ACTIONS
from simulator.ui.tui.actions.own_keys import key_findings, usable


def test_keys_that_fit_have_no_findings() -> None:
    for keys in ({}, {"home.review": "v"}, {"answer.hint": "f6"}, {"lists.down": "n,down"}, {"home.quit": "Q"}):
        assert key_findings(keys) == (), keys


def test_a_name_that_is_no_action_comes_with_the_nearest_one() -> None:
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
def test_a_key_that_means_two_things_in_one_place_is_named_once(keys: dict[str, str], names: tuple[str, str]) -> None:
    (finding,) = key_findings(keys)
    assert all(name in finding for name in names)


def test_an_empty_key_is_a_finding_and_the_usual_one_stays() -> None:
    (finding,) = key_findings({"home.review": " "})
    assert "home.review" in finding
    assert usable({"home.review": " "}) == {}


def test_the_usual_keys_of_every_action_could_be_written_as_ones_own() -> None:
    own = {a.id: ",".join((a.key, *a.aliases)) for a in ACTIONS if a.context == "setup"}
    assert key_findings(own) == ()
