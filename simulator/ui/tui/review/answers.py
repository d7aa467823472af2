"""All answers and the walk of a report as rows that open, each with what is to say about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from simulator.engine.scoring import MARK_WORDS
from simulator.graph.text import format_minutes, names, plural
from simulator.report import records as rec
from simulator.report.debrief.areas import areas_apart
from simulator.report.text import words
from simulator.report.text.debrief import area_sentences
from simulator.report.text.report import code_faults
from simulator.report.text.self_rating import calibration_sentence
from simulator.report.tones import MARK_BADGES, MISSED, Badge, outcome_badge
from simulator.session.archive.as_text import plain_prose
from simulator.session.clock import clock
from simulator.session.interview import outcomes as out
from simulator.session.interview.code_runs import FAILED
from simulator.session.interview.item_blocks import TITLES, Kind
from simulator.ui.tui.room.texts import code_block
from simulator.ui.tui.widgets.badges import badge, toned
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import Hanging, plain_text

OF_TASK: Mapping[Kind, str] = {"interviewer": "quiet", "code": "code", "you": ""}  # what is told of one, with its style
COLUMN = 12  # where the words behind a mark begin


class Line(NamedTuple):
    """A paragraph about an item: its text, style (head, quiet, caution, point, ...), and a badge with its word."""

    text: str
    style: str = ""
    look: Badge | None = None
    word: str = ""


@dataclass(frozen=True)
class ReportItem:
    """A row, what is said about it, and what opens: the item at a `position` of the transcript, or a concept."""

    row: Row
    about: tuple[Line, ...]
    position: int = 0
    concept: str = ""


def widgets_of(lines: Sequence[Line]) -> Iterator[Widget]:
    """The lines as widgets; a badge stands before its text, in its colour."""
    for line in lines:
        if line.style == "code":
            yield code_block(line.text)
        elif line.look is None:
            yield plain_text(line.text, line.style)
        elif line.style == "verdict":
            yield plain_text(badge(line.look, line.word) + Content(line.text), line.style)
        else:
            mark = toned(f"{line.look.sign} {line.word}".strip(), line.look.tone)
            yield Hanging(mark, line.text, COLUMN if line.word else 2, line.style, tight=not line.word)


# All answers


def answer_items(found: rec.Assessment) -> list[ReportItem]:
    """Every question, every check, and what to study, in the order of the report."""
    items = [_question(q) for q in found.questions]
    items += [_check(c) for c in found.checks]
    return items + [_study(number, item) for number, item in enumerate(found.study, 1)]


def _question(q: rec.QuestionResult) -> ReportItem:
    word = words.verdict_words(q)
    look = outcome_badge(out.SKIPPED if q.skipped else q.verdict)
    row = Row(f"item {q.position}", f"Question {q.number}", words.subject(q), word, look)
    about = [f"{words.time_words(q)} min", f"predicted {q.prediction}" if q.prediction else ""]
    lines = [Line(f"   {' · '.join(filter(None, about))}", "verdict", look, word), Line(plain_prose(q.prompt), "quiet")]
    lines += [Line(q.doubt, "caution")] if q.doubt else []
    lines += _code(q)
    # what was missed first: that is what one comes back for
    met = [p for p in q.points if p.mark is not None and p not in q.missed]
    for head, points in (("What was missing", q.missed), ("What you covered", met)):
        lines += [Line(head, "head")] if points else []
        lines += [_point(point) for point in points]
    told = [*_of_task(q)] if q.code else [Line(q.answer)] if q.answer else []
    lines += [Line(TITLES["you"], "head"), *told] if told else []
    return ReportItem(row, tuple(lines), q.position)


def _of_task(q: rec.QuestionResult) -> Iterator[Line]:
    """The code, the twist and the talk about it, in the order in which they came."""
    for block in takewhile(lambda block: block.kind != "head", q.blocks):
        if block.kind in OF_TASK:
            text = plain_prose(f"{block.mark} {block.text}") if block.kind == "interviewer" else block.text
            yield Line(text, OF_TASK[block.kind])


def _code(q: rec.QuestionResult) -> list[Line]:
    """What the cases said of a task: how many passed, and after the reveal which failed, and why."""
    faults = [Line(text, "point", MISSED, FAILED) for text in code_faults(q)]
    passed = words.cases_words(q)
    return [Line(TITLES["case"], "head"), Line(f"{passed} passed."), *faults] if passed else []


def _point(point: rec.PointResult) -> Line:
    mark = point.mark or "no"
    return Line(f"{point.point}{words.mark_of(point)}", "point", MARK_BADGES[mark], MARK_WORDS[mark])


def _check(c: rec.CheckResult) -> ReportItem:
    word = words.check_words(c)
    unknown = out.SET_ASIDE if c.set_aside else out.OPEN if c.concept is None else out.SKIPPED
    look = outcome_badge(unknown if c.correct is None else out.RIGHT if c.correct else out.WRONG)
    row = Row(f"item {c.position}", f"Check {c.number}", c.prompt, word, look)
    lines = [Line(f"   {clock(c.seconds)} min", "verdict", look, word), Line(c.prompt, "quiet")]
    if c.correct is False or c.set_aside:
        lines.append(Line(f"The answer is {c.truth}; you said {c.text or 'nothing'}."))
    lines += [Line(c.why)] if c.why else []
    return ReportItem(row, tuple(lines), c.position)


def _study(number: int, item: rec.StudyItem) -> ReportItem:
    row = Row(f"study {item.concept}", f"Study {number}", item.title, format_minutes(item.minutes))
    lines = [Line(item.title, "head"), Line(item.definition), Line(item.why, "quiet")]
    lines += [Line(f"Rests on: {names(item.rests_on)}")] if item.rests_on else []
    lines += [Line(f"Opens: {names(item.opens)}")] if item.opens else []
    again = [f"{plural(len(item.questions), 'question')} to try again"] if item.questions else []
    again += [plural(len(item.others), "new one")] if item.others else []
    lines += [Line(f"To practise: {names(again)}.")] if again else []
    lines += [Line("Sources", "head")] if item.sources else []
    lines += [Line(f"{source.text} {source.url}".rstrip(), "quiet") for source in item.sources]
    return ReportItem(row, tuple(line for line in lines if line.text), concept=item.concept)


# The walk


def walk_items(found: rec.Assessment) -> list[ReportItem]:
    """Every step through the graph with why it was taken."""
    return [ReportItem(_step_row(step), tuple(_reason(step)), step.position) for step in found.path]


def general_lines(found: rec.Assessment) -> tuple[Line, ...]:
    """Below every step of the walk: the areas that differ, and how the candidate rates themselves."""
    return (*_areas(found), *_rating(found))


def _step_row(step: rec.PathStep) -> Row:
    name = "Check" if step.kind == "check" else "Question"
    title, word = f"{step.concept_title}, tier {step.tier}", out.outcome_word(step.outcome)
    return Row(f"item {step.position}", f"{name} {step.number}", title, word, outcome_badge(step.outcome))


def _reason(step: rec.PathStep) -> Iterator[Line]:
    if step.reason:
        yield Line("Why it was asked", "head")
        yield Line(step.reason)


def _areas(found: rec.Assessment) -> Iterator[Line]:
    """The areas that really differ, with a sign and a colour; then those that do not."""
    apart = areas_apart(found)
    sentences = area_sentences(found)
    if sentences:
        yield Line("Areas", "head")
    for sentence, (_, above) in zip(sentences, apart, strict=False):
        yield Line(sentence, "point", Badge("▲", "good") if above else Badge("▼", "poor"))
    for sentence in sentences[len(apart) :]:
        yield Line(sentence, "quiet")


def _rating(found: rec.Assessment) -> Iterator[Line]:
    yield Line("How you rate yourself", "head")
    yield Line(calibration_sentence(found.calibration, found.heard))
