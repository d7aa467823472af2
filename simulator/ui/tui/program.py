"""What every screen asks the program for: the graph, the sessions, where the candidate stands, the choices kept."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual.app import App
from textual.scrollbar import ScrollBar

from simulator.errors import SimulatorError
from simulator.graph.text import one_line
from simulator.session.interview.journal import Clock
from simulator.session.workspace import Workspace, find_graph, graph_folders, open_graph
from simulator.ui.preferences import (
    Preferences,
    change_settings,
    keep_choices,
    read_preferences,
    read_settings,
    read_tried,
)
from simulator.ui.tui.keys.registry import with_keys
from simulator.ui.tui.theme import ParsedStyles, SpacedBar
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.words import spoken

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.concept_records import ConceptMap
    from simulator.report.figures.progress import Progress
    from simulator.session.archive.summary import SessionRow

ScrollBar.renderer = SpacedBar  # of every widget that scrolls


class Program(App[None]):
    """The base of the app. What takes time is read in a thread, and once for all who ask meanwhile."""

    def __init__(self, workspace: Workspace, graph: str | None, clock: Clock) -> None:
        super().__init__()
        self.stylesheet = ParsedStyles(variables=self.get_css_variables())
        self.workspace = workspace
        self.clock = clock
        self.preferences: Preferences = read_preferences(workspace.config)
        self.tried: Preferences | None = read_tried(workspace.config)  # offered on home
        self.graph_title = ""
        self.concept_count = 0
        self.latest_progress: Progress | None = None
        # as a screen read them last: what another can show at once
        self.latest_sessions: Sequence[SessionRow] = ()
        # None until it is known which an interview like the last one is on
        self._graph_name = graph
        self._graph: asyncio.Task[Graph] | None = None
        self._progress: asyncio.Task[Progress | None] | None = None
        self._names: dict[str, dict[str, str]] = {}

    def _fatal_error(self) -> None:
        """End without Textual's traceback, which shows the values of variables: somebody's words are among them.

        The error goes on to the command line, which says it in a sentence.
        """
        self._close_messages_no_wait()

    @property
    def today(self) -> date:
        """The day at the candidate's place."""
        return self.clock.now().astimezone().date()

    def keyed(self, text: str) -> str:
        """A sentence with the keys of the actions that it names as `{review.restore}`, a person's own where given."""
        return with_keys(text, self.preferences.keys)

    async def graph(self) -> "Graph":
        """The graph, loaded once in a thread. Raises SimulatorError."""
        if self._graph is None or (self._graph.done() and self._graph.exception()):
            self._graph = asyncio.create_task(
                asyncio.to_thread(lambda: open_graph(self.workspace, self._graph_folder()))
            )
        graph = await asyncio.shield(self._graph)
        self.graph_title, self.concept_count = graph.title, len(graph.concepts)
        return graph

    @property
    def present_graph(self) -> "Graph | None":
        """The graph, if it was read already."""
        done = self._graph is not None and self._graph.done() and not self._graph.cancelled()
        return self._graph.result() if self._graph is not None and done and not self._graph.exception() else None

    def _graph_folder(self) -> Path:
        """Where the graph is: the one named, else the one set by hand, else the last interview's; it stays the one."""
        if self._graph_name is None:
            # home is painted before the archive is read
            from simulator.session.archive.archive import next_graph

            by_hand = read_settings(self.workspace.config).graph
            self._graph_name = by_hand or str(next_graph(self.workspace, self.preferences.graph))
        return find_graph(self.workspace, self._graph_name)

    async def learn_names(self, graphs: Collection[str]) -> bool:
        """Read the titles of roles and concepts of these graphs, by the graphs' ids; whether there are new ones."""
        fresh = [name for name in graphs if name not in self._names]
        for name in fresh:
            try:
                graph = await self.graph()
                if graph.id != name:
                    graph = await asyncio.to_thread(open_graph, self.workspace, name)
            except (SimulatorError, OSError):
                self._names[name] = {}  # it is gone, or cannot be read: ids have to do
            else:
                self._names[name] = {
                    **{concept.id: concept.title for concept in graph.concepts.values()},
                    **{role.id: role.title for role in graph.roles.values()},
                }
        return bool(fresh)

    def named(self, graph: str, identifier: str) -> str:
        """The title of a role or a concept of a graph, as far as it is known; else its id as words."""
        return self._names.get(graph, {}).get(identifier) or spoken(identifier)

    async def sessions(self) -> "list[SessionRow]":
        """The candidate's sessions, newest first, read in a thread."""
        # home is painted before the archive is read
        from simulator.session.archive import archive

        try:
            return await asyncio.to_thread(archive.rows, self.workspace, candidate=self.workspace.candidate)
        except (SimulatorError, OSError) as error:
            self.say(f"The interviews so far cannot be listed: {error}")
            return []

    async def progress(self) -> "Progress | None":
        """Where the candidate stands on the graph, worked out in a thread; None where it cannot be said.

        Who asks while it is being worked out gets the same.
        """
        if self._progress is None or self._progress.done():
            self._progress = asyncio.create_task(self._work_out_progress())
        return await asyncio.shield(self._progress)

    async def _work_out_progress(self) -> "Progress | None":
        from simulator.report.load import progress_on  # the engine is loaded after home is painted

        role, now = self.preferences.role, self.clock.now()
        zone = now.astimezone().tzinfo or UTC
        try:
            graph = await self.graph()
            self.latest_progress = await asyncio.to_thread(progress_on, graph, self.workspace, now, role, zone)
        except (SimulatorError, OSError) as error:
            self.say(f"Your progress cannot be worked out: {error}")
            return None
        return self.latest_progress

    async def concepts(self) -> "ConceptMap | None":
        """Where the candidate stands on every concept, worked out in a thread; None where it cannot be said."""
        # the engine is loaded after the screen is painted
        from simulator.report.load import map_of

        found = await self.progress()
        if found is None:
            return None
        try:
            return await asyncio.to_thread(map_of, found, await self.graph(), self.workspace)
        except (SimulatorError, OSError) as error:
            self.say(f"What was asked cannot be read: {error}")
            return None

    def graph_names(self) -> tuple[str, ...]:
        """The graphs that can be chosen, in a circle that begins with the present one."""
        folders = graph_folders(self.workspace)
        now = self._graph_folder()
        names, paths = list(folders), list(folders.values())
        at = paths.index(now) if now in paths else None
        return (str(now), *names) if at is None else (*names[at:], *names[:at])

    def use_graph(self, name: str) -> None:
        """Ask from another graph from now on."""
        self._graph_name, self._graph = name, None
        self._progress = self.latest_progress = None

    def remember(self, preferences: Preferences) -> None:
        """Write the settings that have changed and no others: the file may just have been edited."""
        changes = self.preferences.changes(preferences)
        self._keep(preferences, lambda config: change_settings(config, changes))

    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None:
        """Keep what was chosen in the setup for the next time; the settings stay as they were written.

        The shape of the interview counts until it was `started` once, for this run, and is offered afterwards; started
        once more, it is kept.
        """
        kept = preferences.shaped_as(self._kept)
        again = self.tried is not None and preferences == preferences.shaped_as(self.tried)
        if started and (kept == preferences or again):
            self.confirm(preferences)
            return
        self.tried = preferences if started else self.tried
        self._keep(kept if started else preferences, lambda config: keep_choices(config, kept, self.tried))

    def confirm(self, preferences: Preferences) -> None:
        """An interview is started from home with these choices: all of them count from now on."""
        if self.tried is not None or preferences != self._kept:
            self.tried = None
            self._keep(preferences, lambda config: keep_choices(config, preferences))

    @property
    def _kept(self) -> Preferences:
        """The choices that the next run starts from."""
        try:
            return read_preferences(self.workspace.config)
        except SimulatorError:
            return self.preferences

    def _keep(self, preferences: Preferences, keep: Callable[[Path], None]) -> None:
        self.preferences = preferences
        try:
            keep(self.workspace.config)
            self.preferences = replace(preferences, keys=read_settings(self.workspace.config).keys)
        except SimulatorError as error:  # it is half edited: writing would lose the edit
            self.say(str(error))
        except OSError as error:
            self.say(f"Your choices could not be kept ({error.strerror or error}); they count for this run.")

    def say(self, message: str) -> None:
        """Say one sentence on whatever screen is shown."""
        if isinstance(self.screen, Frame):
            self.screen.quiet(one_line(message))
        else:
            self.notify(one_line(message), markup=False)
