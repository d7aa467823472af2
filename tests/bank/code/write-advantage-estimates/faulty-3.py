# Fault: next value times (1 - terminated), so NaN at terminated steps stays
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    n, t = rewards.shape
    if valid is None:
        valid = np.ones((n, t), dtype=bool)
    rewards = np.where(valid, rewards, 0.0)
    values = np.where(valid, values, 0.0)
    next_values = np.where(valid, next_values, 0.0)
    terminated = np.where(valid, terminated, True).astype(bool)
    truncated = np.where(valid, truncated, True).astype(bool)

    delta = rewards + gamma * next_values * (1.0 - terminated) - values
    goes_on = 1.0 - (terminated | truncated)
    adv = np.zeros((n, t))
    last = np.zeros(n)
    for i in reversed(range(t)):
        last = delta[:, i] + gamma * lam * goes_on[:, i] * last
        adv[:, i] = last
    returns = adv + values
    if normalise and valid.any():
        mean = adv[valid].mean()
        std = adv[valid].std()
        adv = np.where(valid, (adv - mean) / (std + 1e-8), 0.0)
    return adv, returns
