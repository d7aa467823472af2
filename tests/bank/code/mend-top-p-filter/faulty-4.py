# Fault: no longer keeps at least one token, so p 0 gives an empty nucleus and nan, e.g. any row with p 0.
import numpy as np


def top_p(logits, p):
    """Probabilities of each row's nucleus, 0 outside it."""
    logits = np.array(logits, dtype=float)
    logits = logits - logits.max(axis=-1, keepdims=True)
    probs = np.exp(logits)
    probs = probs / probs.sum(axis=-1, keepdims=True)
    limits = np.broadcast_to(np.asarray(p, dtype=float), logits.shape[:1])[:, None]

    order = np.argsort(-probs, axis=-1)
    ranked = np.take_along_axis(probs, order, axis=-1)
    # what comes before a token is below p, so the first is always inside
    before = np.cumsum(ranked, axis=-1) - ranked
    inside = before < limits

    mask = np.zeros_like(inside)
    np.put_along_axis(mask, order, inside, axis=-1)
    probs = np.where(mask, probs, 0.0)
    return probs / probs.sum(axis=-1, keepdims=True)
