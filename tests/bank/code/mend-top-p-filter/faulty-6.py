# Fault: np.asarray makes no copy of a float array, so the caller's logits are shifted in place, e.g. any float64 logits whose largest isn't 0.
import numpy as np


def top_p(logits, p):
    """Probabilities of each row's nucleus, 0 outside it."""
    logits = np.asarray(logits, dtype=float)  # our own floats
    logits -= logits.max(axis=-1, keepdims=True)
    rows = logits.shape[0]
    limits = np.broadcast_to(np.asarray(p, dtype=float), (rows,))

    result = np.zeros_like(logits)
    for r in range(rows):
        row = logits[r]
        probs = np.exp(row - row.max())
        probs = probs / probs.sum()
        total = 0.0
        for token in np.argsort(-probs):
            result[r, token] = probs[token]
            total += probs[token]
            if total >= limits[r]:
                break
        result[r] /= result[r].sum()
    return result
