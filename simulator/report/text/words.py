"""Sentences of a report. Firm words only where the interval allows them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.engine.scoring import MET, VERDICTS, rank
from simulator.graph.records import TIER_NAMES, Role
from simulator.graph.text import names, percent, plural
from simulator.report import records as rec
from simulator.report.figures.standing import DESIGN, GAP, KINDS, Tally, fell_short, solid_probability
from simulator.session.interview.journal import clock as clock

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief
    from simulator.report.progress_records import AreaProgress, ConceptStanding

LEANING = 0.5
UNTOLD = "; not every kind of question has a score yet"
NOTHING, UNSCORED = "nothing was answered to judge it by", "nothing was scored yet to judge it by"
WEAKEST, HELD_BACK = 2, 5  # weakest answers, and phrases in all, that are said to have held one back


def readiness(
    belief: "Belief",
    role: Role,
    areas: Sequence["rec.AreaResult | AreaProgress"],
    standings: Sequence["ConceptStanding"],
    tally: Tally,
    waiting: bool = False,
) -> dict[str, str]:
    """Whether the candidate is ready for a `screen`, one tier below the role's target, and for an `onsite`, at it.

    `waiting` tells that an answer has no score yet, or is not revealed: what was not asked is then not named.
    """
    below = max(1, role.target_tier - 1)
    stands_for = {
        "screen": (below, [name for name, tiers in KINDS.items() if min(tiers) <= below and name != DESIGN]),
        "onsite": (role.target_tier, list(KINDS)),
    }
    weakest, reserve = _weakest(areas, standings), _reserve(areas, tally)
    found = {}
    for name, (tier, needed) in stands_for.items():
        missing = [kind for kind in needed if not tally.kinds[kind]]
        unasked = (UNTOLD if waiting else f"; {names(missing)} not asked") if missing else ""
        of = solid_probability(belief, tier, belief.overall(role if role.areas else None))
        found[name] = _ready_at(of, unasked, weakest, reserve)
    return found


def _ready_at(of: tuple[float, float, float], unasked: str, weakest: str, reserve: str) -> str:
    """The phrase for a chance with its 80% interval: `yes` and `no` only where that lies on one side of one half.

    Otherwise leaning one way. There is no `yes` where a kind of question that it stands for has no answer, and that is
    said. A `no` stands alone; anything else names the area of the weakest answer that still counts, or else the
    weightiest area that is weak as a whole, of which not enough is known, or that was not asked.
    """
    middle, low, high = of
    if high < LEANING:
        return "no"
    if middle < LEANING:
        return f"leaning no{weakest or reserve}"
    answer = "yes" if low >= LEANING and not unasked else "leaning yes"
    return f"{answer}{unasked}{weakest or ('' if unasked else reserve)}"


def _weakest(areas: Sequence["rec.AreaResult | AreaProgress"], standings: Sequence["ConceptStanding"]) -> str:
    """The area of the weakest answer, among those that the role weighs, with its gaps; empty where none fell short."""
    weighed = {a.area: a for a in areas if a.weight > 0}
    worst = next((s for s in fell_short(standings) if s.area in weighed), None)
    if worst is None:
        return ""
    area = weighed[worst.area]
    if not area.gaps:
        return f"; weakest so far in {area.title}"
    return f"; {'a gap' if area.gaps == 1 else f'{area.gaps} gaps'} in {area.title}"


def _reserve(areas: Sequence["rec.AreaResult | AreaProgress"], tally: Tally) -> str:
    """What has to be said else along with a readiness: only areas that weigh as much as the mean of the role's.

    Of the area of design one solid answer to an open-ended question is enough: a real interview asks no more of it.
    """
    weights = [a.weight for a in areas if a.weight > 0]
    heavy = [a for a in areas if weights and a.weight >= sum(weights) / len(weights)]
    for word, said in (
        ("gap", "weak in"),
        ("not enough yet", "not enough yet on"),
        ("not asked yet", "not asked yet about"),
    ):
        if fitting := [a for a in heavy if a.word == word and (word == GAP or a.area not in tally.designed)]:
            return f"; {said} {max(fitting, key=lambda a: (a.weight, a.high - a.low)).title}"
    return ""


def area_word(word: str) -> str:
    """The word of an area for people. An area is weak; gaps are counted in concepts."""
    return "weak" if word == "gap" else word


def kinds(questions: Sequence[rec.QuestionResult], tally: Tally) -> dict[str, str]:
    """The lower median verdict of each kind of question, or `not asked`; `open` while an answer is not revealed.

    What was answered in an earlier session alone is `not asked here`: a readiness counts that too.
    """
    found: dict[str, str] = {}
    open_ = any(q.tier is None and (q.verdict or q.waiting) for q in questions)
    for name, tiers in KINDS.items():
        ranks = sorted(rank(q.verdict) for q in questions if q.verdict and q.tier in tiers)
        none = "open" if open_ else "not asked here" if tally.kinds[name] else "not asked"
        found[name] = VERDICTS[ranks[(len(ranks) - 1) // 2]] if ranks else none
    return found


def held_back(questions: Sequence[rec.QuestionResult]) -> tuple[str, ...]:
    """What cost the most, as short phrases: the weakest answers, then what they lack, with counts; at most five."""
    scored = [q for q in questions if q.points and q.verdict]
    found = [
        *_weak_answers(questions),
        *_by_tag(scored),
        _count(scored),
        _over_time(questions),
        _prompted(scored),
        _unknown(questions),
    ]
    return tuple(phrase for phrase in found if phrase)[:HELD_BACK]


def _weak_answers(questions: Sequence[rec.QuestionResult]) -> list[str]:
    """The answers that fell short of solid, the weakest first, each with its share of the points."""
    told = [q for q in questions if q.concept is not None and not q.skipped]
    short = [(rank(q.verdict), q) for q in told if q.verdict and q.fell_short]
    short.sort(key=lambda pair: (pair[0], pair[1].coverage or 0.0, pair[1].position))
    return [_weak_answer(q) for _, q in short[:WEAKEST]]


def _weak_answer(question: rec.QuestionResult) -> str:
    covered = f" ({percent(question.coverage)})" if question.coverage is not None else ""
    return f"{question.verdict} on {question.concept_title}{covered}"


def _by_tag(scored: Sequence[rec.QuestionResult]) -> list[str]:
    phrases = {
        "number": "no numbers",
        "mechanism": "no mechanism",
        "trade-off": "no trade-off",
        "risk": "no risks named",
    }
    rows = []
    for tag, phrase in phrases.items():
        tagged = [p for q in scored for p in q.points if p.tag == tag and p.mark]
        missed = sum(p.mark not in MET for p in tagged)
        if len(tagged) >= 2 and missed * 2 > len(tagged):
            rows.append((missed / len(tagged), f"{phrase} ({missed} of {len(tagged)})"))
    return [text for _, text in sorted(rows, reverse=True)[:2]]


def _count(scored: Sequence[rec.QuestionResult]) -> str:
    missing = sum(any(p.critical and p.mark in {"no", "partly"} for p in q.points) for q in scored)
    return f"a must-have missing in {missing} of {len(scored)}" if missing else ""


def _over_time(questions: Sequence[rec.QuestionResult]) -> str:
    late = sum(q.over_time for q in questions)
    return f"over time {_times(late)}" if late else ""


def _prompted(scored: Sequence[rec.QuestionResult]) -> str:
    only = sum(p.prompted and p.mark in MET for q in scored for p in q.points)
    return f"{plural(only, 'point')} only when asked" if only else ""


def _unknown(questions: Sequence[rec.QuestionResult]) -> str:
    unknown = sum(q.dont_know for q in questions)
    return f"did not know {_times(unknown)}" if unknown else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


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
    """How ready one is, for which kind of interview: first for the kind that was sat, then for the other."""
    screen, onsite = ("screening call", found.screen), ("onsite", found.onsite)
    return (onsite, screen) if found.session.format == "full" else (screen, onsite)


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
    """A level with its interval: `tier 3 (edge cases, mid level), between 2 and 4 (80%)`."""
    named = tier_briefly(tier) if brief else tier_words(tier)
    return f"{named}, {tier_range(low, high)} (80%)" if low != high else f"{named} and no other (80%)"


def level_sentence(level: rec.LevelResult) -> str:
    """The level with its interval, and the tier that the role asks for."""
    return f"{level_words(level.tier, level.low, level.high)}; the role asks for {asked_for_words(level)}"
