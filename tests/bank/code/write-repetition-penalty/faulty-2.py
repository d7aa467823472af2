# Fault: the copy keeps the integer type of the logits
import numpy as np


def next_probs(
    logits, seen, temperature, penalty, presence=0.0, frequency=0.0
):
    scores = np.array(logits)
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
