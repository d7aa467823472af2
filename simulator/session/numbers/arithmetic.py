"""Arithmetic as people type it, with units and words between the numbers, evaluated without `eval`.

`evaluate` reads one calculation. Anything that cannot be read without a guess raises UnreadableError, whose message is
a question for the candidate. No part of a text is silently dropped.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from simulator.graph.units import ONE, AnswerUnit, Unit, is_unclear, scale_of, scaled_words, unit_of
from simulator.session.numbers.quantity import (
    Quantity,
    UnreadableError,
    added,
    checked,
    combinations,
    divided,
    multiplied,
    number_text,
    power_of,
    range_or_difference,
    two_numbers,
    unreadable,
)
from simulator.session.numbers.tokens import CONSTANTS, END, FRACTIONS, FUNCTIONS, MINUS_IN_WORDS, NUMBERS, Token

DEEPEST = 20  # brackets, powers and functions inside one another
FILLER = frozenset(
    "a about above all almost altogether an answer approx approximately around as at average below ca circa each "
    "every exactly fewer for from i in is it just least less max maximum maybe min minimum more most my nearly number "
    "of on only our over overall per perhaps precisely probably respectively roughly some than that the there these "
    "they this those total under up value we well with within would".split()
)
_REFUSED = frozenset(
    "not never neither nor between double twice triple thrice square cube cubic root lg mod modulo inf infinite "
    "infinity nan except".split()
)
_JOINING = frozenset("to or and but through till until vs versus .. ... ....".split())
_DIGIT = re.compile(r"\d")
_TIMES, _PER = frozenset(("x", "times")), frozenset(("per", "a", "an", "each", "every"))


def evaluate(tokens: Sequence[Token], wanted: AnswerUnit) -> Quantity:
    """The value of one calculation, such as `2 * 32 layers * 8 * 128 * 2 bytes`. Raises UnreadableError for others."""
    refuse_words(tokens)
    return _Reader(tokens, wanted).read()


def refuse_words(tokens: Sequence[Token]) -> None:
    """Raise UnreadableError for a word that changes the meaning, such as "not"."""
    for token in tokens:
        if token.lower == "log":
            raise UnreadableError("Which logarithm do you mean? Write ln, log2 or log10.")
        if token.lower in _REFUSED or token.lower.endswith("n't"):
            raise unreadable(token.text)


class _Reader:
    """A recursive-descent parser: sums of products of signed quantities, each a power followed by its unit."""

    def __init__(self, tokens: Sequence[Token], wanted: AnswerUnit) -> None:
        self.tokens, self.wanted = tokens, wanted
        self.at, self.depth = 0, 0

    def peek(self, ahead: int = 0) -> Token:
        """The next token, or one further `ahead`; `END` beyond the last."""
        return self.tokens[self.at + ahead] if self.at + ahead < len(self.tokens) else END

    def advance(self) -> Token:
        """Take the next token."""
        token = self.peek()
        self.at += 1
        return token

    def read(self) -> Quantity:
        """The value of the whole text. After the calculation only words may follow."""
        in_front = self._words_in_front()
        quantity = self._sum()
        if in_front is not None:
            quantity = replace(quantity, unit=quantity.unit * in_front)
        rest = self.tokens[self.at :]
        number = next((t for t in rest if t.numeric), END)
        if number.kind in ("number", "computed") or number.lower in NUMBERS or number.lower in FRACTIONS:
            other = number.text if number.kind == "word" else number_text(_written(number).value)
            raise two_numbers(number_text(quantity.value), other)
        if wrong := next((t for t in rest if t.kind != "word" or t.numeric), None):
            raise unreadable(wrong.text)
        if quantity.pair is not None:
            raise range_or_difference(quantity.pair)
        return quantity

    def _words_in_front(self) -> Unit | None:
        """Skip the words before the first number ("the total is about"); a unit right before it is returned."""
        last = END
        while (token := self.peek()).kind in ("word", "<", "hyphen") and not token.numeric:
            if token.lower in ("a", "an") and self.peek(1).numeric:
                break
            self._refuse_letters(token)
            named = _DIGIT.search(token.text) and "@" not in token.text
            if named or any(self._is_wanted(rest.lower()) for _, rest in scaled_words(token.text)):
                raise unreadable(token.text)
            last = self.advance()
        if last.kind == "word" and self.peek().kind in ("op", "(") and not self.peek().spaced:
            raise unreadable(last.text + self.peek().text)
        names_unit = last.kind == "word" and len(last.text) > 1 and last.lower not in FILLER  # "min" may be the least
        return unit_of(last.text) if names_unit and self.peek().kind == "number" else None

    def _sum(self) -> Quantity:
        total, count = self._product(), 0
        while self.peek().kind == "op" and self.peek().text in "+-" + MINUS_IN_WORDS:
            sign = self.advance().text
            either = sign == "-" or (sign == "+" and self.peek().text == "-" and not self.peek().spaced)  # 5 +- 1
            term = self._product()
            pair = (total, term) if either and not count and total.bare and total.bare == term.bare else None
            try:
                total = replace(added(total, term, 1 if sign == "+" else -1), pair=pair)
            except UnreadableError:
                if pair is None:
                    raise
                raise range_or_difference(pair) from None  # 5-10%, and 50-60 GB
            count += 1
        return total

    def _product(self) -> Quantity:
        product, after_division = self._signed(), False
        while True:
            token, before = self.peek(), self.tokens[self.at - 1]
            after_number = before.numeric or before.kind in ("%", ")")  # "0.5 instead of 0" is no product
            if token.lower == "of" and after_number:
                if (product_of := self._of(product)) is None:
                    return product
                product = product_of
            elif token.text == "*" or self._is_times(token):
                self.at += 1
                product = multiplied(product, self._signed())
            elif token.text == "/" or (self._is_over(token) and after_number):
                self.at, after_division = self.at + 1, True
                product = divided(product, self._signed())
            elif self._follows_without_sign(token):
                if after_division:
                    raise UnreadableError("Do you divide by what comes last as well? Write a bracket or a * there.")
                product = multiplied(product, self._quantity())
            else:
                return product

    def _of(self, part: Quantity) -> Quantity | None:
        """`20% of 50` is a product, `8 of 15` a share or a count; None if no number follows the "of"."""
        ahead = self._operand_ahead()
        if not ahead:
            return None
        self.at += ahead
        whole = self._signed()
        if part.percent or not part.bare or 0 < abs(part.value) < 1:
            return multiplied(part, whole)
        if self.wanted.percent and not part.unit.dims and not whole.unit.dims:
            return replace(divided(part, whole), percent=True)
        count, total = number_text(part.value), number_text(whole.value)
        raise UnreadableError(f"Do you mean the number {count} or the share {count}/{total}? Write one of them.")

    def _is_over(self, token: Token) -> bool:
        return token.lower in ("over", "per") and self.peek(1).begins_operand

    def _is_times(self, token: Token) -> bool:
        return token.lower in _TIMES and self._operand_ahead() > 0

    def _operand_ahead(self) -> int:
        """How many tokens ahead a number begins, after words such as "the" and "about" only; 0 if none does."""
        ahead = 1
        while self.peek(ahead).lower in FILLER and not self.peek(ahead).numeric:
            ahead += 1
        return ahead if self.peek(ahead).begins_operand else 0

    def _follows_without_sign(self, token: Token) -> bool:
        """Whether a factor follows without a sign, as in 2(3 + 4), 2π or 3 sqrt(2)."""
        before = self.tokens[self.at - 1]
        if token.kind == "(":
            return not token.spaced and before.kind in ("number", ")")
        constant = token.lower in CONSTANTS and (token.lower != "e" or self.peek(1).kind == "^")
        return (constant or token.lower in FUNCTIONS) and before.kind in ("number", ")")

    def _signed(self) -> Quantity:
        sign = 1.0
        while self.peek().kind == "op" and self.peek().text in "+-" + MINUS_IN_WORDS:
            sign = sign if self.advance().text == "+" else -sign
        quantity = self._quantity()
        return replace(quantity, value=sign * quantity.value) if sign < 0 else quantity

    def _quantity(self) -> Quantity:
        """A power with what follows it: its scale, its unit, and words that say what is counted."""
        quantity, fresh = self._power(), True
        while True:
            token = self.peek()
            if token.kind == "%":
                self.at += 1
                quantity = replace(quantity, value=quantity.value / 100, percent=True)
                if self.peek().kind == "^":
                    quantity = self._raised(quantity)
            elif token.kind == "hyphen":
                self.at += 1
            elif token.kind == "currency":
                self.at += 1
                quantity = replace(quantity, unit=quantity.unit * (unit_of(token.text) or ONE))
            elif token.text == "/" and self.peek(1).lower and not self.peek(1).numeric and self.peek(2).kind != "(":
                self.at += 1
                quantity = self._per(quantity)
            elif (after := self._with_word(quantity, token, fresh)) is not None:
                quantity = after
            else:
                return quantity
            fresh = fresh and token.kind == "word" and scale_of(token.text) is not None

    def _per(self, quantity: Quantity) -> Quantity:
        word = self.advance()
        unit = unit_of(word.text)
        if unit is None:
            self._refuse_letters(word)
        return replace(quantity, unit=quantity.unit / (unit or ONE))

    def _with_word(self, quantity: Quantity, token: Token, fresh: bool) -> Quantity | None:
        """The quantity with the next word applied; None if the word does not belong to it."""
        word = token.lower
        if fresh and word in FRACTIONS and quantity.bare:
            self.at += 1
            return replace(quantity, value=quantity.value * FRACTIONS[word])
        if fresh and word == "and":  # one and a half
            ahead = 2 if self.peek(1).lower in ("a", "one") else 1
            if self.peek(ahead).lower in FRACTIONS:
                self.at += ahead
                return replace(quantity, value=quantity.value + FRACTIONS[self.advance().lower])
        if fresh and (factor := scale_of(token.text)) is not None and token.kind == "word":
            self.at += 1
            return replace(quantity, value=checked(quantity.value * factor), scale=token.text)
        if not word or token.numeric or word in _JOINING or word in ("of", "choose") or self._is_times(token):
            return None
        if self._is_over(token):
            return None
        self.at += 1
        if word in ("squared", "cubed"):
            return Quantity(power_of(quantity, Quantity(2.0 if word == "squared" else 3.0)), percent=quantity.percent)
        if word in _PER and self.peek().kind == "word" and (word == "per" or unit_of(self.peek().text) is not None):
            return self._per(quantity)
        return self._with_unit(quantity, token, fresh)

    def _with_unit(self, quantity: Quantity, token: Token, fresh: bool) -> Quantity:
        is_times = token.lower == "x"  # "4x" says four times; "4x - 1" is no number
        if is_times and self.peek().kind not in ("end", "word", ")"):
            raise unreadable(token.text)
        if fresh and token.text in ("b", "B"):  # 131072B are bytes, 13B parameters are billions; 104B could be either
            in_bytes = any(name == "byte" for name, _ in self.wanted.unit.dims)
            if in_bytes and token.text == "B" and abs(quantity.value) >= 1000:
                return replace(quantity, unit=quantity.unit * (unit_of("B") or ONE))
            if in_bytes or not (self.wanted.text and self.wanted.known):
                raise UnreadableError(f"“{token.text}” can mean several things here: write bytes, bits or billion.")
            return replace(quantity, value=checked(quantity.value * 1e9), scale="B")
        weight = token.text in ("g", "t") and fresh and ("gram", 1) not in self.wanted.unit.dims
        unit = None if weight else unit_of(token.text)
        if unit is not None:
            return replace(quantity, unit=quantity.unit * unit)
        if not is_times:
            self._refuse_letters(token, glued=fresh and not token.spaced)
        if self.peek().kind == "(" and not self.peek().spaced:
            raise unreadable(token.text + "(")
        for factor, rest in scaled_words(token.text) if fresh and not self._is_wanted(token.lower) else ():
            if self._is_wanted(rest.lower()):
                return replace(quantity, value=checked(quantity.value * factor), scale=token.text)
        known = not fresh or token.lower in FILLER or self._is_wanted(token.lower)
        return quantity if known or quantity.label else replace(quantity, label=token.text)

    def _is_wanted(self, word: str) -> bool:
        """Whether a word names what the check counts, in full or abbreviated as in `tok`."""
        stem = word.removesuffix("s")
        return word in self.wanted.words or (len(stem) > 2 and any(w.startswith(stem) for w in self.wanted.words))

    def _refuse_letters(self, token: Token, *, glued: bool = False) -> None:
        """Raise UnreadableError for a letter that may be a variable, as in 6ND or 2n, and for an ambiguous unit."""
        known = token.lower in FILLER or self._is_wanted(token.lower)
        short_one = len(token.text) <= (2 if glued else 1)
        if is_unclear(token.text):
            raise UnreadableError(f"“{token.text}” can mean two different units. Write it out.")
        if token.kind == "word" and not known and (short_one or token.numeric or (glued and _DIGIT.search(token.text))):
            raise unreadable(token.text)

    def _power(self) -> Quantity:
        base = self._primary()
        if self.peek().lower == "choose":
            self.at += 1
            return Quantity(combinations(base, self._primary()))
        return self._raised(base) if self.peek().kind == "^" else base

    def _raised(self, base: Quantity) -> Quantity:
        self.at += 1
        sign = 1.0
        while self.peek().text in ("+", "-", MINUS_IN_WORDS):
            sign = sign if self.advance().text == "+" else -sign
        with self._deeper():
            exponent = self._power()
        exponent = replace(exponent, value=sign * exponent.value)
        bare = base.bare == "number" and base.value == 10 and exponent.value == round(exponent.value)
        return Quantity(power_of(base, exponent), percent=base.percent, bare="power" if bare else "")

    @contextmanager
    def _deeper(self) -> Iterator[None]:
        """Limit how deeply a calculation nests, so that no text exhausts the stack."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("That is nested too deeply to read. Write one number, or a shorter calculation.")
        yield
        self.depth -= 1  # after an error nobody reads on

    def _primary(self) -> Quantity:
        while self.peek().lower in FILLER and not (self.peek().lower in ("a", "an") and self.peek(1).numeric):
            self.at += 1
        token = self.advance()
        word = token.lower
        if token.kind in ("number", "computed"):
            return _written(token)
        if token.kind == "currency" and self.peek().kind == "number":
            return replace(_written(self.advance()), unit=unit_of(token.text) or ONE)
        if token.kind == "(":
            with self._deeper():
                inside = self._sum()
            if self.advance().kind != ")":
                raise UnreadableError(
                    "A bracket is missing or one too many. Write one number, or the whole calculation."
                )
            return replace(inside, bare="", label="")
        if word in FUNCTIONS:
            return self._function(word)
        if word in CONSTANTS:
            return Quantity(CONSTANTS[word], bare="number")
        if token.kind == "word" and (token.numeric or word in ("a", "an")):
            return self._number_word(token)
        if token is END:
            raise UnreadableError("The calculation breaks off. Write one number, or the whole of it.")
        raise unreadable(token.text)

    def _function(self, name: str) -> Quantity:
        with self._deeper():
            argument = self._power()
        if argument.unit.dims:
            raise unreadable(name)
        try:
            return Quantity(checked(float(FUNCTIONS[name](argument.value))))
        except (ValueError, OverflowError):
            message = (
                f"{name} of {number_text(argument.value)} has no value that I can work with. Check the calculation."
            )
            raise UnreadableError(message) from None

    def _number_word(self, token: Token) -> Quantity:
        """`six`, `twenty-five`, `half a million`, `a third`. A scale that follows is read as after digits."""
        word = token.lower
        if word in NUMBERS:
            value = NUMBERS[word]
            ahead = 1 if self.peek().kind == "hyphen" else 0
            ones = NUMBERS.get(self.peek(ahead).lower, 0.0)
            if value >= 20 and 0 < ones < 10:
                self.at += ahead + 1
                value += ones
        elif word in FRACTIONS:
            value = FRACTIONS[word]
            if self.peek().lower in ("a", "an") and scale_of(self.peek(1).text) is not None:
                self.at += 1
        elif word in ("a", "an"):
            value = 1.0
        elif scale_of(word) is not None and not word.endswith("s"):  # but not "hundreds of them"
            value = 1.0
            self.at -= 1
        else:
            raise unreadable(token.text)
        return Quantity(value, bare="number")


def _written(token: Token) -> Quantity:
    is_zero = token.kind == "computed" or not re.search("[1-9]", token.text.lower().partition("e")[0])
    return Quantity(checked(token.value, zero=is_zero), bare="number" if token.kind == "number" else "")
