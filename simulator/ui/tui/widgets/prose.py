"""Running text: plain where it is plain, Markdown where it has marks. Markdown is loaded when it is first needed."""

import re

from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui.widgets.figures import figures

_MARKS = re.compile(r"[*_`#\[\]|<>~\\&]|^\s*(?:[-+]|\d+[.)])\s|^(?: {4}|\t)", re.MULTILINE)
_SOFT = re.compile(r"(?<!\n)\n(?!\n)")


def prose(text: str, classes: str = "") -> Widget:
    """A widget for a prompt or an answer of a graph; links in it do nothing."""
    if _MARKS.search(text) is None:
        return plain(_SOFT.sub(" ", text.strip()), classes)
    from simulator.ui.tui.widgets.marked import Marked  # markdown-it is only loaded for text that has marks

    return Marked(text.strip(), classes=f"prose {classes}".strip(), open_links=False)


def plain(text: str, classes: str = "") -> Static:
    """A widget for text that is shown as it stands: a person's, or a list's."""
    return Static(figures(text), classes=f"prose {classes}".strip(), markup=False)
