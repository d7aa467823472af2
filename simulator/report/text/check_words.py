"""The results of quick checks in words."""

from collections.abc import Sequence

from simulator.engine.scoring import CAP, LOWEST
from simulator.graph.text import plural
from simulator.report import records as rec
from simulator.session.interview import outcome_words as out
from simulator.session.interview.input import the_answer_is

COUNTS = "about half as much as a question"  # of what it moves: a test holds this and the next to the engine
WHAT_CHECKS_COUNT = f"A check counts {COUNTS}; a wrong one costs more than a {CAP} answer, less than a {LOWEST} one."


def check_outcome(check: rec.CheckResult) -> str:
    """The outcome of a check by its name in JSON; `open` until the reveal, and where the end came before an answer."""
    if check.set_aside or check.concept is None:
        return out.SET_ASIDE if check.set_aside else out.OPEN
    if check.correct is None:
        return out.SKIPPED if check.skipped else out.OPEN
    return out.RIGHT if check.correct else out.WRONG


def check_words(check: rec.CheckResult) -> str:
    """The result of a check: `right`, `wrong`, `skipped` or `set aside`; `open` until the reveal."""
    return out.outcome_word(check_outcome(check))


def answered_words(check: rec.CheckResult) -> str:
    """How a check that was answered went: `right`, `wrong`, or `not known` where "don't know" was said."""
    return out.right_or_wrong(correct=bool(check.correct)) if check.text else "not known"


def right_answer_words(check: rec.CheckResult) -> str:
    """The right answer beside the one that was given; empty where that was right, or isn't told."""
    if not (check.correct is False or check.set_aside):
        return ""
    said = f"you said {check.text}" if check.text else "you didn't know"
    return f"{the_answer_is(check.truth)}; {said}"


def checks_words(checks: Sequence[rec.CheckResult], noun: str = "") -> str:
    """The checks, counted: `1 of 2 right, 1 skipped, 1 open, 1 set aside`. The first count takes the noun.

    What was skipped, or not reached before the end, is neither right nor wrong.
    """
    revealed = [check for check in checks if check.concept is not None and not check.set_aside]
    answered = [check for check in revealed if check.correct is not None]
    aside = sum(check.set_aside for check in checks)
    skipped = sum(check.skipped for check in revealed)
    counts = [(skipped, "skipped"), (len(checks) - len(answered) - skipped - aside, "open"), (aside, "set aside")]
    if answered:
        counts.insert(0, (len(answered), "right"))
    parts: list[str] = []
    for count, word in counts:
        if count:
            counted = plural(count, noun) if noun and not parts else f"{count}"
            right = f"{sum(bool(check.correct) for check in answered)} of " if word == "right" else ""
            parts.append(f"{right}{counted} {word}")
    return ", ".join(parts)
