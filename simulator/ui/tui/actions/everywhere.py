"""Keys that work everywhere, in lists, in a line to type and in the help screen."""

from simulator.ui.tui.actions.action import Action, scroll

ACTIONS: tuple[Action, ...] = (
    Action("app.help", "f1", "help", "help", "Every key of this screen", aliases=("question_mark",)),
    Action("app.palette", "ctrl+p", "command_palette", "palette", "Find any command by its name"),
    Action("app.quit", "ctrl+q", "leave_program", "quit", "Leave the program; everything is kept", priority=True),
    # lists
    Action("lists.down", "down", "cursor_down", "down", "The next line", aliases=("j",)),
    Action("lists.up", "up", "cursor_up", "up", "The line before", aliases=("k",)),
    Action("lists.page_down", "pagedown", "page_down", "page down", "A page on", aliases=("ctrl+f",)),
    Action("lists.page_up", "pageup", "page_up", "page up", "A page back", aliases=("ctrl+b",)),
    Action("lists.first", "home", "first", "first", "The first line"),
    Action("lists.last", "end", "last", "last", "The last line", aliases=("G",)),
    Action("lists.choose", "enter", "choose", "choose", "Choose the marked line"),
    # a line to type
    Action("line.done", "enter", "done", "done", "Take the line", 0),
    Action("line.cancel", "escape", "cancel", "cancel", "Back without it", 1),
    # help
    Action("help.back", "escape", "back", "back", "Back", 1, ("q", "f1", "question_mark")),
    *scroll("help"),
)  # fmt: skip
