"""A code round in a real terminal: by keys to its report, kill -9 in the middle, and how soon a run answers."""

import statistics
import time
from pathlib import Path

from simulator.graph.lint.rules import answer_code
from simulator.session.interview.state import Awaits
from tests.system.coding_round import CTRL_C, CTRL_R, Round, workshop_home

SAID = "One pass is enough. Sums of many small numbers lose digits to rounding."
MOST_MEDIAN = 1.0  # seconds from the key to the result; 0.3 on a machine that does nothing else
ENDLESS = "while True:\n    pass\n"


def handed_in(room: Round) -> None:
    """Hand the code in: the key asks, and then confirms."""
    stage = len(room.turn.answers)
    room.press("ctrl+s")
    room.terminal.wait_for("esc cancels")
    room.terminal.pump(0.6)
    room.press("ctrl+s")
    room.terminal.wait(lambda: len(room.turn.answers) > stage, 30)


def test_a_whole_code_round_by_keys(tmp_path: Path) -> None:
    with Round(workshop_home(tmp_path), "--questions", "1") as room:
        room.begin()
        solved = answer_code(room.turn.question.answer)
        room.write(solved.replace("    return", "    return not"))
        room.press(CTRL_R)
        room.terminal.wait_for("0 of 1 shown case passed")
        room.write(ENDLESS)
        room.press(CTRL_R)
        room.terminal.wait_for("Running your code")
        room.terminal.pump(0.5)
        room.back()  # kill -9 during a run
        room.terminal.wait_for("where you stopped")
        room.terminal.wait_for("while True:")
        assert len(room.turn.runs) == 1
        room.press(CTRL_R)
        room.terminal.wait_for("Running your code")
        room.press(CTRL_C)
        room.terminal.wait_for("You stopped it")
        room.write(solved)
        room.press(CTRL_R)
        room.terminal.wait_for("1 of 1 shown case passed")
        handed_in(room)
        room.terminal.wait_for("Here's a twist")
        handed_in(room)
        for number in (1, 2):
            room.terminal.wait_for(f"about your code, {number} of 2")
            room.press(SAID)
            room.terminal.wait_for("rounding")
            room.press("ctrl+s")
            room.terminal.wait(lambda number=number: len(room.turn.answers) == 2 + number)  # type: ignore[misc]
        room.terminal.wait_for("what you said about the code?")
        room.press("3")
        room.terminal.wait(lambda: room.state.awaits is Awaits.MARK)
        for count in range(1, 1 + len(room.turn.question.rubric)):
            room.terminal.settle()
            room.press("y")
            room.terminal.wait(lambda count=count: len(room.turn.marks) == count)  # type: ignore[misc]
        room.terminal.wait_for("all cases")
        room.press("enter")
        room.terminal.wait(lambda: room.state.turns[0].scored is not None)
        assert room.state.turns[0].verdict == "outstanding"
        room.terminal.wait_for("Next comes your report")
        room.terminal.pump(0.7)  # a key that comes with it was meant for what stood there before
        room.press("enter")
        room.terminal.wait(lambda: "Next comes" not in room.terminal.text)
        assert room.state.ended
        room.terminal.wait_for("Code round")


def test_code_outlives_kills_at_every_step(tmp_path: Path) -> None:
    with Round(workshop_home(tmp_path), columns=60, rows=20) as room:
        room.begin()
        solved = answer_code(room.turn.question.answer)
        room.write(solved)
        room.press("\n# and more")
        room.terminal.wait_for("# and more")
        room.terminal.wait(lambda: room.draft().rstrip().endswith("# and more"))
        room.back()  # while typing
        room.terminal.wait_for("# and more")
        assert room.draft().startswith(solved.split("\n")[0])
        room.press("ctrl+s")
        room.terminal.wait_for("esc cancels")
        room.terminal.pump(0.6)
        room.press("ctrl+s")
        room.terminal.wait(lambda: "Running" in room.terminal.text or len(room.turn.runs) == 1)
        room.back()  # between handing in and its answer, or right after it
        room.terminal.wait_for("where you stopped")
        room.terminal.wait_for("# and more")
        if not room.turn.answers:
            handed_in(room)
        assert room.turn.answers[0].text.startswith(solved.split("\n")[0])
        assert len(room.turn.graded_runs) == 1  # the first run of all cases is the one that counts


def test_a_run_answers_before_one_looks_up(tmp_path: Path) -> None:
    with Round(workshop_home(tmp_path)) as room:
        room.begin()
        room.write(answer_code(room.turn.question.answer))
        assert statistics.median(run_and_read(room) for _ in range(9)) < MOST_MEDIAN


def run_and_read(room: Round) -> float:
    """The seconds from the key to the result on the screen."""
    room.terminal.settle()
    before = len(room.turn.runs)
    since, begun = len(room.terminal.raw), time.monotonic()
    room.terminal.child.send(CTRL_R)
    # one that is over within a frame is never seen to run
    room.terminal.wait(lambda: b"Running" in room.terminal.raw[since:] or len(room.turn.runs) > before)
    room.terminal.wait(lambda: "1 of 1 shown case passed" in room.terminal.text)
    return time.monotonic() - begun


def test_ctrl_c_in_lines_stops_the_run_alone(tmp_path: Path) -> None:
    with Round(workshop_home(tmp_path), "--plain") as room:
        room.terminal.wait_for("A line with just a dot")
        file = tmp_path / "mine.py"
        file.write_text(ENDLESS)
        room.press(f"/file {file}\n", "/run\n")
        room.terminal.pump(1.0)
        room.press(CTRL_C)
        room.terminal.wait_for("You stopped it")
        room.runs(1)
        file.write_text(answer_code(room.turn.question.answer))  # read anew
        room.press("/run\n")
        room.terminal.wait_for("passed  ")
        room.press("/pause\n")
        assert room.terminal.wait_end() == 0
        assert "interview resume" in room.terminal.text
