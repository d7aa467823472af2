"""A transcript of any content is read or refused in bounded time and memory, and what can be read of it is."""

import contextlib
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.errors import TranscriptError
from simulator.graph.bounded_toml import DEEPEST, TooHeavyError, weight
from simulator.session.archive.summary import indexed_session
from simulator.session.interview import events as ev
from simulator.session.interview.state import State, apply, effective, fold, given_back
from simulator.session.transcript import read
from simulator.session.transcript.read import MOST_ITEMS, MOST_OF_A_KIND, parse
from tests.blocks import event_block
from tests.conftest import STARTED
from tests.heavy import ASKED, CONTENTS, HEAD, asked_again, block, filled, note
from tests.promises import promise
from tests.transcripts import whole

PATH = Path("2024-01-01T090000-llm-full-aaaa.toml")
WHOLE = parse(whole(1)[1], PATH)
LARGE = 60_000_000
READ = """
import resource, sys, time
from pathlib import Path
from simulator.errors import TranscriptError
from simulator.session.archive.summary import indexed_session
indexed_session(Path(sys.argv[1]))
used = resource.getrusage(resource.RUSAGE_SELF)  # whose peak of memory would be that of pytest, which began it
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(used.ru_utime + used.ru_stime, int(peak.split()[1]) // 1024)
"""


def seconds_of_work(act: Any) -> float:
    """Seconds of the processor: a busy machine makes none of them."""
    before = time.process_time()
    act()
    return time.process_time() - before


@promise("A transcript of any content is read or refused in bounded time and memory.")
@pytest.mark.parametrize("content", CONTENTS)
def test_any_content_is_read_or_refused_soon(content: str, tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.write_bytes(CONTENTS[content](300_000))
    assert seconds_of_work(lambda: indexed_session(path)) < 2


@pytest.mark.slow
@pytest.mark.parametrize("content", CONTENTS)
def test_sixty_megabytes_are_read_within_bounds(content: str, tmp_path: Path) -> None:
    path = tmp_path / PATH
    path.write_bytes(CONTENTS[content](LARGE))
    limits = (3_000_000_000, 3_000_000_000)  # of addresses; what is really used is looked at below
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limits),
    )
    assert done.returncode == 0, done.stderr
    seconds, megabytes = map(float, done.stdout.split())
    sys.stdout.write(f"\n{content}: {seconds:.1f} s, {megabytes:.0f} MB\n")
    assert seconds < 30
    assert megabytes < 1000


@pytest.mark.slow
def test_two_hundred_thousand_notes_are_read_in_seconds(tmp_path: Path) -> None:
    data = HEAD + ASKED + b"".join(map(note, range(2, 200_002)))

    def opened() -> None:
        found = parse(data, PATH)
        assert len(fold(found.header, found.events).turns[0].notes) == 200_000

    assert seconds_of_work(opened) < 10


@pytest.mark.parametrize("content", [name for name in CONTENTS if "deep" in name and "header" not in name])
def test_what_is_too_deep_is_left_out(content: str) -> None:
    data = CONTENTS[content](100_000)
    numbers = [int(line.split()[2]) for line in data.decode().split("\n") if line.startswith("# end ")]
    found = parse(data + note(numbers[-1] + 1), PATH)
    left_out = {f.n for f in found.findings if f.problem == "unreadable"}
    assert {e.n for e in found.events} | left_out == {*numbers, numbers[-1] + 1}
    assert isinstance(found.events[-1], ev.Noted)
    messages = {f.message.partition(": ")[2] for f in found.findings if f.problem == "unreadable"}
    assert messages <= {
        f"a key has more than {DEEPEST} parts.",
        f"its values are nested more than {DEEPEST} levels deep.",
    }
    assert messages


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / PATH
    with path.open("wb") as file:
        file.truncate(10 * 1024**4)
    with pytest.raises(TranscriptError, match="it is larger than 64 MB"):
        read.read(path)


def test_more_events_than_any_interview_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "MOST_EVENTS", 100)
    assert len(parse(HEAD + ASKED + b"".join(map(note, range(2, 101))), PATH).events) == 100
    with pytest.raises(TranscriptError, match="holds more than 100 events"):
        parse(HEAD + ASKED + b"".join(map(note, range(2, 102))), PATH)


def test_excessive_events_are_left_out_but_notes() -> None:
    def hinted(n: int) -> bytes:
        return block(n, 'position = 1\nhint = 1\ntext = "h"\n', "hinted")

    many = MOST_OF_A_KIND + 20
    found = parse(HEAD + ASKED + b"".join(hinted(n) if n % 2 else note(n) for n in range(2, 2 * many + 2)), PATH)
    turn = fold(found.header, found.events).turns[0]
    assert (len(turn.hints), len(turn.notes)) == (MOST_OF_A_KIND, many)
    assert sum(f.problem == "unreadable" for f in found.findings) == 20


def test_five_million_letters_are_kept_and_read() -> None:
    text = 'A "log", line by line: \\n\U0001f600\n' * 150_000
    event = ev.Answered(n=2, at=STARTED, clock=9.0, position=1, text=text)
    found = parse(HEAD + ASKED + event_block(event).encode(), PATH)
    assert found.findings == ()
    assert isinstance(found.events[1], ev.Answered)
    assert found.events[1].text == text


@pytest.mark.slow
def test_excessive_items_are_left_out() -> None:
    found = parse(HEAD + ASKED + b"".join(map(asked_again, range(2, MOST_ITEMS + 3))), PATH)
    assert len(fold(found.header, found.events).turns) == MOST_ITEMS


# What was made quicker gives what the slow way gave


def naive_effective(events: list[ev.Event]) -> list[ev.Event]:
    lasting = (ev.Asked, ev.Returned, ev.Revealed, ev.Noted, ev.Retold, ev.Bookmarked)
    kept: list[ev.Event] = []
    for event in events:
        if isinstance(event, ev.Undone):
            kept = [
                e
                for e in kept
                if getattr(e, "position", None) != event.position or e.n < event.undoes or isinstance(e, lasting)
            ]
        else:
            kept.append(event)
    return kept


@st.composite
def with_remarks(draw: st.DrawFn) -> list[ev.Event]:
    """A real interview with notes, texts that were not sent, and events taken back, anywhere in it."""
    events: list[ev.Event] = []
    asked = 0
    for event in WHOLE.events:
        asked += isinstance(event, ev.Asked)
        events.append(replaced(event, len(events) + 1))
        for _ in range(draw(st.sampled_from([0, 0, 0, 1, 2])) if asked else 0):
            at: dict[str, Any] = {"n": len(events) + 1, "at": event.at, "clock": event.clock}
            at["position"] = draw(st.integers(1, asked))
            if draw(st.booleans()):
                events.append(ev.Noted(**at, text=draw(st.sampled_from(["", "a", "b"])), unsent=draw(st.booleans())))
            else:
                events.append(ev.Undone(**at, undoes=draw(st.integers(1, len(events)))))
    return events


def replaced(event: ev.Event, n: int) -> ev.Event:
    import msgspec

    return msgspec.structs.replace(event, n=n)


@given(with_remarks())
def test_a_fold_of_notes_equals_single_events(events: list[ev.Event]) -> None:
    assert effective(events) == naive_effective(events)
    state = State(WHOLE.header)
    for event in naive_effective(events):
        state = apply(state, event)
    quick = fold(WHOLE.header, events)
    assert [t.notes for t in quick.turns] == [t.notes for t in state.turns]
    back = given_back(events)
    assert all(
        q.drafts == back.get(q.position, ()) or q.drafts == s.drafts
        for q, s in zip(quick.turns, state.turns, strict=True)
    )
    assert [(t.answers, t.replies, t.marks, t.scored) for t in quick.turns] == [
        (t.answers, t.replies, t.marks, t.scored) for t in state.turns
    ]


@given(st.text(alphabet="ab.=,[]{}\"'#\\\n ", max_size=80))
def test_weighing_never_fails_or_overcounts(text: str) -> None:
    heavy = f"{text}\n" * 3
    try:
        assert 0 <= weight(heavy) <= len(heavy)
    except TooHeavyError:
        assert heavy.count(".") >= DEEPEST or heavy.count("[") + heavy.count("{") > DEEPEST


@given(st.text(alphabet=".,[]{}#'\n \\\"", min_size=40, max_size=200))
def test_what_stands_within_a_text_weighs_nothing(text: str) -> None:
    quoted = event_block(ev.Noted(n=1, at=STARTED, clock=1.0, position=1, text=text))
    assert weight(quoted * 3) <= 3 * 20


@pytest.mark.parametrize("opened", ['"""', "'''", '"', "'"])
def test_an_unclosed_text_is_weighed_in_one_go(opened: str) -> None:
    text = "x = " + (opened + "\\") * 200_000

    def weighed() -> None:
        with contextlib.suppress(TooHeavyError):
            weight(text + "." * DEEPEST * 2)

    assert seconds_of_work(weighed) < 2


def test_large_real_interview_is_far_below_every_limit() -> None:
    data = filled(0, note) + b"".join(map(asked_again, range(2, 60)))
    assert parse(data, PATH).findings == ()
