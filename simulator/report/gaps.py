"""The gaps: the concepts that the map marks so. Home, "Ready?", progress and reports count these and no others."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # home is painted before records are needed
    from simulator.report.concept_records import ConceptStanding


def gaps_of(standings: "Iterable[ConceptStanding]") -> "list[ConceptStanding]":
    """The concepts that are a gap, the lowest chance first."""
    return sorted((s for s in standings if s.mark == "gap"), key=lambda s: (s.mastery, s.title))


def known_of(standings: "Iterable[ConceptStanding]") -> "list[ConceptStanding]":
    """The concepts that are known, the highest chance first."""
    return sorted((s for s in standings if s.mark == "known"), key=lambda s: (-s.mastery, s.title))


def fell_short(standings: "Iterable[ConceptStanding]") -> "list[ConceptStanding]":
    """The concepts with an answer short of solid that are not known since; the weakest first, gaps before others."""
    open_ = (s for s in standings if s.short and s.mark != "known")
    return sorted(open_, key=lambda s: (s.lowest, s.mark != "gap", s.mastery, s.title))


def gaps_by_area(standings: "Iterable[ConceptStanding]") -> Counter[str]:
    """How many concepts of each area are a gap."""
    return Counter(s.area for s in standings if s.mark == "gap")
