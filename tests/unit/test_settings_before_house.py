"""Settings that a person wrote and remarked on, and what the setup chose beside them, are read as they were meant."""

from datetime import date
from pathlib import Path

import msgspec

from simulator.ui.preferences import Preferences, read_preferences, read_settings, read_tried

SETTINGS = Path(__file__).parent.parent / "data" / "before_house" / "settings" / "config.toml"
WRITTEN = Preferences(
    role="gardener",
    seniority="staff",
    interview_on=date(2026, 12, 14),
    graph="garden",
    minutes=45.0,
    score="each",
    theme="paper",
    advert_areas={"leaves": 0.25},
    keys={"home.quit": "x", "answer.undo": "ctrl+z"},
)
CHOSEN = Preferences(
    role="botanist",
    seniority="staff",  # written by hand after the choice, as was the score
    interview_on=date(2026, 12, 14),
    graph="garden",
    format="deep-dive",
    area="leaves",
    minutes=45.0,  # and this, which was chosen otherwise
    score="each",
    input="spoken",
    clock=False,
    theme="paper",
    advert="a gardener's job",
    advert_areas={"leaves": 0.5, "fruit": 0.25},
    keys={"home.quit": "x", "answer.undo": "ctrl+z"},
)
TRIED = msgspec.structs.replace(CHOSEN, format="diagnostic", area="", minutes=45.0, score="each", input="typed")


def test_the_settings_are_read_as_written() -> None:
    assert read_settings(SETTINGS) == WRITTEN


def test_what_was_chosen_since_counts() -> None:
    assert read_preferences(SETTINGS) == CHOSEN


def test_what_was_tried_once_is_offered() -> None:
    assert read_tried(SETTINGS) == TRIED


def test_the_remarks_are_there_to_be_kept() -> None:
    lines = SETTINGS.read_text("utf-8").splitlines()
    assert sum(line.startswith("#") for line in lines) == 6
    assert sum("  #" in line and not line.startswith("#") for line in lines) == 4
