"""What every output says of a question, a check and a step of the path, in the same words."""

from collections import Counter
from collections.abc import Iterator

from simulator.report import records as rec
from simulator.report.tiers import tier_words
from simulator.report.words import clock, interval, percent

GOOD = frozenset({"solid", "outstanding", "right"})
SEEN = 0.01  # a fall of the chance that can be seen


def verdict_words(question: rec.QuestionResult) -> str:
    """What came of a question: its verdict, `passed over`, or `not scored`."""
    return "passed over" if question.skipped else question.verdict or "not scored"


def covered_words(question: rec.QuestionResult) -> str:
    """The share of the points that an answer covered: `62 %`; empty where it was not judged by them."""
    return "" if question.coverage is None else percent(question.coverage)


def time_words(question: rec.QuestionResult) -> str:
    """The time that a question took, of the time planned for it: `4:47 of 4:00`."""
    return f"{clock(question.seconds)} of {clock(question.planned_seconds)}"


def check_words(check: rec.CheckResult) -> str:
    """What came of a check: `right`, `not right` or `passed over`."""
    return {True: "right", False: "not right", None: "passed over"}[check.correct]


def mark_of(point: rec.PointResult) -> str:
    """What is special about a point, in brackets, or nothing."""
    marks = ["must have"] * point.critical + ["beyond"] * point.beyond + ["after a follow-up"] * point.prompted
    return f" ({', '.join(marks)})" if marks else ""


def step_words(step: rec.PathStep) -> str:
    """A step of the path and what came of it: `Question 2: Prompt engineering, tier 3, borderline`."""
    name = "Check" if step.kind == "check" else "Question"
    return f"{name} {step.number}: {step.concept_title}, tier {step.tier}, {step.outcome}"


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
    told = [f"Why each was asked, and the chance of a solid answer at {tier_words(found.level.target)} after it."]
    if any(s.outcome in GOOD and s.before - s.mastery >= SEEN for s in found.path):
        told.append("A good answer to an easy question, or after a hint, can lower it: more was expected.")
    return told
