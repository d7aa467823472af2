# Fault: finish gives what's left without a look at the stop strings.
import codecs


class Detokeniser:
    def __init__(self, vocab, stop=()):
        self.vocab, self.stop = vocab, list(stop)
        self.bytes, self.text, self.over = b"", "", False

    def push(self, token):
        text, used = codecs.utf_8_decode(self.bytes + bytes(self.vocab[token]), "replace", False)
        self.bytes = (self.bytes + bytes(self.vocab[token]))[used:]
        return self._give(text, False)

    def finish(self):
        text = self.bytes.decode("utf-8", "replace")
        return "" if self.over else self.text + text

    def _give(self, text, last):
        if self.over:
            return ""
        self.text += text
        places = [self.text.find(s) for s in self.stop if s in self.text]
        if places:
            self.over = True
            return self.text[: min(places)]
        keep = 0
        if not last:
            for s in self.stop:
                for n in range(1, len(s)):
                    if self.text.endswith(s[:n]):
                        keep = max(keep, n)
        cut = len(self.text) - keep
        out, self.text = self.text[:cut], self.text[cut:]
        return out
