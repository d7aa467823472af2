"""The editor of one line: what a terminal shows of it is the line, and little is sent for each change."""

import re

import pyte
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.graph.text import cell, cells
from simulator.ui.lines.editor import LineEditor, laid
from tests.some import examples

CHANGES = (
    "backspace", "delete", "kill_word", "kill_next_word", "kill_to_start", "kill_to_end",
    "left", "right", "word_left", "word_right", "home", "end",
)  # fmt: skip
WORDS = st.text(st.sampled_from("ab é\t宽ж~"), min_size=1, max_size=30)
ACTS = st.lists(st.one_of(WORDS, st.sampled_from([(name,) for name in CHANGES])), max_size=25)


class Shown:
    """An editor and a terminal that obeys it; `sent` is all that was sent."""

    def __init__(self, columns: int, rows: int = 60, *, moves: bool = True) -> None:
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        self.columns = columns
        self.editor = LineEditor(lambda: (self.columns, rows), moves=moves)
        self.sent: list[str] = []

    def show(self, sent: str) -> str:
        self.sent.append(sent)
        self.stream.feed(sent.replace("\n", "\r\n"))
        return sent

    def act(self, act: str | tuple[str]) -> str:
        return self.show(self.editor.insert(act) if isinstance(act, str) else getattr(self.editor, act[0])())

    @property
    def rows(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display if line.strip()]


def expected(text: str, columns: int) -> list[str]:
    """The rows of a text, laid out by the rules of a terminal, without the editor's help."""
    rows, column = [""], 0
    for char in text:
        wide = min(8 - column % 8, columns - column) if char == "\t" else cell(char)
        if column + wide > columns:
            rows, column = [*rows, ""], 0
        rows[-1] += " " * wide if char == "\t" else char
        column += wide
        if column == columns:
            rows, column = [*rows, ""], 0
    return rows


@given(acts=ACTS, columns=st.sampled_from([7, 10, 16, 80]))
@settings(max_examples=examples(400), deadline=None)
@example(acts=["a" * 10, ("backspace",), ("backspace",)], columns=10)
@example(acts=["a" * 20, ("home",), "b", ("kill_to_end",)], columns=10)
@example(acts=["aaaaaaaaa宽", ("home",), "b"], columns=10)
def test_the_terminal_shows_the_line_after_every_change(acts: list[str | tuple[str]], columns: int) -> None:
    shown = Shown(columns)
    for act in acts:
        shown.act(act)
        editor = shown.editor
        assert shown.rows == [row.rstrip() for row in expected(editor.text, columns) if row.strip()]
        at = expected(editor.text[: editor.at], columns)
        assert (shown.screen.cursor.y, shown.screen.cursor.x) == (len(at) - 1, cells(at[-1]))


@given(acts=ACTS)
@settings(max_examples=examples(200), deadline=None)
def test_line_is_what_list_of_characters_would_be(acts: list[str | tuple[str]]) -> None:
    editor = LineEditor(lambda: (20, 24))
    line, at = "", 0
    for act in acts:
        if isinstance(act, str):
            editor.insert(act)
            line, at = line[:at] + act + line[at:], at + len(act)
        else:
            getattr(editor, act[0])()
            line, at = changed(line, at, act[0])
        assert (editor.text, editor.at) == (line, at)


def changed(line: str, at: int, name: str) -> tuple[str, int]:
    """The same change, for characters that stand alone."""
    word = len(line[:at].rstrip()) - len(line[:at].rstrip().split(" ")[-1])
    after = len(line) - len(line[at:].lstrip()) + len(line[at:].lstrip().split(" ")[0])
    match name:
        case "backspace":
            return line[: max(0, at - 1)] + line[at:], max(0, at - 1)
        case "delete":
            return line[:at] + line[at + 1 :], at
        case "kill_word":
            return line[:word] + line[at:], word
        case "kill_next_word":
            return line[:at] + line[after:], at
        case "kill_to_start":
            return line[at:], 0
        case "kill_to_end":
            return line[:at], at
    return line, {
        "left": max(0, at - 1), "right": min(len(line), at + 1), "home": 0, "end": len(line),
        "word_left": word, "word_right": after,
    }[name]  # fmt: skip


def test_typing_at_the_end_sends_each_character_once() -> None:
    shown = Shown(20)
    text = "words that go on over more than one row of the terminal"
    sent = "".join(shown.act(char) for char in text)
    assert sent.replace(" \r", "") == text
    assert "\x1b" not in sent


@pytest.mark.parametrize("char", ["x", "é", "ж"])
def test_taking_back_at_the_end_wipes_one_place(char: str) -> None:
    shown = Shown(20)
    shown.act("word" + char)
    assert shown.act(("backspace",)) == "\b \b"


def test_an_accent_goes_with_its_letter() -> None:
    shown = Shown(20)
    shown.act("cafe\u0301")
    shown.act(("backspace",))
    assert shown.editor.text == "caf"
    shown.act("👩\u200d💻")
    shown.act(("left",))
    assert shown.editor.at == 3


def test_change_within_last_row_sends_no_rest() -> None:
    shown = Shown(80)
    shown.act("the first and the last")
    for _ in "and the last":
        shown.act(("left",))
    assert shown.act("x宽") == "\x1b[3@x宽"
    assert shown.act(("backspace",)) == "\b\b\x1b[2P"
    assert shown.act(("delete",)) == "\x1b[1P"
    assert shown.rows == ["the first xnd the last"]


def test_change_further_up_sends_rest_and_no_more() -> None:
    shown = Shown(20)
    shown.act("the first words and the last of the line")
    for _ in "and the last of the line":
        shown.act(("left",))
    assert re.sub("\x1b\\[[0-9]*[A-Z]|[\r\b]", "", shown.act("x")) == "xand the last of the line"


def test_terminal_that_cannot_move_is_sent_no_sequences() -> None:
    shown = Shown(20, moves=False)
    acts: list[str | tuple[str]] = ["some words over rows of it", ("left",), ("home",), ("kill_word",)]
    for act in [*acts, *[("backspace",)] * 5, ("kill_word",), "x"]:
        shown.act(act)
    assert "\x1b" not in "".join(shown.sent)
    assert shown.editor.text == "some words over x"


@pytest.mark.parametrize("columns", [12, 40])
def test_terminal_that_was_resized_shows_line_once_more(columns: int) -> None:
    shown = Shown(20)
    shown.act("a line of more than twenty columns")
    shown.columns = columns
    shown.screen.resize(columns=columns)
    shown.act("!")
    rows = expected("a line of more than twenty columns!", columns)
    assert shown.rows[-len(rows) :] == [row.rstrip() for row in rows]


def test_a_line_on_one_row_survives_resizing() -> None:
    shown = Shown(40)
    shown.act("short")
    shown.columns = 30
    assert shown.act("er") == "er"


def test_no_cursor_goes_above_the_upper_edge() -> None:
    shown = Shown(10, rows=4)
    shown.act("".join("abcdefghij"[n // 10] for n in range(95)))
    shown.act(("home",))
    shown.act("X")
    assert shown.editor.text[60:62] == "Xg"
    assert shown.rows[0] == "Xggggggggg"


def test_a_long_line_costs_no_more_per_key() -> None:
    """What a key at the end costs does not grow with the line: its layout is not looked at."""
    editor = LineEditor(lambda: (80, 24))
    editor.insert("word " * 100_000)
    laid_out: list[int] = []
    editor._position_of = lambda index: (laid_out.append(index), (0, 0))[1]  # type: ignore[method-assign, func-returns-value]
    for char in "more words":
        editor.insert(char)
        editor.backspace()
    assert laid_out == []


def test_widths_are_those_of_a_terminal() -> None:
    assert [cell(char) for char in "aé宽ж\u0301\u200d\xad한"] == [1, 1, 2, 1, 0, 0, 1, 2]
    assert cells("naïve 宽") == 8
    assert laid("宽" * 5, 0, 9)[1:] == (1, 2)
