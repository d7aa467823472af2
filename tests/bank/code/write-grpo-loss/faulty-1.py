# Fault: rewards are normalised over the whole batch, not within each prompt's group
import numpy as np


def advantages(rewards):
    centred = rewards - rewards.mean()
    return centred / (rewards.std() + 1e-8)


def grpo_loss(logp, old_logp, rewards, clip=0.2, mask=None):
    if mask is None:
        mask = np.ones(logp.shape, dtype=bool)
    adv = advantages(rewards)[..., None]
    safe_new = np.where(mask, logp, 0.0)
    safe_old = np.where(mask, old_logp, 0.0)
    ratio = np.exp(np.minimum(safe_new - safe_old, 500.0))
    plain = ratio * adv
    cut = np.clip(ratio, 1 - clip, 1 + clip) * adv
    share = mask / np.maximum(mask.sum(-1, keepdims=True), 1) / rewards.size
    loss = -(np.minimum(plain, cut) * share).sum()
    grad = -np.where(plain <= cut, plain, 0.0) * share
    return float(loss), grad
