"""The assessment: one computation, honest, and the same in every output."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace as changed

from simulator.engine.choice.formats import FORMATS
from simulator.engine.model.evidence import Evidence, EvidenceKind
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import rank
from simulator.graph.records import PROBE_MINUTES, Graph
from simulator.graph.text import percent, wrap
from simulator.report.concept_records import NOT_ENOUGH, about_the_same
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess, assess_interview
from simulator.report.figures.standing import mastery_label
from simulator.report.load import assess_file
from simulator.report.progress_records import AreaProgress
from simulator.report.records import AreaResult, Assessment, CheckResult, ConceptResult, QuestionResult
from simulator.report.tally import areas_of
from simulator.report.text.debrief import first_page_entries
from simulator.report.text.report import page
from simulator.report.text.sections import path_sentences, step_change
from simulator.report.text.self_rating import checks_sentence, leniency_sentence
from simulator.report.text.words import called_lower, screening_words, seen_words
from simulator.session.archive.as_text import turns_as_data
from simulator.session.archive.facts import facts_of
from simulator.session.clock import SimulatedClock
from simulator.session.header import Header
from simulator.session.interview.history import PastSession
from simulator.session.interview.input import is_picked
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, State
from simulator.session.workspace import Workspace
from simulator.ui.time_remarks import is_long
from simulator.ui.tui.review.report_pages import answer_items, walk_items
from tests import transcripts
from tests.graphs import rests_on
from tests.report_screen import figure_lines
from tests.reporting import START, assessed, bank_of, history, interview, page_text, progress_after, reading_of
from tests.some import seeds


@pytest.fixture(scope="module")
def sat(llm: Graph) -> list[Assessment]:
    """Six interviews of candidates of different levels and formats."""
    return assessed(llm)


def test_json_has_the_promised_shape(sat: list[Assessment]) -> None:
    for found in sat:
        data = json.loads(as_json(found))
        assert data["version"] == 1
        assert {"session", "questions", "areas", "level", "calibration"} <= data.keys()
        assert all({"area", "mastery", "low", "high"} <= area.keys() for area in data["areas"])
        assert {"tier", "low", "high"} <= data["level"].keys()


def test_every_standing_is_the_one_in_json(sat: list[Assessment]) -> None:
    for found in sat:
        data = json.loads(as_json(found))
        text, md, html = "\n".join(page(found)), as_markdown(found), as_html(found)
        for area in data["areas"]:
            chance, between = f"{area['mastery']:.0%}", f"{area['low'] * 100:.0f} to {area['high'] * 100:.0f}"
            word = {"gap": "weak", "held": "solid", "not enough yet": "not clear yet"}.get(area["word"], area["word"])
            of = next(a for a in found.areas if a.area == area["area"])
            told_so = of.is_figure and not about_the_same(found.areas)
            figures = [chance, between] if told_so else ["", ""]
            told = " ".join(filter(None, [area["title"], seen_words(of), *figures, word]))
            lines = [" ".join(line.split()) for line in page(found, 900)]
            (unasked,) = [line for line in lines if line.startswith("Not asked yet: ")] or [""]
            assert told in lines or (area["word"] == "not asked yet" and area["title"] in unasked.partition(": ")[2])
            assert f"| {area['title']} | {seen_words(of)} | {figures[0]} | {figures[1]} | {word} |" in md
            cells = f'<td class="n">{chance}</td>\n<td class="n">{between}</td>'
            assert cells in html or not told_so
        for question in data["questions"]:
            if question["coverage"] is not None:
                assert f"{percent(question['coverage'])} covered" in " ".join(text.split())
                assert f"{percent(question['coverage'])} covered" in html


def test_firm_words_only_where_the_interval_allows_them(llm: Graph, sat: list[Assessment]) -> None:
    words = set()
    for found in [*sat, assess_interview(interview(llm, 11, level=0.0), "staff")]:
        standings: list[AreaResult | ConceptResult] = [*found.areas, *found.concepts]
        for standing in standings:
            words.add(standing.word)
            if standing.word == "held":
                assert standing.low >= 0.5
            if standing.word == "gap":
                assert standing.high < 0.5
            touched = _touched(found, llm, standing)
            assert bool(touched) == (standing.word != "not asked yet")
            assert touched or standing.word not in {"held", "gap"}
    assert words == {"held", "gap", "not enough yet", "not asked yet"}


def _touched(found: Assessment, graph: Graph, standing: AreaResult | ConceptResult) -> list[str]:
    """The items of a session without earlier ones that are about an area, or touch a concept."""
    items: list[QuestionResult | CheckResult] = [*found.questions, *found.checks]
    if isinstance(standing, AreaResult):
        return [i.id for i in items if i.id and standing.area in areas_of(graph, i.area, i.tier)]
    records = [graph.questions.get(i.id) or graph.checks[i.id] for i in items if i.id]
    return [r.id for r in records if standing.concept in r.concepts]


def test_earlier_sessions_count_for_words_of_report(llm: Graph) -> None:
    facts, past = history(llm, 5, 3, weak="retrieval")
    sat = interview(llm, 77, format="screen", past=past, day=4)
    found = assess_interview(sat)
    here = {q.area for q in found.questions} | {c.area for c in found.checks}
    before = {item.area for session in facts for item in session.items}
    words = {area.area: area.word for area in found.areas}
    assert before - here
    assert all(words[area] != "not asked yet" for area in before | here)
    assert all(words[area] == "not asked yet" for area in words.keys() - before - here)


def test_sixty_columns_hold_every_name_whole(sat: list[Assessment]) -> None:
    for found in sat:
        lines = list(page(found, 52))
        assert max(map(len, lines)) <= 52
        alike = about_the_same(found.areas)
        for area in (area for area in found.areas if area.word != "not asked yet"):  # these share a line
            at = lines.index(f"  {area.title}")
            assert (f" {round(area.mastery * 100)}% " in lines[at + 1]) == (area.is_figure and not alike)
            assert lines[at + 1].startswith(f"    {seen_words(area)}")


@pytest.mark.parametrize(
    ("word", "questions", "low", "high", "shown"),
    [
        ("not enough yet", 3, 0.3, 0.8, False),
        ("not enough yet", 9, 0.38, 0.74, True),
        ("not enough yet", 0, 0.38, 0.74, False),
        ("not asked yet", 0, 0.4, 0.7, False),
        ("held", 1, 0.51, 0.97, True),
        ("gap", 2, 0.02, 0.45, True),
    ],
)
def test_only_estimates_that_say_something_are_figures(
    sat: list[Assessment], word: str, questions: int, low: float, high: float, shown: bool
) -> None:
    """Everybody begins at a wide interval around one half, whatever an area is."""
    area = changed(sat[0].areas[0], word=word, questions=questions, mastery=(low + high) / 2, low=low, high=high)
    found = changed(sat[0], areas=(area,))
    told = f"{area.mastery:.0%}"
    assert (told in next(line for line in figure_lines(found, 90) if area.title in line[:60])) == shown
    row = next(line for line in as_markdown(found).splitlines() if line.startswith(f"| {area.title}"))
    assert (told in row) == shown


@pytest.mark.parametrize(
    ("questions", "solid", "weak", "checks", "right", "told"),
    [
        (3, 2, 1, 0, 0, "2 of 3 solid, 1 weak"),
        (2, 1, 0, 4, 3, "1 of 2 solid"),
        (0, 0, 0, 1, 1, "1 check right"),
        (0, 0, 0, 1, 0, "1 check wrong"),
        (0, 0, 0, 3, 2, "2 of 3 checks right"),
        (0, 0, 0, 0, 0, ""),
    ],
)
def test_what_was_seen_is_counted(
    sat: list[Assessment], questions: int, solid: int, weak: int, checks: int, right: int, told: str
) -> None:
    area = next(area for area in sat[0].areas if area.word != NOT_ENOUGH)
    of = changed(area, questions=questions, solid=solid, weak=weak, checks=checks, checks_right=right)
    assert seen_words(of) == told


def test_what_was_seen_is_what_was_answered(sat: list[Assessment]) -> None:
    for found in sat:
        for concept in found.concepts:
            verdicts = [q.verdict for q in found.questions if q.concept == concept.concept and q.verdict]
            assert concept.solid == sum(verdict in {"solid", "outstanding"} for verdict in verdicts)
            assert concept.weak == verdicts.count("weak")
            checks = [c.correct for c in found.checks if c.concept == concept.concept and c.correct is not None]
            assert (concept.checks, concept.checks_right) == (len(checks), sum(checks))


def test_gaps_quote_the_points_that_were_missed(sat: list[Assessment]) -> None:
    for found in sat:
        for concept in found.concepts:
            mine = [q for q in found.questions if q.concept == concept.concept and q.verdict]
            assert concept.positions == tuple(q.position for q in mine)
            assert concept.missed == tuple(p.point for q in mine for p in q.missed)


def test_path_is_the_belief_after_every_item(llm: Graph) -> None:
    sitting = interview(llm, 3, level=3)
    found = assess_interview(sitting)
    assert [s.position for s in found.path] == list(range(1, len(sitting.state.turns) + 1))
    for before, after in zip(found.path, found.path[1:], strict=False):
        assert after.before == before.mastery
    assert found.path[-1].level == found.level.tier
    assert all(step.low <= step.mastery <= step.high and step.reason for step in found.path)
    questions = [s for s in found.path if s.kind == "question"]
    assert all(step.passed_over and step.gain for step in questions)
    right = {s.position: s.outcome for s in found.path if s.kind == "check"}
    assert right == {c.position: "right" if c.correct else "not right" for c in found.checks}


def test_study_puts_prerequisites_first(llm: Graph, sat: list[Assessment]) -> None:
    ordered = 0
    for found in sat:
        names = [item.concept for item in found.study]
        missed = {q.concept for q in found.questions if q.verdict in {"weak", "borderline"}}
        latest = {check.concept: check.correct for check in found.checks}  # a right one takes a wrong one away
        assert missed | {concept for concept, correct in latest.items() if correct is False} == set(names)
        assert {item.concept for item in found.tonight} <= set(names) or not found.study
        for place, name in enumerate(names):
            below = set(rests_on(llm, name)) & set(names)
            assert below <= set(names[:place])
            ordered += len(below)
        for item in found.study:
            assert item.definition == llm.concepts[item.concept].definition
            asked = {q.id for q in found.questions}
            assert not asked & set(item.others)
            assert set(item.questions) <= asked
    assert ordered


def test_study_goes_on_from_tonight(llm: Graph, sat: list[Assessment]) -> None:
    """What is for tonight comes in that order, each after what it rests on."""
    for found in sat:
        studied = [item.concept for item in found.study]
        here = [item.concept for item in found.tonight if item.concept in studied]
        with_basics = [c for own in here for c in (*[s for s in studied if s in rests_on(llm, own)], own)]
        assert studied[: len(set(with_basics))] == list(dict.fromkeys(with_basics))


def test_calibration_counts_agree(sat: list[Assessment]) -> None:
    for found in sat:
        counts = found.calibration
        assert counts.predictions == counts.exact + counts.higher + counts.lower == len(counts.steps)
        assert counts.checks == len([c for c in found.checks if c.correct is not None])
        if counts.checks:
            assert counts.checks_expected is not None
            assert 0 < counts.checks_expected < counts.checks
            assert f"{counts.checks_right} of {counts.checks}" in checks_sentence(found)
        said = leniency_sentence(counts)
        assert bool(said) == (counts.leniency is not None)
        if counts.leniency_low is not None and counts.leniency_high is not None:
            assert counts.leniency_low * counts.leniency_high > 0


def test_a_check_set_aside_is_told(llm: Graph) -> None:
    """ "You got 5 of 5 checks right" was said where a sixth was set aside."""
    sat = interview(llm, 3, level=4.0)
    aside = next(t for t in sat.state.turns if t.check and t.checked and not is_picked(t.checked.text, t.check))
    sat.set_aside(aside.position)
    found = assess_interview(sat)
    told = f"{found.calibration.checks} checks right (not counting 1 set aside)"
    assert told in found.recommendation.basis + found.recommendation.why
    assert told in checks_sentence(found)


def test_a_check_counts_as_the_report_says(llm: Graph) -> None:
    """Beside questions of its tier, at the start; the report said nowhere what a wrong check costs."""
    bank, role = bank_of(llm), llm.roles["applied-engineer"]
    start = Prior.structural(bank, "mid")
    mean, _ = start.overall(role)
    moves: dict[bool, list[list[float]]] = {True: [], False: []}
    for item in [item for item in bank.items if item.tier == 3]:
        if len(moves[item.is_check]) < 60:
            kind: EvidenceKind = "check" if item.is_check else "verdict"
            after = [start.update(Evidence(item.id, kind, of)) for of in range(item.response.categories)]
            moves[item.is_check].append([each.overall(role)[0] - mean for each in after])
    (wrong, right), (weak, borderline, _, outstanding) = (np.mean(moves[check], 0) for check in (True, False))
    assert weak < wrong < borderline < 0
    assert (right - wrong) / (outstanding - weak) == pytest.approx(0.5, abs=0.15)


def test_time_adds_up(sat: list[Assessment]) -> None:
    for found in sat:
        parts = found.time.answering + found.time.following_up + found.time.checks + (found.time.parting or 0)
        assert parts == pytest.approx(found.time.total, abs=1.0)
        assert set(found.time.over) == {q.position for q in found.questions if q.over_time and q.verdict}


def test_follow_ups_bring_their_minutes_here_too(llm: Graph) -> None:
    """The room said "3:05 of about 5 min", and the report of the same answer "3:10 of 3:00"."""
    sat = interview(llm, 3)
    found = assess_interview(sat)
    turns = [sat.state.turn(q.position) for q in found.questions]
    assert any(turn.probes for turn in turns)
    for question, turn in zip(found.questions, turns, strict=True):
        assert question.planned_seconds == 60 * (turn.question.planned_minutes + PROBE_MINUTES * len(turn.probes))
        assert is_long(turn, question.seconds) == question.over_time


def spent(found: Assessment) -> float:
    return sum(q.seconds for q in found.questions) + sum(c.seconds for c in found.checks)


@pytest.mark.parametrize("phase", [Phase.ANSWERING, Phase.PROBING, Phase.CHECKING])
def test_open_time_counts_in_pauses_and_afterwards(llm: Graph, phase: Phase) -> None:
    clock = SimulatedClock(START)
    sat = interview(llm, 8, until=lambda s: len(s.turns) > 2 and s.phase is phase, clock=clock)
    before = spent(assess_interview(sat))
    clock.advance(83)
    sat.pause()
    found = assess_interview(sat)
    assert spent(found) == pytest.approx(before + 83, abs=0.01)
    assert spent(found) == pytest.approx(found.time.total, abs=0.01)
    if phase is Phase.ANSWERING:
        assert "not scored, 1:23" in "\n".join(page(found))
        assert turns_as_data(reading_of(sat))[-1]["seconds"] == facts_of(reading_of(sat)).items[-1].seconds == 83
    sat.stop()
    assert spent(assess_interview(sat)) == pytest.approx(spent(found), abs=0.01)


def test_time_adds_up_where_pass_was_taken_back(llm: Graph) -> None:
    clock = SimulatedClock(START)
    sat = interview(llm, 8, until=lambda s: s.phase is Phase.ANSWERING, clock=clock)
    for command in (sat.skip, sat.next, sat.undo, sat.dont_know, sat.next, sat.pause):
        clock.advance(20)
        command()
    found = assess_interview(sat)
    parts = (found.time.answering, found.time.following_up, found.time.checks)
    assert [q.seconds for q in found.questions] + [c.seconds for c in found.checks] == [60, 20]
    assert (sum(parts), min(parts)) == (found.time.total, 0)


def test_nothing_gives_an_answer_away_before_its_reveal(llm: Graph) -> None:
    sitting = interview(llm, 6, until=lambda s: s.phase is Phase.PREDICTING)
    found = assess_interview(sitting)
    last, question = found.questions[-1], sitting.state.turns[-1].question
    assert last.answer
    assert not any((last.points, last.reference, last.gist, last.mistakes, last.sources))
    for output in (as_json(found).decode(), as_html(found), as_markdown(found), "\n".join(page(found))):
        assert question.rubric[0].point not in output


def test_scores_that_wait_are_said(llm: Graph) -> None:
    sitting = interview(llm, 8, score="end", format="screen", until=lambda s: s.closed is not None)
    found = assess_interview(sitting)
    assert found.session.state == "debriefing"
    assert found.session.waiting == sum(q.waiting for q in found.questions) > 0
    assert any("still to score" in sentence for sentence in found.caveats)
    assert all(not q.points for q in found.questions if q.waiting)


def test_a_single_answer_is_called_a_first_impression(llm: Graph) -> None:
    sitting = interview(llm, 2, until=lambda s: bool(s.turns) and s.turns[0].settled)
    found = assess_interview(sitting)
    assert any("first impression" in sentence for sentence in found.caveats)
    assert any(sentence.startswith("Not asked about") for sentence in found.caveats)


def test_few_answers_are_called_a_first_impression(llm: Graph) -> None:
    few = assess_interview(
        interview(llm, 3, level=2.0, until=lambda s: sum(t.verdict is not None for t in s.turns) == 3)
    )
    said = "Only 3 answers: take everything here as a first impression."
    assert few.first_impression == said
    for text in ("\n".join(page(few, 200)), as_markdown(few), as_html(few)):
        assert text.count(said) == 1
        assert text.index(said) < text.index("Tonight" if few.tonight else "Areas")
    assert assess_interview(interview(llm, 3)).first_impression == ""


def test_an_empty_report_speaks_of_earlier_ones(llm: Graph) -> None:
    nothing = assess_interview(interview(llm, 3, until=lambda s: bool(s.turns), past=history(llm, 5, 1)[1], day=2))
    said = "Nothing was answered: the figures only show what earlier interviews say."
    assert nothing.level.earlier == 1
    assert nothing.first_impression == said
    for text in ("\n".join(page(nothing, 200)), as_markdown(nothing), as_html(nothing)):
        assert text.count(said) == 1


def test_what_held_back_begins_with_the_weakest_answers(sat: list[Assessment]) -> None:
    named = 0
    for found in sat:
        short = [q for q in found.questions if q.verdict in {"weak", "borderline"} and not q.skipped]
        short.sort(key=lambda q: (rank(q.verdict or "weak"), q.coverage or 0.0, q.position))
        for said, question in zip(found.held_back, short[:2], strict=False):
            assert said.startswith(f"{question.verdict} on {question.concept_title}")
            named += 1
    assert named


def test_what_was_not_asked_stands_beside_its_word(llm: Graph) -> None:
    found = assess_interview(interview(llm, 5, level=4.0, until=lambda s: any(t.verdict for t in s.turns)))
    noted = [c for c in found.concepts if c.note and c.questions]
    assert [c.note for c in noted] == ["solid so far; not asked at tier 3 yet"]
    for text in ("\n".join(page(found, 200)), as_markdown(found), as_html(found)):
        assert noted[0].note in text


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_has_one_name_in_every_output(sat: list[Assessment], name: str) -> None:
    found = changed(sat[0], session=changed(sat[0].session, format=name))
    for text in (as_markdown(found), as_html(found)):
        assert FORMATS[name].title in text


def test_nothing_asked_yet_is_no_error(llm: Graph) -> None:
    sitting = interview(llm, 2, until=lambda s: not s.turns)
    found = assess_interview(sitting)
    assert found.questions == ()
    assert found.study == ()
    assert any("Nothing was answered" in sentence for sentence in found.caveats)
    assert found.screen == found.onsite == "nothing was answered"
    assert found.time.pace is None
    assert "Report" in "\n".join(page(found))
    assert as_html(found).count("<h1 ") == 1


def test_lost_questions_are_shown_as_they_were_asked(llm: Graph) -> None:
    sitting = interview(llm, 4)
    state: State = sitting.state
    asked = state.turns[0].question
    header: Header = state.header
    smaller = replace_graph(llm, asked.id)
    found = assess(state, smaller, Selection(smaller, header))
    assert found.questions[0].prompt == asked.prompt
    assert any("no longer has 1 question" in sentence for sentence in found.caveats)


def replace_graph(graph: Graph, without: str) -> Graph:
    import msgspec

    questions = {name: q for name, q in graph.questions.items() if name != without}
    return msgspec.structs.replace(graph, questions=questions)


def test_lines_keep_to_the_width(sat: list[Assessment]) -> None:
    for found in sat:
        for width in (60, 79):
            assert all(len(line) <= width for line in page(found, width))


def test_not_yet_is_said_of_the_weak_only(llm: Graph) -> None:
    weak = assess_interview(interview(llm, 11, level=-2.0))
    assert weak.onsite == weak.recommendation.word == "not yet"
    strong = assess_interview(interview(llm, 11, level=6.0))
    assert strong.onsite.startswith(("yes", "leaning yes"))


def test_same_state_same_assessment(llm: Graph) -> None:
    sitting = interview(llm, 6, format="screen")
    again = replace(sitting.state)
    selection = Selection(llm, sitting.header, bank=bank_of(llm))
    assert as_json(assess(again, llm, selection)) == as_json(assess_interview(sitting))


def test_what_is_wrong_with_transcript_is_said_everywhere(llm: Graph, tmp_path: Path) -> None:
    name, data = transcripts.whole(3)
    head, blocks = transcripts.split(data)
    path = transcripts.put(tmp_path, name, head + b"".join(blocks[:-1]) + blocks[-1][:40])
    place = Workspace(llm.path.parent, tmp_path, "demo", tmp_path / "cache", tmp_path / "config.toml")
    found = assess_file(path, place)
    (sentence,) = found.findings
    assert "cut off" in sentence
    assert sentence in json.loads(as_json(found))["findings"]
    assert sentence in as_html(found)
    assert sentence in as_markdown(found)
    assert sentence in " ".join("\n".join(page(found)).split())
    assert any(sentence in line.text for line in first_page_entries(found))


def test_a_good_answer_that_lowered_is_explained(llm: Graph, sat: list[Assessment]) -> None:
    explained = "A good answer to an easy question, or after a hint, can lower it: more was expected."
    found = set()
    for one in (*sat, assess_interview(interview(llm, 2, level=1.7, format="screen", day=1))):
        fell = any(s.outcome in {"solid", "outstanding", "right"} and s.mastery <= s.before - 0.015 for s in one.path)
        found.add(fell)
        for text in (" ".join(" ".join(page(one)).split()), as_markdown(one), as_html(one)):
            assert (explained in text) == fell
    assert found == {True, False}


def test_a_fall_by_good_answers_says_why(sat: list[Assessment]) -> None:
    """8 of 10 solid, yet the chance fell; and a story that "counts for no area" lowered it."""
    one, step = sat[0], sat[0].path[0]
    good = changed(step, outcome="solid", before=0.64, mastery=0.59)
    told = changed(one, path=(good,), questions=(changed(one.questions[0], position=step.position),))
    of_story = changed(told, questions=(changed(told.questions[0], kind="experience"),))
    falls, story = "one that falls short weighs more", "The story of your own work counts as such a question here"
    shown = [" ".join(path_sentences(found)) for found in (told, of_story)]
    assert [(falls in text, story in text) for text in shown] == [(True, False), (True, True)]
    risen = changed(told, path=(changed(good, mastery=0.7),))
    assert falls not in " ".join(path_sentences(risen))


def test_a_step_that_hardly_moves_has_no_arrow(sat: list[Assessment]) -> None:
    """A solid answer "65% → 64%" had no reason that one could give."""
    step = changed(sat[0].path[0], before=0.649, mastery=0.638, low=0.47, high=0.78)
    assert step_change(step) == "still about 64% (47 to 78)"
    assert step_change(changed(step, mastery=0.63)) == "65% → 63% (47 to 78)"


def test_questions_to_try_again_begin_in_words(sat: list[Assessment]) -> None:
    """Ids stood there, such as "mapping-parallelism-to-links"."""
    told = set()
    for one in sat:
        prompts = {q.id: q.prompt for q in one.questions}
        texts = [
            " ".join(" ".join(page(one, 4000)).split()),
            as_markdown(one).replace("\\", ""),
            page_text(as_html(one)),
        ]
        for item, text in product(one.study, texts):
            assert not any(name in text for name in (*item.questions, *item.others))
            for name in item.questions:
                begins = " ".join(prompts[name].replace("`", "").replace("**", "").split())[:40]
                assert f"“{begins}" in text
                told.add(name)
    assert told


def test_what_was_passed_over_is_in_json_alone(sat: list[Assessment]) -> None:
    ruled_out = {other.ruled_out for one in sat for step in one.path for other in step.passed_over}
    assert ruled_out
    for one in sat:
        text = " ".join((" ".join(page(one)), as_markdown(one), as_html(one)))
        assert not [why for why in ruled_out if why in text]


def test_an_unscored_answer_is_not_called_missing(llm: Graph) -> None:
    """In the middle of its follow-ups there is an answer, and no prediction that could stand for a score."""
    one = assess_interview(interview(llm, 11, until=lambda s: bool(s.turns and s.turns[0].answers)))
    assert [q.prediction for q in one.questions] == [None]
    assert one.questions[0].answer
    assert one.screen == one.onsite == "1 answer still to score"
    assert "Nothing is scored yet: the figures only show where you started." in one.caveats
    assert "1 answer still to score." in one.caveats
    assert set(one.kinds.values()) == {"open"}  # one of them was asked, and which is told after the reveal
    none = assess_interview(interview(llm, 11, until=lambda s: bool(s.turns)))
    assert none.screen == "nothing was answered"
    assert not any("score" in sentence for sentence in none.caveats)


def without_misses(llm: Graph, past: Sequence[PastSession]) -> Assessment:
    """The first short interview of a strong candidate in which nothing fell short."""
    sat = (interview(llm, seed, level=9.0, format="screen", past=past, day=4) for seed in range(40, 60))
    return next(found for found in map(assess_interview, sat) if not found.study)


def test_without_misses_earlier_shortfalls_are_advised(llm: Graph) -> None:
    past = history(llm, 6, 3, weak="retrieval")[1]
    found = without_misses(llm, past)
    assert found.tonight
    asked = {q.id for q in found.questions} | {item for p in past for item in p.asked}
    for item in found.tonight:
        assert item.why.endswith("an earlier answer on it fell short")
        assert item.others
        assert not asked & set(item.others)
        assert all(llm.questions[q].primary == item.concept for q in item.others)
    for text in (" ".join(" ".join(page(found)).split()), as_markdown(found), as_html(found)):
        assert found.tonight[0].title in text
        assert found.tonight[0].why in text


def test_without_misses_the_hardest_is_advised_again(llm: Graph) -> None:
    found = without_misses(llm, ())
    (item,) = found.tonight
    assert not item.gap
    (again,) = (q for q in found.questions if q.id in item.questions)
    assert again.coverage == 1
    assert all(point.beyond for point in again.missed)
    assert item.why == "nothing fell short here and this was complete, so say it again, more briefly"
    assert again.concept == item.concept
    assert all((q.coverage or 0) >= (again.coverage or 0) for q in found.questions if q.verdict == again.verdict)
    assert all(rank(q.verdict) >= rank(again.verdict) for q in found.questions if q.verdict and again.verdict)


def test_nothing_is_advised_where_nothing_was_answered(llm: Graph) -> None:
    assert assess_interview(interview(llm, 11, until=lambda s: bool(s.turns))).tonight == ()


def test_no_line_begins_with_a_per_cent_sign() -> None:
    said = "between 2 and 5 (80%), then 40% of them"
    for width in range(8, 45):
        lines = wrap(said, width)
        assert " ".join(lines) == said
        assert not any(line.startswith("%") for line in lines)


@pytest.mark.parametrize(("format", "first"), [("full", "an onsite"), ("screen", "a screening call")])
def test_figures_begin_with_what_was_sat(llm: Graph, format: str, first: str) -> None:
    """A full interview is no screening call; the other kind is said below, everywhere. The headline is the word."""
    found = assess_interview(interview(llm, 4, level=3.0, format=format))
    word = found.recommendation.word
    headline = f"{word[0].upper()}{word[1:]} for mid"
    lines = list(page(found))
    assert headline in lines[: lines.index("What spoke for you")]
    assert next(first_page_entries(found)).text == headline
    called = called_lower("mid") if screening_words(found) else "for a screening call at mid level"
    onsite = "for an onsite at mid level"
    first = called if first in called else onsite
    assert lines[lines.index("Figures") + 1].startswith(f"  Ready {first}: ")
    shown = as_html(found)
    places = [shown.index(f"<li>Ready {of}: ") for of in (onsite, called)]
    assert 0 < shown.index(f"<li>Ready {first}: ") == min(places)
    both = [line for line in "".join(as_markdown(found)).splitlines() if line.startswith("- Ready for ")]
    assert both[0].startswith(f"- Ready {first}: ")
    assert len(both) == 2


def test_points_left_out_say_in_which_questions(llm: Graph) -> None:
    """ "2 of 2 points on trade-offs left out": of eight answers, nobody knew in which."""
    lacking: list[str] = []
    for seed in range(1, 6):
        told = assess_interview(interview(llm, seed, level=2.0)).held_back
        lacking += [text for text in told if " left out" in text]
        if len(lacking) > len(seeds(5, 0)):
            break
    assert lacking
    assert all(re.search(r"left out \(questions? \d", text) for text in lacking), lacking


def test_figures_say_a_screening_calls_level_is_lower(llm: Graph) -> None:
    """Beside "Leaning not yet for staff", "ready for a screening call at staff level: leaning yes" read as a second
    verdict on the same."""
    found = assess_interview(interview(llm, 4, level=3.0, format="screen"))
    word = changed(found.recommendation, word="leaning not yet")
    apart = changed(found, screen="leaning yes", onsite="leaning not yet", recommendation=word)
    assert "  Ready for a screening call, a level lower: leaning yes" in page(apart)
    assert "<li>Ready for a screening call, a level lower: leaning yes" in as_html(apart)
    junior = changed(apart, recommendation=changed(word, level="junior"))
    assert "  Ready for a screening call, which asks for the basics: leaning yes" in page(junior)
    assert "level lower" not in page(junior)
    alike = changed(apart, screen="leaning not yet")
    assert "  Ready for a screening call at mid level: leaning not yet" in page(alike)


def test_an_unanswered_check_has_one_word(llm: Graph) -> None:
    sat = interview(llm, 6, until=lambda s: bool(s.turns) and s.turns[-1].check is not None)
    sat.stop()
    found = assess_interview(sat)
    assert (answer_items(found)[-1].row.note, walk_items(found)[-1].row.note) == ("open", "open")


def test_nothing_is_solid_where_most_answers_fell_short() -> None:
    """A deep dive said "0 of 1 solid, 81%, solid": the chance was that of the areas around it."""
    assert [
        mastery_label(0.61, 0.92, answers, answers, short) for answers, short in ((1, 1), (1, 0), (8, 3), (3, 2))
    ] == [
        "not enough yet",
        "held",
        "held",
        "not enough yet",
    ]
    beside = [mastery_label(0.61, 0.92, 4, 4, short, own=own) for own, short in ((0, 0), (1, 1), (2, 1))]
    assert beside == ["held", "not enough yet", "held"], "what only touches on it mends nothing that fell short"
    seen = AreaProgress(
        mastery=0.81, low=0.61, high=0.92, word="not enough yet", questions=1, solid=0, weak=0, checks=0,
        checks_right=0, area="a", title="A", weight=1.0, gaps=0, asked=1, of=9, path=(),
    )  # fmt: skip
    assert not seen.is_figure
    assert changed(seen, word="held").is_figure


def test_a_solid_area_is_never_the_weakest(llm: Graph) -> None:
    weakest = set()
    for seed in seeds(3, 1):
        facts, past = history(llm, 41 + seed, 2)
        found = progress_after(llm, facts, past, 2)
        weakest |= {found.weakest} - {""}
        assert {area.word for area in found.areas if area.area == found.weakest} <= {"gap", "not enough yet"}
    assert weakest
