"""Keys of the interview, part by part."""

from simulator.ui.tui.actions.action import Action, editing, leave, pause, scroll, texts

ACTIONS: tuple[Action, ...] = (
    # answering
    Action("answer.done", "ctrl+s", "done", "done", "Give the answer", 0),
    Action("answer.hint", "h", "hint", "hint",
           "One more hint; it makes the question easier; the letter asks first", 2, ("f2",),
           after_escape=True),
    Action("answer.clarify", "c", "clarify", "ask", "Ask the interviewer back", 3, ("f3",), after_escape=True),
    Action("answer.unknown", "d", "unknown", "don't know",
           "Say that you do not know: counts as weak; asks first", 4, ("f4",),
           after_escape=True),
    Action("answer.skip", "n", "skip", "not this one",
           "Pass the question over: counts as nothing; the letter asks first", 5, ("f5",),
           after_escape=True),
    Action("answer.speak", "space", "speak", "speak",
           "Start and stop the time you speak (spoken interviews); in an empty text without esc",
           after_escape=True),
    Action("answer.undo", "u", "undo", "take back", "Take the last step back", after_escape=True),
    Action("answer.end", "e", "end", "end", "End the interview here; asks first", after_escape=True),
    *editing("answer"),
    # probing
    Action("probe.done", "ctrl+s", "done", "done", "Give the reply", 0),
    Action("probe.said", "y", "said", "I said that", "Close the follow-up: your answer had it already", 2, ("f2",),
           after_escape=True),
    Action("probe.unknown", "d", "unknown", "don't know",
           "Say that you do not know: it adds nothing; the letter asks first", 3, ("f4",),
           after_escape=True),
    Action("probe.undo", "u", "undo", "take back", "Take the answer before back", after_escape=True),
    Action("probe.end", "e", "end", "end", "End the interview here; asks first", after_escape=True),
    *editing("probe"),
    # checks
    Action("check.done", "enter", "done", "done", "Give this answer", 0, ("ctrl+s",)),
    Action("check.commands", "escape", "commands", "commands", "Leave the line for single-letter commands", 1),
    Action("check.write", "i", "write", "write", "Go back to the line", 1, after_escape=True),
    Action("check.unknown", "d", "unknown", "don't know",
           "Say that you do not know: counts as wrong; asks first", 4, ("f4",),
           after_escape=True),
    Action("check.skip", "n", "skip", "not this one",
           "Pass the check over: counts as nothing; the letter asks first", 5, ("f5",),
           after_escape=True),
    pause("check"),
    Action("check.undo", "u", "undo", "take back", "Take the pass before back", after_escape=True),
    Action("check.end", "e", "end", "end", "End the interview here; asks first", after_escape=True),
    Action("check.leave", "q", "leave", "leave", "Leave; everything is kept", 9, after_escape=True),
    # predicting
    *(Action(f"predict.{word}", str(n), f"predict('{word}')", word, f"A panel would call it {word}")
      for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)),
    Action("predict.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2),
    Action("predict.undo", "u", "undo", "back to the answer", "Take the answer back and change it", 3),
    *scroll("predict"),
    pause("predict", after_escape=False),
    leave("predict"),
    # judging
    Action("judge.yes", "y", "mark('yes')", "yes", "The point is in the answer", 0),
    Action("judge.partly", "p", "mark('partly')", "partly", "Half of it; partly on a must-have is a miss", 1),
    Action("judge.no", "n", "mark('no')", "no", "It is not in the answer", 2),
    Action("judge.undo", "u", "undo", "back", "Judge the point before again", 3),
    *texts("judge"),
    Action("judge.pause", "f8", "pause", "pause", "Stop here for a while"),
    leave("judge"),
    # verdict
    Action("verdict.next", "enter", "next", "next", "Settle the verdict and go on", 0, ("ctrl+s",)),
    Action("verdict.overrule", "v", "overrule", "overrule", "Set another verdict, with a reason", 2),
    Action("verdict.undo", "u", "undo", "back", "Judge the last point again", 3),
    Action("verdict.retell", "r", "retell", "say it again", "Tell it again in sixty seconds: take two, no evidence", 4),
    Action("verdict.note", "e", "note", "note", "Keep a remark on this question"),
    *texts("verdict"),
    Action("verdict.pause", "f8", "pause", "pause", "Stop here for a while", aliases=("p",)),
    leave("verdict"),
    # say it again
    Action("retell.done", "ctrl+s", "done", "keep it", "Keep the second telling beside the first", 0),
    Action("retell.cancel", "escape", "cancel", "back", "Back without it; what is written is dropped only at twice", 1),
    # the candidate's own verdict
    *(Action(f"own.{word}", str(n), f"settle('{word}')", word, f"Your verdict: {word}")
      for n, word in enumerate(("weak", "borderline", "solid", "outstanding"), 1)),
    Action("own.meanings", "escape", "meanings", "what these mean", "Show what each word means", 2),
    Action("own.undo", "u", "undo", "back", "Judge the last point again", 3),
    *texts("own"),
    Action("own.pause", "f8", "pause", "pause", "Stop here for a while", aliases=("p",)),
    leave("own"),
    # paused, and between two parts
    Action("pause.resume", "enter", "resume", "go on", "Go on; the clock runs again", 0, ("p", "space")),
    Action("pause.end", "e", "end", "end the interview", "End it here and see the report; asks first", 1),
    leave("pause"),
    Action("turn.next", "enter", "next", "go on", "Go on", 0),
    *scroll("turn"),
    leave("turn"),
    # demo
    Action("demo.hold", "space", "hold", "pause", "Let the demo wait, or go on", 0, priority=True),
    Action("demo.leave", "q", "leave", "leave", "Leave the demo; it is kept", 1, ("escape",), priority=True),
)  # fmt: skip
