"""The assessment of one session: a pure function of its state, the graph and the belief that it ends with.

It is the only computation there is: screens, text, JSON and every export show its figures.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from simulator.engine.scoring import VERDICTS, Verdict, rank
from simulator.graph.records import Graph
from simulator.report import records as rec
from simulator.report.figures.concepts import concept_standings
from simulator.report.figures.path import path_steps
from simulator.report.figures.questions import (
    already_seen,
    check_results,
    question_results,
    revealed_turns,
    scored_turns,
)
from simulator.report.figures.readiness import NOTHING, UNSCORED, held_back, kinds, readiness
from simulator.report.figures.self_rating import calibration
from simulator.report.figures.standing import (
    area_results,
    concept_results,
    level,
    role_of,
    role_of_session,
    tally_of_session,
)
from simulator.report.figures.study_plan import TONIGHT, study_plan, untried
from simulator.report.text.caveats import caveats, first_impression
from simulator.report.text.words import usual_tier
from simulator.session.archive.summary import mean_coverage, stage
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief


def time_result(
    state: State, questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]
) -> rec.TimeResult:
    """Interview time by what it was spent on; only answered questions say anything about the pace."""
    answered = [(q, q.planned_seconds) for q in questions if q.verdict and not q.skipped and q.planned_seconds]
    planned = sum(its for _, its in answered)
    longest = max(answered, key=lambda pair: pair[0].seconds / pair[1], default=None)
    return rec.TimeResult(
        total=round(state.clock, 3),
        planned=state.header.minutes * 60,
        answering=round(sum(q.answering_seconds for q in questions), 3),
        following_up=round(sum(q.following_up_seconds for q in questions), 3),
        checks=round(sum(c.seconds for c in checks), 3),
        pace=round(sum(q.seconds for q, _ in answered) / planned, 4) if planned else None,
        longest=longest[0].position if longest else None,
        over=tuple(q.position for q, _ in answered if q.over_time),
    )


VERSION = 1


def assess_interview(interview: Interview) -> rec.Assessment:
    """The assessment of an interview as it stands."""
    return assess(interview.state, interview.graph, interview.selection)


def assess(state: State, graph: Graph, selection: Selection, findings: Sequence[str] = ()) -> rec.Assessment:
    """The assessment of a session. Items that the graph no longer holds count as they were asked, not as evidence.

    `findings` are sentences about what is wrong with the transcript that it was read from.
    """
    belief = selection.belief(scored_turns(state))
    role = role_of_session(graph, state.header)
    questions, checks = question_results(state, graph), check_results(state)
    tally = tally_of_session(graph, questions, checks, selection.past)
    turns, met = revealed_turns(state), already_seen(state, graph, selection.seen)
    standings = concept_standings(_belief_told(belief, state, selection), graph, role, tally)
    areas = area_results(belief, graph, role, questions, tally, standings)
    concepts = concept_results(standings, questions)
    study = study_plan(questions, checks, concepts, graph, role, met)
    answered = any(q.verdict for q in questions) or any(c.correct is not None for c in checks)
    known = answered or any(p.evidence for p in selection.past)
    nothing = UNSCORED if state.waiting else NOTHING
    # an answer that waits for its reveal may have missed something, and that would be the advice
    whole = known and not any(q.verdict and q.concept is None for q in questions)
    asked_for = role.target_tier, state.header.seniority
    earlier = sum(bool(p.evidence) for p in selection.past)
    open_ = any(q.waiting or (q.verdict and q.tier is None) for q in questions)
    ready = readiness(belief, role, areas, standings, tally, open_)
    reached = _level(level(belief, role), asked_for, questions, checks, earlier)
    return rec.Assessment(
        session=_session(state, graph, questions),
        questions=questions,
        checks=checks,
        areas=areas,
        concepts=concepts,
        level=reached,
        calibration=calibration(selection, turns, belief, questions, checks),
        screen=ready["screen"] if known else nothing,
        onsite=ready["onsite"] if known else nothing,
        kinds=kinds(questions, tally),
        held_back=held_back(questions),
        tonight=study[:TONIGHT] or (untried(standings, concepts, graph, role, met) if whole else ()),
        study=study,
        time=time_result(state, questions, checks),
        path=path_steps(state, graph, role, selection),
        caveats=caveats(state, graph, questions, checks, areas, reached),
        findings=tuple(findings),
        first_impression=first_impression(questions, reached),
    )


def _belief_told(belief: "Belief", state: State, selection: Selection) -> "Belief":
    """The belief without the answers to what is still a secret, in this session and in those before.

    A prediction moves the chance of what it is about, and would name it.
    """
    turns, known = revealed_turns(state), selection.told
    return belief if known is selection and len(turns) == len(state.turns) else known.belief(turns)


def _session(state: State, graph: Graph, questions: Sequence[rec.QuestionResult]) -> rec.SessionInfo:
    header = state.header
    end = state.ended or state.closed
    return rec.SessionInfo(
        id=header.id,
        candidate=header.candidate,
        graph=header.graph,
        format=header.format,
        role=header.role,
        role_title=role_of(graph, header.role).title,
        seniority=header.seniority,
        started=header.started,
        minutes=header.minutes,
        clock=state.clock,
        state=stage(state),
        score=mean_coverage(state),
        verdict=median_verdict([q.verdict for q in questions if q.verdict]),
        seed=header.seed,
        scored_at=header.score,
        waiting=len(state.waiting),
        why_ended=end.why if end else "",
    )


def _level(
    found: tuple[int, int, int],
    asked_for: tuple[int, str],
    questions: Sequence[rec.QuestionResult],
    checks: Sequence[rec.CheckResult],
    earlier: int,
) -> rec.LevelResult:
    tier, low, high = found
    target, seniority = asked_for
    return rec.LevelResult(
        tier=tier,
        low=low,
        high=high,
        target=target,
        answers=sum(q.verdict is not None for q in questions),
        checks=sum(c.correct is not None for c in checks),
        earlier=earlier,
        seniority=seniority,
        usual=usual_tier(seniority),
    )


def median_verdict(verdicts: Sequence[Verdict]) -> Verdict | None:
    """The lower median of some verdicts, None of none."""
    ordered = sorted(rank(v) for v in verdicts)
    return VERDICTS[ordered[(len(ordered) - 1) // 2]] if ordered else None


def as_json(assessment: rec.Assessment) -> bytes:
    """The assessment as a JSON object (UTF-8) with its version, as `interview report --to json` prints it."""
    plain = msgspec.to_builtins(assessment)
    for item in (*plain["questions"], *plain["checks"]):
        del item["blocks"]  # which are for reading: the fields say the same
    return msgspec.json.format(msgspec.json.encode({"version": VERSION, **plain}), indent=2)
