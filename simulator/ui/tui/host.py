"""What a widget, a pane or a screen may ask of the app.

They import this protocol instead of the app, which imports all of them: that keeps the imports free of circles.
"""

from collections.abc import Collection, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from textual.dom import DOMNode
from textual.events import Event

from simulator.session.clock import Clock
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.system import Signals
from simulator.ui.tui.key_buffer import KeyBuffer
from simulator.ui.tui.keys.table import OpenScreen

if TYPE_CHECKING:
    from simulator.graph.records import Graph, Role
    from simulator.report.concept_records import ConceptMap
    from simulator.report.progress_records import Progress
    from simulator.session.archive.summary import SessionRow
    from simulator.session.code.process import Confinement
    from simulator.session.header import Settings
    from simulator.session.sitting import Sitting


class Host(Protocol):
    """The app, as its screens see it."""

    workspace: Workspace
    clock: Clock
    preferences: Preferences
    tried: Preferences | None  # the choices of an interview that was started once; home offers them
    signals: Signals
    key_buffer: KeyBuffer
    aside: str  # what the quiet line says until the next key, where there is nothing else to say
    confinement: "Confinement | None"  # where a candidate's code runs; None: in the strongest room that holds
    graph_title: str
    concept_count: int
    latest_progress: "Progress | None"  # as last worked out
    latest_sessions: "Sequence[SessionRow]"  # as last read by a screen

    # Keys, and the quiet line

    def keyed(self, text: str) -> str:
        """A sentence in which `{review.restore}` becomes the key of that action."""

    def keeps_key(self, event: Event) -> bool:
        """Hold back a key while the screen is about to change; whether it was held."""

    def release_keys(self) -> None:
        """Pass on the keys that were held back."""

    def reread_keys(self) -> tuple[str, ...]:
        """Apply the keys of the settings file; what is wrong with them."""

    def say(self, message: str) -> None:
        """Show one sentence on the present screen."""

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
        """Start an interview."""

    def go_on(self, path: Path) -> None:
        """Resume an interview where it stopped."""

    def watch_demo(self) -> None:
        """Show how a simulated candidate sits an interview."""

    def remember_place(self, sitting: "Sitting") -> None:
        """Note what to print in the terminal at the end about a sitting that is not kept in its own folder."""

    # The graph, and the candidate's progress

    @property
    def today(self) -> date:
        """The candidate's local date."""

    async def roles(self) -> "tuple[Role, ...]":
        """The roles to choose from, before the graph is read; none where they can't be read."""

    @property
    def present_graph(self) -> "Graph | None":
        """The graph, if it is loaded already."""

    async def graph(self) -> "Graph":
        """The graph. Raises SimulatorError."""

    def graph_names(self) -> tuple[str, ...]:
        """The graphs to choose from, the present one first."""

    def use_graph(self, name: str) -> None:
        """Change to another graph."""

    def preload(self) -> None:
        """Load graph and engine while the candidate reads."""

    async def learn_names(self, graphs: Collection[str]) -> bool:
        """Read the titles of roles and concepts of these graphs; whether any are new."""

    def named(self, graph: str, identifier: str) -> str:
        """The title of a role or a concept."""

    async def progress(self) -> "Progress | None":
        """The candidate's progress on the graph, or None where it cannot be worked out."""

    async def concepts(self) -> "ConceptMap | None":
        """Where the candidate stands on every concept, or None where it cannot be worked out."""

    # Settings and choices

    def use_theme(self, name: str) -> None:
        """Show a theme."""

    def use_motion(self, *, on: bool) -> None:
        """Let things move, or not."""

    @property
    def is_still(self) -> bool:
        """Whether nothing moves whatever the settings say: the environment wants it so."""

    def remember(self, preferences: Preferences) -> None:
        """Change settings."""

    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None:
        """Keep the choices of the setup for next time."""

    def confirm(self, preferences: Preferences) -> None:
        """Keep all of these choices: an interview is started with them."""


def host_of(node: DOMNode) -> Host:
    """The app that shows a widget or a screen."""
    return cast("Host", node.app)
