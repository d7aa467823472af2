"""How the program looks: its themes, which join Textual's own, its style sheets, and the scroll bar."""

from typing import Final

from rich.color import Color
from rich.segment import Segment, Segments
from rich.style import Style
from textual.cache import LRUCache
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.scrollbar import ScrollBarRender
from textual.theme import Theme

INK = Theme(
    name="ink",
    primary="#d3a35f",
    secondary="#8fa6b2",
    accent="#d3a35f",
    foreground="#d9d7d2",
    background="#15171a",
    surface="#15171a",
    panel="#1f2226",
    success="#9db787",
    warning="#d3a35f",
    error="#d08770",
    dark=True,
    variables={"rule": "#34383e", "quiet": "#8b8f94", "cursor": "#24282d"},
)
PAPER = Theme(
    name="paper",
    primary="#8f4d12",
    secondary="#41606e",
    accent="#8f4d12",
    foreground="#2b2a27",
    background="#fbf9f5",
    surface="#fbf9f5",
    panel="#f0ece4",
    success="#4b6b33",
    warning="#8f4d12",
    error="#a23b22",
    dark=False,
    variables={"rule": "#d6d0c4", "quiet": "#6d6a63", "cursor": "#efe9de"},
)
THEMES = (INK, PAPER)  # the settings show them in this order, before Textual's own
DEFAULT_THEME = INK.name
# for Textual's themes, which lack these names
DARK_VARIABLES = {"rule": "#808080 50%", "quiet": "#9a9a9a", "cursor": "#808080 20%"}
LIGHT_VARIABLES = {"rule": "#808080 50%", "quiet": "#5f5f5f", "cursor": "#808080 20%"}
# the terminal's own sixteen colours cannot be mixed
ANSI_DARK_VARIABLES = {"rule": "ansi_bright_black", "quiet": "ansi_white", "cursor": "ansi_default"}
ANSI_LIGHT_VARIABLES = {"rule": "ansi_white", "quiet": "ansi_bright_black", "cursor": "ansi_default"}


def variables(theme: Theme) -> dict[str, str]:
    """The program's own colour variables for one of Textual's themes."""
    if theme.ansi:
        return ANSI_DARK_VARIABLES if theme.dark else ANSI_LIGHT_VARIABLES
    return DARK_VARIABLES if theme.dark else LIGHT_VARIABLES


def theme_words(theme: Theme) -> str:
    """A theme in a few words."""
    if theme.ansi:
        return f"The terminal's own sixteen colours, for a {'dark' if theme.dark else 'light'} background."
    own = ", the program's own" if theme in THEMES else ""
    return f"{'Dark' if theme.dark else 'Light'}{own}. You see it as you choose."


KEPT = 1024  # style sheets; about sixty for each theme shown

_Key = tuple[frozenset[tuple[str, str]], str, CSSLocation, bool, int, str]
_PARSED: Final[LRUCache[_Key, list[RuleSet]]] = LRUCache(KEPT)


class ParsedStyles(Stylesheet):
    """Style sheets, parsed once for each theme. Rules depend on text and colours alone, so they are cached by both."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._colours = frozenset((variables or {}).items())

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take the colours of another theme."""
        super().set_variables(variables)
        self._colours = frozenset(variables.items())

    def reparse(self) -> None:
        """Parse the sources that are not cached; a source with a mistake changes no rule."""
        self.parse()

    def _parse_rules(
        self, css: str, read_from: CSSLocation, is_default_rules: bool = False, tie_breaker: int = 0, scope: str = ""
    ) -> list[RuleSet]:
        key = (self._colours, css, read_from, is_default_rules, tie_breaker, scope)
        rules = _PARSED.get(key)
        if rules is None:
            rules = super()._parse_rules(css, read_from, is_default_rules, tie_breaker, scope)
            _PARSED[key] = rules
        return rules


# Textual's defaults
BACK, BAR = Color.parse("#555555"), Color.parse("bright_magenta")


class SpacedBar(ScrollBarRender):
    """Textual's scroll bar in the last of its columns, with the others left empty."""

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
        """The bar, `size` cells long and `thickness` wide. Other sizes are in lines of the text."""
        wide = 1 if vertical else thickness
        bar = super().render_bar(size, virtual_size, window_size, position, wide, vertical, back_color, bar_color)
        if not vertical or thickness == 1:
            return bar
        gap = Segment(" " * (thickness - 1), Style(bgcolor=back_color))
        return Segments([part for line in bar.segments for part in (gap, line, Segment.line())])
