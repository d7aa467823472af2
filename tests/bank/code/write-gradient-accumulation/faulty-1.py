# Fault: the mean of the means, whatever the token counts
import numpy as np


def accumulate(step, batch, micro, ranks=1, total=None):
    loss, grad, tokens = 0.0, 0.0, 0
    for start in range(0, len(batch), micro):
        part = step(batch[start : start + micro])
        n = min(part["tokens"], 1)
        if n == 0:
            continue
        loss += n * part["loss"]
        grad = grad + np.asarray(part["grad"], dtype=np.float64) * n
        tokens += n
    if tokens == 0:
        raise ValueError("no tokens in the batch")
    weight = 1 / tokens if total is None else ranks / total
    return float(loss * weight), grad * weight
