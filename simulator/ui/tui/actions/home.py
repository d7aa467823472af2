"""Keys of home, of the first start, of the setup, of the settings and of the brief."""

from simulator.ui.tui.actions.action import Action, scroll


def _change(context: str, *, footer: int | None = 2) -> tuple[Action, ...]:
    """Choosing another value of the marked line."""
    return (
        Action(
            f"{context}.next", "right", "next_value", "change", "The next choice of this line", footer, ("l", "space")
        ),
        Action(f"{context}.previous", "left", "previous_value", "change back", "The choice before", aliases=("h",)),
    )


ACTIONS: tuple[Action, ...] = (
    # home
    Action("home.choose", "enter", "choose", "choose", "Do what the marked line says", 1),
    Action("home.settings", "s", "settings", "settings", "Settings: theme, clock, date of the interview, own keys", 2),
    Action("home.setup", "e", "setup", "set up", "Set up the next interview: format, role, time, job advert", 6),
    Action("home.review", "r", "review", "review", "Interviews so far, and their transcripts"),
    Action("home.brief", "b", "brief", "brief", "The brief for the day before: a few minutes, nothing new"),
    Action("home.progress", "p", "progress", "progress", "Mastery over time, calibration, what is due"),
    Action("home.keys", "question_mark", "keys", "help", "Every key", 4),
    Action("home.quit", "q", "quit", "quit", "Leave the program", 5),
    # first start
    Action("welcome.choose", "enter", "choose", "go on", "Take the marked line and go on", 1),
    Action("welcome.back", "escape", "back", "back", "One question back", 2),
    # setup
    Action("setup.start", "enter", "start", "start", "Start the interview with these choices", 1, ("ctrl+s",)),
    *_change("setup"),
    Action("setup.advert", "a", "advert", "advert", "Let a job advert weigh the areas", 3),
    Action("setup.back", "escape", "back", "home", "Back to home", 4, ("q",)),
    # settings
    Action("settings.choose", "enter", "choose", "change", "Change the marked line; every change is kept at once", 1),
    *_change("settings", footer=None),
    Action("settings.back", "escape", "back", "home", "Back to home", 3, ("q",)),
    # the keys of one's own
    *scroll("own_keys"),
    Action("own_keys.back", "escape", "back", "settings", "Back to the settings", 2, ("q", "enter")),
    # a job advert
    Action("advert.read", "ctrl+s", "read", "read it", "Read the pasted text, or the file that it names", 1),
    Action("advert.back", "escape", "back", "back", "Back without it", 2),
    Action("taken.go", "enter", "go", "go on", "Go on with these weights", 1, ("ctrl+s",)),
    *scroll("taken"),
    Action("taken.back", "escape", "back", "back", "Back without the advert", 2, ("q",)),
    # the brief
    Action("brief.next", "space", "next", "next", "Uncover the reference, or turn to the next page", 1, ("enter",)),
    Action("brief.forward", "right", "forward", "page on", "The next page", 2, ("n", "l")),
    Action("brief.backward", "left", "backward", "page back", "The page before", 3, ("b", "h")),
    *scroll("brief"),
    Action("brief.back", "escape", "back", "home", "Back to home", 4, ("q",)),
)  # fmt: skip
