"""Levels, tiers, times and intervals in words, the same in every report."""

from collections.abc import Mapping

from simulator.engine.choice.formats import FORMATS
from simulator.engine.scoring import SOLID
from simulator.graph.records import TIER_NAMES
from simulator.graph.text import names, percent, plural
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, Mark
from simulator.session.interview.journal import clock as clock


def area_word(word: str) -> str:
    """The word of an area for people. An area is weak; gaps are counted in concepts."""
    return "weak" if word == "gap" else word


def basis_sentence(level: rec.LevelResult) -> str:
    """What the level rests on."""
    found = [plural(level.answers, "answer"), plural(level.checks, "check")]
    found += [plural(level.earlier, "earlier session")] if level.earlier else []
    return f"It rests on {names(found)}."


def time_sentence(time: rec.TimeResult) -> str:
    """The time that was taken against the time that was planned."""
    if time.pace is None:
        return f"{clock(time.total)} of {clock(time.planned)} used."
    return f"{clock(time.total)} of {clock(time.planned)} used; {time.pace:.2f} times the planned time a question."


def time_parts(time: rec.TimeResult) -> str:
    """What the time was spent on, which adds up to all of it: `answering 32:20, follow-ups 4:10, checks 2:15`."""
    checks = f", checks {clock(time.checks)}" if time.checks else ""
    return f"answering {clock(time.answering)}, follow-ups {clock(time.following_up)}{checks}"


def interval(low: float, high: float) -> str:
    """An 80% interval in whole per cent: `40 to 71`."""
    return f"{round(low * 100)} to {round(high * 100)}"


def ready_for(found: rec.Assessment) -> tuple[tuple[str, str], tuple[str, str]]:
    """How ready the candidate is, for which kind of interview: first for the kind that was sat, then for the other."""
    screen, onsite = ("screening call", found.screen), ("onsite", found.onsite)
    shape = FORMATS.get(found.session.format)
    return (onsite, screen) if shape and shape.is_onsite else (screen, onsite)


# where the engine starts candidates of each level: the tier at which they are as likely as not to be solid (tested)
TIER_LEVELS: Mapping[int, str] = {
    1: "every level",
    2: "junior level",
    3: "mid level",
    4: "senior level",
    5: "staff level",
    6: "senior and staff level",
}


def tier_words(tier: int) -> str:
    """A tier with its name and level: `tier 4 (trade-offs, senior level)`; a tier of 0 is below the fundamentals."""
    return f"tier {tier} ({TIER_NAMES[tier]}, {TIER_LEVELS[tier]})" if tier else "below tier 1 (fundamentals)"


def tier_briefly(tier: int) -> str:
    """A tier with its level alone, for narrow screens: `tier 4 (senior level)`."""
    return f"tier {tier} ({TIER_LEVELS[tier]})" if tier else "below tier 1"


def usual_tier(seniority: str) -> int:
    """The tier that is usually asked at a seniority; 0 for one that is not known."""
    return next((tier for tier, level in TIER_LEVELS.items() if level == f"{seniority} level"), 0)


def asked_for_words(level: rec.LevelResult) -> str:
    """The tier that the role asks for, and what is usual at the level that was chosen, where that is another."""
    usual = f"; {level.seniority} level is usually asked tier {level.usual}"
    return tier_words(level.target) + (usual if level.usual and level.usual != level.target else "")


def tier_range(low: int, high: int) -> str:
    """Two tiers and what lies between: `between 2 and 4`, `from below 1 to 3`."""
    return f"between {low} and {high}" if low else f"from below 1 to {high}"


def level_words(tier: int, low: int, high: int, *, brief: bool = False) -> str:
    """A level with its interval: `tier 3 (edge cases, mid level), between 2 and 4 (80%)`."""
    named = tier_briefly(tier) if brief else tier_words(tier)
    return f"{named}, {tier_range(low, high)} (80%)" if low != high else f"{named} and no other (80%)"


def level_sentence(level: rec.LevelResult) -> str:
    """The level with its interval, and the tier that the role asks for."""
    return f"{level_words(level.tier, level.low, level.high)}; the role asks for {asked_for_words(level)}"


_FIRM: Mapping[Mark, str] = {"known": "Known", "gap": "A gap"}


def belief_sentence(standing: ConceptStanding, target: int) -> str:
    """The belief in words, with its interval, and what it rests on."""
    figures = (
        f"{percent(standing.mastery)} chance of a {SOLID} answer at {tier_words(target)}, "
        f"80% interval {percent(standing.low)} to {percent(standing.high)}"
    )
    if not standing.asked:
        return f"Not met yet; from what you answered elsewhere, {figures}."
    rests = f"from {plural(standing.answers, 'answer')} that {'touches' if standing.answers == 1 else 'touch'} it"
    note = f" ({standing.note})" if standing.note else ""
    return f"{_FIRM.get(standing.mark, 'Unsure')}{note}: {figures}, {rests}."
