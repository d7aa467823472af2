"""After the reveal: the texts beside an answer, and its points judged in turn."""

from functools import cached_property

from textual.app import ComposeResult
from textual.containers import VerticalScroll

from simulator.engine.scoring import MARK_WORDS, Mark
from simulator.graph.text import wrap
from simulator.session.interview.hearing import FoundWords, words_found
from simulator.session.interview.interview import Interview
from simulator.session.interview.journal import Receipt
from simulator.session.interview.judging import gave_up, marks_first
from simulator.session.interview.state import Awaits
from simulator.ui.found_words import (
    AFTER_MARK,
    AFTER_MARK_AGAIN,
    AFTER_MARK_WHY,
    explains_when_asked,
    heard_already,
    heard_sentence,
    words_help,
)
from simulator.ui.interviewer import LATE_GUESS, MARKED_BEFORE, marking_rule
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import action_of, bindings, key_for
from simulator.ui.tui.room.panes.pane import Pane
from simulator.ui.tui.room.panes.points import Points, rows_of_points, which_point
from simulator.ui.tui.room.texts import PAIR_FROM, Name, ReferenceTexts
from simulator.ui.tui.widgets.chrome import Rule
from simulator.ui.tui.widgets.frame import LongText
from simulator.ui.verdict_doubts import marks_without_words

ROOMY_ROWS = 24  # of the pane, below which nothing stays blank
QUIET_LINES = 2  # beside the texts; a third would take one from the answer

MISSING: dict[Name, str] = {
    "mistakes": "No common mistakes are noted for this question.",
    "exemplar": "This question has no spoken example.",
    "sources": "No sources are noted for this question.",
    "gist": "This question has no gist.",
    "why": "Why it was asked wasn't recorded.",
}
PRESS_A_MARK = "Mark the point first: {judge.yes} yes, %s{judge.partly} partly, {judge.no} no."
NONE_OF_IT = "You had no answer to this: {judge.none} marks all its points no."
OR_WHEN_ASKED = "{judge.prompted} only when asked, "


class RevealPane(LongText, Pane):
    """A text over the full width, and below it what the candidate decides."""

    first: Name = "own"

    @cached_property
    def found(self) -> dict[str, FoundWords]:
        """The words found for each point that was listened for."""
        return words_found(self.turn, self.interview.graph.misconceptions.values())

    @property
    def marks_first(self) -> bool:
        """Whether they are shown only after each mark."""
        return marks_first(self.interview.header, self.turn.position)

    @property
    def heard(self) -> dict[str, FoundWords]:
        """Those that may be seen now."""
        if not self.marks_first:
            return self.found
        return {point: words for point, words in self.found.items() if point in self.turn.marks}

    def compose(self) -> ComposeResult:
        def key(name: str) -> str:
            return key_for(f"{self.context}.{name}", host_of(self).preferences.keys)

        header, graph = self.interview.header, self.interview.graph
        turns, recalls = self.interview.state.turns, self.recalls
        texts = ReferenceTexts(self.turn, graph, key, self.first, recalls=recalls, header=header, turns=turns)
        texts.mark(found.found for found in self.heard.values())
        yield texts
        yield Rule()
        yield from self.below()

    def below(self) -> ComposeResult:
        """The widgets below the text."""
        yield from ()

    @property
    def scroll(self) -> VerticalScroll:
        if self.has_class("-whole"):
            return self.query_one("#decides", VerticalScroll)
        return self.query_one(ReferenceTexts).scroll

    @property
    def out_of_sight(self) -> bool:
        """Whether what stands below the text is longer than its room."""
        return self.query_one("#decides", VerticalScroll).max_scroll_y > 0

    @property
    def doubt(self) -> str:
        """That words are missing for points marked as met, with the key that goes back; empty otherwise."""
        doubt = marks_without_words(self.turn)
        return self.keyed(f"{doubt} {{{self.context}.undo}} goes back over them.") if doubt else ""

    def with_scroll(self, actions: list[Action]) -> list[Action]:
        """These keys, with the one that scrolls where what is shown over the whole height does not fit."""
        if not (self.has_class("-whole") and self.out_of_sight):
            return actions
        after = [a.method in {"points", "meanings"} for a in actions].index(True) + 1  # the key that leads back
        shown = actions[:after]
        # with nothing but the key that leads back nobody would know how else to get away
        out = [action_of(f"{self.context}.leave")] * (len(shown) == 1)
        return [*shown, action_of(f"{self.context}.down"), *out]

    def keep_keys_true(self) -> None:
        """Show other keys once what stands below the text fits, or no longer does."""
        self.watch(self.query_one("#decides", VerticalScroll), "show_vertical_scrollbar", self.other_keys)

    def uncover(self) -> None:
        """Show the texts again where what stands below them has taken their place."""

    async def action_switch(self) -> None:
        self.uncover()
        await self.query_one(ReferenceTexts).switch()

    async def action_show(self, name: Name) -> None:
        self.uncover()
        if not await self.query_one(ReferenceTexts).turn_to(name):
            self.mention(MISSING.get(name, ""))


class JudgePane(RevealPane):
    """The points wait for their marks, one by one."""

    BINDINGS = bindings("judge")
    context = "judge"
    _told_next = ""  # what had no room beside the first point

    def compose(self) -> ComposeResult:
        """Where there's room for one text it's the good answer: one's own was just given, and its words are quoted."""
        if self.app.size.width < PAIR_FROM and self.turn.question.answer:
            self.first = "reference"
        yield from super().compose()

    def below(self) -> ComposeResult:
        yield VerticalScroll(Points(), id="decides", can_focus=False)

    def on_mount(self) -> None:
        self.follow()
        self.keep_keys_true()

    def on_resize(self) -> None:
        self.set_class(self.size.height < ROOMY_ROWS, "-tight")
        self.query_one("#decides").styles.max_height = None if self.has_class("-whole") else self._most
        for points in self.query(Points):
            points.pane_rows = self.size.height
            points.refresh(layout=True)
        self.call_after_refresh(self._show_present)

    @property
    def _most(self) -> int:
        """The lines that the points may take beside the texts."""
        return rows_of_points(self.size.height)

    def _show_present(self) -> None:
        """Scroll to the present point, with the one before it in sight."""
        for points in self.query(Points):
            self.query_one("#decides", VerticalScroll).scroll_to(y=points.top, animate=False)
            self.other_keys()

    def begin(self) -> None:
        """Before the first point of an interview, explain "must have" and "beyond", and what the words found are.

        Where there's no room for both, the words found are explained with the next point.
        """
        super().begin()
        state = self.interview.state
        told = [*filter(None, [self._before, marking_rule(state, self.turn), words_help(state, self.turn)])]
        if not self._before and gave_up(self.turn):
            told = [self.keyed(NONE_OF_IT)]
        if len(told) > 1 and len(wrap(" ".join(told), self.screen.size.width - 4)) > QUIET_LINES:
            self._told_next = told.pop()
        if told:
            self.rule = " ".join(told)
            self.say(self.rule)

    @property
    def _before(self) -> str:
        """How the present point was marked before one went back, and that enter keeps it; empty where it wasn't."""
        turn = self.interview.state.current
        mark = self.interview.mark_before(turn.unjudged[0]) if turn is not None and turn.unjudged else None
        return MARKED_BEFORE.format(mark=MARK_WORDS[mark], key="enter") if mark else ""

    def follow(self) -> bool:
        turn = self.interview.state.current
        if turn is None or self.interview.state.paused or not turn.unjudged or turn.settled:
            return False
        now = turn.unjudged[0]
        after = AFTER_MARK_AGAIN if self._before else AFTER_MARK if turn.marks else AFTER_MARK_WHY
        points = [point.id for point in turn.question.rubric]
        before = points[points.index(now) - 1] if self.marks_first and now != points[0] else ""
        self.query_one(Points).show(
            turn,
            self.heard.get(now),
            instead=after if self.marks_first and now in self.found else "",
            before=self.heard.get(before),
            explains=explains_when_asked(self.interview.state, turn),
        )
        words = {point: found.found for point, found in self.heard.items()}
        self.query_one(ReferenceTexts).mark(words.values(), words.get(now, ""))
        self.query_one(Rule).note = which_point(turn)
        self.call_after_refresh(self._show_present)
        return True

    def keys(self) -> tuple[list[Action], int]:
        turn = self.interview.state.current
        without = set() if turn is not None and turn.may_be_prompted else {"judge.prompted"}
        whole = self.has_class("-whole")
        hidden = whole or self.out_of_sight or any(points.left_out or points.cut for points in self.query(Points))
        if not hidden:
            without.add("judge.points")
        if turn is None or not gave_up(turn):
            without.add("judge.none")
        # whoever judges again has no other way out, and esc isn't one here
        leaves = action_of("judge.leave")
        actions = [action for action in self.footer_keys(without=frozenset(without)) if action != leaves]
        actions = relabelled(actions, {"judge.points": "less" if whole else "more"})
        scrolled = self.with_scroll(actions)
        return (scrolled, 0) if scrolled != actions else ([*actions, leaves], 1)

    def action_undo(self) -> None:
        """Go back; where that takes the guess back, say at once that a second one won't count."""
        self.do(
            lambda interview: interview.undo(),
            done=lambda state: LATE_GUESS if state.awaits is Awaits.PREDICTION else self._before,
        )

    def key_enter(self) -> None:
        """Keep the mark that the point had before, else say what to press: enter settles elsewhere."""
        if self.turn.unjudged and (mark := self.interview.mark_before(self.turn.unjudged[0])):
            self.action_mark(mark)
            return
        self.mention(self.keyed(PRESS_A_MARK % (OR_WHEN_ASKED * self.turn.may_be_prompted)))

    def action_points(self) -> None:
        """Show all points whole in place of the texts, or the texts again."""
        points = self.query_one(Points)
        points.whole = not self.has_class("-whole")
        self.set_class(points.whole, "-whole")
        self.query_one(Rule).bare = points.whole
        self.query_one("#decides").styles.max_height = None if points.whole else self._most
        points.refresh(layout=True)
        self.call_after_refresh(self._show_present)
        self.call_later(self.call_after_refresh, self.screen.refresh)  # else lines of the text are left on the terminal

    def uncover(self) -> None:
        if self.has_class("-whole"):
            self.action_points()

    def action_none(self) -> None:
        """Mark all that waits with no, as after an answer that gave up."""
        if self.turn.unjudged:
            self.rule = ""
            self.do(lambda interview: interview.judge_rest("no"))

    def action_mark(self, mark: Mark) -> None:
        if not self.turn.unjudged:
            return  # a click, while another pane is taking over
        self.uncover()  # the next one is judged beside the texts again
        self.rule = ""

        def judge_next(interview: Interview) -> Receipt:
            turn = interview.state.current  # when the call is carried out, not when the key was pressed
            assert turn is not None
            return interview.judge(turn.unjudged[0], mark)

        points, now = [point.id for point in self.turn.question.rubric], self.turn.unjudged[0]
        point = self.turn.question.rubric[points.index(now)]
        keys = self.keyed("{judge.undo}"), self.keyed("{judge.yes}")
        already = heard_already(self.turn, point, self.found.get(now), mark, *keys)
        # what was found of the others stands under them
        last = self.marks_first and now == points[-1] and now in self.found
        told = already
        if not told:
            told, self._told_next = self._told_next, ""
            told = heard_sentence(self.found[now], len(points), mark) if last else told
        self.do(judge_next, done=lambda _: told or self._before)
