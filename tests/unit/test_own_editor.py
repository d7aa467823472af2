"""What is handed to a person's own editor, and what comes back of it."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import UsageError
from simulator.session.transcript.sidecars import TASK_ABOVE, AnswerFile, joined, text_of
from simulator.ui.system import edited
from simulator.ui.tui.room.draft import hand_over
from tests.coding import begun


def test_text_that_cannot_be_handed_over_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="couldn't be passed to an editor and back \\(No such file or directory\\)"):
        edited("So it grows.", "answer.md")


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (b"\xef\xbb\xbfSo it grows.\r\nAnd more.\r\n", "So it grows.\nAnd more."),
        (b"caf\xe9", "café"),
        (b"two\n\nparts\n\n", "two\n\nparts"),
        (b"\x1b[31mred", "[31mred"),
    ],
)
def test_marks_and_odd_bytes_stay_out_of_answers(left: bytes, text: str) -> None:
    assert text_of(left) == text


@given(st.text(), st.text())
def test_joined_texts_hold_both(one: str, other: str) -> None:
    both = joined(one, other)
    assert one.strip() in both
    assert other.strip() in both


def test_what_editor_left_when_it_was_ended_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\necho words > "$1.swp"\nkill -9 $$\n')
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    with pytest.raises(UsageError, match="was ended by signal 9; what it left is in ") as raised:
        edited("So it grows.", "question.toml")
    place = Path(str(raised.value).rpartition(" is in ")[2].rstrip("."))
    assert place.read_text() == "So it grows."
    assert place.with_name("question.toml.swp").read_text() == "words\n"


def test_code_that_editor_left_is_handed_over_alone(tmp_path: Path) -> None:
    interview, transcript = begun(), tmp_path / "sat.jsonl"
    file = AnswerFile.at(transcript, interview.state.last_n, "py")
    file.write("def mean(xs):\n    return 1")
    given = hand_over(transcript, interview, "def mean(xs):\n    return 2")
    assert given.file == file
    code, _, task = file.path.read_text().partition(TASK_ABOVE)
    assert code == "def mean(xs):\n    return 1\n\n\n"
    assert all(line.startswith("# > ") for line in task.strip().split("\n"))
    assert given.result == "def mean(xs):\n    return 1"
    file.write("")
    assert hand_over(transcript, interview, "def mean(xs):\n    return 2").file.saved == "def mean(xs):\n    return 2"
