"""The facts of the bank: each is found by its own question, and strangers' questions back find theirs."""

import json
import re
from pathlib import Path

import pytest

from simulator.engine.choice.asked_back.facts import SaidBefore, asked_for, nearest
from simulator.graph.listening.words import tokens
from simulator.graph.records import Graph
from tests.some import every

LISTENING = Path(__file__).parents[1] / "data" / "listening"


def test_every_fact_is_found_by_its_question(llm: Graph) -> None:
    for question in every((q for q in llm.questions.values() if q.clarifications), 6):
        facts = question.clarifications
        found = {fact.id: [facts[n].id for n in asked_for(fact.asks, facts, question.prompt)] for fact in facts}
        assert [name for name, got in found.items() if name not in got] == [], question.id


def test_questions_of_strangers_find_their_facts(llm: Graph) -> None:
    """351 asked from 120 prompts alone, labelled by another: 83% of those with a fact get it, 4% of all a wrong one."""
    right, wrong = found_and_wrong(llm, "asked_back.jsonl")
    assert right >= 0.8
    assert wrong <= 0.04


def test_new_questions_find_as_many_facts(llm: Graph) -> None:
    """150 on 50 other prompts, on which nothing was fitted: 83% get their fact, 5% of all a wrong one."""
    right, wrong = found_and_wrong(llm, "asked_back_new.jsonl")
    assert right >= 0.8
    assert wrong <= 0.05


def test_each_of_two_questions_finds_its_fact(llm: Graph) -> None:
    """126 that ask two things without a comma: 125 of 166 facts are found where 77 were, and 6 others as before."""
    found = wanted = wrong = 0
    for row in map(json.loads, (LISTENING / "asked_at_once.jsonl").read_text("utf-8").splitlines()):
        question = llm.questions[row["question"]]
        facts = question.clarifications
        got = {facts[n].id for n in asked_for(row["asks"], facts, question.prompt)}
        wanted += len(row["facts"])
        found += len(got & set(row["facts"]))
        wrong += len(got - set(row["facts"]))
    assert found >= 0.7 * wanted
    assert wrong <= 6


@pytest.mark.parametrize(
    ("asks", "found"),
    [("at what share of HBM bandwidth?", ["memory-bound"]), ("and does the HBM bandwidth share matter?", [])],
)
def test_a_figure_is_found_by_its_cue_alone(llm: Graph, asks: str, found: list[str]) -> None:
    """Half of the first is about nothing that the fact asks, but it has its cue, and tells a share."""
    facts = llm.questions["write-or-not-write-a-kernel"].clarifications
    assert [facts[n].id for n in asked_for(asks, facts)] == found


def test_what_only_just_fits_is_offered(llm: Graph) -> None:
    """The question on a small language's text was told what training may cost."""
    question = llm.questions["design-a-multilingual-model-programme"]
    asks = "how much text do the five small languages have, roughly in tokens?"
    assert asked_for(asks, question.clarifications, question.prompt) == ()
    offered = nearest(asks, question.clarifications, SaidBefore(question.prompt))
    assert offered is not None
    assert offered.asks == "What may training cost?"


def found_and_wrong(llm: Graph, file: str) -> tuple[float, float]:
    """Of the questions back with a fact those that get it, and of all those that get only another."""
    right = with_one = wrong = 0
    rows = [json.loads(line) for line in (LISTENING / file).read_text("utf-8").splitlines()]
    for row in rows:
        question = llm.questions[row["question"]]
        facts = question.clarifications
        got = {facts[n].id for n in asked_for(row["asks"], facts, question.prompt)}
        with_one += bool(row["facts"])
        right += bool(got & set(row["facts"]))
        wrong += bool(got) and not got & set(row["facts"])
    return right / with_one, wrong / len(rows)


def test_a_told_fact_is_not_said_again(llm: Graph) -> None:
    """A follow-up that says all figures of the fact that it needs itself doesn't need it told."""
    for question in llm.questions.values():
        facts = {fact.id: fact.reply for fact in question.clarifications if fact.id}
        for probe in question.probes:
            *before, _ = re.split(r"(?<=[.?!])\s+", probe.asks)
            said = {token.word for token in tokens(" ".join(before)) if token.digits}
            told = {token.word for token in tokens(facts.get(probe.needs, "")) if token.digits}
            assert not said or not said <= told, (question.id, probe.asks)
