"""Three faults of Textual 8.2, two of which a busy machine brings out, and a waste, mended until the library does it.

`tests/tui/test_textual_mends.py` holds each, and fails when the library no longer needs one.
"""

from collections.abc import Iterable
from typing import Any
from unicodedata import category

from rich.segment import Segment
from textual.cache import FIFOCache
from textual.events import Key
from textual.geometry import Region
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from simulator.graph.text import clean

_refresh = Widget.refresh
_new_timer = Timer.__init__
_new_strip = Strip.__init__
_is_printable = Key.is_printable
_KEPT_BY_STRIP = {  # what a strip keeps of each kind
    "_divide_cache": 4,
    "_crop_cache": 16,
    "_style_cache": 16,
    "_filter_cache": 4,
    "_line_length_cache": 4,
    "_crop_extend_cache": 4,
    "_offsets_cache": 4,
}


def mend_textual() -> None:
    """Mend all of them; a second call changes nothing."""
    Widget.refresh = _refresh_anew  # type: ignore[method-assign,assignment]
    Timer.__init__ = _timer_that_fires  # type: ignore[method-assign,assignment]
    Strip.__init__ = _strip_without_caches  # type: ignore[method-assign,assignment]
    Strip.__getattr__ = _cache_of_strip  # type: ignore[attr-defined]
    Key.is_printable = property(_is_written)  # type: ignore[method-assign,assignment]


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


def _is_written(key: Key) -> bool:
    """Whether a key types a character, also one that Python does not call printable.

    Those are all blanks but one, and what joins letters or keeps them apart: typed, the blank of a Japanese keyboard,
    one that does not break and the joiners of Persian and of emoji were dropped without a word.
    """
    letter = key.character
    if letter is None or len(letter) != 1 or letter.isprintable():
        return letter is not None and letter.isprintable()
    return category(letter) in ("Zs", "Cf") and clean(letter) == letter


def _strip_without_caches(strip: Strip, segments: Iterable[Segment], cell_length: int | None = None) -> None:
    """Make a strip of a line without its seven caches, most of which are never asked for.

    Each line that is painted is cut and joined from several strips: the caches took a twentieth of the time.
    """
    strip._segments = list(segments)
    strip._cell_length = cell_length
    strip._render_cache = strip._link_ids = strip._cell_count = None


def _cache_of_strip(strip: Strip, name: str) -> FIFOCache[Any, Strip]:
    """A cache that a strip does not have yet, as it is asked for."""
    if name not in _KEPT_BY_STRIP:
        raise AttributeError(f"{type(strip).__name__!r} object has no attribute {name!r}")
    cache = FIFOCache[Any, Strip](_KEPT_BY_STRIP[name])
    setattr(strip, name, cache)
    return cache
