"""Simulations of many people with every policy, and the tables of their results (`interview simulate`)."""

from collections.abc import Callable, Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.engine.lab import measures
from simulator.engine.lab import people as populations
from simulator.engine.lab.baselines import POLICIES, chooser
from simulator.engine.lab.measures import Group, Trial
from simulator.engine.model.bank import Bank
from simulator.errors import UsageError
from simulator.graph.findings import nearest
from simulator.graph.text import short

Array = NDArray[np.float64]
Progress = Callable[[int, int], None]
BLOCK = 100  # people simulated at once
HELD = 30  # held-out answers on which predictions are measured
HELD_SHARE = 0.3
REPLAY_DRAWS = 25  # recorded people are few: hold-outs and policies' choices are drawn this often, and averaged
REFERENCE = "cat-1d"
REFERENCE_AFTER = 20


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
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Simulated people of every population answer `questions` questions with every policy; deterministic by seed.

    All policies meet the same people, who give the same answer to the same question. `progress(done, total)` is called
    after each block. With `times` the tables include the time per step, which varies from run to run.

    Raises UsageError for an unknown policy or population, or a bank with nothing to ask.
    """
    _refuse(bank, policies, candidates, questions)
    for kind in kinds:
        if kind not in populations.POPULATIONS:
            known = ", ".join(populations.POPULATIONS)
            raise UsageError(
                f'There is no population "{short(kind)}"{nearest(kind, populations.POPULATIONS)}; choose from {known}.'
            )
    blocks = [range(start, min(start + BLOCK, candidates)) for start in range(0, candidates, BLOCK)]
    total, done = len(kinds) * len(blocks) * len(policies), 0
    tables: dict[str, Any] = {}
    for kind in kinds:
        trials: dict[str, list[Trial]] = {name: [] for name in policies}
        for number, block in enumerate(blocks):
            group = _simulated(bank, kind, len(block), [seed, _code(kind), number], leniency)
            for name in policies:
                trials[name].append(_trial(bank, name, group, questions, [seed, _code(kind), number, _code(name)]))
                done += 1
                if progress is not None:
                    progress(done, total)
        tables[kind] = summary(bank, trials, times)
    return _result(graph_id, candidates, questions, tables)


def replay(
    bank: Bank,
    graph_id: str,
    answers: NDArray[np.int8],
    *,
    questions: int = 20,
    policies: Sequence[str] = tuple(POLICIES),
    seed: int = 0,
    draws: int = REPLAY_DRAWS,
    times: bool = False,
    progress: Progress | None = None,
) -> dict[str, Any]:
    """Recorded people: a random 30% of each person's answers is held out, the others are asked one by one.

    `answers` (people, items) are categories, -1 where not answered. This is done `draws` times, each with its own
    hold-out, the same for every policy, and averaged person by person: the luck of a single hold-out of a few answers
    would outweigh the differences between policies. People did not score themselves, so there is no leniency.

    People with too few answers to hold one out are left out. Raises UsageError if nobody remains.
    """
    answers = answers[enough(answers)]
    if not len(answers):
        raise UsageError("Nobody answered two questions or more: one to ask, and one to hold out.")
    _refuse(bank, policies, len(answers), questions)
    starts = range(0, len(answers), BLOCK)
    trials: dict[str, list[Trial]] = {name: [] for name in policies}
    for number, start in enumerate(starts):
        groups = [_recorded(answers[start : start + BLOCK], [seed, start, draw]) for draw in range(draws)]
        for index, name in enumerate(policies):
            drawn = [
                _trial(bank, name, group, questions, [seed, number, _code(name), draw], lenient=False)
                for draw, group in enumerate(groups)
            ]
            trials[name].append(averaged(drawn))
            if progress is not None:
                progress(number * len(policies) + index + 1, len(starts) * len(policies))
    return _result(graph_id, len(answers), questions, {"recorded": summary(bank, trials, times)})


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


def summary(bank: Bank, trials: Mapping[str, Sequence[Trial]], times: bool = False) -> dict[str, Any]:
    """The tables of one population from the trials of its blocks, by policy, without values that do not exist."""
    joined = {
        name: {m: np.concatenate([t.measures[m] for t in its], 1) for m in measures.MEASURES}
        for name, its in trials.items()
    }
    tables: dict[str, Any] = {"policies": {}, "questions_to_match_cat_1d_20": {}, "paired": {}}
    for name, its in trials.items():
        table = _table(bank, joined[name], its)
        if times:  # milliseconds of a choice and its update
            table["step_ms"] = 1000 * sum(t.seconds for t in its) / max(1, sum(t.asked.size for t in its))
        tables["policies"][name] = {
            key: value
            for key, value in table.items()
            if (any(v is not None for v in value) if isinstance(value, list) else value is not None)
        }
    reference = joined.get(REFERENCE)
    for name, own in joined.items():
        error = own["squared_error"].mean(1)
        if reference is not None and name != REFERENCE and not np.isnan(error).any():
            goal = reference["squared_error"]
            reached = np.flatnonzero(error <= goal[min(REFERENCE_AFTER, len(goal) - 1)].mean())
            tables["questions_to_match_cat_1d_20"][name] = int(reached[0]) if len(reached) else None
        paired = _paired(joined["adaptive"], own) if name != "adaptive" and "adaptive" in joined else {}
        if any(paired.values()):
            tables["paired"][name] = paired
    return tables


def paired_interval(ours: Array, theirs: Array, root: bool) -> list[float] | None:
    """95% interval of our mean minus theirs over the same people; with `root` of root means, by the delta method."""
    if np.isnan(ours).any() or np.isnan(theirs).any():
        return None
    if root:
        a, b = np.sqrt(ours.mean()), np.sqrt(theirs.mean())
        difference, influence = a - b, ours / (2 * a) - theirs / (2 * b)
    else:
        difference, influence = ours.mean() - theirs.mean(), ours - theirs
    half = 1.959964 * float(influence.std(ddof=1)) / np.sqrt(len(ours)) if len(ours) > 1 else float("inf")
    return [_rounded(difference - half), _rounded(difference + half)]


def _paired(ours: Mapping[str, Array], theirs: Mapping[str, Array]) -> dict[str, Any]:
    measure, root = ("squared_error", True) if not np.isnan(ours["squared_error"]).any() else ("log_loss", False)
    after = len(ours[measure]) - 1
    steps = sorted({step for step in (5, 6, 10, 12, 20) if step <= after} | {after})
    return {f"after_{step}": paired_interval(ours[measure][step], theirs[measure][step], root) for step in steps}


def _table(bank: Bank, joined: Mapping[str, Array], trials: Sequence[Trial]) -> dict[str, Any]:
    table: dict[str, Any] = {"rmse": _listed(np.sqrt(joined["squared_error"].mean(1)))}
    table.update({name: _listed(joined[name].mean(1)) for name in measures.MEASURES if name != "squared_error"})
    aucs = np.array([t.auc for t in trials])
    sizes = np.array([t.asked.shape[1] for t in trials], np.float64)
    table["auc"] = _listed((aucs * sizes[:, None]).sum(0) / sizes.sum())
    asked = np.concatenate([t.asked for t in trials], 1)
    table["mean_hops"] = _rounded(measures.mean_hops(bank, asked))
    table["mean_tier_step"] = _rounded(measures.mean_tier_step(bank, asked))
    return table


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


def _result(graph_id: str, candidates: int, questions: int, tables: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "version": 1,
        "graph": graph_id,
        "candidates": candidates,
        "questions": questions,
        "populations": dict(tables),
    }


def _code(name: str) -> int:
    """A number for a name, to seed with, the same in every run."""
    return int.from_bytes(name.encode()[:8], "big") % (2**31)


def _listed(values: Array) -> list[float | None]:
    return [_rounded(v) for v in values]


def _rounded(value: Any) -> Any:
    return None if not np.isfinite(value) else round(float(value), 6)
