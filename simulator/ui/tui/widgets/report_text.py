"""A report as lines with a class each: the first page, and the details below it. Every figure is the assessment's."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.report import records as rec
from simulator.report.words import calibration_sentence, level_sentence
from simulator.ui.tui import words

LABEL = 14


class Line(NamedTuple):
    """A paragraph and how it looks: `lead`, `head`, `row`, `quiet` or `deep`."""

    text: str
    style: str = "row"


def first_page(found: rec.Assessment) -> Iterator[Line]:
    """Am I ready, what held me back, what tonight."""
    yield Line(f"{found.session.role_title}, phone screen: {found.screen}", "lead")
    yield Line(f"{'onsite':<{LABEL}}{found.onsite}")
    yield Line(f"{'level':<{LABEL}}{level_sentence(found.level)}")
    asked = [f"{kind} {word}" for kind, word in found.kinds.items()]
    yield Line(" · ".join(asked), "gap")
    if found.held_back:
        yield Line(f"Held you back: {' · '.join(found.held_back)}")
    yield Line(calibration_sentence(found.calibration))
    yield from _tonight(found)
    yield Line("Asked", "head")
    for question in found.questions:
        yield Line(_question_row(question), "fact")
    if found.checks:
        right = sum(bool(check.correct) for check in found.checks)
        yield Line(f"    {right} of {words.plural(len(found.checks), 'check')} right", "quiet")


def _tonight(found: rec.Assessment) -> Iterator[Line]:
    if not found.tonight:
        return
    yield Line("Tonight", "head")
    for number, item in enumerate(found.tonight, 1):
        yield Line(f"{number}   {item.title}, {item.minutes} min")
        yield Line(item.why, "deep")


def _question_row(question: rec.QuestionResult) -> str:
    verdict = "passed over" if question.skipped else question.verdict or "not scored"
    covered = f"{round(question.coverage * 100):>3} %" if question.coverage is not None else "     "
    return f"{question.number:<4}{verdict:<13}{covered}{words.clock(question.seconds):>8}   {question.concept_title}"


def details(found: rec.Assessment) -> Iterator[Line]:
    """Areas with their intervals, then every question with what was missed and why it was asked."""
    yield Line("Areas", "head")
    yield Line("chance of a solid answer at the tier asked for, with its 80 % interval", "quiet")
    for area in sorted(found.areas, key=lambda a: (-a.questions, -a.weight)):
        yield Line(_area_row(area), "row" if area.questions else "quiet")
    yield Line("Questions", "head")
    for question in found.questions:
        yield from _question(question)
    if found.checks:
        yield Line("Checks", "head")
        for check in found.checks:
            yield from _check(check)


def _area_row(area: rec.AreaResult) -> str:
    chance = f"{round(area.mastery * 100):>3} %  {round(area.low * 100):>3} to {round(area.high * 100):>3}"
    asked = words.plural(area.questions, "question") if area.questions else "not asked"
    return f"{area.title:<32}{chance}   {area.word:<15} {asked}"


def _question(question: rec.QuestionResult) -> Iterator[Line]:
    yield Line(_question_row(question))
    if question.reason:
        yield Line(question.reason, "deep")
    over = ", over time" if question.over_time else ""
    planned = words.clock(question.planned_seconds)
    said = f", predicted {question.prediction}" if question.prediction else ""
    yield Line(f"{words.clock(question.seconds)} of {planned} planned{over}{said}", "deep")
    for point in question.missed:
        tag = " (must have)" if point.critical else " (beyond)" if point.beyond else ""
        yield Line(f"{point.mark}: {point.point}{tag}", "missed")


def _check(check: rec.CheckResult) -> Iterator[Line]:
    word = {True: "right", False: "not right", None: "passed over"}[check.correct]
    yield Line(f"{word:<13}{check.prompt}")
    if check.correct is False:
        yield Line(f"it is {check.truth}{f', not {check.text}' if check.text else ''}", "deep")
