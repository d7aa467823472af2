import json
import re

MISSING = object()
WORD = re.compile(r'[^\s,:"\[\]{}]*')


class Reader:
    def __init__(self, text, place, keep):
        self.text, self.i, self.keep = text, place, keep
        self.cut = False

    def peek(self):
        while self.text[self.i:self.i + 1].isspace():
            self.i += 1
        self.cut = self.cut or self.i >= len(self.text)
        return self.text[self.i:self.i + 1]

    def value(self):
        c = self.peek()
        if not c:
            return MISSING
        if c in "{[":
            return self.group("}" if c == "{" else "]")
        if c == '"':
            return self.string(self.keep)
        word = WORD.match(self.text, self.i).group()
        self.i += len(word)
        if self.i == len(self.text):
            self.cut = True
            return MISSING
        return json.loads(word)

    def string(self, keep):
        start, j = self.i, self.i + 1
        while j < len(self.text) and self.text[j] != '"':
            size = 1
            if self.text[j] == "\\":
                size = 6 if self.text[j + 1:j + 2] == "u" else 2
            if j + size > len(self.text):
                break
            j += size
        self.i = j + 1
        if self.text[j:j + 1] == '"':
            return json.loads(self.text[start:self.i])
        self.i, self.cut = len(self.text), True
        return json.loads(self.text[start:j] + '"') if keep else MISSING

    def group(self, close):
        out = {} if close == "}" else []
        self.i += 1
        while True:
            c = self.peek()
            if c == close:
                self.i += 1
                return out
            key = None
            if close == "}" and c:
                if c != '"':
                    raise ValueError("a key is due")
                key = self.string(False)
                c = self.peek()
                if c and c != ":":
                    raise ValueError("a colon is due")
                self.i += 1
            item = MISSING if self.cut else self.value()
            if item is not MISSING:
                if close == "}":
                    out[key] = item
                else:
                    out.append(item)
            if self.cut:
                return out
            c = self.peek()
            if c == ",":
                self.i += 1
            elif c and c != close:
                raise ValueError("a comma is due")


def repair(text, streaming=False):
    first = re.search(r"[{\[]", text)
    if first is None:
        if streaming:
            return None, False
        raise ValueError("there is no bracket")
    reader = Reader(text, first.start(), not streaming)
    value = reader.value()
    return (value, not reader.cut) if streaming else value
