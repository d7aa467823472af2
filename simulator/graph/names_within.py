"""How a title stands within a sentence: "Foundations" in small letters, "Kubernetes" as it is.

A word is a name if the bank itself writes it with a capital where no sentence begins. So are all nouns of German.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from simulator.graph.records import Graph
from simulator.graph.text import lower_first

_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def title_within(graph: Graph, title: str) -> str:
    """A title for use inside a sentence; where the bank never says its first word, as `lower_first` has it."""
    lowered, first = lower_first(title), _FIRST_WORD.match(title)
    return title if lowered != title and first and _is_name(graph, first[0]) else lowered


@lru_cache(maxsize=256)
def _is_name(graph: Graph, word: str) -> bool:
    """Whether a word has its capital more often than not behind a small letter or a comma and a space."""
    capital, small = (sum(_within(text, form) for text in _prose(graph)) for form in (word, word.lower()))
    return capital > small


def _within(text: str, word: str) -> int:
    """How often a word stands within a sentence: behind a word or a comma, and a space."""
    count, at = 0, text.find(word)
    while at >= 0:
        after = text[at + len(word) : at + len(word) + 1]
        is_whole = not (after.isalnum() or after in {"-", "_"})
        count += is_whole and at > 1 and text[at - 1] == " " and (text[at - 2].isalnum() or text[at - 2] == ",")
        at = text.find(word, at + 1)
    return count


def _prose(graph: Graph) -> Iterator[str]:
    for concept in graph.concepts.values():
        yield concept.definition
    for question in graph.questions.values():
        yield from (question.prompt, question.answer, question.gist)
    for check in graph.checks.values():
        yield check.prompt
