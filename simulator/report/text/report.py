"""A report as lines of text: the first page, why each was asked, all answers, then the assessment's figures."""

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from simulator.graph.text import fit, lower_first, wrap, wrapped
from simulator.report import records as rec
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief.advert import advert_lines
from simulator.report.text import words
from simulator.report.text.check_words import WHAT_CHECKS_COUNT, check_words, checks_words, right_answer_words
from simulator.report.text.debrief import (
    OF_THIS,
    ON_THE_DAY,
    TONIGHT,
    first_page_entries,
    is_of_this_interview,
    session_words,
)
from simulator.report.text.sections import ReportSection, Standing, report_sections, study_lines, study_title
from simulator.session.clock import LOCAL, clock
from simulator.session.code.code_runs import FAILED
from simulator.session.interview.hearing import LOOK_AGAIN

WIDTH = 79  # columns of a report in a file
MOST_MISSED = 6  # points shown of one question
SIGNS = {"for": "+", "against": "-", "minor": "~"}  # of what spoke for and against
SEEN, WORD = 21, 15  # columns of what was seen, and of the word, which takes more where it tells of gaps
DAY_PLAN = "; `interview plan` has the day"
# on the day the plan has nothing but the brief
BESIDE_HEADS = {TONIGHT: DAY_PLAN, ON_THE_DAY: "; `interview brief` comes first"}
ONE_LINE = 76  # columns from which a title and its figures share a line


SCORE_AGAIN = (
    "`interview review {} --score {} {}` marks question {} (item {}) again: y, p, n or a (when asked) for each point."
)
UNANSWERED = "Nothing has been answered in this interview, so there's nothing to report."


def is_unanswered(assessment: rec.Assessment) -> bool:
    """Whether nothing was answered, right or wrong, nor any code handed in."""
    answered = any(q.verdict or q.waiting or q.answer or (q.code and q.code.counts) for q in assessment.questions)
    return not answered and all(check.correct is None for check in assessment.checks)


def page(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """The whole report, wrapped at `width`: the first page, then what it rests on; the figures come last."""
    yield from first_page(assessment, width)
    for section in report_sections(assessment):
        own = OWN_LINES.get(section.name)
        yield from ("", *wrap(section.head, width))
        yield from own(assessment, width) if own else section_lines(section, width)


def _score_again(assessment: rec.Assessment) -> str:
    """How to mark an answer again: the first whose marks are in doubt, or that has points; empty where none has."""
    marked = [question for question in assessment.questions if question.points]
    doubtful = [question for question in marked if question.doubt]
    for question in (*doubtful, *marked)[:1]:
        marks = "".join((point.mark or "no")[0] if not point.prompted else "a" for point in question.points)
        verdict = f" --verdict {question.verdict}" if question.anchored else ""
        return SCORE_AGAIN.format(
            assessment.session.id, question.position, f"{marks}{verdict}", question.number, question.position
        )
    return ""


def first_page(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """The debrief as a panel writes it, in plain words; wrapped at `width`."""
    yield from ("", "Report")
    yield from wrap(session_words(assessment, LOCAL), width)
    looks = f"{LOOK_AGAIN} {_score_again(assessment)}".rstrip()
    told = [entry._replace(text=entry.text.replace(LOOK_AGAIN, looks)) for entry in first_page_entries(assessment)]
    for head, entries in groupby(told, lambda entry: entry.under):
        of_this = OF_THIS if head == TONIGHT and is_of_this_interview(assessment) else ""
        yield from ("", *wrap(f"{head}{of_this}{BESIDE_HEADS.get(head, '')}", width)) if head else ()
        for number, entry in enumerate(entries, 1):
            match entry.kind:
                case "lead":
                    yield from ("", *wrap(entry.text, width))
                case "for" | "against" | "minor":
                    yield from wrap(entry.text, width, f"  {SIGNS[entry.kind]} ", "    ")
                    for detail in entry.detail.splitlines():
                        yield from wrap(detail, width, "    ", "    ")
                case "label":
                    yield from ("", *wrap(f"{entry.text}: {entry.detail}", width))
                case "advert":
                    yield from ("", entry.text)
                    yield from (f"  {line}" for line in advert_lines(assessment.recommendation.advert_areas, width - 2))
                    yield from wrap(entry.detail, width, "  ", "  ") if entry.detail else ()
                case "tonight":
                    detail = f" ({entry.detail})" if entry.detail else ""
                    yield from wrap(f"{number}  {entry.text}{detail}", width, "  ", "     ")
                case "note":
                    yield from wrap(entry.text, width, "  ", "  ")
                case _:
                    yield from wrap(entry.text, width)


def section_lines(section: ReportSection, width: int) -> Iterator[str]:
    """What stands below the head of a section."""
    yield from wrapped(section.told, width, "  ", "  ")
    told = [standing for standing in section.standings if standing.word != NOT_ASKED]
    longest = max((len(standing.word) for standing in told), default=0)
    for standing in told:
        yield from standing_lines(standing, width, longest)
    if unasked := [standing.title for standing in section.standings if standing.word == NOT_ASKED]:
        yield from wrap(f"{NOT_ASKED.capitalize()}: {'; '.join(unasked)}", width, "  ", "    ")
    for row in section.rows:
        beside = f", {row.beside}" if row.beside else ""
        yield from wrap(f"{row.text}{beside}", width, "  ", "      " if section.hangs else "    ")
        yield from wrap(row.below, width, "      ", "      ") if row.below else ()


def answers(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """All answers with their verdicts and what each missed, and the checks."""
    for q in assessment.questions:
        line = f"{q.number}  {words.subject(q)}: {words.verdict_words(q)}, {clock(q.seconds)}"
        yield from wrap(line, width, "  ", "     ")
        yield from wrap(q.doubt, width, "     ", "     ") if q.doubt else ()
        for fault in code_faults(q):
            yield from wrap(f"{'failed':<7} {fault}", width, "     ", "             ")
        for point in q.missed[:MOST_MISSED]:
            text = f"{point.mark:<7} {point.point}{words.mark_of(point)}"
            yield from wrap(text, width, "     ", "             ")
        if len(q.missed) > MOST_MISSED:
            yield f"     and {len(q.missed) - MOST_MISSED} more"
    if assessment.checks:
        yield from ("", "Checks", f"  {checks_words(assessment.checks)}, {clock(assessment.time.checks)}")
        yield from wrap(WHAT_CHECKS_COUNT, width, "  ", "  ")
    for check in assessment.checks:
        yield from wrap(f"{check.number}  {check_words(check)}: {check.prompt}", width, "  ", "     ")
        if answer := right_answer_words(check):
            yield from wrap(lower_first(answer), width, "     ", "     ")


def code_faults(question: rec.QuestionResult) -> list[str]:
    """The cases that failed when the code of a task was handed in, with the reasons; none before the reveal."""
    return [block.text for block in question.blocks if block.kind == "case" and block.mark == FAILED]


def standing_lines(row: Standing, width: int, longest: int) -> Iterator[str]:
    """An area or concept: title, what was seen, chance with interval, and a word; the `longest` of them has room.

    On a narrow screen the figures stand below the title, which would otherwise be cut to a few letters.
    """
    figures = f"{row.seen:<{SEEN}}{row.chance:>5}{row.interval:>10}  {row.word}"
    over = max(0, longest - WORD)
    if width < ONE_LINE + over:
        yield from wrap(row.title, width, "  ", "    ")
        parts = (row.seen, " ".join(filter(None, (row.chance, row.interval))), row.word)
        yield from wrap(" · ".join(filter(None, parts)), width, "    ", "    ")
    else:
        yield f"  {fit(row.title, width - SEEN - 20 - WORD - over)} {figures}".rstrip()
    yield from wrap(row.note, width, "    ", "    ") if row.note else ()


def study(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """What to study, and why; then what it rests on, what to try, and what to read. Only tonight's list has numbers."""
    for item in assessment.study:
        yield from wrap(f"-  {study_title(item, assessment)}", width, "  ", "     ")
        lines = [item.definition, item.why, *study_lines(item, assessment)]
        lines += [f"read {source.text} {source.url}".rstrip() for source in item.sources]
        yield from wrapped(filter(None, lines), width, "     ", "       ")


# sections of which lines of text say more than their rows
OWN_LINES: Mapping[str, Callable[[rec.Assessment, int], Iterator[str]]] = {"answers": answers, "study": study}
