"""The parting questions: nothing is scored any more, and the candidate may ask something themselves."""

from simulator.session.interview.item_blocks import Block
from simulator.session.interview.outcomes import OUTCOMES, SKIPPED
from simulator.ui.interviewer import parting_lead
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.room.panes.writing import WritingPane


class PartingPane(WritingPane):
    """A question after the last one: about the candidate, or what they would like to ask."""

    BINDINGS = bindings("parting")
    context = "parting"
    letters: tuple[str, ...] = ("skip",)
    placeholder = "This isn't scored."
    needs_room = False
    has_beside = False

    def lead(self) -> str:
        return parting_lead(self.interview.state)

    def said(self) -> list[Block]:
        asked = self.interview.state.parting.open
        return [Block("interviewer", asked.asks)] if asked else []

    def where(self) -> list[str]:
        """Nothing: it is no question of the interview."""
        return []

    def time(self) -> tuple[str, bool]:
        """Nothing: no minutes are planned for it."""
        return "", False

    def action_done(self) -> None:
        text = self.text
        self.do(lambda interview: interview.answer_parting(text))

    def action_skip(self) -> None:
        text, done = self.text, f"{OUTCOMES[SKIPPED].capitalize()}."

        def skip() -> None:
            self.do(lambda interview: interview.skip(text), done=done, drop_repeat=True)

        self.confirm_if_text("skip", "skip it", skip, final=False)
