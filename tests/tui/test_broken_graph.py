"""A graph with one mistake in it, as somebody leaves who edits the bank by hand: every screen says so and stays."""

import pytest

from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from tests.tui.conftest import home
from tests.tui.driving import idle, screen_text, until

MISTAKES = {
    "quote": ('prompt = "Question 0', 'prompt = "Question "0'),
    "bytes": ("Question 0", "Question \x00"),
    "concept": ('concepts = ["first"]', 'concepts = ["frist"]'),
}


SCREENS = ["p", "m", "b", "slash", "i", "enter", "r", "s", "question_mark"]


def squeezed(app: InterviewApp) -> str:
    """What stands on the screen, without the ends of lines."""
    return "".join(screen_text(app).split())


@pytest.mark.parametrize(
    ("mistake", "key"), [*(("quote", key) for key in SCREENS), ("bytes", "p"), ("concept", "p"), ("concept", "m")]
)
async def test_a_broken_graph_is_said_and_ends_nothing(settled: Workspace, mistake: str, key: str) -> None:
    path = settled.graphs / "small" / "questions" / "basics.toml"
    right, wrong = MISTAKES[mistake]
    text = path.read_text()
    assert right in text
    path.write_text(text.replace(right, wrong, 1))
    app = home(settled)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "basics.toml" in squeezed(app))  # home says it first
        await pilot.press(key)
        await idle(pilot)
        await pilot.pause(0.2)
        assert app.is_running
        if key in ("p", "m", "b", "enter"):
            await until(pilot, lambda: "basics.toml" in squeezed(app))
    assert app._exception is None
