"""The tables of a report: their rows in order, with every figure as it is shown."""

from typing import NamedTuple

from simulator.report import records as rec
from simulator.report.words import area_word, interval, percent


class Standing(NamedTuple):
    """An area or a concept: the chance with its interval, the answers to it, and the word with what it leaves open."""

    title: str
    chance: str
    interval: str
    asked: int
    word: str
    note: str = ""


def areas_in_order(found: rec.Assessment) -> list[rec.AreaResult]:
    """The areas, those asked about most first, then those that the role asks most."""
    return sorted(found.areas, key=lambda a: (-a.questions, -a.weight))


def area_rows(found: rec.Assessment) -> list[Standing]:
    """All areas, in order."""
    return [
        Standing(a.title, percent(a.mastery), interval(a.low, a.high), a.questions, area_word(a.word))
        for a in areas_in_order(found)
    ]


def concept_rows(found: rec.Assessment) -> list[Standing]:
    """The concepts that were asked about."""
    return [
        Standing(c.title, percent(c.mastery), interval(c.low, c.high), c.questions, c.word, c.note)
        for c in found.concepts
        if c.questions
    ]
