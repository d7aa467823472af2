# Fault: advantages take the rewards' dtype, whole numbers cut them off
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    if valid is None:
        valid = np.ones_like(rewards, dtype=bool)
    advantages = np.zeros_like(rewards)
    n, t = rewards.shape
    for row in range(n):
        ahead = 0.0
        for i in range(t - 1, -1, -1):
            if not valid[row, i]:
                continue
            nxt = 0.0 if terminated[row, i] else next_values[row, i]
            delta = rewards[row, i] + gamma * nxt - values[row, i]
            if terminated[row, i] or truncated[row, i]:
                ahead = 0.0
            ahead = delta + gamma * lam * ahead
            advantages[row, i] = ahead
    returns = np.where(valid, advantages + values, 0.0)
    if normalise and valid.any():
        real = advantages[valid]
        scaled = (advantages - real.mean()) / (real.std() + 1e-8)
        advantages = np.where(valid, scaled, 0.0)
    return advantages, returns
