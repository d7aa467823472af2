"""What is answered besides the question itself: a follow-up, and at the end a parting question, which is not scored."""

from simulator.session.interview.item_blocks import Block
from simulator.session.interview.outcomes import OUTCOMES, SKIPPED
from simulator.ui.interviewer import parting_lead, replies_given, reply_words, said_already, said_words
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

    @property
    def while_writing(self) -> tuple[str, ...]:
        """As ever, but the letters come before the way back to what was read: whoever is stuck needs "don't know"."""
        on, back = (self.reading, []) if "page_down" in self.reading else ([], self.reading)
        return ("done", *on, *self.offered, *back)

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
        reply = said_words(state, self.turn.probes[-1], said_already(state) + 1)
        self.do(lambda interview: interview.said_that(text), done=reply, drop_repeat=True)


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
