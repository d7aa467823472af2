"""The commands of the line mode: lines that start with `/` and a known word."""

from collections.abc import Callable

from simulator.errors import NotAllowed
from simulator.graph.findings import nearest
from simulator.graph.text import length_in_words, short, wrap
from simulator.session.clock import minutes_left
from simulator.session.interview.input import asks_to_skip, asks_why, may_have_misheard, only_asks
from simulator.session.interview.interview import Interview, Refusable
from simulator.session.interview.journal import Receipt
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW, QUOTED_SAID_THAT
from simulator.session.interview.state import Awaits
from simulator.ui.asked_first import ENDS, LEAVES_FOLLOW_UP, SAYS_SO, SAYS_UNKNOWN, keeps, skips, what_ends
from simulator.ui.interviewer import skipped_counts
from simulator.ui.lines.coding import LineTask
from simulator.ui.lines.console import COMMAND, LeaveRequested, LineRoom
from simulator.ui.lines.text import TAKES_BACK

HELP = {
    "/hint": "get a hint; the question then counts as easier",
    "/ask": "ask the interviewer something: /ask and your question",
    "/said": f"say {QUOTED_SAID_THAT}: it closes the follow-up; only what's in your answer counts",
    "/dk": f"say {QUOTED_DONT_KNOW}",
    "/skip": "skip this one",
    "/undo": "take back the last step",
    "/run": "run your code with the shown cases",
    "/edit": "write your code in your editor",
    "/file": "read your code from a file: /file and its path",
    "/misread": "set aside a check that was read wrongly; /misread 2 for check 2",
    "/back": "change the previous line",
    "/time": "see how much time is left",
    "/why": "see why this question was asked",
    "/pause": "stop here; `interview resume` carries on",
    "/end": "end the interview",
    "/help": "show this list",
}
WORD_WIDTH = 13
FOR_CODE = frozenset({"/run", "/edit", "/file"})
FORMER = {"/probe-said": "/said"}  # words that commands had before
SENDS_AGAIN = "A line with just a dot sends it as it is. What you type is added to it; /back changes its last line."
TEXTS = frozenset({Awaits.ANSWER, Awaits.REPLY, Awaits.PARTING})  # what is written in as many lines as one likes
# nobody answers a question with one of these alone, and who types one wants out or wants help
MEANT_AS_COMMANDS = {"help": "help", "?": "help", "quit": "pause", "exit": "pause"}


def as_text(line: str) -> str:
    """A line as text: `//word` stands for `/word`, which would be a command."""
    bare = line.lstrip()
    return line.replace("//", "/", 1) if bare.startswith("//") and COMMAND.fullmatch(bare[1:].split(" ")[0]) else line


def words_for(*, codes: bool) -> list[str]:
    """The commands; those that run and read code only where the interview `codes`."""
    return [word for word in HELP if codes or word not in FOR_CODE]


def help_text(width: int, *, codes: bool) -> str:
    """What `/help` says: a command's meaning goes on below itself, not below the command."""
    meanings = {word: HELP[word] for word in words_for(codes=codes)} | {"//word": "text that starts with /word"}
    later = " " * (WORD_WIDTH if width > 3 * WORD_WIDTH else 2)
    rows = [line for word, told in meanings.items() for line in wrap(told, width, word.ljust(WORD_WIDTH), later)]
    edits = "In a line: arrows, Home, End, Backspace; ctrl+w deletes a word, ctrl+u everything before the cursor."
    edits = f"{edits} Once an answer is scored, whatever you type when asked to press Enter is saved as a note."
    ends = "A line with just a dot (.) ends an answer."
    return "\n".join([*wrap(ends, width), *rows, edits])


class LineCommands:
    """Carries out the commands typed in a room, and for its task."""

    def __init__(self, room: LineRoom, task: LineTask) -> None:
        self.room, self.task = room, task

    @property
    def interview(self) -> Interview:
        """The interview that the commands are for."""
        return self.room.interview

    @property
    def _codes(self) -> bool:
        """Whether there was a task to write code for."""
        return any(turn.question.is_coding for turn in self.interview.state.turns if turn.check is None)

    def carry_out(self, line: str) -> bool:
        """Run a line that is a command, or say that there is no such command; False for text."""
        if line.strip().lower() in MEANT_AS_COMMANDS and not self.room.has_written:
            self.room.say(f"Commands begin with a slash: /{MEANT_AS_COMMANDS[line.strip().lower()]}.")
            return True
        word, _, rest = line.strip().partition(" ")
        word = FORMER.get(word, word)
        if word not in HELP:
            # a slash and a single word was hardly meant as text; nor was a command with a typo
            mistyped = bool(COMMAND.fullmatch(word)) and (not rest or bool(nearest(word, HELP)))
            if mistyped:
                known = words_for(codes=self._codes)
                hint = nearest(word, known) or f". The commands are {', '.join(known)}"
                self.room.say(f"There's no command {short(word)}{hint}. For text, type /{short(word)}.")
            return mistyped
        try:
            self._run(word, rest.strip())
        except NotAllowed as refusal:
            self.room.say(str(refusal))
        return True

    def _run(self, word: str, rest: str) -> None:
        """Do what a command does; `rest` is what was typed after it."""
        room, task, interview = self.room, self.task, self.interview
        if word in FOR_CODE and interview.state.coding is None:
            raise NotAllowed("There's no code to write now.")
        match word:
            case "/run":
                task.run()
            case "/edit":
                task.edit()
            case "/file":
                task.read_file(rest)
            case "/hint":
                room.do(interview.hint)
            case "/ask":
                self._ask_back(rest)
            case "/said":
                self._confirmed(word, SAYS_SO, interview.said_that, "said")
            case "/dk":
                self._confirmed(word, SAYS_UNKNOWN, interview.dont_know, "unknown")
            case "/skip":
                self._skip()
            case "/undo":
                self._undo()
            case "/back":
                self._back()
            case "/end":
                self._end()
            case "/misread":
                self._misread(rest)
            case "/pause":
                raise LeaveRequested
            case "/why":
                self._why()
            case "/time":
                room.say(minutes_left(interview.seconds_left))
            case "/help":
                room.say(help_text(room.width, codes=self._codes))

    def _back(self) -> None:
        room = self.room
        if self.interview.state.awaits not in TEXTS:
            room.say("You're not writing a text here; /undo takes back the last step.")
        elif not room.reopen_line():
            room.say("There's no line before this one.")
        elif not room.source.edits:  # the next line replaces it
            room.say(f"Removed: {room.begun}")
            room.begun = ""

    def _confirmed(self, word: str, does: str, command: Callable[[str], Receipt], named: Refusable) -> bool:
        """Run a command on the text, and say whether it was: it may be refused or cancelled.

        It's asked about first, and text is kept as a note. A file or a pipe means what it says where there is no
        text, and "I said that" over some text too; somebody at a terminal may not.
        """
        if why := self.interview.why_not(named):
            raise NotAllowed(why)
        text, kept = self.task.written, self.room.kept
        count = length_in_words(text)
        asks = (count and named != "said") or self.room.source.answers
        if asks and self.room.declines(f"{does}{keeps(count)}", word):
            return False
        self.room.do(command, text)
        if kept:
            self.room.keep("")
        return True

    def _skip(self) -> None:
        """Skip what is open; of a question or a check also how it counts, and how to go back to it."""
        interview = self.interview
        last, counts = interview.last_skip, interview.state.awaits is not Awaits.PARTING
        does = skips(interview.state, last=last)
        if self._confirmed("/skip", does, interview.skip, "skip") and counts:
            told = skipped_counts(interview.state)
            back = not last and interview.may_undo  # time may have run out meanwhile
            self.room.say(f"{told} {TAKES_BACK}" if back else told)

    def _ask_back(self, asks: str) -> None:
        """Ask the interviewer something; the question may come on the line after the command, unless that is one."""
        state, written = self.interview.state, self.room.kept
        if not asks and state.awaits in {Awaits.ANSWER, Awaits.REPLY} and only_asks(written):
            self.room.keep("")
            self._asked(written)
        elif asks:
            self._asked(asks)
        elif not (line := self.room.ask("What do you want to know? An empty line cancels.", keeps=False)):
            self.room.say("Cancelled.")
        elif not self.carry_out(line):
            self._asked(as_text(line))

    def _asked(self, asks: str) -> None:
        """What the interviewer replies; who asks why it's asked gets the reason, and who asks to leave it may."""
        interview = self.interview
        if asks_why(asks):
            self._why()
        elif not asks_to_skip(asks):
            self.room.do(interview.clarify, asks)
            if interview.state.current is not None and may_have_misheard(interview.state.current):
                self.room.say("/said leaves this follow-up.")
        elif interview.state.awaits is Awaits.REPLY:
            self._confirmed("/dk", LEAVES_FOLLOW_UP, interview.dont_know, "unknown")
        else:
            self._skip()

    def _undo(self) -> None:
        """Undo the last step, and take up the text that comes back with it."""
        self.room.do(self.interview.undo, self.task.written)
        self.room.keep(self.interview.state.draft)
        if self.room.kept:
            self.room.say("You'd written:")
            self.task.show_kept()
            if self.interview.state.coding is None and self.interview.state.awaits in TEXTS:
                self.room.say(SENDS_AGAIN)

    def _misread(self, number: str) -> None:
        """Set aside the check of that number, or the last one whose result was shown."""
        state = self.interview.state
        checks = [turn for turn in state.turns if turn.check is not None]
        if number:
            checks = [turn for turn in checks if str(turn.asked.number) == number]
        else:
            checks = [turn for turn in checks if turn.checked is not None and not state.conceals(turn)]
        if checks:
            self.room.do(self.interview.set_aside, checks[-1].position)
        else:
            self.room.say(f"There's no check {short(number)}." if number else "No check has a result yet.")

    def _end(self) -> None:
        """End the interview; unfinished text is kept as a note on its question.

        Where only the verdict of the points is left to accept, it is accepted: it would come up again otherwise. A
        file or a pipe means what it says; somebody at a terminal is asked first.
        """
        asks = self.room.source.answers
        if asks and self.room.declines(f"{ENDS} here", "/end", what_ends(self.interview.state)):
            return
        if self.interview.state.awaits is Awaits.VERDICT:
            self.room.do(self.interview.confirm)
        text, kept = self.task.written.strip(), self.room.kept
        if text:
            self.room.say("What you've written is saved as a note.")
        self.room.do(self.interview.stop, text)
        if kept:
            self.room.keep("")

    def _why(self) -> None:
        from simulator.report.reasons_told import reason_now  # only when asked

        self.room.say(reason_now(self.interview.state, self.room.graph))
