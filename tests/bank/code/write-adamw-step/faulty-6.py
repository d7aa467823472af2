# Fault: max_norm also scales gradients up to it when their norm is below; wrong for e.g. gradients of norm 0.5 with max_norm=1.0 and eps=1.0.
import math

import numpy as np


def _norm(arrays):
    big = max((float(np.abs(x).max()) for x in arrays if x.size), default=0.0)
    if big == 0.0:
        return 0.0
    return big * math.sqrt(sum(float(((x / big) ** 2).sum()) for x in arrays))


def adamw_step(params, grads, state, lr, betas=(0.9, 0.999), eps=1e-8,
               weight_decay=0.01, max_norm=None, no_decay=()):
    """One AdamW step; gives (new_params, new_state)."""
    b1, b2 = betas
    t = state.get("t", 0) + 1
    old_m, old_v = state.get("m", {}), state.get("v", {})
    g_of = {name: np.asarray(grads[name], dtype=np.float64) for name in params}

    if max_norm is not None:
        norm = _norm(list(g_of.values()))
        if norm > 0:
            g_of = {name: g * (max_norm / norm) for name, g in g_of.items()}

    new_params, m_of, v_of = {}, {}, {}
    for name, p in params.items():
        p = np.asarray(p)
        g = g_of[name]
        m = b1 * old_m.get(name, np.zeros(g.shape)) + (1 - b1) * g
        v = b2 * old_v.get(name, np.zeros(g.shape)) + (1 - b2) * g * g
        m_hat = m / (1 - b1 ** t)
        v_hat = v / (1 - b2 ** t)
        move = lr * m_hat / (np.sqrt(v_hat) + eps)
        decay = 0.0 if name in no_decay else lr * weight_decay * p
        new_params[name] = np.array(p - move - decay, dtype=p.dtype)
        m_of[name] = m
        v_of[name] = v
    return new_params, {"t": t, "m": m_of, "v": v_of}
