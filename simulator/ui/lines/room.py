"""The line mode's interview: asks for what the interview waits for, and runs the commands.

It drives the same Interview as the full screen and has no rules of its own. A line with a single `.` ends an answer,
lines that start with `/` and a known word are commands, and the end of the input pauses the interview.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import NoReturn

from simulator.engine.scoring import CHOICES, VERDICTS, Mark, Verdict
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.findings import nearest
from simulator.graph.text import plural, short
from simulator.session.interview.hearing import marks_first, words_found
from simulator.session.interview.item_blocks import SEEN_NOW, stage_words
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import why_not_set_aside
from simulator.session.interview.outcomes import QUOTED_DONT_KNOW, QUOTED_SAID_THAT
from simulator.session.interview.state import Awaits
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import (
    AFTER_MARK_WHY,
    READ_AS,
    WORDS_HELP,
    explains_words,
    heard_sentence,
    minutes_left,
    prediction_asks,
)
from simulator.ui.lines.coding import LineBench
from simulator.ui.lines.console import LeaveRequested, LineRoom
from simulator.ui.lines.text import lines_of, parting_lines, quoted, reference_lines, said_lines, verdict_lines

HELP = {
    "/hint": "get a hint",
    "/ask": "ask the interviewer something: /ask and your question",
    "/probe-said": f"say {QUOTED_SAID_THAT}: it closes the follow-up, and won't count either way",
    "/dk": f"say {QUOTED_DONT_KNOW}",
    "/skip": "skip this one",
    "/undo": "take back the last step",
    "/run": "run your code with the shown cases",
    "/edit": "write your code in your editor",
    "/file": "read your code from a file: /file and its path",
    "/misread": "set aside a check that was read wrongly; /misread 2 for check 2",
    "/back": "change the previous line",
    "/time": "see how much time is left",
    "/why": "see why this question was asked, once its reference is shown",
    "/pause": "stop here; `interview resume` goes on",
    "/end": "end the interview",
    "/help": "show this list",
}
_WORD = re.compile(r"/[a-z][a-z-]*", re.IGNORECASE)


def carry_out(room: "PlainRoom", line: str) -> bool:
    """Run a line that is a command, or say that there is no such command; False for text."""
    word, _, rest = line.strip().partition(" ")
    if word not in HELP:
        # a slash and a single word was hardly meant as text; nor was a command with a typo
        mistyped = bool(_WORD.fullmatch(word)) and (not rest or bool(nearest(word, HELP)))
        if mistyped:
            room.say(
                f"There's no command {short(word)}. The commands are {', '.join(HELP)}. For text, type /{short(word)}."
            )
        return mistyped
    try:
        commands(room, rest.strip())[word]()
    except NotAllowed as refusal:
        room.say(str(refusal))
    return True


def as_text(line: str) -> str:
    """A line as text: `//word` stands for `/word`, which would be a command."""
    bare = line.lstrip()
    return line.replace("//", "/", 1) if bare.startswith("//") and _WORD.fullmatch(bare[1:].split(" ")[0]) else line


def help_text() -> str:
    """What `/help` says."""
    rows = [f"{word:<13}{meaning}" for word, meaning in HELP.items()]
    edits = "In a line: arrows, Home, End, Backspace; ctrl+w deletes a word, ctrl+u everything before the cursor."
    own = "//word       text that starts with /word"
    return "\n".join(["A line with just a dot (.) ends an answer.", *rows, own, edits])


def commands(room: "PlainRoom", rest: str) -> dict[str, Callable[[], None]]:
    """What each command does; `rest` is what was typed after it."""
    interview = room.interview

    def said_that() -> None:
        room.do(interview.said_that, room.kept)
        room.keep("")

    def pause() -> NoReturn:
        raise LeaveRequested

    def back() -> None:
        if interview.state.awaits not in TEXTS:
            room.say("You're not writing a text here; /undo takes back the last step.")
        elif not room.reopen_line():
            room.say("There's no line before this one.")
        elif not room.source.edits:  # the next line replaces it
            room.say(f"Removed: {room.begun}")
            room.begun = ""

    def coding(act: Callable[[Turn], None]) -> None:
        turn = interview.state.current
        if interview.state.awaits is not Awaits.ANSWER or turn is None or not turn.writes_code:
            raise NotAllowed("There's no code to write now.")
        act(turn)

    return {
        "/run": lambda: coding(room.bench.run),
        "/edit": lambda: coding(lambda _: room.bench.edit()),
        "/file": lambda: coding(lambda _: room.bench.read_file(rest)),
        "/hint": lambda: room.do(interview.hint),
        "/ask": lambda: _ask_back(room, rest),
        "/probe-said": said_that,
        "/dk": lambda: _confirmed(room, f"say {QUOTED_DONT_KNOW}", lambda: interview.dont_know(room.written)),
        "/skip": lambda: _confirmed(room, "skip this", lambda: interview.skip(room.written), final=interview.last_skip),
        "/undo": lambda: _undo(room),
        "/back": back,
        "/end": lambda: _end(room),
        "/misread": lambda: _misread(room, rest),
        "/pause": pause,
        "/why": lambda: _why(room),
        "/time": lambda: room.say(minutes_left(interview.seconds_left)),
        "/help": lambda: room.say(help_text()),
    }


def _confirmed(room: "PlainRoom", action: str, command: Callable[[], Receipt], *, final: bool = False) -> None:
    """Run a command; ask first if there is text, which is kept as a note, or if it cannot be undone."""
    count, kept = len(room.written.split()), room.kept
    if count or final:
        keeps = f" (your {plural(count, 'word')} will be saved as a note)" if count else ""
        if room.ask(f"Press Enter to {action}{keeps}. Anything else cancels.", keeps=False):
            room.say("Cancelled.")
            return
    room.do(command)
    if kept:
        room.keep("")


def _ask_back(room: "PlainRoom", asks: str) -> None:
    """Ask the interviewer something; the question may come on the line after the command."""
    if asks := asks or room.ask("What do you want to know?", keeps=False):
        room.do(room.interview.clarify, asks)


def _undo(room: "PlainRoom") -> None:
    """Undo the last step, and take up the text that comes back with it."""
    room.do(room.interview.undo, room.written)
    room.keep(room.interview.state.draft)
    if room.kept:
        room.say("You'd written:")
        room.show_kept()


def _misread(room: "PlainRoom", number: str) -> None:
    """Set aside the check of that number, or the last one whose result was shown."""
    state = room.interview.state
    checks = [turn for turn in state.turns if turn.check is not None]
    if number:
        checks = [turn for turn in checks if str(turn.asked.number) == number]
    else:
        checks = [turn for turn in checks if turn.checked is not None and not state.conceals(turn)]
    if checks:
        room.do(room.interview.set_aside, checks[-1].position)
    else:
        room.say(f"There's no check {short(number)}." if number else "No check has a result yet.")


def _end(room: "PlainRoom") -> None:
    """End the interview; unfinished text is kept as a note on its question."""
    text, kept = room.written.strip(), room.kept
    if text:
        room.say("What you've written is saved as a note.")
    room.do(room.interview.stop, text)
    if kept:
        room.keep("")


def _why(room: "PlainRoom") -> None:
    import msgspec  # both only when asked

    from simulator.engine.choice.reasons import Reason, sentence

    turn = room.interview.state.current
    if turn is None or room.interview.state.conceals(turn):
        room.say("You can see the reason once the reference is shown.")
        return
    try:
        reason = msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        room.say("The reason for this question can't be read any more.")
        return
    room.say(sentence(reason, room.graph, room.interview.header.role))


MARKS: dict[str, Mark] = {
    "y": "yes", "yes": "yes", "a": "prompted", "only when asked": "prompted",
    "p": "partly", "partly": "partly", "n": "no", "no": "no",
}  # fmt: skip
TEXTS = frozenset({Awaits.ANSWER, Awaits.REPLY, Awaits.PARTING})  # what is written in as many lines as one likes
RATE = f"{CHOICES}:"


class PlainRoom(LineRoom):
    """A sitting in lines."""

    @cached_property
    def bench(self) -> LineBench:
        """Where code is written and run."""
        return LineBench(self)

    def run(self, *, back: bool = False) -> bool:
        """Run the interview, or go `back` to one that was interrupted; False if it was left paused."""
        with self.door.watched(), self.source.held():
            try:
                if back:
                    self._welcome_back()
                while self.interview.state.awaits is not Awaits.NOTHING:
                    self.step()
            except LeaveRequested:
                self.leave()
                if self.door.asked:
                    raise KeyboardInterrupt from None
                return False
            finally:
                self.bench.close()
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
            self.show_kept()
        if self.begun:
            self.say("You'd started a line. It's below the next prompt; just go on with it.")

    @property
    def written(self) -> str:
        """The text that is the candidate's own: not the code that a stage begins with."""
        turn = self.interview.state.current
        codes = self.interview.state.awaits is Awaits.ANSWER and turn is not None and turn.writes_code
        return "" if codes and turn is not None and self.bench.is_untouched(turn) else self.kept

    def show_kept(self) -> None:
        """Show the text that was kept; code as it is."""
        turn = self.interview.state.current
        if self.interview.state.awaits is Awaits.ANSWER and turn is not None and turn.writes_code:
            self.bench.show()
        else:
            self.say(quoted(self.kept))

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
            probe = f"/probe-said says {QUOTED_SAID_THAT}, " if state.awaits is Awaits.REPLY else ""
            self.say(f"{str(refusal).rstrip('.')}; {probe}/dk says {QUOTED_DONT_KNOW}.")
        except NotAllowed as refusal:
            self.say(str(refusal))
        if (self.interview.state.last_n, self.count_read) == before:
            self.say("There's nothing to ask here: part of the transcript can't be read. See `interview doctor`.")
            raise LeaveRequested
        if self.door.asked:
            raise LeaveRequested

    def _ask_for(self, awaited: Awaits, turn: Turn) -> None:
        match awaited:
            case Awaits.ANSWER if turn.writes_code:
                if self._write_text(self.bench.begin(turn)):
                    self.bench.hand_in(turn)
            case Awaits.ANSWER:
                if turn.stage is not None:
                    self.say(stage_words(turn.question, len(turn.answers)))
                if self._write_text("Your answer. A line with just a dot ends it; /help lists the commands."):
                    self.send(self.interview.answer)
            case Awaits.REPLY:
                if self._write_text("Your reply. A line with just a dot ends it; or type /probe-said or /dk."):
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
                for text in verdict_lines(turn):
                    self.say(text)
                for number, anchor in enumerate(turn.question.anchors, 1):
                    self.say(f"{number} {VERDICTS[number - 1]}: {anchor}")
                self._take_verdict(self.ask(f"Your own verdict: {RATE}"), self.interview.confirm)
            case _:
                for text in verdict_lines(turn):
                    self.say(text)
                other = (
                    "" if turn.code_rank is not None else f", or type a number from 1 to {len(VERDICTS)} and a reason"
                )
                line = self.ask(f"Press Enter to accept{other}:")
                if not line or not carry_out(self, line):
                    head, _, why = line.partition(" ")
                    self.do(self.interview.confirm, _verdict(head), why)

    def _go_on(self, turn: Turn | None) -> None:
        misread = turn is not None and not turn.set_aside and not why_not_set_aside(self.interview.state, turn)
        line = self.ask(f"Press Enter to go on{', or type /misread if it was read wrongly' * misread}.")
        if not line:
            self.do(self.interview.next)
        elif not carry_out(self, line):
            self.do(self.interview.note, as_text(line))

    # Asking

    def ask_check(self) -> None:
        """Ask for the answer to a check, and for a confirmation of how it was read."""
        line = self.ask("Your answer in one line:")
        if not line:
            self.say("Type an answer, /dk or /skip.")
        while line and not carry_out(self, line):
            answer = as_text(line)
            words = self.interview.read_check(answer).words
            line = self.ask(f"{READ_AS.format(words=words)} Enter confirms; another line changes it.")
            if not line:
                self.do(self.interview.answer_check, answer)

    def _take_verdict(self, line: str, command: Callable[[Verdict], Receipt]) -> None:
        if verdict := _verdict(line):
            self.do(command, verdict)
        elif not carry_out(self, line):
            self.say(f"Type a number from 1 to {len(VERDICTS)}.")

    def _write_text(self, prompt: str) -> bool:
        """Read lines up to a single `.`; False if a command was run instead. Pasted lines are always text."""
        self.say(prompt)
        while (line := self.read()) is not None:
            if self.source.pasted:
                self.add(line)
            elif line.strip() == ".":
                return True
            elif carry_out(self, line):
                return False
            else:
                self.add(as_text(line))
            self.interject()
        raise LeaveRequested

    def ask_mark(self, turn: Turn) -> None:
        """Ask whether the next point was said, with the words found for it before the mark or after it."""
        if explains_words(self.interview.state, turn):
            self.say(WORDS_HELP)
        point = next(p for p in turn.question.rubric if p.id == turn.unjudged[0])
        number = turn.question.rubric.index(point) + 1
        must = ", a must-have" if point.critical else ""
        self.say(f"Point {number} of {len(turn.question.rubric)}{must}: {point.point}")
        if point.partly:
            self.say(f"  partly = {point.partly}")
        found, after = words_found(turn), marks_first(self.interview.header, turn.position)
        if point.id in found and not after:
            self.say(heard_sentence(found[point.id]))
        elif found and after and not turn.marks:
            self.say(f"{AFTER_MARK_WHY[:1].upper()}{AFTER_MARK_WHY[1:]}.")
        asked_for = point.id in turn.asked_for
        line = self.ask(f"Did you say it? y yes, p partly, n no{', a only when asked' * asked_for}:").lower()
        if mark := MARKS.get(line):
            self.do(self.interview.judge, point.id, mark)
            if point.id in found and after:
                self.say(heard_sentence(found[point.id], number))
        elif not carry_out(self, line):
            self.say(f"Type y, p{', n or a' if asked_for else ' or n'}.")


def _verdict(text: str) -> Verdict | None:
    plain = text.strip().lower()
    return next((verdict for number, verdict in enumerate(VERDICTS, 1) if plain in {str(number), verdict}), None)
