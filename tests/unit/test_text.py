"""The one module of plain text: lines end at spaces, nothing is wider than asked for, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.graph.records import Source
from simulator.graph.text import (
    cells,
    fit,
    format_hours,
    format_minutes,
    length_in_words,
    lower_first,
    names,
    percent,
    percent_below,
    plural,
    sentences_joined,
    shorten,
    shorten_name,
    source_line,
    with_unit,
    wrap,
    wrap_message,
)
from tests.mutations import at_most

COMMAND = "`interview resume 2026-11-02T090000-garden-full-hrso`"
WORDS = st.text(st.sampled_from("ab-`日é%"), min_size=1, max_size=30)
TEXTS = st.lists(WORDS, max_size=20).map(" ".join)
WIDTHS = st.integers(4, 90)


@given(TEXTS, WIDTHS)
def test_no_line_is_wider_than_asked(text: str, width: int) -> None:
    lines = wrap(text, width, "- ", "  ")
    assert max(map(cells, lines)) <= width


@given(TEXTS, WIDTHS)
def test_wrapping_loses_no_letter(text: str, width: int) -> None:
    assert "".join(wrap(text, width)).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", [-5, 0, 1])
def test_no_room_at_all_ends_too(width: int) -> None:
    assert "".join(wrap("two words", width, later="  ")).replace(" ", "") == "twowords"


@given(TEXTS, WIDTHS)
def test_uncut_words_stay_whole(text: str, width: int) -> None:
    assert " ".join(wrap(text, width, cut=False)).split() == text.split()


@pytest.mark.parametrize("width", range(len(COMMAND), 100))
def test_a_command_stays_on_one_line(width: int) -> None:
    lines = wrap(f"Nothing is lost. Go on with {COMMAND} whenever you like, here or anywhere.", width)
    assert sum(COMMAND in line for line in lines) == 1


def test_indents_and_inner_spaces_are_kept() -> None:
    assert wrap("one  two three\nfour", 9, "* ", "  ") == ["* one", "  two", "  three", "  four"]
    assert wrap("  a  b", 20) == ["  a  b"]
    assert wrap("", 20, "- ") == [""]


def test_a_word_wider_than_its_line_fills_it() -> None:
    assert wrap("ab cdefghij k", 4, later=" ") == ["ab", " cde", " fgh", " ij", " k"]
    assert wrap("日本語", 4) == ["日本", "語"]


@pytest.mark.parametrize("char", ["日", "é", "e\u0301"])
def test_a_text_without_spaces_takes_no_time(char: str) -> None:
    with at_most(1):  # quadratic, it took five
        assert "".join(wrap(char * 25_000, 76)) == char * 25_000


def test_a_cut_quotation_is_closed() -> None:
    assert shorten("“one two three”", 9) == "“one tw…”"
    assert shorten("three four”", 8) == "three …”"  # begun on the line before
    assert shorten("“one” two three", 10) == "“one” two…"
    assert shorten("one two three", 6) == "one t…"
    assert shorten("abc “def ghi”", 6) == "abc …"  # the mark that made room was the one to close


@given(st.text("ab日 “”", max_size=20), st.integers(1, 30))
def test_fitted_text_has_exactly_its_columns(text: str, width: int) -> None:
    assert cells(fit(text, width)) == width
    assert cells(shorten(text, width)) <= width


def test_figures_are_said_in_one_way() -> None:
    assert [percent(share) for share in (0, 0.624, 1)] == ["0%", "62%", "100%"]
    assert [plural(1, "gap"), plural(1200, "gap"), plural(2, "this", "these")] == ["1 gap", "1,200 gaps", "2 these"]
    assert [with_unit("5", "%"), with_unit("20", "GB"), with_unit("3", "")] == ["5%", "20 GB", "3"]
    assert [format_minutes(0.1), format_minutes(44.6)] == ["1 min", "45 min"]
    assert [names([]), names(["A"]), names(["A", "B"]), names(["A", "B", "C"])] == ["", "A", "A and B", "A, B and C"]


@pytest.mark.parametrize(
    ("title", "within"),
    [
        ("Query planning", "query planning"),
        ("NoSQL", "NoSQL"),
        ("PyTorch basics", "PyTorch basics"),
        ("SQL", "SQL"),
        ("A good plan", "a good plan"),
        ("Retrieval and RAG", "retrieval and RAG"),
    ],
)
def test_a_title_in_a_sentence_keeps_its_name(title: str, within: str) -> None:
    assert lower_first(title) == within


def test_a_source_names_authors_year_and_place() -> None:
    paper = Source(title="On lines", authors="Ada Byron", year=1843, arxiv="1234.5678")
    assert source_line(paper) == "Ada Byron (1843) On lines. arXiv:1234.5678"
    assert source_line(paper, place=False) == "Ada Byron (1843) On lines"
    assert source_line(Source(title="On lines")) == "On lines"
    assert sentences_joined("Better than One?", "https://a.b") == "Better than One? https://a.b"
    assert sentences_joined("On lines", "https://a.b") == "On lines. https://a.b"
    assert sentences_joined("On lines", "") == "On lines"


def test_a_message_keeps_indented_commands_whole() -> None:
    command = "    interview resume 2026-11-02T090000-garden-full-hrso --graphs '/a folder/graphs'"
    message = wrap_message(f"Paused; nothing is lost.\n  Go on with it:\n{command}", 16)
    assert message.split("\n") == ["Paused; nothing", "is lost.", "  Go on with it:", command]


def test_a_long_path_breaks_behind_a_slash() -> None:
    assert wrap("/home/somebody/.local/share/interview/sessions", 30) == [
        "/home/somebody/.local/share/",
        "interview/sessions",
    ]
    assert wrap("a" * 40, 30) == ["a" * 30, "a" * 10]
    assert wrap(f"/{'a' * 40}", 30) == [f"/{'a' * 29}", "a" * 11]


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.646, "just under 65%"), (0.65, "65%"), (0.644, "64%"), (0.8999, "just under 90%"), (1.0, "100%")],
)
def test_no_share_is_rounded_up_to_a_cut(share: float, said: str) -> None:
    """65% was borderline in one answer and solid in another."""
    assert percent_below(share, (0.4, 0.65, 0.9)) == said


@pytest.mark.parametrize("blanks", ["\t" * 20_000, " " * 200_000])
def test_blanks_at_the_end_cost_no_time(blanks: str) -> None:
    with at_most(2.0):
        assert wrap(f"word{blanks}\nword", 40) == ["word", "word"]


def test_no_time_is_no_minute() -> None:
    assert [format_hours(hours) for hours in (0, 0.001, 0.2, 2.2)] == ["0 min", "1 min", "12 min", "2.2 h"]


def test_words_without_spaces_are_counted() -> None:
    assert length_in_words("検索は速く、書き込みは遅い。") == 7
    assert length_in_words("two words") == 2


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (38, "Prompt injection, jailbreaks and…"),
        (27, "Prompt injection…"),
        (28, "Prompt injection…"),
        (12, "Prompt…"),
        (8, "Prompt…"),
        (5, "Prom…"),
    ],
)
def test_a_name_is_cut_between_words(width: int, shown: str) -> None:
    name = "Prompt injection, jailbreaks and adversarial input"
    assert shorten_name(name, width) == shown
    assert shorten_name(name, len(name)) == name
    assert cells(shorten_name("多头注意力与缓存", width)) <= width
