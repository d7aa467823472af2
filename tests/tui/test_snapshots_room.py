"""How every part of the interview room looks in its main states."""

import shutil
from typing import Any

import pytest

from simulator.session.header import Settings
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp, Opening
from tests.coding import WORKSHOP
from tests.tui.conftest import StandingClock
from tests.tui.room_states import STATES, failed_run, judging

COLOURED = ("writing", "judging", "overruling", "check")


@pytest.mark.parametrize("state", STATES)
async def test_the_room_looks_as_before(furnished: Workspace, looks: Any, state: str) -> None:
    make, steps = STATES[state]
    await looks(make(furnished), steps, coloured=state in COLOURED)


async def test_a_task_after_a_run_looks_as_before(settled: Workspace, looks: Any) -> None:
    shutil.copytree(WORKSHOP, settled.graphs / "workshop")
    start = Settings(format="code", role="talker", seed=1)
    await looks(InterviewApp(settled, "workshop", opening=Opening(start=start), clock=StandingClock()), failed_run)


async def test_judging_in_the_terminals_own_colours(furnished: Workspace, colours: Any) -> None:
    await colours(STATES["judging"][0](furnished), judging, "ansi-light")


async def test_judging_without_any_colour(furnished: Workspace, colours: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await colours(STATES["judging"][0](furnished), judging)
