"""Nobody is asked for just what they said they don't know."""

import json
import tomllib
from dataclasses import replace

import pytest

from simulator.engine.choice.probes import Context, next_probe
from simulator.engine.choice.unknown import disclaimed_points, gives_up, has_no_answer, is_beside
from simulator.graph.records import Point, Probe, Question
from tests.graphs import llm_graph
from tests.isolation import ROOT

DATA = ROOT / "tests" / "data" / "listening"
CACHES = Question(
    id="caches",
    kind="discuss",
    concepts=("caches",),
    tier=3,
    prompt="What do paging, quantising and eviction do to a cache?",
    rubric=(
        Point(id="pages", point="Says that paging hands out fixed blocks", weight=3, cues=("paging + blocks|fixed",)),
        Point(id="bits", point="Says that quantising stores fewer bits", weight=3, cues=("quantising + bits|smaller",)),
        Point(id="evict", point="Says that eviction drops old entries", weight=2, cues=("eviction + drops|old",)),
    ),
    probes=(
        Probe(kind="gap", point="pages", asks="Two prompts of odd lengths end. What's left of their memory?"),
        Probe(kind="gap", point="bits", asks="What else could be made smaller than the number of tokens?"),
        Probe(kind="gap", point="evict", asks="The memory is full. What goes first?"),
        Probe(kind="drill", point="bits", asks="Would keys or values suffer first?"),
    ),
)
NOTHING_ASKED = Context(
    seed=1, position=1, asked_here=(), points_asked=frozenset(), told=frozenset(), asked_before=0, open_before=0,
    question_seconds=60.0, seconds_left=2_000.0, ends_thread=True,
)  # fmt: skip


def asked_points(question: Question, text: str) -> set[str]:
    """The points that follow-ups ask for in vain, one after the other."""
    here: tuple[str, ...] = ()
    points: frozenset[str] = frozenset()
    while True:
        context = replace(NOTHING_ASKED, asked_here=here, points_asked=points)
        found = next_probe(question, text, context)
        if found is None:
            return set(points)
        here += (found.asks,)
        points |= {found.point} if found.sort in {"gap", "drill"} else set()


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("Quantising, no idea.", {"bits"}),
        ("Paging I've never looked into, and how eviction works I couldn't tell you.", {"pages", "evict"}),
        ("Quantising is for memory, how, I don't know.", {"bits"}),
        ("I don't know what paging does exactly, but it hands out fixed blocks.", {"pages"}),
        ("Eviction I'm not sure, it drops old entries I think.", set()),
        ("As far as I know paging hands out fixed blocks.", set()),
        ("I never built a cache, so this is from reading.", set()),
        ("Fewer bits by quantising, 4 maybe, no idea.", set()),
    ],
)
def test_what_is_disclaimed_names_its_point(text: str, points: set[str]) -> None:
    assert disclaimed_points(CACHES, text) == points


def test_a_disclaimed_point_is_not_asked_for() -> None:
    silent = "It's about memory on the card, which is what limits the number of users that one can serve."
    assert asked_points(CACHES, silent) == {"pages", "bits", "evict"}
    assert asked_points(CACHES, f"{silent} Paging, no idea.") == {"bits", "evict"}
    assert asked_points(CACHES, f"{silent} Quantising and paging and eviction, I don't know how these work.") == set()


def test_a_disclaimed_detail_is_not_drilled() -> None:
    said = "Quantising stores each number with fewer bits, so it gets smaller. Eviction drops the old entries, paging"
    said += " hands out fixed blocks."
    drilled = next_probe(CACHES, said, NOTHING_ASKED)
    assert drilled is not None
    assert drilled.sort == "drill"
    assert next_probe(CACHES, f"{said} What fewer bits do to keys and values I can't say.", NOTHING_ASKED) is None


def test_disclaimed_points_of_the_bank_are_found() -> None:
    """Sentences that were written about one point each, long before anybody looked for their points."""
    rows = [json.loads(line) for line in (DATA / "disclaimed.jsonl").read_text("utf-8").splitlines()]
    about = [row for row in rows if not row["sort"].startswith("said")]
    beside = [row for row in rows if row["sort"].startswith("said")]
    questions = llm_graph().questions
    found = [row["point"] in disclaimed_points(questions[row["question"]], row["text"]) for row in about]
    wrongly = [row["point"] in disclaimed_points(questions[row["question"]], row["text"]) for row in beside]
    assert sum(found) >= 0.75 * len(about)
    assert sum(wrongly) <= 0.1 * len(beside)


def test_most_who_give_up_are_understood() -> None:
    """ "I'd have to look that up" was taken for an answer, and "You can't tell from the loss alone" for none."""
    replies = tomllib.loads((DATA / "giving_up.toml").read_text("utf-8"))
    missed = [reply for reply in replies["gives_up"] if not gives_up(reply)]
    wrong = [reply for reply in replies["answers"] if gives_up(reply)]
    assert (len(missed), wrong) == (1, []), missed
    assert all(map(gives_up, ("", "I don't see quickly how you get the formula out of it, sorry.")))


def test_no_good_reply_of_the_bank_gives_up() -> None:
    replies = [probe.reply for question in llm_graph().questions.values() for probe in question.probes if probe.reply]
    wrong = sum(map(gives_up, replies))
    assert wrong <= len(replies) / 2_000


def test_a_reply_beside_the_question_is_seen() -> None:
    wanted = CACHES.rubric[1].point
    assert is_beside(CACHES, wanted, "bits", "We had a look at a larger model as well, and it cost twice as much.")
    assert not is_beside(CACHES, wanted, "bits", "It keeps them in fewer bits.")


@pytest.mark.parametrize(
    ("text", "has_none"),
    [
        ("I don't know this. I've never trained on 512 cards.", True),
        ("No idea, sorry.", True),
        ("Paging hands out fixed blocks.", False),
        (f"I don't know the number, but {'paging hands out fixed blocks of the cache, ' * 5}so.", False),
    ],
)
def test_who_begins_with_not_knowing_has_no_answer(text: str, has_none: bool) -> None:
    assert has_no_answer(text) is has_none
