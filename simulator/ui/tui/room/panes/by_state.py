"""Which pane shows what the interview waits for."""

from simulator.session.interview.interview import Interview
from simulator.session.interview.state import Phase
from simulator.ui.tui.room.panes.between import BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.verdict import reveal_pane
from simulator.ui.tui.room.panes.writing import writing_pane


def pane_for(interview: Interview, *, away: bool) -> type[Pane]:
    """The pane to show; `away` where an interview was opened again and nothing was done in it yet."""
    state, turn = interview.state, interview.state.current
    if state.phase is Phase.ENDED:
        return OverPane
    if state.paused and not away:
        return PausePane
    if turn is None:
        return BetweenPane
    if state.phase is Phase.CHECKING:
        return CheckPane
    if turn.check is not None:
        return CheckedPane
    if state.phase is Phase.PREDICTING:
        return PredictPane
    if state.phase in {Phase.JUDGING, Phase.SETTLED, Phase.DEBRIEFING}:
        return reveal_pane(turn, state.phase)
    return writing_pane(state.phase)


def advances_by_itself(interview: Interview, *, away: bool) -> bool:
    """Whether the interview should advance by itself: the next step shows the candidate nothing."""
    state = interview.state
    if state.paused or away:
        return False
    if state.phase is Phase.READY:
        return True
    turn = state.current
    hidden = turn is not None and (state.withholds if turn.check else not turn.revealed)
    return state.phase is Phase.SETTLED and turn is not None and (hidden or turn.skipped)
