"""A small or lopsided graph gives a whole interview: what would leave nothing to ask gives way, and says so."""

from collections.abc import Sequence
from itertools import combinations, groupby, pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.engine.choice import constraints
from simulator.engine.choice.formats import FORMATS, PastItem, Purpose, Request, SelectionContext, position_of
from simulator.engine.choice.policy import next_item
from simulator.engine.choice.reasons import GIVEN_WAY, given_way, sentence
from simulator.engine.choice.threads import thread_rules
from simulator.engine.model.bank import Bank
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.level import level
from simulator.engine.model.parameters import GRACE_MINUTES
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import STRONG, rank
from simulator.graph.records import PROBE_MINUTES, Area, Concept, Graph, Question, Role
from tests.graphs import llm_bank, llm_graph
from tests.sitting import TALKS, Step, questions, sit
from tests.some import examples, seeds
from tests.unit.test_engine_golden import RULES

EACH = 20  # questions to a concept
ANSWERING = [name for name in RULES if name not in {"passes", "theorist"}]  # the theorist knows the llm graph only
TIERS: dict[str, tuple[int, ...]] = {
    "as imported": (2,),
    "fundamentals": (1,),
    "research": (5,),
    "open-ended": (6,),
    "ends of the scale": (1, 5),
    "talk": (1, 2, 3, 4, 5),
    "all": (1, 2, 3, 4, 5, 6),
}
PREFERENCES = {
    "nothing that is due",
    "not a weak spot",
    "another area is less secure",
    "another area was left out for long",
    "not of the role's heaviest areas",
    "far from the role",
    "far from the question before",
    "not on work of one's own",
    "on work of one's own",
    "no easier than the last",
    "an answer fell short there",
    "much the same as what was asked",
    "more of what was asked already",
}


def small(concepts: int, tiers: Sequence[int], each: int = EACH, areas: int = 1, kind: str = "discuss") -> Graph:
    """So many concepts of `each` questions, as an import has them: no prerequisites, rubrics, answers or checks."""
    names = [f"topic-{n}" for n in range(concepts)]
    asked = [
        Question(
            id=f"{name}.{n}",
            kind="design" if (tier := tiers[n % len(tiers)]) == 6 else kind,  # type: ignore[arg-type]
            concepts=(name,),
            tier=tier,
            prompt=f"Question {n} on {name}?",
        )
        for name in names
        for n in range(each)
    ]
    of = {name: f"area-{n % areas}" for n, name in enumerate(names)}
    return Graph(
        id="small",
        title="Small",
        path=llm_graph().path,
        digest="0" * 64,
        areas={a: Area(id=a, title=a.title()) for a in of.values()},
        roles={},
        concepts={
            n: Concept(id=n, title=n.title(), area=a, definition="", min_tier=1, max_tier=6) for n, a in of.items()
        },
        questions={q.id: q for q in asked},
        checks={},
    )


def why_it_ended(bank: Bank, walk: SelectionContext, steps: list[Step]) -> str:
    """Why nothing follows, told again from what was asked: all, own (the format's rule), number or time."""
    asked, shape = questions(steps), FORMATS[walk.format]
    last = steps[-1]
    clock = last.walk.clock_minutes + (0.25 if last.verdict is None else last.item.minutes + PROBE_MINUTES)
    left, used = walk.minutes - clock, {s.item.id for s in asked}
    rest = [i for i in bank.items if not i.is_check and i.id not in used]
    if walk.area is not None:
        rest = [i for i in rest if bank.areas[bank.area_of[i.concepts[0][0]]] == walk.area]
    if not rest:
        return "all"
    if left < shape.pace or left + GRACE_MINUTES < min(i.minutes for i in rest):
        return "time"
    verdicts = [s.verdict for s in asked]
    holds = [v in STRONG for v in verdicts]
    if shape.course == "ladder" and (holds[-2:] == [False, False] or sum(holds) >= 5):
        return "own"
    belief = last.belief
    if shape.course == "diagnostic" and len(asked) >= 6:
        after = belief.update(Evidence(last.item.id, "verdict", rank(last.verdict or "weak")))
        if level(after, bank, walk.role).is_known:
            return "own"
    if shape.design_minutes is not None and last.item.tier == 6 and any(i.tier < 6 for i in rest):
        return "own"
    return "number" if len(asked) >= shape.limit_at(walk.minutes, len(asked), left) else "nothing"


@pytest.mark.parametrize("form", TALKS)
@pytest.mark.parametrize("tiers", TIERS)
@pytest.mark.parametrize("concepts", [1, 2, 3])
def test_graph_of_few_concepts_gives_whole_interview(form: str, tiers: str, concepts: int) -> None:
    graph = small(concepts, TIERS[tiers])
    bank = Bank.compile(graph)
    for name in ANSWERING:
        for seed in seeds(2, 1):
            walk = SelectionContext(format=form, minutes=FORMATS[form].minutes, seed=seed)
            walk = replace(walk, area="area-0") if form == "deep-dive" else walk
            steps = sit(bank, RULES[name], walk)
            assert len({s.item.id for s in steps}) == len(steps)
            ended = why_it_ended(bank, walk, steps)
            # a full interview of who does not reach its open-ended question keeps to the planned number
            plan = {"number"} if form == "full" and bank.leads_up else set()
            assert ended in {"own", "time"} | plan, (name, seed, len(steps), ended)


def test_an_import_of_one_topic_fills_the_time() -> None:
    """199 questions were imported, one was asked, and 41 minutes were left over."""
    bank = Bank.compile(small(1, (2,), 199))
    for form, least in (("full", 9), ("screen", 4), ("deep-dive", 6), ("drill", 4), ("ladder", 2), ("diagnostic", 6)):
        area = "area-0" if form == "deep-dive" else None
        walk = SelectionContext(format=form, minutes=FORMATS[form].minutes, area=area)
        assert len(questions(sit(bank, RULES["erratic"], walk))) >= least


def test_the_reason_says_which_rule_gave_way() -> None:
    graph = small(1, (2,))
    steps = sit(Bank.compile(graph), RULES["strong"], SelectionContext())
    assert steps[0].choice.reason.gave_way == ("outside the tiers of this stage",)
    stayed = [step.choice.reason.stays for step in steps[1:]]
    assert stayed == [False, True, True, *[False] * (len(steps) - 4)]  # a thread of three, then nothing else is left
    for step in steps[1:]:
        reason = step.choice.reason
        said = sentence(reason, graph)
        assert said.startswith("Another question on “Topic-0”, to see whether that holds (tier 2, depth).")
        assert ("the same concept again" in reason.gave_way) is not reason.stays
        assert ("I'd usually go on to something else, " in said) is not reason.stays
        assert all(a.ruled_out != "the same concept again" for a in reason.alternatives)


def test_imported_topics_are_stayed_with() -> None:
    """Each topic of an import is one concept: the interview hopped to another one after each question."""
    graph = small(5, (1, 2, 3), areas=5)
    for seed in range(6):
        asked = questions(sit(Bank.compile(graph), RULES["strong"], SelectionContext(seed=seed)))
        runs = [len(list(run)) for _, run in groupby(asked[1:], key=lambda s: s.item.concepts[0][0])]
        assert all(2 <= length <= 3 for length in runs[:-1])
        told = {rule for s in asked[1:] if s.choice.reason.stays for rule in s.choice.reason.gave_way}
        assert not {"the same concept again", "another subject"} & told


def test_another_side_is_no_new_subject() -> None:
    graph = small(4, (2,))
    steps = sit(Bank.compile(graph), RULES["erratic"], SelectionContext(seed=3))
    said = [sentence(s.choice.reason, graph) for s in steps if s.choice.reason.move == "new-thread"]
    assert said
    assert all(words.startswith("Something else in area-0: ") for words in said)


def test_no_rule_gives_way_without_need() -> None:
    """Of two concepts the interview goes to and fro, as long as both have something left."""
    bank = Bank.compile(small(2, (2,)))
    asked = questions(sit(bank, RULES["erratic"], SelectionContext()))
    assert all(a.item.concepts[0] != b.item.concepts[0] for a, b in pairwise(asked))
    assert all("the same concept again" not in s.choice.reason.gave_way for s in asked)


@pytest.mark.parametrize("form", TALKS)
def test_seen_questions_return_where_nothing_else_is_left(form: str) -> None:
    graph = small(2, (1, 2, 3))
    bank, fresh = Bank.compile(graph), {"topic-0.3", "topic-1.4"}
    walk = SelectionContext(format=form, minutes=FORMATS[form].minutes, cooling=frozenset(graph.questions) - fresh)
    asked = questions(sit(bank, RULES["erratic"], walk))
    assert len(asked) > 2
    assert {s.item.id for s in asked[:2]} == fresh
    for step in asked:
        assert ("seen lately" in step.choice.reason.gave_way) == (step.item.id not in fresh)


def test_a_new_question_goes_before_a_seen_one() -> None:
    graph = small(2, (2,))
    seen = frozenset(q.id for q in graph.questions.values() if q.primary == "topic-1")
    asked = questions(
        sit(Bank.compile(graph), RULES["strong"], SelectionContext(format="screen", minutes=20, cooling=seen))
    )
    assert len(asked) == 4
    assert {s.item.concepts[0][0] for s in asked} == {0}


@pytest.mark.parametrize("area", llm_bank().areas)
@pytest.mark.parametrize("name", ANSWERING)
def test_a_deep_dive_never_leaves_its_area(area: str, name: str) -> None:
    """The area of system design has one concept: the dive left it after one question, and any dive for its checks."""
    bank = llm_bank()
    for pace in (1.0, 0.3):
        walk = SelectionContext(format="deep-dive", minutes=30, seed=1, area=area)
        steps = sit(bank, RULES[name], walk, pace)
        assert {bank.areas[bank.area_of[s.item.concepts[0][0]]] for s in steps} == {area}
        assert pace != 1.0 or why_it_ended(bank, walk, steps) in {"time", "number", "all"}
        assert len(questions(steps)) >= 2


def test_nothing_longer_than_the_time_is_begun() -> None:
    bank = Bank.compile(small(1, (6,)))
    steps = sit(bank, RULES["strong"], SelectionContext(format="screen", minutes=20))
    assert [s.item.tier for s in steps] == [6]  # four minutes are left, and every question takes fifteen
    short = sit(bank, RULES["strong"], SelectionContext(format="screen", minutes=5))
    assert len(short) == 1  # the first is asked: an interview of nothing is none
    assert short[0].choice.reason.gave_way[-1] == "longer than the time that is left"


def test_a_role_without_questions_is_asked_the_rest() -> None:
    graph = small(2, (2, 3), areas=2)
    left = {n: q for n, q in graph.questions.items() if q.primary == "topic-1"}
    role = Role(id="r", title="R", target_tier=3, areas={"area-0": 1.0})
    bank = Bank.compile(Graph(**{**{f: getattr(graph, f) for f in graph.__struct_fields__}, "questions": left}))
    asked = questions(sit(bank, RULES["erratic"], SelectionContext(format="screen", minutes=20, role=role)))
    assert len(asked) == 4
    assert all("enough was asked of its area" in s.choice.reason.gave_way for s in asked)


def test_every_rule_is_told_of_or_is_preference() -> None:
    """What a candidate could not be told of must not rule anything silently; rules are never given up unnamed."""
    bank, names = llm_bank(), set()
    role = next(iter(llm_graph().roles.values()))
    solid = tuple(PastItem(i.id, "question", "solid") for i in bank.items[:2])
    weak = (PastItem(bank.items[0].id, "question", "weak"),)
    for purpose in get_args(Purpose):
        for asked in ((), solid, weak):
            for past in ({}, {"agents": 1}, {a: 40 for a in bank.areas if a != "safety"}):
                walk = SelectionContext(
                    role=role, asked=asked, cooling=frozenset({"x"}), past_areas=past, clock_minutes=40
                )
                here = position_of(bank, walk, 9)
                request = Request("s", 1, 5, purpose)
                prior = Prior.structural(bank)
                names |= {name for name, _ in constraints.rules(bank, prior, walk, here, request)}
                if purpose != "stay" or asked:
                    names |= {name for name, _ in thread_rules(bank, walk, here, request)}
    assert names - PREFERENCES == set(GIVEN_WAY)


@given(data=st.data())
@settings(max_examples=examples(120), deadline=None)
def test_any_graph_is_asked_until_a_limit(data: st.DataObject) -> None:
    tiers = data.draw(st.lists(st.integers(1, 6), min_size=1, max_size=6))
    concepts, areas = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 3))
    graph = small(
        concepts,
        tiers,
        data.draw(st.integers(1, 9)),
        areas,
        data.draw(st.sampled_from(["discuss", "experience", "code"])),
    )
    bank, form = Bank.compile(graph), data.draw(st.sampled_from(TALKS))
    weights = {a: data.draw(st.sampled_from([0.0, 1.0, 3.0])) for a in graph.areas}
    role = Role(id="r", title="R", target_tier=data.draw(st.integers(1, 6)), areas=weights)
    cooling = data.draw(st.frozensets(st.sampled_from(list(graph.questions))))
    walk = SelectionContext(
        format=form,
        minutes=data.draw(st.sampled_from([12.0, FORMATS[form].minutes])),
        seed=data.draw(st.integers(0, 9)),
        role=data.draw(st.sampled_from([None, role])),
        area=data.draw(st.sampled_from(list(graph.areas))) if form == "deep-dive" else None,
        cooling=cooling,
        due=data.draw(st.frozensets(st.sampled_from(list(graph.questions)))) if form == "drill" else frozenset(),
    )
    assert next_item(bank, Prior.structural(bank), walk) is not None
    steps = sit(bank, RULES[data.draw(st.sampled_from(ANSWERING))], walk)
    assert len({s.item.id for s in steps}) == len(steps)
    assert why_it_ended(bank, walk, steps) != "nothing"
    for step in steps:
        said = sentence(step.choice.reason, graph)
        before = step.choice.reason.from_concept
        alone = [concept.area for concept in graph.concepts.values()].count(
            graph.area_of(before) if before else ""
        ) == 1
        no_subject = alone or step.choice.reason.from_story  # none that one could have stayed with
        told = [rule for rule in step.choice.reason.gave_way if not (no_subject and rule == "another subject")]
        assert said.endswith(given_way(told))
        assert not (no_subject and "stayed with the subject" in said)
        assert said.count("but nothing else fitted here") <= 1


def test_several_rules_that_gave_way_are_one_sentence() -> None:
    """On a small bank up to five excuses stood in a row."""
    every = [name for name, words in GIVEN_WAY.items() if words]
    for names in combinations(every, 2):
        said = given_way(names).lower()
        assert all(
            GIVEN_WAY[name].split(", but ")[0].lower() in said for name in names if not name.startswith("harder")
        )
        assert said.count("was left") <= 1 + said.startswith("i had no open-ended question left")
    assert given_way(["seen lately", "the same concept again", "harder than the answer before bears"]) == (
        "You had this one recently, I'd usually go on to something else, and it's a bigger step than I usually "
        "take, but nothing else fitted here."
    )
    assert given_way(["seen lately"]) == GIVEN_WAY["seen lately"]
