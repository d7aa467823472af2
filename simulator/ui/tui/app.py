"""The full-screen app: its doors, what works on every screen, and how it is left.

Screens are imported when they are first opened: the home screen is on the terminal before the rest is needed.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace
from rich.text import Text
from textual.screen import Screen

from simulator.errors import SimulatorError
from simulator.session.clock import Clock, SimulatedClock, SystemClock
from simulator.session.header import Settings
from simulator.session.workspace import Workspace
from simulator.ui.leaving import farewell
from simulator.ui.tui.actions import bindings
from simulator.ui.tui.doors import DOORS
from simulator.ui.tui.entering import Way, beginning, going_on, import_ahead, room_for
from simulator.ui.tui.hangup import Signals
from simulator.ui.tui.keyboard import Keyboard
from simulator.ui.tui.opening import Opening as Opening
from simulator.ui.tui.opening import open_first
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.screens.home import Home
from simulator.ui.tui.themes import DEFAULT_THEME, THEMES, variables

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.command import Provider
    from textual.driver import Driver

    from simulator.session.sitting import Sitting
    from simulator.ui.tui.pilot import Demo


def _palette() -> "type[Provider]":
    from simulator.ui.tui.palette import Commands  # the palette's matcher is only loaded when it is opened

    return Commands


class InterviewApp(Keyboard):
    """The whole program on the screen."""

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
        self.signals = Signals()
        self._last_words: list[str] = []

    def get_driver_class(self) -> "type[Driver]":
        """Textual's choice; in a terminal with a reader that no byte ends."""
        kind = super().get_driver_class()
        if kind.__module__ != "textual.drivers.linux_driver":
            return kind
        from simulator.ui.tui.driver import TerminalDriver  # not on every system

        return TerminalDriver

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
        self.signals.watch()
        self.signals.tell(self._told_to_leave)
        self.run_worker(open_first(self, self._opening), group="open", exit_on_error=True)

    def _told_to_leave(self) -> None:
        if self.is_running:  # else it has been left already, and only its loop is still there
            self.run_worker(self.action_leave_program(), group="leave", exclusive=False)

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
        await asyncio.to_thread(import_ahead)

    # Doors

    def open_door(self, name: str) -> None:
        """Open what a line of home names: start, repeat, practise, `go-on:<session>`, or a screen of `doors.DOORS`."""
        if name in {"start", "repeat"}:
            self.confirm(self.tried if name == "repeat" and self.tried is not None else self.preferences)
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
        self.run_worker(self.enter(beginning(self, settings), demo), group="open", exclusive=True)

    def go_on(self, path: Path) -> None:
        """Go on with an interview where it stopped."""
        self.run_worker(self.enter(going_on(self, path)), group="open", exclusive=True)

    async def enter(self, way: Way, demo: "Demo | None" = None) -> None:
        """Show the room of an interview; where it cannot be begun or opened, say why."""
        self.say("Preparing the interview.")
        self.typeahead.hold()  # until the room has its first part
        try:
            room = await room_for(await self.graph(), way, demo)
        except (SimulatorError, OSError) as error:
            self.release_keys()
            self.say(str(error))
            return
        self.say("")
        await self.push_screen(room)

    # Everywhere

    def action_help(self) -> None:
        """Show every key, those of this screen first."""
        from simulator.ui.tui.screens.help import Help  # only when asked for

        if not isinstance(self.screen, Help):
            contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
            self.push_screen(Help(contexts))

    def action_help_quit(self) -> None:
        """ctrl+c, where there is nothing to copy: say how to leave."""
        self.say(self.keyed("{app.quit} leaves the program; everything is kept."))

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
        for screen in reversed(self.screen_stack):
            for let_go in ("keep_typed", "leave_sitting"):
                if (act := getattr(screen, let_go, None)) is not None:
                    await act()
        self.exit(return_code=128 + self.signals.heard if self.signals.heard else 0)

    def action_change_theme(self) -> None:
        self.search_themes()

    def watch_theme(self, theme: str) -> None:
        if theme != (self.preferences.theme or DEFAULT_THEME):
            self.remember(replace(self.preferences, theme=theme))


def run_app(workspace: Workspace, graph: str | None = None, opening: Opening | None = None) -> int:
    """Run the app until it is left; the exit status. Raises SimulatorError for settings that cannot be read."""
    app = InterviewApp(workspace, graph, opening=opening)
    with app.signals.watched():
        app.run()
    if app._exception is not None:
        raise getattr(app._exception, "error", app._exception)  # a failed worker holds what made it fail
    return app.return_code or 0
