"""The commands of the line mode, typed as a line of a text: whoever knows them from there writes them here too.

Such a line is carried out and is no part of the answer, as in the line mode.
"""

# the method of a pane that does what a command of `ui/lines/commands` says; the others mean nothing here
METHODS = {
    "/hint": "hint", "/ask": "clarify", "/said": "said", "/probe-said": "said", "/dk": "unknown", "/skip": "skip",
    "/undo": "undo", "/time": "time", "/pause": "pause", "/end": "end", "/help": "help",
}  # fmt: skip
ELSEWHERE = frozenset({"/run", "/edit", "/file", "/misread", "/back", "/why"})


def typed_command(line: str) -> tuple[str, str]:
    """The command that a line is, and what is asked behind `/ask`; two empty texts where it is none."""
    word, _, rest = line.strip().partition(" ")
    is_one = word in METHODS or word in ELSEWHERE
    return (word, rest.strip()) if is_one and (not rest or word == "/ask") else ("", "")


def without_command(text: str) -> tuple[str, str]:
    """A text, and the command that its last line is; that is empty where it is none."""
    before, _, last = text.rstrip().rpartition("\n")
    return (before, last.strip()) if typed_command(last)[0] else (text, "")
