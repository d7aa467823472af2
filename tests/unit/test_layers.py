"""The domain knows no screen: held in a fresh interpreter, beside the import contracts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "modules",
    [
        "simulator.engine.choice.policy, simulator.engine.lab.people, simulator.engine.model.level",
        "simulator.session.sitting, simulator.session.archive.archive, simulator.session.demo",
        "simulator.report.figures.assessment, simulator.report.text.report",
        "simulator.ui.lines.room",
    ],
)
def test_no_screen_library_is_loaded_below_the_screens(modules: str) -> None:
    assert not loaded_by(f"import {modules}") & {"textual", "rich"}


def test_help_loads_neither_engine_nor_screen() -> None:
    loaded = loaded_by("import simulator.cli.main")
    assert not loaded & {"numpy", "networkx", "textual", "msgspec", "platformdirs", "filelock"}


def test_reading_the_archive_needs_no_numpy() -> None:
    assert "numpy" not in loaded_by("import simulator.session.archive.archive, simulator.session.transcript.write")


THREADS = """
import os, numpy
numpy.ones((400, 400)) @ numpy.ones((400, 400))
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").is_dir() or os.cpu_count() == 1, reason="threads cannot be counted")
def test_sums_keep_to_one_thread_by_default() -> None:
    bare = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    threads = {}
    for asked in ("", "2"):
        env = {**bare, "OPENBLAS_NUM_THREADS": asked} if asked else bare
        done = subprocess.run(
            [sys.executable, "-c", f"import simulator{THREADS}"],
            capture_output=True, text=True, check=True, timeout=60, env=env,
        )  # fmt: skip
        threads[asked] = int(done.stdout)
    assert threads == {"": 1, "2": 2}
