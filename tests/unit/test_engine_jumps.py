"""How far a choice takes two concepts to be from each other where the graph doesn't know."""

from dataclasses import replace

import numpy as np

from tests.graphs import map_bank

BANK = map_bank()


def test_no_path_counts_as_an_average_one() -> None:
    bank = replace(BANK, concepts=BANK.concepts[:5], parents=((), (0,), (1,), (2,), ()))
    apart = bank.jumps[4, :4]
    assert apart.tolist() == [2, 2, 2, 2]  # a chain of four: 1, 1, 1, 2, 2 and 3 hops
    assert np.array_equal(bank.jumps[:4, :4], bank.hops[:4, :4])


def test_without_edges_nowhere_is_far() -> None:
    assert not replace(BANK, concepts=BANK.concepts[:3], parents=((), (), ())).jumps.any()
