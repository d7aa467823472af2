"""Code that is only read, in lines that keep their shape."""

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Label

from simulator.graph.text import cells, shorten

NARROWEST = 8  # columns
DEEPER = 4  # columns, by which a line of code goes on deeper than it begins


class CodeLines(Label):
    """Code that is only read: a line that is too long goes on below, deeper than it begins, so that it stays Python."""

    DEFAULT_CSS = "CodeLines { width: 100%; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        code = self.content if isinstance(self.content, Content) else Content(str(self.content))
        return [part for line in code.split("\n", allow_blank=True) for part in _hung(line, max(NARROWEST, width))]


def _hung(line: Content, width: int) -> list[Content]:
    """A line of code in as many as it needs, cut at a space where there is one."""
    begins = len(line.plain) - len(line.plain.lstrip())
    deeper = min(begins + DEEPER, width // 2)
    parts, room = [], width
    while cells(line.plain) > room:
        fits = len(shorten(line.plain, room + 1)) - 1
        end = max(line.plain.rfind(" ", 0, fits + 1) + 1, 0)
        end = end if line.plain[:end].strip() else fits
        parts.append(line[:end])
        line, room = line[end:], width - deeper
    return [part.pad_left(deeper) if number else part for number, part in enumerate([*parts, line])]
