"""The screens that home and the command palette open by name; each is imported when it is first opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.screen import Screen

from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import keys_of, of_context
from simulator.ui.tui.widgets.frame import Frame

if TYPE_CHECKING:
    from simulator.ui.tui.app import InterviewApp


@dataclass(frozen=True)
class Route:
    """A screen without parameters: its module below `ui.tui`, its class, and what the palette says of it."""

    module: str
    screen: str
    title: str

    def open(self) -> Screen[None]:
        """A new screen behind this door."""
        return cast("Screen[None]", getattr(import_module(f"simulator.ui.tui.{self.module}"), self.screen)())


ROUTES: dict[str, Route] = {
    "setup": Route("home.setup", "Setup", "Set up the next interview"),
    "settings": Route(
        "home.settings", "SettingsScreen", "Settings: theme, clock, date of the interview, your own keys"
    ),
    "brief": Route("home.brief", "BriefScreen", "The brief for the day before: nothing new"),
    "progress": Route("map.progress", "ProgressScreen", "Mastery over time, by area"),
    "review": Route("review.screen", "ReviewScreen", "Interviews so far"),
    "map": Route("map.screen", "Map", "The map of concepts, and where you stand on each"),
    "study": Route("map.study", "StudyScreen", "Ask the bank: definitions, answers, mistakes and sources"),
}


class Commands(Provider):
    """Finds what can be done now."""

    async def discover(self) -> Hits:
        for action, title in self._actions():
            yield DiscoveryHit(title, partial(self._run, action), help=self._keys(action))
        for name, title in self._doors():
            yield DiscoveryHit(title, partial(self._open, name))
        yield DiscoveryHit(
            "Change the theme", self.app.search_themes, help="light, dark, high contrast, terminal colours"
        )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, title in self._actions():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), partial(self._run, action), help=self._keys(action))
        for name, title in self._doors():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), partial(self._open, name))
        if (score := matcher.match("Change the theme")) > 0:
            yield Hit(score, matcher.highlight("Change the theme"), self.app.search_themes)

    def _actions(self) -> Iterator[tuple[Action, str]]:
        contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
        for action in of_context(*contexts, "app"):
            moves = action.context == "lists" or action.method.startswith("text_")
            if action.id != "app.palette" and not moves:
                yield action, named(action.label, action.help)

    def _keys(self, action: Action) -> str:
        return keys_of(action, cast("InterviewApp", self.app).preferences.keys)

    def _doors(self) -> Iterator[tuple[str, str]]:
        """The screens that open from here: none while an interview waits, and none that is open already."""
        stack = self.app.screen_stack
        if not isinstance(self.screen, Frame) or any(hasattr(screen, "leave_sitting") for screen in stack):
            return
        own = {action.method for action in of_context(*self.screen.help_contexts)}
        opened = {type(screen).__name__ for screen in stack}
        for name, door in ROUTES.items():
            if name not in own and door.screen not in opened and not self.screen.program.preferences.is_new:
                yield name, named(name, door.title)

    def _open(self, name: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.program.open_door(name)

    async def _run(self, action: Action) -> None:
        if isinstance(self.screen, Frame) and action.context != "app":
            await self.screen.action_press(action.id)
        else:
            await self.app.run_action(action.method, self.app)


def named(name: str, words: str) -> str:
    """What the footer or home calls it stands before the words about it: both are looked for."""
    if name.casefold() in words.casefold():
        return words
    return f"{name[:1].upper()}{name[1:]}: {words[:1].lower()}{words[1:]}"
