"""The words of the verdicts stand in one module, so that renaming one changes that and how old transcripts are read."""

import ast
import re
from pathlib import Path

import pytest
from fsrs import Rating

import simulator
from simulator.engine import scoring
from simulator.engine.schedule import RATINGS
from simulator.graph.records import VERDICT_COUNT
from simulator.session.transcript import format
from simulator.session.transcript.read import parse

SOURCES = Path(simulator.__file__).parent
BEFORE = Path(__file__).parents[1] / "data" / "before_house" / "sessions"
SPELL_THEM = {"engine/scoring.py", "session/transcript/format.py"}
WORDS = re.compile(rf"(?<!px )\b({'|'.join(scoring.VERDICTS)})\b")  # a line of a style sheet may be "1px solid"
# Where such a word is none of the verdicts, and why.
OTHERWISE = {
    "no step back after a weak answer": "the name of a rule, kept in transcripts",
    "not a weak spot": "an area or a concept is weak",
    "weak": "an area is weak; the name of the next option; and a count in JSON",
    "solid": "a count in JSON",
    "Press {{{context}.weak}} to {{{context}.outstanding}} to choose a verdict.": "the names of commands",
    "--weak": "an option of the demo, which names an area",
    "Make the candidate weak in this area.": "its help",
}


def docstrings(tree: ast.AST) -> set[ast.AST]:
    """The strings that are said to a reader of the code alone."""
    bodies = (node.body for node in ast.walk(tree) if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef))
    firsts = (body[0] for body in bodies if body)
    return {first.value for first in firsts if isinstance(first, ast.Expr)}


def spelled(source: str) -> set[str]:
    """Every text in the code of a module that has the word of a verdict in it."""
    if not any(verdict in source for verdict in scoring.VERDICTS):
        return set()
    tree = ast.parse(source)
    skipped = docstrings(tree)
    texts = (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and n not in skipped)
    return {text for text in texts if isinstance(text, str) and WORDS.search(text)}


def test_verdict_words_stand_in_one_module() -> None:
    found: set[str] = set()
    for path in sorted(SOURCES.rglob("*.py")):
        if path.relative_to(SOURCES).as_posix() not in SPELL_THEM:
            found |= spelled(path.read_text(encoding="utf-8"))
    assert found == set(OTHERWISE)


def test_spelling_is_found_in_code_alone() -> None:
    source = '"""Says solid."""\nif v == "solid": say(f"{n} borderline answers")\n'
    assert spelled(source) == {"solid", " borderline answers"}


def test_ratings_follow_the_scale() -> None:
    assert [RATINGS[v] for v in scoring.VERDICTS] == [Rating.Again, Rating.Hard, Rating.Good, Rating.Easy]


def test_scale_rises_and_is_whole() -> None:
    cuts = [grade.least for grade in scoring.SCALE.values()]
    assert cuts == sorted(set(cuts))
    assert cuts[0] == 0
    assert len(scoring.VERDICTS) == VERDICT_COUNT
    assert {*scoring.SHORT, *scoring.STRONG} == set(scoring.VERDICTS)
    assert scoring.CHOICES == "1 weak, 2 borderline, 3 solid, 4 outstanding"
    assert scoring.SHORT_WORDS == "weak or borderline"


def test_a_renamed_verdict_is_read_from_old_transcripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old word stands in scores, predictions and the reasons of choices; the file stays as it is."""
    respelled = 0
    for path in sorted(BEFORE.glob("*.toml")):
        data = path.read_bytes()
        monkeypatch.setattr(format, "FORMER_VERDICTS", {})
        now = parse(data, path)
        monkeypatch.setattr(format, "FORMER_VERDICTS", {"middling": "borderline"})
        old = parse(data.replace(b'"borderline"', b'"middling"'), path)
        assert old.events == now.events
        respelled += data.count(b'"borderline"')
    assert respelled > 20
