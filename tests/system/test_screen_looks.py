"""Home in a real terminal: at every size, without colour, and in the terminal's own colours."""

import re
from pathlib import Path

import pytest

from simulator.session.workspace import APP
from simulator.ui.preferences import Preferences
from tests.isolation import ROOT
from tests.pictures import Moment, cut, stored
from tests.settings import write_preferences
from tests.system.terminal import Installed, Terminal

RGB = re.compile(rb"[34]8;2;(\d+);(\d+);(\d+)")
INDEXED = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def at_home(folder: Path, *, columns: int = 80, rows: int = 24, theme: str = "", **env: str) -> Terminal:
    write_preferences(folder / "config" / APP / "config.toml", Preferences(role="applied-engineer", theme=theme))
    arguments = ("--graphs", str(ROOT / "graphs"), "--sessions", str(folder / "sessions"))
    return Installed(folder, *arguments, columns=columns, rows=rows, **env)


@pytest.mark.parametrize(("columns", "rows"), [(200, 60), (80, 24), (60, 20)])
def test_home_is_whole_at_every_size(tmp_path: Path, columns: int, rows: int) -> None:
    terminal = at_home(tmp_path, columns=columns, rows=rows)
    terminal.wait_for("concepts, none asked about yet")
    assert "…" not in terminal.text
    assert all(word in terminal.text for word in ("> Start", "Review", "enter open", "? help", "q quit"))
    terminal.press("q")
    assert terminal.wait_end() == 0


def test_below_the_smallest_size_is_a_polite_line(tmp_path: Path) -> None:
    terminal = at_home(tmp_path, columns=59, rows=19)
    terminal.wait_for("needs 60 columns and 20 lines; you have 59 and 19")
    terminal.press("\x11")
    assert terminal.wait_end() == 0


def test_without_colour_only_greys_are_left(tmp_path: Path) -> None:
    terminal = at_home(tmp_path, NO_COLOR="1")
    terminal.wait_for(" concepts")
    colours = {tuple(map(int, found)) for found in RGB.findall(terminal.raw)}
    terminal.press("q")
    terminal.wait_end()
    assert colours
    assert all(max(colour) - min(colour) <= 1 for colour in colours), colours


def test_terminals_own_colours_stay_readable_without_colour(tmp_path: Path) -> None:
    terminal = at_home(tmp_path, theme="ansi-dark", NO_COLOR="1")
    terminal.wait_for(" concepts")
    raw = terminal.raw
    terminal.press("q")
    terminal.wait_end()
    assert not RGB.search(raw)  # black on black, if any
    assert not INDEXED.search(raw)


def test_terminals_own_colours_are_left_to_terminal(tmp_path: Path) -> None:
    terminal = at_home(tmp_path, theme="ansi-dark")
    terminal.wait_for(" concepts")
    raw = terminal.raw
    marked = next(y for y, line in enumerate(terminal.screen.display) if line.lstrip().startswith("> "))
    cells = [terminal.screen.buffer[marked][x] for x in range(2, 40)]
    terminal.press("q")
    terminal.wait_end()
    assert all(cell.reverse and cell.bold for cell in cells)  # nothing else shows a marked line in any terminal
    assert INDEXED.search(raw)
    assert not RGB.search(raw)


def test_all_points_leave_nothing_of_the_text(tmp_path: Path) -> None:
    """Lines of the texts stayed beside and above the points that had taken their place."""
    place = stored(tmp_path / "stored")
    cut(place, Moment("judged", 12, 2))
    arguments = ("--graphs", str(ROOT / "graphs"), "--sessions", str(place.sessions), "--candidate", place.candidate)
    terminal = Installed(tmp_path, "resume", *arguments)
    terminal.wait_for("3 of 5")
    terminal.press("y")
    terminal.wait_for("4 of 5")
    terminal.press("\x1b")
    terminal.wait_for("a when asked")
    terminal.wait(lambda: "tab your answer" not in terminal.text, 3)
    terminal.press("\x11")
    assert terminal.wait_end() == 0
