"""The countable parts of the standard for questions: one row a tier."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,}).*?(?:^[ \t]*\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Standard:
    """How many points a rubric and words an answer should have at one tier, both ends included."""

    points: tuple[int, int]
    answer: tuple[int, int]
    clarifications: bool = False
    exemplar: bool = False


STANDARDS: Mapping[int, Standard] = {
    1: Standard((3, 4), (80, 150)),
    2: Standard((4, 6), (150, 250)),
    3: Standard((4, 6), (150, 250), clarifications=True),
    4: Standard((5, 7), (200, 350), clarifications=True),
    5: Standard((5, 7), (200, 350), exemplar=True),
    6: Standard((6, 9), (400, 600), clarifications=True, exemplar=True),
}
PROMPT_WORDS = 60
GIST_WORDS = 45
HINTS = (2, 3)
PROBES = (2, 4)
MISTAKES = (2, 4)
CLARIFICATIONS = (2, 4)
TWISTS = 2
CRITICAL = (1, 2)
HEAVIEST_SHARE = 0.4
QUESTIONS_PER_CONCEPT = 3


def words(text: str) -> int:
    """The number of words, split at white space."""
    return len(text.split())


def spoken_words(text: str) -> int:
    """The number of words outside code fences."""
    return words(without_fences(text))


def without_fences(text: str) -> str:
    """The text without its code fences."""
    return _FENCE.sub("\n", text)


def fences(text: str) -> list[str]:
    """The code fences of a Markdown text, each with its delimiters."""
    return [match[0] for match in _FENCE.finditer(text)]


def span(bounds: tuple[int, int]) -> str:
    """Two bounds as words: `2 to 4`."""
    return f"{bounds[0]} to {bounds[1]}"
