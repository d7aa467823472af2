"""From the bytes of a terminal to text: what is UTF-8 comes through to the letter, and nothing else is in the way."""

from hypothesis import given
from hypothesis import strategies as st
from textual._xterm_parser import XTermParser
from textual.events import Key, Paste

from simulator.ui.tui.driver import InputDecoder, as_pasted

letters = st.text(st.characters(exclude_characters="\x1b", codec="utf-8"))


def fed(data: bytes, cuts: list[int]) -> str:
    """The text of bytes that come in pieces."""
    decoder, at = InputDecoder(), 0
    text = ""
    for cut in sorted({min(cut, len(data)) for cut in cuts} | {len(data)}):
        text += decoder.feed(data[at:cut])
        at = cut
    text += decoder.flush()
    assert not decoder.waits
    return text


@given(letters, st.lists(st.integers(0, 200)))
def test_utf_8_comes_through_in_any_pieces(text: str, cuts: list[int]) -> None:
    assert fed(text.encode(), cuts) == text


@given(
    letters, st.tuples(*[st.integers(33, 255)] * 2), st.sampled_from((32, 35)), letters, st.lists(st.integers(0, 99))
)
def test_an_old_mouse_report_takes_no_letter(
    before: str, place: tuple[int, int], button: int, after: str, cuts: list[int]
) -> None:
    told = f"\x1b[<0;{place[0] - 32};{place[1] - 32}{'M' if button == 32 else 'm'}"
    sent = before.encode() + b"\x1b[M" + bytes((button, *place)) + after.encode()
    assert fed(sent, cuts) == before + told + after


@given(st.binary(max_size=300), st.lists(st.integers(0, 300)))
def test_any_bytes_are_text_that_parses(data: bytes, cuts: list[int]) -> None:
    text = fed(data, cuts)
    text.encode()
    assert len(text) <= 3 * len(data)
    list(XTermParser().feed(text))


@given(st.text(st.characters(min_codepoint=0xA0, max_codepoint=0xFF), min_size=1))
def test_latin_1_is_read_without_utf_8(text: str) -> None:
    data = text.encode("latin-1")
    try:
        wanted = data.decode()
    except UnicodeDecodeError:
        wanted = ""
    read = fed(data + b" ", [])
    assert read == (f"{wanted} " if wanted else read)
    assert "\ufffd" not in read or wanted


def heard(text: str, *, going_on: bool = False) -> list[str]:
    """What the app is told of one read: keys by their names, pastes whole."""
    got = as_pasted(XTermParser().feed(text), going_on=going_on)
    return [event.text if isinstance(event, Paste) else event.key for event in got if isinstance(event, Key | Paste)]


def test_what_comes_at_once_is_one_paste() -> None:
    """Keys after it stay keys, and so does what is held down."""
    pasted = "An answer that was written elsewhere. " * 100
    words = heard(f"typed\r{pasted}\r\x13{'j' * 300}\x1b[200~{pasted}\x1b[201~")
    assert words == [f"typed\n{pasted}", "enter", "ctrl+s", *"j" * 300, pasted]


def test_short_lines_at_once_are_a_paste() -> None:
    lines = ["yes, it reads them", "no cache is kept", "\tpartly so"]
    assert heard("\r".join(lines) + "\r") == ["\n".join(lines), "enter"]
    assert heard("y\rn\rp\r") == ["y", "enter", "n", "enter", "p", "enter"]
    assert heard("one line, typed in a hurry\r") == [*heard("one line, typed in a hurry"), "enter"]


def test_the_rest_of_a_paste_may_be_short() -> None:
    assert heard("yes\r", going_on=True) == ["yes", "enter"]
    assert heard("y", going_on=True) == ["y"]
    assert heard("yes\r") == ["y", "e", "s", "enter"]


def test_lines_of_a_paste_may_end_with_newlines() -> None:
    """The last of each read was ctrl+j, which nothing takes: two lines became one."""
    sent = [*XTermParser().feed("\n".join(f"line {n}" for n in range(30)) + "\n\n")]
    paste, *ends = as_pasted(sent)
    assert isinstance(paste, Paste)
    assert [key.key for key in ends if isinstance(key, Key)] == ["enter", "enter"]
