"""The scroll bar: one column, and an empty one before it, so that no text touches it."""

from typing import Any

from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

COLUMNS = 2  # of `scrollbar-size-vertical` in the styles: the empty one and the bar


class SpacedBar(ScrollBarRender):
    """Textual's bar, of one column however many it is given; those before it stay empty."""

    @classmethod
    def render_bar(cls, *args: Any, thickness: int = 1, vertical: bool = True, **options: Any) -> Segments:
        """The bar in as many lines as it is long. `thickness` are its columns, or where it lies its lines."""
        if not vertical or thickness < COLUMNS:
            return super().render_bar(*args, thickness=thickness, vertical=vertical, **options)
        gap = Segment(" " * (thickness - 1), Style(bgcolor=options["back_color"]))
        bar = super().render_bar(*args, thickness=1, **options)
        return Segments([part for line in bar.segments for part in (gap, line, Segment.line())])
