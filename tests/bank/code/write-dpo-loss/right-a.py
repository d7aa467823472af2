import numpy as np


def dpo_loss(chosen, rejected, ref_chosen, ref_rejected, beta=0.1,
             smoothing=0.0, lengths=None):
    n = len(chosen)
    long_c, long_r = (1.0, 1.0) if lengths is None else lengths
    chosen, ref_chosen = chosen / long_c, ref_chosen / long_c
    rejected, ref_rejected = rejected / long_r, ref_rejected / long_r
    x = beta * ((chosen - ref_chosen) - (rejected - ref_rejected))
    right, wrong = np.logaddexp(0.0, -x), np.logaddexp(0.0, x)
    loss = np.mean((1 - smoothing) * right + smoothing * wrong)
    slope = smoothing * np.exp(-right) - (1 - smoothing) * np.exp(-wrong)
    slope = beta * slope / n
    return float(loss), slope / long_c, -slope / long_r
