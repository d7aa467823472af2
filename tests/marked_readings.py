"""The second reading of the score, measured on marked answers: does it beat the length, and how far off is it?

A figure over answers of any length proves nothing, as good answers are longer. So the comparison is made within a
question, on answers of like length: of all pairs that the markers tell apart, how many does a reading put in order?
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from statistics import fmean

import numpy as np

from simulator.engine.choice.listening import coverage_read, heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Unheard
from simulator.engine.scoring import MET, Mark, rank, score
from simulator.graph.records import Graph, Question
from simulator.graph.text import clean
from simulator.session.lab.marked import ALPHA, DRAWS, MarkedAnswer, Share, lines_of, ratio
from tests.listened_people import Pool, pool_of

ROUNDS = 200
LISTENING = Path(__file__).parent / "data" / "listening"
USUAL = ("middling.jsonl", "random.jsonl", "like_length.jsonl")


@dataclass(frozen=True)
class ReadAnswer:
    """A marked answer: the mean coverage and verdict (rank) of its markers, its words, and what was heard of it.

    `heard` is None for a list of keywords. `unheard` counts as met the points that every marker marked as met.
    """

    question: str
    coverage: float
    verdict: int
    words: int
    heard: float | None
    unheard: Unheard


class SortedAnswer(MarkedAnswer, frozen=True):
    """A marked answer with the `sort` that its writer was asked for."""

    sort: str = ""


def usual_answers(graph: Graph) -> list[ReadAnswer]:
    """The marked answers of the repository, but for those written in unusual words on purpose."""
    lines = [line for file in USUAL for line in lines_of(LISTENING / file, SortedAnswer)]
    kept = (line for line in lines if line.question in graph.questions and line.sort != "unusual")
    return [_read(line, graph.questions[line.question]) for line in kept]


def read_for_score(path: Path, graph: Graph) -> list[ReadAnswer]:
    """The answers of a file to questions of the graph. Raises UsageError for a file of another form."""
    lines = lines_of(path, MarkedAnswer)
    return [_read(line, graph.questions[line.question]) for line in lines if line.question in graph.questions]


def _read(line: MarkedAnswer, question: Question) -> ReadAnswer:
    text = clean(line.text)
    found = heard(question, text)
    rubric = tuple(point for point in question.rubric if line.marks.get(point.id))
    markers = range(min(len(line.marks[point.id]) for point in rubric))
    each: list[dict[str, Mark]] = [{point.id: line.marks[point.id][n] for point in rubric} for n in markers]
    scores = [score(rubric, marks) for marks in each]
    met = [point for point in rubric if all(marks[point.id] in MET for marks in each)]
    missing = [point for point in met if found[point.id].share < P.HEARD_AT_ALL]
    musts = [[point for point in points if point.critical] for points in (met, missing)]
    return ReadAnswer(
        question=line.question,
        coverage=fmean(each_score.coverage for each_score in scores),
        verdict=int(fmean(rank(each_score.verdict) for each_score in scores) + 0.5),
        words=len(text.split()),
        heard=coverage_read(question, text),
        unheard=Unheard(len(met), len(missing), *map(len, musts)),
    )


def in_order(
    answers: Iterable[ReadAnswer], score_of: Callable[[ReadAnswer], float]
) -> dict[Hashable, tuple[float, int]]:
    """By question, how many pairs of answers that the markers tell apart are in their order, and of how many."""
    of_question: defaultdict[str, list[ReadAnswer]] = defaultdict(list)
    for answer in answers:
        of_question[answer.question].append(answer)
    found: dict[Hashable, tuple[float, int]] = {}
    for question, its in of_question.items():
        pairs = [sorted(pair, key=lambda a: a.coverage) for pair in combinations(its, 2)]
        apart = [(score_of(low), score_of(high)) for low, high in pairs if low.coverage < high.coverage]
        found[question] = (sum(0.5 if low == high else low < high for low, high in apart), len(apart))
    return found


def against_length(answers: Sequence[ReadAnswer]) -> dict[str, Share]:
    """The share of the pairs in order by what was `heard` and by the number of `words`, and the `gain` over these.

    The intervals are over questions, that of the gain paired.
    """
    ours = in_order(answers, lambda answer: answer.heard or 0.0)
    words = in_order(answers, lambda answer: float(answer.words))
    table = np.array([(*ours[question], *words[question]) for question in ours], float).reshape(-1, 4)
    drawn = table[np.random.default_rng(1).integers(0, len(table), (DRAWS, len(table)))].sum(1)
    low, high = np.quantile((drawn[:, 0] - drawn[:, 2]) / drawn[:, 1], (ALPHA / 2, 1 - ALPHA / 2))
    whole = table.sum(0)
    gain = Share(float((whole[0] - whole[2]) / whole[1]), float(low), float(high), int(whole[1]))
    return {"heard": ratio(ours), "words": ratio(words), "gain": gain}


def beats_length(answers: Sequence[ReadAnswer]) -> bool:
    """Whether the reading may enter the belief: it beats the number of words beyond chance."""
    low = against_length(answers)["gain"].low
    return low is not None and low > 0


@dataclass(frozen=True)
class ReadingFit:
    """A model of the reading: mean heard coverage by verdict, its spread, and the share of answers that is lost."""

    means: tuple[float, ...]
    sd: float
    lost: float


def fit_of_reading(answers: Sequence[ReadAnswer]) -> ReadingFit:
    """The model of the reading that marked answers make likeliest, by EM. What is lost is heard like a weak answer."""
    read = [(answer.heard, answer.verdict) for answer in answers if answer.heard is not None]
    coverage, verdict = np.array([pair[0] for pair in read]), np.array([pair[1] for pair in read])
    means, sd, lost = np.array(P.READING_MEANS), P.READING_SD, P.READING_LOST
    for _ in range(ROUNDS):
        likely = [np.exp(-0.5 * ((coverage - mean) / sd) ** 2) for mean in (means[0], means[verdict])]
        gone = np.where(verdict > 0, lost * likely[0] / (lost * likely[0] + (1 - lost) * likely[1]), 0.0)
        for number in set(verdict.tolist()):
            weights = (1 - gone) * (verdict == number)
            means[number] = (weights @ coverage) / weights.sum()
        squares = (1 - gone) * (coverage - means[verdict]) ** 2 + gone * (coverage - means[0]) ** 2
        sd, lost = float(np.sqrt(squares.mean())), float(gone[verdict > 0].mean())
    return ReadingFit(tuple(float(mean) for mean in means), sd, lost)


def share_unheard(answers: Iterable[ReadAnswer]) -> Share:
    """Of the points that every marker marked as met the share that was not heard, with its interval over questions."""
    sums: defaultdict[Hashable, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for answer in answers:
        if answer.heard is not None:
            cell = sums[answer.question]
            cell[0] += answer.unheard.unheard
            cell[1] += answer.unheard.met
    return ratio(sums)


def pool_of_answers(answers: Iterable[ReadAnswer]) -> Pool:
    """What simulated people are heard by: the coverages of these answers, by their verdict."""
    return pool_of((answer.verdict, answer.heard) for answer in answers if answer.heard is not None)
