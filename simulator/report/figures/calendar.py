"""What to do on which day until the interview: one thing a day, and what fills the rest of its minutes.

A pure function of what is known today. It keeps nothing: a plan that is made again goes by what was sat since, so a
day on which nothing was done simply moves on.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import msgspec

from simulator.engine.choice.formats import CODE, DEEP_DIVE, DRILL, FORMATS, FULL, SCREEN, format_title
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.concept_records import HELD, ConceptStanding, fell_short
from simulator.report.figures.progress import Progress
from simulator.report.figures.standing import role_of
from simulator.report.figures.study_plan import below_each, lacking_of
from simulator.report.plan_records import Countdown, Kind, PastSitting, PlannedDay
from simulator.session.opening import scoring_minutes
from simulator.session.presets import has_tasks

KINDS: Mapping[str, Kind] = {  # of a format; what is not here is an interview of no area
    FULL.id: "interview",
    "diagnostic": "interview",
    CODE.id: "code",
    DEEP_DIVE.id: "area",
    DRILL.id: "due",
}
PRACTICE: tuple[Kind, ...] = ("gaps", "area", "due")
ANSWERED_BY: Mapping[Kind, tuple[Kind, ...]] = {  # what may be sat so that a day is done
    "interview": ("interview",),
    "screen": ("screen", "interview"),
    "code": ("code",),
    **dict.fromkeys(PRACTICE, PRACTICE),
}
VERSION = 1
WEEK = 7  # days of a plan without a date
BRIEF_DAYS = 2  # before the interview, with nothing new
BRIEF_MINUTES, SHORT_BRIEF_MINUTES = 15, 10
OFTEN, SELDOM, NEAR = 3, 4, 14  # days from one interview to the next: in the last two weeks, and before
HURRY, HURRY_DAYS, HURRY_MINUTES = 2, 5, 90  # the same in the last days, for who has so many minutes a day
WORK_DAYS = 6  # in a row, before a day off
REST_BEFORE = 4  # days left: nearer to the interview the last days are light anyway
CODE_EVERY, CODE_AFTER = 7, 2  # days from one code round to the next, and from the interview before it
DRILL_EVERY = 6  # days, whether or not much is due
WORTH_A_DRILL = 3  # due questions, while there are gaps
LENGTHS = (45, 30, 20, 15, 10, 7)  # minutes of a sitting
GAP_LENGTHS = {1: 10, 2: 15, 3: 20, 4: 30, 5: 30}  # by how many concepts are gone over
MOST_MORE = 2  # besides what a day is for
ENOUGH_FREE = 15  # minutes of a day that a deep dive fills
NEVER = (date.min, 0)
LOOK_BACK = 28  # days for which it matters what was gone over


def plan_until(
    progress: Progress | None,
    graph: Graph,
    today: date,
    until: date | None,
    minutes_a_day: int,
    sat: Sequence[PastSitting] = (),
    role: str = "",
) -> Countdown:
    """The plan for every day from `today` on that is before `until`, each within `minutes_a_day` (at least 10).

    `sat` are the sittings of the last four weeks, in their order. While nothing was sat, the `role` says which areas
    count; otherwise that of the `progress` does.
    """
    needs = _needs(progress if progress and progress.sessions else None, graph, role)
    rules = _Rules(needs, minutes_a_day, until)
    course = _Course(started=bool(progress and progress.questions))
    sat = [sitting for sitting in sat if sitting.answers != 0]  # nothing was answered: that was no sitting
    for sitting in sat:
        if sitting.day < today and sitting.whole:
            course.sit(needs.as_day(sitting))
    started, days = course.started, []
    for day in _days(today, until):
        planned = rules.choose(day, course)
        if day == today:
            before = [s for s in sat if s.day == today]
            for sitting in before:
                if sitting.whole:
                    course.sit(needs.as_day(sitting))
            planned = rules.met(planned, before)
        if not planned.done:
            course.sit(planned)
        earlier = [s for s in sat if s.day == day]
        taken = sum(lasting(s.minutes) for s in earlier) + (0 if planned.done else planned.minutes)
        most = MOST_MORE - len(earlier) + planned.done
        more = rules.more(planned, course, minutes_a_day - taken, most)
        days.append(msgspec.structs.replace(planned, also=more))
    resting = progress.forecast.resting if progress else ()
    return Countdown(
        today=today, until=until, minutes_a_day=minutes_a_day, days=tuple(days), started=started, resting=resting
    )


def as_json(countdown: Countdown) -> bytes:
    """The plan as a JSON object (UTF-8) with its version, as `interview plan --json` prints it."""
    data = {"version": VERSION, "days_left": countdown.days_left, **msgspec.to_builtins(countdown)}
    return msgspec.json.format(msgspec.json.encode(data), indent=2)


def _days(today: date, until: date | None) -> list[date]:
    count = WEEK if until is None else max((until - today).days, int(until == today))
    return [today + timedelta(days=n) for n in range(count)]


def lasting(length: int) -> int:
    """The minutes that a sitting takes with its scoring."""
    return length + scoring_minutes(length)


def questions_of(day: PlannedDay) -> int:
    """The questions that a planned sitting holds."""
    held = FORMATS[day.format].question_limit(day.length)
    return min(held, len(day.concepts) or day.questions or held)


def _longest(minutes: int, most: float) -> int:
    """The longest usual sitting that takes no more than so many minutes, scoring included."""
    return next((length for length in LENGTHS if length <= most and lasting(length) <= minutes), LENGTHS[-1])


def _sitting(
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
class _Course:
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

    def sit(self, sat: PlannedDay) -> None:
        """Take note of a day; the brief and a day off change nothing."""
        day = sat.day
        if sat.kind in ("brief", "rest"):
            return
        if self.latest != day:
            self.run = self.run + 1 if self.latest == day - timedelta(days=1) else 1
        self.started, self.first, self.latest = True, self.first or day, day
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
class _Needs:
    """What is still to do, by what is known today.

    `open` are the concepts to go over, `gaps` the same by area, `below` what each rests on among them, `worth` how much
    each matters; `areas` those worth a look, with how much each is lacking; `due` counts questions by the day they come
    due. `codes` says that the role writes code in its interviews, and the graph has tasks.
    """

    graph: Graph
    open: Mapping[str, ConceptStanding]
    gaps: Mapping[str, tuple[ConceptStanding, ...]]
    below: Mapping[str, frozenset[str]]
    worth: Mapping[str, float]
    areas: Mapping[str, float]
    due: Mapping[date, int]
    overdue: int
    codes: bool

    def pending(self, day: date, course: _Course) -> int:
        """The questions that are due by a day, without those that planned drills have asked."""
        due = self.overdue + sum(count for when, count in self.due.items() if when <= day)
        return max(0, due - course.drilled)

    def as_day(self, sat: PastSitting) -> PlannedDay:
        """The day of a sitting; a deep dive that was on no concepts in particular went over all gaps of its area."""
        kind = KINDS.get(sat.format, "screen")
        concepts = sat.concepts
        if kind == "area" and (concepts or self.gaps.get(sat.area)):
            kind, concepts = "gaps", concepts or tuple(s.concept for s in self.gaps[sat.area])
        title = format_title(sat.format)
        if sat.area in self.graph.areas:
            title = f"{title}: {self.graph.areas[sat.area].title}"
        day = _sitting(sat.day, kind, title, sat.minutes, format=sat.format, area=sat.area, concepts=concepts)
        return msgspec.structs.replace(day, done=True)

    def next_area(self, course: _Course) -> str:
        """The area most worth a look among those that have no day yet; empty if all have one."""
        met = {self.graph.area_of(concept) for concept in course.concepts}
        return max(self.areas.keys() - course.areas.keys() - met, key=lambda a: (self.areas[a], a), default="")

    def chunk(self, area: str, course: _Course, most: int) -> tuple[ConceptStanding, ...]:
        """At most so many gaps: those of an area, the heaviest first, each after the gaps that it rests on.

        Those that were not gone over yet come first, and no others with them; then those that were the longest ago.
        """
        chosen: dict[str, ConceptStanding] = {}
        targets = self.gaps[area]
        while True:
            steps = {s.concept: self._steps(s.concept, course, chosen) for s in targets if s.concept not in chosen}
            fitting = [c for c, names in steps.items() if len(chosen) + len(names) <= most]
            if not fitting:
                return tuple(chosen.values())
            target = min(fitting, key=lambda c: (course.concepts.get(c, date.min), -self.worth[c]))
            if not chosen and target not in course.concepts:
                targets = tuple(s for s in targets if s.concept not in course.concepts)
            chosen |= {name: self.open[name] for name in steps[target]}

    def _steps(self, concept: str, course: _Course, chosen: Collection[str]) -> list[str]:
        """A gap, after those it rests on that were not gone over since it was, each after what it rests on."""
        before = course.concepts.get(concept, date.min)
        rest = [b for b in self.below[concept] if b not in chosen and course.concepts.get(b, date.min) <= before]
        return [*sorted(rest, key=lambda b: (len(self.below[b]), b)), concept]


def _needs(progress: Progress | None, graph: Graph, role: str) -> _Needs:
    standings = progress.concepts if progress else ()
    open_ = {s.concept: s for s in fell_short(standings) if s.concept in graph.concepts}
    chosen = role_of(graph, progress.role if progress else role)
    worth = lacking_of(standings, graph, chosen) if open_ else {}
    below = below_each(graph) if open_ else {}
    weighs = chosen.areas if any(chosen.areas.get(a) for a in graph.areas_asked) else dict.fromkeys(graph.areas, 1.0)
    known = {a.area: (a.word, a.mastery) for a in progress.areas} if progress else {}
    lacking = {a: weighs.get(a, 0.0) * (1 - known.get(a, ("", 0.0))[1]) for a in graph.areas_asked}
    areas = {a: lack for a, lack in lacking.items() if lack > 0 and known.get(a, ("", 0.0))[0] != HELD}
    return _Needs(
        graph=graph,
        open=open_,
        gaps={area: gaps for area in graph.areas_asked if (gaps := tuple(s for s in open_.values() if s.area == area))},
        below={concept: below[concept] & open_.keys() for concept in open_},
        worth=worth,
        areas=areas or lacking,
        due={d.day: d.questions for d in progress.forecast.days} if progress else {},
        overdue=progress.forecast.now if progress else 0,
        codes=chosen.code and has_tasks(graph),
    )


@dataclass(frozen=True)
class _Rules:
    """What each day is for."""

    needs: _Needs
    minutes: int
    until: date | None

    def choose(self, day: date, course: _Course) -> PlannedDay:
        """The one thing of a day, after all that was sat or is planned before it."""
        left = NEAR + 1 if self.until is None else (self.until - day).days
        if left <= BRIEF_DAYS:
            return self._brief(day, left) if course.started else self._call(day)
        if course.run_before(day) >= WORK_DAYS and left >= REST_BEFORE:
            return PlannedDay(day=day, kind="rest", title="A day off", minutes=0)
        whole = lasting(int(FULL.minutes)) <= self.minutes
        latest = course.latest_of(ANSWERED_BY["interview" if whole else "screen"])
        if latest is None or (day - latest).days >= self._distance(left):
            return self._interview(day) if whole else self._call(day)
        if self._wants_code(day, course):
            return _sitting(day, "code", CODE.title, int(CODE.minutes), format=CODE.id)
        return self._practice(day, course)

    def _wants_code(self, day: date, course: _Course) -> bool:
        """Whether a code round is due: some days after an interview, once a week."""
        interview, before = course.last.get("interview"), course.last.get("code")
        if not self.needs.codes or interview is None or lasting(int(CODE.minutes)) > self.minutes:
            return False
        rested = before is None or (day - before).days >= CODE_EVERY
        return rested and (day - interview).days >= CODE_AFTER

    def _distance(self, left: int) -> int:
        """The days from one interview to the next, with so many days left."""
        if left <= HURRY_DAYS and self.minutes >= HURRY_MINUTES:
            return HURRY
        return OFTEN if left <= NEAR else SELDOM

    def met(self, planned: PlannedDay, sat: Sequence[PastSitting]) -> PlannedDay:
        """Today, after what was sat today: that was it, if it is at least half of the like, or of the day's minutes."""
        if not sat or planned.kind == "brief":
            return planned
        days = [self.needs.as_day(s) for s in sat]
        alike = [n for n, d in enumerate(days) if d.kind in ANSWERED_BY.get(planned.kind, ())]
        minutes, answers = sum(sat[n].minutes for n in alike), sum(sat[n].answers or 0 for n in alike)
        if alike and (2 * minutes >= planned.length or 2 * answers >= questions_of(planned)):
            about = planned.area, planned.concepts
            return max(
                (days[n] for n in alike),
                key=lambda d: (d.kind == planned.kind, (d.area, d.concepts) == about, d.minutes),
            )
        used = sum(day.minutes for day in days)
        fits = planned.minutes <= self.minutes - used or 2 * used < planned.minutes
        return planned if planned.kind != "rest" and (fits or alike) else days[-1]

    def _brief(self, day: date, left: int) -> PlannedDay:
        is_last = left < BRIEF_DAYS
        title = "Short brief, early night" if left == 1 else "Short brief" if is_last else "Brief: gaps, best answers"
        minutes = min(self.minutes, SHORT_BRIEF_MINUTES if is_last else BRIEF_MINUTES)
        return PlannedDay(day=day, kind="brief", title=title, minutes=minutes)

    def _interview(self, day: date) -> PlannedDay:
        return _sitting(day, "interview", FULL.title, int(FULL.minutes), format=FULL.id)

    def _call(self, day: date) -> PlannedDay:
        length = _longest(self.minutes, SCREEN.minutes)
        title = SCREEN.title if length == SCREEN.minutes else "Short interview"
        return _sitting(day, "screen", title, length, format=SCREEN.id)

    def _practice(self, day: date, course: _Course) -> PlannedDay:
        """Gaps that were not gone over yet; what is due in between; then areas and gaps, the longest ago first."""
        chunks, fresh = self._chunks(course)
        pending, latest = self.needs.pending(day, course), course.last.get("due", course.first)
        wanted = pending >= (WORTH_A_DRILL if fresh else 1) and course.gone_over
        long_ago = latest is not None and (day - latest).days >= DRILL_EVERY
        if wanted or (long_ago and (course.gone_over or not fresh)):
            return self._drill(day, pending)
        if fresh:
            return self._gaps(day, fresh, chunks[fresh])
        # an area whose gaps rest on too many others for one day waits until those were gone over
        ready = [a for a in (*self.needs.areas, *chunks) if a not in chunks or chunks[a]]
        choice = {a: self.needs.areas.get(a, 0.0) for a in ready}
        area = min(choice, key=lambda a: (course.areas.get(a, NEVER), -choice[a]), default="")
        if chunks.get(area):
            return self._gaps(day, area, chunks[area])
        return self._area(day, area) if area else self._drill(day, pending)

    def _chunks(self, course: _Course) -> tuple[Mapping[str, tuple[ConceptStanding, ...]], str]:
        """The gaps that fit into a day by area, and the area to begin with among those with one not gone over yet."""
        most = max((n for n, length in GAP_LENGTHS.items() if lasting(length) <= self.minutes), default=1)
        chunks = {area: self.needs.chunk(area, course, most) for area in self.needs.gaps}
        fresh = [a for a, its in chunks.items() if any(s.concept not in course.concepts for s in its)]
        worth = {a: sum(self.needs.worth[s.concept] for s in chunks[a]) for a in fresh}
        return chunks, min(fresh, key=lambda a: (course.areas.get(a, NEVER), -worth[a]), default="")

    def more(self, planned: PlannedDay, course: _Course, left: int, most: int) -> tuple[PlannedDay, ...]:
        """What the rest of a day's minutes hold: due questions, then gaps not gone over, then areas without a day."""
        found: list[PlannedDay] = []
        while planned.format and len(found) < most:
            other = _Rules(self.needs, left, self.until)._filling(planned.day, course)
            if other is None:
                break
            found.append(other)
            course.sit(other)
            left -= other.minutes
        return tuple(found)

    def _filling(self, day: date, course: _Course) -> PlannedDay | None:
        """One more thing for a day, within the minutes; None where nothing fits, or nothing waits."""
        if self.minutes < lasting(LENGTHS[-1]):
            return None
        pending = self.needs.pending(day, course) if course.last.get("due") != day else 0
        if pending:
            return self._drill(day, pending)
        chunks, fresh = self._chunks(course)
        if fresh:
            return self._gaps(day, fresh, chunks[fresh])
        area = self.needs.next_area(course)
        return self._area(day, area) if area and self.minutes >= ENOUGH_FREE else None

    def _drill(self, day: date, due: int) -> PlannedDay:
        fitting = [n for n in LENGTHS if n <= DRILL.minutes and (lasting(n) <= self.minutes or n == LENGTHS[-1])]
        holds = {length: DRILL.question_limit(length) for length in fitting}
        wanted = max(due, WORTH_A_DRILL) if due else holds[fitting[0]]
        length = min((n for n in fitting if holds[n] >= wanted), default=fitting[0])
        count = min(due, holds[length])
        told = plural(count, "due question") if count == due else f"{count} of {plural(due, 'due question')}"
        title = f"Drill: {told}" if count else "Drill: what's due, then your weakest"
        return _sitting(day, "due", title, length, format=DRILL.id, questions=count)

    def _gaps(self, day: date, area: str, chunk: Sequence[ConceptStanding]) -> PlannedDay:
        count = len(chunk)
        what = plural(count, "gap") if all(s.mark == "gap" for s in chunk) else f"{count} missed"
        return _sitting(
            day,
            "gaps",
            f"{self.needs.graph.areas[area].title}: {what}",
            _longest(self.minutes, GAP_LENGTHS[count]),
            format=DEEP_DIVE.id,
            area=area,
            concepts=tuple(s.concept for s in chunk),
        )

    def _area(self, day: date, area: str) -> PlannedDay:
        title = f"{self.needs.graph.areas[area].title} in depth"
        return _sitting(day, "area", title, _longest(self.minutes, DEEP_DIVE.minutes), format=DEEP_DIVE.id, area=area)
