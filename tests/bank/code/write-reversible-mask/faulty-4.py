# Fault: only this text's own placeholders are kept free, not earlier texts'
import re


class Masker:
    def __init__(self, names):
        self.names = {name.lower(): (name, kind) for name, kind in names}
        longest_first = sorted(self.names, key=len, reverse=True)
        self.find_names = re.compile(
            r"(?<!\w)(" + "|".join(re.escape(n) for n in longest_first)
            + r")(?!\w)", re.IGNORECASE)
        self.forward = {}
        self.backward = {}
        self.buffer = ""

    def mask(self, text):
        standing = {word.upper() for word in re.findall(r"\w+", text)}

        def put(match):
            key = match.group(1).lower()
            if key not in self.forward:
                name, kind = self.names[key]
                number = 1
                while True:
                    holder = f"{kind}_{number}"
                    if holder not in standing and holder not in self.backward:
                        break
                    number += 1
                self.forward[key] = holder
                self.backward[holder] = name
            return self.forward[key]

        return self.find_names.sub(put, text)

    def unmask(self, reply):
        return re.sub(
            r"\w+",
            lambda m: self.backward.get(m.group().upper(), m.group()), reply)

    def feed(self, piece):
        text = self.buffer + piece
        end = len(text)
        while end > 0 and re.match(r"\w", text[end - 1]):
            end -= 1
        self.buffer = text[end:]
        return self.unmask(text[:end])

    def flush(self):
        rest = self.unmask(self.buffer)
        self.buffer = ""
        return rest
