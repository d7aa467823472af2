"""Real processes in a real terminal, started quickly: this program loads everything once and forks for each.

`python -m tests.system.nursery FOLDER SEED ROUNDS` sits interviews in the line mode, kills them with -9 at random
moments, goes on, and looks each time at what is on the disk. It prints a JSON summary; its status is 1 when anything
that was acknowledged is missing, doubled or chosen differently.
"""

import json
import os
import pty
import random
import re
import select
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from simulator.cli.main import run
from simulator.session.clock import Clock
from simulator.session.interview import events as ev
from simulator.session.interview.state import fold
from simulator.session.sitting import reopen
from simulator.session.transcript.read import Reading, read
from simulator.session.workspace import Workspace
from tests.transcripts import ROOT, graph
from tests.warm import warmed_home

PROMPTS = re.compile(
    r"(?P<answer>A line with just a dot ends it)|(?P<check>Your answer in one line)|(?P<rate>How would a panel)"
    r"|(?P<point>y yes, p partly)|(?P<accept>Your own verdict:|Press Enter to accept)|(?P<next>Press Enter to go on)"
    r"|(?P<read>Enter confirms|Anything else cancels)"
)
KEEPS = (ev.Answered, ev.ProbeAnswered, ev.PartingAnswered)  # what was written and given
PATIENCE = 20.0
LIFE = 0.2  # mean seconds from the first prompt to the kill


class Terminal:
    """One process of the program in a terminal of its own."""

    def __init__(self, arguments: list[str], place: Workspace, kind: str = "dumb") -> None:
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            status = 99  # where not even the last resort could help
            try:
                status = self._run(arguments, place, kind)
            finally:
                os._exit(status)
        self.text = ""

    def _run(self, arguments: list[str], place: Workspace, kind: str) -> int:
        """The program, in the process that was forked for it; its streams are those of its terminal."""
        sys.stdin, sys.stdout, sys.stderr = (
            open(number, mode, encoding="utf-8", closefd=False)  # noqa: SIM115 - kept for good
            for number, mode in enumerate(("r", "w", "w"))
        )
        os.environ.update(TERM=kind, COLUMNS="200", LINES="50", XDG_CACHE_HOME=str(place.cache))
        os.environ["XDG_CONFIG_HOME"] = str(place.cache / "config")
        folders = ["--graphs", str(place.graphs), "--sessions", str(place.sessions), "--candidate", "tester"]
        status = run([*arguments, *folders])
        sys.stdout.flush()
        return status

    def type(self, line: str) -> None:
        os.write(self.handle, (line + "\n").encode())

    def listen(self, until: float) -> str:
        """The next prompt's name, or nothing when the time is up or the process is gone."""
        start = 0
        while True:
            if found := PROMPTS.search(self.text, start):
                self.text = self.text[found.end() :]
                return found.lastgroup or ""
            wait = until - time.monotonic()
            if wait <= 0 or not self.hear(wait):
                return ""

    def hear(self, seconds: float) -> bool:
        """Take up what is printed within so many seconds; False where nothing was, or the process is gone."""
        if not select.select([self.handle], [], [], max(0.0, seconds))[0]:
            return False
        try:
            self.text += os.read(self.handle, 65536).decode("utf-8", "replace")
        except OSError:
            return False
        return True

    def kill(self) -> None:
        if self.handle < 0:
            return
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.handle)
        self.handle = -1


class Rounds:
    """Interviews that are killed and go on, and what was acknowledged in them."""

    def __init__(self, folder: Path, seed: int) -> None:
        cache = warmed_home(folder / "cache")
        self.place = Workspace(ROOT / "graphs", folder / "sessions", "tester", cache, folder / "config.toml")
        self.luck = random.Random(seed)
        self.typed = 0
        self.known: set[Path] = set()
        self.forget()
        self.kills = self.sessions = self.events = self.choices = 0
        self.faults: list[str] = []

    def forget(self) -> None:
        """Nothing was said yet in this session."""
        self.acknowledged: list[str] = []
        self.pending = ""
        self.typed_marks: Counter[str] = Counter()
        self.safe_marks: Counter[str] = Counter()
        self.mark = ""

    def play(self, kills: int) -> None:
        path: Path | None = None
        while self.kills < kills:
            if path is None:
                self.forget()
                self.sessions += 1
                seed = str(self.luck.randrange(2**31))
                score = self.luck.choice(["each", "end"])
                arguments = ["start", "llm", "--plain", "--format", "full", "--seed", seed, "--score", score]
            else:
                arguments = ["resume", path.stem, "--plain"]
            self.sit(Terminal(arguments, self.place), path)
            self.kills += 1
            path = self.look(path)

    def sit(self, terminal: Terminal, path: Path | None) -> None:
        """Answer whatever is asked until the moment of death."""
        # the first wait begins when the program has come up, or the moments would all lie in its start
        self.pending = self.mark = ""  # what the last life had not seen acknowledged stays so
        prompt = terminal.listen(time.monotonic() + (PATIENCE if self.luck.random() < 0.9 else 0.1))
        death = time.monotonic() + self.luck.expovariate(1 / LIFE)
        while prompt:
            if self.pending:
                self.acknowledged.append(self.pending)
            if self.mark:
                self.safe_marks[self.mark] += 1
            self.pending = self.mark = ""
            self.reply(terminal, prompt)
            prompt = terminal.listen(death)
        terminal.kill()

    def reply(self, terminal: Terminal, prompt: str) -> None:
        match prompt:
            case "answer":
                self.typed += 1
                token = f"token{self.typed}x"
                for line in (f"I would say {token}", "and a second line"):
                    terminal.type(line)
                    time.sleep(self.luck.random() * 0.01)
                self.pending = token
                terminal.type(".")
            case "check":
                terminal.type(self.luck.choice(["a", "12", "/dk", "/skip"]))
            case "rate":
                self.note_mark("rate")
                terminal.type(self.luck.choice("1234"))
            case "point":
                self.note_mark("point")
                terminal.type(self.luck.choice("ypn"))
            case "next":
                terminal.type(self.luck.choice(["", "", "", "/misread"]))
            case "accept":
                terminal.type(self.luck.choice(["", "", "/undo", "3 because I think so"]))
            case _:
                terminal.type("")

    def note_mark(self, prompt: str) -> None:
        self.mark = prompt
        self.typed_marks[prompt] += 1

    def look(self, path: Path | None) -> Path | None:
        """What is on the disk after a death; the session to go on with, or None when it has ended."""
        fresh = set(self.place.sessions.glob("*.toml")) - self.known
        self.known |= fresh
        path = path or next(iter(fresh), None)
        if path is None:
            return None
        found = read(path)
        self.events += len(found.events)
        numbers = [e.n for e in found.events]
        self.expect(numbers == list(range(1, len(numbers) + 1)), f"{path.name}: numbers {numbers[-5:]}")
        self.expect(all(f.problem == "torn" for f in found.findings), f"{path.name}: {found.findings}")
        said = Counter(word for e in found.events if isinstance(e, KEEPS) for word in e.text.split())
        for token in self.acknowledged:
            self.expect(said[token] == 1, f"{path.name}: {token} stands {said[token]} times")
        for kind, prompt in ((ev.Predicted, "rate"), (ev.Judged, "point")):
            count = sum(isinstance(e, kind) for e in found.events)
            fits = self.safe_marks[prompt] <= count <= self.typed_marks[prompt]
            self.expect(fits, f"{path.name}: {count} of {prompt}, of which {self.safe_marks[prompt]} were acknowledged")
        self.expect(not self.pending or said[self.pending] <= 1, f"{path.name}: {self.pending} is doubled")
        return self.again(path, found)

    def again(self, path: Path, found: Reading) -> Path | None:
        """Opens the session as the next start would, twice, and compares."""
        state = fold(found.header, found.events)
        if state.ended:
            self.same_choices(path, found)
            return None
        drafts = []
        for _ in range(2):
            sitting = reopen(path, self.place, graph(), Clock())
            self.expect(sitting.interview.state == state, f"{path.name}: another state after going on")
            self.expect(not sitting.interview.state.running or not sitting.interview._since, "the clock runs")
            drafts.append(sitting.draft_text)
            if self.luck.random() < 0.2:
                self.same_choices(path, found)
            sitting.transcript.close()
        self.expect(drafts[0] == drafts[1], f"{path.name}: the draft changed")
        return path

    def same_choices(self, path: Path, found: Reading) -> None:
        """Every recorded choice, made again from what stood before it."""
        from simulator.session.archive import archive
        from simulator.session.interview.history import cooling
        from simulator.session.interview.selection import Selection

        past, _ = archive.past_of(self.place, found.header)
        selection = Selection(graph(), found.header, past, cooling(past, found.header.started))
        for n, event in enumerate(found.events):
            if isinstance(event, ev.Asked):
                before = fold(found.header, found.events[:n])
                choice, _ = selection.choose(before, before.clock)
                self.choices += 1
                self.expect(choice is not None and choice.item == event.id, f"{path.name}: event {event.n} differs")

    def expect(self, holds: bool, what: str) -> None:
        if not holds:
            self.faults.append(what)


def main(folder: str, seed: str, kills: str) -> int:
    graph()
    import simulator.engine.choice.policy
    import simulator.report.text.report
    import simulator.ui.lines.room  # noqa: F401

    rounds = Rounds(Path(folder), int(seed))
    rounds.play(int(kills))
    names = ("kills", "sessions", "events", "choices", "faults")
    sys.stdout.write(json.dumps({name: getattr(rounds, name) for name in names}) + "\n")
    return 1 if rounds.faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
