"""What the cases of a task say beside its code: those there are to run, then the last run of them."""

from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from simulator.graph.text import plural
from simulator.session.code.code_runs import timed_case
from simulator.session.code.run_result import ENDED
from simulator.session.interview.events import Hinted, Ran
from simulator.session.interview.item_blocks import Block
from simulator.ui.tui.room.blocks import block_widget
from simulator.ui.tui.widgets.text import Hanging, toned

MOST_SHOWN_LINES = 8  # of what the code printed, and of a traceback
HANDED_IN = "It was handed in once already, and that run counts. Hand it in again to go on."
RUNNING = "Running your code; ctrl+c stops it."
ShownCases = Mapping[str, tuple[str, list[str]]]  # by name: what each is about, and its calls


class Cases(VerticalScroll, can_focus=False):
    """What the last run said: a line for each case that may be shown, then the traceback and what was printed."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None

    def show(self, run: Ran | None, cases: ShownCases, hints: Sequence[Hinted], *, running: bool = False) -> None:
        """The last run; before the first one, what there is to run. Hints since then come first."""
        fresh = (run, cases, hints, running)
        if fresh == self._shown:  # where one has read to stays
            return
        self._shown = fresh
        lines: list[Widget] = [block_widget(Block("hint", hint.text, "Hint")) for hint in hints]
        if running:
            lines.append(Static(RUNNING, classes="aside", markup=False))
        elif run is not None:
            lines += _lines(run, cases)
        else:
            lines.append(Static(f"{plural(len(cases), 'shown case')}:", classes="aside", markup=False))
            for name, (about, calls) in cases.items():
                lines += [Hanging("·", f"{name}: {about}".rstrip(": "), 2, tight=True), _printed(calls)]
        with self.app.batch_update():
            self.query("Cases > *").remove()
            self.mount_all(lines)
        self.set_class(bool(lines), "-some")
        self.scroll_home(animate=False)


def _printed(lines: Sequence[str], more: str = "") -> Static:
    return Static("\n".join(lines), classes=f"printed {more}".rstrip(), markup=False)


def _lines(run: Ran, cases: ShownCases) -> list[Widget]:
    """What a run says: how many passed, each case, and the ends of the traceback and of what was printed."""
    count = plural(len(run.passed) + len(run.failed), "shown case")
    if run.kept:  # handed in, but the program ended before that was kept: nothing is told of it yet
        return [Static(HANDED_IN, classes="aside", markup=False)]
    head = f"{len(run.passed)} of {count} passed · {run.seconds * 1000:.0f} ms"
    lines: list[Widget] = [Static(head, classes="aside", markup=False)]
    if run.ended:
        lines.append(Static(ENDED.get(run.ended, run.ended), classes="fair", markup=False))
    for name in run.failed:
        text = f"{timed_case(run, name)}: {run.faults.get(name, '')}".rstrip(": ")
        lines.append(Hanging(toned("✗", "poor"), text, 2, tight=True))
        lines += [_printed(cases[name][1])] if name in cases else []
    for name in run.passed:
        lines.append(Hanging(toned("✓", "good"), timed_case(run, name), 2, tight=True))
        lines += [_printed(cases[name][1], "passed")] if name in cases else []
    for title, text in (("Traceback", run.trace), ("Printed", run.output)):
        if text.strip():
            written = text.rstrip().split("\n")
            cut = ["…"] if len(written) > MOST_SHOWN_LINES else []
            lines += [Static(title, classes="aside", markup=False), _printed([*cut, *written[-MOST_SHOWN_LINES:]])]
    return lines
