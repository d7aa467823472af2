"""The scroll bar: one column, and an empty one before it, so that no text touches it."""

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.scrollbar import ScrollBarRender

BACK, BAR = Color.parse("#555555"), Color.parse("bright_magenta")  # Textual's own, where no style says another


class SpacedBar(ScrollBarRender):
    """Textual's bar in the last of the columns that the styles give it; those before stay empty."""

    @classmethod
    def render_bar(
        cls,
        size: int = 25,
        virtual_size: float = 50,
        window_size: float = 20,
        position: float = 0,
        thickness: int = 1,
        vertical: bool = True,
        back_color: Color = BACK,
        bar_color: Color = BAR,
    ) -> Segments:
        """The bar, `size` long and `thickness` wide, in columns and lines; what it shows is in lines of the text."""
        wide = 1 if vertical else thickness
        bar = super().render_bar(size, virtual_size, window_size, position, wide, vertical, back_color, bar_color)
        if not vertical or thickness == 1:
            return bar
        gap = Segment(" " * (thickness - 1), Style(bgcolor=back_color))
        return Segments([part for line in bar.segments for part in (gap, line, Segment.line())])
