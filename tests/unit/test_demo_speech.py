"""The demo's candidate speaks like a person, whatever bank they are asked from, and is heard all the same."""

import re
from itertools import chain, pairwise
from random import Random

import pytest

from simulator.engine.choice.own_work import missing
from simulator.engine.lab.people import Answer, drawn_candidate
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import VERDICTS, Mark
from simulator.graph.records import Graph, Point, Question
from simulator.graph.speech import paragraphs
from simulator.session.demo import (
    DOUBTS,
    HEDGES,
    NOT_SURE,
    UNSURE_REPLIES,
    half_said,
    spoken_answer,
    spoken_point,
    varied,
)
from simulator.session.demo_words import OF_ANY_WORK, OF_MODELS, DemoWords, words_of
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.interview import Interview
from simulator.session.interview.parting_questions import motives_of
from tests.mutations import at_most
from tests.reporting import bank_of, interview

SEEDS = range(12)
# a bank that nobody here has written: without cues, and one point alone has a sentence
BREAD = Question(
    id="why-dough-rests",
    kind="discuss",
    concepts=("dough",),
    tier=2,
    prompt="Why does one leave dough alone for a night?",
    answer="A cold night makes *acids* slowly, and these give the crumb its taste.",
    rubric=(
        Point(
            "taste",
            "Says that slow acids give the crumb more taste",
            1,
            say="A cold night makes acids slowly, and they give the crumb its taste.",
        ),
        Point("gluten", "Explains that gluten relaxes so that shaping does not tear it", 1),
        Point("cold", "Uses the fridge because warm dough collapses", 1),
        Point("sugar", "Names enzymes that turn starch into sugar", 1),
        Point("salt", "Weighs the salt: it slows the yeast", 1),
    ),
)


def test_a_demo_has_somebody_near_its_level(llm: Graph) -> None:
    bank = bank_of(llm)

    def level_of(seniority: P.Seniority) -> float:
        people = [drawn_candidate(bank, seed, seniority=seniority) for seed in range(60)]
        return sum(sum(person.theta.values()) / len(person.theta) for person in people) / len(people)

    levels = [level_of(seniority) for seniority in P.SENIORITIES]
    steps = [round(after - before, 2) for before, after in pairwise(levels)]
    assert steps[:2] == [pytest.approx(P.DIFFICULTY_PER_TIER, abs=0.06)] * 2
    assert steps[2] > 0.2  # nobody is above the last tier
    assert drawn_candidate(bank, 5, seniority="mid") == drawn_candidate(bank, 5)


def said(question: Question, *marks: Mark, verdict: str = "solid", seed: int = 1) -> list[str]:
    given = {point.id: mark for point, mark in zip(question.rubric, marks, strict=True)}
    return spoken_answer(question, Answer(given, verdict, "solid", False), Random(seed))  # type: ignore[arg-type]


def answers(sat: Interview) -> list[str]:
    return [answer.text for turn in sat.state.turns if turn.check is None for answer in turn.answers if answer.text]


def test_each_point_has_its_sentence() -> None:
    """What an author wrote to be said, else what the point asks for in plain words."""
    assert said(BREAD, "yes", "yes", "yes", "yes", "yes") == [
        "A cold night makes acids slowly, and they give the crumb its taste.",
        "I'd say that gluten relaxes so that shaping does not tear it.",
        "I'd mention using the fridge because warm dough collapses.",
        "I'd mention enzymes that turn starch into sugar.",
        "I'd mention weighing the salt: it slows the yeast.",
    ]


@pytest.mark.parametrize(
    ("point", "spoken"),
    [
        ("Doesn't confuse recall with precision", "I wouldn't confuse recall with precision."),
        ("Would measure first", "I would measure first."),
        ("Says why it fails", "I'd say why it fails."),
        ("캐시는 입력과 함께 커진다", "캐시는 입력과 함께 커진다."),
    ],
)
def test_points_without_sentence_are_said_plainly(point: str, spoken: str) -> None:
    assert spoken_point(Point("odd", point, 1)) == spoken


def test_missed_points_are_left_out() -> None:
    told = said(BREAD, "yes", "no", "no", "no", "no")
    assert [text.endswith("A cold night makes acids slowly, and they give the crumb its taste.") for text in told] == [
        True
    ]


def test_a_half_is_said_with_doubt() -> None:
    half = [
        f"{doubt} I'd mention enzymes that turn starch into sugar, {hedge}." for doubt in DOUBTS for hedge in NOT_SURE
    ]
    assert said(BREAD, "no", "no", "no", "partly", "no")[0] in half


def test_a_weak_answer_begins_with_doubt() -> None:
    assert said(BREAD, "yes", "no", "no", "no", "no", verdict=VERDICTS[0])[0].startswith(DOUBTS)
    assert said(BREAD, "no", "no", "no", "no", "no", verdict=VERDICTS[0]) == []


def test_half_a_condition_is_no_answer() -> None:
    sentence = "If warm dough stands all night, it collapses."
    assert half_said(sentence, Random(3)) in [f"{sentence[:-1]}, {hedge}." for hedge in NOT_SURE]


@pytest.mark.parametrize(
    "point", ["", "?", "...", "Says", "Says that", "Names (a, b)", "缓存随长度增长", "x" * 3000, "=>"]
)
def test_odd_points_are_said_somehow(point: str) -> None:
    odd = Question("odd", "discuss", ("odd",), 1, "Why?", rubric=(Point("odd", point, 1),))
    for mark in ("yes", "partly"):
        assert all(text.endswith(".") for text in said(odd, mark))


@pytest.mark.parametrize("bait", ["`", "[", "A. "])
def test_long_bait_is_no_speech_at_once(bait: str) -> None:
    with at_most(2):  # of 50,000 letters, as a graph may hold, the mildest took ten seconds
        assert paragraphs(f"The cache grows.\n\n{bait * (40_000 // len(bait))}")[0] == "The cache grows."


def test_half_a_sentence_can_end_there() -> None:
    for seed in range(9):
        assert half_said("A tiny change doesn't change which is largest.", Random(seed)).count("which is largest")
        assert half_said("I'd say 1 − C(n − c, k)/C(n, k).", Random(seed)).count("C(n, k)")


def test_nobody_looks_up_how_to_mention_it() -> None:
    assert not any("how" in half_said("I'd mention a limit: rare words.", Random(seed)) for seed in range(30))


def test_a_name_keeps_its_capital_in_doubt() -> None:
    for seed in range(9):
        assert half_said("Maillard reactions are what browns it.", Random(seed)).startswith("Maillard ")
        said_so = half_said("The crust browns better with sugar.", Random(seed))
        assert said_so in [f"{hedge} the crust browns better with sugar." for hedge in HEDGES]


def test_markdown_leaves_only_its_prose() -> None:
    assert paragraphs(
        "# Title\n\nSee [the book](http://a.b) and `code` (a lot).\n\n> Quoted **words**\n\n    x = 1\n"
    ) == [
        "See the book and code.",
        "Quoted words",
    ]
    assert paragraphs("Stop *that* path. **Nobody** is there.") == ["Stop that path. Nobody is there."]


@pytest.mark.parametrize("words", [OF_MODELS, OF_ANY_WORK])
def test_stories_are_told_by_level(words: DemoWords) -> None:
    lacks = [[len(missing(story)) for story in stories] for stories in words.stories]
    assert len(words.stories) == len(VERDICTS)
    assert min(lacks[0] + lacks[1]) >= 2
    assert max(lacks[3]) == 0


def test_a_cook_tells_of_no_model() -> None:
    """The demo of a bank on kitchens told of fine-tuning, a larger model and kernel profiling."""
    words = words_of("kitchen")
    told = [*chain(*words.stories), *words.own_parts, *words.replies.values(), words.asks_us]
    ours = re.compile(r"\b(?:models?|prompt|fine-tun|retriev|kernel|context|releases?|ship|interface|test set|users?)")
    assert not [text for text in told if ours.search(text)]
    assert [text for text in OF_MODELS.replies.values() if ours.search(text)]
    assert list(words.replies) == list(motives_of("kitchen"))


def test_no_phrase_comes_twice_in_a_row() -> None:
    told: list[str] = []
    for number in range(3 * len(UNSURE_REPLIES)):
        told.append(varied(UNSURE_REPLIES, told, Random(number)))
    assert all(len(set(told[n : n + len(UNSURE_REPLIES)])) == len(UNSURE_REPLIES) for n in (0, 8, 16))
    assert all(here != after for here, after in pairwise(told))


def test_the_same_seed_says_the_same(llm: Graph) -> None:
    assert answers(interview(llm, 4)) == answers(interview(llm, 4))


def test_answers_read_like_speech_and_are_heard(llm: Graph) -> None:
    """Of 1,562 points that were met in 40 such interviews 99.4% were heard, and of 502 that were missed 38%."""
    shares: dict[str, list[bool]] = {"yes": [], "no": []}
    for sat in (interview(llm, seed) for seed in SEEDS):
        for text in answers(sat):
            assert not re.search(r"\*\*|`|\.\.|\?\.|\bI would\b|^Perhaps ", text), text
            points = {p.point.rstrip(".") for turn in sat.state.turns if not turn.check for p in turn.question.rubric}
            assert not any(f"{sentence.rstrip('.')}" in points for sentence in text.split(". ")), text
        for turn in sat.state.turns:
            if turn.check is None and turn.said_text and not turn.dont_know:
                for point, found in heard_of(turn).items():
                    shares.get(turn.marks.get(point, ""), []).append(found.share >= P.HEARD_AT_ALL)
    assert sum(shares["yes"]) >= 0.98 * len(shares["yes"]) > 100
    assert sum(shares["no"]) <= 0.45 * len(shares["no"])
