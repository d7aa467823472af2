"""Lines that come from a pipe or a file: nobody's fingers bound how much that is."""

from pathlib import Path

import pytest

from simulator.ui.lines import console, source
from simulator.ui.lines.room import PlainRoom
from simulator.ui.lines.source import CHUNK, PipeSource
from tests.conftest import Sit
from tests.transcripts import graph


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> int:
    """How many characters are taken at most; a part of what one read gives."""
    for module in (source, console):
        monkeypatch.setattr(module, "MUCH", CHUNK // 2)
    return CHUNK // 2


def test_a_line_without_end_is_given_up(little: int) -> None:
    with Path("/dev/zero").open("rb") as zero:
        lines = PipeSource(zero.fileno(), "utf-8")
        assert lines.read() is None
        assert lines.endless
        assert not lines.more
        assert lines.rest() == ""


@pytest.mark.parametrize("text", ["a", "and on\n"], ids=["line", "lines"])
def test_what_came_of_endless_input_is_kept(sit: Sit, little: int, tmp_path: Path, text: str) -> None:
    """It filled the memory, or the disk, without a word."""
    (tmp_path / "endless").write_text(text * (10 * CHUNK // len(text)))
    sitting = sit(acts=1)
    said: list[str] = []
    with (tmp_path / "endless").open("rb") as file:
        assert not PlainRoom(sitting, graph(), PipeSource(file.fileno(), "utf-8"), said.append).run()
    assert sum("without an end" in line for line in said) == 1
    draft = sitting.draft.load()
    assert draft is not None
    assert len(draft.text) >= little
