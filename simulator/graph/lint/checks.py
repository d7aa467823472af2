"""Checks: quick questions whose truth must be beyond dispute and whose answer cannot be guessed from its form."""

from collections import Counter

from simulator.graph.lint.standard import PROMPT_WORDS, spoken_words
from simulator.graph.parse import Draft
from simulator.graph.records import DEFAULT_TOLERANCE, Check
from simulator.graph.units import answer_unit

OPTIONS = 4
EXACT_BELOW = 1000
ENOUGH_TO_COUNT = 10
MOST_IN_ONE_PLACE = 0.5
MOST_LONGEST = 0.6


def lint(draft: Draft) -> None:
    """Adds findings about checks."""
    found: list[Check] = list(draft.records["check"].values())
    for check in found:
        _check(draft, check)
        _placed(draft, check)
    _guessable(draft, [check for check in found if check.options and check.correct is not None])


def _check(draft: Draft, check: Check) -> None:
    place = ("check", check.id)
    if check.value is not None and check.tolerance is None and check.factor is None:
        draft.add(
            "missing-tolerance",
            place,
            "tolerance",
            f"anything within {DEFAULT_TOLERANCE:.0%} counts as right; give a tolerance (a share) or a factor",
            "warning",
        )
    if check.value is not None and _takes_neighbours(check):
        told = f"{check.value:,.0f} is a count, and {check.value + 1:,.0f} is right as well; set tolerance = 0"
        draft.add("loose-count", place, "tolerance", told, "warning")
    if check.options and len(check.options) != OPTIONS:
        draft.add("options-count", place, "options", f"{len(check.options)} options; give {OPTIONS}", "warning")
    if not check.why.strip():
        draft.add("missing-why", place, "why", "nothing says why the answer is right; show the calculation", "warning")
    count = spoken_words(check.prompt)
    if count > PROMPT_WORDS:
        draft.add("prompt-length", place, "prompt", f"{count} words; say it in at most {PROMPT_WORDS}", "warning")


def _takes_neighbours(check: Check) -> bool:
    """Whether the next whole number is right too where things are counted; an estimate has a factor instead."""
    value = abs(check.value or 0)
    if check.factor is not None or value >= EXACT_BELOW or value != round(value) or answer_unit(check.unit).measured:
        return False
    tolerance = DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
    return tolerance * value >= 1


def _placed(draft: Draft, check: Check) -> None:
    concept = draft.records["concept"].get(check.primary)
    if concept is not None and not concept.min_tier <= check.tier <= concept.max_tier:
        draft.add(
            "tier-out-of-range",
            ("check", check.id),
            "tier",
            f"tier {check.tier} is outside the tiers of {concept.id} "
            f"({concept.min_tier} to {concept.max_tier}); change one of the two",
        )


def _guessable(draft: Draft, choices: list[Check]) -> None:
    if len(choices) < ENOUGH_TO_COUNT:
        return
    position, count = Counter(check.correct for check in choices).most_common(1)[0]
    first = ("check", choices[0].id)
    if count > MOST_IN_ONE_PLACE * len(choices):
        draft.add(
            "guessable",
            first,
            "correct",
            f"{count} of {len(choices)} choices have option {position} as the right one; move some",
            "warning",
        )
    longest = sum(
        len(check.options[check.correct or 0]) == max(map(len, check.options))
        for check in choices
        if check.correct is not None and check.correct < len(check.options)
    )
    if longest > MOST_LONGEST * len(choices):
        draft.add(
            "guessable",
            first,
            "options",
            f"in {longest} of {len(choices)} choices the longest option is right; even out the lengths",
            "warning",
        )
