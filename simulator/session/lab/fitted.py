"""A bank calibrated on a spool of answers, by whatever workers there are, as far as it comes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from simulator.engine.lab.blocks import Part
from simulator.engine.lab.calibration import COVARIANCE_ROUNDS, FittedChange, Fitting, cost, work
from simulator.engine.lab.item_fits import ROUNDS
from simulator.engine.model.bank import Bank, PooledPrior
from simulator.session.lab.recorded import refuse_few
from simulator.session.lab.spool import Spool, Spooled
from simulator.session.lab.workers import Workers

Progress = Callable[[float, float], None]


@dataclass(frozen=True, eq=False)
class Calibrated:
    """A pooled prior, what changed, and, if it was interrupted, how far it had come."""

    pooled: PooledPrior
    changes: tuple[FittedChange, ...]
    partial: str = ""

    def bank(self, plain: Bank) -> Bank:
        """A bank with this prior."""
        return replace(plain.with_fits(self.pooled.fits), pooled=self.pooled)


def fitted(
    bank: Bank, spool: Spool, workers: Workers, self_scored: bool = False, progress: Progress | None = None
) -> Calibrated:
    """Calibrate a bank; interrupted, with what has been found until then. Raises UsageError for fewer than 50 people.

    An interrupt before the first round is over leaves nothing, and is raised.
    """
    refuse_few(spool.people)
    done, total = 0.0, work(spool.people)

    def tell(part: Part) -> None:
        """Another block is done."""
        nonlocal done
        done += cost(part)
        if progress is not None:
            progress(done, total)

    people = Spooled(spool, workers, tell)
    fitting = Fitting(bank, bank.only(spool.items), people, self_scored)
    try:
        fitting.run()
    except KeyboardInterrupt:
        if not fitting.rounds_done:
            raise
        people.alone()
        return Calibrated(*fitting.result(), partial=_how_far(fitting.rounds_done))
    return Calibrated(*fitting.result())


def _how_far(rounds: int) -> str:
    if rounds < ROUNDS:
        return f"after {rounds} of {ROUNDS} rounds for the items; how people differ is the structural prior's guess"
    return f"after {rounds - ROUNDS} of {COVARIANCE_ROUNDS} rounds for how people differ; the items are done"
