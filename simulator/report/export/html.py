"""A report as one HTML file: it needs no other file, no network and no script."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from html import escape

from simulator.engine.choice.formats import format_title
from simulator.engine.scoring import SOLID
from simulator.graph.text import names
from simulator.report import records as rec
from simulator.report.export import charts
from simulator.report.export.markdown import as_html as prose
from simulator.report.records import SourceResult
from simulator.report.text import words
from simulator.report.text.item_blocks import (
    check_words,
    covered_words,
    mark_of,
    mark_words,
    passed_over,
    path_sentences,
    rating_sentences,
    seen_words,
    step_change,
    step_words,
    subject,
    tier_of,
    time_words,
    verdict_words,
)
from simulator.report.text.report import Standing, area_rows, areas_in_order, concept_rows
from simulator.report.text.words import level_sentence, tier_words


def listed(rows: Sequence[str], look: str = "") -> str:
    """A list of rows; empty where there are none."""
    named = f' class="{look}"' if look else ""
    return f"<ul{named}>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if rows else ""


def table(columns: Sequence[str], rows: Iterable[Iterable[str]], *, numbers: Collection[int], names: int) -> str:
    """A table; the columns in `numbers` stand to the right, and column `names` says what a row is about."""

    def look(place: int) -> str:
        """The attribute that sets a column of numbers to the right; empty for others."""
        return ' class="n"' if place in numbers else ""

    def cells(row: Iterable[str]) -> Iterator[str]:
        """The cells of one row; the one that names it is its header."""
        for place, cell in enumerate(row):
            tag, scope = ("th", ' scope="row"') if place == names else ("td", "")
            yield f"<{tag}{scope}{look(place)}>{cell}</{tag}>"

    head = "".join(f'<th scope="col"{look(place)}>{escape(name)}</th>' for place, name in enumerate(columns))
    body = "".join(f"<tr>{''.join(cells(row))}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def said(label: str, text: str) -> Iterator[str]:
    """What a person said, under its label, as it was written."""
    if text:
        yield f'<p class="label">{escape(label)}</p><blockquote class="said">{escape(text)}</blockquote>'


def source(found: SourceResult) -> str:
    """A source, which leads to its address where that is one of the web."""
    if not found.url.startswith(("https://", "http://")):
        return escape(found.text)
    return f'<a href="{escape(found.url)}" rel="noreferrer">{escape(found.text)}</a>'


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
        yield from _question_asked(q)
        yield from _answered(q)
        yield from _good_answer(q)
        for note in q.notes:
            yield from said("Note", note)
        yield from said("Said again", q.retold)


def _question_asked(q: rec.QuestionResult) -> Iterator[str]:
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


STYLE = """
:root { color-scheme: light; }
body { font: 16px/1.55 Georgia, 'Times New Roman', serif; color: #1a202c; background: #ffffff; max-width: 46rem;
  margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3, table, svg, .facts, .label { font-family: system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .3rem; }
h2 { font-size: 1.2rem; margin: 2.2rem 0 .6rem; border-bottom: 1px solid #cbd2dd; padding-bottom: .2rem; }
h3 { font-size: 1rem; margin: 1.6rem 0 .4rem; }
p.lead { font-size: 1.15rem; margin: .4rem 0; }
.facts, .label { color: #4a5568; font-size: .875rem; }
.label { margin: 1rem 0 .2rem; font-weight: 600; }
blockquote { margin: .5rem 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid #9aa8bd; }
blockquote > p:first-child { margin-top: .3rem; }
blockquote > p:last-child { margin-bottom: .3rem; }
blockquote.said { white-space: pre-wrap; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid #e2e6ed; vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
pre, code { font: .875rem/1.4 ui-monospace, 'DejaVu Sans Mono', Menlo, monospace; }
pre { overflow-x: auto; background: #f4f6f9; padding: .6rem; white-space: pre-wrap; }
svg { width: 100%; height: auto; }
ul.path { list-style: none; padding: 0; }
ul.path li { margin: .5rem 0; }
ul.points { list-style: none; padding: 0; }
ul.points li { padding: .15rem 0 .15rem 5.2rem; text-indent: -5.2rem; }
ul.points b { display: inline-block; width: 5.2rem; text-indent: 0; }
a { color: #1f4e9c; }
@media print {
  body { max-width: none; margin: 0; font-size: 10.5pt; }
  h2, h3, h2 + p, .label { break-after: avoid; }
  svg { max-width: 14cm; }
  svg, tr, blockquote { break-inside: avoid; }
  a { color: inherit; text-decoration: none; }
  a[href^='http']::after { content: ' (' attr(href) ')'; font-size: .8em; }
}
"""


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
    yield f"<h2>Areas</h2><p>Chance of a {SOLID} answer at {at}, with its 80% interval.</p>"
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
    return table((of, "Chance", "80%", "Asked", "In words"), cells, numbers=(1, 2, 3), names=0)


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
            f"Rests on {names(item.rests_on)}" if item.rests_on else "",
            f"Opens {names(item.opens)}" if item.opens else "",
            f"Again: {', '.join(item.questions)}" if item.questions else "",
            f"New: {', '.join(item.others)}" if item.others else "",
        ]
        yield listed([escape(fact) for fact in facts if fact] + [source(s) for s in item.sources])
