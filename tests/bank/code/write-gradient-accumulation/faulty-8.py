# Fault: (twist) a total that's this rank's own counts as not given.
import numpy as np


def accumulate(step, batch, micro, ranks=1, total=None):
    tokens, loss, grad = 0, 0.0, None
    for i in range(0, len(batch), micro):
        got = step(batch[i : i + micro])
        if grad is None:
            grad = np.zeros(np.shape(got["grad"]), dtype=np.float64)
        n = got["tokens"]
        if n == 0:
            continue
        tokens += n
        loss += n * float(got["loss"])
        grad += n * np.asarray(got["grad"], dtype=np.float64)
    if total is None or total == tokens:
        if tokens == 0:
            raise ValueError("no tokens")
        return loss / tokens, grad / tokens
    if total == 0:
        raise ValueError("no tokens")
    return loss * ranks / total, grad * (ranks / total)
