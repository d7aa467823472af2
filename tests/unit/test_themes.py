"""Text in every colour that means something is readable in every theme, and each theme has all of them."""

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from simulator.ui.tui.theme import (
    AA,
    AAA,
    BACKGROUNDS,
    DAY,
    NIGHT,
    OFFERED,
    THEMES,
    TOKENS,
    Colourless,
    contrast,
    readable_theme,
)
from tests.palettes import NAMES, PALETTES

TRUE_COLOURS = [*THEMES, *(readable_theme(name) for name, theme in BUILTIN_THEMES.items() if not theme.ansi)]


def colours(theme: Theme) -> dict[str, Color]:
    """The colours that a style sheet sees."""
    return {
        name: Color.parse(value)
        for name, value in {**theme.to_color_system().generate(), **theme.variables}.items()
        if name in {*TOKENS, *BACKGROUNDS, "foreground", "primary", "secondary", "success", "warning", "error"}
    }


@pytest.mark.parametrize("theme", TRUE_COLOURS, ids=lambda theme: theme.name)
def test_text_is_readable_in_every_token(theme: Theme) -> None:
    seen = colours(theme)
    least = AAA if theme in (NIGHT, DAY) else AA
    low = {
        f"{token} on {behind}": round(contrast(seen[token], seen[behind]), 2)
        for token in seen.keys() - set(BACKGROUNDS)
        for behind in BACKGROUNDS
        if contrast(seen[token], seen[behind]) < least
    }
    assert low == {}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_good_fair_and_poor_are_told_apart(theme: Theme) -> None:
    hues = [colours(theme)[token] for token in ("good", "fair", "poor", "accent", "heard")]
    assert len({round(colour.hsl.h, 2) for colour in hues}) == len(hues)


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
@pytest.mark.parametrize("terminal", PALETTES)
def test_the_terminals_own_colours_are_readable(terminal: str, name: str) -> None:
    palette, behind = PALETTES[terminal], PALETTES[terminal].behind(name)
    called = [f"ansi_{colour}" for colour in NAMES] + [f"ansi_bright_{colour}" for colour in NAMES]
    seen = {"ansi_default": palette.own(name), **dict(zip(called, palette.colours, strict=True))}
    theme = readable_theme(name)
    tokens = {**theme.variables, "accent": theme.accent, "foreground": theme.foreground}
    low = {
        token: round(contrast(seen[str(tokens[token])], behind), 2)
        for token in (*TOKENS, "foreground")
        if contrast(seen[str(tokens[token])], behind) < AA
    }
    assert low == {}


def test_contrast_is_that_of_the_standard() -> None:
    # worked values of WCAG 2.2: black on white, and the lightest grey that is AA on white
    assert contrast(Color.parse("#000000"), Color.parse("#ffffff")) == pytest.approx(21)
    assert contrast(Color.parse("#767676"), Color.parse("#ffffff")) == pytest.approx(4.54, abs=0.005)


def test_settings_offer_themes_that_exist() -> None:
    assert set(OFFERED) <= set(BUILTIN_THEMES)
    assert len(THEMES) + len(OFFERED) >= 6


def test_without_colours_nothing_fails_or_hides() -> None:
    def left(style: Style | None) -> Style | None:
        return Colourless().apply([Segment("x", style)], Color(0, 0, 0))[0].style

    assert left(None) is None
    grey = left(Style.parse("bold #ff0000 on #0000ff"))
    assert grey is not None
    assert grey.bold
    assert str(grey.color) != str(grey.bgcolor)
    for named, reverses in (("red on default", None), ("red on default reverse", True), ("black on white", True)):
        plain = left(Style.parse(named))
        assert plain is not None
        assert plain.reverse == reverses
        assert {str(plain.color), str(plain.bgcolor)} == {str(Style.parse("default").color)}
