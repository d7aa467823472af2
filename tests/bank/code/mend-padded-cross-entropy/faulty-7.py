# Fault: (twist) one is taken off every length, of empty texts too.
import numpy as np


def padded_loss(logits, targets, lengths, shift=False):
    b, t, v = logits.shape
    real = np.arange(t) < np.asarray(lengths)[:, None]
    if shift:
        logits, targets, real = logits[:, :-1], targets[:, 1:], real[:, 1:]
    rows, wanted = logits[real], targets[real]
    if len(rows) == 0:
        return 0.0
    shifted = rows - rows.max(axis=-1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return float(-log_p[np.arange(len(rows)), wanted].sum() / (np.sum(lengths) - shift * b))
