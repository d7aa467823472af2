"""What is handed to a person's own editor, and what comes back of it."""

import tempfile
from pathlib import Path

import pytest

from simulator.errors import UsageError
from simulator.ui.own_editor import edited
from simulator.ui.tui.panes import writing


def test_a_text_that_cannot_be_handed_over_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    with pytest.raises(UsageError, match="cannot be passed to an editor and back \\(No such file or directory\\)"):
        edited("So it grows.", "answer.md")


def test_marks_and_line_ends_of_another_system_stay_out_of_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "ed"
    editor.write_text("#!/bin/sh\nprintf '\\357\\273\\277So it grows.\\r\\n' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))
    assert writing._edited("") == ("So it grows.", "")
