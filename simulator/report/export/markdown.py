"""A report as a Markdown document: the first page, the details, and every question with what was said."""

from collections.abc import Iterator

from simulator.engine.plan import format_title
from simulator.report import records as rec
from simulator.report import words
from simulator.report.export.prose import inert_markdown, quoted
from simulator.report.export.prose import plain_markdown as safe
from simulator.report.item_words import (
    check_words,
    covered_words,
    mark_of,
    mark_words,
    passed_over,
    path_sentences,
    seen_words,
    step_change,
    step_words,
    subject,
    tier_of,
    time_words,
    verdict_words,
)
from simulator.report.rating_words import rating_sentences
from simulator.report.tables import Standing, area_rows, concept_rows
from simulator.report.tiers import level_sentence, tier_words


def as_markdown(found: rec.Assessment) -> str:
    """The whole report as Markdown."""
    parts = (_head, _caveats, _tonight, _asked, _standing, _rating, _path, _questions, _checks, _study)
    return "\n\n".join(block for part in parts for block in part(found)) + "\n"


def _head(found: rec.Assessment) -> Iterator[str]:
    session = found.session
    started = f"{session.started:%Y-%m-%d %H:%M} UTC"
    yield f"# Interview of {started}"
    sat = f"{safe(format_title(session.format))}, {session.minutes:g} min"
    yield f"{safe(session.candidate)}, {safe(session.role_title)}, {sat}"
    yield "## Am I ready?"
    rows = [f"- {kind}: {safe(ready)}" for kind, ready in words.ready_for(found)]
    rows.append(f"- level: {level_sentence(found.level)}. {words.basis_sentence(found.level)}")
    rows += [f"- {kind}: {word}" for kind, word in found.kinds.items()]
    yield "\n".join(rows)
    if found.first_impression:
        yield safe(found.first_impression)
    if found.held_back:
        yield f"Held you back: {safe(' · '.join(found.held_back))}"


def _caveats(found: rec.Assessment) -> Iterator[str]:
    if sentences := (*found.findings, *(c for c in found.caveats if c != found.first_impression)):
        yield "\n".join(f"- {safe(sentence)}" for sentence in sentences)


def _tonight(found: rec.Assessment) -> Iterator[str]:
    if found.tonight:
        yield "## Tonight"
        yield "\n".join(
            f"{n}. {safe(item.title)}, {item.minutes} min ({safe(item.why)})" for n, item in enumerate(found.tonight, 1)
        )


def _asked(found: rec.Assessment) -> Iterator[str]:
    if found.questions:
        yield "## What was asked"
        yield "\n".join(
            ["| | concept | verdict | covered | time |", "|---:|---|---|---:|---:|", *map(_row, found.questions)]
        )


def _row(q: rec.QuestionResult) -> str:
    cells = (str(q.number), safe(subject(q)), verdict_words(q), covered_words(q), time_words(q))
    return f"| {' | '.join(cells)} |"


def _standing(found: rec.Assessment) -> Iterator[str]:
    yield f"## Areas\n\nChance of a solid answer at {tier_words(found.level.target)}, with its 80 % interval."
    yield _table("area", area_rows(found))
    if concepts := concept_rows(found):
        yield "## Concepts that were asked about"
        yield _table("concept", concepts)


def _table(of: str, rows: list[Standing]) -> str:
    lines = [f"| {of} | chance | 80 % | asked | |", "|---|---:|---:|---:|---|"]
    for r in rows:
        word = f"{r.word}: {r.note}" if r.note else r.word
        lines.append(f"| {safe(r.title)} | {r.chance} | {r.interval} | {r.asked} | {word} |")
    return "\n".join(lines)


def _rating(found: rec.Assessment) -> Iterator[str]:
    yield "## How you rate yourself, and your time"
    time = (words.time_sentence(found.time), words.time_parts(found.time))
    yield "\n".join(f"- {line}" for line in (*rating_sentences(found.calibration), *time))


def _path(found: rec.Assessment) -> Iterator[str]:
    if not found.path:
        return
    yield f"## The path\n\n{' '.join(path_sentences(found))}"
    lines = []
    for step in found.path:
        lines.append(f"- **{safe(step_words(step))}**, {step_change(step)}")
        lines += [f"  - {safe(step.reason)}"] if step.reason else []
        lines += [f"  - passed over: {safe(other)}" for other in passed_over(step)]
    yield "\n".join(lines)


def _questions(found: rec.Assessment) -> Iterator[str]:
    for question in found.questions:
        yield from _question(question)


def _question(q: rec.QuestionResult) -> Iterator[str]:
    yield f"## Question {q.number}: {safe(subject(q))}, {verdict_words(q)}"
    yield quoted(inert_markdown(q.prompt))
    covered = f", {covered_words(q)} covered" if q.coverage is not None else ""
    said = f", predicted {q.prediction}" if q.prediction else ""
    yield f"{tier_of(q, ', ')}{time_words(q)}{covered}{said}."
    if seen := seen_words(q):
        yield seen
    if q.why:
        yield f"Set against the points: {safe(q.why)}"
    if q.dont_know:
        yield "You said that you do not know."
    if q.answer:
        yield f"**You said**\n\n{quoted(safe(q.answer))}"
    for follow_up in q.follow_ups:
        reply = "I said that." if follow_up.said else safe(follow_up.reply) or "(no reply)"
        yield f"**Follow-up** {safe(follow_up.asks)}\n\n{quoted(reply)}"
    yield from _good_answer(q)
    for note in q.notes:
        yield f"**Note**\n\n{quoted(safe(note))}"
    if q.retold:
        yield f"**Said again**\n\n{quoted(safe(q.retold))}"


def _good_answer(q: rec.QuestionResult) -> Iterator[str]:
    if q.points:
        yield "\n".join(f"- {mark_words(p)}: {safe(p.point)}{mark_of(p)}" for p in q.points)
    if q.reference:
        yield f"**Reference**\n\n{quoted(inert_markdown(q.reference))}"
    if q.mistakes:
        rows = "\n".join(f"- {safe(claim)} {safe(why)}" for claim, why in q.mistakes)
        yield f"**What people get wrong**\n\n{rows}"
    if q.sources:
        yield "\n".join(f"- {safe(source.text)} {safe(source.url)}".rstrip() for source in q.sources)


def _checks(found: rec.Assessment) -> Iterator[str]:
    if found.checks:
        yield "## Checks"
    for check in found.checks:
        truth = f" It is {safe(check.truth)}; you said {safe(check.text) or 'nothing'}." if check.truth else ""
        yield f"{quoted(inert_markdown(check.prompt))}\n\n{check_words(check)}.{truth}"


def _study(found: rec.Assessment) -> Iterator[str]:
    if found.study:
        yield "## What to study, in this order"
    for number, item in enumerate(found.study, 1):
        lines = [f"{number}. **{safe(item.title)}** {safe(item.definition)}", f"   - {safe(item.why)}"]
        lines += [f"   - rests on {safe(words.names(item.rests_on))}"] if item.rests_on else []
        lines += [f"   - opens {safe(words.names(item.opens))}"] if item.opens else []
        lines += [f"   - again: {', '.join(item.questions)}"] if item.questions else []
        lines += [f"   - new: {', '.join(item.others)}"] if item.others else []
        lines += [f"   - {safe(s.text)} {safe(s.url)}".rstrip() for s in item.sources]
        yield "\n".join(lines)
