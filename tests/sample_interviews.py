"""Interviews as the engine leads them with simulated people, to tell how good the level is at their end."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from simulator.engine.choice.formats import FORMATS, SelectionContext
from simulator.engine.lab import people as populations
from simulator.engine.model.bank import Bank
from simulator.engine.model.belief import Belief
from simulator.engine.model.level import level, level_of
from simulator.engine.model.parameters import Z80
from simulator.engine.model.priors import Prior
from tests.bare_interviews import sit


def sample_interviews(
    bank: Bank,
    *,
    format_id: str = "full",
    candidates: int = 200,
    seed: int = 0,
    leniency: float = populations.LENIENCY_MEAN,
    kinds: Sequence[str] = tuple(populations.POPULATIONS),
) -> dict[str, dict[str, Any]]:
    """By population: questions, minutes, mean hops and steps, and how good the level is at the end.

    Every question takes its planned time and a probe. `level_exact` and `level_mae` compare the posterior median with
    the level of the true mastery; `prior_*` are the same before the first question.
    """
    found: dict[str, dict[str, Any]] = {}
    for place, kind in enumerate(kinds):
        rng = np.random.default_rng([seed, place, 7])
        people = populations.drawn(bank, kind, candidates, rng, leniency)
        rows = []
        for person in range(candidates):
            walk = SelectionContext(format_id, minutes=FORMATS[format_id].minutes, seed=seed * 1_000_003 + person)
            sat, belief = sit(bank, people.answers[person], walk, Prior.structural(bank))
            items = [bank.index[asked.choice.item] for asked in sat if asked.choice.kind == "question"]
            rows.append(_row(bank, items, belief, people.theta[person]))
        found[kind] = {name: round(float(np.nanmean([row[name] for row in rows])), 4) for name in rows[0]}
        found[kind]["largest_tier_step"] = max(row["tier_step_most"] for row in rows)
    return found


def _row(bank: Bank, items: list[int], belief: Belief, theta: Any) -> dict[str, float]:
    omega = bank.role_weights(None)
    true = float(theta @ omega)
    mean, sd = belief.shown_overall()
    steps = np.abs(np.diff(bank.tier[items]))
    hops = bank.hops[bank.primary[items[:-1]], bank.primary[items[1:]]]
    found, start = level(belief, bank), level(Prior.structural(bank), bank)
    return {
        "questions": len(items),
        "mean_hops": float(hops.mean()) if len(hops) else float("nan"),
        "tier_step_mean": float(steps.mean()) if len(steps) else float("nan"),
        "tier_step_most": float(steps.max()) if len(steps) else 0.0,
        "design": float(bank.is_design[items[-1]]),
        "level_exact": float(found.tier == level_of(bank, true)),
        "level_mae": float(abs(found.tier - level_of(bank, true))),
        "level_width": float(found.high - found.low),
        "prior_exact": float(start.tier == level_of(bank, true)),
        "prior_mae": float(abs(start.tier - level_of(bank, true))),
        "mean_covered": float(abs(mean - true) <= Z80 * sd),
    }
