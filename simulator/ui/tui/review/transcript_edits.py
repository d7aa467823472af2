"""What is appended to a transcript after its interview: notes, bookmarks, new scores. Files are used in a thread."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.errors import SimulatorError
from simulator.ui.tui.widgets.frame import Frame

if TYPE_CHECKING:
    from simulator.session.interview.journal import Receipt
    from simulator.session.rescoring import Amendment
    from simulator.session.workspace import Workspace

Change = Callable[["Amendment"], "Receipt"]


async def amend(screen: Frame, path: Path, change: Change, done: str) -> bool:
    """Append to the transcript at `path` and say that it is done, or in one sentence why not."""
    try:
        await asyncio.to_thread(_amended, path, screen.host.workspace, change)
    except (SimulatorError, OSError) as error:
        screen.quiet(str(error))
        return False
    screen.quiet(done)
    return True


def _amended(path: Path, workspace: "Workspace", change: Change) -> None:
    # brings the engine; reading does without
    from simulator.session.rescoring import TranscriptEditor

    with TranscriptEditor(path, workspace=workspace) as amendment:
        change(amendment).result()
