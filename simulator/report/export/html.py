"""A report as one HTML file: it needs no other file, no network and no script."""

from collections.abc import Iterable, Iterator
from html import escape

from simulator.engine.plan import format_title
from simulator.report import records as rec
from simulator.report import words
from simulator.report.export import charts
from simulator.report.export.prose import as_html as prose
from simulator.report.export.style import STYLE
from simulator.report.plain import mark_of
from simulator.report.tiers import level_sentence, tier_words
from simulator.report.words import clock, interval, percent

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
    for part in (_head, _caveats, _tonight, _standing, _rating, _path, _questions, _checks, _study):
        yield from part(found)


def _head(found: rec.Assessment) -> Iterator[str]:
    session = found.session
    yield f"<h1>{escape(title_of(found))}</h1>"
    yield (
        f'<p class="facts">{escape(session.candidate)} · {escape(session.role_title)} · '
        f"{escape(format_title(session.format))} · {session.minutes:g} min</p>"
    )
    yield f'<p class="lead">{escape(session.role_title)}, screening call: <strong>{escape(found.screen)}</strong></p>'
    yield f'<p class="lead">Onsite: <strong>{escape(found.onsite)}</strong></p>'
    if found.first_impression:
        yield f"<p>{escape(found.first_impression)}</p>"
    yield f"<p>{escape(' · '.join(f'{kind} {word}' for kind, word in found.kinds.items()))}</p>"
    level = f"{level_sentence(found.level)}. {words.basis_sentence(found.level)}"
    yield f"<p>Level: {escape(level)}</p>"
    if found.held_back:
        yield f"<p>Held you back: {escape(' · '.join(found.held_back))}</p>"


def _caveats(found: rec.Assessment) -> Iterator[str]:
    if sentences := (*found.findings, *(c for c in found.caveats if c != found.first_impression)):
        yield _list([escape(sentence) for sentence in sentences])


def _tonight(found: rec.Assessment) -> Iterator[str]:
    if found.tonight:
        yield "<h2>Tonight</h2>"
        items = (f"<li>{escape(i.title)}, {i.minutes} min ({escape(i.why)})</li>" for i in found.tonight)
        yield f"<ol>{''.join(items)}</ol>"


def _standing(found: rec.Assessment) -> Iterator[str]:
    areas = sorted(found.areas, key=lambda a: (-a.questions, -a.weight))
    at = tier_words(found.level.target)
    yield f"<h2>Areas</h2><p>Chance of a solid answer at {at}, with its 80 % interval.</p>"
    yield charts.areas_chart(areas, found.level.target)
    yield _table("Area", [(a.title, a.mastery, a.low, a.high, a.questions, words.area_word(a.word)) for a in areas])
    asked = [c for c in found.concepts if c.questions]
    if asked:
        yield "<h2>Concepts that were asked about</h2>"
        yield _table(
            "Concept", [(c.title, c.mastery, c.low, c.high, c.questions, words.concept_word(c)) for c in asked]
        )


def _table(of: str, rows: Iterable[tuple[str, float, float, float, int, str]]) -> str:
    cells = (
        f'<tr><th scope="row">{escape(title)}</th><td class="n">{percent(mastery)}</td>'
        f'<td class="n">{interval(low, high)}</td><td class="n">{asked}</td><td>{escape(word)}</td></tr>'
        for title, mastery, low, high, asked, word in rows
    )
    head = "".join(f'<th scope="col" class="n">{name}</th>' for name in ("Chance", "80 %", "Asked"))
    return (
        f'<table><thead><tr><th scope="col">{of}</th>{head}<th scope="col">In words</th></tr></thead>'
        f"<tbody>{''.join(cells)}</tbody></table>"
    )


def _rating(found: rec.Assessment) -> Iterator[str]:
    counts = found.calibration
    yield "<h2>How you rate yourself, and your time</h2>"
    lines = [words.calibration_sentence(counts)]
    if counts.predictions:
        lines.append(
            f"{counts.exact} of {words.plural(counts.predictions, 'prediction')} exact, {counts.higher} higher and "
            f"{counts.lower} lower than the points."
        )
    lines += [words.checks_sentence(counts), words.leniency_sentence(counts), words.time_sentence(found.time)]
    yield _list([escape(line) for line in lines if line])
    if counts.steps:
        yield charts.calibration_chart(found.questions, counts.steps)
        yield '<p class="facts">A ring is what you predicted, a dot what the points made.</p>'


def _path(found: rec.Assessment) -> Iterator[str]:
    if not found.path:
        return
    yield "<h2>The path</h2>"
    yield charts.path_chart(found.path)
    rows = []
    for step in found.path:
        over = "; ".join(f"{o.concept_title}: {o.ruled_out}" for o in step.passed_over)
        passed = f'<br><span class="facts">passed over: {escape(over)}</span>' if over else ""
        change = f"{percent(step.before)} → {percent(step.mastery)} ({interval(step.low, step.high)})"
        rows.append(f"<li>{escape(step.reason or step.concept_title)} {escape(step.outcome)}, {change}{passed}</li>")
    yield f"<ol>{''.join(rows)}</ol>"


def _questions(found: rec.Assessment) -> Iterator[str]:
    if found.questions:
        yield "<h2>Questions</h2>"
    for question in found.questions:
        yield from _question(question)


def _question(q: rec.QuestionResult) -> Iterator[str]:
    verdict = "passed over" if q.skipped else q.verdict or "not scored"
    yield f"<h3>Question {q.number}: {escape(q.concept_title)}, {escape(verdict)}</h3>"
    yield f"<blockquote>{prose(q.prompt)}</blockquote>"
    covered = f" · {percent(q.coverage)} covered" if q.coverage is not None else ""
    said = f" · predicted {q.prediction}" if q.prediction else ""
    planned = f"{clock(q.seconds)} of {clock(q.planned_seconds)}"
    yield f'<p class="facts">Tier {q.tier} · {planned}{covered}{said}</p>'
    if q.why:
        yield f"<p>Set against the points: {escape(q.why)}</p>"
    if q.dont_know:
        yield "<p>You said that you do not know.</p>"
    yield from _said("You said", q.answer)
    for follow_up in q.follow_ups:
        reply = "I said that." if follow_up.said else follow_up.reply or "(no reply)"
        yield from _said(f"Follow-up: {follow_up.asks}", reply)
    yield _points(q.points)
    if q.reference:
        yield f'<p class="label">Reference</p><blockquote>{prose(q.reference)}</blockquote>'
    if q.mistakes:
        yield '<p class="label">What people get wrong</p>'
        yield _list([f"{escape(claim)} {escape(why)}" for claim, why in q.mistakes])
    yield _sources(q.sources)
    for note in q.notes:
        yield from _said("Note", note)
    yield from _said("Said again", q.retold)


def _said(label: str, text: str) -> Iterator[str]:
    if text:
        yield f'<p class="label">{escape(label)}</p><blockquote class="said">{escape(text)}</blockquote>'


def _points(points: Iterable[rec.PointResult]) -> str:
    rows = [f"<li><b>{p.mark or 'not judged'}</b>{escape(p.point)}{escape(mark_of(p))}</li>" for p in points]
    return f'<ul class="points">{"".join(rows)}</ul>' if rows else ""


def _sources(sources: Iterable[rec.SourceResult]) -> str:
    return _list([_source(s) for s in sources])


def _source(source: rec.SourceResult) -> str:
    if not source.url.startswith(("https://", "http://")):
        return escape(source.text)
    return f'<a href="{escape(source.url)}" rel="noreferrer">{escape(source.text)}</a>'


def _list(rows: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{row}</li>' for row in rows)}</ul>" if rows else ""


def _checks(found: rec.Assessment) -> Iterator[str]:
    if found.checks:
        yield "<h2>Checks</h2>"
    for check in found.checks:
        outcome = {True: "right", False: "not right", None: "passed over"}[check.correct]
        yield f"<h3>Check {check.number}: {outcome}</h3><blockquote>{prose(check.prompt)}</blockquote>"
        if check.truth:
            yield f"<p>It is {escape(check.truth)}; you said {escape(check.text or 'nothing')}.</p>"


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
        yield _list([escape(fact) for fact in facts if fact] + [_source(s) for s in item.sources])
