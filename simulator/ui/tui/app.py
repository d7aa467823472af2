"""The full-screen app: opens screens, holds the workspace, the graph and the candidate's choices.

Screens are imported when they are first opened: the home screen is on the terminal before the rest is needed.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.text import Text
from textual.binding import Binding
from textual.dom import DOMNode
from textual.events import Event, Key, Paste
from textual.screen import Screen

from simulator.errors import SimulatorError
from simulator.session.clock import Clock, SimulatedClock, SystemClock
from simulator.session.header import Settings
from simulator.session.workspace import Workspace
from simulator.ui.leaving import farewell
from simulator.ui.settings import read_preferences
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.actions.own_keys import key_findings, usable
from simulator.ui.tui.doors import DOORS
from simulator.ui.tui.hangup import heed
from simulator.ui.tui.program import Program
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.screens.home import Home
from simulator.ui.tui.themes import DEFAULT_THEME, THEMES, variables
from simulator.ui.tui.typeahead import Typeahead

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider

    from simulator.graph.advert import Advert
    from simulator.graph.records import Graph
    from simulator.session.sitting import Sitting
    from simulator.ui.tui.pilot import Demo


@dataclass(frozen=True)
class Opening:
    """What the app opens with: home, an interview that starts or goes on, a demo, or the review list.

    `start` holds the settings of an interview to begin, and `advert` what was taken from a job advert for it, to be
    shown first; `go_on` the transcript of one to go on with; `demo` drives the room. `review` opens the list of
    interviews.
    """

    start: Settings | None = None
    advert: "Advert | None" = None
    go_on: Path | None = None
    demo: "Demo | None" = None
    review: bool = False


def _palette() -> "type[Provider]":
    from simulator.ui.tui.palette import Commands  # the palette's matcher is only loaded when it is opened

    return Commands


class InterviewApp(Program):
    """The whole program on the screen: what it opens with, its keys, its doors."""

    TITLE = "Interview simulator"
    CSS_PATH = "styles/base.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {_palette}  # noqa: RUF012 - Textual reads it from the class

    def __init__(
        self,
        workspace: Workspace,
        graph: str | None = None,
        *,
        opening: Opening | None = None,
        clock: Clock | None = None,
    ) -> None:
        self._opening = opening or Opening()
        super().__init__(workspace, graph, clock or (SimulatedClock() if self._opening.demo else SystemClock()))
        self.typeahead = Typeahead()
        self._last_words: list[str] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        return Home()

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        wanted = self.preferences.theme
        self.theme = wanted if wanted in self.available_themes else DEFAULT_THEME
        for finding in self.use_own_keys()[:1]:
            self.call_after_refresh(self.say, finding)
        heed(self._told_to_leave)
        self.run_worker(self._open_first(), group="open", exit_on_error=True)

    async def on_event(self, event: Event) -> None:
        """Behind the word that the window is too small nothing may happen: only leaving works there."""
        blind = isinstance(event, Key | Paste) and self.screen_stack and self.screen.has_class("-too-small")
        leaves = isinstance(event, Key) and event.key == "ctrl+q"
        if leaves or not (blind or self.keeps_key(event) or self._is_answer(event)):
            await super().on_event(event)

    def _is_answer(self, event: Event) -> bool:
        """Whether a key answers what the screen asked; it comes here once more on its way up from the focus."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        return isinstance(event, Key | Paste) and isinstance(screen, Frame) and screen.takes_key(event)

    def keeps_key(self, event: Event) -> bool:
        """Keep a key back while what is shown is about to change; what lies over the room takes its keys at once."""
        screen = self.screen_stack[-1] if self.screen_stack else None
        return bool(getattr(screen, "holds_keys", False)) and self.typeahead.keeps(event)

    def release_keys(self) -> None:
        """What keys were held back for is ready: give them to it."""
        self.typeahead.release()
        self.call_later(self._give_keys)  # after the focus, which takes the same way

    async def _give_keys(self) -> None:
        keys = self.typeahead.take()
        for key in self.screen.early_keys(keys) if keys and isinstance(self.screen, Frame) else keys:
            await self.on_event(key)

    def _told_to_leave(self) -> None:
        self.run_worker(self.action_leave_program(), group="leave", exclusive=True)

    def use_own_keys(self) -> tuple[str, ...]:
        """Give the actions the keys of the settings; what is wrong with these."""
        self.set_keymap(usable(self.preferences.keys))
        return key_findings(self.preferences.keys)

    def reread_keys(self) -> tuple[str, ...]:
        """Take up the keys that were changed in the settings file since; what is wrong with them, or with the file."""
        try:
            keys = read_preferences(self.workspace.config).keys
        except SimulatorError as error:
            return (str(error),)
        self.preferences = replace(self.preferences, keys=keys)
        return self.use_own_keys()

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Textual's word on a clash: `key_findings` has named it already, in every place at once."""

    async def _open_first(self) -> None:
        opening = self._opening
        if opening.start is not None and opening.advert is not None and opening.demo is None:
            from simulator.ui.tui.screens.advert import AdvertTaken  # only where there is one

            await self.push_screen(AdvertTaken(opening.advert, opening.start))
        elif opening.start is not None:
            await self._enter_room(lambda graph: self._begin(graph, opening.start), opening.demo)
        elif opening.go_on is not None:
            await self._enter_room(lambda graph: self._reopen(graph, opening.go_on), None)
        elif opening.review:
            self.open_door("review")
        elif self.preferences.is_new:
            from simulator.ui.tui.screens.welcome import Welcome  # only seen once

            await self.push_screen(Welcome())
        else:
            self.set_timer(0.05, self.preload)

    def preload(self) -> None:
        """Load graph and engine while home or the first start is read, so that the first question comes at once."""
        self.run_worker(self._load_ahead(), group="preload", exit_on_error=False)

    async def _load_ahead(self) -> None:
        try:
            await self.graph()
        except SimulatorError as error:
            self.say(str(error))
            return
        if isinstance(self.screen, Home):
            self.screen.refresh_facts()
        await asyncio.to_thread(_import_ahead)

    # Doors

    def open_door(self, name: str) -> None:
        """Open what a line of home names: start, practise, `go-on:<session>`, or a screen of `doors.DOORS`."""
        if name == "start":
            self.start(self.preferences.settings(self.workspace.candidate))
        elif name == "practise":
            chosen = self.preferences.settings(self.workspace.candidate)
            self.start(replace(chosen, format="drill", area="", minutes=None))
        elif name.startswith("go-on:"):
            self.go_on(self.workspace.sessions / f"{name.removeprefix('go-on:')}.toml")
        else:
            self.push_screen(DOORS[name].open())

    def start(self, settings: Settings, demo: "Demo | None" = None) -> None:
        """Begin an interview."""
        self.run_worker(
            self._enter_room(lambda graph: self._begin(graph, settings), demo), group="open", exclusive=True
        )

    def go_on(self, path: Path) -> None:
        """Go on with an interview where it stopped."""
        self.run_worker(self._enter_room(lambda graph: self._reopen(graph, path), None), group="open", exclusive=True)

    def _begin(self, graph: "Graph", settings: Settings | None) -> "Sitting":
        from simulator.session.sitting import begin  # loads what an interview needs

        assert settings is not None
        if settings.role not in graph.roles:
            settings = replace(settings, role=next(iter(graph.roles), ""))
        return begin(graph, settings, self.workspace, self.clock)

    def _reopen(self, graph: "Graph", path: Path | None) -> "Sitting":
        from simulator.session.sitting import reopen  # loads what an interview needs

        assert path is not None
        return reopen(path, self.workspace, graph, self.clock)

    async def _enter_room(self, open_sitting: Callable[["Graph"], "Sitting"], demo: "Demo | None") -> None:
        self.say("Preparing the interview.")
        self.typeahead.hold()  # until the room has its first part
        try:
            graph = await self.graph()
            sitting = await asyncio.to_thread(_opened, open_sitting, graph)
        except (SimulatorError, OSError) as error:
            self.release_keys()
            self.say(str(error))
            return
        self.say("")
        await self.push_screen(_room(sitting, demo))

    # Everywhere

    def action_help(self) -> None:
        """Show every key, those of this screen first."""
        from simulator.ui.tui.screens.help import Help  # only when asked for

        if not isinstance(self.screen, Help):
            contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
            self.push_screen(Help(contexts))

    def action_help_quit(self) -> None:
        """ctrl+c, where there is nothing to copy: say how to leave."""
        self.say("ctrl+q leaves the program; everything is kept.")

    def remember_place(self, sitting: "Sitting") -> None:
        """A sitting was left: what is said of it in the terminal at the end, where it is not kept in its own folder."""
        if sitting.rescued is not None or not sitting.is_kept:
            self._last_words += farewell(sitting)

    def exit(self, result: None = None, return_code: int = 0, message: "RenderableType | None" = None) -> None:
        if message is None and self._last_words:
            message = Text("\n".join(self._last_words))
        super().exit(result, return_code, message)

    async def action_leave_program(self) -> None:
        """Leave; an open interview is kept and its clock stops."""
        for screen in self.screen_stack:
            leave = getattr(screen, "leave_sitting", None)
            if leave is not None:
                await leave()
        self.exit()

    def action_change_theme(self) -> None:
        self.search_themes()

    def watch_theme(self, theme: str) -> None:
        if theme != (self.preferences.theme or DEFAULT_THEME):
            self.remember(replace(self.preferences, theme=theme))


def _opened(open_sitting: Callable[["Graph"], "Sitting"], graph: "Graph") -> "Sitting":
    """The sitting with its engine ready, so that the first choice does not hold up the screen."""
    sitting = open_sitting(graph)
    _ = sitting.interview.selection.prior
    return sitting


def _room(sitting: "Sitting", demo: "Demo | None") -> Screen[None]:
    """The room, imported now: it brings the editor and all parts of an interview."""
    if demo is not None:
        from simulator.ui.tui.screens.demo import DemoRoom

        return DemoRoom(sitting, demo)
    from simulator.ui.tui.screens.room import Room

    return Room(sitting)


def _import_ahead() -> None:
    import simulator.session.sitting
    import simulator.ui.tui.screens.map
    import simulator.ui.tui.screens.room  # noqa: F401


def run_app(workspace: Workspace, graph: str | None = None, opening: Opening | None = None) -> int:
    """Run the app until it is left; the exit status. Raises SimulatorError for settings that cannot be read."""
    app = InterviewApp(workspace, graph, opening=opening)
    app.run()
    return app.return_code or 0
