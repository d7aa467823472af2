# Fault: reads a lead byte and as many bytes as it asks for, and turns the whole group into one U+FFFD if it's wrong, where Python gives one for each of its parts, e.g. the token [237, 160, 128] must give three.
def size_of(lead):
    if 0xC2 <= lead <= 0xDF:
        return 2
    if 0xE0 <= lead <= 0xEF:
        return 3
    if 0xF0 <= lead <= 0xF4:
        return 4
    return 1


def decode(data):
    """The text, and how many bytes it took."""
    text = ""
    i = 0
    while i < len(data):
        n = 1
        while n < size_of(data[i]) and i + n < len(data) and data[i + n] & 0xC0 == 0x80:
            n += 1
        if n < size_of(data[i]) and i + n == len(data):
            break  # may still go on
        try:
            text += data[i:i + n].decode("utf-8")
        except UnicodeDecodeError:
            text += "\ufffd"
        i += n
    return text, i


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
        text, cut = decode(self.data)
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
