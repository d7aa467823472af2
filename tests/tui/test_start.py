"""What the home screen must not load: a fresh interpreter tells."""

import subprocess
import sys

HEAVY = (
    "numpy",
    "networkx",
    "markdown_it",
    "sqlite3",
    "filelock",
    "tomli_w",
    "tomlkit",
    "json",
    "textual.widgets._text_area",
    "simulator.engine.model.belief",
    "simulator.report.figures",
    "simulator.session.interview.events",
    "simulator.session.interview.item_blocks",
    "simulator.session.numbers",
)


def test_home_is_painted_before_anything_heavy_is_loaded() -> None:
    code = f"import sys, simulator.cli.common, simulator.ui.tui.app; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
