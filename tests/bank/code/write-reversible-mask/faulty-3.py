# Fault: \b around names, so names that begin or end in a sign fail
import re


class Masker:
    def __init__(self, names):
        self.kind = {n.lower(): k for n, k in names}
        self.spelling = {n.lower(): n for n, _ in names}
        alts = sorted(self.kind, key=len, reverse=True)
        self.name_re = re.compile(
            r"\b(?:" + "|".join(map(re.escape, alts)) + r")\b", re.I)
        kinds = "|".join(sorted(set(self.kind.values())))
        self.ph_re = re.compile(
            r"\b(?:" + kinds + r")_[1-9][0-9]*\b", re.I)
        self.given = {}
        self.back = {}
        self.blocked = set()
        self.held = ""

    def mask(self, text):
        self.blocked.update(p.upper() for p in self.ph_re.findall(text))

        def replace(m):
            key = m.group().lower()
            if key not in self.given:
                i = 1
                while (f"{self.kind[key]}_{i}" in self.blocked
                       or f"{self.kind[key]}_{i}" in self.back):
                    i += 1
                self.given[key] = f"{self.kind[key]}_{i}"
                self.back[self.given[key]] = self.spelling[key]
            return self.given[key]

        return self.name_re.sub(replace, text)

    def unmask(self, reply):
        return self.ph_re.sub(
            lambda m: self.back.get(m.group().upper(), m.group()), reply)

    def feed(self, piece):
        self.held += piece
        n = len(re.search(r"\w*\Z", self.held).group())
        cut = len(self.held) - n
        out, self.held = self.held[:cut], self.held[cut:]
        return self.unmask(out)

    def flush(self):
        out, self.held = self.held, ""
        return self.unmask(out)
