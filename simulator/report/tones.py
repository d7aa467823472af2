"""What a word means, as a sign and a tone: the same on screens, in HTML and on cards. And figures as rows of signs.

A tone is never shown alone: its sign and the word stand beside it. Screens give it the theme's colour of that name.
"""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from simulator.engine.scoring import LOWEST, SCALE, STRONG, Mark, Verdict
from simulator.graph.drawing import Sign
from simulator.report import concept_records as concepts
from simulator.report.debrief_records import ONLY_JUST, WORDS, Concern, Recommendation
from simulator.session.interview.outcome_words import OPEN, RIGHT, SET_ASIDE, SKIPPED, WRONG

Tone = Literal["good", "fair", "poor", "unknown"]


class Badge(NamedTuple):
    """A sign of one cell, and the tone of what it stands for."""

    sign: str
    tone: Tone


def _tone(verdict: Verdict) -> Tone:
    """What is below solid is fair, unless it's the lowest."""
    return "good" if verdict in STRONG else "poor" if verdict == LOWEST else "fair"


MISSED, HALF, MET, NOTHING = Badge("✕", "poor"), Badge("◐", "fair"), Badge("✓", "good"), Badge("·", "unknown")
VERDICT_BADGES: Mapping[Verdict, Badge] = {v: Badge(grade.sign, _tone(v)) for v, grade in SCALE.items()}
MARK_BADGES: Mapping[Mark, Badge] = {"yes": MET, "prompted": Badge("✓", "fair"), "partly": HALF, "no": MISSED}
OUTCOME_BADGES: Mapping[str, Badge] = {
    **{str(verdict): badge for verdict, badge in VERDICT_BADGES.items()},
    RIGHT: MET,
    WRONG: MISSED,
    SKIPPED: Badge("–", "unknown"),
    SET_ASIDE: Badge("–", "unknown"),
    OPEN: NOTHING,
}
_RECOMMENDED = (MISSED, Badge("◇", "fair"), Badge("◈", "good"), Badge("◆", "good"))  # a sign each
RECOMMENDATION_BADGES: Mapping[str, Badge] = {
    **dict(zip(WORDS[:2], _RECOMMENDED, strict=False)),
    ONLY_JUST: Badge("≈", "fair"),
    **dict(zip(WORDS[2:], _RECOMMENDED[2:], strict=True)),
}
_ROUND = ("falls short so far", "leaning not yet", "leaning yes", "holds so far")
CODE_ROUND_BADGES: Mapping[str, Badge] = dict(zip(_ROUND, _RECOMMENDED, strict=True))
DOUBTED = Badge("?", "fair")  # a word that the marks do not bear out
STANDING_TONES: Mapping[concepts.Mark, Tone] = {"known": "good", "unsure": "fair", "not met": "unknown", "gap": "poor"}
# dark enough for text on white, and told apart by people who do not tell red from green
INKS: Mapping[concepts.Mark, str] = {"known": "#1b5e20", "unsure": "#1f4e9c", "not met": "#5f6b7a", "gap": "#b3261e"}
STANDING_BADGES: Mapping[concepts.Mark, Badge] = {
    m: Badge(concepts.STANDING_SIGNS[m], STANDING_TONES[m]) for m in concepts.STANDING_MARKS
}
AREA_BADGES: Mapping[str, Badge] = {
    concepts.HELD: MET,
    concepts.GAP: MISSED,
    concepts.NOT_ENOUGH: NOTHING,
    concepts.NOT_ASKED: NOTHING,
}
ADVICE = Badge("→", "fair")  # what to do or to say next time
# how a figure moved from one interview to another, by its verdict
CHANGE_BADGES: Mapping[str, Badge] = {
    "better": Badge("▲", "good"),
    "worse": Badge("▼", "poor"),
    "about the same": Badge("=", "unknown"),
    "within the noise": Badge("?", "unknown"),
    "asked in one": NOTHING,
    "nothing answered": NOTHING,
}
CHANGE_WORDS: Mapping[str, str] = {word: word for word in CHANGE_BADGES} | {
    "within the noise": "can't tell yet",
    "nothing answered": "no answers",
}


def outcome_badge(outcome: str | None) -> Badge:
    """The badge of a verdict or of the outcome of a check, by its name in JSON; of anything else, `NOTHING`."""
    return OUTCOME_BADGES.get(outcome or "", NOTHING)


def concern_badge(concern: Concern) -> Badge:
    """The badge of what spoke against somebody: that of the verdict, else of what was missed.

    What good answers left out has no verdict of its own: a tick in that list would read as praise.
    """
    if concern.minor:
        return NOTHING
    return MISSED if concern.verdict is None else VERDICT_BADGES[concern.verdict]


def recommendation_badge(recommendation: Recommendation) -> Badge:
    """The badge of a recommendation: `DOUBTED` where the marks are not borne out, `NOTHING` where there is no word.

    Where nothing but code was handed in it is that of the code round.
    """
    if recommendation.by_code and recommendation.code_round:
        return CODE_ROUND_BADGES.get(recommendation.code_round.verdict, NOTHING)
    return DOUBTED if recommendation.contradicted else RECOMMENDATION_BADGES.get(recommendation.said, NOTHING)


def signs(standings: Iterable[concepts.ConceptStanding]) -> dict[str, Sign]:
    """The sign of every concept on a drawn map, in the order of the legend."""
    ordered = sorted(standings, key=lambda s: concepts.STANDING_MARKS.index(s.mark))
    return {
        s.concept: Sign(concepts.STANDING_SIGNS[s.mark], concepts.MARK_WORDS[s.mark], INKS[s.mark]) for s in ordered
    }


def interval_parts(middle: float, low: float, high: float, width: int) -> tuple[str, str, str]:
    """A chance from 0 to 1 on a line: what is before its interval, the interval (thick, `●` its middle), and after.

    One half is marked wherever it falls.
    """

    def cell(share: float) -> int:
        """The cell, from 0, in which a share from 0 to 1 falls."""
        return min(width - 1, max(0, int(share * width)))

    start, end = cell(low), cell(high)
    cells = ["━" if start <= n <= end else "┈" for n in range(width)]
    cells[width // 2] = "┿" if start <= width // 2 <= end else "┊"
    cells[cell(middle)] = "●"
    return "".join(cells[:start]), "".join(cells[start : end + 1]), "".join(cells[end + 1 :])


def interval_bar(middle: float, low: float, high: float, width: int = 20) -> str:
    """A chance from 0 to 1 on a line with its interval, in one piece (`interval_parts`)."""
    return "".join(interval_parts(middle, low, high, width))


def difference_bar(difference: float | None, half: int = 8) -> str:
    """A difference of up to 2 verdict steps either way: `<` rated too low, `>` too high."""
    size = min(half, round(abs(difference or 0) / 2 * half))
    low, high = ("<" * size, "") if (difference or 0) < 0 else ("", ">" * size)
    return f"{low:>{half}}|{high:<{half}}"


def bar(count: float, most: float, width: int) -> str:
    """A count as a bar; anything above zero shows."""
    return "━" * (max(1, round(count / most * width)) if count else 0)


def planned_bar(taken: float, planned: float, most: float, width: int) -> tuple[str, str, str]:
    """What was taken as a line, and where it was planned to end: the signs before the mark, the mark, and after."""
    longest = most or 1.0
    end, mark = round(taken / longest * (width - 1)), round(planned / longest * (width - 1))
    cells = ["━" if n < end else "┈" if n < mark else " " for n in range(width)]
    return "".join(cells[:mark]), "┃", "".join(cells[mark + 1 :])


def share_bar(count: float, of: float, width: int) -> str:
    """How much of a whole, as a line; anything above zero shows."""
    end = max(1, round(count / of * width)) if count and of else 0
    return "━" * min(width, end) + "┈" * (width - min(width, end))
