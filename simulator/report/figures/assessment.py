"""The assessment of one session: a pure function of its state, the graph and the belief it ends with.

It is the only computation there is: screens, text, JSON and every export show its figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from simulator.engine.choice.formats import DEEP_DIVE
from simulator.engine.scoring import STRONG, median
from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.concept_records import HELD, ConceptStanding, fell_short
from simulator.report.concept_records import as_json as record_json
from simulator.report.debrief.advert import advert_areas, advert_parts
from simulator.report.debrief.panel import debriefed
from simulator.report.debrief.tonight import AdviceInputs, beside_the_advert, for_tonight, with_the_advert
from simulator.report.debrief_records import AdvertArea, Recommendation
from simulator.report.figures.caveats import (
    caveats,
    first_impression,
    held_back,
    kinds,
    practice_lower,
    solid_but_lower,
)
from simulator.report.figures.marks_vs_words import heard_result, is_said_apart
from simulator.report.figures.panel import Panel, panel_of_session, ready_phrases, recommendation
from simulator.report.figures.questions import (
    already_seen,
    check_results,
    exchanges,
    passed_over,
    question_results,
    revealed_turns,
    scored_turns,
)
from simulator.report.figures.self_rating import calibration
from simulator.report.figures.standing import (
    area_results,
    by_all,
    called_weakest,
    concept_results,
    concept_standings,
    judged_at,
    level_for,
    overall,
    role_of,
    role_of_session,
)
from simulator.report.figures.study_plan import (
    WeakArea,
    in_turn,
    prerequisites_first,
    study_plan,
    weak_areas,
    weakest_of,
)
from simulator.report.path_records import PathStep
from simulator.report.reasons_told import reason_of, reason_sentences
from simulator.report.tally import Tally, asked_items, tally
from simulator.session.archive.summary import mean_coverage, stage
from simulator.session.interview.hearing import as_heard, marks_tell_nothing
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import of_kinds
from simulator.session.interview.parting_questions import has_parting
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.session.presets import has_tasks, is_chosen

if TYPE_CHECKING:
    from simulator.engine.model.belief import Belief


def assess_interview(interview: Interview, level: str = "") -> rec.Assessment:
    """The assessment of an interview as it stands."""
    return assess(interview.state, interview.graph, interview.selection, level=level)


def assess(
    state: State, graph: Graph, selection: Selection, findings: Sequence[str] = (), level: str = ""
) -> rec.Assessment:
    """The assessment of a session. Items the graph no longer has are shown as they were asked, but are no evidence.

    `findings` are sentences about faults in the transcript. `level` is the seniority that is judged at; by default the
    one that the session was sat with.
    """
    judged = judged_session(state, graph, selection, level or state.header.seniority)
    questions, checks, belief, role, told = judged.questions, judged.checks, judged.belief, judged.role, judged.told
    concepts = concept_results(judged.standings, told, checks)
    study = study_plan(told, checks, concepts, graph, role, judged.met)
    below = weak_areas(belief, role, asked_items(graph, told, checks, selection.past), graph)
    missed = {item.area for item in study} | {standing.area for standing in fell_short(judged.standings)}
    fine = {a.area for a in judged.areas if a.word == HELD or (a.all_solid and not judged.tally.area_short[a.area])}
    first = weakest_of(below, missed, role, fine)
    over_time = by_all(judged.areas, judged.tally)
    weakest = called_weakest(first, over_time)
    panel = panel_of_session(state, graph, role, selection, told)
    reached, ready = level_result(judged), ready_phrases(panel, over_time, first, weakest)
    impression = first_impression(questions, reached, _why_lower(judged, reached))
    return rec.Assessment(
        session=session_info(state, graph, questions),
        questions=questions,
        checks=checks,
        areas=judged.areas,
        concepts=concepts,
        level=reached,
        calibration=calibration(selection, revealed_turns(state), belief, questions, checks),
        screen=ready["screen"],
        onsite=ready["onsite"],
        kinds=kinds(questions, judged.tally),
        held_back=held_back(questions),
        tonight=_tonight(judged, study, below),
        study=prerequisites_first(in_turn(below, study), graph),
        time=time_result(state, questions, checks),
        path=path_steps(state, graph, role, selection),
        caveats=caveats(state, graph, questions, checks, judged.areas, reached, impression),
        findings=tuple(findings),
        first_impression=impression,
        heard=heard_result(panel.evidence.marks.at(role.target_tier)),
        recommendation=_recommended(judged, panel),
        parting=exchanges(state),
        weakest=weakest,
    )


@dataclass(frozen=True)
class JudgedSession:
    """A session judged at a `level`, which is a seniority, and what several of its figures rest on.

    `role` has the target of that level, `wants` that of whoever hires. `met` are the ids of the items that the
    candidate has seen. `advert` are the areas that a job advert asks for, and `unmet` what it names and nothing that
    may be told spoke of; both are empty without one. `told` and `turns` are what the words make of the answers, where
    the marks tell no answer from another; else what the marks make of them.
    """

    state: State
    graph: Graph
    selection: Selection
    level: str
    role: Role
    wants: Role
    belief: "Belief"
    questions: tuple[rec.QuestionResult, ...]
    told: tuple[rec.QuestionResult, ...]
    turns: tuple[Turn, ...]
    checks: tuple[rec.CheckResult, ...]
    tally: Tally
    met: frozenset[str]
    standings: tuple[ConceptStanding, ...]
    areas: tuple[rec.AreaResult, ...]
    advert: tuple[AdvertArea, ...]
    unmet: tuple[str, ...]

    @property
    def answered(self) -> bool:
        """Whether anything was answered in this session."""
        return any(q.verdict for q in self.questions) or any(c.correct is not None for c in self.checks)


def judged_session(state: State, graph: Graph, selection: Selection, level: str) -> JudgedSession:
    """The session as it is judged at a level."""
    belief, own = selection.belief(scored_turns(state)), role_of_session(graph, state.header)
    role, parts = judged_at(own, level), state.header.advert or advert_parts(own, graph)
    questions, checks = question_results(state, graph), check_results(state)
    heard, told = state, questions
    if marks_tell_nothing(revealed_turns(state)):
        heard = replace(state, turns=tuple(map(as_heard, state.turns)))
        told = question_results(heard, graph)
    counts = tally(graph, asked_items(graph, told, checks, selection.past))
    standings = concept_standings(_open_belief(state, selection, belief), graph, role, counts)
    return JudgedSession(
        state=state,
        graph=graph,
        selection=selection,
        level=level,
        role=role,
        wants=role if parts else own,  # an advert has a level of its own, which the candidate knows
        belief=belief,
        questions=questions,
        told=told,
        turns=revealed_turns(heard),
        checks=checks,
        tally=counts,
        met=already_seen(state, graph, selection.seen),
        standings=standings,
        areas=area_results(belief, graph, role, told, checks, counts, standings),
        advert=advert_areas(parts, tally(graph, asked_items(graph, told, checks, ())), graph),
        unmet=_unmet(graph, state.header.advert_terms, questions, checks),
    )


def _why_lower(judged: JudgedSession, reached: rec.LevelResult) -> str:
    """Why a figure fell although all was solid, or the level in practice; empty where it's neither."""
    before, now, role = judged.selection.prior, judged.belief, judged.role
    form, earlier = judged.state.header.format, reached.earlier > 0
    lower = solid_but_lower(judged.questions, judged.checks, before, now, role)
    return lower or practice_lower(form, before, now, role, earlier=earlier)


def _tonight(
    judged: JudgedSession, study: Sequence[rec.StudyItem], below: Sequence[WeakArea]
) -> tuple[rec.StudyItem, ...]:
    """What to do tonight, from what there is to study and the areas below the others."""
    state, past = judged.state, judged.selection.past
    known = judged.answered or any(p.evidence for p in past)
    # an answer before its reveal may have missed something, and that would be the advice
    whole = known and not any(q.verdict and q.concept is None for q in judged.questions)
    inputs = AdviceInputs(judged.graph, judged.role, judged.standings, judged.told, judged.met)
    from_list = state.header.format == DEEP_DIVE.id and state.header.again is not None  # then it goes on with that list
    advice = for_tonight(inputs, below, study, whole=whole, again=not from_list)
    if is_chosen(state.header):
        return advice
    if whole:
        came_up = {turn.asked.id for turn in revealed_turns(state)}.union(*(session.asked for session in past))
        advice = with_the_advert(inputs, advice, below, judged.advert, judged.unmet, came_up)
    return beside_the_advert(advice, judged.advert, judged.graph, judged.state.header.advert_terms)


def _recommended(judged: JudgedSession, panel: Panel) -> Recommendation:
    """What the panel recommends at the level, with what speaks for and against it."""
    header, wants = judged.state.header, judged.wants
    terms_open = bool(judged.unmet and judged.advert) and not is_chosen(header)
    heard = heard_result(panel.evidence.marks.at(judged.role.target_tier))
    recommended = recommendation(
        panel, judged.level, wants.target_tier, terms_open=terms_open, heard_apart=is_said_apart(heard)
    )
    if judged.answered and wants.code and has_parting(header) and has_tasks(judged.graph):
        questions = [turn.asked.question for turn in judged.state.turns if turn.asked.question]
        asked = any(question.is_coding or question.shows_code for question in questions)  # or had some to repair
        recommended = msgspec.structs.replace(recommended, no_code=not asked)
    return debriefed(
        recommended,
        judged.turns,
        judged.graph,
        judged.role,
        chosen=is_chosen(header),
        advert=judged.advert,
        unmet=judged.unmet,
        doubted=panel.evidence.marks.at(judged.role.target_tier).doubted,
        earlier=panel.evidence.answers[: panel.evidence.earlier],
    )


def _unmet(
    graph: Graph, terms: Sequence[str], questions: Iterable[rec.QuestionResult], checks: Iterable[rec.CheckResult]
) -> tuple[str, ...]:
    """What a job advert names and nothing that may be told spoke of."""
    if not terms:
        return ()
    from simulator.graph.job_advert.naming import not_met  # only where there is an advert

    told = [q for q in questions if q.concept is not None]
    said = [text for q in told for probe in q.follow_ups for text in (probe.asks, probe.reply)]
    said += [text for q in told for text in (q.answer, *(b.text for b in of_kinds(q.blocks, "clarify", "clarified")))]
    return not_met(graph, terms, {q.id for q in questions} | {check.id for check in checks}, said)


def _open_belief(state: State, selection: Selection, belief: "Belief") -> "Belief":
    """The belief without what is still secret; `belief` is the one from all of it.

    A prediction on a secret item, here or in an earlier session, moves the chance of its concept and would name it.
    """
    turns, open_selection = revealed_turns(state), selection.without_secret_items
    is_open = open_selection is selection and len(turns) == len(state.turns)
    return belief if is_open else open_selection.belief(turns)


def session_info(state: State, graph: Graph, questions: Sequence[rec.QuestionResult]) -> rec.SessionInfo:
    """The session at a glance."""
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
        verdict=median(q.verdict for q in questions if q.verdict),
        seed=header.seed,
        scored_at=header.score,
        waiting=len(state.waiting),
        why_ended=end.why if end else "",
        solid=sum(q.verdict in STRONG for q in questions),
        is_demo=header.is_demo,
        is_spoken=state.is_spoken,
    )


def level_result(judged: JudgedSession) -> rec.LevelResult:
    """The level and what it rests on."""
    tier, low, high = level_for(judged.belief, judged.role)
    return rec.LevelResult(
        tier=tier,
        low=low,
        high=high,
        target=judged.role.target_tier,
        role_target=judged.wants.target_tier,
        answers=sum(q.verdict is not None for q in judged.questions),
        checks=sum(c.correct is not None for c in judged.checks),
        earlier=sum(bool(p.evidence) for p in judged.selection.past),
        seniority=judged.level,
        usual=judged.role.target_tier,
    )


def time_result(
    state: State, questions: Sequence[rec.QuestionResult], checks: Sequence[rec.CheckResult]
) -> rec.TimeResult:
    """Interview time by what it was spent on. The pace counts answered questions only."""
    answered = [(q, q.planned_seconds) for q in questions if q.verdict and not q.skipped and q.planned_seconds]
    planned = sum(seconds for _, seconds in answered)
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
        parting=round(state.parting.seconds((state.closed or state).clock), 3) if state.parting.begun else None,
    )


def path_steps(state: State, graph: Graph, role: Role, selection: Selection) -> tuple[PathStep, ...]:
    """Every item asked, with the role-weighted belief before and after it; scores count as they stand now.

    Items before their reveal have no step: all of it tells what they are about.
    """
    steps, evidence = [], scored_turns(state)
    before, told = overall(selection.prior, role)[0], reason_sentences(state.turns, graph, state.header)
    for count, turn in enumerate(state.turns, 1):
        belief = selection.belief([t for t in evidence if t.position <= count])
        mastery, low, high = overall(belief, role)
        if not state.conceals(turn):
            asked, reason = turn.asked, reason_of(turn)
            step = PathStep(
                position=asked.position,
                number=asked.number,
                kind="check" if turn.check is not None else "question",
                item=asked.id,
                concept=asked.concepts[0],
                concept_title=graph.concept_title(asked.concepts[0]),
                area=asked.area,
                tier=asked.tier,
                move=reason.move if reason else "",
                hops=reason.hops if reason else 0,
                gain=round(reason.gain, 4) if reason else None,
                reason=told[count - 1],
                passed_over=passed_over(reason, graph),
                outcome=turn.outcome,
                before=before,
                mastery=mastery,
                low=low,
                high=high,
                level=level_for(belief, role)[0],
                hints=len(turn.hints),
            )
            steps.append(step)
        before = mastery
    return tuple(steps)


def as_json(assessment: rec.Assessment) -> bytes:
    """The assessment as a JSON object (UTF-8) with its version, as `interview report --to json` prints it."""
    plain = msgspec.to_builtins(assessment)
    for item in (*plain["questions"], *plain["checks"], *plain["parting"]):
        del item["blocks"]  # for reading only: the other fields say the same
        item.pop("unheard", 0)  # for the sentence that names the answers
    return record_json(plain)
