# Fault: advantages run on past a truncated step into the next episode
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    shape = np.shape(rewards)
    mask = np.ones(shape, bool) if valid is None else np.asarray(valid, bool)
    alive = mask & ~np.asarray(terminated, bool)
    r = np.where(mask, rewards, 0).astype(float)
    v = np.where(mask, values, 0).astype(float)
    nv = np.where(alive, next_values, 0).astype(float)
    td = r + gamma * nv - v
    adv = np.zeros(shape)
    acc = np.zeros(shape[0])
    for j in range(shape[1] - 1, -1, -1):
        acc = td[:, j] + gamma * lam * alive[:, j] * acc
        adv[:, j] = acc
    ret = adv + v
    if normalise and mask.any():
        real = adv[mask]
        adv[mask] = (real - real.mean()) / (real.std() + 1e-8)
    return adv, ret
