"""The attacks of `code_attacks`: a few in the strongest and the weakest sandbox, all of them in each with `-m slow`.

The table of SECURITY.md says which get through where; it is compared with what the attacks promise.
"""

import re
from collections.abc import Iterator

import pytest

from simulator.session.code.process import LEVELS, SandboxLevel
from simulator.session.code.runner import CaseRequest, CodeRunner
from tests.isolation import ROOT
from tests.system.attacking import LIMITS, all_attacked, attacked, counted, unexpected, world
from tests.system.code_attacks import ATTACKS, MARKED, Attack

QUICK = [
    each for each in ATTACKS if each.name in {
        "fork bomb", "8 TiB array", "list that grows for ever", "10 GB of output", "string of 100 MB",
        "folder filled", "_exit in a thread", "all files closed", "crash in C", "endless reply", "own builtins",
        "forged reply, then another", "file written outside", "sessions listed", "environment of the program",
        "another case, in memory", "link for whoever cleans up", "something left for the next case", "TCP", "UDP",
        "abstract socket", "other program", "daemon of two forks", "signal to the program", "keeper killed", "io_uring",
        "program traced",
    }
]  # fmt: skip


@pytest.fixture(scope="module")
def runner() -> Iterator[CodeRunner]:
    with CodeRunner(LIMITS) as made:
        yield made


@pytest.mark.parametrize("attack", QUICK, ids=lambda attack: attack.name)
def test_attack_ends_in_time_and_gets_nothing(runner: CodeRunner, attack: Attack) -> None:
    with world() as reach:
        outcome = attacked(runner, attack, reach)
    assert unexpected([outcome], runner.sandbox.level, root=False) == []


def test_weakest_sandbox_still_ends_what_uses_up() -> None:
    using_up = [each for each in QUICK if each.stopped_at == LEVELS][:12]
    assert unexpected(all_attacked("limits", using_up), "limits", root=False) == []


def test_look_through_memory_finds_what_is_there(runner: CodeRunner) -> None:
    marked = {"half": "half", "own": "other-half-kept-back"}
    [reply] = runner.run(MARKED, [CaseRequest("a", [{"call": "f", "args": [marked]}])])
    assert reply.results == ["through"]


def test_room_that_does_not_hold_is_refused() -> None:
    with CodeRunner(LIMITS, SandboxLevel("vault")) as runner:
        [reply] = runner.run("def f(): pass", [CaseRequest("a", [{"call": "f"}])])
    assert reply.ended == "refused"


def test_security_page_says_what_gets_through() -> None:
    page = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = re.findall(r"^\| Sandbox of (\w+) \((\d+) of (\d+)\)", page, re.MULTILINE)
    kept = {level: sum(level in attack.stopped_at for attack in ATTACKS) for level in LEVELS}
    assert {name: (int(stopped), int(of)) for name, stopped, of in rows} == {
        level: (count, len(ATTACKS)) for level, count in kept.items()
    }


@pytest.mark.slow
def test_all_attacks_in_every_state_of_machine() -> None:
    wrong = {}
    for level, who, outcomes in counted():
        wrong[level, who] = unexpected(outcomes, level, root=who == "root")
    assert wrong
    assert {state: faults for state, faults in wrong.items() if faults} == {}
