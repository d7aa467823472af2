"""What is chosen in the setup is kept for the next time, and the settings stay as they were written."""

from datetime import date
from pathlib import Path

import pytest

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.parameters import TARGET_TIERS
from simulator.errors import UsageError
from simulator.graph.records import Graph
from simulator.ui.preferences import (
    Preferences,
    change_settings,
    keep_choices,
    read_preferences,
    read_settings,
    read_tried,
)
from simulator.ui.tui.home.setup import lengths_of
from tests.settings import write_preferences
from tests.sitting import TALKS

WRITTEN = '# mine\nrole = "tester"\nminutes = 30.0\n\n[keys]\n"home.quit" = "x"\n'


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)
    return path


def test_the_settings_stay_as_they_were_written(config: Path) -> None:
    chosen = Preferences(role="builder", minutes=None, score="end", keys={"home.quit": "x"})
    keep_choices(config, chosen)
    before, _, after = WRITTEN.partition("\n\n")
    assert config.read_text().startswith(f"{before}\nchosen = {{")
    assert config.read_text().endswith(f"\n\n{after}")
    assert len(config.read_text().splitlines()) == len(WRITTEN.splitlines()) + 1
    assert read_preferences(config) == chosen


def test_choices_come_and_go_without_a_trace(config: Path) -> None:
    for minutes in (10.0, 20.0, None):
        chosen = Preferences(role="builder", minutes=minutes, advert_areas={"leaves": 0.5})
        keep_choices(config, chosen, chosen)
        assert read_preferences(config).minutes == minutes
    keep_choices(config, read_settings(config))
    assert config.read_text() == WRITTEN


def test_a_setting_added_at_the_end_counts(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    keep_choices(config, Preferences(role="builder"), Preferences(format="drill"))
    config.write_text(f'{config.read_text()}theme = "paper"\n')
    assert (read_settings(config).theme, read_preferences(config).role) == ("paper", "builder")


def test_choices_written_as_tables_are_kept_up(config: Path) -> None:
    config.write_text(f'{WRITTEN}[chosen]\nrole = "builder"\n[chosen.instead_of]\nrole = "tester"\n')
    assert read_preferences(config).role == "builder"
    keep_choices(config, Preferences(role="painter", minutes=30.0))
    assert read_preferences(config).role == "painter"
    assert config.read_text().startswith(WRITTEN)
    assert [path.name for path in config.parent.iterdir()] == ["config.toml"]


def test_a_setting_that_was_edited_since_counts_again(config: Path) -> None:
    keep_choices(config, Preferences(role="builder", minutes=10.0))
    config.write_text(config.read_text().replace("minutes = 30.0\n", "minutes = 60.0\n"))
    assert read_preferences(config).minutes == 60
    assert read_preferences(config).role == "builder"


def test_setting_that_was_changed_on_screen_counts(config: Path) -> None:
    keep_choices(config, Preferences(role="builder", minutes=10.0))
    change_settings(config, {"role": "tester"})
    assert (read_preferences(config).role, read_preferences(config).minutes) == ("tester", 10)
    assert (read_settings(config).role, read_settings(config).minutes) == ("tester", 30)


def test_only_what_the_setup_asks_is_a_choice(config: Path) -> None:
    keep_choices(config, Preferences(role="builder", theme="paper", interview_on=date(2026, 12, 1), keys={}))
    kept = read_preferences(config)
    assert (kept.theme, kept.interview_on, kept.keys) == ("", None, {"home.quit": "x"})


@pytest.mark.parametrize("wrong", ["chosen = 7", "chosen = {role = 7}", "chosen = {instead_of = 7}", "tried = [1]"])
def test_choices_that_do_not_fit_count_for_nothing(config: Path, wrong: str) -> None:
    config.write_text(f"{wrong}\n{WRITTEN}")
    assert read_preferences(config) == read_settings(config)
    assert read_tried(config) is None
    keep_choices(config, Preferences(role="builder", minutes=30.0))
    assert read_preferences(config).role == "builder"


@pytest.mark.parametrize("minutes", ["nan", "inf", "1e300", "0", "1e-300", "-45"])
def test_minutes_no_interview_lasts_are_refused(config: Path, minutes: str) -> None:
    config.write_text(f"minutes = {minutes}\n")
    with pytest.raises(UsageError, match=f"minutes = {minutes} in line 1: write a number of minutes, 1 to 600"):
        read_preferences(config)


def test_unreadable_settings_are_not_written_over(config: Path) -> None:
    config.write_text("role = [")
    with pytest.raises(UsageError, match="fix or delete"):
        keep_choices(config, Preferences())
    assert config.read_text() == "role = ["


def test_settings_written_anew_forget_what_was_chosen(config: Path) -> None:
    keep_choices(config, Preferences(role="builder"))
    write_preferences(config, Preferences(role="other"))
    assert read_preferences(config).role == "other"


@pytest.mark.parametrize("form", TALKS)
def test_each_length_is_offered_once(form: str) -> None:
    shape = FORMATS[form]
    for chosen in (None, 20.0, 25.0, shape.minutes):
        shown = [m or shape.minutes for m in lengths_of(shape, chosen)]
        assert shown == sorted(set(shown))  # left from the usual length is a shorter one
        assert chosen is None or chosen in shown
        assert {10, 20, 30, 45, 60, 90} <= set(shown)


def test_what_was_tried_counts_for_nothing(config: Path) -> None:
    keep_choices(config, Preferences(role="builder"), Preferences(role="builder", format="diagnostic", input="spoken"))
    kept, tried = read_preferences(config), read_tried(config)
    assert (kept.format, kept.input) == ("full", "typed")
    assert tried is not None
    assert (tried.format, tried.input, tried.role) == ("diagnostic", "spoken", "builder")
    change_settings(config, {"theme": "paper"})
    assert read_tried(config) is not None
    keep_choices(config, kept)
    assert read_tried(config) is None


def test_no_role_is_mostly_for_staff(llm: Graph) -> None:
    """A researcher found the mark on staff: most posts of any role are for mid or senior."""
    assert {role.target_tier for role in llm.roles.values()} <= {TARGET_TIERS[level] for level in ("mid", "senior")}
