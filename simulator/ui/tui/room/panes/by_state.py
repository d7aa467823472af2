"""Which pane shows what the interview awaits."""

from simulator.session.interview.state import Awaits, State
from simulator.ui.tui.room.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.room.panes.judge import JudgePane
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.pauses import BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.verdict import OwnVerdictPane, VerdictPane
from simulator.ui.tui.room.panes.writing import AnswerPane, ProbePane

PANES: dict[Awaits, type[Pane]] = {
    Awaits.NOTHING: OverPane,
    Awaits.ANSWER: AnswerPane,
    Awaits.REPLY: ProbePane,
    Awaits.CHECK: CheckPane,
    Awaits.PREDICTION: PredictPane,
    Awaits.MARK: JudgePane,
    Awaits.OWN_VERDICT: OwnVerdictPane,
    Awaits.VERDICT: VerdictPane,
}


def pane_for(state: State, *, away: bool) -> type[Pane]:
    """The pane to show; `away` where an interview was opened again and nothing was done in it yet."""
    if state.paused and not away:
        return PausePane
    if state.awaits is not Awaits.NEXT:
        return PANES[state.awaits]
    # what came of the item before is shown until the candidate goes on
    if state.current is None:
        return BetweenPane
    return VerdictPane if state.current.check is None else CheckedPane
