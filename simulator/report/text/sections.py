"""What a report says behind its first page, section by section: each output gives the same sections its own form.

A section that is added to `report_sections` stands in the text, in Markdown, in HTML and on the screen.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from simulator.engine.scoring import SOLID, STRONG
from simulator.graph.text import names, percent, plural, quoted_words
from simulator.report import records as rec
from simulator.report.debrief_records import WORDS
from simulator.report.path_records import PathStep
from simulator.report.tally import DESIGN, QUESTION_KINDS
from simulator.report.text import words
from simulator.report.text.debrief import ASKED, area_sentences
from simulator.report.text.levels import TIERS
from simulator.report.text.self_rating import rating_sentence, rating_sentences
from simulator.report.text.words import interval, level_sentence, tier_briefly, tier_words, time_words
from simulator.session.interview import outcome_words as out

PageName = Literal["walk", "answers", "figures"]
TWO_COVERAGES = (
    "First by your marks, which count unless a sentence says otherwise; then by the words found in what you wrote, "
    "which can't tell whether it's right."
)
ANSWERS, FIGURES = "All answers", "Figures"  # with ASKED the heads of the pages


class SectionRow(NamedTuple):
    """An entry of a list: its text, what goes on in the same line, and what stands below."""

    text: str
    beside: str = ""
    below: str = ""


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


class ReportSection(NamedTuple):
    """A part of a report below its `head`: sentences that are `told`, then a table of `standings`, then a list of rows.

    `of` is what the standings are of. An output may draw a section its own way, with a chart or in more detail, by its
    `name`; a screen shows it on its `page`.
    """

    name: str
    page: PageName
    head: str
    told: Sequence[str] = ()
    standings: Sequence[Standing] = ()
    of: str = ""
    rows: Sequence[SectionRow] = ()

    @property
    def level(self) -> int:
        """The level of its head: all figures stand below one."""
        return 3 if self.page == "figures" and self.head != FIGURES else 2

    @property
    def hangs(self) -> bool:
        """Whether its rows are titles, with something beside or below them."""
        return any(row.beside or row.below for row in self.rows)


def report_sections(assessment: rec.Assessment) -> Iterator[ReportSection]:
    """The sections in order, page by page; one that has nothing to say is left out."""
    path, questions, level, time = assessment.path, assessment.questions, assessment.level, assessment.time
    if sentences := area_sentences(assessment):
        yield ReportSection("areas", "walk", "Areas", rows=[*map(SectionRow, sentences)])
    if path:
        yield ReportSection(
            "path", "walk", ASKED, [TIERS], rows=[SectionRow(step_words(s), below=s.reason) for s in path]
        )
    yield ReportSection("rating", "walk", "How you rate yourself", [rating_sentence(assessment)])
    if questions or assessment.checks or assessment.parting:  # each output in as much detail as it has room for
        yield ReportSection("answers", "answers", ANSWERS)
    if assessment.study:
        yield ReportSection("study", "answers", "What to study from this interview, basics first")
    yield ReportSection("ready", "figures", FIGURES, rows=[*map(SectionRow, readiness_rows(assessment))])
    if covered := covered_rows(assessment):
        told = [TWO_COVERAGES] * any(q.heard is not None for q in questions)
        yield ReportSection("covered", "figures", "What each answer covered", told, rows=[*map(SectionRow, covered)])
    yield ReportSection(
        "level", "figures", "Level", [f"{level_sentence(level)}. {words.basis_sentence(level, questions)}"]
    )
    alike = assessment.areas_alike
    areas = [standing_of(area, alike=alike) for area in words.areas_in_order(assessment.areas)]
    yield ReportSection("each area", "figures", "Areas", [words.areas_sentence(assessment)], areas, "area")
    if concepts := [standing_of(concept, concept.note) for concept in assessment.concepts if concept.questions]:
        yield ReportSection("concepts", "figures", "Concepts asked about", (), concepts, "concept")
    yield ReportSection("predictions", "figures", "Self-rating", rating_sentences(assessment))
    late = [f"question {q.number} ran over: {time_words(q)} planned" for q in questions if q.position in time.over]
    spent = [*map(SectionRow, (words.time_parts(time), *late))]
    yield ReportSection("time", "figures", "Time", [words.time_sentence(time)], rows=spent)
    if path:
        changes = [SectionRow(step_words(step), step_change(step)) for step in path]
        yield ReportSection("changes", "figures", f"{ASKED}, in figures", path_sentences(assessment), rows=changes)


def sections_on(page: PageName, assessment: rec.Assessment) -> list[ReportSection]:
    """The sections of one page."""
    return [section for section in report_sections(assessment) if section.page == page]


def standing_of(of: rec.AreaResult | rec.ConceptResult, note: str = "", *, alike: bool = False) -> Standing:
    """The row of an area or a concept; where all chances are `alike`, without its own."""
    figures = (percent(of.mastery), interval(of.low, of.high)) if of.is_figure and not alike else ("", "")
    word = words.area_words(of) if isinstance(of, rec.AreaResult) else words.area_word(of.word)
    return Standing(of.title, words.seen_words(of), *figures, word, note)


# What stands in them

APART = f'"Yes" for a level says that you could be there. Your own level is where six in ten answers would be {SOLID}.'


def readiness_rows(assessment: rec.Assessment) -> list[str]:
    """How ready the candidate is for both kinds of interview, by kinds of question, what cost the most, and caveats."""
    rows = [f"{kind}: {ready}" for kind, ready in words.ready_for(assessment)]
    rows += [apart_words(assessment)] if assessment.recommendation.word else []
    by_kind = " · ".join(kind_words(kind, word) for kind, word in assessment.kinds.items())
    rows.append(f"By kind of question: {by_kind}")
    rows += [f"Held you back: {' · '.join(assessment.held_back)}"] if assessment.held_back else []
    return rows + [caveat for caveat in assessment.caveats if caveat != assessment.first_impression]


def apart_words(assessment: rec.Assessment) -> str:
    """How the word for a level goes with your own level, if one of them is on the other side of that level."""
    given, own = assessment.recommendation, assessment.level.tier
    is_yes = given.word in WORDS[2:]
    if is_yes == (own >= given.tier):
        return APART
    word, at = words.word_at(given), tier_briefly(own)
    if is_yes:
        may = f"{word} means that {given.level} is {'possible' if given.undecided else 'likely'}"
        holds = f"What holds so far is {at}: up to there" if own else "Nothing holds for sure so far: on no tier yet"
        return f"{may}. {holds} six answers in ten would be {SOLID}."
    both = "the word goes by your answers alone, the level also by where you started"
    return f"{word}, though your own level is {at}: {both}."


def kind_words(kind: str, word: str) -> str:
    """A kind of question with how it went; designs that weren't asked can't be taken for the area of that name."""
    if word.startswith("not asked") and kind == DESIGN:
        return f"no open-ended design{word.removeprefix('not asked')}"
    tiers = " to ".join(map(str, QUESTION_KINDS.get(kind, ())))  # else "Explain" is taken for explaining anything
    return f"{kind} (tier {tiers}) {word}" if tiers else f"{kind} {word}"


def covered_rows(assessment: rec.Assessment) -> list[str]:
    """What of each answer was covered by its marks, and heard: `2  KV cache: 62% covered, 58% by the words found`."""
    rows = []
    for q in assessment.questions:
        parts = [*filter(None, (words.cases_words(q), words.covered_words(q)))]
        parts += [f"{percent(q.heard)} by the words found"] if q.heard is not None else []
        if parts:
            rows.append(f"{q.number}  {words.subject(q)}: {', '.join(parts)}")
    return rows


BEGINS = 60  # characters of a question


def number_tonight(item: rec.StudyItem, assessment: rec.Assessment) -> int:
    """Which number a concept to study has on the list for tonight, whose order is another; 0 if it isn't there."""
    concepts = [other.concept for other in assessment.tonight]
    return concepts.index(item.concept) + 1 if item.concept in concepts else 0


def study_title(item: rec.StudyItem, assessment: rec.Assessment) -> str:
    """The title of a concept to study; one that is on the list for tonight says so."""
    return f"{item.title}{' (tonight)' * (number_tonight(item, assessment) > 0)}"


def again_words(item: rec.StudyItem, assessment: rec.Assessment) -> str:
    """The questions of a concept to try again, by how they begin; empty without any."""
    asked = {q.id: q.prompt for q in assessment.questions}
    return ", ".join(
        quoted_words(asked.get(name, name).replace("`", "").replace("**", ""), BEGINS) for name in item.questions
    )


def study_lines(item: rec.StudyItem, assessment: rec.Assessment) -> list[str]:
    """What goes with a concept to study: other concepts, then questions to try, of which new ones are only counted."""
    parts = {
        "rests on": names(item.rests_on),
        "opens": names(item.opens),
        "try again": again_words(item, assessment),
        "new": plural(len(item.others), "question") if item.others else "",
    }
    return [f"{label}: {text}" for label, text in parts.items() if text]


# The path of an interview: each step with its result, and what it changed

LEAST_STEP = 0.015  # the least change of a chance that is shown as one: of 1% nobody could say why


def step_words(step: PathStep) -> str:
    """A step of the path with its result: `Question 2: Prompt engineering, tier 3, borderline after a hint`."""
    name, word = ("Check" if step.kind == "check" else "Question"), outcome_of_step(step)
    return f"{name} {step.number}: {step.concept_title}, {tier_briefly(step.tier)}, {word}{after_hints(step, ' ')}"


def after_hints(step: PathStep, before: str) -> str:
    """That hints were taken, and how many, with what stands `before` it; empty where none was."""
    return f"{before}after {plural(step.hints, 'hint') if step.hints > 1 else 'a hint'}" if step.hints else ""


def outcome_of_step(step: PathStep) -> str:
    """What a step of the path came to, in the word that the list of answers has for it too."""
    return out.item_word(step.outcome, check=step.kind == "check")


def step_change(step: PathStep) -> str:
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
    path, stories = assessment.path, {q.position for q in assessment.questions if q.kind == "experience"}
    good = [s for s in path if s.outcome in STRONG | {"right"}]
    lowered = [s for s in good if s.before - s.mastery >= LEAST_STEP]
    if lowered:
        sentences.append("A good answer to an easy question, or after a hint, can lower it: more was expected.")
    if any(s.position in stories for s in lowered):
        sentences.append("The story of your own work counts as such a question here, though for no area.")
    if 2 * len(good) > len(path) and path[0].before - path[-1].mastery >= LEAST_STEP:
        sentences.append("Where good answers are expected, one that falls short weighs more than one that goes well.")
    return sentences
