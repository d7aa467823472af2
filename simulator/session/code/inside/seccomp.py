"""A filter of system calls: what Python and NumPy need is allowed, all else is refused.

It refuses sockets, other processes, other programs, signals to others, mounts, tracing, and what came to Linux later.
Threads are allowed, and so is a pair of connected sockets, which asyncio starts with. Calls that change a file by its
name are left out, as older Landlocks don't handle them: chmod, chown, truncate, utime, setxattr.
"""

import ctypes
import os
import platform
from collections.abc import Mapping, Sequence

from simulator.session.code.inside.libc import PR_SET_NO_NEW_PRIVS, call, prctl

LOAD, EQUAL, AT_LEAST, ANY_BIT, AND, RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
ALLOW, REFUSE, LACKING, KILL = 0x7FFF0000, 0x00050000 | 1, 0x00050000 | 38, 0x80000000
PR_SET_SECCOMP, MODE_FILTER = 22, 2
CLONE_THREAD, AF_UNIX, SOCK_STREAM, TYPE_MASK = 0x00010000, 1, 1, 0xF
NEWEST = 463  # a call that is newer than this list is lacking, so that the C library falls back
X32 = 0x40000000  # x86_64 has every call a second time, under these numbers


def _numbers(text: str) -> dict[str, int]:
    return {name: int(number) for name, _, number in (each.partition("=") for each in text.split())}


X86_64 = _numbers("""
    read=0 write=1 open=2 close=3 stat=4 fstat=5 lstat=6 poll=7 lseek=8 mmap=9 mprotect=10 munmap=11 brk=12
    rt_sigaction=13 rt_sigprocmask=14 rt_sigreturn=15 ioctl=16 pread64=17 pwrite64=18 readv=19 writev=20 access=21
    pipe=22 select=23 sched_yield=24 mremap=25 mincore=27 madvise=28 dup=32 dup2=33 pause=34 nanosleep=35
    getitimer=36 alarm=37 setitimer=38 getpid=39 sendfile=40 sendto=44 recvfrom=45 shutdown=48 getsockname=51
    getpeername=52 socketpair=53 setsockopt=54 getsockopt=55 clone=56 exit=60 kill=62 uname=63 fcntl=72 flock=73
    fsync=74 fdatasync=75 ftruncate=77 getdents=78 getcwd=79 chdir=80 fchdir=81 rename=82 mkdir=83
    rmdir=84 creat=85 link=86 unlink=87 symlink=88 readlink=89 umask=95 gettimeofday=96 getrlimit=97 getrusage=98
    sysinfo=99 times=100 getuid=102 getgid=104 geteuid=107 getegid=108 getppid=110 getpgrp=111 getgroups=115
    getresuid=118 getresgid=120 getpgid=121 getsid=124 rt_sigpending=127 rt_sigtimedwait=128 rt_sigqueueinfo=129
    rt_sigsuspend=130 sigaltstack=131 statfs=137 fstatfs=138 getpriority=140 prctl=157 arch_prctl=158
    setrlimit=160 gettid=186 readahead=187 time=201 futex=202 sched_getaffinity=204 epoll_create=213
    getdents64=217 set_tid_address=218 restart_syscall=219 fadvise64=221 timer_create=222 timer_settime=223
    timer_gettime=224 timer_getoverrun=225 timer_delete=226 clock_gettime=228 clock_getres=229 clock_nanosleep=230
    exit_group=231 epoll_wait=232 epoll_ctl=233 tgkill=234 waitid=247 wait4=61 openat=257 mkdirat=258
    newfstatat=262 unlinkat=263 renameat=264 linkat=265 symlinkat=266 readlinkat=267 faccessat=269 pselect6=270
    ppoll=271 set_robust_list=273 get_robust_list=274 splice=275 epoll_pwait=281 eventfd=284 timerfd_create=283
    fallocate=285 timerfd_settime=286 timerfd_gettime=287 eventfd2=290 epoll_create1=291 dup3=292 pipe2=293
    preadv=295 pwritev=296 rt_tgsigqueueinfo=297 prlimit64=302 getcpu=309 renameat2=316 getrandom=318
    membarrier=324 copy_file_range=326 preadv2=327 pwritev2=328 statx=332 rseq=334 close_range=436 faccessat2=439
    epoll_pwait2=441
""")
AARCH64 = _numbers("""
    getcwd=17 eventfd2=19 epoll_create1=20 epoll_ctl=21 epoll_pwait=22 dup=23 dup3=24 fcntl=25 ioctl=29 flock=32
    mkdirat=34 unlinkat=35 symlinkat=36 linkat=37 renameat=38 statfs=43 fstatfs=44 ftruncate=46
    fallocate=47 faccessat=48 chdir=49 fchdir=50 openat=56 close=57 pipe2=59 getdents64=61 lseek=62 read=63
    write=64 readv=65 writev=66 pread64=67 pwrite64=68 preadv=69 pwritev=70 sendfile=71 pselect6=72 ppoll=73
    splice=76 readlinkat=78 newfstatat=79 fstat=80 fsync=82 fdatasync=83 timerfd_create=85 timerfd_settime=86
    timerfd_gettime=87 exit=93 exit_group=94 waitid=95 set_tid_address=96 futex=98 set_robust_list=99
    get_robust_list=100 nanosleep=101 getitimer=102 setitimer=103 timer_create=107 timer_gettime=108
    timer_getoverrun=109 timer_settime=110 timer_delete=111 clock_gettime=113 clock_getres=114 clock_nanosleep=115
    sched_getaffinity=123 sched_yield=124 restart_syscall=128 kill=129 tgkill=131 sigaltstack=132
    rt_sigsuspend=133 rt_sigaction=134 rt_sigprocmask=135 rt_sigpending=136 rt_sigtimedwait=137
    rt_sigqueueinfo=138 rt_sigreturn=139 getpriority=141 getresuid=148 getresgid=150 times=153 getpgid=155
    getsid=156 getgroups=158 uname=160 getrlimit=163 setrlimit=164 getrusage=165 umask=166 prctl=167 getcpu=168
    gettimeofday=169 getpid=172 getppid=173 getuid=174 geteuid=175 getgid=176 getegid=177 gettid=178 sysinfo=179
    socketpair=199 getsockname=204 getpeername=205 sendto=206 recvfrom=207 setsockopt=208 getsockopt=209
    shutdown=210 readahead=213 brk=214 munmap=215 mremap=216 clone=220 mmap=222 fadvise64=223 mprotect=226
    mincore=232 madvise=233 rt_tgsigqueueinfo=240 wait4=260 prlimit64=261 renameat2=276 getrandom=278
    membarrier=283 copy_file_range=285 preadv2=286 pwritev2=287 statx=291 rseq=293 close_range=436 faccessat2=439
    epoll_pwait2=441
""")
CLONE3 = 435
MACHINES: Mapping[str, tuple[int, Mapping[str, int]]] = {
    "x86_64": (0xC000003E, X86_64),
    "aarch64": (0xC00000B7, AARCH64),
}
OWN = ("kill", "tgkill", "rt_sigqueueinfo", "rt_tgsigqueueinfo")  # signals: to oneself only
FCNTL_REFUSED = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX: a signal to others on input
IOCTL_ALLOWED = (0x5401, 0x5413, 0x541B, 0x5421, 0x5450, 0x5451)  # what a file asks; never typing into a terminal
PRCTL_ALLOWED = (3, 15, 16, 0x53564D41)  # names of threads and of memory

Instruction = tuple[int, int, int, int]


def supported() -> bool:
    """Whether there is a list for this machine."""
    return platform.system() == "Linux" and platform.machine() in MACHINES and ctypes.sizeof(ctypes.c_void_p) == 8


def install() -> None:
    """Filter this process from now on, for good. Raises OSError if the kernel refuses."""
    if not supported():
        raise OSError(38, "no list of system calls for this machine")
    code = b"".join(
        op.to_bytes(2, "little") + bytes((yes, no)) + value.to_bytes(4, "little")
        for op, yes, no, value in program(*MACHINES[platform.machine()], os.getpid())
    )
    buffer = ctypes.create_string_buffer(code, len(code))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    filled = Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    call("prctl", PR_SET_SECCOMP, ctypes.c_ulong(MODE_FILTER), ctypes.byref(filled), ctypes.c_ulong(0))


def program(architecture: int, numbers: Mapping[str, int], pid: int) -> list[Instruction]:
    """The filter for one machine and one process, as instructions of classic BPF."""
    made: list[Instruction] = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, architecture), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    made += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, REFUSE)]
    # what is allowed for some arguments only; each ends, so nothing falls through to the next call
    stream = [(EQUAL, 0, 3, AF_UNIX), _argument(1), (AND, 0, 0, TYPE_MASK), (EQUAL, 1, 0, SOCK_STREAM)]
    checked: dict[str, list[Instruction]] = {
        **{name: _one_of(0, (pid,)) for name in OWN},
        "prlimit64": _one_of(0, (0, pid)),
        "ioctl": _one_of(1, IOCTL_ALLOWED),
        "prctl": _one_of(0, PRCTL_ALLOWED),
        "fcntl": _one_of(1, FCNTL_REFUSED, REFUSE, ALLOW),
        "clone": [_argument(0), (ANY_BIT, 0, 1, CLONE_THREAD), (RETURN, 0, 0, ALLOW), (RETURN, 0, 0, REFUSE)],
        "socketpair": [_argument(0), *stream, (RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)],
    }
    for name, number in numbers.items():
        then = checked.get(name, [(RETURN, 0, 0, ALLOW)])
        made += [(EQUAL, 0, len(then), number), *then]
    made += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, LACKING)]
    made += [(AT_LEAST, 0, 1, NEWEST), (RETURN, 0, 0, LACKING)]
    return [*made, (RETURN, 0, 0, REFUSE)]


def _argument(index: int) -> Instruction:
    return (LOAD, 0, 0, 16 + 8 * index)  # its lower half


def _one_of(index: int, values: Sequence[int], then: int = ALLOW, otherwise: int = REFUSE) -> list[Instruction]:
    tests = [(EQUAL, len(values) - at, 0, value) for at, value in enumerate(values)]
    return [_argument(index), *tests, (RETURN, 0, 0, otherwise), (RETURN, 0, 0, then)]
