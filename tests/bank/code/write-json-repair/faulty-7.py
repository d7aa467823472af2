# Fault: a whole true, false or null that touches the end is kept.
import re

NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WORDS = {"true": True, "false": False, "null": None}
SHORT = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
HEX = set("0123456789abcdefABCDEF")


def read_text(text, i):
    """From behind the quote: (value, place behind, whether it was closed)."""
    out, n = [], len(text)
    while i < n:
        c = text[i]
        if c == '"':
            return join("".join(out)), i + 1, True
        if c < " ":
            raise ValueError("control character")
        if c != "\\":
            out.append(c)
            i += 1
            continue
        if i + 1 == n:
            break
        e = text[i + 1]
        if e == "u":
            digits = text[i + 2 : i + 6]
            if not set(digits) <= HEX:
                raise ValueError("escape")
            if len(digits) < 4:
                break
            out.append(chr(int(digits, 16)))
            i += 6
        elif e in SHORT:
            out.append(SHORT[e])
            i += 2
        else:
            raise ValueError("escape")
    if out and "\ud800" <= out[-1] <= "\udbff":
        out.pop()
    return join("".join(out)), n, False


def join(value):
    return re.sub(
        "[\ud800-\udbff][\udc00-\udfff]",
        lambda m: chr(0x10000 + ((ord(m[0][0]) - 0xD800) << 10) + ord(m[0][1]) - 0xDC00),
        value,
    )


def repair(text, streaming=False):
    start = re.search(r"[{\[]", text)
    if start is None:
        if streaming:
            return None, False
        raise ValueError("no bracket")
    i, n = start.start(), len(text)
    root = {} if text[i] == "{" else []
    stack, keys = [root], [None]
    want = "key" if isinstance(root, dict) else "item"
    i += 1

    def put(value):
        top = stack[-1]
        if isinstance(top, dict):
            top[keys[-1]] = value
        else:
            top.append(value)

    while i < n and stack:
        c = text[i]
        if c in " \t\r\n":
            i += 1
        elif c in "]}":
            kind = dict if c == "}" else list
            if not isinstance(stack[-1], kind) or want not in ("key", "item", "after"):
                raise ValueError("bracket")
            stack.pop()
            keys.pop()
            want = "after"
            i += 1
        elif want == "after":
            if c != ",":
                raise ValueError("comma")
            want = "key" if isinstance(stack[-1], dict) else "item"
            i += 1
        elif want == "colon":
            if c != ":":
                raise ValueError("colon")
            want = "val"
            i += 1
        elif want == "key":
            if c != '"':
                raise ValueError("key")
            keys[-1], i, closed = read_text(text, i + 1)
            want = "colon"
        elif c == '"':
            value, i, closed = read_text(text, i + 1)
            if closed or not streaming:
                put(value)
            want = "after"
        elif c in "{[":
            new = {} if c == "{" else []
            put(new)
            stack.append(new)
            keys.append(None)
            want = "key" if c == "{" else "item"
            i += 1
        elif c.isalpha() and c.isascii():
            word = re.compile(r"[A-Za-z]+").match(text, i)[0]
            i += len(word)
            if i == n and word not in WORDS:
                if not any(w.startswith(word) for w in WORDS):
                    raise ValueError("word")
            elif word in WORDS:
                put(WORDS[word])
            else:
                raise ValueError("word")
            want = "after"
        else:
            run = re.compile(r"[-+.0-9eE]*").match(text, i)[0]
            i += len(run)
            if not run:
                raise ValueError("value")
            if i == n:
                if not any(NUMBER.fullmatch(run + more) for more in ("", "0")):
                    raise ValueError("number")
            elif NUMBER.fullmatch(run):
                put(float(run) if set(run) & set(".eE") else int(run))
            else:
                raise ValueError("number")
            want = "after"
    return (root, not stack) if streaming else root
