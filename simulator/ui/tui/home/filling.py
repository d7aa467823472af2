"""What home has found out, and how it gets into the cards. Import this once home is painted: it loads the report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from textual.dom import DOMNode

from simulator.report.debrief.advert import advert_phrases
from simulator.session.presets import fitting_role
from simulator.ui.tui.home import cards
from simulator.ui.tui.home.board import HomeCard, example
from simulator.ui.tui.home.rows import IDEA, STEPS
from simulator.ui.tui.home.standing import OVER_ALL, Fact, standing_facts

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.load import LastReport
    from simulator.report.progress_records import Countdown, Progress
    from simulator.ui.tui.widgets.plots import LevelPlot

DEMO = (
    "See a simulated candidate sit a full interview, at twenty times the speed: questions, follow-ups, marks, the "
    "report. It's kept apart from your own. Choose Demo, or click here."
)
UNSCORED = "Once you've finished and scored an interview, this shows what a panel would say."
PLAN, NO_DATE = "{home.plan} plan", "No date yet; set one in the plan: {home.plan}"
MORE = "{home.progress} says more"
EACH = "{home.progress}, then {progress.switch}, shows each"
TITLE_ENDS = 4  # columns of the frame beside a title
ROOM_FOR_ALL = 70  # columns from which a line says that it's over all interviews
LOW_CARD = 10  # lines of the level's card, below which its words are one line


@dataclass(frozen=True)
class Known:
    """What home knows by now; None where that is still to come, or where there is nothing."""

    today: date
    graph: "Graph"
    role: str
    advert: Mapping[str, float]
    keyed: Callable[[str], str] = field(repr=False)
    progress: "Progress | None" = None
    moved: str = ""  # what the latest interview did to the level
    last: "LastReport | None" = None
    countdown: "Countdown | None" = None

    @property
    def is_new(self) -> bool:
        """Whether nothing was answered yet."""
        return self.progress is None or not self.progress.gaps


def advert_facts(phrases: Sequence[str], each: str) -> list[Fact]:
    """Where one stands against the advert, no longer than the card has room for, and what shows `each` area."""
    return [Fact("Advert", f"{phrases[0]}; {each}")] if phrases else []


def fill(screen: DOMNode, known: Known, plot: "type[LevelPlot] | None") -> None:
    """Say in every card what is known; with `plot` loaded, the level is drawn."""
    panels = {panel.id: panel for panel in screen.query(HomeCard)}
    if (plan := known.countdown) is not None:
        title = cards.plan_title(plan, known.today)
        panels["plan"].tell(cards.plan(plan, known.today), title=title, line_doors=("today",))
        panels["plan"].note(known.keyed(NO_DATE if plan.until is None else PLAN))
    _fill_level(panels["level"], known, plot)
    if known.progress is None or known.is_new:
        panels["areas"].tell(cards.heaviest(known.graph, fitting_role(known.graph, known.role), known.advert))
        panels["areas"].note("")
        steps = [(known.keyed(step), known.keyed(more)) for step, more in STEPS]
        panels["standing"].tell(cards.numbered(steps), title="What an interview is like")
    else:
        panels["areas"].tell(cards.areas(known.progress.areas))
        panels["areas"].note(known.keyed("{home.map} map"))
        facts = standing_facts(known.progress)
        against_advert = advert_phrases(known.progress.recommendation.advert_areas)
        at = next(n for n, fact in enumerate(facts) if fact.label == "Level")  # which has a card of its own
        facts[at : at + 1] = advert_facts(against_advert, known.keyed(EACH))
        over_all = f", {OVER_ALL}" if known.progress.sessions > 1 else ""
        panels["standing"].tell(cards.standing(facts, known.keyed(MORE)), title=f"Where you stand{over_all}")
    last = panels["last"]
    if known.last is not None:
        last.tell(cards.last_report(known.last), title=f"Last: {cards.when(known.last, known.today)}")
        last.door = "last"
    elif known.is_new:
        last.tell(cards.sentences(DEMO), title="Watch a demo")
        last.door = "demo"
    else:
        last.tell(cards.sentences(UNSCORED), title="Last interview")
        last.door = "review"


def level_title(moved: str, room: int) -> str:
    """The title of the level in so many columns, with what the latest interview did to it where that fits whole."""
    before = moved.partition(", ")[2]  # a narrow card has what it is now below
    titles = (f"Level: {moved}", f"Level: {before}") if before else ()
    return next((title for title in titles if len(title) <= room), "Level")


def _fill_level(panel: HomeCard, known: Known, plot: "type[LevelPlot] | None") -> None:
    progress = known.progress
    if progress is None or known.is_new:
        panel.tell(example, title="For example")  # there is no level yet
        panel.door = "demo"
        return

    def lines(width: int, height: int) -> cards.Lines:
        return cards.level_lines(progress, width, brief=height < LOW_CARD)

    panel.tell(lines, title=level_title(known.moved, panel.size.width - TITLE_ENDS))
    panel.door = "progress"
    panel.note(known.keyed("{home.progress} progress"))
    if plot is not None:
        if not panel.query(plot):
            panel.mount(plot(progress.path))
        for drawn in panel.query(plot):  # none where home is being closed
            drawn.show(progress.path)


def in_one_column(known: Known) -> cards.Maker:
    """Where you stand, or before the first answer what an interview is like."""
    if known.progress is None or known.is_new:
        return cards.sentences(known.keyed(IDEA))
    last = cards.last_briefly(known.last, known.today) if known.last else ""
    progress, more = known.progress, known.keyed(MORE)

    def lines(width: int, height: int) -> cards.Lines:
        aside = OVER_ALL if progress.sessions > 1 and width >= ROOM_FOR_ALL else ""
        return cards.standing(standing_facts(progress, last, known.moved, aside), more)(width, height)

    return lines
