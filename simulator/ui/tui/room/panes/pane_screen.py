"""A screen with one pane at a time, and which pane shows which state of an interview."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.dom import DOMNode

from simulator.session.interview.state import Awaits, State
from simulator.ui.tui.keys.action import Action
from simulator.ui.tui.keys.registry import of_context, types_character, with_keys
from simulator.ui.tui.room.panes.answer import AnswerPane, PartingPane, ProbePane
from simulator.ui.tui.room.panes.check import CheckedPane, CheckPane
from simulator.ui.tui.room.panes.judge import JudgePane
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.pauses import BetweenPane, OverPane, PausePane
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.verdict import OwnVerdictPane, VerdictPane
from simulator.ui.tui.widgets.chrome import Rule, Title
from simulator.ui.tui.widgets.frame import Frame

PANES: dict[Awaits, type[Pane]] = {
    Awaits.NOTHING: OverPane,
    Awaits.ANSWER: AnswerPane,
    Awaits.REPLY: ProbePane,
    Awaits.CHECK: CheckPane,
    Awaits.PARTING: PartingPane,
    Awaits.PREDICTION: PredictPane,
    Awaits.MARK: JudgePane,
    Awaits.OWN_VERDICT: OwnVerdictPane,
    Awaits.VERDICT: VerdictPane,
}


def pane_for(state: State, *, away: bool) -> type[Pane]:
    """The pane to show; `away` where an interview was opened again and nothing was done in it yet."""
    if state.paused and not away:
        return PausePane
    if state.coding is not None:
        from simulator.ui.tui.room.panes.coding import CodingPane  # only tasks need it

        return CodingPane
    if state.awaits is not Awaits.NEXT:
        return PANES[state.awaits]
    # what came of the item before is shown until the candidate goes on
    if state.current is None:
        return BetweenPane
    return VerdictPane if state.current.check is None else CheckedPane


def skipped_words(said: str, context: str, own: Mapping[str, str]) -> str:
    """What is `said` of a skipped item, with the keys that undo it in the pane that follows, by its context.

    `own` are the candidate's own keys, by action.
    """
    undo = next((action for action in of_context(context) if action.id == f"{context}.undo"), None)
    if undo is None:
        return said
    first = f"{{{context}.commands}}, then " if undo.after_escape and types_character(undo.keys(own)[0]) else ""
    return with_keys(f"{said} {first}{{{undo.id}}} takes that back.", own)


class PaneScreen(Frame):
    """A screen with one pane at a time in its middle. It shows the pane's keys and does what the pane wants done."""

    VERTICAL_BREAKPOINTS = [(0, "-low"), (24, "-high")]  # noqa: RUF012 - Textual reads it from the class

    def body(self) -> ComposeResult:
        yield Title(id="top")
        yield Rule()
        yield Container(id="stage")

    @property
    def pane(self) -> Pane | None:
        """The pane that is shown. One that is being removed has lost its children already."""
        return next(iter(self.query(Pane)), None)

    @property
    def help_contexts(self) -> tuple[str, ...]:
        return (self.pane.context,) if self.pane else ()

    def target_of(self, action: Action) -> DOMNode:  # noqa: ARG002 - every key is the pane's
        return self.pane or self

    async def replace_pane(self, pane: Pane) -> None:
        """Show another pane."""
        stage = self.query_one("#stage")
        async with self.batch():
            await stage.remove_children()
            await stage.mount(pane)
        self.give_focus(pane)
        pane.tick()

    def give_focus(self, pane: Pane) -> None:
        """Let a new pane take the keys."""
        pane.begin()

    def show_pane_keys(self) -> None:
        """Show the keys of the present pane."""
        pane = self.pane
        if pane is not None:
            actions, kept = (pane.confirming_keys(), 1) if pane.question else pane.keys()
            self.show_actions(actions, kept=kept)

    def on_screen_suspend(self) -> None:
        self._cover_pane(on=True)

    def on_screen_resume(self) -> None:
        self._cover_pane(on=False)

    def _cover_pane(self, *, on: bool) -> None:
        pane = self.pane
        if pane is not None:
            pane.covered = on
            pane.show_mode()

    @on(Pane.KeysChanged)
    def _keys_changed(self) -> None:
        self.show_pane_keys()

    def say_usual(self) -> None:
        """Say the rule that what was mentioned had taken the place of."""
        if self.pane is not None and self.pane.rule and not self.quiet_words:
            self.quiet(self.pane.rule)

    @on(Pane.QuietWords)
    def _said(self, event: Pane.QuietWords) -> None:
        (self.mention if event.with_next_key else self.quiet)(event.text)
