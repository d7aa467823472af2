"""A follow-up waits for its reply."""

from simulator.ui.interviewer import replies_given, reply_words, said_already, said_words
from simulator.ui.tui.keys.registry import bindings
from simulator.ui.tui.room.panes.writing import WritingPane

NO_HINT = "There are no hints in a follow-up."
NO_QUESTION = "You could ask for facts while you answered; now say what you're assuming."


class ProbePane(WritingPane):
    """The interviewer follows up, before anything is revealed."""

    BINDINGS = bindings("probe")
    context = "probe"
    letters: tuple[str, ...] = ("said", "unknown")

    @property
    def asks_for(self) -> str:
        """The key for "I said that", and what that does: where a point is asked for, it may have been said already."""
        if self.turn.probes[-1].sort != "gap":
            return ""
        return f"Said that already? Press {self.key_in_text('probe.said')} and we move on."

    def where(self) -> list[str]:
        """The number of the follow-up or the twist."""
        number = len(self.turn.probes)
        return [f"twist {number}" if self.turn.probes[-1].sort == "twist" else f"follow-up {number}"]

    def action_done(self) -> None:
        text = self.text
        state = self.interview.state
        self.do(lambda interview: interview.answer_probe(text), done=reply_words(state, replies_given(state) + 1))

    def action_hint(self) -> None:
        """What the key for a hint says here: it is pressed by habit."""
        self.say(NO_HINT)

    def action_clarify(self) -> None:
        self.say(NO_QUESTION)

    def action_said(self) -> None:
        text, state = self.text, self.interview.state
        said = said_words(state, said_already(state) + 1)
        self.do(lambda interview: interview.said_that(text), done=said, drop_repeat=True)
