"""Blind answers to the questions of the bank: written from the prompt alone, marked by two who knew no level.

A rubric must tell a strong answer from a middling one, and that from a weak one. The marks of points are kept, so
that a rubric whose weights change is held against them anew.
"""

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest

from simulator.engine.scoring import CREDIT, Mark, share_met
from simulator.graph.records import Graph, Question
from simulator.session.lab.marked import figures, read_answers

FOLDER = Path(__file__).with_name("answers")
LEVELS = ("strong", "middling", "weak")
STRONG, WEAK, APART = 0.8, 0.5, 0.1  # docs/bank-review.md
FILES = sorted(FOLDER.glob("*.jsonl"))


@cache
def rows() -> list[dict[str, Any]]:
    return [json.loads(line) for file in FILES for line in file.read_text("utf-8").splitlines()]


def earned(question: Question, marks: dict[str, list[str]]) -> float:
    """What an answer earns of the whole present rubric, points beyond the prompt included; the mean of both scorers."""
    both = [{name: CREDIT[cast("Mark", pair[n])] for name, pair in marks.items()} for n in (0, 1)]
    return sum(share_met(question.rubric, credits, beyond_asked=True) for credits in both) / 2


def test_every_question_has_three_answers_by_two_marks(llm: Graph) -> None:
    levels: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows():
        levels[row["question"]].append(row["level"])
        points = {p.id for p in llm.questions[row["question"]].rubric}
        assert set(row["marks"]) == points, f"{row['answer']}: the points of {row['question']} have changed"
        assert {len(pair) for pair in row["marks"].values()} == {2}
    assert {name for name, found in levels.items() if sorted(found) != sorted(LEVELS)} == set()
    assert len(levels) > 200


def test_rubrics_tell_strong_middling_and_weak_apart(llm: Graph) -> None:
    by: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for row in rows():
        by[row["question"]][row["level"]] = earned(llm.questions[row["question"]], row["marks"])
    assert [name for name, found in by.items() if not separates(found)] == []


def separates(found: dict[str, float]) -> bool:
    strong, middling, weak = (found[level] for level in LEVELS)
    return strong >= STRONG and weak <= WEAK and min(strong - middling, middling - weak) >= APART - 1e-9


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_points_said_are_heard_apart_from_others(file: Path, llm: Graph) -> None:
    read = read_answers(file, llm)
    assert not read.foreign
    found = figures(read.rows)
    assert (found["within said"].value or 0) > 0.75  # over all areas .83: docs/listening-measured.md
