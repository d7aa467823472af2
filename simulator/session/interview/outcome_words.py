"""The outcomes of an item, each with the one word or phrase that every output uses for it."""

from collections import Counter
from collections.abc import Iterable, Mapping

from simulator.graph.text import names

# keys are the names in JSON, which must not change; a verdict is its own word
OUTCOMES: Mapping[str, str] = {
    "right": "right",
    "not right": "wrong",
    "passed over": "skipped",
    "set aside": "set aside",
    "open": "open",
}
RIGHT, WRONG, SKIPPED, SET_ASIDE, OPEN = OUTCOMES
NOT_SCORED, NOT_JUDGED = "not scored", "not judged"
NOT_ASKED_FOR = "not asked for"  # of a point: neither the prompt nor a follow-up asked for it
NOBODY_ASKED = "My question left this out, so a no costs nothing."
NOT_KNOWN = "you didn't know, so it counts as wrong"  # of a check

DONT_KNOW = "I don't know."
SAID_THAT = "I said that."
# for use within a sentence: Say "I don't know"
QUOTED_DONT_KNOW, QUOTED_SAID_THAT = (f'"{said[:-1]}"' for said in (DONT_KNOW, SAID_THAT))
SKIPPED_COUNTS = "Skipped; it won't count."
MANY_SKIPPED = "Skipped; it won't count, but with this many skips the recommendation is less certain."
ONE_NOT_KNOWN = "you didn't know the one check"  # where there was no other
NOTED = "Note saved."
READ_WRONGLY = "it was read wrongly, so it won't count and won't be asked again."

REPLY_TITLE = "Reference answer"  # above the good reply to a follow-up
BELIEF_TITLE = "A common mistake"  # above the belief that a challenge contests, and why it's wrong


def left_out(unmet: int) -> str:
    """That so many unmet points weren't asked for, after what was covered: "left out" alone might be by anybody."""
    count, it = ("1 point doesn't", "it") if unmet == 1 else (f"{unmet} points don't", "them")
    return f"; {count} count, as neither the question nor a follow-up asked for {it}" if unmet else ""


def no_reference(*, story: bool) -> str:
    """What's shown instead of a reference: nobody else knows the candidate's own work, or the bank has none."""
    known = "; what counts is how you told it." if story else " in the bank."
    return f"There's no reference for this question{known}"


def outcome_word(outcome: str) -> str:
    """The word for an outcome by its name in JSON: `wrong` for `not right`; a verdict as it is."""
    return OUTCOMES.get(outcome, outcome)


def item_word(outcome: str, *, check: bool) -> str:
    """The word for what a question or check came to: a question without a verdict is not scored, a check is open."""
    return NOT_SCORED if outcome == OPEN and not check else outcome_word(outcome)


def more_checks(outcomes: Iterable[str]) -> str:
    """What neither went right nor wrong, beside the checks that did: ` (not counting 1 set aside)`, or nothing.

    A check on which the end came wasn't skipped.
    """
    counts = Counter(outcomes)
    left = {SKIPPED: OUTCOMES[SKIPPED], OPEN: "not answered", SET_ASIDE: OUTCOMES[SET_ASIDE]}
    told = [f"{counts[outcome]} {word}" for outcome, word in left.items() if counts[outcome]]
    return f" (not counting {names(told)})" if told else ""


def right_or_wrong(*, correct: bool) -> str:
    """The word for the result of a check that was answered."""
    return OUTCOMES[RIGHT if correct else WRONG]
