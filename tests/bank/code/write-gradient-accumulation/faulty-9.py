# Fault: (twist) the zeros of a rank without tokens have one axis only.
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
    if total is None:
        if tokens == 0:
            raise ValueError("no tokens")
        return loss / tokens, grad / tokens
    if total == 0:
        raise ValueError("no tokens")
    if tokens == 0:
        return 0.0, np.zeros(len(grad))
    return loss * ranks / total, grad * (ranks / total)
