"""The base of all screens: the quiet line, the footer, and the notice that the window is too small."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, ParamSpec, TypeVar, cast

from msgspec.structs import replace
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from simulator.errors import SimulatorError
from simulator.graph.text import one_line
from simulator.ui.tui.host import Host, host_of
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import FOOTER_KEYS, action_of, footer
from simulator.ui.tui.keys.table import ACTIONS, PlainScreen
from simulator.ui.tui.widgets.chrome import HELP, Keys, Rule, Title
from simulator.ui.tui.widgets.text import linked

if TYPE_CHECKING:
    from simulator.graph.records import Graph

P = ParamSpec("P")
T = TypeVar("T")

SMALLEST = (60, 20)
READ_ON = replace(action_of("lists.page_down"), label="read on", brief="read")
LINES_INSTEAD = "Or go on in plain lines, which fit any window: {{app.quit}}, then `interview {} --plain`."


class LeftOnce(Screen[ScreenResultType]):
    """A screen that two keys in one burst leave once; Textual would take the screen below with the second."""

    contexts: tuple[str, ...] = ()  # those of the table of keys that work here

    @property
    def help_contexts(self) -> tuple[str, ...]:
        """The contexts that the help screen shows first."""
        return self.contexts

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, unless it is left already."""
        return super().dismiss(result) if self in self.app.screen_stack else AwaitComplete()

    async def action_press(self, action_id: str) -> None:
        """Do what the clicked key of the footer does."""
        await self.run_action(action_of(action_id).method)


class Frame(LeftOnce[None]):
    """Base of the screens."""

    shows_help: ClassVar[bool] = True  # at the end of the footer, after the key that goes back
    footer_keys: ClassVar[int] = FOOTER_KEYS
    _mentioned = ""  # what the quiet line says until the next key
    holds_keys: ClassVar[bool] = True  # while the next pane is prepared

    @property
    def transcript_path(self) -> Path | None:
        """The session that is sat or read here, if any; unfinished lines are kept beside it."""
        return None

    @property
    def host(self) -> Host:
        """The app, as its screens see it."""
        return host_of(self)

    async def read_graph(self) -> "Graph | None":
        """The graph; None where it can't be read, and then the quiet line says why."""
        try:
            return await self.host.graph()
        except SimulatorError as error:
            self.quiet(str(error))
            return None

    async def in_thread(self, call: Callable[P, T], *args: P.args, **named: P.kwargs) -> T | None:
        """What a call in a thread returns; None where it fails, and then the quiet line says why."""
        try:
            return await asyncio.to_thread(call, *args, **named)
        except SimulatorError as error:
            self.quiet(str(error))
            return None

    def compose(self) -> ComposeResult:
        yield from self.body()
        yield Static(id="quiet-line", markup=False)
        yield Keys()
        yield Static(id="too-small", markup=False)

    def body(self) -> ComposeResult:
        """The widgets above the quiet line."""
        yield from ()

    def on_mount(self) -> None:
        self.show_keys()

    def on_screen_resume(self) -> None:
        """Say here what the screen before was about to say."""
        if self.host.aside and not self.quiet_words:
            self.quiet("")

    @property
    def labels(self) -> dict[str, str]:
        """What keys of the footer are called just now, where that isn't as ever."""
        return {}

    def show_keys(self, *, without: frozenset[str] = frozenset()) -> None:
        """Show the keys that work here."""
        shown = relabelled(footer(*self.help_contexts, without=without, most=len(ACTIONS)), self.labels)
        kept = [a for a in shown if a.method == "back"] + [action_of(HELP)] * self.shows_help
        lesser = [a for a in shown if a not in kept][: self.footer_keys - len(kept)]
        self.query_one(Keys).show([*lesser, *kept], kept=len(kept))

    def show_actions(self, actions: Sequence[Action], *, kept: int = 0) -> None:
        """Show exactly these keys, followed by help where the screen shows it; the last `kept` however narrow it is."""
        shown = [action_of(HELP)] * self.shows_help
        self.query_one(Keys).show([*actions, *shown], kept=kept + len(shown))

    def on_descendant_focus(self) -> None:
        """Repaint the footer: while somebody types, other keys work."""
        self.query_one(Keys).refresh()

    def quiet(self, message: str) -> None:
        """Show a sentence on the quiet line until the next one."""
        # a command may end after its screen has gone
        for line in self.query("#quiet-line").results(Static):
            line.update(linked(message or self.host.aside))

    def mention(self, message: str) -> None:
        """Show a sentence on the quiet line until the next key, or until another screen is shown."""
        self.quiet(message)
        self._mentioned = self.quiet_words

    def forget_mention(self, aside: str = "") -> None:
        """Clear the quiet line of what was mentioned, or of an `aside`: it was about what came before."""
        mentioned, self._mentioned = self._mentioned, ""
        for said in filter(None, (mentioned, aside)):
            self.unsay(said)

    def on_screen_suspend(self) -> None:
        """Leave nothing mentioned for the next visit."""
        self.forget_mention()

    def unsay(self, message: str) -> None:
        """Clear the quiet line if it still shows this; what was said since stays."""
        if self.quiet_words == message:
            self.quiet("")
            self.say_usual()

    def say_usual(self) -> None:
        """Say what the quiet line has while there's nothing else."""

    @property
    def quiet_words(self) -> str:
        """The text of the quiet line."""
        return "".join(str(line.content) for line in self.query("#quiet-line").results(Static))

    def on_resize(self, event: events.Resize) -> None:
        width, height = event.size
        small = width < SMALLEST[0] or height < SMALLEST[1]
        was_small = self.has_class("-too-small")
        self.set_class(small, "-too-small")
        if small:
            # a browser tab has no lines
            command = "start" if self.transcript_path is None else "resume"
            lines_instead = "" if self.app.is_web else self.host.keyed(LINES_INSTEAD.format(command))
            self.query_one("#too-small", Static).update(
                f"This needs {SMALLEST[0]} columns and {SMALLEST[1]} lines; you have {width} and {height}.\n"
                f"Nothing is lost. Make the window larger to go on.\n{lines_instead}"
            )
        if small and not was_small:
            self.hidden()

    def hidden(self) -> None:
        """The window has become too small to show anything else."""

    def early_keys(self, keys: "list[events.Key | events.Paste]") -> "list[events.Key | events.Paste]":  # noqa: ARG002
        """The keys to take of those pressed before this was shown: by default none, as they were meant for another."""
        return []

    def takes_key(self, event: "events.Key | events.Paste") -> bool:  # noqa: ARG002
        """Take a key that answers a question asked here; whether it did."""
        return False

    def study_words(self) -> str:
        """What to search the bank for when it is opened from here."""
        return ""

    def action_study(self) -> None:
        """Search the bank; only screens without an interview behind them have a key for it."""
        self.host.open_screen("study", self.study_words())

    def action_open(self, name: str) -> None:
        """Open a screen without parameters."""
        self.host.open_screen(cast("PlainScreen", name))

    async def action_back(self) -> None:
        """Back to the screen before."""
        self.dismiss()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """Say that a worker has failed; otherwise "Working it out." would stay."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.quiet(
                one_line(f"This couldn't be worked out ({type(error).__name__}: {error}). Try opening it again.")
            )

    async def action_press(self, action_id: str) -> None:
        action = action_of(action_id)
        await self.app.run_action(action.method, self.app if action.context == "app" else self.target_of(action))

    def target_of(self, action: Action) -> DOMNode:  # noqa: ARG002 - the room gives its pane
        """The node whose method carries out an action."""
        return self


class LongText:
    """The keys that scroll a long text, for a screen or a pane."""

    @property
    def scroll(self) -> VerticalScroll:
        """The part that scrolls."""
        raise NotImplementedError

    def action_text_line(self, by: int) -> None:
        self.scroll.scroll_relative(y=by, animate=False)

    def action_text_page(self, by: int) -> None:
        scroll = self.scroll.scroll_page_down if by > 0 else self.scroll.scroll_page_up
        scroll(animate=False)

    def action_text_top(self) -> None:
        self.scroll.scroll_home(animate=False)

    def action_text_bottom(self) -> None:
        self.scroll.scroll_end(animate=False)


class ReadsOn(Frame):
    """A screen with a list and a text, `long_text`: the footer says that page down reads on where there is more."""

    long_text = ""  # a selector

    def on_mount(self) -> None:  # Textual runs those of the bases too
        for text in self.query(self.long_text):
            self.watch(text, "show_vertical_scrollbar", self._offer_to_read_on, init=False)

    def show_keys(self, *, without: frozenset[str] = frozenset()) -> None:
        super().show_keys(without=without)
        self._offer_to_read_on()

    def _offer_to_read_on(self) -> None:
        keys = self.query_one(Keys)
        first, *others = (action for action in keys.actions if action.id != READ_ON.id)
        is_long = any(text.show_vertical_scrollbar for text in self.query(self.long_text))
        kept = sum(action.method == "back" or action.id == HELP for action in others)
        keys.show([first, *[READ_ON] * is_long, *others], kept=kept)


NOTHING_HERE = "That does nothing here; the keys that work are below."
WIDEST = 96  # columns; beyond that, figures are far from their names and text is hard to read


class Page(LongText, Frame):
    """A title, a rule, and `#page`, which scrolls; escape goes back."""

    heading = ""
    look = ""  # the style class of the page

    def body(self) -> ComposeResult:
        yield Title(self.heading, id="title")
        yield Rule()
        yield VerticalScroll(id="page", can_focus=False, classes=self.look)

    def on_key(self, event: events.Key) -> None:
        """Say of a key that types something, space among them, that it does nothing here, if that's so."""
        if event.is_printable and event.key not in self.active_bindings:
            self.mention(NOTHING_HERE)

    @property
    def page(self) -> VerticalScroll:
        """The part that scrolls."""
        return self.query_one("#page", VerticalScroll)

    scroll = page

    @property
    def page_width(self) -> int:
        """Columns of a line when the scroll bar is shown."""
        return max(40, self.page.content_region.width - self.page.styles.scrollbar_size_vertical)

    @property
    def text_width(self) -> int:
        """Columns for text: those of the page, up to `WIDEST`."""
        return min(self.page_width, WIDEST)

    async def fill(self, widgets: Iterable[Widget], *, keep: bool = False) -> None:
        """Show these widgets and nothing else, from the top; or `keep` the place, where they are the same again."""
        await refill(self.page, widgets, keep=keep)


async def refill(page: VerticalScroll, widgets: Iterable[Widget], *, keep: bool = False) -> None:
    """Show these widgets and nothing else on a part that scrolls, from the top; or `keep` the place."""
    place = page.scroll_y
    async with page.batch():
        await page.remove_children()
        await page.mount_all(widgets)
    if keep:
        page.call_after_refresh(page.scroll_to, y=place, animate=False, immediate=True)  # once there are lines again
    else:
        page.scroll_home(animate=False)
