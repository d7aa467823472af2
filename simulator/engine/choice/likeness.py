"""How much a sentence sounds like one point of a rubric rather than like the others.

A stem that the text and the cues of one point have, and those of the others don't, tells which of them is meant, also
where no cue is heard whole.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

from simulator.engine.choice.beliefs import CLAIMED, cue_stems, sentences
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import empty_stems, stems
from simulator.graph.records import Point, Question

UNSEEN = 0.01  # chance of a word that a point, or the others, don't have
TELLING = 8  # words: a sentence with so many of those that tell most sounds wholly like its point
LEAST = 12.0  # logits that they weigh together, or a point without cues would be heard in one word


def likeness(question: Question, spoken: Spoken) -> list[float]:
    """For each point of the rubric, how much the sentence that is likest sounds like it, from 0 to 1."""
    weights, most = _telling(question)
    said = ({token.stem for token in spoken.tokens[first:stop]} for first, stop in sentences(spoken))
    sounds = [
        [sum(column) for column in zip(*(weights[word] for word in words), strict=True)]
        for words in (sorted(weights.keys() & words) for words in said)
        if words
    ]
    best = [max(column) for column in zip(*sounds, strict=True)] if sounds else [0.0] * len(most)
    return [min(1.0, max(0.0, sound / full)) for sound, full in zip(best, most, strict=True)]


@lru_cache(maxsize=128)  # as many as the mistakes of `beliefs`
def _telling(question: Question) -> tuple[Mapping[str, Sequence[float]], Sequence[float]]:
    """By stem, for each point, how much likelier it is there than in the others, in logits.

    Beside it what the stems that tell most weigh together, for each point.
    """
    points = [_words(point) for point in question.rubric]
    whole = sum(points, Counter[str]())
    shares = [(point, max(1, point.total()), max(1, whole.total() - point.total())) for point in points]
    weights = {
        stem: [
            log((point[stem] / own + UNSEEN) / ((count - point[stem]) / others + UNSEEN))
            for point, own, others in shares
        ]
        for stem, count in whole.items()
    }
    most = [sum(sorted(column)[-TELLING:]) for column in zip(*weights.values(), strict=True)] or [0.0] * len(points)
    return weights, [max(LEAST, together) for together in most]


@lru_cache(maxsize=1_000)
def _words(point: Point) -> Counter[str]:
    """How often a point has each stem: in its text, in what is half of it, and once for each cue."""
    words = Counter(stem for cue in point.cues for stem in cue_stems(cue))
    words.update(dict.fromkeys(stems(point.point), CLAIMED))
    words.update(stems(point.partly))
    for empty in empty_stems() & words.keys():
        del words[empty]
    return words
