"""Graphs that are small or lopsided, imported and sat by the installed command."""

from dataclasses import replace as changed
from pathlib import Path

import msgspec
import pytest

from simulator.engine.choice.formats import FORMATS
from simulator.engine.choice.reasons import GIVEN_WAY, Reason, sentence
from simulator.graph.load import load
from simulator.session.interview.state import State
from simulator.ui.expected import expected_words
from simulator.ui.interviewer import MUST_HAVE, MUST_HAVE_AND_BEYOND, marking_rule
from tests.cli.test_plain import state_of, transcript
from tests.commands import called as run
from tests.sitting import TALKS


def imported(folder: Path, topics: dict[str, int]) -> Path:
    """A graph of plain questions, so many of each topic; no answers, no difficulty."""
    rows = [f"What of {topic} number {n}?,{topic}" for topic, count in topics.items() for n in range(count)]
    (folder / "list.csv").write_text("\n".join(["question,topic", *rows]))
    (folder / "graphs").mkdir()
    done = run(folder, "graph", "import", "list.csv", "-o", "graphs/mine", "--graphs", "graphs")
    assert done.returncode == 0, done.stderr
    return folder / "graphs"


def sat(folder: Path, graphs: Path, *options: str) -> State:
    """The interview that the simulated candidate sat."""
    done = run(folder, "demo", "mine", "--plain", "--speed", "100000", "--graphs", str(graphs), *options)
    assert done.returncode == 0, done.stderr
    return state_of(transcript(folder))


@pytest.mark.parametrize("form", [f for f in TALKS if f not in {"ladder", "deep-dive"}])
def test_import_of_one_topic_gives_whole_interview(tmp_path: Path, form: str) -> None:
    graphs = imported(tmp_path, {"Tokens": 60})
    state = sat(tmp_path, graphs, "--format", form, "--seed", "3")
    assert state.ended is not None
    asked = len(state.turns)
    left = state.header.minutes - state.clock / 60
    assert asked >= 4
    assert left < FORMATS[form].pace or form == "diagnostic" or asked >= FORMATS[form].question_limit(45) * 1.5
    graph = load(graphs / "mine")
    for turn in state.turns[1:]:
        reason = msgspec.convert(turn.asked.reason, Reason)
        changes = GIVEN_WAY["the same concept again"].partition(", but")[0] in sentence(reason, graph)
        assert changes is not reason.stays  # within a thread nothing else was to be expected


def test_missing_answer_is_no_story(tmp_path: Path) -> None:
    graphs = imported(tmp_path, {"Tokens": 1})
    done = run(tmp_path, "demo", "mine", "--plain", "--speed", "100000", "--graphs", str(graphs))
    assert "There's no reference for this question in the bank." in done.stdout
    shown = run(tmp_path, "graph", "show", "mine", "--graphs", str(graphs))
    assert "1 concept in layers" in shown.stdout


def test_an_exhausted_graph_is_said_to_be(tmp_path: Path) -> None:
    graphs = imported(tmp_path, {"Tokens": 3, "Caches": 9})
    state = sat(tmp_path, graphs, "--format", "deep-dive", "--area", "tokens", "--seed", "3")
    assert {turn.asked.area for turn in state.turns} == {"tokens"}
    assert len(state.turns) == 3
    assert expected_words(state, state.turns[0], load(graphs / "mine")) == "of about 3"
    assert state.ended is not None
    assert state.ended.why == "exhausted"
    assert state.why_over.startswith("I have no more questions on this area.")


@pytest.mark.parametrize("mode", [("start", "--plain"), ("demo", "--plain"), ("start",)])
def test_an_area_without_a_question_is_refused(tmp_path: Path, mode: tuple[str, ...]) -> None:
    graphs = imported(tmp_path, {"Tokens": 3, "Caches": 3})
    with (graphs / "mine" / "concepts.toml").open("a") as file:
        file.write('\n[[concept]]\nid = "bare"\ntitle = "Bare"\narea = "bare"\nmin_tier = 1\nmax_tier = 6\n')
        file.write('definition = "Nothing is asked."\nprerequisites = []\n')
    with (graphs / "mine" / "graph.toml").open("a") as file:
        file.write('\n[[area]]\nid = "bare"\ntitle = "Bare"\n')
    command, *rest = mode
    done = run(tmp_path, command, "mine", *rest, "--format", "deep-dive", "--area", "bare", "--graphs", str(graphs))
    assert done.returncode == 2
    assert 'no question in its area "bare"; choose one of tokens, caches' in done.stderr.replace("\n", " ")
    assert not list((tmp_path / "sessions").glob("*.toml"))


def test_nobody_is_told_of_points_beyond_in_vain(tmp_path: Path) -> None:
    """ "Outstanding takes a point marked beyond" stood above a rubric without one."""
    (tmp_path / "graphs").mkdir()
    done = run(tmp_path, "graph", "new", "mine", "--graphs", "graphs")
    assert done.returncode == 0, done.stderr
    state = sat(tmp_path, tmp_path / "graphs", "--questions", "1", "--seed", "3")
    turn = state.turns[0]
    fresh = changed(state, turns=())
    assert marking_rule(fresh, turn) == MUST_HAVE_AND_BEYOND
    plain = tuple(msgspec.structs.replace(point, beyond=False) for point in turn.question.rubric)
    question = msgspec.structs.replace(turn.question, rubric=plain)
    assert marking_rule(fresh, changed(turn, asked=msgspec.structs.replace(turn.asked, question=question))) == MUST_HAVE
