"""One thing to ask, as the engine sees it: a question or a check before a whole bank is compiled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.engine import parameters as P  # noqa: N812
from simulator.engine.response import Response
from simulator.graph.records import Check, Question

CHECK_MINUTES = 1.0


@dataclass(frozen=True)
class Item:
    """One thing to ask, before compilation. `concepts` holds (number, weight) pairs, the primary first."""

    id: str
    concepts: tuple[tuple[int, float], ...]
    tier: int
    difficulty: float
    difficulty_sd: float
    response: Response
    minutes: float
    is_check: bool = False
    follows: tuple[str, ...] = ()
    is_design: bool = False


@dataclass(frozen=True)
class ItemFit:
    """What pooled answers say of an item: difficulty, slope, thresholds relative to it.

    `difficulty_sd` is the standard error of the difficulty, people's abilities known only as far as they told them.
    """

    difficulty: float
    difficulty_sd: float
    slope: float
    thresholds: tuple[float, ...]


def refitted(item: Item, fit: ItemFit) -> Item:
    """An item with what pooled answers say of it."""
    response = Response(fit.slope, fit.thresholds, item.response.guess)
    return replace(item, difficulty=fit.difficulty, difficulty_sd=fit.difficulty_sd, response=response)


def concept_weights(concepts: Sequence[str], number: Mapping[str, int]) -> tuple[tuple[int, float], ...]:
    """The weights of an item's concepts, summing to 1: primary 1, each secondary .4, before normalising."""
    raw = [1.0] + [P.SECONDARY_WEIGHT] * (len(concepts) - 1)
    total = sum(raw)
    return tuple((number[c], w / total) for c, w in zip(concepts, raw, strict=True))


def question_item(question: Question, number: Mapping[str, int]) -> Item:
    """A question as an item; a calibrated difficulty, slope or thresholds replace the usual ones."""
    response = Response(question.discrimination or P.SLOPE, question.thresholds or P.THRESHOLDS)
    difficulty = question.difficulty if question.difficulty is not None else P.tier_difficulty(question.tier)
    sd = question.difficulty_sd if question.difficulty_sd is not None else P.DIFFICULTY_SD
    return Item(
        question.id,
        concept_weights(question.concepts, number),
        question.tier,
        difficulty,
        sd,
        response,
        question.planned_minutes,
        follows=question.follows,
        is_design=question.kind == "design",
    )


def check_item(check: Check, number: Mapping[str, int]) -> Item:
    """A check as an item of two categories; one of n options can be guessed with probability 1/n."""
    guess = 1.0 / len(check.options) if check.options else 0.0
    return Item(
        check.id,
        concept_weights(check.concepts, number),
        check.tier,
        P.tier_difficulty(check.tier),
        P.DIFFICULTY_SD,
        Response(P.SLOPE, (0.0,), guess),
        CHECK_MINUTES,
        is_check=True,
    )
