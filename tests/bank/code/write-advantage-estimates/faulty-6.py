# Fault: mean and std of normalise count the zeros of the padding
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    rewards = np.array(rewards, dtype=np.float64)
    values = np.array(values, dtype=np.float64)
    next_values = np.array(next_values, dtype=np.float64)
    done = np.array(terminated, dtype=bool)
    cut = done | np.array(truncated, dtype=bool)
    next_values[done] = 0.0
    if valid is not None:
        padding = ~np.asarray(valid, dtype=bool)
        rewards[padding] = 0.0
        values[padding] = 0.0
        next_values[padding] = 0.0
        cut[padding] = True

    advantages = rewards + gamma * next_values - values
    for i in range(advantages.shape[1] - 2, -1, -1):
        advantages[:, i] += np.where(
            cut[:, i], 0.0, gamma * lam * advantages[:, i + 1])
    returns = advantages + values

    if normalise:
        advantages = ((advantages - advantages.mean())
                      / (advantages.std() + 1e-8))
        if valid is not None:
            advantages[padding] = 0.0
    return advantages, returns
