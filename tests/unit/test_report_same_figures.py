"""Every figure on a screen, in text and in an export is the one in `--json`: in both directions.

Each output made from the JSON alone is the output itself; and where every figure of the JSON is taken out of the lines,
as a test of its own writes it, no digit is left in them.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape

import msgspec
import pytest
from msgspec.structs import replace

from simulator.engine.scoring import VERDICTS
from simulator.graph.records import Graph
from simulator.graph.text import format_minutes, lower_first
from simulator.report.concept_records import Seen, about_the_same, as_json
from simulator.report.debrief.own_words import topic_of
from simulator.report.debrief.panel import areas_apart
from simulator.report.debrief_records import Recommendation
from simulator.report.export.exporters import export_text
from simulator.report.figures import assessment, compare
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.compare import Comparison
from simulator.report.path_records import PathStep
from simulator.report.progress_records import AreaProgress, CalibrationOverTime, Progress
from simulator.report.records import (
    AreaResult,
    Assessment,
    CalibrationResult,
    CheckResult,
    LevelResult,
    QuestionResult,
    StudyItem,
)
from simulator.report.text.compare import MOST_NAMED, comparison_lines, marks_words
from simulator.report.text.debrief import other_parts
from simulator.report.text.levels import TIERS, pulled_down
from simulator.report.text.plan import NEAR_DAYS
from simulator.report.text.progress import progress_lines
from simulator.report.text.report import first_page, page
from simulator.report.text.self_rating import FEWEST_MARKS
from simulator.report.text.words import TIER_LEVELS, area_word
from simulator.report.tones import CHANGE_WORDS
from simulator.session.interview.input import the_answer_is
from simulator.session.interview.state import Phase
from simulator.ui.tui.review.compare import first_page as compared
from tests.report_screen import screen_texts, texts_in
from tests.reporting import START, assessed, bank_of, history, interview, page_text, progress_after

WIDE = 4000  # no line is broken
NAMES = ("fundamentals", "depth", "edge cases", "trade-offs", "research", "open-ended")


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    """Interviews of different levels, with earlier sessions, with scores that wait, just begun, and at a check."""
    past = history(llm, 5, 2)[1]
    return [
        *assessed(llm, 3),
        assess_interview(interview(llm, 7, past=past, day=9, format="screen")),
        assess_interview(interview(llm, 8, score="end", until=lambda s: bool(s.waiting))),
        assess_interview(interview(llm, 9, until=lambda s: len(s.turns) == 1)),
        assess_interview(interview(llm, 4, until=lambda s: len(s.turns) > 5 and s.phase is Phase.CHECKING)),
    ]


@pytest.fixture(scope="module")
def pairs(llm: Graph) -> list[Comparison]:
    states = [interview(llm, seed, level=1.0 + seed, day=seed).state for seed in range(4)]
    return [compare.compare(states[a], states[b], llm, bank_of(llm)) for a, b in ((0, 1), (0, 3), (2, 3))]


@pytest.fixture(scope="module")
def standings(llm: Graph) -> list[Progress]:
    return [
        progress_after(llm, *history(llm, seed, 3, weak=weak), days=9) for seed, weak in ((3, "retrieval"), (4, None))
    ]


def on_screen(found: Assessment) -> str:
    return "\n".join(screen_texts(found, WIDE))


def in_text(found: Assessment) -> str:
    return "\n".join(page(found, WIDE))


def exported(found: Assessment) -> dict[str, str]:
    return {to: "".join(export_text([found], to, many=False)) for to in ("md", "html", "csv")}


def with_blocks_of(found: Assessment, again: Assessment) -> Assessment:
    questions = tuple(replace(q, blocks=its.blocks) for q, its in zip(again.questions, found.questions, strict=True))
    checks = tuple(replace(c, blocks=its.blocks) for c, its in zip(again.checks, found.checks, strict=True))
    parting = tuple(replace(p, blocks=its.blocks) for p, its in zip(again.parting, found.parting, strict=True))
    return replace(again, questions=questions, checks=checks, parting=parting)


def test_every_report_can_be_made_from_json(sat: list[Assessment]) -> None:
    """Every figure of it; what was asked and said is read from the transcript."""
    for found in sat:
        again = with_blocks_of(found, msgspec.json.decode(assessment.as_json(found), type=Assessment))
        assert in_text(again) == in_text(found)
        assert on_screen(again) == on_screen(found)
        assert exported(again) == exported(found)


def test_comparison_and_progress_can_be_made_from_json(pairs: list[Comparison], standings: list[Progress]) -> None:
    for pair in pairs:
        again = msgspec.json.decode(as_json(pair), type=Comparison)
        for width in (52, 80, 140):
            assert list(comparison_lines(again, width)) == list(comparison_lines(pair, width))
            shown = [[text for w in compared(found, width) for text in texts_in(w)] for found in (again, pair)]
            assert shown[0] == shown[1]
    for standing in standings:
        same = msgspec.json.decode(as_json(standing), type=Progress)
        today = START.date()
        for width in (52, 80, 140):
            assert list(progress_lines(same, today, width)) == list(progress_lines(standing, today, width))


# How a figure is written, by this test's own hand


def percent(share: float) -> str:
    return f"{round(100 * share)}%"


def word_for(word: str) -> str:
    return {"gap": "weak", "held": "solid", "not enough yet": "not clear yet"}.get(word, word)


def estimate(of: Seen) -> str:
    """The chance with its interval, where that is worth a figure."""
    return f" {percent(of.mastery)} {between(of.low, of.high)}" if of.is_figure else ""


def shown_of(of: Seen) -> str:
    """What was seen in the answers, else in the checks."""
    weak = f", {of.weak} weak" if of.weak else ""
    if of.questions:
        return f" {of.solid} of {of.questions} solid{weak}"
    here = "here" if isinstance(of, AreaResult) else "yet"
    nothing = f" no answer {here}" if of.word == "not enough yet" else ""
    several = f" {of.checks_right} of {of.checks} checks right" if of.checks else nothing
    return f" 1 check {'right' if of.checks_right else 'wrong'}" if of.checks == 1 else several


def between(low: float, high: float) -> str:
    return f"{round(100 * low)} to {round(100 * high)}"


def clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def tier(number: int) -> str:
    return f"tier {number} ({NAMES[number - 1]}, {TIER_LEVELS[number]})" if number else "below tier 1 (fundamentals)"


def spanned(low: int, high: int) -> str:
    """The levels from one tier to another; staff is the highest there is."""
    named = ["", "the fundamentals", "junior", "mid", "senior", "staff", "staff"]
    if low <= 1:
        return f"{named[high]} at most"
    return named[low] if named[low] == named[high] else f"{named[low]}-{named[high]}"


def about_level(found: Progress) -> str:
    named = {0: "Below the fundamentals so far", 1: "The fundamentals so far"}
    low, high = found.level_low, found.level_high
    if not found.recommendation.word:
        return "Too early to say"
    sure = spanned(low, high)
    given, beside = found.recommendation, ""
    yes = given.word in {"yes", "leaning yes"}
    if given.word and found.level > 1 and yes != (found.level >= given.tier):
        is_likely = f"{given.level.capitalize()} is {'possible' if given.undecided else 'likely'}"
        beside = f", {TIER_LEVELS[found.level]} holds so far" if yes else ", counting where you started"
    about = is_likely if " holds " in beside else ""
    name = named.get(found.level) or about or f"About {TIER_LEVELS[found.level]}"
    if low <= 1 and high - low >= 3:
        return f"Somewhere up to {TIER_LEVELS[min(high, 5)]} (80% sure)"
    return f"{name}{beside}{f' (80% sure: {sure})' if high else ''}"


def reached(at: LevelResult) -> str:
    middle, low, high = at.tier, at.low, at.high
    span = f", between {low:.0f} and {high:.0f} (80% sure)" if low else f", from below 1 to {high:.0f} (80% sure)"
    return tier(middle) + (span if low != high else " and no other (80% sure)")


def judged_at(at: LevelResult) -> str:
    own = f"; the role at its usual level asks for {tier(at.role_target)}" if at.role_target > at.target else ""
    return tier(at.target) + own


def count(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)


def row_of(q: QuestionResult) -> str:
    verdict = "skipped" if q.skipped else q.verdict or "not scored"
    return f"{q.number} {about(q)}: {verdict}, {clock(q.seconds)}"


def covered(found: Assessment) -> Iterator[str]:
    for q in found.questions:
        whole = q.coverage == 1
        lacks, left_out = any(not point.beyond for point in q.missed), bool(q.not_asked)
        aside = ": what went beyond the question makes up for what's missing" * (whole and lacks)
        aside += ", leaving out what nobody asked for" * (whole and left_out)
        parts = [f"{percent(q.coverage)} covered{aside}"] if q.coverage is not None else []
        parts += [f"{percent(q.heard)} by the words found"] if q.heard is not None else []
        if parts:
            yield f"{q.number} {about(q)}: {', '.join(parts)}"


def hinted(step: PathStep, before: str) -> str:
    return f"{before}after {'a hint' if step.hints == 1 else f'{step.hints} hints'}" if step.hints else ""


def about(q: QuestionResult) -> str:
    return q.area_title if q.concept_title is None else q.concept_title


def of_checks(found: Assessment, noun: str) -> str:
    told = [c for c in found.checks if c.concept is not None]
    many = count(len(told), noun).strip() if noun else f"{len(told)}"
    more = f", {len(found.checks) - len(told)} open" if len(told) < len(found.checks) else ""
    spent = clock(sum(c.seconds for c in found.checks))
    return f"{sum(bool(c.correct) for c in told)} of {many} right{more}, {spent}"


def rating(found: CalibrationResult) -> Iterator[str]:
    if found.predictions:
        yield f"{found.exact} of {count(found.predictions, 'prediction')} exact, {found.higher} too high"
        yield f"{found.lower} too low"
    if found.checks:
        yield f"{found.checks_right} of {count(found.checks, 'check')} right"
    if found.checks_expected is not None:
        yield f"your scores predict {found.checks_expected:.1f}"


def habit(found: CalibrationResult | CalibrationOverTime, *, doubted: bool = False) -> Iterator[str]:
    low, high, mean = found.difference_low, found.difference_high, found.difference
    if mean is not None and low is not None and high is not None and abs(mean) >= 0.25 and low <= 0 <= high:
        yield f"{found.predictions} predictions aren't enough to call it a habit"
    doubted = doubted or (found.leniency or 0) > 0  # then the marks are no measure of a prediction
    few = 3 * found.exact < 2 * found.predictions and not doubted
    if mean is not None and low is not None and abs(mean) < 0.25 and few:
        some = f"only {found.exact}" if found.exact else "none"
        yield f"{some} of {count(found.predictions, 'prediction')} {'were' if found.exact > 1 else 'was'} exact"


def spoken(found: Assessment) -> Iterator[str]:
    """The texts of a report that may hold digits of their own."""
    yield from (found.screen, found.onsite, *found.held_back, *found.findings, *found.caveats, TIERS)
    yield from (q.doubt for q in found.questions)
    for c in found.checks:
        yield from (c.prompt, f"{lower_first(the_answer_is(c.truth))}; you said {c.text}" if c.correct is False else "")
    for s in found.path:
        yield s.reason
        kinds = Counter((o.concept_title, o.ruled_out) for o in s.passed_over)
        for (title, ruled_out), often in kinds.items():
            yield f"{title}{ {1: '', 2: ', twice'}.get(often, f', {often} times') } ({ruled_out})"
    for item in found.study:
        yield from (item.definition, item.why, *item.rests_on, *item.opens)
        yield from (f"read {s.text} {s.url}".strip() for s in item.sources)


def shown_in_rows(found: Assessment) -> Iterator[str]:
    """The texts beside the rows of answers."""
    for q in found.questions:
        # a prompt's code is shown without its fences
        yield from (*re.split(r"^```\w*$", q.prompt, flags=re.MULTILINE), q.answer, *(p.point for p in q.points))
    for c in found.checks:
        yield from (c.why, f"{the_answer_is(c.truth)}; you said {c.text}." if c.correct is False else "")
    for item in found.study:
        yield item.title  # once more above its reading; some hold a digit, such as "R1-style"
        yield from (f"{s.text} {s.url}".strip() for s in item.sources)


def debriefed(found: Recommendation) -> Iterator[str]:
    """What a panel writes: sentences of the record, and the candidate's own words."""
    yield from (found.why, found.basis, *(change[1:] for change in found.changes), found.manner[1:])
    for strength in found.strengths:
        yield from (strength.title, strength.quote)
    for concern in found.concerns:
        yield from (concern.title, concern.said, concern.reached, concern.say)
        yield f"missing: {concern.lacked}" if concern.lacked and not concern.in_part else ""  # advice may say the same
        yield f"only partly there: {concern.lacked}" if concern.lacked and concern.in_part else ""
        yield from other_parts(concern)
    yield from (f"({level.lacks})" for level in found.neighbours if level.lacks)


def in_order(found: Assessment) -> Iterator[str]:
    """Every figure of the walk and the answers, in the words beside it."""
    yield from map(row_of, found.questions)
    if found.checks:
        yield of_checks(found, "")
    yield from areas(found)
    yield from (re.split(r", (?=\d+%|still about)", phrase)[0] for phrase in stepped(found))
    yield from missed(found)
    yield from (f"{c.number} {result(c)}: {c.prompt}" for c in found.checks)
    for item in found.study:
        yield item.title
        yield from to_try(item, found, "new")


def to_try(item: StudyItem, found: Assessment, new: str) -> Iterator[str]:
    """The questions of something to study: how many `new` ones, and how those to try again begin."""
    yield f"{new}: {count(len(item.others), 'question')}" if item.others else ""
    again = (" ".join(q.prompt.replace("`", "").split()) for q in found.questions if q.id in item.questions)
    yield from (f"“{prompt[:59].rstrip()}" for prompt in again)


def in_rows(found: Assessment) -> Iterator[str]:
    """The same in rows that open, with what is said about each."""
    for q in found.questions:
        verdict = "skipped" if q.skipped else q.verdict or "not scored"
        planned = f" of {clock(q.planned_seconds)}" if q.planned_seconds is not None else ""
        hints = f" · {count(q.hints, 'hint')}" if q.hints else ""
        yield from (f"Question {q.number} {about(q)} {verdict}", f"{verdict} {clock(q.seconds)}{planned} min{hints}")
    for c in found.checks:
        yield from (f"Check {c.number} {c.prompt} {result(c)}", f"{result(c)} {clock(c.seconds)} min")
    for item in found.study:
        numbers = [at for at, other in enumerate(found.tonight, 1) if other.concept == item.concept]
        yield f"Study {item.title} {f'tonight {numbers[0]}' if numbers else f'{item.minutes} min'}"
        yield f"Tonight: {item.minutes} min" if numbers else ""
        yield from to_try(item, found, "New")
    for s in found.path:
        at = f"tier {s.tier} ({TIER_LEVELS[s.tier]}){hinted(s, ', ')}"
        yield f"{s.kind.capitalize()} {s.number} {s.concept_title}, {at} {ended(s.outcome)}"
    yield from areas(found)


def result(check: CheckResult) -> str:
    outcome = {True: "right", False: "wrong", None: "skipped"}[check.correct]
    return "open" if check.concept is None else outcome


def areas(found: Assessment) -> Iterator[str]:
    for area, above in areas_apart(found):
        yield f"{area.title}: {'better' if above else 'weaker'} than the rest ({count(area.questions, 'answer')})"
    rest = [a for a in found.areas if a.questions and a.area not in {area.area for area, _ in areas_apart(found)}]
    if len({a.solid / a.questions for a in rest}) > 1:
        yield from (f"{a.title}, {a.solid} of {a.questions} solid" for a in rest)


def figures(found: Assessment) -> Iterator[str]:
    """Every figure of the page of figures, in the words beside it."""
    yield from covered(found)
    for kind, tiers in (("Explain", "tier 1 to 2"), ("Diagnose", "tier 3"), ("Trade-offs", "tier 4 to 5")):
        yield f"{kind} ({tiers}) {found.kinds[kind]}"
    if not found.kinds["Design"].startswith("not asked"):
        yield f"Design (tier 6) {found.kinds['Design']}"
    level = found.level
    yield f"{reached(level)}; judged at {judged_at(level)}. Based on {count(level.answers, 'answer')}"
    yield count(level.checks, "check") + (f" and {count(level.earlier, 'earlier interview')}" if level.earlier else "")
    same, word = about_the_same(found.areas), found.recommendation.word
    yield f"at {tier(level.target)}{' differs too little' if same else ', with its 80% range'}"
    if word and (word in {"leaning yes", "yes"}) != (level.tier >= found.recommendation.tier):
        own = f"tier {level.tier} ({TIER_LEVELS[level.tier]})" if level.tier else "below tier 1"
        within = word in {"leaning yes", "yes"}
        yield (
            (f"What holds so far is {own}: up to there" if level.tier else "on no tier yet six answers in ten")
            if within
            else f"your own level is {own}:"
        )
    for a in found.areas:
        if a.word != "not asked yet":
            yield f"{a.title}{shown_of(a)}{'' if same else estimate(a)} {word_for(a.word)}"
    unasked = sorted((a for a in found.areas if a.word == "not asked yet"), key=lambda a: (-a.questions, -a.weight))
    yield f"Not asked yet: {'; '.join(a.title for a in unasked)}" if unasked else ""
    for c in found.concepts:
        if c.questions:
            yield f"{c.title}{shown_of(c)}{estimate(c)} {word_for(c.word)} {c.note}".strip()
    yield from rating(found.calibration)
    doubted = found.recommendation.contradicted or bool(found.heard and found.heard.sentence)
    yield from habit(found.calibration, doubted=doubted)
    rated, words = found.calibration, found.heard
    below = rated.difference is not None and rated.difference <= -0.25 and (rated.difference_high or 0) < 0
    if below and words and words.unheard > 0.15 * words.met:
        yield f"I couldn't find {words.unheard} of the {words.met} points you marked as met in your words"
    yield from times(found)
    yield from walked(found)


def times(found: Assessment) -> Iterator[str]:
    time = found.time
    took = f". The questions that you answered took {percent(time.pace or 0.0)} of the time planned for them"
    pace = took if time.pace is not None else ""
    yield f"{clock(time.total)} of {clock(time.planned)} used, without scoring{pace}"
    checks = f", checks {clock(time.checks)}" if found.checks else ""
    checks += f", parting questions {clock(time.parting)}" if time.parting is not None else ""
    yield f"answering {clock(time.answering)}, follow-ups {clock(time.following_up)}{checks}"
    for q in found.questions:
        if q.position in time.over:
            yield f"question {q.number} ran over: {clock(q.seconds)} of {clock(q.planned_seconds or 0)} planned"


def walked(found: Assessment) -> Iterator[str]:
    if found.path:
        yield f"at {tier(found.level.target)} after each question and check"
    yield from stepped(found)


def stepped(found: Assessment) -> Iterator[str]:
    for s in found.path:
        at = f"tier {s.tier} ({TIER_LEVELS[s.tier]})"
        name = f"{s.kind.capitalize()} {s.number}: {s.concept_title}, {at}, {ended(s.outcome)}{hinted(s, ' ')}"
        moved = abs(s.mastery - s.before) >= 0.015  # of less nobody could say why
        yield (
            name
            + f", {percent(s.before) + ' →' if moved else 'still about'} {percent(s.mastery)}"
            + (f" ({between(s.low, s.high)})")
        )


def ended(outcome: str) -> str:
    return {"not right": "wrong", "passed over": "skipped"}.get(outcome, outcome)


def missed(found: Assessment) -> Iterator[str]:
    for q in found.questions:
        below = [p for p in q.points if p.mark in {"partly", "no"} and not p.unasked]
        yield from (p.point for p in q.missed[:6])
        if len(below) > 6:
            yield f"and {len(below) - 6} more"


def top_in_text(found: Assessment) -> Iterator[str]:
    day = found.session.started
    yield f"{day:%A} {day.day} {day:%B %Y}"
    yield from debriefed(found.recommendation)
    below = [concern for concern in found.recommendation.concerns if concern.lacked]
    told = {f"{'only partly there' if concern.in_part else 'missing'}: {concern.lacked}" for concern in below}
    for n, item in enumerate(found.tonight, 1):  # what stands above as missing is not said again
        parts = item.why.split("; ", 1)  # that the area is weaker, and what was missing
        why = "; ".join(part for part in parts if part not in told)
        yield f"{n} {item.title}, {item.minutes} min{f' ({why})' if why else ''}"
    yield from habit(found.calibration)


def top_on_screen(found: Assessment) -> Iterator[str]:
    for n, item in enumerate(found.tonight, 1):
        why = item.why.partition("weaker than your other areas; ")[2] or item.why
        yield f"{n} {topic_of(item.title)} · {why} {format_minutes(item.minutes)}"
    yield pulled_down(found)
    yield from debriefed(found.recommendation)
    yield from habit(found.calibration)


def left(text: str, told: Iterable[str], texts: Iterable[str]) -> list[str]:
    """What digits are left where all that is told was taken out once, and the texts wherever they stand.

    The longest go first, so that a figure isn't taken out of a sentence that holds it.
    """
    flat = " ".join(text.split())
    once = [(" ".join(p.split()), 1) for p in told if p]
    everywhere = [(p, -1) for p in {" ".join(p.split()) for p in texts if re.search(r"\d", p)}]
    for phrase, times in sorted([*once, *everywhere], key=lambda each: len(each[0]), reverse=True):
        assert times < 0 or phrase in flat, phrase
        flat = flat.replace(phrase, " # ", times)
    return re.findall(r"\S*\d\S*", flat)


def test_no_figure_in_report_text_lacks_json(sat: list[Assessment]) -> None:
    for found in sat:
        assert left(in_text(found), (*top_in_text(found), *in_order(found), *figures(found)), spoken(found)) == []


def test_no_figure_on_report_screens_lacks_json(sat: list[Assessment]) -> None:
    for found in sat:
        told = (*top_on_screen(found), *in_rows(found), *figures(found))
        assert left(on_screen(found), told, (*spoken(found), *shown_in_rows(found))) == []


def test_first_page_holds_no_statistics(sat: list[Assessment]) -> None:
    """Only what the candidate said, what to say and what to study may hold a percentage."""
    for found in sat:
        flat = " ".join("\n".join(first_page(found, WIDE)).split())
        texts = (*debriefed(found.recommendation), *(item.why for item in found.tonight))
        for text in sorted((" ".join(text.split()) for text in texts if text), key=len, reverse=True):
            flat = flat.replace(text, " # ")
        assert not re.search(r"%|interval|chance|\d to \d", flat), flat


def test_markdown_and_html_hold_the_same_figures(sat: list[Assessment]) -> None:
    for found in sat:
        md = re.sub(r"\\(.)", r"\1", exported(found)["md"]).replace("|", " ").replace("**", "")
        html = page_text(exported(found)["html"]).replace(" ,", ",")
        for text in (" ".join(md.split()), html):
            assert [phrase for phrase in in_export(found) if phrase not in text] == []


def in_export(found: Assessment) -> Iterator[str]:
    level = found.level
    yield f"{reached(level)}; judged at {judged_at(level)}. Based on {count(level.answers, 'answer')}"
    for q in found.questions:
        verdict = "skipped" if q.skipped else q.verdict or "not scored"
        of = clock(q.seconds) + (f" of {clock(q.planned_seconds)}" if q.planned_seconds is not None else "")
        yield " ".join(f"{q.number} {about(q)} {verdict} {of}".split())
    yield from covered(found)
    for a in found.areas:
        chance = "" if about_the_same(found.areas) else estimate(a)
        yield f"{a.title}{shown_of(a)}{chance} {word_for(a.word)}"
    for c in found.concepts:
        if c.questions:
            yield f"{c.title}{shown_of(c)}{estimate(c)} {word_for(c.word)}"
    yield from rating(found.calibration)
    yield from habit(found.calibration)
    yield from list(times(found))[:2]
    yield from (phrase for phrase in walked(found) if phrase.startswith(("Question", "Check")))


def test_charts_show_the_same_figures(sat: list[Assessment]) -> None:
    for found in sat:
        labels = unescape(" ".join(re.findall(r"<title>(.*?)</title>", exported(found)["html"], re.DOTALL)))
        said = page_text(exported(found)["html"])
        for a in found.areas:
            if a.questions:
                figure = f" {percent(a.mastery)} ({between(a.low, a.high)})" if a.is_figure else ""
                figure *= not about_the_same(found.areas)
                assert f"{a.title}{shown_of(a)}{figure} {area_word(a.word)}" in said
        for s in found.path:
            outcome = s.outcome.replace("not right", "wrong").replace("passed over", "skipped")
            assert f"{s.kind} {s.number} {outcome} {percent(s.mastery)}, {between(s.low, s.high)}" in labels
        number = {q.position: q.number for q in found.questions}
        for step in found.calibration.steps:
            assert f"question {number[step.position]} predicted {step.predicted}, scored {step.scored}" in labels


def test_csv_holds_the_same_figures(sat: list[Assessment]) -> None:
    for found in sat:
        rows = list(csv.DictReader(io.StringIO(exported(found)["csv"])))
        assert len(rows) == len(found.questions)
        steps = {s.position: s.difference for s in found.calibration.steps}
        for row, q in zip(rows, found.questions, strict=True):
            plain = msgspec.to_builtins(q)
            for name in ("position", "number", "tier", "coverage", "seconds", "answering_seconds", "planned_seconds"):
                assert row[name] == ("" if plain[name] is None else repr(plain[name]))
            assert (row["verdict"], row["prediction"]) == (q.verdict or "", q.prediction or "")
            assert row["predicted_minus_scored"] == str(steps.get(q.position, ""))
            assert int(row["points_met"]) == sum(p.mark in {"yes", "prompted"} for p in q.points)
            assert int(row["points_missed"]) == sum(p.mark in {"partly", "no"} and not p.unasked for p in q.points)
            assert int(row["hints"]) == q.hints


def test_no_figure_in_comparisons_lacks_json(pairs: list[Comparison]) -> None:
    for pair in pairs:
        told = [
            *(f"{sat.started.astimezone().day} {sat.started.astimezone():%B %Y}:" for sat in (pair.first, pair.second)),
            *map(alone, pair.levels),
            *(
                f"{sat.solid} of {count(level.answers, 'answer')} solid"
                for sat, level in zip((pair.first, pair.second), pair.levels, strict=True)
            ),
            *(changed(c) for c in (pair.overall, *pair.areas, *pair.concepts) if all(c.asked)),
            *(
                count(sum(not all(c.asked) for c in many), noun)
                for many, noun in ((pair.areas, "area"), (pair.concepts, "concept"))
                if sum(not all(c.asked) for c in many) > MOST_NAMED
            ),
            *(phrase for rated in pair.calibration for phrase in habit(rated)),
            *(
                f"{clock(t.total)} of {clock(t.planned)} used, without scoring. The questions "
                f"that you answered took {percent(t.pace or 0)} of"
                for t in pair.time
            ),
            f"your chance of a solid answer at {tier(pair.target)}",
            "the change in percentage points with its 80% range, and the answers in each. If that range includes 0",
            f"Of {count(pair.in_both, 'question')} scored in both: {count(len(pair.newly_met), 'point')} newly met,"
            f" {len(pair.newly_missed)} newly missed"
            if pair.in_both and (pair.newly_met or pair.newly_missed)
            else f"Of {count(pair.in_both, 'question')} scored in both"
            if pair.in_both
            else "",
            *(f"{p.concept_title}: {p.point} ({marks_words(p)})" for p in (*pair.newly_met, *pair.newly_missed)),
        ]
        assert left("\n".join(comparison_lines(pair, WIDE)), told, (pair.first.id, pair.second.id)) == []


def alone(at: LevelResult) -> str:
    """The level of one interview by itself; with few answers it's too early for one, and without there is none."""
    sure = f": {spanned(at.low, at.high)}"
    name = {0: "below the fundamentals so far", 1: "the fundamentals so far"}.get(at.tier)
    if at.low <= 1 and at.high - at.low >= 3:
        name, sure = f"somewhere up to {TIER_LEVELS[min(at.high, 5)]}", ""
    told = f"{name or f'about {TIER_LEVELS[at.tier]}'} (80% sure{sure})" if at.answers >= 4 else "too early to say"
    return f"Level, by this one alone: {told}" if at.answers else ""


def changed(c: compare.FigureChange) -> str:
    low, high, by = (
        f"{x:+d}" if x else "0"
        for x in (round(100 * c.change_low), round(100 * c.change_high), round(100 * c.second) - round(100 * c.first))
    )
    word = CHANGE_WORDS[c.verdict]
    chances = f"{percent(c.first)} → {percent(c.second)}"
    points = "point" if by in {"+1", "-1"} else "points"
    return f"{c.title} {chances} {by} {points} ({low} to {high}) {c.asked[0]}/{c.asked[1]} {word}"


def test_no_figure_in_progress_lacks_json(standings: list[Progress]) -> None:
    for found in standings:
        lines = list(progress_lines(found, START.date(), WIDE))
        start = next(n for n, line in enumerate(lines) if line.startswith("Interviews in"))
        text = "\n".join(re.sub(r"[●━┈┊┿┃·|<>=]+", " ", line) for line in lines[:start] if "┤" not in line)
        assert left(text, stood(found), ()) == []


def with_words(found: Progress) -> Iterator[str]:
    shown, hidden = found.calibration.words_first, found.calibration.marks_first
    if shown.marks >= FEWEST_MARKS and hidden.marks >= FEWEST_MARKS:
        with_them, without = percent(shown.yes / shown.marks), percent(hidden.yes / hidden.marks)
        yield f"You marked {with_them} of the points yes with the words shown first, and {without} without"


def stood(found: Progress) -> Iterator[str]:
    yield f"{count(found.sessions, 'interview')} with answers, {found.hours:.1f} h"
    scored = f", {found.scored or 'none'} of them scored" if found.scored < found.questions else ""
    yield f"{count(found.questions, 'question')} asked{scored}, {count(found.checks, 'check')}"
    yield from (found.recommendation.why, found.recommendation.basis)
    yield f"level: {percent(found.mastery)}, between {percent(found.low)} and {percent(found.high)}"
    yield "The range is 80% sure."
    yield about_level(found)
    first, last = found.path[0].at, found.path[-1].at
    yield f"{first:%d %b %Y} to {last:%d %b %Y}, {count(len(found.path), 'interview')}"
    for n, gap in enumerate(found.gaps, 1):
        area = next(a for a in found.areas if a.area == gap.area)
        told = area.is_figure and not about_the_same(found.areas)
        figure = f"; chance {percent(gap.mastery)} ({between(gap.low, gap.high)})" if told else ""
        wrong = area.checks - area.checks_right
        checked = f", {count(wrong, 'check')} wrong" if wrong and 0 < area.questions == area.solid else ""
        yield f"{n} {gap.title}:{shown_of(area)}{checked}{figure}"
    gaps = sum(c.mark == "gap" for c in found.concepts)
    met = sum(c.mark != "not met" for c in found.concepts)
    which = "are clear gaps" if gaps > 1 else "is a clear gap" if gaps else "is a clear gap yet"
    yield f"{gaps or 'None'} of the {count(met, 'concept')} you've met {which}"
    if about_the_same(found.areas):
        yield from (f"{a.title}{shown_of(a)} {a.asked}/{a.of}" for a in found.areas)
    else:
        yield "or your chance (80% range)"
        yield from map(standing, found.areas)
    yield from rated(found)
    yield from with_words(found)
    yield from spent(found)
    cover = found.coverage
    yield f"{cover.questions} of {cover.of_questions:,} questions and tasks, each counted once"
    assert cover.met == met > cover.concepts == sum(c.own > 0 for c in found.concepts)
    touched = f"{met - cover.concepts} more touched on alongside them"
    yield f"{cover.concepts} of {cover.of_concepts} concepts asked about, {touched}"
    yield f"now {found.forecast.now}"
    yield from (
        f"{due.day:%a} {due.day.day} {due.day:%b} {due.questions}" for due in found.forecast.days if due.questions
    )
    if waits := len(found.forecast.waiting):
        yield f"{count(waits, 'easier question')} {'waits' if waits == 1 else 'wait'} till tomorrow"
    shown = {rest.title: rest for rest in reversed(found.forecast.resting)}  # the first of a concept stands for all
    for rest in list(shown.values())[::-1]:
        if (rest.until - START.date()).days >= NEAR_DAYS:  # before that the day has a name
            yield f"{rest.title} rests till {rest.until.day} {rest.until:%b}"
        yield f"was answered well at tier {rest.tier}"


def spent(found: Progress) -> Iterator[str]:
    for time in found.times:
        yield f"{time.tier} {NAMES[time.tier - 1]}"
        yield f"{time.minutes:.1f} of {round(time.planned, 1):g} min, {count(time.answers, 'answer')}"


def standing(area: AreaProgress) -> str:
    return f"{area.title}{estimate(area) if area.is_figure else shown_of(area)} {area.asked}/{area.of}"


def rated(found: Progress) -> Iterator[str]:
    of = found.calibration
    yield from habit(of)
    higher = sum(p.count for p in of.pairs if VERDICTS.index(p.predicted) > VERDICTS.index(p.scored))
    lower = of.predictions - of.exact - higher
    if abs(of.difference or 0) >= 0.25 or 3 * of.exact >= 2 * of.predictions:
        yield f"{of.exact} of {count(of.predictions, 'prediction')} exact, {higher} too high and {lower} too low"
    else:
        yield f"{higher} {'was' if higher == 1 else 'were'} too high and {lower} too low"
    for verdict in VERDICTS:
        row = " ".join(f"{p.count}" for p in of.pairs if p.predicted == verdict)
        yield f"{verdict} {row}" if row else ""
    for at in of.sessions:
        if at.difference is not None:
            yield f"{at.at:%d %b}"
            off = f"{at.difference:+.2f}" if round(at.difference, 2) else "even"
            yield f"{off}, {count(at.predictions, 'prediction')}"
    if of.checks:
        yield f"checks: {of.checks_right} of {of.checks} right"
