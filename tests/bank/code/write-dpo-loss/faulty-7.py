# Fault: the loss of the mean margin, not the mean of the losses.
import numpy as np


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.1, smoothing=0.0, lengths=None):
    long_c, long_r = (1.0, 1.0) if lengths is None else lengths
    m = beta * ((chosen - ref_chosen) / long_c - (rejected - ref_rejected) / long_r)
    m = m.mean() + np.zeros_like(m)
    loss = (1 - smoothing) * np.logaddexp(0, -m) + smoothing * np.logaddexp(0, m)
    dm = smoothing * sigmoid(m) - (1 - smoothing) * sigmoid(-m)
    dm = beta * dm / len(m)
    return float(loss.mean()), dm / long_c, -dm / long_r


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)
