# Fault: extensions of log-probability -inf aren't left out, so they come back as beams of score -inf where the width isn't filled, e.g. step giving [-0.5, -inf] with width 2, length 1.
def beam_search(step, start, width, length, end=None, alpha=0.0):
    """The best beams as a list of (tokens, score), best first."""

    def rank(added, total):
        if not added:
            return 0.0
        return total / len(added) ** alpha

    # a beam: (tokens added, sum of log-probabilities)
    beams = [([], 0.0)]
    for _ in range(length):
        pool = []
        extended = False
        for added, total in beams:
            if end is not None and added and added[-1] == end:
                pool.append((added, total))
                continue
            extended = True
            for token, logp in enumerate(step(list(start) + added)):
                pool.append((added + [token], total + logp))
        if not extended:
            break
        pool.sort(key=lambda beam: rank(*beam), reverse=True)
        beams = pool[:width]
    return [(list(start) + added, rank(added, total)) for added, total in beams]
