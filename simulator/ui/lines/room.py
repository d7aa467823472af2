"""The line mode's interview: asks for what the interview waits for, and runs the commands.

It drives the same Interview as the full screen and has no rules of its own. A line with a single `.` ends an answer,
lines that start with `/` and a known word are commands, and the end of the input pauses the interview.
"""

from collections.abc import Callable, Mapping
from functools import cached_property

from simulator.engine.scoring import CHOICES, MARK_WORDS, VERDICTS, Mark, Verdict
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.records import Point
from simulator.graph.text import short
from simulator.session.interview.hearing import FoundWords, words_found
from simulator.session.interview.input import exactness_of, hint_of, takes_offer
from simulator.session.interview.item_blocks import SEEN_NOW, stage_words
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import gave_up, marks_first, why_not_set_aside
from simulator.session.interview.outcome_words import NOBODY_ASKED, QUOTED_DONT_KNOW, QUOTED_SAID_THAT
from simulator.session.interview.state import Awaits
from simulator.session.interview.turn import Turn
from simulator.ui.found_words import (
    AFTER_MARK_WHY,
    WHEN_ASKED,
    explains_when_asked,
    heard_already,
    heard_sentence,
    words_help,
)
from simulator.ui.interviewer import (
    CLOCK_STOPPED,
    MARKED_BEFORE,
    READ_AS,
    keeps_prediction,
    marking_rule,
    own_verdict_asks,
    prediction_asks,
)
from simulator.ui.lines.coding import LineTask
from simulator.ui.lines.commands import TEXTS, LineCommands, as_text
from simulator.ui.lines.console import LeaveRequested, LineRoom, confirms
from simulator.ui.lines.text import lines_of, parting_lines, reference_lines, said_lines, verdict_lines

MARKS: dict[str, Mark] = {
    "y": "yes", "yes": "yes", "a": "prompted", "only when asked": "prompted",
    "p": "partly", "partly": "partly", "n": "no", "no": "no",
}  # fmt: skip
NO_TO_ALL = "none"  # no to all points that wait
RATE = f"{CHOICES}:"


class PlainRoom(LineRoom):
    """A sitting in lines."""

    stage_asked = (0, 0)  # the stage that was asked last, by its item and number
    verdict_told = 0  # the number of the event after which the verdict of the points was told
    mistyped = 0  # that of the event after which a mark wasn't one: the point need not be told again

    @cached_property
    def task(self) -> LineTask:
        """The code of the task at hand."""
        return LineTask(self)

    @cached_property
    def commands(self) -> LineCommands:
        """The commands that may be typed here."""
        return LineCommands(self, self.task)

    def run(self, *, back: bool = False) -> bool:
        """Run the interview, or go `back` to one that was interrupted; False if it was left paused."""
        with self.signals.watched(), self.source.held():
            try:
                if back:
                    self._welcome_back()
                while self.interview.state.awaits is not Awaits.NOTHING:
                    self.step()
            except LeaveRequested:
                self.leave()
                if self.signals.asked:
                    raise KeyboardInterrupt from None
                return False
            finally:
                self.task.close()
        return True

    def _welcome_back(self) -> None:
        """Say where an interrupted interview is, and start the clock again."""
        self.say("You're back where you stopped.")
        self.shown = len(self.interview.events)
        self.do(self.interview.resume)
        turn = self.interview.state.current
        if self.interview.state.awaits is Awaits.PARTING:
            for line in parting_lines(self.interview):
                self.say(line)
        elif turn is not None and not turn.settled:
            for line in (*lines_of(turn.asked, self.interview, self.graph), *said_lines(turn)):
                self.say(line)
            judging = self.interview.state.awaits in {Awaits.MARK, Awaits.OWN_VERDICT, Awaits.VERDICT}
            if turn.revealed or judging:  # judging too, in case the reveal could not be read
                for line in reference_lines(turn):
                    self.say(line)
            if turn.shown_before and not turn.answered:
                self.say(SEEN_NOW)
        if self.interview.state.awaits not in TEXTS:  # elsewhere only one line is asked for
            self.begun, self.kept = " ".join(filter(None, [*self.kept.split("\n"), self.begun])), ""
        if self.kept:
            self.say("You'd typed:")
            self.task.show_kept()
        if self.begun:
            self.say("You'd started a line. It's below the next prompt; just go on with it.")

    def step(self) -> None:
        """One step. Raises LeaveRequested if it asked nothing and moved nothing: no further one would."""
        state, turn = self.interview.state, self.interview.state.current
        before = (state.last_n, self.count_read)
        try:
            if state.advances_by_itself:
                self.do(self.interview.next)
            elif state.awaits is Awaits.NEXT or turn is None:
                self._go_on(turn)
            else:
                self._ask_for(state.awaits, turn)
        except NothingWritten as refusal:
            if state.awaits is Awaits.PARTING:
                self.say(f"{str(refusal).rstrip('.')}; /skip skips it.")
                return
            probe = f"/said says {QUOTED_SAID_THAT}, " if state.awaits is Awaits.REPLY else ""
            self.say(f"{str(refusal).rstrip('.')}; {probe}/dk says {QUOTED_DONT_KNOW}.")
        except NotAllowed as refusal:
            self.say(str(refusal))
        if (self.interview.state.last_n, self.count_read) == before:
            self.say("There's nothing to ask here: part of the transcript can't be read. See `interview doctor`.")
            raise LeaveRequested
        if self.signals.asked:
            raise LeaveRequested

    def _ask_for(self, awaited: Awaits, turn: Turn) -> None:
        match awaited:
            case Awaits.ANSWER if turn.writes_code:
                if self._write_text(self.task.begin()):
                    self.task.hand_in()
            case Awaits.ANSWER:
                place = (turn.position, len(turn.answers))
                if turn.stage is not None and place != self.stage_asked:  # said once: below it stands what one asks
                    self.say(stage_words(turn, len(turn.answers)))
                self.stage_asked = place
                if self._write_text("Your answer. A line with just a dot ends it; /help lists the commands."):
                    self.send(self.interview.answer)
            case Awaits.REPLY:
                if self._write_text("Your reply. A line with just a dot ends it; or type /ask, /said or /dk."):
                    self.send(self.interview.answer_probe)
            case Awaits.CHECK:
                self.ask_check()
            case Awaits.PARTING:
                if self._write_text("Your reply; it isn't scored. A line with just a dot ends it; /skip skips it."):
                    self.send(self.interview.answer_parting)
            case Awaits.PREDICTION:
                line = self.ask(f"{prediction_asks(turn)} {RATE}")
                self._take_verdict(line, self.interview.predict)
            case Awaits.MARK:
                self.ask_mark(turn)
            case Awaits.OWN_VERDICT:
                self.ask_own_verdict(turn)
            case _:
                self.ask_to_accept(turn)

    def _go_on(self, turn: Turn | None) -> None:
        other = "/pause to leave"  # before the scoring, where no item is open for a note
        if turn is not None:
            misread = not turn.set_aside and not why_not_set_aside(self.interview.state, turn)
            other = "/misread if it was read wrongly" if misread else "a note"
        line = self.ask(f"Press Enter to go on, or type {other}.")
        if confirms(line):
            self.do(self.interview.next)
        elif len(line) == 1 or line.lower() in MARKS or _verdict(line):  # meant for a prompt that has gone by
            self.say(f"Nothing was saved: {short(line)} doesn't look like a note. Enter goes on, and /undo goes back.")
        elif not self.commands.carry_out(line):
            self.do(self.interview.note, as_text(line))

    # Asking

    def ask_check(self) -> None:
        """Ask for the answer to a check, and for a confirmation of how it was read."""
        turn = self.interview.state.current
        assert turn is not None
        assert turn.check is not None
        takes = ", ".join(filter(None, (hint_of(turn.check), exactness_of(turn.check))))
        line = self.ask(f"Your answer in one line ({takes}):")
        if not line:
            self.say("Type an answer, /dk or /skip.")
        answer = ""
        while line:
            if not self.commands.carry_out(line):
                answer = as_text(line)
            elif not answer or not self._still_asks(turn):
                return
            read = self.interview.read_check(answer)
            words = f"{READ_AS.format(words=read.words)} Enter confirms, or y; another line changes it."
            line = "" if read.plain else self.ask(words)
            if confirms(line):
                line = ""
                self.do(self.interview.answer_check, answer)

    def _still_asks(self, turn: Turn) -> bool:
        """Whether this check still waits for its answer, after a command."""
        now = self.interview.state.current
        return self.interview.state.awaits is Awaits.CHECK and now is not None and now.position == turn.position

    def _take_verdict(self, line: str, command: Callable[[Verdict], Receipt]) -> None:
        if verdict := _verdict(line):
            self.do(command, verdict)
        elif not self.commands.carry_out(line):
            self.say(f"Type a number from 1 to {len(VERDICTS)}.")

    def _write_text(self, prompt: str) -> bool:
        """Read lines up to a single `.`; False if a command was run instead. Pasted lines are always text."""
        self.say(prompt)
        while (line := self.read()) is not None:
            self.task.heard(line, pasted=self.source.pasted)
            if self.source.pasted:
                self.add(line)
            elif line.strip() == ".":
                return True
            elif self.commands.carry_out(line) or self._takes_offer(line):
                return False
            else:
                self.add(as_text(line))
            self.interject(in_midst=True)
        raise LeaveRequested

    def _takes_offer(self, line: str) -> bool:
        """Ask for the fact that was offered, where a line says yes to it in the midst of a text."""
        turn = self.interview.state.current
        if turn is None or not takes_offer(turn, line):
            return False
        self.do(self.interview.clarify, line)
        return True

    def ask_mark(self, turn: Turn) -> None:
        """Ask whether the next point was said, with the words found for it before the mark or after it."""
        point = next(p for p in turn.question.rubric if p.id == turn.unjudged[0])
        number = turn.question.rubric.index(point) + 1
        words = words_found(turn, self.interview.graph.misconceptions.values())
        after = marks_first(self.interview.header, turn.position)
        last, before = self.interview.state.last_n, self.interview.mark_before(point.id)
        if self.mistyped != last:
            self._tell_point(turn, point, number, words, after=after)
            if before:
                self.say(MARKED_BEFORE.format(mark=MARK_WORDS[before], key="Enter"))
        self.mistyped = 0
        asked_for, none = turn.may_be_prompted, f", {NO_TO_ALL} for no to all" * gave_up(turn)
        line = self.ask(f"Did you say it? y yes, p partly, n no{', a only when asked' * asked_for}{none}:").lower()
        if line == NO_TO_ALL:
            self.do(self.interview.judge_rest, "no")
        elif mark := MARKS.get(line) if line else before:
            self.do(self.interview.judge, point.id, mark)
            if point.id in words and after:
                self.say(heard_sentence(words[point.id], number, mark))
            if already := heard_already(turn, point, words.get(point.id), mark, "/undo", "y"):
                self.say(already)
        elif not self.commands.carry_out(line):
            self.mistyped = last
            self.say(f"Type y, p{', n or a' if asked_for else ' or n'}.")

    def _tell_point(
        self, turn: Turn, point: Point, number: int, words: Mapping[str, FoundWords], *, after: bool
    ) -> None:
        """Say what the point asks for, what half of it is, and, unless they come `after` the mark, the words found."""
        state = self.interview.state
        if state.closed is None and not any(t.marks for t in state.turns):
            self.say(CLOCK_STOPPED)
        if rule := marking_rule(state, turn):
            self.say(rule)
        if help_ := words_help(state, turn):
            self.say(help_)
        must = ", a must-have" if point.critical else ", beyond the question" if point.beyond else ""
        self.say(f"Point {number} of {len(turn.question.rubric)}{must}: {point.point}")
        if point.partly:
            self.say(f"  partly = {point.partly}")
        if point.id in turn.unasked:
            self.say(f"  {NOBODY_ASKED}")
        if explains_when_asked(state, turn):
            self.say(f"  only {WHEN_ASKED}")
        if point.id in words and not after:
            self.say(heard_sentence(words[point.id]))
        elif words and after and not turn.marks:
            self.say(AFTER_MARK_WHY)

    def _before(self, turn: Turn) -> tuple[Turn, ...]:
        return self.interview.state.turns[: turn.position - 1]

    def ask_own_verdict(self, turn: Turn) -> None:
        """Ask for a verdict on the whole answer, beside the one that its points make."""
        for text in verdict_lines(turn, self._before(turn)):
            self.say(text)
        self.say(own_verdict_asks(turn))
        for number, anchor in enumerate(turn.question.anchors, 1):
            self.say(f"{number} {VERDICTS[number - 1]}: {anchor}")
        kept = keeps_prediction(turn).removesuffix(".")
        line = self.ask(f"Your own verdict: {CHOICES}. {kept}:" if kept else f"Your own verdict: {RATE}")
        self._take_verdict(line or turn.prediction or "", self.interview.confirm)

    def ask_to_accept(self, turn: Turn) -> None:
        """Show the verdict that the points or the cases make, and ask whether it stands."""
        last = self.interview.state.last_n
        if self.verdict_told != last:  # said once: an answer may not be read
            for text in verdict_lines(turn, self._before(turn)):
                self.say(text)
        self.verdict_told = last
        number = f", or type another verdict, {CHOICES}, and a reason where it's higher"
        other = number if turn.code_rank is None else ""
        line = self.ask(f"Press Enter to accept{other}:")
        if line and self.commands.carry_out(line):
            return
        head, _, why = line.partition(" ")
        if line and _verdict(head) is None:
            self.say("Nothing was accepted.")
        else:
            self.do(self.interview.confirm, _verdict(head), why)


def _verdict(text: str) -> Verdict | None:
    plain = text.strip().lower()
    return next((verdict for number, verdict in enumerate(VERDICTS, 1) if plain in {str(number), verdict}), None)
