"""The commands of the line mode: lines that begin with a slash."""

import re
from collections.abc import Callable
from typing import NoReturn

from simulator.errors import NotAllowed
from simulator.graph.findings import nearest
from simulator.graph.sanitise import short
from simulator.session.flow import Receipt
from simulator.ui.plain_lines import Left, Lines
from simulator.ui.plain_text import quoted, time_left

HELP = {
    "/hint": "one more hint",
    "/ask": "ask the interviewer: /ask and your question",
    "/probe-said": "I said that already",
    "/dk": "I do not know",
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


def carry_out(room: Lines, line: str) -> bool:
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


def _refused(room: Lines, word: str, rest: str) -> bool:
    """A slash and one word that is no command was hardly meant as text; nor was one that is a letter off."""
    meant = _WORD.fullmatch(word) and (not rest or nearest(word, HELP))
    if meant:
        commands = ", ".join(HELP)
        room.say(f"There is no command {short(word)}; these are {commands}. As text it is written /{short(word)}.")
    return bool(meant)


def _commands(room: Lines, rest: str) -> dict[str, Callable[[], None]]:
    interview = room.interview
    return {
        "/hint": lambda: room.do(interview.hint),
        "/ask": lambda: room.do(interview.clarify, rest) if rest else room.say("Write your question behind /ask."),
        "/probe-said": lambda: _said(room),
        "/dk": lambda: _surely(room, "says that you do not know", lambda: interview.dont_know(room.kept)),
        "/skip": lambda: _surely(room, "passes this over", lambda: interview.skip(room.kept)),
        "/undo": lambda: _undo(room),
        "/back": lambda: _back(room),
        "/end": lambda: _end(room),
        "/misread": lambda: _misread(room, rest),
        "/pause": _pause,
        "/why": lambda: _why(room),
        "/time": lambda: room.say(time_left(interview.seconds_left)),
        "/help": lambda: room.say(help_text()),
    }


def _surely(room: Lines, does: str, command: Callable[[], Receipt]) -> None:
    """Carry a command out; where something is written, ask first, and keep it as a note."""
    count = len(room.kept.split())
    if count:
        counted = f"{count:,} word{'' if count == 1 else 's'}"
        if room.ask(f"Enter {does}, and keeps {counted} as a note; any other line lets it be.", keeps=False):
            room.say("Nothing was done.")
            return
    room.do(command)
    if count:
        room.keep("")


def _said(room: Lines) -> None:
    room.do(room.interview.said_that, room.kept)
    room.keep("")


def _undo(room: Lines) -> None:
    """Take a step back, and go on with the text that comes back with it."""
    room.do(room.interview.undo, room.kept)
    turn = room.interview.state.current
    room.keep(turn.draft if turn is not None else "")
    if room.kept:
        room.say("You had written:")
        room.say(quoted(room.kept))


def _back(room: Lines) -> None:
    """Take up the last finished line again; where no line can be edited, the next one stands in its place."""
    if not room.reopen_line():
        room.say("There is no line before this one.")
    elif not room.source.edits:
        room.say(f"Taken back: {room.begun}")
        room.begun = ""


def _misread(room: Lines, number: str) -> None:
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


def _end(room: Lines) -> None:
    """End the interview; what was being written stays with its question."""
    if text := room.kept.strip():
        room.do(room.interview.note, text)
        room.say("What you have written is kept as a note.")
    room.do(room.interview.stop)
    if text:
        room.keep("")


def _pause() -> NoReturn:
    raise Left


def _why(room: Lines) -> None:
    import msgspec  # both only when asked

    from simulator.engine.reasons import Reason, sentence

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
