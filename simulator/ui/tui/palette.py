"""The command palette: what can be done on the present screen, and what can be found by its name.

Concepts, interviews and what was asked in them are looked up as one types, beside the screen's own thread and a few of
each, so that it opens at once however many there are. Nothing of the bank is found that was not asked.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.strip import Strip
from textual.widgets import Static
from textual.widgets.option_list import Option

from simulator.engine.choice.formats import FORMATS
from simulator.errors import SimulatorError
from simulator.graph.text import short
from simulator.session.presets import has_tasks, taste
from simulator.ui.tui import words
from simulator.ui.tui.host import Host, host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import keys_of, of_context
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.badges import toned
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.rows import MARK

if TYPE_CHECKING:
    from simulator.engine.choice.formats import Format
    from simulator.graph.records import Concept, Graph
    from simulator.session.archive.search import Hit as FoundItem
    from simulator.session.archive.summary import SessionRow
    from simulator.session.interview.state import State
    from simulator.session.workspace import Workspace

PLACEHOLDER = "A command, a concept, a question you had, an interview"
NONE = "Nothing is called that."
NONE_IN_INTERVIEW = "In an interview I find commands only; concepts and answers come after it."
KEYS = (("enter", "choose"), ("↓", "next"), ("↑", "before"), ("esc", "back"))
OTHER_WORD = 0.1  # what a command is found with that isn't in its words ranks below what is, and above the scattered
TASTE_LINE = "Taste: ten minutes, two or three questions"
MOST = 6  # of each kind
FEWEST_LETTERS = 2  # what is shorter names nothing
LINE = 90  # letters of what was asked or said
PATIENCE = 0.2  # seconds of reading transcripts that are new to the index
SCATTERED = 0.01
# below what the screen's own actions score, in this order
CONCEPT_SCORE, SESSION_SCORE, ITEM_SCORE, EXPORT_SCORE = 0.5, 0.4, 0.3, 0.6


def sits_interview(app: App[object]) -> bool:
    """Whether an interview is open below: then nothing leads elsewhere."""
    return any(hasattr(screen, "leave_sitting") for screen in app.screen_stack)


class CommandLine(CommandInput, OrderedInput):
    """The line of the palette."""


class Found(CommandList):
    """What was found; the marked line has a sign as in every other list, for there may be no colours."""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if self.highlighted is None or self._lines[line : line + 1] != [(self.highlighted, 0)]:
            return strip
        style = next((segment.style for segment in strip), None)
        return Strip.join([Strip([Segment(MARK, style)]), strip.crop(len(MARK), None)])


class Palette(CommandPalette):
    """Textual's palette in the program's colours, and without its emoji."""

    DEFAULT_CSS = """
    Palette > Vertical {
        margin-top: 2; width: 100; max-width: 100%; background: $panel;
        &:dark { background: $panel; }
    }
    Palette #--input { border: round $focus; }
    Palette #--input.--list-visible { border: round $focus; }
    Palette SearchIcon { display: none; }
    Palette CommandInput, Palette CommandInput:focus { border: none; height: 1; padding: 0 1; }
    Palette CommandList, Palette CommandList:focus { border: none; margin: 0; }
    Palette CommandList > .option-list--option { padding: 0 2; text-style: none; }
    Palette CommandList > .option-list--option-highlighted {
        background: $cursor; color: $foreground; text-style: bold;
    }
    Palette > #palette-keys { dock: bottom; height: 1; padding: 0 2; background: $background; color: $muted; }
    Palette > .command-palette--help-text { color: $muted; text-style: none; }
    Palette > .command-palette--highlight { color: $accent; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder=PLACEHOLDER, id="--command-palette")  # by this id Textual knows that it is open

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield CommandLine(placeholder=PLACEHOLDER, select_on_focus=False)
            else:
                yield Found() if isinstance(widget, CommandList) else widget
        # those of the screen below are typed here
        keys = Content("   ").join(Content.assemble((key, "$accent"), f" {does}") for key, does in KEYS)
        yield Static(keys, id="palette-keys")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say a moment later that nothing was found, and in an interview why."""
        if not search_value:
            super()._start_no_matches_countdown(search_value)
            return

        def say() -> None:
            none = NONE_IN_INTERVIEW if sits_interview(self.app) else NONE
            self.query_one(CommandList).add_option(Option(Content(none), id=self._NO_MATCHES, disabled=True))
            self._list_visible = True

        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, say)


class Commands(Provider):
    """Finds the actions of the present screen and the screens that open from it."""

    async def discover(self) -> Hits:
        *actions, (leaving, leaves) = self._actions()
        for action, title in actions:
            yield DiscoveryHit(title, partial(self._run, action), help=self._keys(action))
        for name, title in self._screens():
            yield DiscoveryHit(title, partial(self._open, name))
        if self._leads_elsewhere:
            yield DiscoveryHit(TASTE_LINE, self._taste)
        yield DiscoveryHit(
            "Change the theme", self.app.search_themes, help="light, dark, high contrast, terminal colours"
        )
        yield DiscoveryHit(leaves, partial(self._run, leaving), help=self._keys(leaving))

    async def search(self, query: str) -> Hits:
        matcher, terms = self.matcher(query), query.casefold().split()

        def score(title: str) -> float:
            """Letters that are only scattered over a title rank below what is found by its name."""
            return matcher.match(title) * (1 if has_all(title, terms) else SCATTERED)

        for action, title in self._actions():
            also = OTHER_WORD if action.also and has_all(action.also, terms) else 0.0
            if (rank := max(score(title), also)) > 0:
                yield Hit(rank, matcher.highlight(title), partial(self._run, action), help=self._keys(action))
        for name, title in self._screens():
            if (rank := score(title)) > 0:
                yield Hit(rank, matcher.highlight(title), partial(self._open, name))
        if self._leads_elsewhere and (rank := score(TASTE_LINE)) > 0:
            yield Hit(rank, matcher.highlight(TASTE_LINE), self._taste)
        if (rank := score("Change the theme")) > 0:
            yield Hit(rank, matcher.highlight("Change the theme"), self.app.search_themes)
        for shape in await self._formats(terms):
            rank, leads = matcher.match(shape.title), partial(self._set_up, shape.id)
            yield Hit(rank, matcher.highlight(shape.title), leads, help=f"set up · {shape.about}")

    async def _formats(self, terms: Sequence[str]) -> "list[Format]":
        """The kinds of interview with these words in their titles, where one may be set up."""
        shapes = [shape for shape in FORMATS.values() if terms and has_all(shape.title, terms)]
        below = {type(screen).__name__ for screen in self.app.screen_stack if screen is not self.screen}
        if not shapes or not self._leads_elsewhere or "Setup" in below:
            return []
        try:
            graph = await host_of(self.screen).graph()
        except SimulatorError:
            return []
        return [shape for shape in shapes if not shape.writes_code or has_tasks(graph)]

    def _actions(self) -> Iterator[tuple[Action, str]]:
        contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
        for action in (*of_context(*contexts), *of_context("app")):  # leaving is the last
            moves = action.context == "lists" or action.method.startswith("text_")
            if action.id != "app.palette" and not moves:
                yield action, named(action.label, action.help)

    def _keys(self, action: Action) -> str:
        return keys_of(action, host_of(self.screen).preferences.keys)

    def _screens(self) -> Iterator[tuple[str, str]]:
        """The screens that open from here: none during an interview, and none that is open already."""
        if not isinstance(self.screen, Frame) or not self._leads_elsewhere:
            return
        own = {action.method for action in of_context(*self.screen.help_contexts)}
        opened = {type(screen).__name__ for screen in self.app.screen_stack}
        for name, context in CONTEXTS.items():
            reached = own & {name, f"open({name!r})"} or context.screen.rpartition(":")[2] in opened
            if context.palette and not reached:
                yield name, named(name, context.palette)

    @property
    def _leads_elsewhere(self) -> bool:
        """Whether anything else may be opened from here: not in an interview, nor before the first start is over."""
        return not sits_interview(self.app) and not host_of(self.screen).preferences.is_new

    def _taste(self) -> None:
        host = host_of(self.screen)
        host.start(taste(host.preferences.settings(host.workspace.candidate)))

    def _set_up(self, format: str) -> None:
        from simulator.ui.tui.home.setup import Setup  # home is painted without it

        if isinstance(self.screen, Setup):
            self.screen.choose_format(format)
        else:
            host_of(self.screen).open_screen("setup", format)

    def _open(self, name: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.action_open(name)

    async def _run(self, action: Action) -> None:
        if isinstance(self.screen, Frame) and action.context != "app":
            await self.screen.action_press(action.id)
        else:
            await self.app.run_action(action.method, self.app)


def named(name: str, words: str) -> str:
    """The short name before the words about it, for people search for either."""
    if name.casefold() in words.casefold():
        return words
    return f"{name[:1].upper()}{name[1:]}: {words[:1].lower()}{words[1:]}"


class Finder(Provider):
    """Finds concepts, interviews and their questions, and writes an interview to a file."""

    async def startup(self) -> None:
        self._sessions: Mapping[str, SessionRow] | None = None
        self._names: dict[str, str] = {}
        self._states: dict[str, State] = {}

    @property
    def _host(self) -> Host:
        return host_of(self.screen)

    async def search(self, query: str) -> Hits:
        terms = query.casefold().split()
        if not isinstance(self.screen, Frame) or sits_interview(self.app) or self._host.preferences.is_new:
            return
        if len("".join(terms)) < FEWEST_LETTERS:
            return
        from simulator.ui.tui.review.rows import found_words, went  # home is painted without it

        for title, export in await self._exports():
            if has_all(title, terms):
                yield self._hit(EXPORT_SCORE, title, "into the folder you started in", export, terms)
        for concept, area in await self._concepts(terms):
            leads = partial(self._host.open_screen, "concept", concept.id)
            yield self._hit(CONCEPT_SCORE, concept.title, f"concept · {area}", leads, terms)
        try:
            sessions = await self._listed()
            named_so = await asyncio.to_thread(self._named_so, sessions.values(), terms)
            items = await asyncio.to_thread(self._items, query)
        except (SimulatorError, OSError):
            return  # the review says what is wrong with the archive
        for row in named_so:
            leads = partial(self._host.open_screen, "reader", row.path)
            yield self._hit(SESSION_SCORE, self._name(row), f"interview · {went(row)}", leads, terms)
        for item in [item for item in items if item.session in sessions][:MOST]:
            row = sessions[item.session]
            words = found_words(item.parts)
            leads = partial(self._host.open_screen, "reader", row.path, position=item.position, words=words)
            text = short(f"{item.title}: {item.text}", LINE)
            below = " · ".join(
                filter(None, (await asyncio.to_thread(self._outcome, row, item.position), self._name(row)))
            )
            yield self._hit(ITEM_SCORE, text, below, leads, terms)

    def _hit(self, score: float, text: str, below: str, command: "partial[None]", terms: Sequence[str]) -> Hit:
        """What is found, its words marked. Both texts may be a file's: Textual would read its own help as markup."""
        content, lowered = Content(text), text.casefold()
        for term in terms:
            if len(lowered) == len(text) and (start := lowered.find(term)) >= 0:
                content = content.stylize(self.match_style or "bold", start, start + len(term))
        return Hit(score, Content("\n").join((content, toned(below, "muted"))), command, text)

    async def _concepts(self, terms: Sequence[str]) -> "list[tuple[Concept, str]]":
        """The concepts with all these words in their titles, the shortest first, each with its area."""
        try:
            graph = await self._host.graph()
        except SimulatorError:
            return []
        matching = [c for c in graph.concepts.values() if has_all(f"{c.title} {words.spoken(c.id)}", terms)]
        matching.sort(key=lambda concept: len(concept.title))
        return [(concept, graph.areas[concept.area].title) for concept in matching[:MOST]]

    async def _listed(self) -> "Mapping[str, SessionRow]":
        """The candidate's interviews by id, newest first; read once while the palette is open."""
        if self._sessions is None:
            rows = self._host.latest_sessions or await asyncio.to_thread(self._read_sessions)
            await self._host.learn_names({row.graph for row in rows})
            self._sessions = {row.id: row for row in rows}
        return self._sessions

    def _read_sessions(self) -> "list[SessionRow]":
        from simulator.session.archive import archive  # home is painted before the archive is read

        workspace = self._host.workspace
        return archive.rows(workspace, candidate=workspace.candidate, patience=PATIENCE)

    def _named_so(self, rows: "Iterable[SessionRow]", terms: Sequence[str]) -> "list[SessionRow]":
        """The newest with all these words in their names."""
        return list(islice((row for row in rows if has_all(self._name(row), terms)), MOST))

    def _name(self, row: "SessionRow") -> str:
        if row.id not in self._names:
            from simulator.session.presets import sitting_title

            when = words.moment(row.started, self._host.today)
            parts = (sitting_title(row), when, self._host.named(row.graph, row.role))
            self._names[row.id] = " · ".join(parts)
        return self._names[row.id]

    def _outcome(self, row: "SessionRow", position: int) -> str:
        """How the question at a position went, in a word; empty for what has no outcome, or while it is secret."""
        from simulator.report.load import state_of
        from simulator.session.interview.outcomes import outcome_word

        if row.id not in self._states:
            self._states[row.id] = state_of(row.path)
        state = self._states[row.id]
        turn = next((turn for turn in state.turns if turn.position == position), None)
        return "" if turn is None or state.conceals(turn) else outcome_word(turn.outcome)

    def _items(self, query: str) -> "list[FoundItem]":
        """What was asked, said and noted with these words; the concepts of open questions are in no index."""
        from simulator.session.archive import archive
        from simulator.session.archive.search import Filters

        workspace = self._host.workspace
        return archive.found_items(workspace, query, Filters(candidate=workspace.candidate), MOST * 2)

    async def _exports(self) -> "list[tuple[str, partial[None]]]":
        """A command for each format that writes the interview at hand, or else the last one that ended."""
        from simulator.report.export.exporters import EXPORTERS

        path, which = await self._interview_at_hand()
        if path is None:
            return []
        formats = [(to, exporter) for to, exporter in EXPORTERS.items() if exporter.is_text]
        return [(f"Export {which} as {to}: {e.about}", partial(self._export, path, to)) for to, e in formats]

    async def _interview_at_hand(self) -> tuple[Path | None, str]:
        screen = self.screen
        assert isinstance(screen, Frame)
        if (marked_row := getattr(screen, "marked", None)) is not None:
            return marked_row.path, "the marked interview"
        if screen.transcript_path is not None:
            return screen.transcript_path, "this interview"
        try:
            sessions = await self._listed()
        except (SimulatorError, OSError):
            return None, ""
        ended = (row.path for row in sessions.values() if row.state == "ended")
        return next(ended, None), "the last interview"

    def _export(self, path: Path, to: str) -> None:
        self.app.run_worker(self._write(path, to), group="export", exit_on_error=False)

    async def _write(self, path: Path, to: str) -> None:
        host = self._host
        from simulator.ui.tui.share import IN_BROWSER  # it brings an editor, which home is painted without

        if self.app.is_web:  # the folder is the server's
            host.say(IN_BROWSER)
            return
        host.say("Writing the file.")
        try:
            graph = await host.graph()
            written = await asyncio.to_thread(exported, path, to, Path.cwd(), host.workspace, graph)
        except SimulatorError as error:
            host.say(str(error))
        except OSError as error:
            host.say(f"The file can't be written in {Path.cwd()}: {error.strerror or error}.")
        else:
            host.say(f"Wrote {written.name} in {written.parent}.")


def has_all(text: str, terms: Sequence[str]) -> bool:
    """Whether a text holds all these words or beginnings of words, in lower case."""
    lowered = text.casefold()
    return all(term in lowered for term in terms)


def exported(transcript: Path, to: str, folder: Path, workspace: "Workspace", graph: "Graph") -> Path:
    """Write the report of a transcript to a new file in the folder, beside what is there; its path.

    Raises SimulatorError for a transcript that can't be read, and OSError.
    """
    from simulator.report.export.exporters import export_text, file_names
    from simulator.report.export.files import write_beside
    from simulator.report.load import graphs_of, report_of

    text = "".join(export_text([report_of(transcript, workspace, graphs_of(workspace, graph))], to, many=False))
    return write_beside(folder, file_names([transcript], to)[0], text)
