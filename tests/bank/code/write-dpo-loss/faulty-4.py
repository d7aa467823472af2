# Fault: the reference's log-probabilities are added instead of subtracted; wrong wherever ref_chosen != ref_rejected.
import numpy as np


def _softplus(x):
    return np.logaddexp(0.0, x)


def _sigmoid(x):
    return np.exp(-_softplus(-x))


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.1,
             smoothing=0.0, lengths=None):
    """DPO's loss, and its gradients in `chosen` and in `rejected`."""
    per_c = per_r = 1.0
    if lengths is not None:
        per_c = 1.0 / np.asarray(lengths[0], dtype=float)
        per_r = 1.0 / np.asarray(lengths[1], dtype=float)
    gain_c = (chosen + ref_chosen) * per_c
    gain_r = (rejected + ref_rejected) * per_r
    margin = beta * (gain_c - gain_r)
    n = len(margin)

    each = (1 - smoothing) * _softplus(-margin) + smoothing * _softplus(margin)
    slope = smoothing * _sigmoid(margin) - (1 - smoothing) * _sigmoid(-margin)
    slope = slope * (beta / n)
    return float(each.sum() / n), slope * per_c, -slope * per_r
