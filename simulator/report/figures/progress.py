"""Progress over all sessions of a candidate: a pure function of what the archive keeps, the graph and the moment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.scoring import rank
from simulator.graph.records import Graph, Role
from simulator.report.concept_records import ConceptMap, ConceptStanding, gaps_by_area
from simulator.report.figures.concepts import concept_standings, encounters
from simulator.report.figures.readiness import readiness_over_time
from simulator.report.figures.self_rating import difference_of
from simulator.report.figures.standing import (
    HELD,
    Tally,
    area_standing,
    belief_now,
    beliefs_after,
    level,
    overall,
    role_of,
    solid_probability,
    tally_of_facts,
)
from simulator.report.figures.study_plan import Forecast, forecast
from simulator.report.records import AreaStanding, Chance, Result
from simulator.session.archive.facts import ItemFact, SessionFacts
from simulator.session.interview.history import PastSession

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

WORK_FIRST = 3
VERSION = 1


class Band(Chance, frozen=True):
    """The chance of a solid answer at the target tier after a session, with its 80% interval."""

    session: str
    at: datetime


class AreaProgress(AreaStanding, frozen=True):
    """One area over all sessions: how it came where it stands, and how many `of` its questions were `asked`."""

    asked: int
    of: int
    path: tuple[Band, ...]
    checks: int = 0


class Gap(Chance, frozen=True):
    """One of the areas to work on first. `word` is `gap` only where the interval allows it."""

    area: str
    title: str
    questions: int
    word: str


class CalibrationPoint(Result, frozen=True):
    """Predictions against scores of one session: mean difference in verdict steps, above 0 = rated too high."""

    session: str
    at: datetime
    predictions: int
    difference: float | None
    checks: int
    checks_right: int


class CalibrationOverTime(Result, frozen=True):
    """Calibration of every session, and over all; the leniency (logits) only where its 80% interval excludes 0.

    `difference_low` and `difference_high` are the 80% interval of the mean difference, None of too few predictions.
    """

    predictions: int
    exact: int
    difference: float | None
    checks: int
    checks_right: int
    leniency: float | None
    sessions: tuple[CalibrationPoint, ...]
    difference_low: float | None = None
    difference_high: float | None = None


class Coverage(Result, frozen=True):
    """How much of the bank was asked: different questions, and the concepts that they were mainly about.

    `met` counts as the map does: concepts that any question or check touched, mainly or beside another.
    """

    questions: int
    of_questions: int
    concepts: int
    of_concepts: int
    met: int


class Day(Result, frozen=True):
    """One day on which interviews were sat."""

    day: date
    sittings: int
    minutes: float


class OtherGraph(Result, frozen=True):
    """How many sessions the candidate has on another graph, of which nothing else is said here."""

    graph: str
    sessions: int


class Progress(Result, frozen=True):
    """Progress of a candidate on a graph. The belief is made of the latest `counted` of all `sessions`.

    Of `waiting` more nothing is said until they are scored; `elsewhere` are those on other graphs, most first. `gone`
    counts the answers to questions and checks that the graph no longer has: the belief is made without them.
    """

    candidate: str
    graph: str
    role: str
    role_title: str
    target: int
    sessions: int
    counted: int
    hours: float
    questions: int
    checks: int
    first: datetime | None
    latest: datetime | None
    mastery: float
    low: float
    high: float
    level: int
    level_low: int
    level_high: int
    screen: str
    onsite: str
    path: tuple[Band, ...]
    areas: tuple[AreaProgress, ...]
    concepts: tuple[ConceptStanding, ...]
    gaps: tuple[Gap, ...]
    held: tuple[str, ...]
    calibration: CalibrationOverTime
    coverage: Coverage
    forecast: Forecast
    calendar: tuple[Day, ...]
    waiting: int = 0
    elsewhere: tuple[OtherGraph, ...] = ()
    gone: int = 0


def progress(
    facts: Sequence[SessionFacts],
    past: Sequence[PastSession],
    graph: Graph,
    bank: "Bank",
    candidate: str,
    now: datetime,
    role: str = "",
    zone: tzinfo = UTC,
    waiting: int = 0,
    elsewhere: Mapping[str, int] | None = None,
) -> Progress:
    """Progress as of `now` (with a time zone); `facts` of all sessions, `past` of those that the belief is made of.

    Without a role, that of the latest session; `zone` says what a day is; `waiting` counts the sessions that are not
    among the facts because their scores are still to come, `elsewhere` those on each other graph.
    """
    from simulator.engine.model.belief import Prior  # numpy

    ordered = sorted(facts, key=lambda f: (f.started, f.id))
    chosen = role_of(graph, role or (ordered[-1].role if ordered else next(iter(graph.roles), "")))
    prior = Prior.structural(bank, ordered[-1].seniority if ordered else "mid")
    beliefs = beliefs_after(prior, past)
    known = belief_now(prior, beliefs, now)
    tally = tally_of_facts(graph, ordered)
    standings = concept_standings(known, graph, chosen, tally)
    areas = _areas(known, beliefs, graph, chosen, ordered, tally, gaps_by_area(standings))
    return Progress(
        candidate=candidate,
        graph=graph.id,
        role=chosen.id,
        role_title=chosen.title,
        target=chosen.target_tier,
        counted=len(past),
        path=tuple(_band(session, overall(belief, chosen)) for session, belief in beliefs),
        areas=areas,
        concepts=standings,
        gaps=work_first(areas),
        held=tuple(a.title for a in areas if a.word == HELD),
        calibration=_calibration(ordered, known),
        coverage=_coverage(ordered, graph, standings),
        forecast=forecast(ordered, graph, now, zone),
        calendar=_calendar(ordered, zone),
        waiting=waiting,
        elsewhere=_elsewhere(elsewhere or {}),
        gone=_gone(ordered, graph),
        **_counts(ordered),
        **_level(known, chosen),
        **readiness_over_time(known, chosen, areas, standings, tally, past, waiting),
    )


def _elsewhere(sessions: Mapping[str, int]) -> tuple[OtherGraph, ...]:
    most_first = sorted(sessions.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(OtherGraph(graph=graph, sessions=count) for graph, count in most_first)


def _gone(facts: Sequence[SessionFacts], graph: Graph) -> int:
    """How many answers were to a question or check that has another id now, or none."""
    answered = (i for f in facts for i in f.items if (i.verdict if not i.check else i.correct) is not None)
    return sum(i.item not in (graph.checks if i.check else graph.questions) for i in answered)


def _counts(ordered: Sequence[SessionFacts]) -> dict[str, Any]:
    """How much was sat: the fields of the record of that name."""
    return {
        "sessions": len(ordered),
        "hours": round(sum(f.clock for f in ordered) / 3600, 4),
        "questions": sum(not i.check for f in ordered for i in f.items),
        "checks": sum(i.check for f in ordered for i in f.items),
        "first": ordered[0].started if ordered else None,
        "latest": ordered[-1].started if ordered else None,
    }


def _level(known: "Belief", chosen: Role) -> dict[str, Any]:
    """Mastery and level for the role: the fields of the record of that name."""
    mastery, low, high = overall(known, chosen)
    tier, tier_low, tier_high = level(known, chosen)
    return {
        "mastery": mastery,
        "low": low,
        "high": high,
        "level": tier,
        "level_low": tier_low,
        "level_high": tier_high,
    }


def _band(session: PastSession, of: tuple[float, float, float]) -> Band:
    return Band(session=session.id, at=session.started, mastery=of[0], low=of[1], high=of[2])


def _areas(
    known: "Belief",
    beliefs: Sequence[tuple[PastSession, "Belief"]],
    graph: Graph,
    role: Role,
    facts: Sequence[SessionFacts],
    tally: Tally,
    gaps: Mapping[str, int],
) -> tuple[AreaProgress, ...]:
    met = {i.item for f in facts for i in f.items if not i.check}
    found = []
    for name, area in graph.areas.items():
        if name not in known.bank.areas:
            continue
        mastery, low, high = solid_probability(known, role.target_tier, known.area(name))
        of_it = [q.id for q in graph.questions.values() if graph.area_of(q.primary) == name]
        found.append(
            AreaProgress(
                area=name,
                title=area.title,
                weight=role.areas.get(name, 0.0),
                mastery=mastery,
                low=low,
                high=high,
                word=area_standing(name, low, high, tally),
                gaps=gaps[name],
                questions=tally.area_answers[name],
                checks=tally.area_checks[name],
                asked=len(met.intersection(of_it)),
                of=len(of_it),
                path=tuple(_band(s, solid_probability(b, role.target_tier, b.area(name))) for s, b in beliefs),
            )
        )
    return tuple(found)


def work_first(areas: Sequence[AreaProgress]) -> tuple[Gap, ...]:
    """The three areas to work on first: of those with an answer or a check, the lowest chance of a solid answer first.

    The order is no claim; the word is, and it stays `not enough yet` where the interval reaches over one half. What is
    counted as gaps are concepts, see `report.gaps`.
    """
    first = sorted((a for a in areas if a.questions or a.checks), key=lambda a: (a.mastery, -a.weight))[:WORK_FIRST]
    return tuple(
        Gap(
            area=a.area,
            title=a.title,
            mastery=a.mastery,
            low=a.low,
            high=a.high,
            questions=a.questions,
            word=a.word,
        )
        for a in first
    )


def _calibration(facts: Sequence[SessionFacts], known: "Belief") -> CalibrationOverTime:
    steps = [step for f in facts for step in _steps(f.items)]
    off = difference_of(steps)
    checks = [i for f in facts for i in f.items if i.correct is not None]
    return CalibrationOverTime(
        predictions=len(steps),
        exact=steps.count(0),
        difference=off.mean,
        difference_low=off.low,
        difference_high=off.high,
        checks=len(checks),
        checks_right=sum(bool(i.correct) for i in checks),
        leniency=round(known.leniency()[0], 4) if known.lenient() else None,
        sessions=tuple(_calibration_point(f) for f in facts),
    )


def _calibration_point(facts: SessionFacts) -> CalibrationPoint:
    steps = _steps(facts.items)
    checks = [i.correct for i in facts.items if i.correct is not None]
    return CalibrationPoint(
        session=facts.id,
        at=facts.started,
        predictions=len(steps),
        difference=difference_of(steps).mean,
        checks=len(checks),
        checks_right=sum(checks),
    )


def _steps(items: Sequence[ItemFact]) -> list[int]:
    return [rank(i.prediction) - rank(i.verdict) for i in items if i.prediction and i.verdict and i.judged]


def _coverage(facts: Sequence[SessionFacts], graph: Graph, standings: Sequence[ConceptStanding]) -> Coverage:
    items = [i for f in facts for i in f.items if not i.check]
    return Coverage(
        questions=len({i.item for i in items} & graph.questions.keys()),
        of_questions=len(graph.questions),
        concepts=len({i.concept for i in items} & graph.concepts.keys()),
        of_concepts=len(graph.concepts),
        met=sum(s.mark != "not met" for s in standings),
    )


def _calendar(facts: Sequence[SessionFacts], zone: tzinfo) -> tuple[Day, ...]:
    sittings: Counter[object] = Counter()
    seconds: Counter[object] = Counter()
    days = {}
    for f in facts:
        day = f.started.astimezone(zone).date()
        days[day] = day
        sittings[day] += 1
        seconds[day] += round(f.clock)
    return tuple(Day(day=day, sittings=sittings[day], minutes=round(seconds[day] / 60, 2)) for day in sorted(days))


def concept_map(found: Progress, facts: Sequence[SessionFacts], graph: Graph) -> ConceptMap:
    """The map of a progress and of the facts that it was made from."""
    return ConceptMap(
        target=found.target,
        sessions=found.sessions,
        standings={standing.concept: standing for standing in found.concepts},
        encounters=encounters(facts, graph),
    )


def as_json(found: Progress) -> bytes:
    """The progress as a JSON object (UTF-8) with its version, as `interview progress --json` prints it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(found)}), indent=2)
