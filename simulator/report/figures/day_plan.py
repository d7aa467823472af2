"""What to do on which day until the interview: one thing a day, and what fills the rest of its minutes.

A pure function of what is known today. It keeps nothing: a plan that is made again goes by what was sat since, so what
wasn't done one day simply moves to the next.
"""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType

import msgspec
from msgspec import structs

from simulator.engine.choice.formats import CODE, DEEP_DIVE, DRILL, FORMATS, FULL, SCREEN
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.parameters import TASK_MINUTES
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.concept_records import ConceptStanding
from simulator.report.concept_records import as_json as record_json
from simulator.report.figures.plan_needs import (
    Needs,
    PlanHistory,
    asked_for,
    is_enough,
    lasting,
    needs_of,
    planned_sitting,
)
from simulator.report.progress_records import Countdown, Kind, PastSitting, PlannedDay, Progress
from simulator.session.presets import TASTE, TASTE_MINUTES

PRACTICE: tuple[Kind, ...] = ("gaps", "area", "due")
ANSWERED_BY: Mapping[Kind, tuple[Kind, ...]] = {  # what may be sat so that a day is done
    "interview": ("interview",),
    "screen": ("screen", "interview"),
    "code": ("code",),
    **dict.fromkeys(PRACTICE, PRACTICE),
}
FEW_LEFT = "Nothing new to ask"  # of a day with a small bank
WEEK = 7  # days of a plan without a date
MOST_DAYS = 366  # of any plan: what comes later depends on what is sat until then
BRIEF_DAYS = 2  # before the interview, with nothing new
BRIEF_MINUTES = 15  # at most
BRIEF_TITLES = {BRIEF_DAYS: "Brief: gaps, best answers", 1: "Brief, early night"}  # by the days left
OFTEN, SELDOM, NEAR = 3, 4, 14  # days from one interview to the next: in the last two weeks, and before
HURRY, HURRY_DAYS, HURRY_MINUTES = 2, 5, 90  # the same in the last days, for who has so many minutes a day
WORK_DAYS = 6  # in a row, before a day off
LATE = 3  # days from the first sitting to the interview: then the first day of the brief is for practice too
REST_BEFORE = 4  # days left: nearer to the interview the last days are light anyway
CODE_AFTER = 2  # days from the interview before a code round
DRILL_EVERY = 6  # days, whether or not much is due
WORTH_A_DRILL = 3  # due questions, while there are gaps
LENGTHS = (45, 30, 20, 15, 10, 7)  # minutes of a sitting
GAP_LENGTHS = {1: 10, 2: 15, 3: 20, 4: 30, 5: 30}  # by how many concepts are gone over
RESTS_ON = "it rests on"  # after the count of an area's own gaps, of those of other areas
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
    advert: Mapping[str, float] = MappingProxyType({}),
    *,
    begun_only: bool = False,
) -> Countdown:
    """The plan for every day from `today` on that is before `until`, each within `minutes_a_day` (at least 10).

    Of more than `MOST_DAYS` it has the first ones. `sat` are the sittings of the last four weeks, in their order. While
    nothing was sat, the `role` says which areas count; otherwise that of the `progress` does. `advert` has the parts
    that a job advert gives to areas, 0 where one was dropped of it. `begun_only` says that no interview is over yet:
    what was answered in one that was left is not yet what the brief could go over.
    """
    needs = needs_of(progress if progress and progress.sessions else None, graph, role, advert)
    planner = DayPlanner(needs, minutes_a_day, until)
    sat = [sitting for sitting in sat if sitting.answers != 0]  # nothing was answered: that was no sitting
    met = progress is not None and any(area.questions or area.checks for area in progress.areas)
    answered = met and not begun_only
    started = answered or bool(sat)
    history = PlanHistory(started=started and not (sat and all(map(planner.too_short, sat))))
    for sitting in sat:
        if sitting.day < today and sitting.whole:
            planner.note(sitting, history)
    days = planner.days_from(today, deepcopy(history), sat)
    most = next(iter(needs.unasked), "")
    if started and until is not None and all(day.area != most for day in days):
        # finer things took its day: what the advert asks most about comes before them, if there is a day for it at all
        days = replace(planner, first=most).days_from(today, history, sat)
    planned = {part.area for day in days for part in day.parts}
    resting = progress.forecast.resting if progress else ()
    return Countdown(
        today=today,
        until=until,
        minutes_a_day=minutes_a_day,
        days=tuple(days),
        started=started,
        left_out=tuple(graph.areas[a].title for a in needs.unasked if a not in planned) if started and until else (),
        resting=resting,
        advert=tuple(asked_for(advert)),
        spent=sum(sitting.minutes for sitting in sat if sitting.day == today),
    )


def as_json(countdown: Countdown) -> bytes:
    """The plan as a JSON object (UTF-8) with its version, as `interview plan --json` prints it."""
    return record_json({"days_left": countdown.days_left, **msgspec.to_builtins(countdown)})


def _longest(minutes: int, most: float) -> int:
    """The longest usual sitting that takes no more than so many minutes, scoring included."""
    return next((length for length in LENGTHS if length <= most and lasting(length) <= minutes), LENGTHS[-1])


@dataclass(frozen=True)
class DayPlanner:
    """What each day is for."""

    needs: Needs
    minutes: int
    until: date | None
    first: str = ""  # an area that comes before all other practice

    def days_from(self, today: date, history: PlanHistory, sat: Sequence[PastSitting]) -> list[PlannedDay]:
        """All days up to the interview, or a week without one; all of them are added to the `history`."""
        count = WEEK if self.until is None else max((self.until - today).days, int(self.until == today))
        dates = (today + timedelta(days=n) for n in range(min(count, MOST_DAYS)))
        return [self.plan(day, history, [s for s in sat if s.day == day], is_today=day == today) for day in dates]

    def plan(self, day: date, history: PlanHistory, sat: Sequence[PastSitting], *, is_today: bool) -> PlannedDay:
        """A day with all its parts, which are added to the `history`; `sat` is what was sat on that day already."""
        planned = self.choose(day, history)
        if is_today:
            for sitting in (s for s in sat if s.whole):
                self.note(sitting, history)
            planned = self.met(planned, sat)
        if not planned.done:
            history.sit(planned)
        taken = sum(lasting(s.minutes) for s in sat) + (0 if planned.done else planned.minutes)
        more = self.more(planned, history, self.minutes - taken, MOST_MORE - sum(s.whole for s in sat) + planned.done)
        return structs.replace(planned, also=more)

    def choose(self, day: date, history: PlanHistory) -> PlannedDay:
        """The one thing of a day, after all that was sat or is planned before it."""
        left = NEAR + 1 if self.until is None else (self.until - day).days
        if left <= BRIEF_DAYS and not history.started:
            return self._call(day)
        if left <= BRIEF_DAYS:
            title = BRIEF_TITLES.get(left, "Brief")  # the same one each day, and as long
            return PlannedDay(day=day, kind="brief", title=title, minutes=min(self.minutes, BRIEF_MINUTES))
        if history.run_before(day) >= WORK_DAYS and left >= REST_BEFORE:
            return PlannedDay(day=day, kind="rest", title="A day off", minutes=0)
        length = self._held(FULL.minutes)
        whole = lasting(length) <= self.minutes
        latest = history.latest_of(ANSWERED_BY["interview" if whole else "screen"])
        hurry = left <= HURRY_DAYS and self.minutes >= HURRY_MINUTES
        apart = HURRY if hurry else OFTEN if left <= NEAR else SELDOM
        if latest is None or ((day - latest).days >= apart and not self._asked_all(day, history)):
            full = planned_sitting(day, "interview", FULL.title, length, format=FULL.id)
            return full if whole else self._call(day)
        if self._wants_code(day, history):
            return self._code(day)
        return self._practice(day, history)

    def _wants_code(self, day: date, history: PlanHistory) -> bool:
        """Whether a code round is due: some days after an interview, and after the one before.

        Where tasks didn't hold one task will do, and it comes while there is time for it, whenever the interview was.
        """
        every, before, interview = self.needs.code_every, history.last.get("code"), history.last.get("interview")
        again = self.needs.code_short and before is not None
        if every is None or lasting(int(TASK_MINUTES if again else CODE.minutes)) > self.minutes:
            return False
        if before is not None and again and self.until:
            every = min(every, max(CODE_AFTER, (self.until - before).days - BRIEF_DAYS - 1))
        rested = before is None or (day - before).days >= every
        return rested and (again or (interview is not None and (day - interview).days >= CODE_AFTER))

    def met(self, planned: PlannedDay, sat: Sequence[PastSitting]) -> PlannedDay:
        """Today, after what was sat today: that was it, if it is at least half of the like, or of the day's minutes."""
        if not sat or planned.kind == "brief":
            return planned
        days = [self.as_day(s) for s in sat]
        like = ANSWERED_BY.get(planned.kind, ())
        alike = [n for n, d in enumerate(days) if d.kind in like and not self.too_short(sat[n])]
        minutes, answers = sum(sat[n].minutes for n in alike), sum(sat[n].answers or 0 for n in alike)
        most = min(len(planned.concepts) or planned.questions or self.needs.questions, self.needs.questions)
        if alike and is_enough(planned.format, planned.length, minutes, answers, most):
            about = planned.area, planned.concepts
            return max(
                (days[n] for n in alike),
                key=lambda d: (d.kind == planned.kind, (d.area, d.concepts) == about, d.minutes),
            )
        used = sum(day.minutes for day in days)
        tasted = planned.kind == "screen" and any(map(self.too_short, sat))  # the call then needs all of its minutes
        fits = planned.minutes <= self.minutes - used or (2 * used < planned.minutes and not tasted)
        return planned if planned.kind != "rest" and (fits or alike) else days[-1]

    def too_short(self, sat: PastSitting) -> bool:
        """Whether it was an interview too short for a recommendation, and shorter than the call that a day holds."""
        call, length = self._longest(SCREEN.minutes), sat.length or sat.minutes
        if self.needs.as_day(sat).kind not in ANSWERED_BY["screen"]:
            return False
        held, answers = FORMATS.get(sat.format, SCREEN).question_limit(length), sat.answers
        if length < call and max(held, answers or 0) < P.FEWEST_ANSWERS:
            return True
        tells = SCREEN.question_limit(call) >= P.FEWEST_ANSWERS
        return tells and answers is not None and answers < min(P.FEWEST_HERE, self.needs.questions)

    def as_day(self, sat: PastSitting) -> PlannedDay:
        """The day of a sitting; a taste is called one."""
        day = self.needs.as_day(sat)
        named = self.too_short(sat) and sat.format == SCREEN.id and (sat.length or sat.minutes) <= TASTE_MINUTES
        return structs.replace(day, title=TASTE.capitalize()) if named else day

    def note(self, sat: PastSitting, history: PlanHistory) -> None:
        """Take note of what was sat."""
        history.sit(self.as_day(sat), taste=self.too_short(sat))

    def _call(self, day: date) -> PlannedDay:
        length = self._longest(SCREEN.minutes)
        title = SCREEN.title if length > TASTE_MINUTES else TASTE.capitalize()
        return planned_sitting(day, "screen", title, length, format=SCREEN.id)

    def _practice(self, day: date, history: PlanHistory) -> PlannedDay:
        """Gaps that were not gone over yet; what is due in between; then areas and gaps, the longest ago first."""
        waiting = self._waiting(day, history)
        if self.first and self.first not in history.areas and self.first not in waiting:
            return self._area(day, self.first)
        chunks, fresh = self._chunks(history)
        pending, latest = self.needs.pending(day, history), history.last.get("due", history.first)
        wanted = pending >= (WORTH_A_DRILL if fresh else 1) and history.gone_over
        long_ago = latest is not None and (day - latest).days >= DRILL_EVERY
        if wanted or (long_ago and (history.gone_over or not fresh)):
            return self._drill(day, pending)
        area = self.needs.next_area(history, waiting)
        if self._goes_first(area, fresh):
            return self._area(day, area)
        if fresh:
            return self._gaps(day, fresh, chunks[fresh])
        # an area whose gaps rest on too many others for one day waits until those were gone over
        rested = self._held_lately(day, history, OFTEN)
        ready = [
            a
            for a in (*self.needs.areas, *chunks)
            if (chunks[a] and a not in rested if a in chunks else a not in waiting)
        ]
        choice = {a: self.needs.areas.get(a, 0.0) for a in ready}
        advert = self.needs.asked_for
        area = min(choice, key=lambda a: (a not in advert, history.areas.get(a, NEVER), -choice[a]), default="")
        if chunks.get(area):
            return self._gaps(day, area, chunks[area])
        if waiting and not (area or pending):
            return PlannedDay(day=day, kind="rest", title=FEW_LEFT, minutes=0)
        return self._area(day, area) if area else self._drill(day, pending)

    def _waiting(self, day: date, history: PlanHistory) -> set[str]:
        """The areas of which all questions were asked within a week, or are planned to be: they'd only be repeated."""
        every = self._asked_all(day, history)
        return set(self.needs.graph.areas_asked) if every else self._held_lately(day, history, WEEK)

    def _held_lately(self, day: date, history: PlanHistory, days: int) -> set[str]:
        """The areas of which one sitting holds all, and that had one within so many days."""
        lately = (a for a, (latest, _) in history.areas.items() if (day - latest).days < days)
        return {area for area in lately if self._longest(DEEP_DIVE.minutes) >= self.needs.holds(area)}

    def _asked_all(self, day: date, history: PlanHistory) -> bool:
        """Whether an interview asks all that there is, and has done so within a week."""
        holds = self.needs.holds()
        forms: tuple[tuple[Kind, float], ...] = (("interview", FULL.minutes), ("screen", SCREEN.minutes))
        latest = history.latest_of([kind for kind, minutes in forms if self._held(minutes) >= holds])
        return latest is not None and (day - latest).days < WEEK

    def _held(self, most: float, area: str = "") -> int:
        """The shortest usual sitting of at most so many minutes that holds all there is to ask, or the longest."""
        lengths = [length for length in LENGTHS if length <= most]
        return min((n for n in lengths if n >= self.needs.holds(area)), default=lengths[0])

    def _longest(self, most: float, area: str = "") -> int:
        """The longest sitting of these that takes no more than the minutes of the day, scoring included."""
        return _longest(self.minutes, self._held(most, area))

    def _chunks(self, history: PlanHistory) -> tuple[Mapping[str, tuple[ConceptStanding, ...]], str]:
        """The gaps that fit into a day by area, and the area to begin with among those with one not gone over yet."""
        most = max((n for n, length in GAP_LENGTHS.items() if lasting(length) <= self.minutes), default=1)
        chunks = {area: self.needs.chunk(area, history, most) for area in self.needs.gaps}
        fresh = [a for a, its in chunks.items() if any(s.concept not in history.concepts for s in its)]
        place, advert = self.needs.place, self.needs.asked_for
        # a gap that several areas rest on is its own area's before it is theirs
        first = {
            a: min((place[s.concept], s.area != a) for s in chunks[a] if s.concept not in history.concepts)
            for a in fresh
        }
        return chunks, min(fresh, key=lambda a: (a not in advert, history.areas.get(a, NEVER), first[a]), default="")

    def _goes_first(self, area: str, fresh: str) -> bool:
        """Whether an area without a day yet is of the advert, and the one whose gaps were not gone over is not."""
        return area in self.needs.asked_for and fresh not in self.needs.asked_for

    def more(self, planned: PlannedDay, history: PlanHistory, left: int, most: int) -> tuple[PlannedDay, ...]:
        """What the rest of a day's minutes hold: due questions, then gaps not gone over, then areas without a day.

        Right after an interview gaps are first, as on its report: what it missed leads them.
        Beside the first brief there are no such areas, as they would be new, unless somebody began late.
        """
        others: list[PlannedDay] = []
        just_sat = planned.done and planned.kind in {"interview", "screen"}
        brief = planned.kind == "brief" and self.until is not None and (self.until - planned.day).days == BRIEF_DAYS
        late = brief and self._began_late(history)
        while (planned.format or brief) and len(others) < most:
            planner = DayPlanner(self.needs, left, self.until)
            other = planner._task(planned.day, history) if late else None
            missed = just_sat and not others
            other = other or planner._filling(planned.day, history, new=late or not brief, missed_first=missed)
            if other is None:
                break
            others.append(other)
            history.sit(other)
            left -= other.minutes
        return tuple(others)

    def _began_late(self, history: PlanHistory) -> bool:
        """Whether nothing was sat until shortly before the interview."""
        return self.until is not None and history.first is not None and (self.until - history.first).days <= LATE

    def _task(self, day: date, history: PlanHistory) -> PlannedDay | None:
        """A code round, as long as there is time, where code is to be written and none was yet."""
        if self.needs.code_every is None or "code" in history.last or self.minutes < lasting(int(TASK_MINUTES)):
            return None
        return self._code(day)

    def _code(self, day: date) -> PlannedDay:
        return planned_sitting(day, "code", CODE.title, _longest(self.minutes, CODE.minutes), format=CODE.id)

    def _filling(self, day: date, history: PlanHistory, *, new: bool, missed_first: bool = False) -> PlannedDay | None:
        """One more thing for a day, within the minutes; None where nothing fits, or nothing waits.

        A `new` one may be an area that too little is known of. With `missed_first` gaps come before what is due.
        """
        if self.minutes < lasting(LENGTHS[-1]):
            return None
        pending = self.needs.pending(day, history) if history.last.get("due") != day else 0
        chunks, fresh = self._chunks(history)
        if pending and not (missed_first and fresh):
            return self._drill(day, pending)
        wanted = new and self.minutes >= ENOUGH_FREE
        area = self.needs.next_area(history, self._waiting(day, history)) if wanted else ""
        if fresh and not self._goes_first(area, fresh):
            return self._gaps(day, fresh, chunks[fresh])
        return self._area(day, area) if area else None

    def _drill(self, day: date, due: int) -> PlannedDay:
        fitting = [
            n for n in LENGTHS if n <= self._held(DRILL.minutes) and (lasting(n) <= self.minutes or n == LENGTHS[-1])
        ]
        holds = {length: DRILL.question_limit(length) for length in fitting}
        wanted = max(due, WORTH_A_DRILL) if due else holds[fitting[0]]
        length = min((n for n in fitting if holds[n] >= wanted), default=fitting[0])
        count = min(due, holds[length])
        counted = plural(count, "due question") if count == due else f"{count} of {plural(due, 'due question')}"
        title = f"Drill: {counted}" if count else "Drill: what's due, then your weakest"
        return planned_sitting(day, "due", title, length, format=DRILL.id, questions=count)

    def _gaps(self, day: date, area: str, chunk: Sequence[ConceptStanding]) -> PlannedDay:
        own = [s for s in chunk if s.area == area]  # what they rest on is counted in its own area
        what = plural(len(own), "gap") if all(s.mark == "gap" for s in own) else f"{len(own)} missed"
        what += f", {len(chunk) - len(own)} {RESTS_ON}" if len(own) < len(chunk) else ""
        return planned_sitting(
            day,
            "gaps",
            f"{self.needs.graph.areas[area].title}: {what}",
            _longest(self.minutes, GAP_LENGTHS[len(chunk)]),
            format=DEEP_DIVE.id,
            area=area,
            concepts=tuple(s.concept for s in chunk),
        )

    def _area(self, day: date, area: str) -> PlannedDay:
        title = f"{self.needs.graph.areas[area].title} in depth"
        return planned_sitting(
            day, "area", title, self._longest(DEEP_DIVE.minutes, area), format=DEEP_DIVE.id, area=area
        )
