"""Interviews on the bundled graph that an interviewer would defend, asserted as paths."""

from functools import cache
from itertools import groupby, pairwise, takewhile

import pytest

from simulator.engine.choice.constraints import fits
from simulator.engine.choice.formats import FULL, SelectionContext, position_of
from simulator.engine.choice.policy import next_item
from simulator.engine.choice.reasons import heaviest
from simulator.engine.choice.told.transitions import spoken
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import Item
from simulator.engine.model.level import solid_probability
from simulator.engine.model.priors import Prior
from simulator.engine.model.response import Mask
from simulator.engine.scoring import Verdict
from simulator.graph.text import lower_first
from simulator.session.presets import story_areas
from tests.graphs import llm_bank, llm_graph
from tests.sitting import TALKS, Rule, Step, questions, sit
from tests.some import seeds

SYSTEMS = {"inference", "training-systems", "production"}
SEEDS = range(5)


def strong(item: Item, n: int) -> Verdict | None:
    return "outstanding"


def weak(item: Item, n: int) -> Verdict | None:
    return "weak"


def theorist(item: Item, n: int) -> Verdict | None:
    bank = llm_bank()
    area = bank.areas[bank.area_of[item.concepts[0][0]]]
    return "weak" if area in SYSTEMS else "outstanding"


def shaky_start(item: Item, n: int) -> Verdict | None:
    return "weak" if n == 0 else "solid"


def erratic(item: Item, n: int) -> Verdict | None:
    return ("outstanding", "weak", "solid", "weak", "weak", "outstanding")[n % 6]


def passes(item: Item, n: int) -> Verdict | None:
    return None


RULES: dict[str, Rule] = {
    "strong": strong,
    "weak": weak,
    "theorist": theorist,
    "shaky": shaky_start,
    "erratic": erratic,
    "passes": passes,
}
EVERY = [(name, seed) for name in RULES for seed in SEEDS]


@cache
def without_a_role(name: str, seed: int) -> tuple[Step, ...]:
    """Seven tests look at these: they are sat once a worker."""
    return tuple(sit(llm_bank(), RULES[name], SelectionContext(seed=seed, kept_minutes=2.0)))


def path(name: str, seed: int, role: str | None = None, pace: float = 1.0) -> list[Step]:
    if role is None and pace == 1.0 and seed in SEEDS:
        return list(without_a_role(name, seed))
    walk = SelectionContext(seed=seed, role=llm_graph().roles[role] if role else None, kept_minutes=2.0)
    return sit(llm_bank(), RULES[name], walk, pace)


def talk(steps: list[Step]) -> list[Step]:
    """The questions before the open-ended one, or all."""
    asked = questions(steps)
    return asked[: next((n for n, step in enumerate(asked) if step.item.tier == 6), len(asked))]


def area(step: Step) -> str:
    bank = llm_bank()
    return str(bank.areas[bank.area_of[step.item.concepts[0][0]]])


def threads(steps: list[Step]) -> list[list[Step]]:
    """The questions after the opening, by runs of one area."""
    return [list(run) for _, run in groupby(talk(steps)[1:], key=area)]


@pytest.mark.parametrize(("name", "seed"), EVERY)
@pytest.mark.parametrize("role", [None, "inference-engineer"])
def test_every_full_interview_keeps_its_shape(name: str, seed: int, role: str | None) -> None:
    steps = path(name, seed, role)
    asked = questions(steps)
    least = 4 if any(s.item.is_task for s in asked) else 6  # a task takes the time of four
    assert least <= len([s for s in asked if s.verdict]) <= 11 or name == "passes"
    assert 2 <= len(steps) - len(asked) <= len(FULL.checks_after) or name == "passes"
    assert asked[0].item.tier == 1
    assert len({s.item.id for s in steps}) == len(steps)
    assert steps[-1].walk.clock_minutes < 45
    for before, after in pairwise(talk(steps)):
        far = {"more than two tiers away"} & set(after.choice.reason.gave_way)  # nothing else fits in the time
        assert abs(before.item.tier - after.item.tier) <= 2 or after.choice.reason.finds == "left" or far
        code = before.item.is_task or after.item.is_task  # may be on what was just talked about
        other = before.item.concepts[0] != after.item.concepts[0] or code
        instead = after.choice.reason.move == "open"  # of an opener that was passed
        assert other or instead or before.item.id in after.item.follows
    assert sum(s.item.tier == 6 for s in asked) <= 1


@pytest.mark.parametrize(("name", "seed"), [(n, s) for n, s in EVERY if n != "passes"])
@pytest.mark.parametrize("role", [None, "applied-engineer"])
def test_areas_get_two_or_three_questions(name: str, seed: int, role: str | None) -> None:
    steps = path(name, seed, role)
    runs = threads(steps)
    *whole, last = runs
    assert 2 <= len(runs) <= 4 or name == "weak"
    for run, after in zip(whole, runs[1:], strict=True):
        failed = [s.item.tier == 1 and s.verdict in {"weak", "borderline"} for s in run[-2:]] == [True, True]
        spent = "another subject" in after[0].choice.reason.gave_way  # nothing of its own fitted any more
        assert (len(run) <= 3 and (len(run) >= 2 or spent)) or failed or run[0].choice.reason.finds == "left"
    assert len(last) <= 3
    assert len({area(run[0]) for run in runs}) == len(runs) or name == "weak"
    for step in (s for run in runs for s in run[1:]):
        assert step.choice.reason.stays
        assert step.choice.reason.hops <= 2 or step.choice.reason.gave_way


def test_two_failed_fundamentals_end_a_thread() -> None:
    left = 0
    for seed in range(12):
        for before, after in pairwise(threads(path("weak", seed))):
            if [s.item.tier for s in before[-2:]] == [1, 1] and after[0].choice.reason.finds != "left":
                assert after[0].choice.reason.failed
                said = spoken(after[0].choice.reason, llm_graph())
                former = lower_first(llm_graph().areas[area(before[0])].title)
                lets = "Let's" if after[0].choice.reason.returns else f"Let's leave {former} there and"
                assert said.startswith(f"{lets} try something else: ")
                left += 1
    assert left


def test_the_talk_stays_on_its_threads() -> None:
    bank = llm_bank()
    found = [
        int(bank.hops[a.item.concepts[0][0], b.item.concepts[0][0]])
        for role in llm_graph().roles
        for name in RULES
        for seed in seeds(len(SEEDS), 3)
        if name != "passes"
        for a, b in pairwise(talk(path(name, seed, role)))
        if b.choice.reason.finds != "left"
    ]
    assert sum(found) / len(found) <= 1.8


@pytest.mark.parametrize(("name", "seed"), EVERY)
def test_a_weak_answer_leads_to_something_easier(name: str, seed: int) -> None:
    bank = llm_bank()
    for before, after in pairwise(questions(path(name, seed))):
        time = fits(bank, position_of(bank, after.walk, 99))
        if before.verdict != "weak" or not after.choice.reason.stays or not has_way_back(bank, before, time):
            continue
        last, now = before.item.concepts[0][0], after.item.concepts[0][0]
        assert bank.hops[last, now] <= 2
        assert after.item.tier < before.item.tier or bank.ancestors[last, now]


def has_way_back(bank: Bank, step: Step, time: Mask) -> bool:
    """Whether anything easier or beneath that there is `time` for is left in the area, within two hops and tiers."""
    used = {a.item for a in step.walk.asked} | {step.item.id}
    last = step.item.concepts[0][0]
    for item in (item for item, fitting in zip(bank.items, time, strict=True) if fitting):
        concept = item.concepts[0][0]
        if item.is_check or item.is_experience or item.id in used or concept == last or bank.hops[last, concept] > 2:
            continue
        if bank.area_of[concept] != bank.area_of[last]:
            continue
        if -2 <= item.tier - step.item.tier < 0 or (item.tier == step.item.tier and bank.ancestors[last, concept]):
            return True
    return False


@pytest.mark.parametrize(("name", "seed"), EVERY)
@pytest.mark.parametrize("form", ["full", "screen", "deep-dive"])
def test_no_step_up_follows_a_short_answer(form: str, name: str, seed: int) -> None:
    steps = sit(
        llm_bank(),
        RULES[name],
        SelectionContext(format=form, area="inference" if form == "deep-dive" else None, seed=seed),
    )
    for before, after in pairwise(talk(steps)):
        if before.verdict in {"weak", "borderline"}:
            assert after.item.tier <= before.item.tier or after.choice.reason.gave_way
        if after.choice.reason.move == "step-back":
            assert after.choice.reason.hops <= 1 or area(before) == area(after)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("form", ["screen", "deep-dive"])
def test_stages_climb_a_tier_at_a_time(form: str, seed: int) -> None:
    context = SelectionContext(format=form, area="retrieval" if form == "deep-dive" else None, seed=seed)
    asked = talk(sit(llm_bank(), lambda *_: "solid", context))
    steps = [now.item.tier - last.item.tier for last, now in pairwise(asked)]
    assert steps
    assert max(steps) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_two_strong_answers_climb(seed: int) -> None:
    asked = talk(path("strong", seed))
    for last, now in pairwise(asked[1:]):
        if now.choice.reason.move == "new-thread":
            assert now.item.tier >= min(4, last.item.tier) or now.choice.reason.finds == "left"
        else:
            assert now.item.tier > last.item.tier or last.item.tier == 5 or now.choice.reason.gave_way


def test_only_strong_candidates_get_open_questions() -> None:
    strong_ones = [{s.choice.reason.move for s in questions(path("strong", seed))} for seed in range(40)]
    assert sum("design" in moves for moves in strong_ones) >= 0.6 * len(strong_ones)
    for name, seed in EVERY:
        for step in questions(path(name, seed)):
            assert step.item.tier < 6 or solid_probability(step.belief, llm_bank(), None, 4) >= 0.5


@pytest.mark.parametrize("pace", [0.5, 0.6, 0.8])
def test_minutes_left_go_to_the_least_secure_area(pace: float) -> None:
    found = 0
    for seed in range(12):
        asked = questions(steps := path("strong", seed, "applied-engineer", pace))
        after = asked[len(talk(steps)) + 1 :]
        for step in after:
            assert step.choice.reason.finds == "left"
            assert spoken(step.choice.reason, llm_graph()).startswith(("We've still got some time, so", "Next, "))
            assert step.item.tier < 6
            found += 1
        last = asked[-1]
        left = 45 - last.walk.clock_minutes - (last.item.minutes + 1) * pace
        assert left < 8
    assert found


def test_who_has_a_project_opens_with_it() -> None:
    bank = llm_bank()
    for seed in seeds(8, 4):
        for role in llm_graph().roles.values():
            walk = SelectionContext(seed=seed, role=role, project=True)
            asked = questions(sit(bank, strong, walk))
            assert asked[0].item.is_experience
            assert not any(s.item.is_experience for s in asked[1:])
            plain = questions(sit(bank, strong, SelectionContext(seed=seed, role=role)))
            assert not any(s.item.is_experience for s in plain)


@pytest.mark.parametrize("form", [form for form in TALKS if form != "full"])
def test_only_full_interviews_ask_about_the_project(form: str) -> None:
    bank = llm_bank()
    stories = {item.id for item in bank.items if item.is_experience}
    named = frozenset(item.id for item in bank.items if item.tier == 2 and bank.index[item.id] % 40 == 0)
    role = llm_graph().roles["applied-engineer"]
    area = "post-training" if form == "deep-dive" else None
    walk = SelectionContext(format=form, role=role, project=True, advert=True, named=named, area=area, minutes=20)
    assert not any(s.item.id in stories for s in questions(sit(bank, strong, walk)))


def test_a_drill_asks_a_due_story_again() -> None:
    bank = llm_bank()
    story = next(item.id for item in bank.items if item.is_experience)
    walk = SelectionContext(format="drill", project=True, due=frozenset({story}))
    choice = next_item(bank, Prior.structural(bank, "mid"), walk)
    assert choice is not None
    assert choice.item == story


@pytest.mark.parametrize("area", story_areas(llm_graph()))
def test_the_opening_is_about_their_kind_of_project(area: str) -> None:
    bank = llm_bank()
    for role in llm_graph().roles.values():
        walk = SelectionContext(role=role, project=True, project_area=area)
        opening = next_item(bank, Prior.structural(bank, "mid"), walk)
        assert opening is not None
        number = bank.index[opening.item]
        assert bank.items[number].is_experience
        assert bank.areas[bank.item_area[number]] == area


@pytest.mark.parametrize("told", ["weak", "borderline", "solid"])
def test_a_story_counts_in_its_areas_thread(told: Verdict) -> None:
    """After a borderline story of agents three more questions on them came before anything else."""
    bank, most = llm_bank(), 0
    area = "agents"
    for seed in seeds(12, 6):
        role = llm_graph().roles["applied-engineer"]
        walk = SelectionContext(seed=seed, role=role, project=True, project_area=area)
        asked = questions(sit(bank, lambda item, _: told if item.is_experience else "solid", walk))
        areas = [bank.areas[bank.item_area[bank.index[s.item.id]]] for s in asked]
        most = max(most, len(list(takewhile(area.__eq__, areas))))
    assert most == 3


def test_the_first_subjects_are_those_of_the_role() -> None:
    bank = llm_bank()
    of_first: list[bool] = []
    for role in llm_graph().roles.values():
        for seed in range(8):
            asked = questions(sit(bank, strong, SelectionContext(seed=seed, role=role)))[:5]
            of_first += [bank.areas[bank.item_area[bank.index[s.item.id]]] in heaviest(role.areas) for s in asked]
    assert sum(of_first) / len(of_first) > 0.8


@pytest.mark.parametrize("name", ["strong", "weak", "theorist", "erratic"])
def test_two_interviews_differ_in_half_their_questions(name: str) -> None:
    bank = llm_bank()
    first = {s.item.id for s in questions(path(name, 1))}
    for cooling in (frozenset(), frozenset(first)):
        second = {s.item.id for s in questions(sit(bank, RULES[name], SelectionContext(seed=2, cooling=cooling)))}
        if cooling:
            assert not first & second
        assert len(second - first) >= len(second) / 2


@pytest.mark.parametrize("pace", [0.5, 1.0, 2.0, 4.0])
@pytest.mark.parametrize("minutes", [20.0, 45.0, 60.0])
@pytest.mark.parametrize("form", ["full", "screen"])
def test_nothing_is_asked_after_the_time_is_over(form: str, minutes: float, pace: float) -> None:
    for rule in (strong, weak):
        steps = sit(llm_bank(), rule, SelectionContext(format=form, minutes=minutes, seed=4), pace)
        assert steps
        assert all(s.walk.clock_minutes < minutes for s in steps)


def test_a_theorist_is_taken_back_in_systems() -> None:
    asked = questions(path("theorist", 3))
    assert {s.choice.reason.move for s in asked} & {"deepen", "design"}
    moves = {s.choice.reason.move for seed in SEEDS for s in questions(path("theorist", seed, "inference-engineer"))}
    assert "step-back" in moves


def test_who_recovers_from_a_fundamental_climbs_again() -> None:
    bank, rested = llm_bank(), 0
    for seed in range(12):
        steps = path("shaky", seed)
        asked = questions(steps)
        failed = asked[0].item.concepts[0][0]
        assert asked[0].verdict == "weak"
        assert asked[1].item.tier == 1  # the fundamentals are not left on a weak answer
        assert max(s.item.tier for s in asked) >= 3
        believed = [float(s.belief.mean[failed]) for s in steps]
        if any(bank.ancestors[s.item.concepts[0][0], failed] for s in asked[1:-1]):
            rested += 1
            assert believed[-1] > believed[1]  # success on what rests on it speaks for the fundamental too
    assert rested >= 1  # and such a success came up
