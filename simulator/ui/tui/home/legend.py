"""What signs and colours mean, in the theme that is shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from textual.content import Content

from simulator.graph.text import wrap
from simulator.report.tones import (
    HALF,
    MET,
    MISSED,
    NOTHING,
    OUTCOME_BADGES,
    RECOMMENDATION_BADGES,
    STANDING_BADGES,
    Badge,
)
from simulator.ui.tui.theme import TOKENS
from simulator.ui.tui.widgets.badges import toned

SIGNS: Mapping[str, str] = {
    "good": MET.sign,
    "fair": HALF.sign,
    "poor": MISSED.sign,
    "unknown": NOTHING.sign,
    "accent": ">",
    "muted": "–",
    "heard": "“",
    "focus": "│",
}
STYLES: Mapping[str, str] = {"heard": "underline $heard", "accent": "bold $accent"}  # as they are on the screens
NAME_WIDTH = 12
GAP = "  "  # between two pieces on a line
KIND_TITLES = {  # of a plan, where there is room
    "interview": "a full interview",
    "screen": "a short one",
    "code": "code",
    "gaps": "gaps",
    "area": "an area",
    "due": "due again",
    "rest": "a day off",
    "brief": "the brief",
}
TOUCHED_ON = "touched on: it came up only in questions on other concepts"
KINDS: Mapping[str, Mapping[str, Badge]] = {
    "answers": OUTCOME_BADGES,
    "interviews": RECOMMENDATION_BADGES,
    "concepts": {str(mark): badge for mark, badge in STANDING_BADGES.items()},
}


def tokens(width: int) -> Content:
    """The colours, each in itself, and what it says."""
    lines = []
    for name, about in TOKENS.items():
        first, *more = wrap(about, max(NAME_WIDTH, width - NAME_WIDTH))
        sample = _sample(name)
        gap = " " * (NAME_WIDTH - sample.cell_length)
        lines.append(Content.assemble(sample, gap, (first, "$muted")))
        lines += [Content.styled(" " * NAME_WIDTH + line, "$muted") for line in more]
    return Content("\n").join(lines)


def short_tokens(width: int) -> Content:
    """The colours, each in itself, by name alone."""
    return flowing([_sample(name) for name in TOKENS], width)


def flowing(parts: Sequence[Content], width: int) -> Content:
    """Pieces one after another, in lines of at most `width` cells; none is broken."""
    lines: list[Content] = []
    for part in parts:
        if lines and lines[-1].cell_length + len(GAP) + part.cell_length <= width:
            lines[-1] = Content(GAP).join((lines[-1], part))
        else:
            lines.append(part)
    return Content("\n").join(lines)


def _sample(name: str) -> Content:
    return Content.styled(f"{SIGNS[name]} {name}", STYLES.get(name, f"${name}"))


def signs(width: int) -> Content:
    """Every sign with the words that it stands for."""
    from simulator.report.text.plan import KIND_BADGES  # loads the report layer

    lines: list[Content] = []
    days = {KIND_TITLES[kind]: look for kind, look in KIND_BADGES.items()}
    for about, badges in (*KINDS.items(), ("days", days)):
        words: defaultdict[Badge, list[str]] = defaultdict(list)
        for word, look in badges.items():
            words[look].append(word)
        pieces = [Content.assemble(toned(look.sign, look.tone), f" {', '.join(said)}") for look, said in words.items()]
        for number, line in enumerate(flowing(pieces, width - NAME_WIDTH).split("\n")):
            lines.append(Content.assemble(("" if number else about).ljust(NAME_WIDTH), line))
        if about == "concepts":
            more = wrap(TOUCHED_ON, max(NAME_WIDTH, width - NAME_WIDTH))
            lines += [Content.styled(" " * NAME_WIDTH + line, "$muted") for line in more]
    return Content("\n").join(lines)
