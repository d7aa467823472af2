"""A deep dive on an area, from wherever one stands: asked before it begins, because its clock runs at once."""

from functools import partial

from msgspec.structs import replace

from simulator.engine.plan import FORMATS
from simulator.session.fitting import DEEP_DIVE
from simulator.ui.tui import words
from simulator.ui.tui.panes.line import Pick
from simulator.ui.tui.screens.frame import Frame
from simulator.ui.tui.widgets.rows import Row

SHORT_MINUTES = 10


def offer_dive(screen: Frame, area: str, title: str) -> None:
    """Ask how long the deep dive on an area is to be, and begin it; esc begins none."""
    lengths = (("Whole", FORMATS[DEEP_DIVE].minutes), ("Short", SHORT_MINUTES))
    rows = [
        Row(str(minutes), label, f"{words.minutes(minutes)} and about {words.scoring_minutes(minutes)} to score")
        for label, minutes in lengths
    ]
    screen.app.push_screen(Pick(f"Start a deep dive on {title}?", rows), partial(_begin, screen, area))


def _begin(screen: Frame, area: str, minutes: str | None) -> None:
    if minutes is not None:
        chosen = screen.program.preferences.settings(screen.program.workspace.candidate)
        screen.program.start(replace(chosen, format=DEEP_DIVE, area=area, minutes=float(minutes)))
