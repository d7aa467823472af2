"""How an observation enters: through which response, how much easier, how strongly, and what it may move."""

import numpy as np
from numpy.typing import NDArray

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.model.evidence import Evidence
from simulator.engine.model.items import Item
from simulator.engine.model.response import Response

Array = NDArray[np.float64]
ROUNDING = 1e-12


def observation(item: Item, evidence: Evidence) -> tuple[Response, float, float]:
    """Response type, shift of u and exponent with which an observation enters."""
    response = item.response
    if evidence.kind == "prediction":
        response = Response(response.slope * P.PREDICTION_SLOPE, response.thresholds, response.guess)
    shift = P.HINT_SHIFT * evidence.hints + P.PROMPTED_SHIFT * evidence.prompted
    weight = evidence.weight
    weight *= P.OVERRULED_WEIGHT if evidence.overruled else 1.0
    weight *= P.SEEN_WEIGHT if evidence.seen_before else 1.0
    return response, shift, weight


def monotone(gain: Array, count: int) -> Array:
    """The gain (..., n) with which means move: never negative on the first `count` places, the concepts.

    Exact updates can lower one mastery because an answer on another was better, the paradox of compensatory models
    (Hooker, Finkelman and Schwartzman, 2009). Nobody accepts that of an interviewer: such a mean stays where it is.
    """
    if gain[..., :count].min() >= 0.0:
        return gain
    result = gain.copy()
    np.maximum(result[..., :count], 0.0, out=result[..., :count])
    return result


def shares_of(logs: Array) -> Array:
    """Shares (..., K) that sum to 1, from their logarithms up to a constant."""
    shares = np.exp(logs - logs.max(-1, keepdims=True))
    result: Array = shares / shares.sum(-1, keepdims=True)
    return result


def may_learn(shares: Array, steps: Array, watched: Array) -> NDArray[np.bool_]:
    """Whether the shares of the kinds may move with this item: only if a better answer then lowers nothing watched.

    `shares` (categories, ..., K) are those after every answer, `steps` of that shape what it moves means by, in units
    of the gains; `watched` (..., 2 K, watched) are the gains of all kinds and then their means. Each kind alone never
    falls with a better answer, but their mean can, where the better answer makes a kind more likely that thinks less
    of a concept. All answers are looked at, not only the one that was given: leaving an item out then tells nothing
    about the answer.
    """
    # the mixture's mean after an answer is (shares · steps) · gains + shares · means
    parts = np.concatenate((shares * steps, shares), -1)
    rises = (parts[1:] - parts[:-1])[..., None, :] @ watched
    return np.asarray(rises.min((0, -2, -1)) >= -ROUNDING)
