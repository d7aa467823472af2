"""What was read in a job advert, in the same words on the full screen and in the line mode."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from simulator.graph.text import lower_first, of_hundred, one_line

if TYPE_CHECKING:
    from simulator.graph.job_advert.match import Advert, AreaFound

ADVERT_ASKS = "What the advert asks for, out of 100 questions:"
CODE_ROUND, CODE_ROUND_ON_SCREEN = "`--format code`", "a format in Set up"  # the way to it


def advert_sentences(advert: "Advert", role_title: str) -> Iterator[str]:
    """What was read in an advert: its areas, each with its words on a line; how much it counts; what is not here."""
    counts = of_hundred(advert.parts)
    yield "\n".join((ADVERT_ASKS, *(f"{counts[area.area]} {area_asked(area)}" for area in advert.found)))
    yield from advert_notes(advert, advert.parts, role_title, CODE_ROUND)


def area_asked(area: "AreaFound") -> str:
    """An area of an advert, and the words there that ask for it."""
    terms = [one_line(term) for term in area.terms if term.casefold() != area.title.casefold()]
    return f"{lower_first(area.title)}{': ' if terms else ''}{', '.join(terms)}"


def advert_notes(advert: "Advert", parts: Mapping[str, float], role_title: str, code_round: str) -> Iterator[str]:
    """What an advert asks for that isn't here, what to do about it, and how much the advert counts in all (`parts`).

    `code_round` is the way to that round.
    """
    if advert.language:
        yield f"It's in {advert.language}, where I know fewer words than in English, so check that no area is missing."
    if advert.missing:
        several = "one of them belongs to; go over the rest elsewhere."
        rest = several if len(advert.missing) > 1 else "it belongs to, or go over it elsewhere."
        named = ", ".join(one_line(name) for name in advert.missing)
        yield f"No questions here on: {named}. You can add the area that {rest}"
    role = f"your role, {lower_first(role_title)}," if role_title else "your role"
    count = sum(of_hundred(parts).values())
    yield f"The advert decides {count} of 100 questions; {role} decides the other {100 - count}."
    if advert.live_coding:
        yield f"It mentions live coding: that's the code round, {code_round}."
    if advert.rounds:
        yield f"Rounds it mentions that you can't practise here: {', '.join(advert.rounds)}."
