"""Whether a candidate is ready, and what held them back: firm words only where the interval allows them."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from simulator.engine.scoring import MET, VERDICTS, rank
from simulator.graph.records import Role
from simulator.graph.text import names, percent, plural
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, fell_short
from simulator.report.figures.standing import DESIGN, GAP, KINDS, Tally, solid_probability
from simulator.session.interview.history import PastSession
from simulator.session.interview.outcomes import QUOTED_DONT_KNOW

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

LEANING = 0.5
UNTOLD = "; not every kind of question has a score yet"
NOTHING, UNSCORED = "nothing was answered to judge it by", "nothing was scored yet to judge it by"
WEAKEST, HELD_BACK = 2, 5  # weakest answers, and phrases in all, that are said to have held one back


def readiness(
    belief: "Belief",
    role: Role,
    areas: Sequence[rec.AreaStanding],
    standings: Sequence[ConceptStanding],
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


def _weakest(areas: Sequence[rec.AreaStanding], standings: Sequence[ConceptStanding]) -> str:
    """The area of the weakest answer, among those that the role weighs, with its gaps; empty where none fell short."""
    weighed = {a.area: a for a in areas if a.weight > 0}
    worst = next((s for s in fell_short(standings) if s.area in weighed), None)
    if worst is None:
        return ""
    area = weighed[worst.area]
    if not area.gaps:
        return f"; weakest so far in {area.title}"
    return f"; {'a gap' if area.gaps == 1 else f'{area.gaps} gaps'} in {area.title}"


def _reserve(areas: Sequence[rec.AreaStanding], tally: Tally) -> str:
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
    return f"said {QUOTED_DONT_KNOW} {_times(unknown)}" if unknown else ""


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def readiness_over_time(
    belief: "Belief",
    role: Role,
    areas: Sequence[rec.AreaStanding],
    standings: Sequence[ConceptStanding],
    tally: Tally,
    past: Sequence[PastSession],
    waiting: int,
) -> dict[str, Any]:
    """The same over all sessions; where nothing was answered in any, that alone, for the start is no reason to judge.

    `waiting` counts the sessions that have no scores yet.
    """
    found = readiness(belief, role, areas, standings, tally)
    if any(session.evidence for session in past):
        return found
    return dict.fromkeys(found, UNSCORED if waiting else NOTHING)
