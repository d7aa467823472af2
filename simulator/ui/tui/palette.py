"""The command palette, and what it knows to do: the actions of the present screen, and the screens that open from it.

What is found by its name, such as a concept or an interview, is the `finder`'s.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Literal

from rich.segment import Segment
from textual import on
from textual.app import App, ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher
from textual.strip import Strip
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from simulator.engine.choice.formats import FORMATS, Format
from simulator.errors import SimulatorError
from simulator.session.presets import has_tasks, taste
from simulator.ui.tui.home.rows import GO_ON
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import keys_left, keys_of, of_context
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.frame import Frame
from simulator.ui.tui.widgets.line import OrderedInput
from simulator.ui.tui.widgets.rows import MARK, Rows

PLACEHOLDER = "A command, a concept, a question you had, an interview"
NONE = "Nothing is called that."
NONE_IN_INTERVIEW = "In an interview I find commands only; concepts and answers come after it."
KEYS = (("enter", "choose"), ("↓", "next"), ("↑", "before"), ("esc", "back"))
MORE = "↓ more"  # on the lower edge of a list that goes on
OTHER_WORD = 0.1  # what a command is found with that isn't in its words ranks below what is, and above the scattered
STUDY_LINE = "What to work on: all that fell short, most urgent first"
TASTE_LINE = "Taste: ten minutes, two or three questions"
THEME_LINE, THEMES = "Change the theme", "light, dark, high contrast, terminal colours"
COMPARE_LINE = "Compare two interviews: in Review, {review.compare} on one, then on the other"
DEMO_LINE = "Watch a demo: a simulated candidate, three minutes"
SCATTERED = 0.01
LONGEST_SHORTENED = 40  # letters
_WORD = re.compile(r"\w+")
SCATTERED_FROM = 4  # letters: fewer are scattered over nearly every title
STUDY_ALSO = "study studying learn learning read revise revision gaps missed"
TASTE_ALSO = "quick short try questions check checks"
HOME_ALSO = {  # other words for what home's lines offer, by their keys; screens and the demo are found by themselves
    GO_ON: "resume continue go on interrupted open debrief score",
    "today": "today plan planned go on",
    "start": "start begin new interview",
    "repeat": "repeat again",
    "tonight": "tonight read study learn go over practise practice report",
    "practise": "practise practice drill due",
    "weakest": "practise practice weakest gaps deep dive",
    "code": "code coding task write program",
}


def sits_interview(app: App[object]) -> bool:
    """Whether an interview is open below: then nothing leads elsewhere."""
    return any(hasattr(screen, "leave_sitting") for screen in app.screen_stack)


class CommandLine(CommandInput, OrderedInput):
    """The line of the palette."""


class Found(CommandList):
    """What was found, with an edge below that says whether it goes on.

    The marked line has a sign as in every other list, as there may be no colours.
    """

    def on_mount(self) -> None:
        for changes in ("scroll_y", "virtual_size", "size"):
            self.watch(self, changes, self._say_more, init=False)

    def _say_more(self) -> None:
        self.border_subtitle = MORE if self.scroll_y < self.max_scroll_y else ""

    def render_line(self, y: int) -> Strip:
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if self.highlighted is None or self._lines[line : line + 1] != [(self.highlighted, 0)]:
            return strip
        style = next((segment.style for segment in strip), None)
        return Strip.join([Strip([Segment(MARK, style)]), strip.crop(len(MARK), None)])

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """Stay where there is no room for a line: Textual makes none there, and breaks as it looks for the marked."""
        if (self.highlighted or 0) in self._index_to_line:
            super()._move_page(direction)


class Palette(CommandPalette):
    """Textual's palette in the program's colours, and without its emoji."""

    DEFAULT_CSS = """
    Palette > Vertical {
        margin-top: 2; width: 100; max-width: 100%; background: $panel;
        &:dark { background: $panel; }
    }
    Palette #--input { border: round $focus; }
    Palette #--input.--list-visible { border: round $focus; }
    Palette SearchIcon { display: none; }
    Palette CommandInput, Palette CommandInput:focus { border: none; height: 1; padding: 0 1; }
    Palette CommandList, Palette CommandList:focus, Palette CommandList.--populating {
        border: none; border-bottom: solid $rule; border-subtitle-color: $muted; margin: 0;
    }
    Palette CommandList > .option-list--option { padding: 0 2; text-style: none; }
    Palette CommandList > .option-list--option-highlighted {
        background: $cursor; color: $foreground; text-style: bold;
    }
    Palette > #palette-keys { dock: bottom; height: 1; padding: 0 2; background: $background; color: $muted; }
    Palette > .command-palette--help-text { color: $muted; text-style: none; }
    Palette > .command-palette--highlight { color: $accent; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__(placeholder=PLACEHOLDER, id="--command-palette")  # by this id Textual knows that it is open
        self._is_left = False

    def compose(self) -> ComposeResult:
        for widget in super().compose():
            if isinstance(widget, CommandInput):
                yield CommandLine(placeholder=PLACEHOLDER, select_on_focus=False)
            else:
                yield Found() if isinstance(widget, CommandList) else widget
        # those of the screen below are typed here
        keys = Content("   ").join(Content.assemble((key, "$accent"), f" {does}") for key, does in KEYS)
        yield Static(keys, id="palette-keys")

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave it once: keys and clicks come faster than it closes, and each would close one more screen."""
        if self._is_left:
            return AwaitComplete()
        self._is_left = True
        return super().dismiss(result)

    @on(OptionList.OptionSelected)
    def _choose_once(self, event: OptionList.OptionSelected) -> None:
        if self._is_left:
            event.prevent_default()

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Say a moment later that nothing was found, and in an interview why."""
        if not search_value:
            super()._start_no_matches_countdown(search_value)
            return

        def say() -> None:
            none = NONE_IN_INTERVIEW if sits_interview(self.app) else NONE
            self.query_one(CommandList).add_option(Option(Content(none), id=self._NO_MATCHES, disabled=True))
            self._list_visible = True

        self._stop_no_matches_countdown()
        self._no_matches_timer = self.set_timer(self._NO_MATCHES_COUNTDOWN, say)


class Commands(Provider):
    """Finds the actions of the present screen and the screens that open from it."""

    async def discover(self) -> Hits:
        """All there is to do from here, before anything is typed; leaving comes last."""
        *actions, (leaving, leaves) = self._actions()
        for action, title in actions:
            yield DiscoveryHit(title, partial(self._run, action), help=self._keys(action))
        for name, title in self._screens():
            yield DiscoveryHit(title, partial(self._open, name))
        for title, leads, _, note in self._lines_of_home():
            yield DiscoveryHit(Content(title), leads, title, help=note or None)  # a graph may have titles with brackets
        if self._leads_elsewhere:
            yield DiscoveryHit(TASTE_LINE, self._taste)
            yield DiscoveryHit(DEMO_LINE, host_of(self.screen).watch_demo)
        yield DiscoveryHit(THEME_LINE, self.app.search_themes, help=THEMES)
        yield DiscoveryHit(leaves, partial(self._run, leaving), help=self._keys(leaving))

    async def search(self, query: str) -> Hits:
        """The commands called like this, then the kinds of interview."""
        terms = query.casefold().split()
        found, shapes = self._found(query, terms), await self._formats(terms)
        named = bool(shapes) or any(hit.score >= SCATTERED for hit in found)
        for hit in found:  # letters that are only scattered are of use where nothing else is found
            if hit.score >= SCATTERED or not named:
                yield hit
        matcher = self.matcher(query)
        for shape in shapes:
            leads = partial(self._set_up, shape.id)
            help = f"set up · {shape.about}"
            yield Hit(fit_of(shape.title, terms), matcher.highlight(shape.title), leads, help=help)

    def _marked(self, title: str, matcher: Matcher) -> Content:
        """A title, the letters that were looked for marked: Textual's matcher would read a graph's title as markup."""
        content = Content(title)
        for at in matcher.fuzzy_search.match(matcher.query, title)[1]:
            if not title[at].isspace():
                content = content.stylize(matcher.match_style, at, at + 1)
        return content

    def _found(self, query: str, terms: Sequence[str]) -> list[Hit]:
        """The commands that hold these words, or at least their letters, each with how well it fits."""
        matcher = self.matcher(query)

        def score(title: str, also: str = "") -> float:
            letters, close = "".join(terms), matcher.match(title)
            close /= 1 + close
            if has_all(title, terms):
                return fit_of(title, terms) + close  # which the matcher has in their order only
            if also and has_all(also, terms):
                return OTHER_WORD
            return SCATTERED * close * (len(letters) >= SCATTERED_FROM and abbreviates(letters, title))

        def hit(title: str, does: Callable[[], object], also: str = "", help: str | None = None) -> Hit:
            return Hit(score(title, also), self._marked(title, matcher), does, title, help)

        hits = [hit(title, partial(self._run, a), a.also, self._keys(a)) for a, title in self._actions()]
        also = {a.method: a.also for a in of_context("home")}  # by which words home finds what opens from everywhere
        hits += [hit(t, partial(self._open, name), also.get(f"open({name!r})", "")) for name, t in self._screens()]
        hits += [hit(title, leads, also, note or None) for title, leads, also, note in self._lines_of_home()]
        if self._leads_elsewhere and not self._is_open("review"):  # which has a key for it
            hits.append(hit(host_of(self.screen).keyed(COMPARE_LINE), partial(self._open, "review"), "comparison"))
        if self._leads_elsewhere:
            hits.append(hit(STUDY_LINE, partial(self._open, "study"), STUDY_ALSO))
            hits.append(hit(TASTE_LINE, self._taste, TASTE_ALSO))
            hits.append(hit(DEMO_LINE, host_of(self.screen).watch_demo))
        hits.append(hit(THEME_LINE, self.app.search_themes, THEMES))
        return [found for found in hits if found.score > 0]

    async def _formats(self, terms: Sequence[str]) -> list[Format]:
        """The kinds of interview with these words in their titles, where one may be set up."""
        shapes = [shape for shape in FORMATS.values() if terms and has_all(shape.title, terms)]
        below = {type(screen).__name__ for screen in self.app.screen_stack if screen is not self.screen}
        if not shapes or not self._leads_elsewhere or "Setup" in below:
            return []
        try:
            graph = await host_of(self.screen).graph()
        except SimulatorError:
            return []
        return [shape for shape in shapes if not shape.writes_code or has_tasks(graph)]

    def _actions(self) -> Iterator[tuple[Action, str]]:
        left = self._keys_left
        for action in (*of_context(*self._contexts), *of_context("app")):  # leaving is the last
            moves = action.context == "lists" or action.method.startswith("text_")
            if action.id != "app.palette" and not moves and left.get(action.id, action.key):
                yield action, named(action.label, action.help)

    @property
    def _contexts(self) -> tuple[str, ...]:
        return self.screen.help_contexts if isinstance(self.screen, Frame) else ()

    @property
    def _keys_left(self) -> Mapping[str, str]:
        return keys_left(self._contexts, host_of(self.screen).preferences.keys)

    def _keys(self, action: Action) -> str:
        """The keys that do it here: another action of the place may have taken some."""
        own = host_of(self.screen).preferences.keys
        left = self._keys_left.get(action.id)
        return keys_of(action, own if left is None else {action.id: left})

    def _screens(self) -> Iterator[tuple[str, str]]:
        """The screens that open from here: none during an interview, and none that is open already."""
        if not isinstance(self.screen, Frame) or not self._leads_elsewhere:
            return
        own = {action.method for action in of_context(*self.screen.help_contexts)}
        for name, context in CONTEXTS.items():
            reached = own & {name, f"open({name!r})"} or self._is_open(name)
            if context.palette and not reached:
                yield name, named(name, context.palette)

    def _is_open(self, name: str) -> bool:
        """Whether a screen is open, here or below."""
        opened = {type(screen).__name__ for screen in self.app.screen_stack}
        return CONTEXTS[name].screen.rpartition(":")[2] in opened

    def _lines_of_home(self) -> Iterator[tuple[str, Callable[[], None], str, str]]:
        """What home offers, from wherever one is: in its words, what it does, other words, and what stands beside."""
        homes = (screen for screen in self.app.screen_stack if isinstance(screen, Home))
        if not self._leads_elsewhere or (home := next(homes, None)) is None:
            return
        for row in home.query_one("#menu", Rows).rows:
            also = HOME_ALSO.get(GO_ON if row.key.startswith(GO_ON) else row.key)
            if also is not None:
                yield f"{row.label}: {row.text}", partial(home.open_row, row.key), also, row.note

    @property
    def _leads_elsewhere(self) -> bool:
        """Whether anything else may be opened from here: not in an interview, nor before the first start is over."""
        return not sits_interview(self.app) and not host_of(self.screen).preferences.is_new

    def _taste(self) -> None:
        host = host_of(self.screen)
        host.start(taste(host.preferences.settings(host.workspace.candidate)))

    def _set_up(self, format: str) -> None:
        from simulator.ui.tui.home.setup import Setup  # home is painted without it

        if isinstance(self.screen, Setup):
            self.screen.choose_format(format)
        else:
            host_of(self.screen).open_screen("setup", format)

    def _open(self, name: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.action_open(name)

    async def _run(self, action: Action) -> None:
        if isinstance(self.screen, Frame) and action.context != "app":
            await self.screen.action_press(action.id)
        else:
            await self.app.run_action(action.method, self.app)


def named(name: str, words: str) -> str:
    """The short name before the words about it, as people search for either."""
    if name.casefold() in words.casefold():
        return words
    return f"{name[:1].upper()}{name[1:]}: {words[:1].lower()}{words[1:]}"


def fit_of(text: str, terms: Sequence[str]) -> int:
    """How well these words in lower case fit a text that holds them all, from 1 to 4.

    They may be its name, or whole words of it, or words may begin so; or they stand somewhere within words.
    """
    lowered = text.casefold()
    words, heads = _WORD.findall(lowered), [_WORD.findall(term) or [term] for term in terms]
    if _WORD.findall(lowered.partition(":")[0]) == [word for head in heads for word in head]:
        return 4
    if all(word in words for head in heads for word in head):
        return 3
    return 2 if all(any(word.startswith(part) for word in words) for head in heads for part in head) else 1


def abbreviates(letters: str, text: str) -> bool:
    """Whether letters shorten a text: each begins a word of it, or goes on in the word of the one before.

    Letters that were merely somewhere in their order found "Drawing" for "staff".
    """
    text, letters = text.casefold(), letters[:LONGEST_SHORTENED]
    begins = {at for at, letter in enumerate(text) if letter.isalnum() and not text[at - 1 : at].isalnum()}
    places = {at for at in begins if text[at] == letters[:1]}
    for letter in letters[1:]:
        later = {at for at, found in enumerate(text) if found == letter}
        places = {
            at for at in later for before in places if at > before and (at in begins or text[before:at].isalnum())
        }
    return bool(places)


def has_all(text: str, terms: Sequence[str]) -> bool:
    """Whether a text holds all these words or beginnings of words, in lower case."""
    lowered = text.casefold()
    return all(term in lowered for term in terms)
