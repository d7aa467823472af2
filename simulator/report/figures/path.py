"""The path of an interview through the graph: what was asked, why, what it beat, and what the belief made of it."""

from typing import TYPE_CHECKING

import msgspec

from simulator.graph.records import Graph, Role
from simulator.report import records as rec
from simulator.report.figures.questions import reason_of, reason_sentence, scored_turns, title_of
from simulator.report.figures.standing import level, overall
from simulator.session.interview.item_blocks import outcome_of
from simulator.session.interview.selection import Selection
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.reasons import Reason


def path_steps(state: State, graph: Graph, role: Role, selection: Selection) -> tuple[rec.PathStep, ...]:
    """Every item asked, with the role-weighted belief before and after it; scores count as they stand now.

    An item that was not revealed yet has no step: all of it says what the item is about.
    """
    steps, rests_on = [], scored_turns(state)
    before = overall(selection.prior, role)[0]
    for count, turn in enumerate(state.turns, 1):
        belief = selection.belief([t for t in rests_on if t.position <= count])
        mastery, low, high = overall(belief, role)
        if not state.conceals(turn):
            known = {"before": before, "mastery": mastery, "low": low, "high": high}
            steps.append(msgspec.structs.replace(_step(turn, graph), level=level(belief, role)[0], **known))
        before = mastery
    return tuple(steps)


def _step(turn: Turn, graph: Graph) -> rec.PathStep:
    asked, reason = turn.asked, reason_of(turn)
    concept = asked.concepts[0]
    return rec.PathStep(
        position=asked.position,
        number=asked.number,
        kind="check" if turn.check is not None else "question",
        item=asked.id,
        concept=concept,
        concept_title=title_of(graph, concept),
        area=asked.area,
        tier=asked.tier,
        move=reason.move if reason else "",
        hops=reason.hops if reason else 0,
        gain=round(reason.gain, 4) if reason else None,
        reason=reason_sentence(turn, graph),
        passed_over=_passed_over(reason, graph),
        outcome=outcome_of(turn),
        before=0.0,
        mastery=0.0,
        low=0.0,
        high=0.0,
        level=0,
    )


def _passed_over(reason: "Reason | None", graph: Graph) -> tuple[rec.PassedOver, ...]:
    return tuple(
        rec.PassedOver(
            item=other.item,
            concept_title=_subject(graph, other.item),
            value=round(other.value, 6),
            ruled_out=other.ruled_out,
        )
        for other in (reason.alternatives if reason else ())
    )


def _subject(graph: Graph, item: str) -> str:
    question = graph.questions.get(item)
    return title_of(graph, question.primary) if question else item
