# Fault: works with probabilities and takes the log only for ranking, so low scores underflow to 0 and come out as -inf, e.g. step giving [-500.0, -501.0] with length 2.
import math


def beam_search(step, start, width, length, end=None, alpha=0.0):
    """The best beams as a list of (tokens, score), best first."""

    def rank(added, prob):
        total = math.log(prob) if prob > 0 else float("-inf")
        if not added:
            return 0.0
        return total / len(added) ** alpha

    # a beam: (tokens added, probability)
    beams = [([], 1.0)]
    for _ in range(length):
        pool = []
        extended = False
        for added, total in beams:
            if end is not None and added and added[-1] == end:
                pool.append((added, total))
                continue
            extended = True
            for token, logp in enumerate(step(list(start) + added)):
                if logp != float("-inf"):
                    pool.append((added + [token], total * math.exp(logp)))
        if not extended:
            break
        pool.sort(key=lambda beam: rank(*beam), reverse=True)
        beams = pool[:width]
    return [(list(start) + added, rank(added, total)) for added, total in beams]
