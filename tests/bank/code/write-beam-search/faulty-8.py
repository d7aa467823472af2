# Fault: finished beams are set aside and take no place.
def beam_search(step, start, width, length, end=None, alpha=0.0):
    beams = [(list(start), 0.0, 0, False)]

    def rank(beam):
        _, score, added, _ = beam
        return score / added**alpha if added else 0.0

    for _ in range(length):
        if all(done for *_, done in beams):
            break
        found = []
        for tokens, score, added, done in beams:
            if done:
                continue
            for token, gain in enumerate(step(list(tokens))):
                if gain > float("-inf"):
                    ended = end is not None and token == end
                    found.append((tokens + [token], score + gain, added + 1, ended))
        old = [beam for beam in beams if beam[3]]
        beams = sorted(found, key=rank, reverse=True)[:width] + old
    return [(beam[0], rank(beam)) for beam in sorted(beams, key=rank, reverse=True)][:width]
