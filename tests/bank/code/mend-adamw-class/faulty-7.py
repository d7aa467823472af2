# Fault: the first parameters are the caller's own.
import numpy as np


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
        self.params = {name: np.asarray(p) for name, p in params.items()}
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay = weight_decay
        self.moments = {name: (np.zeros_like(p), np.zeros_like(p)) for name, p in self.params.items()}
        self.t = 0

    def step(self, grads):
        self.t += 1
        b1, b2 = self.betas
        for name, p in self.params.items():
            g = np.asarray(grads[name])
            m, v = self.moments[name]
            m *= b1
            m += (1 - b1) * g
            v *= b2
            v += (1 - b2) * g * g
            move = m / (1 - b1**self.t) / (np.sqrt(v / (1 - b2**self.t)) + self.eps)
            p -= self.lr * (move + self.weight_decay * p)
        return {name: p.copy() for name, p in self.params.items()}

    def state(self):
        return copied((self.t, self.params, self.moments))

    def load(self, state):
        self.t, self.params, self.moments = copied(state)


def copied(state):
    t, params, moments = state
    return (
        t,
        {name: p.copy() for name, p in params.items()},
        {name: (m.copy(), v.copy()) for name, (m, v) in moments.items()},
    )
