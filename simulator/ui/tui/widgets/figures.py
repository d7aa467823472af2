"""Text in which a number and its per cent sign stay on one line, however narrow the screen is."""

import re

from rich.segment import Segment
from textual.content import Content
from textual.css.styles import RulesMap
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions

_GLUE = "\ufdd0"  # no text holds it; a no-break space would not do, since Rich breaks lines there as well
_BETWEEN = re.compile(r"(?<=\d) (?=%)")


class Figures(Content):
    """A text that is laid out with glue between number and sign, and shown and copied with the space."""

    @property
    def _glued(self) -> Content:
        return Content(glued(self.plain), list(self.spans))

    def get_minimal_width(self, rules: RulesMap) -> int:
        return self._glued.get_minimal_width(rules)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self._glued.get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return [_strip_freed(strip) for strip in self._glued.render_strips(width, height, style, options)]


def figures(text: str | Content) -> Content:
    """The text with its styles, its numbers kept whole; what has no per cent sign is as it was."""
    content = Content(text) if isinstance(text, str) else text
    return Figures(content.plain, list(content.spans)) if "%" in content.plain else content


def glued(text: str) -> str:
    """The text with glue for the space before every per cent sign; `freed` gives the space back."""
    return _BETWEEN.sub(_GLUE, text)


def freed(text: str) -> str:
    """The text of `glued`, or of a line of it, as it was."""
    return text.replace(_GLUE, " ")


def _strip_freed(strip: Strip) -> Strip:
    if _GLUE not in strip.text:
        return strip
    segments = [Segment(freed(text), style, control) for text, style, control in strip]
    return Strip(segments, strip.cell_length)
