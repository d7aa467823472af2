"""The brief in words: what a page says of each item, the whole of it as lines, and what it ends with."""

from collections.abc import Iterator, Sequence
from datetime import date, tzinfo

from simulator.graph.text import lower_first, plural, quoted_words, wrap
from simulator.report.figures.brief import Brief, BriefItem, LikelyQuestion
from simulator.session.archive.as_text import plain_prose
from simulator.session.days import day_and_month

NO_BRIEF = "There's nothing to go over yet: these questions have no short answers, and you've sat no interview."
ONLY_LIKELY = "What you missed and your own best answers come in once you've sat an interview."
BRIEF_END, NOTHING_NEW = "That's all.", "Don't start on anything new before the interview."


def end_words(days_left: int | None, *, has_own: bool = True) -> tuple[str, ...]:
    """What the brief ends with: on the last evening and on the day that there's nothing else to begin.

    Days before, the plan itself may have practice besides. One that holds nothing of the candidate's own was all new.
    """
    if not has_own:
        return (BRIEF_END, ONLY_LIKELY)
    return (BRIEF_END, NOTHING_NEW) if days_left in (0, 1) else (BRIEF_END,)


def brief_lines(
    brief: Brief, width: int, zone: tzinfo | None, today: date | None = None, days_left: int | None = None
) -> Iterator[str]:
    """The whole brief in `width` columns, with days in `zone`, and with their year where it isn't that of `today`.

    The interview is `days_left` away, if that's known.
    """
    if brief.is_empty:
        yield from wrap(NO_BRIEF, width)
        return
    yield from wrap(f"The brief, about {plural(brief.minutes, 'minute')}: {brief.role_title}", width)
    parts: tuple[tuple[str, Sequence[BriefItem | LikelyQuestion], str], ...] = (
        ("What you missed earlier, in a few words", brief.gists, "gist"),
        ("Likely, and not asked yet", brief.likely, "gist"),
        ("What was good in your best answers", brief.answers, ""),
        ("Say these aloud, then compare", brief.questions, "reference"),
    )
    for title, items, field in parts:
        yield from ("", title) if items else ()
        for item in items:
            yield ""
            yield from wrap(item_words(item, zone, today), width, "  ", "  ")
            yield from wrap(plain_prose(item.prompt), width, "  ", "  ")
            told = best_lines(item) if isinstance(item, BriefItem) and not field else [*say_lines(item)]
            told += [plain_prose(getattr(item, field) or item.gist)] if field else []
            for text in told:
                yield from wrap(text, width, "    ", "    ")
    yield from ("", *wrap(" ".join(end_words(days_left, has_own=brief.has_own)), width))


def best_lines(item: BriefItem) -> list[str]:
    """What was good in an answer: the candidate's own sentences, else the points that were marked as met."""
    return [quoted_words(text) for text in item.said] or [f"marked as met: {lower_first(text)}" for text in item.met]


def say_lines(item: BriefItem | LikelyQuestion) -> Iterator[str]:
    """What to say for a gap, as its report has it."""
    if isinstance(item, BriefItem):
        yield from (f"say: {quoted_words(text)}" for text in item.say)


def item_words(item: BriefItem | LikelyQuestion, zone: tzinfo | None, today: date | None = None) -> str:
    """The concept of an item, the day it was asked and its verdict; of a likely question its area, and for whom."""
    if isinstance(item, LikelyQuestion):
        wanted = "which the advert asks for" if item.by_advert else "part of this role"
        return f"{item.concept_title} · {item.area_title}, {wanted} · not asked yet"
    day = item.at.astimezone(zone)
    return f"{item.concept_title} · {day_and_month(day, today)} · {item.verdict}"
