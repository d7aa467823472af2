# Fault: takes the largest logit of the whole batch away instead of each row's, so a row far below another underflows to 0 / 0, e.g. [[1000, 999], [0, -1]].
import numpy as np


def top_p(logits, p):
    """Probabilities of each row's nucleus, 0 outside it."""
    logits = np.array(logits, dtype=float)
    rows = logits.shape[0]
    limits = np.broadcast_to(np.asarray(p, dtype=float), (rows,))

    result = np.zeros_like(logits)
    highest = logits.max()
    for r in range(rows):
        row = logits[r]
        probs = np.exp(row - highest)
        probs = probs / probs.sum()
        total = 0.0
        for token in np.argsort(-probs):
            result[r, token] = probs[token]
            total += probs[token]
            if total >= limits[r]:
                break
        result[r] /= result[r].sum()
    return result
