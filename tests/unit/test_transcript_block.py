"""Every event is written as a block that TOML reads back to the same event, whatever a person typed."""

import tomllib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.journal import normalise
from simulator.session.transcript.format import event_of, header_text, inline
from tests.blocks import end_line, event_block
from tests.some import examples

AT = datetime(2026, 11, 24, 14, 2, 3, 456000, tzinfo=UTC)
SPIKY = st.sampled_from(
    [
        "[[event]]",
        "# end 3 0badcafe",
        '"""',
        "'''",
        '\\"',
        "\\",
        '"',
        "\t",
        "\r\n",
        "\r",
        "\n",
        "\x85",
        "\u2028",
        "é",
        "🙂",
    ]
)
texts = st.lists(SPIKY | st.text(max_size=12), max_size=12).map("".join)
moments = st.integers(0, 10**12).map(lambda ms: datetime(2000, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms))
plain: st.SearchStrategy[Any] = st.recursive(
    texts.map(normalise) | st.booleans() | st.integers(-(2**63), 2**63) | st.floats(allow_nan=False) | moments,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


def read_back(block: str) -> ev.Event:
    body, end, rest = block.rpartition("# end ")
    assert end + rest == end_line(int(rest.split()[0]), body) + "\n"
    return event_of(body.encode())


@given(texts, st.integers(1, 10**9), st.floats(0, 1e7), moments)
@settings(max_examples=examples(240), deadline=None)
def test_an_answer_of_any_text_comes_back(text: str, n: int, clock: float, at: datetime) -> None:
    event = ev.Answered(n=n, at=at, clock=clock, position=1, text=normalise(text))
    block = event_block(event)
    assert read_back(block) == event
    lines = block.split("\n")
    assert lines[0] == "[[event]]"
    assert [i for i, line in enumerate(lines) if line.startswith(("[[event]]", "# end "))] == [0, len(lines) - 3]


@given(texts)
@settings(max_examples=examples(100), deadline=None)
def test_text_without_normal_form_makes_readable_blocks(text: str) -> None:
    block = event_block(ev.Noted(n=1, at=AT, clock=0.0, position=1, text=text))
    back = read_back(block)
    assert isinstance(back, ev.Noted)
    assert normalise(back.text) == normalise(text)


@given(plain)
@settings(max_examples=examples(160), deadline=None)
def test_any_plain_value_stands_on_one_line(value: Any) -> None:
    line = inline(value)
    assert "\n" not in line
    assert tomllib.loads(f"x = {line}")["x"] == value


def test_what_has_no_form_in_toml_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        inline(object())


def test_block_is_laid_out_as_page_says() -> None:
    event = ev.Answered(n=2, at=AT, clock=96.412, position=1, text='One "quoted" line.\n[[event]]\n# end 1 x')
    assert event_block(event).split("\n") == [
        "[[event]]",
        "n = 2",
        "at = 2026-11-24T14:02:03.456Z",
        "clock = 96.412",
        'kind = "answered"',
        "position = 1",
        'text = """',
        'One "quoted" line.',
        "\\u005B[event]]",
        '\\u0023 end 1 x"""',
        event_block(event).split("\n")[-3],
        "",
        "",
    ]


def test_a_header_comes_back_as_it_was() -> None:
    header = Header(
        version=1, id="a", program="0", engine="1", candidate='x[/] "me"', seniority="mid", graph="llm",
        graph_digest="0", seed=7, format="full", role="r", minutes=45.0, started=AT, due=("a", "b"),
    )  # fmt: skip
    assert msgspec.convert(tomllib.loads(header_text(header))["session"], Header) == header
