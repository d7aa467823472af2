"""Gradients, held against central differences of the candidate's own code.

They go along random directions: a directional derivative needs two calls, not two for every entry.
"""

from collections.abc import Sequence
from typing import Any

from simulator.errors import CaseError
from simulator.graph.code.arguments import SEED, Step, input_of, place_of, with_input
from simulator.graph.code.case import Key, Property
from simulator.graph.code.compare import numbers_in, say
from simulator.graph.code.values import part_of

NUDGE = 1e-5  # of a central difference
DIRECTIONS = 3  # in which a gradient is tried


def _directions(asked: Property, base: Step) -> list[tuple[Key, Any]]:
    import numpy as np

    random = np.random.default_rng(SEED)
    found: list[tuple[Key, Any]] = []
    for key in asked.wrt:
        shape = np.shape(input_of(base, key))
        for _ in range(DIRECTIONS):
            way = random.standard_normal(shape)
            found.append((key, way / max(float(np.sqrt((way**2).sum())), 1e-12)))
    return found


def _forward(asked: Property, base: Step) -> Step:
    """The call whose gradient it is: the same function, or `forward` with some of its arguments."""
    if not asked.forward:
        return base
    args = []
    for key in asked.takes:
        holder, place = place_of(base, key)
        args.append(base[holder][place])
    return {"call": asked.forward, "args": args, "kwargs": {}}


def nudged(asked: Property, base: Step) -> list[Step]:
    """The calls on both sides of `base` along each direction."""
    import numpy as np

    steps = []
    for key, way in _directions(asked, base):
        value = np.asarray(input_of(base, key), dtype=float)
        for sign in (1.0, -1.0):
            steps.append(_forward(asked, with_input(base, key, value + sign * NUDGE * way)))
    return steps


def gradient_fault(asked: Property, base: Step, got: Any, more: Sequence[Any], limit: float) -> str:
    """What is wrong with a gradient, by the results of the `nudged` calls; empty if nothing is."""
    import numpy as np

    upstream = None if asked.upstream is None else np.asarray(input_of(base, asked.upstream), dtype=float)

    def scalar(result: Any) -> float:
        value = numbers_in(part_of(result, asked.loss))
        if upstream is None:
            if value.size != 1:
                raise CaseError(f"expected one number for the loss, got {say(value)}")
            return float(value.reshape(()))
        if value.shape != upstream.shape:
            raise CaseError(f"expected shape {tuple(upstream.shape)}, got {tuple(value.shape)}")
        return float((upstream * value).sum())

    for number, (key, way) in enumerate(_directions(asked, base)):
        gradient = numbers_in(part_of(got, asked.wrt[str(key)]))
        if gradient.shape != np.shape(way):
            return f"the gradient of {key} should have shape {np.shape(way)}, got {tuple(gradient.shape)}"
        slope = (scalar(more[2 * number]) - scalar(more[2 * number + 1])) / (2 * NUDGE)
        given = float((gradient * way).sum())
        if not abs(given - slope) <= limit * max(1.0, abs(slope)):  # NaN is not close
            return f"the gradient of {key} is off: along one direction {say(given)}, by finite differences {say(slope)}"
    return ""
