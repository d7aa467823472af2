# Fault: finished beams are lost once another one can be extended
import math


def beam_search(step, start, width, length, end, ngram=0):
    first = len(start)
    beams = [(list(start), 0.0)]

    def finished(tokens):
        return len(tokens) > first and tokens[-1] == end

    for _ in range(length):
        candidates = []
        for tokens, score in beams:
            if finished(tokens):
                continue
            for token, p in enumerate(step(list(tokens))):
                longer = tokens + [token]
                if p > 0 and not repeats(longer, ngram):
                    candidates.append((longer, score + math.log(p)))
        candidates.sort(key=lambda beam: beam[1], reverse=True)
        done = [beam for beam in beams if finished(beam[0])]
        beams = candidates[:width] or done
        if all(finished(tokens) for tokens, _ in beams):
            break
    return beams


def repeats(tokens, n):
    if n < 1 or len(tokens) < n:
        return False
    last = tokens[-n:]
    places = range(len(tokens) - n)
    return any(tokens[i:i + n] == last for i in places)
