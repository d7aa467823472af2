"""What stands on home below its doors: whether you are ready, your level, your gaps, and what holds."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from simulator.report.gaps import gaps_of, known_of
from simulator.ui.tui import words
from simulator.ui.tui.home_rows import LABEL

if TYPE_CHECKING:
    from simulator.report.concept_records import ConceptStanding
    from simulator.report.progress_records import Progress

NAMED = 3  # gaps that are named


def standing_lines(progress: "Progress", width: int, most: int = 99) -> list[str]:
    """Am I ready, what are the gaps, what holds, in `width` columns; firm words only where the interval allows them.

    What would go beyond `most` lines is left out, the last parts first.
    """
    from simulator.report.tiers import level_words  # home is painted before the report layer is needed

    short = {standing.area for standing in progress.concepts if standing.short}
    open_ = [area.title for area in progress.gaps if area.word != "held" and area.area in short]
    lowest = f"none certain yet; lowest so far {open_[0]}" if open_ else "none found so far"
    lines = [
        ("Ready?", f"screening call: {progress.screen}"),
        ("", f"onsite: {progress.onsite}"),
        ("Level", level_words(progress.level, progress.level_low, progress.level_high)),
        ("Gaps", _named(gaps_of(progress.concepts)) or lowest),
        ("Known", _named(known_of(progress.concepts)) or "nothing certain yet"),
    ]
    parts = [beside(label, text, width) for label, text in lines]
    while sum(map(len, parts)) > most and len(parts) > 1:
        parts.pop()
    return [line for part in parts for line in part]


def _named(concepts: Sequence["ConceptStanding"]) -> str:
    """How many concepts, as many as the map marks so, and the first of them by name; empty without any."""
    if not concepts:
        return ""
    names = ", ".join(concept.title for concept in concepts[:NAMED])
    return f"{words.plural(len(concepts), 'concept')}{', first' if len(concepts) > NAMED else ''}: {names}"


def beside(label: str, text: str, width: int) -> list[str]:
    """A text beside its label, in lines of `width` cells: wide characters count double."""
    lines = [f"{label:<{LABEL}}"]
    for word in text.split():
        gap = " " if lines[-1].strip() != label and lines[-1].strip() else ""
        if gap and cell_len(lines[-1]) + 1 + cell_len(word) > width:
            lines.append(" " * LABEL)
            gap = ""
        lines[-1] += gap + word
    return lines
