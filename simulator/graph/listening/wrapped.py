"""Lines that are broken within a sentence: typed line by line, pasted, or from an editor that wraps.

Such a line end is a blank. A list, notes of a line each, headings, code and paragraphs stay as they are, and a text has
as many letters as before, so that every place in it is the same.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

_WRITTEN = re.compile(r"[^\s.!?;,]")
Places = Iterable[tuple[int, int]]  # from and to which character
LONG = 40  # letters: a shorter line may be a note or a heading
WIDEST, FEWEST = 140, 3  # letters of a line, and line ends within sentences, by which an editor's width is known
_ENDS = re.compile(r"[.!?;:…。！？；：][\"”'’)\]]*\s*$")
_SET_APART = re.compile(r"\s*(?:[-*•+>–—]\s|[#|]|```|~~~|\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_HEADS = re.compile(r"\s*(?:[#|]|```|~~~)")
_CODE = re.compile(
    r"^\s*[\w.]+(?:\[[^\]]*\])?(?:, ?[\w.]+)* ?[-+*/]?=|\w\(\)|[{}]|:\s*$|^\s*(?:import|from|def|return)\b.*\w\("
)
_LEADS_TO = re.compile("->|→")  # a line each of what becomes of what
_FENCE = re.compile(r"\s*(?:```|~~~)")
_FIRST = re.compile(r"\s*(?:[-*•+–—>]\s+|\d{1,3}[.)]\s+)?[\"“'‘(\[]?(\w)")
# after these no sentence ends, so that a capital or a figure goes on with it
_BINDS = re.compile(
    r"(?:,|\b(?:a|an|the|this|these|those|its|their|our|my|your|each|every|and|or|but|nor|of|to|in|on|at|by|for|from"
    r"|with|without|into|onto|over|under|per|via|about|between|than|as|like|if|when|while|because|that|which|whether"
    r"|is|are|was|were|be|has|have|had|can|could|will|would|should|must|not|only|then|so|say|says|i|we|they))\s*$",
    re.IGNORECASE,
)


@lru_cache(maxsize=256)
def unwrapped(text: str) -> str:
    """The text with a blank for each line end within a sentence."""
    if "\n" not in text:
        return text
    lines = text.split("\n")
    width = _width(lines)
    pieces = [lines[0]]
    begun = lines[0]  # the line with which the sentence, or the note, began
    fenced = _FENCE.match(begun) is not None
    for before, after in pairwise(lines):
        goes_on = (
            not fenced
            and _may_go_on(before, after)
            and (_full(before, after, width) or _reads_on(before, after, begun))
        )
        pieces += " " if goes_on else "\n", after
        begun = begun if goes_on else after
        fenced ^= _FENCE.match(after) is not None
    return "".join(pieces)


def _width(lines: Sequence[str]) -> int:
    """The width at which an editor has wrapped all lines, 0 where none has."""
    broken = [(before, after) for before, after in pairwise(lines) if _may_go_on(before, after)]
    width = max(map(len, lines))
    wrapped = width <= WIDEST and len(broken) >= FEWEST and all(_full(*pair, width) for pair in broken)
    return width if wrapped else 0


def _full(before: str, after: str, width: int) -> bool:
    """Whether the first word of a line had no room in the one before."""
    return 0 < width <= len(before.rstrip()) + len(after.split(maxsplit=1)[0])


def _may_go_on(before: str, after: str) -> bool:
    """Whether nothing speaks against a sentence that runs from one line into the next."""
    if len(before.strip()) < LONG or not after.strip() or _ENDS.search(before):
        return False
    return not (
        _HEADS.match(before)
        or _SET_APART.match(after)
        or _CODE.search(before)
        or _CODE.search(after)
        or (_LEADS_TO.search(before) and _LEADS_TO.search(after))
    )


def _reads_on(before: str, after: str, begun: str) -> bool:
    """Whether a line reads as if it went on; the sentence, or its part before, `begun` with a line of its own.

    If somebody begins their lines with small letters, one more shows nothing.
    """
    if _BINDS.search(before):
        return True
    first, start = _FIRST.match(begun), after.lstrip()[:1]
    return start.islower() and not (first is not None and first[1].islower())


def without(text: str, places: Places) -> str:
    """A text without the words at some places; all others keep their own, and every stop is left."""
    for start, end in places:
        text = f"{text[:start]}{_WRITTEN.sub(' ', text[start:end])}{text[end:]}"
    return text


def overlap(start: int, end: int, places: Places) -> bool:
    """Whether words are among those at some places, in part or whole."""
    return any(start < last and first < end for first, last in places)
