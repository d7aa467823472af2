"""Rules between records: tiers along the edges, whether every concept can be asked about, and the checks."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from simulator.graph.concept_map import foundations_first
from simulator.graph.findings import Finding
from simulator.graph.lint.rules import PROMPT_WORDS, QUESTIONS_PER_CONCEPT, STALE_MONTHS, spoken_words
from simulator.graph.parse import PartialGraph, find_cycle
from simulator.graph.records import DEFAULT_TOLERANCE, Check, Concept, Question
from simulator.graph.text import plural
from simulator.graph.units import answer_unit

OPTIONS = 4
EXACT_BELOW = 1000
ENOUGH_TO_COUNT = 10
MOST_IN_ONE_PLACE = 0.5
MOST_LONGEST = 0.6


def lint_concepts(draft: PartialGraph) -> None:
    """Adds findings about definitions, and about edges whose tiers fall or that are redundant.

    An edge is redundant if another path implies it (transitive reduction; Aho, Garey and Ullman, 1972).
    """
    concepts: dict[str, Concept] = draft.records["concept"]
    above = {} if find_cycle(concepts) else ancestors(concepts)
    for concept in concepts.values():
        record = ("concept", concept.id)
        for index, name in enumerate(concept.prerequisites):
            key = f"prerequisites[{index}]"
            below = concepts.get(name)
            if below is not None and below.min_tier > concept.min_tier:
                falls = f"min_tier falls from {below.min_tier} at {name} to {concept.min_tier} here"
                draft.add("tier-falls", record, key, f"{falls}; raise it here, lower it there, or remove the edge")
            over = next((other for other in concept.prerequisites if name in above.get(other, ())), None)
            if over is not None:
                message = f"{name} is implied by {over}, which rests on it already; remove it"
                draft.add("redundant-edge", record, key, message)
        if not concept.definition.strip():
            message = "the concept has no definition; say in a sentence what it is"
            draft.add("missing-definition", record, "definition", message)


def ancestors(concepts: Mapping[str, Concept]) -> dict[str, frozenset[str]]:
    """For every concept of an acyclic map, all concepts that it rests on, directly or not. CycleError for a circle."""
    below: dict[str, frozenset[str]] = {}
    for name in foundations_first(concepts):
        known = [p for p in concepts[name].prerequisites if p in concepts]
        below[name] = frozenset(known).union(*(below[p] for p in known))
    return below


def lint_contents(draft: PartialGraph) -> None:
    """Adds findings about a graph without roles or questions, and about areas without concepts."""
    if draft.heading is not None and not (draft.records["role"] or _failed(draft, "graph.toml")):
        message = "there is no [[role]]; an interview needs one to weight the areas by"
        draft.findings.append(Finding("missing-role", "graph.toml", "graph", "role", message))
    if not (draft.records["question"] or _failed(draft, "questions/")):
        message = "there is no [[question]]; write one in a file of the folder questions/"
        draft.findings.append(Finding("missing-question", "graph.toml", "graph", "question", message))
    used = Counter(concept.area for concept in draft.records["concept"].values())
    for area in draft.records["area"]:
        if not used[area]:
            draft.add("empty-area", ("area", area), "id", "no concept belongs to this area; add one or delete it")


def lint_dates(draft: PartialGraph, today: date) -> None:
    """Adds findings about questions and sources whose `as_of` lies more than twelve months before `today`."""
    for question in draft.records["question"].values():
        dated = [("as_of", question.as_of)]
        dated += [(f"sources[{number}].as_of", source.as_of) for number, source in enumerate(question.sources)]
        for key, as_of in dated:
            if as_of and _months(today) - _months(date.fromisoformat(f"{as_of}-01")) > STALE_MONTHS:
                message = f"true as of {as_of}, over twelve months ago; look it up again, then change or confirm it"
                draft.add("stale", ("question", question.id), key, message)


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _failed(draft: PartialGraph, path: str) -> bool:
    """Whether files whose names start with `path` have errors, so that records may be missing from the draft."""
    return any(finding.file.startswith(path) and finding.severity == "error" for finding in draft.findings)


def lint_tiers(draft: PartialGraph) -> None:
    """Adds findings about the tiers of questions, and about concepts whose questions leave tiers out."""
    concepts: dict[str, Concept] = draft.records["concept"]
    tiers: dict[str, list[int]] = {name: [] for name in concepts}
    for question in draft.records["question"].values():
        _in_range(draft, ("question", question.id), question, concepts)
        for index, name in enumerate(question.concepts[1:], start=1):
            other = concepts.get(name)
            if other is not None and other.min_tier > question.tier:
                begins = f"{name} begins at tier {other.min_tier}, above this question's tier {question.tier}"
                message = f"{begins}; leave it out or raise the tier"
                draft.add("secondary-above-tier", ("question", question.id), f"concepts[{index}]", message)
        tiers.get(question.primary, []).append(question.tier)
    if draft.records["question"]:
        for name, asked in tiers.items():
            _spread(draft, concepts[name], asked)


def _in_range(
    draft: PartialGraph, record: tuple[str, str], item: Question | Check, concepts: Mapping[str, Concept]
) -> None:
    concept = concepts.get(item.primary)
    if concept is not None and not concept.min_tier <= item.tier <= concept.max_tier:
        draft.add(
            "tier-out-of-range",
            record,
            "tier",
            f"tier {item.tier} is outside the tiers of {concept.id} "
            f"({concept.min_tier} to {concept.max_tier}); change one of the two",
        )


def _spread(draft: PartialGraph, concept: Concept, tiers: list[int]) -> None:
    """Adds findings if a concept has few questions, or none at an end or in the middle of its tiers."""
    record = ("concept", concept.id)
    if len(tiers) < QUESTIONS_PER_CONCEPT:
        draft.add(
            "thin-concept",
            record,
            "",
            f"{plural(len(tiers), 'question') if tiers else 'no questions'} with it as the primary concept; "
            f"write at least {QUESTIONS_PER_CONCEPT}",
        )
    missing = sorted({concept.min_tier, concept.max_tier} - set(tiers))
    if concept.max_tier - concept.min_tier >= 2 and not any(concept.min_tier < t < concept.max_tier for t in tiers):
        missing.append(0)
    if missing and tiers:
        gaps = [f"at tier {tier}" if tier else f"between {concept.min_tier} and {concept.max_tier}" for tier in missing]
        draft.add(
            "tier-spread", record, "", f"no question {', none '.join(gaps)}; write one there, or narrow its tiers"
        )


def lint_checks(draft: PartialGraph) -> None:
    """Adds findings about checks."""
    checks: list[Check] = list(draft.records["check"].values())
    for check in checks:
        record = ("check", check.id)
        if check.value is not None and check.tolerance is None and check.factor is None:
            counts = f"anything within {DEFAULT_TOLERANCE:.0%} counts as right"
            draft.add("missing-tolerance", record, "tolerance", f"{counts}; give a tolerance (a share) or a factor")
        # an estimate has a factor instead, and a measurement a unit
        value, tolerance = abs(check.value or 0), DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
        is_count = check.factor is None and value < EXACT_BELOW and value == round(value)
        if check.value is not None and is_count and tolerance * value >= 1 and not answer_unit(check.unit).measured:
            right = f"{check.value:,.0f} is a count, and {check.value + 1:,.0f} is right as well"
            draft.add("loose-count", record, "tolerance", f"{right}; set tolerance = 0")
        if check.takes == "option" and len(check.options) != OPTIONS:
            draft.add("options-count", record, "options", f"{len(check.options)} options; give {OPTIONS}")
        if not check.why.strip():
            draft.add("missing-why", record, "why", "nothing says why the answer is right; show the calculation")
        count = spoken_words(check.prompt)
        if count > PROMPT_WORDS:
            draft.add("prompt-length", record, "prompt", f"{count} words; say it in at most {PROMPT_WORDS}")
        _in_range(draft, record, check, draft.records["concept"])
    _guessable(draft, [check for check in checks if check.takes == "option" and check.is_answerable])


def _guessable(draft: PartialGraph, choices: list[Check]) -> None:
    """Adds findings if the right options of many checks share one place, or are the longest."""
    if len(choices) < ENOUGH_TO_COUNT:
        return
    position, count = Counter(option for check in choices for option in check.right_options).most_common(1)[0]
    first = ("check", choices[0].id)
    if count > MOST_IN_ONE_PLACE * len(choices):
        draft.add(
            "guessable",
            first,
            "correct",
            f"{count} of {len(choices)} choices have option {position} as the right one; move some",
        )
    longest = sum(
        max(map(len, check.options)) in {len(check.options[option]) for option in check.right_options}
        for check in choices
    )
    if longest > MOST_LONGEST * len(choices):
        draft.add(
            "guessable",
            first,
            "options",
            f"in {longest} of {len(choices)} choices the longest option is right; even out the lengths",
        )
