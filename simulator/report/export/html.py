"""A report as one HTML file: it needs no other file, no network and no script."""

from collections.abc import Iterable, Iterator
from html import escape

from simulator.engine.plan import format_title
from simulator.report import records as rec
from simulator.report import words
from simulator.report.export import charts
from simulator.report.export.html_items import anchor, checks, questions
from simulator.report.export.html_parts import listed, source, table
from simulator.report.export.style import STYLE
from simulator.report.item_words import (
    covered_words,
    passed_over,
    path_sentences,
    step_change,
    step_words,
    subject,
    time_words,
    verdict_words,
)
from simulator.report.rating_words import rating_sentences
from simulator.report.tables import Standing, area_rows, areas_in_order, concept_rows
from simulator.report.tiers import level_sentence, tier_words

# the file says itself that it may neither run nor fetch anything
POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def document(title: str, body: Iterable[str]) -> Iterator[str]:
    """A whole page around a body, in pieces to be written one after the other."""
    yield (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
    )
    for piece in body:
        yield f"{piece}\n"
    yield "</main>\n</body>\n</html>\n"


def as_html(found: rec.Assessment) -> str:
    """The whole report as one HTML page."""
    return "".join(document(title_of(found), body(found)))


def title_of(found: rec.Assessment) -> str:
    """The heading of a session: `Interview of 2026-11-24 14:02 UTC`."""
    return f"Interview of {found.session.started:%Y-%m-%d %H:%M} UTC"


def body(found: rec.Assessment) -> Iterator[str]:
    """The parts of one report, the first page first."""
    for part in (_head, _caveats, _tonight, _asked, _standing, _rating, _path, questions, checks, _study):
        yield from part(found)


def _head(found: rec.Assessment) -> Iterator[str]:
    session = found.session
    yield f"<h1>{escape(title_of(found))}</h1>"
    yield (
        f'<p class="facts">{escape(session.candidate)} · {escape(session.role_title)} · '
        f"{escape(format_title(session.format))} · {session.minutes:g} min</p>"
    )
    (sat, ready), (other, otherwise) = words.ready_for(found)
    yield f'<p class="lead">{escape(session.role_title)}, {sat}: <strong>{escape(ready)}</strong></p>'
    yield f'<p class="lead">{other.capitalize()}: <strong>{escape(otherwise)}</strong></p>'
    if found.first_impression:
        yield f"<p>{escape(found.first_impression)}</p>"
    yield f"<p>{escape(' · '.join(f'{kind} {word}' for kind, word in found.kinds.items()))}</p>"
    level = f"{level_sentence(found.level)}. {words.basis_sentence(found.level)}"
    yield f"<p>Level: {escape(level)}</p>"
    if found.held_back:
        yield f"<p>Held you back: {escape(' · '.join(found.held_back))}</p>"


def _caveats(found: rec.Assessment) -> Iterator[str]:
    if sentences := (*found.findings, *(c for c in found.caveats if c != found.first_impression)):
        yield listed([escape(sentence) for sentence in sentences])


def _tonight(found: rec.Assessment) -> Iterator[str]:
    if found.tonight:
        yield "<h2>Tonight</h2>"
        items = (f"<li>{escape(i.title)}, {i.minutes} min ({escape(i.why)})</li>" for i in found.tonight)
        yield f"<ol>{''.join(items)}</ol>"


def _asked(found: rec.Assessment) -> Iterator[str]:
    if found.questions:
        rows = (_row(found.session.id, q) for q in found.questions)
        yield "<h2>What was asked</h2>"
        yield table(("No.", "Concept", "Verdict", "Covered", "Time"), rows, numbers=(0, 3, 4), names=1)


def _row(session: str, q: rec.QuestionResult) -> Iterator[str]:
    yield str(q.number)
    yield f'<a href="#{anchor(session, q)}">{escape(subject(q))}</a>'
    yield from (escape(verdict_words(q)), covered_words(q), time_words(q))


def _standing(found: rec.Assessment) -> Iterator[str]:
    at = tier_words(found.level.target)
    yield f"<h2>Areas</h2><p>Chance of a solid answer at {at}, with its 80 % interval.</p>"
    yield charts.areas_chart(areas_in_order(found), found.level.target)
    yield _standings("Area", area_rows(found))
    if concepts := concept_rows(found):
        yield "<h2>Concepts that were asked about</h2>"
        yield _standings("Concept", concepts)


def _standings(of: str, rows: Iterable[Standing]) -> str:
    cells = (
        (escape(r.title), r.chance, r.interval, str(r.asked), escape(f"{r.word}: {r.note}" if r.note else r.word))
        for r in rows
    )
    return table((of, "Chance", "80 %", "Asked", "In words"), cells, numbers=(1, 2, 3), names=0)


def _rating(found: rec.Assessment) -> Iterator[str]:
    yield "<h2>How you rate yourself, and your time</h2>"
    time = (words.time_sentence(found.time), words.time_parts(found.time))
    yield listed([escape(s) for s in (*rating_sentences(found.calibration), *time)])
    if found.calibration.steps:
        yield charts.calibration_chart(found.questions, found.calibration.steps)
        yield '<p class="facts">A ring is what you predicted, a dot what the points made.</p>'


def _path(found: rec.Assessment) -> Iterator[str]:
    if not found.path:
        return
    yield f"<h2>The path</h2><p>{escape(' '.join(path_sentences(found)))}</p>"
    yield charts.path_chart(found.path)
    yield listed([_step(step) for step in found.path], "path")


def _step(step: rec.PathStep) -> str:
    over = "; ".join(passed_over(step))
    below = [step.reason, f"Passed over: {over}" if over else ""]
    facts = "".join(f'<br><span class="facts">{escape(text)}</span>' for text in below if text)
    return f"<b>{escape(step_words(step))}</b>, {step_change(step, '→')}{facts}"


def _study(found: rec.Assessment) -> Iterator[str]:
    if found.study:
        yield "<h2>What to study, in this order</h2>"
    for number, item in enumerate(found.study, 1):
        yield f"<h3>{number}. {escape(item.title)}</h3><p>{escape(item.definition)}</p>"
        facts = [
            item.why,
            f"Rests on {words.names(item.rests_on)}" if item.rests_on else "",
            f"Opens {words.names(item.opens)}" if item.opens else "",
            f"Again: {', '.join(item.questions)}" if item.questions else "",
            f"New: {', '.join(item.others)}" if item.others else "",
        ]
        yield listed([escape(fact) for fact in facts if fact] + [source(s) for s in item.sources])
