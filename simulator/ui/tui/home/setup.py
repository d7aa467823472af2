"""Setup: every choice of the next interview on one screen, below the line that starts it."""

import asyncio
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on
from textual.events import Event, Key

from simulator.engine.choice.formats import CODE, FORMATS, FULL, SCREEN, Format, has_area
from simulator.engine.model.parameters import SENIORITIES
from simulator.errors import SimulatorError
from simulator.graph.speech import title_within
from simulator.graph.text import format_minutes, lower_first, of_hundred
from simulator.session.header import LEAST_MINUTES, MOST_MINUTES
from simulator.session.opening import lasting_words
from simulator.session.presets import (
    TASTE,
    TASTE_MINUTES,
    fitting_area,
    fitting_role,
    has_tasks,
    is_taste,
    may_be_usual,
    sitting_title,
    story_areas,
)
from simulator.ui.preferences import Preferences
from simulator.ui.tui.home.choosing import SCORE, ChoiceList, ChoiceRow, clock_choice, input_choice
from simulator.ui.tui.keys.registry import bindings, with_keys
from simulator.ui.tui.widgets.chrome import Keys
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row, Rows

if TYPE_CHECKING:
    from simulator.graph.records import Graph

TYPED = "{setup.choose} takes what you typed."
AFTER_STRAY = 1.0  # seconds in which an enter ends a word that was typed, as to a shell, and starts nothing
TYPED_BEFORE = "Letters came just before, so nothing was started; {setup.choose} starts it."
TYPED_WRONG = f"Type a number of minutes, {LEAST_MINUTES} to {MOST_MINUTES}."
MINUTES = (10.0, 20.0, 30.0, 45.0, 60.0, 90.0)
START = "start"
TASTE_ROW = (TASTE, TASTE.capitalize(), "Ten minutes, to see how it goes.")
ANY_PROJECT = "left open"
PROJECT_KINDS = "The first question asks for work of this kind."


def fitting(chosen: Preferences, graph: "Graph") -> Preferences:
    """The choices with a format and a role, and for a deep dive an area, that the graph has."""
    formats = {shape.id for shape in formats_of(graph)}
    chosen = replace(
        chosen,
        role=fitting_role(graph, chosen.role),
        format=chosen.format if chosen.format in formats else FULL.id,
    )
    dive = has_area(chosen.format)
    return replace(chosen, area=fitting_area(graph, chosen.role, chosen.area)) if dive else chosen


def formats_of(graph: "Graph") -> list[Format]:
    """The formats to choose from; without tasks there is no code round."""
    return [shape for shape in FORMATS.values() if not shape.writes_code or has_tasks(graph)]


def choices(
    graph: "Graph", chosen: Preferences, graphs: Sequence[str] = (), usual: Preferences | None = None
) -> Iterator[ChoiceRow]:
    """The lines of the setup; the graph is one of them where there are several. `usual` is what home starts."""
    formats, areas = formats_of(graph), [graph.areas[a] for a in graph.areas_asked or graph.areas]
    yield start_choice(chosen, usual)
    yield format_choice(formats)
    if has_area(chosen.format):
        about = "Every question is from this area."
        yield ChoiceRow("area", "Area", [a.id for a in areas], [a.title for a in areas], [about] * len(areas))
    yield role_choice(graph)
    yield level_choice()
    yield length_choice(chosen)
    if chosen.shape.is_onsite:
        yield from project_choices(graph, chosen)
    yield from (SCORE, input_choice(chosen.keys), clock_choice(chosen.keys))
    if len(graphs) > 1:
        about = graph.about or f"{len(graph.questions)} questions on {len(graph.concepts)} concepts."
        yield ChoiceRow(
            "graph", "Graph", graphs, [g if g != graph.id else graph.title for g in graphs], [about] * len(graphs)
        )
    yield advert_choice(graph, chosen)


class FormatChoice(ChoiceRow):
    """The line of the format. A taste is one to choose, though it's a short screening call."""

    def index(self, preferences: Preferences) -> int:
        return self.values.index(TASTE) if is_taste(preferences) else super().index(preferences)


def format_choice(formats: Sequence[Format]) -> FormatChoice:
    """The formats, and beside the screening call the taste of one."""
    rows = [row for f in formats for row in ((f.id, f.title, f.about), *([TASTE_ROW] if f.id == SCREEN.id else []))]
    values, names, about = zip(*rows, strict=True)
    return FormatChoice("format", "Format", values, names, about)


def with_format(chosen: Preferences, before: Preferences) -> Preferences:
    """The choices after another format was chosen: a taste is a short screening call, and its length is its own."""
    if chosen.format == TASTE:
        return replace(chosen, format=SCREEN.id, minutes=TASTE_MINUTES)
    return replace(chosen, minutes=None) if is_taste(before) else chosen


def length_choice(chosen: Preferences) -> ChoiceRow:
    """The line of the minutes. The length alone tells a taste from a screening call, so it says which it makes."""
    shape, is_call = chosen.shape, chosen.shape.id == SCREEN.id
    own = lengths_of(shape, chosen.minutes)
    names = []
    for minutes in own:
        lasts = format_minutes(minutes or shape.minutes)
        if is_call and (minutes == TASTE_MINUTES) != is_taste(chosen):
            names.append(f"{lasts}, as a {lower_first(sitting_title(replace(chosen, minutes=minutes)))}")
        elif minutes is None or (is_call and minutes == TASTE_MINUTES):
            names.append(f"{lasts}, the usual length")
        else:
            names.append(lasts)
    about = "Time to think and answer. Scoring is extra, and off the clock."
    return ChoiceRow("minutes", "Minutes", own, names, [about] * len(own))


def lengths_of(shape: Format, chosen: float | None) -> tuple[float | None, ...]:
    """The lengths to turn through, the shortest first: the usual ones, one set by hand, the format's own as None."""
    lengths = {m for m in (*MINUTES, chosen, shape.minutes) if m is not None}
    return tuple(m if m != shape.minutes else None for m in sorted(lengths))


def start_choice(chosen: Preferences, usual: Preferences | None = None) -> ChoiceRow:
    """The line that starts the interview: what it is, how long it takes, and whether that's how home starts then."""
    title = sitting_title(chosen)
    brief = f"{title} · {format_minutes(chosen.length)}"
    starts = f"{title} · {lasting_words(chosen.length, brief=True)}"
    about = with_keys("{setup.choose} starts it; {setup.start} starts it from any line.", chosen.keys)
    if usual is not None and chosen != chosen.shaped_as(usual):
        about = f"{about} {once_words(chosen, usual)}"
    return ChoiceRow(START, START.capitalize(), ("",), (starts,), (about,), opens=True, brief=brief)


def once_words(chosen: Preferences, usual: Preferences) -> str:
    """What happens to home's Start if this isn't the `usual` interview."""
    stays = f"{lower_first(sitting_title(usual))} of {format_minutes(usual.length)}"
    differs = (sitting_title(chosen), chosen.length) != (sitting_title(usual), usual.length)
    start = f"Start on home stays {f'a {stays}' if differs else 'as it was'}"
    if not may_be_usual(chosen):
        return f"It's for this time only: {start}."
    return f"It's for this time only: {start}, unless you start this from there, or from here again."


def role_choice(graph: "Graph") -> ChoiceRow:
    """The line of the role."""
    roles = list(graph.roles.values())
    return ChoiceRow("role", "Role", [r.id for r in roles], [r.title for r in roles], [r.about for r in roles])


def advert_choice(graph: "Graph", chosen: Preferences) -> ChoiceRow:
    """The line of the job advert, and how it weights the areas."""
    if not chosen.advert:
        about = "Paste a job advert or name its file, and you'll be asked more about what it wants."
        return ChoiceRow("advert", "Job advert", ("",), ("none",), (about,), opens=True)
    counts = of_hundred({area: part for area, part in chosen.advert_areas.items() if area in graph.areas})
    shares = [f"{count} {title_within(graph, graph.areas[area].title)}" for area, count in counts.items()]
    rest = 100 - sum(counts.values())
    does = "changes, replaces" if chosen.advert_read else "replaces"
    keys = with_keys(f"{{setup.choose}} {does} or removes it.", chosen.keys)
    about = f"Out of 100 questions the advert decides {', '.join(shares)}; your role decides the other {rest}. {keys}"
    return ChoiceRow("advert", "Job advert", (chosen.advert,), (chosen.advert,), (about,), opens=True)


LEVEL_ABOUT = (
    "You're judged at this level, so take the one you're applying for. Questions begin easier than that, and go by "
    "your answers."
)


def level_choice() -> ChoiceRow:
    """The line of the level."""
    return ChoiceRow("seniority", "Level", SENIORITIES, SENIORITIES, [LEVEL_ABOUT] * len(SENIORITIES))


def project_choices(graph: "Graph | None", chosen: Preferences) -> Iterator[ChoiceRow]:
    """The lines of the candidate's own project, and of what it's about where they have one.

    That it was never asked is only shown until it is.
    """
    values = (True, False) if chosen.project is not None else (None, True, False)
    names = {None: "not set", True: "yes", False: "no"}
    about = {
        True: "A full interview opens with your own work, and follows up on it.",
        False: "A full interview opens with the fundamentals.",
        None: "Do you have a project of your own to talk about? Then a full interview opens with it.",
    }
    yield ChoiceRow("project", "Project", values, [names[v] for v in values], [about[v] for v in values])
    if chosen.project and graph is not None and (areas := story_areas(graph, chosen.role)):
        titles = [title_within(graph, graph.areas[area].title) for area in areas]
        says = ("The first question goes by your role.", *[PROJECT_KINDS] * len(areas))
        yield ChoiceRow("project_area", "Project on", ("", *areas), (ANY_PROJECT, *titles), says)


def _of(count: int, whole: int, all_of: str = "") -> str:
    """How many of so many: `1,165 of 1,194`; `all 1,194` where none is missing."""
    return f"{all_of}{whole:,}" if count == whole else f"{count:,} of {whole:,}"


class Setup(ChoiceList):
    """Format, role, level, minutes, own project, when to score, how to answer, the clock, a job advert."""

    BINDINGS = bindings("setup")
    CSS_PATH = "../styles/choosing.tcss"
    contexts = ("setup", "lists")
    heading = "Set up"
    note = "role, level, clock and advert are saved"

    def __init__(self, format: str = "") -> None:
        """With the id of a `format` this is chosen already."""
        super().__init__()
        self._format, self._title = format, ""
        self._digits = ""  # of the minutes, as they're typed
        self._stray_at = 0.0  # when a key came that does nothing here, as of a word typed by mistake
        self._graph: Graph | None = None
        self._met: frozenset[str] | None = None
        self._told: frozenset[str] = frozenset()  # of these, the ones that progress counts

    def on_mount(self) -> None:
        self.host.reread_choices()  # before the list takes them: another window may have changed the role

    async def loaded(self, graph: "Graph") -> None:
        self._graph = graph
        present = self.host.graph_names()[0] if self.chosen.graph else ""
        self.chosen = fitting(replace(self.chosen, graph=present), graph)
        self.choose_format(self._format or self.chosen.format)
        self._format = ""
        try:
            from simulator.session.archive import archive  # read after the screen is painted

            workspace = self.host.workspace
            facts = await asyncio.to_thread(archive.facts, workspace, workspace.candidate, graph.id, patience=1.0)
        except (SimulatorError, OSError):
            return  # then the count of fresh questions is left out; the interview itself says why
        from simulator.session.archive.facts import revealed_facts

        self._told = frozenset(item.item for session in revealed_facts(facts) for item in session.items)
        self._met = frozenset(item.item for session in facts for item in session.items if not item.check)
        self.show_about()

    def on_screen_resume(self) -> None:
        """An advert may have been read meanwhile."""
        if self._graph is not None:
            kept = self.host.preferences
            self.chosen = self.chosen.with_advert_of(kept)
            self.show()

    def show(self) -> None:
        self._title = sitting_title(self.chosen)
        if self._graph is not None:
            usual = None if self.host.becomes_usual(self.chosen) else self.host.usual_choices
            self.choices = tuple(choices(self._graph, self.chosen, self.host.graph_names(), usual))
        super().show()

    def show_about(self) -> None:
        super().show_about()
        self.say_facts(self.fresh_words())
        starts = self.marked is None or self.marked.field == START
        self.show_keys(without=frozenset({"setup.start"}) if starts else frozenset())
        self.query_one(Keys).relabel({"setup.choose": "start" if starts else "change"})

    def fresh_words(self) -> str:
        """How many questions were never asked yet; empty until the archive is read."""
        role = self._graph.roles.get(self.chosen.role) if self._graph is not None else None
        if self._graph is None or self._met is None or role is None:
            return ""
        from simulator.report.figures.questions import fresh  # loaded after the screen is painted

        area = self.chosen.area if has_area(self.chosen.format) else ""
        left = fresh(self._graph, role, self.chosen.format, area, self._met)
        most = f" ({_of(left.core, left.of_core)} in the role's main areas)" if left.of_core and not area else ""
        what = "tasks" if self.chosen.format == CODE.id else "questions"
        count = fresh(self._graph, role, self.chosen.format, area, self._told).questions - left.questions
        still = f" {count} of those asked {'is' if count == 1 else 'are'} still open." if count else ""
        return f"Not asked yet: {_of(left.questions, left.of, 'all ')} {what}{most}.{still}"

    def turned(self, field: str) -> None:
        if field == "graph":
            self.run_worker(self._change_graph(), exit_on_error=False)
        elif self._graph is not None:
            chosen = with_format(self.chosen, self.host.preferences) if field == "format" else self.chosen
            self.chosen = fitting(chosen, self._graph)
            self._keep()
            if field == "minutes" and (title := sitting_title(self.chosen)) != self._title:
                self.mention(f"That makes it a {lower_first(title)}.")

    def choose_format(self, format: str) -> None:
        """Show the lines with this format; it's kept once it starts, or another line is changed."""
        if format != self.chosen.format and self._graph is not None:
            self.chosen = fitting(with_format(replace(self.chosen, format=format), self.chosen), self._graph)
        self.show()

    async def _change_graph(self) -> None:
        self.host.use_graph(self.chosen.graph)
        self.chosen = self.chosen.with_advert_of(Preferences())
        self._met = None
        await self.load()
        self._keep()

    def on_key(self, event: Key) -> None:
        """On the line of the minutes these may be typed; a letter that does nothing here keeps enter from starting."""
        if event.is_printable and not event.key.isdecimal() and event.key not in self.active_bindings:
            self._stray_at = event.time
        if self.marked is None or self.marked.field != "minutes" or self._graph is None:
            return
        if event.character is None or not (event.character.isascii() and event.character.isdecimal()):
            return
        event.stop()
        self._digits += event.character
        minutes = int(self._digits)
        if not LEAST_MINUTES <= minutes <= MOST_MINUTES:
            self._digits = ""
            self.mention(TYPED_WRONG)
            return
        self.quiet(self.host.keyed(TYPED))
        self.chosen = replace(self.chosen, minutes=float(minutes) if minutes != self.chosen.shape.minutes else None)
        self.turned("minutes")
        self.show()

    @on(Rows.Moved, "#choices")
    def _typed_all(self) -> None:
        self._digits = ""

    @on(Rows.Chosen)
    def action_choose(self) -> None:
        if self._digits:
            self._digits = ""
            self.quiet("")
        elif self.marked is not None and self.marked.field == START:
            if Event().time - self._stray_at < AFTER_STRAY:
                self.mention(self.host.keyed(TYPED_BEFORE))
            else:
                self.action_start()
            self._stray_at = 0.0
        else:
            self.action_turn(1)

    def clicked(self) -> None:
        self.action_choose()

    def open(self, field: str) -> None:
        if field == START:
            self.quiet(self.host.keyed("{setup.choose} starts it."))
        elif self.chosen.advert:
            changes = [Row("change", "Change it", "drop or add areas")] if self.chosen.advert_read else []
            rows = [
                Row("keep", "Keep it", "it still counts"),
                *changes,
                Row("replace", "Replace it", "with another one"),
                Row("remove", "Remove it", "your role alone decides what's asked"),
            ]
            self.app.push_screen(Pick(f"The job advert {self.chosen.advert}", rows), self._change_advert)
        else:
            self.action_advert()

    def _change_advert(self, picked: str | None) -> None:
        if picked == "replace":
            self.host.open_screen("advert")
        elif picked == "change":
            self.action_advert()
        elif picked == "remove":
            self.chosen = self.chosen.with_advert_of(Preferences())
            self.quiet("The advert doesn't count any more.")
            self._keep()
            self.show()

    def action_advert(self) -> None:
        from simulator.ui.tui.home.advert import open_advert  # loaded where it is shown

        if self._graph is not None:
            open_advert(self)

    def action_start(self) -> None:
        if self._graph is not None:
            self._keep(started=True)
            self.dismiss()
            self.host.start(self.chosen.settings(self.host.workspace.candidate))

    def _keep(self, *, started: bool = False) -> None:
        if self._graph is not None:
            self.host.remember_choices(self.chosen, started=started)
