"""The marks of the map: a sign beside every name, with a colour that says the same."""

from collections.abc import Mapping
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.content import Content

from simulator.report.concept_records import SIGNS as SIGNS
from simulator.report.concept_records import Mark
from simulator.ui.tui.widgets.rows import Row, Rows

LEGEND = "  ".join(f"{sign} {mark}" for mark, sign in SIGNS.items())
UNKNOWN = "·"
NONE = f"{'-':>2}"  # where no concept bears a mark


def counted(counts: Mapping[Mark, int]) -> str:
    """How many concepts bear each mark, in columns that stay in line."""
    return "  ".join(f"{SIGNS[mark]}{f'{count:>2}' if count else NONE}" for mark, count in counts.items())


class Marked(Rows):
    """Lines with marks in them, which take their colours."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"marks--known", "marks--unsure", "marks--not-met", "marks--gap"}
    DEFAULT_CSS = """
    Marked > .marks--known { color: $success; }
    Marked > .marks--unsure { color: $secondary; }
    Marked > .marks--not-met { color: $quiet; }
    Marked > .marks--gap { color: $error; text-style: bold; }
    """

    def _line(self, row: Row, width: int, *, marked: bool) -> Text:
        """The line, with the marks that something bears in their colours: a red cross before no gap would alarm."""
        line, quiet = super()._line(row, width, marked=marked), self.get_component_rich_style("rows--quiet")
        for mark, sign in SIGNS.items():
            for at, letter in enumerate(line.plain):
                if letter == sign:
                    nothing = line.plain.startswith(NONE, at + 1)
                    line.stylize(quiet if nothing else self.mark_style(mark), at, at + 1)
        return line

    def mark_style(self, mark: Mark) -> Style:
        """The colour of a mark."""
        return self.get_component_rich_style(f"marks--{mark.replace(' ', '-')}")


COLOURS: Mapping[Mark, str] = {"known": "$success", "unsure": "$secondary", "not met": "$quiet", "gap": "bold $error"}


def coloured(text: str) -> Content:
    """A text whose marks take their colours."""
    found = Content(text)
    for mark, sign in SIGNS.items():
        for at, letter in enumerate(text):
            if letter == sign:
                found = found.stylize(COLOURS[mark], at, at + 1)
    return found
