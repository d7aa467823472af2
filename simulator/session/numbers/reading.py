"""A number in what a person typed: "20 GB", "8/15", "10*2000 + 45*1000 = 65k"."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from simulator.graph.units import ONE, AnswerUnit, answer_unit, scale_of, unit_of
from simulator.session.numbers.arithmetic import FILLER, evaluate, refuse_words
from simulator.session.numbers.quantity import (
    CLOSE,
    Quantity,
    UnreadableError,
    converted,
    number_text,
    quantity_text,
    require_agreement,
    two_numbers,
    unreadable,
)
from simulator.session.numbers.tokens import FUNCTIONS, Token, simplify, tokenise

NUMBER_CHARACTERS = 300  # characters; nothing that is meant as a number is longer
_LOST_SCALES = (0.01, *(base**power for base in (1000.0, 1024.0) for power in (1, 2, 3, 4)))
_BEFORE_NUMBER = ("$", "€", "£", "¥")
_BEFORE_FACTOR = frozenset(("x", "times", "over", "of", "per", "choose", *FUNCTIONS))
_ALTERNATIVES = frozenset(("or", "and", "but", "to", "versus", "vs"))


@dataclass(frozen=True)
class ReadNumber:
    """A number in the unit of the check; `echo` repeats it for the candidate: "65,000 tokens"."""

    value: float
    echo: str


@dataclass(frozen=True)
class NotRead:
    """The text cannot be read as one number without a guess; `why` asks the candidate about it."""

    why: str


def read_number(text: str, unit: str = "") -> ReadNumber | NotRead:
    """The number in `text`, in `unit`; or why the candidate must be asked. No part of the text is silently ignored.

    Calculations are worked out; after `=` the last value counts. A comma before exactly three digits groups them, any
    other is a decimal comma. Units, prefixes, percent and words such as million are converted; a number without a unit
    is taken to be in `unit`. The rules are in docs/graph-format.md.
    """
    wanted = answer_unit(unit)
    if len(text) > NUMBER_CHARACTERS:
        return NotRead(f"That's too long for a number: keep it, or its calculation, to {NUMBER_CHARACTERS} characters.")
    text, own_unit = simplify(text), simplify(wanted.text)
    number = text.removesuffix(own_unit)
    in_own_unit = number != text and (number[-1:].isspace() or (number[-1:].isdigit() and not own_unit[0].isdigit()))
    try:
        tokens = tokenise(number if in_own_unit else text)
        if in_own_unit:  # the unit of the check follows word for word, whether it is known or not
            alone = [token.kind for token in tokens if token.text not in ("+", "-")] == ["number"]
            if not wanted.known or (alone and number[-1].isspace()):
                wanted = replace(wanted, known=True, unit=ONE, percent=False)
            else:
                tokens = tokenise(text)
        value = _in_clauses(tokens, wanted)
    except UnreadableError as error:
        return NotRead(str(error))
    return ReadNumber(value, number_words(value, unit))


def number_words(value: float, unit: str) -> str:
    """A number with the unit of a check, as people write it: `65,000 tokens`, `62%`, `$3.2`."""
    wanted = answer_unit(unit)
    if wanted.text in _BEFORE_NUMBER:
        return f"{wanted.text}{number_text(value)}"
    return f"{number_text(value)}{'' if wanted.text == '%' else ' '}{wanted.text}".strip()


def _in_clauses(tokens: Sequence[Token], wanted: AnswerUnit) -> float:
    """The value on which all clauses agree, as in "20 GB, i.e. 2e10 bytes"."""
    values = [value for clause in _clauses(tokens) for value in _values(clause, wanted)]
    if not values:
        raise UnreadableError("I can't read a number in that. Write one such as 20 GB, 1.5e9, 3/8 or 0.98^20.")
    best = next((value for value in values if value.percent and wanted.percent), values[0])
    for other in values:
        if other is not best:
            require_agreement(best, other, wanted)
    return converted(best, wanted)


def _clauses(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The parts between commas and full stops.

    A part that begins with `=` or "so" belongs to the one before it; so does a unit alone, as in "48, in GB".
    """
    clause, *others = _split(tokens, ",")
    for part in others:
        if (part and part[0].kind == "=") or _names_unit_only(part) or _names_unit_only(clause):
            clause = [*clause, *part]
        else:
            yield clause
            clause = part
    yield clause


def _names_unit_only(part: Sequence[Token]) -> bool:
    """Whether the part is a unit without a number: "in GB", but not "K and V"."""
    words = [token for token in part if token.lower not in FILLER]
    units = [token for token in words if _is_unit(token) and (len(token.text) > 1 or len(words) == 1)]
    return bool(units) and not any(token.numeric and scale_of(token.text) is None for token in part)


def _is_unit(token: Token) -> bool:
    word = token.text if token.kind in ("word", "currency") else ""
    return token.kind == "%" or unit_of(word) is not None or scale_of(word) is not None or word in ("B", "b")


def _split(tokens: Sequence[Token], kind: str) -> list[list[Token]]:
    """The tokens split at those of `kind` that are outside all brackets."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind == "(") - (token.kind == ")")
        if token.kind == kind and depth <= 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _values(clause: Sequence[Token], wanted: AnswerUnit) -> Iterator[Quantity]:
    """The value after the last `=` of a clause, then those of remarks in brackets after it, which have to agree."""
    sides = _split(clause, "=")
    while sides and not any(token.numeric for token in sides[-1]):
        words = sides.pop()
        if sides:
            refuse_words(words)
        for token in words:  # text without a number may be skipped, but not where it calls for one
            digits = any(ch.isdigit() for ch in token.text) and "@" not in token.text
            if token.kind in ("op", "^", "junk") or digits or _is_unit(token):
                raise unreadable(token.text)
    if not sides:
        return
    calculation, remarks = _without_remarks(sides[-1])
    value = evaluate(calculation, wanted)
    _check_earlier(sides[:-1], value, wanted)
    yield value
    for remark in remarks:
        yield from _values(remark, wanted)


def _without_remarks(side: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The calculation, and the brackets that are not part of it: 2 (keys and values) * 40, or 0.5 (50%)."""
    calculation: list[Token] = []
    remarks: list[list[Token]] = []
    at = 0
    while at < len(side):
        end = _closing(side, at)
        inside = side[at + 1 : end]
        if end and not any(token.numeric for token in inside):
            calculation += inside if _names_unit_only(inside) else []
            at = end + 1
        elif end == len(side) - 1 and side[at].spaced and _takes_remark(calculation):
            remarks.append(inside)
            at = end + 1
        else:
            calculation.append(side[at])
            at += 1
    return calculation, remarks


def _closing(tokens: Sequence[Token], at: int) -> int:
    """The index where the bracket that opens at `at` closes; 0 if none opens there or it never closes."""
    depth = 0
    for index in range(at, len(tokens)):
        depth += (tokens[index].kind == "(") - (tokens[index].kind == ")")
        if depth <= 0:
            return index if index > at else 0
    return 0


def _takes_remark(calculation: Sequence[Token]) -> bool:
    """Whether a bracket after it is a remark, and not a factor as it would be after a sign or a function."""
    if not any(token.numeric for token in calculation):
        return False
    last = calculation[-1]
    return last.kind in ("number", "computed", "word", "%", ")", "currency") and last.lower not in _BEFORE_FACTOR


def _check_earlier(sides: Sequence[Sequence[Token]], value: Quantity, wanted: AnswerUnit) -> None:
    """Raise UnreadableError if what precedes the last `=` shows that the value after it is not the whole answer."""
    for side in sides:
        numbers = [at for at, token in enumerate(side) if token.numeric]
        if numbers and any(token.lower in _ALTERNATIVES for token in side[numbers[-1] :]):
            raise two_numbers(side[numbers[-1]].text, quantity_text(value))
    before, last = None, next((side for side in reversed(sides) if any(token.numeric for token in side)), None)
    if last is not None:
        with suppress(UnreadableError):  # what can't be worked out is not compared
            before = evaluate(_without_remarks(list(last))[0], wanted)
    if before is not None and before.bare and value.bare:
        require_agreement(before, value, wanted)
    if value.unit.dims or value.percent or value.scale:
        return
    if before is not None and _has_lost_scale(before, value, wanted):
        raise two_numbers(quantity_text(before), quantity_text(value))
    if not _names_another_unit(sides, wanted):
        return
    asked = UnreadableError(f"Is that {number_words(value.value, wanted.text)}? Write the unit after the number.")
    if before is None:
        raise asked
    try:
        require_agreement(before, value, wanted)
    except UnreadableError:
        raise asked from None


def _has_lost_scale(before: Quantity, value: Quantity, wanted: AnswerUnit) -> bool:
    """Whether "10*2000 + 45*1000 = 65" leaves out a thousand, or "3/15 = 20" the sign for percent."""
    try:
        first, second = converted(before, wanted), converted(value, wanted)
    except UnreadableError:
        return False
    return any(math.isclose(first, scale * second, rel_tol=CLOSE) for scale in _LOST_SCALES)


def _names_another_unit(sides: Sequence[Sequence[Token]], wanted: AnswerUnit) -> bool:
    """Whether the unit may be another one: 48 after "in GB:" where the answer is wanted in bytes."""
    names = [token for side in sides if _names_unit_only(side) for token in side if _is_unit(token)]
    if wanted.unit.dims:
        names += [token for side in sides for token in side if token.kind in ("word", "currency")]
        units = [unit_of(token.text) for token in names]
        return any(unit is not None and unit.within(wanted.unit) != 1 for unit in units)
    return bool(names) and not wanted.percent
