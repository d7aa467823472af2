"""The tokens of a typed number: numbers, signs, brackets and words, in any script and style."""

import math
import re
import unicodedata
from collections.abc import Sequence
from typing import Literal, NamedTuple

from simulator.graph.units import scale_of, unit_of

Kind = Literal[
    "number", "computed", "word", "op", "^", "hyphen", "(", ")", "%", "=", ",", "<", "currency", "junk", "end"
]


class Token(NamedTuple):
    """A piece of the text. `value` is that of a number; `spaced` says that white space precedes it."""

    kind: Kind
    text: str
    value: float = 0.0
    spaced: bool = False

    @property
    def lower(self) -> str:
        """The word in lower case; empty for other tokens."""
        return self.text.lower() if self.kind == "word" else ""

    @property
    def numeric(self) -> bool:
        """Whether it gives an amount, by itself or with what follows."""
        if self.kind in ("number", "computed") or (self.kind == "junk" and any(map(str.isdigit, self.text))):
            return True
        word = self.lower
        if word in NUMBERS or word in FRACTIONS or word in CONSTANTS or word in FUNCTIONS:
            return True
        name = _NAME.fullmatch(self.text)
        named = name is not None and (len(name["letters"] or "") < 2 or unit_of(name["letters"]) is None)
        return (any(map(str.isdigit, word)) and not named) or (len(word) > 2 and scale_of(word) is not None)

    @property
    def begins_operand(self) -> bool:
        """Whether a number can begin here, so that an `x` before it is a multiplication sign."""
        return self.numeric or self.kind in ("(", "currency")


END = Token("end", "")
_NAME = re.compile(r"(?P<letters>[A-Z]+)\d+[^\W_]*|[^\W_]+@[^\W_]+")  # names such as H100s and pass@2, not amounts
_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
NUMBERS = {word: float(value) for value, word in enumerate(f"{_ONES} seventeen eighteen nineteen".split())}
NUMBERS |= {word: 10.0 * value for value, word in enumerate(_TENS.split(), 2)} | {"none": 0.0, "nil": 0.0}
FRACTIONS = {"half": 1 / 2, "halves": 1 / 2, "quarter": 1 / 4, "quarters": 1 / 4}
for _below, _name in enumerate("third fourth fifth sixth seventh eighth ninth tenth".split(), 3):
    FRACTIONS |= {_name: 1 / _below, f"{_name}s": 1 / _below}
CONSTANTS = {"e": math.e, "pi": math.pi, "π": math.pi}
FUNCTIONS = {
    "sqrt": math.sqrt, "√": math.sqrt, "exp": math.exp, "ln": math.log, "log2": math.log2, "log10": math.log10,
    "ceil": math.ceil, "floor": math.floor,
}  # fmt: skip

_BEFORE_ONE = frozenset("the this that which last first next other right wrong correct final every each any no".split())
MINUS_IN_WORDS = "\u2796"  # unlike a dash between two numbers it is never a range
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_VULGAR = re.compile(r"(?:(?<!\d)(\d+))?([¼-¾⅐-⅞↉])")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−﹣", "-"),
        **dict.fromkeys("×·⋅∙•∗✕✖⨯", "*"),
        **dict.fromkeys("÷⁄∕", "/"),
        **dict.fromkeys("’‘ʼ′", "'"),
        **dict.fromkeys("“”„«»`?", " "),
        **dict.fromkeys("≃≅∼∽≡", "≈"),
        "μ": "µ",
        '"': " ",
        "٫": ".",
        "٬": ",",
        "٪": "%",
    }
)
_PHRASES = [
    (re.compile(pattern, re.IGNORECASE), sign)
    for pattern, sign in (
        (r"\bplus or minus\b", "±"),
        (r"\bdivided by\b", "/"),
        (r"\bmultiplied by\b", "*"),
        (r"\b(?:raised )?to the (?:power (?:of )?)?(?=-?[\d.]|minus |negative )", "^"),
        (r"\bsquare root (?:of )?", "sqrt "),
        (r"\bper ?cent\b|\bpercent(?:age)?(?: points?)?\b|\bpct\b", "%"),
        (r"\bout of\b", "of"),
        (r"\bplus\b", "+"),
        (r"\bminus\b", MINUS_IN_WORDS),
        (r"\bnegative\b", "-"),
        (r"\bi\.e\.|\b(?:equals?(?: to)?|is|are|was|gives|makes|yields|so|thus|hence|therefore)\b", "="),
    )
]
_EXPONENT = r"(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(
    rf"""
    (?P<space>\s+)
    |(?P<combinations>(?:C|comb|nCr|binom)\(\s*(?P<n>\d+)\s*[,;]\s*(?P<k>\d+)\s*\))
    |(?P<junk>0[xX][\da-fA-F]+|[eE]\d+\b|!=|≠|<>|±|\+/-|[!])
    |(?P<equals>=*[=-]>|→|⇒|=+|≈|~)
    |(?P<compare>[<>]=?|≤|≥)
    |(?P<range>\.\.+)
    |(?P<power>\*\*|\^)
    |(?P<op>[-+*/{MINUS_IN_WORDS}])
    |(?P<number>(?:
        (?!0)\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])
        |(?!0)\d{{1,3}}(?:(?:\.\d{{3}})+,\d+|(?:\.\d{{3}}){{2,}})(?!\d)
        |(?!0)\d{{1,3}}(?:[ ']\d{{3}})+(?!\d)(?:\.\d+|,(?!\d{{3}}(?!\d))\d+)?
        |\d+(?:_\d+)*(?:[.,]\d+)?
        |\.\d+
      ){_EXPONENT}(?P<torn>(?:[.,']?\d)+)?)
    |(?P<function>(?:sqrt|ln)(?=\d))
    |(?P<word>[^\W\d_](?:\w|['@](?=\w))*(?:(?<=\d)(?:[.,]\d+)+)?|√)
    |(?P<percent>%)
    |(?P<open>[(\[])
    |(?P<close>[)\]])
    |(?P<currency>[$€£¥])
    |(?P<separator>[,;])
    |(?P<stop>\.)
    |(?P<colon>:)
    |(?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_BETWEEN = re.compile(r"(?P<times>[xX])(?=\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_DOTTED = re.compile(r"\d{1,3}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")


def simplify(text: str) -> str:
    """The text in one notation: ASCII digits and signs, `^` for superscripts, `=` for "is"."""
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+", lambda m: f"^({m.group().translate(_SUPERSCRIPTS)})", text)
    text = re.sub(r"\b0·(?=\d)", "0.", text)  # a raised decimal point: nobody multiplies by zero
    text = _VULGAR.sub(lambda m: repr(float(m[1] or 0) + unicodedata.numeric(m[2])), text)
    text = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    text = "".join(ch for ch in text if ch.isascii() or unicodedata.category(ch) != "Cf")  # invisible marks
    text = re.sub(r"[^\x00-\x7f]", lambda m: str(unicodedata.decimal(m[0], m[0])), text)
    for pattern, sign in _PHRASES:
        text = pattern.sub(sign, text)
    return text.strip()


def tokenise(text: str) -> list[Token]:
    """The tokens of simplified text; anything that cannot be part of a number is `junk`."""
    tokens: list[Token] = []
    at, spaced = 0, False
    while match := (_BETWEEN if _is_between(text, at, tokens) else _TOKEN).match(text, at):
        at = match.end()
        name, piece = match.lastgroup or "", match.group()
        if name == "space":
            spaced = True
            if "\n" in piece:
                tokens.append(Token(",", "\n"))
            continue
        before = tokens[-1] if tokens else END
        if name == "times":
            name, piece = "op", "*"
        elif piece.lower() == "one" and before.lower in _BEFORE_ONE:
            piece = "ones"  # "the last one" is no number
        token = _token(name, piece, match, spaced, before)
        if token is not None:
            tokens.append(token)
        spaced = False
    for at in range(1, len(tokens) - 1):  # a `-` inside a word is no minus: GPU-hours, 16-bit, twenty-five
        before, token, after = tokens[at - 1 : at + 2]
        if token.text != "-" or token.kind != "op" or token.spaced or after.spaced or after.kind != "word":
            continue
        in_words = before.lower in NUMBERS and (after.lower in NUMBERS or after.lower in FRACTIONS)
        if in_words or (before.kind in ("word", "number") and not after.numeric):
            tokens[at] = token._replace(kind="hyphen")
    return tokens


def _is_between(text: str, at: int, tokens: Sequence[Token]) -> bool:
    """Whether an `x` between two numbers begins at `at`, as in 4x4: else all that follows might be one word with it."""
    between = bool(tokens) and _BETWEEN.match(text, at) is not None
    return between and (tokens[-1].numeric or tokens[-1].kind in ("word", ")"))


def _token(name: str, piece: str, match: re.Match[str], spaced: bool, before: Token) -> Token | None:
    if name == "number":
        if match["torn"]:  # 1.2.3 or 12,34,567
            return Token("junk", piece, 0.0, spaced)
        digits, exponent = re.fullmatch(r"(.*?)([eE][-+]?\d+)?", piece).groups("")  # type: ignore[union-attr]
        # a comma before exactly three digits groups them (1,234); any other is a decimal comma
        if _THOUSANDS.fullmatch(digits) and not digits.startswith("0"):
            digits = digits.replace(",", "")
        elif _DOTTED.fullmatch(digits) and not digits.startswith("0"):
            digits = digits.replace(".", "")
        digits = re.sub(r"[ '_]", "", digits).replace(",", ".")
        return Token("number", piece, float(digits + exponent), spaced)
    if name == "combinations":
        n, k = int(match["n"][:9]), int(match["k"][:9])
        try:
            return Token("computed", piece, float(math.comb(n, k)) if n <= 10_000 else math.inf, spaced)
        except OverflowError:
            return Token("computed", piece, math.inf, spaced)
    if name == "stop":  # the end of a sentence; after a word it may belong to that, as in "approx."
        return None if before.kind == "word" and not spaced else Token(",", piece, 0.0, spaced)
    if name == "colon":
        ahead = match.string[match.end() : match.end() + 1]
        return Token("junk" if before.kind == "number" and ahead.isdigit() else "=", piece, 0.0, spaced)
    kinds: dict[str, Kind] = {
        "equals": "=", "compare": "<", "range": "word", "power": "^", "op": "op", "word": "word", "function": "word",
        "percent": "%", "open": "(", "close": ")", "currency": "currency", "separator": ",",
    }  # fmt: skip
    return Token(kinds.get(name, "junk"), piece, 0.0, spaced)
