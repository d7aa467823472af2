"""The verdicts as a scale, and the candidate's prediction before the reference is shown."""

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.engine.scoring import HIGHEST, LOWEST, SCALE, VERDICTS, Verdict
from simulator.report.tones import VERDICT_BADGES
from simulator.ui.interviewer import prediction_asks
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import action_of, bindings
from simulator.ui.tui.room.blocks import BLANK, take_one, the_question
from simulator.ui.tui.room.panes.pane import ScrollingPane
from simulator.ui.tui.widgets.chrome import Rule
from simulator.ui.tui.widgets.text import FittedLines, badge, clickable, clicked_value, hung

MEANINGS_AT = max(map(len, VERDICTS)) + 7  # column: "4 ★ outstanding   "
SCALE_MARGIN = 8  # columns beside the verdicts
ASKS_ROWS = 4  # the rule and what is asked
HIDE = "hide these"  # meanings
WHY_GUESS = "The guess shows how well you rate yourself."


def press_number(context: str) -> str:
    """Which keys choose a verdict, for `keyed`: their actions are named like the verdicts."""
    return f"Press {{{context}.{LOWEST}}} to {{{context}.{HIGHEST}}} to choose a verdict."


class Scale(FittedLines):
    """The verdicts with their keys and, on demand, what they mean: in general, or by the `anchors` of a question.

    A click on one does what its key does in the `context`.
    """

    def __init__(self, context: str, anchors: dict[Verdict, str] | None = None) -> None:
        super().__init__()
        self._key_context = context
        self._meanings = anchors or {verdict: grade.meaning for verdict, grade in SCALE.items()}
        self._open = False

    def open(self, *, on: bool) -> None:
        """Show or hide the meanings."""
        self._open = on
        self.refresh(layout=True)

    def rows_open(self, width: int) -> int:
        """The lines that they take with the meanings."""
        return len(self.lines_in(width, is_open=True))

    def lines_in(self, width: int, *, is_open: bool = False) -> list[Content]:
        names = [
            clickable(
                Content.assemble(
                    (str(number), "bold $accent"), " ", badge(VERDICT_BADGES[verdict], verdict, bold=False)
                ),
                verdict,
            )
            for number, verdict in enumerate(VERDICTS, 1)
        ]
        if not (self._open or is_open):
            gaps = (" " * count for count in (4, 2, 1))
            lines_of = [Content(gap).join(names) for gap in gaps]
            return [next((line for line in lines_of if line.cell_length <= width), lines_of[-1])]
        lines: list[Content] = []
        for name, verdict in zip(names, VERDICTS, strict=True):
            told = hung(name, self._meanings[verdict], MEANINGS_AT, width, "$muted")
            lines += [clickable(line, verdict) for line in told]
        return lines

    async def on_click(self, event: events.Click) -> None:
        """Choose the verdict under the mouse."""
        if (verdict := clicked_value(event)) is not None:
            await self.screen.run_action(f"press({f'{self._key_context}.{verdict}'!r})")


class PredictPane(ScrollingPane):
    """The candidate predicts the verdict before the reference is shown."""

    BINDINGS = bindings("predict")
    context = "predict"

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="own-answer", can_focus=False):
            yield the_question(self.turn)
            yield from take_one(self.turn)
        yield Rule()
        with Vertical(id="asks"):
            yield Static(self._asks, classes="asks", markup=False)
            yield Scale(self.context)

    @property
    def _asks(self) -> str:
        """What is asked; with the first guess of an interview what it's for, where that fits beside it."""
        asks, is_first = prediction_asks(self.turn), not any(turn.prediction for turn in self.interview.state.turns)
        whole = f"{asks} {WHY_GUESS}"
        return whole if is_first and len(whole) <= self.app.size.width - SCALE_MARGIN else asks

    def on_mount(self) -> None:
        for changes in ("show_vertical_scrollbar", "scroll_y"):
            self.watch(self.scroll, changes, self.other_keys)
        # its lines grow shorter, and so more, once there's a bar beside them
        self.watch(self.scroll, "virtual_size", self._relaid, init=False)

    def _relaid(self) -> None:
        if self.interview.state.current is not None and self.turn.probes:
            self._show_end()

    def on_resize(self) -> None:
        self._give_room()
        if (turn := self.interview.state.current) is None:
            return  # another pane is taking over
        self.query_one("#asks .asks", Static).update(self._asks)
        if turn.probes:  # the last reply was just given, and the guess is of it too
            self.call_after_refresh(self._show_end)  # in the room that it has now
        elif not self.recalls:
            self.call_after_refresh(self._show_answer)

    def _show_answer(self) -> None:
        """Where the question was just read and not all fits, begin with the answer: the question is above it."""
        answer = self.scroll.children[1:2]
        if self.scroll.max_scroll_y and answer:
            self.scroll.scroll_to(y=answer[0].virtual_region.y, animate=False)

    def _show_end(self) -> None:
        """Show the last reply; whether more is hidden is known only then."""
        for scroll in self.query(VerticalScroll):  # none where this pane is being taken away
            scroll.scroll_end(animate=False)
        self.call_after_refresh(self.other_keys)

    def _give_room(self) -> None:
        """Let the answer have all the lines that what is asked leaves; it scrolls."""
        explained = self.has_class("-explained")
        width = self.size.width - SCALE_MARGIN
        below = self.query_one(Scale).rows_open(width) if explained else 1
        below += ASKS_ROWS - 1 if explained else ASKS_ROWS
        air = 1 + self.screen.has_class("-high")
        self.scroll.styles.max_height = max(1, self.size.height - below - air)
        self.call_after_refresh(self.other_keys)

    def keys(self) -> tuple[list[Action], int]:
        labels = {"predict.meanings": HIDE} if self.has_class("-explained") else {}
        actions = relabelled(self.footer_keys(), labels)
        turn = self.interview.state.current  # none where another pane is taking over
        below = self.scroll.scroll_y < self.scroll.max_scroll_y - BLANK
        if below or self.scroll.scroll_y > 0:  # only the question may be above, which was just read: then it comes last
            place = 0 if below or (turn is not None and turn.probes) else len(actions)
            actions.insert(place, action_of("predict.down" if below else "predict.up"))
        return actions, 0

    def key_enter(self) -> None:
        self.say(self.keyed(press_number(self.context)))

    def action_predict(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.predict(verdict))

    def action_meanings(self) -> None:
        self.toggle_class("-explained")
        self.query_one(Scale).open(on=self.has_class("-explained"))
        self._give_room()
        self.other_keys()
