"""What was taken from a job advert, in sentences; the screen and the line mode say the same."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from simulator.graph.sanitise import line

if TYPE_CHECKING:
    from simulator.graph.advert import Advert, AreaFound


def advert_sentences(advert: "Advert", role_title: str) -> Iterator[str]:
    """The areas with the advert's own words, what the bank does not hold, and how much the advert counts."""
    yield f"From the advert: {', '.join(_area(one) for one in advert.found)}."
    if advert.missing:
        yield f"Not in the bank: {', '.join(line(name) for name in advert.missing)}."
    percent = round(100 * advert.weight)
    role = f"your role, {in_sentence(role_title)}," if role_title else "your role"
    yield f"In the choice of areas the advert counts for {percent} %, {role} for {100 - percent} %."


def _area(found: "AreaFound") -> str:
    """An area with the words that spoke for it; its own title is no news."""
    terms = [line(term) for term in found.terms if term.casefold() != found.title.casefold()]
    return f"{in_sentence(found.title)} ({', '.join(terms)})" if terms else in_sentence(found.title)


def in_sentence(title: str) -> str:
    """A title inside a sentence: without its capital, unless it begins with an abbreviation."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title
