import json
import re

SPACE = " \t\n\r"
SCALAR = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?|true|false|null")
CUT_NUMBER = re.compile(
    r"-|-?(0|[1-9][0-9]*)(\.|(\.[0-9]+)?([eE][+-]?[0-9]*)?)")
WORDS = ("true", "false", "null")
ENDS = {"{": "}", "[": "]"}


def repair(text, streaming=False):
    start = next((i for i, c in enumerate(text) if c in "{["), None)
    if start is None:
        if streaming:
            return None, False
        raise ValueError("no bracket")
    value, closed = read(text, start, not streaming)
    return (value, closed) if streaming else value


def read(text, i, keep_cut):
    """The value whose bracket stands at i, and whether that was closed.

    The stack holds [container, its closing bracket, the key that waits for
    its value]; state says what may come next at the top of the stack.
    """
    top = None
    stack = []
    state = "value"
    while True:
        while i < len(text) and text[i] in SPACE:
            i += 1
        if i == len(text):
            return top, False
        c = text[i]

        if state == "colon":
            if c != ":":
                raise ValueError("colon missing at %d" % i)
            state = "value"
            i += 1
            continue

        if stack and c == stack[-1][1] and state in ("first", "next", "after"):
            stack.pop()
            i += 1
            if not stack:
                return top, True
            state = "after"
            continue

        if c == "," and state in ("first", "after"):
            # a comma in an empty pair of brackets stands before the closing one
            state = "next" if state == "after" else "only-close"
            i += 1
            continue
        if state == "only-close":
            if c != stack[-1][1]:
                raise ValueError("comma at the wrong place")
            state = "first"
            continue
        if state == "after":
            raise ValueError("comma missing at %d" % i)

        in_dict = bool(stack) and stack[-1][1] == "}"
        if in_dict and state in ("first", "next"):
            if c != '"':
                raise ValueError("key missing at %d" % i)
            key, i, whole = read_text(text, i)
            if not whole:
                return top, False
            stack[-1][2] = key
            state = "colon"
            continue

        # a value is due
        if c in ENDS:
            value = {} if c == "{" else []
            if stack:
                put(stack[-1], value)
            else:
                top = value
            stack.append([value, ENDS[c], None])
            state = "first"
            i += 1
        elif c == '"':
            value, i, whole = read_text(text, i)
            if whole or keep_cut:
                put(stack[-1], value)
            if not whole:
                return top, False
            state = "after"
        else:
            end = i
            while end < len(text) and text[end] not in SPACE + ',:"{}[]':
                end += 1
            word = text[i:end]
            if end == len(text):
                if CUT_NUMBER.fullmatch(word) or any(w.startswith(word) for w in WORDS):
                    return top, False
                raise ValueError("bad value at %d" % i)
            if not SCALAR.fullmatch(word):
                raise ValueError("bad value at %d" % i)
            put(stack[-1], json.loads(word))
            state = "after"
            i = end


def put(frame, value):
    container, _, key = frame
    if isinstance(container, list):
        container.append(value)
    else:
        container[key] = value


def read_text(text, i):
    """The text whose quote stands at i, the place after it, and if it's whole."""
    n = i + 1
    size = len(text)
    half = None     # where an escape begins that the end cuts
    high = None     # where a high surrogate ends that waits for its other half
    high_at = None
    while n < size and text[n] != '"':
        if text[n] != "\\":
            n += 1
            continue
        if n + 1 == size:
            half = n
            break
        if text[n + 1] != "u":
            n += 2
            continue
        digits = text[n + 2:n + 6]
        if any(d not in "0123456789abcdefABCDEF" for d in digits):
            raise ValueError("bad escape")
        if len(digits) < 4:
            half = n
            break
        code = int(digits, 16)
        if 0xD800 <= code < 0xDC00:
            high_at, high = n, n + 6
        n += 6
    if n < size and half is None:
        return json.loads(text[i:n + 1]), n + 1, True
    end = size if half is None else half
    if high == end:     # half of a pair is half an escape, too
        end = high_at
    return json.loads(text[i:end] + '"'), size, False
