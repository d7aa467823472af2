"""The process in which trials of one kind are made: `python -m tests.trials.worker KIND SEED FIRST COUNT SECONDS`.

It prints a line of JSON for each trial.
"""

import json
import os
import resource
import signal
import sys
import time
from types import FrameType

from tests.said import share_what_is_said
from tests.trials.kinds import KINDS
from tests.trials.running import play

MEMORY = 4 * 2**30  # bytes; what takes more would take all there is


def main(name: str, seed: str, first: str, count: str, seconds: str) -> int:
    signal.signal(signal.SIGTERM, _leave)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    told = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a trial prints goes elsewhere
    share_what_is_said()
    numbers = iter(range(int(first), int(first) + int(count)))
    for number, outcome in play(name, KINDS[name], int(seed), numbers, time.monotonic() + float(seconds)):
        told.write(json.dumps([number, outcome]) + "\n")
        told.flush()
    return 0


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
