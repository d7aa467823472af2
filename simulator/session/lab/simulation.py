"""Simulations of many people with every policy (`interview simulate`): the people, their sums, and the tables."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from time import perf_counter
from typing import Any, Self

import numpy as np

from simulator.engine.lab import baselines
from simulator.engine.lab import people as populations
from simulator.engine.lab.baselines import POLICIES, Group, Trial, chooser
from simulator.engine.lab.crowd import Answers
from simulator.engine.model.bank import Bank
from simulator.engine.model.response import Array, Ints, Mask
from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.text import short
from simulator.session.lab.recorded import AnswerStore
from simulator.session.lab.workers import InProcess, Workers

Progress = Callable[[int, int], None]
BLOCK = 100  # people simulated at once
HELD = 30  # held-out answers on which predictions are measured
HELD_SHARE = 0.3
REPLAY_DRAWS = 25  # recorded people are few: hold-outs and policies' choices are drawn this often, and averaged
REFERENCE, OURS = "cat-1d", "adaptive"
REFERENCE_AFTER = 20
PAIRED = ("squared_error", "log_loss")  # the measures that policies are compared by, person by person


@dataclass(frozen=True, eq=False)
class PolicySums:
    """Sums over people with one policy. Arrays by measure have one value per question asked, from 0.

    `squares` and `crossed` are of the measures in `PAIRED`: by themselves, and by our policy's for the same person.
    `auc` is weighted by people; `hops` and `steps` are sums with their counts. `seconds` is what the choices took, of
    which there were `asked`.
    """

    people: int
    sums: Array
    squares: Array
    crossed: Array
    auc: Array
    hops: Array
    steps: Array
    seconds: float
    asked: int

    @classmethod
    def of(cls, bank: Bank, trial: Trial, ours: Trial | None) -> Self:
        """The sums over one block of people."""
        people = trial.asked.shape[1]
        its = np.stack([trial.measures[name] for name in PAIRED])
        others = np.stack([ours.measures[name] for name in PAIRED]) if ours is not None else np.full_like(its, np.nan)
        hops, steps = baselines.hops_between(bank, trial.asked), baselines.tier_steps(bank, trial.asked)
        return cls(
            people,
            np.stack([trial.measures[name].sum(1) for name in baselines.MEASURES]),
            (its**2).sum(2),
            (its * others).sum(2),
            trial.auc * people,
            np.array([hops.sum(), hops.size], np.float64),
            np.array([steps.sum(), steps.size], np.float64),
            trial.seconds,
            trial.asked.size,
        )

    def __add__(self, other: Self) -> Self:
        return type(self)(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    def mean(self, measure: str) -> Array:
        """The mean of a measure after each question; NaN where it does not exist."""
        result: Array = self.sums[baselines.MEASURES.index(measure)] / self.people
        return result

    def table(self) -> dict[str, Any]:
        """All measures after each question, and the means of the others; None where there is no value."""
        table: dict[str, Any] = {"rmse": _listed(np.sqrt(self.mean("squared_error")))}
        table.update({name: _listed(self.mean(name)) for name in baselines.MEASURES if name != "squared_error"})
        table["auc"] = _listed(self.auc / self.people)
        table["mean_hops"] = _rounded(self.hops[0] / self.hops[1] if self.hops[1] else np.nan)
        table["mean_tier_step"] = _rounded(self.steps[0] / self.steps[1] if self.steps[1] else np.nan)
        return table


SumsByPolicy = Mapping[str, PolicySums]


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
    bank, seed = shared.bank, [shared.seed, _code(kind), number]
    rng = np.random.default_rng(seed)
    drawn = populations.drawn(bank, kind, people, rng, shared.leniency)
    questions = np.flatnonzero(~bank.is_check)
    held = questions[rng.integers(len(questions), size=(people, HELD))]
    rows = np.arange(people)[:, None]
    allowed = np.repeat(~bank.is_check[None], people, 0)
    counts = np.ones(held.shape, np.bool_)
    group = Group(drawn.answers, allowed, held, drawn.again[rows, held], counts, drawn.theta)
    trials = {name: _trial(bank, name, group, shared.questions, [*seed, _code(name)]) for name in shared.policies}
    return _tallied(bank, trials)


def _tallied(bank: Bank, trials: Mapping[str, Trial]) -> SumsByPolicy:
    return {name: PolicySums.of(bank, trial, trials.get(OURS)) for name, trial in trials.items()}


def _added(
    kinds: Iterable[str], results: Iterator[SumsByPolicy], blocks: int, policies: int, progress: Progress | None
) -> tuple[dict[str, SumsByPolicy], bool]:
    """The sums over all blocks by population, and whether they were cut short by an interrupt."""
    added: dict[str, SumsByPolicy] = {}
    try:
        for done, (kind, sums) in enumerate(zip(kinds, results, strict=True), 1):
            so_far = added.get(kind)
            added[kind] = sums if so_far is None else {name: so_far[name] + its for name, its in sums.items()}
            if progress is not None:
                progress(done * policies, blocks * policies)
    except KeyboardInterrupt:
        if not added:
            raise
        return added, True
    return added, False


def replay(
    bank: Bank,
    graph_id: str,
    answers: Answers | AnswerStore,
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

    People with too few answers to hold one out are left out; a store holds only those that have `enough`. Interrupted,
    it gives the tables of the people that were done. Raises UsageError if nobody remains.
    """
    if not isinstance(answers, AnswerStore):
        recorded = AnswerStore(range(len(bank.items)), enough)
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
    groups, rows = [], np.arange(len(answers))[:, None]
    for draw in range(shared.draws):
        rng = np.random.default_rng([shared.seed, number * BLOCK, draw])
        order = np.where(answers >= 0, rng.random(answers.shape), np.inf).argsort(1)
        sizes = _held_out(answers)
        width = int(sizes.max())
        held, counts = order[:, :width], np.arange(width) < sizes[:, None]
        allowed = answers >= 0
        allowed[np.repeat(rows, width, 1)[counts], held[counts]] = False
        groups.append(Group(np.maximum(answers, 0), allowed, held, np.maximum(answers[rows, held], 0), counts))
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


def enough(answers: Answers) -> Mask:
    """Which recorded people gave enough answers that one can be held out; `answers` is (people, items)."""
    return np.asarray(_held_out(answers) > 0)


def _held_out(answers: Answers) -> Ints:
    """How many answers of each person are held out."""
    return np.asarray(np.round(HELD_SHARE * (answers >= 0).sum(1)), np.intp)


def averaged(draws: Sequence[Trial]) -> Trial:
    """The mean of trials of the same people, person by person, with the questions of the first."""
    return Trial(
        {name: np.mean([d.measures[name] for d in draws], 0) for name in baselines.MEASURES},
        np.mean([d.auc for d in draws], 0),
        draws[0].asked,
        sum(d.seconds for d in draws) / len(draws),
    )


def _trial(bank: Bank, name: str, group: Group, questions: int, seed: list[int], lenient: bool = True) -> Trial:
    rng = np.random.default_rng(seed)
    omega = bank.role_weights(None)
    at_work = chooser(POLICIES[name], bank, omega, len(group.answers), questions, rng, lenient)
    return baselines.run(at_work, group, questions, perf_counter)


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
    tables: dict[str, Any] = {
        "version": 1,
        "graph": graph_id,
        "candidates": candidates,
        "questions": questions,
        "populations": {kind: summary(its, times) for kind, its in tallies.items()},
    }
    if partial:
        tables["partial"] = {kind: next(iter(its.values())).people for kind, its in tallies.items()}
    return tables


def summary(tallies: Mapping[str, PolicySums], times: bool = False) -> dict[str, Any]:
    """The tables of one population from its tallies by policy, without values that do not exist."""
    tables: dict[str, Any] = {"policies": {}, "questions_to_match_cat_1d_20": {}, "paired": {}}
    for name, tally in tallies.items():
        table = tally.table()
        if times:  # milliseconds of a choice and its update
            table["step_ms"] = 1000 * tally.seconds / max(1, tally.asked)
        tables["policies"][name] = {
            key: value
            for key, value in table.items()
            if (any(v is not None for v in value) if isinstance(value, list) else value is not None)
        }
    reference, ours = tallies.get(REFERENCE), tallies.get(OURS)
    for name, tally in tallies.items():
        error = tally.mean("squared_error")
        if reference is not None and name != REFERENCE and not np.isnan(error).any():
            goal = reference.mean("squared_error")
            reached = np.flatnonzero(error <= goal[min(REFERENCE_AFTER, len(goal) - 1)])
            tables["questions_to_match_cat_1d_20"][name] = int(reached[0]) if len(reached) else None
        if name != OURS and ours is not None:
            measure = "squared_error" if not np.isnan(ours.mean("squared_error")).any() else "log_loss"
            last = ours.sums.shape[1] - 1
            steps = sorted({step for step in (0, 5, 6, 10, 12, 20) if step <= last} | {last})
            paired = {f"after_{step}": paired_interval(ours, tally, measure, step) for step in steps}
            if any(paired.values()):
                tables["paired"][name] = paired
    return tables


def paired_interval(ours: PolicySums, theirs: PolicySums, measure: str, step: int) -> list[float] | None:
    """95% interval of our mean minus theirs over the same people; of squared errors, of root means (delta method)."""
    index, people = PAIRED.index(measure), ours.people
    a, b = float(ours.mean(measure)[step]), float(theirs.mean(measure)[step])
    if np.isnan(a) or np.isnan(b):
        return None
    if people < 2:
        return [_rounded(-np.inf), _rounded(np.inf)]
    own, other = ours.squares[index, step] / people - a * a, theirs.squares[index, step] / people - b * b
    both = theirs.crossed[index, step] / people - a * b
    by_ours, by_theirs, difference = 1.0, 1.0, a - b
    if measure == "squared_error":
        by_ours, by_theirs, difference = 0.5 / np.sqrt(a), 0.5 / np.sqrt(b), float(np.sqrt(a) - np.sqrt(b))
    variance = by_ours**2 * own + by_theirs**2 * other - 2 * by_ours * by_theirs * both
    half = 1.959964 * float(np.sqrt(max(0.0, variance) / (people - 1)))
    return [_rounded(difference - half), _rounded(difference + half)]


def _listed(values: Array) -> list[float | None]:
    return [_rounded(v) for v in values]


def _rounded(value: Any) -> Any:
    return None if not np.isfinite(value) else round(float(value), 6)


def _code(name: str) -> int:
    """A number for a name, to seed with, the same in every run."""
    return int.from_bytes(name.encode()[:8], "big") % (2**31)
