"""Every question was read by a second reader and scored: docs/bank-review.csv says when, and what came out.

Tasks have no row. Their cases are tried by solutions of people who saw only the task (test_code.py); what is said about
the code afterwards is not scored blind yet.
"""

import csv
from datetime import date
from pathlib import Path

from simulator.graph.records import Graph

PAGE = Path(__file__).parent.parent.parent / "docs" / "bank-review.csv"


def rows() -> list[dict[str, str]]:
    with PAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_question_has_one_row_of_its_review(llm: Graph) -> None:
    spoken = sorted(q.id for q in llm.questions.values() if not q.is_coding)
    assert sorted(row["question"] for row in rows()) == spoken
    assert [row["question"] for row in rows() if not (row["finding"] and row["change"])] == []
    assert min(date.fromisoformat(row["read_on"]) for row in rows()) >= date(2026, 11, 1)


def test_every_rubric_tells_strong_from_weak_answers(llm: Graph) -> None:
    scored = [row for row in rows() if llm.questions[row["question"]].rubric]
    assert len(scored) > 0.9 * len(rows())
    outside = [
        row["question"]
        for row in scored
        if not (float(row["strong"]) >= 0.8 and least(row) <= float(row["weak"]) <= 0.5)
        or int(row["verdicts_apart"]) > 1
    ]
    assert outside == []


def least(row: dict[str, str]) -> float:
    """What a weak answer earns at least: a quarter where rubrics were mended against it (docs/bank-review.md)."""
    return 0.25 if date.fromisoformat(row["scored_on"]) < date(2026, 11, 27) else 0


def test_every_rubric_was_scored_by_two(llm: Graph) -> None:
    assert [r["question"] for r in rows() if llm.questions[r["question"]].rubric and int(r["scorers"]) < 2] == []
