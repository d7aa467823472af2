"""The trials themselves: a failure is noticed whatever it looks like, and a typist knows what may be missing."""

import contextlib
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator.cli import main as cli
from tests.system.terminal import modes_left
from tests.trials import commands, running
from tests.trials.running import Outcome, Row, Trial, assert_sound
from tests.trials.typist import Typist


def typist_of(*texts: tuple[float, str]) -> Typist:
    typist = Typist(0, lambda _: None, random.Random(1))
    typist.states = [*texts]
    return typist


@pytest.mark.parametrize(
    ("kept", "behind"),
    [("a new", 0.0), ("a ne", 1.0), ("a n", 2.0), ("", 5.0), ("another", None), ("a\nnew", 0.0)],
)
def test_typist_tells_how_old_first_missing_letter_is(kept: str, behind: float | None) -> None:
    typist = typist_of((4.0, ""), (5.0, "a "), (7.0, "a n"), (8.0, "a ne"), (9.0, "a new"))
    assert typist.behind(kept, 10.0) == behind


def test_half_paste_is_as_old_as_paste() -> None:
    typist = typist_of((1.0, "so "), (2.0, "so it is said that it grows"))
    assert typist.behind("so it is", 5.0) == 3.0


def test_what_was_taken_back_is_another_state() -> None:
    typist = typist_of((1.0, "ab"), (2.0, "abc"), (3.0, "ab"), (4.0, "abd"))
    assert typist.behind("abc", 5.0) == 2.0
    assert typist.behind("ab", 5.0) == 1.0


def breaking(home: Path) -> "contextlib.AbstractContextManager[Trial]":
    @contextlib.contextmanager
    def kind() -> Iterator[Trial]:
        def trial(luck: random.Random, folder: Path) -> Outcome:
            if luck.random() < 2:
                raise ZeroDivisionError("here")
            return Outcome([])

        yield trial

    return kind()


def test_a_trial_that_breaks_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(running, "place_of_its_own", lambda _: None)
    ((number, outcome),) = running.play("x", breaking, 1, iter([7]), time.monotonic() + 60)
    assert (number, outcome.faults) == (7, ["ZeroDivisionError: here"])
    row = Row("x", 1)
    row.add(number, outcome)
    with pytest.raises(AssertionError, match="--seed 1 --number 7"):
        assert_sound(row)


def test_a_kind_without_trials_is_a_failure() -> None:
    with pytest.raises(AssertionError, match="no trial"):
        assert_sound(Row("x", 1))


@pytest.mark.parametrize(
    ("says", "wrong"),
    [("fine", ""), ("\x1b[31m", "raw"), ("\u202e", "raw"), ("The program broke: X.", "The program broke")],
)
def test_what_command_must_not_print_is_fault(monkeypatch: pytest.MonkeyPatch, says: str, wrong: str) -> None:
    def run(arguments: list[str]) -> int:
        print(says)  # noqa: T201 - as a command does
        return 0

    monkeypatch.setattr(commands, "run", run)
    faults = commands.call(["review"]).faults
    assert (faults[:1] == []) if not wrong else faults[0].startswith(wrong)


def test_a_command_that_breaks_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(cli.interview, "main", lambda *_, **__: 1 / 0)
    assert commands.call(["review"]).faults[0].startswith("The program broke")


def test_modes_that_are_not_put_back_are_told() -> None:
    assert modes_left(b"\x1b[?1049h\x1b[?25l\x1b[?1000;1006h words \x1b[?25h\x1b[?1006l\x1b[?1049l") == {1000: "h"}
    assert modes_left(b"\x1b[?25l") == {25: "l"}
