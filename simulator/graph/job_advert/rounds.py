"""The rounds of an interview that an advert speaks of and the program does not hold."""

import re
from collections.abc import Iterable

from simulator.graph.job_advert.statements import Statement

# A round that the program comes to hold leaves this table.
# By name: what may say it where an advert speaks of its interviews, and what says it anywhere
_ROUNDS: tuple[tuple[str, str, str], ...] = (
    (
        "live coding",
        r"cod(?:ing|e) (?:test|challenge|round|interview|screen|session|exercise)s?|(?:whiteboard|technical) coding"
        r"|coding (?:and|on)\b|(?:two|three) coding|pair(?:ed)?[- ]programming"
        r"|programming (?:test|session|task|interview)"
        r"|live programming|whiteboard interview|leetcode|hackerrank|coderpad|live[- ]?coding",
        r"live[- ]?coding|coding (?:interview|round)s?",
    ),
    (
        "take-home task",
        r"take[- ]?home|home ?(?:assignment|work|task|exercise)|(?:solve|task|case|exercise|assignment)s? at home"
        r"|assignment|probeaufgabe|fallstudie zu hause|hausaufgabe",
        r"take[- ]?home (?:task|test|exercise|assignment|challenge|project)s?",
    ),
    (
        "behavioural interview",
        r"behaviou?r(?:al|s)|values?\b(?! of)|culture|cultural|motivation|team[- ]fit|competenc(?:y|ies)"
        r"|leadership principles"
        r"|how you work with (?:others|people)|meet the (?:founders|team lead)|personality|kennenlern\w+|persönlichkeit"
        r"|your experience and motivation",
        r"behaviou?ral (?:interview|round)s?|values interviews?",
    ),
    (
        "presentation",
        r"present(?:s|ed|ing|ation|ations)?\b(?! of mind)|(?:research|tech|job|technical) talk|präsent\w+|vortrag",
        r"job talk",
    ),
)
_NEGATED = re.compile(r"\b(?:no|not|never|without|instead of|kein\w*|ohne)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)


def rounds_named(statements: Iterable[Statement]) -> tuple[str, ...]:
    """The rounds that an advert speaks of and the program does not hold, each once."""
    statements = list(statements)
    return tuple(
        name
        for name, in_process, anywhere in _ROUNDS
        if any(_says(in_process if one.section == "process" else anywhere, one.text) for one in statements)
    )


def _says(pattern: str, text: str) -> bool:
    """Whether a text holds the pattern as words, and does not say no to it."""
    found = re.finditer(rf"(?<!\w)(?:{pattern})", text, re.IGNORECASE)
    return any(not _NEGATED.search(text[max(0, match.start() - 40) : match.start()]) for match in found)
