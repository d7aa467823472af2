import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    """Advantages and returns of n rows of t steps."""
    rewards = np.asarray(rewards, dtype=float)
    values = np.asarray(values, dtype=float)
    next_values = np.asarray(next_values, dtype=float)
    terminated = np.asarray(terminated, dtype=bool)
    ends = terminated | np.asarray(truncated, dtype=bool)
    if valid is None:
        real = np.ones(rewards.shape, dtype=bool)
    else:
        real = np.asarray(valid, dtype=bool)

    # where, not times 0, for what's masked may be NaN
    rewards = np.where(real, rewards, 0.0)
    values = np.where(real, values, 0.0)
    future = np.where(real & ~terminated, next_values, 0.0)
    delta = rewards + gamma * future - values
    carry = np.where(real & ~ends, gamma * lam, 0.0)

    advantages = np.zeros(rewards.shape)
    running = np.zeros(rewards.shape[0])
    for step in range(rewards.shape[1] - 1, -1, -1):
        running = delta[:, step] + carry[:, step] * running
        advantages[:, step] = running
    returns = advantages + values

    if normalise and real.any():
        kept = advantages[real]
        advantages[real] = (kept - kept.mean()) / (kept.std() + 1e-8)
    return advantages, returns
