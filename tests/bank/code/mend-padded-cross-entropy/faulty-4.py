# Fault: divides by all positions, padding included, instead of the real ones; wrong as soon as a text is shorter than t.
import numpy as np


def padded_loss(logits, targets, lengths, shift=False):
    """Mean cross-entropy in nats over all real positions, as a float."""
    b, t, v = logits.shape
    real = np.arange(t) < np.asarray(lengths)[:, None]
    if shift:
        logits, targets, real = logits[:, :-1], targets[:, 1:], real[:, 1:]
    count = int(real.sum())
    if count == 0:
        return 0.0
    scores = logits[real].astype(np.float64)  # (count, v)
    wanted = targets[real]
    scores = scores - scores.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(scores).sum(axis=-1))
    picked = scores[np.arange(count), wanted]
    return float((log_sum - picked).sum() / real.size)
