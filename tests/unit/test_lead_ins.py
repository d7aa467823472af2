"""Which words an interviewer repeats before a follow-up, and which follow-ups ask what was just said."""

from dataclasses import replace

import pytest
from msgspec import structs

from simulator.engine.choice.probes import CHOICE_LIMIT, LIMITS, Context, next_probe
from simulator.engine.choice.remarks import belongs_to, sweeping
from simulator.graph.records import Mistake, Point, Probe, Question
from tests.graphs import llm_graph

ROPE = Question(
    id="rope",
    kind="discuss",
    concepts=("rope",),
    tier=3,
    prompt="We raised the base of rotary positions before we trained on long texts. What does that do?",
    rubric=(
        Point(
            id="slow",
            point="Says that slow pairs reach unseen angles at long distances",
            weight=3,
            critical=True,
            cues=("slow|low + pairs|frequencies + angles|turn", "angles + never|not > seen|met|trained"),
        ),
        Point(id="short", point="Short texts get a little worse", weight=1, cues=("short + worse|lose",)),
    ),
)
SAID = "The slow pairs get to angles they have never met in training, so at a long distance it breaks."
SILENT = Context(
    seed=1, position=1, asked_here=(), points_asked=frozenset(), told=frozenset(), asked_before=0, open_before=0,
    question_seconds=60.0, seconds_left=2_000.0,
)  # fmt: skip


def asked(probe: Probe, text: str = SAID, question: Question = ROPE) -> bool:
    """Whether a follow-up is asked after a text: the only one there is beside those on claims without exception."""
    found = next_probe(structs.replace(question, probes=(probe,)), text, SILENT)
    return found is not None and found.asks == probe.asks


def drill(asks: str, reply: str, point: str = "slow") -> Probe:
    return Probe(kind="drill", point=point, asks=asks, reply=reply)


COST = Mistake(
    claim="The cheapest token price gives the cheapest service.",
    why="It may need more tokens, more attempts or a person afterwards.",
    challenge="How many attempts and tokens does each of them need for one solved case?",
)
BASE = Mistake(
    claim="With a raised base the model understands the new angles without any training.",
    why="The weights were fitted to the old frequencies.",
    challenge="After the change, which pairs still turn as the weights are used to?",
)


@pytest.mark.parametrize(
    ("words", "mistake", "belongs"),
    [
        ("Anything not interactive goes to the batch interface, half price, but it can take a day", COST, False),
        ("We just set five hundred thousand as in the Llama config", BASE, False),
        ("the service with the lowest token price is the cheapest", COST, True),
        ("it understands new angles without any more training", BASE, True),
        ("we raised the base and trained on long texts", BASE, False),
    ],
)
def test_a_challenge_repeats_what_it_is_about(words: str, mistake: Mistake, belongs: bool) -> None:
    assert belongs_to(words, mistake, ROPE) is belongs


def test_a_challenge_without_shared_words_repeats_nothing() -> None:
    cues = ("five hundred thousand > config",)
    claim = "It's set to five hundred thousand as in the config, whatever the length."
    near = Mistake(claim=claim, why="The config of another model says nothing.", cues=cues, challenge="Whose config?")
    far = structs.replace(near, claim="It just works.", why="It doesn't.", challenge="What must be learnt first?")
    text = f"{SAID} We just set five hundred thousand as in the Llama config."
    kept, dropped = (next_probe(structs.replace(ROPE, mistakes=(one,)), text, SILENT) for one in (near, far))
    assert kept is not None
    assert dropped is not None
    assert (kept.sort, kept.quote) == ("challenge", "We just set five hundred thousand as in the Llama config")
    assert (dropped.sort, dropped.asks, dropped.quote) == ("challenge", far.challenge, "")


def test_what_may_have_been_said_is_repeated_first() -> None:
    """Who had said half of it was asked for it as if nothing had been heard."""
    whole = llm_graph().questions["gradient-descent-and-batches"]
    of_step = next(probe for probe in whole.probes if (probe.kind, probe.point) == ("gap", "step"))
    question = structs.replace(whole, probes=(of_step,), mistakes=())
    begins, rest = "It follows the slope down until the loss is minimal", "Bigger batches take longer for each step."
    cases = ((f"{begins}. {rest}", False), (f"{rest} I'd try a few sizes to see.", False), (f"{begins}. {rest}", True))
    asked = [next_probe(question, text, replace(SILENT, spoken=spoken)) for text, spoken in cases]
    assert [one and (one.asks, one.quote) for one in asked] == [(of_step.asks, q) for q in (begins, "", "")]


def test_a_worry_that_was_given_up_is_left() -> None:
    """ "What would be an exception to that?" came of words that the reply before had taken back."""
    claim = "The model in memory gets smaller, because you don't need to load the big weights."
    for reply, contested in (("It's the adapter that counts.", True), ("I think I mixed that up with QLoRA.", False)):
        found = next_probe(ROPE, f"{SAID} {claim} {reply}", SILENT)
        assert (found is not None and found.asks in {*LIMITS, CHOICE_LIMIT}) == contested


NO_RULE = [
    "Set the temperature to zero, then it always takes the most probable token, because nothing is drawn.",
    "Send a customer always to the same card, so the adapter is already loaded.",
    "A hundred of fifty thousand is little, so a rare sabotage is practically never drawn.",
    "The sums drift, always in one direction, because of rounding.",
    "The judge reorders them, since a perfect search can fix twenty at most.",
    "Paging always helps the users if memory is short, because blocks are shared.",
    "Paging always helps the users, because blocks are shared, but with two users it costs more.",
    "Paging always helps the users, because blocks are shared. When not? With two users.",
    "Paging always helps the users, because blocks are shared. It fails in no case except a single user.",
    'Harden the prompt: "You must never output code, since it may be run."',
    "We noticed because we had hidden tests which it never trained on.",
    "For that we put the lease on ten minutes, so that is always enough.",
    "It's dropped since a model which always says no has the same score.",
    "One measure never used for selecting, because it would be gamed.",
    "The slow ones never did a full turn in 4k tokens, so beyond that they come to angles the model never saw.",
    "Large caches always failed under load, because eviction came late.",
    "The index had completely lost recall, since half of it was missing.",
    "It looks again, which always improves the text since it's a second chance.",
    "It grows by leaves, so always splits the leaf with the largest gain, because that's greedy.",
    "A recount gives both sides exactly the same guarantee, since the sum is fixed.",
    "Quality beats quantity as always, so I'd read a hundred of them.",
    "One can't promise the kernels are perfectly deterministic, because GPUs round.",
]


@pytest.mark.parametrize("text", NO_RULE)
def test_steps_stories_and_bounded_claims_stay_uncontested(text: str) -> None:
    assert sweeping(text) == ""
    for position in range(1, 20):
        found = next_probe(ROPE, f"{SAID} {text}", replace(SILENT, position=position))
        assert found is None or found.asks not in {*LIMITS, CHOICE_LIMIT}


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("Caching is always faster, because reading is cheap. A 70B has a large cache.", "Caching is always faster"),
        ("Tokens outside the nucleus are never drawn, so they're lost.", "Tokens outside the nucleus are never drawn"),
        (
            "It looks again, and a second look always improves the text since it's a second chance. Fine.",
            "It looks again, and a second look always improves the text",
        ),
        ("Never touch the first layer, because errors add up.", "Never touch the first layer"),
        ("The writes never exceed the budget, as the queue is bounded.", "The writes never exceed the budget"),
    ],
)
def test_a_plain_claim_is_still_contested(text: str, claim: str) -> None:
    assert claim in sweeping(text)


def test_the_point_again_is_not_asked_for() -> None:
    again = "Pairs of low frequencies come to angles that weren't met, and the attention has not seen these."
    assert not asked(drill("What exactly breaks?", again))
    assert asked(drill("What exactly breaks?", "Nothing at all but the cache, which fills up twice over."))
    assert asked(drill("What breaks at 20,000 with a base of 500,000?", again))  # another case


def test_a_figure_said_is_not_asked_for() -> None:
    size = drill("How many weights does an adapter of rank 16 have?", "Times 16 and 32 layers, 41.9 million weights.")
    assert not asked(size, f"{SAID} An adapter of rank 16 on all projections has around forty million.")
    assert asked(size, f"{SAID} An adapter of rank 16 on all projections has around ninety million.")
    assert asked(size, f"{SAID} An adapter of rank 16 on all projections has 41.2 million.")
    assert asked(size, f"{SAID} Around forty million of these.")
    end = drill("If each case keeps its version, how many run at once?", "Up to 8, as three weeks hold 7 releases.")
    assert not asked(end, f"{SAID} Each keeps its version, so with these releases there are seven.")
    assert asked(end, f"{SAID} Each keeps its version, so with these releases there are six.")


def test_a_reply_within_a_sentence_is_not_asked() -> None:
    window = drill(
        "With the new pieces a word takes 1.6 tokens instead of 3. What does that do to the window?",
        "The window holds nearly twice the text, and an answer needs about half the steps and costs less money.",
    )
    assert asked(window)
    assert not asked(window, f"{SAID} The window is nearly twice as large as new pieces take a word in fewer tokens.")
    assert asked(window, f"{SAID} The window is nearly full. New pieces take a word in fewer tokens.")
