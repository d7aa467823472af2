"""Text in every colour that means something is readable in every theme, and each theme has all of them."""

import pytest
from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from simulator.ui.tui.theme import AA, AAA, BACKGROUNDS, DAY, NIGHT, OFFERED, THEMES, TOKENS, contrast, readable_theme

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


# the sixteen colours of a terminal as they come, then its backgrounds, dark and light. Sources:
# Wikipedia, "ANSI escape code", 3-bit and 4-bit colours (VGA, xterm, Terminal.app); Microsoft, "Color schemes in
# Windows Terminal" (Campbell); gnome-terminal, src/profile-editor.cc (the palettes GNOME and Tango)
NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
PALETTES = {
    "xterm": (
        "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5",
        "7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff",
        "000000",
        "ffffff",
    ),
    "Linux console": (
        "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa",
        "555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff",
        "000000",
        "ffffff",
    ),
    "Campbell": (
        "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc",
        "767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2",
        "0c0c0c",
        "f2f2f2",
    ),
    "GNOME": (
        "171421 c01c28 26a269 a2734c 12488b a347ba 2aa1b3 d0cfcc",
        "5e5c64 f66151 33da7a e9ad0c 2a7bde c061cb 33c7de ffffff",
        "171421",
        "ffffff",
    ),
    "macOS Basic": (
        "000000 990000 00a600 999900 0000b2 b200b2 00a6b2 bfbfbf",
        "666666 e60000 00d900 e6e600 0000ff e600e6 00e6e6 e6e6e6",
        "1e1e1e",
        "ffffff",
    ),
    "Tango": (
        "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf",
        "555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec",
        "2e3436",
        "eeeeec",
    ),
}


@pytest.mark.parametrize("name", ["ansi-dark", "ansi-light"])
@pytest.mark.parametrize("terminal", PALETTES)
def test_the_terminals_own_colours_are_readable(terminal: str, name: str) -> None:
    usual, bright, dark, light = PALETTES[terminal]
    palette = [Color.parse(f"#{colour}") for colour in f"{usual} {bright}".split()]
    behind = Color.parse(f"#{dark if name == 'ansi-dark' else light}")
    own = palette[7] if name == "ansi-dark" else palette[0]  # the darkest text that such a terminal shows
    called = [f"ansi_{colour}" for colour in NAMES] + [f"ansi_bright_{colour}" for colour in NAMES]
    seen = {"ansi_default": own, **dict(zip(called, palette, strict=True))}
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
