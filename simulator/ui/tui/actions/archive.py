"""Keys of the report, the review list and the transcript reader."""

from simulator.ui.tui.actions.action import Action, scroll

ACTIONS: tuple[Action, ...] = (
    Action("report.details", "d", "details", "details", "Every area and question, or the first page", 1, ("tab",)),
    Action("report.read", "t", "read", "transcript", "Read what was said", 2),
    *scroll("report"),
    Action("report.back", "escape", "back", "home", "Back", 3, ("q", "enter")),
    Action("review.read", "enter", "read", "read", "Read the marked transcript", 1),
    Action("review.go_on", "g", "go_on", "go on", "Go on with an interview that was stopped", 2),
    Action("review.report", "p", "report", "report", "The report of the marked interview", 3),
    Action("review.search", "slash", "search", "search", "Search as you type", 4),
    Action("review.back", "escape", "back", "home", "Back to home", 5, ("q",)),
    Action("reader.uncover", "space", "uncover", "reference", "Show or cover the reference", 1),
    Action("reader.next", "n", "next", "next", "The next question", 2, ("right",)),
    Action("reader.previous", "b", "previous", "before", "The question before", 3, ("left",)),
    *scroll("reader"),
    Action("reader.back", "escape", "back", "back", "Back", 5, ("q",)),
)  # fmt: skip
