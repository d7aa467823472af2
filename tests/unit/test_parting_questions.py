"""The parting questions: asked once nothing else is, kept, and met by nothing that scores."""

import re
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS
from simulator.errors import NotAllowed, NothingWritten
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess
from simulator.session.archive import archive
from simulator.session.archive.as_text import retold_lines
from simulator.session.archive.facts import facts_of
from simulator.session.archive.summary import indexed_session
from simulator.session.demo_words import words_of
from simulator.session.header import Header, Retake
from simulator.session.interview import events as ev
from simulator.session.interview.history import evidence_of
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import PARTING_TITLE
from simulator.session.interview.parting_questions import (
    GOOD,
    LOST,
    MOTIVES,
    OWN,
    good_questions,
    kept_minutes,
    motive,
    motives_of,
)
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Awaits, Phase, effective, fold
from simulator.session.sitting import Sitting, reopen
from simulator.session.transcript.read import Reading, parse, read
from simulator.session.workspace import Workspace
from simulator.ui.lines.text import lines_of
from tests.conftest import Sit
from tests.seven import begun, on
from tests.some import seeds


def up_to(interview: Interview, wanted: Awaits) -> Interview:
    while interview.state.awaits is not wanted:
        on(interview)
    return interview


def parting(**chosen: Any) -> Interview:
    return up_to(begun(format="full", **chosen), Awaits.PARTING)


def kinds(interview: Interview, count: int) -> list[type[ev.Event]]:
    return [type(event) for event in interview.events[-count:]]


def test_both_are_asked_after_the_last_question() -> None:
    interview = parting()
    asked = interview.state.parting.open
    assert asked is not None
    assert asked.asks in motives_of(interview.graph.id)
    assert interview.state.running
    interview.answer_parting("Because of the roots.")
    assert interview.state.parting.open is not None
    assert interview.state.parting.open.asks == OWN
    interview.answer_parting("Who waters here?")
    assert interview.state.phase is Phase.ENDED
    assert [reply.text for _, reply in interview.state.parting.exchanges if reply] == [
        "Because of the roots.",
        "Who waters here?",
    ]
    assert interview.state.closed is not None
    assert interview.state.closed.why == asked.why


@pytest.mark.parametrize("form", [name for name in FORMATS if name not in {"full", "deep-dive"}])
def test_no_other_format_has_them(form: str) -> None:
    assert not up_to(begun(format=form), Awaits.NOTHING).state.parting.begun


def test_interview_taken_again_or_stopped_has_none() -> None:
    again = begun(format="full", again=Retake("x", items=("leaf-share",)))
    assert not up_to(again, Awaits.NOTHING).state.parting.begun
    stopped = begun(format="full")
    stopped.stop()
    assert not stopped.state.parting.begun


def test_they_come_before_answers_scored_at_the_end() -> None:
    interview = parting(score="end")
    assert interview.state.closed is None
    assert interview.state.withholds
    interview.answer_parting("Because of the roots.")
    interview.skip()
    assert interview.state.awaits is Awaits.NEXT
    assert interview.state.phase is Phase.DEBRIEFING
    assert up_to(interview, Awaits.NOTHING).state.ended is not None


def test_nothing_that_counts_meets_them() -> None:
    interview = parting()
    before = interview.state
    interview.answer_parting("A long and convincing answer about everything that could be asked.")
    interview.answer_parting("And a question.")
    assert interview.state.turns == before.turns
    assert evidence_of(interview.state.turns) == evidence_of(before.turns)
    ended = interview.state.ended
    assert ended is not None
    assert ended.level == interview.selection.level(before)


def test_a_skipped_one_keeps_what_was_written() -> None:
    interview = parting()
    interview.skip("half a thought")
    reply = interview.state.parting.exchanges[0][1]
    assert reply is not None
    assert (reply.text, reply.unsent) == ("half a thought", True)
    interview.skip()
    last = interview.state.parting.exchanges[1][1]
    assert last is not None
    assert last.summary() == "Skipped"


def test_going_back_gives_both_texts_back() -> None:
    interview = parting()
    interview.answer_parting("Because of the roots.")
    interview.undo("Who waters")
    assert interview.state.parting.open is not None
    assert interview.state.parting.open.subject == "motive"
    assert interview.state.draft == "Because of the roots."
    with pytest.raises(NotAllowed):
        interview.undo()
    interview.answer_parting("Because of the leaves.")
    assert interview.state.draft == "Who waters"
    interview.answer_parting("Who waters here?")
    assert [reply.text for _, reply in interview.state.parting.exchanges if reply] == [
        "Because of the leaves.",
        "Who waters here?",
    ]


def test_other_commands_are_refused_there() -> None:
    interview = parting()
    count = len(interview.events)
    for command in (interview.next, interview.hint, interview.dont_know, lambda: interview.answer("x")):
        with pytest.raises(NotAllowed, match="last question"):
            command()
    with pytest.raises(NothingWritten):
        interview.answer_parting("  ")
    with pytest.raises(NotAllowed):
        begun(format="full").answer_parting("too early")
    assert len(interview.events) == count


def test_stopping_there_keeps_the_text() -> None:
    interview = parting()
    interview.stop("half a thought")
    assert interview.state.phase is Phase.ENDED
    assert kinds(interview, 3) == [ev.PartingAnswered, ev.Closed, ev.Ended]
    assert interview.state.closed is not None
    assert interview.state.closed.why == "stopped"


def cut(sitting: Sitting, last: type[ev.Event], after: str) -> None:
    """Cut the transcript off after the last event of that kind that holds the text, as a kill does."""
    text = sitting.path.read_text("utf-8")
    n = next(e.n for e in reversed(sitting.interview.events) if isinstance(e, last) and after in repr(e))
    end = text.index(f"# end {n} ")
    sitting.path.write_text(text[: text.index("\n", end) + 2], "utf-8")


@pytest.mark.parametrize(
    ("kind", "holding", "follows"),
    [
        (ev.PartingAnswered, "motive", ev.PartingAsked),
        (ev.PartingAnswered, "own", ev.Ended),
        (ev.PartingAsked, "own", ev.Resumed),
    ],
)
def test_killed_between_two_events_it_goes_on(
    sit: Sit, workspace: Workspace, kind: type[ev.Event], holding: str, follows: type[ev.Event]
) -> None:
    sitting = sit(seed=4)
    sitting.close()
    cut(sitting, kind, f"subject='{holding}'")
    again = reopen(sitting.path, workspace)
    again.interview.resume()
    assert type(again.interview.events[-1]) is follows
    state = fold(again.interview.header, again.interview.events)
    assert state == again.interview.state
    again.close()


def test_paused_there_it_comes_back_with_its_draft(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(seed=4, until="parting")
    sitting.save_draft("half a thou")
    sitting.leave()
    again = reopen(sitting.path, workspace)
    assert again.draft_text == "half a thou"
    again.interview.resume()
    assert again.interview.state.phase is Phase.PARTING
    assert again.interview.question_seconds == pytest.approx(sitting.interview.question_seconds, abs=1)
    again.close()


def test_clock_runs_there_and_is_kept_for_them(sit: Sit) -> None:
    header = sit(seed=4).interview.header
    assert kept_minutes(header) == 2.0
    state = sit(seed=4, until="parting").interview.state
    first = state.parting.open
    assert first is not None
    assert first.clock <= header.minutes * 60
    walk = sit(seed=4, acts=3).interview
    assert walk.selection.context_of(walk.state, 60.0).kept_minutes == 2.0


def test_why_it_ended_goes_by_time_before() -> None:
    interview = parting()
    before = interview.state.why_over
    assert before
    up_to(interview, Awaits.NOTHING)
    assert interview.state.why_over == before


def test_seed_picks_motive_and_none_met_lately() -> None:
    found = {motive(seed) for seed in range(300)}
    assert found == set(MOTIVES)
    for seed in range(50):
        assert motive(seed, {motive(seed)}) != motive(seed)
    assert motive(1, MOTIVES) in MOTIVES


def header_of_role(role: str, seniority: str, seed: int) -> Header:
    return begun(seed=seed, format="full", seniority=seniority).header.__class__(
        **{
            **{f: getattr(begun().header, f) for f in Header.__struct_fields__},
            "role": role,
            "seniority": seniority,
            "seed": seed,
        }
    )


@pytest.mark.parametrize("seniority", ["junior", "mid", "senior", "staff"])
def test_three_different_questions_fit_level_and_role(seniority: str) -> None:
    words = dict(GOOD)
    for seed in range(40):
        shown = good_questions(header_of_role("inference-engineer", seniority, seed))
        assert len(set(shown)) == 3
        assert all(not words[asks] or words[asks] & {seniority, "inference", "engineer"} for asks in shown)


def test_other_fields_are_told_of_no_models() -> None:
    """A lawyer was advised to ask "What does a token cost you today?"."""
    told = {
        graph: {
            asks
            for seed in seeds(40, 15)
            for asks in good_questions(replace(header_of_role("applied-law", "mid", seed), graph=graph))
        }
        for graph in ("llm", "law")
    }
    assert any("a model" in asks for asks in told["llm"])
    assert not [asks for asks in told["law"] if re.search("model|token|system|release|build|design|users", asks)]
    assert all(len(good_questions(replace(header_of_role("chef", "staff", n), graph="law"))) == 3 for n in range(9))


def test_other_fields_are_not_called_technical() -> None:
    """A cook was asked for a disagreement "about something technical"."""
    assert any("technical" in asks for asks in motives_of("llm"))
    assert {motive(seed, bank="kitchen") for seed in range(300)} == set(motives_of("kitchen"))
    assert not [asks for asks in motives_of("kitchen") if "technical" in asks]


def reading(sitting: Sitting) -> Reading:
    return read(sitting.path)


def test_motive_of_the_last_interviews_is_known(sit: Sit) -> None:
    first = sit(seed=4)
    first.close()
    second = sit(seed=4, acts=1)
    asked = next(asked.asks for asked, _ in first.interview.state.parting.exchanges)
    assert second.interview.selection.motives_met == {asked}


def test_every_output_holds_them(sit: Sit) -> None:
    sitting = sit(seed=4)
    sitting.close()
    interview = sitting.interview
    (asked, reply), (own, question) = interview.state.parting.exchanges
    assert reply is not None
    assert question is not None
    wanted = [asked.asks, reply.text, own.asks, question.text, *own.good]
    text = "\n".join(retold_lines(reading(sitting)))
    for words in (*wanted, interview.header.opening):
        assert words in text
    found = assess(interview.state, interview.graph, interview.selection)
    shown = as_markdown(found).replace("\\", "")
    for words in wanted:
        assert words in shown
    assert f'"reply": "{question.text}"' in as_json(found).decode()
    printed = "\n".join(line for event in interview.events for line in lines_of(event, interview, interview.graph))
    assert own.good[0] in printed
    place = indexed_session(sitting.path).items[-1]
    assert place[0] == len(interview.state.turns) + 1
    assert question.text in place[3]
    assert len(facts_of(reading(sitting)).items) == len(interview.state.turns)


def test_the_search_finds_what_was_said_there(sit: Sit, workspace: Workspace) -> None:
    sitting = sit(seed=4)
    sitting.close()
    archive.rows(workspace)
    found = archive.found_items(workspace, words_of(sitting.interview.graph.id).asks_us)
    assert [(hit.title, hit.position) for hit in found] == [(PARTING_TITLE, len(sitting.interview.state.turns) + 1)]


def test_a_reply_without_its_question_is_shown(sit: Sit, tmp_path: Path) -> None:
    sitting = sit(seed=4)
    sitting.close()
    blocks = sitting.path.read_text("utf-8").split("[[event]]")
    damaged = "[[event]]".join(b for b in blocks if 'kind = "parting_asked"' not in b)
    found = parse(damaged.encode(), tmp_path / sitting.path.name)
    state = fold(found.header, found.events)
    assert state.phase is Phase.ENDED
    said = [reply.text for _, reply in sitting.interview.state.parting.exchanges if reply]
    assert [(asked.asks, reply and reply.text) for asked, reply in state.parting.exchanges] == [(LOST, t) for t in said]
    assert len(effective(found.events)) == len(found.events)


def test_selection_without_past_has_met_no_motive() -> None:
    interview = begun(format="full")
    assert Selection(interview.graph, interview.header).motives_met == frozenset()
