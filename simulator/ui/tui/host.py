"""What a widget, a pane or a screen may ask of the program that shows it.

They know this protocol and not the app: the app knows all of them, and neither could be read alone otherwise.
"""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from textual.dom import DOMNode
from textual.events import Event

from simulator.session.interview.journal import Clock
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.system import Signals
from simulator.ui.tui.key_buffer import KeyBuffer
from simulator.ui.tui.keys.table import OpenScreen

if TYPE_CHECKING:
    from simulator.graph.records import Graph
    from simulator.report.concept_records import ConceptMap
    from simulator.report.figures.progress import Progress
    from simulator.session.archive.summary import SessionRow
    from simulator.session.header import Settings
    from simulator.session.sitting import Sitting


class Host(Protocol):
    """The app, as what it shows sees it."""

    workspace: Workspace
    clock: Clock
    preferences: Preferences
    # the shape of an interview that was started once; home offers it
    tried: Preferences | None
    signals: Signals
    key_buffer: KeyBuffer
    graph_title: str
    concept_count: int
    latest_progress: "Progress | None"  # as it was worked out last
    latest_sessions: "Sequence[SessionRow]"  # as a screen read them last

    # Keys, and one quiet sentence

    def keyed(self, text: str) -> str:
        """A sentence with the keys of the actions that it names."""

    def keeps_key(self, event: Event) -> bool:
        """Whether a key is kept back for what is about to be shown."""

    def release_keys(self) -> None:
        """Give out the keys that were kept back."""

    def reread_keys(self) -> tuple[str, ...]:
        """Take up the keys in the settings file; what is wrong with them."""

    def say(self, message: str) -> None:
        """Say one sentence on whatever screen is shown."""

    # Other screens, and interviews

    @property
    def open_screen(self) -> OpenScreen:
        """Show another screen over the present one."""

    @property
    def replace_screen(self) -> OpenScreen:
        """Show another screen in place of the present one."""

    def action_help(self) -> None:
        """Show every key, those of the present screen first."""

    def start(self, settings: "Settings") -> None:
        """Begin an interview."""

    def go_on(self, path: Path) -> None:
        """Go on with an interview where it stopped."""

    def remember_place(self, sitting: "Sitting") -> None:
        """A sitting was left: what the terminal is told of it at the end."""

    # The graph, and where the candidate stands

    @property
    def today(self) -> date:
        """The day at the candidate's place."""

    @property
    def present_graph(self) -> "Graph | None":
        """The graph, if it was read already."""

    async def graph(self) -> "Graph":
        """The graph. Raises SimulatorError."""

    def graph_names(self) -> tuple[str, ...]:
        """The graphs that can be chosen, the present one first."""

    def use_graph(self, name: str) -> None:
        """Ask from another graph from now on."""

    def preload(self) -> None:
        """Load graph and engine while something is read."""

    async def learn_names(self, graphs: Collection[str]) -> bool:
        """Read the titles of roles and concepts of these graphs; whether there are new ones."""

    def named(self, graph: str, identifier: str) -> str:
        """The title of a role or a concept of a graph."""

    async def progress(self) -> "Progress | None":
        """Where the candidate stands on the graph; None where it cannot be said."""

    async def concepts(self) -> "ConceptMap | None":
        """Where the candidate stands on every concept; None where it cannot be said."""

    # What is chosen

    def remember(self, preferences: Preferences) -> None:
        """Change settings."""

    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None:
        """Keep what was chosen in the setup."""

    def confirm(self, preferences: Preferences) -> None:
        """An interview is started with these choices: all of them count from now on."""


def host_of(node: DOMNode) -> Host:
    """The app that shows a widget or a screen."""
    return cast("Host", node.app)
