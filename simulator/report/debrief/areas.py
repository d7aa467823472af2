"""Which areas really differ from the rest. After one interview most lie within a few points of each other."""

from simulator.report.records import AreaStanding, Assessment

APART = 0.15  # of the chance of a solid answer: without a strong area one candidate in 15 has an area so far above


def areas_apart(assessment: Assessment) -> list[tuple[AreaStanding, bool]]:
    """The areas with an answer that differ, the weakest first, each with whether it is better than the rest.

    An area is weaker where tonight's advice says so, by the same rule. It is better where its chance lies more than 15
    points above the mean of the others, and nothing in it is advised or was held against the candidate.
    """
    gaps = {item.area for item in assessment.tonight if item.gap}
    against = {position for concern in assessment.recommendation.concerns for position in concern.positions}
    held = {item.area for item in assessment.tonight}
    held |= {question.area for question in assessment.questions if question.position in against}
    held |= {check.area for check in assessment.checks if check.position in against}
    asked = [area for area in assessment.areas if area.questions]
    apart = [(area, False) for area in asked if area.area in gaps]
    for area in asked:
        others = [other.mastery for other in assessment.areas if other.area != area.area]
        if area.area not in held and others and area.mastery - sum(others) / len(others) > APART:
            apart.append((area, True))
    return sorted(apart, key=lambda pair: pair[0].mastery)
