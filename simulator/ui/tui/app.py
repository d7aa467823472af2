"""The full-screen app: what it shows first, where every key goes, how screens and interviews open, how it's left.

Screens are imported when they are first opened, so that home appears before the rest is loaded.
"""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace
from rich.text import Text
from textual.binding import Binding
from textual.constants import TEXTUAL_ANIMATIONS
from textual.dom import DOMNode
from textual.events import Event, Key, MouseEvent, Paste
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES

from simulator.errors import SimulatorError
from simulator.session.archive.waiting import is_left
from simulator.session.clock import Clock, SimulatedClock
from simulator.session.header import DEMO_CANDIDATE, Settings
from simulator.session.workspace import Workspace
from simulator.ui.preferences import read_preferences
from simulator.ui.settings_names import unknown_settings
from simulator.ui.system import ScreenSignals, exit_message
from simulator.ui.tui.finder import Finder
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.key_buffer import KeyBuffer, keys_done
from simulator.ui.tui.keys.registry import action_of, bindings, key_findings, keys_for, moved, screen_class, usable
from simulator.ui.tui.palette import Commands, Palette
from simulator.ui.tui.program import Program
from simulator.ui.tui.starting import ready_sitting
from simulator.ui.tui.theme import DEFAULT_THEME, THEMES, readable_theme, variables
from simulator.ui.tui.widgets.frame import Frame, LeftOnce

if TYPE_CHECKING:
    from rich.console import RenderableType
    from textual.driver import Driver

    from simulator.graph.job_advert.match import Advert
    from simulator.session.code.process import SandboxLevel
    from simulator.session.sitting import Sitting
    from simulator.ui.tui.room.demo import DemoDriver


class Opening(msgspec.Struct, frozen=True):
    """What opens over home at the start; nothing by default.

    `start`: the settings of a new interview; with `advert`, what was read from that job advert is shown before it
    starts, by its label. `go_on`: the transcript of an interview to resume. `demo` drives the room. `review`: the list
    of interviews.
    """

    start: Settings | None = None
    advert: "Advert | None" = None
    advert_label: str = ""
    go_on: Path | None = None
    demo: "DemoDriver | None" = None
    review: bool = False


PATIENCE = 4.0  # seconds that leaving waits at most for the keys that came first


class InterviewApp(Program):
    """The whole program on the screen."""

    TITLE = "Interview simulator"
    CSS_PATH = "styles/base.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {Commands, Finder}  # noqa: RUF012 - Textual reads it from the class

    def __init__(
        self,
        workspace: Workspace,
        graph: str | None = None,
        *,
        opening: Opening | None = None,
        clock: Clock | None = None,
        sandbox: "SandboxLevel | None" = None,
    ) -> None:
        self.sandbox = sandbox
        self._opening = opening or Opening()
        super().__init__(workspace, graph, clock or Clock())
        self.key_buffer = KeyBuffer()
        self.signals = ScreenSignals()
        self._exit_lines: list[str] = []
        self.usual: Workspace | None = None  # of a command that names no folders
        self._leaving, self._is_left, self._settings_said = False, threading.Event(), False
        self._former_keys_used: set[tuple[str, str]] = set()
        self._last_key: Key | None = None

    def get_driver_class(self) -> "type[Driver]":
        """Textual's choice; on a terminal, our own reader, which survives bytes that are not UTF-8."""
        driver_class = super().get_driver_class()
        if driver_class.__module__ != "textual.drivers.linux_driver":
            return driver_class
        from simulator.ui.tui.driver import TerminalDriver  # not on every system

        return TerminalDriver

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The program's own colours, for a theme of Textual's that isn't registered yet."""
        return variables(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        """Home, below every other screen."""
        return Home()

    def on_load(self) -> None:
        is_left.set(self._is_left.is_set)

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.use_theme(self.preferences.theme)
        self.use_motion(on=self.preferences.motion)
        for finding in [*self.use_own_keys(), *unknown_settings(self.workspace, self.available_themes)][:1]:
            self._settings_said = True
            self.call_after_refresh(self.say, finding)
        self.signals.watch()
        self.signals.on_terminate(self._leave_in_order)
        self.run_worker(self._show_initial_screen(self._opening), group="open", exit_on_error=True)

    def use_theme(self, name: str) -> None:
        """Show a theme; the usual one where the name is not known."""
        if name in BUILTIN_THEMES:
            self.register_theme(readable_theme(name))
        self.theme = self._known_theme(name)

    def _known_theme(self, name: str) -> str:
        return name if name in self.available_themes else DEFAULT_THEME

    @property
    def is_still(self) -> bool:
        """Whether nothing moves whatever the settings say."""
        return TEXTUAL_ANIMATIONS == "none"

    def use_motion(self, *, on: bool) -> None:
        """Let things move as far as the environment allows it, or not at all."""
        self.animation_level = TEXTUAL_ANIMATIONS if on else "none"

    def _leave_in_order(self) -> None:
        """Leave once the keys that came before are in the text; asked a second time, at once."""

        async def leave() -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(keys_done(self, self.key_buffer), 0 if asked_before else PATIENCE)
            await self.action_leave_program()

        # after the app has exited, only its event loop is left
        if self.is_running:
            asked_before, self._leaving = self._leaving, True
            self.run_worker(leave(), group="leave", exclusive=False)

    async def _show_initial_screen(self, opening: Opening) -> None:
        """Show over home what the command line asks for, or the first questions if they were never answered.

        Somebody who started by a command and was cut off gets home, where that interview is the first line.
        """
        if opening.start is not None and opening.advert is not None and opening.demo is None:
            self.open_screen("taken", opening.advert, opening.start, label=opening.advert_label)
        elif opening.start is not None:
            await self._enter(opening.start, opening.demo)
        elif opening.go_on is not None:
            await self._enter(opening.go_on)
        elif opening.review:
            self.open_screen("review")
        elif self.preferences.is_new and not await self._has_unfinished():
            self.open_screen("welcome")
        else:
            self.set_timer(0.05, self.preload)

    async def _has_unfinished(self) -> bool:
        """Whether an interview was begun and isn't over; where there is none at all, no archive is read for it."""
        begun = any(self.workspace.sessions.glob("*.toml"))
        return begun and any(row.state != "ended" for row in await self.sessions())

    def preload(self) -> None:
        """Load graph and engine while the candidate reads, so that the first question comes at once."""

        async def load_ahead() -> None:
            try:
                graph = await self.graph()
            except SimulatorError as error:
                self.say(str(error))
                return
            if isinstance(self.screen, Home):
                self.screen.refresh_facts()
            if not self._settings_said:  # one at a time: there is one line for them
                for finding in (await asyncio.to_thread(self.graph_findings, graph))[:1]:
                    self.say(finding)
            await asyncio.to_thread(import_ahead)

        self.run_worker(load_ahead(), group="preload", exit_on_error=False)

    # Keys

    async def on_event(self, event: Event) -> None:
        """Pass an event on. While the "window too small" notice is shown, ignore every key but quit."""
        if isinstance(event, MouseEvent) and not self.size.region.contains(int(event.x), int(event.y)):
            return  # some terminals report wrong positions; a click there would take the focus from a text
        if isinstance(event, Key | Paste) and not self.app_focus:
            self.app_focus = True  # whoever types has it, whether or not the terminal has said so
        shown = self._top_screen
        if isinstance(event, Key) and event is not self._last_key:  # which comes again on its way up from the focus
            self._last_key, aside, self.aside = event, self.aside, ""  # read by now
            if isinstance(shown, Frame):
                shown.forget_mention(aside)
        if isinstance(event, Key) and event.key in self.key_buffer.never_held:
            self._leave_in_order()
            return
        too_small = shown is not None and shown.has_class("-too-small")
        # a key that answers a question arrives here a second time, on its way up from the focus
        if not isinstance(event, Key | Paste) or not (
            too_small or self.keeps_key(event) or (isinstance(shown, Frame) and shown.takes_key(event))
        ):
            await super().on_event(event)

    @property
    def _top_screen(self) -> Screen[object] | None:
        """The screen on top; None before the first is shown and after the last has gone."""
        return self.screen_stack[-1] if self.screen_stack else None

    def keeps_key(self, event: Event) -> bool:
        """Hold back a key while the screen is about to change; a prompt over the room takes its keys at once."""
        waits = getattr(self._top_screen, "holds_keys", False) or self.key_buffer.hands_over
        return waits and self.key_buffer.keeps(event)

    def release_keys(self) -> None:
        """Pass on the keys that were held back: the screen they waited for is ready."""

        async def pass_on() -> None:
            keys = self.key_buffer.take()
            for key in self.screen.early_keys(keys) if keys and isinstance(self.screen, Frame) else keys:
                await self.on_event(key)

        self.key_buffer.hand_over()
        self.call_later(pass_on)  # not now: the focus changes through the same queue and has to come first

    def use_own_keys(self) -> tuple[str, ...]:
        """Apply the keys of the settings; returns what is wrong with them."""
        self.set_keymap(usable(self.preferences.keys))
        self.key_buffer.never_held = frozenset(keys_for("app.quit", self.preferences.keys))
        return key_findings(self.preferences.keys)

    async def action_former(self, name: str, key: str) -> None:
        """Do what a key of an earlier version did, and say once what replaced it. Own keys replace it as well."""
        if name in usable(self.preferences.keys) or not isinstance(self.screen, Frame):
            return
        if (name, key) not in self._former_keys_used:
            self._former_keys_used.add((name, key))
            self.aside = moved(name, key)
            self.say("")
        action = action_of(name)
        await self.run_action(action.method, self.screen.target_of(action))

    def reread_keys(self) -> tuple[str, ...]:
        """Apply the keys that were changed in the settings file; returns what is wrong with them or with the file."""
        try:
            keys = read_preferences(self.workspace.config).keys
        except SimulatorError as error:
            return (str(error),)
        self.preferences = replace(self.preferences, keys=keys)
        return self.use_own_keys()

    def handle_bindings_clash(self, clashed_bindings: set[Binding], node: DOMNode) -> None:
        """Nothing to do: `key_findings` has reported every clash already."""

    # Screens and interviews

    def open_screen(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Show a screen of the table over the present one, importing it now."""
        self.push_screen(screen_class(name)(*args, **kwargs))

    def replace_screen(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Show a screen of the table in place of the present one."""
        self.switch_screen(screen_class(name)(*args, **kwargs))

    def start(self, settings: Settings) -> None:
        """Start an interview."""
        self.run_worker(self._enter(settings), group="open", exclusive=True)

    def go_on(self, path: Path) -> None:
        """Resume an interview where it stopped."""
        self.run_worker(self._enter(path), group="open", exclusive=True)

    def watch_demo(self) -> None:
        """Show how a simulated candidate sits an interview for this role, on a clock and in a history of its own."""

        async def enter() -> None:
            await asyncio.to_thread(import_ahead)
            from simulator.ui.tui.room.demo import DemoDriver  # only a demo needs it

            demo, chosen = DemoDriver(clock=SimulatedClock(self.clock.now())), self.preferences
            settings = Settings(role=chosen.role, seniority=chosen.seniority, candidate=DEMO_CANDIDATE)
            await self._enter(settings, demo)

        self.run_worker(enter(), group="open", exclusive=True)

    async def _enter(self, start: Settings | Path, demo: "DemoDriver | None" = None) -> None:
        """Show the room of an interview, or say why it cannot be started or reopened."""
        self.say("Preparing the interview.")
        self.key_buffer.hold()  # until the room has its first pane
        try:
            clock = self.clock if demo is None else demo.clock
            sitting = await asyncio.to_thread(ready_sitting, await self.graph(), start, self.workspace, clock)
        except (SimulatorError, OSError) as error:
            self.release_keys()
            self.say(str(error), till_key=True)
            return
        except asyncio.CancelledError:  # another interview was opened in its place, which holds keys itself
            self.key_buffer.release()
            raise
        self.say("")
        if demo is not None:
            from simulator.ui.tui.room.demo import DemoRoom  # only the demo needs it

            await self.push_screen(DemoRoom(sitting, demo))
        else:
            from simulator.ui.tui.room.screen import Room  # it brings the editor and all panes

            await self.push_screen(Room(sitting))

    # Everywhere

    def action_help(self) -> None:
        """Show every key, those of this screen first."""
        contexts = self.screen.help_contexts if isinstance(self.screen, LeftOnce) else ()
        if contexts != ("help",):  # help is not open yet
            self.open_screen("help", contexts)

    def action_command_palette(self) -> None:
        """Find a command, a concept, a question or an interview by its name."""
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def action_help_quit(self) -> None:
        """Say how to leave: ctrl+c was pressed with nothing to copy."""
        self.say(self.keyed("{app.quit} leaves the program; everything is saved."))

    def remember_place(self, sitting: "Sitting") -> None:
        """Note what to print in the terminal at the end about a sitting that is not kept in its own folder."""
        if sitting.rescued is not None or not sitting.is_kept:
            self._exit_lines += exit_message(sitting)

    def exit(self, result: None = None, return_code: int = 0, message: "RenderableType | None" = None) -> None:
        """Leave; where something is to be said of a sitting, the terminal says it."""
        if message is None and self._exit_lines:
            message = Text("\n".join(self._exit_lines))
        self._is_left.set()
        super().exit(result, return_code, message)

    async def action_leave_program(self) -> None:
        """Leave; an open interview is kept and its clock stops."""
        for screen in reversed(self.screen_stack):
            for name in ("keep_typed", "leave_sitting"):
                if (let_go := getattr(screen, name, None)) is not None:
                    await let_go()
            if (sitting := getattr(screen, "to_resume", None)) is not None:
                self._exit_lines += exit_message(sitting, self.usual)
        self.exit(return_code=128 + self.signals.heard if self.signals.heard else 0)

    def action_change_theme(self) -> None:
        for name in BUILTIN_THEMES:
            self.register_theme(readable_theme(name))
        self.search_themes()

    def watch_theme(self, theme: str) -> None:
        if theme != self._known_theme(self.preferences.theme):  # one that stands in for a mistyped name isn't kept
            self.remember(replace(self.preferences, theme=theme))


def import_ahead() -> None:
    """Import in a thread what an interview and the map will need."""
    import simulator.session.sitting
    import simulator.ui.tui.map.screen
    import simulator.ui.tui.room.screen  # noqa: F401


def run_app(
    workspace: Workspace, graph: str | None = None, opening: Opening | None = None, usual: Workspace | None = None
) -> int:
    """Run the app until it is left; the exit status. Raises SimulatorError for settings that cannot be read.

    `usual` is the workspace of a command that names no folders.
    """
    app = InterviewApp(workspace, graph, opening=opening)
    app.usual = (usual or workspace).unspoken
    with app.signals.watched():
        app.run()
    if app._exception is not None:
        # a failed worker wraps the error that made it fail
        raise getattr(app._exception, "error", app._exception)
    return app.return_code or 0
