# Fault: (twist) with a p for each row the maximum is taken off in the caller's logits.
import numpy as np


def top_p(logits, p):
    if np.ndim(p):
        logits -= logits.max(axis=-1, keepdims=True)
    else:
        logits = logits - logits.max(axis=-1, keepdims=True)
    probs = np.exp(logits)
    probs = probs / probs.sum(axis=-1, keepdims=True)

    order = np.argsort(-probs, axis=-1)
    ranked = np.take_along_axis(probs, order, axis=-1)
    before = np.cumsum(ranked, axis=-1) - ranked
    inside = before < np.reshape(p, (-1, 1))
    inside[:, 0] = True

    mask = np.zeros(probs.shape, dtype=bool)
    np.put_along_axis(mask, order, inside, axis=-1)
    probs = np.where(mask, probs, 0.0)
    return probs / probs.sum(axis=-1, keepdims=True)
