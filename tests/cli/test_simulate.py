"""`interview simulate` and `calibrate`, as commands."""

import json
from pathlib import Path

import pytest

from tests import transcripts
from tests.cli.test_plain import run


def test_simulate_prints_the_promised_shape_and_repeats_to_the_digit(tmp_path: Path) -> None:
    arguments = (
        "simulate",
        "llm",
        "--candidates",
        "12",
        "--questions",
        "4",
        "--policy",
        "adaptive",
        "--policy",
        "cat-1d",
    )
    first, second = (run(tmp_path, *arguments, "--seed", "3", "--json") for _ in range(2))
    assert first.returncode == 0, first.stderr
    found = json.loads(first.stdout)
    again = json.loads(second.stdout)
    assert found["version"] == 1
    assert set(found["populations"]) == {"general", "areas", "specialist", "states"}
    for population, tables in found["populations"].items():
        for name, table in tables["policies"].items():
            assert len(table["rmse"]) == 5
            assert table["rmse"] == again["populations"][population]["policies"][name]["rmse"]


def test_simulate_shows_a_table_and_a_plot(tmp_path: Path) -> None:
    done = run(tmp_path, "simulate", "llm", "--candidates", "5", "--questions", "3", "--population", "areas")
    assert done.returncode == 0, done.stderr
    assert "adaptive" in done.stdout
    assert "self-average" in done.stdout
    assert "questions" in done.stdout


@pytest.mark.parametrize(
    "arguments", [("--policy", "clairvoyant"), ("--responses", "nowhere.csv"), ("--candidates", "0")]
)
def test_simulate_refuses_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, "simulate", "llm", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_calibrate_needs_fifty_people(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("why-several-heads\n1\n0\n")
    done = run(tmp_path, "calibrate", "llm", "--responses", "few.csv", "-o", "out")
    assert done.returncode == 2
    assert "50" in done.stderr
    assert not (tmp_path / "out").exists()


def test_calibrate_writes_what_the_engine_reads(tmp_path: Path, llm: object) -> None:
    rows = "\n".join(f"{n % 2},{(n // 2) % 2}" for n in range(60))
    (tmp_path / "many.csv").write_text(f"why-several-heads,head-shapes-and-parameters\n{rows}\n")
    done = run(tmp_path, "calibrate", "llm", "--responses", "many.csv", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert "60 people" in done.stdout
    from simulator.graph.records import Graph
    from simulator.session.calibration import from_toml

    assert isinstance(llm, Graph)
    pooled = from_toml((tmp_path / "out" / "calibration.toml").read_bytes(), tuple(llm.concepts))
    assert pooled.people == 60


def test_calibrate_reads_the_transcripts_of_many_people(tmp_path: Path, llm: object) -> None:
    people = 52
    for number in range(people):
        name, data = transcripts.whole(number)
        named = data.replace(b'candidate = "demo"', f'candidate = "person-{number}"'.encode(), 1)
        transcripts.put(tmp_path / "many", name, named)
    name, data = transcripts.whole(people)
    transcripts.put(tmp_path / "many", name, data)  # the demo's own: no person
    done = run(tmp_path, "calibrate", "llm", "--transcripts", "many", "-o", "out")
    assert done.returncode == 0, done.stderr
    assert f"{people} people" in done.stdout
    from simulator.engine.bank import Bank
    from simulator.graph.records import Graph
    from simulator.session.calibration import from_toml

    assert isinstance(llm, Graph)
    pooled = from_toml((tmp_path / "out" / "calibration.toml").read_bytes(), tuple(llm.concepts))
    bank = Bank.compile(llm)
    prior = {item.id: item.difficulty for item in bank.items}
    assert pooled.people == people
    assert any(abs(fit.difficulty - prior[name]) > 0.05 for name, fit in pooled.fits.items())
    assert 0 < pooled.structural_share < 1
