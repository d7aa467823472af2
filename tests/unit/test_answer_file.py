"""The file for an editor: the question stands above the answer, and never comes back with it."""

import os
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.session.transcript.sidecars import AnswerFile, KeptLine, as_comment, as_task, text_of, without_comment

ASKED = ("What does `a --> b` mean, and why?\n\n```python\nfor x in y:\n    z(x)\n```", "And at which size?")
COMMENT, TASK = as_comment(ASKED), as_task(ASKED)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n")))
def test_only_the_answer_comes_back(text: str) -> None:
    answer = text.strip("\n")
    assert text_of((COMMENT + answer).encode()) == answer


@pytest.mark.parametrize(
    ("edited", "expected"),
    [
        (COMMENT, ""),
        (COMMENT.split("\n", 1)[1] + "One.", "One."),  # its first line was deleted
        ("One." + COMMENT + "Two.", "One.\n\nTwo."),  # typed where the cursor stood at first
        (COMMENT.replace("\n", "\nOne.\n", 1) + "Two.", "One.\n\nTwo."),  # typed between its lines
        (COMMENT.replace("And at", "But at"), ""),  # the question was changed
        ("One.\n" + COMMENT.rstrip("\n"), "One."),  # the answer was moved above it
        ("Two.", "Two."),
        ("<!-- mine -->\nTwo.", "<!-- mine -->\nTwo."),
    ],
)
def test_an_edited_question_loses_no_answer(edited: str, expected: str) -> None:
    assert without_comment(edited).rstrip("\n") == expected


def test_the_file_holds_question_and_answer(tmp_path: Path) -> None:
    file = AnswerFile.at(tmp_path / "sat.toml", 7)
    file.write("Mine.", ASKED)
    lines = file.path.read_text().split("\n")
    assert "<!-- > for x in y: -->" in lines
    assert "<!-- >     z(x) -->" in lines
    assert "<!-- > And at which size? -->" in lines
    assert lines[-2:] == ["", "Mine."]
    assert file.saved == file.latest == "Mine."
    assert not file.left("Mine.")
    file.write("")
    assert file.path.read_bytes() == b""


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], include_characters=" \n#>")))
def test_only_the_code_comes_back(text: str) -> None:
    code = text.strip("\n")
    assert text_of(f"{code}\n{TASK}".encode(), is_code=True) == code


def test_the_task_stands_below_the_code(tmp_path: Path) -> None:
    """Its lines are those of a traceback; what was typed below the task is code too."""
    file = AnswerFile.at(tmp_path / "sat.toml", 7, "py")
    file.write("def f():\n    pass", ASKED)
    whole = file.path.read_text()
    assert whole.startswith("def f():\n    pass\n\n\n# > The task,")
    assert "\n# >     z(x)\n" in whole
    assert whole.endswith("# > And at which size?\n")
    assert file.saved == "def f():\n    pass"
    assert not file.left("def f():\n    pass\n")
    file.path.write_text(f"{whole}\n# > mine\ndef g(): pass\n")
    assert file.saved.startswith("def f():\n    pass")
    assert file.saved.endswith("# > mine\ndef g(): pass")


def test_pipe_beside_transcript_is_not_waited_for(tmp_path: Path) -> None:
    transcript = tmp_path / "sat.toml"
    file, line = AnswerFile.at(transcript, 7), KeptLine(transcript, "ask:1")
    for name in (file.path.name, f"{file.path.name}.swp", ".sat.lines"):
        os.mkfifo(tmp_path / name)
    read: list[object] = []
    reader = threading.Thread(
        target=lambda: read.extend((file.saved, file.latest, line.text, file.unsaved)), daemon=True
    )
    reader.start()
    reader.join(5.0)
    assert read == ["", "", "", True], "what Vim left there can't be known"
    line.keep("which model")
    assert line.text == "which model"
