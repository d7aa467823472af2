"""Where a candidate stands: mastery by concept and area, and the level, each with its 80% interval."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.parameters import Z80
from simulator.engine.scoring import LOWEST, SHORT
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
    about_the_same,
    gaps_by_area,
)
from simulator.report.tally import Tally, areas_of, touched_by
from simulator.session.archive.facts import SessionFacts
from simulator.session.header import Header
from simulator.session.interview.selection import role_in

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief

GAP_BELOW = 0.5
ANY_TIER = 4
LATEST, MISSED = 20, 3  # encounters kept of a concept, and questions that were missed
_MARK_OF: dict[str, Mark] = {HELD: "known", GAP: "gap"}


def role_of(graph: Graph, name: str) -> Role:
    """The role with this id; if the graph no longer has it, one that weighs all areas alike."""
    return graph.roles.get(name) or Role(id=name, title=name, target_tier=ANY_TIER, areas={})


def role_of_session(graph: Graph, header: Header) -> Role:
    """The role of a session, with the weights its areas had then: a job advert may have changed them."""
    return role_in(graph, header) or role_of(graph, header.role)


def judged_at(role: Role, level: str) -> Role:
    """The role as it is judged at a level (a seniority): its target is that level's tier, whatever its own is."""
    return msgspec.structs.replace(role, target_tier=P.TARGET_TIERS[level])


def mastery_label(low: float, high: float, answers: int, asked: int, short: int, own: int | None = None) -> str:
    """Held or gap if something was answered and the 80% interval lies on one side of one half.

    Nothing is held where most of its `own` answers (by default all) fell `short` of solid: then it's likely by others
    alone. A gap also needs one that did: candidates never asked at the target tier, or only beside another concept,
    have not failed at anything.
    """
    if answers and 2 * short <= (answers if own is None else own) and low >= GAP_BELOW:
        return HELD
    if answers and short and high < GAP_BELOW:
        return GAP
    return NOT_ENOUGH if asked else NOT_ASKED


def solid_probability(belief: "Belief", tier: int, of: tuple[float, float]) -> tuple[float, float, float]:
    """The chance, 0 to 1, of a solid answer at a tier for a mastery (mean, SD in logits), with its 80% interval."""
    from simulator.engine.model.level import solid_at  # numpy

    mean, sd = of
    needed = belief.bank.tier_difficulty[tier]
    middle, low, high = (solid_at(m - needed, 0.0) for m in (mean, mean - Z80 * sd, mean + Z80 * sd))
    return round(middle, 4), round(low, 4), round(high, 4)


def overall(belief: "Belief", role: Role) -> tuple[float, float, float]:
    """The role-weighted chance of a solid answer at the role's target tier, with its 80% interval."""
    return solid_probability(belief, role.target_tier, belief.shown_overall(role))


def level_for(belief: "Belief", role: Role) -> tuple[int, int, int]:
    """The level for a role: its tier with the 10 and 90% quantiles."""
    from simulator.engine.model.level import level  # numpy

    at = level(belief, belief.bank, role)
    return at.tier, at.low, at.high


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
        asked = [q for q in questions if q.verdict and area in areas_of(graph, q.area, q.tier, q.id)]
        results.append(
            rec.AreaResult(
                **area_fields(area, belief, graph, role, tally, gaps),
                **_answers(asked, [check for check in checks if check.area == area]),
                missed=tuple(p.point for q in asked for p in q.missed),
            )
        )
    return tuple(results)


def area_fields(
    area: str, belief: "Belief", graph: Graph, role: Role, tally: Tally, gaps: Mapping[str, int]
) -> dict[str, Any]:
    """What every record of an area begins with: its chance, and its label by all answers that count."""
    mastery, low, high = solid_probability(belief, role.target_tier, belief.area(area))
    answers, asked, short = tally.area_answers[area], tally.area_asked[area], tally.area_short[area]
    return {
        "area": area,
        "title": graph.areas[area].title,
        "weight": role.areas.get(area, 0.0),
        "mastery": mastery,
        "low": low,
        "high": high,
        "word": mastery_label(low, high, answers, asked, short),
        "gaps": gaps[area],
    }


def by_all(areas: Iterable[rec.AreaResult], tally: Tally) -> list[rec.AreaResult]:
    """The areas of a report with the answers of all interviews, which progress has."""
    answers, short = tally.area_answers, tally.area_short
    return [msgspec.structs.replace(a, questions=answers[a.area], solid=answers[a.area] - short[a.area]) for a in areas]


def called_weakest(first: str, areas: Sequence[rec.AreaStanding]) -> str:
    """The area that work begins with, where it may be called the weakest; empty where what stands beside it says no.

    No other area has a weaker word, or a lower figure where both have one. The `areas` have the answers of all
    interviews. Counts alone don't say no: answers to harder questions fall short more often.
    """
    weakest = next((area for area in areas if area.area == first), None)
    others = [area for area in areas if area.area != first and area.questions]
    return "" if weakest is None or any(_goes_below(area, weakest, areas) for area in others) else first


def _goes_below(other: rec.AreaStanding, area: rec.AreaStanding, areas: Sequence[rec.AreaStanding]) -> bool:
    """Whether an area is told as a weaker one than another, in its word or by its chance."""
    shown = other.is_figure and area.is_figure and not about_the_same(areas)
    by_figure = shown and round(100 * other.mastery) < round(100 * area.mastery)
    return by_figure or (other.word == GAP and area.word != GAP)


def _answers(asked: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]) -> dict[str, Any]:
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
                **_answers(
                    [q for q in asked if q.kind != "experience"],  # a story says nothing of what it's filed under
                    [check for check in checks if check.concept == standing.concept],
                ),
                word=standing.word,
                note=standing.note,
                positions=tuple(q.position for q in asked),
                missed=tuple(p.point for q in asked for p in q.missed),
            )
        )
    return tuple(results)


def concept_standings(belief: "Belief", graph: Graph, role: Role, tally: Tally) -> tuple[ConceptStanding, ...]:
    """Every concept of the graph in its order, by a belief brought up to now."""
    standings = []
    is_guess = not any((*tally.answers.values(), *tally.area_answers.values(), *tally.area_checks.values()))
    for name, concept in graph.concepts.items():
        mastery, low, high = solid_probability(belief, role.target_tier, belief.concept(name))
        asked, answers, short = tally.asked[name], tally.answers[name], tally.short[name]
        mended = name in tally.mended
        word = mastery_label(low, high, answers, asked, short, tally.own_answers[name])
        word = NOT_ENOUGH if word == GAP and mended else word
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
                mended=mended,
                better=name in tally.better,
                is_guess=is_guess,
                answers=answers,
                short=short,
                wrong=tally.wrong[name],
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
                    skipped=item.skipped,
                )
                of_concept.append(encounter)
    return {name: tuple(of_concept) for name, of_concept in latest.items()}


def missed_questions(facts: Sequence[SessionFacts], graph: Graph) -> dict[str, tuple[str, ...]]:
    """The questions on each concept whose last answer fell short and that have a gist, the latest first, a few."""
    scored = (item for session in facts for item in session.items if item.scored)
    last = {item.item: item for item in sorted(scored, key=lambda item: item.at)}
    missed: dict[str, list[str]] = {}
    for item in sorted(last.values(), key=lambda item: item.at, reverse=True):
        question = graph.questions.get(item.item)
        if question is not None and question.gist and item.verdict in SHORT:
            missed.setdefault(question.primary, []).append(item.item)
    return {name: tuple(questions[:MISSED]) for name, questions in missed.items()}
