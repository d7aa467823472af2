"""On a calibrated graph every report and progress rests on the calibration, by whichever way it is opened."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np

from simulator.engine.model.bank import PooledPrior
from simulator.graph.calibration_file import FILE
from simulator.graph.load import load
from simulator.report.load import assess_file, graphs_of, progress_of, progress_on
from simulator.session.calibrated_prior import to_toml
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from tests.before_house import HOME as BEFORE
from tests.before_house import garden
from tests.reporting import bank_of

WHOLE = "2026-11-02T090000-garden-full-hrso.toml"


def calibrated(target: Path) -> None:
    """A copy of the garden for people who know more than the structural prior expects."""
    shutil.copytree(garden().path, target)
    concepts = len(bank_of(garden()).concepts)
    pooled = PooledPrior(np.full(concepts, 1.5), np.eye(concepts) * 0.3 + 0.5, people=60)
    (target / FILE).write_text(to_toml(bank_of(garden()), pooled), "utf-8")


def test_calibration_counts_in_every_report_and_in_progress(tmp_path: Path) -> None:
    calibrated(tmp_path / "graphs" / "garden")
    (tmp_path / "sessions").mkdir()
    path = Path(shutil.copy(BEFORE / "sessions" / WHOLE, tmp_path / "sessions"))
    header = read(path).header
    own = Workspace(
        tmp_path / "graphs", tmp_path / "sessions", header.candidate, tmp_path / "cache", tmp_path / "config.toml"
    )
    plain = replace(own, graphs=garden().path.parent, cache=tmp_path / "plain")
    graph = load(own.graphs / "garden", own.cache)
    report = assess_file(path, own)
    assert report == assess_file(path, own, graphs_of(own, graph))
    assert report.level != assess_file(path, plain).level
    now = header.started + timedelta(days=1)
    found = progress_of(own, now)
    assert found.mastery == progress_on(graph, own, now, header.role).mastery
    assert found.mastery != progress_of(plain, now).mastery
