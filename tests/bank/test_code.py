"""Every task of the bank: two right solutions pass all its cases, and each of its faulty ones fails one kept back.

The solutions are in `code/<task>/`: right-a and two faulty ones by the author of the task, the others by people who had
seen no more than a candidate sees. Those from the seventh on once passed all cases kept back: they hand out or change
what is the caller's, or have a fault that no such case showed.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from simulator.graph.code.case import Case
from simulator.graph.lint.rules import answer_code
from simulator.graph.records import Question
from simulator.session.code.run_result import RunResult
from simulator.session.code.runner import CodeRunner
from simulator.session.code.task_run import run_code
from tests.graphs import llm_graph
from tests.some import some

HERE = Path(__file__).parent / "code"
RIGHT, FAULTY = ("right-a", "right-b"), tuple(f"faulty-{n}" for n in range(1, 7))


@cache
def tasks() -> dict[str, Question]:
    return {q.id: q for q in llm_graph().questions.values() if q.is_coding}


@pytest.fixture(scope="module")
def runner() -> Iterator[CodeRunner]:
    with CodeRunner() as found:
        yield found


def tried(runner: CodeRunner, question: Question, code: str) -> RunResult:
    return run_code(runner, question, "twist", code, kept=True)


def caught(runner: CodeRunner, question: Question, code: str, *, backwards: bool = False) -> bool:
    """Whether some case kept back fails, tried from the first or the last on; once one does, no more are run."""
    cases = kept_back(question)[:: -1 if backwards else 1]
    alone = (replace(question, cases=(case,), after=None) for case in cases)
    return any(tried(runner, one, code).failed for one in alone)


def kept_back(question: Question) -> list[Case]:
    after = question.after.cases if question.after else ()
    return [case for case in (*question.cases, *after) if not case.shown]


def test_every_task_has_its_solutions() -> None:
    assert {folder.name for folder in HERE.iterdir()} == set(tasks())
    for name in tasks():
        more = {file.stem for file in (HERE / name).glob("*.py")} - {*RIGHT, *FAULTY}
        assert more == {f"faulty-{n}" for n in range(7, 7 + len(more))}, name
        assert all((HERE / name / f"{file}.py").exists() for file in (*RIGHT, *FAULTY)), name


@pytest.mark.parametrize("name", some(sorted(tasks()), *sorted(tasks())[::7]))
def test_right_code_passes_and_faulty_code_fails(name: str, runner: CodeRunner) -> None:
    question = tasks()[name]
    right = {answer_code(question.answer), *((HERE / name / f"{file}.py").read_text("utf-8") for file in RIGHT)}
    for code in {each.strip() for each in right}:
        result = tried(runner, question, code)
        assert not result.failed, [(case.id, case.fault) for case in result.cases if case.fault]
    for faulty in sorted((HERE / name).glob("faulty-*.py")):
        code = faulty.read_text("utf-8")
        assert code.startswith("# Fault: "), faulty.stem
        # from the seventh on, a case that was added for it catches it
        assert caught(runner, question, code, backwards=faulty.stem not in FAULTY), faulty.stem
    assert caught(runner, question, question.starter)


def test_tasks_differ_in_tier_and_kind() -> None:
    tiers = [q.tier for q in tasks().values()]
    assert set(tiers) <= {2, 3, 4, 5}
    assert all(tiers.count(tier) >= len(tiers) / 10 for tier in (2, 3, 4, 5))
