# Fault: load puts the snapshot's own dicts to work, so later steps change the snapshot and loading it a second time goes back to the wrong place.
import numpy as np


class AdamW:
    """AdamW over a dict of parameters, resumable."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8,
                 weight_decay=0.01):
        self.params = dict(params)
        self.lr, self.betas, self.eps = lr, betas, eps
        self.weight_decay = weight_decay
        self.t = 0
        self.moments = {}

    def step(self, grads):
        b1, b2 = self.betas
        self.t += 1
        for name, p in self.params.items():
            g = grads[name]
            m, v = self.moments.get(name, (0.0, 0.0))
            m = b1 * m + (1 - b1) * g
            v = b2 * v + (1 - b2) * g**2
            self.moments[name] = m, v
            m_hat = m / (1 - b1**self.t)
            v_hat = v / (1 - b2**self.t)
            step = m_hat / (np.sqrt(v_hat) + self.eps)
            decay = self.weight_decay * p
            self.params[name] = p - self.lr * step - self.lr * decay
        return dict(self.params)

    def state(self):
        """A snapshot of all that changes during training."""
        return {
            "t": self.t,
            "params": {k: np.array(p) for k, p in self.params.items()},
            "moments": {k: (np.array(m), np.array(v))
                        for k, (m, v) in self.moments.items()},
        }

    def load(self, state):
        """Goes back to a snapshot, which stays as it is."""
        self.t = state["t"]
        self.params = state["params"]
        self.moments = state["moments"]
