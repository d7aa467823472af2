"""What a hand-written settings file names and nothing has: one sentence each, and the program goes on."""

from pathlib import Path

from simulator.session.workspace import APP
from tests.commands import called as run
from tests.isolation import ROOT

WRONG = '# mine\nrole = "applied-enginer"\nformat = "scren"\narea = "retrival"\nrolle = "x"\ngraph = "lllm"\n'
HISTORY = "question,answer,concept\nWhy did Rome fall?,Many reasons.,Rome\nWhat did the treaty say?,Peace.,Treaties\n"


def written(folder: Path, text: str) -> Path:
    config = folder / APP / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(text, "utf-8")
    return config


def test_each_unknown_name_gets_one_sentence(tmp_path: Path) -> None:
    config = written(tmp_path, WRONG)
    done = run(tmp_path, "start", "--plain")
    assert done.returncode == 0, done.stderr
    assert "full interview" in done.stdout.splitlines()[0]
    said = {line.partition(" = ")[0]: line for line in done.stderr.splitlines() if f" of {config}: " in line}
    for name, number, meant in (
        ("role", 2, 'did you mean "applied-engineer"?'),
        ("format", 3, 'did you mean "screen"?'),
        ("area", 4, 'did you mean "retrieval"?'),
        ("rolle", 5, 'did you mean "role"?'),
        ("graph", 6, 'did you mean "llm"?'),
    ):
        assert f" in line {number} of " in said[name]
        assert meant in said[name]
    assert config.read_text("utf-8") == WRONG


def test_plan_and_demo_say_it_too(tmp_path: Path) -> None:
    written(tmp_path, 'role = "applied-enginer"\n')
    for command in (["plan"], ["demo", "--plain", "--speed", "1000000", "--questions", "1"]):
        done = run(tmp_path, *command)
        assert done.returncode == 0, done.stderr
        assert done.stderr.count("has no role") == 1


def test_another_graph_makes_no_mistake(tmp_path: Path) -> None:
    written(tmp_path, 'role = "applied-engineer"\nformat = "deep-dive"\narea = "retrieval"\nproject_area = "agents"\n')
    (tmp_path / "history.csv").write_text(HISTORY, "utf-8")
    graphs = tmp_path / "graphs"
    graphs.mkdir()
    (graphs / "llm").symlink_to(ROOT / "graphs" / "llm")
    made = run(tmp_path, "graph", "import", "history.csv", "-o", str(graphs / "history"))
    assert made.returncode == 0, made.stderr
    done = run(tmp_path, "start", "history", "--plain", "--graphs", str(graphs))
    assert done.returncode == 0, done.stderr
    assert "config.toml" not in done.stderr
