"""The brief as lines of text."""

from collections.abc import Iterator, Sequence
from datetime import tzinfo

from simulator.report.brief import Brief, BriefItem
from simulator.report.plain import wrapped
from simulator.report.words import plural

NOTHING = "There is nothing to go over yet: a brief is made of interviews that you have sat and scored."
END = "That is all: nothing new before the interview."


def brief_lines(found: Brief, width: int, zone: tzinfo) -> Iterator[str]:
    """The whole brief in `width` columns; days as they were in `zone`."""
    if found.is_empty:
        yield from wrapped(NOTHING, width)
        return
    yield f"Brief of {found.candidate}: {found.role_title}, about {plural(found.minutes, 'minute')}"
    parts = (
        ("Where you had gaps, in a few words", found.gists, "gist"),
        ("Your best answers, in your own words", found.answers, "answer"),
        ("Two that you know: say them aloud, then compare", found.questions, "reference"),
    )
    for title, items, field in parts:
        if items:
            yield from ("", title)
            yield from _part(items, field, width, zone)
    yield from ("", END)


def item_words(item: BriefItem, zone: tzinfo) -> str:
    """The concept of an item, with when it was asked and how it was scored."""
    day = item.at.astimezone(zone)
    return f"{item.concept_title} · {day.day} {day:%b} · {item.verdict}"


def _part(items: Sequence[BriefItem], field: str, width: int, zone: tzinfo) -> Iterator[str]:
    for item in items:
        text = getattr(item, field) or item.gist
        yield ""
        yield from wrapped(item_words(item, zone), width, "  ", "  ")
        yield from wrapped(item.prompt, width, "  ", "  ")
        yield from wrapped(text, width, "    ", "    ")
