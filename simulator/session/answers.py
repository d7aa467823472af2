"""Reading what a person types as the answer to a check: "20 GB", "~2e10 B", "1,5 million", "b"."""

import re
import unicodedata

from simulator.graph.records import Check

_PREFIX = {
    "": 1.0, "k": 1e3, "m": 1e6, "g": 1e9, "t": 1e12, "p": 1e15, "e": 1e18,
    "ki": 2.0**10, "mi": 2.0**20, "gi": 2.0**30, "ti": 2.0**40, "pi": 2.0**50,
}  # fmt: skip
_WORDS = {
    "thousand": 1e3, "million": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12,
    "percent": 0.01, "%": 0.01,
}  # fmt: skip
_TIME = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "min": 60.0, "h": 3600.0}
_BYTES = {"b", "byte", "bytes"}
_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:[ ,']\d{3})+|\d+)?(?:\.\d+|(?<=\d),\d+)?(?:e[-+]?\d+)?", re.IGNORECASE)
_POWER = re.compile(r"(?:(?P<factor>[\d.]+)\s*[x×·*]\s*)?10\s*(?:\^|\*\*)\s*(?P<exponent>[-+]?\d+)")
DEFAULT_TOLERANCE = 0.05


def read_number(text: str, unit: str = "") -> float | None:
    """The number in `text`, in `unit`; None when there is none.

    Understands digits grouped by comma, blank or apostrophe, a decimal point or comma, exponents ("2e10", "2 x 10^10"),
    decimal and binary prefixes before the unit, the words thousand to trillion, percent, and times. A bare number is
    taken to be in `unit` already.
    """
    plain = _plain(text)
    number, rest = _leading_number(plain)
    return None if number is None else number * _scale(rest, unit)


def _plain(text: str) -> str:
    text = re.sub(r"10([⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+)", lambda m: "10^" + m.group(1).translate(_SUPERSCRIPTS), text)
    text = unicodedata.normalize("NFKC", text).strip().replace("−", "-").replace("μ", "µ")
    text = re.sub(r"^(about|roughly|around|circa|ca\.?|approx\.?|approximately|=|~|≈|<|>)+\s*", "", text, flags=re.I)
    return text.strip()


def _leading_number(text: str) -> tuple[float | None, str]:
    if power := _POWER.match(text):
        factor = float(power["factor"] or 1)
        return factor * 10.0 ** int(power["exponent"]), text[power.end() :]
    match = _NUMBER.match(text)
    if not match or not any(ch.isdigit() for ch in match.group()):
        return None, text
    try:
        return float(_decimal(match.group())), text[match.end() :]
    except (ValueError, OverflowError):
        return None, text


def _decimal(digits: str) -> str:
    if re.fullmatch(r"[-+]?\d{1,3}(?:[ ,']\d{3})+(?:\.\d+)?(?:e[-+]?\d+)?", digits, re.I):
        return re.sub(r"[ ,']", "", digits)
    return digits.replace(" ", "").replace("'", "").replace(",", ".")


def _scale(rest: str, unit: str) -> float:
    """What to multiply by so that the number stands in `unit`."""
    words = rest.strip().split()
    scale = 1.0
    if words and words[0].lower().rstrip(".,") in _WORDS:
        scale = _WORDS[words[0].lower().rstrip(".,")]
        if unit.strip() in {"%", "percent"} and scale == 0.01:
            return 1.0
        words = words[1:]
    given = _unit_factor(words[0].rstrip(".,")) if words else None
    if given is None:
        return scale
    wanted = _unit_factor(unit.split()[0]) if unit.strip() else None
    return scale * given / (wanted if wanted is not None else 1.0)


def _unit_factor(unit: str) -> float | None:
    """The factor of a unit such as GB, GiB, TFLOP, ms; None when the unit says nothing about size."""
    if unit in _TIME:
        return _TIME[unit]
    lower = unit.lower()
    if lower in _BYTES or lower in {"flop", "flops", "token", "tokens"}:
        return 1.0
    for prefix in sorted(_PREFIX, key=len, reverse=True):
        tail = lower[len(prefix) :]
        if prefix and lower.startswith(prefix) and (tail in _BYTES or tail in {"flop", "flops", ""}):
            return _PREFIX[prefix] if tail or unit in {"k", "K", "M", "G", "T"} else None
    return {"b": 1e9}.get(unit.lower()) if not unit.isupper() and unit.lower() != "b" else None


def read_option(text: str, check: Check) -> int | None:
    """The option (from 0) that `text` names: a letter, a number from 1, or the option's own words; else None."""
    plain = text.strip().rstrip(".)").strip()
    count = len(check.options)
    if len(plain) == 1 and plain.isalpha() and ord(plain.lower()) - ord("a") < count:
        return ord(plain.lower()) - ord("a")
    if plain.isdecimal() and 1 <= int(plain) <= count:
        return int(plain) - 1
    matches = [i for i, option in enumerate(check.options) if option.strip().lower() == plain.lower()]
    return matches[0] if len(matches) == 1 else None


def within(value: float, check: Check) -> bool:
    """Whether `value` answers a number check: within its factor, or its relative tolerance (5 % by default)."""
    assert check.value is not None
    if check.factor is not None:
        low, high = sorted((check.value / check.factor, check.value * check.factor))
        return low * (1 - 1e-9) <= value <= high * (1 + 1e-9)
    tolerance = DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
    return abs(value - check.value) <= tolerance * abs(check.value) + 1e-12
