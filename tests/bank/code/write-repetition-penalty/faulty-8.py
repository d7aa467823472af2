# Fault: temperatures below a thousandth count as 0.001.
import numpy as np


def next_probs(logits, seen, temperature, penalty, presence=0.0, frequency=0.0):
    out = [float(x) for x in logits]
    for token in set(seen):
        x = out[token]
        x = x / penalty if x > 0 else x * penalty
        out[token] = x - presence - frequency * seen.count(token)
    top = max(out)
    temperature = max(temperature, 1e-3) if temperature else 0
    if temperature == 0:
        return np.eye(len(out))[out.index(top)]
    with np.errstate(over="ignore"):
        powers = np.exp((np.array(out) - top) / temperature)
    return powers / powers.sum()
