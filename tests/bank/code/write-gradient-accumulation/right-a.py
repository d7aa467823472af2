import numpy as np


def accumulate(step, batch, micro, ranks=1, total=None):
    loss, grad, tokens = 0.0, 0.0, 0
    for start in range(0, len(batch), micro):
        part = step(batch[start : start + micro])
        n = part["tokens"]
        each = np.asarray(part["grad"], dtype=np.float64)
        if n == 0:
            grad = grad + np.zeros_like(each)  # it may be NaN, times 0 too
            continue
        loss += n * part["loss"]
        grad = grad + each * n
        tokens += n
    if tokens == 0 and not total:
        raise ValueError("no tokens in the batch")
    weight = 1 / tokens if total is None else ranks / total
    return float(loss * weight), grad * weight
