"""The brief before an interview as lines of text."""

from collections.abc import Iterator
from datetime import tzinfo

from simulator.graph.text import lower_first, plural, quoted_words, wrap
from simulator.report.figures.brief import Brief, BriefItem
from simulator.session.archive.as_text import plain_prose

NOTHING = "There's nothing to go over yet: the brief draws on interviews that you've sat and scored."
END = "That's all: nothing new before the interview."


def brief_lines(brief: Brief, width: int, zone: tzinfo) -> Iterator[str]:
    """The whole brief in `width` columns, with days in `zone`."""
    if brief.is_empty:
        yield from wrap(NOTHING, width)
        return
    yield f"Brief of {brief.candidate}: {brief.role_title}, about {plural(brief.minutes, 'minute')}"
    for title, items, field in (
        ("Where you had gaps, in a few words", brief.gists, "gist"),
        ("What was good in your best answers", brief.answers, ""),
        ("Say these aloud, then compare", brief.questions, "reference"),
    ):
        yield from ("", title) if items else ()
        for item in items:
            yield ""
            yield from wrap(item_words(item, zone), width, "  ", "  ")
            yield from wrap(plain_prose(item.prompt), width, "  ", "  ")
            for text in [plain_prose(getattr(item, field) or item.gist)] if field else best_lines(item):
                yield from wrap(text, width, "    ", "    ")
    yield from ("", END)


def best_lines(item: BriefItem) -> list[str]:
    """What was good in an answer: the candidate's own sentences, else the points that were marked as met."""
    return [quoted_words(text) for text in item.said] or [f"marked as met: {lower_first(text)}" for text in item.met]


def item_words(item: BriefItem, zone: tzinfo) -> str:
    """The concept of an item, the day it was asked and its verdict."""
    day = item.at.astimezone(zone)
    return f"{item.concept_title} · {day.day} {day:%b} · {item.verdict}"
