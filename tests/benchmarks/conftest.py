"""The archive at size that the benchmarks share."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests.benchmarks.archives import make
from tests.transcripts import graph

COUNT = int(os.environ.get("INTERVIEW_BENCH_SESSIONS", "10000"))


@pytest.fixture(scope="session")
def sessions() -> Path:
    kept = os.environ.get("INTERVIEW_BENCH_FOLDER")
    folder = Path(kept) if kept else Path(tempfile.gettempdir()) / f"interview-bench-{COUNT}"
    return make(folder, COUNT, graph())


def show(text: str) -> None:
    sys.stdout.write(f"\n{text}\n")
