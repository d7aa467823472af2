"""Simulations of many people with every policy (`interview simulate`)."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab import measures
from simulator.engine.lab import people as populations
from simulator.engine.lab.baselines import POLICIES, chooser
from simulator.engine.lab.blocks import Answers
from simulator.engine.lab.measures import Group, Trial
from simulator.engine.model.bank import Bank
from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.session.lab.spool import Spool
from simulator.session.lab.sums import OURS, PolicySums, summary
from simulator.session.lab.workers import InProcess, Workers

Progress = Callable[[int, int], None]
SumsByPolicy = Mapping[str, PolicySums]
BLOCK = 100  # people simulated at once
HELD = 30  # held-out answers on which predictions are measured
HELD_SHARE = 0.3
REPLAY_DRAWS = 25  # recorded people are few: hold-outs and policies' choices are drawn this often, and averaged


@dataclass(frozen=True, eq=False)
class _Trials:
    """What all blocks of people have in common; recorded people answered `items`, and are replayed `draws` times."""

    bank: Bank
    policies: Sequence[str]
    questions: int
    seed: int
    leniency: float = 0.0
    draws: int = 1
    items: Sequence[int] = ()


def simulate(
    bank: Bank,
    graph_id: str,
    *,
    candidates: int = 200,
    questions: int = 20,
    policies: Sequence[str] = tuple(POLICIES),
    seed: int = 0,
    leniency: float = populations.LENIENCY_MEAN,
    kinds: Sequence[str] = tuple(populations.POPULATIONS),
    times: bool = False,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Simulated people of every population answer `questions` questions with every policy; deterministic by seed.

    All policies meet the same people, who give the same answer to the same question. `progress(done, total)` is called
    after each block. With `times` the tables include the time per step, which varies from run to run. Interrupted, it
    gives the tables of the people that were done, and says so under "partial".

    Raises UsageError for an unknown policy or population, or a bank with nothing to ask.
    """
    _refuse(bank, policies, candidates, questions)
    for kind in kinds:
        if kind not in populations.POPULATIONS:
            known = ", ".join(populations.POPULATIONS)
            raise UsageError(
                f'There is no population "{short(kind)}"{nearest(kind, populations.POPULATIONS)}; choose from {known}.'
            )
    starts = range(0, candidates, BLOCK)
    jobs = [(kind, number, min(BLOCK, candidates - start)) for kind in kinds for number, start in enumerate(starts)]
    shared = _Trials(bank, policies, questions, seed, leniency)
    results = (workers or InProcess()).results(_simulated_block, shared, jobs)
    tallies, partial = _added((kind for kind, _, _ in jobs), results, len(jobs), len(policies), progress)
    return _result(graph_id, candidates, questions, tallies, times=times, partial=partial)


def _simulated_block(shared: _Trials, job: tuple[str, int, int]) -> SumsByPolicy:
    """The sums over one block of simulated people."""
    kind, number, people = job
    group = _simulated(shared.bank, kind, people, [shared.seed, _code(kind), number], shared.leniency)
    trials = {
        name: _trial(shared.bank, name, group, shared.questions, [shared.seed, _code(kind), number, _code(name)])
        for name in shared.policies
    }
    return _tallied(shared.bank, trials)


def _tallied(bank: Bank, trials: Mapping[str, Trial]) -> SumsByPolicy:
    return {name: PolicySums.of(bank, trial, trials.get(OURS)) for name, trial in trials.items()}


def _added(
    kinds: Iterable[str], results: Iterator[SumsByPolicy], blocks: int, policies: int, progress: Progress | None
) -> tuple[dict[str, SumsByPolicy], bool]:
    """The sums over all blocks by population, and whether they were cut short by an interrupt."""
    added: dict[str, SumsByPolicy] = {}
    try:
        for done, (kind, found) in enumerate(zip(kinds, results, strict=True), 1):
            so_far = added.get(kind)
            added[kind] = found if so_far is None else {name: so_far[name] + its for name, its in found.items()}
            if progress is not None:
                progress(done * policies, blocks * policies)
    except KeyboardInterrupt:
        if not added:
            raise
        return added, True
    return added, False


def _done(tallies: Mapping[str, SumsByPolicy]) -> dict[str, int]:
    """How many people of each population were done."""
    return {kind: next(iter(its.values())).people for kind, its in tallies.items()}


def replay(
    bank: Bank,
    graph_id: str,
    answers: Answers | Spool,
    *,
    questions: int = 20,
    policies: Sequence[str] = tuple(POLICIES),
    seed: int = 0,
    draws: int = REPLAY_DRAWS,
    times: bool = False,
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Recorded people: a random 30% of each person's answers is held out, the others are asked one by one.

    `answers` (people, items) are categories, -1 where not answered. This is done `draws` times, each with its own
    hold-out, the same for every policy, and averaged person by person: the luck of a single hold-out of a few answers
    would outweigh the differences between policies. People did not score themselves, so there is no leniency.

    People with too few answers to hold one out are left out; a spool holds only those that have `enough`. Interrupted,
    it gives the tables of the people that were done. Raises UsageError if nobody remains.
    """
    if not isinstance(answers, Spool):
        recorded = Spool(range(len(bank.items)), enough)
        recorded.add(answers)
        answers = recorded
    if not answers.people:
        raise UsageError("Nobody answered two questions or more: one to ask, and one to hold out.")
    _refuse(bank, policies, answers.people, questions)
    shared = _Trials(bank, policies, questions, seed, draws=draws, items=answers.items)
    results = (workers or InProcess()).results(_replayed_block, shared, enumerate(answers.parts(BLOCK)))
    blocks = -(-answers.people // BLOCK)
    tallies, partial = _added(["recorded"] * blocks, results, blocks, len(policies), progress)
    return _result(graph_id, answers.people, questions, tallies, times=times, partial=partial)


def _replayed_block(shared: _Trials, job: tuple[int, Answers]) -> SumsByPolicy:
    """The sums over one block of recorded people."""
    number, given = job
    answers = np.full((len(given), len(shared.bank.items)), -1, np.int8)
    answers[:, shared.items] = given
    groups = [_recorded(answers, [shared.seed, number * BLOCK, draw]) for draw in range(shared.draws)]
    trials = {}
    for name in shared.policies:
        seed = [shared.seed, number, _code(name)]
        trials[name] = averaged(
            [
                _trial(shared.bank, name, group, shared.questions, [*seed, draw], lenient=False)
                for draw, group in enumerate(groups)
            ]
        )
    return _tallied(shared.bank, trials)


def enough(answers: NDArray[np.int8]) -> NDArray[np.bool_]:
    """Which recorded people gave enough answers that one can be held out; `answers` is (people, items)."""
    return np.asarray(_held_out(answers) > 0)


def _held_out(answers: NDArray[np.int8]) -> NDArray[np.intp]:
    """How many answers of each person are held out."""
    return np.asarray(np.round(HELD_SHARE * (answers >= 0).sum(1)), np.intp)


def averaged(draws: Sequence[Trial]) -> Trial:
    """The mean of trials of the same people, person by person, with the questions of the first."""
    return Trial(
        {name: np.mean([d.measures[name] for d in draws], 0) for name in measures.MEASURES},
        np.mean([d.auc for d in draws], 0),
        draws[0].asked,
        sum(d.seconds for d in draws) / len(draws),
    )


def _simulated(bank: Bank, kind: str, people: int, seed: list[int], leniency: float) -> Group:
    rng = np.random.default_rng(seed)
    drawn = populations.drawn(bank, kind, people, rng, leniency)
    questions = np.flatnonzero(~bank.is_check)
    held = questions[rng.integers(len(questions), size=(people, HELD))]
    rows = np.arange(people)[:, None]
    allowed = np.repeat(~bank.is_check[None], people, 0)
    counts = np.ones(held.shape, np.bool_)
    return Group(drawn.answers, allowed, held, drawn.again[rows, held], counts, drawn.theta)


def _recorded(answers: NDArray[np.int8], seed: list[int]) -> Group:
    rng = np.random.default_rng(seed)
    order = np.where(answers >= 0, rng.random(answers.shape), np.inf).argsort(1)
    sizes = _held_out(answers)
    width = int(sizes.max())
    held, counts = order[:, :width], np.arange(width) < sizes[:, None]
    allowed = answers >= 0
    rows = np.repeat(np.arange(len(answers))[:, None], width, 1)
    allowed[rows[counts], held[counts]] = False
    return Group(np.maximum(answers, 0), allowed, held, np.maximum(answers[rows, held], 0), counts)


def _trial(bank: Bank, name: str, group: Group, questions: int, seed: list[int], lenient: bool = True) -> Trial:
    rng = np.random.default_rng(seed)
    omega = bank.role_weights(None)
    at_work = chooser(POLICIES[name], bank, omega, len(group.answers), questions, rng, lenient)
    return measures.run(at_work, group, questions, perf_counter)


def _refuse(bank: Bank, policies: Sequence[str], candidates: int, questions: int) -> None:
    for name in policies:
        if name not in POLICIES:
            raise UsageError(
                f'There is no policy "{short(name)}"{nearest(name, POLICIES)}; choose from {", ".join(POLICIES)}.'
            )
    if candidates < 1 or questions < 1:
        raise UsageError("A simulation needs at least one candidate and one question.")
    if not (~bank.is_check).any():
        raise UsageError("This graph has no question to ask.")


def _result(
    graph_id: str, candidates: int, questions: int, tallies: Mapping[str, SumsByPolicy], *, times: bool, partial: bool
) -> dict[str, Any]:
    """The tables of a simulation; with how many people were done in each population, if it was cut short."""
    return {
        "version": 1,
        "graph": graph_id,
        "candidates": candidates,
        "questions": questions,
        "populations": {kind: summary(its, times) for kind, its in tallies.items()},
        **({"partial": _done(tallies)} if partial else {}),
    }


def _code(name: str) -> int:
    """A number for a name, to seed with, the same in every run."""
    return int.from_bytes(name.encode()[:8], "big") % (2**31)
