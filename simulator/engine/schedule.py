"""When a question is due again: the FSRS scheduler, and what an answer to a harder question rehearses below it.

FSRS's model of memory derives from that of Ye, Su and Cao (2022). It treats every question on its own. Here a solid
answer from tier 4 on also lets rest what it rests on, an idea of Skycak (2023, fractional implicit repetition); unlike
there, it moves a date and leaves the question's memory alone, so a wrong guess lasts until the next review and no
longer. docs/engine-measured.md has the figures.

The result depends only on the arguments: fuzzing is off and every field of a card is given, so fsrs reads neither the
clock nor global randomness.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache

from fsrs import Card, Rating, Scheduler, State

from simulator.engine.scoring import HIGHEST, LOWEST, STRONG, VERDICTS, Verdict
from simulator.graph.records import Graph, Question

# the lowest is forgotten and the highest known by heart; between them it's known from solid on
RATINGS: Mapping[Verdict, Rating] = {
    **{verdict: Rating.Good if verdict in STRONG else Rating.Hard for verdict in VERDICTS},
    LOWEST: Rating.Again,
    HIGHEST: Rating.Easy,
}
# no learning steps within a day: interviews are days apart
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)

REHEARSES_FROM = 4  # the tier: a trade-off is argued from the fundamentals, an edge case need not be
SHARE = 0.5  # of the time that a review of its own would bring, at most
MOST_INTERVALS = 2.0  # intervals after its last review a question is asked at the latest
FRESH = timedelta(days=2)  # before the end of a day: what was answered then or the day before
MOST_LATE = timedelta(days=5)  # after its own date, so that a wrong guess costs little where intervals are long


@dataclass(frozen=True)
class PastReview:
    """One verdict on one question; `at` must be in UTC. `evidence` (0 to 1) is how much it says about what is below."""

    item: str
    verdict: Verdict
    at: datetime
    evidence: float = 1.0


@dataclass(frozen=True)
class Rest:
    """Why a question is asked at `until` and not at `own`, its own date: the answer to `by` at `since` rehearsed it."""

    item: str
    by: str
    since: datetime
    own: datetime
    until: datetime


Rehearsed = Mapping[str, frozenset[str]]


@lru_cache(maxsize=8)
def rehearsed_below(graph: Graph) -> Rehearsed:
    """For each question from tier 4 on the easier ones on its concept, and on what that directly rests on.

    Stories of one's own work neither rehearse anything nor are rehearsed.
    """
    on: dict[str, list[Question]] = {}
    asked = [q for q in graph.questions.values() if q.kind != "experience"]
    for question in asked:
        on.setdefault(question.primary, []).append(question)
    return {
        q.id: frozenset(
            below.id
            for concept in (q.primary, *graph.concepts[q.primary].prerequisites)
            for below in on.get(concept, ())
            if below.tier < q.tier
        )
        for q in asked
        if q.tier >= REHEARSES_FROM
    }


class Schedule:
    """When every answered question is due, after answers that are given in the order of time.

    `rehearsed` says which questions an answer lets rest; without it every question goes by itself.
    """

    def __init__(self, rehearsed: Rehearsed | None = None, scheduler: Scheduler = SCHEDULER) -> None:
        self.rehearsed = rehearsed or {}
        self._rests: dict[str, Rest] = {}
        self._scheduler = scheduler
        self._cards: dict[str, Card] = {}
        # what was missed the last time is asked again, whatever a harder answer says
        self._well: set[str] = set()

    def answer(self, review: PastReview) -> None:
        """Take an answer into account: its own date, and those of what it rehearsed."""
        card = self._cards.get(review.item) or Card(1, State.Learning, 0, None, None, review.at, None)
        self._cards[review.item] = self._reviewed(card, RATINGS[review.verdict], review.at)
        self._rests.pop(review.item, None)
        self._well.discard(review.item)
        if review.verdict not in STRONG:
            return
        self._well.add(review.item)
        if review.evidence <= 0:
            return
        for item in sorted(self.rehearsed.get(review.item, frozenset()) & self._well):
            # it rests by a share of what a good review now would bring; never beyond the answer's own date
            good = self._reviewed(self._cards[item], Rating.Good, review.at)
            earned = SHARE * review.evidence * (good.due - review.at)
            until = min(review.at + earned, self.due(review.item), self._latest(item))
            if until > self.due(item):
                self._rests[item] = Rest(item, review.item, review.at, self._cards[item].due, until)

    def due(self, item: str) -> datetime:
        """When an answered question is due again. Raises KeyError where it was never answered."""
        own = self._cards[item].due
        return max(own, self._rests[item].until) if item in self._rests else own

    def due_by(self, now: datetime) -> list[str]:
        """The questions that are due at `now`, the longest overdue first."""
        return [item for at, item in sorted((self.due(item), item) for item in self._cards) if at <= now]

    def ready(self, now: datetime) -> tuple[str, ...]:
        """What a drill may ask at `now`, the longest overdue first.

        Not what waits for a harder question; nor, while something that was missed is due, what was answered well today
        or yesterday: a second answer within a day is due after one day more, however good it was.
        """
        back = self.held_back(now)
        due = [item for item in self.due_by(now) if item not in back]
        if self._well.issuperset(due):
            return tuple(due)
        return tuple(item for item in due if item not in self._well or now - self._last(item) >= FRESH)

    def ahead(self, now: datetime) -> list[tuple[datetime, str]]:
        """The questions that come due after `now`, with when, the soonest first."""
        return sorted((at, item) for item in self._cards if (at := self.due(item)) > now)

    def resting(self, now: datetime) -> list[Rest]:
        """The questions that would be due at `now`, had they not been rehearsed, the first to come back first."""
        moved = (rest for rest in self._rests.values() if rest.own <= now < rest.until)
        return sorted(moved, key=lambda rest: (rest.until, rest.item))

    def held_back(self, now: datetime) -> frozenset[str]:
        """The due questions that wait for a harder one that is due too and may let them rest.

        None waits longer than it could have rested, so one that is never got round to holds up nothing for long.
        """
        due = set(self.due_by(now))
        above = {item: self.rehearsed[item] & due for item in due & self.rehearsed.keys()}
        first = {item for item in above if not any(item in its for its in above.values())}
        return frozenset(item for top in first for item in above[top] & self._well if now < self._latest(item))

    def _latest(self, item: str) -> datetime:
        """The date beyond which nothing lets a question rest."""
        card = self._cards[item]
        last = self._last(item)
        return min(last + MOST_INTERVALS * (card.due - last), card.due + MOST_LATE)

    def _last(self, item: str) -> datetime:
        """When a question was last answered."""
        card = self._cards[item]
        return card.last_review or card.due  # fsrs sets both with the first review

    def _reviewed(self, card: Card, rating: Rating, at: datetime) -> Card:
        return self._scheduler.review_card(card, rating, at, None)[0]


def end_of_day(now: datetime) -> datetime:
    """The last moment, in UTC, of the day that it is in the zone of `now`. What comes due by then is due on that day.

    Answers are given in the evening and gone over in the morning, which is less than the day that FSRS leaves.
    """
    tomorrow = now.date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), now.tzinfo).astimezone(UTC) - timedelta(microseconds=1)


def schedule(reviews: Iterable[PastReview], graph: Graph) -> Schedule:
    """The schedule after these answers, in whatever order, by what the graph's questions rehearse."""
    result = Schedule(rehearsed_below(graph))
    for review in sorted(reviews, key=lambda r: r.at):
        result.answer(review)
    return result
