"""The filter of system calls, played for both machines: this one can load only its own."""

import pytest

from simulator.session.code.inside.seccomp import AARCH64, ALLOW, KILL, LACKING, MACHINES, REFUSE, X86_64, program

PID = 4321
OTHER = 1234
# the numbers of what must never be allowed, on x86_64 and aarch64
FORBIDDEN = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "sendmsg": (46, 211), "execve": (59, 221),
    "execveat": (322, 281), "ptrace": (101, 117), "mount": (165, 40), "unshare": (272, 97), "setns": (308, 268),
    "bpf": (321, 280), "userfaultfd": (323, 282), "io_uring_setup": (425, 425), "shmget": (29, 194),
    "process_vm_writev": (311, 271), "pidfd_open": (434, 434), "tkill": (200, 130), "chmod": (90, 53),
    "keyctl": (250, 219), "setuid": (105, 146), "memfd_create": (319, 279), "perf_event_open": (298, 241),
}  # fmt: skip


def verdict(machine: str, number: int, *args: int, architecture: int | None = None) -> int:
    """What the filter says of a call, as the kernel plays it: one register, and jumps forwards only."""
    right, numbers = MACHINES[machine]
    words = {0: number, 4: right if architecture is None else architecture}
    words |= {16 + 8 * place: value for place, value in enumerate(args)}
    instructions, register, at = program(right, numbers, PID), 0, 0
    while True:
        operation, yes, no, value = instructions[at]
        at += 1
        if operation == 0x06:
            return value
        if operation == 0x20:
            register = words.get(value, 0)
        elif operation == 0x54:
            register &= value
        else:
            holds = {0x15: register == value, 0x35: register >= value, 0x45: bool(register & value)}[operation]
            at += yes if holds else no


@pytest.mark.parametrize("machine", MACHINES)
def test_what_is_listed_is_allowed_and_forbidden_refused(machine: str) -> None:
    numbers = MACHINES[machine][1]
    assert {verdict(machine, numbers[name]) for name in ("read", "mmap", "futex", "openat", "exit_group")} == {ALLOW}
    column = list(MACHINES).index(machine)
    assert {name: verdict(machine, both[column]) for name, both in FORBIDDEN.items()} == dict.fromkeys(
        FORBIDDEN, REFUSE
    )


@pytest.mark.parametrize(("machine", "numbers"), [("x86_64", X86_64), ("aarch64", AARCH64)])
def test_some_calls_depend_on_their_arguments(machine: str, numbers: dict[str, int]) -> None:
    def allowed(name: str, *args: int) -> bool:
        return verdict(machine, numbers[name], *args) == ALLOW

    for name in ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo"):
        assert [allowed(name, to, 9) for to in (PID, OTHER, 1, 0, 2**32 - 1)] == [True, False, False, False, False]
    assert [allowed("clone", flags) for flags in (0x3D0F00, 0x11, 0x4100, 0x10000000)] == [True, False, False, False]
    assert [allowed("prlimit64", who) for who in (0, PID, OTHER)] == [True, True, False]
    assert [allowed("fcntl", 3, command) for command in (1, 4, 8, 10, 15)] == [True, True, False, False, False]
    assert [allowed("ioctl", 0, what) for what in (0x5401, 0x5412, 0x541C)] == [True, False, False]
    assert [allowed("prctl", what) for what in (15, 1, 4, 22)] == [True, False, False, False]
    pairs = [(1, 1), (1, 1 | 0o2000000), (1, 2), (1, 5), (2, 1)]
    assert [allowed("socketpair", *pair) for pair in pairs] == [True, True, False, False, False]


@pytest.mark.parametrize("machine", MACHINES)
def test_new_calls_are_lacking_and_foreign_ones_end(machine: str) -> None:
    assert verdict(machine, 435) == LACKING  # clone3: the C library falls back to clone
    assert verdict(machine, 463) == LACKING
    assert verdict(machine, 0x40000000) == REFUSE
    assert verdict(machine, 3, architecture=0x40000003) == KILL
