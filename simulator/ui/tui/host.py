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
    """The app, as its screens see it. What each method does, `app` and `program` say."""

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

    def keyed(self, text: str) -> str: ...
    def keeps_key(self, event: Event) -> bool: ...
    def release_keys(self) -> None: ...
    def reread_keys(self) -> tuple[str, ...]: ...
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
    def remember_place(self, sitting: "Sitting") -> None: ...

    # The graph, and the candidate's progress

    @property
    def today(self) -> date: ...
    async def roles(self) -> "tuple[Role, ...]": ...
    @property
    def present_graph(self) -> "Graph | None": ...
    async def graph(self) -> "Graph": ...
    def graph_names(self) -> tuple[str, ...]: ...
    def use_graph(self, name: str) -> None: ...
    def preload(self) -> None: ...
    async def learn_names(self, graphs: Collection[str]) -> bool: ...
    def named(self, graph: str, identifier: str) -> str: ...
    async def progress(self) -> "Progress | None": ...
    async def concepts(self) -> "ConceptMap | None": ...

    # Settings and choices

    def use_theme(self, name: str) -> None: ...
    def use_motion(self, *, on: bool) -> None: ...
    @property
    def is_still(self) -> bool: ...
    def remember(self, preferences: Preferences) -> None: ...
    def remember_choices(self, preferences: Preferences, *, started: bool = False) -> None: ...
    def confirm(self, preferences: Preferences) -> None: ...


def host_of(node: DOMNode) -> Host:
    """The app that shows a widget or a screen."""
    return cast("Host", node.app)
