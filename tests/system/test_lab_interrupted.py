"""Ctrl+c in a long simulation or calibration: partial results, said as such, and status 130."""

import re
from pathlib import Path

import numpy as np

from simulator.session.lab.table import write_csv
from tests.graphs import llm_bank
from tests.isolation import ROOT
from tests.system.terminal import Installed, Terminal

GRAPHS = ("--graphs", str(ROOT / "graphs"))


def interrupted(terminal: Terminal, after: str) -> bytes:
    """What is written when ctrl+c is pressed once the bar says so."""
    terminal.wait(lambda: re.search(after.encode(), terminal.raw) is not None, 60)
    assert b"left" in terminal.raw  # how long it will take
    terminal.press("\x03")
    assert terminal.wait_end(30) == 130
    return bytes(terminal.raw)


def test_interrupted_simulation_prints_what_it_has(tmp_path: Path) -> None:
    many = ("--candidates", "20000", "--questions", "3", "--policy", "cat-1d", "--population", "areas")
    terminal = Installed(tmp_path, "simulate", "llm", *many, "--workers", "2", *GRAPHS)
    said = interrupted(terminal, r" [1-9]\d?% about").decode()
    assert re.search(r"cat-1d +\d\.\d{4}", said)
    done = re.search(r"these are partial results:\s+([\d,]+)00 of\s+20,000 areas\.", said)
    assert done is not None


def test_interrupted_calibration_is_kept_apart(tmp_path: Path) -> None:
    bank = llm_bank()
    ids = [item.id for item in bank.items if not item.is_check][:40]
    values = np.random.default_rng(1).integers(0, 4, (12_000, len(ids))) / 3
    write_csv(tmp_path / "many.csv", ids, (), values)
    out = tmp_path / "out"
    arguments = ("--responses", str(tmp_path / "many.csv"), "-o", str(out), "--workers", "2")
    # a first round is half a per cent of the work: what is interrupted within it has nothing to keep
    calibrating = Installed(tmp_path, "calibrate", "llm", *arguments, *GRAPHS)
    said = interrupted(calibrating, r" (?:[2-9]|\d\d)% about").decode()
    assert "This is a partial result, and no graph reads it." in re.sub(r"\s+", " ", said)
    assert [path.name for path in out.iterdir()] == ["calibration.partial.toml"]
    assert (out / "calibration.partial.toml").read_text().startswith("# Partial: interrupted after ")
