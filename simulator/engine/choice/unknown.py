"""Which points somebody says they don't know, so that nobody asks them for just that.

What is disclaimed is left out of what is heard, so its point looks merely unsaid. Here the words that were left out are
compared with the points, and the follow-ups that ask for them, by the words that tell these apart: those of the prompt
too, as people name a part of the question ("LongLoRA I don't know").
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby
from math import sqrt

from simulator.engine.choice.quotes import COMMON
from simulator.engine.choice.remarks import general_words
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.disclaimed import without_disclaimed
from simulator.graph.listening.disfluency import without_disfluencies
from simulator.graph.listening.words import as_typed, empty_stems, tokens
from simulator.graph.records import Question

ENOUGH, ALIKE = 0.5, 0.5  # of words that tell a point, and of the most that any has: so many name it too
IN_PROBE = 0.5  # of a word that the follow-up or its reply has, against one of the point
# after these it's said all the same: "the rest I'm not sure, it's kept I think"
_GUESSES = frozenset("i i'd it it's they they're there there's maybe perhaps probably roughly".split())
TOPIC = 8  # words before "how, I don't know" that it's about


@lru_cache(maxsize=64)
def disclaimed_points(question: Question, text: str) -> frozenset[str]:
    """The points that somebody says they don't know: what they disclaim has enough of the words that tell them."""
    telling = _telling(question)
    found: set[str] = set()
    for stems in _disclaimed(text, {stem for weights in telling.values() for stem in weights}):
        scores = {point: sum(weights.get(stem, 0.0) for stem in stems) for point, weights in telling.items()}
        least = max(ENOUGH, ALIKE * max(scores.values(), default=0.0))
        found |= {point for point, score in scores.items() if score >= least}
    return frozenset(found)


def _disclaimed(text: str, known: set[str]) -> list[frozenset[str]]:
    """The stems of each stretch that is disclaimed; of what only points back ("how, I don't know") those before it."""
    typed = without_disfluencies(as_typed(text))
    kept = {token.start for token in without_disclaimed(typed, text)}
    stretches = []
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        runs = [(gone, list(run)) for gone, run in groupby(sentence, key=lambda token: token.start not in kept)]
        for number, (gone, words) in enumerate(runs):
            after = runs[number + 1][1][0].word if number + 1 < len(runs) else ""
            if gone and after not in _GUESSES:
                before = runs[number - 1][1] if number else []
                stems = frozenset(token.stem for token in words)
                topic = before if len(before) <= TOPIC else []
                stretches.append(stems if stems & known else frozenset(token.stem for token in topic))
    return stretches


@lru_cache(maxsize=512)
def _telling(question: Question) -> Mapping[str, Mapping[str, float]]:
    """For each point the stems that tell it from the others, with their weights."""
    found: dict[str, dict[str, float]] = {}
    for point in question.rubric:
        weights: defaultdict[str, float] = defaultdict(float)
        cued = (element.stem for cue in point.cues for element in compile_cue(cue).elements if element.stem)
        for stem, count in Counter(cued).items():
            weights[stem] = sqrt(count / len(point.cues))
        for stem in _stems(point.point):
            weights[stem] = max(1.0, weights[stem])
        for probe in question.probes:
            for stem in _stems(f"{probe.asks} {probe.reply}") if probe.point == point.id else ():
                weights[stem] = max(IN_PROBE, weights[stem])
        empty = empty_stems() | general_words()
        found[point.id] = {stem: weight for stem, weight in weights.items() if stem not in empty}
    shared = Counter(stem for weights in found.values() for stem in weights)
    return {name: {stem: weight / shared[stem] for stem, weight in weights.items()} for name, weights in found.items()}


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text) if token.word not in COMMON and len(token.word) > 1}
