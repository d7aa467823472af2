"""What people type as the answer to a number check: calculations, units and words are read, guesses are asked back."""

import math
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from simulator.session.numbers.reading import NUMBER_CHARACTERS, NotRead, ReadNumber, read_number
from tests.typed_numbers import number_or_none

NAMES: dict[str, Any] = {
    name: getattr(math, name) for name in ("sqrt", "exp", "log", "log2", "ceil", "comb", "pi", "e")
}

# what is typed ;; the unit of the check ;; its Python form
READ = """
25 ;; ;; 25
-5 ;; ;; -5
−5 ;; ;; -5
+5 ;; ;; 5
.5 ;; ;; 0.5
5. ;; ;; 5
1e9 ;; ;; 1e9
2.66E-05 ;; ;; 2.66e-5
１２ ;; ;; 12
٢٥ ;; ;; 25
½ ;; ;; 1/2
1½ ;; ;; 1.5
maybe 7? ;; ;; 7
“0.3” ;; ;; 0.3
x = 5 ;; ;; 5
answer: 25 ;; ;; 25
it is 25 chunks ;; ;; 25
the total would be about 25. ;; ;; 25
25 or so ;; ;; 25
25 (windows) ;; ;; 25
8 H100s ;; ;; 8
25, the last one is shorter ;; ;; 25
10x ;; ;; 10
10x faster ;; ;; 10
= 65k tokens ;; tokens ;; 65_000
10,000 ;; ;; 10_000
1,234,567.5 ;; ;; 1_234_567.5
1 192 ;; ;; 1192
1\u202f192 ;; ;; 1192
1'000'000 ;; ;; 10**6
1_000 ;; ;; 1000
0,125 ;; ;; 0.125
1,5 million ;; parameters ;; 1.5e6
1.234,5 ;; ;; 1234.5
1.234.567 ;; ;; 1_234_567
1.234 ;; ;; 1.234
0·3 ;; ;; 0.3
six ;; ;; 6
zero ;; ;; 0
none ;; ;; 0
twenty-five ;; ;; 25
two thirds ;; ;; 2/3
a third ;; ;; 1/3
one and a half ;; ;; 1.5
a hundred ;; ;; 100
half a million ;; tokens ;; 500_000
3 dozen ;; ;; 36
8/15 ;; ;; 8/15
2^10 ;; ;; 2**10
2**10 ;; ;; 2**10
2¹⁰ ;; ;; 2**10
10⁻³ ;; ;; 10**-3
0.98^20 ;; ;; 0.98**20
1-0.98^20 ;; ;; 1-0.98**20
1 – 0.98^20 ;; ;; 1-0.98**20
1-21/45 ;; ;; 1-21/45
4x4 ;; ;; 4*4
4 X 4 ;; ;; 4*4
4×4 ;; ;; 4*4
4·4 ;; ;; 4*4
4 times 4 ;; ;; 4*4
100-30-20 ;; ;; 100-30-20
2 x 10^10 ;; ;; 2*10**10
2x10^10 ;; ;; 2*10**10
-2^2 ;; ;; -2**2
2^3^2 ;; ;; 2**3**2
2^-1 ;; ;; 2**-1
24 squared ;; ;; 24**2
2(3+4) ;; ;; 2*(3+4)
(1+2)(3+4) ;; ;; (1+2)*(3+4)
[3/10] ;; ;; 3/10
8 divided by 15 ;; ;; 8/15
8192 minus 7000 ;; tokens ;; 8192-7000
10 to the 9 ;; ;; 10**9
2 to the power of 10 ;; ;; 2**10
e² ;; ;; e**2
exp(2) ;; ;; exp(2)
2π ;; ;; 2*pi
√64 ;; ;; sqrt(64)
sqrt(100-36) ;; ;; sqrt(100-36)
ln 0.5 / ln 0.98 ;; steps ;; log(0.5)/log(0.98)
log2(8) ;; ;; log2(8)
ceil(9500/400) + 1 ;; ;; ceil(9500/400)+1
1 - C(7,2)/C(10,2) ;; ;; 1-comb(7,2)/comb(10,2)
7 choose 2 ;; ;; comb(7,2)
half of 50 ;; ;; 50/2
1/3 of 60 ;; ;; 1/3*60
20% of 50 ;; ;; 20/100*50
32 layers * 8 heads * 128 ;; ;; 32*8*128
2 (keys and values) * 40 ;; ;; 2*40
20 req/s * 6 s ;; ;; 20*6
4x4=16 ;; ;; 16
10*2000 + 45*1000 = 65k ;; tokens ;; 10*2000+45*1000
1 - 21/45 = 24/45 = 8/15 ;; ;; 8/15
8192 - 7000 = 1192 ;; tokens ;; 1192
p(york | new) = 30/600 = 0.05 ;; ;; 0.05
e^2 ≈ 7.39 ;; ;; 7.39
24 + 1, so 25 ;; ;; 25
25 = ? ;; ;; 25
0.5 (50%) ;; ;; 0.5
25 (24 + 1) ;; ;; 25
160 KiB, i.e. 163840 B ;; B ;; 160*1024
104 GB (97 GiB) ;; B ;; 104e9
20 GB ;; B ;; 20e9
20gb ;; GB ;; 20
20 GB per GPU ;; B ;; 20e9
128 KiB ;; B ;; 128*1024
1 MiB ;; KiB ;; 1024
104 (GB) ;; B ;; 104e9
GB 20 ;; B ;; 20e9
min 5 ;; s ;; 5
48, in GB ;; B ;; 48e9
48 gigabytes ;; GB ;; 48
48G ;; GB ;; 48
2 GiB ;; bits ;; 8*2*2**30
16 Mbit/s ;; MB/s ;; 2
16 Mbps ;; MB/s ;; 2
131072B ;; B ;; 131072
8 B ;; B ;; 8
2 * 32 * 8 * 128 * 2 bytes = 131072 bytes ;; B ;; 2*32*8*128*2
2 * 2^16 bytes ;; KiB ;; 2*2**16/1024
13 ms ;; s ;; 0.013
0.013 s ;; ms ;; 13
1.5 min ;; s ;; 90
2 hours ;; min ;; 120
5 µs ;; ns ;; 5000
5 μs ;; ns ;; 5000
1.1 TFLOP ;; FLOP ;; 1.1e12
8.4 x 10^22 FLOPs ;; FLOP ;; 8.4e22
400 TFLOPS ;; FLOP/s ;; 400e12
400 TFLOP/s / 2 TB/s ;; FLOP/B ;; 400e12/2e12
400 TFLOPS / 2 TB/s ;; FLOP/B ;; 400e12/2e12
77 tok/s ;; tokens/s ;; 77
4620 tokens a minute ;; tokens/s ;; 4620/60
1/13ms ;; tokens/s ;; 1/0.013
60480 kg ;; t ;; 60.48
60.5 tonnes CO2e ;; t ;; 60.5
2 kWh ;; J ;; 2*3.6e6
240,000 GPU-hours ;; GPU-hours ;; 240_000
3 GHz ;; Hz ;; 3e9
13B ;; parameters ;; 13e9
6 * 7B * 2T ;; FLOP ;; 6*7e9*2e12
302M ;; million parameters ;; 302
302 ;; million parameters ;; 302
65 ktok ;; tokens ;; 65_000
$120 ;; $ ;; 120
120 USD ;; $ ;; 120
$1.2M ;; $ ;; 1.2e6
5 ;; $ per million tokens ;; 5
12 m² ;; m² ;; 12
-5 °C ;; °C ;; -5
5 bytes ;; ;; 5
16-bit ;; bits ;; 16
> 200 ;; FLOP/B ;; 200
at most 77 ;; tokens/s ;; 77
62% ;; ;; 0.62
62 ;; % ;; 62
62% ;; % ;; 62
62 per cent ;; % ;; 62
0.62% ;; % ;; 0.62
0 ;; % ;; 0
3/15 = 20% ;; % ;; 20
3/15 * 100 ;; % ;; 3/15*100
3/15 * 100% ;; % ;; 3/15*100
90/1089 (8.3%) ;; % ;; 8.3
8 out of 16 ;; % ;; 50
98%^2 ;; ;; 0.98**2
"""
# what is typed ;; the unit of the check ;; what the question back says
ASKED_BACK = """
50-60 ;; ;; two numbers, 50 and 60
50 – 60 ;; ;; two numbers
(50-60) ;; ;; two numbers
50-60 GB ;; GB ;; two numbers, 50 and 60
50 GB - 60 GB ;; GB ;; two numbers
-5 - 3 ;; ;; two numbers
5 +- 1 ;; ;; two numbers
34 ± 1 ;; ;; two numbers
5-10% ;; % ;; two numbers, 5 and 10%
2x10^9-3x10^9 ;; ;; two numbers
8192 - 7000 ;; tokens ;; write its result
3 or 4 ;; ;; two numbers, 3 and 4
3 to 4 ;; ;; two numbers
5..10 ;; ;; two numbers
5, 10 ;; ;; two numbers
5 and 6 ;; ;; two numbers
between 5 and 10 ;; ;; between
from 5 to 10 ;; ;; two numbers
1 1/2 ;; ;; two numbers
24 by 24 ;; ;; two numbers
576 or 577 ;; ;; two numbers
576 (577 with the class token) ;; ;; two numbers, 576 and 577
576, or 577 with the class token ;; ;; two numbers
it is 3 or it is 4 ;; ;; two numbers
x = 3, y = 4 ;; ;; two numbers
25 because 24+1 ;; ;; two numbers
5 = 10 ;; ;; two numbers
5 -> 10 ;; ;; two numbers
8:15 ;; ;; two numbers
8 : 15 ;; ;; two numbers
2 (3+4) ;; ;; two numbers
1 min 30 s ;; s ;; two numbers
two hundred fifty ;; ;; two numbers
5 GB, 5 MB ;; GB ;; two numbers
8 of 15 ;; ;; the number 8 or the share 8/15
8 out of 15 ;; ;; the number 8 or the share 8/15
6/2(1+2) ;; ;; divide by
10*2000 + 45*1000 = 65 ;; tokens ;; two numbers, 65,000 and 65
3/15 = 20 ;; ;; two numbers, 0.2 and 20
0.62 ;; % ;; 0.62% or 62%
3/15 ;; % ;; 0.2% or 20%
100 * 2 - 30% ;; ;; share
5% ;; tokens ;; not in per cent
5 GB ;; % ;; in per cent
13 ms ;; tokens/s ;; wanted in tokens/s
€120 ;; $ ;; wanted in $
$5 ;; $ per million tokens ;; wanted in $ per million tokens
5 petaflop-days ;; FLOP ;; wanted in FLOP
26 gigs ;; B ;; “gigs”
26 gigs ;; B ;; wanted in bytes
20 + 5 GB ;; GB ;; Only some
20 GB + 5 s ;; GB ;; different kinds
5 GB ;; ;; the number alone
5 s ;; ;; the number alone
in GB: 48 ;; B ;; unit
2 * 24 GB = 48 ;; B ;; two numbers
in thousands: 65 ;; tokens ;; unit
48 billion ;; GB ;; unit
64G ;; GiB ;; unit
104B ;; B ;; bytes, bits or billion
13B ;; ;; bytes, bits or billion
16 * 3B ;; GB ;; bytes, bits or billion
20 Gb ;; GB ;; two different units
302m ;; parameters ;; “m”
6ND ;; FLOP ;; “ND”
2n ;; ;; “n”
12 d^2 ;; ;; “d”
log(8) ;; ;; Which logarithm
round(7.4) ;; ;; “round(”
top-5 ;; ;; “top-”
24by24 ;; ;; “by24”
10x - 3 ;; ;; “x”
not 25 ;; ;; “not”
it isn't 25 ;; ;; “isn't”
25 is not right ;; ;; “not”
twice 12 ;; ;; “twice”
hundreds of tokens ;; tokens ;; “hundreds”
5! ;; ;; “!”
5+ ;; ;; breaks off
25, + ;; ;; “+”
(5 ;; ;; bracket
5) ;; ;; “)”
1.2.3 ;; ;; “1.2.3”
1 100,000 ;; ;; “1 100,000”
5 of3 ;; ;; “of3”
12,34,567 ;; ;; “12,34,567”
1 e9 ;; ;; “e9”
0x1F ;; ;; “0x1F”
1/0 ;; ;; zero
5/(3-3) ;; ;; zero
9^9^9^9 ;; ;; too large
1e400 ;; ;; too large
1 1e400 ;; ;; too large
5 1e3083 ;; ;; too large
1e-400 ;; ;; too small
0.5^20000 ;; ;; too small
5 ps ps ps ps ;; ;; units
(-8)^0.5 ;; ;; no value
sqrt(-1) ;; ;; no value
ln 0 ;; ;; no value
comb(20000, 10000) ;; ;; too large
∞ ;; ;; “∞”
nan ;; ;; a number
a lot ;; ;; a number
? ;; ;; a number
__import__('os').getcwd() ;; ;; “_”
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    lines = [line.split(";;") for line in table.strip().splitlines()]
    return [(text.strip(), unit.strip(), other.strip()) for text, unit, other in lines]


def python(form: str) -> float:
    return float(eval(form, {"__builtins__": {}}, NAMES))


@pytest.mark.parametrize(("text", "unit", "form"), rows(READ))
def test_typed_forms_have_their_python_value(text: str, unit: str, form: str) -> None:
    read = read_number(text, unit)
    assert isinstance(read, ReadNumber), read
    assert read.value == pytest.approx(python(form), rel=1e-12)


@pytest.mark.parametrize(("text", "unit", "asked"), rows(ASKED_BACK))
def test_what_takes_a_guess_is_asked_back(text: str, unit: str, asked: str) -> None:
    read = read_number(text, unit)
    assert isinstance(read, NotRead), read
    assert asked in read.why


@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "(" * 100_000, "(" * 100 + "1" + ")" * 100, "2^" * 140 + "2", "-" * 250 + "5", "sqrt " * 50 + "2",
     "1/" * 140 + "1", "9" * 250, "1," * 140, "½" * 100, "﷽" * 300, "x" * 300, "=" * 300, "5" + " GB" * 90, "%" * 300],
    ids=lambda text: f"{text[:6]} {len(text)}",
)  # fmt: skip
def test_hostile_texts_get_an_answer_or_a_sentence(text: str) -> None:
    read = read_number(text, "GB")
    assert isinstance(read, ReadNumber) or 0 < len(read.why) < 200


# Expressions, each beside its Python form

LEAVES = st.one_of(
    st.integers(1, 999).map(lambda n: (str(n), str(n))),
    st.integers(1000, 99_999_999).map(lambda n: (f"{n:,}", str(n))),
    st.integers(1000, 99_999_999).map(lambda n: (f"{n:,}".replace(",", "\u202f"), str(n))),
    st.integers(1000, 99_999_999).map(lambda n: (f"{n:,}".replace(",", "'"), str(n))),
    st.decimals("0.001", "99", places=3).map(lambda d: (str(d), str(d))),
    st.integers(2, 99).map(lambda n: (f"{n}e3", f"{n}e3")),
    st.integers(2, 99).map(lambda n: (f"{n}k", f"({n}*1000)")),
    st.integers(2, 99).map(lambda n: (f"{n} million", f"({n}*10**6)")),
    st.tuples(st.integers(2, 9), st.integers(2, 6)).map(lambda p: (f"{p[0]}^{p[1]}", f"({p[0]}**{p[1]})")),
    st.tuples(st.integers(2, 9), st.integers(2, 6)).map(lambda p: (f"{p[0]}**-{p[1]}", f"({p[0]}**-{p[1]})")),
    st.tuples(st.integers(2, 9), st.sampled_from("²³⁴")).map(lambda p: (p[0], p[1], "0123456789")).map(
        lambda p: (f"{p[0]}{p[1]}", f"({p[0]}**{'⁰¹²³⁴'.index(p[1])})")
    ),
    st.sampled_from([("½", "0.5"), ("2½", "2.5"), ("π", "pi"), ("sqrt(2)", "sqrt(2)"), ("ln 5", "log(5)")]),
    st.sampled_from([("12 layers", "12"), ("8 heads", "8"), ("7 choose 2", "comb(7,2)"), ("C(10,3)", "comb(10,3)")]),
)  # fmt: skip
SIGNS = {"+": "+", "-": "-", "−": "-", "–": "-", "*": "*", "x": "*", "×": "*", "·": "*", "/": "/", "÷": "/"}
Pair = tuple[str, str]


@st.composite
def calculations(draw: st.DrawFn, depth: int = 2) -> Pair:
    """Two to four operands with signs between them, some of them calculations in brackets, maybe raised to a power."""
    typed, form = "", ""
    for place in range(draw(st.integers(2, 4))):
        if place:
            sign = draw(st.sampled_from(sorted(SIGNS)))
            space = " " if sign == "x" or typed[-1].isalpha() else draw(st.sampled_from(["", " "]))
            typed, form = f"{typed}{space}{sign}{space}", f"{form} {SIGNS[sign]} "
        if depth and draw(st.integers(0, 3)) == 0:
            inner = draw(calculations(depth - 1))
            power = draw(st.sampled_from(["", "^2", "^-1", "²"]))
            typed += f"({inner[0]}){power}"
            form += f"({inner[1]}){power.replace('^', '**').replace('²', '**2')}"
        else:
            leaf = draw(LEAVES)
            typed, form = typed + leaf[0], form + leaf[1]
    return typed, form


def value_of(form: str) -> float:
    try:
        value = python(form)
    except (ZeroDivisionError, OverflowError):
        assume(False)
        raise
    assume(1e-200 < abs(value) < 1e200)
    return value


def is_pair(typed: str) -> bool:
    """Whether it may be a range: nothing but a dash joins two operands, neither of which is a calculation."""
    return not any(sign in typed for sign in "+*×·/÷(x^²³⁴") and sum(typed.count(dash) for dash in "-−–") == 1


@given(calculations())
@example(("10*2000 + 45*1000", "10*2000 + 45*1000"))
def test_calculation_has_value_that_python_gives_it(pair: Pair) -> None:
    typed, form = pair
    assume(not is_pair(typed))
    expected = value_of(form)
    read = read_number(typed)
    assert isinstance(read, ReadNumber), (typed, read)
    assert read.value == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(1.0, abs(expected)))


@given(calculations(), st.integers(1, 10**9), st.sampled_from(["=", " = ", " ≈ ", " so ", ", so ", " is "]))
def test_after_an_equals_sign_the_last_value_counts(pair: Pair, last: int, sign: str) -> None:
    typed, form = pair
    worked_out = value_of(form)
    assume(not any(math.isclose(worked_out, last * 10.0**n, rel_tol=0.3) for n in (-2, 3, 6, 9, 12)))
    assert number_or_none(f"{typed}{sign}{last}", "tokens") == last


NUMBERS = st.one_of(
    st.integers(0, 10**7).map(str),
    st.integers(1000, 10**7).map(lambda n: f"{n:,}"),
    st.floats(1e-6, 1e9).map(lambda x: f"{x:.4g}"),
)
JOINS = [
    "-",
    " - ",
    "–",
    " to ",
    " or ",
    " and ",
    ", ",
    "; ",
    " ",
    " maybe ",
    " versus ",
    "..",
    " instead of ",
    " by ",
    ":",
    "\n",
]


@given(NUMBERS, NUMBERS, st.sampled_from(JOINS), st.sampled_from(["", "tokens", "GB", "%", "tokens/s"]), st.data())
def test_two_bare_numbers_are_never_read_as_one(
    first: str, second: str, join: str, unit: str, data: st.DataObject
) -> None:
    assume(float(first.replace(",", "")) != float(second.replace(",", "")))
    if join == " ":
        assume(not re.fullmatch(r"\d{3}(\.\d+)?", second))  # 1 192 is one number
    behind = data.draw(st.sampled_from(["", f" {unit}", " or so"]))
    assert number_or_none(f"{first}{join}{second}{behind}", unit) is None


@given(st.text(max_size=40), st.sampled_from(["", "%", "GB", "tokens/s", "tokens", "$", "m²", "FLOP/B"]))
@example("5 GB GB GB GB", "GB")
@example("1 ps * 1 ps * 1 ps * 1 ps", "")
def test_any_text_gets_number_or_one_clear_sentence(text: str, unit: str) -> None:
    read = read_number(text, unit)
    if isinstance(read, ReadNumber):
        assert math.isfinite(read.value)
        assert any(ch.isnumeric() or ch.isalpha() or ch == "√" for ch in text)
    else:
        assert 10 < len(read.why) < 200
        assert read.why[-1] in ".?"
        assert read.why.isprintable()


PIECES = [
    "5",
    "12",
    "3.5",
    "1,000",
    "½",
    "GB",
    "ms",
    "k",
    "%",
    "x",
    "-",
    "+",
    "*",
    "/",
    "^",
    "(",
    ")",
    "=",
    ",",
    " ",
    "to",
    "of",
]


@given(
    st.lists(
        st.sampled_from([*PIECES, "or", "e", "per", "s", "B", "not", "tokens", "$", ".", "a", "half", "·"]), max_size=14
    )
)
def test_no_order_of_signs_breaks_the_reading(pieces: list[str]) -> None:
    for text in (" ".join(pieces), "".join(pieces)):
        read = read_number(text, "GB")
        assert isinstance(read, NotRead) or math.isfinite(read.value)


WORDS = [
    "GB",
    "ms",
    "k",
    "million",
    "%",
    "tokens",
    "layers",
    "per",
    "s",
    "a",
    "half",
    "about",
    "roughly",
    "not",
    "foo",
    "GPU",
    "in",
]
SAID = st.sampled_from(["2", "35", "7.4", "3,456", "8 642", "½", *"+*/x()", " - ", "^2", "²", "of", "to", "$", *WORDS])


@settings(suppress_health_check=[HealthCheck.filter_too_much])  # most of what is drawn is asked back, as it should be
@given(st.lists(SAID, min_size=2, max_size=9), st.sampled_from([" ", ""]), st.sampled_from(["", "GB", "%", "tokens/s"]))
@example(["7", "foo", "of", "3"], " ", "")
def test_no_digit_that_is_typed_is_left_out(pieces: list[str], space: str, unit: str) -> None:
    typed = space.join(pieces)
    value = number_or_none(typed, unit)
    if not value or abs(value) > 1e12:
        return  # asked back, or out of the range where floats tell one digit from another
    for at, digit in enumerate(typed):
        if digit in "23456789":
            other = typed[:at] + str(int(digit) - 1 if digit == "9" else int(digit) + 1) + typed[at + 1 :]
            assert number_or_none(other, unit) != value, (typed, other)


# Units

UNITS = {
    "B": 1, "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30,
    "bytes": 1, "kilobytes": 1e3, "gigabytes": 1e9, "gibibytes": 2**30, "bits": 1 / 8, "Mbit": 1e6 / 8, "gb": 1e9,
    "mib": 2**20,
}  # fmt: skip
TIMES = {
    "ns": 1e-9, "µs": 1e-6, "us": 1e-6, "ms": 1e-3, "s": 1, "sec": 1, "seconds": 1, "min": 60, "minutes": 60, "h": 3600,
    "hours": 3600, "days": 86_400,
}  # fmt: skip
FLOPS = {
    "FLOP": 1, "kFLOP": 1e3, "MFLOP": 1e6, "GFLOP": 1e9, "TFLOP": 1e12, "teraFLOP": 1e12, "PFLOP": 1e15, "gflops": 1e9,
    "exaflop": 1e18,
}  # fmt: skip


@given(st.sampled_from([UNITS, TIMES, FLOPS]), st.integers(1000, 99_999), st.booleans(), st.data())
def test_number_in_one_unit_is_put_into_other(
    units: dict[str, float], n: int, glued: bool, data: st.DataObject
) -> None:
    given_unit, wanted = data.draw(st.sampled_from(sorted(units))), data.draw(st.sampled_from(sorted(units)))
    read = read_number(f"{n}{'' if glued else ' '}{given_unit}", wanted)
    assert isinstance(read, ReadNumber), read
    assert read.value == pytest.approx(n * units[given_unit] / units[wanted], rel=1e-12)


@given(st.sampled_from([(UNITS, TIMES), (TIMES, FLOPS), (FLOPS, UNITS)]), st.integers(1, 9999), st.data())
def test_a_unit_of_another_kind_is_asked_back(kinds: tuple[dict[str, float], ...], n: int, data: st.DataObject) -> None:
    given_unit, wanted = (data.draw(st.sampled_from(sorted(kind))) for kind in kinds)
    assert isinstance(read_number(f"{n} {given_unit}", wanted), NotRead)


unit_texts = st.text(
    st.characters(codec="utf-8", categories=["Lu", "Ll", "Nd", "Sc", "So", "Po", "Sm"], exclude_characters="()[]"),
    min_size=1,
    max_size=8,
)


@given(
    st.floats(-1e12, 1e12).filter(lambda x: abs(x) > 1e-9),
    st.one_of(unit_texts, st.sampled_from(sorted({**UNITS, **TIMES}))),
)
@example(2.0, "B")
@example(0.5, "%")
@example(8e-05, "million parameters")
@example(5.0, "x")
@example(5.0, "k")
def test_a_number_with_its_checks_unit_is_read(value: float, unit: str) -> None:
    typed = f"{value:.6g}"
    assert number_or_none(f"{typed} {unit}", unit) == pytest.approx(float(typed), rel=1e-9)


@given(st.floats(1e-9, 1e20), st.sampled_from(["", "tokens", "B", "GiB", "%", "$", "tokens/s", "FLOP/B", "m²"]))
def test_what_is_echoed_reads_as_the_same_number(value: float, unit: str) -> None:
    read = read_number(f"{value!r} {unit}", unit)
    assert isinstance(read, ReadNumber)
    assert number_or_none(read.echo, unit) == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize(
    ("text", "unit", "echo"),
    [("65k", "tokens", "65,000 tokens"), ("8/15", "", "0.5333333333"), ("62%", "%", "62%"),
     ("$1.2M", "$", "$1,200,000"),
     ("8.4e22", "FLOP", "8.4e22 FLOP"), ("128 KiB", "B", "131,072 B"), ("2.66e-5", "", "2.66e-5"), ("0", "", "0")],
)  # fmt: skip
def test_echo_names_number_in_unit_of_check(text: str, unit: str, echo: str) -> None:
    read = read_number(text, unit)
    assert isinstance(read, ReadNumber)
    assert read.echo == echo


def test_a_text_too_long_is_asked_back() -> None:
    read = read_number("1+" * NUMBER_CHARACTERS + "1")
    assert isinstance(read, NotRead)
    assert str(NUMBER_CHARACTERS) in read.why
