"""A report as lines with a class each: the first page, and the details below it. Every figure is the assessment's."""

from collections.abc import Iterator
from typing import NamedTuple

from simulator.report import plain
from simulator.report import records as rec
from simulator.report.item_words import checks_words, covered_words, subject, verdict_words
from simulator.report.rating_words import calibration_sentence
from simulator.report.tiers import asked_for_words, level_words
from simulator.report.words import clock, ready_for

LABEL = 16


class Line(NamedTuple):
    """A paragraph and how it looks: `lead`, `caution`, `head`, `row`, `quiet` or `deep`; a label stands beside it."""

    text: str
    style: str = "row"
    label: str = ""


def first_page(found: rec.Assessment) -> Iterator[Line]:
    """Am I ready, what held me back, what tonight."""
    (sat, ready), (other, otherwise) = ready_for(found)
    yield Line(f"{found.session.role_title}, {sat}: {ready}", "lead")
    if found.first_impression:
        yield Line(found.first_impression, "caution")
    yield Line(otherwise, label=other)
    yield Line(level_words(found.level.tier, found.level.low, found.level.high), label="level")
    yield Line(asked_for_words(found.level), label="role asks")
    if found.held_back:
        yield Line(f"Held you back: {' · '.join(found.held_back)}")
    yield from _tonight(found)
    yield Line(" · ".join(f"{kind} {word}" for kind, word in found.kinds.items()), "gap")
    yield Line(calibration_sentence(found.calibration))
    yield from (Line(f"Transcript: {sentence}", "quiet") for sentence in found.findings)
    yield Line("Asked", "head")
    for question in found.questions:
        yield Line(_question_row(question), "fact")
    if found.checks:
        yield Line(f"    {checks_words(found.checks, 'check')}, {clock(found.time.checks)}", "quiet")


def _tonight(found: rec.Assessment) -> Iterator[Line]:
    if not found.tonight:
        return
    yield Line("Tonight", "head")
    for number, item in enumerate(found.tonight, 1):
        yield Line(f"{number}   {item.title}, {item.minutes} min")
        yield Line(item.why, "deep first")


def _question_row(question: rec.QuestionResult) -> str:
    verdict, covered = verdict_words(question), covered_words(question)
    return f"{question.number:<4}{verdict:<13}{covered:>5}{clock(question.seconds):>8}   {subject(question)}"


def details(found: rec.Assessment, width: int) -> Iterator[Line]:
    """Everything that the first page rests on, in lines of at most `width`, as every other output has it."""
    begins = True
    for text in plain.details(found, width):
        heads = begins and bool(text) and not text.startswith((" ", "-"))
        if text:
            yield Line(text, "head" if heads else "row")
        begins = not text
