"""How far the words that would be shown for a point bear it out.

A point may be heard all over an answer, and the words found for it still be about something else. So beside its chance
it counts what is in these words alone. It moves no chance: it decides whether they are shown, and how firmly, and has
half a say in whether a must-have is asked for.
"""

from collections.abc import Mapping, Sequence, Set
from functools import lru_cache
from heapq import nlargest
from math import exp, log
from typing import NamedTuple

from simulator.engine.choice.likeness import WrongBelief
from simulator.engine.choice.quotes import Stretch, vocabulary
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.spoken import CueHit, Spoken
from simulator.graph.listening.words import tokens
from simulator.graph.records import Point, Question

TELLING = 8  # words: with so many of those that tell most, a stretch holds all of its point
BELIEVED = (-6.0, 2.0)  # logits: beyond them it's no clearer whether a false belief is said
SUREST = 1e-6  # chances nearer to 0 or 1 count as this


class WordsEvidence(NamedTuple):
    """What speaks for and against the words found for a point. `P.BEARING_WEIGHTS` weighs them in this order."""

    chance: float  # that it was said, in logits
    beyond: float  # 1 for a point that the prompt doesn't ask for: it is said less often
    words: float  # which share of the words that tell it they hold, those of the prompt left out
    others: float  # how likely the likeliest other point is of which a whole cue lies in them
    mistaken: float  # how much they sound like a mistake, in logits


def borne_out(
    question: Question,
    spoken: Spoken,
    found: tuple[Mapping[str, float], Mapping[str, Sequence[CueHit]]],
    best: Mapping[str, Stretch],
    wrong: Sequence[WrongBelief],
) -> dict[str, float]:
    """By point how likely it was said in the words of its stretch, from 0 to 1; those without a stretch are left out.

    `found` are the chances and what was found of the cues, by point, `wrong` the beliefs heard in the text.
    """
    shares, hits = found
    sounds: dict[int, float] = {}
    for belief in wrong:
        sounds[belief.sentence] = max(belief.logit, sounds.get(belief.sentence, belief.logit))
    proofs = {}
    for point in question.rubric:
        if (words := best.get(point.id)) is not None:
            others = (
                shares[name]
                for name, some in hits.items()
                if name != point.id
                and any(hit.share == 1 and words.first <= hit.first and hit.last <= words.last for hit in some)
            )
            proofs[point.id] = WordsEvidence(
                _logit(shares[point.id]),
                float(point.beyond),
                held(question, point, words.stems),
                max(others, default=0.0),
                _mistaken(spoken, words, sounds),
            )
    return {name: _chance(proof) for name, proof in proofs.items()}


def held(question: Question, point: Point, words: Set[str]) -> float:
    """The share of what tells a point of the question that these stems hold; of its telling words above 1."""
    weights, whole = _telling(question.prompt, question.rubric)[point.id]
    return sum(weights[stem] for stem in words & weights.keys()) / whole


@lru_cache(maxsize=512)
def _telling(prompt: str, rubric: tuple[Point, ...]) -> Mapping[str, tuple[Mapping[str, float], float]]:
    """For each point the stems that tell it and aren't the prompt's, and what those that tell most weigh together."""
    echoed = {token.stem for token in tokens(prompt)}
    found = {}
    for name, weights in vocabulary(prompt, rubric).items():
        own = {stem: weight for stem, weight in weights.items() if stem not in echoed}
        found[name] = own, sum(nlargest(TELLING, own.values())) or 1.0
    return found


def _mistaken(spoken: Spoken, words: Stretch, sounds: Mapping[int, float]) -> float:
    first, last = spoken.tokens[words.first].sentence, spoken.tokens[words.last].sentence
    least, most = BELIEVED
    logit = max((sounds[sentence] for sentence in range(first, last + 1) if sentence in sounds), default=least)
    return min(most, max(least, logit))


def _logit(chance: float) -> float:
    kept = min(1 - SUREST, max(SUREST, chance))
    return log(kept / (1 - kept))


def mean_chance(one: float, other: float) -> float:
    """The mean of two chances, in logits."""
    return 1 / (1 + exp(-(_logit(one) + _logit(other)) / 2))


def _chance(proof: WordsEvidence) -> float:
    weighed = sum(weight * value for weight, value in zip(P.BEARING_WEIGHTS, proof, strict=True))
    return 1 / (1 + exp(-(weighed + P.BEARING_BIAS)))
