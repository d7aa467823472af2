"""Hypothesis strategies that several property tests share."""

from hypothesis import strategies as st

from simulator.engine.model.bank import Bank
from simulator.engine.model.evidence import Evidence
from simulator.engine.scoring import MARKS, VERDICTS, Mark
from simulator.graph.records import Point

verdicts = st.sampled_from(VERDICTS)
marks: st.SearchStrategy[Mark] = st.sampled_from(MARKS)


@st.composite
def rubrics(draw: st.DrawFn) -> tuple[Point, ...]:
    """One to nine points with weights, some critical, some beyond."""
    kinds = draw(st.lists(st.tuples(st.integers(1, 3), st.booleans(), st.booleans()), min_size=1, max_size=9))
    return tuple(
        Point(id=f"p{n}", point="A claim.", weight=weight, critical=critical, beyond=beyond and not critical)
        for n, (weight, critical, beyond) in enumerate(kinds)
    )


@st.composite
def marked(draw: st.DrawFn) -> tuple[tuple[Point, ...], dict[str, Mark]]:
    """A rubric and a mark for each of its points."""
    rubric = draw(rubrics())
    return rubric, {point.id: draw(marks) for point in rubric}


def evidences(bank: Bank, least: int = 0, most: int = 60) -> st.SearchStrategy[list[Evidence]]:
    """Verdicts, "don't know" and checks on the items of a bank."""
    items = st.integers(0, len(bank.items) - 1)
    return st.lists(st.tuples(items, st.integers(0, 3), st.integers(0, 2)), min_size=least, max_size=most).map(
        lambda drawn: [evidence_on(bank, *each) for each in drawn]
    )


def evidence_on(bank: Bank, number: int, category: int, hints: int = 0) -> Evidence:
    item = bank.items[number]
    if item.is_check:
        return Evidence(item.id, "check", category // 2)
    return Evidence(item.id, "verdict", category, hints=hints)
