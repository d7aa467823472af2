"""The screens that home and the command palette open by name; each is imported when it is first opened."""

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from textual.screen import Screen


@dataclass(frozen=True)
class Door:
    """A screen without parameters: its module below `screens`, its class, and what the palette says of it."""

    module: str
    screen: str
    title: str

    def open(self) -> Screen[None]:
        """A new screen behind this door."""
        return cast("Screen[None]", getattr(import_module(f"simulator.ui.tui.screens.{self.module}"), self.screen)())


DOORS: dict[str, Door] = {
    "setup": Door("setup", "Setup", "Set up the next interview"),
    "settings": Door("settings", "Settings", "Settings: theme, clock, date of the interview, your own keys"),
    "brief": Door("brief", "Brief", "The brief for the day before: nothing new"),
    "progress": Door("progress", "Progress", "Mastery over time, by area"),
    "review": Door("review", "Review", "Interviews so far"),
    "map": Door("map", "Map", "The map of concepts, and where you stand on each"),
    "study": Door("study", "Study", "Ask the bank: definitions, answers, mistakes and sources"),
}
