"""What the plan until the interview goes by: what is still to do, and what was sat so far."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from types import MappingProxyType

import msgspec

from simulator.engine.choice.formats import CODE, DEEP_DIVE, DRILL, FORMATS, FULL, format_title
from simulator.graph.job_advert.match import weights
from simulator.graph.records import PROBE_MINUTES, Graph
from simulator.report.concept_records import HELD, ConceptStanding
from simulator.report.figures.standing import role_of
from simulator.report.figures.study_plan import below_each
from simulator.report.progress_records import Kind, PastSitting, PlannedDay, Progress
from simulator.session.opening import scoring_minutes
from simulator.session.presets import has_tasks

LEAST_SHARE = 0.5  # of a sitting's minutes or questions: with less it was broken off, and its day is still to come
LEAST_TIME = 0.2  # of its minutes, for half of its questions to be enough
CODE_EVERY, CODE_SOON = 7, 4  # days from one code round to the next; the latter where most tasks didn't hold
KIND_OF_FORMAT: Mapping[str, Kind] = {  # of a format; what is not here is an interview of no area
    FULL.id: "interview",
    "diagnostic": "interview",
    CODE.id: "code",
    DEEP_DIVE.id: "area",
    DRILL.id: "due",
}


def lasting(length: int) -> int:
    """The minutes that a sitting takes with its scoring."""
    return length + scoring_minutes(length)


def is_enough(format: str, length: float, minutes: float, answers: int, most: int) -> bool:
    """Whether so many minutes and answers make a sitting of this length, of at most so many questions.

    Half its questions count only with some of its minutes: six answers in four of 45 are no full interview, as somebody
    so quick would have been asked many more. Where there are fewer to ask, these will do.
    """
    planned = FORMATS[format].question_limit(length) if format in FORMATS else answers
    in_earnest = minutes >= LEAST_TIME * length or most < planned
    return minutes >= LEAST_SHARE * length or answers >= (LEAST_SHARE if in_earnest else 1) * min(most, planned)


def planned_sitting(
    day: date,
    kind: Kind,
    title: str,
    length: int,
    *,
    format: str,
    area: str = "",
    concepts: tuple[str, ...] = (),
    questions: int = 0,
) -> PlannedDay:
    """A day with a sitting of so many minutes, and its scoring."""
    return PlannedDay(
        day=day,
        kind=kind,
        title=title,
        minutes=lasting(length),
        area=area,
        concepts=concepts,
        format=format,
        length=length,
        questions=questions,
    )


@dataclass
class PlanHistory:
    """What was sat up to a day, or is planned to be: all that the next day goes by besides what is known.

    `run` counts the days in a row up to `latest`; `last` says when each kind was, `areas` and `concepts` when each of
    those was. `gone_over` says that something was since the last drill; `drilled` counts the due questions of planned
    drills.
    """

    started: bool
    first: date | None = None
    latest: date | None = None
    run: int = 0
    last: dict[Kind, date] = field(default_factory=dict)
    gone_over: bool = False
    drilled: int = 0
    areas: dict[str, tuple[date, int]] = field(default_factory=dict)
    concepts: dict[str, date] = field(default_factory=dict)

    def sit(self, sat: PlannedDay, *, taste: bool = False) -> None:
        """Take note of a day; the brief and a day off change nothing. A `taste` is a day, but no interview."""
        day = sat.day
        if sat.kind in ("brief", "rest"):
            return
        if self.latest != day:
            self.run = self.run + 1 if self.latest == day - timedelta(days=1) else 1
        self.started, self.first, self.latest = self.started or not taste, self.first or day, day
        if taste:
            return
        self.last[sat.kind] = day
        if sat.kind == "due":
            self.gone_over = False
            self.drilled += 0 if sat.done else sat.questions
        elif sat.kind in ("gaps", "area"):
            self.gone_over = True
            self.areas[sat.area] = day, 1 + max((n for when, n in self.areas.values() if when == day), default=0)
            self.concepts |= dict.fromkeys(sat.concepts, day)

    def latest_of(self, kinds: Collection[Kind]) -> date | None:
        """When the latest sitting of any of these kinds was."""
        return max((self.last[kind] for kind in kinds if kind in self.last), default=None)

    def run_before(self, day: date) -> int:
        """How many days in a row up to this one something was sat."""
        return self.run if self.latest == day - timedelta(days=1) else 0


@dataclass(frozen=True)
class Needs:
    """What is still to do, by what is known today.

    `open` are the concepts to go over with the `place` of each, the most urgent first, `gaps` the same by area, `below`
    what each rests on among them; `areas` those worth a look, with how much each is lacking; `due` counts questions by
    the day they come due, `overdue` those that are due already. `code_every` is after how many days code is to be
    written again, None where it isn't; `code_short` says that tasks didn't hold, in a role that writes code.
    `asked_for` are the areas that a job advert asks for: they come before all others. `unasked` are those of them
    without an answer yet, the most asked for first.
    """

    graph: Graph
    open: Mapping[str, ConceptStanding]
    gaps: Mapping[str, tuple[ConceptStanding, ...]]
    below: Mapping[str, frozenset[str]]
    place: Mapping[str, int]
    areas: Mapping[str, float]
    due: Mapping[date, int]
    overdue: int
    code_every: int | None
    code_short: bool = False
    asked_for: Collection[str] = ()
    unasked: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """The questions to talk about that there are: a small bank may have fewer than an interview could hold."""
        return sum(not question.is_coding for question in self.graph.questions.values())

    def holds(self, area: str = "") -> float:
        """The minutes that all questions there are to talk about take, or those of an area, with their follow-ups."""
        return self._minutes_of.get(area, 0.0) if area else sum(self._minutes_of.values())

    @cached_property
    def _minutes_of(self) -> Mapping[str, float]:
        """The same by area: a plan of a year asks for it thousands of times."""
        minutes: dict[str, float] = {}
        for question in self.graph.questions.values():
            if not question.is_coding:
                area = self.graph.area_of(question.primary)
                minutes[area] = minutes.get(area, 0.0) + question.planned_minutes + PROBE_MINUTES
        return minutes

    def pending(self, day: date, history: PlanHistory) -> int:
        """The questions that are due by a day, without those that planned drills have asked."""
        due = self.overdue + sum(count for when, count in self.due.items() if when <= day)
        return max(0, due - history.drilled)

    def as_day(self, sat: PastSitting) -> PlannedDay:
        """The day of a sitting; a deep dive that was on no concepts in particular went over all gaps of its area."""
        kind = KIND_OF_FORMAT.get(sat.format, "screen")
        concepts = sat.concepts
        if kind == "area" and (concepts or self.gaps.get(sat.area)):
            kind, concepts = "gaps", concepts or tuple(s.concept for s in self.gaps[sat.area])
        title = format_title(sat.format)
        if sat.area in self.graph.areas:
            title = f"{title}: {self.graph.areas[sat.area].title}"
        day = planned_sitting(sat.day, kind, title, sat.minutes, format=sat.format, area=sat.area, concepts=concepts)
        return msgspec.structs.replace(day, done=True)

    def next_area(self, history: PlanHistory, waiting: Collection[str] = ()) -> str:
        """The area most worth a look among those that have no day yet, and aren't `waiting`; empty if there's none."""
        met = {self.graph.area_of(concept) for concept in history.concepts}
        return max(
            self.areas.keys() - history.areas.keys() - met - set(waiting), key=lambda a: (self.areas[a], a), default=""
        )

    def chunk(self, area: str, history: PlanHistory, most: int) -> tuple[ConceptStanding, ...]:
        """At most so many gaps: those of an area, the most urgent first, each after the gaps that it rests on.

        Those that were not gone over yet come first, and no others with them; then those that were the longest ago.
        """
        chosen: dict[str, ConceptStanding] = {}
        targets = self.gaps[area]
        while True:
            steps = {s.concept: self._steps(s.concept, history, chosen) for s in targets if s.concept not in chosen}
            fitting = [c for c, names in steps.items() if len(chosen) + len(names) <= most]
            if not fitting:
                return tuple(chosen.values())
            target = min(fitting, key=lambda c: (history.concepts.get(c, date.min), self.place[c]))
            if not chosen and target not in history.concepts:
                targets = tuple(s for s in targets if s.concept not in history.concepts)
            chosen |= {name: self.open[name] for name in steps[target]}

    def _steps(self, concept: str, history: PlanHistory, chosen: Collection[str]) -> list[str]:
        """A gap, after those it rests on that were not gone over since it was, each after what it rests on."""
        before = history.concepts.get(concept, date.min)
        rest = [b for b in self.below[concept] if b not in chosen and history.concepts.get(b, date.min) <= before]
        return [*sorted(rest, key=lambda b: (len(self.below[b]), b)), concept]


def asked_for(advert: Mapping[str, float]) -> dict[str, float]:
    """The parts of the areas that a job advert asks for, without those that were dropped of it, which have 0."""
    return {area: part for area, part in advert.items() if part > 0}


def needs_of(
    progress: Progress | None, graph: Graph, role: str, advert: Mapping[str, float] = MappingProxyType({})
) -> Needs:
    """What is still to do by a progress; without one, the `role` says which areas are worth a look.

    The parts that an `advert` gives to areas count as they do in an interview. Nothing is to do in an area that was
    dropped of it (0), and other areas than the advert's are worth a look only once all of those hold.
    """
    parts = asked_for(advert)
    wanted, dropped = parts.keys(), advert.keys() - parts.keys()
    missed = progress.missed if progress else ()
    open_ = {s.concept: s for s in missed if s.concept in graph.concepts and s.area not in dropped}
    answered = {s.area for s in open_.values()} | {a.area for a in (progress.areas if progress else ()) if a.questions}
    unasked = sorted((a for a in parts if a in graph.areas_asked and a not in answered), key=lambda a: -parts[a])
    chosen = role_of(graph, progress.role if progress else role)
    if advert:
        chosen = msgspec.structs.replace(chosen, areas=weights(chosen, advert, graph))
    below = below_each(graph) if open_ else {}
    weighs = chosen.areas if any(chosen.areas.get(a) for a in graph.areas_asked) else dict.fromkeys(graph.areas, 1.0)
    known = {a.area: (a.word, a.mastery) for a in progress.areas} if progress else {}
    lacking = {a: weighs.get(a, 0.0) * (1 - known.get(a, ("", 0.0))[1]) for a in graph.areas_asked if a not in dropped}
    # what an advert asks for holds by answers of its own only
    unproved = {a.area for a in progress.recommendation.advert_areas if not a.solid} if progress and advert else ()
    held = {a for a, (word, _) in known.items() if word == HELD and a not in unproved}
    areas = {a: lack for a, lack in lacking.items() if lack > 0 and a not in held}
    written, code_every = progress.recommendation.code_round if progress else None, None
    if has_tasks(graph) and (chosen.code or written):
        code_every = CODE_SOON if written and 2 * written.held < written.tasks else CODE_EVERY
    return Needs(
        graph=graph,
        open=open_,
        gaps={area: gaps for area in graph.areas_asked if (gaps := tuple(s for s in open_.values() if s.area == area))},
        below={concept: below[concept] & open_.keys() for concept in open_},
        place={concept: number for number, concept in enumerate(open_)},
        areas={a: lack for a, lack in areas.items() if a in wanted} or areas or lacking,
        due={d.day: d.questions for d in progress.forecast.days} if progress else {},
        overdue=progress.forecast.now if progress else 0,
        code_every=code_every,
        code_short=chosen.code and written is not None and written.held < written.tasks,
        asked_for=wanted,
        unasked=tuple(unasked),
    )
