"""A finding: what is wrong with a graph, where, and what to do about it."""

from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from simulator.graph.lint.rules import SEVERITIES, Severity
from simulator.graph.records import ready


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong. `key` is the path inside the record, such as `rubric[0].weight`; empty for the whole record."""

    rule: str
    file: str
    record: str
    key: str
    message: str
    line: int = 0

    @property
    def severity(self) -> Severity:
        """Whether it makes the graph unusable or wrong, or only falls short of a good bank: the rule says so."""
        return SEVERITIES[self.rule]

    def __str__(self) -> str:
        place = [self.file if not self.line else f"{self.file}:{self.line}"]
        if self.record:
            place.append(f"{self.record}: {self.key}" if self.key else self.record)
        elif self.key:
            place.append(self.key)
        return f"{': '.join(place)}: {self.message}"


ready(Finding)


def nearest(name: str, names: Iterable[str]) -> str:
    """A hint ` (did you mean "x"?)` with the valid name that looks most like `name`; empty where none does."""
    found = get_close_matches(name[:120], list(names), n=1, cutoff=0.65)
    return f' (did you mean "{found[0]}"?)' if found else ""
