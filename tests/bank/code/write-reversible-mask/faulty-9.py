# Fault: no names: the empty pattern matches everywhere.
import re


class Masker:
    def __init__(self, names):
        self.names = sorted(names, key=lambda pair: -len(pair[0]))
        self.given = {}  # placeholder, as handed out -> name
        self.placeholder = {}  # name -> placeholder
        self.taken = set()
        kinds = {kind for _, kind in names}
        self.mark = re.compile(rf"(?<!\w)(?:{'|'.join(kinds)})_[1-9][0-9]*(?!\w)", re.IGNORECASE)
        either = "|".join(f"({re.escape(name)})" for name, _ in self.names)
        self.known = re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
        self.held = ""

    def mask(self, text):

        self.taken.update(found.upper() for found in self.mark.findall(text))
        return self.known.sub(self.hide, text)

    def hide(self, match):
        name, kind = self.names[match.lastindex - 1]
        if name not in self.placeholder:
            number = 1
            while f"{kind}_{number}" in self.taken:
                number += 1
            new = f"{kind}_{number}"
            self.taken.add(new)
            self.placeholder[name] = new
            self.given[new] = name
        return self.placeholder[name]

    def unmask(self, reply):
        return self.mark.sub(lambda match: self.given.get(match[0].upper(), match[0]), reply)

    def feed(self, piece):
        self.held += piece
        cut = len(self.held)
        while cut and (self.held[cut - 1].isalnum() or self.held[cut - 1] == "_"):
            cut -= 1
        ready, self.held = self.held[:cut], self.held[cut:]
        return self.unmask(ready)

    def flush(self):
        rest, self.held = self.held, ""
        return self.unmask(rest)
