# Fault: finish gives one U+FFFD for each byte that's left, where Python gives one for the cut-off character, e.g. the token [226, 130] and then finish must give one.
def longest_tail(data):
    """How many bytes at the end of data may still become a character."""
    for n in (3, 2, 1):
        if n > len(data):
            continue
        tail = data[-n:]
        lead = tail[0]
        if 0xC2 <= lead <= 0xDF:
            size = 2
        elif 0xE0 <= lead <= 0xEF:
            size = 3
        elif 0xF0 <= lead <= 0xF4:
            size = 4
        else:
            continue
        if n >= size:
            continue
        low, high = {0xE0: (0xA0, 0xBF), 0xED: (0x80, 0x9F),
                     0xF0: (0x90, 0xBF), 0xF4: (0x80, 0x8F)}.get(lead, (0x80, 0xBF))
        if n > 1 and not low <= tail[1] <= high:
            continue
        if n > 2 and not 0x80 <= tail[2] <= 0xBF:
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
        text = "\ufffd" * len(self.data)
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
