"""A minute of an interview, made up, for who has never seen one. It is of no graph, so that it gives no answer away."""

from textual.content import Content

from simulator.graph.text import wrap
from simulator.report.tones import MARK_BADGES, RECOMMENDATION_BADGES, Badge
from simulator.ui.tui.widgets.badges import badge

WHO = 13  # columns of who speaks, and of a mark
SPOKEN = (
    ("Interviewer", "A page that took 200 ms takes two seconds. Where do you look first?"),
    ("You", "At what changed, then at the slowest calls in a trace."),
    ("Interviewer", "And if nothing was deployed?"),
    ("You", "Then at the data: a table that grew, or a cache that misses."),
)
MARKED: tuple[tuple[Badge, str, str], ...] = (
    (MARK_BADGES["yes"], "met", "Starts from what changed"),
    (MARK_BADGES["partly"], "partly", "Measures before guessing"),
    (MARK_BADGES["no"], "missed", "Says how to tell that it's fixed"),
)
SUMMED_UP = (RECOMMENDATION_BADGES["leaning yes"], "Leaning yes for mid")
NEXT_TIME = "say next time: \u201cfixed when p95 is under 200 ms again\u201d"


def example(width: int, height: int) -> list[Content]:
    """What is asked and answered, how it is marked, what comes of it; as many whole parts as there is room for."""
    told: list[Content] = []
    for who, text in SPOKEN:
        first, *more = wrap(text, max(WHO, width - WHO))
        told.append(Content.assemble((f"{who:<{WHO}}", "$muted" if who == "You" else "$accent"), first))
        told += [Content(" " * WHO + line) for line in more]
    marks = [
        Content.assemble(badge(look, word, bold=False), " " * (WHO - 2 - len(word)), point)
        for look, word, point in MARKED
    ]
    parts = [told, [Content(), *marks], [Content(), badge(*SUMMED_UP), Content.assemble(("→ ", "$fair"), NEXT_TIME)]]
    lines: list[Content] = []
    for part in parts:
        if len(lines) + len(part) > height:
            break
        lines += part
    return lines
