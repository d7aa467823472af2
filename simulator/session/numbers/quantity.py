"""A number with its unit and how it was written: arithmetic, and conversion to the unit that a check wants."""

import math
from dataclasses import dataclass, replace
from typing import Literal

from simulator.graph.text import short
from simulator.graph.units import ONE, AnswerUnit, Unit, scale_of

CLOSE = 0.01  # two ways of giving a measurement, such as 104 GB (97 GiB), agree when rounded
HIGHEST_POWER = 3  # of a unit; beyond it sizes would leave the range of floats


class UnreadableError(Exception):
    """A text cannot be read as one number; the message is a sentence for the candidate."""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit and how it was written.

    `bare` is "number" for a literal, "power" for one such as 2 x 10^9, and empty for the result of a calculation.
    `pair` holds the two bare numbers if this is their difference, which may have been meant as a range. `scale` is a
    word such as `M` or `million`, `label` an unknown word right after the number.
    """

    value: float
    unit: Unit = ONE
    percent: bool = False
    bare: Literal["number", "power", ""] = ""
    pair: tuple["Quantity", "Quantity"] | None = None
    scale: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        if any(abs(power) > HIGHEST_POWER for _, power in self.unit.dims):
            raise UnreadableError("I can't make sense of those units together. Write one number with one unit.")


def number_text(value: float) -> str:
    """A number for people: 65,000 or 0.5333 or 8.4e22."""
    if 1e9 <= abs(value) < 1e15 or (value == round(value) and abs(value) < 1e15):
        return f"{value + 0.0:,.0f}"
    digits, e, exponent = f"{value:,.10g}".partition("e")
    return f"{digits}e{int(exponent)}" if e else digits


def two_numbers(first: str, second: str) -> UnreadableError:
    """The error for a text that holds two answers."""
    return UnreadableError(f"I read that as two numbers, {first} and {second}. Which one is your answer?")


def unreadable(text: str) -> UnreadableError:
    """The error for a piece of text that means nothing in a number."""
    piece = short(text, 30)
    quoted = f"“{piece}”" if piece.isprintable() else "one of the signs"
    return UnreadableError(f"I can't read {quoted} in that. Write one number, with its unit if you like.")


def quantity_text(quantity: Quantity) -> str:
    """A quantity as error messages show it, without its unit."""
    return f"{number_text(100 * quantity.value)}%" if quantity.percent else number_text(quantity.value)


def range_or_difference(pair: tuple[Quantity, Quantity]) -> UnreadableError:
    """The error for a dash between two bare numbers."""
    return UnreadableError(f"{two_numbers(*map(quantity_text, pair))} If it is a calculation, write its result.")


def checked(value: float, *, zero: bool = True) -> float:
    """The value, if it is finite. It may be 0 only with `zero`: otherwise it underflowed. Raises UnreadableError."""
    if not math.isfinite(value) or (value == 0 and not zero):
        raise UnreadableError("That is too large or too small a number to work with. Check the calculation.")
    return value


def added(first: Quantity, second: Quantity, sign: int) -> Quantity:
    """The sum in the unit of the first; the difference if `sign` is -1. Raises UnreadableError where units differ."""
    factor = second.unit.within(first.unit)
    if factor is None and first.unit.dims and second.unit.dims:
        raise UnreadableError("The numbers that you add have different kinds of units. Check the calculation.")
    if factor is None:
        raise UnreadableError("Only some of the numbers that you add have a unit. Write one behind each, or none.")
    share_of_one = not first.percent and first.value == 1 and not first.unit.dims
    if first.percent != second.percent and not share_of_one:
        raise UnreadableError("Is the % a share of the number before it? Write the result, or no % in the sum.")
    value = checked(first.value + sign * factor * second.value)
    return Quantity(value, first.unit, second.percent, scale=first.scale or second.scale)


def multiplied(first: Quantity, second: Quantity) -> Quantity:
    """The product; 2 x 10^9 stays a bare number. Raises UnreadableError where it is too large or too small."""
    value = checked(first.value * second.value, zero=not (first.value and second.value))
    power = first.bare == "number" and second.bare == "power"
    return Quantity(
        value,
        first.unit * second.unit,
        first.percent or second.percent,
        bare="power" if power else "",
        scale=second.scale or first.scale,
        label=second.label if power else "",
    )


def divided(first: Quantity, second: Quantity) -> Quantity:
    """The quotient. Raises UnreadableError for a division by zero."""
    if second.value == 0:
        raise UnreadableError("That divides by zero. Check the calculation.")
    value = checked(first.value / second.value, zero=not first.value)
    scale = first.scale or second.scale
    return Quantity(value, first.unit / second.unit, first.percent or second.percent, scale=scale)


def power_of(base: Quantity, exponent: Quantity) -> float:
    """One number raised to another. Raises UnreadableError where one has a unit, or the power no value."""
    if base.unit.dims or exponent.unit.dims or exponent.percent:
        raise UnreadableError("I can't raise a number with a unit to a power. Write the result, or a bracket.")
    try:
        return checked(math.pow(base.value, exponent.value), zero=not base.value)
    except (ValueError, OverflowError):
        raise UnreadableError("That power is too large, or has no value. Check the calculation.") from None


def combinations(n: Quantity, k: Quantity) -> float:
    """The number of ways to choose `k` out of `n`. Raises UnreadableError unless both are bare counts."""
    whole = all(q.value == round(q.value) and 0 <= q.value <= 10_000 for q in (n, k))
    if not whole or n.unit.dims or k.unit.dims:
        raise unreadable("choose")
    try:
        return checked(float(math.comb(int(n.value), int(k.value))))
    except OverflowError:
        raise UnreadableError("That is too large a number to work with. Check the calculation.") from None


def require_agreement(first: Quantity, second: Quantity, wanted: AnswerUnit) -> None:
    """Raise UnreadableError unless both say one number: counts and numbers written alike exactly, others within 1%."""
    pair = (first, second)
    value, other = (
        converted(replace(q, percent=True) if wanted.percent and abs(q.value) <= 1 else q, wanted) for q in pair
    )
    counts = all(not (q.unit.dims or q.percent or q.scale) and q.value == round(q.value) for q in pair)
    notations = {
        (q.bare, (q.unit if q.unit.dims else wanted.unit).size, q.scale, q.percent or wanted.percent) for q in pair
    }
    alike = len(notations) == 1 and first.bare == "number"
    if not math.isclose(value, other, rel_tol=1e-9 if counts or alike else CLOSE):
        raise two_numbers(quantity_text(first), quantity_text(second))


def converted(quantity: Quantity, wanted: AnswerUnit) -> float:
    """The number in the wanted unit; a number without a unit is taken to be in it. Raises UnreadableError."""
    alone = quantity.unit.within(ONE)
    if wanted.percent:
        if quantity.unit.dims:
            raise UnreadableError("The answer is wanted in per cent. Write a number with the % sign.")
        if quantity.percent:
            return checked(100 * quantity.value)
        if 0 < abs(quantity.value) <= 1:
            share, whole = number_text(quantity.value), number_text(100 * quantity.value)
            raise UnreadableError(f"Is that {share}% or {whole}%? Write it with the % sign.")
        return quantity.value
    if alone is None:
        return checked(quantity.value * _factor(quantity.unit, wanted))
    if quantity.label and (wanted.unit.dims or not wanted.known):
        asked = f"I don't know the unit “{short(quantity.label, 30)}”."
        raise UnreadableError(f"{asked} The answer is wanted in {wanted.called}.")
    if quantity.scale == "B" and quantity.bare and wanted.unit.dims:
        raise UnreadableError("“B” can mean several things here: write bytes, bits or billion.")
    value = checked(quantity.value * alone)
    if quantity.percent and quantity.bare and wanted.text:
        raise UnreadableError(f"The answer is wanted in {wanted.called}, not in per cent.")
    if not quantity.scale or wanted.unit.size == 1:
        return value
    if not wanted.unit.dims:
        return value / wanted.unit.size  # 302M, where the answer is wanted in million parameters
    if quantity.bare and wanted.text.startswith(quantity.scale) and wanted.text[len(quantity.scale) :][:1] != "i":
        return value / (scale_of(quantity.scale) or 1.0)  # 48G, where it is wanted in GB
    raise UnreadableError(f"Is that {number_text(value)} {wanted.text}? Write the unit after the number.")


def _factor(unit: Unit, wanted: AnswerUnit) -> float:
    factor = unit.within(wanted.unit) if wanted.known else None
    if factor is not None:
        return factor
    if not wanted.text and unit.plain:
        return 1.0
    if not wanted.text:
        raise UnreadableError("Write the number alone, in the unit that the question asks for.")
    raise UnreadableError(f"The answer is wanted in {wanted.called}, and I can't turn what you wrote into that.")
