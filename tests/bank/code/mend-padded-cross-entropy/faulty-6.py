# Fault: with shift=True the mask of the scores' position is used instead of the target's, so each padded text's last real position is held against -100; wrong for lengths between 1 and t - 1.
import numpy as np


def padded_loss(logits, targets, lengths, shift=False):
    """Mean cross-entropy in nats over all real positions, as a float."""
    b, t, v = logits.shape
    real = np.arange(t) < np.asarray(lengths)[:, None]
    if shift:
        logits, targets, real = logits[:, :-1], targets[:, 1:], real[:, :-1]
    count = int(real.sum())
    if count == 0:
        return 0.0
    scores = logits[real].astype(np.float64)  # (count, v)
    wanted = np.maximum(targets[real], 0)
    scores = scores - scores.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(scores).sum(axis=-1))
    picked = scores[np.arange(count), wanted]
    return float((log_sum - picked).sum() / count)
