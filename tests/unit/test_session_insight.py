"""An insight of the candidate's own: it makes a full answer outstanding, and is believed only once it is borne out."""

import json
from dataclasses import replace

import msgspec
import pytest

from simulator.engine.model.belief import Belief
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.priors import Prior
from simulator.engine.scoring import VERDICTS, Mark
from simulator.errors import NotAllowed
from simulator.report.export.markdown import as_markdown
from simulator.report.figures.assessment import as_json, assess_interview
from simulator.session.interview.events import Checked
from simulator.session.interview.history import evidence_of, turn_evidence
from simulator.session.interview.interview import Interview
from simulator.session.interview.judging import verdict_fields
from simulator.session.interview.state import fold
from simulator.session.interview.turn import Turn
from tests.reporting import reading_of, turn_of
from tests.seven import answered, bank_of_seven, begun, seven

INSIGHT = "Both fail once the frost is in the ground, which no gauge shows."


def full(insight: str = INSIGHT, last: Mark = "no") -> Interview:
    """An answer with all that was asked for, and nothing of the rubric beyond it."""
    interview = begun()
    for point in answered(interview).question.rubric:
        interview.judge(point.id, last if point.beyond else "yes")
    interview.confirm("outstanding", insight)
    return interview


def test_own_insight_makes_a_full_answer_outstanding() -> None:
    scored = turn_of(full()).scored
    assert scored is not None
    assert (scored.verdict, scored.by_points, scored.insight) == ("outstanding", "solid", INSIGHT)
    assert (scored.overruled, scored.why) == (False, "")


def test_insight_needs_everything_that_was_asked() -> None:
    interview = begun()
    for point in answered(interview).question.rubric:
        interview.judge(point.id, "yes" if point.critical else "no")
    with pytest.raises(NotAllowed):
        interview.confirm("outstanding")
    interview.confirm("outstanding", INSIGHT)
    scored = turn_of(interview).scored
    assert scored is not None
    assert (scored.overruled, scored.why, scored.insight) == (True, INSIGHT, "")


def test_up_to_engine_nine_it_overrules_the_points() -> None:
    turn = replace(turn_of(full()), engine="9")
    fields = verdict_fields(turn, "outstanding", INSIGHT)
    assert (fields["overruled"], fields["why"]) == (True, INSIGHT)
    assert "insight" not in fields


def test_insight_is_solid_or_better_until_borne_out() -> None:
    interview = full()
    (turn,) = interview.state.turns
    (piece,) = evidence_of([turn])
    assert (piece.kind, VERDICTS[piece.category]) == ("at_least", "solid")
    (borne,) = turn_evidence(turn, borne_out=True)
    assert (borne.kind, VERDICTS[borne.category]) == ("verdict", "outstanding")


@pytest.mark.parametrize(("right", "kind"), [(True, "verdict"), (False, "at_least")])
def test_right_check_on_the_concept_bears_it_out(right: bool, kind: str) -> None:
    interview = full()
    (turn,) = interview.state.turns
    check = msgspec.structs.replace(next(iter(seven().checks.values())), concepts=(turn.question.primary,))
    asked = msgspec.structs.replace(turn.asked, position=2, id=check.id, question=None, check=check)
    checked = Checked(n=99, at=turn.asked.at, clock=0.0, position=2, correct=right)
    told = Turn(asked, checked=checked)
    assert evidence_of([turn, told])[0].kind == kind
    assert evidence_of([told, turn])[-1].kind == kind


def test_solid_or_better_lies_between_both() -> None:
    start, item = Prior.structural(bank_of_seven(), "mid"), next(iter(seven().questions))

    def after(kind: str, category: int) -> Belief:
        return start.update(Evidence(item, kind, category))  # type: ignore[arg-type]

    solid, better, at_least = after("verdict", 2), after("verdict", 3), after("at_least", 2)
    assert solid.overall()[0] < at_least.overall()[0] < better.overall()[0]
    assert at_least.overall()[1] > solid.overall()[1]


def test_every_output_says_the_insight() -> None:
    interview = full()
    interview.stop()
    found = assess_interview(interview)
    question = json.loads(as_json(found))["questions"][0]
    assert (question["verdict"], question["by_points"], question["insight"]) == ("outstanding", "solid", INSIGHT)
    assert f"with an insight of your own: {INSIGHT}" in "".join(as_markdown(found))
    kept = reading_of(interview)
    assert fold(kept.header, kept.events).turns[0].scored == interview.state.turns[0].scored
