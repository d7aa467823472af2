"""When a question is due again: the FSRS scheduler, applied to a candidate's verdicts.

Its model of memory derives from that of Ye, Su and Cao (2022). The result depends only on the arguments: fuzzing is off
and every field of a card is given, so fsrs reads neither the clock nor global randomness.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler, State

from simulator.engine.scoring import VERDICTS, Verdict

# by position, from Again for the lowest verdict to Easy for the highest
RATINGS: Mapping[Verdict, Rating] = {
    verdict: Rating(1 + round(3 * place / (len(VERDICTS) - 1))) for place, verdict in enumerate(VERDICTS)
}
# no learning steps within a day: interviews are days apart
SCHEDULER = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)


@dataclass(frozen=True)
class PastReview:
    """One verdict on one question; `at` must be in UTC."""

    item: str
    verdict: Verdict
    at: datetime


def next_due(reviews: Sequence[PastReview]) -> datetime:
    """When a question is due again, from its reviews in order. Raises ValueError if there are none."""
    if not reviews:
        raise ValueError("a question without a review has no due date")
    first = reviews[0].at
    card = Card(1, State.Learning, 0, None, None, first, None)
    for review in reviews:
        card, _ = SCHEDULER.review_card(card, RATINGS[review.verdict], review.at, None)
    due: datetime = card.due
    return due


def due_items(reviews: Iterable[PastReview], now: datetime) -> frozenset[str]:
    """The questions that are due at `now` (UTC)."""
    by_item: dict[str, list[PastReview]] = {}
    for review in sorted(reviews, key=lambda r: r.at):
        by_item.setdefault(review.item, []).append(review)
    return frozenset(item for item, its in by_item.items() if next_due(its) <= now)
