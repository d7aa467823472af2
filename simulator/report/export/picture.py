"""One interview as a picture to show: 1200 by 630, as previews of links have it. Nothing in it runs or is fetched."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from simulator.engine.scoring import SOLID
from simulator.graph.text import closing, lower_first, one_line, percent, plural, quoted_words
from simulator.report import records as rec
from simulator.report.debrief_records import Strength
from simulator.report.export.charts import band_and_line, places_of
from simulator.report.export.html import long_date, page_title
from simulator.report.export.style import DARK, SANS
from simulator.report.text import words
from simulator.report.text.check_words import checks_words
from simulator.report.text.debrief import headline, practice_headline
from simulator.report.tones import AREA_BADGES, MET, NOTHING, outcome_badge, recommendation_badge
from simulator.session.clock import LOCAL
from simulator.session.presets import sitting_title

SIZE = (1200, 630)
LEFT, LEFT_ROOM = 72, 600  # what is said
RIGHT, RIGHT_ROOM = 736, 392  # what is drawn
LAST = 528  # the lowest line of both columns
ROLE_SIZES = (46, 40, 36)  # of the font: the first in which a role fits on one line
POINT = 22  # size of the font of a strength
PROGRAM = "interview simulator"
MOST_AREAS, AREA_STEP = 4, 44
_NOT_XML = re.compile("[\ufffe\uffff]")

STYLE = f"""
text {{ font-family: {SANS}; fill: {DARK["foreground"]}; }}
.muted {{ fill: {DARK["muted"]}; }} .rule {{ stroke: {DARK["rule"]}; }} .strong {{ font-weight: 700; }}
.middle {{ text-anchor: middle; }} .end {{ text-anchor: end; }}
.good {{ fill: {DARK["good"]}; }} .fair {{ fill: {DARK["fair"]}; }}
.poor {{ fill: {DARK["poor"]}; }} .unknown {{ fill: {DARK["unknown"]}; }}
.band {{ fill: {DARK["accent"]}; fill-opacity: .22; }} .dot {{ fill: {DARK["accent"]}; }}
.line {{ fill: none; stroke: {DARK["accent"]}; stroke-width: 3; stroke-linejoin: round; }}
"""


def cards(assessments: Iterable[rec.Assessment]) -> Iterator[str]:
    """Each interview as a card."""
    return map(as_card, assessments)


def as_card(assessment: rec.Assessment) -> str:
    """The recommendation, what spoke for the candidate, the walk and the areas, as SVG.

    Quotations stand on it where the report has them: leave them out with `without_own_words`.
    """
    recommendation, practised = assessment.recommendation, practice_headline(assessment)
    title = escape(_plain(f"{page_title(assessment, LOCAL)}: {practised or headline(recommendation)}"))
    look = NOTHING if practised else recommendation_badge(recommendation)
    across, down = SIZE
    parts = (
        f'<rect width="{across}" height="{down}" fill="{DARK["background"]}"/>',
        f'<rect class="{look.tone}" width="14" height="{down}"/>',
        f'<g clip-path="url(#said)">{"".join(_said(assessment))}</g>',
        f'<g clip-path="url(#drawn)">{"".join(_drawn(assessment))}</g>',
        *_foot(assessment),
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}" '
        f'role="img" aria-label="{title}"><title>{title}</title><style>{STYLE}</style><defs>'
        f'<clipPath id="said"><rect x="0" width="{LEFT + LEFT_ROOM}" height="{down}"/></clipPath>'
        f'<clipPath id="drawn"><rect x="{RIGHT - 20}" width="{across - RIGHT + 20}" height="{down}"/></clipPath></defs>'
        f"{''.join(parts)}</svg>\n"
    )


def _plain(text: str) -> str:
    """A text on one line that XML allows."""
    return one_line(without_illegal(text))


def without_illegal(text: str) -> str:
    """A text without the two characters that no terminal minds and XML forbids."""
    return _NOT_XML.sub("", text)


def _line(text: str, x: float, y: float, size: float, classes: str = "") -> str:
    named = f' class="{classes}"' if classes else ""
    return f'<text{named} x="{x:g}" y="{y:g}" font-size="{size:g}">{escape(text)}</text>'


# What is said


def _said(assessment: rec.Assessment) -> Iterator[str]:
    session = assessment.session
    demo, day = "A simulated candidate" if session.is_demo else "", long_date(session.started.astimezone(LOCAL))
    level = words.judged_for(assessment) or session.seniority
    whens = [_plain(" · ".join(filter(None, (demo, what, level, day)))) for what in (sitting_title(session), "")]
    when = next((when for when in whens if width(when, 22) <= LEFT_ROOM), whens[-1])
    yield _line(lines(when, LEFT_ROOM, 22, 1)[0], LEFT, 84, 22, "muted")
    role, y = _plain(session.role_title) or "Interview", 84.0
    size = next((size for size in ROLE_SIZES if width(role, size) <= LEFT_ROOM), ROLE_SIZES[-1])
    for text in lines(role, LEFT_ROOM, size, 2):
        y += 1.25 * size
        yield _line(text, LEFT, y, size, "strong")
    y, badge = _badge(assessment, y + 30)
    yield badge
    yield from _strengths(assessment.recommendation.strengths, y + 54)


def _badge(assessment: rec.Assessment, y: float) -> tuple[float, str]:
    """The recommendation in a frame of its colour, and where it ends; a sentence in its place is smaller."""
    recommendation, practised = assessment.recommendation, practice_headline(assessment)
    look = NOTHING if practised else recommendation_badge(recommendation)
    short = bool(recommendation.word) and not recommendation.contradicted and not practised
    size, step = (32, 40) if short else (21, 29)
    text = practised or headline(recommendation)
    text = text if look is NOTHING else f"{look.sign} {text}"
    rows = lines(_plain(text), LEFT_ROOM - 56, size, 3)
    across, down = max(width(line, size) for line in rows) + 52, step * len(rows) + 24
    frame = (
        f'<rect x="{LEFT}" y="{y:g}" width="{across:.0f}" height="{down}" rx="{min(32, down / 2):g}" '
        f'fill="{DARK["panel"]}" stroke="{DARK[look.tone]}" stroke-width="2.5"/>'
    )
    middle = LEFT + across / 2
    texts = [
        _line(line, middle, y + 12 + step * (n + 0.76), size, f"strong middle {look.tone}")
        for n, line in enumerate(rows)
    ]
    return y + down, "".join((frame, *texts))


def _strengths(strengths: Sequence[Strength], y: float) -> Iterator[str]:
    """As many as there is room for, each with its sign and, where it has one, its quotation."""
    for strength in strengths:
        text = _plain(strength.title)  # in two lines, with as many of its subjects as there is room for
        while len(lines(text, LEFT_ROOM - 36, POINT, 3)) > 2 and "; " in text:
            text = text.rpartition("; ")[0]
        title = lines(text, LEFT_ROOM - 36, POINT, 2)
        quote = lines(_plain(quoted_words(strength.quote)), LEFT_ROOM - 36, 18, 1) if strength.quoted else []
        if y + 31 * (len(title) - 1) + 27 * len(quote) > LAST:
            return
        yield _line(MET.sign, LEFT, y, POINT, f"strong {MET.tone}")
        for line in title:
            yield _line(line, LEFT + 36, y, POINT)
            y += 31
        for line in quote:
            yield _line(line, LEFT + 36, y - 2, 18, "muted")
            y += 27
        y += 16


# What is drawn


def _drawn(assessment: rec.Assessment) -> Iterator[str]:
    """The walk, and below it the areas, each with its interval as a bar."""
    top = 84.0
    if assessment.path:
        yield from _walk(assessment, top)
        top += 272
    areas = [area for area in words.areas_in_order(assessment.areas) if area.questions][:MOST_AREAS]
    alike = assessment.areas_alike
    for row, area in enumerate(areas):
        y = top + AREA_STEP * row
        low, high, middle = (RIGHT + RIGHT_ROOM * share for share in (area.low, area.high, area.mastery))
        tone, bar = AREA_BADGES[area.word].tone, y + 13
        shown = area.is_figure and not alike
        title, beside = _plain(area.title), percent(area.mastery) if shown else words.seen_words(area)
        if width(title, 16) + width(beside, 16) + 16 > RIGHT_ROOM:
            beside = beside.partition(", ")[0]  # a whole name tells more than how many were weak
        yield _line(lines(title, RIGHT_ROOM - width(beside, 16) - 16, 16, 1)[0], RIGHT, y, 16)
        yield _line(beside, RIGHT + RIGHT_ROOM, y, 16, "muted end")
        yield f'<line class="rule" x1="{RIGHT}" y1="{bar:g}" x2="{RIGHT + RIGHT_ROOM}" y2="{bar:g}"/>'
        if not shown:
            continue
        yield (
            f'<rect class="{tone}" opacity=".5" x="{low:.1f}" y="{bar - 3.5:g}" width="{max(2.0, high - low):.1f}" '
            f'height="7" rx="3.5"/><circle class="{tone}" cx="{middle:.1f}" cy="{bar:g}" r="6"/>'
        )


def _walk(assessment: rec.Assessment, top: float) -> Iterator[str]:
    """The chance of a solid answer after each item with its band, and the signs of how the items went."""
    right, floor = RIGHT + RIGHT_ROOM, top + 212
    chance = f"Chance of a {SOLID} answer at tier {assessment.level.target}"
    yield _line(chance, RIGHT, top, 17, "muted")
    places = list(places_of(assessment.path, RIGHT + 46, right, top + 56, floor))
    for share in (0.0, 0.5, 1.0):
        y = floor - (floor - top - 56) * share
        yield f'<line class="rule" x1="{RIGHT + 46}" y1="{y:g}" x2="{right}" y2="{y:g}"/>'
        yield _line(percent(share), RIGHT + 40, y + 5, 14, "muted end")
    band, line = band_and_line(places)
    yield f'<polygon class="band" points="{band}"/><polyline class="line" points="{line}"/>'
    every = 1 + len(places) * 18 // RIGHT_ROOM
    for n, (step, (x, y, _, _)) in enumerate(zip(assessment.path, places, strict=True)):
        look = outcome_badge(step.outcome)
        yield f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
        if n % every == 0:
            yield _line(look.sign, round(x, 1), top + 38, 17, f"strong middle {look.tone}")


def _foot(assessment: rec.Assessment) -> Iterator[str]:
    session, level = assessment.session, assessment.level
    points = f"{percent(session.score)} of the points" if session.score is not None else ""
    checks = checks_words(assessment.checks, "check") if assessment.checks else ""
    beside = words.level_beside(assessment.recommendation, level.tier, level.low, level.high)
    named = beside.partition(" (")[0].partition(",")[0]
    reached = f"level: {lower_first(named).removesuffix(' so far').removesuffix(' level')}"
    asked, answered = len(assessment.questions), sum(q.answered for q in assessment.questions)
    some = f"{answered} of " * (answered < asked)  # the last one may have been open when the interview ended
    questions = f"{some}{plural(asked, 'question')}{' answered' * bool(some)}"
    facts = [fact for fact in (questions, points, checks, reached) if fact]
    across, _ = SIZE
    room = across - 2 * LEFT - width(PROGRAM, 18) - 40
    for spare in filter(None, (checks, points)):  # whole facts are left out, none is cut
        if width(" · ".join(facts), 20) > room:
            facts.remove(spare)
    yield f'<line class="rule" x1="{LEFT}" y1="556" x2="{across - LEFT}" y2="556"/>'
    yield _line(lines(_plain(" · ".join(facts)), room, 20, 1)[0], LEFT, 592, 20)
    yield _line(PROGRAM, across - LEFT, 592, 18, "muted end")


# How wide a text may become, whatever font the reader has: estimates that are rather too large

# shares of the font size, as the widest of the usual fonts has them (DejaVu Sans Bold, rounded up)
_ADVANCES = {
    0.35: " 'ijl",
    0.4: ",./:;IJ\\|·’‘",
    0.45: "-f",
    0.5: "!()[]_`rt–",
    0.55: '"*',
    0.6: "?csz",
    0.65: "Lx",
    0.7: "0123456789$EFTaekovy“”€",
    0.75: "CPSYZbdghnpqu{}",
    0.8: "ABKRVX",
    0.85: "#+<=>DGHNOQU^~",
    0.9: "&",
    0.95: "w",
    1.0: "@M…—",
    1.05: "%m",
    1.15: "W",
}
_WIDTHS = {letter: width for width, letters in _ADVANCES.items() for letter in letters}
_WIDE, _OTHER = 1.1, 1.25  # a full square; letters of other scripts, with room
_NO_WIDTH = frozenset(("Mn", "Me", "Cf", "Cc"))
_LIGATURE = 12.0  # U+FDFD and its like are a whole sentence in one letter
_SENTENCES = range(0xFDF0, 0xFE00)


def advance(letter: str) -> float:
    """The most room that a letter takes, as a share of the font size."""
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0.0
    if ord(letter) in _SENTENCES:
        return _LIGATURE
    if unicodedata.east_asian_width(letter) in {"W", "F"}:
        return _WIDE
    plain = unicodedata.normalize("NFKD", letter)
    return max(0.6, sum(_WIDTHS.get(c, 0.0) for c in plain)) if plain[0] in _WIDTHS else _OTHER


def width(text: str, size: float) -> float:
    """The most room that a text takes at this font size."""
    return size * sum(map(advance, text))


def lines(text: str, room: float, size: float, most: int) -> list[str]:
    """The text in lines that fit into `room`, `most` of them; the last ends in `…` where something is left out."""
    wrapped: list[str] = []
    line = ""
    for piece in _pieces(text, room, size):
        if width(f"{line}{piece}".rstrip(), size) <= room:
            line += piece
        else:
            wrapped.append(line.rstrip())
            line = piece.lstrip()
    wrapped = [line for line in (*wrapped, line.rstrip()) if line]
    if len(wrapped) <= most:
        return wrapped
    rest = " ".join(wrapped[most - 1 :])
    if width(rest, size) <= room:
        return [*wrapped[: most - 1], rest]
    closes = closing(rest, rest[: _fitting(rest, room, size)])
    fitting = _fitting(rest, room - width(f"…{closes}", size), size)
    shown, blank, part = rest[:fitting].rpartition(" ")
    if rest[fitting : fitting + 1].isspace() or not blank or len(part) > len(shown):  # a long word is cut itself
        shown = rest[:fitting]
    return [*wrapped[: most - 1], f"{shown.rstrip(' ,:;')}…{closes}"]


def _pieces(text: str, room: float, size: float) -> Iterator[str]:
    """Words with the blank before each; one that is wider than a line in parts."""
    for number, word in enumerate(text.split()):
        blank = " " if number else ""
        while word:
            part = word[: _fitting(word, room, size)]
            yield blank + part
            word, blank = word[len(part) :], ""


def _fitting(text: str, room: float, size: float) -> int:
    """How many letters fit; one at the least."""
    taken = 0.0
    for number, letter in enumerate(text):
        taken += size * advance(letter)
        if taken > room:
            return max(1, number)
    return len(text)
