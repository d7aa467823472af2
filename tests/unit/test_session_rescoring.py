"""An answer put before the candidate again: the interview's own rules, in memory only."""

import pytest

from simulator.errors import NotAllowed
from simulator.session.interview.state import Phase, fold
from simulator.session.rescoring import chosen_verdict, reopened, rescoring_interview
from simulator.session.transcript.read import read
from tests.conftest import Sit


@pytest.mark.parametrize("score", ["each", "end"])
def test_every_scored_answer_can_be_judged_again(sit: Sit, score: str) -> None:
    sitting = sit(seed=6, score=score)
    sitting.close()
    asked = [t for t in sitting.interview.state.turns if t.check is None and not t.skipped and not t.dont_know]
    assert {t.asked.tier >= 5 for t in asked} == {True, False} or asked
    for turn in asked:
        found = read(sitting.path)
        interview = rescoring_interview(found, turn.position, sitting.interview.graph)
        assert interview.state.phase is Phase.DEBRIEFING
        now = interview.state.current
        assert now is not None
        assert (now.position, now.answer_text, now.marks) == (turn.position, turn.answer_text, {})
        assert not any(map(interview.mark_before, now.unjudged)), "it's marked anew"
        for point in now.unjudged:
            interview.judge(point, "partly")
        interview.undo()
        assert len(interview.state.current.unjudged) == 1  # type: ignore[union-attr]
        assert interview.mark_before(now.question.rubric[-1].id) == "partly"
        interview.judge(now.question.rubric[-1].id, "no")
        interview.confirm("weak" if turn.asked.tier >= 5 else None)
        anew = interview.state.turn(turn.position)
        with reopened(sitting.path) as session:
            session.rescore(turn.position, anew.marks, chosen_verdict(anew), anew.scored.why).result(5)  # type: ignore[union-attr]
        kept = fold(found.header, read(sitting.path).events).turn(turn.position)
        assert kept.scored is not None
        assert anew.scored is not None
        assert (kept.scored.verdict, kept.scored.coverage) == (anew.scored.verdict, anew.scored.coverage)
        assert kept.marks == anew.marks


def test_checks_and_sessions_that_go_on_are_refused(sit: Sit) -> None:
    sitting = sit(seed=2, format="screen")
    sitting.close()
    check = next(t.position for t in sitting.interview.state.turns if t.check)
    with pytest.raises(NotAllowed, match="That's a check"):
        rescoring_interview(read(sitting.path), check, sitting.interview.graph)
    open_one = sit(seed=3, until="judging")
    open_one.leave()
    with pytest.raises(NotAllowed, match="hasn't ended"):
        rescoring_interview(read(open_one.path), 1, open_one.interview.graph)
