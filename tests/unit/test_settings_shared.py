"""Settings that several programs change at once, and what a program that was killed leaves of them."""

import os
import threading
import time
from pathlib import Path

import pytest

from simulator.session.sitting import Sitting
from simulator.session.transcript import disk
from simulator.session.transcript.write import Transcript
from simulator.ui.preferences import Preferences, change_settings, keep_choices, read_settings, read_tried

ROUNDS = 12
OVER_AN_HOUR = 3700


def test_changes_of_several_programs_all_stay(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"

    def change(name: str) -> None:
        for number in range(ROUNDS):
            change_settings(path, {name: f"v{number}"})

    others = [threading.Thread(target=change, args=(name,)) for name in ("role", "theme", "graph")]
    for other in others:
        other.start()
    for other in others:
        other.join()
    kept = read_settings(path)
    assert {kept.role, kept.theme, kept.graph} == {f"v{ROUNDS - 1}"}
    assert [each.name for each in tmp_path.iterdir()] == ["config.toml"]


def test_choices_wait_for_change_under_way(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    with disk.alone(path):
        waits = threading.Thread(target=keep_choices, args=(path, Preferences(role="tester"), Preferences()))
        waits.start()
        waits.join(0.2)
        assert waits.is_alive()
        path.write_text('theme = "paper"\n')
    waits.join(10)
    assert read_settings(path).theme == "paper"
    assert read_tried(path) is not None


def test_stopped_program_holds_nobody_up_for_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "ALONE_SECONDS", 0.1)
    path = tmp_path / "config.toml"
    with disk.alone(path):
        change_settings(path, {"theme": "paper"})
    assert read_settings(path).theme == "paper"


def left_behind(path: Path, age: float = OVER_AN_HOUR) -> Path:
    path.write_text("half")
    os.utime(path, (time.time() - age,) * 2)
    return path


def test_what_killed_writers_left_goes_at_next_write(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    left_behind(tmp_path / ".config.toml.0123abcd.new")
    left_behind(tmp_path / ".config.toml.lock")
    being_written = left_behind(tmp_path / ".config.toml.4567cdef.new", age=10)
    others = [left_behind(tmp_path / name) for name in (".other.toml.0123abcd.new", ".config.toml.new")]
    change_settings(path, {"theme": "paper"})
    assert set(tmp_path.iterdir()) == {path, being_written, *others}


def test_an_interview_clears_what_killed_ones_left(sitting: Sitting) -> None:
    folder, header = sitting.path.parent, sitting.interview.header
    sitting.transcript.close()
    sitting.path.unlink()
    left_behind(folder / ".2026-11-24T140203-llm-full-abcd.lines.0123abcd.new")
    being_written = left_behind(folder / ".2026-11-24T140203-llm-full-abcd.lines.4567cdef.new", age=10)
    Transcript.create(folder, header).close()
    assert {each.name for each in folder.glob("*.new")} == {being_written.name}
