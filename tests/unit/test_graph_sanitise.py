"""Nothing from a file reaches a terminal that a terminal could obey."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.graph.text import clean, one_line, short


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("\x1b]8;;http://x\x07link", "]8;;http://xlink"),
        ("a\x00b\x7fc\x9b2Jd", "abc2Jd"),
        ("\u202eright to left\u202c \u2067isolate\u2069", "right to left isolate"),
        ("dos\r\nmac\rnel\x85sep\u2028par\u2029end", "dos\nmac\nnel\nsep\npar\nend"),
        ("half \ud800 a pair", "half  a pair"),
        ("x[/ arr[i] [@click=app.quit]", "x[/ arr[i] [@click=app.quit]"),
        ("Σ = σ² · 11ᵀ, naïve, עברית, 日本語", "Σ = σ² · 11ᵀ, naïve, עברית, 日本語"),
    ],
)
def test_clean_keeps_text_and_drops_what_terminal_obeys(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(st.characters(codec=None)))
def test_clean_leaves_no_control_character(text: str) -> None:
    safe = clean(text)
    kinds = {unicodedata.category(c) for c in safe if c not in "\n\t"}
    assert not kinds & {"Cc", "Cs", "Zl", "Zp"}
    assert clean(safe) == safe
    safe.encode("utf-8")


@given(st.text(st.characters(codec=None)), st.integers(2, 80))
def test_short_is_one_line_within_its_limit(text: str, limit: int) -> None:
    assert len(short(text, limit)) <= limit
    assert "\n" not in one_line(text)
