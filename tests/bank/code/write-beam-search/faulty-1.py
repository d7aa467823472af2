# Fault: keeps the best child of each beam first, so one parent can't give two
import math


def beam_search(step, start, width, length, end=None, alpha=0.0):
    first = len(start)
    beams = [(list(start), 0.0)]

    def finished(tokens):
        return end is not None and len(tokens) > first and tokens[-1] == end

    def ranked(beam):
        return beam[1] / max(1, len(beam[0]) - first) ** alpha

    for _ in range(length):
        if all(finished(tokens) for tokens, _ in beams):
            break
        candidates = []
        for tokens, score in beams:
            if finished(tokens):
                candidates.append((tokens, score))
                continue
            own = [
                (tokens + [token], score + logp)
                for token, logp in enumerate(step(list(tokens)))
                if logp != -math.inf
            ]
            room = 1 if len(beams) > 1 else width
            candidates += sorted(own, key=ranked, reverse=True)[:room]
        beams = sorted(candidates, key=ranked, reverse=True)[:width]
    return [(beam[0], ranked(beam)) for beam in beams]
