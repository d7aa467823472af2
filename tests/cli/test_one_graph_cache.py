"""All commands share one cache of parsed graphs: what one has parsed, no other parses again."""

from pathlib import Path

import pytest

from simulator.cli.main import run
from simulator.graph.authoring import write_template
from simulator.session.workspace import APP
from tests.conftest import ROOT

COMMANDS = (
    ("progress", "--graph", "sample"),
    ("start", "sample", "--plain"),
    ("graph", "show", "sample"),
    ("graph", "list"),
    ("ask", "tables", "--graph", "sample"),
    ("brief", "--graph", "sample"),
)


def parsed(cache: Path) -> list[tuple[int, int]]:
    """The files of parsed graphs: another one is put in a file's place whenever its graph is parsed."""
    return [(file.stat().st_ino, file.stat().st_mtime_ns) for file in cache.rglob("*.graph")]


@pytest.mark.parametrize("first", COMMANDS, ids=lambda words: words[0])
def test_a_second_command_parses_nothing_again(
    first: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_template(tmp_path / "graphs" / "sample")
    monkeypatch.setenv("INTERVIEW_GRAPHS", str(tmp_path / "graphs"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("simulator.session.workspace.bundled_graphs", lambda: ROOT / "nowhere")
    assert run([*first]) == 0
    (kept,) = parsed(tmp_path / "cache" / APP)
    for command in COMMANDS:
        assert run([*command]) == 0
    assert parsed(tmp_path / "cache" / APP) == [kept]
