"""A kind of event is its class and its command: one that stands in this file alone is kept, read, folded and told."""

from pathlib import Path
from typing import Literal

import pytest

from simulator.session.clock import SimulatedClock
from simulator.session.header import Header
from simulator.session.interview import events as ev
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, effective, fold
from simulator.session.rescoring import NullSink
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import Draft
from simulator.session.transcript.write import Transcript
from simulator.ui.tui.review.replay import event_words
from tests.reporting import START, turn_of
from tests.seven import bank_of_seven, begun, seven


class Sketched(ev.Event, frozen=True, kw_only=True, tag="sketched"):
    """The candidate drew something and told what it shows."""

    beside_draft = True
    undone_from = ("answer",)
    kept_in = "others"

    position: int
    shows: str
    colour: Literal["", "red"] = ""

    def summary(self) -> str:
        return f"You sketch {self.shows}"


class InterviewWithSketches(Interview):
    """The command that goes with it."""

    def sketch(self, shows: str) -> Receipt:
        turn = self._require(Phase.ANSWERING)
        return self._append(Sketched, position=turn.position, shows=shows)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the last line of `events` does for a class that stands above it."""
    monkeypatch.setitem(ev.EVENT_KINDS, "sketched", Sketched)


def sat(header: Header, transcript: Transcript) -> InterviewWithSketches:
    selection = Selection(seven(), header, bank=bank_of_seven())
    interview = InterviewWithSketches(seven(), header, transcript, SimulatedClock(START), selection)
    interview.next()
    interview.sketch("a tree").result(5)
    return interview


@pytest.mark.usefixtures("known")
def test_new_kind_is_written_read_and_folded(tmp_path: Path) -> None:
    header = begun().header
    transcript = Transcript.create(tmp_path, header)
    interview = sat(header, transcript)
    interview.answer("Leaves.")
    transcript.close()
    found = read(transcript.path)
    assert found.findings == ()
    assert found.events == interview.events
    assert fold(header, found.events) == interview.state
    assert [sketch.shows for sketch in turn_of(interview).all_of(Sketched)] == ["a tree"]
    assert 'kind = "sketched"\nposition = 1\nshows = "a tree"\n' in transcript.path.read_text("utf-8")


def test_without_its_class_the_kind_is_skipped(tmp_path: Path) -> None:
    header = begun().header
    transcript = Transcript.create(tmp_path, header)
    sat(header, transcript)
    transcript.close()
    found = read(transcript.path)
    assert [type(event) for event in found.events] == [ev.Asked]
    assert [finding.problem for finding in found.findings] == ["unknown-kind"]


def test_new_kind_is_told_by_its_class() -> None:
    interview = sat(begun().header, NullSink())  # type: ignore[arg-type]
    event = interview.events[-1]
    assert event_words(event, turn_of(interview)) == "You sketch a tree"


def test_traits_of_new_kind_are_heeded() -> None:
    interview = sat(begun().header, NullSink())  # type: ignore[arg-type]
    assert Draft(1, 0.0, "Leav").still_counts(interview.events)
    interview.undo()
    assert [type(event) for event in effective(interview.events)] == [ev.Asked]
    assert turn_of(interview).hints == ()


@pytest.mark.parametrize("kind", ev.EVENT_KINDS.values(), ids=ev.EVENT_KINDS)
def test_every_kind_is_told(kind: type[ev.Event]) -> None:
    assert kind.line or kind.summary is not ev.Event.summary or kind is ev.Asked  # the replay names what is asked


@pytest.mark.parametrize("kind", ev.EVENT_KINDS.values(), ids=ev.EVENT_KINDS)
def test_traits_of_kinds_fit_together(kind: type[ev.Event]) -> None:
    assert not (kind.lasting and kind.undone_from)  # nothing would be taken back
    assert kind.undone_from or not kind.gives_back
    fields = {*kind.__struct_fields__}
    assert "text" in fields or not kind.gives_back
    assert kind.sets_level or "level" not in fields


def test_events_has_every_kind_by_name() -> None:
    """Also those of the session, so that a new one there needs no line here."""
    assert {name for name, kind in vars(ev).items() if kind in ev.EVENT_KINDS.values()} == {
        kind.__name__ for kind in ev.EVENT_KINDS.values()
    }
