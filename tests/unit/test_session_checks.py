"""A check is read back before it counts; afterwards it can only be set aside, as read wrongly."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from simulator.errors import NotAllowed, NothingWritten
from simulator.graph.records import Check
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess, assess_interview
from simulator.report.figures.questions import check_result
from simulator.report.figures.replay import Replay
from simulator.report.text.check_words import answered_words, check_words, checks_words, right_answer_words
from simulator.report.text.report import page
from simulator.report.text.self_rating import checks_sentence
from simulator.session.archive.as_text import retold_lines, turns_as_data
from simulator.session.archive.facts import facts_of
from simulator.session.archive.summary import level_said
from simulator.session.clock import SimulatedClock
from simulator.session.interview import events as ev
from simulator.session.interview.history import evidence_of, past_session
from simulator.session.interview.input import (
    exactness_of,
    example_answer,
    hint_of,
    off_by,
    read_check,
    right_answer,
    the_answer_is,
)
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import result_block
from simulator.session.interview.judging import why_not_set_aside
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, State, fold
from simulator.session.interview.turn import Turn
from simulator.session.numbers.reading import number_words
from simulator.session.presets import missed, sit_again
from simulator.session.rescoring import ReopenedSession
from simulator.session.transcript.format import header_text
from simulator.session.transcript.read import parse
from simulator.ui.lines.text import lines_of
from simulator.ui.tui.words import minutes_of
from tests.blocks import event_block
from tests.reporting import START, Nowhere, folds_alike, reading_of, turn_of
from tests.seven import bank_of_seven, begun, on, seven, to_the_end

NUMBER = Check(id="n", concepts=("soil",), tier=1, prompt="How many?", why="So.", value=65_000, unit="tokens")
BYTES = Check(id="b", concepts=("soil",), tier=1, prompt="How much?", why="So.", value=52e9, unit="B")
CHOICE = Check(
    id="c", concepts=("soil",), tier=1, prompt="Which?", why="So.", options=("the bark", "the root"), correct=1
)


def checking(score: str = "each", seed: int = 2) -> Interview:
    """An interview that waits for the answer to its first check."""
    interview = begun(seed, score=score)
    while interview.state.phase is not Phase.CHECKING:
        on(interview)
    return interview


def wrong(interview: Interview) -> str:
    check = turn_of(interview).check
    assert check is not None
    return "a" if check.options else "3"


def checked(score: str = "each") -> Interview:
    """The first check was answered wrongly."""
    interview = checking(score)
    interview.answer_check(wrong(interview))
    return interview


def check_of(state: State) -> Turn:
    return next(t for t in state.turns if t.check is not None)


@pytest.mark.parametrize(
    ("text", "check", "words"),
    [
        ("65k", NUMBER, "65k, that is 65,000 tokens"),
        ("65000 tokens", NUMBER, "65,000 tokens"),
        ("52 GB", BYTES, "52 GB, that is 52,000,000,000 B"),
        ("52 * 2 GB", BYTES, "104,000,000,000 B"),
        ("52000 B", BYTES, "52,000 B"),
        ("65,000", NUMBER, "65,000 tokens"),
        ("6.5e4 tokens", NUMBER, "65,000 tokens"),
        ("b", CHOICE, '"the root"'),
        ("1", CHOICE, '"the bark"'),
        ("The Root", CHOICE, '"the root"'),
    ],
)
def test_what_was_read_is_said_with_its_unit(text: str, check: Check, words: str) -> None:
    assert read_check(text, check).words == words


@pytest.mark.parametrize(
    ("text", "plain"), [("65,000 tokens", True), ("65,000tokens", True), ("65,000", False), ("65k tokens", False)]
)
def test_what_is_typed_as_read_needs_no_confirming(text: str, plain: bool) -> None:
    """ "Read as 1%. Enter or y confirms" came after "1%"."""
    assert read_check(text, NUMBER).plain == plain


def test_one_is_one_percent_where_asked_so() -> None:
    asked = Check(id="p", concepts=("soil",), tier=1, prompt="What share, in per cent?", why="So.", value=1, unit="%")
    assert read_check("1", asked).words == "1%"
    assert hint_of(asked) == "a number in per cent"
    for text, check in (("0.5", asked), ("1", replace(asked, prompt="What share?"))):
        with pytest.raises(NotAllowed, match="Write it with the % sign"):
            read_check(text, check)


@given(st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e12, 1e12)))
def test_number_said_back_is_number_that_was_read(value: float) -> None:
    said = number_words(value, "")
    assert float(said.replace(",", "")) == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert "e" not in number_words(round(value), "") or abs(value) >= 1e10


def test_reading_back_does_nothing_until_it_is_given() -> None:
    interview = checking()
    before = interview.events
    text = wrong(interview)
    found = interview.read_check(text)
    assert interview.events == before
    interview.answer_check(text)
    kept = check_of(interview.state).checked
    assert kept is not None
    assert (kept.text, kept.value, kept.chosen, kept.correct) == (found.text, found.value, found.chosen, False)


@pytest.mark.parametrize(("text", "error"), [("", NothingWritten), ("purple", NotAllowed)])
def test_what_cannot_be_read_is_said(text: str, error: type[Exception]) -> None:
    interview = checking()
    before = interview.events
    for act in (interview.read_check, interview.answer_check):
        with pytest.raises(error):
            act(text)
    assert interview.events == before


def test_what_a_check_wants_is_said() -> None:
    """ "Do you mean a formula, or is a guess ok?" was told to answer the check first."""
    interview = checking()
    before = interview.events
    with pytest.raises(NotAllowed, match="no working; your best estimate will do"):
        interview.clarify("Do you mean I need a formula, or is a guess ok?")
    assert interview.events == before


def test_an_explained_check_leaves_the_clock_standing() -> None:
    interview = checking()
    interview.pause()
    assert interview.read_check(wrong(interview)).correct is False


def test_check_that_was_told_is_not_taken_back() -> None:
    interview = checked()
    with pytest.raises(NotAllowed, match="nothing to take back"):
        interview.undo()


def test_a_check_set_aside_is_no_evidence() -> None:
    interview = checked()
    position, before = turn_of(interview).position, evidence_of(interview.state.turns)
    interview.set_aside()
    assert isinstance(interview.events[-1], ev.SetAside)
    after = evidence_of(interview.state.turns)
    assert [e for e in before if e not in after] == [e for e in before if e.kind == "check"]
    belief = interview.selection.belief(interview.state.turns)
    assert belief.lenient() == interview.selection.belief(interview.state.turns[: position - 1]).lenient()
    folds_alike(interview)
    to_the_end(interview)
    items = [t.asked.id for t in interview.state.turns]
    assert items.count(items[position - 1]) == 1
    state = interview.state
    assert items[position - 1] not in sit_again(state, "same").again.items  # type: ignore[union-attr]
    assert position not in [t.position for t in missed(state)]


def test_setting_aside_can_be_taken_back() -> None:
    interview = checked()
    before = evidence_of(interview.state.turns)
    interview.set_aside()
    interview.undo()
    assert evidence_of(interview.state.turns) == before
    interview.set_aside()
    interview.set_aside(on=False)
    assert evidence_of(interview.state.turns) == before
    folds_alike(interview)


def test_only_a_told_check_is_set_aside() -> None:
    interview = begun(2)
    for position in (0, 1):
        with pytest.raises(NotAllowed, match="only reads checks"):
            interview.set_aside(position)
    with pytest.raises(NotAllowed, match="no item 99"):
        interview.set_aside(99)
    for passing in (Interview.skip, Interview.dont_know):
        interview = checking()
        with pytest.raises(NotAllowed, match="wasn't answered"):
            interview.set_aside()
        passing(interview)
        with pytest.raises(NotAllowed, match=r"wasn't answered|nothing was read"):
            interview.set_aside()
    interview = checked()
    with pytest.raises(NotAllowed, match="isn't set aside"):
        interview.set_aside(on=False)
    interview.set_aside()
    with pytest.raises(NotAllowed, match="already"):
        interview.set_aside()


def test_a_picked_option_was_not_read_wrongly() -> None:
    interview = checked()
    turn = turn_of(interview)
    assert turn.checked is not None
    for text, refused in (("2", True), ("b", True), ("the root", False)):
        answer = replace(turn.checked, text=text, chosen=1)
        picked = dataclasses.replace(turn, asked=replace(turn.asked, check=CHOICE), checked=answer)
        assert bool(why_not_set_aside(interview.state, picked)) == refused


def test_where_scores_wait_told_checks_are_set_aside() -> None:
    interview = checked("end")
    position = turn_of(interview).position
    with pytest.raises(NotAllowed, match="after the last question"):
        interview.set_aside()
    interview.stop()
    interview.set_aside(position)
    assert check_of(interview.state).set_aside
    assert interview.state.phase is Phase.DEBRIEFING
    folds_alike(interview)


def ended(interview: Interview) -> Interview:
    to_the_end(interview)
    return interview


@pytest.mark.parametrize("way", ["interview", "amendment"])
def test_after_end_check_set_aside_says_its_level(way: str) -> None:
    interview = ended(checked())
    position = check_of(interview.state).position
    told = Selection(seven(), interview.header, bank=bank_of_seven()).level
    if way == "interview":
        interview.set_aside(position)
        events, state = interview.events, interview.state
    else:
        session = ReopenedSession(interview.header, interview.events, Nowhere(), SimulatedClock(START), told)
        session.set_aside(position)
        events, state = tuple(session._events), session.state
    assert level_said(events) == told(state)
    assert len(evidence_of(state.turns)) == len(evidence_of(fold(interview.header, events[:-1]).turns)) - 1


def test_every_output_tells_a_check_set_aside() -> None:
    interview = checked()
    text = check_of(interview.state).checked.text  # type: ignore[union-attr]
    interview.set_aside()
    interview.stop()
    found = assess_interview(interview)
    (check,) = found.checks
    assert (check.correct, check.set_aside, check.text) == (None, True, text)
    assert "1 check was read wrongly and set aside; it doesn't count." in found.caveats
    assert checks_words(found.checks, "check") == "1 check set aside"
    assert found.level.checks == found.calibration.checks == 0
    for output in (as_markdown(found), as_html(found), "\n".join(page(found))):
        assert "set aside" in output
        assert text in output
    assert json.loads(as_json(found))["checks"][0]["set_aside"] is True
    assert "  Set aside. It was read wrongly, so it won't count and won't be asked again. The answer is 85%." in list(
        retold_lines(reading_of(interview))
    )
    data = next(t for t in turns_as_data(reading_of(interview)) if t["sort"] == "check")
    assert (data["answer"], data["set_aside"], data["correct"]) == (text, True, None)
    step = next(s for s in found.path if s.kind == "check")
    assert (step.outcome, step.before) == ("set aside", step.mastery)
    assert all(item.correct is None for item in facts_of(reading_of(interview)).items)


def test_later_interviews_count_no_check_set_aside() -> None:
    interview = checked()
    interview.set_aside()
    interview.stop()
    past = past_session(reading_of(interview))
    assert not [e for e in past.evidence if e.kind == "check"]
    assert check_of(interview.state).asked.id in past.revealed


def test_replay_shows_what_setting_check_aside_changed() -> None:
    interview = checked()
    interview.set_aside()
    replay = Replay(reading_of(interview), seven())
    last = len(interview.events)
    assert replay.outlook(last).event == last
    assert replay.outlook(last).mastery == replay.outlook(last - 2).mastery
    assert replay.outlook(last).mastery != replay.outlook(last - 1).mastery


def test_setting_aside_is_read_back_for_checks_only() -> None:
    interview = checked()
    interview.set_aside()
    interview.set_aside(on=False)
    interview.set_aside()
    text = header_text(interview.header) + "".join(map(event_block, interview.events))
    found = parse(text.encode(), reading_of(interview).path)
    assert found.findings == ()
    assert fold(found.header, found.events) == interview.state
    last = interview.events[-1]
    stray = ev.SetAside(n=last.n + 1, at=last.at, clock=last.clock, position=1)
    strayed = parse((text + event_block(stray)).encode(), reading_of(interview).path)
    assert [f.problem for f in strayed.findings] == ["unreadable"]
    assert fold(strayed.header, strayed.events).turns == interview.state.turns


def test_a_report_counts_each_check_once() -> None:
    interview = ended(checked())
    state = interview.state
    checks = [t for t in state.turns if t.check is not None]
    assert len(checks) > 1
    interview.set_aside(checks[0].position)
    found = assess(interview.state, seven(), Selection(seven(), interview.header, bank=bank_of_seven()))
    right = sum(bool(c.correct) for c in found.checks)
    assert checks_words(found.checks) == f"{right} of {len(checks) - 1} right, 1 set aside"
    skipped = (*found.checks[:-1], replace(found.checks[-1], correct=None, skipped=True))
    assert checks_words((found.checks[-1], *skipped)) == f"{right} of 1 right, 1 skipped, 1 set aside"


def test_a_check_the_end_came_on_wasnt_skipped() -> None:
    """ "5 of 5 checks right (not counting 2 skipped)" said of one that was skipped and one on the screen at the end."""
    interview = checked()
    while interview.state.phase is not Phase.CHECKING:
        on(interview)
    interview.stop()
    to_the_end(interview)
    found = assess(interview.state, seven(), Selection(seven(), interview.header, bank=bank_of_seven()))
    *others, last = found.checks
    assert (last.correct, last.skipped, check_words(last)) == (None, False, "open")
    assert checks_words(found.checks).endswith("1 open")
    assert [step.outcome for step in found.path if step.position == last.position] == ["open"]
    assert [check.correct for check in others] == [False]
    assert checks_sentence(found).startswith("0 of 1 check right (not counting 1 not answered)")
    assert checks_words((*others, replace(last, skipped=True))) == "0 of 1 right, 1 skipped"


def test_right_answer_reads_alike_everywhere() -> None:
    assert (right_answer(NUMBER), right_answer(CHOICE)) == ("65,000 tokens", "the root")
    interview = begun(4)
    while turn_of(interview).check is None:
        on(interview)
    turn = turn_of(interview)
    assert turn.check is not None
    wrong = "a" if turn.check.takes == "option" and turn.check.correct else "123456"
    interview.answer_check(wrong)
    check, turn = turn.check, turn_of(interview)
    truth = right_answer(check)
    assert check_result(turn, 1.0).truth == truth
    assert result_block(turn).text == f"{the_answer_is(truth)}."
    assert f"{the_answer_is(truth)}." in "\n".join(lines_of(interview.events[-1], interview, seven()))


def test_option_as_answer_reads_as_sentence() -> None:
    """ "The answer is A fixed house style of answers" has a capital in its middle."""
    assert the_answer_is("A fixed house style") == "The answer is: A fixed house style"
    assert the_answer_is("85%") == "The answer is 85%"


def test_not_knowing_a_check_is_not_called_wrong() -> None:
    interview = begun(4)
    while turn_of(interview).check is None:
        on(interview)
    check = turn_of(interview).check
    assert check is not None
    interview.dont_know()
    turn = turn_of(interview)
    assert turn.correct is False
    block = result_block(turn)
    assert (block.mark, block.text) == (
        "You didn't know, so it counts as wrong",
        f"{the_answer_is(right_answer(check))}.",
    )
    told = next(c for c in assess_interview(ended(interview)).checks if c.position == turn.position)
    assert answered_words(told) == "not known"
    assert right_answer_words(told).endswith("; you didn't know")


@pytest.mark.parametrize(
    ("truth", "said", "words"),
    [
        (64.0, 32.0, ", twice yours"),
        (32.0, 64.0, "; yours is twice that"),
        (65_000.0, 6_500.0, ", 10 times yours"),
        (1.0, 1024.0, "; yours is 1,024 times that"),
        (64.0, 50.0, ""),
        (64.0, None, ""),
        (None, None, ""),
        (0.0, 3.0, ""),
        (64.0, -32.0, ""),
    ],
)
def test_a_forgotten_factor_is_named(truth: float | None, said: float | None, words: str) -> None:
    assert off_by(truth, said) == words


@pytest.mark.parametrize("check", [NUMBER, CHOICE], ids=["number", "option"])
def test_example_answers_are_read_as_meant(check: Check) -> None:
    for right in (True, False):
        assert read_check(example_answer(check, right=right), check).correct is right


@pytest.mark.parametrize("digits", ["99", "1" * 5_000])
def test_no_number_is_too_long_to_be_refused(digits: str) -> None:
    with pytest.raises(NotAllowed, match="Choose one of the"):
        read_check(digits, CHOICE)
    with pytest.raises(ValueError, match="Type a number of minutes"):
        minutes_of(digits * 5)


def test_nine_options_can_be_put_and_chosen() -> None:
    nine = replace(CHOICE, options=tuple(f"number {word}" for word in "abcdefghi"), correct=8)
    assert nine.option_lines[8] == "9  number i"
    assert read_check("9", nine).correct
    assert not list(nine.faults())


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "to within 5%"),
        ({"tolerance": 0.005}, "to within 0.5%"),
        ({"tolerance": 0.03, "unit": "%"}, "to within 3% of the right one"),  # no percentage points
        ({"tolerance": 0.0}, "exactly"),
        ({"factor": 1.5}, "within a factor of 1.5"),
        ({"value": None, "options": ("a", "b"), "correct": 0}, ""),
    ],
)
def test_a_check_says_how_exact_it_is(given: dict[str, object], said: str) -> None:
    check = Check(id="c", concepts=("a",), tier=1, prompt="?", why="So.", value=2.0)
    assert exactness_of(replace(check, **given)) == said


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("45", 45), ("45 min", 45), ("30m", 30), ("half an hour", 30), ("An hour", 60), ("1h", 60), ("1 hour", 60),
        ("an hour and a half", 90), ("one and a half hours", 90), ("1.5 hours", 90), ("1h 20", 80), ("2h30", 150),
        ("an hour and 15 minutes", 75), ("two hours", 120), ("three quarters of an hour", 45), ("about an hour", 60),
    ],
)  # fmt: skip
def test_minutes_may_be_typed_in_words(typed: str, minutes: int) -> None:
    """ "In two weeks" was understood for the date, and "half an hour" was not."""
    assert minutes_of(typed) == minutes


@pytest.mark.parametrize("typed", ["", "hour", "a", "9 hours", "5", "half", "a while", "1h 20 30"])
def test_what_are_no_minutes_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Type a number of minutes, 10 to 480"):
        minutes_of(typed)
