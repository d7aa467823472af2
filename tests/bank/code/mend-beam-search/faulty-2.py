# Fault: probabilities are multiplied, the log comes at the end
import math


def beam_search(step, start, width, length, end, ngram=0):
    first = len(start)
    beams = [(list(start), 1.0)]

    def finished(tokens):
        return len(tokens) > first and tokens[-1] == end

    for _ in range(length):
        candidates = []
        for tokens, score in beams:
            if finished(tokens):
                candidates.append((tokens, score))
                continue
            for token, p in enumerate(step(list(tokens))):
                longer = tokens + [token]
                if p > 0 and not repeats(longer, ngram):
                    candidates.append((longer, score * p))
        candidates.sort(key=lambda beam: beam[1], reverse=True)
        beams = candidates[:width]
        if all(finished(tokens) for tokens, _ in beams):
            break
    return [(tokens, math.log(score)) for tokens, score in beams]


def repeats(tokens, n):
    if n < 1 or len(tokens) < n:
        return False
    last = tokens[-n:]
    places = range(len(tokens) - n)
    return any(tokens[i:i + n] == last for i in places)
