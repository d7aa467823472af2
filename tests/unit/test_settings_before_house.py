"""Settings that a person wrote and remarked on, and what the setup chose beside them, are read as they were meant."""

import resource
import shutil
from datetime import date
from pathlib import Path

import msgspec
import pytest

from simulator.ui.preferences import (
    Preferences,
    change_settings,
    keep_choices,
    read_preferences,
    read_settings,
    read_tried,
)

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


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Both files of the version before, with the settings as a link into a folder of dotfiles."""
    shutil.copytree(SETTINGS.parent, tmp_path / "config")
    path = tmp_path / "config" / SETTINGS.name
    (tmp_path / "dotfiles").mkdir()
    path.rename(tmp_path / "dotfiles" / "interview.toml")
    path.symlink_to("../dotfiles/interview.toml")
    return path


def test_the_first_change_takes_the_choices_over(config: Path) -> None:
    change_settings(config, {"theme": "ink"})
    change_settings(config, {"theme": "paper"})
    assert [p.name for p in config.parent.iterdir()] == [SETTINGS.name]
    assert config.is_symlink()
    assert (read_settings(config), read_preferences(config), read_tried(config)) == (WRITTEN, CHOSEN, TRIED)
    before, after = (path.read_text("utf-8").splitlines() for path in (SETTINGS, config))
    assert [line for line in after if not line.startswith(("chosen =", "tried ="))] == before
    assert len(after) == len(before) + 2


def test_new_choices_replace_those_of_before(config: Path) -> None:
    keep_choices(config, msgspec.structs.replace(WRITTEN, format="drill"))
    assert read_preferences(config) == msgspec.structs.replace(WRITTEN, format="drill")
    assert read_tried(config) is None
    assert not config.with_name("choices.toml").exists()


def test_reading_changes_neither_file(config: Path) -> None:
    before = {path: path.read_bytes() for path in config.parent.iterdir()}
    assert (read_preferences(config), read_tried(config)) == (CHOSEN, TRIED)
    assert {path: path.read_bytes() for path in config.parent.iterdir()} == before


def test_a_disk_without_room_loses_neither_file(config: Path) -> None:
    before = {path: path.read_bytes() for path in config.parent.iterdir()}
    allowed = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, allowed[1]))
    try:
        with pytest.raises(OSError, match="too large"):
            change_settings(config, {"theme": "ink"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, allowed)
    assert {path: path.read_bytes() for path in config.parent.iterdir()} == before
    assert (read_preferences(config), read_tried(config)) == (CHOSEN, TRIED)


def test_old_choices_that_stayed_count_no_more(config: Path) -> None:
    old = config.with_name("choices.toml").read_bytes()
    change_settings(config, {"theme": "ink"})
    config.with_name("choices.toml").write_bytes(
        old.replace(b"botanist", b"beekeeper")
    )  # as where it cannot be deleted
    assert read_preferences(config).role == "botanist"
