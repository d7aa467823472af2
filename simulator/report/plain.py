"""The first page of a report as lines of text."""

from collections.abc import Iterator

from simulator.report import records as rec
from simulator.report.assessment import assess_interview
from simulator.report.words import calibration_sentence, level_sentence
from simulator.session.interview import Interview


def summary_lines(interview: Interview) -> Iterator[str]:
    """The first page for an interview that has just ended."""
    yield from first_page(assess_interview(interview))


def first_page(assessment: rec.Assessment) -> Iterator[str]:
    """Am I ready, what held me back, what tonight."""
    session = assessment.session
    yield ""
    yield "Report"
    yield f"{session.role_title}, phone screen: {assessment.screen}; onsite: {assessment.onsite}"
    yield " · ".join(f"{kind} {word}" for kind, word in assessment.kinds.items())
    yield f"Level   {level_sentence(assessment.level)}"
    if assessment.held_back:
        yield f"Held you back: {' · '.join(assessment.held_back)}"
    yield calibration_sentence(assessment.calibration)
    yield ""
    for question in assessment.questions:
        yield question_line(question)
    if assessment.checks:
        right = sum(bool(c.correct) for c in assessment.checks)
        yield f"Checks: {right} of {len(assessment.checks)} right"
    if assessment.tonight:
        yield ""
        yield "Tonight"
    for number, item in enumerate(assessment.tonight, 1):
        yield f"  {number}  {item.title}, {item.minutes} min ({item.why})"


def question_line(question: rec.QuestionResult) -> str:
    """One question with its verdict and time."""
    verdict = "passed over" if question.skipped else question.verdict or "not scored"
    covered = f", {round(question.coverage * 100)} % covered" if question.coverage is not None else ""
    minutes, seconds = divmod(round(question.seconds), 60)
    return f"  {question.number}  {question.concept_title}: {verdict}{covered}, {minutes}:{seconds:02}"
