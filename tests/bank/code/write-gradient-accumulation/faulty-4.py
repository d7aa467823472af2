# Fault: adds up in the gradient's own type, so float16 gradients overflow or lose digits (e.g. 1,000 tokens with gradient 100.0 give inf).
import numpy as np


def accumulate(step, batch, micro, ranks=1, total=None):
    """The batch's mean loss over its tokens, and the gradient of it."""
    seen = 0
    loss_sum = 0.0
    grad_sum = None
    start = 0
    while start < len(batch):
        out = step(batch[start:start + micro])
        start += micro
        if grad_sum is None:
            grad_sum = np.zeros_like(out["grad"])
        count = int(out["tokens"])
        if count == 0:
            continue
        seen += count
        loss_sum += count * float(out["loss"])
        grad_sum += count * np.asarray(out["grad"])
    if total is None:
        if seen == 0:
            raise ValueError("no tokens in the batch")
        return loss_sum / seen, grad_sum / seen
    # A rank may be without tokens of its own, as long as others have some.
    if total == 0 or grad_sum is None:
        raise ValueError("no tokens in the batch")
    weight = ranks / total
    return loss_sum * weight, grad_sum * weight
