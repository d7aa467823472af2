"""The brief: at most fifteen minutes on the day before, made of what was sat already, and of nothing new.

`picked` chooses by the facts that the index keeps; `brief` makes it from the turns of the transcripts that hold them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

import msgspec

from simulator.engine.scoring import SHORT, STRONG, Verdict, rank
from simulator.graph.records import Graph
from simulator.report.figures.progress import Progress
from simulator.report.figures.questions import title_of
from simulator.report.records import Result
from simulator.session.archive.summary import ItemFact, SessionFacts
from simulator.session.interview.turn import Turn

GISTS, ANSWERS, QUESTIONS = 6, 3, 2
GIST_MINUTES, ANSWER_MINUTES, QUESTION_MINUTES = 1, 1, 3
SPARE = 3  # more are picked than are shown: a transcript may be gone, an answer without words
HIGHEST_TIER = 5  # an open-ended design takes longer than the whole brief
VERSION = 1

Place = tuple[str, str]  # session, item


class BriefItem(Result, frozen=True):
    """A question that was asked and scored: what it was, what was answered, and what a good answer holds."""

    session: str
    question: str
    concept: str
    concept_title: str
    at: datetime
    verdict: Verdict
    prompt: str
    answer: str
    gist: str
    reference: str


class Brief(Result, frozen=True):
    """Gists of past gaps, one's best answers in one's own words, and comfortable questions to say aloud again.

    `minutes` is how long it takes, at most fifteen. All parts are empty where nothing was scored yet.
    """

    candidate: str
    graph: str
    role_title: str
    minutes: int
    gists: tuple[BriefItem, ...]
    answers: tuple[BriefItem, ...]
    questions: tuple[BriefItem, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to go over."""
        return not (self.gists or self.answers or self.questions)


class Picked(msgspec.Struct, frozen=True):
    """Where the parts of a brief are, the best first, with some to spare; `strong` counts the questions held."""

    strong: int
    gists: tuple[Place, ...]
    answers: tuple[Place, ...]
    questions: tuple[Place, ...]

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions to be read, each once."""
        return tuple(dict.fromkeys(session for session, _ in (*self.gists, *self.answers, *self.questions)))


def picked(facts: Sequence[SessionFacts], progress: Progress) -> Picked:
    """What a brief is made of: the last score of every question counts, a prediction alone does not."""
    last = _last_scores(facts)
    strong = [(s, i) for s, i in last if i.verdict in STRONG]
    calm = sorted((p for p in strong if p[1].tier <= HIGHEST_TIER), key=lambda p: (p[1].tier, -p[1].at.timestamp()))
    aloud = list(_by_concept(calm))
    best = sorted(strong, key=lambda p: (-_rank(p[1]), -p[1].tier, -p[1].at.timestamp()))
    return Picked(
        strong=len(strong),
        gists=_places(_by_concept(_gaps(last, progress)), GISTS),
        answers=_places(_by_concept(best), ANSWERS + QUESTIONS),
        questions=_places(aloud, QUESTIONS),
    )


def brief(found: Picked, turns: Mapping[Place, Turn], graph: Graph, progress: Progress) -> Brief:
    """The brief of what was picked; a place without its turn, its words or its gist is left out."""

    def items(places: Iterable[Place]) -> Iterator[BriefItem]:
        """The items of these places, in their order."""
        return (_item(place, turns[place], graph) for place in places if place in turns)

    gists = tuple(islice((i for i in items(found.gists) if i.gist), GISTS))
    questions = tuple(islice((i for i in items(found.questions) if i.gist or i.reference), _aloud(found)))
    said = {i.question for i in questions}  # one thing is gone over once
    answers = tuple(islice((i for i in items(found.answers) if i.answer and i.question not in said), ANSWERS))
    minutes = GIST_MINUTES * len(gists) + ANSWER_MINUTES * len(answers) + QUESTION_MINUTES * len(questions)
    return Brief(
        candidate=progress.candidate,
        graph=graph.id,
        role_title=progress.role_title,
        minutes=minutes,
        gists=gists,
        answers=answers,
        questions=questions,
    )


def _aloud(found: Picked) -> int:
    """How many questions are said aloud: two, but only half of what is held, for the rest are the best answers."""
    return min(QUESTIONS, (found.strong + 1) // 2)


def as_json(found: Brief) -> bytes:
    """The brief as a JSON object (UTF-8) with its version, as `interview brief --json` prints it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(found)}), indent=2)


def _last_scores(facts: Sequence[SessionFacts]) -> list[tuple[str, ItemFact]]:
    """The last score of every question with its session, the newest first."""
    last: dict[str, tuple[str, ItemFact]] = {}
    for session in sorted(facts, key=lambda f: (f.started, f.id)):
        for item in session.items:
            if item.scored and item.verdict is not None and not item.check:
                last[item.item] = (session.id, item)
    return sorted(last.values(), key=lambda p: p[1].at, reverse=True)


def _gaps(last: Sequence[tuple[str, ItemFact]], progress: Progress) -> list[tuple[str, ItemFact]]:
    """The questions that were missed: those of the areas to work on first, in their order, then the others."""
    order = {gap.area: number for number, gap in enumerate(progress.gaps)}
    missed = [p for p in last if p[1].verdict in SHORT]
    return sorted(missed, key=lambda p: (order.get(p[1].area, len(order)), _rank(p[1])))


def _by_concept(pairs: Iterable[tuple[str, ItemFact]]) -> Iterator[tuple[str, ItemFact]]:
    """The first of each concept."""
    seen = set()
    for session, item in pairs:
        if item.concept not in seen:
            seen.add(item.concept)
            yield session, item


def _places(pairs: Iterable[tuple[str, ItemFact]], most: int) -> tuple[Place, ...]:
    return tuple((session, item.item) for session, item in islice(pairs, most + SPARE))


def _rank(item: ItemFact) -> int:
    assert item.verdict is not None
    return rank(item.verdict)


def _item(place: Place, turn: Turn, graph: Graph) -> BriefItem:
    question, asked = turn.question, turn.asked
    assert turn.scored is not None
    return BriefItem(
        session=place[0],
        question=asked.id,
        concept=question.primary,
        concept_title=title_of(graph, question.primary),
        at=asked.at,
        verdict=turn.scored.verdict,
        prompt=question.prompt,
        answer=turn.answer_text,
        gist=question.gist,
        reference=question.answer,
    )
