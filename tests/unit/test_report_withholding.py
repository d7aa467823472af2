"""What is said of an interview that goes on names neither concept nor tier of what waits for its reveal."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest
from msgspec.structs import replace as changed

from simulator.graph.records import Graph
from simulator.report.export.anki_cards import missed_questions
from simulator.report.figures.assessment import assess, assess_interview
from simulator.report.figures.compare import Comparison, compare
from simulator.report.figures.progress import concept_map
from simulator.report.figures.replay import Outlook, Replay
from simulator.report.records import Assessment
from simulator.session.archive.facts import facts_of, revealed_facts
from simulator.session.interview import events as ev
from simulator.session.interview.history import digest, past_session
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, State, fold
from simulator.session.transcript.read import Reading
from tests.report_screen import retold_everywhere
from tests.reporting import bank_of, interview, page_text, progress_after, reading_of


def stopped_at(llm: Graph, phase: Phase) -> Interview:
    """An interview that waits in a phase of its third question or of a later one, or at a check."""

    def there(state: State) -> bool:
        turn = state.current
        asks = turn is not None and (turn.check is not None or turn.question.kind == "discuss")
        return len(state.turns) > 2 and state.phase is phase and asks

    sat = interview(llm, 8, until=there)
    assert sat.state.phase is phase
    return sat


def assessed(reading: Reading, llm: Graph) -> Assessment:
    selection = Selection(llm, reading.header, (), bank=bank_of(llm))
    return assess(fold(reading.header, reading.events), llm, selection)


def outputs(reading: Reading, llm: Graph) -> dict[str, str]:
    """Everything that is said of a transcript, by what says it."""
    found = assessed(reading, llm)
    outlook = Replay(reading, llm).outlook(len(reading.events))
    return {
        **retold_everywhere(reading, found),
        "replay": msgspec.json.encode(outlook).decode(),
        **progress_and_map(reading, llm),
    }


def progress_and_map(reading: Reading, llm: Graph) -> dict[str, str]:
    facts = revealed_facts([facts_of(reading)])
    found = progress_after(llm, facts, [past_session(reading)] if facts else [], 1)
    pages = concept_map(found, facts, llm).encounters
    return {"progress": msgspec.json.encode(found).decode(), "map": msgspec.json.encode(pages).decode()}


def about_another(reading: Reading, llm: Graph) -> Reading:
    """The same interview, had its last item been about another concept of the area, at another tier."""
    asked = [e for e in reading.events if isinstance(e, ev.Asked)][-1]
    items = llm.checks.values() if asked.check else [q for q in llm.questions.values() if not q.stages]
    of_area = (item for item in items if llm.area_of(item.primary) == asked.area)
    other = next(item for item in of_area if item.tier != asked.tier and item.primary != asked.concepts[0])
    new = changed(asked, id=other.id, concepts=other.concepts, tier=other.tier, reason={})
    if asked.check:
        new = changed(new, check=changed(asked.check, concepts=other.concepts, tier=other.tier))
    elif asked.question:
        new = changed(new, question=changed(other, prompt=asked.question.prompt, kind=asked.question.kind))
    return replace(reading, events=tuple(new if e is asked else e for e in reading.events))


def ended(reading: Reading) -> Reading:
    """The same interview, ended there."""
    last = reading.events[-1]
    return replace(
        reading, events=(*reading.events, ev.Ended(n=last.n + 1, at=last.at, clock=last.clock, why="stopped"))
    )


@pytest.mark.parametrize("phase", [Phase.ANSWERING, Phase.PROBING, Phase.PREDICTING, Phase.CHECKING])
def test_no_output_depends_on_the_open_item(llm: Graph, phase: Phase) -> None:
    one = reading_of(stopped_at(llm, phase))
    two = about_another(one, llm)
    before = outputs(one, llm), outputs(two, llm)
    after = outputs(ended(one), llm), outputs(ended(two), llm)
    assert [name for name in before[0] if before[0][name] != before[1][name]] == []
    questions = {"csv"} if phase is not Phase.CHECKING else set()  # a check has no row there
    differ = {name for name in after[0] if after[0][name] != after[1][name]}
    assert differ >= {"json", "text", "screen", "md", "html", "review", "review --json", "progress", "map", *questions}


@pytest.mark.parametrize("phase", [Phase.ANSWERING, Phase.PROBING, Phase.PREDICTING])
def test_an_open_question_is_listed_by_its_area(llm: Graph, phase: Phase) -> None:
    sat = stopped_at(llm, phase)
    found, turn = assessed(reading_of(sat), llm), sat.state.turns[-1]
    question, area = found.questions[-1], llm.areas[turn.asked.area].title
    assert (question.area, question.area_title) == (turn.asked.area, area)
    assert (question.prompt, question.answer) == (turn.question.prompt, turn.answer_text)
    assert {question.id, question.concept, question.concept_title, question.tier, question.planned_seconds} == {None}
    assert all(q.id and q.concept and q.concept_title and q.tier for q in found.questions[:-1])
    assert [step.number for step in found.path if step.kind == "question"] == [q.number for q in found.questions[:-1]]
    assert "The concept and tier of 1 item are shown with the reference." in found.caveats
    said = outputs(reading_of(sat), llm)
    assert f"  {question.number}  {area}: not scored" in said["text"]
    assert f"## Question {question.number}: {area}, not scored" in said["md"].replace("\\", "")
    assert f"Question {question.number} {area} not scored" in page_text(said["html"])
    row = list(csv.DictReader(io.StringIO(said["csv"])))[-1]
    assert [row[name] for name in ("question", "concept", "tier", "planned_seconds", "reason")] == [""] * 5
    assert (row["area"], row["prompt"]) == (turn.asked.area, turn.question.prompt)
    last = json.loads(said["review --json"])[-1]
    assert (last["id"], last["concepts"], last["tier"], last["prompt"]) == (None, [], None, turn.question.prompt)
    assert not any(probe.get("point") or probe.get("reply") for probe in last["probes"])
    assert f"Question {question.number}  (item {turn.position})" in said["review"]


def names_of(llm: Graph, state: State) -> set[str]:
    """Titles and ids of what the items of an interview are about."""
    concepts = {name for turn in state.turns for name in turn.asked.concepts}
    areas = {area.title for area in llm.areas.values()}
    return ({llm.concepts[name].title for name in concepts} | concepts) - areas - set(llm.areas)


def texts_of(said: dict[str, str], names: Sequence[str] = ("md", "html", "csv", "text", "screen", "review")) -> str:
    return "\n".join(said[name] for name in names)


def test_nothing_is_named_while_scores_wait(llm: Graph) -> None:
    asking = interview(llm, 8, score="end", format="screen", until=lambda s: len(s.turns) > 4)
    said = outputs(reading_of(asking), llm)
    found = assessed(reading_of(asking), llm)
    assert any(q.verdict for q in found.questions)
    assert any(turn.checked for turn in asking.state.turns)
    prompts = "\n".join((t.check or t.question).prompt + t.answer_text for t in asking.state.turns)
    spoken = {name for name in names_of(llm, asking.state) if name in texts_of(said) and name not in prompts}
    assert spoken == set()
    assert (*found.path, *found.study, *found.tonight) == ()
    assert not any(concept.questions or concept.positions for concept in found.concepts)
    assert set(found.kinds.values()) == {"open"}
    assert {check.correct for check in found.checks} == {None}
    assert not any(check.truth or check.why for check in found.checks)
    assert found.calibration.checks == 0
    assert found.calibration.checks_expected is None
    assert "Right." not in said["review"]
    assert "Wrong." not in said["review"]
    assert missed_questions([found]) == {}

    debriefing = interview(llm, 8, score="end", format="screen", until=lambda s: bool(s.closed and s.focus == 2))
    state, later = debriefing.state, assessed(reading_of(debriefing), llm)
    revealed = [turn.revealed for turn in state.turns if turn.check is None]
    assert {True, False} == set(revealed)
    assert [q.concept is not None for q in later.questions] == revealed
    assert all(check.concept for check in later.checks)
    whole = assessed(reading_of(interview(llm, 8, score="end", format="screen")), llm)
    assert all(q.id and q.concept and q.tier for q in whole.questions)
    assert all(c.id and c.concept and c.tier for c in whole.checks)
    assert len(whole.path) == len(whole.questions) + len(whole.checks)


def asks_past_a_check(llm: Graph) -> Interview:
    """An interview that is scored at its end, waits for an answer, and has a check behind it."""

    def there(state: State) -> bool:
        return len(state.turns) > 4 and state.phase is Phase.ANSWERING

    return interview(llm, 8, score="end", format="screen", until=there)


def checked_otherwise(reading: Reading) -> Reading:
    """The same interview, had every check that was right been wrong, and the other way round."""

    def otherwise(event: ev.Event) -> ev.Event:
        return changed(event, correct=not event.correct) if isinstance(event, ev.Checked) else event

    found = replace(reading, events=tuple(map(otherwise, reading.events)))
    assert found.events != reading.events
    return found


def test_no_report_depends_on_a_hidden_check(llm: Graph) -> None:
    """Nor on it do the level and the areas, of which the one would move that the check was about."""

    sat = asks_past_a_check(llm)
    sat.skip()  # what was skipped has a step in the path, before its reveal
    one = reading_of(sat)
    two = checked_otherwise(one)
    before, after = (outputs(one, llm), outputs(two, llm)), (outputs(ended(one), llm), outputs(ended(two), llm))
    assert [name for name in before[0] if before[0][name] != before[1][name]] == []
    assert after[0]["json"] != after[1]["json"]


def test_no_comparison_depends_on_a_hidden_check(llm: Graph) -> None:
    other, one = interview(llm, 5, format="screen").state, reading_of(asks_past_a_check(llm))

    def compared(reading: Reading) -> Comparison:
        return compare(other, fold(reading.header, reading.events), llm, bank_of(llm))

    two = checked_otherwise(one)
    assert compared(one) == compared(two)
    assert compared(ended(one)) != compared(ended(two))


@pytest.mark.parametrize(("score", "phase"), [("each", Phase.ANSWERING), ("end", Phase.SETTLED)])
def test_no_later_report_depends_on_open_items(llm: Graph, score: str, phase: Phase) -> None:
    """Nor on a prediction that waits for its reveal there: it moves the level, and the chance of no concept."""

    def there(state: State) -> bool:
        turn = state.current
        last = turn is not None and turn.check is None and turn.question.kind == "discuss" and not turn.dont_know
        return len(state.turns) > 2 and state.phase is phase and last

    earlier = reading_of(interview(llm, 8, score=score, until=there))
    later = interview(llm, 9, past=[past_session(earlier)], day=1, format="screen")

    def after(reading: Reading) -> tuple[Assessment, Outlook]:
        past = [past_session(reading)]
        selection = Selection(llm, later.header, past, bank=bank_of(llm))
        outlook = Replay(reading_of(later), llm, past).outlook(len(later.events))
        return assess(later.state, llm, selection), outlook

    (one, replayed), (two, replayed_again) = after(earlier), after(about_another(earlier, llm))
    assert one.concepts == two.concepts
    assert (replayed.standings, replayed.moved) == (replayed_again.standings, replayed_again.moved)
    level, chances = one.level, [(c.concept, c.mastery, c.low, c.high) for c in one.concepts]
    assert replayed.level == (level.tier, level.low, level.high), "the replay says what the report says"
    assert replayed.mastery[0] == one.path[-1].mastery
    assert sorted((s.concept, s.mastery, s.low, s.high) for s in replayed.standings) == sorted(chances)
    assert (one == two) == (score == "each")
    area = fold(earlier.header, earlier.events).turns[-1].asked.area
    assert next(a for a in one.areas if a.area == area).word != "not asked yet", "the area is no secret"


def test_the_replay_says_the_level_of_the_report(llm: Graph) -> None:
    """Predictions stand for the answers in both, and move no concept before the reveal."""
    sat = asks_past_a_check(llm)
    found, replay = assess_interview(sat), Replay(reading_of(sat), llm)
    outlook, level = replay.outlook(len(sat.events)), found.level
    assert outlook.level == (level.tier, level.low, level.high)
    assert outlook.level != replay.outlook(0).level
    assert isinstance(sat.events[outlook.event - 1], ev.Predicted | ev.Answered)
    chances = [(c.concept, c.mastery, c.low, c.high) for c in found.concepts]
    assert sorted((s.concept, s.mastery, s.low, s.high) for s in outlook.standings) == sorted(chances)
    assert outlook.moved == ()
    sat.skip()  # what was skipped has a step in the path
    assert Replay(reading_of(sat), llm).outlook(len(sat.events)).mastery[0] == assess_interview(sat).path[-1].mastery


def test_no_later_interview_depends_on_hidden_checks(llm: Graph) -> None:
    """Neither what it asks and why, nor its report. One that begins after the telling does."""

    def later(earlier: Reading) -> tuple[Sequence[ev.Event], Assessment, Outlook]:
        past = [past_session(earlier)]
        sat = interview(llm, 9, past=past, day=1, format="screen")
        return sat.events, assess_interview(sat), Replay(reading_of(sat), llm, past).outlook(len(sat.events))

    one = reading_of(asks_past_a_check(llm))
    two = checked_otherwise(one)
    assert later(one) == later(two)
    assert later(ended(one)) != later(ended(two))


def test_a_session_without_answers_supports_no_level(llm: Graph) -> None:
    earlier = past_session(reading_of(interview(llm, 8, until=lambda s: s.phase is Phase.ANSWERING)))
    sat = interview(llm, 10, past=[earlier], day=1, until=lambda s: sum(t.scored is not None for t in s.turns) == 2)
    found = assess_interview(sat)
    assert (found.level.answers, found.level.earlier) == (2, 0)
    assert found.first_impression == "Only 2 answers: take everything here as a first impression."


def test_what_is_told_of_session_changes_no_digest(llm: Graph) -> None:
    past = past_session(reading_of(stopped_at(llm, Phase.ANSWERING)))
    assert past.secret
    assert digest([past]) == digest([replace(past, secret=())])


def test_what_was_also_considered_is_no_secret(llm: Graph) -> None:
    sat = interview(llm, 11, until=lambda s: s.phase is Phase.ANSWERING)
    sat.skip()
    (question,) = assessed(reading_of(sat), llm).questions
    assert (question.skipped, question.concept) == (True, sat.state.turns[0].asked.concepts[0])
