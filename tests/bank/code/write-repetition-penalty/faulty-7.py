# Fault: the ids seen are sorted in the caller's list.
import numpy as np


def next_probs(
    logits, seen, temperature, penalty, presence=0.0, frequency=0.0
):
    seen.sort()
    scores = np.array(logits, dtype=float)
    ids, counts = np.unique(np.array(seen, dtype=int), return_counts=True)
    old = scores[ids]
    old = np.where(old > 0, old / penalty, old * penalty)
    scores[ids] = old - presence - frequency * counts
    if temperature == 0:
        probs = np.zeros(len(scores))
        probs[np.argmax(scores)] = 1.0
        return probs
    scores = (scores - scores.max()) / temperature
    weights = np.exp(scores)
    return weights / weights.sum()
