"""The table of the screens and of every key; those of the interview room are in `keys/room`.

Bindings, footer, command palette, help and docs/keys.md are made from it. A context is a place in which keys mean
something: a screen, or a state of the interview room. `footer` ranks the keys that the footer shows there, six at most,
lowest first; None keeps a key out of the footer.
"""

from collections.abc import Collection
from typing import TYPE_CHECKING, Literal, Protocol, overload

import msgspec

from simulator.ui.tui.keys.action import (
    AGAIN,
    BEFORE,
    END,
    EVERYWHERE,
    LEAVE,
    LOOK,
    NEXT,
    RUN,
    STEPS,
    TAKE_BACK,
    TURN,
    UNCOVER,
    VERDICT,
    Action,
    changing,
    scroll,
)
from simulator.ui.tui.keys.room import RESCUE, ROOM

if TYPE_CHECKING:
    from pathlib import Path

    from simulator.graph.job_advert.match import Advert
    from simulator.graph.records import Graph
    from simulator.report.concept_records import ConceptMap
    from simulator.session.header import Settings


class KeyContext(msgspec.Struct, frozen=True):
    """A place in which keys mean something: its title in help and, for a screen, how to open it.

    `screen` is `module:class` below `ui.tui`, imported when the screen is first opened. `palette` is its line in the
    command palette, which opens only screens without parameters.
    """

    title: str
    screen: str = ""
    palette: str = ""


ASK = "Search definitions, reference answers, mistakes and sources; your own answers are in Review"
SHARE_SCREEN = "Save a picture of this screen, to show to others"
CONTEXTS: dict[str, KeyContext] = {
    "app": KeyContext("Everywhere"),
    "home": KeyContext("Home"),
    "lists": KeyContext("Lists"),
    "welcome": KeyContext("First start", "home.welcome:Welcome"),
    "setup": KeyContext("Setup", "home.setup:Setup", "Set up the next interview"),
    "settings": KeyContext(
        "Settings", "home.settings:SettingsScreen", "Settings: theme, clock, date of the interview, your own keys"
    ),
    "own_keys": KeyContext("Settings: keys of your own"),
    "advert": KeyContext("A job advert", "home.advert:AdvertEntry"),
    "taken": KeyContext("A job advert: what it asks for", "home.advert:AdvertTaken"),
    "brief": KeyContext("The brief", "home.brief:BriefScreen", "The brief: a last look before the interview"),
    "plan": KeyContext("The plan", "home.plan:PlanScreen", "The plan: what to do each day until the interview"),
    "answer": KeyContext("Interview: answering"),
    "coding": KeyContext("Interview: writing code"),
    "probe": KeyContext("Interview: a follow-up"),
    "parting": KeyContext("Interview: before we finish"),
    "check": KeyContext("Interview: a quick check"),
    "checked": KeyContext("Interview: the result of a check"),
    "predict": KeyContext("Interview: prediction"),
    "judge": KeyContext("Interview: judging the points"),
    "verdict": KeyContext("Interview: the verdict"),
    "retell": KeyContext("Interview: saying it again"),
    "own": KeyContext("Interview: your own verdict"),
    "pause": KeyContext("Interview: paused"),
    "turn": KeyContext("Interview: between two parts"),
    "rescue": KeyContext("Interview: what couldn't be saved"),
    "demo": KeyContext("Demo"),
    "line": KeyContext("A line to type"),
    "report": KeyContext("Report", "review.report:Report"),
    "review": KeyContext("Review", "review.screen:ReviewScreen", "Interviews so far, and their reports"),
    "reader": KeyContext("Reading a transcript", "review.reader:Reader"),
    "replay": KeyContext("Stepping through an interview", "review.replay:ReplayScreen"),
    "compare": KeyContext("Two interviews compared", "review.compare:Compare"),
    "progress": KeyContext("Progress", "map.progress:ProgressScreen", "Your level over time, by area"),
    "habits": KeyContext("Progress: the second page"),
    "map": KeyContext("The map", "map.screen:Map", "The map of concepts, and where you stand on each"),
    "drawing": KeyContext("The map, drawn"),
    "concept": KeyContext("A concept", "map.concept:ConceptPage"),
    "study": KeyContext("Search", "map.study:StudyScreen", ASK),
    "passage": KeyContext("Search: a passage"),
    "help": KeyContext("Help", "home.help:Help"),
}


PlainScreen = Literal["welcome", "setup", "settings", "advert", "brief", "plan", "review", "progress", "map"]


class OpenScreen(Protocol):
    """Opens a screen by its context. Screens with parameters have a line here, so that mypy checks these."""

    @overload
    def __call__(
        self,
        name: Literal["taken"],
        advert: "Advert",
        start: "Settings | None" = None,
        *,
        label: str = "",
        dropped: frozenset[str] | None = None,
    ) -> None: ...
    @overload
    def __call__(self, name: Literal["report"], path: "Path", graph: "Graph" = ...) -> None: ...
    @overload
    def __call__(self, name: Literal["replay"], path: "Path", position: int = 1) -> None: ...
    @overload
    def __call__(
        self, name: Literal["reader"], path: "Path", item: str = "", position: int = 1, words: Collection[str] = ()
    ) -> None: ...
    @overload
    def __call__(self, name: Literal["compare"], first: "Path", second: "Path") -> None: ...
    @overload
    def __call__(self, name: Literal["concept"], concept: str, known: "ConceptMap | None" = None) -> None: ...
    @overload
    def __call__(self, name: Literal["map"], concept: str) -> None: ...
    @overload
    def __call__(self, name: Literal["setup"], format: str) -> None: ...
    @overload
    def __call__(self, name: Literal["study"], words: str = "", *, bank_only: bool = False) -> None: ...
    @overload
    def __call__(self, name: Literal["help"], first: tuple[str, ...]) -> None: ...
    @overload
    def __call__(self, name: PlainScreen) -> None: ...


HOME: tuple[Action, ...] = (
    # home
    Action("home.choose", "enter", "choose", "open", "Open or start the marked line", 1),
    Action("home.settings", "s", "open('settings')", "settings",
           "Settings: theme, clock, date of the interview, your own keys", 5),
    Action("home.advert", "A", "advert", "advert", "Use a job advert to choose what's asked", 6),
    Action("home.setup", "i", "open('setup')", "set up",
           "Set up the next interview: format, role, time, job advert", 2, former=("e",),
           also="practise practice drill level seniority junior mid senior staff"),
    Action("home.review", "r", "open('review')", "review", "Interviews so far, and their transcripts",
           also="report reports transcripts"),
    Action("home.plan", "c", "open('plan')", "plan", "What to do each day until the interview", 3,
           also="calendar ics dates schedule"),
    Action("home.brief", "b", "open('brief')", "brief", "The brief: a last look before the interview",
           also="likely questions last hour aloud"),
    Action("home.progress", "p", "open('progress')", "progress",
           "Your level over time, how you rate yourself, what's due", 4, also="gaps areas"),
    Action("home.keys", "question_mark", "keys", "help", "Every key", 8),
    Action("home.quit", "q", "quit", "quit", "Leave the program", 9, meaning=LEAVE),
    Action("home.map", "m", "open('map')", "map", "The map of concepts, and where you stand on each"),
    Action("home.study", "slash", "study", "search", ASK, 7, also="study learn read"),
    # first start
    Action("welcome.choose", "enter", "choose", "go on", "Go on with the marked line, or with what you've typed", 1),
    Action("welcome.back", "escape", "back", "back", "Back to the previous question", 2, meaning=LEAVE),
    # setup
    Action("setup.choose", "enter", "choose", "change",
           "Change the marked line; on the first one, start the interview", 1),
    Action("setup.start", "ctrl+s", "start", "start", "Start the interview with these choices, from any line", 2),
    *changing("setup"),
    Action("setup.advert", "A", "advert", "advert", "Use a job advert to choose what's asked", 3, former=("a",)),
    Action("setup.back", "escape", "back", "home", "Back to home", 4, ("q",), meaning=LEAVE),
    # settings
    Action("settings.choose", "enter", "choose", "change", "Change the marked line; changes are saved at once", 1),
    *changing("settings"),
    Action("settings.back", "escape", "back", "home", "Back to home", 3, ("q",), meaning=LEAVE),
    # own keys
    *scroll("own_keys"),
    Action("own_keys.back", "escape", "back", "settings", "Back to the settings", 2, ("q", "enter"),
           meaning=LEAVE),
    # a job advert
    Action("advert.read", "ctrl+s", "read", "read it", "Read the pasted text, or the file it names", 1),
    Action("advert.back", "escape", "back", "back", "Go back without it", 2, meaning=LEAVE),
    Action("taken.choose", "enter", "choose", "go on", "Go on with these areas; on the last line, add one", 1),
    Action("taken.drop", "right", "drop", "drop", "Drop the marked area, or bring it back", 2, ("l",),
           meaning=NEXT, former=("space",)),
    Action("taken.go", "ctrl+s", "go", "go on", "Go on with these areas, from any line", 3),
    Action("taken.replace", "A", "replace", "another", "Use another advert instead", 4, meaning="advert"),
    Action("taken.back", "escape", "back", "back", "Go back without changing anything", 5, ("q",),
           meaning=LEAVE),
    # the brief
    Action("brief.next", "space", "next", "next", "Show the reference, read on, then go to the next page", 1,
           ("enter",), meaning=UNCOVER),
    Action("brief.forward", "right", "turn(1)", "next page", "Next page", 2, ("n", "l"), meaning=NEXT),
    Action("brief.backward", "left", "turn(-1)", "page before", "Previous page", 3, ("N", "h"),
           meaning=BEFORE, former=("b",)),
    *scroll("brief"),
    Action("brief.share", "x", "share", "share", "Save the brief as text, or a picture of this screen", 5),
    Action("brief.back", "escape", "back", "back", "Back", 4, ("q",), meaning=LEAVE),
    # the plan
    Action("plan.choose", "enter", "choose", "start", "Start what's planned for the marked day, today or later", 1),
    Action("plan.change", "i", "change", "change", "Change the day of the interview, or the minutes a day", 2,
           meaning="set up"),
    Action("plan.file", "x", "file", "to calendar", "Save the plan as a file for your calendar (.ics)", 3,
           meaning="share"),
    Action("plan.back", "escape", "back", "home", "Back to home", 4, ("q",), meaning=LEAVE),
)  # fmt: skip


ARCHIVE: tuple[Action, ...] = (
    Action("report.begin", "enter", "begin", "choose 1",
           "Open what's marked for tonight, to start it or read it first; if there's nothing, go back", 0),
    *(
        Action(
            f"report.tonight_{n}",
            str(n),
            f"tonight({n})",
            f"start {n}",
            f"Start number {n} of tonight's list, ten minutes; you confirm first",
        )
        for n in (1, 2, 3)
    ),
    Action("report.answers", "a", "turn_to('answers')", "answers",
           "Show all answers and what each missed, or the first page", 1),
    Action("report.walk", "s", "turn_to('walk')", "why asked",
           "Show why each question was asked and which areas stand out, or the first page", 2,
           brief="why", meaning=STEPS, former=("w",)),
    Action("report.figures", "f", "turn_to('figures')", "figures", "Show all figures, or the first page", 4),
    Action("report.missed", "r", "missed", "sit missed", "Sit what you missed again; you confirm first", 5,
           meaning=AGAIN),
    Action("report.level", "l", "level", "level", "Judge the same answers at the next level, junior to staff", 6),
    Action("report.read", "t", "read", "transcript", "Read the transcript", 7),
    Action("report.details", "tab", "details", "next page", "Turn to the next page of the report", meaning=TURN,
           former=("d",)),
    Action("report.share", "x", "share", "share", "Save a page, a card or a picture, to show to others", 3),
    *scroll("report"),
    Action("report.back", "escape", "back", "back", "Back to the first page; from there, leave the report", 8,
           meaning=LEAVE),
    Action("report.leave", "q", "leave", "leave", "Leave the report at once", meaning=LEAVE),
    Action("report.study", "slash", "study", "search", ASK),
    # the list
    Action("review.read", "enter", "read", "read", "Read the marked transcript", 1),
    Action("review.search", "slash", "search", "search",
           "Search questions, answers, notes and concepts as you type; filters such as format:full narrow the list", 3,
           priority=True),
    Action("review.compare", "C", "compare", "compare",
           "Compare two interviews: press it on one, then on the other", 4, former=("c",)),
    Action("review.again", "r", "again", "sit again", "Sit it again, with the same questions or others", 5,
           meaning=AGAIN, former=("t",)),
    Action("review.missed", "f", "missed", "only missed", "Show only interviews in which something was missed, or all"),
    Action("review.go_on", "g", "go_on", "go on", "Resume an interview that was stopped", 1),
    Action("review.report", "o", "report", "report", "The report of the marked interview", 2, former=("p",)),
    Action("review.bookmark", "b", "bookmark", "bookmark", "Bookmark the marked interview, or remove the bookmark"),
    Action("review.replay", "s", "replay", "step through", "Step through the marked interview, event by event",
           meaning=STEPS),
    Action("review.discard", "delete", "discard", "throw away",
           "Move the marked interview to the trash; you confirm first", 2, aliases=("backspace",), former=("d",)),
    Action("review.restore", "u", "restore", "bring back", "Bring back the last one deleted, or one from the trash",
           7, meaning=TAKE_BACK),
    Action("review.next_item", "right", "move_item(1)", "next item", "Wide terminals: the next item beside the list",
           aliases=("l",), meaning=NEXT),
    Action("review.previous_item", "left", "move_item(-1)", "item before",
           "Wide terminals: the previous item beside the list", aliases=("h",), meaning=BEFORE),
    Action("review.uncover", "space", "uncover", "reference", "Wide terminals: show or hide the reference",
           meaning=UNCOVER),
    Action("review.back", "escape", "back", "back", "Clear the search, then go back to home", 6, ("q",), meaning=LEAVE),
    # one transcript
    Action("reader.go_on", "g", "go_on", "go on", "Resume this interview, if it was stopped", 1),
    Action("reader.uncover", "space", "uncover", "reference", "Show or hide the reference", 1, meaning=UNCOVER),
    Action("reader.next", "right", "move(1)", "next", "Next item", 2, ("n", "l")),
    Action("reader.previous", "left", "move(-1)", "before", "Previous item", aliases=("N", "h"), former=("p",)),
    Action("reader.note", "e", "note", "note", "Write a note on this item", 3, former=("m",)),
    Action("reader.score", "v", "score", "score again", "Judge the points of this answer again", 4, meaning=VERDICT),
    Action("reader.misread", "M", "misread", "you misread me",
           "Set this check aside because your answer was read wrongly; press again to let it count", 4,
           former=("w",)),
    Action("reader.bookmark", "b", "bookmark", "bookmark", "Bookmark this item, or remove the bookmark"),
    Action("reader.again", "r", "again", "sit again", "Sit this interview again, with the same questions or others", 5,
           meaning=AGAIN, former=("t",)),
    Action("reader.replay", "s", "replay", "step through", "Step through the interview, event by event", meaning=STEPS),
    Action("reader.report", "o", "report", "report", "The report of this interview"),
    *scroll("reader"),
    Action("reader.back", "escape", "back", "back", "Back", 6, ("q",), meaning=LEAVE),
    Action("reader.study", "slash", "study", "search", ASK),
    # event by event
    Action("replay.forward", "right", "step(1)", "next", "Next event", 1, ("l",), meaning=NEXT),
    Action("replay.backward", "left", "step(-1)", "before", "Previous event", 4, ("h",), meaning=BEFORE),
    Action("replay.play", "space", "play", "play", "Play at the interview's pace, or stop", 2, meaning=RUN),
    Action("replay.faster", "plus", "pace(1)", "faster", "Play faster: 1, 4, 16 or 64 times", None, ("equals_sign",)),
    Action("replay.slower", "minus", "pace(-1)", "slower", "Play slower"),
    Action("replay.next_item", "n", "next_item", "next item", "Go to the next item", 5, meaning=NEXT),
    Action("replay.previous_item", "N", "previous_item", "item before",
           "Go to the start of this item, or to the previous one", meaning=BEFORE, former=("p",)),
    Action("replay.walk", "tab", "walk", "map",
           "Narrow terminals: switch between the interview and what was asked, on the map", 3, meaning=TURN),
    Action("replay.first", "home", "first", "first", "Go to the beginning"),
    Action("replay.last", "end", "last", "last", "Go to the end", aliases=("G",), meaning=END),
    Action("replay.share", "x", "share", "share", SHARE_SCREEN),
    *scroll("replay", ends=False),
    Action("replay.back", "escape", "back", "back", "Back", 6, ("q",), meaning=LEAVE),
    # two sessions
    Action("compare.details", "tab", "details", "details",
           "Show every concept and point, or the first page", 1, meaning=TURN, former=("d",)),
    *scroll("compare"),
    Action("compare.back", "escape", "back", "back", "Back", 2, ("q", "enter"), meaning=LEAVE),
)  # fmt: skip


MAP: tuple[Action, ...] = (
    Action("progress.switch", "tab", "switch", "more",
           "Switch between your areas and how you rate yourself, what was asked, what's due", 1, meaning=TURN),
    Action("progress.deep_dive", "d", "deep_dive", "deep dive", "An interview on the marked area; you confirm first",
           2),
    Action("progress.map", "m", "open('map')", "map", "The map of concepts, and where you stand on each", 3),
    Action("progress.share", "x", "share", "share", SHARE_SCREEN, 5),
    Action("progress.back", "escape", "back", "back", "Back", 4, ("q",), meaning=LEAVE),
    *scroll("habits"),
    # the map
    Action("map.choose", "enter", "choose", "open", "Open the marked area, or the page of the marked concept", 1),
    Action("map.draw", "v", "draw", "drawing", "Draw the map: what rests on what, from left to right", 2, meaning=LOOK),
    Action("map.next", "right", "next_area(1)", "next area", "Next area", 3, ("l", "tab"), meaning=NEXT),
    Action("map.previous", "left", "next_area(-1)", "area before", "Previous area", aliases=("h", "shift+tab"),
           meaning=BEFORE),
    Action("map.dive", "d", "dive", "deep dive",
           "An interview on the marked area, or on the concept's area; you confirm first", 4),
    Action("map.study", "slash", "study", "search", ASK),
    Action("map.share", "x", "share", "share", SHARE_SCREEN, 5),
    Action("map.back", "escape", "back", "back", "Back to the areas, then to home", 6, ("q",), meaning=LEAVE),
    Action("drawing.open", "enter", "open_chip", "open", "Open the page of the chosen concept, or the chosen area", 1),
    Action("drawing.list", "v", "list", "list", "Back to the list", 2, meaning=LOOK),
    Action("drawing.closer", "plus", "closer", "closer", "From all areas to one, and on to all concepts", 3,
           ("equals_sign",)),
    Action("drawing.farther", "minus", "farther", "farther", "From all concepts to one area, and on to all areas", 3),
    Action("drawing.right", "right", "go('right')", "right", "Go to what rests on the chosen one; the view follows",
           aliases=("l",), meaning=NEXT),
    Action("drawing.left", "left", "go('left')", "left", "Go to what the chosen one rests on", aliases=("h",),
           meaning=BEFORE),
    Action("drawing.down", "down", "go('down')", "down", "Go to the one below", aliases=("j",)),
    Action("drawing.up", "up", "go('up')", "up", "Go to the one above", aliases=("k",)),
    *(Action(f"drawing.pan_{way}", f"shift+{way}", f"pan({right}, {down})", f"look {where}",
             f"Move the view {where}; the chosen one stays", meaning="look around")
      for way, right, down, where in (("right", 1, 0, "to the right"), ("left", -1, 0, "to the left"),
                                      ("down", 0, 1, "down"), ("up", 0, -1, "up"))),
    # a concept's page
    Action("concept.choose", "enter", "choose", "open", "Go to the marked concept, or read the marked transcript", 1),
    Action("concept.dive", "d", "dive", "deep dive", "An interview on the area of this concept; you confirm first", 3),
    Action("concept.draw", "v", "draw", "on the map", "Draw the map around this concept", 4, meaning=LOOK),
    Action("concept.study", "slash", "study", "search", "Search for this concept", 5),
    Action("concept.more", "tab", "more", "more text",
           "Scroll the text above the list; at its end, back to the top", 2, meaning=TURN, former=("space",)),
    Action("concept.back", "escape", "back", "back",
           "Back to the previous concept; from the first one, to where it was opened", 6, meaning=LEAVE),
    Action("concept.leave", "q", "leave", "leave", "Straight back to where the first one was opened", 7, meaning=LEAVE),
    # asking the bank
    Action("study.read", "enter", "read", "read in full", "Read the marked passage in full, with its sources", 1),
    Action("study.next", "down", "move(1)", "next", "Next passage", 2),
    Action("study.previous", "up", "move(-1)", "before", "Previous passage", 3),
    Action("study.back", "escape", "back", "back", "Back", 4, meaning=LEAVE),
    # a passage
    Action("passage.uncover", "space", "uncover", "answer", "Show or hide the answer to a question", 0,
           meaning=UNCOVER),
    Action("passage.next", "right", "move(1)", "next", "Next passage", 1, ("n", "l")),
    Action("passage.previous", "left", "move(-1)", "before", "Previous passage", 2, ("N", "h"), former=("b",)),
    Action("passage.concept", "enter", "concept", "concept", "The page of the concept", 3, former=("c",)),
    *scroll("passage"),
    Action("passage.back", "escape", "back", "back", "Back to the passages", 4, ("q",), meaning=LEAVE),
)  # fmt: skip


ACTIONS = (*EVERYWHERE, *HOME, *ROOM, *RESCUE, *ARCHIVE, *MAP)
