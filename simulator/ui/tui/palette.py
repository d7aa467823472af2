"""The command palette: every action of the present screen and part, by its words."""

from collections.abc import Iterator
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider

from simulator.ui.tui.actions import Action, keys_of, of_context
from simulator.ui.tui.screens.frame import Frame


class Commands(Provider):
    """Finds what can be done now."""

    async def discover(self) -> Hits:
        for action, title in self._actions():
            yield DiscoveryHit(title, partial(self._run, action), help=keys_of(action))
        yield DiscoveryHit(
            "Change the theme", self.app.search_themes, help="light, dark, high contrast, terminal colours"
        )

    async def search(self, query: str) -> Hits:
        matcher = self.matcher(query)
        for action, title in self._actions():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, matcher.highlight(title), partial(self._run, action), help=keys_of(action))
        if (score := matcher.match("Change the theme")) > 0:
            yield Hit(score, matcher.highlight("Change the theme"), self.app.search_themes)

    def _actions(self) -> Iterator[tuple[Action, str]]:
        contexts = self.screen.help_contexts if isinstance(self.screen, Frame) else ()
        for action in of_context(*contexts, "app"):
            if action.id != "app.palette" and not action.method.startswith(("text_", "cursor_", "page_")):
                yield action, action.help

    async def _run(self, action: Action) -> None:
        if isinstance(self.screen, Frame) and action.context != "app":
            await self.screen.action_press(action.id)
        else:
            await self.app.run_action(action.method, self.app)
