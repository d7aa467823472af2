"""Keys of the screen that offers again what could not be written."""

from simulator.ui.tui.actions.action import Action, scroll

ACTIONS: tuple[Action, ...] = (
    Action("rescue.again", "r", "again", "try again", "Try once more to write it where it belongs", 0, ("enter",)),
    Action(
        "rescue.folder", "f", "folder", "another folder", "Keep the whole interview in another folder from now on", 1
    ),
    Action("rescue.leave", "q", "leave", "leave", "Leave; it is kept wherever it can be, and the place is named", 2),
    *scroll("rescue"),
)
