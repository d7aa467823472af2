"""Every key of the full-screen app, once: bindings, footer, command palette, help screen and docs/keys.md read this.

A context is a place in which keys mean something: a screen, or a state of the interview room. `footer` is the rank
among the at most six keys that the footer shows there (lowest first); None keeps a key out of the footer.
"""

from dataclasses import dataclass

from textual.binding import Binding, BindingType

FOOTER_KEYS = 6


@dataclass(frozen=True)
class Action:
    """One thing that can be done: its key, the method `action_<method>` that does it, and words for people."""

    id: str
    key: str
    method: str
    label: str
    help: str
    footer: int | None = None
    aliases: tuple[str, ...] = ()
    priority: bool = False
    after_escape: bool = False

    @property
    def context(self) -> str:
        """The place in which the key works."""
        return self.id.split(".")[0]

    @property
    def binding(self) -> Binding:
        """The action as Textual knows it; its id lets the settings file change its key."""
        keys = ",".join((self.key, *self.aliases))
        return Binding(keys, self.method, self.label, show=False, id=self.id, priority=self.priority)


CONTEXTS = {
    "app": "Everywhere",
    "home": "Home",
    "lists": "Lists",
    "welcome": "First start",
    "setup": "Setup",
    "answer": "Interview: answering",
    "probe": "Interview: a follow-up",
    "check": "Interview: a quick check",
    "predict": "Interview: prediction",
    "judge": "Interview: judging the points",
    "verdict": "Interview: the verdict",
    "own": "Interview: your own verdict",
    "pause": "Interview: paused",
    "turn": "Interview: between two parts",
    "demo": "Demo",
    "line": "A line to type",
    "report": "Report",
    "review": "Review",
    "reader": "Reading a transcript",
    "help": "Help",
}

_TEXTS = (
    ("m", "mistakes", "mistakes", "What people often get wrong here, and why"),
    ("x", "exemplar", "exemplar", "A solid answer as a person would say it"),
    ("o", "sources", "sources", "Where the answer comes from"),
    ("w", "why", "why this", "Why this question was asked and what it was preferred to"),
)


def _texts(context: str, *, footer: int | None = None) -> tuple[Action, ...]:
    return (
        Action(
            f"{context}.switch", "tab", "switch", "reference", "Change between your answer and the reference", footer
        ),
        Action(f"{context}.gist", "g", "gist", "gist", "The answer in a few spoken words, to say aloud"),
        *(Action(f"{context}.{name}", key, name, label, text) for key, name, label, text in _TEXTS),
        *_scroll(context),
    )


def _scroll(context: str) -> tuple[Action, ...]:
    return (
        Action(f"{context}.down", "down", "text_down", "scroll", "Scroll the text down", aliases=("j",)),
        Action(f"{context}.up", "up", "text_up", "scroll up", "Scroll the text up", aliases=("k",)),
        Action(f"{context}.page_down", "pagedown", "text_page_down", "page down", "Scroll the text by a page"),
        Action(f"{context}.page_up", "pageup", "text_page_up", "page up", "Scroll the text back by a page"),
    )


def _leave(context: str) -> Action:
    return Action(f"{context}.leave", "q", "leave", "leave", "Leave; everything is kept and the clock stops", 9)


def _pause(context: str) -> Action:
    return Action(f"{context}.pause", "p", "pause", "pause", "Stop the clock", 8, ("f8",), after_escape=True)


def _editing(context: str) -> tuple[Action, ...]:
    return (
        Action(f"{context}.commands", "escape", "commands", "commands", "Leave the text for single-letter commands", 1),
        Action(f"{context}.write", "i", "write", "write", "Go back to the text", 1, ("enter",), after_escape=True),
        Action(f"{context}.editor", "ctrl+o", "external", "editor", "Write in $EDITOR", 6),
        Action(f"{context}.clock", "t", "clock", "clock", "Show or hide the clock", after_escape=True),
        _pause(context),
        Action(f"{context}.leave", "q", "leave", "leave", "Leave; everything is kept", 9, after_escape=True),
        *(
            Action(a.id, a.key, a.method, a.label, a.help, aliases=a.aliases, after_escape=True)
            for a in _scroll(context)
        ),
    )


ACTIONS: tuple[Action, ...] = (
    Action("app.help", "f1", "help", "help", "Every key of this screen", aliases=("question_mark",)),
    Action("app.palette", "ctrl+p", "command_palette", "palette", "Find any command by its name"),
    Action("app.quit", "ctrl+q", "leave_program", "quit", "Leave the program; everything is kept", priority=True),
    # home
    Action("home.choose", "enter", "choose", "choose", "Do what the marked line says", 1),
    Action("home.setup", "s", "setup", "set up", "Choose format, role and time of the next interview", 2),
    Action("home.review", "r", "review", "review", "Interviews so far, and their transcripts", 3),
    Action("home.keys", "question_mark", "keys", "help", "Every key", 4),
    Action("home.quit", "q", "quit", "quit", "Leave the program", 5),
    # lists
    Action("lists.down", "down", "cursor_down", "down", "The next line", aliases=("j",)),
    Action("lists.up", "up", "cursor_up", "up", "The line before", aliases=("k",)),
    Action("lists.page_down", "pagedown", "page_down", "page down", "A page on", aliases=("ctrl+f",)),
    Action("lists.page_up", "pageup", "page_up", "page up", "A page back", aliases=("ctrl+b",)),
    Action("lists.first", "home", "first", "first", "The first line"),
    Action("lists.last", "end", "last", "last", "The last line", aliases=("G",)),
    Action("lists.choose", "enter", "choose", "choose", "Choose the marked line"),
    # first start
    Action("welcome.choose", "enter", "choose", "go on", "Take the marked line and go on", 1),
    Action("welcome.back", "escape", "back", "back", "One question back", 2),
    # setup
    Action("setup.start", "enter", "start", "start", "Start the interview with these choices", 1, ("ctrl+s",)),
    Action("setup.next", "right", "next_value", "change", "The next choice of this line", 2, ("l", "space")),
    Action("setup.previous", "left", "previous_value", "change back", "The choice before", aliases=("h",)),
    Action("setup.back", "escape", "back", "home", "Back to home", 3, ("q",)),
    # answering
    Action("answer.done", "ctrl+s", "done", "done", "Give the answer", 0),
    Action("answer.hint", "h", "hint", "hint", "One more hint; it makes the question easier", 2, ("f2",),
           after_escape=True),
    Action("answer.clarify", "c", "clarify", "ask", "Ask the interviewer back", 3, ("f3",), after_escape=True),
    Action("answer.unknown", "d", "unknown", "don't know", "Say that you do not know: counts as weak", 4, ("f4",),
           after_escape=True),
    Action("answer.skip", "n", "skip", "not this one", "Pass the question over: counts as nothing", 5, ("f5",),
           after_escape=True),
    Action("answer.speak", "space", "speak", "speak", "Start and stop the time you speak (spoken interviews)",
           after_escape=True),
    Action("answer.undo", "u", "undo", "take back", "Take the last step back", after_escape=True),
    Action("answer.end", "e", "end", "end", "End the interview here", after_escape=True),
    *_editing("answer"),
    # probing
    Action("probe.done", "ctrl+s", "done", "done", "Give the reply", 0),
    Action("probe.said", "y", "said", "I said that", "Close the follow-up: your answer had it already", 2, ("f2",),
           after_escape=True),
    Action("probe.undo", "u", "undo", "take back", "Take the answer before back", after_escape=True),
    Action("probe.end", "e", "end", "end", "End the interview here", after_escape=True),
    *_editing("probe"),
    # checks
    Action("check.done", "enter", "done", "done", "Give this answer", 0, ("ctrl+s",)),
    Action("check.commands", "escape", "commands", "commands", "Leave the line for single-letter commands", 1),
    Action("check.write", "i", "write", "write", "Go back to the line", 1, after_escape=True),
    Action("check.unknown", "d", "unknown", "don't know", "Say that you do not know: counts as wrong", 4, ("f4",),
           after_escape=True),
    Action("check.skip", "n", "skip", "not this one", "Pass the check over: counts as nothing", 5, ("f5",),
           after_escape=True),
    _pause("check"),
    Action("check.end", "e", "end", "end", "End the interview here", after_escape=True),
    Action("check.leave", "q", "leave", "leave", "Leave; everything is kept", 9, after_escape=True),
    # predicting
    *(Action(f"predict.{word}", str(n), f"predict('{word}')", word, f"A panel would call it {word}")
      for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)),
    Action("predict.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2),
    Action("predict.undo", "u", "undo", "back to the answer", "Take the answer back and change it", 3),
    _pause("predict"),
    _leave("predict"),
    # judging
    Action("judge.yes", "y", "mark('yes')", "yes", "The point is in the answer", 0),
    Action("judge.partly", "p", "mark('partly')", "partly", "Half of it; partly on a must-have is a miss", 1),
    Action("judge.no", "n", "mark('no')", "no", "It is not in the answer", 2),
    Action("judge.undo", "u", "undo", "back", "Judge the point before again", 3),
    *_texts("judge", footer=4),
    Action("judge.pause", "f8", "pause", "pause", "Stop here for a while"),
    _leave("judge"),
    # verdict
    Action("verdict.next", "enter", "next", "next", "Settle the verdict and go on", 0, ("ctrl+s",)),
    Action("verdict.overrule", "v", "overrule", "overrule", "Set another verdict, with a reason", 2),
    Action("verdict.undo", "u", "undo", "back", "Judge the last point again", 3),
    Action("verdict.retell", "r", "retell", "say it again", "Tell it again in sixty seconds: take two, no evidence", 4),
    Action("verdict.note", "e", "note", "note", "Keep a remark on this question"),
    *_texts("verdict", footer=1),
    Action("verdict.pause", "f8", "pause", "pause", "Stop here for a while", aliases=("p",)),
    _leave("verdict"),
    # the candidate's own verdict
    *(Action(f"own.{word}", str(n), f"settle('{word}')", word, f"Your verdict: {word}")
      for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)),
    Action("own.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2),
    Action("own.undo", "u", "undo", "back", "Judge the last point again", 3),
    *_texts("own", footer=1),
    Action("own.pause", "f8", "pause", "pause", "Stop here for a while", aliases=("p",)),
    _leave("own"),
    # paused, and between two parts
    Action("pause.resume", "enter", "resume", "go on", "Go on; the clock runs again", 0, ("p", "space")),
    Action("pause.end", "e", "end", "end the interview", "End it here and see the report", 1),
    _leave("pause"),
    Action("turn.next", "enter", "next", "go on", "Go on", 0),
    _leave("turn"),
    # demo
    Action("demo.hold", "space", "hold", "pause", "Let the demo wait, or go on", 0, priority=True),
    Action("demo.leave", "q", "leave", "leave", "Leave the demo; it is kept", 1, ("escape",), priority=True),
    # a line to type
    Action("line.done", "enter", "done", "done", "Take the line", 0),
    Action("line.cancel", "escape", "cancel", "cancel", "Back without it", 1),
    # report, review, reader
    Action("report.details", "d", "details", "details", "Every area and question, or the first page", 1, ("tab",)),
    Action("report.read", "t", "read", "transcript", "Read what was said", 2),
    *_scroll("report"),
    Action("report.back", "escape", "back", "home", "Back", 3, ("q", "enter")),
    Action("review.read", "enter", "read", "read", "Read the marked transcript", 1),
    Action("review.go_on", "g", "go_on", "go on", "Go on with an interview that was stopped", 2),
    Action("review.report", "p", "report", "report", "The report of the marked interview", 3),
    Action("review.search", "slash", "search", "search", "Search as you type", 4),
    Action("review.back", "escape", "back", "home", "Back to home", 5, ("q",)),
    Action("reader.uncover", "space", "uncover", "reference", "Show or cover the reference", 1),
    Action("reader.next", "n", "next", "next", "The next question", 2, ("right",)),
    Action("reader.previous", "b", "previous", "before", "The question before", 3, ("left",)),
    *_scroll("reader"),
    Action("reader.back", "escape", "back", "back", "Back", 5, ("q",)),
    Action("help.back", "escape", "back", "back", "Back", 1, ("q", "f1", "question_mark")),
    *_scroll("help"),
)  # fmt: skip


def of_context(*contexts: str) -> tuple[Action, ...]:
    """The actions of these contexts, in registry order."""
    return tuple(a for a in ACTIONS if a.context in contexts)


def bindings(*contexts: str) -> list[BindingType]:
    """The Textual bindings of these contexts."""
    return [a.binding for a in of_context(*contexts)]


def footer(*contexts: str, without: frozenset[str] = frozenset()) -> list[Action]:
    """The at most six actions that the footer shows, the most important first."""
    shown = [a for a in of_context(*contexts) if a.footer is not None and a.id not in without]
    return sorted(shown, key=lambda a: a.footer or 0)[:FOOTER_KEYS]


_NAMES = {
    "question_mark": "?", "slash": "/", "escape": "esc", "pagedown": "page down", "pageup": "page up",
}  # fmt: skip


def key_name(key: str) -> str:
    """A key as people write it."""
    return _NAMES.get(key, key)


def keys_of(action: Action) -> str:
    """All keys of an action, for people."""
    return ", ".join(key_name(key) for key in (action.key, *action.aliases))
