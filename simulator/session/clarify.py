"""What the interviewer replies when the candidate asks back."""

import re
from collections.abc import Collection, Iterable

from simulator.graph.records import Clarification

ASSUME = "Assume something sensible and say it."
MATCH_SHARE = 0.3
_WORD = re.compile(r"[a-z0-9]+")
_COMMON = frozenset(
    """a an and are as at be by can do does for from have how i in is it its may me much many of on or should that the
    there they this to us was we what when where which who will with would you your""".split()
)


def match_clarification(
    text: str, clarifications: Iterable[Clarification], given: Collection[str] = ()
) -> Clarification | None:
    """The clarification that `text` asks for, by shared words; None when nothing comes close.

    Words of the reply count half, so that "16-bit?" finds the question about precision. `given` is not used to hide
    a reply that was given already: asked twice, it is answered twice; it only breaks ties.
    """
    asked = _stems(text)
    scored = [(_likeness(asked, c), c.asks not in given, c) for c in clarifications]
    best = max(scored, key=lambda row: (row[0], row[1]), default=None)
    return best[2] if best and best[0] >= MATCH_SHARE else None


def _likeness(asked: set[str], clarification: Clarification) -> float:
    if not asked:
        return 0.0
    own = asked & _stems(clarification.asks)
    reply = (asked & _stems(clarification.reply)) - own
    return (len(own) + 0.5 * len(reply)) / len(asked)


def _stems(text: str) -> set[str]:
    return {word[:5] for word in _WORD.findall(text.lower()) if word not in _COMMON}
