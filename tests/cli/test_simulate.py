"""`interview simulate` and `calibrate`, as commands."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.main import run as main
from simulator.graph.load import load
from simulator.session.interview.selection import compiled
from simulator.session.lab.recorded import categories, regraded
from simulator.session.lab.simulation import replay
from tests import transcripts
from tests.commands import called as run
from tests.recorded_sets import read_responses


def test_simulate_prints_promised_shape_and_repeats_to_digit(tmp_path: Path) -> None:
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
    assert found["version"] == 1
    assert set(found["populations"]) == {"general", "areas", "specialist", "states"}
    for tables in found["populations"].values():
        assert all(len(table["rmse"]) == 5 for table in tables["policies"].values())
    assert first.stdout == second.stdout
    timed = json.loads(run(tmp_path, *arguments, "--seed", "3", "--json", "--times").stdout)
    for population, tables in timed["populations"].items():
        for name, table in tables["policies"].items():
            assert table.pop("step_ms") > 0
            assert table == found["populations"][population]["policies"][name]


def test_simulate_shows_a_table_and_a_plot(tmp_path: Path) -> None:
    done = run(tmp_path, "simulate", "llm", "--candidates", "5", "--questions", "3", "--population", "areas")
    assert done.returncode == 0, done.stderr
    assert "adaptive" in done.stdout
    assert "\nself-average: no estimates to judge this by" in done.stdout
    assert "ms a step" not in done.stdout
    assert "questions" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("--policy", "clairvoyant"),
        ("--responses", "nowhere.csv"),
        ("--candidates", "0"),
        ("--leniency", "nan"),
        ("--leniency", "1e308"),
    ],
)
def test_simulate_refuses_in_one_sentence(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run(tmp_path, "simulate", "llm", *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "The program broke" not in done.stderr


RECORDED = Path(__file__).parents[1] / "data" / "fraction_subtraction" / "responses.csv"
FEW = ("--questions", "4", "--policy", "adaptive", "--policy", "cat-1d", "--policy", "self-average")
ONE = ("--questions", "1", "--policy", "self-average")  # for what is said before anybody is asked


def recorded(folder: Path, people: slice) -> tuple[str, Path]:
    """Some of the recorded people in a file, and a graph that has their questions, in a chain of concepts."""
    rows = list(csv.reader(RECORDED.open()))
    names = [name.lower() for name in rows[0]]
    with (folder / "answers.csv").open("w", newline="") as file:
        csv.writer(file).writerows([names, *rows[1:][people]])
    graph = folder / "graphs" / "sums"
    (graph / "questions").mkdir(parents=True)
    role = '[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\nareas = {sums = 1}\n'
    area = '[[area]]\nid = "sums"\ntitle = "Sums"\n'
    (graph / "graph.toml").write_text(f'[graph]\nid = "sums"\ntitle = "Sums"\n{area}{role}')
    concepts, questions = [], []
    for n, name in enumerate(names):
        rests = f'["of-{names[n - 1]}"]' if n else "[]"
        about = f'id = "of-{name}"\ntitle = "Of {name}"\narea = "sums"\nprerequisites = {rests}\ndefinition = "It is."'
        concepts.append(f"[[concept]]\n{about}\nmin_tier = 1\nmax_tier = 6\n")
        kind = f'id = "{name}"\nkind = "discuss"\nconcepts = ["of-{name}"]\ntier = {1 + n % 5}'
        questions.append(f'[[question]]\n{kind}\nprompt = "What is {name}?"\n')
    (graph / "concepts.toml").write_text("\n".join(concepts))
    (graph / "questions" / "sums.toml").write_text("\n".join(questions))
    return "answers.csv", graph


def replayed(folder: Path, *arguments: str, asked: tuple[str, ...] = FEW) -> tuple[dict[str, Any], str]:
    done = run(folder, "simulate", *arguments, *asked, "--graphs", str(folder / "graphs"), "--json")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found, done.stderr


def test_responses_are_replayed_on_graph_that_was_named(tmp_path: Path) -> None:
    answers, graph = recorded(tmp_path, slice(0, 60))
    found, said = replayed(tmp_path, "sums", "--responses", answers)
    assert "Replayed on the graph sums as it stands, which is not calibrated." in said
    assert (found["graph"], found["candidates"]) == ("sums", 60)  # all of them: nothing is fitted to half
    tables = found["populations"]["recorded"]["policies"]
    assert tables["adaptive"]["mean_hops"] < 20  # the graph's own way from question to question
    responses = read_responses(tmp_path / answers)
    bank = regraded(compiled(load(graph)), responses)
    people = categories(bank, responses)
    mine = replay(bank, "sums", people, questions=4, policies=("adaptive", "cat-1d", "self-average"))
    assert mine == found


def test_responses_are_replayed_with_calibration_of_graph(tmp_path: Path) -> None:
    answers, graph = recorded(tmp_path, slice(0, 60))
    plain, _ = replayed(tmp_path, "sums", "--responses", answers)
    done = run(tmp_path, "calibrate", "sums", "--responses", answers, "-o", str(graph), "--graphs", "graphs")
    assert done.returncode == 0, done.stderr
    fitted, said = replayed(tmp_path, "sums", "--responses", answers)
    assert "with its calibration on 60 people" in said
    loss = [found["populations"]["recorded"]["policies"]["adaptive"]["log_loss"] for found in (plain, fitted)]
    assert loss[1][0] < loss[0][0] - 0.05  # before the first question only the calibration tells them apart


def test_without_a_graph_responses_are_fitted_on_half(tmp_path: Path) -> None:
    answers, _ = recorded(tmp_path, slice(0, 110))
    found, said = replayed(tmp_path, "--responses", answers)
    assert "Calibrated on 55 odd rows, judged on 55 even rows." in said
    assert (found["graph"], found["candidates"]) == ("answers", 55)
    shown = run(tmp_path, "simulate", "--responses", answers, *FEW, "--graphs", "graphs").stdout
    head = next(line for line in shown.splitlines() if "policy" in line)
    assert head.split()[:5] == ["policy", "after", "0", "after", "4"]
    assert "hops" not in head  # there is no way between two concepts
    assert "cat-1d 20" not in head
    assert "99.00" not in shown
    assert not re.search(r"\bnull\b", json.dumps(found))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch",), 'There is no graph "nosuch"'),
        (("sums", "--candidates", "200"), "--candidates makes no sense with --responses: the people are those in the"),
        (("--leniency", "0.2"), "--leniency makes no sense with --responses: the people in the file aren't"),
        (("sums", "--population", "areas"), "--population makes no sense with --responses: the people are those in"),
        ((), "Without a graph, it's calibrated on the odd rows, which takes 99 people; answers.csv has 60."),
    ],
)
def test_options_without_meaning_for_recordings_are_refused(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    answers, _ = recorded(tmp_path, slice(0, 60))
    done = run(tmp_path, "simulate", *arguments, "--responses", answers, "--graphs", "graphs")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(said)
    assert done.stderr.count("\n") == 1


def test_what_is_adjusted_or_left_out_is_said(tmp_path: Path) -> None:
    answers, _ = recorded(tmp_path, slice(0, 60))
    with (tmp_path / answers).open("a") as file:
        file.write(f"1{',' * 19}\n{',' * 19}\n.25,.3{',1' * 18}\n")
    _, said = replayed(tmp_path, "sums", "--responses", answers, asked=ONE)
    assert "than there are grades" not in said  # of .25, 0 and 1 each has a grade of its own
    assert "answers.csv: lines without an answer are left out: 63." in said
    assert "answers.csv: 1 of 62 people left out: too few answers to hold one back." in said
    with (tmp_path / answers).open("a") as file:
        file.write(f".3{',1' * 19}\n")
    _, said = replayed(tmp_path, "sums", "--responses", answers, asked=ONE)
    assert (
        '1 of 20 columns has more values than there are grades: in "item01", which has 4 grades, 0.25 and 0.3' in said
    )
    done = run(tmp_path, "calibrate", "sums", "--responses", answers, "-o", "out", "--graphs", "graphs")
    assert "1 of 20 columns has more values than there are grades" in done.stderr


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
    from simulator.session.calibrated_prior import from_toml

    assert isinstance(llm, Graph)
    pooled = from_toml((tmp_path / "out" / "calibration.toml").read_bytes(), tuple(llm.concepts))
    assert pooled.people == 60


@pytest.mark.slow
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
    from simulator.engine.model.bank import Bank
    from simulator.graph.records import Graph
    from simulator.session.calibrated_prior import from_toml

    assert isinstance(llm, Graph)
    pooled = from_toml((tmp_path / "out" / "calibration.toml").read_bytes(), tuple(llm.concepts))
    bank = Bank.compile(llm)
    prior = {item.id: item.difficulty for item in bank.items}
    assert pooled.people == people
    assert any(abs(fit.difficulty - prior[name]) > 0.05 for name, fit in pooled.fits.items())
    assert 0 < pooled.structural_share < 1


def test_simulate_tells_the_same_in_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["simulate", "llm", "--candidates", "6", "--questions", "3", "--population", "areas", "--seed", "2"]
    assert main([*arguments, "--policy", "adaptive", "--policy", "fixed"]) == 0
    table = capsys.readouterr().out
    assert main([*arguments, "--policy", "adaptive", "--policy", "fixed", "--json"]) == 0
    policies = json.loads(capsys.readouterr().out)["populations"]["areas"]["policies"]
    assert set(policies) == {"adaptive", "fixed"}
    for name, figures in policies.items():
        assert name in table
        assert f"{figures['rmse'][-1]:.4f}" in table
    assert main(["simulate", "llm", "--candidates", "0"]) == 2
    assert "candidates" in capsys.readouterr().err
