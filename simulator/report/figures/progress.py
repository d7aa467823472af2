"""Progress over all sessions of a candidate: a pure function of the archive's facts, the graph and the time."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from statistics import fmean
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.scoring import STRONG
from simulator.graph.job_advert.match import weights
from simulator.graph.records import TIER_MINUTES, Graph, Role
from simulator.report.concept_records import HELD, ConceptMap, ConceptStanding, asked_and_touched, gaps_by_area
from simulator.report.debrief.advert import advert_areas
from simulator.report.figures.marks_vs_words import marks_of_facts
from simulator.report.figures.panel import panel_of_past, ready_phrases, recommendation
from simulator.report.figures.self_rating import calibration_over_time
from simulator.report.figures.standing import (
    area_fields,
    called_weakest,
    concept_standings,
    encounters,
    judged_at,
    level_for,
    missed_questions,
    overall,
    role_of,
    solid_probability,
)
from simulator.report.figures.study_plan import forecast, to_study, weak_areas, weakest_of
from simulator.report.progress_records import AreaProgress, Band, Coverage, Day, Gap, OtherGraph, Progress, TierTime
from simulator.report.tally import Tally, items_of_facts, tally_of_facts
from simulator.session.archive.facts import ItemFact, SessionFacts
from simulator.session.interview.history import PastSession, belief_now, beliefs_after

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

WORK_FIRST = 3


def progress(
    facts: Sequence[SessionFacts],
    past: Sequence[PastSession],
    graph: Graph,
    bank: "Bank",
    candidate: str,
    now: datetime,
    role: str = "",
    waiting: int = 0,
    elsewhere: Mapping[str, int] | None = None,
    seniority: str = "",
    advert: Mapping[str, float] | None = None,
    unscored: int = 0,
) -> Progress:
    """Progress as of `now`, from the `facts` of all sessions and the `past` the belief rests on.

    Days are those in the zone of `now`. The role defaults to that of the latest session, and so does the `seniority`
    that is judged at. `waiting` counts sessions left out of the facts because they are not scored yet, `unscored` their
    answers, and `elsewhere` the sessions on each other graph. `advert` has the parts of all weight that a job advert
    gives to areas, where one is in force.
    """
    known = _known(facts, past, graph, bank, now, role, seniority)
    asked, tally = known.asked, tally_of_facts(graph, known.facts)
    concepts = concept_standings(known.belief, graph, known.role, tally)
    areas = area_progress(known, graph, tally, gaps_by_area(concepts))
    urgent, begins, weakest = _urgent(known, graph, areas, concepts, advert or {})
    panel = panel_of_past(graph, bank, known.role, past, asked, unscored, marks_of_facts(known.items), now)
    others = sorted((elsewhere or {}).items(), key=lambda pair: (-pair[1], pair[0]))  # most first
    return Progress(
        candidate=candidate,
        graph=graph.id,
        seniority=known.seniority,
        areas=areas,
        concepts=concepts,
        gaps=work_first(areas, [*map(graph.area_of, urgent), begins]),
        held=tuple(area.title for area in areas if area.word == HELD),
        weakest=weakest,
        to_study=urgent,
        coverage=coverage(asked, graph, concepts),
        forecast=forecast(known.facts, graph, now),
        calendar=days_sat(known.sat, now.tzinfo),
        waiting=waiting,
        elsewhere=tuple(OtherGraph(graph=name, sessions=count) for name, count in others),
        times=tier_times(minutes_taken(asked, graph)),
        recommendation=msgspec.structs.replace(
            recommendation(panel, known.seniority, known.role.target_tier if advert else known.own_target),
            advert_areas=advert_areas(advert or {}, tally, graph),
        ),
        **(_counts(known, graph) | _chances(known) | ready_phrases(panel, areas, begins, weakest)),
    )


@dataclass(frozen=True)
class _Known:
    """What all figures go by: the `facts` of the sessions in their order, their `items`, and the `belief` now.

    `sat` are the sessions with an answer, and `path` those of them that the belief rests on, with the belief after
    each. `asked` are the items that are questions. `role` is judged at the tier of the `seniority`, not at its
    `own_target`.
    """

    facts: Sequence[SessionFacts]
    items: Sequence[ItemFact]
    asked: Sequence[ItemFact]
    sat: Sequence[SessionFacts]
    role: Role
    own_target: int
    seniority: str
    belief: "Belief"
    path: "Sequence[tuple[PastSession, Belief]]"


def _known(
    facts: Sequence[SessionFacts],
    past: Sequence[PastSession],
    graph: Graph,
    bank: "Bank",
    now: datetime,
    role: str,
    seniority: str,
) -> _Known:
    from simulator.engine.model.priors import Prior  # numpy

    ordered = sorted(facts, key=lambda f: (f.started, f.id))
    own = role_of(graph, role or (ordered[-1].role if ordered else next(iter(graph.roles), "")))
    sat_as = ordered[-1].seniority if ordered else "mid"
    # what was begun and left before anything was answered is no interview, though what it showed counts
    sat = [f for f in ordered if any(i.outcome is not None for i in f.items)]
    kept = {f.id for f in sat}
    prior = Prior.structural(bank, sat_as)
    beliefs = list(beliefs_after(prior, past))
    items = [i for f in ordered for i in f.items]
    return _Known(
        facts=ordered,
        items=items,
        asked=[i for i in items if not i.check],
        sat=sat,
        role=judged_at(own, seniority or sat_as),
        own_target=own.target_tier,
        seniority=seniority or sat_as,
        belief=belief_now(prior, beliefs, now),
        path=[(session, belief) for session, belief in beliefs if session.id in kept],
    )


def _counts(known: _Known, graph: Graph) -> dict[str, Any]:
    """How much was sat and asked, whatever it came to."""
    items, sat = known.items, known.sat
    return {
        "sessions": len(sat),
        "counted": len(known.path),
        "hours": round(sum(f.clock for f in sat) / 3600, 4),
        "questions": len(known.asked),
        "scored": sum(i.scored for i in known.asked),
        "solid": sum(i.scored and i.verdict in STRONG for i in known.asked),
        "checks": len(items) - len(known.asked),
        "first": sat[0].started if sat else None,
        "latest": sat[-1].started if sat else None,
        "gone": sum(
            i.outcome is not None and i.item not in (graph.checks if i.check else graph.questions) for i in items
        ),
    }


def _chances(known: _Known) -> dict[str, Any]:
    """The role that is judged, what the belief makes of it now and after each session, and of self-ratings."""
    role, belief = known.role, known.belief
    mastery, low, high = overall(belief, role)
    tier, tier_low, tier_high = level_for(belief, role)
    return {
        "role": role.id,
        "role_title": role.title,
        "target": role.target_tier,
        "mastery": mastery,
        "low": low,
        "high": high,
        "level": tier,
        "level_low": tier_low,
        "level_high": tier_high,
        "path": tuple(_band(session, overall(after, role)) for session, after in known.path),
        "calibration": calibration_over_time(known.sat, belief),
    }


def _urgent(
    known: _Known,
    graph: Graph,
    areas: Sequence[AreaProgress],
    concepts: Sequence[ConceptStanding],
    advert: Mapping[str, float],
) -> tuple[tuple[str, ...], str, str]:
    """The concepts to study first, the area that work begins with, and the same if it may be called the weakest."""
    # as an interview counts the areas, so that its report names the same ones
    role = msgspec.structs.replace(known.role, areas=weights(known.role, advert, graph)) if advert else known.role
    below = weak_areas(known.belief, role, items_of_facts(known.facts), graph)
    urgent = to_study(below, concepts, known.sat[-1] if known.sat else None, role.target_tier)
    fine = {area.area for area in areas if area.word == HELD or area.all_solid}
    begins = weakest_of(below, {graph.area_of(concept) for concept in urgent}, role, fine)
    return urgent, begins, called_weakest(begins, areas)


def _band(session: PastSession, chance: tuple[float, float, float]) -> Band:
    return Band(session=session.id, at=session.started, mastery=chance[0], low=chance[1], high=chance[2])


def area_progress(known: _Known, graph: Graph, tally: Tally, gaps: Mapping[str, int]) -> tuple[AreaProgress, ...]:
    """Every area of the graph that has concepts, in its order."""
    belief, role, areas = known.belief, known.role, []
    met = {i.item for i in known.asked}
    for name in filter(belief.bank.areas.__contains__, graph.areas):
        questions = [q.id for q in graph.questions.values() if graph.area_of(q.primary) == name]
        areas.append(
            AreaProgress(
                **area_fields(name, belief, graph, role, tally, gaps),
                questions=tally.area_answers[name],
                solid=tally.area_answers[name] - tally.area_short[name],
                weak=tally.area_weak[name],
                checks=tally.area_checks[name],
                checks_right=tally.area_right[name],
                asked=len(met.intersection(questions)),
                of=len(questions),
                path=tuple(_band(s, solid_probability(b, role.target_tier, b.area(name))) for s, b in known.path),
            )
        )
    return tuple(areas)


def coverage(asked: Sequence[ItemFact], graph: Graph, standings: Sequence[ConceptStanding]) -> Coverage:
    """How much of the bank was asked, by the questions `asked`, and met by where the concepts stand."""
    return Coverage(
        questions=len({i.item for i in asked} & graph.questions.keys()),
        of_questions=len(graph.questions),
        concepts=asked_and_touched(standings)[0],
        of_concepts=len(graph.concepts),
        met=sum(s.mark != "not met" for s in standings),
    )


def work_first(areas: Sequence[AreaProgress], urgent: Sequence[str]) -> tuple[Gap, ...]:
    """The three areas to work on first: the `urgent` ones, then others where something fell short, lowest chance first.

    Where nothing fell short anywhere, it's the lowest of all that were asked about. The order claims nothing; the word
    does, and it stays `not enough yet` where the interval reaches over one half.
    """
    order = {area: number for number, area in reversed([*enumerate(urgent)])}
    answered = [a for a in areas if a.questions or a.checks]
    short = [a for a in answered if a.area in order or a.fell_short]
    first = sorted(
        short or answered,
        key=lambda a: (order.get(a.area, len(urgent)), a.mastery, -a.weight),
    )
    return tuple(msgspec.convert(area, Gap, from_attributes=True) for area in first[:WORK_FIRST])


def minutes_taken(asked: Iterable[ItemFact], graph: Graph) -> Iterator[tuple[int, float, float]]:
    """The tier of each answered question, the minutes it took, and those planned, both with its follow-ups."""
    planned = {question.id: question.planned_minutes for question in graph.questions.values()}
    for item in asked:
        if item.verdict:  # a question that the graph no longer has was planned as is usual at its tier
            usual = planned.get(item.item, TIER_MINUTES.get(item.tier, 0.0))
            yield item.tier, item.seconds / 60, item.planned or usual


def tier_times(answers: Iterable[tuple[int, float, float]]) -> tuple[TierTime, ...]:
    """The mean minutes by tier. Each of `answers` is a tier, the minutes taken and those planned."""
    taken: dict[int, list[tuple[float, float]]] = {}
    for tier, minutes, planned in answers:
        taken.setdefault(tier, []).append((minutes, planned))
    return tuple(
        TierTime(
            tier=tier,
            answers=len(times),
            minutes=round(fmean(minutes for minutes, _ in times), 2),
            planned=round(fmean(planned for _, planned in times), 2),
        )
        for tier, times in sorted(taken.items())
    )


def days_sat(facts: Sequence[SessionFacts], zone: tzinfo | None) -> tuple[Day, ...]:
    """The days on which interviews were sat, in order; `zone` says what a day is."""
    sittings: Counter[date] = Counter()
    seconds: Counter[date] = Counter()
    for f in facts:
        day = f.started.astimezone(zone).date()
        sittings[day] += 1
        seconds[day] += round(f.clock)
    return tuple(Day(day=day, sittings=sittings[day], minutes=round(seconds[day] / 60, 2)) for day in sorted(sittings))


def concept_map(progress: Progress, facts: Sequence[SessionFacts], graph: Graph) -> ConceptMap:
    """The map that goes with a progress and the facts it was made from."""
    return ConceptMap(
        target=progress.target,
        sessions=progress.sessions,
        to_study=progress.to_study,
        standings={standing.concept: standing for standing in progress.concepts},
        encounters=encounters(facts, graph),
        missed=missed_questions(facts, graph),
    )
