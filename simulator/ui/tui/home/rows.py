"""The lines of home, each as long as the window allows."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

import msgspec
from msgspec.structs import replace
from rich.cells import cell_len

from simulator.engine.choice.formats import has_area
from simulator.engine.model.parameters import TASK_MINUTES
from simulator.graph.text import format_minutes, lower_first, plural
from simulator.report.concept_records import asked_and_touched
from simulator.session.clock import minutes_left
from simulator.session.opening import WITH_SCORING, lasting_words, scoring_minutes
from simulator.session.presets import (
    fitting_area,
    fitting_role,
    has_tasks,
    interrupted,
    is_open,
    sitting_title,
)
from simulator.ui.tui import words
from simulator.ui.tui.home_words import due_texts, weakest_texts
from simulator.ui.tui.widgets.rows import MARK, NOTE_GAP, Row

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.progress_records import Countdown, PlannedDay, Progress
    from simulator.report.records import StudyItem
    from simulator.session.archive.summary import SessionRow
    from simulator.ui.preferences import Preferences

LABEL = 10
SIDES = 4  # the margins beside the lines
GO_ON = "go-on:"  # before the id of a session
IN_OTHER_WINDOW = "open in another window"
TODAYS, FROM_PLAN = "today's plan", "from your plan"
FROM_REPORT, COMES_UP, COMES_UP_BRIEF = "from your last report", "your plan has it tomorrow", "for tomorrow"
READ = "Read"  # what to go over, where a plan says what to do
LOOKING_AGAIN = "looking at what's next"  # after an interview, until the plan is made anew
YOURS = "your plan"  # what was done may be something else than it had
UNPLANNED = "more than planned"  # beside Start, on the last days
BRIEF_TEXTS = ("what you missed, what's likely, your best answers", "what you missed, best answers")
LIKELY_TEXTS = ("likely questions, with a short answer to each", "likely questions, short answers")  # none sat
READ_TODAY = ("read today; nothing else is planned", "read today")
DEMO_TEXTS = ("watch a simulated interview, 3 min", "watch an interview, 3 min")
BRIEF_DAYS = 1  # the brief is offered this many days before the interview, and on the day


class HomeLines(msgspec.Struct, frozen=True):
    """The lines of home for a window of `width` columns, by what is known so far.

    `sessions` is None until the archive is read, and `whole` is False while older ones are still being read; `graph` is
    None until it is read, and then no role is named. `concepts` counts those of the graph. `tried` is the shape of an
    interview that was tried once and is not what Start takes. `tonight` is of a list that was made on the day `listed`.
    `planned` is what the plan has for today. What was sat on one of the `missing` graphs can't be resumed.
    """

    sessions: Sequence["SessionRow"] | None
    preferences: "Preferences"
    today: date
    progress: "Progress | None" = None
    concepts: int = 0
    width: int = 80
    graph: "Graph | None" = None
    whole: bool = True
    tonight: "StudyItem | None" = None
    listed: date | None = None
    brief_minutes: int = 0
    tried: "Preferences | None" = None
    planned: "PlannedToday | None" = None
    missing: frozenset[str] = frozenset()

    def rows(self) -> list[Row]:
        """The lines, the first of which is what to do now.

        The brief comes first on its days, then unfinished interviews and answers without a score, then the plan and
        Start; what was hardly begun, on a day before, comes after Start. On the days of the brief nothing invites you
        to do more than is planned. Before any score it holds likely questions alone, and comes second: an interview
        shows more, and its questions shouldn't be read before they're asked.
        """
        unfinished, planned = list(self._unfinished()), self.planned
        put_off = [unfinished.pop(0)] if self._is_put_off else []
        if planned is not None and any(row.key == f"{GO_ON}{planned.begun}" for row in unfinished):
            planned = None  # one line for one interview
        brief = [self._brief()] if self._is_last_days else []
        if brief and planned is not None and planned.is_brief:
            planned = None
        first = [*unfinished, *self._plan_and_start(planned), *put_off]
        is_first = self._has_scores and not (self._is_brief_read and planned is not None)
        first = [*brief, *first] if is_first else [first[0], *brief, *first[1:]]
        besides = self._besides() if not self._is_last_days else ()
        rows = [*first, *besides, *self._demo(), *self._review_and_map()]
        return [replace(rows[0], accented=True), *rows[1:]]

    def without_outdated(self) -> Self:
        """The lines once another interview was sat, until it's known what that changed: none says what was before it.

        What's interrupted comes first anyway, and on the days of the brief that is what the plan has.
        """
        planned = self.planned
        if planned is not None and not planned.is_brief:
            newest = next(iter(self.sessions or ()), None)
            planned = None if newest is not None and newest.state == "asking" else PlannedToday((LOOKING_AGAIN,), "")
        return replace(self, progress=None, tonight=None, brief_minutes=0, planned=planned)

    @property
    def _room(self) -> int:
        return self.width - SIDES - len(MARK) - LABEL

    @property
    def _is_last_days(self) -> bool:
        return offers_brief(self.preferences.days_left(self.today))

    @property
    def _has_scores(self) -> bool:
        """Whether an answer has a score; so it's taken to be until the archive is read."""
        return self.sessions is None or any(s.score is not None for s in self.sessions)

    @property
    def _begun(self) -> str:
        """The id of what the plan has for today, where that was begun."""
        return self.planned.begun if self.planned is not None else ""

    @property
    def _is_put_off(self) -> bool:
        """Whether the interview that was left last can wait: it was hardly begun, on a day before, or is open."""
        left = next(iter(interrupted(self._openable)), None)
        if left is None or left.id == self._begun:
            return False
        return is_open(left) or (left.left.astimezone().date() < self.today and left.hardly_begun)

    @property
    def _openable(self) -> list["SessionRow"]:
        """The interviews on graphs that are here: with any other, the first line of home led nowhere."""
        missing = self.missing - {self.graph.id} if self.graph is not None else self.missing
        return [s for s in self.sessions or () if s.graph not in missing]

    def _row(self, key: str, label: str, texts: Sequence[str], notes: Sequence[str] = ("",)) -> Row:
        """The longest text that fits, and the longest note that fits beside it."""
        text = next((t for t in texts if cell_len(t) <= self._room), texts[-1])
        left = self._room - cell_len(text) - NOTE_GAP
        return Row(key, label, text, next((n for n in notes if cell_len(n) <= left), ""))

    def _noted(self, key: str, label: str, texts: Sequence[str], note: str) -> Row:
        """The longest text that leaves room for the note, which matters more."""
        room = self._room - (NOTE_GAP + cell_len(note) if note else 0)
        fitting = [text for text in texts if cell_len(text) <= room]
        return self._row(key, label, fitting or texts[-1:], (note, ""))

    def _brief(self) -> Row:
        """The brief, with the minutes that it takes where they are known, and whether the plan has it today."""
        takes = f"{format_minutes(self.brief_minutes)}: " if self.brief_minutes else ""
        by_plan = self.planned is not None and self.planned.is_brief
        if self._is_brief_read:
            return self._row("brief", "Brief", READ_TODAY[not by_plan :])
        texts = BRIEF_TEXTS if self._has_scores else LIKELY_TEXTS
        return self._noted("brief", "Brief", [f"{takes}{text}" for text in texts], TODAYS if by_plan else "")

    @property
    def _is_brief_read(self) -> bool:
        """Whether the brief was read today: what is left to do comes before it."""
        return self._is_last_days and self.preferences.brief_read == self.today

    def _unfinished(self) -> Iterator[Row]:
        """The interrupted interview that was left last, and the latest that waits for scores."""
        sessions = self._openable
        if left := interrupted(sessions):
            texts: tuple[str, ...] = (f"{sitting_title(left[0])}, {minutes_left(60 * left[0].minutes_left)}",)
            if self.planned is not None and left[0].id == self._begun:  # by the name that it was started under
                texts = self.planned.texts
            when = words.moment(left[0].left, self.today)
            said = (IN_OTHER_WINDOW, "open now") if is_open(left[0]) else (f"interrupted {when}", when)
            said = (
                (f"{TODAYS}, {said[0]}", said[1] if is_open(left[0]) else TODAYS) if left[0].id == self._begun else said
            )
            others = [s for s in left[1:] if s.id != self._begun]  # which has a line of its own
            yield self._row(f"{GO_ON}{left[0].id}", "Go on", texts, _with_more(said, len(others)))
        waiting = [s for s in sessions if s.state == "debriefing"]
        if waiting:
            count, when = plural(waiting[0].waiting, "answer"), words.moment(waiting[0].started, self.today)
            notes = _with_more((), len(waiting) - 1)
            texts = (f"{count} from {when} to score", f"{count} to score")
            fits = cell_len(texts[0]) + NOTE_GAP + cell_len(notes[0]) <= self._room
            yield self._row(f"{GO_ON}{waiting[0].id}", "Debrief", texts if fits else texts[1:], notes)

    def _plan_and_start(self, planned: "PlannedToday | None") -> Iterator[Row]:
        """The line of the plan where that has something else than Start for today, and that of Start."""
        is_start = planned is not None and planned.is_start
        if planned is not None and not is_start:
            yield self._noted("today", "Today", planned.texts, planned.note)
        texts, note = _start_texts(self.preferences, self.graph), TODAYS if is_start else self._start_note
        # what the plan says of it matters more than the role
        of_plan = note == UNPLANNED
        yield self._noted("start", "Start", texts, note) if of_plan else self._row("start", "Start", texts, (note, ""))

    @property
    def _start_note(self) -> str:
        """Beside an interview that the plan doesn't have today; on the last days that it's more than planned."""
        if not self._is_last_days:
            return "weighted by your job advert" if self.preferences.advert else ""
        # on the day itself whoever takes an hour for it was told that an interview fits
        lasts = self.preferences.length + scoring_minutes(self.preferences.length)
        fits = self.preferences.days_left(self.today) == 0 and lasts <= self.preferences.minutes_a_day
        return "" if fits or (self.planned is not None and self.planned.is_begun_start) else UNPLANNED

    def _besides(self) -> Iterator[Row]:
        """What else can be sat: as it was tried once, something to study, what is due, a task.

        Where the last report has advised something, no line names another area to begin with. What the plan has for
        today has a line already.
        """
        progress, tonight, planned = self.progress, self.tonight, self.planned
        if self.tried is not None:
            yield self._row("repeat", "Repeat", _repeat_texts(self.tried), ("as you last set it up", ""))
        if tonight is not None:
            yield from self._advised(tonight)
        due_today = planned is not None and planned.is_drill
        if progress is not None and progress.gaps and not due_today and (progress.forecast.now or tonight is None):
            due = progress.forecast.now
            practises = due_texts(progress, self.graph) if due else weakest_texts(progress, self.today)
            yield self._row("practise" if due else "weakest", "Practise", practises)
        if self.graph is not None and has_tasks(self.graph):
            yield self._row("code", "Code", (f"write and run one task, {format_minutes(TASK_MINUTES)}",))

    @property
    def advice_is_beside_plan(self) -> bool:
        """Whether what the last report advises is only to read, as what to do is the plan's to say."""
        return self.planned is not None

    def _advised(self, advice: "StudyItem") -> Iterator[Row]:
        """What the last report advises."""
        planned = self.planned
        if planned is not None and advice.concept in planned.concepts:
            return
        label = "Tonight" if self.listed in (None, self.today) else "Go over"
        texts = [f"{advice.title}, {format_minutes(advice.minutes)}", advice.title]
        if self.advice_is_beside_plan:
            label, texts = READ, texts[1:]
        from_ = COMES_UP if planned is not None and advice.concept in planned.tomorrow else FROM_REPORT
        notes = (from_, COMES_UP_BRIEF, "") if from_ == COMES_UP else (from_, "")
        yield replace(self._row("tonight", label, texts, notes), is_name=True)

    def _demo(self) -> Iterator[Row]:
        """The demo, until an answer has a score."""
        if self.sessions is not None and self.whole and all(s.score is None for s in self.sessions):
            yield self._row("demo", "Demo", DEMO_TEXTS)

    def _review_and_map(self) -> Iterator[Row]:
        """How many interviews there are, and how many concepts have come up."""
        sessions, interviews = self.sessions, "your interviews"
        if sessions is not None and not self.whole:
            interviews = f"{plural(len(sessions), 'interview')} read so far"
        elif sessions is not None:
            interviews = words.counted(sessions) if sessions else "no interviews yet"
        yield self._row("review", "Review", (interviews,))
        about = words.met(self.concepts) if self.concepts and not sessions else "all concepts, and where you stand"
        seen = asked_and_touched(self.progress.concepts) if self.progress is not None else (0, 0)
        if self.progress is not None and (any(seen) or not sessions):  # of one that isn't over nothing is told yet
            about = words.met(len(self.progress.concepts), seen[0])  # what was only touched on, the map says
        yield self._row("map", "Map", (about,))


def at_hand(lines: Sequence[Row], sessions: Sequence["SessionRow"]) -> tuple[set[str], int]:
    """The keys of the lines and the number of sessions, but for one that's open: that one hasn't been left yet."""
    held = [f"{GO_ON}{one.id}" for one in sessions if is_open(one)]
    return {row.key for row in lines}.difference(held), len(sessions) - len(held)


class PlannedToday(msgspec.Struct, frozen=True):
    """What the plan has for today, or once that was done for the next day, the longest words first.

    `is_start` says that it is the very interview that Start takes, which then needs no line of its own; `is_brief` that
    it is the brief, and `is_drill` what is due. `begun` is the id of the session that goes on with it; what is left of
    it goes over these `concepts`, and the next day over those of `tomorrow`. `is_begun_start` says that what was begun
    is such an interview as Start takes.
    """

    texts: tuple[str, ...]
    note: str = FROM_PLAN
    is_start: bool = False
    is_brief: bool = False
    is_drill: bool = False
    begun: str = ""
    concepts: frozenset[str] = frozenset()
    tomorrow: frozenset[str] = frozenset()
    is_begun_start: bool = False


def planned_today(
    countdown: "Countdown | None", preferences: "Preferences", today: date, stopped: "SessionRow | None" = None
) -> PlannedToday | None:
    """The line of the plan for today; None without a date, and until the plan says whether it comes before Start.

    Where the very interview was begun and `stopped`, it goes on with that.
    """
    whole = countdown.now if countdown is not None and preferences.days_left(today) is not None else None
    if countdown is None or whole is None:
        return None
    day, usual = whole.to_do, (preferences.shape.id, preferences.length)
    left_over = frozenset(concept for part in whole.parts if not part.done for concept in part.concepts)
    tomorrow = frozenset(concept for after in countdown.days[1:2] for part in after.parts for concept in part.concepts)
    if stopped is not None:
        title = day.title if day.area else sitting_title(stopped)
        left, alike = f"{title}, {minutes_left(60 * stopped.minutes_left)}", (day.format, day.length) == usual
        drill = day.kind == "due"
        return PlannedToday(
            (left, title),
            "carry on",
            is_drill=drill,
            begun=stopped.id,
            concepts=left_over,
            tomorrow=tomorrow,
            is_begun_start=alike,
        )
    texts = tuple(_planned_texts(day))
    if day.done:
        after = countdown.days[1] if len(countdown.days) > 1 else None
        texts = (
            *(f"done; tomorrow: {text}" for text in (_planned_texts(after) if after else ())),
            f"done: {day.title}",
        )
    elif others := whole.parts[whole.parts.index(day) + 1 :]:
        then = ", then ".join(lower_first(other.title) for other in others)
        texts = (*(f"{text}, then {then}" for text in texts), *texts)
    is_start = not (day.done or day.area or day.concepts) and (day.format, day.length) == usual
    return PlannedToday(
        texts,
        YOURS if day.done else FROM_PLAN,
        is_start=is_start,
        is_brief=day.kind == "brief",
        is_drill=day.kind == "due" and not day.done,
        concepts=left_over,
        tomorrow=tomorrow,
    )


def _planned_texts(day: "PlannedDay") -> Iterator[str]:
    """What is planned, with its minutes as the plan beside it counts them, without, and without what it rests on."""
    if day.format:
        yield f"{day.title}, {format_minutes(day.minutes)} {WITH_SCORING}"
    if day.minutes:
        yield f"{day.title}, {format_minutes(day.minutes)}"
    yield day.title
    if day.concepts and ", " in day.title:  # without those that its own rest on
        yield day.title.partition(", ")[0]


def offers_brief(days: int | None) -> bool:
    """Whether home has the brief: on the last days before the interview."""
    return days is not None and days <= BRIEF_DAYS


def _with_more(notes: Sequence[str], more: int) -> Sequence[str]:
    """Notes beside the latest of several interviews; the count of the others is left out last."""
    if not more:
        return (*notes, "")
    alone = (f"and {more} more in Review", f"and {more} more", "")
    return (*(f"{note}, {alone[0]}" for note in notes), *alone)


def _start_texts(preferences: "Preferences", graph: "Graph | None") -> tuple[str, ...]:
    """The next interview, the longest text first."""
    length = preferences.length
    lasts, whole, brief = format_minutes(length), lasting_words(length), lasting_words(length, brief=True)
    about = ""
    if graph is not None:  # the role, or for a deep dive its area, as the start will take it
        role = fitting_role(graph, preferences.role)
        about = graph.roles[role].title if role else ""
        if has_area(preferences.shape.id) and preferences.area:
            area = fitting_area(graph, role, preferences.area)
            about = graph.areas[area].title if area else ""
    title = sitting_title(preferences)
    who = f"{title} · {about}" if about else title
    return (*(f"{name} · {time}" for name in (who, title) for time in (whole, brief)), f"{title} · {lasts}")


def _repeat_texts(tried: "Preferences") -> tuple[str, ...]:
    """The interview that was tried once, the longest text first."""
    traits = [title := sitting_title(tried)]
    traits += ["spoken"] if tried.input == "spoken" else []
    traits += ["scored at the end"] if tried.score == "end" else []
    lasts = format_minutes(tried.length)
    return (f"{', '.join(traits)} · {lasts}", f"{', '.join(traits[:2])} · {lasts}", f"{title} · {lasts}")
