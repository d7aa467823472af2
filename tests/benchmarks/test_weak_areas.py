"""How many weak areas three full interviews find, of candidates weak in one of the ten areas weighed most.

The first 300 were looked at while the engine was made; the other 150 were not.

`pytest -m slow -s tests/benchmarks/test_weak_areas.py` prints the share, and what became of the rest.
"""

import sys
from collections import Counter

import pytest

from simulator.graph.records import Graph
from tests.reporting import history, progress_after

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("first_seed", "people"), [(700, 300), (5000, 150)])
def test_weak_areas_are_found(llm: Graph, first_seed: int, people: int) -> None:
    role = llm.roles["applied-engineer"]
    heavy = sorted(llm.areas, key=lambda a: -role.areas.get(a, 0.0))[:10]
    found, missed = [], Counter[int]()
    for number in range(people):
        area = heavy[number % len(heavy)]
        facts, past = history(llm, first_seed + number, 3, weak=area)
        found.append(area in [gap.area for gap in progress_after(llm, facts, past, 3).gaps])
        if not found[-1]:
            missed[sum(not i.check and i.area == area for f in facts for i in f.items)] += 1
    by_asked = ", ".join(f"{times} after {n} questions" for n, times in sorted(missed.items()))
    sys.stdout.write(f"\n{sum(found)} of {people} found ({sum(found[:10])} of the first ten); missed: {by_asked}\n")
    assert sum(found) >= 0.8 * people
