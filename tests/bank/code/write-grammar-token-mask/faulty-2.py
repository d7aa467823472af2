# Fault: with a budget, characters are counted instead of tokens
import numpy as np


def token_mask(vocab, delta, accepting, state, left=None):
    def walk(here, token):
        for char in token:
            here = delta.get(here, {}).get(char)
            if here is None:
                return None
        return here

    states = {*delta, *accepting, state}
    for ways in delta.values():
        states |= set(ways.values())
    if left is None:
        steps = {here: set(delta.get(here, {}).values()) for here in states}
        rounds = len(states)
    else:
        words = [token for token in vocab if token]
        steps = {here: set(delta.get(here, {}).values()) for here in states}
        rounds = left
    alive = set(accepting)
    for _ in range(rounds):
        grown = alive | {here for here in states if steps[here] & alive}
        if grown == alive:
            break
        alive = grown
    return np.array([
        walk(state, token) in alive if token else state in accepting
        for token in vocab
    ], dtype=bool)
