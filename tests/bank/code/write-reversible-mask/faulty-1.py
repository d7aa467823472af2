# Fault: uses \b around names, which finds none that ends in a full stop or a bracket
import re


class Masker:
    def __init__(self, names):
        self.known = {name.lower(): (name, kind) for name, kind in names}
        longest = sorted(self.known, key=len, reverse=True)
        any_of = "|".join(map(re.escape, longest)) or r"(?!)"
        self.pattern = rf"\b(?:{any_of})\b"
        self.given = {}  # name in small letters: placeholder
        self.names = {}  # placeholder: name
        self.seen = set()  # what stood in the texts, in small letters
        self.held = ""

    def mask(self, text):
        self.seen.update(re.findall(r"\w+", text.lower()))
        return re.sub(self.pattern, self.hide, text, flags=re.I)

    def hide(self, match):
        key = match.group().lower()
        if key not in self.given:
            name, kind = self.known[key]
            n = 1
            while f"{kind}_{n}" in self.names or (
                f"{kind}_{n}".lower() in self.seen
            ):
                n += 1
            self.given[key] = f"{kind}_{n}"
            self.names[f"{kind}_{n}"] = name
        return self.given[key]

    def unmask(self, reply):
        return re.sub(
            r"\w+",
            lambda m: self.names.get(m.group().upper(), m.group()),
            reply,
        )

    def feed(self, piece):
        self.held += piece
        start = re.search(r"\w*\Z", self.held).start()
        ready, self.held = self.held[:start], self.held[start:]
        return self.unmask(ready)

    def flush(self):
        rest, self.held = self.held, ""
        return self.unmask(rest)
