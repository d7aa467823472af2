"""Which areas really differ from the rest. After one interview most lie within a few points of each other."""

from collections.abc import Sequence

from simulator.report.records import AreaStanding

APART = 0.10  # of the chance of a solid answer, with an answer in the area


def areas_apart(areas: Sequence[AreaStanding]) -> list[tuple[AreaStanding, bool]]:
    """The areas with an answer that differ, the weakest first, each with whether it is better than the rest.

    An area differs where its 80% interval leaves out the mean of the others, or its chance lies more than ten points
    from it.
    """
    found = []
    for area in areas:
        others = [other.mastery for other in areas if other.area != area.area]
        if not area.questions or not others:
            continue
        mean = sum(others) / len(others)
        if not area.low <= mean <= area.high or abs(area.mastery - mean) > APART:
            found.append((area, area.mastery > mean))
    return sorted(found, key=lambda pair: pair[0].mastery)
