"""The pane in which code is written: the task and its cases beside the editor, and what a run says of them."""

import asyncio
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Protocol, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Key

from simulator.graph.code.case import CODE_STAGES
from simulator.graph.code.case_text import shown_cases
from simulator.graph.text import plural
from simulator.session.code.code_runs import kept_words
from simulator.session.interview.events import Ran
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, said_blocks
from simulator.session.interview.state import State
from simulator.ui.code_task import (
    NOT_HANDED_IN,
    TaskRunner,
    came_at_once,
    code_so_far,
    handing_in,
    is_untouched,
    was_handed_in,
)
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.action import Action, relabelled
from simulator.ui.tui.keys.registry import bindings, key_for
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.cases import Cases
from simulator.ui.tui.room.panes.pane import Given
from simulator.ui.tui.room.panes.sheet import Meter, Sheet
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE
from simulator.ui.tui.widgets.code_editor import CodeEditor, untabbed
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Row

LEAST_LINES = 8  # of the code that stay in sight beside the task and its cases
AROUND = 3  # lines: the frame of the code, and the time above it
CONSENT = (
    Row("run", "Run it", "and don't ask again in this interview"),
    Row("no", "Don't", "keep writing; you can still skip it or end"),
)
NOT_FROM_BROWSER = "Nothing keeps code away from this machine's files, so it isn't run from a browser."
CODE_AT_LEAST, TASK_AT_LEAST = 87, 33  # columns: of the code 79, with its numbers, cursor, scrollbar and frame
TASK_SHARE, TASK_AT_MOST = 0.38, 64
TEXT_SHARE = 0.6  # of the task's lines, which its text has at most where the cases need the others
WIDER = 120  # columns, from which on both have these
TIGHT = 70  # columns, below which the footer shows the most important keys alone
# what is shown: the task and the code, or one of them in full; beside each what the key shows next
VIEWS = {"both": "task", "task": "code", "code": "both"}


def _with_line_begun(code: str) -> str:
    """Code with a line begun below it, as deep as its last one."""
    last = code.split("\n")[-1]
    return f"{code}\n{last[: len(last) - len(last.lstrip())]}"


def latest_reply(state: State) -> str:
    """What the interviewer said to the latest question back on the present item."""
    return state.current.clarifications[-1].reply if state.current and state.current.clarifications else ""


def task_columns(width: int) -> int:
    """The columns of the task beside its code, in a window of so many."""
    usual = min(round(width * TASK_SHARE), TASK_AT_MOST)
    return usual if width < WIDER else max(TASK_AT_LEAST, min(usual, width - CODE_AT_LEAST))


class CodingRoom(Protocol):
    """What the room keeps for all its tasks."""

    @property
    def task_runner(self) -> TaskRunner:
        """What runs the code."""


class CodingPane(AnswerPane):
    """A task waits for its code, or for the change of it that the twist asks for."""

    BINDINGS = bindings("coding")
    context = "coding"
    letters = ("run", "look", "hint", "unknown", "skip")
    text_name = "your code"
    placeholder = ""
    has_beside = False
    tells_costs = False

    def __init__(self, interview: Interview, draft: str | None = None) -> None:
        super().__init__(interview, draft)
        self.draft = self.draft or self.turn.code or _with_line_begun(code_so_far(self.turn))
        self.view = "both"
        self._stops: threading.Event | None = None  # of the run that is on

    @property
    def speaks(self) -> bool:
        """Code is written, also where answers are spoken."""
        return False

    @property
    def written(self) -> str:
        """The code, unless it is still what the stage began with."""
        return "" if is_untouched(self.turn, self.text) else self.text

    def compose(self) -> ComposeResult:
        editor = CodeEditor(
            self.draft,
            gives=("coding.done", self.action_done),
            runs=("coding.run", self.action_run),
            stops=self._stop,
        )
        with VerticalScroll(classes="task", can_focus=False):
            yield ConversationView(classes="-roomy")
            yield Cases()
        with Vertical(classes="desk"):
            yield Meter()
            yield Sheet(self.text_name, editor, classes="-writing")

    def on_mount(self) -> None:
        self.screen.run_worker(self.task_runner.warm, thread=True, group="runner")
        super().on_mount()
        for part in self.query(".task, Cases"):
            for changes in ("show_vertical_scrollbar", "scroll_y"):
                self.watch(part, changes, self.other_keys)
            self.watch(part, "virtual_size", self._share_room, init=False)

    @property
    def task_runner(self) -> TaskRunner:
        """What runs the code: the screen's, which outlives this pane."""
        return cast("CodingRoom", self.screen).task_runner

    def on_unmount(self) -> None:
        self._stop()

    def on_resize(self) -> None:
        super().on_resize()
        self._give_room()
        self.tick()  # what stands above the code has other room

    @property
    def _last_run(self) -> Ran | None:
        """The last run of this stage."""
        stage = self.turn.stage
        return next((run for run in reversed(self.turn.runs) if stage and run.stage == stage.id), None)

    def _show_conversation(self) -> None:
        for talk in self.query(ConversationView):
            talk.show([self._lead, *self.said()])
        for cases in self.query(Cases):
            stage, run = self.turn.stage, self._last_run
            known = shown_cases(self.turn.question, stage.id) if stage else {}
            fresh = [hint for hint in self.turn.hints if run is not None and hint.n > run.n]
            cases.show(run, known, fresh, running=self._stops is not None)
        self._give_room()

    # What is seen of it

    def _give_room(self) -> None:
        """Let the code keep its lines; in a narrow window what the cases said stands in for the task meanwhile."""
        width, ran = self.screen.size.width, self._last_run is not None or self._stops is not None
        for view in VIEWS:
            self.set_class(self.view == view, f"-{view}")
        above = self.view == ("code" if width >= SIDE_BY_SIDE else "both")  # the code has it above, over all columns
        self.set_class(ran and above, "-cases")
        for task in self.query(".task"):
            task.styles.max_height = max(3, self.size.height - LEAST_LINES - AROUND) if above else None
            task.styles.width = task_columns(width) if width >= SIDE_BY_SIDE and not above else None
        self._share_room()
        self.call_after_refresh(self.other_keys)

    def _share_room(self) -> None:
        """Beside the code the task has all lines that its cases leave free."""
        beside = self.view == "both" and self.screen.size.width >= SIDE_BY_SIDE
        for talk, cases in zip(self.query(ConversationView), self.query(Cases), strict=True):
            free = self.size.height - cases.virtual_size.height - 1
            talk.styles.max_height = free if beside and free > TEXT_SHARE * self.size.height else None

    def action_look(self) -> None:
        """Show the task in full, then the code, then both again; beside one another the task always has its room."""
        self._look(self._next_view)

    def action_commands(self) -> None:
        """From the task back to the code, else to the letters or back from them."""
        if self.view == "task" and self.editing:
            self._look("both")
        else:
            super().action_commands()

    @property
    def _next_view(self) -> str:
        after = VIEWS[self.view]
        return "code" if after == "task" and self.screen.size.width >= SIDE_BY_SIDE else after

    @property
    def _looks_at(self) -> str:
        """What the key says."""
        after = self._next_view
        return "wider code" if after == "code" and self.screen.size.width >= SIDE_BY_SIDE else after

    def _look(self, view: str) -> None:
        if view != self.view:
            self.view = view
            self._give_room()
            self.query_one(".task", VerticalScroll).scroll_home(animate=False)
            self.tick()
            for editor in self.query(CodeEditor):
                self.call_after_refresh(editor.scroll_cursor_visible)

    @on(CodeEditor.Changed)
    def _back_to_both(self) -> None:
        """Anybody who writes has read the task."""
        if self.view == "task":
            self._look("both")

    def keys(self) -> tuple[list[Action], int]:
        actions, kept = super().keys()
        labels = {"coding.look": self._looks_at} | ({"coding.commands": "back"} if self.view == "task" else {})
        return relabelled(actions, labels), kept

    @property
    def while_writing(self) -> tuple[str, ...]:
        """Running comes right after handing in, so that it is never left out; but who reads the task reads on first."""
        if self.view == "task":
            look = ("look",) if self.screen.size.width >= TIGHT else ()  # else it stands above the code
            return ("done", *look, *self.reading, "run", *self.offered[2:])
        return ("done", *self.offered[:2], *self.reading, *self.offered[2:])

    @property
    def too_long(self) -> list[VerticalScroll]:
        """What the cases said is scrolled first, then the task; both at once where they have the screen."""
        parts = [*self.query(Cases), *self.query(ConversationView), *self.query(".task").results(VerticalScroll)]
        return [part for part in parts if part.region.height and part.show_vertical_scrollbar]

    def said(self) -> list[Block]:
        """The task, and in the twist what changes; not the code itself, which is in the editor."""
        return [block for block in said_blocks(self.turn) if block.kind not in {"code", "ran"}]

    def where(self) -> list[str]:
        parts = super().where()
        if self.screen.size.width >= TIGHT:  # else the footer has no room for this key
            return parts
        return [*parts, self.keyed(f"{{coding.look}} {self._looks_at}")]

    def replace_text(self, text: str) -> None:
        """Replace the code, unless it is the same but for the lines at its end that a file lacks."""
        if untabbed(text).rstrip() != self.text.rstrip():
            super().replace_text(text)

    def count(self) -> str:
        return plural(self.text.count("\n") + 1, "line") if self.text else ""

    # Running

    def on_key(self, event: Key) -> None:
        """Ctrl+c stops a run, also while letters are commands."""
        super().on_key(event)
        if event.key == "ctrl+c" and self._stop():
            event.stop()

    def _stop(self) -> bool:
        if self._stops is None:
            return False
        self._stops.set()
        return True

    def action_run(self) -> None:
        self._check_first(lambda: self._run(kept=False))

    def _check_first(self, then: Callable[[], None]) -> None:
        """Do `then`, once there is code and, where little holds it, once that was agreed to."""
        if self._stops is not None:
            self.say("It's still running; ctrl+c stops it.")
        elif refusal := self.task_runner.refusal(self.text):
            self.say(refusal)
        elif not (warning := self.task_runner.warning):
            then()
        elif self.app.is_web:
            self.say(NOT_FROM_BROWSER)
        else:
            asks = Pick(f"{warning} Run it?", CONSENT, marked="no", yes="run")
            self.app.push_screen(asks, partial(self._asked, then))

    def _asked(self, then: Callable[[], None], picked: str | None) -> None:
        """Run the code once that was agreed to, for the rest of this sitting."""
        if picked != "run":
            self.say("Nothing was run.")
            return
        self.task_runner.agreed = True
        then()

    def action_done(self) -> None:
        # the editor acts on this key before the pane can note it: note it here, so that the key again confirms
        self._last_key = (key_for("coding.done", host_of(self).preferences.keys), time.monotonic())
        run_all = partial(self._run, kept=True)
        if was_handed_in(self.turn):  # it was asked, and then crashed
            self._check_first(run_all)
        else:
            does = handing_in(self.turn, self.text)
            self._check_first(lambda: self.confirm("done", does, run_all))

    def _run(self, *, kept: bool) -> None:
        self._stops = threading.Event()
        if self.view == "task" or self.screen.size.width < SIDE_BY_SIDE:  # what comes of it has to be seen
            self.view = "both"
        self._show_conversation()
        self.screen.run_worker(self._ran(self._stops, kept=kept), group="runner")

    async def _ran(self, stop: threading.Event, *, kept: bool) -> None:
        code = self.text
        pasted = came_at_once(max((editor.pasted for editor in self.query(CodeEditor)), default=0), code)
        result, problem = None, NOT_HANDED_IN
        try:
            result = await asyncio.to_thread(
                self.task_runner.result, self.turn, code, kept=kept, pasted=pasted, stop=stop
            )
        except OSError as error:  # no process can be started
            problem = f"Your code can't be run right now ({error.strerror or error})."
        self._stops = None
        if not self.is_attached:
            return  # the interview was paused or left meanwhile, and the code is kept
        if result is None or (kept and result.ended == "interrupted"):
            self.say(problem)
            self._show_conversation()
        elif kept:
            after = self.turn.question.stages[len(self.turn.answers) + 1 :]
            counts = not after or after[0].id in CODE_STAGES  # else one talks about it, with the count below the code
            faults = {case.id: case.fault for case in result.cases if case.fault}
            said = kept_words(self.turn.question, faults, len(result.cases)) if counts else ""
            self.do(lambda interview: interview.hand_in(code, result), done=said)
        else:
            self.do(lambda interview: interview.ran(code, result))

    def _take_hint(self) -> None:
        if not (self.has_class("-cases") and self.screen.size.width >= SIDE_BY_SIDE):  # it has to be seen
            self.view = "both"
        super()._take_hint()

    def action_clarify(self) -> None:
        """Take the question, which would stand in the code otherwise, and say the reply below it."""

        def told(text: str, given: Given) -> None:
            self._kept_line("ask").keep("")
            if not self.answers_aside(text):
                self.do(given(lambda interview: interview.clarify(text)), done=latest_reply)

        self.ask_line("ask", "Ask the interviewer", "What do you want to know?", told, does="ask")
