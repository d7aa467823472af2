"""Two faults of Textual 8.2 that a busy machine brings out, mended for all widgets until the library does it.

`tests/tui/test_textual_mends.py` holds both, and fails when the library no longer needs one.
"""

from typing import Any

from textual.geometry import Region
from textual.timer import Timer
from textual.widget import Widget

_refresh = Widget.refresh
_new_timer = Timer.__init__


def mend_textual() -> None:
    """Mend both faults; a second call changes nothing."""
    Widget.refresh = _refresh_anew  # type: ignore[method-assign,assignment]
    Timer.__init__ = _timer_that_fires  # type: ignore[method-assign,assignment]


def _refresh_anew(
    widget: Widget, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
) -> Widget:
    """Ask for a layout even if one was asked for already.

    Sizes are kept by the number of layouts asked for, and a second request before the widget is idle does not count.
    If the screen is laid out between the two, the size of the first text stays: a sentence of three lines shows one.
    """
    if layout and widget._layout_required:
        widget._layout_updates += 1
    return _refresh(widget, *regions, repaint=repaint, layout=layout, recompose=recompose)


def _timer_that_fires(timer: Timer, *args: Any, repeat: int | None = None, **options: Any) -> None:
    """Let a timer that fires once fire late rather than never.

    What comes late is skipped, for once-only timers too: the app waits for one before it takes a new size, and would
    never take another.
    """
    _new_timer(timer, *args, repeat=repeat, **options)
    timer._skip = timer._skip and repeat != 0
