"""Results of questions and checks, from their turns. What is secret until the reveal is left out of the records."""

from collections.abc import Collection

from msgspec.structs import replace

from simulator.engine.choice.formats import FORMATS
from simulator.engine.choice.reasons import Reason
from simulator.graph.records import OPEN_ENDED, Graph, Role, Source
from simulator.graph.text import source_line, source_url
from simulator.report import records as rec
from simulator.report.debrief.own_words import mistake_of
from simulator.report.debrief_records import GRADES, CodeRun
from simulator.report.figures.marks_vs_words import heard_of_question
from simulator.report.path_records import PassedOver
from simulator.report.reasons_told import reason_sentences
from simulator.session.code.code_runs import counted, counted_words, kept_back, told_cases
from simulator.session.interview.hearing import doubted_words, unheard_of
from simulator.session.interview.input import right_answer
from simulator.session.interview.item_blocks import exchange_blocks, item_blocks, opening_blocks, was_shown
from simulator.session.interview.outcome_words import DONT_KNOW
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn


def question_results(state: State, graph: Graph) -> tuple[rec.QuestionResult, ...]:
    """The questions of a session, without what is still secret."""
    results = []
    for turn, reason in zip(state.turns, reason_sentences(state.turns, graph, state.header), strict=True):
        if turn.check is None:
            secret = state.conceals(turn)
            blocks = (*opening_blocks(state.header, turn.position), *item_blocks(turn, secret=secret))
            result = question_result(turn, graph, state.seconds_on(turn), reason)
            result = replace(result, blocks=blocks)
            # the id names the concept, the planned time goes with the tier, the reason tells both
            hidden = dict.fromkeys(("id", "concept", "concept_title", "tier", "planned_seconds")) | {"reason": ""}
            results.append(replace(result, **hidden) if secret else result)
    return tuple(results)


def check_results(state: State) -> tuple[rec.CheckResult, ...]:
    """The checks of a session, without what is still secret."""
    results = []
    for turn in state.turns:
        if turn.check is not None:
            secret = state.conceals(turn)
            result = replace(check_result(turn, state.seconds_on(turn)), blocks=tuple(item_blocks(turn, secret=secret)))
            hidden = dict.fromkeys(("id", "concept", "tier", "correct")) | {"truth": "", "why": ""}
            results.append(replace(result, **hidden) if secret else result)
    return tuple(results)


def exchanges(state: State) -> tuple[rec.Exchange, ...]:
    """The parting questions of a session, with what was said."""
    return tuple(
        rec.Exchange(
            asks=asked.asks,
            reply=reply.text if reply and not reply.unsent else "",
            good=asked.good if reply else (),
            blocks=tuple(exchange_blocks(asked, reply)),
        )
        for asked, reply in state.parting.exchanges
    )


def question_result(turn: Turn, graph: Graph, seconds: float, reason: str) -> rec.QuestionResult:
    """The result of a question as it was asked, for a `reason`; `seconds` is the time spent on it so far.

    Before the reference was shown, nothing that gives the answer away is in it.
    """
    result, question = _as_asked(turn, graph, seconds, reason), turn.question
    if scored := turn.scored:
        result = replace(
            result,
            coverage=scored.coverage,
            overruled=scored.overruled,
            by_points=scored.by_points,
            anchored=scored.anchored,
            capped=scored.capped,
            why=scored.why,
            insight=scored.insight,
        )
    if was_shown(turn):
        result = replace(
            result,
            points=point_results(turn),
            claim_stands=_claim_stands(turn),
            reference=question.answer,
            gist=question.gist,
            mistakes=tuple((m.claim, m.why) for m in question.mistakes),
            sources=source_results(question.sources),
        )
    return result


def _as_asked(turn: Turn, graph: Graph, seconds: float, reason: str) -> rec.QuestionResult:
    """The result without score and reference."""
    question, asked = turn.question, turn.asked
    answered = max(a.clock for a in turn.answers) - turn.since if turn.answered else seconds
    spoken = [a.spoken_seconds for a in turn.answers if a.spoken_seconds is not None]
    heard, doubt = heard_of_question(turn)
    return rec.QuestionResult(
        position=asked.position,
        number=asked.number,
        id=asked.id,
        area=asked.area,
        area_title=graph.area_title(asked.area),
        concept=question.primary,
        concept_title=graph.concept_title(question.primary),
        tier=asked.tier,
        kind=question.kind,
        prompt=question.prompt,
        planned_seconds=turn.answered_minutes * 60,
        seconds=round(seconds, 3),
        answering_seconds=round(answered, 3),
        following_up_seconds=round(seconds - answered, 3),
        thinking_seconds=round(max(0.0, answered - sum(spoken)), 3) if spoken else None,
        verdict=None if turn.skipped else turn.verdict,
        coverage=None,
        prediction=turn.foretold,
        dont_know=turn.dont_know,
        skipped=turn.skipped,
        overruled=False,
        hints=len(turn.hints),
        points=(),
        reason=reason,
        waiting=turn.awaits_score,
        seen=turn.seen,
        answer=turn.answer_text,
        follow_ups=follow_ups(turn),
        notes=tuple(n.text for n in turn.notes),
        retold=turn.retold.text if turn.retold else "",
        heard=heard,
        unheard=unheard.unheard if (unheard := unheard_of(turn)) else 0,
        doubt=doubt,
        code=code_result(turn) if question.is_coding else None,
    )


def _claim_stands(turn: Turn) -> bool:
    """Whether a known mistake that was surely said was questioned, and no reply put it right."""
    doubted = doubted_words(turn)
    held = mistake_of(turn)[0] if doubted else ""
    return bool(held) and any(held in words or words in held for words in doubted)


def follow_ups(turn: Turn) -> tuple[rec.FollowUp, ...]:
    """The follow-ups of a turn in their order, each with the reply if there was one."""
    replies = {reply.probe: reply for reply in turn.replies}
    results = []
    for probe in turn.probes:
        reply = replies.get(probe.probe)
        results.append(
            rec.FollowUp(
                sort=probe.sort,
                asks=probe.asks,
                reply=reply.text if reply else "",
                said=reply is not None and reply.said,
                dont_know=reply is not None and reply.words == DONT_KNOW,
            )
        )
    return tuple(results)


def code_result(turn: Turn) -> rec.CodeResult:
    """The code of a task and its runs; before the reference was shown without what the cases kept back have said."""
    shown, question, rank = was_shown(turn), turn.question, turn.code_rank
    passed, count = counted(turn)
    runs = [
        CodeRun(
            stage=run.stage,
            kept=run.kept,
            passed=told_cases(turn, run, run.passed, shown=shown),
            failed=(failed := told_cases(turn, run, run.failed, shown=shown)),
            faults={name: run.faults[name] for name in failed if name in run.faults},
            seconds=run.seconds,
            ended=run.ended if shown or not run.kept else "",
            pasted=run.pasted,
            code=run.code,
        )
        for run in turn.runs
    ]
    return rec.CodeResult(
        grade=GRADES[rank] if rank is not None and shown else None,
        passed=passed,
        cases=count,
        kept=kept_back(turn),
        counts=counted_words(turn),
        starter=question.starter,
        text=turn.code,
        runs=tuple(runs),
    )


def source_results(sources: tuple[Source, ...]) -> tuple[rec.SourceResult, ...]:
    """Sources, each as a line and an address."""
    return tuple(rec.SourceResult(text=source_line(s, place=False), url=source_url(s)) for s in sources)


def point_results(turn: Turn) -> tuple[rec.PointResult, ...]:
    """The rubric points of a turn with their marks; "don't know" misses all of them."""
    return tuple(
        rec.PointResult(
            id=p.id,
            point=p.point,
            weight=p.weight,
            mark="no" if turn.dont_know else turn.marks.get(p.id),
            critical=p.critical,
            beyond=p.beyond,
            tag=p.tag,
            prompted=p.id in turn.prompted and not p.waits,
            unasked=p.id in turn.unasked,
        )
        for p in turn.question.rubric
    )


def check_result(turn: Turn, seconds: float) -> rec.CheckResult:
    """The result of a check; `seconds` is the time spent on it so far."""
    check, checked = turn.check, turn.checked
    assert check is not None
    return rec.CheckResult(
        position=turn.position,
        number=turn.asked.number,
        id=turn.asked.id,
        area=turn.asked.area,
        concept=check.primary,
        prompt=check.prompt,
        text=checked.text if checked else "",
        truth=right_answer(check) if checked else "",
        correct=turn.correct,
        tier=turn.asked.tier,
        seconds=round(seconds, 3),
        why=check.why if checked else "",
        set_aside=turn.set_aside,
        skipped=turn.skipped,
    )


def passed_over(reason: Reason | None, graph: Graph) -> tuple[PassedOver, ...]:
    """The questions that were considered too, by the reason of a choice; none without one that can be read."""
    others = []
    for other in reason.alternatives if reason else ():
        question = graph.questions.get(other.item)
        title = graph.concept_title(question.primary) if question else other.item
        value = round(other.value, 6)
        others.append(PassedOver(item=other.item, concept_title=title, value=value, ruled_out=other.ruled_out))
    return tuple(others)


def revealed_turns(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items whose concept may be named. `last` is the state at the end of the transcript, if `state` is earlier."""
    return tuple(turn for turn in state.turns if not _conceals(turn, last or state))


def scored_turns(state: State, last: State | None = None) -> tuple[Turn, ...]:
    """The items a level may rest on: all but checks before the reveal, whose result the level would give away."""
    return tuple(turn for turn in state.turns if turn.check is None or not _conceals(turn, last or state))


def _conceals(turn: Turn, last: State) -> bool:
    return last.conceals(last.turn(turn.position))


def already_seen(state: State, graph: Graph, seen: Collection[str]) -> frozenset[str]:
    """The ids of questions that advice may not call new: those asked or `seen`, and whole areas before the reveal.

    Leaving out only the open question would tell it from its neighbours.
    """
    areas = {turn.asked.area for turn in state.turns if state.conceals(turn)}
    beside = (q.id for q in graph.questions.values() if areas and graph.area_of(q.primary) in areas)
    return frozenset((*seen, *(turn.asked.id for turn in state.turns), *beside))


class Fresh(rec.Result, frozen=True):
    """Questions never asked, out of all that can be asked; `core` counts those of the areas the role asks most."""

    questions: int
    of: int
    core: int
    of_core: int


def fresh(graph: Graph, role: Role, format_: str, area: str, met: Collection[str]) -> Fresh:
    """The new questions left for an interview; `area` limits a deep dive, `met` are ids already asked.

    For a code round they are its tasks, which no other interview is about.
    """
    shape = FORMATS.get(format_)
    code = shape is not None and shape.writes_code
    reached = [question for question in graph.questions.values() if question.is_coding == code]
    if shape:
        tiers = {tier for stage in shape.stages for tier in range(stage.tiers[0], stage.tiers[1] + 1)} - {OPEN_ENDED}
        tiers |= {OPEN_ENDED} if shape.design_minutes is not None else set()
        reached = [q for q in reached if q.tier in tiers]
    if area:
        reached = [q for q in reached if graph.area_of(q.primary) == area]
    asked_most = core_areas(role)
    core = [q for q in reached if graph.area_of(q.primary) in asked_most]
    return Fresh(
        questions=sum(q.id not in met for q in reached),
        of=len(reached),
        core=sum(q.id not in met for q in core),
        of_core=len(core),
    )


def core_areas(role: Role) -> frozenset[str]:
    """The areas that weigh more than the role's mean; none if all weigh alike."""
    mean = sum(role.areas.values()) / max(1, len(role.areas))
    return frozenset(area for area, weight in role.areas.items() if weight > mean)
