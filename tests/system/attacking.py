"""Runs the attacks of `code_attacks` against the runner, in every state that this machine can be put into.

`python -m tests.system.attacking` prints the table (`make attacks`); with a level it runs that one as whoever calls,
and prints JSON, which is how root has it run by an ordinary user.
"""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from simulator.session.code.process import LEVELS, ChildProcess, SandboxLevel, paths
from simulator.session.code.reply import CaseReply
from simulator.session.code.runner import CaseRequest, CodeRunner, Limits
from tests.system.code_attacks import ATTACKS, Attack

ROOT = Path(__file__).parents[2]
LIMITS = Limits(seconds=1.5, case_seconds=1.0, cpu_seconds=3, memory_mb=128)
ORDINARY = 23_456  # a user that has nothing, to whom root gives the attacks
SLACK = 1.0  # seconds beyond its limit in which a case has ended
SELF = "tests.system.attacking"
SOUND = CaseRequest("sound", [{"call": "g", "args": [20]}])


@dataclass(frozen=True)
class Outcome:
    """What came of one attack: `through` is its own word, `faults` what must not be at all."""

    attack: str
    through: bool
    ended: str
    kind: str
    seconds: float
    faults: tuple[str, ...]


@contextmanager
def world() -> Iterator[dict[str, Any]]:
    """A home with a secret, ears on the network, and what else an attack may want to reach."""
    os.environ["SECRET_OF_THE_USER"] = "x"
    # where a person's temporary files are, wherever those of the other tests go
    with TemporaryDirectory(prefix="world-", dir="/tmp") as top, socket.create_server(("127.0.0.1", 0)) as tcp:
        home, sessions = Path(top, "home"), Path(top, "sessions")
        for folder in (home, sessions):
            folder.mkdir(0o700)
        abstract = f"interview-attack-{os.getpid()}"
        with socket.socket(socket.AF_UNIX) as stream, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagram:
            stream.bind("\0" + abstract)
            stream.listen()
            datagram.bind("\0" + abstract + "d")
            yield {
                "folder": str(home), "secret": str(home / "secret"), "sessions": str(sessions),
                "graphs": str(ROOT / "graphs"), "package": str(ROOT / "simulator" / "errors.py"),
                "parent": os.getpid(), "port": tcp.getsockname()[1], "abstract": abstract, "half": "half",
                "script": {"$script": "script", "table": [{"args": [0], "gives": 1}]},
            }  # fmt: skip


def attacked(runner: CodeRunner, attack: Attack, reach: dict[str, Any]) -> Outcome:
    """Run one attack, between two cases that hold something that it must not see, and then a sound one."""
    secret = Path(reach["secret"])
    secret.write_text("mine", "utf-8")
    secret.chmod(0o600)
    list(runner.run("def f(world): return 1", [CaseRequest("a", [_step({"half": "other-half-kept-back"})])]))
    started = time.monotonic()
    [*_, reply] = runner.run(attack.code, [CaseRequest("b", [_step(reach)])] * attack.times)
    seconds = time.monotonic() - started
    faults = []
    if seconds > LIMITS.seconds + SLACK:
        faults.append(f"took {seconds:.1f} s")
    if attack.ends and reply.ended not in attack.ends:
        faults.append(f"ended as {reply.ended!r}")
    if not attack.broken and re.search("SyntaxError|NameError|UnboundLocal|ImportError", _kind(reply)):
        faults.append(f"never began: {_kind(reply)}")
    if not secret.is_file() and "removed" not in attack.name:
        faults.append("the secret is gone")
    [sound] = runner.run("def g(n): return n + 1", [SOUND])
    if sound.results != [21]:
        faults.append(f"the next case got {sound}")
    return Outcome(attack.name, went_through(reply), reply.ended, _kind(reply), seconds, tuple(faults))


def _step(argument: dict[str, Any]) -> dict[str, Any]:
    return {"call": "f", "args": [argument]}


def went_through(reply: CaseReply) -> bool:
    return reply.results == ["through"]


def _kind(reply: CaseReply) -> str:
    return reply.error.kind if reply.error else str(reply.results)[:120]


def left_running(name: str) -> list[int]:
    """The processes that were started by the child of this name, and are still there."""
    found = []
    for each in Path("/proc").iterdir():
        with suppress(OSError):
            if each.name.isdigit() and name.encode() in (each / "cmdline").read_bytes():
                found.append(int(each.name))
    return found


def all_attacked(level: str, attacks: Sequence[Attack] = ATTACKS) -> list[Outcome]:
    """All attacks at one level, as whoever calls; the last outcome says what was left behind by all of them."""
    found = []
    names = set()
    before = len([*Path("/proc/self/fd").iterdir()]), threading.active_count()
    with world() as reach, CodeRunner(LIMITS, SandboxLevel(level)) as runner:
        for attack in attacks:
            if level in attack.risky and os.getuid() != 0:
                continue
            found.append(attacked(runner, attack, reach))
            runner.warm()  # if the next case didn't end in time, it has no child; the fault is told with the others
            names.add(child_of(runner).name)
        if child_of(runner).hello()["level"] != level:
            raise AssertionError(f"{level} does not hold here")
    with suppress(OSError):
        Path(f"/dev/shm/left-{os.getpid()}").unlink()
    faults = [f"left running: {left}" for name in names if (left := left_running(name))]
    after = len([*Path("/proc/self/fd").iterdir()]), threading.active_count()
    if after != before:
        faults.append(f"open files and threads: {before} before, {after} after")
    return [*found, Outcome("all together", False, "", "", 0.0, tuple(faults))]


def child_of(runner: CodeRunner) -> ChildProcess:
    """The child that a runner has."""
    assert runner._child is not None
    return runner._child


def levels_here() -> list[str]:
    """The levels that hold on this machine, for whoever calls."""
    found = []
    for level in LEVELS:
        child = ChildProcess([level], probe=True)
        if child.hello()["level"] == level:
            found.append(level)
        child.close()
    return found


def as_ordinary_user(level: str) -> list[Outcome] | None:
    """The same by an ordinary user, whom root becomes for it; None if that user can reach no Python of this version."""
    python = f"/usr/bin/python3.{sys.version_info.minor}"
    setpriv = shutil.which("setpriv")
    if setpriv is None or not os.access(python, os.X_OK):
        return None
    packages = paths()["site"]
    done = subprocess.run(
        [setpriv, f"--reuid={ORDINARY}", f"--regid={ORDINARY}", "--clear-groups", python, "-m", SELF, level],
        env={"PYTHONPATH": f"{ROOT}:{packages}", "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
        cwd="/", capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    if done.returncode:
        raise AssertionError(done.stderr[-2000:])
    return [Outcome(**{**each, "faults": tuple(each["faults"])}) for each in json.loads(done.stdout)]


def unexpected(outcomes: Sequence[Outcome], level: str, *, root: bool) -> list[str]:
    """What did not come as promised, in words: let through though it should be stopped, the other way, or a fault."""
    promised = {each.name: each for each in ATTACKS}
    found = []
    for outcome in outcomes:
        found += [f"{outcome.attack}: {fault}" for fault in outcome.faults]
        if attack := promised.get(outcome.attack):
            held = level in attack.stopped_at or (root and level in attack.by_root)
            if outcome.through and held:
                found.append(f"{outcome.attack}: let through")
    return found


def say(line: str) -> None:
    """One line of the table, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def counted() -> Iterator[tuple[str, str, list[Outcome]]]:
    """Each state of this machine: the level, who starts the program, and what came of all attacks."""
    for level in levels_here():
        if os.getuid() != 0:
            yield level, "user", all_attacked(level)
            continue
        yield level, "root", all_attacked(level)
        if (outcomes := as_ordinary_user(level)) is not None:
            yield level, "user", outcomes


def main(arguments: Sequence[str]) -> int:
    """Print the table, or the outcomes at one level as JSON. The exit status is 1 if something was not as promised."""
    if arguments:
        say(json.dumps([asdict(each) for each in all_attacked(arguments[0])]))
        return 0
    failed = False
    for level, who, outcomes in counted():
        wrong = unexpected(outcomes, level, root=who == "root")
        through = [each.attack for each in outcomes if each.through]
        slowest = max(outcomes, key=lambda each: each.seconds)
        stopped = f"{len(outcomes) - 1 - len(through)} of {len(outcomes) - 1} stopped"
        say(f"{level:10}  {who}  {stopped}; slowest {slowest.seconds:.2f} s ({slowest.attack})")
        for line in (*(f"through: {each}" for each in through), *(f"WRONG: {each}" for each in wrong)):
            say(f"    {line}")
        if os.environ.get("ATTACKS_IN_FULL"):
            for each in outcomes:
                say(f"    {each.attack}: {each.ended or 'came to its end'}, {each.kind}")
        failed = failed or bool(wrong)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
