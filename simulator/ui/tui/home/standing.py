"""Where you stand, as home says it: facts in the order in which they matter, each in lines as long as there is room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from simulator.graph.text import plural, shorten
from simulator.report.concept_records import known_of
from simulator.report.tones import CODE_ROUND_BADGES, RECOMMENDATION_BADGES, Badge
from simulator.ui.tui.home.rows import LABEL

if TYPE_CHECKING:
    from simulator.report.concept_records import ConceptStanding
    from simulator.report.progress_records import Progress

NAMED = 3  # gaps that are named
TIED = "\u00a0"  # a blank at which no line ends
OVER_ALL = "over all interviews"  # which a report isn't about: its word may be another


@dataclass(frozen=True)
class Fact:
    """Something about where you stand: its label, empty where that is the one above, and the words beside it.

    A `look` is that of the verdict it begins with. It takes `most` lines, and is cut beyond them.
    """

    label: str
    text: str
    look: Badge | None = None
    most: int = 99


def standing_facts(progress: "Progress", last: str = "", moved: str = "", aside: str = "") -> list[Fact]:
    """Am I ready, my level and what `moved` it, gaps, how the `last` interview went, what holds. What matters is first.

    An `aside` stands behind the word for the role's own level, which a report says of one interview. What is said is
    only what the intervals support.
    """
    # home is painted before the report layer is needed
    from simulator.report.text.words import READY, own_level, own_target, ready_kinds

    told_above = "weakest so far" in f"{progress.screen}{progress.onsite}"
    weakest = next((area.title for area in progress.areas if area.area == progress.weakest), "")
    named = f"; weakest so far: {weakest}" if weakest and not told_above else ""
    lowest = f"none for sure yet{named}" if weakest else "none found so far"
    level, for_role = progress.recommendation.role_level, own_target(progress.recommendation).partition(": ")[2]
    for_role = f"{for_role}; {aside}" if for_role and aside else for_role
    screen, onsite = (phrase.partition(";") for phrase in (progress.screen, progress.onsite))
    screening = screen[0] if screen[1:] == onsite[1:] else progress.screen  # the same weakness is said once
    code = progress.recommendation.code_round
    called, invited = ready_kinds(progress.recommendation.level)
    ready = [_verdict(READY, f"{called}: ", screening), _verdict("", f"{invited}: ", progress.onsite)]
    if progress.screen == progress.onsite and not progress.recommendation.word:
        ready = [_verdict(READY, f"{called.partition(' at ')[0]} and {invited}: ", progress.onsite)]
    facts = [
        *ready,
        *([_verdict("", "code round: ", f"{code.verdict}; {code.held} of {code.tasks} solved")] if code else []),
        *([_verdict("", f"the role asks for {level}: ", for_role)] if for_role else []),
        Fact("Level", "; ".join(filter(None, (own_level(progress), moved)))),
        Fact("Gaps", _named([s for s in progress.missed if s.mark == "gap"]) or lowest),
    ]
    facts += [Fact("Last", last, most=2)] if last else []
    return [*facts, Fact("Known", _named(known_of(progress.concepts)) or "nothing for sure yet")]


def _verdict(label: str, about: str, phrase: str) -> Fact:
    """A phrase that begins with a recommendation, which has its sign and stays in one line."""
    word, *rest = phrase.partition(";")
    look = RECOMMENDATION_BADGES.get(word) or CODE_ROUND_BADGES.get(word)
    if look is None:
        return Fact(label, f"{about}{phrase}")
    whole = f"{look.sign} {word}".replace(" ", TIED)
    return Fact(label, f"{about}{whole}{''.join(rest)}", look)


def fitting_facts(facts: Sequence[Fact], width: int, most: int) -> list[tuple[Fact, list[str]]]:
    """Each fact in lines of `width` columns; beyond `most` lines the last ones are left out."""
    parts = []
    for fact in facts:
        lines = beside(fact.label, fact.text, width)
        if len(lines) > fact.most:
            lines = [*lines[: fact.most - 1], shorten(f"{lines[fact.most - 1]} {lines[fact.most].strip()}", width)]
        parts.append((fact, lines))
    while sum(len(lines) for _, lines in parts) > most and len(parts) > 1:
        parts.pop()
    return parts


def _named(concepts: Sequence["ConceptStanding"]) -> str:
    """How many concepts, and the first few by name; empty for none."""
    if not concepts:
        return ""
    titles = ", ".join(concept.title for concept in concepts[:NAMED])
    return f"{plural(len(concepts), 'concept')}{', first' if len(concepts) > NAMED else ''}: {titles}"


def beside(label: str, text: str, width: int) -> list[str]:
    """A text beside its label, in lines of `width` cells."""
    lines = [f"{label:<{LABEL}}"]
    for word in text.split(" "):
        gap = " " if lines[-1].strip() != label and lines[-1].strip() else ""
        if gap and cell_len(lines[-1]) + 1 + cell_len(word) > width:
            lines.append(" " * LABEL)
            gap = ""
        lines[-1] += gap + word
    return [line.replace(TIED, " ") for line in lines]
