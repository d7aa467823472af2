# Fault: holds back the shortest end that may begin a stop string
import codecs


class Detokeniser:
    def __init__(self, vocab, stop=()):
        self.vocab = vocab
        self.stop = list(stop)
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.pending = ""
        self.stopped = False

    def push(self, token):
        return self.gate(self.decoder.decode(bytes(self.vocab[token])))

    def finish(self):
        text = self.gate(self.decoder.decode(b"", final=True))
        rest, self.pending = self.pending, ""
        return text if self.stopped else text + rest

    def gate(self, text):
        if self.stopped:
            return ""
        self.pending += text
        hits = [self.pending.find(each) for each in self.stop]
        hits = [place for place in hits if place >= 0]
        if hits:
            self.stopped = True
            return self.pending[:min(hits)]
        keep = self.held()
        cut = len(self.pending) - keep
        out, self.pending = self.pending[:cut], self.pending[cut:]
        return out

    def held(self):
        longest = max(map(len, self.stop), default=1) - 1
        for size in range(1, min(longest, len(self.pending)) + 1):
            end = self.pending[-size:]
            if any(each.startswith(end) for each in self.stop):
                return size
        return 0
