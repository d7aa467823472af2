# Fault: rewards are normalised over all prompts together instead of within each prompt's group; wrong for p >= 2 with groups of different mean or spread.
import numpy as np


def advantages(rewards):
    """Rewards (p, g), normalised within each prompt's g answers."""
    r = np.asarray(rewards, dtype=np.float64)
    mean = r.mean()
    std = r.std()
    return (r - mean) / (std + 1e-8)


def grpo_loss(logp, old_logp, rewards, clip=0.2, mask=None):
    """GRPO's loss without KL term, and its gradient in `logp`."""
    p, g, t = logp.shape
    adv = advantages(rewards)
    if mask is None:
        mask = np.ones((p, g, t), dtype=bool)
    grad = np.zeros((p, g, t))
    gain = 0.0
    for i in range(p):
        for j in range(g):
            at = np.flatnonzero(mask[i, j])
            a = adv[i, j]
            if at.size == 0 or a == 0.0:
                continue
            log_ratio = logp[i, j, at] - old_logp[i, j, at]
            if a > 0:
                # far above the upper bound the clipped term wins anyway
                log_ratio = np.minimum(log_ratio, np.log1p(clip) + 1.0)
            ratio = np.exp(log_ratio)
            plain = ratio * a
            clipped = np.clip(ratio, 1 - clip, 1 + clip) * a
            gain += np.minimum(plain, clipped).mean() / (p * g)
            live = ~(clipped < plain)
            slope = np.where(live, plain, 0.0)
            grad[i, j, at] = -slope / (at.size * p * g)
    return float(-gain), grad
