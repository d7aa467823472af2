"""A report as lines of text: the first page, then the details. Every figure is the assessment's."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from simulator.engine.scoring import SOLID
from simulator.graph.text import fit, format_minutes, names, percent, wrap
from simulator.report import records as rec
from simulator.report.figures.assessment import assess_interview
from simulator.report.text import words
from simulator.report.text.item_blocks import (
    calibration_sentence,
    check_words,
    checks_words,
    covered_words,
    mark_of,
    passed_over,
    path_sentences,
    rating_sentences,
    step_change,
    step_words,
    subject,
    time_words,
    verdict_words,
)
from simulator.report.text.words import area_word, interval, level_sentence, tier_words
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import clock


class Standing(NamedTuple):
    """An area or a concept: the chance with its interval, the answers to it, and the word with what it leaves open."""

    title: str
    chance: str
    interval: str
    asked: int
    word: str
    note: str = ""


def areas_in_order(found: rec.Assessment) -> list[rec.AreaResult]:
    """The areas, those asked about most first, then those that the role asks most."""
    return sorted(found.areas, key=lambda a: (-a.questions, -a.weight))


def area_rows(found: rec.Assessment) -> list[Standing]:
    """All areas, in order."""
    return [
        Standing(a.title, percent(a.mastery), interval(a.low, a.high), a.questions, area_word(a.word))
        for a in areas_in_order(found)
    ]


def concept_rows(found: rec.Assessment) -> list[Standing]:
    """The concepts that were asked about."""
    return [
        Standing(c.title, percent(c.mastery), interval(c.low, c.high), c.questions, c.word, c.note)
        for c in found.concepts
        if c.questions
    ]


WIDTH = 79
MOST_MISSED = 6
BESIDE = 68  # columns from which a title stands beside its figures


def summary_lines(interview: Interview, width: int = WIDTH) -> Iterator[str]:
    """The first page for an interview that has just ended, wrapped at `width`."""
    yield from _wrapped_first_page(assess_interview(interview), width)


def first_page(assessment: rec.Assessment) -> Iterator[str]:
    """Am I ready, what held me back, what tonight."""
    session = assessment.session
    yield ""
    yield "Report"
    (sat, ready), (other, otherwise) = words.ready_for(assessment)
    yield f"{session.role_title}, {sat}: {ready}"
    if assessment.first_impression:
        yield assessment.first_impression
    yield f"{other}: {otherwise}"
    yield " · ".join(f"{kind} {word}" for kind, word in assessment.kinds.items())
    yield f"Level   {level_sentence(assessment.level)}"
    if assessment.held_back:
        yield f"Held you back: {' · '.join(assessment.held_back)}"
    yield calibration_sentence(assessment.calibration)
    yield ""
    for question in assessment.questions:
        yield question_line(question)
    if assessment.checks:
        yield f"Checks: {checks_words(assessment.checks)}, {clock(assessment.time.checks)}"
    if assessment.tonight:
        yield ""
        yield "Tonight"
    for number, item in enumerate(assessment.tonight, 1):
        yield f"  {number}  {item.title}, {format_minutes(item.minutes)} ({item.why})"


def question_line(question: rec.QuestionResult) -> str:
    """One question with its verdict and time."""
    covered = covered_words(question)
    said = f"{verdict_words(question)}, {covered} covered" if covered else verdict_words(question)
    return f"  {question.number}  {subject(question)}: {said}, {clock(question.seconds)}"


def details(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """What the first page rests on: areas, concepts, calibration, time, path, study."""
    for part in (_honestly, _level, _areas, _concepts, _rating, _time, _path, _missed, _checks, _study):
        lines = list(part(assessment, width))
        if lines:
            yield ""
        for line in lines:
            yield from wrap(line, width, later="    ") if len(line) > width else [line]


def page(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """The whole report: one page first, the details below it. Lines are wrapped at `width`."""
    yield from _wrapped_first_page(assessment, width)
    yield from details(assessment, width)


def _wrapped_first_page(assessment: rec.Assessment, width: int) -> Iterator[str]:
    for line in first_page(assessment):
        indent = " " * (5 if line.startswith("  ") else 0)
        yield from wrap(line, width, later=indent)


def _honestly(found: rec.Assessment, width: int) -> Iterator[str]:
    for sentence in (*found.findings, *(c for c in found.caveats if c != found.first_impression)):
        yield from wrap(sentence, width, "- ", "  ")


def _level(found: rec.Assessment, width: int) -> Iterator[str]:
    yield "Level"
    yield from wrap(f"{level_sentence(found.level)}. {words.basis_sentence(found.level)}", width, "  ", "  ")


def _areas(found: rec.Assessment, width: int) -> Iterator[str]:
    yield f"Areas: chance of a {SOLID} answer at {tier_words(found.level.target)}, with its 80% interval"
    for row in area_rows(found):
        yield from standing_lines(row, width)


def _concepts(found: rec.Assessment, width: int) -> Iterator[str]:
    rows = concept_rows(found)
    if rows:
        yield "Concepts that were asked about"
    for row in rows:
        yield from standing_lines(row, width)
        if row.note:
            yield from wrap(row.note, width, "    ", "    ")


def standing_lines(row: Standing, width: int) -> Iterator[str]:
    """One area or concept: title, chance with interval, word and how often it was asked about.

    Where a line would leave little of the title, that stands alone and the figures below it.
    """
    figures = f"{row.chance:>5}{row.interval:>11}  {row.word:<14} {f'{row.asked} asked':>9}"
    if width < BESIDE:
        yield from wrap(row.title, width, "  ", "    ")
        yield f"  {figures}"
        return
    room = width - 46
    yield f"  {fit(row.title, room)}{figures}"


def _rating(found: rec.Assessment, width: int) -> Iterator[str]:
    yield "How you rate yourself"
    for sentence in rating_sentences(found.calibration):
        yield from wrap(sentence, width, "  ", "  ")


def _time(found: rec.Assessment, width: int) -> Iterator[str]:
    yield "Time"
    yield from wrap(words.time_sentence(found.time), width, "  ", "  ")
    yield f"  {words.time_parts(found.time)}"
    for q in found.questions:
        if q.position in found.time.over:
            yield f"  question {q.number} ran over: {time_words(q)} planned"


def _path(found: rec.Assessment, width: int) -> Iterator[str]:
    if found.path:
        yield "The path"
        for sentence in path_sentences(found):
            yield from wrap(sentence, width, "  ", "  ")
    for step in found.path:
        yield from wrap(f"{step_words(step)}, {step_change(step)}", width, "  ", "      ")
        yield from wrap(step.reason, width, "      ", "      ") if step.reason else ()
        for other in passed_over(step):
            yield from wrap(f"worth asking too: {other}", width, "      ", "        ")


def _missed(found: rec.Assessment, width: int) -> Iterator[str]:
    if any(q.missed for q in found.questions):
        yield "Points missed"
    for q in found.questions:
        if q.missed:
            yield f"  {q.number}  {q.concept_title}"
        for point in q.missed[:MOST_MISSED]:
            yield from wrap(f"{point.mark:<7} {point.point}{mark_of(point)}", width, "     ", "             ")
        if len(q.missed) > MOST_MISSED:
            yield f"     and {len(q.missed) - MOST_MISSED} more"


def _checks(found: rec.Assessment, width: int) -> Iterator[str]:
    if found.checks:
        yield "Checks"
    for check in found.checks:
        yield from wrap(f"{check.number}  {check_words(check)}: {check.prompt}", width, "  ", "     ")
        if check.correct is False or check.set_aside:
            yield from wrap(f"it is {check.truth}; you said {check.text or 'nothing'}", width, "     ", "     ")


def _study(found: rec.Assessment, width: int) -> Iterator[str]:
    if found.study:
        yield "What to study, in this order"
    for number, item in enumerate(found.study, 1):
        yield from wrap(f"{number}  {item.title}", width, "  ", "     ")
        yield from _study_item(item, width)


def _study_item(item: rec.StudyItem, width: int) -> Iterable[str]:
    lines: list[str] = []
    for label, text in (
        ("", item.definition),
        ("", item.why),
        ("rests on", names(item.rests_on)),
        ("opens", names(item.opens)),
        ("again", ", ".join(item.questions)),
        ("new", ", ".join(item.others)),
    ):
        if text:
            lines += wrap(f"{label}: {text}" if label else text, width, "     ", "       ")
    for source in item.sources:
        lines += wrap(f"read {source.text} {source.url}".rstrip(), width, "     ", "       ")
    return lines
