"""A tier in words: its name, and the level at which it is asked. Every output that judges a level says it by these."""

from collections.abc import Mapping

from simulator.graph.records import TIER_NAMES
from simulator.report import records as rec

# where the engine starts a candidate of each level: the tier at which he is as likely as not to be solid (tested)
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
    """A level with its interval: `tier 3 (edge cases, mid level), between 2 and 4 (80 %)`."""
    named = tier_briefly(tier) if brief else tier_words(tier)
    return f"{named}, {tier_range(low, high)} (80 %)" if low != high else f"{named} and no other (80 %)"


def level_sentence(level: rec.LevelResult) -> str:
    """The level with its interval, and the tier that the role asks for."""
    return f"{level_words(level.tier, level.low, level.high)}; the role asks for {asked_for_words(level)}"
