"""Running text: plain where it is plain, Markdown where it has marks. Markdown is loaded when it is first needed."""

import re
from collections.abc import Sequence

from rich.console import Console
from rich.segment import Segment
from rich.text import Text
from textual.content import Content
from textual.css.styles import RulesMap
from textual.geometry import Size
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions
from textual.widget import Widget
from textual.widgets import Static

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


_MARKS = re.compile(r"[*_`#\[\]|<>~\\&]|^\s*(?:[-+]|\d+[.)])\s|^(?: {4}|\t)", re.MULTILINE)
_SOFT = re.compile(r"(?<!\n)\n(?!\n)")


def prose(text: str, classes: str = "") -> Widget:
    """A widget for a prompt or an answer of a graph; links in it do nothing."""
    if _MARKS.search(text) is None:
        return plain_text(_SOFT.sub(" ", text.strip()), classes)
    from simulator.ui.tui.widgets.markdown import MarkdownText  # markdown-it is only loaded for text that has marks

    return MarkdownText(text.strip(), classes=f"prose {classes}".strip(), open_links=False)


def plain_text(text: str, classes: str = "") -> Static:
    """A widget for text that is shown as it stands: a person's, or a list's."""
    return Static(figures(text), classes=f"prose {classes}".strip(), markup=False)


def wrapped(text: str, width: int, console: Console) -> list[str]:
    """Lines of at most `width` cells, at least one; wide characters count double, numbers are kept whole."""
    return [freed(line.plain.rstrip()) for line in Text(glued(text)).wrap(console, max(8, width))] or [""]


GAP = 2


class Hanging(Widget):
    """One mark with its text, `column` cells further right."""

    DEFAULT_CSS = "Hanging { width: 100%; height: auto; max-width: 96; }"

    def __init__(self, mark: str, text: str, column: int, classes: str = "") -> None:
        super().__init__(classes=classes)
        self._mark, self._text, self._column = mark, text, max(column, len(mark) + GAP)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        first, *more = self._lines(self.size.width)
        indent = " " * self._column
        lines = [f"{self._mark:<{self._column}}{first}", *(f"{indent}{line}" for line in more)]
        return Content("\n").join(Content(line) for line in lines)

    def _lines(self, width: int) -> list[str]:
        return wrapped(self._text, width - self._column, self.app.console)


class Columns(Widget):
    """Pairs of a name and words; the names have `left` cells."""

    DEFAULT_CSS = "Columns { width: 100%; height: auto; }"

    def __init__(self, pairs: Sequence[tuple[str, str]], left: int) -> None:
        super().__init__()
        self._pairs, self._left = tuple(pairs), left

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.size.width))

    def _lines(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for name, words in self._pairs:
            for number, text in enumerate(wrapped(words, width - self._left, self.app.console)):
                lines.append(Content.assemble(("" if number else name).ljust(self._left), (text, "$quiet")))
        return lines
