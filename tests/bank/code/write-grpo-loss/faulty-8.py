# Fault: log-ratios are cut to 20 either way before the power.
import numpy as np


def advantages(rewards):
    r = np.asarray(rewards, float)
    return (r - r.mean(-1, keepdims=True)) / (r.std(-1, keepdims=True) + 1e-8)


def grpo_loss(logp, old_logp, rewards, clip=0.2, mask=None):
    mask = np.ones(logp.shape, bool) if mask is None else mask
    a = advantages(rewards)[..., None]
    ratio = np.exp(np.clip(np.where(mask, logp - old_logp, 0.0), -20, 20))
    free, cut = ratio * a, np.clip(ratio, 1 - clip, 1 + clip) * a
    n = np.maximum(mask.sum(-1, keepdims=True), 1)
    w = mask / n / (mask.shape[0] * mask.shape[1])
    loss = -np.sum(w * np.minimum(free, cut))
    grad = np.where(mask & (free <= cut), -w * free, 0.0)
    return float(loss), grad
