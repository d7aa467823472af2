"""A name that the candidate said, as the interviewer says it again: with the article that they gave it, or quoted."""

import re

# behind an article and a name: where one of these or a sign comes, the article is that of the name
_ENDS = frozenset(
    "about after against along and are as at because before behind but by can could did does for from had has have "
    "i if in into is it like of on one or over she so than that then there they this through to too until was we were "
    "when where which while who will with without would you".split()
)
_MANY = re.compile(r"(?:[^aisu]s|ing)$")  # "reward models", "prefix caching"; but no "loss" or "bias"
_THEIRS = {"my": "your", "our": "your"}


def named_as_said(words: str, said: str = "") -> str:
    """A name as the interviewer picks it up from what was `said`: "a quality classifier", "your KV cache", "LoRA".

    A name that needs an article but had none is quoted.
    """
    if article := _article_of(words, said):
        return f"{article} {words}"
    needs_none = _MANY.search(words) or (words[:1].isupper() and not words.rpartition(" ")[2].islower())
    return words if needs_none else f"“{words}”"


def _article_of(words: str, said: str) -> str:
    """The article before a name, if it belongs to that name: the "a" of "a DPO run" belongs to the run."""
    for found in re.finditer(rf"\b(an?|the|my|our)\s+{re.escape(words)}(?!\w)\s*(\w*)", said, re.IGNORECASE):
        if not found[2] or found[2].lower() in _ENDS:
            return _THEIRS.get(found[1].lower(), found[1].lower())
    return ""
