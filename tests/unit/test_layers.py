"""The domain knows no screen: held in a fresh interpreter, beside the import contracts."""

import subprocess
import sys

import pytest


def loaded_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "modules",
    [
        "simulator.engine.policy, simulator.engine.candidates, simulator.engine.level",
        "simulator.session.sitting, simulator.session.archive, simulator.session.demo",
        "simulator.report.assessment, simulator.report.plain",
        "simulator.ui.plain",
    ],
)
def test_no_screen_library_is_loaded_below_the_screens(modules: str) -> None:
    assert not loaded_by(f"import {modules}") & {"textual", "rich"}


def test_help_loads_neither_engine_nor_screen() -> None:
    loaded = loaded_by("import simulator.cli")
    assert not loaded & {"numpy", "networkx", "textual", "msgspec", "platformdirs", "filelock"}


def test_reading_the_archive_needs_no_numpy() -> None:
    assert "numpy" not in loaded_by("import simulator.session.archive, simulator.session.transcript")
