# Fault: the step is still counted once a parameter
import numpy as np


class AdamW:
    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8,
                 weight_decay=0.01):
        self.params = {k: np.array(p, float) for k, p in params.items()}
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay = weight_decay
        self.moments = {}
        self.t = 0

    def step(self, grads):
        b1, b2 = self.betas
        for name, p in self.params.items():
            self.t += 1
            g = grads[name]
            m, v = self.moments.get(name, (0.0, 0.0))
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            self.moments[name] = m, v
            m_hat = m / (1 - b1**self.t)
            v_hat = v / (1 - b2**self.t)
            step = m_hat / (np.sqrt(v_hat) + self.eps)
            decayed = p - self.lr * self.weight_decay * p - self.lr * step
            self.params[name] = decayed
        return dict(self.params)

    def state(self):
        return self.t, dict(self.params), dict(self.moments)

    def load(self, state):
        self.t = state[0]
        self.params, self.moments = dict(state[1]), dict(state[2])
