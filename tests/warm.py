"""A cache folder with the parsed `llm` graph in it, as an earlier start leaves it: only the first start has none.

Parsing takes longer than most of what the tests then do. Starts without a cache, and with a spoilt one, are in
tests/unit/test_graph_cache.py.
"""

import os
import shutil
from pathlib import Path

from simulator.session.workspace import APP
from tests.graphs import llm_cache


def warmed(folder: Path) -> Path:
    """The folder, with the graph in it; with that of each checkout, where one's tests run another's."""
    folder.mkdir(parents=True, exist_ok=True)
    for kept in llm_cache().iterdir():
        if (folder / kept.name).exists():
            continue
        try:
            os.link(kept, folder / kept.name)  # the program never writes into this file: it puts another in its place
        except OSError:  # another file system
            shutil.copyfile(kept, folder / kept.name)
    return folder


def warmed_home(folder: Path) -> Path:
    """The same for a whole XDG_CACHE_HOME, in which the program has a folder of its own."""
    warmed(folder / APP)
    return folder
