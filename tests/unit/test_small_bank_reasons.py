"""The reasons on a small bank of another field: its areas come back often, and may be the only one."""

import re
from dataclasses import replace as changed

import msgspec
import pytest

from simulator.engine.choice.reasons import ASIDE, Reason, counts_for
from simulator.engine.choice.told.aims import aim_of
from simulator.engine.choice.told.asked_because import question_because
from simulator.engine.choice.told.checked_because import check_because
from simulator.engine.choice.told.course import Course, Wordings
from simulator.engine.scoring import Verdict
from simulator.graph.records import Check, Graph, Role
from simulator.session.header import Settings
from simulator.session.sitting import header_of
from tests.reporting import START
from tests.unit.test_engine_small_graphs import small

ONCE = re.compile(
    r"One (?:answer|question|good answer)|a second answer|one isn't|that alone|second chance|more than one"
)
HERE, THERE, BESIDE = "topic-0", "topic-1", "topic-2"


def kitchen(**weights: float) -> Graph:
    """Three areas of a concept each, and a role that weighs them as told."""
    role = Role(id="chef", title="Chef", target_tier=3, areas={f"area-{n[1:]}": w for n, w in weights.items()})
    return msgspec.structs.replace(small(3, (1, 2, 3), each=3, areas=3), roles={"chef": role})


def course(reason: Reason, graph: Graph, **others: object) -> Course:
    item = next(q for q in graph.questions.values() if q.primary == reason.concept)
    return Course(reason, item, graph, role="chef", number=5, **others)  # type: ignore[arg-type]


def every(walk: Course) -> list[str]:
    return [question_because(walk, Wordings(seed)) for seed in range(6)]


@pytest.mark.parametrize("talked", [1, 4])
def test_one_answer_is_said_of_one(talked: int) -> None:
    """ "One answer on cold storage doesn't settle it, so here's another" came after four of them."""
    back = Reason("new-thread", HERE, 2, 0.1, THERE, 2, "solid", leaves="area-1", hops=2)
    for graph in (kitchen(a0=4, a1=2, a2=3), kitchen(a0=1, a1=1, a2=1)):
        for reason in (back, msgspec.structs.replace(back, finds="weight")):
            for told in every(course(reason, graph, talked={"area-0": talked})):
                assert talked == 1 or not ONCE.search(told)


@pytest.mark.parametrize(("verdict", "tier"), [("weak", 2), ("solid", 2), ("", 2), ("weak", 3)])
def test_staying_on_knows_earlier_answers(verdict: Verdict, tier: int) -> None:
    """ "One answer like that says little, so here's a second chance" came after the third that fell short."""
    reason = Reason("sibling", HERE, tier, 0.1, HERE, 2, verdict)
    walk = course(reason, kitchen(a0=4, a1=2, a2=3), talked={"area-0": 4}, fell={"area-0": 3})
    for told in every(walk):
        assert not ONCE.search(told)
        assert "is enough for me to be sure" not in told


def test_the_lightest_area_outweighs_none() -> None:
    """ "Rather than to something that counts less I come back to X", which counted least of all."""
    for weight, rather in ((1, False), (5, True)):
        graph = kitchen(a0=weight, a1=4, a2=3)
        reason = Reason("new-thread", HERE, 2, 0.1, THERE, 2, "solid", leaves="area-1", finds="weight", hops=2)
        told = every(course(reason, graph, talked={"area-0": 1}))
        assert any("counts less" in words for words in told) == rather
        assert any("counts so much" in words for words in told) == rather


def test_an_only_area_is_compared_with_none() -> None:
    """ "I begin with tenancy law, as that's where I'm least sure of you so far" where there was nothing else."""
    for weights, alone in (({"a0": 1}, True), ({"a0": 1, "a1": 1}, False)):
        graph = kitchen(**weights)
        opens = question_because(course(Reason("open", HERE, 1, 0.1, doubt=True), graph), Wordings())
        assert ("least sure" in opens) != alone
        told = question_because(course(Reason("open", HERE, 1, 0.1), graph), Wordings())
        assert ("big part of this role" in told) != alone
        stays = every(
            course(Reason("sibling", HERE, 2, 0.1, HERE, 2, "solid"), graph, talked={"area-0": 2}, scored=False)
        )
        assert all(bool(re.search("close to the last", words)) != alone for words in stays)


def test_a_question_goes_on_from_its_check() -> None:
    """ "There's more to this job than storage, all we've had on cleaning is a check" came after it."""
    reason = Reason("new-thread", THERE, 2, 0.1, HERE, 2, "solid", leaves="area-0", finds="weight", hops=2)
    walk = course(reason, kitchen(a0=1, a1=3), talked={"area-0": 2}, checked={"area-1": 1}, between=1)
    assert not any(re.search("check was|short answer", told) for told in every(walk))
    right_after = course(
        reason, kitchen(a0=1, a1=3), talked={"area-0": 2}, checked={"area-1": 1}, between=1, just_checked="area-1"
    )
    assert all(re.search("check was|short answer", told) for told in every(right_after))


def test_an_area_without_weight_lies_aside() -> None:
    """ "Cold storage isn't all of this job, and cooking is still missing" was said of what the role never asks."""
    graph = kitchen(a0=3, a1=2)
    reason = Reason("new-thread", BESIDE, 2, 0.1, HERE, 2, "solid", leaves="area-0", finds="weight", hops=2)
    assert counts_for(reason, graph, "chef", (), 3) == ASIDE
    for told in every(course(reason, graph, talked={"area-0": 2})):
        assert re.search("one of our main subjects|outside our main subjects", told)
        assert "this job" not in told
    assert counts_for(reason, msgspec.structs.replace(graph, roles={}), "chef", (), 3) == ""


@pytest.mark.parametrize(
    ("prompt", "why", "sum_up"),
    [
        ("How many allergens must be declared?", "The list has fourteen entries.", False),
        ("Up to which temperature may a fridge for dairy go?", "Dairy is kept at 7 degrees or less.", False),
        ("Bacteria double every 20 minutes. By how much do they grow in two hours?", "Six doublings.", True),
        ("How many plates does a rack of three rows of five hold?", "3 × 5 = 15.", True),
    ],
)
def test_a_number_known_by_heart_isnt_worked_out(prompt: str, why: str, sum_up: bool) -> None:
    """ "It's a number to work out" was said of how many allergens the law names."""
    check = Check(id="c", concepts=(HERE,), tier=1, prompt=prompt, why=why, value=14)
    reason = Reason("check", HERE, 1, 0.1, THERE, 2, "solid")
    walk = changed(course(reason, kitchen(a0=1, a1=1)), item=check)
    told = [check_because(walk, Wordings(seed)) for seed in range(6)]
    assert any(re.search("work out|small sum", words) for words in told) == sum_up


@pytest.mark.parametrize(
    "asks",
    ["There's mould, and both sides blame each other. Who has to prove what?", "How long is the notice period?"],
)
def test_what_is_laid_down_isnt_measured(asks: str) -> None:
    question = next(iter(kitchen(a0=1).questions.values()))
    assert aim_of(msgspec.structs.replace(question, prompt=asks)) not in {"prove", "reckon"}


def test_the_same_regret_is_told_twice() -> None:
    """ "I'd usually have moved on by now, but nothing else fitted here" stood under six questions in a row."""
    wordings = Wordings()
    assert [wordings.at_most(2, "Nothing fitted.") for _ in range(4)] == ["Nothing fitted."] * 2 + ["", ""]
    assert wordings.at_most(2, "") == ""


@pytest.mark.parametrize(
    ("weights", "then"),
    [
        ({"a0": 1}, "then more on area-0,"),
        ({"a0": 2, "a1": 1}, "then a subject or two,"),
        ({"a0": 2, "a1": 1, "a2": 1}, "then a few subjects,"),
    ],
)
def test_no_more_subjects_announced_than_there_are(weights: dict[str, float], then: str) -> None:
    """ "The basics first, then a few subjects" opened an interview on a bank with one area."""
    settings = Settings(role="chef", format="full", minutes=45.0)
    assert then in header_of(kitchen(**weights), settings, START, "aaaa").opening.lower()
