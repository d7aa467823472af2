# Fault: flush gives the rest raw, a placeholder at the very end stays
import re


class Masker:
    def __init__(self, names):
        self.names = sorted(names, key=lambda p: len(p[0]), reverse=True)
        self.numbers = {}    # kind -> set of numbers that aren't free
        self.holders = {}    # lower-case name -> placeholder
        self.originals = {}  # placeholder -> name
        self.rest = ""

    def _match_at(self, text, i):
        if i and (text[i - 1].isalnum() or text[i - 1] == "_"):
            return None
        for name, kind in self.names:
            end = i + len(name)
            if text[i:end].lower() != name.lower():
                continue
            if end < len(text) and (text[end].isalnum() or text[end] == "_"):
                continue
            return name, kind
        return None

    def mask(self, text):
        for word in re.findall(r"\w+", text):
            kind, _, number = word.upper().rpartition("_")
            if kind and number.isdecimal() and number[0] != "0":
                self.numbers.setdefault(kind, set()).add(int(number))
        out, i = [], 0
        while i < len(text):
            hit = self._match_at(text, i)
            if hit is None:
                out.append(text[i])
                i += 1
                continue
            name, kind = hit
            if name not in self.holders:
                taken = self.numbers.setdefault(kind, set())
                n = 1
                while n in taken:
                    n += 1
                taken.add(n)
                self.holders[name] = f"{kind}_{n}"
                self.originals[f"{kind}_{n}"] = name
            out.append(self.holders[name])
            i += len(name)
        return "".join(out)

    def unmask(self, reply):
        return re.sub(r"\w+", lambda m: self.originals.get(
            m[0].upper(), m[0]), reply)

    def feed(self, piece):
        self.rest += piece
        cut = len(self.rest)
        while cut and (self.rest[cut - 1].isalnum()
                       or self.rest[cut - 1] == "_"):
            cut -= 1
        ready, self.rest = self.rest[:cut], self.rest[cut:]
        return self.unmask(ready)

    def flush(self):
        rest = self.rest
        self.rest = ""
        return rest
