"""The interview as lines of text: for screen readers, pipes and poor terminals.

It drives the same Interview as the full-screen app and has no rules of its own. A line with a single `.` ends an
answer; lines that begin with `/` and a known word are commands; the end of the input pauses the interview.
"""

import re
from collections.abc import Callable
from typing import NoReturn

from simulator.engine.scoring import CHOICES, VERDICTS, Mark, Verdict
from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.findings import nearest
from simulator.graph.text import plural, short
from simulator.session.interview.item_blocks import SEEN_NOW, stage_words
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import why_not_set_aside
from simulator.session.interview.outcomes import QUOTED_DONT_KNOW, QUOTED_SAID_THAT
from simulator.session.interview.state import Awaits
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import READ_AS
from simulator.ui.lines.console import LeaveRequested, LineRoom
from simulator.ui.lines.text import lines_of, quoted, reference_lines, said_lines, time_left, verdict_lines

HELP = {
    "/hint": "one more hint",
    "/ask": "ask the interviewer: /ask and your question",
    "/probe-said": f"say {QUOTED_SAID_THAT}",
    "/dk": f"say {QUOTED_DONT_KNOW}",
    "/skip": "not this one",
    "/undo": "take the last step back",
    "/misread": "a check was read wrongly: set it aside; /misread 2 for check 2",
    "/back": "go back to the line before, to change it",
    "/time": "how much time is left",
    "/why": "why this question, after its reveal",
    "/pause": "stop here; `interview resume` goes on",
    "/end": "end the interview",
    "/help": "these lines",
}
_WORD = re.compile(r"/[a-z][a-z-]*", re.IGNORECASE)


def carry_out(room: LineRoom, line: str) -> bool:
    """Carry out a line that is a command, or say that there is none of its name; False for text."""
    word, _, rest = line.strip().partition(" ")
    if word not in HELP:
        return _refused(room, word, rest)
    try:
        _commands(room, rest.strip())[word]()
    except NotAllowed as refusal:
        room.say(str(refusal))
    return True


def as_text(line: str) -> str:
    """A line as text: `//word` stands for a text `/word`, which would be a command."""
    bare = line.lstrip()
    return line.replace("//", "/", 1) if bare.startswith("//") and _WORD.fullmatch(bare[1:].split(" ")[0]) else line


def help_text() -> str:
    """What `/help` says."""
    rows = [f"{word:<13}{meaning}" for word, meaning in HELP.items()]
    edits = "In a line: the arrows, Home, End, Backspace; ctrl+w takes a word back, ctrl+u all before the cursor."
    own = "//word       a text that begins with /word"
    return "\n".join(["A line with a single . ends an answer.", *rows, own, edits])


def _refused(room: LineRoom, word: str, rest: str) -> bool:
    """A slash and one word that is no command was hardly meant as text; nor was one that is a letter off."""
    meant = _WORD.fullmatch(word) and (not rest or nearest(word, HELP))
    if meant:
        commands = ", ".join(HELP)
        room.say(f"There is no command {short(word)}; these are {commands}. As text it is written /{short(word)}.")
    return bool(meant)


def _commands(room: LineRoom, rest: str) -> dict[str, Callable[[], None]]:
    interview = room.interview
    return {
        "/hint": lambda: room.do(interview.hint),
        "/ask": lambda: room.do(interview.clarify, rest) if rest else room.say("Write your question behind /ask."),
        "/probe-said": lambda: _said(room),
        "/dk": lambda: _surely(room, f"says {QUOTED_DONT_KNOW}", lambda: interview.dont_know(room.kept)),
        "/skip": lambda: _surely(room, "skips this", lambda: interview.skip(room.kept), final=interview.last_pass),
        "/undo": lambda: _undo(room),
        "/back": lambda: _back(room),
        "/end": lambda: _end(room),
        "/misread": lambda: _misread(room, rest),
        "/pause": _pause,
        "/why": lambda: _why(room),
        "/time": lambda: room.say(time_left(interview.seconds_left)),
        "/help": lambda: room.say(help_text()),
    }


def _surely(room: LineRoom, does: str, command: Callable[[], Receipt], *, final: bool = False) -> None:
    """Carry a command out; ask first where words are written, which stay as a note, or where nothing takes it back."""
    count = len(room.kept.split())
    if count or final:
        keeps = f", and keeps {plural(count, 'word')} as a note" if count else ""
        if room.ask(f"Enter {does}{keeps}; any other line cancels.", keeps=False):
            room.say("Nothing was done.")
            return
    room.do(command)
    if count:
        room.keep("")


def _said(room: LineRoom) -> None:
    room.do(room.interview.said_that, room.kept)
    room.keep("")


def _undo(room: LineRoom) -> None:
    """Take a step back, and go on with the text that comes back with it."""
    room.do(room.interview.undo, room.kept)
    turn = room.interview.state.current
    room.keep(turn.draft if turn is not None else "")
    if room.kept:
        room.say("You had written:")
        room.say(quoted(room.kept))


def _back(room: LineRoom) -> None:
    """Take up the last finished line again; where no line can be edited, the next one stands in its place."""
    if not room.reopen_line():
        room.say("There is no line before this one.")
    elif not room.source.edits:
        room.say(f"Taken back: {room.begun}")
        room.begun = ""


def _misread(room: LineRoom, number: str) -> None:
    """Set the check of that number aside, or the last one whose result was told."""
    state = room.interview.state
    checks = [turn for turn in state.turns if turn.check is not None]
    if number:
        checks = [turn for turn in checks if str(turn.asked.number) == number]
    else:
        checks = [turn for turn in checks if turn.checked is not None and not state.conceals(turn)]
    if checks:
        room.do(room.interview.set_aside, checks[-1].position)
    else:
        room.say(f"There is no check {short(number)}." if number else "No check was told to be right or wrong yet.")


def _end(room: LineRoom) -> None:
    """End the interview; what was being written stays with its question."""
    text = room.kept.strip()
    if text:
        room.say("What you have written is kept as a note.")
    room.do(room.interview.stop, text)
    if text:
        room.keep("")


def _pause() -> NoReturn:
    raise LeaveRequested


def _why(room: LineRoom) -> None:
    import msgspec  # both only when asked

    from simulator.engine.choice.reasons import Reason, sentence

    turn = room.interview.state.current
    if turn is None or room.interview.state.conceals(turn):
        room.say("The reason is shown after the reveal.")
        return
    try:
        reason = msgspec.convert(turn.asked.reason, Reason)
    except msgspec.ValidationError:
        room.say("The reason of this question can no longer be read.")
        return
    room.say(sentence(reason, room.graph))


MARKS: dict[str, Mark] = {
    "y": "yes", "yes": "yes", "a": "prompted", "only when asked": "prompted",
    "p": "partly", "partly": "partly", "n": "no", "no": "no",
}  # fmt: skip
RATE = f"{CHOICES}:"


class PlainRoom(LineRoom):
    """One sitting in lines: asks for what the interview waits for."""

    def run(self, *, back: bool = False) -> bool:
        """Sit the interview, after an interruption with `back`.

        Returns True when it has ended, False when it was left paused.
        """
        with self.door.watched(), self.source.held():
            try:
                if back:
                    self._welcome_back()
                while self.interview.state.awaits is not Awaits.NOTHING:
                    self._go()
            except LeaveRequested:
                self.leave()
                if self.door.asked:
                    raise KeyboardInterrupt from None
                return False
        return True

    def _welcome_back(self) -> None:
        """Say where an interrupted interview stands, and start the clock again."""
        self.say("Going on where it stopped.")
        self.shown = len(self.interview.events)
        self.do(self.interview.resume)
        turn = self.interview.state.current
        if turn is not None:
            self._say_where(turn)
        if self.interview.state.awaits not in {Awaits.ANSWER, Awaits.REPLY}:  # elsewhere a line is all that is asked
            self.begun, self.kept = " ".join(filter(None, [*self.kept.split("\n"), self.begun])), ""
        if self.kept:
            self.say("You had typed:")
            self.say(quoted(self.kept))
        if self.begun:
            self.say("You had begun a line: it stands below the next prompt, and you go on with it.")

    def _say_where(self, turn: Turn) -> None:
        if turn.settled:
            return
        for line in (*lines_of(turn.asked, self.interview, self.graph), *said_lines(turn)):
            self.say(line)
        judging = self.interview.state.awaits in {Awaits.MARK, Awaits.OWN_VERDICT, Awaits.VERDICT}
        for line in reference_lines(turn) if turn.revealed or judging else ():  # also where the reveal cannot be read
            self.say(line)
        if turn.shown_before and not turn.answered:
            self.say(SEEN_NOW)

    def _go(self) -> None:
        """One step. Raises Left where it neither asked anything nor moved the interview: the next would not either."""
        before = (self.interview.state.last_n, self.count_read)
        self._step()
        if (self.interview.state.last_n, self.count_read) == before:
            self.say("Nothing can be asked here, for a part of the transcript cannot be read: see `interview doctor`.")
            raise LeaveRequested
        if self.door.asked:
            raise LeaveRequested

    def _step(self) -> None:
        state, turn = self.interview.state, self.interview.state.current
        try:
            if state.advances_by_itself:
                self.do(self.interview.next)
            elif state.awaits is Awaits.NEXT or turn is None:
                self._go_on(turn)
            else:
                self._ask_for(state.awaits, turn)
        except NothingWritten as refusal:
            said = f"/probe-said says {QUOTED_SAID_THAT}, " if state.awaits is Awaits.REPLY else ""
            self.say(f"{str(refusal).rstrip('.')}; {said}/dk says {QUOTED_DONT_KNOW}.")
        except NotAllowed as refusal:
            self.say(str(refusal))

    def _ask_for(self, awaited: Awaits, turn: Turn) -> None:
        match awaited:
            case Awaits.ANSWER:
                self._answering(turn)
            case Awaits.REPLY:
                self._probing()
            case Awaits.CHECK:
                self._checking()
            case Awaits.PREDICTION:
                self._predicting()
            case Awaits.MARK:
                self._judge(turn)
            case Awaits.OWN_VERDICT:
                self._own_verdict(turn)
            case _:
                self._confirm(turn)

    def _go_on(self, turn: Turn | None) -> None:
        misread = turn is not None and not turn.set_aside and not why_not_set_aside(self.interview.state, turn)
        line = self.ask(f"Enter goes on{'; /misread if it was read wrongly' * misread}.")
        if not line:
            self.do(self.interview.next)
        elif not carry_out(self, line):
            self.do(self.interview.note, as_text(line))

    # Asking

    def _answering(self, turn: Turn) -> None:
        if turn.stage is not None:
            self.say(stage_words(turn.question, len(turn.answers)))
        if self._write_text("Your answer; a line with . ends it, /help lists the commands."):
            self.send(self.interview.answer)

    def _probing(self) -> None:
        if self._write_text("Your reply; a line with . ends it, or /probe-said, or /dk."):
            self.send(self.interview.answer_probe)

    def _checking(self) -> None:
        line = self.ask("Your answer in one line:")
        if not line:
            self.say("Type an answer, /dk or /skip.")
        while line and not carry_out(self, line):
            answer = as_text(line)
            words = self.interview.read_check(answer).words
            line = self.ask(f"{READ_AS.format(words=words)}; another line changes it.")
            if not line:
                self.do(self.interview.answer_check, answer)

    def _predicting(self) -> None:
        line = self.ask(f"How would a panel rate this? {RATE}")
        if verdict := _verdict(line):
            self.do(self.interview.predict, verdict)
        elif not carry_out(self, line):
            self.say(f"Type a number from 1 to {len(VERDICTS)}.")

    def _write_text(self, prompt: str) -> bool:
        """Take lines up to a single `.`; False when a command was carried out instead. What is pasted is text."""
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

    # Judging

    def _judge(self, turn: Turn) -> None:
        point = next(p for p in turn.question.rubric if p.id == turn.unjudged[0])
        number = turn.question.rubric.index(point) + 1
        must = ", must have" if point.critical else ""
        self.say(f"Point {number} of {len(turn.question.rubric)}{must}: {point.point}")
        if point.partly:
            self.say(f"  partly = {point.partly}")
        asked_for = point.id in turn.asked_for
        line = self.ask(f"Did you say it? y yes, p partly, n no{', a only when asked' * asked_for}:").lower()
        if mark := MARKS.get(line):
            self.do(self.interview.judge, point.id, mark)
        elif not carry_out(self, line):
            self.say(f"Type y, p{', n or a' if asked_for else ' or n'}.")

    def _own_verdict(self, turn: Turn) -> None:
        for line in verdict_lines(turn):
            self.say(line)
        for number, anchor in enumerate(turn.question.anchors, 1):
            self.say(f"{number} {VERDICTS[number - 1]}: {anchor}")
        line = self.ask(f"Your own verdict: {RATE}")
        if verdict := _verdict(line):
            self.do(self.interview.confirm, verdict)
        elif not carry_out(self, line):
            self.say(f"Type a number from 1 to {len(VERDICTS)}.")

    def _confirm(self, turn: Turn) -> None:
        for line in verdict_lines(turn):
            self.say(line)
        line = self.ask(f"Enter accepts; a number from 1 to {len(VERDICTS)} and a reason overrules:")
        if line and carry_out(self, line):
            return
        head, _, why = line.partition(" ")
        self.do(self.interview.confirm, _verdict(head), why)


def _verdict(text: str) -> Verdict | None:
    plain = text.strip().lower()
    return next((verdict for number, verdict in enumerate(VERDICTS, 1) if plain in {str(number), verdict}), None)
