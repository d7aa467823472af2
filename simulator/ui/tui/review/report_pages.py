"""What stands on the pages of a report: what a panel writes, all answers and the walk as rows that open, figures."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, takewhile
from typing import NamedTuple

from textual.containers import Horizontal, ItemGrid, Vertical
from textual.content import Content
from textual.widget import Widget

from simulator.engine.scoring import MARK_WORDS, SOLID
from simulator.graph.text import format_minutes, plural, upper_first, wrap
from simulator.report import records as rec
from simulator.report.debrief.advert import advert_lines, in_advert
from simulator.report.debrief.own_words import topic_of
from simulator.report.debrief.panel import areas_apart
from simulator.report.debrief.tonight import WEAKER
from simulator.report.debrief_records import AdvertArea, Concern, Recommendation
from simulator.report.text import sections, words
from simulator.report.text.check_words import WHAT_CHECKS_COUNT, check_outcome, check_words, right_answer_words
from simulator.report.text.debrief import (
    FAILS,
    SAID_IN_PART,
    SAY,
    STILL_TO_SAY,
    Entry,
    area_sentences,
    concern_parts,
    first_page_entries,
    judged_entries,
    other_parts,
    practice_headline,
    unasked_words,
)
from simulator.report.text.levels import beside_words, level_phrases
from simulator.report.text.report import code_faults, section_lines
from simulator.report.text.words import OWN_LEVEL, tier_briefly
from simulator.report.tones import (
    MARK_BADGES,
    MET,
    MISSED,
    NOTHING,
    RECOMMENDATION_BADGES,
    Badge,
    concern_badge,
    outcome_badge,
    recommendation_badge,
)
from simulator.session.archive.as_text import plain_prose
from simulator.session.clock import clock
from simulator.session.code.code_runs import FAILED
from simulator.session.days import day_and_month
from simulator.session.interview import outcome_words as out
from simulator.session.interview.hearing import LOOK_AGAIN
from simulator.session.interview.item_blocks import TITLES, Kind
from simulator.ui.tui.room.blocks import code_block
from simulator.ui.tui.widgets.chrome import Section
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import FittedLines, Flow, Hanging, badge, linked, plain_text, toned

READY = "How ready you are"  # the head of the first figures, below the title of the page
AS_ROWS = frozenset(("path", "answers", "study"))  # sections whose rows open
LEAST_STEPS = 3  # of a walk that is worth a plot
SIGN_COLUMN, COLUMN = 2, 12  # where the words begin behind a sign, and behind a sign with its word
NARROWEST_CARD = 44  # columns
NARROWEST_LEVELS = 64  # columns from which a level says what a yes there lacks
OF_TASK: Mapping[Kind, str] = {"interviewer": "quiet", "code": "code", "you": ""}  # what is told of one, with its style


# What a panel writes, with its colours, and what it rests on


def debrief_widgets(assessment: rec.Assessment, again: str = "") -> Iterator[Widget]:
    """The whole page, without the advice for tonight, which stays in sight below it.

    `again` says which keys go back to look at the marks.
    """
    looks = f"{LOOK_AGAIN} {again}".rstrip()
    entries = [e._replace(text=e.text.replace(LOOK_AGAIN, looks)) for e in first_page_entries(assessment)]
    above = [e for e in entries if e.kind in {"lead", "beside", "caution"}]
    # what was not asked is the last sentence there; at the top it would push down what spoke for the candidate
    top, unasked = (above[:-1], above[-1:]) if unasked_words(assessment.recommendation) else (above, [])
    look = NOTHING if practice_headline(assessment) else recommendation_badge(assessment.recommendation)
    yield Vertical(*_verdict_lines(assessment.recommendation, top, look), id="verdict", classes=f"-{look.tone}")
    judged = [Section(head, *map(_remark, remarks)) for head, remarks in judged_entries(entries)]
    labels = [e for e in entries if e.kind == "label"]
    labelled = [Section(e.text, plain_text(upper_first(e.detail))) for e in labels]
    for cards in (judged, labelled):
        if cards:  # side by side on a wide screen
            yield ItemGrid(*cards, min_column_width=NARROWEST_CARD, classes="pair")
    for entry in (e for e in entries if e.kind == "advert"):
        unmet = [plain_text(entry.detail, "aside")] if entry.detail else []
        yield Section(entry.text, AdvertTable(assessment.recommendation.advert_areas), *unmet)
    transcript = [e for e in entries if e.kind == "note" and not e.under]
    yield from (plain_text(e.text, "aside") for e in (*unasked, *transcript))


class AdvertTable(FittedLines):
    """What a job advert asks for, and what was shown of each area; those without an answer are muted."""

    def __init__(self, areas: Sequence[AdvertArea]) -> None:
        super().__init__()
        self._areas = areas

    def lines_in(self, width: int) -> list[Content]:
        lines = zip(self._areas, advert_lines(self._areas, width), strict=True)
        return [Content(line) if area.answers else toned(line, "muted") for area, line in lines]


def _verdict_lines(recommendation: Recommendation, entries: Sequence[Entry], look: Badge) -> Iterator[Widget]:
    levels = beside_words(recommendation)
    for entry in entries:
        if entry.kind == "lead":
            yield Hanging(
                toned(look.sign, look.tone, bold=True), entry.text, SIGN_COLUMN, f"lead {look.tone}", tight=True
            )
        elif entry.text == levels:
            yield Levels(neighbours(recommendation), "levels")
        else:
            yield plain_text(entry.text, entry.kind)


class Levels(Flow):
    """The levels beside the chosen one; a narrow screen leaves out what explains them, as the page is long."""

    def lines_in(self, width: int) -> list[Content]:
        if width >= NARROWEST_LEVELS:
            return super().lines_in(width)
        brief = [piece[: len(piece.plain.partition(OWN_LEVEL)[0].partition(" (")[0])] for piece in self.pieces]
        return Flow(brief).lines_in(width)


def neighbours(recommendation: Recommendation) -> list[Content]:
    """The levels beside the chosen one, each with its badge; the words are those of the report."""
    return [badge(RECOMMENDATION_BADGES[word], phrase, bold=False) for word, phrase in level_phrases(recommendation)]


def _remark(entry: Entry) -> Vertical:
    """What spoke for the candidate or against them, or a plain sentence."""
    return Vertical(*(_against(entry.concern) if entry.concern else _for(entry)), classes="remark")


def _for(entry: Entry) -> Iterator[Widget]:
    """A strength with its quote; or a plain sentence where there is none."""
    if entry.kind == "for":
        yield Hanging(toned(MET.sign, MET.tone), entry.text, SIGN_COLUMN, "title", tight=True)
        yield plain_text(entry.detail, "quote")
    else:
        yield plain_text(entry.text, "aside")


def _against(concern: Concern) -> Iterator[Widget]:
    """A concern: how far it went, then what to say instead, which is what people look for."""
    look = concern_badge(concern)
    yield Hanging(toned(look.sign, look.tone), concern.title, SIGN_COLUMN, "title", tight=True)
    for part in concern_parts(concern):
        label = next((label for label in (SAY, STILL_TO_SAY, SAID_IN_PART, FAILS) if part.startswith(label)), "")
        if label:
            yield plain_text(Content.assemble((label, "$accent"), f" {part.removeprefix(label).strip()}"), "say")
        else:
            yield plain_text(part, "quote")
    yield from (plain_text(part, "quote other") for part in other_parts(concern))


BETWEEN = " · "  # title and reason


def tonight_rows(items: Sequence[rec.StudyItem], today: date) -> list[Row]:
    """What to do tonight and why, as rows with the numbers that start them; what was done since has a tick."""
    rows = []
    for n, item in enumerate(items, 1):
        title, why = topic_of(item.title), item.why.partition(f"{WEAKER}; ")[2] or item.why
        if item.done:
            day = "today" if item.done == today else f"on {day_and_month(item.done, today)}"
            rows.append(Row(str(n), str(n), title, f"done {day}, {SOLID}", badge=Badge("✓", "good")))
        else:
            about = BETWEEN.join(filter(None, (title, why, in_advert(item))))  # the quiet line has what doesn't fit
            rows.append(Row(str(n), str(n), about, format_minutes(item.minutes), brief=title))
    return rows


# Rows that open: all answers


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
            yield plain_text(linked(line.text), line.style)
        elif line.style == "verdict":
            yield plain_text(badge(line.look, line.word) + Content(line.text), line.style)
        else:
            mark = toned(f"{line.look.sign} {line.word}".strip(), line.look.tone)
            yield Hanging(mark, line.text, COLUMN if line.word else SIGN_COLUMN, line.style, tight=not line.word)


def answer_items(assessment: rec.Assessment) -> list[ReportItem]:
    """Every question, every check, and what to study, in the order of the report."""
    items = [_question(q) for q in assessment.questions]
    items += [_check(c) for c in assessment.checks]
    return items + [_study(item, assessment) for item in assessment.study]


def _question(q: rec.QuestionResult) -> ReportItem:
    word = words.verdict_words(q)
    look = outcome_badge(out.SKIPPED if q.skipped else q.verdict)
    row = Row(f"item {q.position}", f"Question {q.number}", words.subject(q), word, look)
    about = [f"{words.time_words(q)} min", plural(q.hints, "hint") if q.hints else ""]
    about += [f"predicted {q.prediction}"] if q.prediction else []
    lines = [Line(f"   {' · '.join(filter(None, about))}", "verdict", look, word), Line(plain_prose(q.prompt), "quiet")]
    lines += [Line(q.doubt, "caution")] if q.doubt else []
    # what the cases said of a task: how many passed, and after the reveal which failed, and why
    if passed := words.cases_words(q):
        lines += [Line(TITLES["case"], "head"), Line(f"Passed: {passed}.")]
        lines += [Line(text, "point", MISSED, FAILED) for text in code_faults(q)]
    # what was missed first: that is what one comes back for
    met = [p for p in q.points if p.mark is not None and p not in (*q.missed, *q.not_asked)]
    parts = (("What was missing", q.missed), ("What you covered", met), ("What nobody asked you for", q.not_asked))
    for head, points in parts:
        lines += [Line(head, "head")] if points else []
        for point in points:
            mark = point.mark or "no"
            lines.append(Line(f"{point.point}{words.mark_of(point)}", "point", MARK_BADGES[mark], MARK_WORDS[mark]))
    answer = [*_of_task(q)] if q.code else [Line(q.answer)] if q.answer else []
    lines += [Line(TITLES["you"], "head"), *answer] if answer else []
    return ReportItem(row, tuple(lines), q.position)


def _of_task(q: rec.QuestionResult) -> Iterator[Line]:
    """The code, the twist and the talk about it, in the order in which they came."""
    for block in takewhile(lambda block: block.kind != "head", q.blocks):
        if block.kind in OF_TASK:
            text = plain_prose(f"{block.mark} {block.text}") if block.kind == "interviewer" else block.text
            yield Line(text, OF_TASK[block.kind])


def _check(c: rec.CheckResult) -> ReportItem:
    word, look = check_words(c), outcome_badge(check_outcome(c))
    row = Row(f"item {c.position}", f"Check {c.number}", c.prompt, word, look)
    lines = [Line(f"   {clock(c.seconds)} min", "verdict", look, word), Line(c.prompt, "quiet")]
    if answer := right_answer_words(c):
        lines.append(Line(f"{answer}."))
    lines += [Line(c.why)] if c.why else []
    return ReportItem(row, (*lines, Line(WHAT_CHECKS_COUNT, "quiet")), c.position)


def _study(item: rec.StudyItem, assessment: rec.Assessment) -> ReportItem:
    at = sections.number_tonight(item, assessment)
    minutes = format_minutes(item.minutes)
    note = f"tonight {at}" if at else minutes  # what is shorter leaves the title more room
    row = Row(f"study {item.concept}", "Study", item.title, note)
    lines = [Line(item.title, "head"), Line(item.definition), Line(item.why, "quiet")]
    lines += [Line(f"Tonight: {minutes}", "quiet")] if at else []
    lines += [Line(upper_first(line)) for line in sections.study_lines(item, assessment)]
    lines += [Line("Sources", "head")] if item.sources else []
    lines += [Line(f"{source.text} {source.url}".rstrip(), "quiet") for source in item.sources]
    return ReportItem(row, tuple(line for line in lines if line.text), concept=item.concept)


# And the walk


def walk_items(assessment: rec.Assessment) -> list[ReportItem]:
    """Every step through the graph with why it was taken."""
    items = []
    for step in assessment.path:
        label = f"{'Check' if step.kind == 'check' else 'Question'} {step.number}"
        title = f"{step.concept_title}, {tier_briefly(step.tier)}{sections.after_hints(step, ', ')}"
        word = sections.outcome_of_step(step)
        row = Row(f"item {step.position}", label, title, word, outcome_badge(step.outcome))
        about = (Line("Why it was asked", "head"), Line(step.reason)) if step.reason else ()
        items.append(ReportItem(row, about, step.position))
    return items


def general_lines(assessment: rec.Assessment, page: sections.PageName) -> tuple[Line, ...]:
    """What stands below every row of a page: its sections that are not the rows themselves."""
    lines: list[Line] = []
    for section in sections.sections_on(page, assessment):
        if section.name in AS_ROWS:
            lines += [Line(text, "quiet") for text in section.told]
        else:
            lines.append(Line(section.head, "head"))
            lines += _areas(assessment) if section.name == "areas" else section_paragraphs(section)
    return tuple(lines)


def section_paragraphs(section: sections.ReportSection) -> Iterator[Line]:
    """What a section says, a paragraph each."""
    yield from map(Line, section.told)
    yield from (Line(" · ".join(filter(None, standing))) for standing in section.standings)
    for row in section.rows:
        yield Line(", ".join(filter(None, (row.text, row.beside))))
        yield from [Line(row.below, "quiet")] if row.below else []


def _areas(assessment: rec.Assessment) -> Iterator[Line]:
    """The areas that really differ, with a sign and a colour; then those that do not."""
    apart, sentences = areas_apart(assessment), area_sentences(assessment)
    for sentence, (_, above) in zip(sentences, apart, strict=False):
        yield Line(sentence, "point", Badge("▲", "good") if above else Badge("▼", "poor"))
    for sentence in sentences[len(apart) :]:
        yield Line(sentence, "quiet")


# Figures

TWO_COLUMNS, BETWEEN_COLUMNS = 146, 6  # columns of a page that has its figures side by side, and between the two


def figure_widgets(assessment: rec.Assessment, width: int) -> Iterator[Widget]:
    """All statistics, in lines of at most `width` columns; each part has a head, three of them a plot as well."""
    plots = plotted(assessment)
    for section in sections.sections_on("figures", assessment):
        yield from _figures(section, plots, width)


def figures_page(assessment: rec.Assessment, width: int, widest: int) -> Iterator[Widget]:
    """The same on a page of so many columns, of which text takes at most `widest`: where there are more, side by side.

    The sections keep their order, down the one column and then the other, which are about as long.
    """
    if width < TWO_COLUMNS:
        yield from figure_widgets(assessment, min(width, widest))
        return
    plots, half = plotted(assessment), (width - BETWEEN_COLUMNS) // 2
    parts = [[*_figures(section, plots, half)] for section in sections.sections_on("figures", assessment)]
    lengths = [*accumulate(map(len, parts))]  # a line each, but for the plots
    left = 1 + next((n for n, length in enumerate(lengths) if 2 * length >= lengths[-1]), 0)
    columns = [Vertical(*chain.from_iterable(some)) for some in (parts[:left], parts[left:])]
    yield Horizontal(*columns, classes="columns")


def _figures(section: sections.ReportSection, plots: Mapping[str, tuple[str, Widget]], width: int) -> Iterator[Widget]:
    """One part with its head, its plot and its lines."""
    yield plain_text(READY if section.head == sections.FIGURES else section.head, "head")
    if part := plots.get(section.name):
        caption, plot = part
        yield plot
        lines = (line for part in caption.split("\n") for line in wrap(part, width, "  ", "  "))
        yield from (plain_text(line, "row aside") for line in lines)
    yield from (plain_text(line, "row") for line in section_lines(section, width))


def plotted(assessment: rec.Assessment) -> dict[str, tuple[str, Widget]]:
    """The plots, with what they show in words, by the section that they stand in."""
    from simulator.report.figures.progress import tier_times
    from simulator.ui.tui.widgets.plots import RatingPlot, TimePlot, WalkPlot  # numpy, only for figures

    plots: dict[str, tuple[str, Widget]] = {}
    if len(assessment.path) >= LEAST_STEPS:
        caption = f"after each question (its number) and check (c): your chance of a {SOLID} answer, with its range"
        plots["level"] = caption, WalkPlot(assessment.path)
    if rated := Counter((step.predicted, step.scored) for step in assessment.calibration.steps):
        plots["predictions"] = (
            "across: predicted   up: scored\nhow often: = exact   < too low   > too high   · never",
            RatingPlot(rated),
        )
    answered = [
        (q.tier, q.seconds / 60, (q.planned_seconds or 0.0) / 60) for q in assessment.questions if q.verdict and q.tier
    ]
    if times := tier_times(answered):
        plots["time"] = "by tier: ━ taken, follow-ups included   ┃ planned", TimePlot(times)
    return plots
