# Fault: holds back up to three bytes whenever they don't decode, even if they can't become a character any more, e.g. the token [255] must give U+FFFD at once.
def longest_tail(data):
    """How many bytes at the end to hold back: the shortest cut that decodes."""
    for n in range(min(4, len(data) + 1)):
        try:
            data[:len(data) - n].decode("utf-8")
        except UnicodeDecodeError:
            continue
        return n
    return 0


class Detokeniser:
    """Text from a stream of tokens, up to the first stop string."""

    def __init__(self, vocab, stop=()):
        self.vocab = vocab
        self.stop = list(stop)
        self.data = b""   # bytes not decoded yet
        self.held = ""    # text not given yet
        self.over = False

    def push(self, token):
        if self.over:
            return ""
        self.data += bytes(self.vocab[token])
        cut = len(self.data) - longest_tail(self.data)
        text = self.data[:cut].decode("utf-8", errors="replace")
        self.data = self.data[cut:]
        return self._emit(text, False)

    def finish(self):
        if self.over:
            return ""
        text = self.data.decode("utf-8", errors="replace")
        self.data = b""
        return self._emit(text, True)

    def _emit(self, text, last):
        text = self.held + text
        self.held = ""
        places = [text.find(s) for s in self.stop if s in text]
        if places:
            self.over = True
            return text[:min(places)]
        if last:
            return text
        for i in range(len(text)):
            if any(s.startswith(text[i:]) for s in self.stop):
                self.held = text[i:]
                return text[:i]
        return text
