"""The items of a bank fitted alone, without the covariance of a whole calibration."""

from simulator.engine.lab.blocks import Blocks, strides
from simulator.engine.lab.item_fits import FULL_ROUNDS, ROUNDS, ItemFitting
from simulator.engine.model.bank import Bank
from simulator.engine.model.items import ItemFit


def fit_items(bank: Bank, people: Blocks) -> dict[str, ItemFit]:
    """Difficulty with its standard error, slope and thresholds of every item that somebody answered."""
    fitting = ItemFitting(bank, people)
    for every in strides(people.people, ROUNDS, FULL_ROUNDS):
        fitting.round(every)
    return fitting.fits()
