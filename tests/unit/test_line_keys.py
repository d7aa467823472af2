"""What a terminal sends is taken apart into keys, whatever pieces it arrives in."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.lines.terminal import Key, KeyReader

PIECES = st.lists(
    st.sampled_from(
        ["words ", "é宽", "\t", "\r", "\n", "\r\n", "\x7f", "\x1b[D", "\x1b[1;5C", "\x1bOH", "\x1b[3~", "\x1bb", "\x04",
         "\x1b[200~pasted\rtwo\x1b[201~", "\udce9", "\x1b[38;5;1u"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def keys_of(*chunks: str) -> list[Key]:
    keys, found = KeyReader(), []
    for chunk in chunks:
        keys.feed(chunk)
        while key := keys.next():
            found.append(key)
    return found


def joined(found: list[Key]) -> list[tuple[str, str, bool]]:
    """The keys, runs of text in one."""
    result: list[tuple[str, str, bool]] = []
    for name, text, pasted in found:
        if result and name in ("text", "not decoded") and result[-1][0] == name and result[-1][2] == pasted:
            result[-1] = (name, result[-1][1] + text, pasted)
        else:
            result.append((name, text, pasted))
    return result


@given(sent=PIECES, cuts=st.lists(st.integers(0, 60), max_size=6))
def test_pieces_make_no_difference(sent: str, cuts: list[int]) -> None:
    at = [0, *sorted(min(cut, len(sent)) for cut in cuts), len(sent)]
    chunks = [sent[a:b] for a, b in pairwise(at) if a < b]
    if any(a.endswith("\r") and b.startswith("\n") for a, b in pairwise(chunks)):
        return  # of a typed line end nobody waits to see whether more is to come
    assert joined(keys_of(*chunks)) == joined(keys_of(sent))


@given(text=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cf"]), min_size=1))
def test_text_arrives_as_it_was_typed(text: str) -> None:
    assert joined(keys_of(*text)) == [("text", text, False)]


def test_a_paste_is_text_with_untyped_line_ends() -> None:
    found = keys_of("a\x1b[200~.\r\n/end\rlast\x1b[201~\r")
    assert found == [
        Key("text", "a"), Key("text", ".", True), Key("enter", "", True), Key("text", "/end", True),
        Key("enter", "", True), Key("text", "last", True), Key("enter"),
    ]  # fmt: skip


def test_paste_that_does_not_go_on_is_over() -> None:
    keys = KeyReader()
    keys.feed("\x1b[200~half")
    assert keys.next() == Key("text", "half", True)
    assert keys.next() is None
    keys.give_up()
    keys.feed("\r")
    assert keys.next() == Key("enter")


@pytest.mark.parametrize("sent", ["\x1bhello", "\x1b[12;hello", "\x1b", "\x1b[", "\x1b[?1;2chello"])
def test_an_escape_takes_no_letter_of_a_word(sent: str) -> None:
    keys = KeyReader()
    keys.feed(sent)
    typed = "".join(key.text for key in iter(keys.next, None))
    keys.give_up()
    assert "ello" in typed or "hello" not in sent
    assert keys.next() is None


@pytest.mark.parametrize("char", ["\x00", "\x1c", "\x9b", "\x90", "\u202e", "\u2066"])
def test_no_control_character_becomes_text(char: str) -> None:
    assert "".join(key.text for key in keys_of(f"a{char}b", f"\x1b[200~c{char}d\x1b[201~")) == "abcd"


def test_rest_is_text_that_would_have_been_typed() -> None:
    keys = KeyReader()
    keys.feed("one\rtwp\x7fo\x1b[200~, and\rmore\x1b[201~\x1b[D \x1b[")
    assert keys.rest() == "one\ntwo, and\nmore "
    assert not keys.waits
