"""A settings file that a person wrote stays theirs: one changed setting changes one line, links and modes stay."""

import stat
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.preferences import Preferences, change_settings, keep_choices, read_settings
from simulator.ui.settings_file import edited

LINES = {
    "role": ['role = "tester"', "role='tester' # why", '"role" = """tester"""'],
    "minutes": ["minutes = 30.0 # half an hour", "  minutes=30"],
    "clock": ["clock = true"],
    "interview_on": ["interview_on = 2026-12-01"],
    "keys": [
        '[keys] # own\n# one\n"home.quit" = "x" # q\n\n"answer.undo"="z"',
        'keys."home.quit" = "x"',
        'keys = {"home.quit" = "x"} # own',
        "[keys]",
    ],
    "advert_areas": ["# parts\n[advert_areas]\nserving = 0.25"],
    "other": ['other = [\n  "a", # [keys]\n  "b",\n]', 'other = """\n[keys]\n# no remark\n"""'],
}
VALUES: dict[str, list[Any]] = {
    "role": ["builder", 'with "quotes"', ""],
    "minutes": [45.0, None],
    "clock": [False, True],
    "interview_on": [date(2026, 12, 2), None],
    "keys": [{}, {"home.quit": "y"}, {"home.quit": "x", "a.b": "c"}, {"answer.undo": "f9"}],
    "advert_areas": [{}, {"serving": 0.5, "two words": 1.0}],
    "theme": ["paper"],
}
BETWEEN = st.sampled_from(["", "\n", "# a remark\n", "\n# a remark\n\n", "\n\n# over\n# two lines\n"])


@st.composite
def settings(draw: st.DrawFn) -> str:
    """A file as a person may write it: keys, then tables, with remarks and empty lines anywhere."""
    names = draw(st.lists(st.sampled_from(sorted(LINES)), unique=True))
    pieces = sorted((draw(st.sampled_from(LINES[name])) for name in names), key=lambda piece: piece[0] in "[#")
    text = "".join(draw(BETWEEN) + piece + "\n" for piece in pieces) + draw(BETWEEN)
    text = draw(st.sampled_from(["", "\ufeff"])) + draw(st.sampled_from([text, text.rstrip("\n")]))
    return text.replace("\n", "\r\n") if draw(st.booleans()) else text


@given(settings(), st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in VALUES.items()}))
def test_an_edit_changes_no_other_line(text: str, changes: dict[str, Any]) -> None:
    before = tomllib.loads(text.removeprefix("\ufeff"))
    changed = {
        key: value for key, value in changes.items() if before.get(key, {}) != (value if value is not None else {})
    }
    fresh = edited(text, changed)
    after = tomllib.loads(fresh.removeprefix("\ufeff"))
    expected = {key: value for key, value in {**before, **changed}.items() if value is not None}
    assert {k: v for k, v in after.items() if v != {}} == {k: v for k, v in expected.items() if v != {}}
    assert fresh.startswith("\ufeff") == text.startswith("\ufeff")
    assert fresh.count("\r\n") in (0, fresh.count("\n"))
    if not changed:
        assert fresh.rstrip() == text.rstrip()
    kept = [line.strip() for line in text.removeprefix("\ufeff").splitlines()]
    shown = [line.strip() for line in fresh.removeprefix("\ufeff").splitlines()]
    for line in kept:
        if line.startswith("#"):
            assert shown.count(line) >= kept.count(line), line


WRITTEN = """# My settings.
role = "tester"  # until March
minutes = 30.0

# What my fingers know.
[keys]
"home.quit" = "x"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(WRITTEN)
    return path


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"minutes": 45.0}, "minutes = 30.0\n", "minutes = 45.0\n"),
        ({"role": "builder"}, 'role = "tester"  #', 'role = "builder"  #'),
        ({"minutes": None}, "minutes = 30.0\n", ""),
        ({"theme": "paper"}, "minutes = 30.0\n", 'minutes = 30.0\ntheme = "paper"\n'),
        ({"keys": {"home.quit": "y"}}, '"home.quit" = "x"', '"home.quit" = "y"'),
    ],
)
def test_one_changed_setting_changes_one_line(config: Path, changes: dict[str, Any], before: str, after: str) -> None:
    change_settings(config, changes)
    assert config.read_text() == WRITTEN.replace(before, after)


def test_links_and_modes_of_the_settings_stay(tmp_path: Path, config: Path) -> None:
    real = tmp_path / "dotfiles" / "interview.toml"
    real.parent.mkdir()
    config.rename(real)
    real.chmod(0o640)
    config.symlink_to(Path("dotfiles") / "interview.toml")
    change_settings(config, {"minutes": 45.0})
    assert config.is_symlink()
    assert real.read_text() == WRITTEN.replace("30.0", "45.0")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert {p.name for p in tmp_path.iterdir()} == {"config.toml", "dotfiles"}


def test_a_link_to_missing_settings_is_written_through(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.symlink_to("real.toml")
    change_settings(config, {"role": "tester"})
    assert config.is_symlink()
    assert read_settings(tmp_path / "real.toml").role == "tester"


def test_new_settings_and_choices_are_private(tmp_path: Path) -> None:
    fresh = tmp_path / "new" / "config.toml"
    change_settings(fresh, {"role": "tester"})
    keep_choices(fresh, Preferences(role="tester", advert="a job that nobody knows of"))
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (fresh.parent, *fresh.parent.iterdir())]
    assert modes == [0o700, 0o600]


def test_a_remark_that_is_no_utf_8_stays(config: Path) -> None:
    config.write_bytes(WRITTEN.encode().replace(b"March", b"M\xe4rz"))
    change_settings(config, {"minutes": 45.0})
    assert config.read_bytes() == WRITTEN.encode().replace(b"March", b"M\xe4rz").replace(b"30.0", b"45.0")


def test_below_a_file_there_are_no_settings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    config = tmp_path / "file" / "interview-simulator" / "config.toml"
    assert read_settings(config) == Preferences()
    with pytest.raises(OSError, match=r"Not a directory|File exists"):
        change_settings(config, {"minutes": 30.0})
