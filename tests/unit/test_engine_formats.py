from collections.abc import Callable

import pytest

from simulator.engine.choice.formats import FORMATS, SelectionContext
from simulator.engine.model.items import Item
from simulator.engine.model.level import level
from simulator.engine.scoring import Verdict
from tests.graphs import map_bank
from tests.sitting import TALKS, questions, sit
from tests.unit.test_engine_golden import erratic, strong, weak


def test_a_diagnostic_stops_when_the_level_is_known() -> None:
    walk = SelectionContext(format="diagnostic", minutes=240, max_questions=60, seed=1)
    steps = questions(sit(map_bank(), strong, walk))
    assert 6 <= len(steps) < 60
    found = [level(s.belief, map_bank()) for s in steps]
    assert all(not one.is_known for one in found[6:])


@pytest.mark.parametrize("area", ["inference", "retrieval"])
def test_a_deep_dive_stays_in_its_area(area: str) -> None:
    bank = map_bank()
    steps = questions(sit(bank, erratic, SelectionContext(format="deep-dive", minutes=30, seed=1, area=area)))
    assert len(steps) >= 4
    assert {bank.areas[bank.area_of[s.item.concepts[0][0]]] for s in steps} == {area}


def test_a_drill_asks_what_is_due_first() -> None:
    due = frozenset({"self-attention.2", "kv-cache.2", "tokenization.2"})
    walk = SelectionContext(format="drill", minutes=20, seed=1, due=due, cooling=due | {"lora.2"})
    steps = questions(sit(map_bank(), erratic, walk))
    assert {s.item.id for s in steps[:3]} == due
    assert len(steps) > 3


def test_a_ladder_climbs_until_a_tier_fails() -> None:
    walk = SelectionContext(format="ladder", minutes=60, seed=1)
    assert [s.item.tier for s in questions(sit(map_bank(), strong, walk))] == [1, 2, 3, 4, 5]
    assert [s.item.tier for s in questions(sit(map_bank(), weak, walk))] == [1, 1]

    def holds_to_three(item: object, n: int) -> Verdict:
        return "solid" if n < 3 else "borderline"

    assert [s.item.tier for s in questions(sit(map_bank(), holds_to_three, walk))] == [1, 2, 3, 4, 4]


@pytest.mark.parametrize("form", TALKS)
def test_every_format_ends_in_time(form: str) -> None:
    minutes = FORMATS[form].minutes
    steps = sit(map_bank(), erratic, SelectionContext(format=form, minutes=minutes, seed=2, area="inference"))
    assert all(s.walk.clock_minutes < minutes for s in steps)
    assert len({s.item.id for s in steps}) == len(steps)


def test_quick_candidates_are_asked_more() -> None:
    def asked(form: str, minutes: float, pace: float) -> int:
        return len(questions(sit(map_bank(), erratic, SelectionContext(format=form, minutes=minutes, seed=2), pace)))

    assert [asked("screen", 10, pace) for pace in (1.0, 0.3, 0.01)] == [2, 5, 6]
    assert [asked("screen", 20, pace) for pace in (1.0, 0.3, 0.01)] == [4, 11, 15]
    assert asked("full", 45, 0.01) == 27
    bounded = SelectionContext(format="screen", minutes=10, max_questions=1, seed=2)
    assert len(questions(sit(map_bank(), erratic, bounded, 0.1))) == 1


@pytest.mark.parametrize(("form", "minutes"), [("screen", 10), ("full", 45), ("screen", 20)])
def test_a_skipped_question_is_not_counted_as_planned(form: str, minutes: float) -> None:
    def rule(passes: int) -> Callable[[Item, int], Verdict | None]:
        return lambda _, n: None if n < passes else "borderline"

    def answered(passes: int) -> int:
        steps = sit(map_bank(), rule(passes), SelectionContext(format=form, minutes=minutes, seed=3), pace=0.6)
        return sum(s.verdict is not None for s in questions(steps))

    # two passes cost a minute; and who answers one tier up meets longer questions
    assert answered(0) - 2 <= answered(2) <= answered(0)
    assert answered(2) >= FORMATS[form].question_limit(minutes) - 1


def test_interview_in_which_all_is_skipped_ends() -> None:
    steps = sit(map_bank(), lambda *_: None, SelectionContext(format="screen", minutes=600, max_questions=4, seed=3))
    assert len(questions(steps)) == 4
