"""The questions and checks of a session as HTML: what was asked and said, and what a good answer holds."""

from collections.abc import Iterable, Iterator
from html import escape

from simulator.report import records as rec
from simulator.report.export.html_parts import listed, said, source
from simulator.report.export.prose import as_html as prose
from simulator.report.item_words import (
    check_words,
    covered_words,
    mark_of,
    mark_words,
    seen_words,
    subject,
    tier_of,
    time_words,
    verdict_words,
)


def anchor(session: str, q: rec.QuestionResult) -> str:
    """The name of a question within a page, which may hold several sessions."""
    return f"{escape(session)}-{q.position}"


def questions(found: rec.Assessment) -> Iterator[str]:
    """Every question in full."""
    if found.questions:
        yield "<h2>Questions</h2>"
    for q in found.questions:
        heading = f"Question {q.number}: {subject(q)}, {verdict_words(q)}"
        yield f'<h3 id="{anchor(found.session.id, q)}">{escape(heading)}</h3>'
        yield from _asked(q)
        yield from _answered(q)
        yield from _good_answer(q)
        for note in q.notes:
            yield from said("Note", note)
        yield from said("Said again", q.retold)


def _asked(q: rec.QuestionResult) -> Iterator[str]:
    yield f"<blockquote>{prose(q.prompt)}</blockquote>"
    covered = f" · {covered_words(q)} covered" if q.coverage is not None else ""
    predicted = f" · predicted {q.prediction}" if q.prediction else ""
    yield f'<p class="facts">{tier_of(q, " · ")}{time_words(q)}{covered}{predicted}</p>'
    if seen := seen_words(q):
        yield f"<p>{seen}</p>"
    if q.why:
        yield f"<p>Set against the points: {escape(q.why)}</p>"


def _answered(q: rec.QuestionResult) -> Iterator[str]:
    if q.dont_know:
        yield "<p>You said that you do not know.</p>"
    yield from said("You said", q.answer)
    for follow_up in q.follow_ups:
        reply = "I said that." if follow_up.said else follow_up.reply or "(no reply)"
        yield from said(f"Follow-up: {follow_up.asks}", reply)
    yield _points(q.points)


def _points(points: Iterable[rec.PointResult]) -> str:
    rows = [f"<b>{mark_words(p)}</b>{escape(p.point)}{escape(mark_of(p))}" for p in points]
    return listed(rows, "points")


def _good_answer(q: rec.QuestionResult) -> Iterator[str]:
    if q.reference:
        yield f'<p class="label">Reference</p><blockquote>{prose(q.reference)}</blockquote>'
    if q.mistakes:
        yield '<p class="label">What people get wrong</p>'
        yield listed([f"{escape(claim)} {escape(why)}" for claim, why in q.mistakes])
    yield listed([source(s) for s in q.sources])


def checks(found: rec.Assessment) -> Iterator[str]:
    """Every check with what is right and what was said."""
    if found.checks:
        yield "<h2>Checks</h2>"
    for check in found.checks:
        yield f"<h3>Check {check.number}: {check_words(check)}</h3><blockquote>{prose(check.prompt)}</blockquote>"
        if check.truth:
            yield f"<p>It is {escape(check.truth)}; you said {escape(check.text or 'nothing')}.</p>"
