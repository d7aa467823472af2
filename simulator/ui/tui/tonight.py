"""What a report advises for tonight: what enter begins, in words, and the interview that it is."""

from typing import TYPE_CHECKING

from msgspec.structs import replace

from simulator.session.header import Again, Settings
from simulator.ui.tui import words

if TYPE_CHECKING:  # home is painted before the report layer is needed
    from simulator.report.records import StudyItem


def tonight_words(item: "StudyItem") -> str:
    """What the key before it begins: `starts 10 minutes on KV cache`."""
    return f"starts {words.plural(item.minutes, 'minute')} on {item.title}"


def tonight_settings(chosen: Settings, item: "StudyItem", session: str) -> Settings:
    """A short interview on a thing to study: questions on it that are new, then those that were missed."""
    items = (*item.others, *item.questions)
    again = Again(session, items=items) if items else None
    return replace(chosen, format="deep-dive", area=item.area, minutes=float(item.minutes), again=again)
