# Fault: the end token may repeat.
import math


def beam_search(step, start, width, length, end, ngram=0):
    begin = len(start)

    def grow(beams, left):
        if left == 0 or not beams:
            return beams
        new = []
        for tokens, score in beams:
            if len(tokens) > begin and tokens[-1] == end:
                new.append((tokens, score))
                continue
            for token, p in enumerate(step(list(tokens))):
                if p > 0 and (token == end or not repeats(tokens + [token], ngram)):
                    new.append((tokens + [token], score + math.log(p)))
        new.sort(key=lambda beam: -beam[1])
        return grow(new[:width], left - 1)

    return grow([(list(start), 0.0)], length)


def repeats(tokens, n):
    if n <= 0 or len(tokens) < n:
        return False
    last = tokens[-n:]
    return any(tokens[i : i + n] == last for i in range(len(tokens) - n))
