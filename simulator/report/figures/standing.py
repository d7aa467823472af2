"""Where a candidate stands: mastery by concept and area, and the level, each with its 80% interval."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import LOWEST, SOLID, SOLID_RANK, Verdict, rank
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import (
    GAP,
    HELD,
    NOT_ASKED,
    NOT_ENOUGH,
    ConceptStanding,
    Encounter,
    Mark,
    gaps_by_area,
)
from simulator.session.archive.summary import SessionFacts
from simulator.session.header import Header
from simulator.session.interview.history import PastSession
from simulator.session.interview.selection import role_in

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

OPEN_ENDED = 6  # tier
DESIGN = "Design"
KINDS: dict[str, tuple[int, ...]] = {"Explain": (1, 2), "Diagnose": (3,), "Trade-offs": (4, 5), DESIGN: (OPEN_ENDED,)}


class AskedItem(NamedTuple):
    """An item that was asked. It is `answered` if it is evidence: a scored answer, or a check.

    `rank` is that of the answer's verdict, from 0 (weak); a wrong check ranks as borderline, a right one as solid. An
    item that is still secret has no id, concept or tier, and counts for its area only.
    """

    id: str | None
    concept: str | None
    area: str
    check: bool
    answered: bool
    tier: int | None = None
    rank: int | None = None


@dataclass(frozen=True)
class Tally:
    """Counts of items asked and answered, by concept (main or beside another) and by area (checks apart).

    For a concept's `own` items, `short` counts answers below solid, `lowest` is their lowest rank, and `reached` the
    highest tier of an answered question. Open-ended questions count for the area of design as well as their own.
    `kinds` counts answered questions by kind once the kind is no secret; `designed` holds the area of design once an
    open-ended question has had a solid answer.
    """

    asked: Counter[str] = field(default_factory=Counter)
    own: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    area_asked: Counter[str] = field(default_factory=Counter)
    area_answers: Counter[str] = field(default_factory=Counter)
    area_checks: Counter[str] = field(default_factory=Counter)
    area_short: Counter[str] = field(default_factory=Counter)
    area_weak: Counter[str] = field(default_factory=Counter)
    area_right: Counter[str] = field(default_factory=Counter)
    short: Counter[str] = field(default_factory=Counter)
    lowest: dict[str, int] = field(default_factory=dict)
    reached: dict[str, int] = field(default_factory=dict)
    kinds: Counter[str] = field(default_factory=Counter)
    designed: set[str] = field(default_factory=set)

    def count_rank(self, item: AskedItem, answer: int, areas: Iterable[str]) -> None:
        """Count how good an answer was, by its rank, for its own concept and areas only."""
        if item.check:
            self.area_right.update(areas if answer >= SOLID_RANK else ())
        elif answer < SOLID_RANK:
            self.area_short.update(areas)
            self.area_weak.update(() if answer else areas)
        if item.concept is None:
            return
        self.short[item.concept] += answer < SOLID_RANK
        self.lowest[item.concept] = min(answer, self.lowest.get(item.concept, answer))
        if not item.check and item.tier is not None:
            self.reached[item.concept] = max(item.tier, self.reached.get(item.concept, 0))

    def not_asked(self, concept: str, target: int) -> str:
        """What was not asked about a concept on which no answer fell short of solid."""
        reached = self.reached.get(concept)
        if reached is None:
            return "no question of its own yet"
        return f"{SOLID} so far" if reached >= target else f"{SOLID} so far; not asked at tier {target} yet"


def tally_of_facts(graph: Graph, facts: Iterable[SessionFacts], past: Sequence[PastSession] = ()) -> Tally:
    """The tally of sessions by their facts, and of earlier ones."""
    return tally(graph, [*_past_items(graph, past), *items_of_facts(facts)])


def items_of_facts(facts: Iterable[SessionFacts]) -> list[AskedItem]:
    """What sessions asked, by their facts."""
    return [
        _asked_item(i.item, i.concept, i.area, i.tier, i.correct if i.check else i.verdict, check=i.check)
        for session in facts
        for i in session.items
    ]


def tally_of_session(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> Tally:
    """The tally of one session and of those its belief started from."""
    return tally(graph, asked_items(graph, questions, checks, past))


def asked_items(
    graph: Graph,
    questions: Iterable[rec.QuestionResult],
    checks: Iterable[rec.CheckResult],
    past: Sequence[PastSession],
) -> list[AskedItem]:
    """What one session and those before it asked, in their order."""
    own = [_asked_item(q.id, q.concept, q.area, q.tier, q.verdict, check=False) for q in questions]
    own += [_asked_item(c.id, c.concept, c.area, c.tier, c.correct, check=True) for c in checks]
    return [*_past_items(graph, past), *own]


def tally(graph: Graph, items: Iterable[AskedItem]) -> Tally:
    """Count what was asked and answered."""
    counts = Tally()
    for item in items:
        touched = touched_by(graph, item.id, item.concept)
        areas = areas_of(graph, item.area, None if item.check else item.tier)
        counts.asked.update(touched)
        counts.own.update(touched[:1])
        counts.area_asked.update(areas)
        if item.answered:
            counts.answers.update(touched)
            (counts.area_checks if item.check else counts.area_answers).update(areas)
            if not item.check and item.id in graph.questions:  # no belief rests on what left the graph
                counts.kinds.update(name for name, tiers in KINDS.items() if item.tier in tiers)
                if item.tier == OPEN_ENDED and graph.design_area is not None and (item.rank or 0) >= SOLID_RANK:
                    counts.designed.add(graph.design_area)
        if item.rank is not None:
            counts.count_rank(item, item.rank, areas)
    return counts


def areas_of(graph: Graph, area: str, tier: int | None) -> frozenset[str]:
    """The areas a question counts for: its own, and that of design if it is open-ended."""
    designed = graph.design_area if tier == OPEN_ENDED else None
    return frozenset({area} if designed is None else {area, designed})


def _asked_item(
    name: str | None,
    concept: str | None,
    area: str,
    tier: int | None,
    outcome: Verdict | bool | None,
    *,
    check: bool,
) -> AskedItem:
    """An item with its outcome: a verdict, or whether a check was right."""
    if outcome is None:
        return AskedItem(name, concept, area, check, answered=False, tier=tier)
    reached = _rank_of_check(right=outcome) if isinstance(outcome, bool) else rank(outcome)
    return AskedItem(name, concept, area, check, answered=True, tier=tier, rank=reached)


def _rank_of_check(*, right: bool) -> int:
    return SOLID_RANK if right else SOLID_RANK - 1


def _past_items(graph: Graph, past: Iterable[PastSession]) -> Iterator[AskedItem]:
    """What earlier sessions asked; items that left the graph are no evidence any more."""
    for session in past:
        ranks: dict[str, int] = {}
        for piece in session.evidence:  # an answer with two verdicts has two pieces, and the lower one counts
            if piece.kind == "heard":
                continue
            category = _rank_of_check(right=bool(piece.category)) if piece.kind == "check" else piece.category
            ranks[piece.item] = min(category, ranks.get(piece.item, category))
        for item in session.asked:
            if record := graph.questions.get(item) or graph.checks.get(item):
                area = graph.area_of(record.concepts[0])
                check, answer = item in graph.checks, ranks.get(item)
                if item in session.secret:
                    yield AskedItem(None, None, area, check, answer is not None, None, answer)
                else:
                    yield AskedItem(item, record.concepts[0], area, check, answer is not None, record.tier, answer)


def touched_by(graph: Graph, item: str | None, concept: str | None) -> tuple[str, ...]:
    """The concepts of an item, its main one first; for an item that left the graph, only the one given."""
    if item is None or concept is None:
        return ()
    record = graph.questions.get(item) or graph.checks.get(item)
    names = dict.fromkeys((concept, *(record.concepts if record else ())))
    return tuple(name for name in names if name in graph.concepts)


GAP_BELOW = 0.5
ANY_TIER = 4


def role_of(graph: Graph, name: str) -> Role:
    """The role with this id; if the graph no longer has it, one that weighs all areas alike."""
    return graph.roles.get(name) or Role(id=name, title=name, target_tier=ANY_TIER, areas={})


def role_of_session(graph: Graph, header: Header) -> Role:
    """The role of a session, with the weights its areas had then: a job advert may have changed them."""
    return role_in(graph, header) or role_of(graph, header.role)


def judged_at(role: Role, level: str) -> Role:
    """The role as it is judged at a level (a seniority): its target is that level's tier, whatever its own is."""
    return msgspec.structs.replace(role, target_tier=P.TARGET_TIERS[level])


def mastery_label(low: float, high: float, answers: int, asked: int, short: int) -> str:
    """Held or gap if something was answered and the 80% interval lies on one side of one half.

    A gap also needs an answer that fell `short` of solid: candidates never asked at the target tier, or only beside
    another concept, have not failed at anything.
    """
    if answers and low >= GAP_BELOW:
        return HELD
    if answers and short and high < GAP_BELOW:
        return GAP
    return NOT_ENOUGH if asked else NOT_ASKED


def area_standing(area: str, low: float, high: float, tally: Tally) -> str:
    """The label of an area, from the answers to it."""
    return mastery_label(low, high, tally.area_answers[area], tally.area_asked[area], tally.area_short[area])


def solid_probability(belief: "Belief", tier: int, of: tuple[float, float]) -> tuple[float, float, float]:
    """The chance, 0 to 1, of a solid answer at a tier for a mastery (mean, SD in logits), with its 80% interval."""
    from simulator.engine.model.level import solid_at  # numpy

    mean, sd = of
    needed = belief.bank.tier_difficulty[tier]
    middle, low, high = (solid_at(m - needed, 0.0) for m in (mean, mean - rec.Z80 * sd, mean + rec.Z80 * sd))
    return round(middle, 4), round(low, 4), round(high, 4)


def overall(belief: "Belief", role: Role) -> tuple[float, float, float]:
    """The role-weighted chance of a solid answer at the role's target tier, with its 80% interval."""
    return solid_probability(belief, role.target_tier, belief.overall(role if role.areas else None))


def level(belief: "Belief", role: Role) -> tuple[int, int, int]:
    """The level for a role: its tier with the 10 and 90% quantiles."""
    from simulator.engine.model.level import level as estimate  # numpy

    at = estimate(belief, belief.bank, role if role.areas else None)
    return at.tier, at.low, at.high


def beliefs_after(prior: "Belief", past: Sequence[PastSession]) -> list[tuple[PastSession, "Belief"]]:
    """The belief right after each session, in order; between two, the variance grows back (forgetting)."""
    from simulator.engine.model.belief import fold  # numpy

    belief, beliefs = prior, []
    before: datetime | None = None
    for session in sorted(past, key=lambda p: p.started):
        if before is not None:
            belief = belief.aged(max(0.0, (session.started - before) / timedelta(days=1)))
        belief = fold(belief, [e for e in session.evidence if e.item in prior.bank.index])
        before = session.started
        beliefs.append((session, belief))
    return beliefs


def belief_now(prior: "Belief", beliefs: Sequence[tuple[PastSession, "Belief"]], now: datetime) -> "Belief":
    """The belief after the latest session, faded until now; the prior without a session."""
    if not beliefs:
        return prior
    session, belief = beliefs[-1]
    return belief.aged(max(0.0, (now - session.started) / timedelta(days=1)))


def area_results(
    belief: "Belief",
    graph: Graph,
    role: Role,
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    tally: Tally,
    standings: Sequence[ConceptStanding],
) -> tuple[rec.AreaResult, ...]:
    """Every area of the graph that has concepts, in its order; labels count earlier sessions too."""
    gaps, results = gaps_by_area(standings), []
    for area in filter(belief.bank.areas.__contains__, graph.areas):
        asked = [q for q in questions if q.verdict and area in areas_of(graph, q.area, q.tier)]
        mastery, low, high = solid_probability(belief, role.target_tier, belief.area(area))
        results.append(
            rec.AreaResult(
                area=area,
                title=graph.areas[area].title,
                mastery=mastery,
                low=low,
                high=high,
                **_answers(asked, [check for check in checks if check.area == area]),
                weight=role.areas.get(area, 0.0),
                word=area_standing(area, low, high, tally),
                gaps=gaps[area],
                missed=tuple(p.point for q in asked for p in q.missed),
            )
        )
    return tuple(results)


def _answers(asked: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]) -> dict[str, int]:
    """How many of these were answered, were solid or better, and weak; and of the checks, how many were right."""
    short = [q.verdict for q in asked if q.fell_short]
    told = [check.correct for check in checks if check.correct is not None]
    answers = {"questions": len(asked), "solid": len(asked) - len(short), "weak": short.count(LOWEST)}
    return answers | {"checks": len(told), "checks_right": sum(told)}


def concept_results(
    standings: Sequence[ConceptStanding],
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
) -> tuple[rec.ConceptResult, ...]:
    """Every concept as it stands, with the session's answers to questions mainly about it."""
    results = []
    for standing in standings:
        asked = [q for q in questions if q.concept == standing.concept and q.verdict]
        results.append(
            rec.ConceptResult(
                concept=standing.concept,
                title=standing.title,
                area=standing.area,
                mastery=standing.mastery,
                low=standing.low,
                high=standing.high,
                **_answers(asked, [check for check in checks if check.concept == standing.concept]),
                word=standing.word,
                note=standing.note,
                positions=tuple(q.position for q in asked),
                missed=tuple(p.point for q in asked for p in q.missed),
            )
        )
    return tuple(results)


_MARK_OF: dict[str, Mark] = {HELD: "known", GAP: "gap"}
LATEST = 20  # encounters kept of a concept


def concept_standings(belief: "Belief", graph: Graph, role: Role, tally: Tally) -> tuple[ConceptStanding, ...]:
    """Every concept of the graph in its order, by a belief brought up to now."""
    standings = []
    for name, concept in graph.concepts.items():
        mastery, low, high = solid_probability(belief, role.target_tier, belief.concept(name))
        asked, answers, short = tally.asked[name], tally.answers[name], tally.short[name]
        word = mastery_label(low, high, answers, asked, short)
        standings.append(
            ConceptStanding(
                concept=name,
                title=concept.title,
                area=graph.area_of(name),
                mastery=mastery,
                low=low,
                high=high,
                word=word,
                mark=_MARK_OF.get(word, "unsure") if asked else "not met",
                asked=asked,
                own=tally.own[name],
                answers=answers,
                short=short,
                lowest=tally.lowest.get(name),
                note=tally.not_asked(name, role.target_tier) if word == NOT_ENOUGH and answers and not short else "",
            )
        )
    return tuple(standings)


def encounters(facts: Sequence[SessionFacts], graph: Graph) -> dict[str, tuple[Encounter, ...]]:
    """The latest items on each concept, newest first; concepts that no item touched are left out."""
    latest: dict[str, list[Encounter]] = {}
    items = [(session.id, item) for session in facts for item in session.items]
    for session, item in sorted(items, key=lambda pair: pair[1].at, reverse=True):
        for number, name in enumerate(touched_by(graph, item.item, item.concept)):
            of_concept = latest.setdefault(name, [])
            if len(of_concept) < LATEST:
                encounter = Encounter(
                    session=session,
                    item=item.item,
                    check=item.check,
                    beside=number > 0,
                    tier=item.tier,
                    at=item.at,
                    verdict=item.verdict,
                    correct=item.correct,
                )
                of_concept.append(encounter)
    return {name: tuple(of_concept) for name, of_concept in latest.items()}
