"""`python -m tests.trials --seconds 60`: every kind of trial for so long, and a table of what came of it.

`--kind WORDS` picks kinds by a part of their name, `--seed N` and `--number N` make one trial again. The status is 1
when any failed.
"""

import argparse
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor, as_completed

from tests.trials.kinds import KINDS
from tests.trials.running import Row, watched

HEAD = "| kind of trial | trials | failures |\n|---|---:|---|"
SHOWN = 5  # failures of a kind that are told in full


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.trials", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each kind")
    parser.add_argument("--count", type=int, default=10**9, help="at most so many of each kind")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**31))
    parser.add_argument("--kind", action="append", default=[], help="a part of its name")
    parser.add_argument("--number", type=int, help="only the trial of this number")
    parser.add_argument("--jobs", type=int, default=2, help="kinds that are tried at the same time")
    chosen = parser.parse_args(arguments)
    names = [name for name in KINDS if not chosen.kind or any(part in name for part in chosen.kind)]
    count = chosen.count if chosen.number is None else 1
    tell(f"Seed {chosen.seed}, {chosen.seconds:g} s each.\n\n{HEAD}")
    rows = []
    with ThreadPoolExecutor(chosen.jobs) as pool:
        waiting = [
            pool.submit(watched, name, chosen.seed, count=count, seconds=chosen.seconds, first=chosen.number or 0)
            for name in names
        ]
        for done in as_completed(waiting):
            rows.append(done.result())
            tell(str(rows[-1]))
    for row in rows:
        tell(failures_of(row))
    return 1 if any(row.failures for row in rows) else 0


def failures_of(row: Row) -> str:
    """What failed of a kind, and how each is made again."""
    told = [
        f'\n--kind "{row.kind}" --seed {row.seed} --number {number}\n    {said}'
        for number, said in row.failures[:SHOWN]
    ]
    return "\n".join(told)


def tell(text: str) -> None:
    if text:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
