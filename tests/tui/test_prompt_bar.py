"""The bar at the foot of a prompt, over whatever screen lies behind it."""

from textual.app import App, ComposeResult

from simulator.ui.tui.widgets.chrome import PromptBar, Rule


class BarAlone(App[None]):
    """A bar on the only screen there is."""

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours that a bar is painted in."""
        return {"rule": "#888888", "muted": "#888888"}

    def compose(self) -> ComposeResult:
        """The bar alone."""
        yield PromptBar()


async def test_a_bar_needs_no_screen_behind() -> None:
    """The program broke where a prompt was closed before its bar had been laid out."""
    async with BarAlone().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        bar = pilot.app.query_one(PromptBar)
        bar.on_resize()
        await pilot.pause()
        assert bar.query_one(Rule).visible
