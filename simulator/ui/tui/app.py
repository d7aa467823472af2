"""The full-screen app: what it shows first, how it opens screens and interviews, and how it is left.

Screens are imported when they are first opened: home is on the terminal before the rest is needed.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace
from rich.text import Text
from textual.screen import Screen

from simulator.errors import SimulatorError
from simulator.session.header import Settings
from simulator.session.interview.journal import Clock, SimulatedClock, SystemClock
from simulator.session.presets import fitting_area, fitting_role
from simulator.session.workspace import Workspace
from simulator.ui.system import Signals, exit_message
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.keyboard import Keyboard
from simulator.ui.tui.keys.registry import bindings, screen_class
from simulator.ui.tui.palette import Commands
from simulator.ui.tui.theme import DEFAULT_THEME, THEMES, variables
from simulator.ui.tui.widgets.frame import Frame

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from simulator.graph.job_advert.match import Advert
    from simulator.graph.records import Graph
    from simulator.session.sitting import Sitting
    from simulator.ui.tui.room.demo import DemoDriver

# begins an interview on a graph, or opens one again
Starter = Callable[["Graph"], "Sitting"]


@dataclass(frozen=True)
class Opening:
    """What is shown over home at first; nothing where all is left out.

    `start` holds the settings of an interview to begin, and `advert` what was taken from a job advert for it, to be
    shown first; `go_on` the transcript of one to go on with; `demo` drives the room. `review` opens the list of
    interviews.
    """

    start: Settings | None = None
    advert: "Advert | None" = None
    go_on: Path | None = None
    demo: "DemoDriver | None" = None
    review: bool = False


class InterviewApp(Keyboard):
    """The whole program on the screen."""

    TITLE = "Interview simulator"
    CSS_PATH = "styles/base.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {Commands}  # noqa: RUF012 - Textual reads it from the class

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
        self.signals.on_terminate(self._leave_on_signal)
        self.run_worker(self._show_initial_screen(self._opening), group="open", exit_on_error=True)

    def _leave_on_signal(self) -> None:
        # once it has been left, only its loop is still there
        if self.is_running:
            self.run_worker(self.action_leave_program(), group="leave", exclusive=False)

    async def _show_initial_screen(self, opening: Opening) -> None:
        """Show what the command line asks for over home, or the three questions where they were never answered."""
        if opening.start is not None and opening.advert is not None and opening.demo is None:
            self.open_screen("taken", opening.advert, opening.start)
        elif opening.start is not None:
            await self._enter(self._new_session(opening.start), opening.demo)
        elif opening.go_on is not None:
            await self._enter(self._resumed_session(opening.go_on))
        elif opening.review:
            self.open_screen("review")
        elif self.preferences.is_new:
            self.open_screen("welcome")
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
        await asyncio.to_thread(import_ahead)

    # Screens and interviews

    def open_screen(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Show a screen of the table over the present one; it is imported now."""
        self.push_screen(screen_class(name)(*args, **kwargs))

    def replace_screen(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Show a screen of the table in place of the present one."""
        self.switch_screen(screen_class(name)(*args, **kwargs))

    def start(self, settings: Settings) -> None:
        """Begin an interview."""
        self.run_worker(self._enter(self._new_session(settings)), group="open", exclusive=True)

    def go_on(self, path: Path) -> None:
        """Go on with an interview where it stopped."""
        self.run_worker(self._enter(self._resumed_session(path)), group="open", exclusive=True)

    def _new_session(self, settings: Settings) -> Starter:
        """A new interview; a role or an area that the graph does not have gives way to one of its own."""

        def starter(graph: "Graph") -> "Sitting":
            from simulator.session.sitting import begin  # loads what an interview needs

            role = fitting_role(graph, settings.role)
            area = fitting_area(graph, role, settings.area) if settings.area else ""
            return begin(graph, replace(settings, role=role, area=area), self.workspace, self.clock)

        return starter

    def _resumed_session(self, path: Path) -> Starter:
        """The interview of a transcript, where it stopped."""

        def starter(graph: "Graph") -> "Sitting":
            from simulator.session.sitting import reopen  # loads what an interview needs

            return reopen(path, self.workspace, graph, self.clock)

        return starter

    async def _enter(self, starter: Starter, demo: "DemoDriver | None" = None) -> None:
        """Show the room of an interview; where it cannot be begun or opened, say why."""
        self.say("Preparing the interview.")
        self.key_buffer.hold()  # until the room has its first pane
        try:
            sitting = await asyncio.to_thread(ready_sitting, starter, await self.graph())
        except (SimulatorError, OSError) as error:
            self.release_keys()
            self.say(str(error))
            return
        self.say("")
        if demo is not None:
            from simulator.ui.tui.room.demo import DemoRoom  # only the demo needs it

            await self.push_screen(DemoRoom(sitting, demo))
        else:
            # the room brings the editor and all panes
            from simulator.ui.tui.room.screen import Room

            await self.push_screen(Room(sitting))

    # Everywhere

    def action_help(self) -> None:
        """Show every key, those of this screen first."""
        contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
        if contexts != ("help",):  # which is open already
            self.open_screen("help", contexts)

    def action_help_quit(self) -> None:
        """ctrl+c, where there is nothing to copy: say how to leave."""
        self.say(self.keyed("{app.quit} leaves the program; everything is kept."))

    def remember_place(self, sitting: "Sitting") -> None:
        """A sitting was left: what is said of it in the terminal at the end, where it is not kept in its own folder."""
        if sitting.rescued is not None or not sitting.is_kept:
            self._last_words += exit_message(sitting)

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


def ready_sitting(starter: Starter, graph: "Graph") -> "Sitting":
    """The sitting with its engine ready, so that the first choice does not hold up the screen."""
    sitting = starter(graph)
    _ = sitting.interview.selection.prior
    return sitting


def import_ahead() -> None:
    """Import what an interview and the map need, in a thread, before one is asked for."""
    import simulator.session.sitting
    import simulator.ui.tui.map.screen
    import simulator.ui.tui.room.screen  # noqa: F401


def run_app(workspace: Workspace, graph: str | None = None, opening: Opening | None = None) -> int:
    """Run the app until it is left; the exit status. Raises SimulatorError for settings that cannot be read."""
    app = InterviewApp(workspace, graph, opening=opening)
    with app.signals.watched():
        app.run()
    if app._exception is not None:
        # a failed worker holds what made it fail
        raise getattr(app._exception, "error", app._exception)
    return app.return_code or 0
