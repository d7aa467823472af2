"""The command palette: what can be done on the present screen, and the screens that open from here."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import keys_of, of_context
from simulator.ui.tui.keys.table import CONTEXTS
from simulator.ui.tui.widgets.frame import Frame


class Commands(Provider):
    """Finds the actions of the present screen and the screens that open from it."""

    async def discover(self) -> Hits:
        for action, title in self._actions():
            yield DiscoveryHit(title, partial(self._run, action), help=self._keys(action))
        for name, title in self._screens():
            yield DiscoveryHit(title, partial(self._open, name))
        yield DiscoveryHit(
            "Change the theme", self.app.search_themes, help="light, dark, high contrast, terminal colours"
        )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, title in self._actions():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), partial(self._run, action), help=self._keys(action))
        for name, title in self._screens():
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
        return keys_of(action, host_of(self.screen).preferences.keys)

    def _screens(self) -> Iterator[tuple[str, str]]:
        """The screens that open from here: none during an interview, and none that is open already."""
        stack = self.app.screen_stack
        if not isinstance(self.screen, Frame) or any(hasattr(screen, "leave_sitting") for screen in stack):
            return
        own = {action.method for action in of_context(*self.screen.help_contexts)}
        opened = {type(screen).__name__ for screen in stack}
        for name, context in CONTEXTS.items():
            reached = own & {name, f"open({name!r})"} or context.screen.rpartition(":")[2] in opened
            if context.palette and not reached and not self.screen.host.preferences.is_new:
                yield name, named(name, context.palette)

    def _open(self, name: str) -> None:
        if isinstance(self.screen, Frame):
            self.screen.action_open(name)

    async def _run(self, action: Action) -> None:
        if isinstance(self.screen, Frame) and action.context != "app":
            await self.screen.action_press(action.id)
        else:
            await self.app.run_action(action.method, self.app)


def named(name: str, words: str) -> str:
    """The short name before the words about it, for people search for either."""
    if name.casefold() in words.casefold():
        return words
    return f"{name[:1].upper()}{name[1:]}: {words[:1].lower()}{words[1:]}"
