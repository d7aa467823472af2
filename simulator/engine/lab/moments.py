"""How people differ in mastery: mean and covariance by EM on their Gaussian beliefs, as sums over blocks of people."""

import numpy as np

from simulator.engine.lab.blocks import Answers, Sums
from simulator.engine.lab.crowd import Beliefs, Model
from simulator.engine.model.bank import Bank
from simulator.engine.model.response import Array, Ints, Mask

CHUNK = 100
OWN_AT_FIRST = 0.5  # SD of a concept's own, in logits: EM hardly finds a variance that it starts without


def beginning(structural: Array) -> tuple[Array, Array]:
    """The mean and covariance that a fit starts from."""
    return np.zeros(len(structural)), structural + OWN_AT_FIRST**2 * np.eye(len(structural))


def moved(before: tuple[Array, Array], sums: Sums) -> tuple[Array, Array]:
    """Mean (C,) and covariance (C, C) after a round of EM, from those before it and the sums of `belief_sums`."""
    mean, covariance = before
    count, shifts, outer, spread = sums
    shift = shifts / count
    fresh = covariance - spread / count + outer / count - np.outer(shift, shift)
    return mean + shift, (fresh + fresh.T) / 2


def belief_sums(shared: tuple[Bank, Ints, Array, Array, bool], answers: Answers) -> Sums:
    """People, and sums over them: of how far the mean moves, its outer product, and what answers take off Σ."""
    bank, answered, mean, covariance, self_scored = shared
    model = Model.of(bank, bank.role_weights(None), mean, covariance, lenient=self_scored)
    count = len(bank.concepts)
    moved, outer, spread = np.zeros(count), np.zeros((count, count)), np.zeros((count, count))
    for start in range(0, len(answers), CHUNK):
        some = answers[start : start + CHUNK][:, answered]
        beliefs = Beliefs.start(model, len(some), valued=False)
        for items, where in in_turn(some):
            beliefs.update(items, np.maximum(some[np.arange(len(some)), items], 0), where)
        shifts = beliefs.mean[:, :count] - mean
        moved += shifts.sum(0)
        outer += shifts.T @ shifts
        spread += beliefs.taken_off()
    return len(answers), moved, outer, spread


def in_turn(answers: Answers) -> list[tuple[Ints, Mask]]:
    """The items in the order of the bank, each person's own: their first answers, their second ones, and so on.

    Beside each is who has one. Most people of a large bank have answered a small part of it.
    """
    none = answers < 0
    order = none.argsort(1, kind="stable")[:, : int((~none).sum(1).max(initial=0))]
    return [(items, answers[np.arange(len(answers)), items] >= 0) for items in order.T]
