# Fault: maps ranks to token ids with the order itself instead of its inverse, so a row whose order isn't its own inverse keeps the wrong tokens, e.g. probabilities 0.1, 0.6, 0.3 with p 0.5 must keep the 0.6.
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
    before = np.cumsum(ranked, axis=-1) - ranked
    inside = before < limits
    inside[:, 0] = True

    mask = np.take_along_axis(inside, order, axis=-1)
    probs = np.where(mask, probs, 0.0)
    return probs / probs.sum(axis=-1, keepdims=True)
