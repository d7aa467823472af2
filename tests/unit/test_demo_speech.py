"""The demo's candidate speaks like a person, whatever bank they are asked from, and is heard all the same."""

import re
from itertools import pairwise
from random import Random

import pytest

from simulator.engine.choice.own_work import missing
from simulator.engine.lab.people import Answer, drawn_candidate
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import VERDICTS, Mark
from simulator.graph.records import Graph, Point, Question
from simulator.graph.speech.first_person import spoken_point
from simulator.graph.speech.sentences import contracted, in_speech, paragraphs, spoken_text
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.interview import Interview
from simulator.session.speaking import (
    DOUBTS,
    HEDGES,
    NOT_SURE,
    OWN_HEDGES,
    STORIES,
    UNSURE_REPLIES,
    half_said,
    spoken_answer,
    varied,
)
from tests.mutations import at_most
from tests.reporting import bank_of, interview

SEEDS = range(12)
# a bank that nobody here has written: without cues, and with all of Markdown
BREAD = Question(
    id="why-dough-rests",
    kind="discuss",
    concepts=("dough",),
    tier=2,
    prompt="Why does one leave dough alone for a night?",
    answer=(
        "**Flavour.** A cold night makes *acids* slowly, and these give the crumb its taste.\n\n"
        "- Gluten: relaxes while the dough rests, so it can be shaped without tearing.\n"
        "- Put the bowl into the fridge (4 °C), because warm dough collapses.\n\n"
        "```\nrest = 12 * hours\n```\n\n"
        "| time | rise |\n|---|---|\n\n"
        "Enzymes break the starch into sugar; the crust browns better with it."
    ),
    rubric=(
        Point("taste", "Says that slow acids give the crumb more taste", 1),
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


def test_any_bank_is_spoken_in_its_order() -> None:
    assert said(BREAD, "yes", "yes", "yes", "yes", "yes") == [
        "A cold night makes acids slowly, and these give the crumb its taste.",
        "Gluten relaxes while the dough rests, so it can be shaped without tearing.",
        "I'd put the bowl into the fridge, because warm dough collapses.",
        "Enzymes break the starch into sugar; the crust browns better with it.",
        "I'd weigh the salt: it slows the yeast.",
    ]


def test_missed_points_are_left_out() -> None:
    told = said(BREAD, "no", "yes", "no", "no", "no")
    assert [
        text.endswith("Gluten relaxes while the dough rests, so it can be shaped without tearing.") for text in told
    ] == [True]


def test_a_half_is_said_with_doubt() -> None:
    half = [f"{doubt} I'd put the bowl into the fridge, {hedge}." for doubt in DOUBTS for hedge in OWN_HEDGES]
    assert said(BREAD, "no", "no", "partly", "no", "no")[0] in half


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
        assert spoken_text(f"The cache grows.\n\n{bait * (40_000 // len(bait))}").startswith("The cache grows.")


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


@pytest.mark.parametrize(
    ("point", "spoken"),
    [
        ("Says that the cost grows with length", "The cost grows with length."),
        ("Draws a consequence: steps are serial so time grows", "Steps are serial so time grows."),
        ("Sees the confounder", "I'd watch for the confounder."),
        ("Looks for contradictions, at least two of: dates, names", "I'd look for contradictions: dates, names."),
        ("Compares costs in numbers and lets them decide", "I'd compare costs in numbers and let them decide."),
        ("Names the price of caching", "I'd mention the price of caching."),
        ("Gives at least two causes (heat, salt)", "I'd mention two causes: heat and salt."),
        (
            "Adds a weakness of one of them: sigmoids saturate so gradients vanish, or units can die",
            "I'd add a weakness: sigmoids saturate so gradients vanish.",
        ),
        (
            "Names at least three things that a demo hides, such as rights, load, failures, prices or cost",
            "I'd mention three things that a demo hides: rights, load and failures.",
        ),
        (
            "Names a gain with its reason: fewer calls or less context, or a plan to check (one is enough)",
            "I'd mention a gain: fewer calls or less context.",
        ),
        (
            "Adds one of: a schema fixes the shape, not the content; a payload planted as a test",
            "A schema fixes the shape, not the content.",
        ),
        (
            "Starts where it can be located: layer by layer to the first tensor that is off",
            "I'd start where it can be located: layer by layer to the first tensor that's off.",
        ),
        ("Asks whether the baseline was tuned as carefully", "I'd ask whether the baseline was tuned as carefully."),
        ("Turns tries into risk or asks for best of k", "I'd turn tries into risk."),
        ("Removes or repairs failures", "I'd repair failures."),
        (
            "Watches use by key with alarms, scans commits, or rotates on a schedule",
            "I'd watch use by key with alarms.",
        ),
        ("Gives the fetch a time limit", "I'd give the fetch a time limit."),
        ("Gives 20 milliseconds more for the first", "I'd say 20 milliseconds more for the first."),
        ("Recognises ranking as high-risk use, naming at least three duties", "I'd treat ranking as high-risk use."),
        ("If it recurs, uses a fitting stabiliser", "If it recurs, I'd use a fitting stabiliser."),
        ("Doesn't rely on keyword search", "I wouldn't rely on keyword search."),
        ("Says that a narrow head selects, and that it can't see variety", "A narrow head selects."),
        ("Has experts mark errors", "I'd have experts mark errors."),
        ("Would test it on real talks", "I'd test it on real talks."),
        ("Says that width need not be equal, with a case", "Width need not be equal."),
        ("Says why it fails", "I'd explain why it fails."),
        ("Requirements state both goals", "I'd also bring in requirements state both goals."),
    ],
)
def test_a_point_is_said_in_the_first_person(point: str, spoken: str) -> None:
    assert spoken_point(point) == spoken


@pytest.mark.parametrize(
    ("sentence", "spoken"),
    [
        ("Measure it before you change anything.", "I'd measure it before you change anything."),
        ("Attribute errors, build sets, see whole talks.", "I'd attribute errors, build sets, see whole talks."),
        ("Top-p: keeps the smallest set that is enough.", "Top-p keeps the smallest set that's enough."),
        ("Chat: it does not wait for the others.", "It doesn't wait for the others."),
        ("But the scales drift after a year.", "The scales drift after a year."),
        ("A weak probe acquits nobody.", "A weak probe acquits nobody."),
        ("All weights when much must go in.", ""),
        ("Absolute, stable, explains itself at once.", ""),
        ("Purpose and reader, odd cases, perhaps an example.", ""),
        ("A stop string for the user's turn.", ""),
        ("60 tasks with lists of findings, grade each, compare all.", ""),
        ("Second, plain averages hide it.", "Plain averages hide it."),
        ("Which label has most examples, which come last.", ""),
        ("Whether only the top label counts.", ""),
        ("It takes 3 · 4 = 12 steps.", ""),
        ("How were they scored before?", ""),
    ],
)  # fmt: skip
def test_a_sentence_is_said_or_left(sentence: str, spoken: str) -> None:
    assert in_speech(sentence) == spoken


def test_short_forms_fall_where_one_says_them() -> None:
    written = "It is known that accuracy there is low, and I would not wait."
    assert contracted(written) == "It's known that accuracy there is low, and I'd not wait."


def test_markdown_leaves_only_its_prose() -> None:
    assert paragraphs(
        "# Title\n\nSee [the book](http://a.b) and `code` (a lot).\n\n> Quoted **words**\n\n    x = 1\n"
    ) == [
        "See the book and code.",
        "Quoted words",
    ]
    assert spoken_text("Stop *that* path. **Nobody** is there.") == "Stop that path. Nobody is there."


def test_stories_are_told_by_level() -> None:
    lacks = [[len(missing(story)) for story in stories] for stories in STORIES]
    assert len(STORIES) == len(VERDICTS)
    assert min(lacks[0] + lacks[1]) >= 2
    assert max(lacks[3]) == 0


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
