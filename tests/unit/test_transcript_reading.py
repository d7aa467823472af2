"""A transcript opens whatever happened to the file, and what is wrong with it is said."""

import random
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from simulator.errors import TranscriptError
from simulator.graph.bounded_toml import Allowance
from simulator.session.archive.summary import row_of
from simulator.session.clock import minutes_left
from simulator.session.interview import events as ev
from simulator.session.interview.item_blocks import given_words
from simulator.session.interview.state import fold
from simulator.session.transcript.format import toml
from simulator.session.transcript.read import Reading, mended, parse
from tests.blocks import end_line
from tests.mutations import mutated
from tests.promises import promise
from tests.some import some
from tests.transcripts import split, whole

NAME, DATA = whole()
HEAD, BLOCKS = split(DATA)
PATH = Path(f"{NAME}.toml")
WHOLE = parse(DATA, PATH)


def problems(reading: Reading) -> list[str]:
    return [f.problem for f in reading.findings]


def opened(data: bytes) -> Reading:
    """Reads and uses all of it: what cannot be folded or listed would raise here."""
    reading = parse(data, PATH)
    assert fold(reading.header, reading.events).header == reading.header
    row_of(reading)
    return reading


def signed(block: bytes) -> bytes:
    """The block with a true checksum again."""
    body, _, end = block.rpartition(b"# end ")
    return body + end_line(int(end.split()[0]), body.decode()).encode() + b"\n"


def index_of(kind: str, nth: int = 0) -> int:
    return [i for i, e in enumerate(WHOLE.events) if type(e).__struct_config__.tag == kind][nth]


def test_a_whole_transcript_has_nothing_to_report() -> None:
    assert WHOLE.findings == ()
    assert not WHOLE.torn
    assert len(WHOLE.events) == len(BLOCKS)
    assert [e.n for e in WHOLE.events] == list(range(1, len(BLOCKS) + 1))


@promise("A transcript cut off at any byte opens; at most the event that was being written is missing.")
def test_cut_at_blocks_and_bytes_still_opens() -> None:
    sizes, at = [], len(HEAD)
    for block in BLOCKS:
        sizes.append(at)
        at += len(block)
    for number, size in [*enumerate(sizes)][::3]:
        cut = size + len(BLOCKS[number]) // 2 if number % 2 else size  # by turns within a block and between two
        assert len(opened(DATA[:cut]).events) == number


@promise("A transcript cut off at any byte opens; at most the event that was being written is missing.")
@pytest.mark.parametrize("kind", ["answered", "scored", "ended"])
def test_block_cut_at_every_byte_still_opens(kind: str) -> None:
    """What stands before a block makes no difference to it: four are read soon."""
    last, before = BLOCKS[index_of(kind)], min(index_of(kind), 3)
    data = HEAD + b"".join([*BLOCKS[:before], last])
    start, end = len(data) - len(last), len(data) - 2  # the end line is whole without its newline and the blank line
    for cut in range(start, len(data)):
        reading = opened(data[:cut])
        assert reading.events[:before] == WHOLE.events[:before]
        assert len(reading.events) == before + (cut >= end)
        assert reading.sound <= cut


def test_cut_at_every_byte_of_header_still_opens() -> None:
    for cut in range(len(HEAD) + 2):
        reading = opened(DATA[:cut])
        assert reading.events == ()
        assert reading.header.graph == WHOLE.header.graph
        assert reading.header.format == WHOLE.header.format


@pytest.mark.slow
def test_cut_at_every_byte_of_a_whole_transcript() -> None:
    at, number, ends = len(HEAD), 0, []
    for block in BLOCKS:
        at += len(block)
        ends.append(at - 2)  # the end line is whole without its newline and the blank line
    for cut in range(len(DATA) + 1):
        while number < len(ends) and ends[number] <= cut:
            number += 1
        assert len(opened(DATA[:cut]).events) == number, cut


def test_a_missing_last_newline_loses_nothing() -> None:
    for ending in (b"", b"\n"):
        assert opened(DATA.rstrip() + ending).events == WHOLE.events


@pytest.mark.parametrize("tail", [b"\x00" * 4096, b"\xff\xfe", b"[[event]]\n", b"[[eve", b"x", b"\n\n[session]\n"])
def test_bytes_after_the_last_event_are_reported(tail: bytes) -> None:
    reading = opened(DATA + tail)
    assert reading.events == WHOLE.events
    assert problems(reading) == ["torn"]
    assert reading.torn
    assert DATA[: reading.sound].rstrip() == DATA.rstrip()


@promise("An event that was edited by hand is kept, and reported.")
def test_an_edited_answer_is_kept_and_reported() -> None:
    i = index_of("answered")
    event = WHOLE.events[i]
    edited = re.sub(rb"\ntext = .*?(?=\n# end )", b'\ntext = "Put right by hand."', BLOCKS[i], flags=re.DOTALL)
    reading = opened(HEAD + b"".join([*BLOCKS[:i], edited, *BLOCKS[i + 1 :]]))
    assert problems(reading) == ["edited"]
    assert reading.findings[0].n == event.n
    kept = reading.events[i]
    assert isinstance(kept, ev.Answered)
    assert kept.text == "Put right by hand."
    assert len(reading.events) == len(WHOLE.events)


def test_name_replaced_in_every_event_is_reported_once() -> None:
    edited = [block.replace(b"at = 20", b"at = 19") for block in BLOCKS]
    reading = opened(HEAD + b"".join([BLOCKS[0], *edited[1:]]))
    assert [e.n for e in reading.events] == [e.n for e in WHOLE.events]
    assert problems(reading) == ["edited"]
    count, first = len(BLOCKS) - 1, WHOLE.events[1].n
    assert reading.findings[0].message == (
        f"{count} events were changed after they were written, the first of them event {first}; they are kept."
    )


@promise("An event that cannot be read is left out and named, and the rest opens.")
def test_edit_that_breaks_toml_costs_that_event_only() -> None:
    i = index_of("answered")
    broken = BLOCKS[i].replace(b"text = ", b"text = = ", 1)
    reading = opened(HEAD + b"".join([*BLOCKS[:i], broken, *BLOCKS[i + 1 :]]))
    assert problems(reading) == ["edited", "unreadable", "gap"]
    n = WHOLE.events[i].n
    assert reading.findings[0].message == f"Event {n} was changed after it was written."  # and not "it is kept"
    assert f"Event {n} is left out" in reading.findings[1].message
    assert reading.events == (*WHOLE.events[:i], *WHOLE.events[i + 1 :])


@promise("If the block that asked an item is lost, what was said about it still shows.")
@pytest.mark.parametrize("kind", ["question", "check"])
def test_a_lost_item_keeps_its_place(kind: str) -> None:
    asked = [i for i, e in enumerate(WHOLE.events) if isinstance(e, ev.Asked) and getattr(e, kind) is not None]
    i = asked[1]
    reading = opened(HEAD + b"".join([*BLOCKS[:i], *BLOCKS[i + 1 :]]))
    assert "gap" in problems(reading)
    assert len(reading.events) == len(WHOLE.events)
    stand_in = reading.events[i]
    assert isinstance(stand_in, ev.Asked)
    item = stand_in.question or stand_in.check
    assert item is not None
    assert item.prompt == "What was asked here can't be read any more."
    assert reading.events[i + 1 :] == WHOLE.events[i + 1 :]


def test_the_choice_of_a_lost_check_is_shown() -> None:
    """What stands in for it has two options; the third of them broke the report."""
    checked = next(e for e in WHOLE.events if isinstance(e, ev.Checked) and (e.chosen or 0) > 1)
    lost = [i for i, e in enumerate(WHOLE.events) if isinstance(e, ev.Asked) and e.position == checked.position]
    reading = opened(HEAD + b"".join(block for i, block in enumerate(BLOCKS) if i not in lost))
    turn = fold(reading.header, reading.events).turns[checked.position - 1]
    assert given_words(turn) == checked.text


@promise("The same event written twice counts once.")
def test_a_doubled_event_counts_once() -> None:
    for i in (0, 5, len(BLOCKS) - 1):
        reading = opened(HEAD + b"".join([*BLOCKS[: i + 1], BLOCKS[i], *BLOCKS[i + 1 :]]))
        assert reading.events == WHOLE.events
        assert problems(reading) == ["duplicate"]


def test_blocks_that_changed_places_are_put_in_order() -> None:
    reading = opened(HEAD + b"".join([*BLOCKS[:3], BLOCKS[4], BLOCKS[3], *BLOCKS[5:]]))
    assert reading.events == WHOLE.events
    assert problems(reading) == ["order"]


@promise("An editor's line ends, byte order mark or encoding do not change what is read.")
@pytest.mark.parametrize(
    "changed",
    [DATA.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + DATA, b"\xef\xbb\xbf" + DATA.replace(b"\n", b"\r\n")],
    ids=["crlf", "bom", "both"],
)
def test_what_editor_does_to_file_changes_nothing(changed: bytes) -> None:
    reading = opened(changed)
    assert reading.events == WHOLE.events
    assert reading.header == WHOLE.header
    assert set(problems(reading)) == {"encoding"}
    assert not reading.torn


def test_another_encoding_keeps_the_event() -> None:
    i = index_of("answered")
    event = WHOLE.events[i]
    assert isinstance(event, ev.Answered)
    block = re.sub(rb"\ntext = .*?(?=\n# end )", '\ntext = "Größe"'.encode("latin-1"), BLOCKS[i], flags=re.DOTALL)
    reading = opened(HEAD + b"".join([*BLOCKS[:i], block, *BLOCKS[i + 1 :]]))
    kept = reading.events[i]
    assert isinstance(kept, ev.Answered)
    assert kept.text.startswith("Gr")
    assert problems(reading) == ["edited"]


def test_zero_bytes_within_an_event_are_skipped() -> None:
    i = index_of("answered")
    block = BLOCKS[i].replace(b"text = ", b"text = \x00\x00", 1)
    reading = opened(HEAD + b"".join([*BLOCKS[:i], block, *BLOCKS[i + 1 :]]))
    assert reading.events == WHOLE.events
    assert problems(reading) == ["edited"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (rb"\nclock = [\d.]+\n", b"\nclock = nan\n"),
        (rb"\nclock = [\d.]+\n", b"\nclock = -1e308\n"),
        (rb"\nn = \d+\n", b"\nn = 99999999999999999999\n"),
        (rb"\nn = \d+\n", b"\nn = 1\n"),
        (rb"\nat = \S+\n", b"\nat = 0001-01-01T00:00:00\n"),
        (rb"\nat = \S+\n", b"\nat = 2026-11-24\n"),
        (rb"\nposition = \d+\n", b"\nposition = 0\n"),
        (rb"\nposition = \d+\n", b"\nposition = 9000000000\n"),
        (rb"\ntier = \d+\n", b"\ntier = 40\n"),
        (rb"\nconcepts = \[.*\]\n", b"\nconcepts = []\n"),
        (rb"\nkind = \"\w+\"\n", b'\nkind = "dreamt"\n'),
        (rb"\nkind = \"\w+\"\n", b"\nkind = []\n"),
    ],
)
@pytest.mark.parametrize("kind", some(["asked", "answered", "scored", "ended"], "asked", "ended"))
def test_no_edited_value_keeps_the_rest_from_opening(kind: str, old: bytes, new: bytes) -> None:
    i = index_of(kind)
    block = re.sub(old, new, BLOCKS[i], count=1)
    for edited in (block, signed(block)):
        reading = opened(HEAD + b"".join([*BLOCKS[:i], edited, *BLOCKS[i + 1 :]]))
        assert len(reading.events) >= len(WHOLE.events) - 12
    if block != BLOCKS[i]:
        assert "edited" in problems(opened(HEAD + b"".join([*BLOCKS[:i], block, *BLOCKS[i + 1 :]])))


def test_an_unknown_kind_is_named_and_left_out() -> None:
    later = b'[[event]]\nn = 2000\nat = 2026-11-24T10:00:00Z\nclock = 1.0\nkind = "dreamt"\n'
    later += end_line(2000, later.decode()).encode() + b"\n"
    reading = opened(DATA + later)
    assert reading.events == WHOLE.events
    assert problems(reading) == ["unknown-kind"]
    assert "'dreamt'" in reading.findings[0].message


def test_a_damaged_header_leaves_the_events_readable() -> None:
    broken = HEAD.replace(b"\nminutes = ", b"\nminutes ? ", 1)
    reading = opened(broken + b"".join(BLOCKS))
    assert reading.events == WHOLE.events
    assert not reading.intact
    assert problems(reading) == ["header"]
    assert reading.header.seed == WHOLE.header.seed


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"x = 1\n",
        b"[tool]\na = 1\n",
        b"\x00" * 100,
        b"# a remark\n",
        "[session\n".encode("utf-16"),
        b"[[event]]\n" * 3,
    ],
)
def test_foreign_files_are_refused_in_one_sentence(data: bytes) -> None:
    with pytest.raises(TranscriptError) as caught:
        parse(data, Path("notes.toml"))
    assert str(caught.value).startswith("notes.toml ")
    assert "\n" not in str(caught.value)


@promise("A file of a newer format is refused in one sentence.")
def test_a_newer_format_is_refused() -> None:
    with pytest.raises(TranscriptError, match="newer version"):
        parse(DATA.replace(b"version = 1", b"version = 2", 1), PATH)


def test_a_sign_that_reorders_text_hides_no_value() -> None:
    """It stands beside the key, where TOML allows no such sign, and nobody sees it there."""
    assert toml("answer\u202e = 'x'\n".encode(), Allowance()) == {"answer": "x"}


@pytest.mark.parametrize(
    ("position", "why"), [(0, "belongs to no item that was asked"), (10**6, "comes after too many")]
)
def test_what_belongs_to_no_item_is_left_out(position: int, why: str) -> None:
    note = ev.Noted(n=9, at=datetime(2026, 12, 1, tzinfo=UTC), clock=60.0, position=position, text="later")
    kept, ((number, told),) = mended([note])
    assert (kept, number) == ([], 9)
    assert why in told


@promise("No control character of a file reaches the terminal.")
def test_control_characters_are_gone_after_reading() -> None:
    hostile = b'"\\u001b[31mred\\u001b[0m\\u0007\\u202e\\u0000 x[/] [@click=app.quit]"'
    i = index_of("answered")
    block = re.sub(rb"\ntext = .*?(?=\n# end )", lambda _: b"\ntext = " + hostile, BLOCKS[i], flags=re.DOTALL)
    reading = opened(HEAD.replace(b'"demo"', hostile, 1) + b"".join([*BLOCKS[:i], block, *BLOCKS[i + 1 :]]))
    kept = reading.events[i]
    assert isinstance(kept, ev.Answered)
    assert kept.text == "[31mred[0m x[/] [@click=app.quit]"
    assert reading.header.candidate == kept.text


# what `make test` runs goes through every line and branch that all 60 do
@pytest.mark.parametrize("seed", some(range(60), 0, 1, 10, 12, 23, 24, 26, 38, 53, 59))
def test_known_question_changes_nothing_that_is_read(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    name, data = whole(seed % 3)
    parse(data, Path(name))  # its questions are known now
    hostile = mutated(data, random.Random(seed)) if seed else data
    with_known = parse_or_refusal(hostile)
    monkeypatch.setattr("simulator.session.transcript.format._with_known_question", lambda *_: None)
    assert with_known == parse_or_refusal(hostile)


def parse_or_refusal(data: bytes) -> Reading | str:
    try:
        return parse(data, Path("x.toml"))
    except TranscriptError as error:
        return str(error)


@pytest.mark.parametrize(("written", "read_as"), [("1e308", 1e5), ("-5.0", 0.0), ("inf", 0.0), ("45", 45.0)])
def test_any_length_can_be_counted_with(written: str, read_as: float) -> None:
    reading = opened(re.sub(rb"(?m)^minutes = .*", f"minutes = {written}".encode(), DATA, count=1))
    assert (reading.intact, reading.header.minutes) == (True, read_as)
    assert minutes_left(60 * reading.header.minutes)


@pytest.mark.parametrize(("written", "read_as"), [("5.0", 1.0), ("-0.5", 0.0), ("0.75", 0.75)])
def test_a_share_is_never_more_than_all(written: str, read_as: float) -> None:
    at = index_of("scored")
    block = signed(re.sub(rb"(?m)^coverage = .*", f"coverage = {written}".encode(), BLOCKS[at]))
    reading = opened(HEAD + b"".join([*BLOCKS[:at], block]))
    scored = reading.events[-1]
    assert isinstance(scored, ev.Scored)
    assert (reading.findings, scored.coverage) == ((), read_as)


def test_findings_say_which_edited_events_are_kept() -> None:
    i = index_of("answered")
    broken = BLOCKS[i].replace(b"text = ", b"text = = ", 1)
    changed = BLOCKS[0].replace(b"clock = ", b"clock =  ", 1)
    reading = opened(HEAD + b"".join([changed, *BLOCKS[1:i], broken, *BLOCKS[i + 1 :]]))
    assert reading.findings[0].message.endswith("the first of them event 1; 1 of them is kept.")


def test_two_events_of_one_number_are_compared() -> None:
    i = index_of("answered")
    other = BLOCKS[i].replace(b"text = ", b"spoken_seconds = 3.0\ntext = ", 1)
    same, differs = (opened(HEAD + b"".join([*BLOCKS, extra])).findings for extra in (BLOCKS[i], other))
    n = WHOLE.events[i].n
    assert f"Event {n} is there twice; the first is kept." in {finding.message for finding in same}
    assert f"Event {n} is there twice, and they differ; the first is kept." in {each.message for each in differs}
