"""From files to reports: a session assessed from its file says what it said when it ended."""

from simulator.report.assessment import as_json, assess_interview
from simulator.report.opening import assess_file, comparison_of, progress_of
from simulator.session.workspace import Workspace
from tests.conftest import Sit
from tests.reporting import START


def test_a_session_read_back_says_the_same(sit: Sit, workspace: Workspace) -> None:
    first = sit(seed=3, format="screen")
    ended = as_json(assess_interview(first.interview))
    first.close()
    assert as_json(assess_file(first.path, workspace)) == ended

    # the second starts from the first; its report must still start there when it is read back
    second = sit(seed=4, format="screen")
    ended = as_json(assess_interview(second.interview))
    second.close()
    assert second.interview.header.earlier
    assert as_json(assess_file(second.path, workspace)) == ended
    assert assess_file(second.path, workspace).level.earlier == 1

    compared = comparison_of(first.path, second.path, workspace)
    assert {compared.first.id, compared.second.id} == {first.path.stem, second.path.stem}
    found = progress_of(workspace, START)
    assert found.sessions == found.counted == 2
    assert found.questions == sum(t.check is None for s in (first, second) for t in s.interview.state.turns)
