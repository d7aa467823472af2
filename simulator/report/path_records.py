"""The path of a session through the graph: what each step asked, why, and what was believed before and after it."""

from simulator.report.concept_records import Result


class PassedOver(Result, frozen=True):
    """A question that was considered too: its value to the engine, and what ruled it out."""

    item: str
    concept_title: str
    value: float
    ruled_out: str


class PathStep(Result, frozen=True):
    """One step through the graph: what was asked and why, and the belief before and after it.

    `before`, `mastery`, `low` and `high` are the role-weighted chance of a solid answer at the target tier; `level` is
    the tier. `hops` are the steps along the map from the item before, 0 where there was none. `gain` is the share of
    the remaining variance it was expected to remove, 0 to 1; None if the transcript holds no reason that can be read.
    """

    position: int
    number: int
    kind: str
    item: str
    concept: str
    concept_title: str
    area: str
    tier: int
    move: str
    hops: int
    gain: float | None
    reason: str
    passed_over: tuple[PassedOver, ...]
    outcome: str
    before: float
    mastery: float
    low: float
    high: float
    level: int
    hints: int = 0
