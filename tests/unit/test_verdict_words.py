"""The words of the verdicts stand in one module, so that renaming one changes that and how old transcripts are read."""

import ast
import re
import subprocess
import sys
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
# a line of a style sheet may be "1px solid" or "border-bottom: solid"
WORDS = re.compile(rf"(?<!px )(?<!-bottom: )\b({'|'.join(scoring.VERDICTS)})\b")
STEP_BACK = "no step back after a weak answer"  # the name of a rule, kept in transcripts
# Where such a word is none of the verdicts.
OTHERWISE = {
    "cli/interview.py": {"weak", "--weak", "Make the candidate weak in this area."},  # an option of the demo
    "engine/choice/constraints.py": {STEP_BACK, "not a weak spot"},  # an area or a concept is
    "engine/choice/reasons.py": {STEP_BACK},
    "engine/choice/threads.py": {STEP_BACK},
    "engine/choice/told/aims.py": {r"(?:is|are) (?:she|they) right|where is the (?:idea|claim|argument) weak"},
    "graph/listening/disclaimer_patterns.py": {"weak"},  # so somebody calls their own knowledge
    "report/figures/progress.py": {"solid"},  # a count
    "report/figures/standing.py": {"weak", "solid"},  # counts in JSON
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
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCES.rglob("*.py")):
        name = path.relative_to(SOURCES).as_posix()
        if name not in SPELL_THEM and (texts := spelled(path.read_text(encoding="utf-8"))):
            found[name] = texts
    assert found == OTHERWISE


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


WITH_FAIR = """
import sys, types
from pathlib import Path
from simulator.engine import __path__ as engine

place = Path(engine[0], "scoring.py")
fair = '    "fair": Grade(0.55, "more than the core", -0.5, 0.7, "◕"<code>),\\n    "solid": Grade('
source = place.read_text("utf-8").replace('    "solid": Grade(', fair).replace('"weak", ', '"weak", "fair", ')
scoring = sys.modules["simulator.engine.scoring"] = types.ModuleType("simulator.engine.scoring")
exec(compile(source, place, "exec"), scoring.__dict__)
from simulator.engine.model.response import reading_chances
from simulator.report.debrief.concerns import CODE_WEIGHTS
from simulator.report.tones import VERDICT_BADGES

passed = (0, 2, 9, 10)  # of ten cases, the first of them shown
ranks = [scoring.code_rank(shown_passed=n > 0, kept_passed=n - 1, kept=9, most=0.75) for n in passed]
print(*(scoring.VERDICTS[rank] for rank in ranks))
print(VERDICT_BADGES["fair"].tone, reading_chances().shape[1], len(CODE_WEIGHTS))
"""


def with_fair(code: str) -> "subprocess.CompletedProcess[str]":
    """What a fresh interpreter says of a scale with one verdict more, which code gets or not."""
    command = [sys.executable, "-c", WITH_FAIR.replace("<code>", code)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_new_verdict_takes_one_row() -> None:
    """Its sign, its reading and the rank of code follow; perfect code is still called the best."""
    done = with_fair("")
    assert (done.stderr, done.stdout) == ("", "weak borderline solid outstanding\nfair 5 3\n")


def test_a_fifth_grade_for_code_is_refused() -> None:
    assert "four grades of SCALE say so" in with_fair(', "some cases"').stderr


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
