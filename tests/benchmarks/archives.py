"""Archives of any size, sat by the demo candidate: what the benchmarks of the session layer run on.

`python -m tests.benchmarks.archives FOLDER COUNT [GRAPH]` makes one; what is there already is not made again.
"""

import sys
from concurrent.futures import Future
from datetime import UTC, datetime, timedelta
from pathlib import Path

from simulator.engine.lab.people import drawn_candidate
from simulator.engine.model.bank import Bank
from simulator.graph.load import load
from simulator.graph.records import Graph
from simulator.session.clock import SimulatedClock
from simulator.session.demo import DemoCandidate, perform
from simulator.session.header import Settings
from simulator.session.interview.events import Event
from simulator.session.interview.interview import Interview
from simulator.session.interview.selection import Selection
from simulator.session.sitting import header_of
from simulator.session.transcript.format import header_text
from tests.blocks import event_block

ROOT = Path(__file__).parent.parent.parent
FIRST = datetime(2024, 1, 1, 9, tzinfo=UTC)
FORMATS = ("full", "full", "screen")
DONE: Future[None] = Future()
DONE.set_result(None)


class Pages:
    """A sink that keeps the text of a transcript in memory."""

    def __init__(self, head: str) -> None:
        self.parts = [head]

    def append(self, event: Event) -> "Future[None]":
        self.parts.append(event_block(event))
        return DONE


def letters(number: int) -> str:
    """Four letters that differ for the first 456,976 numbers."""
    return "".join(chr(97 + number // 26**place % 26) for place in range(4))


def sit(graph: Graph, bank: Bank, number: int) -> tuple[str, str]:
    """The id and the text of the transcript of one whole interview; the same number gives the same one."""
    clock = SimulatedClock(FIRST + timedelta(hours=2 * number))
    settings = Settings(seed=number, candidate="demo", format=FORMATS[number % 3])
    header = header_of(graph, settings, clock.now(), letters(number))
    pages = Pages(header_text(header))
    interview = Interview(graph, header, pages, clock, Selection(graph, header, bank=bank))
    demo = DemoCandidate(drawn_candidate(bank, number), number)
    while (act := demo.act(interview)) is not None:
        clock.advance(act.seconds)
        perform(interview, act)
    return header.id, "".join(pages.parts)


def make(folder: Path, count: int, graph: Graph) -> Path:
    """A folder with `count` transcripts."""
    folder.mkdir(parents=True, exist_ok=True)
    bank = Bank.compile(graph)
    there = {path.stem[-4:] for path in folder.glob("*.toml")}
    for number in range(count):
        if letters(number) not in there:
            name, text = sit(graph, bank, number)
            (folder / f"{name}.toml").write_text(text, "utf-8", newline="")
    return folder


if __name__ == "__main__":
    place = Path(sys.argv[3]) if len(sys.argv) > 3 else ROOT / "graphs" / "llm"
    make(Path(sys.argv[1]), int(sys.argv[2]), load(place))
