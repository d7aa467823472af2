import numpy as np


def adamw_step(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8,
               weight_decay=0.01, max_norm=None, no_decay=()):
    t = state.get("t", 0) + 1
    m, v = dict(state.get("m", {})), dict(state.get("v", {}))
    scale = 1.0
    if max_norm is not None:
        norm = np.sqrt(sum((g**2).sum() for g in grads.values()))
        if norm > max_norm:
            scale = max_norm / norm
    new = {}
    for name, p in params.items():
        g = grads[name] * scale
        m[name] = betas[0] * m.get(name, 0.0) + (1 - betas[0]) * g
        v[name] = betas[1] * v.get(name, 0.0) + (1 - betas[1]) * g**2
        root = np.sqrt(v[name] / (1 - betas[1]**t))
        step = m[name] / (1 - betas[0]**t) / (root + eps)
        rate = 0.0 if name in no_decay else weight_decay
        new[name] = p - lr * rate * p - lr * step
    return new, {"t": t, "m": m, "v": v}
