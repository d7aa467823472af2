# Fault: the spread is at least 1e-4, in place of 1e-8 more.
import numpy as np


def advantages(rewards):
    r = np.asarray(rewards, float)
    return (r - r.mean(-1, keepdims=True)) / np.maximum(r.std(-1, keepdims=True), 1e-4)


def grpo_loss(logp, old_logp, rewards, clip=0.2, mask=None):
    adv = advantages(rewards)
    p, g, t = logp.shape
    grad, total = np.zeros((p, g, t)), 0.0
    for i in range(p):
        for j in range(g):
            real = [s for s in range(t) if mask is None or mask[i, j, s]]
            for s in real:
                a, log = adv[i, j], logp[i, j, s] - old_logp[i, j, s]
                if a > 0 and log > np.log1p(clip):
                    value, slope = (1 + clip) * a, 0.0
                elif a < 0 and np.exp(log) < 1 - clip:
                    value, slope = (1 - clip) * a, 0.0
                else:
                    value = slope = np.exp(min(log, 700.0)) * a
                total += value / len(real)
                grad[i, j, s] = -slope / len(real) / (p * g)
    return float(-total / (p * g)), grad
