# Fault: a memo of the shortest way, which loops spoil.
import numpy as np


def token_mask(vocab, delta, accepting, state, left=None):
    def walk(at, token):
        for char in token:
            at = delta.get(at, {}).get(char)
            if at is None:
                return None
        return at

    alive = set(accepting)
    for _ in range(sum(map(len, delta.values())) + 1):
        alive |= {one for one, ways in delta.items() if alive & set(ways.values())}
    memo = {}

    def least(at):
        if at in accepting:
            return 0
        if at not in memo:
            memo[at] = float("inf")
            ends = [walk(at, token) for token in vocab if token]
            memo[at] = 1 + min((least(end) for end in ends if end is not None), default=float("inf"))
        return memo[at]

    out = []
    for token in vocab:
        end = walk(state, token)
        if token == "":
            out.append(state in accepting)
        elif left is None:
            out.append(end in alive)
        else:
            out.append(end is not None and least(end) <= left)
    return np.array(out)
