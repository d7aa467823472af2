"""Where the time of an interview went."""

from collections.abc import Sequence

from simulator.report import records as rec
from simulator.session.state import State


def time_result(
    state: State, questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]
) -> rec.TimeResult:
    """Interview time by what it was spent on; only answered questions say anything about the pace."""
    answered = [(q, q.planned_seconds) for q in questions if q.verdict and not q.skipped and q.planned_seconds]
    planned = sum(its for _, its in answered)
    longest = max(answered, key=lambda pair: pair[0].seconds / pair[1], default=None)
    return rec.TimeResult(
        total=round(state.clock, 3),
        planned=state.header.minutes * 60,
        answering=round(sum(q.answering_seconds for q in questions), 3),
        following_up=round(sum(q.following_up_seconds for q in questions), 3),
        checks=round(sum(c.seconds for c in checks), 3),
        pace=round(sum(q.seconds for q, _ in answered) / planned, 4) if planned else None,
        longest=longest[0].position if longest else None,
        over=tuple(q.position for q, _ in answered if q.over_time),
    )
