"""Which areas really differ from the rest. After one interview most lie within a few points of each other."""

from collections.abc import Iterator

from simulator.report.records import AreaStanding, Assessment

APART = 0.15  # of the chance of a solid answer: without a strong area one candidate in 15 has an area so far above


def areas_apart(assessment: Assessment) -> list[tuple[AreaStanding, bool]]:
    """The areas with an answer that differ, the weakest first, each with whether it is better than the rest.

    An area is weaker where tonight's advice says so, by the same rule. It is better where its chance lies more than 15
    points above the mean of the others, and nothing in it is advised or was held against the candidate.
    """
    gaps = {item.area for item in assessment.tonight if item.gap}
    held = {item.area for item in assessment.tonight} | set(_held_against(assessment))
    found = [(a, False) for a in assessment.areas if a.questions and a.area in gaps]
    found += [(a, True) for a in assessment.areas if a.questions and a.area not in held and _is_above(a, assessment)]
    return sorted(found, key=lambda pair: pair[0].mastery)


def _held_against(assessment: Assessment) -> Iterator[str]:
    against = {position for concern in assessment.recommendation.concerns for position in concern.positions}
    yield from (q.area for q in assessment.questions if q.position in against)
    yield from (c.area for c in assessment.checks if c.position in against)


def _is_above(area: AreaStanding, assessment: Assessment) -> bool:
    others = [other.mastery for other in assessment.areas if other.area != area.area]
    return bool(others) and area.mastery - sum(others) / len(others) > APART
