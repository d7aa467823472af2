"""Moving through a text that is longer than its place: the methods behind the keys of `actions.action.scroll`."""

from textual.containers import VerticalScroll


class LongText:
    """What a screen or a part has whose text scrolls; `scroll` says where."""

    @property
    def scroll(self) -> VerticalScroll:
        """What scrolls."""
        raise NotImplementedError

    def action_text_down(self) -> None:
        self.scroll.scroll_relative(y=1, animate=False)

    def action_text_up(self) -> None:
        self.scroll.scroll_relative(y=-1, animate=False)

    def action_text_page_down(self) -> None:
        self.scroll.scroll_page_down(animate=False)

    def action_text_page_up(self) -> None:
        self.scroll.scroll_page_up(animate=False)

    def action_text_top(self) -> None:
        self.scroll.scroll_home(animate=False)

    def action_text_bottom(self) -> None:
        self.scroll.scroll_end(animate=False)
