"""Which graph an interview is on where none is named: that of the last one."""

import sqlite3
from contextlib import suppress
from pathlib import Path

from simulator.errors import SimulatorError, UsageError
from simulator.session.archive import archive
from simulator.session.workspace import Workspace, find_graph, graph_id

PATIENCE = 0.05  # seconds for transcripts that the index does not know: it reads the newest first


def next_graph(workspace: Workspace, saved: str = "") -> Path:
    """The folder of the graph of the candidate's last interview, else of the `saved` one, else as without a name.

    The index says which that was. Raises UsageError where it comes to the saved one and there is none.
    """
    last = _last_graph(workspace)
    if last:
        with suppress(UsageError):
            if saved and graph_id(own := find_graph(workspace, saved)) == last:
                return own  # two folders may have a graph of this id: this one was chosen
        with suppress(UsageError):
            return find_graph(workspace, last)
    return find_graph(workspace, saved or None)


def _last_graph(workspace: Workspace) -> str:
    """The id of the graph of the last interview; empty without one, or where the archive cannot be asked."""
    try:
        rows = archive.rows(workspace, candidate=workspace.candidate, limit=1, patience=PATIENCE)
    except (SimulatorError, OSError, sqlite3.Error):
        return ""  # who lists the interviews says what is wrong with them
    return rows[0].graph if rows else ""
