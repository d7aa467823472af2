"""Keys of home, of the first start and of the setup."""

from simulator.ui.tui.actions.action import Action

ACTIONS: tuple[Action, ...] = (
    # home
    Action("home.choose", "enter", "choose", "choose", "Do what the marked line says", 1),
    Action("home.setup", "s", "setup", "set up", "Choose format, role and time of the next interview", 2),
    Action("home.review", "r", "review", "review", "Interviews so far, and their transcripts", 3),
    Action("home.keys", "question_mark", "keys", "help", "Every key", 4),
    Action("home.quit", "q", "quit", "quit", "Leave the program", 5),
    # first start
    Action("welcome.choose", "enter", "choose", "go on", "Take the marked line and go on", 1),
    Action("welcome.back", "escape", "back", "back", "One question back", 2),
    # setup
    Action("setup.start", "enter", "start", "start", "Start the interview with these choices", 1, ("ctrl+s",)),
    Action("setup.next", "right", "next_value", "change", "The next choice of this line", 2, ("l", "space")),
    Action("setup.previous", "left", "previous_value", "change back", "The choice before", aliases=("h",)),
    Action("setup.back", "escape", "back", "home", "Back to home", 3, ("q",)),
)  # fmt: skip
