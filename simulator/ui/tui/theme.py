"""How the program looks: its themes, which join Textual's own, its style sheets, and the scroll bar.

A colour has one meaning everywhere: see `TOKENS`. It never stands alone: a sign and a word say the same.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any, Final

from rich.color import Color as RichColor
from rich.segment import Segment, Segments
from rich.style import Style
from textual.cache import LRUCache
from textual.color import Color
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.css.types import CSSLocation
from textual.filter import LineFilter, monochrome_style
from textual.scrollbar import ScrollBarRender
from textual.theme import BUILTIN_THEMES, Theme

from simulator.engine.scoring import CAP, LOWEST, SOLID
from simulator.report.export.style import DARK, LIGHT

# what a colour says, as a variable of every theme; text in each is readable on BACKGROUNDS (tested)
TOKENS: Mapping[str, str] = {
    "good": f"met, {SOLID}, right",
    "fair": f"partly, {CAP}, unsure",
    "poor": f"missed, {LOWEST}, wrong",
    "unknown": "too little to say",
    "accent": "where you are, and what to press",
    "muted": "less important: help, figures, what was said before",
    "heard": "words in your answer that fit a point",
    "focus": "the box you type in",
}
BACKGROUNDS = ("background", "panel", "cursor")  # `cursor` is the line that is marked
AA, AAA = 4.5, 7.0  # contrast of text, WCAG 2.2, 1.4.3 and 1.4.6
MARGIN = 0.1  # colours are rounded when they are written


def _outcomes(tokens: Mapping[str, str]) -> dict[str, Any]:
    """What Textual calls the colours of good, fair and poor."""
    return {"success": tokens["good"], "warning": tokens["fair"], "error": tokens["poor"]}


def _own(name: str, *, dark: bool, **colours: str) -> Theme:
    """A theme of the program's own, from its tokens."""
    names = {*TOKENS, "rule", "cursor"} - {"accent"}
    return Theme(
        name=name,
        dark=dark,
        primary=colours["accent"],
        secondary=colours["muted"],
        accent=colours["accent"],
        foreground=colours["foreground"],
        background=colours["background"],
        surface=colours["background"],
        panel=colours["panel"],
        **_outcomes(colours),
        variables={variable: colours[variable] for variable in names} | _for_widgets(**colours),
    )


def _for_widgets(
    *, accent: str, background: str, foreground: str, muted: str, cursor: str, rule: str, focus: str, **_: str
) -> dict[str, str]:
    """What Textual's widgets paint with: its own choices are too pale for placeholders, selections and marked lines."""
    return {
        "text-muted": muted,
        "text-disabled": muted,
        "border": focus,
        "border-blurred": rule,
        "input-cursor-background": foreground,
        "input-cursor-foreground": background,
        "input-selection-background": accent,
        "input-selection-foreground": background,
        "block-cursor-background": cursor,
        "block-cursor-foreground": foreground,
        "block-cursor-blurred-background": cursor,
        "block-cursor-blurred-foreground": foreground,
        "block-hover-background": cursor,
    }


INK = _own("ink", dark=True, cursor="#242b35", **DARK)
PAPER = _own("paper", dark=False, cursor="#e8e4f0", **LIGHT)
NIGHT = _own(
    "contrast-dark",
    dark=True,
    background="#000000",
    panel="#0d0d0d",
    cursor="#1f1f1f",
    rule="#8a8a8a",
    foreground="#ffffff",
    muted="#d0d0d0",
    unknown="#c8d0e0",
    accent="#6fd6ff",
    focus="#a8e6ff",
    good="#7dff7d",
    fair="#ffd54a",
    poor="#ff9d94",
    heard="#e0b8ff",
)
DAY = _own(
    "contrast-light",
    dark=False,
    background="#ffffff",
    panel="#f7f7f7",
    cursor="#ececec",
    rule="#6b6b6b",
    foreground="#000000",
    muted="#3d3d3d",
    unknown="#38405a",
    accent="#003f7a",
    focus="#00315f",
    good="#0b4a06",
    fair="#5a3700",
    poor="#8c0d05",
    heard="#4f1285",
)
THEMES = (INK, PAPER, NIGHT, DAY)  # the settings show them in this order, before Textual's own
DEFAULT_THEME, HIGH_CONTRAST = INK.name, (NIGHT.name, DAY.name)
# of Textual's, those that the settings offer; the palette has all
OFFERED = (
    "ansi-dark",
    "ansi-light",
    "nord",
    "tokyo-night",
    "gruvbox",
    "catppuccin-mocha",
    "catppuccin-latte",
    "solarized-light",
)
# the terminal's own sixteen colours cannot be mixed, and are others in every terminal. Those that are readable in all
# of the common ones (tested) are used; where none is, the terminal's own text colour stays, with the sign and the word
DEFAULT = "ansi_default"
ANSI_DARK: Mapping[str, str] = {
    "rule": "ansi_bright_black",
    "cursor": DEFAULT,  # the marked line is reversed
    "good": "ansi_bright_green",
    "fair": "ansi_bright_yellow",
    "poor": DEFAULT,
    "unknown": "ansi_white",
    "muted": "ansi_white",
    "heard": DEFAULT,  # underlined
    "focus": "ansi_bright_cyan",
}
ANSI_LIGHT: Mapping[str, str] = {
    "rule": "ansi_bright_black",
    "cursor": DEFAULT,
    "good": DEFAULT,
    "fair": DEFAULT,
    "poor": "ansi_red",
    "unknown": DEFAULT,
    "muted": DEFAULT,
    "heard": "ansi_magenta",
    "focus": "ansi_blue",
}


def luminance(colour: Color) -> float:
    """The relative luminance of a colour, 0 to 1 (WCAG 2.2)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(part) for part in colour.normalized)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def readable(colour: Color, backgrounds: tuple[Color, ...], *, dark: bool, least: float = AA) -> Color:
    """The colour, lightened or darkened until text in it has the `least` contrast on all of these."""
    for _ in range(40):
        if all(contrast(colour, background) >= least for background in backgrounds):
            break
        colour = colour.lighten(0.03) if dark else colour.darken(0.03)
    return colour


@lru_cache
def readable_theme(name: str) -> Theme:
    """One of Textual's themes with the program's variables; its colours are moved until text in them is readable."""
    theme = BUILTIN_THEMES[name]
    if theme.ansi:
        return _in_sixteen_colours(theme)
    colours = theme.to_color_system().generate()
    dark = theme.dark
    background, foreground = Color.parse(colours["background"]), Color.parse(colours["foreground"])
    panel = background.blend(foreground, 0.06)
    cursor = background.blend(Color.parse(theme.primary), 0.16)
    behind = (background, panel, cursor)

    def on_it(colour: str | Color) -> str:
        return readable(Color.parse(colour), behind, dark=dark, least=AA + MARGIN).hex

    text = on_it(foreground)
    tokens = {
        "accent": on_it(theme.accent or theme.primary),
        "rule": background.blend(foreground, 0.3).hex,
        "cursor": cursor.hex,
        "muted": on_it(foreground.blend(background, 0.35)),
        "unknown": on_it(foreground.blend(background, 0.3)),
        "good": on_it(theme.success or theme.primary),
        "fair": on_it(theme.warning or theme.primary),
        "poor": on_it(theme.error or theme.primary),
        "heard": on_it(theme.secondary or theme.primary),
        "focus": on_it(theme.primary),
    }
    widgets = _for_widgets(background=background.hex, foreground=text, **tokens)
    return replace(
        theme,
        background=background.hex,
        surface=background.hex,
        panel=panel.hex,
        foreground=text,
        accent=tokens["accent"],
        primary=on_it(theme.primary),
        secondary=on_it(theme.secondary or theme.primary),
        **_outcomes(tokens),
        variables={**theme.variables, **tokens, **widgets},
    )


def _in_sixteen_colours(theme: Theme) -> Theme:
    """A theme of the terminal's own colours, with the program's variables and a selection that can be read."""
    light = theme.name.endswith("light")  # Textual calls both dark
    tokens = ANSI_LIGHT if light else ANSI_DARK
    front, behind = ("ansi_bright_white", "ansi_blue") if light else ("ansi_black", "ansi_white")
    kinds = ("input-selection", "screen-selection", "block-cursor", "block-cursor-blurred")
    selections = {f"{kind}-foreground": front for kind in kinds} | {f"{kind}-background": behind for kind in kinds}
    return replace(
        theme,
        primary=tokens["focus"],
        secondary=tokens["muted"],
        accent=tokens["focus"],
        **_outcomes(tokens),
        variables={**theme.variables, **tokens, **selections},
    )


def variables(theme: Theme) -> dict[str, str]:
    """The program's own variables for a theme of Textual's that is not registered yet."""
    known = theme.name in BUILTIN_THEMES
    return readable_theme(theme.name).variables if known else dict(INK.variables)


def theme_words(theme: Theme) -> str:
    """A theme in a few words."""
    if theme.ansi:
        behind = "light" if theme.name.endswith("light") else "dark"
        return f"The terminal's own sixteen colours, for a {behind} background."
    own = ", made for this program" if theme.name in {own.name for own in THEMES} else ""
    strong = ", high contrast" if theme.name in HIGH_CONTRAST else ""
    return f"{'Dark' if theme.dark else 'Light'}{strong}{own}. The screen changes as you choose."


PLAIN = RichColor.parse("default")


@lru_cache(1024)
def colourless(style: Style) -> Style:
    """A style in greys; the terminal's own colours, whose greys nobody knows, become its text and background.

    What has a background of its own is then reversed.
    """
    named = [colour for colour in (style.color, style.bgcolor) if colour is not None and colour.triplet is None]
    if not named:
        return monochrome_style(style)
    stands_out = style.bgcolor is not None and style.bgcolor.triplet is None and not style.bgcolor.is_default
    return style + Style(color=PLAIN, bgcolor=PLAIN, reverse=True if stands_out else style.reverse)


class Colourless(LineFilter):
    """What NO_COLOR asks for. Textual's own filter paints an ANSI theme black on black, and fails on bare text."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - as the base has it
        """The segments of a line without their colours."""
        return [Segment(text, colourless(style) if style is not None else None, None) for text, style, _ in segments]


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
BACK, BAR = RichColor.parse("#555555"), RichColor.parse("bright_magenta")


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
        back_color: RichColor = BACK,
        bar_color: RichColor = BAR,
    ) -> Segments:
        """The bar, `size` cells long and `thickness` wide. Other sizes are in lines of the text."""
        wide = 1 if vertical else thickness
        bar = super().render_bar(size, virtual_size, window_size, position, wide, vertical, back_color, bar_color)
        if not vertical or thickness == 1:
            return bar
        gap = Segment(" " * (thickness - 1), Style(bgcolor=back_color))
        return Segments([part for line in bar.segments for part in (gap, line, Segment.line())])
