"""How text looks everywhere: badges and bars, running text. Markdown is loaded when it is first needed."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Size
from textual.style import Style
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.text import cells, cut_lines, wrap
from simulator.report.tones import Badge, Tone, interval_parts

_MARKS = re.compile(r"[*_`#\[\]|<>~\\&]|^[^\S\n]*(?:[-+]|\d+[.)])\s|^(?: {4}|\t)", re.MULTILINE)
_PUNCTUATION, _ESCAPED = re.compile(r"([!-/:-@\[-`{-~])"), r"\\\1"
_ADDRESS, _BEHIND = re.compile(r"https?://[^\s<>\"]+"), ".,;:!?'"  # and the signs that end a sentence, not an address
CLICKED = "clicked"
_SOFT = re.compile(r"(?<!\n)\n(?!\n)")


def toned(text: str, tone: Tone | str, *, bold: bool = False) -> Content:
    """A text in the colour of a tone, or of another token; never the only sign of what it means."""
    return Content.styled(text, f"{'bold ' if bold else ''}${tone}")


def badge(look: Badge, word: str, *, bold: bool = True) -> Content:
    """A sign and a word, in the colour of what they mean: `✓ solid`."""
    return toned(f"{look.sign} {word}", look.tone, bold=bold)


def clickable(content: Content, value: object) -> Content:
    """A text that stands for a value, which `clicked_value` finds under the mouse."""
    return content.stylize(Style.from_meta({CLICKED: value}))


def clicked_value(event: events.Click) -> Any:
    """The value that the text under the mouse stands for; None where it stands for none."""
    return event.style.meta.get(CLICKED)


def interval_bar(middle: float, low: float, high: float, width: int, tone: Tone | str) -> Content:
    """A chance from 0 to 1 on a line of `width` cells: the interval thick, its middle a dot, one half marked."""
    before, inside, after = interval_parts(middle, low, high, width)
    return Content.assemble((before, "$rule"), (inside, f"${tone}"), (after, "$rule"))


def prose(text: str, classes: str = "", *, before: str = "") -> Widget:
    """A widget for text of a graph; its links do nothing. What comes `before` it is a person's, and not Markdown."""
    if _MARKS.search(text) is None:
        return plain_text(f"{before} {_SOFT.sub(' ', text.strip())}".strip(), classes)
    from simulator.ui.tui.widgets.markdown import Prose  # slow to import

    return Prose(f"{_PUNCTUATION.sub(_ESCAPED, before)} {text}".strip(), classes=f"prose {classes}".strip())


def linked(text: str) -> Content:
    """A text whose web addresses are links for the terminal: one that is broken over lines stays one address."""
    content = Content(text)
    for found in _ADDRESS.finditer(text):
        address = _without_end(found[0])
        if address.isprintable():
            content = content.stylize(Style(link=address), found.start(), found.start() + len(address))
    return content


def _without_end(address: str) -> str:
    """An address without the signs behind it; a bracket that it opens itself belongs to it."""
    while address.endswith(tuple(_BEHIND)) or (address.endswith(")") and address.count(")") > address.count("(")):
        address = address[:-1]
    return address


def plain_text(text: str | Content, classes: str = "") -> Static:
    """A widget for text that is shown as it stands, or has colours of its own, such as badges."""
    return Static(text, classes=f"prose {classes}".strip(), markup=False)


GAP = 2
FLOW_GAP = 3
NARROWEST = 8  # columns of a text on a screen that is too narrow for it


class FittedLines(Widget):
    """Lines made for the width that there is; as high as they are many."""

    DEFAULT_CSS = "FittedLines { width: 100%; height: auto; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self.lines_in(width))

    def render(self) -> Content:
        return Content("\n").join(self.lines_in(self.size.width))

    def lines_in(self, width: int) -> list[Content]:
        """The lines in so many cells."""
        raise NotImplementedError


def hung(mark: Content, text: str, column: int, width: int, style: Style | str = "") -> list[Content]:
    """A mark and a text that hangs beside it from `column` on, in lines of `width` cells."""
    first, *more = wrap(text, max(NARROWEST, width - column))
    head = Content.assemble(mark, " " * (column - mark.cell_length), (first, style))
    return [head, *(Content.assemble(" " * column, (line, style)) for line in more)]


class Hanging(FittedLines):
    """A mark, and its text from `column` on, or further on behind a longer mark; `tight` leaves one cell between."""

    DEFAULT_CSS = "Hanging { max-width: 96; }"

    def __init__(self, mark: str | Content, text: str, column: int, classes: str = "", *, tight: bool = False) -> None:
        super().__init__(classes=classes)
        self._mark = mark if isinstance(mark, Content) else Content(mark)
        self._text, self._column = text, max(column, self._mark.cell_length + (1 if tight else GAP))

    def lines_in(self, width: int) -> list[Content]:
        return hung(self._mark, self._text, self._column, width)

    @property
    def said(self) -> str:
        """The mark and the text, on one line."""
        return f"{self._mark.plain} {self._text}".strip()


class SignedLine(NamedTuple):
    """A sign, the text behind it in so many lines at `most`, and what stands `aside` where there's room behind that."""

    sign: Content
    text: str
    aside: str = ""
    most: int = 3


class SignedLines(FittedLines):
    """Texts behind their signs; what has no room on a line goes on below its words."""

    def __init__(self, lines: Sequence[SignedLine], classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lines = tuple(lines)

    def lines_in(self, width: int) -> list[Content]:
        """All lines in so many cells."""
        lines: list[Content] = []
        for sign, text, aside, most in self._lines:
            column = sign.cell_length + 1
            shown = cut_lines(text, width - column, most)
            fits = aside and column + cells(f"{shown[-1]}{aside}") + GAP <= width
            whole = "\n".join(shown) + f"{'':{GAP}}{aside}" * bool(fits)
            lines += hung(sign, whole, column, width)
        return lines


class Numbered(FittedLines):
    """Lines that begin with their number, as `1  the first`: what is longer goes on below its words."""

    def __init__(self, lines: Sequence[str], classes: str = "") -> None:
        super().__init__(classes=classes)
        self._lines = [line.partition("  ")[::2] for line in lines]

    def lines_in(self, width: int) -> list[Content]:
        return [line for number in range(len(self._lines)) for line in self._of(number, width)]

    def place_of(self, number: int, width: int) -> tuple[int, int]:
        """At which line the text of a number (from 0) begins, and how many it has."""
        return sum(len(self._of(n, width)) for n in range(number)), len(self._of(number, width))

    def _of(self, number: int, width: int) -> list[Content]:
        mark, text = self._lines[number]
        return hung(Content(mark), text, len(mark) + GAP, width)


class Signed(Horizontal):
    """A sign, and beside it a text whose lines all begin behind the sign."""

    DEFAULT_CSS = "Signed { width: 100%; height: auto; } Signed > .sign { height: auto; }"

    def __init__(self, sign: str, text: Widget, classes: str = "") -> None:
        """`classes` make the sign look as the text does; the text has its own."""
        mark = Static(sign, classes=f"sign {classes}".strip(), markup=False)
        super().__init__(mark, text, classes=classes)
        # here, as style sheets give all texts the whole width
        mark.styles.width, text.styles.width = cell_len(sign) + 1, "1fr"


class Flow(FittedLines):
    """Pieces one after the other, such as badges; a line ends within one only if it is too narrow for it."""

    def __init__(self, pieces: Sequence[Content], classes: str = "") -> None:
        super().__init__(classes=classes)
        self.pieces = tuple(pieces)

    def lines_in(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for piece in self.pieces:
            if lines and lines[-1].cell_length + FLOW_GAP + piece.cell_length <= width:
                lines[-1] = lines[-1].pad_right(FLOW_GAP) + piece
            else:
                lines += piece.wrap(max(NARROWEST, width)) if piece.cell_length > width else [piece]
        return lines


class Columns(FittedLines):
    """Pairs of a name and words; the names take `left` cells, in the colour of the token `tone`."""

    def __init__(self, pairs: Sequence[tuple[str, str]], left: int, tone: str = "foreground") -> None:
        super().__init__()
        self._pairs, self._left, self._tone = tuple(pairs), left, tone

    def lines_in(self, width: int) -> list[Content]:
        lines: list[Content] = []
        for name, words in self._pairs:
            lines += hung(Content.styled(name, f"${self._tone}"), words, self._left, width, "$muted")
        return lines


_SIDES = {"+": "$good", "-": "$poor", "@": "$muted"}  # of a diff, by the sign of a line


def diff_content(text: str) -> Content:
    """What changed in some code; the colours say what the signs do."""
    return Content("\n").join(Content.styled(line, _SIDES.get(line[:1], "")) for line in text.split("\n"))
