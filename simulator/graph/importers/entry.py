"""What an importer finds: questions with whatever stands beside them, and what it had to leave out."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from simulator.errors import UsageError
from simulator.graph.parse import MAX_TEXT
from simulator.graph.sanitise import clean, line

USUAL_TIER = 2
MOST_QUESTIONS = 20_000  # of one file, and of one graph: more than any list that a person could sit
TIERS: Mapping[str, int] = {
    "fundamentals": 1, "fundamental": 1, "basic": 1, "basics": 1, "beginner": 1, "easy": 1, "junior": 1, "simple": 1,
    "depth": 2, "intermediate": 2, "mid": 2, "moderate": 2, "normal": 2,
    "medium": 3, "edge cases": 3, "diagnose": 3,
    "trade-offs": 4, "hard": 4, "difficult": 4, "advanced": 4, "senior": 4,
    "research": 5, "expert": 5, "staff": 5, "very hard": 5,
    "open-ended": 6, "design": 6, "system design": 6,
}  # fmt: skip
KEYS: Mapping[str, tuple[str, ...]] = {
    "prompt": ("question", "prompt", "front", "q", "ask", "title"),
    "answer": ("answer", "back", "a", "response", "solution", "explanation"),
    "topic": ("topic", "concept", "category", "area", "subject", "section", "theme", "deck"),
    "tier": ("tier", "difficulty", "level"),
    "tags": ("tags", "tag", "labels"),
    "hint": ("hint", "hints"),
}


@dataclass(frozen=True)
class Entry:
    """One question as it was found; `where` names file and place for people."""

    prompt: str
    where: str
    answer: str = ""
    topic: str = ""
    tier: int = USUAL_TIER
    hints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Left:
    """Something that could not be taken, and why."""

    where: str
    why: str


@dataclass
class Found:
    """What a file holds."""

    entries: list[Entry] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)

    def take(self, where: str, **texts: str) -> None:
        """Keep an entry (`prompt`, and where known `answer`, `topic`, `tier`, `tags`, `hint`), or say why not."""
        if len(self.entries) + len(self.left) >= MOST_QUESTIONS:
            raise UsageError(f"{where}: a file may hold {MOST_QUESTIONS:,} questions at most; split it.")
        known = {name: clean(value).strip() for name, value in texts.items()}
        if not known.get("prompt"):
            self.leave(where, "there is no question in it")
        elif max(map(len, known.values())) > MAX_TEXT:
            self.leave(where, f"a text is longer than {MAX_TEXT:,} characters")
        else:
            topic = known.get("topic") or next(iter(re.split(r"[\s,;]+", known.get("tags", ""))), "")
            hints = (known["hint"],) if known.get("hint") else ()
            tier = tier_of(known.get("tier", ""))
            self.entries.append(Entry(known["prompt"], where, known.get("answer", ""), line(topic), tier, hints))

    def leave(self, where: str, why: str) -> None:
        """Note something that could not be taken, and why."""
        self.left.append(Left(where, why))


def rows_of(reader: Iterable[list[str]], name: str) -> Iterator[list[str]]:
    """The rows of a table. Raises UsageError, with the row, where it is damaged."""
    number = 1
    try:
        for row in reader:
            yield row
            number += 1
    except csv.Error as error:
        raise UsageError(f"{name}, row {number}: this is no table ({error}).") from error


def tier_of(words: str) -> int:
    """The tier that a word or a number for difficulty names; 2 where none is known."""
    said = line(words).lower()
    if said in TIERS:
        return TIERS[said]
    number = re.fullmatch(r"(?:tier|level)?\s*([1-6])(?:\.0+)?", said)
    return int(number[1]) if number else USUAL_TIER


def text_of(data: bytes, name: str) -> str:
    """The text of a file. Raises UsageError where it is not UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name} is not UTF-8 (byte {error.start}); save it as UTF-8.") from error
