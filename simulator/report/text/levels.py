"""The words for the levels beside the one that is judged, and what pulls that one down, the same in every output."""

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.engine.scoring import SOLID
from simulator.graph.records import OPEN_ENDED, TIER_NAMES
from simulator.graph.text import names, plural, upper_first
from simulator.report import records as rec
from simulator.report.debrief_records import WORDS, Recommendation
from simulator.report.text.words import OWN_LEVEL

# said where the number of a tier first stands
TIERS = (
    f"A tier says how hard a question is, from 1 ({TIER_NAMES[1]}) to 5 ({TIER_NAMES[5]}), "
    f"and {OPEN_ENDED} for a design. "
    f"Each level is judged at one: {names([f'{level} at {tier}' for level, tier in TARGET_TIERS.items()])}."
)


def levels_beside(recommendation: Recommendation) -> list[tuple[str, str]]:
    """The levels beside the chosen one with their words, then the role's own where it's higher than these."""
    beside = {level.level: level.said for level in recommendation.neighbours}
    beside.setdefault(recommendation.role_level, recommendation.said_for_role)
    return [(level, word) for level, word in beside.items() if word and level != recommendation.level]


def level_phrases(recommendation: Recommendation) -> list[tuple[str, str]]:
    """The words of `levels_beside` with the phrase for each: `leaning yes for staff (a yes needs 3 answers at ...)`."""
    behind = {level.level: f" ({level.lacks})" if level.lacks else "" for level in recommendation.neighbours}
    # a level that's no neighbour is the role's own
    return [(word, f"{word} for {at}{behind.get(at, OWN_LEVEL)}") for at, word in levels_beside(recommendation)]


def beside_words(recommendation: Recommendation) -> str:
    """The levels beside the chosen one, in a line: `Leaning yes for mid · not yet for senior.`; empty without any."""
    levels = [level for level, _ in levels_beside(recommendation)]
    phrases = [phrase for _, phrase in level_phrases(recommendation)]
    line = " · ".join(phrases)
    if len(levels) > 1 and phrases == [f"{recommendation.said} for {level}" for level in levels]:
        line = f"the same for {names(levels)}"
    return f"{upper_first(line)}." if line else ""


MOST_WRONG = 2  # checks, of which more than half are wrong: one may be a slip


def pulled_down(assessment: rec.Assessment) -> str:
    """Why a word says no where half of the answers or more are solid by their marks, in a sentence; else empty."""
    given, heard = assessment.recommendation, assessment.heard
    scored = [q for q in assessment.questions if q.verdict and not (q.skipped or q.waiting) and q.tier is not None]
    held = [q for q in scored if not q.fell_short]
    if given.word not in WORDS[:2] or given.contradicted or 2 * len(held) < len(scored):
        return ""
    checks = [check.correct for check in assessment.checks if check.correct is not None]
    wrong, hard = checks.count(False), [q for q in scored if (q.tier or 0) >= given.tier]
    pulls = [f"{wrong} of {len(checks)} checks were wrong"] if wrong >= MOST_WRONG and 2 * wrong > len(checks) else []
    if heard and 2 * heard.unheard > heard.met:
        pulls.insert(0, "so few of the points you marked as met were found in your words")
    if not hard:
        pulls.append(f"the questions didn't get as far as {given.level} level")
    elif 2 * sum(q.fell_short for q in hard) > len(hard):
        pulls.append(f"{sum(q.fell_short for q in hard)} of {len(hard)} at {given.level} level or above fell short")
    solid = f"{len(held)} of {plural(len(scored), 'answer')} {'is' if len(held) == 1 else 'are'} {SOLID} by your marks"
    return f"{solid}, but it isn't a yes because {names(pulls)}." if pulls else ""
