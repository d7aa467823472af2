"""The bank covers what is asked, and lasts: sixty questions from public talk, twelve interviews in a row."""

import csv
from datetime import timedelta
from pathlib import Path

import pytest

from simulator.engine.lab.people import drawn_candidate
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.interview.state import State
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from tests.conftest import STARTED

PUBLIC = Path(__file__).with_name("asked-in-public.csv")


def test_public_questions_fall_on_concepts_within_one_tier(llm: Graph) -> None:
    with PUBLIC.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    near = {(q.primary, tier) for q in llm.questions.values() for tier in (q.tier - 1, q.tier, q.tier + 1)}
    covered = [row for row in rows if (row["concept"], int(row["tier"])) in near]
    assert len(covered) >= 57


@pytest.mark.slow
def test_twelve_interviews_repeat_nothing_and_cover_all_areas(llm: Graph, workspace: Workspace) -> None:
    sittings = [sit(llm, workspace, number) for number in range(12)]
    for number, state in enumerate(sittings):
        earlier = {t.asked.id for s in sittings[max(0, number - 10) : number] for t in s.turns if t.check is None}
        asked = {t.asked.id for t in state.turns if t.check is None}
        assert not earlier & asked
    weighed = {area for area, weight in llm.roles["applied-engineer"].areas.items() if weight > 0}
    met = {t.asked.area for s in sittings for t in s.turns}
    assert weighed <= met


def sit(graph: Graph, workspace: Workspace, number: int) -> State:
    """The interview of day `number` of one candidate."""
    clock = SimulatedClock(STARTED + timedelta(days=number))
    settings = Settings(seed=100 + number, candidate="tester", role="applied-engineer")
    sitting = begin(graph, settings, workspace, clock)
    demo = DemoCandidate(drawn_candidate(sitting.interview.selection.bank, 9, 4.0), 9)
    while (act := demo.act(sitting.interview)) is not None:
        clock.advance(act.seconds)
        perform(sitting.interview, act)
    sitting.close()
    return sitting.interview.state
