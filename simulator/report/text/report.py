"""A report as lines of text: the first page, why each was asked, all answers, then the assessment's figures."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from simulator.engine.scoring import SOLID, STRONG
from simulator.graph.text import fit, lower_first, names, percent, plural, quoted_words, wrap, wrapped
from simulator.report import records as rec
from simulator.report.concept_records import NOT_ASKED
from simulator.report.debrief.advert import advert_lines
from simulator.report.debrief_records import WORDS
from simulator.report.text import words
from simulator.report.text.debrief import ASKED, TONIGHT, area_sentences, first_page_entries, session_words
from simulator.report.text.self_rating import rating_sentence, rating_sentences
from simulator.report.text.words import interval, level_sentence, tier_briefly, tier_words, time_words
from simulator.session.clock import clock
from simulator.session.interview import outcome_words as out
from simulator.session.interview.code_runs import FAILED


class Standing(NamedTuple):
    """A row for an area or a concept: what was seen, the estimate if it's worth a figure, and a word.

    `note` says what was not asked of a concept.
    """

    title: str
    seen: str
    chance: str
    interval: str
    word: str
    note: str = ""


def area_rows(assessment: rec.Assessment) -> list[Standing]:
    """All areas, in order."""
    alike = assessment.areas_alike
    return [_standing_of(area, alike=alike) for area in words.areas_in_order(assessment.areas)]


def _standing_of(of: rec.AreaResult | rec.ConceptResult, note: str = "", *, alike: bool = False) -> Standing:
    figures = (percent(of.mastery), interval(of.low, of.high)) if of.is_figure and not alike else ("", "")
    return Standing(of.title, words.seen_words(of), *figures, words.area_word(of.word), note)


def concept_rows(assessment: rec.Assessment) -> list[Standing]:
    """The concepts that were asked about."""
    return [_standing_of(concept, concept.note) for concept in assessment.concepts if concept.questions]


WIDTH = 79
APART = f'"Yes" for a level says that you could be there. Your own level is where six in ten answers would be {SOLID}.'
MOST_MISSED = 6  # points shown of one question
SIGNS = {"for": "+", "against": "-", "minor": "~"}  # of what spoke for and against
LEVEL, RATING, TIME = "Level", "Self-rating", "Time"  # heads of figures that are plotted too
SEEN = 21  # columns of what was seen
OF_THIS = ", from this interview; `interview plan` has the day"
ONE_LINE = 76  # columns from which a title and its figures share a line


def page(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """The whole report, wrapped at `width`: the first page, then what it rests on; the figures come last."""
    for section in (first_page, walk, answers, figures):
        yield from section(assessment, width)


def first_page(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """The debrief as a panel writes it, in plain words; wrapped at `width`."""
    yield from ("", "Report")
    yield from wrap(session_words(assessment), width)
    for head, entries in groupby(first_page_entries(assessment), lambda entry: entry.under):
        yield from ("", *wrap(f"{head}{OF_THIS * (head == TONIGHT)}", width)) if head else ()
        for number, entry in enumerate(entries, 1):
            match entry.kind:
                case "lead":
                    yield from ("", *wrap(entry.text, width))
                case "for" | "against" | "minor":
                    yield from wrap(entry.text, width, f"  {SIGNS[entry.kind]} ", "    ")
                    yield from wrap(entry.detail, width, "    ", "    ") if entry.detail else ()
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


def walk(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """The areas that really differ, the path, and how the candidate rates themselves; no figures."""
    if sentences := area_sentences(assessment):
        yield from ("", "Areas")
        yield from wrapped(sentences, width, "  ", "    ")
    if assessment.path:
        yield from ("", ASKED)
    for step in assessment.path:
        yield from wrap(step_words(step), width, "  ", "      ")
        yield from wrap(step.reason, width, "      ", "      ") if step.reason else ()
    yield from ("", "How you rate yourself")
    yield from wrap(rating_sentence(assessment), width, "  ", "  ")


def answers(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """All answers with their verdicts, what each missed, the checks, and what to study."""
    yield from ("", "All answers") if assessment.questions else ()
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
        yield from ("", "Checks", f"  {words.checks_words(assessment.checks)}, {clock(assessment.time.checks)}")
    for check in assessment.checks:
        yield from wrap(f"{check.number}  {words.check_words(check)}: {check.prompt}", width, "  ", "     ")
        if answer := words.right_answer_words(check):
            yield from wrap(lower_first(answer), width, "     ", "     ")
    yield from _study(assessment, width)


def code_faults(question: rec.QuestionResult) -> list[str]:
    """The cases that failed when the code of a task was handed in, with the reasons; none before the reveal."""
    return [block.text for block in question.blocks if block.kind == "case" and block.mark == FAILED]


def figures(assessment: rec.Assessment, width: int = WIDTH) -> Iterator[str]:
    """All statistics, for those who want them."""
    yield from ("", "Figures")
    for part in (_readiness, _standing, _rating_and_path):
        for line in part(assessment, width):
            yield from wrap(line, width, later="    ") if len(line) > width else [line]


def readiness_rows(assessment: rec.Assessment) -> list[str]:
    """How ready the candidate is for both kinds of interview, the kinds of question, and what cost the most."""
    rows = [f"{kind}: {ready}" for kind, ready in words.ready_for(assessment)]
    rows += [apart_words(assessment)] if assessment.recommendation.word else []
    by_kind = " · ".join(words.kind_words(kind, word) for kind, word in assessment.kinds.items())
    rows.append(f"By kind of question: {by_kind}")
    rows += [f"Held you back: {' · '.join(assessment.held_back)}"] if assessment.held_back else []
    return rows


def apart_words(assessment: rec.Assessment) -> str:
    """How the word for a level goes with one's own level, where one of them is on the other side of that level."""
    given, own = assessment.recommendation, assessment.level.tier
    is_yes = given.word in WORDS[2:]
    if is_yes == (own >= given.tier):
        return APART
    word, at = words.word_at(given), tier_briefly(own)
    if is_yes:
        return f"{word}, but it isn't settled: your own level, where six answers in ten are {SOLID}, is still {at}."
    both = "the word goes by your answers alone, the level also by where you started"
    return f"{word}, though your own level is {at}: {both}."


TWO_COVERAGES = "First by your marks; then by the words found in what you wrote, which can't tell whether it's right."


def _readiness(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """How ready the candidate is, what makes that less certain, and what each answer covered."""
    yield from wrapped(readiness_rows(assessment), width, "  ", "    ")
    for caveat in assessment.caveats:
        if caveat != assessment.first_impression:
            yield from wrap(caveat, width, "  - ", "    ")
    covered = covered_rows(assessment)
    yield from ("", "What each answer covered") if covered else ()
    if any(q.heard is not None for q in assessment.questions) and covered:
        yield from wrap(TWO_COVERAGES, width, "  ", "  ")
    yield from wrapped(covered, width, "  ", "     ")


def covered_rows(assessment: rec.Assessment) -> list[str]:
    """What of each answer was covered by its marks, and heard: `2  KV cache: 62% covered, 58% by the words found`."""
    rows = []
    for q in assessment.questions:
        parts = [*filter(None, (words.cases_words(q), words.covered_words(q)))]
        parts += [f"{percent(q.heard)} by the words found"] if q.heard is not None else []
        if parts:
            rows.append(f"{q.number}  {words.subject(q)}: {', '.join(parts)}")
    return rows


def _standing(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """Level, areas and concepts."""
    level = assessment.level
    yield from ("", LEVEL)
    yield from wrap(f"{level_sentence(level)}. {words.basis_sentence(level)}", width, "  ", "  ")
    yield from ("", "Areas")  # alone on its line: the screen sets it as a head
    yield from wrap(words.areas_sentence(assessment), width, "  ", "  ")
    for row in area_rows(assessment):
        if row.word != NOT_ASKED:
            yield from standing_lines(row, width)
    if unasked := [row.title for row in area_rows(assessment) if row.word == NOT_ASKED]:
        yield from wrap(f"{NOT_ASKED.capitalize()}: {'; '.join(unasked)}", width, "  ", "    ")
    concepts = concept_rows(assessment)
    yield from ("", "Concepts asked about") if concepts else ()
    for row in concepts:
        yield from standing_lines(row, width)
        if row.note:
            yield from wrap(row.note, width, "    ", "    ")


def standing_lines(row: Standing, width: int) -> Iterator[str]:
    """An area or concept: title, what was seen, chance with interval, and a word.

    On a narrow screen the figures stand below the title, which would otherwise be cut to a few letters.
    """
    figures = f"{row.seen:<{SEEN}}{row.chance:>5}{row.interval:>10}  {row.word}"
    if width < ONE_LINE:
        yield from wrap(row.title, width, "  ", "    ")
        parts = (row.seen, " ".join(filter(None, (row.chance, row.interval))), row.word)
        yield f"    {' · '.join(filter(None, parts))}"
    else:
        yield f"  {fit(row.title, width - SEEN - 35)} {figures}".rstrip()


def _rating_and_path(assessment: rec.Assessment, width: int) -> Iterator[str]:
    """Self-rating, time and the path."""
    yield from ("", RATING)
    yield from wrapped(rating_sentences(assessment), width, "  ", "  ")
    yield from ("", TIME)
    yield from wrap(words.time_sentence(assessment.time), width, "  ", "  ")
    yield f"  {words.time_parts(assessment.time)}"
    for q in assessment.questions:
        if q.position in assessment.time.over:
            yield f"  question {q.number} ran over: {time_words(q)} planned"
    if assessment.path:
        yield from ("", f"{ASKED}, in figures")
        yield from wrapped(path_sentences(assessment), width, "  ", "  ")
    for step in assessment.path:
        yield from wrap(f"{step_words(step)}, {step_change(step)}", width, "  ", "      ")


def _study(assessment: rec.Assessment, width: int) -> Iterator[str]:
    yield from ("", "What to study from this interview, basics first") if assessment.study else ()
    for number, item in enumerate(assessment.study, 1):
        yield from wrap(f"{number}  {study_title(item, assessment)}", width, "  ", "     ")
        lines = [item.definition, item.why]
        lines += [f"{label.rstrip(':')}: {text}" for label, text in study_parts(item, assessment)]
        lines += [f"read {source.text} {source.url}".rstrip() for source in item.sources]
        yield from wrapped(filter(None, lines), width, "     ", "       ")


BEGINS = 60  # characters of a question


def is_for_tonight(item: rec.StudyItem, assessment: rec.Assessment) -> bool:
    """Whether a concept to study is on the list for tonight, which has another order."""
    return any(other.concept == item.concept for other in assessment.tonight)


def study_title(item: rec.StudyItem, assessment: rec.Assessment) -> str:
    """The title of a concept to study; one that is on the list for tonight says so."""
    return f"{item.title}{' (tonight)' * is_for_tonight(item, assessment)}"


def again_words(item: rec.StudyItem, assessment: rec.Assessment) -> str:
    """The questions of a concept to try again, by how they begin; empty without any."""
    asked = {q.id: q.prompt for q in assessment.questions}
    return ", ".join(
        quoted_words(asked.get(name, name).replace("`", "").replace("**", ""), BEGINS) for name in item.questions
    )


def study_parts(item: rec.StudyItem, assessment: rec.Assessment) -> list[tuple[str, str]]:
    """What goes with a concept to study, each behind a label: other concepts, then questions to try.

    New questions are only counted, as none is told before it's asked.
    """
    parts = (
        ("rests on", names(item.rests_on)),
        ("opens", names(item.opens)),
        ("try again:", again_words(item, assessment)),
        ("new:", plural(len(item.others), "question") if item.others else ""),
    )
    return [(label, text) for label, text in parts if text]


# The path of an interview: each step with its result, and what it changed

LEAST_STEP = 0.015  # the least change of a chance that is shown as one: of 1% nobody could say why


def step_words(step: rec.PathStep) -> str:
    """A step of the path with its result: `Question 2: Prompt engineering, tier 3, borderline after a hint`."""
    name, word = ("Check" if step.kind == "check" else "Question"), outcome_of_step(step)
    return f"{name} {step.number}: {step.concept_title}, tier {step.tier}, {word}{' after a hint' * bool(step.hints)}"


def outcome_of_step(step: rec.PathStep) -> str:
    """What a step of the path came to, in the word that the list of answers has for it too."""
    return out.item_word(step.outcome, check=step.kind == "check")


def step_change(step: rec.PathStep) -> str:
    """The chance of a solid answer before and after a step, with its interval: `29% → 25% (9 to 52)`.

    One that moved less than a sitting could tell has no arrow: `still about 64% (47 to 78)`.
    """
    moved = abs(step.mastery - step.before) >= LEAST_STEP
    change = f"{percent(step.before)} → {percent(step.mastery)}" if moved else f"still about {percent(step.mastery)}"
    return f"{change} ({interval(step.low, step.high)})"


def path_sentences(assessment: rec.Assessment) -> list[str]:
    """What the figures along the path mean, and why a good answer can lower them if one did."""
    target = tier_words(assessment.level.target)
    sentences = [f"Your chance of a {SOLID} answer at {target} after each question and check."]
    if any(s.outcome in STRONG | {"right"} and s.before - s.mastery >= LEAST_STEP for s in assessment.path):
        sentences.append("A good answer to an easy question, or after a hint, can lower it: more was expected.")
    return sentences
