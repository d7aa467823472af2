"""Past answers as the scheduler takes them."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from simulator.engine.schedule import PastReview
from simulator.graph.records import Graph
from simulator.session.archive.summary import SessionFacts

MARKS_ALONE = 0.5  # of the evidence, where nothing but the candidate's own marks speaks for an answer


def past_reviews(facts: Iterable[SessionFacts], graph: Graph) -> Iterator[PastReview]:
    """The verdicts on questions that the graph still has, each with how much it says about what it rests on."""
    for session in facts:
        for item in session.items:
            if item.verdict and item.item in graph.questions:
                evidence = MARKS_ALONE if item.unread else 1.0
                # a prediction says nothing, and what was not revealed yet must not show, not even by a date
                if session.waits or item.secret or not item.scored:
                    evidence = 0.0
                yield PastReview(item.item, item.verdict, item.at.astimezone(UTC), evidence)
