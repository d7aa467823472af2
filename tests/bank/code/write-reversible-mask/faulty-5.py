# Fault: of names that begin at one place, the first in the list counts
import re


class Masker:
    def __init__(self, names):
        self._names = list(names)
        self._by_key = {n.casefold(): (n, k) for n, k in names}
        self._pattern = re.compile(
            "|".join(r"(?<!\w)%s(?!\w)" % re.escape(n) for n, _ in names),
            re.IGNORECASE)
        self._used = {}     # placeholder -> name, or None if it only stood
        self._holder = {}
        self._wait = []

    def mask(self, text):
        for _, kind in self._names:
            for number in re.findall(rf"(?<!\w){kind}_(\d+)(?!\w)", text,
                                     re.IGNORECASE):
                self._used.setdefault(f"{kind}_{number}", None)
        return self._pattern.sub(self._replace, text)

    def _replace(self, match):
        name, kind = self._by_key[match[0].casefold()]
        if name not in self._holder:
            n = 1
            while f"{kind}_{n}" in self._used:
                n += 1
            self._used[f"{kind}_{n}"] = name
            self._holder[name] = f"{kind}_{n}"
        return self._holder[name]

    def unmask(self, reply):
        def back(match):
            return self._used.get(match[0].upper()) or match[0]
        return re.sub(r"(?<!\w)[^\W\d_]+_\d+(?!\w)", back, reply)

    def feed(self, piece):
        text = "".join(self._wait) + piece
        done = re.match(r"(?s)(.*\W)?", text)[0]
        self._wait = [text[len(done):]]
        return self.unmask(done)

    def flush(self):
        text = "".join(self._wait)
        self._wait = []
        return self.unmask(text)
