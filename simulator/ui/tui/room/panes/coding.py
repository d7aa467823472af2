"""The pane in which code is written: the task and its cases beside the editor, and what a run says of them."""

import threading
import time
from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from simulator.graph.code.case import CODE_STAGE
from simulator.graph.text import plural
from simulator.session.code.outcome import ENDED
from simulator.session.interview.events import Ran
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, said_blocks
from simulator.ui.tui.host import host_of
from simulator.ui.tui.keys.registry import bindings, key_for
from simulator.ui.tui.room.desk import Meter, Sheet
from simulator.ui.tui.room.panes.writing import AnswerPane
from simulator.ui.tui.room.texts import Talk
from simulator.ui.tui.widgets.code_editor import CodeEditor

MOST_SHOWN_LINES = 8  # of what the code printed, and of a traceback
PASTED_SHARE = 0.6  # of the code, that came in one go
PASTED_LEAST = 200  # characters
FIRST_RUN = "Running your code …"
HAND_IN = "hand in, and the cases kept back run once and count"


class Cases(VerticalScroll, can_focus=False):
    """What the last run said: a line for each case that may be shown, then the traceback and what was printed."""

    def show(self, run: Ran | None, *, running: bool = False) -> None:
        """The last run; nothing before the first."""
        lines = [Static(FIRST_RUN, classes="aside", markup=False)] if running else list(_lines(run))
        with self.app.batch_update():
            self.query("Cases > *").remove()
            self.mount_all(lines)
        self.set_class(bool(lines), "-some")


def _lines(run: Ran | None) -> list[Static]:
    if run is None:
        return []
    found = [Static(Content.from_markup("[$poor]✗[/] $name  $fault", name=name, fault=run.faults.get(name, "")))
             for name in run.failed]  # fmt: skip
    found += [Static(Content.from_markup("[$good]✓[/] $name", name=name)) for name in run.passed]
    head = f"{len(run.passed)} of {plural(len(run.passed) + len(run.failed), 'shown case')} passed"
    found.insert(0, Static(f"{head} · {run.seconds * 1000:.0f} ms", classes="aside", markup=False))
    if run.ended:
        found.append(Static(ENDED.get(run.ended, run.ended), classes="fair", markup=False))
    for title, text in (("Traceback", run.trace), ("Printed", run.output)):
        if text.strip():
            found.append(Static(title, classes="aside", markup=False))
            found.append(Static(_bounded(text), classes="printed", markup=False))
    return found


def _bounded(text: str) -> str:
    lines = text.rstrip().split("\n")
    more = len(lines) - MOST_SHOWN_LINES
    return "\n".join(lines[-MOST_SHOWN_LINES:]) if more <= 0 else "\n".join(["…", *lines[-MOST_SHOWN_LINES:]])


class CodingPane(AnswerPane):
    """A task waits for its code, or for the change of it that the twist asks for."""

    BINDINGS = bindings("coding")
    context = "coding"
    letters = ("run", "hint", "unknown", "skip")
    text_name = "your code"

    def __init__(self, interview: Interview, draft: str = "") -> None:
        super().__init__(interview, draft)
        self.letters = ("run", "hint", "unknown", "skip")
        self.first = None
        self.draft = self.draft or self._code_so_far
        self._stops: threading.Event | None = None
        self._agreed = False  # to run code where little holds it

    @property
    def speaks(self) -> bool:
        """Code is written, also where answers are spoken."""
        return False

    @property
    def _code_so_far(self) -> str:
        """The code of the last run or of the stage before, else the starter."""
        return self.turn.code or self.turn.question.starter.strip("\n") + "\n"

    def compose(self) -> ComposeResult:
        editor = CodeEditor(
            self.draft,
            gives=("coding.done", self.action_done),
            runs=("coding.run", self.action_run),
            stops=self._stop,
        )
        with Vertical(classes="task"):
            yield Talk(classes="-roomy")
            yield Cases()
        with Vertical(classes="desk"):
            yield Meter()
            yield Sheet(self.text_name, editor, classes="-writing")

    def on_mount(self) -> None:
        self.screen.run_worker(self._warm, thread=True, group="runner")
        super().on_mount()

    def _warm(self) -> None:
        self.runner.warm()

    @property
    def runner(self):  # type: ignore[no-untyped-def]
        """The runner of the room."""
        return self.screen.runner  # type: ignore[attr-defined]

    def on_unmount(self) -> None:
        self._stop()

    def _show_conversation(self) -> None:
        for talk in self.query(Talk):
            talk.show([self._lead, *self.said()])
        own = [run for run in self.turn.runs if self.turn.stage and run.stage == self.turn.stage.id]
        for cases in self.query(Cases):
            cases.show(own[-1] if own else None, running=self._stops is not None)

    def said(self) -> list[Block]:
        """The task, and in the twist what changes; not the code itself, which is in the editor."""
        return [block for block in said_blocks(self.turn) if block.kind not in {"code", "ran"}]

    def where(self) -> list[str]:
        stage = self.turn.stage
        return [] if stage is None or stage.id == CODE_STAGE else ["the twist"]

    def count(self) -> str:
        return plural(self.text.count("\n") + 1, "line") if self.text else ""

    # Running

    def _stop(self) -> bool:
        if self._stops is None:
            return False
        self._stops.set()
        return True

    def action_run(self) -> None:
        self._check_first(self._run_shown)

    def _check_first(self, then: Callable[[], None]) -> None:
        """Do `then`, once there is code and, where little holds it, once that was agreed to."""
        if self._stops is not None:
            self.say("It's still running; ctrl+c stops it.")
        elif not self.text.strip():
            self.say("There's no code yet.")
        elif not self.runner.confinement.supported:
            self.say(self.runner.confinement.sentence())
        elif self.runner.confinement.needs_consent and not self._agreed:
            self.say(self.runner.confinement.sentence())
            self.confirm("run", "run your code all the same", lambda: self._agree(then))
        else:
            then()

    def _agree(self, then: Callable[[], None]) -> None:
        self._agreed = True
        then()

    def _run_shown(self) -> None:
        self._run(kept=False)

    def action_done(self) -> None:
        # the editor acts on this key before the pane can note it: note it here, so that the key again confirms
        self._last_key = (key_for("coding.done", host_of(self).preferences.keys), time.monotonic())
        if (
            self.turn.graded_runs
            and self.turn.stage
            and any(r.stage == self.turn.stage.id for r in self.turn.graded_runs)
        ):
            self._check_first(lambda: self._run(kept=True))
            return
        self._check_first(lambda: self.confirm("done", HAND_IN, lambda: self._run(kept=True)))

    def _run(self, *, kept: bool) -> None:
        stop = self._stops = threading.Event()
        self._show_conversation()
        self.screen.run_worker(self._ran(stop, kept=kept), group="runner")

    async def _ran(self, stop: threading.Event, *, kept: bool) -> None:
        import asyncio

        from simulator.session.code.bench import run_code  # numpy, at the first run

        stage, code, question = self.turn.stage, self.text, self.turn.question
        assert stage is not None
        pasted = self._pasted(code)
        try:
            outcome = await asyncio.to_thread(
                run_code, self.runner, question, stage.id, code, kept=kept, pasted=pasted, stop=stop
            )
        finally:
            self._stops = None
        if kept and outcome.ended == "interrupted":
            self.say("You stopped it; nothing was handed in.")
            self._show_conversation()
        elif kept:
            self.do(lambda interview: interview.hand_in(code, outcome))
        else:
            self.do(lambda interview: interview.ran(code, outcome))

    def _pasted(self, code: str) -> bool:
        most = max((editor.pasted for editor in self.query(CodeEditor)), default=0)
        return most >= max(PASTED_LEAST, PASTED_SHARE * len(code.strip()))

    def action_clarify(self) -> None:
        self.say("The task says what is wanted; where it doesn't, decide and say so when you talk about it.")

    @property
    def asks_for(self) -> str:
        return ""
