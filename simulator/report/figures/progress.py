"""Progress over all sessions of a candidate: a pure function of what the archive keeps, the graph and the moment."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

import msgspec

from simulator.engine.scoring import rank
from simulator.graph.records import Graph, Role
from simulator.report import progress_records as rec
from simulator.report.figures.concepts import concept_standings
from simulator.report.figures.self_rating import difference_of
from simulator.report.figures.standing import (
    HELD,
    Tally,
    area_standing,
    gaps_by_area,
    level,
    overall,
    role_of,
    solid_probability,
    tally_of_facts,
)
from simulator.report.progress_records import ConceptStanding
from simulator.report.text.words import NOTHING, UNSCORED, readiness
from simulator.session.archive.facts import ItemFact, SessionFacts
from simulator.session.interview.history import PastSession

if TYPE_CHECKING:
    from simulator.engine.model.bank import Bank
    from simulator.engine.model.belief import Belief

WORK_FIRST = 3
FORECAST_DAYS = 14
Areas = tuple[rec.AreaProgress, ...]
VERSION = 1


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
) -> rec.Progress:
    """Progress as of `now` (with a time zone); `facts` of all sessions, `past` of those that the belief is made of.

    Without a role, that of the latest session; `zone` says what a day is; `waiting` counts the sessions that are not
    among the facts because their scores are still to come, `elsewhere` those on each other graph.
    """
    from simulator.engine.model.belief import Prior  # numpy

    ordered = sorted(facts, key=lambda f: (f.started, f.id))
    chosen = role_of(graph, role or (ordered[-1].role if ordered else next(iter(graph.roles), "")))
    prior = Prior.structural(bank, ordered[-1].seniority if ordered else "mid")
    beliefs = beliefs_after(prior, past)
    known = _now(prior, beliefs, now)
    tally = tally_of_facts(graph, ordered)
    standings = concept_standings(known, graph, chosen, tally)
    areas = _areas(known, beliefs, graph, chosen, ordered, tally, gaps_by_area(standings))
    return rec.Progress(
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
        **_readiness(known, chosen, areas, standings, tally, _nothing(past, waiting)),
    )


def _elsewhere(sessions: Mapping[str, int]) -> tuple[rec.OtherGraph, ...]:
    most_first = sorted(sessions.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(rec.OtherGraph(graph=graph, sessions=count) for graph, count in most_first)


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


def _nothing(past: Sequence[PastSession], waiting: int) -> str:
    """Why nothing can be said of a readiness, in a report's words; empty where something was answered."""
    if any(p.evidence for p in past):
        return ""
    return UNSCORED if waiting else NOTHING


def _readiness(
    known: "Belief", chosen: Role, areas: Areas, standings: Sequence[ConceptStanding], tally: Tally, nothing: str
) -> dict[str, Any]:
    """The fields of the record of that name; the start alone is no reason to say anything."""
    ready = readiness(known, chosen, areas, standings, tally)
    return {name: nothing or said for name, said in ready.items()}


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


def beliefs_after(prior: "Belief", past: Sequence[PastSession]) -> list[tuple[PastSession, "Belief"]]:
    """The belief right after each session, in order; between two sessions the variance grows back (forgetting)."""
    from simulator.engine.model.belief import fold  # numpy

    belief, found = prior, []
    before: datetime | None = None
    for session in sorted(past, key=lambda p: p.started):
        if before is not None:
            belief = belief.aged(max(0.0, (session.started - before) / timedelta(days=1)))
        belief = fold(belief, [e for e in session.evidence if e.item in prior.bank.index])
        before = session.started
        found.append((session, belief))
    return found


def _now(prior: "Belief", beliefs: Sequence[tuple[PastSession, "Belief"]], now: datetime) -> "Belief":
    if not beliefs:
        return prior
    session, belief = beliefs[-1]
    return belief.aged(max(0.0, (now - session.started) / timedelta(days=1)))


def _band(session: PastSession, of: tuple[float, float, float]) -> rec.Band:
    return rec.Band(session=session.id, at=session.started, mastery=of[0], low=of[1], high=of[2])


def _areas(
    known: "Belief",
    beliefs: Sequence[tuple[PastSession, "Belief"]],
    graph: Graph,
    role: Role,
    facts: Sequence[SessionFacts],
    tally: Tally,
    gaps: Mapping[str, int],
) -> tuple[rec.AreaProgress, ...]:
    met = {i.item for f in facts for i in f.items if not i.check}
    found = []
    for name, area in graph.areas.items():
        if name not in known.bank.areas:
            continue
        mastery, low, high = solid_probability(known, role.target_tier, known.area(name))
        of_it = [q.id for q in graph.questions.values() if graph.area_of(q.primary) == name]
        found.append(
            rec.AreaProgress(
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


def work_first(areas: Sequence[rec.AreaProgress]) -> tuple[rec.Gap, ...]:
    """The three areas to work on first: of those with an answer or a check, the lowest chance of a solid answer first.

    The order is no claim; the word is, and it stays `not enough yet` where the interval reaches over one half. What is
    counted as gaps are concepts, see `report.gaps`.
    """
    first = sorted((a for a in areas if a.questions or a.checks), key=lambda a: (a.mastery, -a.weight))[:WORK_FIRST]
    return tuple(
        rec.Gap(
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


def _calibration(facts: Sequence[SessionFacts], known: "Belief") -> rec.CalibrationOverTime:
    steps = [step for f in facts for step in _steps(f.items)]
    off = difference_of(steps)
    checks = [i for f in facts for i in f.items if i.correct is not None]
    return rec.CalibrationOverTime(
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


def _calibration_point(facts: SessionFacts) -> rec.CalibrationPoint:
    steps = _steps(facts.items)
    checks = [i.correct for i in facts.items if i.correct is not None]
    return rec.CalibrationPoint(
        session=facts.id,
        at=facts.started,
        predictions=len(steps),
        difference=difference_of(steps).mean,
        checks=len(checks),
        checks_right=sum(checks),
    )


def _steps(items: Sequence[ItemFact]) -> list[int]:
    return [rank(i.prediction) - rank(i.verdict) for i in items if i.prediction and i.verdict and i.judged]


def _coverage(facts: Sequence[SessionFacts], graph: Graph, standings: Sequence[ConceptStanding]) -> rec.Coverage:
    items = [i for f in facts for i in f.items if not i.check]
    return rec.Coverage(
        questions=len({i.item for i in items} & graph.questions.keys()),
        of_questions=len(graph.questions),
        concepts=len({i.concept for i in items} & graph.concepts.keys()),
        of_concepts=len(graph.concepts),
        met=sum(s.mark != "not met" for s in standings),
    )


def forecast(facts: Sequence[SessionFacts], graph: Graph, now: datetime, zone: tzinfo = UTC) -> rec.Forecast:
    """When the questions that were answered come due again, by the FSRS scheduler."""
    from simulator.engine.schedule import PastReview, next_due  # fsrs is loaded when something is scheduled

    reviews: dict[str, list[PastReview]] = {}
    for item in sorted((i for f in facts for i in f.items), key=lambda i: i.at):
        if item.verdict and item.item in graph.questions:
            reviews.setdefault(item.item, []).append(PastReview(item.item, item.verdict, item.at.astimezone(UTC)))
    due = sorted((next_due(its), name) for name, its in reviews.items())
    today = now.astimezone(zone).date()
    later = Counter(max(at.astimezone(zone).date(), today) for at, _ in due if at > now)
    days = [today + timedelta(days=n) for n in range(FORECAST_DAYS)]
    ready = tuple(name for at, name in due if at <= now)
    return rec.Forecast(
        now=len(ready), questions=ready, days=tuple(rec.Due(day=day, questions=later[day]) for day in days)
    )


def _calendar(facts: Sequence[SessionFacts], zone: tzinfo) -> tuple[rec.Day, ...]:
    sittings: Counter[object] = Counter()
    seconds: Counter[object] = Counter()
    days = {}
    for f in facts:
        day = f.started.astimezone(zone).date()
        days[day] = day
        sittings[day] += 1
        seconds[day] += round(f.clock)
    return tuple(rec.Day(day=day, sittings=sittings[day], minutes=round(seconds[day] / 60, 2)) for day in sorted(days))


def as_json(found: rec.Progress) -> bytes:
    """The progress as a JSON object (UTF-8) with its version, as `interview progress --json` prints it."""
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **msgspec.to_builtins(found)}), indent=2)
