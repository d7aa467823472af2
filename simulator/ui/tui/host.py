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
from simulator.ui.system import ScreenSignals
from simulator.ui.tui.key_buffer import KeyBuffer
from simulator.ui.tui.keys.table import OpenScreen

if TYPE_CHECKING:
    from simulator.graph.records import Graph, Role
    from simulator.report.concept_records import ConceptMap
    from simulator.report.progress_records import Progress
    from simulator.session.archive.summary import SessionRow
    from simulator.session.code.process import SandboxLevel
    from simulator.session.header import Settings
    from simulator.session.sitting import Sitting


class Host(Protocol):
    """The app, as its screens see it. `app` and `program` say more of each method."""

    workspace: Workspace
    clock: Clock
    preferences: Preferences
    tried: Preferences | None  # the choices of an interview that was started once; home offers them
    signals: ScreenSignals
    key_buffer: KeyBuffer
    aside: str  # what the quiet line says until the next key, where there is nothing else to say
    advert_typed: str  # of an advert that was left before it was read; never written to the disk
    sandbox: "SandboxLevel | None"  # where a candidate's code runs; None: in the strongest that holds
    graph_title: str
    concept_count: int
    latest_progress: "Progress | None"  # as last worked out
    latest_sessions: "Sequence[SessionRow]"  # as last read by a screen

    # Keys, and the quiet line

    def keyed(self, text: str) -> str:
        """A sentence in which `{review.restore}` becomes the key of that action."""

    def keeps_key(self, event: Event) -> bool:
        """Whether a key is held back, as the screen is about to change."""

    def release_keys(self) -> None:
        """Pass on the keys that were held back."""

    def reread_keys(self) -> tuple[str, ...]:
        """Apply the keys of the settings file; what is wrong with them, a sentence each."""

    def say(self, message: str) -> None: ...

    # Other screens, and interviews

    @property
    def open_screen(self) -> OpenScreen: ...
    @property
    def replace_screen(self) -> OpenScreen: ...
    def action_help(self) -> None: ...
    def start(self, settings: "Settings") -> None: ...
    def go_on(self, path: Path) -> None: ...
    def watch_demo(self) -> None: ...
    def remember_place(self, sitting: "Sitting") -> None:
        """Note what the terminal says at the end of a sitting that isn't kept in its own folder."""

    # The graph, and the candidate's progress

    @property
    def today(self) -> date: ...
    async def roles(self) -> "tuple[Role, ...]": ...
    @property
    def present_graph(self) -> "Graph | None":
        """The graph, if it is loaded already."""

    async def graph(self) -> "Graph": ...
    def graph_names(self) -> tuple[str, ...]:
        """The graphs to choose from, the present one first."""

    def use_graph(self, name: str) -> None: ...
    def preload(self) -> None:
        """Load graph and engine while the candidate reads."""

    async def learn_names(self, graphs: Collection[str]) -> bool: ...
    def named(self, graph: str, identifier: str) -> str:
        """The title of a role or a concept, or its id as words where the title isn't known."""

    async def sessions(self) -> "list[SessionRow]": ...
    async def progress(self) -> "Progress | None": ...
    async def concepts(self) -> "ConceptMap | None": ...

    # Settings and choices

    def use_theme(self, name: str) -> None: ...
    def use_motion(self, *, on: bool) -> None: ...
    @property
    def is_still(self) -> bool:
        """Whether nothing moves whatever the settings say."""

    def remember(self, preferences: Preferences) -> None:
        """Write the settings that were changed, and no others."""

    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None:
        """Keep the choices of the setup for next time, apart from the settings file."""

    def reread_choices(self) -> None:
        """Read the choices again: another window may have changed them."""

    def confirm(self, preferences: Preferences) -> None:
        """Keep all of these choices, as far as they may be kept: an interview is started with them."""

    def becomes_usual(self, preferences: Preferences) -> bool:
        """Whether home starts this from now on, once the setup has started it."""

    @property
    def usual_choices(self) -> Preferences:
        """The present choices, with the shape of interview that the next run starts with."""


def host_of(node: DOMNode) -> Host:
    """The app that shows a widget or a screen."""
    return cast("Host", node.app)
