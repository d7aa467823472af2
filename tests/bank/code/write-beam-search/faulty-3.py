# Fault: after the first step every beam keeps only its own best extension, though the best beams may come from one beam, e.g. two beams where the better one has the two best extensions.
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
            options = []
            for token, logp in enumerate(step(list(start) + added)):
                if logp != float("-inf"):
                    options.append((added + [token], total + logp))
            options.sort(key=lambda beam: beam[1], reverse=True)
            # the width beams have to stay different: one child each
            pool.extend(options[:width if not added else 1])
        if not extended:
            break
        pool.sort(key=lambda beam: rank(*beam), reverse=True)
        beams = pool[:width]
    return [(list(start) + added, rank(added, total)) for added, total in beams]
