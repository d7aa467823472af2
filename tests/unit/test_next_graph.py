"""The graph of an interview where none is named: that of the last one, as long as it can be found."""

from dataclasses import replace
from pathlib import Path

import pytest

from simulator.errors import UsageError
from simulator.session.archive.archive import next_graph, usual_graph_gone
from simulator.session.workspace import Workspace, bundled_graphs
from tests.conftest import Sit
from tests.isolation import ROOT
from tests.transcripts import on_another_graph


@pytest.fixture
def sat_elsewhere(sit: Sit, workspace: Workspace, tmp_path: Path) -> Workspace:
    """Somebody who sat an interview on llm and then one on a graph of his own, of the id `mine` in a folder `own`."""
    sitting = sit(seed=3, format="screen", acts=4)
    sitting.close()
    on_another_graph(sitting.path, "mine", 1)
    a_day_later(next(workspace.sessions.glob("*-mine-*.toml")))
    graph_of(tmp_path / "graphs" / "own", "mine")
    return replace(workspace, graphs=tmp_path / "graphs")


def a_day_later(path: Path) -> None:
    days = "2026-11-24", "2026-11-25"
    path.with_name(path.name.replace(*days)).write_text(path.read_text("utf-8").replace(*days), "utf-8")
    path.unlink()


def graph_of(folder: Path, name: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "graph.toml").write_text(f'[graph]\nid = "{name}"\ntitle = "Mine"\n')
    return folder


def test_it_is_that_of_the_last_interview(sat_elsewhere: Workspace) -> None:
    assert next_graph(sat_elsewhere, "llm") == next_graph(sat_elsewhere) == sat_elsewhere.graphs / "own"


def test_the_interviews_of_others_do_not_count(sat_elsewhere: Workspace) -> None:
    other = replace(sat_elsewhere, candidate="other", graphs=ROOT / "graphs")
    assert next_graph(other) == ROOT / "graphs" / "llm"


def test_the_saved_graph_comes_before_llm(sat_elsewhere: Workspace) -> None:
    (sat_elsewhere.graphs / "own" / "graph.toml").unlink()
    saved = graph_of(sat_elsewhere.graphs / "saved", "saved")
    assert next_graph(sat_elsewhere, "saved") == saved
    saved.joinpath("graph.toml").unlink()
    assert next_graph(sat_elsewhere) == bundled_graphs() / "llm"
    with pytest.raises(UsageError, match="nowhere"):
        next_graph(sat_elsewhere, "nowhere")


def test_of_two_folders_the_saved_one_is_taken(sat_elsewhere: Workspace, tmp_path: Path) -> None:
    copy = graph_of(tmp_path / "copy", "mine")
    assert next_graph(sat_elsewhere, str(copy)) == copy


def test_a_graph_that_is_gone_is_said(sat_elsewhere: Workspace) -> None:
    """An interview of one's own subject began on language models, without a word."""
    assert usual_graph_gone(sat_elsewhere, next_graph(sat_elsewhere)) == ""
    (sat_elsewhere.graphs / "own" / "graph.toml").unlink()
    told = usual_graph_gone(sat_elsewhere, next_graph(sat_elsewhere))
    assert told.startswith('The graph of your last interview, "mine", isn\'t here, so this is on llm;')
    nobody = replace(sat_elsewhere, candidate="nobody")
    assert usual_graph_gone(nobody, next_graph(nobody)) == ""
