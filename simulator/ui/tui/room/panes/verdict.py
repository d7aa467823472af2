"""Verdicts: made by the points, overruled, or the candidate's own; and telling the answer again."""

from collections.abc import Callable
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from simulator.engine.scoring import HIGHEST, SCALE, VERDICTS, Verdict
from simulator.report.tones import VERDICT_BADGES
from simulator.session.clock import clock
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import SEEN_NOW, verdict_block
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import CASES_JUDGE, OF_YOUR_OWN, is_lower, takes_insight
from simulator.session.interview.outcome_words import NOTED
from simulator.session.interview.state import needs_verdict
from simulator.session.interview.turn import Turn
from simulator.ui.interviewer import (
    OWN_COUNTS,
    keeps_prediction,
    own_verdict_asks,
    rule_words,
    with_prediction,
)
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import action_of, bindings, footer, key_for, prompt_bindings
from simulator.ui.tui.room.blocks import marked
from simulator.ui.tui.room.panes.judge import RevealPane
from simulator.ui.tui.room.panes.pane import Given
from simulator.ui.tui.room.panes.predict import ASKS_ROWS, HIDE, SCALE_MARGIN, Scale, press_number
from simulator.ui.tui.room.panes.sheet import Meter, Sheet, bar
from simulator.ui.tui.widgets.chrome import Keys, Rule, Title
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.frame import LeftOnce, LongText
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row
from simulator.ui.tui.widgets.text import prose
from simulator.ui.verdict_doubts import may_be_lower, stands_against

RETELL_SECONDS = 60
TEXT_ROWS = 6  # what a text needs above what is asked
INSIGHT = f"What {OF_YOUR_OWN}?"
NO_REASON = "No reason given, so the points decide."


class TakeTwo(NamedTuple):
    """The second telling of an answer, and the seconds it took."""

    text: str
    seconds: float


class Retell(LongText, ModalScreen[TakeTwo | None], LeftOnce[TakeTwo | None]):
    """Sixty seconds to tell the answer again, the reference covered; returns None where nothing is kept.

    `keep` is called with the text whenever it changes.
    """

    BINDINGS = prompt_bindings("retell")
    CSS_PATH = "../../styles/retell.tcss"
    contexts = ("retell",)

    def __init__(self, prompt: str, text: str, keep: Callable[[str], None]) -> None:
        super().__init__()
        self._prompt, self._text, self._keep = prompt, text, keep
        self._began = host_of(self).clock.elapsed()
        self._sure = False  # whether cancelling was pressed once
        self.holds_keys = False

    def compose(self) -> ComposeResult:
        yield Title("Say it again, in sixty seconds", id="top")
        yield Rule()
        with VerticalScroll(can_focus=False):
            yield prose(self._prompt, "question")
        hint = "Say it aloud, then write down what you said. It won't change your score."
        yield Meter()
        yield Sheet("take two", Editor(self._text, hint, gives=("retell.done", self.action_done)), classes="-writing")
        yield Keys()

    def on_mount(self) -> None:
        self._show_keys()
        self.watch(self.scroll, "show_vertical_scrollbar", self._show_keys, init=False)
        for editor in self.query(Editor):  # none where the room is closed while the pane comes in
            editor.focus()
        self._count_down()
        self.set_interval(1, self._count_down)

    @property
    def scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def _show_keys(self) -> None:
        """Show the keys, with the one that reads on where the question is longer than its room."""
        more = [action_of("retell.page_down")] * self.scroll.show_vertical_scrollbar
        self.query_one(Keys).show([*footer("retell"), *more])

    @property
    def _seconds(self) -> float:
        return host_of(self).clock.elapsed() - self._began

    def _count_down(self) -> None:
        left = RETELL_SECONDS - self._seconds
        time = f"{bar(self._seconds / RETELL_SECONDS)} {clock(left)} {'left' if left >= 0 else 'over'}"
        key = key_for("retell.cancel", host_of(self).preferences.keys)
        self.query_one(Meter).show(f"{key} again discards it" if self._sure else "", time=time, over=left < 0)

    @on(Editor.Changed)
    def _typed(self, event: Editor.Changed) -> None:
        event.stop()
        self._sure = False
        self._count_down()
        self._keep(event.text_area.text)

    def action_done(self) -> None:
        text = self.query_one(Editor).text.strip()
        if text:
            # the keys after this one are for the pane that gets the text
            self.holds_keys = True
            host_of(self).key_buffer.hold()
        self.dismiss(TakeTwo(text, round(self._seconds, 1)) if text else None)

    def action_cancel(self) -> None:
        if self.query_one(Editor).text.strip() and not self._sure:
            self._sure = True
            self._count_down()
            return
        self._keep("")
        self.dismiss(None)


class OwnVerdictPane(RevealPane):
    """The candidate's own verdict by its anchors: beside the points at tiers 5 and 6, alone without a rubric."""

    BINDINGS = bindings("own")
    context = "own"

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        self.first = "reference" if self.turn.question.answer else "own"
        if self.turn.uncovered or self.turn.missed_when_asked:
            self.first = "replies"
        self._shown = False  # whether the meanings are
        self._explains: bool | None = None  # whether the candidate wants them; None until asked for

    def below(self) -> ComposeResult:
        question = self.turn.question
        asks = " ".join(filter(None, (own_verdict_asks(self.turn), keeps_prediction(self.turn))))
        yield Static(asks, classes="asks", markup=False)
        if doubt := self.doubt:
            yield Static(Content.styled(doubt, "$fair"), classes="doubt")
        anchors = question.anchors if len(question.anchors) == len(VERDICTS) else ()
        scale = Scale(self.context, dict(zip(VERDICTS, anchors, strict=True)) if anchors else None)
        yield VerticalScroll(scale, id="decides", can_focus=False)

    def on_mount(self) -> None:
        self.keep_keys_true()

    def on_resize(self) -> None:
        """At first, show anchors where that leaves the texts their room; where it does not, they wait for their key."""
        if self._explains is None:
            self._explain(on=bool(self.turn.question.anchors) and self._has_room)
            self._explains = None
        else:
            self._explain(on=self._explains)

    @property
    def _has_room(self) -> bool:
        """Whether the meanings leave the texts a few lines."""
        width = self.size.width - SCALE_MARGIN
        return self.size.height - self.query_one(Scale).rows_open(width) - ASKS_ROWS >= TEXT_ROWS

    def _explain(self, *, on: bool) -> None:
        """Show or hide the meanings; where room is short, they take that of the texts."""
        self._shown = on
        self.query_one(Scale).open(on=on)
        self.set_class(on and not self._has_room, "-whole")
        self.other_keys()

    def keys(self) -> tuple[list[Action], int]:
        labels = {"own.meanings": HIDE} if self._shown else {}
        return self.with_scroll(relabelled(self.footer_keys(), labels)), 0

    def key_enter(self) -> None:
        """Keep what was predicted, if anything was."""
        if self.turn.prediction:
            self.action_settle(self.turn.prediction)
        else:
            self.say(self.keyed(press_number(self.context)))

    def action_meanings(self) -> None:
        self._explains = not self._shown
        self._explain(on=self._explains)

    def uncover(self) -> None:
        if self.has_class("-whole"):
            self.action_meanings()

    def action_settle(self, verdict: Verdict) -> None:
        self.do(lambda interview: interview.confirm(verdict))


class VerdictPane(RevealPane):
    """The verdict of the points, which enter settles; or one that is settled already."""

    BINDINGS = bindings("verdict")
    context = "verdict"

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        self.first = "own" if self.turn.retold or not self.turn.question.answer else "reference"
        if (may_be_lower(self.turn) or self.turn.missed_when_asked) and not self.turn.retold:
            self.first = "replies"
        self._telling = self.draft  # an unfinished second telling

    @property
    def text(self) -> str:
        return self._telling

    @property
    def reminder(self) -> str:
        if self._telling:
            return self.keyed("Your unfinished take two is saved: {verdict.retell} goes back to it.")
        if self.begun("reason") and not self.turn.settled:
            return self.keyed("Your unfinished reason is saved: {verdict.overrule} goes back to it.")
        if self.begun("note"):
            return self.keyed("Your unfinished note is saved: {verdict.note} goes back to it.")
        return ""

    def begin(self) -> None:
        super().begin()
        if self.reminder:
            self.say(self.reminder)

    def below(self) -> ComposeResult:
        lines = [verdict_lines(self.turn)]
        if doubt := self.doubt:
            lines.append(Content.styled(doubt, "$fair"))
        key = self.keyed("{verdict.overrule}")  # by itself: what the candidate said may hold braces too
        if wrong := stands_against(self.turn, key, self.interview.state.turns[: self.turn.position - 1]):
            lines.append(Content(wrong))
        yield Static(Content("\n").join(lines), classes="verdict", markup=False)

    def keys(self) -> tuple[list[Action], int]:
        question = self.turn.question
        fixed = self.turn.settled or needs_verdict(question) or self.turn.code_rank is not None
        actions = self.footer_keys(without=frozenset({"verdict.overrule"} if fixed else ()))
        if self.turn.dont_know:
            actions = relabelled(actions, {"verdict.undo": "back to the question"})
        return actions, 0

    def action_undo(self) -> None:
        self.do(lambda interview: interview.undo(), done=SEEN_NOW if self.turn.dont_know else "")

    def action_next(self) -> None:
        settled = self.turn.settled
        call: Callable[[Interview], Receipt] = Interview.next if settled else Interview.confirm
        self.do(call, go_on=not settled)

    def action_overrule(self) -> None:
        if self.turn.code_rank is not None:
            self.say(f"{CASES_JUDGE} You can mark the points again.")
            return
        if self.turn.settled or needs_verdict(self.turn.question):
            undo_first = self.keyed("Take the verdict back with {verdict.undo} first.")
            self.say(undo_first if self.turn.settled else "You'll be asked for your own verdict here anyway.")
            return
        rows = [Row(v, v, grade.meaning, badge=VERDICT_BADGES[v]) for v, grade in SCALE.items()]
        made = self.turn.score.verdict if self.turn.score else ""
        self.app.push_screen(
            Pick(f"Which verdict instead? {OWN_COUNTS}", rows, numbered=True, marked=made), self._ask_reason
        )

    def _ask_reason(self, picked: str | None) -> None:
        verdict = next((v for v in VERDICTS if v == picked), None)
        if verdict is None:
            return
        if self.turn.score and verdict == self.turn.score.verdict:
            self.say(f"The points already make it {verdict}.")
            return

        def overrule(why: str, given: Given) -> None:
            self.do(given(lambda interview: interview.confirm(verdict, why)))

        own = verdict == HIGHEST and takes_insight(self.turn)
        made = self.turn.score.verdict if self.turn.score else "something else"
        title = INSIGHT if own else f"Why {verdict}, when the points make it {made}?"
        free = is_lower(self.turn, verdict)
        example = "in a few words; you may leave it empty" if free else "in a few words"
        gives = "give the verdict"
        self.ask_line("reason", title, example, overrule, none=NO_REASON, does=gives, may_be_empty=free)

    def action_retell(self) -> None:
        def keep(text: str) -> None:
            self._telling = text

        def take(second: TakeTwo | None) -> None:
            if second is not None:
                self.do(lambda interview: interview.retell(*second), done="Take two saved; it won't change your score.")
                host_of(self).release_keys()  # held since it was given

        self.app.push_screen(Retell(self.turn.question.prompt, self._telling, keep), take)

    def action_study(self) -> None:
        concept = self.interview.graph.concepts.get(self.turn.question.primary)
        host_of(self).open_screen("study", concept.title if concept else "", bank_only=True)

    def action_note(self) -> None:
        def noted(text: str, given: Given) -> None:
            self.do(given(lambda interview: interview.note(text)), done=NOTED)

        self.ask_line("note", "A note on this question", "", noted)


def verdict_lines(turn: Turn) -> Content:
    """The verdict, what makes it, and how it compares with the prediction."""
    remarks = []
    if compared := with_prediction(turn):
        remarks.append(compared)
    if rule := rule_words(turn):
        own = (
            takes_insight(turn) and turn.code_rank is None and turn.scored is None and not needs_verdict(turn.question)
        )
        remarks.append(f"{rule}{', or an insight of your own' * own}")
    if needs_verdict(turn.question) and turn.scored is None:
        remarks.append("your own verdict counts too")
    first = marked(verdict_block(turn))
    return Content("\n").join([first, Content.styled(" · ".join(remarks), "$muted")]) if remarks else first
