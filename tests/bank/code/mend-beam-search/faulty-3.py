# Fault: the length of the start still counts, so a longer start gets fewer new tokens, e.g. start [7, 8] with length 2 must get two.
import math


def beam_search(step, start, width, length, end, ngram=0):
    """The best beams as a list of (tokens, score), best first."""
    beams = [(list(start), 0.0)]
    for _ in range(len(start), length + 1):
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
                candidates.append((longer, score + math.log(p)))
        candidates.sort(key=lambda beam: beam[1], reverse=True)
        beams = candidates[:width]
    return beams


def repeats(tokens, n):
    """Whether the last n tokens also occur earlier."""
    last = tokens[-n:]
    for i in range(len(tokens) - n):
        if tokens[i:i + n] == last:
            return True
    return False
