# Fault: alpha is used only where end is given.
def beam_search(step, start, width, length, end=None, alpha=0.0):
    beams = [(list(start), 0.0, 0, False)]

    def rank(beam):
        _, score, added, _ = beam
        return score / added**alpha if added and end is not None else score

    for _ in range(length):
        if all(done for *_, done in beams):
            break
        found = []
        for tokens, score, added, done in beams:
            if done:
                found.append((tokens, score, added, done))
                continue
            for token, gain in enumerate(step(list(tokens))):
                if gain > float("-inf"):
                    ended = end is not None and token == end
                    found.append((tokens + [token], score + gain, added + 1, ended))
        beams = sorted(found, key=rank, reverse=True)[:width]
    return [(beam[0], rank(beam)) for beam in sorted(beams, key=rank, reverse=True)]
