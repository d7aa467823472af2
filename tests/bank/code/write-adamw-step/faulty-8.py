# Fault: a name that holds a name of no_decay isn't decayed either.
import numpy as np


def adamw_step(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01, max_norm=None, no_decay=()):
    t = state.get("t", 0) + 1
    norm = sum(float(np.vdot(g, g)) for g in grads.values()) ** 0.5
    shrink = max_norm / norm if max_norm is not None and norm > max_norm else 1.0
    new, fresh = {}, {"t": t}
    for name, p in params.items():
        g = np.asarray(grads[name]) * shrink
        m, v = state.get(("mv", name), (0.0, 0.0))
        m = m + (1 - betas[0]) * (g - m)
        v = v + (1 - betas[1]) * (g * g - v)
        fresh["mv", name] = m, v
        rate = lr / (1 - betas[0] ** t)
        decay = 0.0 if any(part in name for part in no_decay) else lr * weight_decay
        new[name] = p - decay * p - rate * m / (np.sqrt(v / (1 - betas[1] ** t)) + eps)
    return new, fresh
