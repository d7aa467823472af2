# Fault: only termination stops the recursion, so a truncated step takes in the advantage of the next episode
import numpy as np


def gae(rewards, values, next_values, terminated, truncated,
        gamma=0.99, lam=0.95, valid=None, normalise=False):
    real = np.ones(rewards.shape, bool) if valid is None else valid
    future = np.where(terminated, 0.0, next_values)
    delta = np.where(real, rewards + gamma * future - values, 0.0)
    goes_on = real & ~terminated
    advantages = np.zeros(rewards.shape)
    carry = np.zeros(len(rewards))
    for step in range(rewards.shape[1] - 1, -1, -1):
        carry = delta[:, step] + gamma * lam * goes_on[:, step] * carry
        advantages[:, step] = carry
    returns = np.where(real, advantages + values, 0.0)
    if normalise:
        own = advantages[real]
        scaled = (advantages - own.mean()) / (own.std() + 1e-8)
        advantages = np.where(real, scaled, 0.0)
    return advantages, returns
