"""Folders that may not be looked into, seen by another user where the tests run as root, who may look everywhere."""

import os
import subprocess
import sys
from pathlib import Path

from simulator.graph.authoring import write_template
from tests.isolation import ROOT

SEEN = """
import os, sys
from pathlib import Path
from simulator.graph.lint.structure import lint
from simulator.session.workspace import Workspace, bundled_graphs, graph_folders
bundled_graphs()  # what it imports may be out of the other user's reach
if os.getuid() == 0: os.setegid(65534); os.seteuid(65534)
here = Path(sys.argv[1])
print(*graph_folders(Workspace(here, here, "me", here, here)))
print(*(found.message for found in lint(here / "half") if found.severity == "error"))
"""


def test_an_unreadable_folder_hides_no_other(tmp_path: Path) -> None:
    graphs = tmp_path / "graphs"
    for name in ("half", "locked", "open"):
        write_template(graphs / name)
    for parent in [graphs, *graphs.parents]:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    (graphs / "locked").chmod(0)
    (graphs / "half" / "questions").chmod(0)
    try:
        done = subprocess.run(
            [sys.executable, "-c", SEEN, str(graphs)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
        )
    finally:
        (graphs / "locked").chmod(0o755)
        (graphs / "half" / "questions").chmod(0o755)
    assert done.stdout.splitlines() == [
        "half open llm",
        f"{graphs / 'half' / 'questions'}: the folder can't be read (Permission denied)",
    ], done.stderr
