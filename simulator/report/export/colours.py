"""The colours of pages and pictures, which are those of the light and the dark theme of the screens."""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "background": "#fbf9f5",
    "panel": "#f1ede5",
    "rule": "#cfc8ba",
    "foreground": "#26292e",
    "muted": "#5f6168",
    "unknown": "#59627a",
    "accent": "#0f5c9e",
    "focus": "#0b4f8a",
    "good": "#2b6a26",
    "fair": "#7d5100",
    "poor": "#ad2318",
    "heard": "#7031a8",
}
DARK: Mapping[str, str] = {
    "background": "#14171c",
    "panel": "#1d2229",
    "rule": "#3a4350",
    "foreground": "#dcdfe4",
    "muted": "#98a1ad",
    "unknown": "#9aa5b8",
    "accent": "#7cc4f5",
    "focus": "#9ad4ff",
    "good": "#8fd07f",
    "fair": "#edc06a",
    "poor": "#ff8f85",
    "heard": "#cfa8ff",
}
# on paper text is black, and what is toned is dark enough for a grey printer
PAPER: Mapping[str, str] = {
    "background": "#ffffff",
    "panel": "#ffffff",
    "rule": "#8a8a8a",
    "foreground": "#000000",
    "muted": "#333333",
    "unknown": "#38405a",
    "accent": "#000000",
    "focus": "#000000",
    "good": "#0b4a06",
    "fair": "#5a3700",
    "poor": "#8c0d05",
    "heard": "#4f1285",
}


def as_variables(colours: Mapping[str, str]) -> str:
    """The colours as variables of a style sheet."""
    return " ".join(f"--{name}: {value};" for name, value in colours.items())
