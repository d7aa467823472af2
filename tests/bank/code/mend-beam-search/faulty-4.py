# Fault: still multiplies probabilities and takes the log at the end, so long beams underflow to 0 and the log fails, e.g. step giving [1e-200, 2e-200] with length 2.
import math


def beam_search(step, start, width, length, end, ngram=0):
    """The best beams as a list of (tokens, score), best first."""
    beams = [(list(start), 1.0)]
    for _ in range(length):
        candidates = []
        for tokens, score in beams:
            if len(tokens) > len(start) and tokens[-1] == end:
                candidates.append((tokens, score))
                continue
            for token, p in enumerate(step(list(tokens))):
                if p <= 0:
                    continue
                longer = tokens + [token]
                if ngram > 0 and repeats(longer, ngram):
                    continue
                candidates.append((longer, score * p))
        candidates.sort(key=lambda beam: beam[1], reverse=True)
        beams = candidates[:width]
    return [(tokens, math.log(prob)) for tokens, prob in beams]


def repeats(tokens, n):
    """Whether the last n tokens also occur earlier."""
    last = tokens[-n:]
    for i in range(len(tokens) - n):
        if tokens[i:i + n] == last:
            return True
    return False
