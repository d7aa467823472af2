"""How every part of the interview room looks in its main states."""

from typing import Any

import pytest

from simulator.session.workspace import Workspace
from tests.tui.room_states import STATES, judging

COLOURED = ("writing", "judging", "overruling", "check")


@pytest.mark.parametrize("state", STATES)
async def test_the_room_looks_as_before(furnished: Workspace, looks: Any, state: str) -> None:
    make, steps = STATES[state]
    await looks(make(furnished), steps, coloured=state in COLOURED)


async def test_judging_in_the_terminals_own_colours(furnished: Workspace, colours: Any) -> None:
    await colours(STATES["judging"][0](furnished), judging, "ansi-light")


async def test_judging_without_any_colour(furnished: Workspace, colours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await colours(STATES["judging"][0](furnished), judging)
