"""Questions one by one, as CSV rows for spreadsheets and statistics."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from simulator.engine.scoring import MET
from simulator.report import records as rec

COLUMNS = (
    "session candidate graph format role started position number question area concept tier kind verdict coverage "
    "prediction predicted_minus_scored seconds answering_seconds planned_seconds hints follow_ups dont_know skipped "
    "overruled points_met points_missed missed prompt answer reason code_grade cases_passed cases code"
).split()
MOST_SKIPPED = 200  # letters before a formula
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    """A header and a row for each question, as text to be written with `newline=""`."""
    yield _line(COLUMNS)
    for assessment in assessments:
        for question in assessment.questions:
            yield _line([cell(value) for value in _row(assessment, question)])


def cell(value: object) -> str:
    """A value as a cell. Text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return repr(value)
    text = str(value)
    # spreadsheets skip blanks and characters without width before a formula, and take ＝ for =
    bare = "".join(ch for ch in text[:MOST_SKIPPED] if unicodedata.category(ch) not in {"Cf", "Zs", "Zl", "Zp"})
    start = unicodedata.normalize("NFKC", bare.lstrip())[:1] or bare[:1]
    return f"'{text}" if text.startswith(FORMULA) or start in FORMULA else text


def _row(assessment: rec.Assessment, question: rec.QuestionResult) -> list[object]:
    session = assessment.session
    step = next((s for s in assessment.calibration.steps if s.position == question.position), None)
    missed, code = question.missed, question.code
    return [
        session.id,
        session.candidate,
        session.graph,
        session.format,
        session.role,
        session.started.isoformat(),
        question.position,
        question.number,
        question.id,
        question.area,
        question.concept,
        question.tier,
        question.kind,
        question.verdict,
        question.coverage,
        question.prediction,
        step.difference if step else None,
        question.seconds,
        question.answering_seconds,
        question.planned_seconds,
        question.hints,
        len(question.follow_ups),
        question.dont_know,
        question.skipped,
        question.overruled,
        sum(p.mark in MET for p in question.points),
        len(missed),
        " | ".join(p.point for p in missed),
        question.prompt,
        question.answer,
        question.reason,
        *((code.grade, code.passed, code.cases, code.text) if code else (None, None, None, None)),
    ]


def _line(cells: Iterable[str]) -> str:
    target = io.StringIO()
    csv.writer(target).writerow(list(cells))
    return target.getvalue()
