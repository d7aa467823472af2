"""Appending is durable and in order; what goes wrong while writing loses nothing."""

import errno
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from simulator.engine.choice import likeness, listening, quotes, unknown
from simulator.engine.choice.listening import heard, mistakes_heard
from simulator.errors import NotAllowed, TranscriptError
from simulator.graph.listening import cues
from simulator.graph.listening.cues import compile_cue
from simulator.session.clock import SimulatedClock
from simulator.session.header import Settings
from simulator.session.interview import events as ev
from simulator.session.interview import hearing
from simulator.session.interview.state import Phase, fold
from simulator.session.rescoring import reopened
from simulator.session.sitting import Sitting, begin, reopen
from simulator.session.transcript import disk
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import Draft, DraftFile
from simulator.session.transcript.write import Transcript
from simulator.session.workspace import Workspace
from tests.blocks import event_block
from tests.conftest import STARTED, Sit
from tests.locks import is_locked
from tests.promises import promise
from tests.said import FOLDER
from tests.transcripts import graph, put, split, whole

NAME, DATA = whole()
HEAD, BLOCKS = split(DATA)


def again(sitting: Sitting, workspace: Workspace) -> Sitting:
    sitting.transcript.close()
    return reopen(sitting.path, workspace, graph(), SimulatedClock(STARTED))


@promise("An event is on the disk before the screen moves on.")
def test_an_acknowledged_event_is_in_the_file(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = threading.Event()
    real = disk.sync

    def sync(file: int) -> None:
        real(file)
        synced.set()

    monkeypatch.setattr(disk, "sync", sync)
    receipt = sitting.interview.hint()
    receipt.result(5)
    assert synced.is_set()
    assert read(sitting.path).events == sitting.interview.events


def test_events_are_written_in_order_and_once(sit: Sit) -> None:
    sitting = sit()
    sitting.close()
    found = read(sitting.path)
    assert found.findings == ()
    assert sitting.path.read_bytes().endswith(event_block(sitting.interview.events[-1]).encode())


def test_who_stops_waiting_for_a_receipt_stops_nothing(sitting: Sitting) -> None:
    for _ in range(3):
        sitting.interview.note("A remark.").cancel()
    sitting.interview.note("The last.").result(5)
    assert read(sitting.path).events == sitting.interview.events


def test_an_event_nobody_waits_for_is_written(sitting: Sitting) -> None:
    sitting.interview.note("A remark.")
    for _ in range(100):
        if read(sitting.path).events == sitting.interview.events:
            return
        time.sleep(0.02)
    raise AssertionError("two seconds later it was not on the disk")


@pytest.mark.parametrize("after", ["write", "sync"])
def test_an_interrupted_event_is_written_once(sitting: Sitting, monkeypatch: pytest.MonkeyPatch, after: str) -> None:
    real = getattr(disk, after)

    def interrupted(*arguments: object) -> None:
        monkeypatch.setattr(disk, after, real)
        real(*arguments)
        raise KeyboardInterrupt

    monkeypatch.setattr(disk, after, interrupted)
    with pytest.raises(KeyboardInterrupt):
        sitting.interview.note("A remark.").result()
    sitting.close()
    found = read(sitting.path)
    assert found.findings == ()
    assert found.events == sitting.interview.events


def test_a_new_session_leaves_file_and_lock(sitting: Sitting) -> None:
    names = {p.name for p in sitting.path.parent.iterdir()}
    assert names == {sitting.path.name, f".{sitting.path.stem}.lock"}
    sitting.close()
    assert [p.name for p in sitting.path.parent.iterdir()] == [sitting.path.name]


@promise("A second program that opens the same session is refused in one sentence.")
def test_a_session_is_open_once(sitting: Sitting, workspace: Workspace) -> None:
    with pytest.raises(TranscriptError, match=r"^[A-Z][a-z ]+, \d+ [A-Z][a-z]+ \d\d:\d\d is open in another window"):
        reopen(sitting.path, workspace, graph())
    assert is_locked(sitting.path)
    sitting.close()
    assert not is_locked(sitting.path)
    reopen(sitting.path, workspace, graph()).close()


@promise(
    "Reading never changes a file; only resuming a session cuts off a torn end, and keeps the cut bytes beside it."
)
@pytest.mark.parametrize("tail", [BLOCKS[0][:-30], b"[[event]]\nn = 7\n", b"\x00" * 600])
def test_only_going_on_cuts_a_torn_end(sitting: Sitting, workspace: Workspace, tail: bytes) -> None:
    sitting.transcript.close()
    before = sitting.path.read_bytes()
    sitting.path.write_bytes(before + tail)
    assert read(sitting.path).torn
    assert sitting.path.read_bytes() == before + tail
    went_on = again(sitting, workspace)
    assert [f.problem for f in went_on.findings] == ["torn"]
    assert went_on.interview.events == sitting.interview.events
    kept = sitting.path.with_name(f"{sitting.path.stem}.cut1")
    assert kept.read_bytes() == tail
    assert went_on.findings[0].message.endswith(f" Its bytes are kept in {kept.name}.")
    went_on.interview.resume().result(5)
    went_on.close()
    assert read(sitting.path).findings == ()


def test_cut_off_bytes_go_through_no_link(sitting: Sitting, workspace: Workspace, tmp_path: Path) -> None:
    sitting.transcript.close()
    sitting.path.write_bytes(sitting.path.read_bytes() + b"torn")
    sitting.path.with_name(f"{sitting.path.stem}.cut1").symlink_to(tmp_path / "elsewhere")
    again(sitting, workspace).close()
    assert not (tmp_path / "elsewhere").exists()
    assert sitting.path.with_name(f"{sitting.path.stem}.cut2").read_bytes() == b"torn"


def test_a_lock_that_is_a_folder_is_named(sitting: Sitting, workspace: Workspace) -> None:
    sitting.close()
    lock = sitting.path.with_name(f".{sitting.path.stem}.lock")
    lock.mkdir()
    with pytest.raises(TranscriptError, match=rf"{lock.name} can't be written: Is a directory\.$"):
        reopen(sitting.path, workspace, graph())


def test_a_missing_last_newline_is_made_up_for(sitting: Sitting, workspace: Workspace) -> None:
    sitting.transcript.close()
    sitting.path.write_bytes(sitting.path.read_bytes().rstrip())
    went_on = again(sitting, workspace)
    went_on.interview.resume().result(5)
    went_on.close()
    found = read(sitting.path)
    assert found.findings == ()
    assert found.events[-1].n == len(found.events)


def test_an_unreadable_event_keeps_its_number(sit: Sit, workspace: Workspace) -> None:
    """Who mends his slip in the editor later gets that event back, and loses none that was written since."""
    sitting = sit(until="judging")
    sitting.transcript.close()
    sound = sitting.path.read_bytes()
    at = sound.rindex(b"kind = ")
    sitting.path.write_bytes(sound[:at] + b"kind == " + sound[at + 7 :])
    went_on = again(sitting, workspace)
    went_on.interview.resume().result(5)
    went_on.interview.note("Later than the slip.").result(5)
    went_on.close()
    spoilt = sitting.path.read_bytes()
    assert {f.problem for f in read(sitting.path).findings} == {"edited", "unreadable", "gap"}
    sitting.path.write_bytes(spoilt.replace(b"kind == ", b"kind = ", 1))
    found = read(sitting.path)
    assert found.findings == ()
    count = len(sitting.interview.events)
    assert found.events[:count] == sitting.interview.events
    assert found.events[count:] == went_on.interview.events[count - 1 :]


def test_an_editor_is_followed_despite_missing_events(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(until="judging")
    sitting.transcript.close()
    head, blocks = split(sitting.path.read_bytes())
    sitting.path.write_bytes(head + b"".join([*blocks[:1], *blocks[2:]]))
    went_on = again(sitting, workspace)
    went_on.interview.note("A remakr.").result(5)
    sitting.path.write_bytes(sitting.path.read_bytes().replace(b"remakr", b"remark, put right"))
    went_on.interview.note("Later than the slip.").result(5)
    went_on.close()
    assert [n.text for n in read(sitting.path).events[-2:] if isinstance(n, ev.Noted)] == [
        "A remark, put right.", "Later than the slip.",
    ]  # fmt: skip


def test_an_absurd_number_is_not_gone_on_from(sitting: Sitting, workspace: Workspace) -> None:
    sitting.transcript.close()
    with sitting.path.open("ab") as file:
        file.write(b"[[event]]\nn = 999999999\n# end 999999999 00000000\n\n")
    went_on = again(sitting, workspace)
    went_on.interview.resume().result(5)
    went_on.close()
    assert read(sitting.path).events == went_on.interview.events


def test_going_on_keeps_foreign_line_ends(sitting: Sitting, workspace: Workspace) -> None:
    sitting.transcript.close()
    sitting.path.write_bytes(b"\xef\xbb\xbf" + sitting.path.read_bytes().replace(b"\n", b"\r\n"))
    went_on = again(sitting, workspace)
    went_on.interview.resume().result(5)
    went_on.close()
    assert read(sitting.path).events == went_on.interview.events


def test_a_damaged_header_can_only_be_read(sitting: Sitting, workspace: Workspace) -> None:
    sitting.transcript.close()
    sitting.path.write_bytes(sitting.path.read_bytes().replace(b"\nseed = ", b"\nseed ? ", 1))
    with pytest.raises(TranscriptError, match="header is damaged"):
        reopen(sitting.path, workspace, graph())
    assert not is_locked(sitting.path)


def test_an_ended_session_is_not_gone_on_with(sit: Sit, workspace: Workspace) -> None:
    sitting = sit()
    sitting.close()
    renamed = sitting.path.rename(sitting.path.with_name("old one.toml"))
    with pytest.raises(TranscriptError, match="old one has ended; read it with `interview review 'old one'`"):
        reopen(renamed, workspace, graph())
    elsewhere = replace(workspace, sessions=workspace.sessions / "none")
    with pytest.raises(TranscriptError, match=f"`interview review '{renamed}'`"):
        reopen(renamed, elsewhere, graph())
    assert not is_locked(sitting.path)


@promise(
    "Resuming restores question, draft, clock, belief and the next choice, and the clock is stopped until you write."
)
def test_going_on_restores_everything(sitting: Sitting, workspace: Workspace) -> None:
    interview = sitting.interview
    sitting.save_draft("Half an answer, with [[event]]\nand a second line", 12.5)
    went_on = again(sitting, workspace)
    other = went_on.interview
    assert other.state == interview.state
    assert went_on.draft_text == "Half an answer, with [[event]]\nand a second line"
    assert went_on.spoken_seconds == 12.5
    assert other.clock == pytest.approx(interview.clock, abs=1e-3)
    clock = other._time
    assert isinstance(clock, SimulatedClock)
    clock.advance(500)
    assert other.clock == pytest.approx(interview.clock, abs=1e-3)
    assert (
        other.selection.belief(other.state.turns).overall()
        == interview.selection.belief(interview.state.turns).overall()
    )
    other.resume()
    other.skip()
    interview.skip()
    assert other.selection.choose(other.state, 60.0) == interview.selection.choose(interview.state, 60.0)
    went_on.close()


def test_the_draft_of_an_answered_question_is_forgotten(sitting: Sitting, workspace: Workspace) -> None:
    sitting.save_draft("Half an answer")
    sitting.interview.answer("The whole answer.")
    assert again(sitting, workspace).draft_text == ""


def test_a_pause_keeps_the_draft(sitting: Sitting, workspace: Workspace) -> None:
    sitting.save_draft("Half an answer")
    sitting.leave()
    went_on = reopen(sitting.path, workspace, graph())
    assert went_on.draft_text == "Half an answer"
    went_on.interview.resume()
    went_on.leave()
    assert reopen(sitting.path, workspace, graph()).draft_text == "Half an answer"


@pytest.mark.parametrize("spoilt", [b"", b"{", b"\xff\xfe", b'{"n":1}', b'{"n":1,"clock":1e300,"text":"x"}', b"[]"])
def test_a_spoilt_draft_is_skipped(sitting: Sitting, workspace: Workspace, spoilt: bytes) -> None:
    sitting.draft.path.write_bytes(spoilt)
    went_on = again(sitting, workspace)
    assert went_on.draft_text == ""
    assert went_on.interview.clock < 10
    went_on.close()


def test_a_draft_that_is_refused_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a full disk a hidden file stayed, in a folder that nobody came back to."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        DraftFile(tmp_path / "a.toml").save(Draft(1, 0.0, "words"))
    assert not list(tmp_path.iterdir())


def test_a_draft_shows_no_control_characters(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    file = DraftFile(path)
    file.path.write_text('{"n":1,"clock":1.0,"text":"a\\u001b[31mb\\u202e"}')
    found = file.load()
    assert found is not None
    assert found.text == "a[31mb"


@promise("A transcript opens without its graph, and shows each question as it was asked.")
def test_a_transcript_reads_without_its_graph(tmp_path: Path) -> None:
    path = put(tmp_path, NAME, DATA.replace(b'graph = "llm"', b'graph = "gone"', 1))
    state = fold(read(path).header, read(path).events)
    assert all(t.check or t.question.prompt for t in state.turns)


def test_the_graph_of_an_interview_may_have_changed(sitting: Sitting, workspace: Workspace) -> None:
    asked = sitting.interview.events[0]
    assert isinstance(asked, ev.Asked)
    sitting.transcript.close()
    changed = sitting.path.read_bytes().replace(asked.id.encode(), b"an-item-that-is-gone")
    sitting.path.write_bytes(changed)
    went_on = reopen(sitting.path, workspace, graph(), SimulatedClock(STARTED))
    went_on.interview.resume()
    went_on.interview.dont_know()
    went_on.interview.next().result(5)
    assert went_on.interview.state.phase in {Phase.ANSWERING, Phase.CHECKING}
    went_on.close()


def test_undo_across_restart_reopens_points_and_never_answer(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(until="judging")
    turn = sitting.interview.state.current
    assert turn is not None
    for point in turn.unjudged:
        sitting.interview.judge(point, "yes")
    sitting.interview.confirm("solid" if turn.asked.tier > 4 else None)
    went_on = again(sitting, workspace)
    interview = went_on.interview
    interview.resume()
    for _ in range(len(turn.unjudged) + 1):
        interview.undo()
    with pytest.raises(NotAllowed):
        interview.undo()
    reopened = interview.state.current
    assert reopened is not None
    assert reopened.answer_text == turn.answer_text
    assert reopened.unjudged == turn.unjudged
    went_on.close()
    assert fold(interview.header, read(sitting.path).events) == interview.state


def test_an_answer_scored_anew_keeps_its_old_score(tmp_path: Path) -> None:
    path = put(tmp_path, NAME, DATA)
    before = fold(read(path).header, read(path).events)
    turn = next(t for t in before.turns if t.scored and t.marks and t.asked.tier < 5)
    with reopened(path) as session:
        session.reopen(turn.position)
        with pytest.raises(NotAllowed, match="no point"):
            session.judge("no-such-point", "yes")
        for point in turn.question.rubric:
            session.judge(point.id, "no")
        session.confirm().result(5)
        with pytest.raises(NotAllowed, match="interview has ended"):
            session.judge(turn.question.rubric[0].id, "yes")
        with pytest.raises(NotAllowed):
            session.note("Nothing is there.", 99)
    found = read(path)
    after = fold(found.header, found.events)
    anew = after.turn(turn.position)
    assert (anew.verdict, anew.answer_text) == ("weak", turn.answer_text)
    assert after.phase is Phase.ENDED
    assert turn.scored in found.events
    assert found.findings == ()
    with reopened(path) as session:
        session.reopen(turn.position).result(5)
    assert fold(found.header, read(path).events).turn(turn.position).scored is None


def test_only_an_ended_session_is_scored_anew(sitting: Sitting) -> None:
    sitting.transcript.close()
    with reopened(sitting.path) as session, pytest.raises(NotAllowed, match="hasn't ended"):
        session.points(1)
    assert not is_locked(sitting.path)


def test_a_lost_or_changed_earlier_session_is_said(workspace: Workspace) -> None:
    name, data = whole(3)
    data = data.replace(b'candidate = "demo"', b'candidate = "tester"', 1)
    path = put(workspace.sessions, name, data)
    sitting = begin(graph(), Settings(seed=2, candidate="tester"), workspace, SimulatedClock(STARTED))
    assert [e.session for e in sitting.interview.header.earlier] == [name]
    prior = sitting.interview.selection.prior.overall()
    sitting.interview.next()
    with reopened(path) as session:
        session.note("Later than that.", 1)
    went_on = again(sitting, workspace)
    assert went_on.findings == ()
    assert went_on.interview.selection.prior.overall() == prior
    path.unlink()
    went_on = again(went_on, workspace)
    assert [f.problem for f in went_on.findings] == ["history"]
    assert name in went_on.findings[0].message
    went_on.close()


def test_a_crash_between_two_events_is_mended(sit: Sit, workspace: Workspace) -> None:
    for settings in ({"score": "each"}, {"score": "end"}):
        whole_one = sit(seed=4, level=2.5, **settings)
        whole_one.close()
        events = whole_one.interview.events
        head, blocks = split(whole_one.path.read_bytes())
        for n in range(1, len(events)):
            if _one_command(events[n - 1], events[n], settings["score"], _unknown(events)):
                whole_one.path.write_bytes(head + b"".join(blocks[:n]))
                went_on = reopen(whole_one.path, workspace, graph(), SimulatedClock(STARTED))
                went_on.interview.resume().result(5)
                mended = went_on.interview.events[n:]
                went_on.close()
                assert isinstance(mended[0], ev.Resumed)
                assert [_bare(e) for e in mended[1:2]] == [_bare(events[n])], n
        whole_one.path.unlink()


def _unknown(events: tuple[ev.Event, ...]) -> set[int]:
    return {e.position for e in events if isinstance(e, ev.Answered) and e.dont_know}


def _one_command(first: ev.Event, second: ev.Event, score: str, unknown: set[int]) -> bool:
    """Whether one command appends both."""
    if isinstance(second, ev.Scored) and second.position not in unknown:
        return False
    pairs = [(ev.Answered, ev.Probed), (ev.ProbeAnswered, ev.Probed), (ev.Closed, ev.Ended)]
    if score == "each":
        pairs += [(ev.Predicted, ev.Revealed), (ev.Answered, ev.Revealed), (ev.Revealed, ev.Scored)]
    return any(isinstance(first, a) and isinstance(second, b) for a, b in pairs)


def _bare(event: ev.Event) -> tuple[object, ...]:
    """An event without its number and time."""
    return (type(event), *(getattr(event, f) for f in event.__struct_fields__ if f not in {"n", "at", "clock"}))


def test_a_file_for_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    header = read(put(tmp_path, NAME, DATA)).header
    with pytest.raises(TranscriptError, match=r"No transcript can be kept.*--sessions DIR"):
        Transcript.create(tmp_path / "file", header)
    with pytest.raises(TranscriptError, match="there already"):
        Transcript.create(tmp_path, header)
    assert {p.name for p in tmp_path.iterdir()} == {"file", f"{NAME}.toml"}


def test_cues_are_compiled_while_one_types(sitting: Sitting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))  # another test, here or elsewhere, may have heard this reference
    for module in (cues, hearing, likeness, listening, quotes, unknown):
        for kept in vars(module).values():
            if hasattr(kept, "cache_clear"):
                kept.cache_clear()
    sitting.save_draft("Half an answer")
    compiled = compile_cue.cache_info().misses
    turn = sitting.interview.state.current
    assert turn is not None
    question = turn.question
    heard(question, question.answer + " And something else.")
    mistakes_heard(question, question.answer + " And something else.")
    assert compile_cue.cache_info().misses == compiled > 0
