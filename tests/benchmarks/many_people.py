"""A table of simulated people to measure `calibrate` on: `python -m tests.benchmarks.many_people 1000000 -o FILE`.

Sixty questions of the bundled graph, spread over it, answered by people of the population `areas` who don't score
themselves. Every person is made in a block from a seed of its own, and written before the next.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulator.engine.lab.people import drawn
from tests.graphs import llm_bank

QUESTIONS, BLOCK, GROUP = 60, 2048, 16


def write(path: Path, people: int, seed: int = 0) -> None:
    """Write the table, a row group for every few blocks."""
    bank = llm_bank()
    asked = np.flatnonzero(~bank.is_check)
    chosen = asked[np.linspace(0, len(asked) - 1, QUESTIONS).astype(int)]
    bank = replace(bank, items=tuple(bank.items[i] for i in chosen))
    names = [item.id for item in bank.items]
    schema = pa.schema([(name, pa.float32()) for name in names])
    with pq.ParquetWriter(path, schema) as file:
        for start in range(0, people, BLOCK * GROUP):
            blocks = []
            for first in range(start, min(start + BLOCK * GROUP, people), BLOCK):
                rng = np.random.default_rng([seed, first // BLOCK])
                blocks.append(drawn(bank, "areas", min(BLOCK, people - first), rng, leniency_mean=0.0).answers)
            most = [item.response.categories - 1 for item in bank.items]
            values = np.concatenate(blocks) / np.array(most, np.float32)
            file.write_table(pa.table([values[:, i] for i in range(QUESTIONS)], names=names).cast(schema))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("people", type=int)
    parser.add_argument("-o", type=Path, required=True)
    chosen = parser.parse_args()
    write(chosen.o, chosen.people)
