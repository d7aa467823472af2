"""The sixteen colours of common terminals as they come, with a dark and a light background.

Sources: Wikipedia, "ANSI escape code", 3-bit and 4-bit colours (VGA, xterm, Terminal.app); Microsoft, "Color schemes in
Windows Terminal" (Campbell); gnome-terminal, src/profile-editor.cc (the palettes GNOME and Tango).
"""

from typing import NamedTuple

from textual.color import Color

NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")


class Terminal(NamedTuple):
    """Sixteen colours, and what is behind them."""

    colours: tuple[Color, ...]
    dark: Color
    light: Color

    def behind(self, theme: str) -> Color:
        """The background under one of the two themes."""
        return self.dark if theme == "ansi-dark" else self.light

    def own(self, theme: str) -> Color:
        """The faintest of what such a terminal uses for text."""
        return self.colours[7] if theme == "ansi-dark" else self.colours[0]


WRITTEN = {
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


def _terminal(usual: str, bright: str, dark: str, light: str) -> Terminal:
    def parsed(colours: str) -> tuple[Color, ...]:
        return tuple(Color.parse(f"#{colour}") for colour in colours.split())

    return Terminal(parsed(f"{usual} {bright}"), *parsed(f"{dark} {light}"))


PALETTES = {name: _terminal(*written) for name, written in WRITTEN.items()}
