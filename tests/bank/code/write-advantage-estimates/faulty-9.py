# Fault: (twist) a single real step isn't normalised.
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    n, t = np.shape(rewards)
    real = np.ones((n, t), bool) if valid is None else np.asarray(valid, bool)
    r = np.where(real, rewards, 0.0)
    v = np.where(real, values, 0.0)
    nxt = np.where(real & ~terminated, next_values, 0.0)
    goes_on = real & ~(terminated | truncated)
    adv = np.zeros((n, t))
    carry = np.zeros(n)
    for i in reversed(range(t)):
        carry = np.where(goes_on[:, i], carry, 0.0)
        delta = r[:, i] + gamma * nxt[:, i] - v[:, i]
        carry = np.where(real[:, i], delta + gamma * lam * carry, 0.0)
        adv[:, i] = carry
    returns = adv + v
    if normalise and real.sum() > 1:
        some = adv[real]
        adv = np.where(real, (adv - some.mean()) / (some.std() + 1e-8), 0.0)
    return adv, returns
