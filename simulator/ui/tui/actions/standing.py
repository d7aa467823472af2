"""Keys of the progress screen, and those of the report that start what it advises."""

from simulator.ui.tui.actions.action import Action, scroll

ACTIONS: tuple[Action, ...] = (
    Action("progress.switch", "tab", "switch", "more", "Areas, or calibration, coverage, what is due and when", 1),
    Action("progress.deep_dive", "d", "deep_dive", "deep dive", "An interview on the marked area; asks first", 2),
    Action("progress.map", "m", "map", "map", "The map of concepts, marked by what you know", 3),
    Action("progress.back", "escape", "back", "back", "Back", 4, ("q",)),
    *scroll("habits"),
    *(
        Action(
            f"report.tonight_{n}",
            str(n),
            f"tonight({n})",
            "practise",
            f"Start number {n} of tonight, ten minutes; asks first",
            rank,
        )
        for n, rank in ((1, 0), (2, None), (3, None))
    ),
)
