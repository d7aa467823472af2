"""Every reason is true: what it claims is computed again from the walk it was given for."""

from itertools import pairwise

import msgspec
import pytest

from simulator.engine.choice.formats import SelectionContext
from simulator.engine.choice.reasons import FOLLOWING, Finds, Move, Reason, sentence
from simulator.engine.choice.told.transitions import spoken
from simulator.engine.scoring import STRONG
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import lower_first
from tests.graphs import concept_map, llm_graph, map_bank, values
from tests.sitting import Step, questions, sit
from tests.unit.test_engine_golden import RULES


@pytest.mark.parametrize("name", RULES)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_reason_is_true(name: str, seed: int) -> None:
    steps = sit(map_bank(), RULES[name], SelectionContext(seed=seed))
    asked = questions(steps)
    for place, step in enumerate(asked):
        check_reason(step, asked[place - 1] if place else None)
        check_alternatives(step)


def check_reason(step: Step, before: Step | None) -> None:
    bank, graph, reason = map_bank(), concept_map(), step.choice.reason
    concept = graph.questions[step.item.id].primary
    text = sentence(reason, graph)
    assert reason.concept == concept
    assert graph.concepts[concept].title in text
    assert f"tier {step.item.tier}, {TIER_NAMES[step.item.tier]}" in text or reason.move == "design"
    omega = bank.role_weights(None)
    worth = values(bank, step.belief, omega)[bank.index[step.item.id]]
    spread = float(omega @ step.belief.lead.variances()[0, : len(omega)])
    assert reason.gain == pytest.approx(worth / spread, abs=1e-8)
    if before is None:
        assert reason.move == "open"
        return
    old = graph.questions[before.item.id].primary
    distance = int(bank.hops[bank.concept_index[old], bank.concept_index[concept]])
    assert (reason.from_concept, reason.from_tier, reason.hops) == (old, before.item.tier, distance)
    assert reason.from_verdict == (before.verdict or "")
    if reason.move == "open":
        assert before.verdict is None  # the opening was skipped, and another takes its place
        return
    check_move(reason, step, before)


def check_move(reason: Reason, step: Step, before: Step) -> None:
    text = sentence(msgspec.structs.replace(reason, gave_way=()), concept_map())
    turns = concept_map().area_of(reason.concept) != concept_map().area_of(reason.from_concept)
    if reason.move in FOLLOWING:  # as the room says
        assert text.startswith("A new subject, ") == (turns and reason.met != "question")
        assert text.startswith("Back to ") == (turns and reason.met == "question")
    rests, builds = is_beneath(reason.concept, reason.from_concept), is_beneath(reason.from_concept, reason.concept)
    match reason.move:
        case "deepen":
            assert step.item.tier > before.item.tier
            assert reason.hops <= 2 or reason.stays
            assert ("builds on" in text) == (builds and reason.hops == 1)
            assert "close to" not in text or reason.hops == 1
        case "step-back":
            assert before.verdict in ("weak", "borderline")
            assert rests or step.item.tier < before.item.tier
            assert ("rests on" in text) == (rests and reason.hops <= 1)  # farther down nobody would see why
            assert f"was {before.verdict}" in text
        case "sibling":
            assert reason.hops <= 2 or reason.stays
            assert "same thread" not in text or reason.hops == 1
        case "new-thread":
            assert concept_map().area_of(reason.concept) != concept_map().area_of(reason.from_concept)
            assert reason.finds
            assert lower_first(concept_map().areas[concept_map().area_of(reason.concept)].title) in text
        case _:
            assert reason.move == "design"
            assert step.item.tier == 6
            held = before.verdict in STRONG and before.item.tier >= 4
            assert ("You did well on a hard one" in text) == held


def is_beneath(concept: str, above: str) -> bool:
    """Whether a walk down the prerequisites from `above` meets `concept`."""
    waiting, seen = [above], set()
    while waiting:
        here = waiting.pop()
        for prerequisite in concept_map().concepts[here].prerequisites:
            if prerequisite == concept:
                return True
            if prerequisite not in seen:
                seen.add(prerequisite)
                waiting.append(prerequisite)
    return False


def check_alternatives(step: Step) -> None:
    bank = map_bank()
    used = {a.item for a in step.walk.asked}
    values_seen = [a.value for a in step.choice.reason.alternatives]
    assert len(values_seen) == 3
    assert values_seen == sorted(values_seen, reverse=True)
    for other in step.choice.reason.alternatives:
        assert other.item not in used | {step.item.id}
        assert not bank.items[bank.index[other.item]].is_check
        assert other.ruled_out


def test_how_much_a_new_subject_counts_is_said() -> None:
    graph, role = llm_graph(), llm_graph().roles["inference-engineer"]
    order = sorted(graph.areas_asked, key=lambda area: -role.areas.get(area, 0.0))
    for area in (*order[:3], order[5], order[-1]):
        concept = next(c.id for c in graph.concepts.values() if c.area == area)
        reason = Reason("new-thread", concept, 1, 0.1, leaves=order[6], finds="weight")
        said = sentence(reason, graph, role.id)
        assert ("a big part of this role" in said) == (area in order[:3])
        assert ("is part of this role" in said) == (area == order[5])
        assert ("A look beyond your main areas, to see" in said) == (area == order[-1])


def test_beyond_the_main_areas_is_no_reason() -> None:
    graph, role = llm_graph(), llm_graph().roles["inference-engineer"]
    last = min(graph.areas_asked, key=lambda area: role.areas.get(area, 0.0))
    concept = next(c.id for c in graph.concepts.values() if c.area == last)
    for reason in (
        Reason("check", concept, 1, 0.1),
        Reason("design", concept, 6, 0.1),
        Reason("open", concept, 1, 0.1),
        Reason("new-thread", concept, 1, 0.1, met="question", finds="left"),
        Reason("new-thread", concept, 1, 0.1, finds="left"),
    ):
        assert "beyond this role" not in sentence(reason, graph, role.id)
    assert sentence(Reason("check", concept, 1, 0.1), graph, role.id).startswith("A quick look beyond your main areas")


def test_checks_in_a_row_have_own_reasons() -> None:
    """Four times it was a quick check on a big part of the role, and never why a check came."""
    graph, role = llm_graph(), "inference-engineer"
    concept = next(c.id for c in graph.concepts.values() if c.area == "inference")
    told = [sentence(Reason("check", concept, 1, 0.1), graph, role, number=number) for number in (1, 2, 3, 4)]
    assert len(set(told)) == 3
    assert told[1].startswith("There isn't time for a question on everything, so here's a quick check on inference")


def test_a_story_causes_no_followers_area() -> None:
    graph = llm_graph()
    concepts = [c.id for c in graph.concepts.values() if c.area == "interpretability"]
    reason = Reason("deepen", concepts[1], 3, 0.1, from_concept=concepts[0], from_verdict="solid", from_story=True)
    said = sentence(reason, graph, "safety-evaluation")
    assert said.startswith(
        "What you said about your own work was solid. Now something harder, on interpretability, which is"
    )


def test_what_comes_late_is_called_no_big_part() -> None:
    graph, role = llm_graph(), "inference-engineer"
    concept = next(c.id for c in graph.concepts.values() if c.area == "inference")
    reason = Reason("new-thread", concept, 1, 0.1, finds="weight")
    assert "and which is a big part of this role:" in sentence(reason, graph, role, number=4)
    late = sentence(reason, graph, role, number=16)
    assert "a big part" not in late
    assert "and which shouldn't be left out for this role:" in late
    again = msgspec.structs.replace(reason, met="question")
    assert "which is a big part of this role:" in sentence(again, graph, role, number=16)


@pytest.mark.parametrize(
    ("doubt", "said"),
    [(True, "I'm least sure of you in"), (False, "I'd like to hear you on")],
)
def test_minutes_that_are_left_have_a_reason(doubt: bool, said: str) -> None:
    """Five times in a row it was that there was some time left."""
    graph = llm_graph()
    first, second = (next(c.id for c in graph.concepts.values() if c.area == a) for a in ("prompting", "safety"))
    reason = Reason("new-thread", first, 3, 0.1, from_concept=second, from_tier=3, finds="left", doubt=doubt)
    told = [sentence(reason, graph, number=number) for number in (9, 10, 11)]
    assert said in told[-1]
    assert doubt or len(set(told)) == 3


@pytest.mark.parametrize(("tier", "how"), [(3, "nothing harder than that for now"), (4, "nothing harder for now")])
def test_no_harder_is_meant_of_what_was_asked(tier: int, how: str) -> None:
    """It said that nothing harder came, and named a tier that the question before had never been told to have."""
    graph = llm_graph()
    first, second = [c.id for c in graph.concepts.values() if c.area == "prompting"][:2]
    reason = Reason("sibling", first, tier, 0.1, from_concept=second, from_tier=3, from_verdict="borderline", hops=3)
    assert how in sentence(reason, graph)


def test_a_story_is_not_tied_to_an_area() -> None:
    concept = next(iter(llm_graph().concepts))
    said = sentence(Reason("open", concept, 2, 0.1), llm_graph(), story=True)
    assert said.startswith("First something from your own experience, as you have a project to talk about. I'd like")
    assert llm_graph().area_title(llm_graph().area_of(concept)).lower() not in said.lower()


def test_the_advert_is_named_where_it_decides() -> None:
    graph = llm_graph()
    concept = next(c.id for c in graph.concepts.values() if c.area == "safety")
    new = Reason("new-thread", concept, 1, 0.1, finds="weight")
    wanted = "which we hadn't gone into yet and which is something the advert asks for:"
    assert wanted in sentence(new, graph, advert={"safety": 0.2})
    assert "advert" not in sentence(new, graph, advert={"agents": 0.2})
    check = Reason("check", concept, 1, 0.1)
    assert "still in safety" in sentence(msgspec.structs.replace(check, from_concept=concept), graph)
    second = sentence(msgspec.structs.replace(check, doubt=True), graph)
    assert "One more quick check" in second
    assert "wrong" not in second  # that would give its result away
    assert "A quick check on safety and governance, which is something the advert asks for:" in sentence(
        check, graph, advert={"safety": 0.2}
    )
    named = sentence(check, graph, advert={"safety": 0.2}, named=("prompt injection", "PII"))
    assert named.endswith(" The advert mentions prompt injection, PII.")
    assert "advert" not in sentence(check, graph)


def test_staying_is_never_said_alike_twice() -> None:
    graph = llm_graph()
    reason = Reason("deepen", next(iter(graph.concepts)), 2, 0.1, stays=True)
    said = [spoken(reason, graph, number) for number in range(1, 7)]
    assert len(set(said)) == 3
    assert all(first != second for first, second in pairwise(said))
    area = graph.areas[graph.area_of(reason.concept)].title
    assert all(lower_first(area) in words for words in said)


def test_a_check_elsewhere_is_come_back_from() -> None:
    """After two checks on another subject it said "Let's stay with evaluation"."""
    graph = llm_graph()
    reason = Reason("deepen", next(iter(graph.concepts)), 2, 0.1, stays=True, returns=True)
    area = lower_first(graph.areas[graph.area_of(reason.concept)].title)
    assert spoken(reason, graph) == f"Back to {area}."
    came_back = 0
    for seed in range(4):
        steps = sit(map_bank(), RULES["erratic"], SelectionContext(seed=seed))
        for before, after in pairwise(steps):
            if after.choice.reason.stays:
                elsewhere = before.choice.kind == "check" and area_of(before) != area_of(after)
                assert after.choice.reason.returns == elsewhere
                came_back += elsewhere
    assert came_back


def test_after_checks_no_area_is_left() -> None:
    """ "Let's leave inference there", after two checks on evaluation."""
    graph = llm_graph()
    new = Reason("new-thread", next(iter(graph.concepts)), 2, 0.1, leaves="safety", returns=True)
    area = lower_first(graph.areas[graph.area_of(new.concept)].title)
    assert spoken(new, graph) == f"Let's talk about {area}."
    assert spoken(msgspec.structs.replace(new, met="question"), graph) == f"Let's go back to {area}."
    assert spoken(msgspec.structs.replace(new, failed=True), graph) == f"Let's try something else: {area}."
    assert spoken(msgspec.structs.replace(new, move="design"), graph) == f"Now a longer task, on {area}."


def test_a_story_leads_into_its_area_anew() -> None:
    """A story of preference tuning is filed under architecture; "Back to architecture" was wrong of what was told."""
    graph = llm_graph()
    concept = next(iter(graph.concepts))
    area = lower_first(graph.areas[graph.area_of(concept)].title)
    after = Reason("deepen", concept, 3, 0.1, concept, 2, "solid", stays=True, returns=True, from_story=True)
    assert spoken(after, graph) == f"Now for some questions on {area}."
    moves: tuple[Move, ...] = ("deepen", "sibling", "step-back")
    for move in moves:
        words = sentence(msgspec.structs.replace(after, move=move, tier=2 + (move == "deepen")), graph)
        assert words.startswith("What you said about your own work was solid")
        assert f" in {area}" not in words
        assert "same subject" not in words


def area_of(step: Step) -> int:
    bank = map_bank()
    return int(bank.item_area[bank.index[step.item.id]])


def test_what_only_checks_met_is_counted() -> None:
    graph = llm_graph()
    new = Reason("new-thread", next(iter(graph.concepts)), 2, 0.1, leaves="safety", finds="left", met="check")
    assert "only come up in a quick check:" in sentence(new, graph)
    assert "only come up in quick checks:" in sentence(msgspec.structs.replace(new, met="checks"), graph)


@pytest.mark.parametrize(("finds", "doubt"), [("left", False), ("weight", False), ("doubt", True)])
def test_a_return_is_never_a_new_subject(finds: Finds, doubt: bool) -> None:
    graph = llm_graph()
    concept = next(iter(graph.concepts))
    new = Reason("new-thread", concept, 2, 0.1, leaves="safety", finds=finds, met="question", doubt=doubt)
    assert "back to" in sentence(new, graph).lower()
    assert "new subject" not in sentence(new, graph).lower()
    assert "go back to" in spoken(new, graph)
    if finds == "left":  # "We've got time to go back to ..." came five times running
        returns = [spoken(new, graph, number) for number in range(6)]
        assert all(before != after for before, after in pairwise(returns))
        assert len(set(returns)) == 3


@pytest.mark.parametrize(("tier", "how"), [(2, "back to something it rests on"), (3, "on to something it rests on")])
def test_a_step_back_is_to_something_easier(tier: int, how: str) -> None:
    graph = llm_graph()
    reason = Reason(
        "step-back",
        "evaluation-metrics",
        tier,
        0.1,
        "benchmarks-and-contamination",
        3,
        "borderline",
        hops=1,
        rests=True,
    )
    assert how in sentence(reason, graph)


@pytest.mark.parametrize("move", ["design", "task"])
def test_a_long_one_in_the_same_area_stays(move: Move) -> None:
    graph = llm_graph()
    concept = next(iter(graph.concepts))
    here = graph.area_of(concept)
    other = next(area for area in graph.areas if area != here)
    assert spoken(Reason(move, concept, 4, 0.1, leaves=here), graph).startswith("We'll stay with ")
    after_others = Reason(move, concept, 4, 0.1, leaves=here, returns=True)
    assert spoken(after_others, graph).startswith("Back to ")
    assert spoken(Reason(move, concept, 4, 0.1, leaves=other), graph).startswith("Let's leave ")


def test_one_stays_with_what_was_just_checked() -> None:
    """ "Let's talk about retrieval" came right after a check on it."""
    graph = llm_graph()
    concept = next(iter(graph.concepts))
    other = next(area for area in graph.areas if area != graph.area_of(concept))
    new = Reason("new-thread", concept, 3, 0.1, leaves=other)
    assert spoken(new, graph, checked=True).startswith("Let's stay with ")
    assert not spoken(new, graph).startswith("Let's stay with ")


def test_a_reason_is_plain_data() -> None:
    step = questions(sit(map_bank(), RULES["erratic"], SelectionContext(seed=5)))[2]
    encoded = msgspec.json.encode(step.choice.reason)
    assert msgspec.json.decode(encoded, type=Reason) == step.choice.reason


def test_a_listed_question_may_be_new() -> None:
    """It was said to be asked again, though nobody had seen it before."""
    said = sentence(Reason("again", next(iter(llm_graph().concepts)), 2, 0.1), llm_graph())
    assert "again" not in said
    assert "before" not in said
