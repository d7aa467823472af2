"""Every calculated number of the bank is recomputed: a row names question, number as printed and formula."""

import ast
import csv
import math
import re
from pathlib import Path
from typing import Any

import pytest

from simulator.graph.records import Graph, Question
from simulator.session.interview.input import within

NAMES: dict[str, Any] = {
    name: getattr(math, name)
    for name in (
        "erf",
        "sqrt",
        "log",
        "log2",
        "log10",
        "exp",
        "ceil",
        "floor",
        "comb",
        "pi",
        "prod",
        "erf",
        "tanh",
        "cos",
        "sin",
        "e",
        "pow",
    )
}
NAMES.update(sum=sum, max=max, min=min, range=range, abs=abs, round=round, len=len, int=int, sorted=sorted)
SCALE = re.compile(r"[-−]?\d[\d,  ]*(?:\.\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)


with (Path(__file__).parent / "numbers.csv").open(newline="", encoding="utf-8") as file:
    ROWS = list(csv.DictReader(file))


def value_of(formula: str) -> float:
    tree = ast.parse(formula, mode="eval")
    allowed: tuple[type[ast.AST], ...] = (
        ast.Expression, ast.BinOp, ast.UnaryOp, ast.Constant, ast.Call, ast.Name, ast.List, ast.Tuple, ast.Load,
        ast.operator, ast.unaryop, ast.GeneratorExp, ast.ListComp, ast.comprehension, ast.Store, ast.Compare, ast.cmpop,
        ast.Subscript, ast.Slice, ast.IfExp, ast.keyword, ast.BoolOp, ast.boolop,
    )  # fmt: skip
    for node in ast.walk(tree):
        assert isinstance(node, allowed), f"{formula}: {ast.dump(node)} is no arithmetic"
    return float(eval(compile(tree, formula, "eval"), {"__builtins__": {}, **NAMES}))


def shown_number(shown: str) -> float:
    match = SCALE.search(shown)
    assert match, f"{shown!r} holds no number"
    return float(re.sub(r"[,  ]", "", match.group()).replace("−", "-"))


def test_the_numbers_follow_from_their_formulas() -> None:
    wrong = []
    for row in ROWS:
        computed, printed = value_of(row["formula"]), shown_number(row["shown"])
        if printed != pytest.approx(computed, rel=max(float(row["tolerance"] or 0), 1e-9), abs=1e-12):
            wrong.append(f"{row['id']}: {row['shown']} is printed, {row['formula']} gives {computed}")
    assert wrong == []


def test_the_numbers_stand_in_their_questions(llm: Graph) -> None:
    assert [f"{row['id']}: {row['shown']}" for row in ROWS if not stands(row, llm)] == []


def stands(row: dict[str, str], graph: Graph) -> bool:
    """Whether a number is printed in its question, or is the value of its check."""
    if row["id"] in graph.checks:
        check = graph.checks[row["id"]]
        return check.value is not None and within(value_of(row["formula"]), check)
    question = graph.questions.get(row["id"])
    return question is not None and any(row["shown"] in text for text in texts(question))


def texts(question: Question) -> list[str]:
    """Every text of a question that a candidate may read."""
    found = [question.answer, question.gist, question.exemplar, question.prompt]
    found += [p.point + p.partly for p in question.rubric] + [p.asks + p.reply for p in question.probes]
    found += [m.claim + m.why for m in question.mistakes] + [t.asks + t.reply for t in question.twists]
    return found + [c.asks + c.reply for c in question.clarifications] + list(question.hints)


def test_every_number_check_is_recomputed(llm: Graph) -> None:
    recomputed = {row["id"] for row in ROWS}
    missing = [c.id for c in llm.checks.values() if c.value is not None and c.id not in recomputed]
    assert missing == []
