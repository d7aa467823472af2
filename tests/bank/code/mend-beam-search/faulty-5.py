# Fault: finished beams are put aside and take none of the width places while the search goes on, so a beam that should have been pruned goes on beside them, e.g. width 2, first [0.3, 0.2, 0.5] with end 2, then [0.4, 0.3, 0.3] after 0 and [1.0, 0, 0] after 1: the beam by 1 must be gone after the first step.
import math


def beam_search(step, start, width, length, end, ngram=0):
    """The best beams as a list of (tokens, score), best first."""
    beams = [(list(start), 0.0)]
    finished = []
    for _ in range(length):
        candidates = []
        for tokens, score in beams:
            for token, p in enumerate(step(list(tokens))):
                if p <= 0:
                    continue
                longer = tokens + [token]
                if ngram > 0 and repeats(longer, ngram):
                    continue
                candidates.append((longer, score + math.log(p)))
        candidates.sort(key=lambda beam: beam[1], reverse=True)
        beams = []
        for tokens, score in candidates:
            if len(beams) == width:
                break
            if tokens[-1] == end:
                finished.append((tokens, score))
            else:
                beams.append((tokens, score))
    best = sorted(finished + beams, key=lambda beam: beam[1], reverse=True)
    return best[:width]


def repeats(tokens, n):
    """Whether the last n tokens also occur earlier."""
    last = tokens[-n:]
    for i in range(len(tokens) - n):
        if tokens[i:i + n] == last:
            return True
    return False
