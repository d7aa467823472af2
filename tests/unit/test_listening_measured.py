"""What the bank hears of answers that were written for it from the prompts alone, and marked by two.

The bounds are a little below what was measured (docs/listening-measured.md), so that a change that makes it deaf is
noticed.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from statistics import mean
from typing import Any

import numpy as np
import pytest

from simulator.engine.choice.listening import coverage, coverage_read, heard, mistakes_heard
from simulator.engine.choice.probes import Context, is_must, likely, next_probe
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import fold
from simulator.engine.model.evidence import Evidence, step_of
from simulator.engine.model.level import level_of
from simulator.engine.model.priors import Prior
from simulator.graph.records import Question
from simulator.session.lab.marked import figures, quotes, read_answers
from tests.graphs import llm_bank, llm_graph
from tests.isolation import ROOT

DATA = ROOT / "tests" / "data" / "listening"
WAYS = ("plain", "notes", "nonnative", "dictated")
ALONE = Context(  # the first follow-up of an interview
    seed=1,
    position=2,
    asked_here=(),
    points_asked=frozenset(),
    told=frozenset(),
    asked_before=0,
    open_before=0,
    question_seconds=60.0,
    seconds_left=1800.0,
)


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


def shares(name: str) -> dict[str, float]:
    """For each sort of answer the mean coverage that is heard."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for row in rows(name):
        question = llm_graph().questions[row["question"]]
        found[row["sort"]].append(coverage(question, heard(question, row["text"])))
    return {sort: mean(values) for sort, values in found.items()}


@cache
def gaming() -> dict[str, float]:
    return shares("gaming.jsonl")


def test_said_points_are_told_from_unsaid_ones() -> None:
    read = read_answers(DATA / "middling.jsonl", llm_graph())
    assert not read.foreign
    found = figures(read.rows)
    assert found["within said"].value is not None
    assert found["within yes"].value is not None
    assert found["within said"].value > 0.91
    assert found["within yes"].value > 0.93


def test_quotes_are_mostly_those_of_a_marker() -> None:
    found = quotes(read_answers(DATA / "middling.jsonl", llm_graph()).rows)
    assert found.value is not None
    assert found.value > 0.75


def test_answers_to_random_questions_are_heard() -> None:
    """Nobody who wrote cues has seen these: they aren't to be mended with."""
    found = figures(read_answers(DATA / "random.jsonl", llm_graph()).rows)
    assert found["within said"].value is not None
    assert found["within yes"].value is not None
    assert found["within said"].value > 0.87
    assert found["within yes"].value > 0.89


def test_dictated_answers_are_heard() -> None:
    """They halt, have no full stops, and spell their terms as a recogniser of speech does."""
    found = figures(read_answers(DATA / "dictated.jsonl", llm_graph()).rows)
    assert found["within said"].value is not None
    assert found["within yes"].value is not None
    assert found["within said"].value > 0.935
    assert found["within yes"].value > 0.93


def test_hardly_any_said_must_have_is_asked_for() -> None:
    said = unsaid = asked = missed = pinned = whole = repeated = 0
    for row in rows("middling.jsonl"):
        question = llm_graph().questions[row["question"]]
        found = heard(question, row["text"])
        for point in question.rubric:
            marks = set(row["marks"].get(point.id, ())) if is_must(point) else set()
            if marks and "no" not in marks:
                said += 1
                asked += found[point.id].is_unsaid
                whole += "partly" not in marks
                repeated += "partly" not in marks and likely(found[point.id]) < P.PINNED_DOWN
            elif marks == {"no"}:
                unsaid += 1
                missed += found[point.id].is_unsaid
                pinned += likely(found[point.id]) < P.PINNED_DOWN
    assert said + unsaid > 180
    assert asked / said <= 0.04
    assert missed / unsaid > 0.3
    assert pinned / unsaid > 2 / 3
    assert repeated / whole <= 0.06


def test_right_answers_are_hardly_ever_challenged() -> None:
    right = [row for row in rows("middling.jsonl") if not any(row["wrong"])]
    assert len(right) > 60
    challenged = [row for row in right if mistakes_heard(llm_graph().questions[row["question"]], row["text"])]
    assert len(challenged) <= len(right) / 50


@pytest.mark.parametrize(("name", "quoted"), [("claims.jsonl", 0.25), ("otherwise_right.jsonl", 0.5)])
def test_half_of_false_beliefs_are_challenged(name: str, quoted: float) -> None:
    """And of these challenges so many begin with the candidate's own words; of 112 in all there were 17 once."""
    told = [row for row in rows(name) if "mistake" in row]
    found = [mistakes_heard(llm_graph().questions[row["question"]], row["text"]) for row in told]
    asked = [next_probe(llm_graph().questions[row["question"]], row["text"], ALONE) for row in told]
    challenged = [one for one, some in zip(asked, found, strict=True) if some and one is not None]
    assert sum(bool(one.quote) for one in challenged) > quoted * len(challenged)
    assert sum(map(bool, found)) >= 0.5 * len(told)
    assert sum(row["mistake"] not in some for row, some in zip(told, found, strict=True) if some) <= 2


def test_short_right_answers_are_not_challenged() -> None:
    right = [row for row in rows("otherwise_right.jsonl") if "mistake" not in row]
    assert len(right) > 90
    challenged = [row for row in right if mistakes_heard(llm_graph().questions[row["question"]], row["text"])]
    assert len(challenged) <= len(right) / 50


def test_fluent_bluffs_are_not_challenged() -> None:
    """They claim nothing, so there's nothing to contest. Those of `bluffs.jsonl` were written when all was fitted."""
    empty = [row for row in (*rows("gaming.jsonl"), *rows("bluffs.jsonl")) if row["sort"] == "bluff"]
    assert len(empty) == 40
    assert not [row for row in empty if mistakes_heard(llm_graph().questions[row["question"]], row["text"])]


def test_clean_answers_of_like_length_are_not_challenged() -> None:
    clean = [row for row in rows("like_length.jsonl") if not any(row["wrong"])]
    assert len(clean) == 75
    challenged = [row for row in clean if mistakes_heard(llm_graph().questions[row["question"]], row["text"])]
    assert len(challenged) <= len(clean) / 50


@pytest.mark.parametrize("sort", ["keywords", "negated", "bluff"])
def test_gaming_is_heard_no_higher_than_weakness(sort: str) -> None:
    assert gaming()[sort] <= gaming()["weak"] + 0.02
    assert gaming()["strong"] > 0.8


def test_reference_of_another_question_counts_little() -> None:
    """Of another one on the same concept: it says a tenth of the weight (docs/listening-measured.md)."""
    alike: defaultdict[str, list[Question]] = defaultdict(list)
    for question in llm_graph().questions.values():
        if question.rubric and question.answer and not question.is_coding:
            alike[question.concepts[0]].append(question)
    pairs = [(one, other.answer) for some in alike.values() for one, other in pairwise(some)][::12]
    assert len(pairs) > 60
    assert mean(coverage(q, heard(q, text)) for q, text in pairs) <= gaming()["weak"] + 0.02


def test_right_answers_are_about_their_question() -> None:
    about = [
        next(iter(heard(question, row["text"]).values())).about
        for row in (*rows("random.jsonl"), *rows("dictated.jsonl"))
        if (question := llm_graph().questions[row["question"]]).rubric
    ]
    assert min(about) > 0.9


@pytest.mark.slow
def test_the_prompt_repeated_is_no_answer() -> None:
    asked: list[Question] = [q for q in llm_graph().questions.values() if q.rubric]
    assert mean(coverage(q, heard(q, q.prompt)) for q in asked) < gaming()["weak"]


def test_the_same_claims_said_otherwise_are_heard() -> None:
    found = shares("rewritten.jsonl")
    for sort in ("notes", "nonnative", "dictated"):
        assert found["plain"] - found[sort] <= 0.10, sort


@pytest.mark.parametrize(("answers", "most"), [(8, 1 / 4), (24, 1 / 3)])
def test_no_way_of_saying_moves_the_level(answers: int, most: float) -> None:
    """In tiers, on average: one interview, and three, of the thirty answers with the same marks for each way."""
    bank, read = llm_bank(), reads()
    moved: defaultdict[str, list[float]] = defaultdict(list)
    drawn = np.random.default_rng(0)
    for _ in range(96 // answers):
        picked = drawn.permutation(sorted(read)).tolist()[:answers]
        levels = {sort: level_after(bank, [(name, read[name][sort]) for name in picked]) for sort in WAYS}
        for sort in WAYS[1:]:
            moved[sort].append(levels[sort] - levels["plain"])
    assert max(abs(mean(shifts)) for shifts in moved.values()) < most


def reads() -> dict[str, dict[str, float | None]]:
    """By question, how each way of saying its strong answer is read."""
    found: defaultdict[str, dict[str, float | None]] = defaultdict(dict)
    for row in rows("rewritten.jsonl"):
        found[row["question"]][row["sort"]] = coverage_read(llm_graph().questions[row["question"]], row["text"])
    return found


def level_after(bank: Bank, answered: Sequence[tuple[str, float | None]]) -> float:
    """The level of somebody whose answers are marked solid, and read so."""
    looks = []
    for name, covered in answered:
        shared = 1.0 if covered is None else 1.0 - P.READING_EXPONENT
        looks.append(Evidence(name, "verdict", 2, weight=shared))
        if covered is not None:
            looks.append(Evidence(name, "heard", step_of(covered), weight=P.READING_EXPONENT))
    return level_of(bank, fold(Prior.structural(bank), looks).weighted(bank.role_weights(None))[0])


def test_right_is_heard_above_half_and_empty() -> None:
    found = shares("like_length.jsonl")
    assert found["right"] > found["half"] + 0.2 > found["empty"] + 0.4
