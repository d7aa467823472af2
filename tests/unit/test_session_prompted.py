"""A point that was given only when asked: a mark of its own, and nothing counts less by itself any more."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from simulator.engine.scoring import HIGHEST, Mark, Verdict, score
from simulator.errors import NotAllowed
from simulator.graph.text import plural
from simulator.report.export.html import as_html
from simulator.report.export.markdown import as_markdown
from simulator.report.export.question_rows import as_csv
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.report.text.sections import step_words
from simulator.session.archive.as_text import retold_lines
from simulator.session.clock import SimulatedClock
from simulator.session.interview.events import Scored
from simulator.session.interview.history import evidence_of
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import covered_words, verdict_block
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import Phase, fold
from simulator.session.rescoring import ReopenedSession, rescoring_interview
from simulator.ui.interviewer import rule_words
from simulator.ui.lines.text import verdict_lines as lines_verdict
from simulator.ui.tui.review.report_pages import walk_items
from simulator.ui.tui.room.panes.verdict import verdict_lines
from simulator.ui.verdict_doubts import claim_questioned, reply_wrong, stands_against
from tests.graphs import RUBRIC
from tests.reporting import START, Nowhere, page_text, reading_of, turn_of
from tests.seven import BESIDE, answered, begun, old, seven, to_the_end
from tests.unit.test_old_transcripts import EXPECTED

NAMES = {made["name"]: name for name, made in EXPECTED.items()}

SEE = " (a good reply stands below {})"


def test_only_the_mark_makes_a_point_count_less() -> None:
    interview = begun()
    turn = answered(interview)
    assert turn.asked_for == {"core", "why"}
    for point, mark, coverage in (("core", "yes", 3 / 7), ("why", "yes", 5 / 7), ("why", "prompted", 4.6 / 7)):
        interview.judge(point, mark)  # type: ignore[arg-type]
        now = turn_of(interview).score
        assert now is not None
        assert now.coverage == pytest.approx(coverage)
    assert turn_of(interview).when_asked == {"why"}


@pytest.mark.parametrize("sort", ["gap", "drill", "challenge"])
def test_any_follow_up_may_bring_a_point_out(sort: str) -> None:
    turn = answered(begun())
    only = tuple(msgspec.structs.replace(probe, sort=sort) for probe in turn.probes)
    assert replace(turn, probes=only).asked_for == {"core", "why"}
    older = replace(turn, probes=only, engine="7")
    assert older.prompted == ({"core", "why"} if sort == "gap" else frozenset())
    assert older.asked_for == frozenset()


def test_a_reply_may_bring_any_point() -> None:
    interview = begun()
    turn = answered(interview)
    assert "when" not in turn.asked_for
    interview.judge("when", "prompted")
    assert turn_of(interview).when_asked == {"when"}
    nudged = tuple(msgspec.structs.replace(probe, sort="nudge") for probe in turn.probes)
    assert not replace(turn, probes=nudged).may_be_prompted
    assert not replace(turn, engine="7").may_be_prompted


def test_without_a_reply_no_point_is_prompted() -> None:
    interview = begun()
    interview.answer(BESIDE)
    while interview.state.phase is Phase.PROBING:
        interview.said_that("")
    interview.predict("solid")
    before = interview.events
    with pytest.raises(NotAllowed, match="Only when asked doesn't apply here"):
        interview.judge("when", "prompted")
    assert interview.events == before
    for point in turn_of(interview).unjudged:
        interview.judge(point, "yes")
    interview.confirm()
    interview.stop()
    session = ReopenedSession(interview.header, interview.events, Nowhere(), SimulatedClock(START))
    with pytest.raises(NotAllowed, match="Only when asked doesn't apply here"):
        session.rescore(1, {"core": "yes", "why": "yes", "when": "yes", "limit": "prompted"})
    assert session.state == interview.state, "nothing of it was kept"


def test_prompted_point_is_met_but_lifts_nothing() -> None:
    marks: dict[str, Mark] = {"core": "prompted", "why": "yes", "when": "yes", "judged": "prompted"}
    found = score(RUBRIC, marks)
    assert found.coverage == pytest.approx(min(1, (0.8 * 4 + 4) / 7))
    assert (found.capped, found.missing_critical, found.verdict) == (False, (), "solid")
    assert score(RUBRIC, {**marks, "judged": "yes"}).verdict == "outstanding"
    assert score(RUBRIC, marks, prompted_lifts=True).verdict == "outstanding"  # up to engine 16


DECIDES = [
    ({"core": "no", "why": "yes"}, "71% covered, but without a must-have it's borderline at best"),
    ({"core": "partly"}, "93% covered, but with a must-have only partly met it's solid at best"),
    ({"limit": "no"}, "outstanding needs a point beyond the question"),
    ({"limit": "prompted"}, "outstanding needs a point beyond the question that nobody asked for"),
    ({}, "a point beyond the question makes it outstanding"),
    ({"why": "no", "limit": "no"}, "solid starts at 65%; some points count for more"),
    ({"why": "no", "when": "no", "judged": "no", "limit": "no"}, "solid starts at 65%; some points count for more"),
]


@pytest.mark.parametrize(("marks", "said"), DECIDES)
def test_the_rule_that_decides_a_verdict_is_said(marks: dict[str, Mark], said: str) -> None:
    turn = answered(begun())
    given = replace(turn, marks={point.id: marks.get(point.id, "yes") for point in turn.question.rubric})
    assert given.score is not None
    assert rule_words(given) == said
    assert said in str(verdict_lines(given))
    assert any(line.lower() == f"{said}." for line in lines_verdict(given))


def test_no_point_beyond_is_asked_for() -> None:
    turn = answered(begun())
    rubric = tuple(point for point in turn.question.rubric if not point.beyond)
    question = msgspec.structs.replace(turn.question, rubric=rubric)
    asked = msgspec.structs.replace(turn.asked, question=question)
    given = replace(turn, asked=asked, marks={point.id: "yes" for point in rubric})
    assert rule_words(given) == "outstanding needs something beyond the question"


@pytest.mark.parametrize(
    ("core", "said"),
    [
        ("partly", "a point beyond fills the gap, but with a must-have only partly met it's solid at best"),
        ("no", "a point beyond fills the gap, but without a must-have it's borderline at best"),
    ],
)
def test_no_full_coverage_beside_missing_must(core: Mark, said: str) -> None:
    """ "100% covered" stood beside "partly" and "no"."""
    turn = answered(begun())
    rubric = tuple(msgspec.structs.replace(p, weight=3 if p.beyond else p.weight) for p in turn.question.rubric)
    marks = {point.id: core if point.critical else "yes" for point in rubric}
    question = msgspec.structs.replace(turn.question, rubric=rubric)
    given = replace(turn, asked=msgspec.structs.replace(turn.asked, question=question), marks=marks)
    assert given.score is not None
    assert given.score.coverage == 1.0
    assert rule_words(given) == said


def test_a_lower_own_verdict_needs_no_reason() -> None:
    """ "The lower of your own solid and the points' outstanding" went on "a point beyond makes it outstanding"."""
    turn = answered(begun())
    given = replace(turn, marks={point.id: "yes" for point in turn.question.rubric})
    fields: dict[str, Any] = {"n": 9, "at": START, "clock": 1.0, "position": 1, "by_points": "outstanding"}
    cases: tuple[tuple[Verdict, bool], ...] = (("solid", False), ("outstanding", True))
    for verdict, says in cases:
        scored = replace(given, scored=Scored(**fields, verdict=verdict, anchored=verdict))
        assert bool(rule_words(scored)) == says


def test_one_remark_stands_behind_the_coverage() -> None:
    """ "63% covered, counting what went beyond the question, 1 point only when asked" was read by nobody."""
    turn = answered(begun())
    marks: dict[str, Mark] = {"core": "prompted", "why": "no"}
    given = replace(turn, marks={point.id: marks.get(point.id, "yes") for point in turn.question.rubric})
    assert given.when_asked == {"core"}
    assert covered_words(given, 0.63) == "63% covered, helped by what went beyond the question"


def test_a_point_beyond_made_when_asked_is_named() -> None:
    """ "64% covered, counting what went beyond the question when asked" puzzled, beside a point marked partly."""
    turn = answered(begun())
    marks: dict[str, Mark] = {p.id: "prompted" if p.beyond else "partly" for p in turn.question.rubric}
    made = sum(p.beyond for p in turn.question.rubric)
    said = f"64% covered, helped by {plural(made, 'point')} beyond the question that you made when asked"
    assert covered_words(replace(turn, marks=marks), 0.64) == said


@pytest.mark.parametrize(
    ("beyond", "said"), [("yes", ", helped by what went"), ("partly", ", helped by half a point"), ("no", "")]
)
def test_half_a_point_beyond_is_called_half(beyond: Mark, said: str) -> None:
    turn = answered(begun())
    marks: dict[str, Mark] = {"core": "yes", "why": "yes", "when": "no", "limit": beyond, "judged": beyond}
    given = replace(turn, marks={point.id: marks.get(point.id, beyond) for point in turn.question.rubric})
    assert covered_words(given, 0.8) == f"80% covered{said}{' beyond the question' * bool(said)}"
    assert ("100% covered, nothing beyond the question" in covered_words(given, 1.0)) is (beyond == "no")


def test_undo_takes_a_prompted_mark_back() -> None:
    interview = begun()
    answered(interview)
    interview.judge("core", "prompted")
    interview.undo()
    assert turn_of(interview).marks == {}
    assert turn_of(interview).when_asked == frozenset()


@pytest.mark.parametrize(("engine", "count"), [("10", 0), ("9", 1), ("8", 1)])
def test_prompted_point_is_discounted_once(engine: str, count: int) -> None:
    """In the coverage alone; up to engine 9 it made the question easier as well."""
    interview = begun()
    answered(interview)
    marked(interview)
    turn = fold(msgspec.structs.replace(interview.header, engine=engine), interview.events).turns[0]
    assert turn.when_asked == {"core"}
    assert [piece.prompted for piece in evidence_of([turn])] == [count]


def test_engine_nine_keeps_its_rules_when_scored_again() -> None:
    interview = begun()
    for point in answered(interview).unjudged[:3]:
        interview.judge(point, "prompted" if point == "core" else "yes")
    older = fold(msgspec.structs.replace(interview.header, engine="9"), interview.events).turns[0].score
    now = interview.state.turns[0].score
    assert older is not None
    assert now is not None
    assert older.coverage == pytest.approx((0.6 * 3 + 4) / 8)
    assert now.coverage == pytest.approx((0.8 * 3 + 4) / 7)


def marked(interview: Interview) -> None:
    """Judge the present answer, its first point as given only when asked."""
    for point in turn_of(interview).unjudged:
        interview.judge(point, "prompted" if point == "core" else "yes")
    interview.confirm()


def test_a_hint_is_named_beside_its_verdict() -> None:
    """It stood in no verdict, and a chance that fell after a solid answer looked wrong."""
    interview = begun()
    interview.hint()
    answered(interview)
    marked(interview)
    assert verdict_block(turn_of(interview)).text.endswith("1 point only when asked; after 1 hint")
    interview.stop()
    found = assess_interview(interview)
    assert found.path[0].hints == 1
    assert step_words(found.path[0]).endswith(" after a hint")
    assert "after 1 hint" in as_markdown(found)
    assert walk_items(found)[0].row.text.endswith(" level), after a hint")
    twice = msgspec.structs.replace(found, path=(msgspec.structs.replace(found.path[0], hints=2), *found.path[1:]))
    assert step_words(twice.path[0]).endswith(" after 2 hints")
    assert walk_items(twice)[0].row.text.endswith(", after 2 hints")


def test_verdict_counts_all_marks_that_say_so() -> None:
    """ "1 point only when asked" stood below two such marks: the other waits for its follow-up, and counts in full."""
    turn = answered(begun())
    first, second, *_ = turn.question.rubric
    waits = msgspec.structs.replace(second, by_probe=True)
    question = msgspec.structs.replace(
        turn.question, rubric=tuple(waits if point is second else point for point in turn.question.rubric)
    )
    asked = msgspec.structs.replace(turn.asked, question=question)
    marks: dict[str, Mark] = {first.id: "prompted", second.id: "prompted"}
    given = replace(turn, asked=asked, marks={point.id: marks.get(point.id, "yes") for point in question.rubric})
    assert given.when_asked == {first.id}
    assert covered_words(given, 0.95) == "95% covered, 2 points only when asked"
    alone = replace(given, marks={**given.marks, first.id: "yes"})
    assert "only when asked" not in covered_words(alone, 1.0)  # nothing counts less


def test_every_output_says_only_when_asked() -> None:
    interview = begun()
    answered(interview)
    marked(interview)
    interview.stop()
    found = assess_interview(interview)
    assert "1 point only when asked" in found.held_back
    assert "- only when asked: Takes" in as_markdown(found)
    assert "only when asked Takes" in page_text(as_html(found))
    points = json.loads(as_json(found))["questions"][0]["points"]
    assert [(p["mark"], p["prompted"]) for p in points] == [("prompted", True), *[("yes", False)] * 3]
    assert "  only when asked  Takes" in "\n".join(retold_lines(reading_of(interview)))
    row = "".join(as_csv([found])).splitlines()[1]
    assert ",4,0,," in row, "four points met, none missed"


def test_scored_again_after_end_point_may_be_prompted() -> None:
    interview = begun()
    answered(interview)
    marked(interview)
    interview.stop()
    found = reading_of(interview)
    anew = rescoring_interview(found, 1, seven())
    anew.judge("core", "prompted")
    anew.judge("limit", "prompted")
    session = ReopenedSession(found.header, found.events, Nowhere(), SimulatedClock(START))
    session.rescore(1, {"core": "prompted", "why": "prompted", "when": "yes", "limit": "no"})
    scored = session.state.turn(1).scored
    assert scored is not None
    assert scored.coverage == pytest.approx((0.8 * 5 + 2) / 7, abs=1e-4)


def test_an_old_answer_scored_again_keeps_its_discount() -> None:
    found = old(NAMES["all-yes"])
    position = next(t.position for t in fold(found.header, found.events).turns if t.marks and len(t.prompted) == 2)
    session = ReopenedSession(found.header, found.events, Nowhere(), SimulatedClock(START))
    with pytest.raises(NotAllowed):
        session.rescore(position, dict.fromkeys(session.points(position), "prompted"))
    session.rescore(position, dict.fromkeys(session.points(position), "yes"))
    turn = session.state.turn(position)
    assert turn.scored is not None
    assert turn.scored.coverage == pytest.approx((0.6 * 5 + 3) / 8)
    assert turn.asked_for == frozenset()


def test_old_interview_that_goes_on_keeps_its_discount() -> None:
    found = old(NAMES["judging-stopped"])
    interview = Interview(
        seven(), found.header, Nowhere(), SimulatedClock(START), Selection(seven(), found.header), found.events
    )
    interview.resume()
    assert interview.state.phase is Phase.JUDGING
    for point in turn_of(interview).unjudged:
        interview.judge(point, "yes")
    interview.confirm()
    scored = turn_of(interview).scored
    assert scored is not None
    assert scored.coverage == pytest.approx((0.6 * 5 + 3) / 8)


def test_whole_interview_without_mark_has_no_discount() -> None:
    interview = begun(2)
    to_the_end(interview)
    judged = [t for t in interview.state.turns if t.scored and t.marks]
    assert any(t.asked_for for t in judged)
    assert {t.scored.coverage for t in judged if t.scored} == {1.0}
    assert all(piece.prompted == 0 for piece in evidence_of(interview.state.turns))


@pytest.mark.parametrize(("sort", "shown"), [("gap", False), ("nudge", False), ("drill", True), ("challenge", True)])
def test_lines_show_replies_that_no_point_judges(sort: str, shown: bool) -> None:
    interview = begun()
    answered(interview)
    for point in ("core", "why", "when"):
        interview.judge(point, "yes")
    turn = turn_of(interview)
    probe = msgspec.structs.replace(turn.probes[0], sort=sort)
    reply = msgspec.structs.replace(turn.replies[0], text=f"{'Tokens are kept apart. ' * 12}And that is all.")
    told = "\n".join(lines_verdict(replace(turn, probes=(probe,), replies=(reply,))))
    covers = f"No point covers your reply to the follow-up{SEE.format('it')}."
    wrong = f"{covers} If it was wrong, lower the verdict: type 1 to 4."
    for words in ("Your replies to follow-ups:", f"You: {reply.text}", wrong):
        assert (words in told) is shown
    weak = replace(turn, probes=turn.probes, marks=dict.fromkeys(turn.marks, "no"))
    assert "lower the verdict" not in "\n".join(lines_verdict(weak)), "nothing is lower than weak"


def test_reply_that_brought_a_point_counts() -> None:
    """ "1 point only when asked" stood above "Your reply has no point of its own"."""
    turn = answered(begun())
    probe = msgspec.structs.replace(turn.probes[0], sort="drill")
    given = replace(
        turn,
        marks={point.id: "yes" for point in turn.question.rubric},
        probes=(probe,),
        replies=turn.replies[:1],
    )
    assert reply_wrong(given, "v")
    assert not reply_wrong(replace(given, marks={**given.marks, "core": "prompted"}), "v")


@pytest.mark.parametrize(
    ("sorts", "said"),
    [
        (("drill", "gap"), f"your first reply{SEE.format('it')}. If it was wrong, lower the verdict: v."),
        (
            ("drill", "drill"),
            f"your replies to the follow-ups{SEE.format('them')}. If one was wrong, lower the verdict: v.",
        ),
        (("drill", "gap", "drill"), f"2 of your replies{SEE.format('them')}. If one was wrong, lower the verdict: v."),
        (("gap", "gap"), ""),
    ],
)
def test_replies_that_no_point_covers_are_counted(sorts: tuple[str, ...], said: str) -> None:
    """A reply beside the question left no trace: "100% covered" stood above it."""
    turn = answered(begun())
    given = replace(
        turn,
        marks={point.id: "yes" for point in turn.question.rubric},
        probes=tuple(msgspec.structs.replace(turn.probes[0], sort=sort) for sort in sorts),
        replies=(turn.replies[0],) * len(sorts),
    )
    assert reply_wrong(given, "v") == (f"No point covers {said}" if said else "")


HALF_OR_NOT: tuple[Mark, ...] = ("no", "partly")


def test_a_questioned_claim_stands_beside_outstanding() -> None:
    """ "Outstanding, a point beyond the question makes it so" was said of an answer with a corrected claim."""
    turn = answered(begun())
    quote = "Temperature 0, so {it} is right"
    asked = msgspec.structs.replace(turn.probes[0], sort="challenge", quote=quote, point="", reply="It isn't.")
    marks: dict[str, Mark] = {point.id: "yes" for point in turn.question.rubric}
    given = replace(turn, marks=marks, probes=(asked,), replies=turn.replies[:1])
    against = f"I questioned “{quote}”, and no point covers that. If it was wrong, outstanding is too high"
    lower = {point.id: mark for point, mark in zip(turn.question.rubric, HALF_OR_NOT * 9, strict=False)}
    assert given.score is not None
    assert given.score.verdict == HIGHEST
    assert claim_questioned(given) == against
    told = next(line for line in lines_verdict(given) if against in line)
    assert told.count("lower the verdict") == 1
    assert not claim_questioned(replace(given, marks=lower))
    assert not claim_questioned(replace(given, probes=turn.probes[:1]))


def test_a_claim_taken_back_isnt_doubted_again() -> None:
    """ "If it was wrong" was said to somebody who had just said that it was."""
    turn = answered(begun())
    quote = "At temperature 0 it can't be wrong"
    asked = msgspec.structs.replace(turn.probes[0], sort="challenge", quote=quote, point="", reply="It can.")
    marks: dict[str, Mark] = {point.id: "yes" for point in turn.question.rubric}
    admitted = (msgspec.structs.replace(turn.replies[0], text="OK, I was wrong."),)
    given = replace(turn, marks=marks, probes=(asked,), replies=admitted)
    told = f"You took back “{quote}”, and no point counts that. Outstanding may be too high"
    assert stands_against(given, "v") == f"{told}; lower the verdict: v."
    held = (msgspec.structs.replace(turn.replies[0], text="It really can't, as I said."),)
    assert claim_questioned(replace(given, replies=held)).startswith("I questioned")


def test_a_reply_that_missed_stands_with_its_reference() -> None:
    interview = begun()
    answered(interview)
    for point in ("core", "why", "when"):
        interview.judge(point, "yes")
    turn = turn_of(interview)
    gap = msgspec.structs.replace(turn.probes[0], sort="gap", point="why", reply="Tokens are kept apart.")
    drill = msgspec.structs.replace(turn.probes[0], sort="drill", point="core", probe=2)
    off = [msgspec.structs.replace(turn.replies[0], text=text) for text in ("It was the wrong one.", "Yes.")]
    for mark in HALF_OR_NOT:
        marks: dict[str, Mark] = {**turn.marks, "why": mark}
        told = "\n".join(lines_verdict(replace(turn, probes=(drill, gap), replies=(off[1], off[0]), marks=marks)))
        first, rest = told.partition("You: It was the wrong one.")[::2]
        assert "Your replies to follow-ups:" in first
        assert "Tokens are kept apart." in rest.partition("You: Yes.")[0]
    told = "\n".join(lines_verdict(replace(turn, probes=(gap,), replies=(off[0],))))
    assert "It was the wrong one." not in told
