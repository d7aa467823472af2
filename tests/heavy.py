"""Transcripts that are hard to read: deep, wide, long; each made to a size, for tests of time and memory."""

import zlib
from collections.abc import Callable, Iterator
from itertools import count

from tests.transcripts import split, whole

HEAD, _BLOCKS = split(whole(1)[1])
ASKED = _BLOCKS[0]
FIRST = 'n = {n}\nat = 2024-01-01T09:00:00.000Z\nclock = 5.0\nkind = "{kind}"\n'


def block(n: int, body: str, kind: str = "noted") -> bytes:
    """A block with a true checksum, whatever is in it."""
    text = f"[[event]]\n{FIRST.format(n=n, kind=kind)}{body}".encode()
    return b"%b# end %d %08x\n\n" % (text, n, zlib.crc32(text))


def note(n: int, text: str = "a note") -> bytes:
    return block(n, f'position = 1\ntext = "{text}"\n')


def filled(size: int, each: Callable[[int], bytes]) -> bytes:
    """A header, a question, and blocks up to a size."""
    return HEAD + ASKED + b"".join(_up_to(size, each))


def _up_to(size: int, each: Callable[[int], bytes]) -> Iterator[bytes]:
    for n in count(2):
        if size <= 0:
            return
        piece = each(n)
        size -= len(piece)
        yield piece


def of_blocks(body: str, many: int) -> Callable[[int], bytes]:
    """Many bodies of a kind; each of them is held by a block with a note around it."""
    return lambda size: filled(size, lambda n: block(n, f'position = 1\ntext = "a"\n{body * many}\n'))


def in_pieces(opened: str, unit: str, closed: str, at_once: int = 15_000_000) -> Callable[[int], bytes]:
    """One value that is as long as can be, in as few blocks as can be."""

    def made(size: int) -> bytes:
        length = max(1, min(size, at_once) // len(unit.encode()))
        return filled(size, lambda n: block(n, f"position = 1\n{opened}{unit * length}{closed}\n"))

    return made


def interleaved(n: int) -> bytes:
    if n % 3 == 2:
        return note(n)
    if n % 3 == 0:
        return block(n, 'position = 1\nhint = 1\ntext = "h"\n', "hinted")
    return block(n, f"position = 1\nundoes = {n - 1}\n", "undone")


def asked_again(n: int) -> bytes:
    asked = ASKED.rpartition(b"# end ")[0].decode().removeprefix("[[event]]\n")
    lines = [line for line in asked.split("\n") if not line.startswith(("n = ", "at = ", "clock = ", "kind = "))]
    body = "\n".join(lines).replace("position = 1\n", f"position = {n}\n")
    return block(n, body, "asked")


CONTENTS: dict[str, Callable[[int], bytes]] = {
    "notes": lambda size: filled(size, note),
    "one deep key": lambda size: filled(0, note) + block(2, f"{'a.' * (size // 2)}b = 1\n") + note(3),
    "deep keys": lambda size: filled(size, lambda n: block(n, f"{'a.' * 2000}b = 1\n")),
    "deep quoted key": lambda size: filled(0, note) + block(2, f"""{'"a" . ' * (size // 6)}b = 1\n""") + note(3),
    "deep table": lambda size: filled(0, note) + block(2, f"[{'a.' * (size // 2)}b]\nx = 1\n") + note(3),
    "deep key in a value": lambda size: filled(0, note) + block(2, f"x = {{{'a.' * (size // 2)}b = 1}}\n") + note(3),
    "deep lists": in_pieces("x = ", "[", ""),
    "deep tables": in_pieces("x = ", "{a=", ""),
    "many small deep lists": lambda size: filled(size, lambda n: block(n, f"x = {'[' * 900}{']' * 900}\n")),
    "numbers": in_pieces("x = [", "1,", "]"),
    "numbers in blocks": of_blocks("x = [" + "1," * 20_000 + "]\n", 1),
    "empty lists in blocks": of_blocks("x = [" + "[]," * 15_000 + "]\n", 1),
    "tables in blocks": lambda size: filled(size, lambda n: block(n, "".join(f"[a{i}]\n" for i in range(9_000)))),
    "keys in blocks": lambda size: filled(size, lambda n: block(n, "".join(f"a{i} = 1\n" for i in range(9_000)))),
    "escapes": in_pieces('text = "', "\\u0041", '"'),
    "joined lines": in_pieces('text = """', "\\\n", '"""'),
    "open quotes": in_pieces("x = ", '"""\\', ""),
    "quotes": in_pieces('text = """', '""\\"', '"""'),
    "emoji": in_pieces('text = "', "abcdefg\U0001f600", '"'),
    "control characters": in_pieces('text = "', "abcdefg\x1b", '"'),
    "what cannot be shown": in_pieces('text = "', "abcd\u202e", '"\n\u202e'),
    "empty lines": lambda size: HEAD + ASKED + b"\n" * size,
    "zeros": lambda size: HEAD + ASKED + bytes(size),
    "starts": lambda size: HEAD + b"[[event]]\n" * (size // 10),
    "ends": lambda size: HEAD + b"[[event]]\n# end 1 00000000\n" * (size // 27),
    "blanks behind a start": lambda size: HEAD + b"[[event]]" + b" " * size + b"x",
    "a header of lines": lambda size: b"[session]\n" + b"a = 1\n" * (size // 6),
    "a header of one line": lambda size: b"[session]\na = [" + b"1," * (size // 2) + b"]\n" + ASKED,
    "a deep header": lambda size: b"[session]\n" + b"a." * (size // 2) + b"b = 1\n" + ASKED,
    "undone again and again": lambda size: filled(size, interleaved),
    "questions": lambda size: filled(size, asked_again),
}
