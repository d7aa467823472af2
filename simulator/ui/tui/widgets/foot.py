"""What a question over a screen stands in: the foot of the window, set off by a rule."""

from textual.containers import Vertical

from simulator.ui.tui.widgets.rule import Rule


class Foot(Vertical):
    """A rule and what is given below it; right under a rule of the screen below, its own is left blank."""

    def __init__(self) -> None:
        super().__init__(Rule(), id="foot")

    def on_resize(self) -> None:
        self.call_after_refresh(self._one_rule)

    def _one_rule(self) -> None:
        *_, below, _own = self.app.screen_stack
        above = self.region.y - 1
        self.query_one(Rule).visible = all(rule.region.y != above for rule in below.query(Rule))
