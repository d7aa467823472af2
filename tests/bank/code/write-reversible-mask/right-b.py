import re


class Masker:
    """Masks the names of one conversation."""

    def __init__(self, names):
        self._names = sorted(names, key=lambda pair: -len(pair[0]))
        self._kinds = list(dict.fromkeys(kind for _, kind in names))
        self._name_of = {}         # (kind, number) -> name
        self._placeholder_of = {}  # name -> placeholder
        self._taken = {kind: set() for kind in self._kinds}
        self._tail = ""
        # one group for each alternative says which one it was
        self._name_pattern = self._any(name for name, _ in self._names)
        self._mark_pattern = self._any(self._kinds, r"_([1-9][0-9]*)")

    @staticmethod
    def _any(words, more=""):
        groups = "|".join(f"({re.escape(word)})" for word in words)
        if not groups:
            return re.compile(r"(?!)")
        return re.compile(rf"(?<!\w)(?:{groups}){more}(?!\w)", re.I)

    def _mark(self, found):
        """The kind and the number of a placeholder."""
        groups = found.groups()
        which = next(i for i, g in enumerate(groups) if g is not None)
        return self._kinds[which], int(groups[-1])

    def mask(self, text):
        for found in self._mark_pattern.finditer(text):
            kind, number = self._mark(found)
            self._taken[kind].add(number)
        return self._name_pattern.sub(self._hide, text)

    def _hide(self, found):
        name, kind = self._names[found.lastindex - 1]
        if name not in self._placeholder_of:
            number = 1
            while number in self._taken[kind]:
                number += 1
            self._taken[kind].add(number)
            self._name_of[kind, number] = name
            self._placeholder_of[name] = f"{kind}_{number}"
        return self._placeholder_of[name]

    def unmask(self, reply):
        return self._mark_pattern.sub(
            lambda found: self._name_of.get(self._mark(found), found[0]),
            reply)

    def feed(self, piece):
        text = self._tail + piece
        cut = len(text)
        while cut and (text[cut - 1].isalnum() or text[cut - 1] == "_"):
            cut -= 1
        self._tail = text[cut:]
        return self.unmask(text[:cut])

    def flush(self):
        text, self._tail = self._tail, ""
        return self.unmask(text)
