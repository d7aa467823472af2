import numpy as np


def next_probs(logits, seen, temperature, penalty, presence=0.0, frequency=0.0):
    """Probabilities of the next token, an array of shape (v,)."""
    scores = np.array(logits, dtype=float)
    times = {}
    for token in seen:
        times[token] = times.get(token, 0) + 1

    with np.errstate(over="ignore", under="ignore"):
        for token, n in times.items():
            x = scores[token]
            if x > 0:
                x = x / penalty
            elif x < 0:
                x = x * penalty
            scores[token] = x - presence - frequency * n

        if temperature == 0:
            probs = np.zeros(len(scores))
            probs[int(np.argmax(scores))] = 1.0
            return probs

        # first the difference, so that a tiny temperature can't give inf - inf
        gaps = scores - np.max(scores)
        weights = np.exp(gaps / temperature)
        return weights / weights.sum()
