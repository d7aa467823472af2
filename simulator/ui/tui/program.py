"""What every screen asks the program for: the graph, the sessions, the candidate's progress, the settings."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual._context import active_message_pump
from textual.app import App, ScreenStackError
from textual.css.query import NoMatches
from textual.dom import DOMNode, NoScreen
from textual.filter import Monochrome, NoColor
from textual.scrollbar import ScrollBar
from textual.worker import WorkerFailed

from simulator.errors import SimulatorError
from simulator.graph.text import one_line
from simulator.session.clock import LOCAL, Clock
from simulator.session.presets import may_be_usual
from simulator.session.workspace import Workspace, find_graph, graph_folders, open_graph
from simulator.ui.preferences import (
    PERSON,
    Preferences,
    change_settings,
    keep_choices,
    read_preferences,
    read_settings,
    read_tried,
)
from simulator.ui.settings_names import graph_in_settings, unknown_in_graph
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.textual_mends import mend_textual
from simulator.ui.tui.theme import Colourless, ParsedStyles, SpacedBar
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.words import spoken

if TYPE_CHECKING:
    from simulator.graph.records import Graph, Role
    from simulator.report.concept_records import ConceptMap
    from simulator.report.progress_records import Progress
    from simulator.session.archive.summary import SessionRow

ScrollBar.renderer = SpacedBar  # of every widget that scrolls
mend_textual()


class Program(App[None]):
    """The base of the app. Slow work is done in a thread, once for all screens that ask meanwhile."""

    def __init__(self, workspace: Workspace, graph: str | None, clock: Clock) -> None:
        super().__init__()
        if self.no_color:
            self._filters = [f for f in self._filters if not isinstance(f, Monochrome | NoColor)] + [Colourless()]
        self.stylesheet = ParsedStyles(variables=self.get_css_variables())
        self.workspace = workspace.unspoken
        self.clock = clock
        self.preferences: Preferences = read_preferences(workspace.config)
        self.tried: Preferences | None = read_tried(workspace.config)  # offered on home
        self.aside = ""
        self._all_kept = True  # whether the choices were written when they changed last
        self.advert_typed = ""
        self.graph_title = ""
        self.concept_count = 0
        self.latest_progress: Progress | None = None
        # as a screen read them last, for another to show at once
        self.latest_sessions: Sequence[SessionRow] = ()
        # None until the graph of the last interview is known
        self._graph_name = graph
        self._graph_gone = ""  # a sentence on that of the last interview, where it isn't here
        self._graph: asyncio.Task[Graph] | None = None
        self._progress: asyncio.Task[Progress | None] | None = None
        self._names: dict[str, dict[str, str]] = {}

    def _handle_exception(self, error: Exception) -> None:
        """Report an error. What finds widgets gone on a screen that is left, or as the app closes, isn't one.

        A screen that is left while it is composed gets no more widgets, and is told of its mount and its size all the
        same: it looks for what it has never had.
        """
        if isinstance(error, WorkerFailed):
            found, left = error.error, not self._running
        else:
            told = active_message_pump.get(None)
            found, left = error, isinstance(told, DOMNode) and told._pruning
        if not (left and isinstance(found, NoMatches | NoScreen | ScreenStackError)):
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End without Textual's traceback: it shows the values of variables, and the candidate's words are among them.

        The error reaches the command line, which says it in a sentence.
        """
        self._close_messages_no_wait()

    @property
    def today(self) -> date:
        """The candidate's local date."""
        return self.clock.now().astimezone().date()

    def keyed(self, text: str) -> str:
        """A sentence in which `{review.restore}` becomes the key of that action, the candidate's own where given."""
        return with_keys(text, self.preferences.keys)

    async def graph(self) -> "Graph":
        """The graph, loaded once. Raises SimulatorError."""
        if self._graph is None or (self._graph.done() and self._graph.exception()):
            self._graph = asyncio.create_task(
                asyncio.to_thread(lambda: open_graph(self.workspace, self._graph_folder()))
            )
        graph = await asyncio.shield(self._graph)
        self.graph_title, self.concept_count = graph.title, len(graph.concepts)
        return graph

    async def roles(self) -> "tuple[Role, ...]":
        """The roles to choose from, before the graph is read; none where they can't be read."""

        def found() -> "tuple[Role, ...]":
            from simulator.graph.load import roles_in  # only the first start reads them apart

            return roles_in(self._graph_folder())

        try:
            return await asyncio.to_thread(found)
        except SimulatorError:
            return ()  # what is wrong is said once the graph is read

    @property
    def present_graph(self) -> "Graph | None":
        """The graph, if it is loaded already."""
        done = self._graph is not None and self._graph.done() and not self._graph.cancelled()
        return self._graph.result() if self._graph is not None and done and not self._graph.exception() else None

    def _graph_folder(self) -> Path:
        """The folder of the graph named, else of the one in the settings, else of the last interview's."""
        if self._graph_name is None:
            # home is painted before the archive is read
            from simulator.session.archive.archive import next_graph, usual_graph_gone

            in_settings = graph_in_settings(self.workspace, read_settings(self.workspace.config).graph)
            saved = graph_in_settings(self.workspace, self.preferences.graph)
            self._graph_name = in_settings or str(folder := next_graph(self.workspace, saved))
            self._graph_gone = "" if in_settings else usual_graph_gone(self.workspace, folder)
        return find_graph(self.workspace, self._graph_name)

    def graph_findings(self, graph: "Graph") -> list[str]:
        """What is to be said once the graph is read: that it's another than last time, and names it doesn't have."""
        return [*filter(None, [self._graph_gone]), *unknown_in_graph(self.workspace, graph)]

    async def learn_names(self, graphs: Collection[str]) -> bool:
        """Read the titles of roles and concepts of the graphs with these ids; whether any are new."""
        fresh = [name for name in graphs if name not in self._names]
        for name in fresh:
            try:
                graph = await self.graph()
                if graph.id != name:
                    graph = await asyncio.to_thread(open_graph, self.workspace, name)
            except (SimulatorError, OSError):
                self._names[name] = {}  # gone or unreadable: ids have to do
            else:
                self._names[name] = {
                    **{concept.id: concept.title for concept in graph.concepts.values()},
                    **{role.id: role.title for role in graph.roles.values()},
                }
        return bool(fresh)

    def named(self, graph: str, identifier: str) -> str:
        """The title of a role or a concept, or its id as words where the title is not known."""
        return self._names.get(graph, {}).get(identifier) or spoken(identifier)

    async def sessions(self) -> "list[SessionRow]":
        """The candidate's sessions, newest first."""
        # home is painted before the archive is read
        from simulator.session.archive import archive

        try:
            return await asyncio.to_thread(archive.rows, self.workspace, candidate=self.workspace.candidate)
        except (SimulatorError, OSError) as error:
            self.say(f"Your interviews can't be listed: {error}")
            return []

    async def progress(self) -> "Progress | None":
        """The candidate's progress on the graph, or None where that fails. Parallel calls share one run."""
        if self._progress is None or self._progress.done():
            self._progress = asyncio.create_task(self._work_out_progress())
        return await asyncio.shield(self._progress)

    async def _work_out_progress(self) -> "Progress | None":
        from simulator.report.load import progress_on  # the engine is loaded after home is painted

        chosen, now = self.preferences, self.clock.now().astimezone(LOCAL)
        try:
            graph = await self.graph()
            self.latest_progress = await asyncio.to_thread(
                progress_on, graph, self.workspace, now, chosen.role, chosen.seniority, chosen.advert_areas
            )
        except (SimulatorError, OSError) as error:
            self.say(f"Your progress can't be worked out: {error}")
            return None
        return self.latest_progress

    async def concepts(self) -> "ConceptMap | None":
        """Where the candidate stands on every concept, or None where it cannot be worked out."""
        # the engine is loaded after the screen is painted
        from simulator.report.load import map_of

        progress = await self.progress()
        if progress is None:
            return None
        try:
            return await asyncio.to_thread(map_of, progress, await self.graph(), self.workspace)
        except (SimulatorError, OSError) as error:
            self.say(f"Your earlier questions can't be read: {error}")
            return None

    def graph_names(self) -> tuple[str, ...]:
        """The graphs to choose from, rotated so that the present one comes first."""
        folders, present = graph_folders(self.workspace), self._graph_folder()
        names, paths = list(folders), list(folders.values())
        if present not in paths:
            return (str(present), *names)
        start = paths.index(present)
        return (*names[start:], *names[:start])

    def use_graph(self, name: str) -> None:
        """Change to another graph."""
        self._graph_name, self._graph = name, None
        self._progress = self.latest_progress = None

    def remember(self, preferences: Preferences) -> None:
        """Write the changed settings and no others: the file may have been edited meanwhile."""
        changes = self.preferences.changes(preferences)
        self._keep(preferences, lambda config: change_settings(config, changes))

    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None:
        """Keep the choices of the setup for next time, apart from the settings file.

        Another shape of interview holds for this run until it was `started` once, and is offered after that; when it
        is started a second time from the setup, it is kept. Practice and a taste never are: they'd leave nothing that
        offers the usual interview.
        """
        if started and self.becomes_usual(preferences):
            self._settle(preferences)
            return
        kept = preferences.shaped_as(self._kept)
        self.tried = preferences if started else self.tried
        self._keep(kept if started else preferences, lambda config: keep_choices(config, kept, self.tried))

    def becomes_usual(self, preferences: Preferences) -> bool:
        """Whether home starts this from now on, once the setup has started it."""
        again = self.tried is not None and preferences == preferences.shaped_as(self.tried)
        return preferences == preferences.shaped_as(self._kept) or (again and may_be_usual(preferences))

    def confirm(self, preferences: Preferences) -> None:
        """Keep all of these choices, as far as they may be kept: an interview is started from home with them."""
        if may_be_usual(preferences):
            self._settle(preferences)
        else:
            self.remember_choices(preferences, started=True)

    def _settle(self, preferences: Preferences) -> None:
        """Keep these choices, and offer nothing beside them."""
        if self.tried is not None or preferences != self._kept:
            self.tried = None
            self._keep(preferences, lambda config: keep_choices(config, preferences))

    def reread_choices(self) -> None:
        """Take over what another window has changed about the person, such as the role; the shape stays."""
        if self._all_kept:
            kept = self._kept
            self.preferences = replace(self.preferences, **{field: getattr(kept, field) for field in PERSON})

    @property
    def usual_choices(self) -> Preferences:
        """The present choices, with the shape of interview that the next run starts with."""
        return self.preferences.shaped_as(self._kept)

    @property
    def _kept(self) -> Preferences:
        """The choices that the next run will start from."""
        try:
            return read_preferences(self.workspace.config)
        except SimulatorError:
            return self.preferences

    def _keep(self, preferences: Preferences, keep: Callable[[Path], None]) -> None:
        self.preferences = preferences
        try:
            keep(self.workspace.config)
            self.preferences = replace(preferences, keys=read_settings(self.workspace.config).keys)
            self._all_kept = True
        except SimulatorError as error:  # the file is half edited: writing it would lose the edit
            self._all_kept = False
            self.say(str(error))
        except OSError as error:
            self.say(f"Your choices couldn't be saved ({error.strerror or error}); they'll last until you quit.")

    def say(self, message: str, *, till_key: bool = False) -> None:
        """Show one sentence on the present screen, until the next one or only till the next key."""
        if isinstance(self.screen, Frame):
            (self.screen.mention if till_key else self.screen.quiet)(one_line(message))
        else:
            self.notify(one_line(message), markup=False)
