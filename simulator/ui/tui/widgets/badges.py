"""How a verdict, a chance and a part of a screen look everywhere: badges, interval bars, cards."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from simulator.report.tones import Badge, Tone, interval_parts

BESIDE_TITLE = 4  # columns of a frame, or of a rule, beside its title
EIGHTHS = "▁▂▃▄▅▆▇█"


def toned(text: str, tone: Tone | str, *, bold: bool = False) -> Content:
    """A text in the colour of a tone, or of another token; never the only sign of what it means."""
    return Content.styled(text, f"{'bold ' if bold else ''}${tone}")


def badge(look: Badge, word: str, *, bold: bool = True) -> Content:
    """A sign and a word, in the colour of what they mean: `✓ solid`."""
    return toned(f"{look.sign} {word}", look.tone, bold=bold)


def interval_bar(middle: float, low: float, high: float, width: int, tone: Tone | str) -> Content:
    """A chance from 0 to 1 on a line of `width` cells: the interval thick, its middle a dot, one half marked."""
    before, inside, after = interval_parts(middle, low, high, width)
    return Content.assemble((before, "$rule"), (inside, f"${tone}"), (after, "$rule"))


def block_of(share: float) -> str:
    """A share from 0 to 1 as a block of that height."""
    return EIGHTHS[min(len(EIGHTHS) - 1, max(0, int(share * len(EIGHTHS))))]


class Card(Vertical):
    """A part of a screen with its title in the frame. Cards are never put into cards."""

    DEFAULT_CSS = """
    Card { width: 100%; height: auto; border: round $rule; border-title-color: $accent; border-title-style: bold;
           border-subtitle-color: $muted; padding: 0 1; }
    Card > * { width: 100%; height: auto; }
    """

    def __init__(self, title: str, *children: Widget, id: str | None = None, classes: str = "") -> None:
        super().__init__(*children, id=id, classes=classes)
        self.border_title = Content(title)

    def note(self, text: str) -> None:
        """Say something in the lower edge of the frame."""
        self.border_subtitle = Content(text)


class Section(Card):
    """A card that is a title in a rule where its frame has no sides, as on a narrow screen."""

    _titles: Sequence[str] = ()

    def entitle(self, *titles: str) -> None:
        """Have the first of these titles that fits, else the last."""
        self._titles = titles
        self.on_resize()

    def on_resize(self) -> None:
        titles = self._titles or ((self.border_title or "").strip(),)
        title = next((title for title in titles if cell_len(title) <= self.outer_size.width - BESIDE_TITLE), titles[-1])
        # without a corner Textual puts no blanks around a title
        self.border_title = Content(title if self.styles.border_left[0] else f" {title} ")
