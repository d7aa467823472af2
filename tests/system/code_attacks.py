"""What a hostile candidate may hand in: each attack is the code of an answer, with a function `f(world)`.

An attack that wants an effect returns "through" if it has got it. The others only have to come to an end. `world` has
the paths and numbers that such a candidate might guess: `secret`, `folder`, `graphs`, `sessions`, `parent`.
"""

from dataclasses import dataclass

EVERYWHERE = ("namespaces", "bubblewrap", "landlock", "seccomp", "limits")
SHUT_IN = EVERYWHERE[:3]  # these hide files
FILTERED = EVERYWHERE[:4]  # these filter system calls
OWN_ROOT = EVERYWHERE[:2]  # these have processes, mounts and a network of their own


@dataclass(frozen=True)
class Attack:
    """`stopped_at` are the levels that promise to stop it; `by_root` those too if root starts the program.

    `ends` is how the case may end, any way if empty. `risky` ones would reach others where nothing holds them. Only
    `broken` ones may fail to be compiled.
    """

    name: str
    code: str
    stopped_at: tuple[str, ...] = EVERYWHERE
    by_root: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    risky: tuple[str, ...] = ()
    times: int = 1
    broken: bool = False


def trying(body: str, imports: str = "") -> str:
    """An attack that is through if its body does not raise."""
    lines = "\n".join("        " + line for line in body.strip().split("\n"))
    return (
        f"import os, sys, ctypes, signal, socket, time, json\n{imports}\n"
        f"def f(world):\n    try:\n{lines}\n        return 'through'\n    except Exception as error:\n"
        f"        return 'stopped: ' + repr(error)[:100]\n"
    )


def calling(numbers: dict[str, int], arguments: str) -> str:
    """An attack by a system call that Python has no name for."""
    return trying(
        f"number = {numbers!r}[os.uname().machine]\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        f"if libc.syscall(number, {arguments}) < 0: raise OSError(ctypes.get_errno(), 'refused')"
    )


def plain(body: str) -> str:
    """An attack that only has to end."""
    lines = "\n".join("    " + line for line in body.strip().split("\n"))
    return f"import os, sys, ctypes, signal, threading, time, json, gc\nimport numpy as np\ndef f(world):\n{lines}\n"


def both(number: int) -> dict[str, int]:
    """A number that is the same on both machines."""
    return {"x86_64": number, "aarch64": number}


USING_UP = (
    Attack("endless loop", plain("while True: pass"), ends=("time",)),
    Attack("sleeps for ever", plain("while True: time.sleep(60)"), ends=("time",)),
    Attack("fork bomb", plain("while True: os.fork()"), ends=("",)),
    Attack("8 TiB array", plain("return np.ones(2**40)"), ends=("memory",)),
    Attack("list that grows for ever", plain("a = []\nwhile True: a.append(bytes(65536))"), ends=("memory",)),
    Attack("memory taken by mmap", plain("import mmap\na = [mmap.mmap(-1, 2**26) for _ in range(999)]"), ends=("",)),
    Attack("10 GB of output", plain("for _ in range(10_000): os.write(1, b'x' * 10**6)"), ends=("output",)),
    Attack("10 GB of errors", plain("for _ in range(10_000): os.write(2, b'x' * 10**6)"), ends=("output",)),
    Attack("reply of ten million numbers", plain("return list(range(10**7))"), ends=("reply", "memory")),
    Attack("string of 2 GB", plain("return 'x' * 2**31"), ends=("memory", "reply")),
    Attack("string of 100 MB", plain("return 'x' * 10**8"), ends=("reply",)),
    Attack("deeply nested result", plain("a = []\nfor _ in range(10**5): a = [a]\nreturn a"), ends=("",)),
    Attack("list that holds itself", plain("a = []\na += [a] * 9\nreturn a"), ends=("reply", "time")),
    Attack("number of a million digits", plain("return 10 << 10**6"), ends=("",)),
    Attack("endless recursion", plain("return f(world)"), ends=("",)),
    Attack("recursion without a limit", plain("sys.setrecursionlimit(10**9)\ng = lambda: [g() for _ in (1,)]\ng()")),
    Attack("folder filled", plain("n = 0\nwhile True:\n    n += 1\n    open(f'{n}', 'wb').write(b'x' * 10**7)")),
    Attack("million empty files", plain("for n in range(10**6): open(f'{n}', 'w').close()")),
    Attack("file of 10 GB", plain("with open('a', 'wb') as a:\n    while True: a.write(b'x' * 10**7)"), ends=("",)),
    Attack("files opened for ever", plain("a = []\nwhile True: a.append(open('/dev/null'))"), ends=("",)),
    Attack("threads for ever", plain("while True: threading.Thread(target=time.sleep, args=(99,)).start()")),
    Attack("pipes for ever", plain("a = []\nwhile True: a.append(os.pipe())"), ends=("",)),
    Attack("limits raised", plain(
        "import resource\nfor n in (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE):\n"
        "    try: resource.setrlimit(n, (resource.RLIM_INFINITY,) * 2)\n    except (ValueError, OSError): pass\n"
        "a = []\nwhile True: a.append(bytes(65536))"), ends=("memory",)),
)  # fmt: skip

NOT_ENDING = (
    Attack("signals ignored", plain(
        "for n in range(1, 65):\n    try: signal.signal(n, signal.SIG_IGN)\n    except (OSError, ValueError): pass\n"
        "while True: pass"), ends=("time",)),
    Attack("signals blocked", plain("signal.pthread_sigmask(0, range(1, 65))\nwhile True: pass"), ends=("time",)),
    Attack("stops itself", plain("os.kill(os.getpid(), signal.SIGSTOP)"), ends=("time",)),
    Attack("alarm in the middle of it", plain(
        "signal.signal(signal.SIGALRM, lambda *_: 1 / 0)\nsignal.setitimer(signal.ITIMER_REAL, .01, .0001)\n"
        "return list(range(10**5))")),
    Attack("thread that never ends", plain("threading.Thread(target=time.sleep, args=(99,)).start()\nreturn 7")),
    Attack("_exit in a thread", plain("threading.Thread(target=os._exit, args=(0,)).start()\ntime.sleep(99)")),
    Attack("sys.exit", plain("sys.exit()"), ends=("",)),
    Attack("atexit that loops", plain("import atexit\ndef g():\n    while True: pass\natexit.register(g)\nreturn 7"),
           ends=("",)),
    Attack("__del__ that loops", plain(
        "class A:\n    def __del__(self):\n        while True: pass\nglobals()['a'] = A()\nreturn 7"), ends=("",)),
    Attack("__repr__ that loops", plain("class A:\n    def __repr__(self):\n        while True: pass\nreturn A()"),
           ends=("time",)),
    Attack("__eq__ that loops", plain(
        "class A:\n    def __eq__(self, other):\n        while True: pass\nreturn world['script'](A())"),
        ends=("time",)),
    Attack("iterator that never ends", plain(
        "class A(list):\n    def __iter__(self):\n        while True: yield 1\nreturn A()"), ends=("reply", "time")),
    Attack("error whose text loops", plain(
        "class A(Exception):\n    def __str__(self):\n        while True: pass\nraise A"), ends=("time",)),
    Attack("crash in C", plain("ctypes.string_at(0)"), ends=("killed",)),
    Attack("all files closed", plain("os.closerange(0, 200)\nreturn 7"), ends=("killed", "reply")),
    Attack("module that loops", "while True: pass", ends=("time",)),
    Attack("text that is no code", "def f(:\x00", ends=("",), broken=True),
    Attack("code nested too deeply", "f = " + "(" * 10_000, ends=("", "memory", "killed"), broken=True),
)  # fmt: skip

DECEIVING = (
    Attack("forged reply, then the end", plain(
        "os.write(3, json.dumps({'ended': '', 'results': ['forged'], 'calls': {}, 'error': None}).encode())\n"
        "os._exit(0)"), ends=("",)),
    Attack("forged reply, then another", plain("os.write(3, b'{}')\nreturn 7"), ends=("reply",)),
    Attack("bytes instead of a reply", plain("os.write(3, os.urandom(9999))\nos._exit(0)"), ends=("reply",)),
    Attack("half a reply", plain("os.write(3, b'{\"ended\": ')\nos._exit(0)"), ends=("reply",)),
    Attack("brackets for a parser", plain("os.write(3, b'[' * 60000)\nos._exit(0)"), ends=("reply",)),
    Attack("endless reply", plain("while True: os.write(3, b'[' * 60000)"), ends=("reply",)),
    Attack("array of a wrong size", plain(
        "os.write(3, json.dumps({'ended': '', 'results': [{'$array': 'int8', 'shape': [9], 'data': ''}]}).encode())\n"
        "os._exit(0)"), ends=("reply",)),
    Attack("own builtins", plain(
        "import builtins\nfor n in ('len', 'isinstance', 'issubclass', 'type', 'print', 'getattr', 'list', 'repr'):\n"
        "    setattr(builtins, n, lambda *a, **k: None)\nreturn [1, 'a', {}]")),
    Attack("own json, os and numpy", plain(
        "json.dumps = lambda *a, **k: '{}'\nnp.asarray = None\nos.write = lambda *a: 1\nreturn np.ones(3)")),
    Attack("numpy taken away", plain("sys.modules['numpy'] = None\nreturn np.ones(3)")),
)  # fmt: skip

MARKED = """
import gc, os, sys
def f(world):
    mark = world["half"] + "-kept-back"
    seen = [repr(each)[:100000] for each in gc.get_objects() if isinstance(each, (str, list, dict, tuple))]
    frame = sys._getframe()
    while frame:
        seen.append(repr(frame.f_locals)[:100000])
        frame = frame.f_back
    if any("other-" + mark in each for each in seen): return "through"
    try:
        with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
            for line in maps:
                low, high = (int(each, 16) for each in line.split()[0].split("-"))
                if "rw" in line and high - low < 2**28:
                    memory.seek(low)
                    if ("other-" + mark).encode() in memory.read(high - low): return "through"
    except (OSError, ValueError):
        pass
    return "stopped"
"""

LOOKING = (
    Attack("file of the home read", trying("open(world['secret']).read()"), SHUT_IN, EVERYWHERE),
    Attack("file written outside", trying("open(world['folder'] + '/new', 'w').write('x')"), SHUT_IN, EVERYWHERE),
    Attack("file of the home made public", trying("os.chmod(world['secret'], 0o777)"), FILTERED, EVERYWHERE),
    Attack("file of the home removed", trying("os.unlink(world['secret'])"), SHUT_IN, EVERYWHERE),
    Attack("home listed", trying("os.listdir(world['folder'])"), SHUT_IN, EVERYWHERE),
    Attack("home seen to be there", trying("os.stat(world['folder'])"), OWN_ROOT),
    Attack("/etc/shadow", trying("open('/etc/shadow').read()")),
    Attack("/etc/passwd", trying("open('/etc/passwd').read()"), SHUT_IN),
    Attack("graphs listed", trying("os.listdir(world['graphs'])"), SHUT_IN),
    Attack("sessions listed", trying("os.listdir(world['sessions'])"), SHUT_IN, EVERYWHERE),
    Attack("the program's own code", trying("open(world['package']).read()"), SHUT_IN),
    Attack("the program imported", trying("import simulator")),
    Attack("other processes listed", trying("assert any(n.isdigit() for n in os.listdir('/proc'))"), SHUT_IN),
    Attack("environment of the program", trying("open(f\"/proc/{world['parent']}/environ\").read()"), SHUT_IN,
           EVERYWHERE),
    Attack("own environment", trying("assert 'SECRET_OF_THE_USER' in os.environ")),
    Attack("memory of the keeper", trying("open(f'/proc/{os.getppid()}/mem', 'rb')")),
    Attack("memory of the program", trying("open(f\"/proc/{world['parent']}/mem\", 'r+b')"), SHUT_IN, EVERYWHERE),
    Attack("another case, in memory", MARKED),
    Attack("link out of the folder", trying("os.symlink(world['folder'], 'a')\nopen('a/new', 'w').write('x')"), SHUT_IN,
           EVERYWHERE),
    Attack("hard link to a file", trying("os.link(world['secret'], 'a')\nopen('a').read()"), SHUT_IN, EVERYWHERE),
    Attack("link for whoever cleans up", plain("os.symlink(world['folder'], 'a')\nreturn 7")),
    Attack("something left for the next case", trying(
        "for n in ('left', os.environ['HOME'] + '/left'):\n    if os.path.exists(n): break\n"
        "else:\n    open('left', 'w').close()\n    raise OSError('first')"), times=2),
    Attack("something left in /dev/shm", trying(
        "n = f\"/dev/shm/left-{world['parent']}\"\nif not os.path.exists(n):\n    open(n, 'w').close()\n"
        "    raise OSError('first')"), SHUT_IN, times=2),
)  # fmt: skip

REACHING = (
    Attack("TCP", trying("socket.socket().connect((b'127.0.0.1', world['port']))"), FILTERED),
    Attack("UDP", trying(
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', (b'127.0.0.1', 9))"), FILTERED),
    Attack("abstract socket", trying("socket.socket(socket.AF_UNIX).connect('\\0' + world['abstract'])"), FILTERED),
    Attack("datagram pair that sends elsewhere", trying(
        "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b'x', '\\0' + world['abstract'] + 'd')"),
        FILTERED),
    Attack("netlink", trying("socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))"), FILTERED),
    Attack("other program", trying("import subprocess\nsubprocess.run(['/bin/true'], check=True)")),
    Attack("other program in its stead", trying(
        "said = json.dumps({'ended': '', 'results': ['through']})\n"
        "os.execv('/bin/sh', ['sh', '-c', f'printf %s {said!r} >&3'])"), FILTERED),
    Attack("daemon of two forks", trying(
        "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(99)\n    os._exit(0)")),
    Attack("group left", trying("os.setpgid(0, 0)\nwhile True: pass")),
    Attack("signal to the program", trying("os.kill(world['parent'], 0)"), FILTERED, EVERYWHERE),
    Attack("keeper stopped", trying("os.kill(os.getppid(), signal.SIGSTOP)\ntime.sleep(9)")),
    Attack("keeper killed", trying("os.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(9)")),
    Attack("everybody killed", trying("os.kill(-1, signal.SIGKILL)"), FILTERED, risky=("limits",)),
    Attack("signal on input to the program", trying(
        "import fcntl\nr, w = os.pipe()\nfcntl.fcntl(r, 8, world['parent'])"), FILTERED),
    Attack("limits of the program", trying(
        "import resource\nresource.prlimit(world['parent'], resource.RLIMIT_NOFILE)"), FILTERED, EVERYWHERE),
    Attack("keeper traced", calling({"x86_64": 101, "aarch64": 117}, "16, os.getppid(), 0, 0")),
    Attack("program traced", calling({"x86_64": 101, "aarch64": 117}, "0x4206, world['parent'], 0, 0"), FILTERED,
           EVERYWHERE),
    Attack("io_uring", calling(both(425), "4, ctypes.create_string_buffer(120)"), FILTERED),
    Attack("userfaultfd", calling({"x86_64": 323, "aarch64": 282}, "1"), FILTERED),
    Attack("shared memory of System V", calling({"x86_64": 29, "aarch64": 194}, "4242, 4096, 0o1600"), FILTERED),
    Attack("memory file", trying("os.memfd_create('a')"), FILTERED),
    Attack("bpf", calling({"x86_64": 321, "aarch64": 280}, "0, ctypes.create_string_buffer(120), 120"), FILTERED,
           EVERYWHERE),
    Attack("counters of the processor", calling({"x86_64": 298, "aarch64": 241},
           "ctypes.create_string_buffer(b'\\1', 128), 0, -1, -1, 0"), FILTERED),
    Attack("keys of the kernel", calling({"x86_64": 250, "aarch64": 219}, "0, -4, 1"), FILTERED),
    Attack("namespace of its own", calling({"x86_64": 272, "aarch64": 97}, "0x10000000"), FILTERED),
    Attack("mount", trying(
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        "if libc.mount(b'tmpfs', b'/tmp', b'tmpfs', 0, None): raise OSError(ctypes.get_errno(), 'refused')")),
    Attack("root again", trying("os.setuid(0)\nassert os.getuid() == 0"), EVERYWHERE),
    Attack("letters typed into a terminal", trying(
        "import fcntl\nfcntl.ioctl(os.open('/dev/tty', os.O_RDWR), 0x5412, b'x')")),
)  # fmt: skip

ATTACKS = (*USING_UP, *NOT_ENDING, *DECEIVING, *LOOKING, *REACHING)
