"""The commands of the line mode, typed as a line of a text: anybody who knows them from there writes them here too.

Such a line is carried out and is no part of the answer, as in the line mode. What is hardly meant as text, because it's
a single word with a slash or a command with a typo, is no answer either.
"""

import re
from collections.abc import Callable
from functools import partial

from textual.events import Event

from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.session.clock import minutes_left
from simulator.session.interview.input import takes_offer
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import of_context
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.refusals import why_not

# the method of a pane that does what a command of `ui/lines/commands` says
METHODS = {
    "/hint": "hint", "/ask": "clarify", "/said": "said", "/probe-said": "said", "/dk": "unknown", "/skip": "skip",
    "/undo": "undo", "/time": "time", "/pause": "pause", "/end": "end", "/help": "help", "/why": "why",
}  # fmt: skip
# what the others mean; the room has no place for them while one writes
ELSEWHERE = {
    **dict.fromkeys(("/run", "/edit", "/file"), "That's for code, and there's none to write here."),
    "/back": "There's no need for that here: you can change the text itself.",
    "/misread": "Once you've seen the result of a check, {checked.misread} sets it aside.",
}
# words of other programs, by the method that they're meant for
MEANT = {
    "/quit": "leave", "/exit": "leave", "/leave": "leave", "/q": "leave", "/bye": "leave", "/stop": "end",
    "/finish": "end", "/done": "done", "/send": "done", "/submit": "done", "/next": "skip", "/pass": "skip",
    "/clarify": "clarify", "/question": "clarify", "/dont-know": "unknown", "/dontknow": "unknown", "/idk": "unknown",
    "/unknown": "unknown", "/clock": "clock", "/keys": "help", "/commands": "help", "/h": "help",
}  # fmt: skip
# what the key of a method does, after its name
DOES = {
    "leave": "leaves; everything is saved", "end": "ends the interview", "done": "sends what you've written",
    "skip": "skips this one", "clarify": "asks the interviewer", "unknown": f"says {QUOTED_DONT_KNOW}",
    "clock": "shows or hides the clock", "help": "shows the keys",
}  # fmt: skip
_WORD = re.compile(r"/[a-z][a-z-]*", re.IGNORECASE)


def typed_command(line: str) -> tuple[str, str]:
    """The command that a line is, and what is asked behind `/ask`; two empty texts where it is none."""
    word, _, rest = line.strip().partition(" ")
    is_one = word in METHODS or word in ELSEWHERE or word in MEANT
    return (word, rest.strip()) if is_one and (not rest or word == "/ask") else ("", "")


def without_command(text: str) -> tuple[str, str]:
    """A text, and the command that its last line is; that is empty where it is none."""
    before, _, last = text.rstrip().rpartition("\n")
    return (before, last.strip()) if typed_command(last)[0] else (text, "")


def mistyped(text: str) -> str:
    """Why a text isn't taken, where its last line was hardly meant as text; empty where it is one.

    A line below others may be part of them, if it's like no command: "/metrics" may end an answer.
    """
    before, _, last = text.strip().rpartition("\n")
    word, _, rest = last.strip().partition(" ")
    like = nearest(word, METHODS)
    if not _WORD.fullmatch(word) or not (like or not (rest or before)):
        return ""
    keys = "" if like else "; {app.help} shows the keys"
    return f"There's no command {short(word)}{like}{keys}. If it's text, add a word to it."


class ObeyingPane(Pane):
    """A pane with a text in which the commands are obeyed."""

    def obeyed(self, line: str) -> Callable[[], None] | None:
        """What to do for a line that is a command of the line mode, or a yes to an offered fact; None for text."""
        word, rest = typed_command(line)
        if not word and (turn := self.interview.state.current) is not None and takes_offer(turn, line):
            word, rest = "/ask", line
        return partial(self._obey, word, rest) if word else None

    def _obey(self, word: str, rest: str) -> None:
        self._last_key = ("enter", Event().time)  # so that what is asked isn't confirmed by the same stroke
        method = METHODS.get(word) or MEANT.get(word, "")
        known = any(action.method == method for action in of_context(self.context, "app"))
        if told := ELSEWHERE.get(word):
            self.mention(self.keyed(told))
        elif known and word in MEANT:
            self.mention(f"{word} isn't a command here: {self.key_in_text(self._id_of(method))} {DOES[method]}.")
        elif word == "/help":
            host_of(self).action_help()
        elif word == "/time":
            self.mention(minutes_left(self.interview.seconds_left))
        elif word == "/ask" and known and rest:
            self.ask_interviewer(rest)
        elif known:
            getattr(self, f"action_{method}")()
        else:
            nothing = self.keyed(f"{word} does nothing here; {{app.help}} shows the keys that do.")
            self.mention(why_not(self.interview, method) or nothing)

    def ask_interviewer(self, text: str) -> None:
        """Ask the interviewer something, where that can be done."""
        raise NotImplementedError

    def _id_of(self, method: str) -> str:
        return next(action.id for action in of_context(self.context, "app") if action.method == method)

    def is_mistyped(self, text: str) -> bool:
        """Whether a text was hardly meant as one, which is said then, and it stays where it is."""
        why = mistyped(text)
        if why:
            self.mention(self.keyed(why))
        return bool(why)
