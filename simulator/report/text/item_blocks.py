"""What every output says of a question, a check and a step of the path, in the same words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from simulator.engine.scoring import MARK_WORDS, SOLID, STRONG
from simulator.graph.text import percent, plural
from simulator.report import records as rec
from simulator.report.figures.self_rating import Z80
from simulator.report.text.words import interval, tier_words
from simulator.session.interview.journal import clock
from simulator.session.interview.outcomes import (
    NOT_JUDGED,
    NOT_SCORED,
    OPEN,
    OUTCOMES,
    SET_ASIDE,
    SKIPPED,
    outcome_word,
    right_or_wrong,
)

if TYPE_CHECKING:
    from simulator.report.figures.progress import CalibrationOverTime

GOOD = STRONG | {"right"}
SEEN = 0.01  # a fall of the chance that can be seen


def subject(question: rec.QuestionResult) -> str:
    """What a question is about, as a title; of one that was not revealed yet only its area is told."""
    return question.concept_title or question.area_title


def tier_of(question: rec.QuestionResult, after: str) -> str:
    """The tier of a question with what comes `after` it: `Tier 3, `; empty before the reveal."""
    return "" if question.tier is None else f"Tier {question.tier}{after}"


def verdict_words(question: rec.QuestionResult) -> str:
    """What came of a question: its verdict, `skipped`, or `not scored`."""
    return OUTCOMES[SKIPPED] if question.skipped else question.verdict or NOT_SCORED


def covered_words(question: rec.QuestionResult) -> str:
    """The share of the points that an answer covered: `62%`; empty where it was not judged by them."""
    return "" if question.coverage is None else percent(question.coverage)


def seen_words(question: rec.QuestionResult) -> str:
    """That the reference was known before the answer; empty where it was not."""
    return "The reference was seen before this answer, which counts for less." if question.seen else ""


def time_words(question: rec.QuestionResult) -> str:
    """The time that a question took, of the time planned for it where that is told: `4:47 of 4:00`."""
    planned = "" if question.planned_seconds is None else f" of {clock(question.planned_seconds)}"
    return f"{clock(question.seconds)}{planned}"


def check_words(check: rec.CheckResult) -> str:
    """What came of a check: `right`, `wrong`, `skipped`, `set aside`; `open` until it is told."""
    if check.set_aside:
        return OUTCOMES[SET_ASIDE]
    if check.concept is None:
        return OUTCOMES[OPEN]
    return OUTCOMES[SKIPPED] if check.correct is None else right_or_wrong(correct=check.correct)


def checks_words(checks: Sequence[rec.CheckResult], noun: str = "") -> str:
    """How many checks were right, of those of which that is told: `1 of 2 right, 1 open, 1 set aside`.

    The noun comes once.
    """
    told = [check for check in checks if check.concept is not None and not check.set_aside]
    aside = sum(check.set_aside for check in checks)
    counts = {"open": len(checks) - len(told) - aside, "set aside": aside}
    found = [f"{sum(bool(check.correct) for check in told)} of {_counted(len(told), noun)} right"] if told else []
    for word, count in counts.items():
        found += [f"{count if found else _counted(count, noun)} {word}"] if count else []
    return ", ".join(found)


def _counted(count: int, noun: str) -> str:
    return plural(count, noun) if noun else f"{count}"


def mark_words(point: rec.PointResult) -> str:
    """How a point was judged: `yes`, `only when asked`, `partly`, `no`, or `not judged`."""
    return MARK_WORDS[point.mark] if point.mark else NOT_JUDGED


def mark_of(point: rec.PointResult) -> str:
    """What is special about a point, in brackets, or nothing."""
    followed = point.prompted and point.mark != "prompted"  # an old transcript, where that was no mark
    marks = ["must have"] * point.critical + ["beyond"] * point.beyond + ["after a follow-up"] * followed
    return f" ({', '.join(marks)})" if marks else ""


def step_words(step: rec.PathStep) -> str:
    """A step of the path and what came of it: `Question 2: Prompt engineering, tier 3, borderline`."""
    name = "Check" if step.kind == "check" else "Question"
    return f"{name} {step.number}: {step.concept_title}, tier {step.tier}, {outcome_word(step.outcome)}"


def step_change(step: rec.PathStep, arrow: str = "->") -> str:
    """The chance of a solid answer before a step and after it, with its interval: `29 % -> 25 % (9 to 52)`."""
    return f"{percent(step.before)} {arrow} {percent(step.mastery)} ({interval(step.low, step.high)})"


def passed_over(step: rec.PathStep) -> Iterator[str]:
    """What was worth asking too and what ruled it out, each concept once: `KV cache, twice: the same concept again`."""
    found = Counter((other.concept_title, other.ruled_out) for other in step.passed_over)
    for (title, ruled_out), count in found.items():
        often = {1: "", 2: ", twice"}.get(count, f", {count} times")
        yield f"{title}{often}: {ruled_out}"


def path_sentences(found: rec.Assessment) -> list[str]:
    """What the figures along the path are, and how a good answer can have lowered them where one did."""
    told = [f"Why each was asked, and the chance of a {SOLID} answer at {tier_words(found.level.target)} after it."]
    if any(s.outcome in GOOD and s.before - s.mastery >= SEEN for s in found.path):
        told.append("A good answer to an easy question, or after a hint, can lower it: more was expected.")
    return told


MUCH_AS = 0.25  # verdict steps between predictions and points that are none
AMOUNTS = ((0.42, "about a third of a verdict"), (0.75, "about half a verdict"), (1.5, "about one verdict"))


def rating_sentences(counts: rec.CalibrationResult) -> list[str]:
    """How the candidate rates himself: the sentences that there is something for."""
    told = (calibration_sentence, predictions_sentence, checks_sentence, leniency_sentence)
    return [sentence for of in told if (sentence := of(counts))]


def calibration_sentence(found: "rec.CalibrationResult | CalibrationOverTime") -> str:
    """The mean difference of predictions and scores in words: of a habit only where its 80% interval excludes 0."""
    mean, low, high = found.difference, found.difference_low, found.difference_high
    if mean is None or low is None or high is None:
        return "Too few predictions yet to say how you rate yourself."
    if abs(mean) < MUCH_AS:
        return "You rate yourself much as your points do."
    amount = next((words for below, words in AMOUNTS if abs(mean) < below), "more than one verdict")
    if low <= 0 <= high:
        said = f"You predicted {amount} {'above' if mean > 0 else 'below'} your points"
        return f"{said}; {found.predictions} predictions do not make it a habit yet."
    return f"You rate yourself {'higher' if mean > 0 else 'lower'} than your points, by {amount}."


def predictions_sentence(calibration: rec.CalibrationResult) -> str:
    """How many predictions were exact, higher and lower than the points; empty without predictions."""
    if not calibration.predictions:
        return ""
    exact = f"{calibration.exact} of {plural(calibration.predictions, 'prediction')} exact"
    return f"{exact}, {calibration.higher} higher and {calibration.lower} lower than the points."


def checks_sentence(calibration: rec.CalibrationResult) -> str:
    """Whether the checks bear out what the self-scored answers promise; empty without checks."""
    if not calibration.checks:
        return ""
    said = f"{calibration.checks_right} of {plural(calibration.checks, 'check')} right"
    if calibration.checks_expected is None or calibration.checks_sd is None:
        return f"{said}."
    off = calibration.checks_right - calibration.checks_expected
    if abs(off) <= Z80 * calibration.checks_sd:
        fits = "that fits"
    else:
        fits = "fewer than that" if off < 0 else "more than that"
    return f"{said}; your answers as you scored them promise {calibration.checks_expected:.1f}: {fits}."


def leniency_sentence(calibration: rec.CalibrationResult) -> str:
    """Said only where the interval of the leniency excludes 0; else empty."""
    if calibration.leniency is None:
        return ""
    return f"Your scores are {'lenient' if calibration.leniency > 0 else 'strict'}; the level takes that into account."
