"""A report as lines of text: the first page, then the details. Every figure is the assessment's."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.engine.scoring import SOLID
from simulator.graph.text import fit, format_minutes, names, percent, wrap
from simulator.report import records as rec
from simulator.report.figures.assessment import assess_interview
from simulator.report.text import words
from simulator.report.text.self_rating import calibration_sentence, rating_sentences
from simulator.report.text.words import interval, level_sentence, time_words
from simulator.session.clock import clock
from simulator.session.interview.interview import Interview


class Standing(NamedTuple):
    """A row for an area or a concept. `asked` counts answers; `note` says what was not asked of a concept."""

    title: str
    chance: str
    interval: str
    asked: int
    word: str
    note: str = ""


def areas_in_order(assessment: rec.Assessment) -> list[rec.AreaResult]:
    """The areas, the most asked first, then the weightiest."""
    return sorted(assessment.areas, key=lambda a: (-a.questions, -a.weight))


def area_rows(assessment: rec.Assessment) -> list[Standing]:
    """All areas, in order."""
    return [
        Standing(a.title, percent(a.mastery), interval(a.low, a.high), a.questions, words.area_word(a.word))
        for a in areas_in_order(assessment)
    ]


def concept_rows(assessment: rec.Assessment) -> list[Standing]:
    """The concepts that were asked about."""
    return [
        Standing(c.title, percent(c.mastery), interval(c.low, c.high), c.questions, c.word, c.note)
        for c in assessment.concepts
        if c.questions
    ]


WIDTH = 79
MOST_MISSED = 6  # points shown of one question
ONE_LINE = 68  # columns from which a title and its figures share a line


def summary_lines(interview: Interview, width: int = WIDTH) -> Iterator[str]:
    """The first page for an interview that has just ended, wrapped at `width`."""
    yield from first_page(assess_interview(interview), width)


def page(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """The whole report, wrapped at `width`: the first page, then the details."""
    yield from first_page(assessment, width)
    yield from details(assessment, width)


def first_page(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """Am I ready, what held me back, what to do tonight; wrapped at `width`."""
    (sat, ready), (other, otherwise) = words.ready_for(assessment)
    lines = ["", "Report", f"{assessment.session.role_title}, {sat}: {ready}"]
    if assessment.first_impression:
        lines.append(assessment.first_impression)
    lines += [assessment.heard.sentence] if assessment.heard and assessment.heard.sentence else []
    lines.append(f"{other}: {otherwise}")
    lines.append(" · ".join(f"{kind} {word}" for kind, word in assessment.kinds.items()))
    lines.append(f"Level   {level_sentence(assessment.level)}")
    if assessment.held_back:
        lines.append(f"Held you back: {' · '.join(assessment.held_back)}")
    lines += [calibration_sentence(assessment.calibration), ""]
    for q in assessment.questions:
        covered = f", {words.covered_words(q)} covered" if q.coverage is not None else ""
        heard = f", {percent(q.heard)} heard" if q.heard is not None else ""
        lines.append(f"  {q.number}  {words.subject(q)}: {words.verdict_words(q)}{covered}{heard}, {clock(q.seconds)}")
        lines += [f"     {q.doubt}"] if q.doubt else []
    if assessment.checks:
        lines.append(f"Checks: {words.checks_words(assessment.checks)}, {clock(assessment.time.checks)}")
    if assessment.tonight:
        lines += ["", "Tonight"]
    for number, item in enumerate(assessment.tonight, 1):
        lines.append(f"  {number}  {item.title}, {format_minutes(item.minutes)} ({item.why})")
    for line in lines:
        yield from wrap(line, width, later=" " * 5 if line.startswith("  ") else "")


def details(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """What the first page is based on, in sections that each begin with a blank line; wrapped at `width`."""
    for sections in (_standing, _rating_and_time, _path, _missed_and_checks, _study):
        for line in sections(assessment, width):
            yield from wrap(line, width, later="    ") if len(line) > width else [line]


def _standing(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """Caveats, level, areas and concepts."""
    level = assessment.level
    sentences = (*assessment.findings, *(c for c in assessment.caveats if c != assessment.first_impression))
    yield from [""] if sentences else []
    for sentence in sentences:
        yield from wrap(sentence, width, "- ", "  ")
    yield from ("", "Level")
    yield from wrap(f"{level_sentence(level)}. {words.basis_sentence(level)}", width, "  ", "  ")
    yield from ("", f"Areas: chance of a {SOLID} answer at {words.tier_words(level.target)}, with its 80% interval")
    for row in area_rows(assessment):
        yield from standing_lines(row, width)
    concepts = concept_rows(assessment)
    yield from ("", "Concepts asked about") if concepts else ()
    for row in concepts:
        yield from standing_lines(row, width)
        if row.note:
            yield from wrap(row.note, width, "    ", "    ")


def standing_lines(row: Standing, width: int) -> Iterator[str]:
    """An area or concept: title, chance with interval, word and how often it was asked about.

    On a narrow screen the figures stand below the title, which would otherwise be cut to a few letters.
    """
    figures = f"{row.chance:>5}{row.interval:>11}  {row.word:<14} {f'{row.asked} asked':>9}"
    if width < ONE_LINE:
        yield from wrap(row.title, width, "  ", "    ")
        yield f"  {figures}"
    else:
        yield f"  {fit(row.title, width - 46)}{figures}"


def _rating_and_time(assessment: rec.Assessment, width: int) -> Iterator[str]:
    yield from ("", "How you rate yourself")
    for sentence in rating_sentences(assessment.calibration):
        yield from wrap(sentence, width, "  ", "  ")
    yield from ("", "Time")
    yield from wrap(words.time_sentence(assessment.time), width, "  ", "  ")
    yield f"  {words.time_parts(assessment.time)}"
    for q in assessment.questions:
        if q.position in assessment.time.over:
            yield f"  question {q.number} ran over: {time_words(q)} planned"


def _path(assessment: rec.Assessment, width: int) -> Iterator[str]:
    if not assessment.path:
        return
    yield from ("", "The path")
    for sentence in words.path_sentences(assessment):
        yield from wrap(sentence, width, "  ", "  ")
    for step in assessment.path:
        yield from wrap(f"{words.step_words(step)}, {words.step_change(step)}", width, "  ", "      ")
        yield from wrap(step.reason, width, "      ", "      ") if step.reason else ()
        for other in words.also_considered(step):
            yield from wrap(f"also considered: {other}", width, "      ", "        ")


def _missed_and_checks(assessment: rec.Assessment, width: int) -> Iterator[str]:
    missed = [q for q in assessment.questions if q.missed]
    yield from ("", "Points missed") if missed else ()
    for q in missed:
        yield f"  {q.number}  {q.concept_title}"
        for point in q.missed[:MOST_MISSED]:
            text = f"{point.mark:<7} {point.point}{words.mark_of(point)}"
            yield from wrap(text, width, "     ", "             ")
        if len(q.missed) > MOST_MISSED:
            yield f"     and {len(q.missed) - MOST_MISSED} more"
    yield from ("", "Checks") if assessment.checks else ()
    for check in assessment.checks:
        yield from wrap(f"{check.number}  {words.check_words(check)}: {check.prompt}", width, "  ", "     ")
        if check.correct is False or check.set_aside:
            answer = f"the answer is {check.truth}; you said {check.text or 'nothing'}"
            yield from wrap(answer, width, "     ", "     ")


def _study(assessment: rec.Assessment, width: int) -> Iterator[str]:
    yield from ("", "What to study, in this order") if assessment.study else ()
    for number, item in enumerate(assessment.study, 1):
        yield from wrap(f"{number}  {item.title}", width, "  ", "     ")
        lines = [item.definition, item.why]
        lines += [f"rests on: {names(item.rests_on)}"] if item.rests_on else []
        lines += [f"opens: {names(item.opens)}"] if item.opens else []
        lines += [f"try again: {', '.join(item.questions)}"] if item.questions else []
        lines += [f"new: {', '.join(item.others)}"] if item.others else []
        lines += [f"read {source.text} {source.url}".rstrip() for source in item.sources]
        for line in filter(None, lines):
            yield from wrap(line, width, "     ", "       ")
