"""Tables of the commands: in columns where they fit, cut below one another where they do not, never wider."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli.common import print_lines, progress_line, stacked_row, stacked_table, table, text_width
from simulator.graph.text import cells, wrap

ROWS = [("area", "now", "before"), ("Retrieval and RAG", "62%", "40%"), ("Agents", "5%", "none")]
WORD = st.text(st.characters(categories=("L", "N"), max_codepoint=0x24F), min_size=1, max_size=12)


def test_columns_are_as_wide_as_their_cells() -> None:
    assert table(ROWS, 40) == [
        "area               now  before",
        "Retrieval and RAG  62%  40%",
        "Agents             5%   none",
    ]
    assert table(ROWS, 29) is None
    assert table(ROWS, None) == table(ROWS, 40)


def test_columns_that_do_not_fit_follow_below() -> None:
    assert list(stacked_table(ROWS, 25)) == [
        "area               now",
        "Retrieval and RAG  62%",
        "Agents             5%",
        "",
        "area               before",
        "Retrieval and RAG  40%",
        "Agents             none",
    ]


@given(st.lists(st.tuples(WORD, WORD, WORD), min_size=1, max_size=5), st.integers(20, 60))
def test_a_cut_table_is_never_wider(rows: list[tuple[str, str, str]], width: int) -> None:
    lines = list(stacked_table(rows, width))
    assert all(cells(line) <= width for line in lines)
    assert {row[0] for row in rows} <= {line.split()[0] for line in lines if line}


def test_a_stacked_row_keeps_its_name_whole() -> None:
    assert stacked_row("2026-11-24T140200-llm-full-kqzt", ["ended", "", "3 questions"], 20) == (
        "2026-11-24T140200-llm-full-kqzt\n    ended, 3\n    questions"
    )


def test_text_keeps_within_what_reads_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    widths = {}
    for columns in ("30", "70", "300"):
        monkeypatch.setenv("COLUMNS", columns)
        widths[columns] = text_width()
    assert widths == {"30": 40, "70": 70, "300": 100}
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    for columns, width in (("60", 60), ("0", 80), ("wide", 80)):
        monkeypatch.setenv("COLUMNS", columns)
        assert text_width() == width


def test_narrow_terminals_get_whole_words(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Lines that were laid out for 60 columns broke in the middle of a word: "Eval/uation"."""
    line = "  3  Retrieval and RAG: then Training: 3 missed + Evaluation"
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "52")
    print_lines([line, "  short   as it is"])
    shown = capsys.readouterr().out.splitlines()
    assert shown == ["  3  Retrieval and RAG: then Training: 3 missed +", "  Evaluation", "  short   as it is"]
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    print_lines([line])
    assert capsys.readouterr().out.splitlines() == shown[:2], "piped, COLUMNS is the width too"
    monkeypatch.delenv("COLUMNS")
    print_lines([line])
    assert capsys.readouterr().out == f"{line}\n"


def test_prose_is_laid_out_for_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It was laid out for 60 columns and then each line was broken again: every other line held two words."""
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "45")
    lines = wrap(
        "You've sat 6 minutes so far today. A full interview every few days shows what's changed.", text_width()
    )
    assert [len(line) > 30 for line in lines] == [True, True, False]


def test_long_work_is_counted_in_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    progress_line("Indexing")(5_000, 10_000)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    show = progress_line("Indexing")
    show(5_000, 10_000)
    show(10_000, 10_000)
    show(1, 1)
    assert capsys.readouterr().err == "\rIndexing 5,000 of 10,000\rIndexing 10,000 of 10,000\n"
