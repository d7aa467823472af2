"""The keys of the interview room: of each state of the interview, of the demo, and of what couldn't be saved."""

from msgspec.structs import replace

from simulator.engine.scoring import CAP_OF_HALF, LOWEST, SOLID, VERDICTS
from simulator.session.interview.outcome_words import QUOTED_DONT_KNOW
from simulator.ui.tui.keys.action import (
    AGAIN,
    LEAVE,
    LETTERS,
    MEANINGS,
    NO,
    RUN,
    STEPS,
    TAKE_BACK,
    TURN,
    VERDICT,
    YES,
    Action,
    scroll,
)

# Keys that several states share

_TEXTS = (
    ("g", "gist", "gist", "The answer in a few spoken words, to say aloud"),
    ("m", "mistakes", "mistakes", "What people often get wrong here, and why"),
    ("x", "exemplar", "exemplar", f"A {SOLID} answer, the way somebody would say it"),
    ("o", "sources", "sources", "Where the answer comes from"),
    ("w", "why", "why this", "Why this question came up, and what could have come up instead"),
)


def texts(context: str) -> tuple[Action, ...]:
    """The texts beside a judged answer: reference, gist, mistakes, exemplar, sources, why."""
    return (
        Action(f"{context}.switch", "tab", "switch", "reference", "Switch between your answer and the reference",
               meaning=TURN),
        *(Action(f"{context}.{name}", key, f"show('{name}')", label, text) for key, name, label, text in _TEXTS),
        *scroll(context),
    )  # fmt: skip


def leave(context: str) -> Action:
    """Leaving the interview."""
    return Action(f"{context}.leave", "q", "leave", "leave", "Leave; everything is saved and the clock stops", 9)


def end(context: str) -> Action:
    """Ending the interview before its time."""
    return Action(f"{context}.end", "E", "end", "end, see report",
                  "End the interview here and see the report; you confirm first",
                  after_escape=True, meaning="end", also="finish stop quit abort close", brief="end",
                  former=("e",))  # fmt: skip


def pause(context: str, *, after_escape: bool = False) -> Action:
    """Stopping the clock."""
    return Action(f"{context}.pause", "f8", "pause", "pause", "Stop the clock", 8, after_escape=after_escape,
                  former=("p",))  # fmt: skip


def rest(context: str) -> Action:
    """Stopping for a while during judging; the former `p` means `partly` there."""
    return Action(f"{context}.pause", "f8", "pause", "pause", "Take a break")


def why(context: str) -> Action:
    """Why something is asked, while it's open."""
    return Action(f"{context}.why", "w", "why", "why this", "Ask why this is asked", 5, after_escape=True, brief="why")


def editing(context: str) -> tuple[Action, ...]:
    """What a text that is being written offers."""
    return (
        Action(f"{context}.commands", "escape", "commands", "commands",
               "Leave the text, so that letters are commands, or go back to it", 1, meaning=LETTERS,
               brief="more"),
        Action(f"{context}.write", "i", "write", "write", "Go back to the text", 1, ("enter",), after_escape=True),
        Action(f"{context}.editor", "ctrl+o", "external", "editor", "Write in $EDITOR", 6),
        why(context),
        Action(f"{context}.clock", "t", "clock", "clock", "Show or hide the clock", after_escape=True),
        pause(context, after_escape=True),
        Action(f"{context}.leave", "q", "leave", "leave for now", "Leave; everything is saved", 9, after_escape=True,
               meaning=LEAVE, brief="leave"),
        *reading(context, "Scroll a long question, even while you write; if it all fits, move in your text instead"),
    )  # fmt: skip


def reading(context: str, down: str) -> tuple[Action, ...]:
    """What scrolls a question that is longer than its room; `down` is the help of the key that reads on."""
    return (
        *(
            Action(a.id, a.key, a.method, a.label, a.help, aliases=a.aliases, after_escape=True)
            for a in scroll(context)[:2]
        ),
        *paging(context, down),
    )


def paging(context: str, down: str) -> tuple[Action, ...]:
    """What scrolls such a question by pages, even while you're writing."""
    return (
        Action(f"{context}.page_down", "pagedown", "text_page(1)", "read on", down,
               aliases=("ctrl+down",), priority=True, brief="read"),
        Action(f"{context}.page_up", "pageup", "text_page(-1)", "read back", "Scroll a long question back",
               aliases=("ctrl+up",), priority=True, brief="back"),
    )  # fmt: skip


ROOM: tuple[Action, ...] = (
    # answering
    Action("answer.done", "ctrl+s", "done", "send", "Give the answer", 0),
    Action("answer.hint", "h", "hint", "hint",
           "Take a hint, which makes the question count as easier; you confirm the first, and each by letter", 2,
           ("f2",), after_escape=True),
    Action("answer.clarify", "c", "clarify", "ask", "Ask the interviewer to clarify", 3, ("f3",), after_escape=True),
    Action("answer.unknown", "d", "unknown", "don't know",
           f"Say {QUOTED_DONT_KNOW}, which counts as {LOWEST}; you confirm first", 4, ("f4",),
           after_escape=True, helps_out=True),
    Action("answer.skip", "n", "skip", "skip",
           "Skip the question: it won't count; you confirm first", 5, ("f5",),
           after_escape=True, meaning=NO),
    Action("answer.speak", "space", "speak", "speak",
           "Start and stop the clock while you speak (spoken interviews); needs no esc while the text is empty",
           after_escape=True, meaning=RUN),
    Action("answer.undo", "u", "undo", "take back", "Take back the last step", after_escape=True),
    end("answer"),
    *editing("answer"),
    # writing code
    Action("coding.done", "ctrl+s", "done", "hand in",
           "Hand in the code, which runs the hidden cases, once; you confirm first", 0),
    Action("coding.run", "ctrl+r", "run", "run", "Run the shown cases; ctrl+c stops a run", 1),
    Action("coding.look", "f9", "look", "task", "Show the task in full, then the code in full, then both again", 1),
    Action("coding.hint", "h", "hint", "hint",
           "Take a hint, which makes the question count as easier; you confirm the first, and each by letter", 2,
           ("f2",), after_escape=True),
    Action("coding.unknown", "d", "unknown", "don't know",
           f"Say {QUOTED_DONT_KNOW}, which counts as {LOWEST}; you confirm first", 4, ("f4",),
           after_escape=True),
    Action("coding.skip", "n", "skip", "skip",
           "Skip the task: it won't count; you confirm first", 5, ("f5",),
           after_escape=True, meaning=NO),
    Action("coding.undo", "u", "undo", "take back", "Take back the last step", after_escape=True),
    end("coding"),
    *editing("coding"),
    # probing
    Action("probe.done", "ctrl+s", "done", "send", "Give the reply", 0),
    Action("probe.said", "y", "said", "I said that",
           "Close the follow-up because you've said that already; only what's in your answer counts", 2, ("f6",),
           after_escape=True, meaning=YES, brief="said it"),
    Action("probe.unknown", "d", "unknown", "don't know",
           f"Say {QUOTED_DONT_KNOW}, which adds nothing; you confirm first", 3, ("f4",),
           after_escape=True, helps_out=True),
    Action("probe.speak", "space", "speak", "speak",
           "Start and stop the clock while you speak (spoken interviews); needs no esc while the text is empty",
           after_escape=True, meaning=RUN),
    Action("probe.clarify", "c", "clarify", "ask", "Ask the interviewer what they mean", 4, ("f3",),
           after_escape=True),
    Action("probe.undo", "u", "undo", "take back", "Take back the previous answer", after_escape=True),
    end("probe"),
    *editing("probe"),
    # the parting questions
    Action("parting.done", "ctrl+s", "done", "send", "Give the reply", 0),
    Action("parting.skip", "n", "skip", "skip", "Skip it; you confirm first", 2, ("f5",),
           after_escape=True, meaning=NO),
    Action("parting.undo", "u", "undo", "take back", "Go back to the previous one", after_escape=True),
    end("parting"),
    *editing("parting"),
    # checks
    Action("check.done", "enter", "done", "send",
           "Send the option; a number is read back first, so press again to send it", 0, ("ctrl+s",)),
    Action("check.commands", "escape", "commands", "commands",
           "Leave the line, so that letters are commands, or go back to it", 1, meaning=LETTERS, brief="more"),
    Action("check.write", "i", "write", "write", "Go back to the line", 1, after_escape=True),
    Action("check.unknown", "d", "unknown", "don't know",
           f"Say {QUOTED_DONT_KNOW}, which counts as wrong; you confirm first", 4, ("f4",),
           after_escape=True, helps_out=True),
    Action("check.skip", "n", "skip", "skip",
           "Skip the check: it won't count; you confirm first", 5, ("f5",),
           after_escape=True, meaning=NO),
    why("check"),
    pause("check"),
    Action("check.undo", "u", "undo", "take back",
           f"Go back to the previous question or check, if you skipped it or said {QUOTED_DONT_KNOW}",
           after_escape=True),
    end("check"),
    Action("check.leave", "q", "leave", "leave for now", "Leave; everything is saved", 9, after_escape=True,
           meaning=LEAVE, brief="leave"),
    *reading("check", "Scroll a long check, even while you type"),
    # the result of a check
    Action("checked.next", "enter", "next", "go on", "Go on", 0),
    Action("checked.misread", "M", "misread", "you misread me",
           "Your answer was read wrongly: set the check aside; it won't count and won't be asked again", 1),
    Action("checked.undo", "u", "undo", "take back", "Let the check count again", 2),
    *scroll("checked"),
    leave("checked"),
    # predicting
    *(Action(f"predict.{word}", str(n), f"predict('{word}')", word, f"A panel would call it {word}")
      for n, word in enumerate(VERDICTS, 1)),
    Action("predict.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2,
           meaning=MEANINGS),
    Action("predict.undo", "u", "undo", "back to the answer", "Take the answer back to change it", 3,
           meaning=TAKE_BACK),
    *scroll("predict"),
    pause("predict"),
    leave("predict"),
    # judging
    Action("judge.yes", "y", "mark('yes')", "yes", "The point is in the answer", 0, meaning=YES),
    Action("judge.prompted", "a", "mark('prompted')", "when asked",
           "It came only in your reply to a follow-up, so it counts for less", 1),
    Action("judge.partly", "p", "mark('partly')", "partly",
           f"Half of it is in the answer; half a must-have means {CAP_OF_HALF} at best", 2, brief="part"),
    Action("judge.no", "n", "mark('no')", "no", "It isn't in the answer", 3, meaning=NO),
    Action("judge.none", "N", "none", "no to all",
           "None of it is in the answer: no to this point and to all that still wait", 4),
    Action("judge.points", "escape", "points", "more",
           "Small terminals: show all points in full instead of the texts, or the texts again", 5, meaning=MEANINGS),
    Action("judge.undo", "u", "undo", "back",
           "Judge the previous point again; before the first mark, take your guess back", 6, meaning=TAKE_BACK),
    *texts("judge"),
    rest("judge"),
    leave("judge"),
    # verdict
    Action("verdict.next", "enter", "next", "next", "Accept the verdict and go on", 0, ("ctrl+s",)),
    Action("verdict.overrule", "v", "overrule", "another verdict",
           "Choose another verdict; a higher one needs a reason", 2, meaning=VERDICT, brief="verdict"),
    Action("verdict.undo", "u", "undo", "back",
           "Judge the last point again; after \"don't know\", go back to the question, which then counts for less", 3,
           meaning=TAKE_BACK),
    Action("verdict.retell", "r", "retell", "say it again",
           "Say it again in sixty seconds; the second take won't count", 4, meaning=AGAIN),
    Action("verdict.note", "e", "note", "note", "Write a note on this question"),
    *texts("verdict"),
    rest("verdict"),
    leave("verdict"),
    Action("verdict.study", "slash", "study", "search", "Search for this concept, or anything else",
           former=("s",)),
    # say it again
    Action("retell.done", "ctrl+s", "done", "keep it", "Save it as a second take", 0),
    Action("retell.cancel", "escape", "cancel", "back",
           "Go back without it; press twice to drop what you've written", 1, meaning=LEAVE),
    *paging("retell", "Scroll a long question, even while you write"),
    # the candidate's own verdict
    *(Action(f"own.{word}", str(n), f"settle('{word}')", word, f"Your verdict: {word}")
      for n, word in enumerate(VERDICTS, 1)),
    Action("own.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2,
           meaning=MEANINGS),
    Action("own.undo", "u", "undo", "back", "Judge the last point again", 3, meaning=TAKE_BACK),
    *texts("own"),
    rest("own"),
    leave("own"),
    # paused, and between two parts
    Action("pause.resume", "enter", "resume", "go on", "Go on; the clock runs again", 0, ("f8", "space"),
           meaning=RUN, former=("p",)),
    replace(end("pause"), footer=1, after_escape=False),
    replace(leave("pause"), label="leave for now", meaning=LEAVE, brief="leave"),
    Action("turn.next", "enter", "next", "go on", "Go on", 0),
    Action("turn.misread", "M", "misread", "you misread me",
           "A check was read wrongly: set it aside; it won't count and won't be asked again", 1),
    *scroll("turn"),
    leave("turn"),
    # demo
    Action("demo.hold", "space", "hold", "pause", "Pause or resume the demo", 0, priority=True, meaning=RUN),
    Action("demo.step", "s", "step", "step", "Play one step, then pause", 1, priority=True, meaning=STEPS),
    Action("demo.leave", "q", "leave", "leave", "Leave the demo", 2, ("escape",), priority=True),
    *scroll("demo"),
)  # fmt: skip


# what the editor itself does with keys, where code is written
CODE_EDITING = (
    ("ctrl+home, ctrl+end", "Go to the top of the code, or to its end"),
    ("ctrl+left, ctrl+right", "Go word by word"),
    ("shift+arrows", "Select some of it"),
    ("tab, shift+tab", "Indent more or less: the line, or all that's selected"),
    ("ctrl+z, ctrl+y", "Undo, or redo"),
    ("ctrl+x, ctrl+c, ctrl+v", "Cut, copy, paste"),
    ("ctrl+k", "Delete up to the end of the line"),
)
CODE_EDITING_TITLE = "In the code itself"


RESCUE: tuple[Action, ...] = (
    Action("rescue.again", "r", "again", "try again", "Try again to save it in its own folder", 0, ("enter",),
           meaning=AGAIN),
    Action("rescue.folder", "F", "folder", "another folder",
           "Save the whole interview in another folder from now on", 1, former=("f",)),
    Action("rescue.leave", "q", "leave", "leave", "Leave; it's saved wherever possible, and you're told where", 2),
    *scroll("rescue"),
)  # fmt: skip
