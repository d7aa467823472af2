"""What the program opens with: home, an interview that starts or goes on, a demo, or the review list."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.session.header import Settings
from simulator.ui.tui.entering import beginning, going_on

if TYPE_CHECKING:
    from simulator.graph.advert import Advert
    from simulator.ui.tui.app import InterviewApp
    from simulator.ui.tui.pilot import Demo


@dataclass(frozen=True)
class Opening:
    """What lies over home at first; nothing where all is left out.

    `start` holds the settings of an interview to begin, and `advert` what was taken from a job advert for it, to be
    shown first; `go_on` the transcript of one to go on with; `demo` drives the room. `review` opens the list of
    interviews.
    """

    start: Settings | None = None
    advert: "Advert | None" = None
    go_on: Path | None = None
    demo: "Demo | None" = None
    review: bool = False


async def open_first(app: "InterviewApp", opening: Opening) -> None:
    """Open it over home; where there is nothing, and the three questions were answered, home is what one wants."""
    if opening.start is not None and opening.advert is not None and opening.demo is None:
        from simulator.ui.tui.screens.advert import AdvertTaken  # only where there is one

        await app.push_screen(AdvertTaken(opening.advert, opening.start))
    elif opening.start is not None:
        await app.enter(beginning(app, opening.start), opening.demo)
    elif opening.go_on is not None:
        await app.enter(going_on(app, opening.go_on))
    elif opening.review:
        app.open_door("review")
    elif app.preferences.is_new:
        from simulator.ui.tui.screens.welcome import Welcome  # only seen once

        await app.push_screen(Welcome())
    else:
        app.set_timer(0.05, app.preload)
