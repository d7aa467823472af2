"""Reading what a person types: the answer to a check, or a question back.

What differs by the kind of check stands in an `AnswerKind`: how an answer is read, asked for, told and made up.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from simulator.engine.scoring import VERDICTS
from simulator.errors import Doubted, NotAllowed, NothingWritten, QuestionBack
from simulator.graph.records import DEFAULT_TOLERANCE, Check
from simulator.graph.text import whole_number
from simulator.graph.units import answer_unit
from simulator.session.interview.journal import normalise
from simulator.session.interview.turn import Turn
from simulator.session.numbers.reading import NotRead, number_words, read_number

QUESTION_BACK = "That looks like a question for me. Send it again if it's your answer."
GRADE_MEANT = "Did you mean to grade? This is a follow-up. Send it again if {} is your reply."
# factors that are easily forgotten, in words
FACTORS = {2: "twice"} | {factor: f"{factor:,} times" for factor in (3, 4, 8, 10, 100, 1000, 1024)}
SAME_FACTOR = 0.01
_WITH_UNIT = re.compile(r"(?P<number>\d[\d.,]*) ?[^\W\d_]{1,12}(?: ?/ ?[^\W\d_]{1,12})?")  # "52 GB"


def read_option(text: str, check: Check) -> int | None:
    """The option (from 0) that `text` names: a letter, a number from 1, or the option's own words; else None."""
    plain = text.strip().rstrip(".)").strip()
    count = len(check.options)
    if len(plain) == 1 and plain.isalpha() and ord(plain.lower()) - ord("a") < count:
        return ord(plain.lower()) - ord("a")
    if 1 <= (number := whole_number(plain) or 0) <= count:
        return number - 1
    matches = [i for i, option in enumerate(check.options) if option.strip().lower() == plain.lower()]
    return matches[0] if len(matches) == 1 else None


def within(value: float, check: Check) -> bool:
    """Whether `value` answers a number check: within its factor, or its relative tolerance (5% by default)."""
    assert check.value is not None
    if check.factor is not None:
        low, high = sorted((check.value / check.factor, check.value * check.factor))
        return low * (1 - 1e-9) <= value <= high * (1 + 1e-9)
    tolerance = DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
    slack = tolerance * abs(check.value) + 1e-9 * abs(check.value) + 1e-12  # of what floating point adds by itself
    return abs(value - check.value) <= slack


@dataclass(frozen=True)
class CheckReading:
    """An answer to a check as it was understood. `words` repeat it without saying whether it is right.

    `value` is a number in the unit of the check, `chosen` an option from 0; the other of them is None. `plain`: it
    can't be read in two ways, as an option by its number or letter, or a number in the very words that repeat it.
    """

    text: str
    words: str
    correct: bool
    value: float | None = None
    chosen: int | None = None
    plain: bool = False


def read_check(text: str, check: Check) -> CheckReading:
    """The answer to a check in `text`. Raises NothingWritten if it is empty, NotAllowed if it cannot be read."""
    typed = normalise(text)
    if not typed:
        raise NothingWritten(kind_of(check).asks)
    return kind_of(check).read(typed, check)


def _read_option(typed: str, check: Check) -> CheckReading:
    chosen = read_option(typed, check)
    if chosen is None:
        raise NotAllowed(f"Choose one of the options by its number, 1 to {len(check.options)}.")
    words = f'"{check.options[chosen]}"'
    return CheckReading(typed, words, check.is_right(chosen), chosen=chosen, plain=is_picked(typed, check))


def is_picked(typed: str, check: Check) -> bool:
    """Whether an option was named by its number or letter: nothing of it could be read wrongly."""
    mark = typed.strip(".) ").lower()
    return bool(check.options) and len(mark) == 1 and mark not in {o.strip().lower() for o in check.options}


def _read_number(typed: str, check: Check) -> CheckReading:
    # asked for "in per cent", nobody means a hundred of them by 1; less than one may still be a share
    read = read_number(f"{typed}%" if _asks_percent(check) and _ONE.fullmatch(typed) else typed, check.unit)
    if isinstance(read, NotRead):
        raise NotAllowed(read.why)
    words, with_unit, figure = read.echo, _WITH_UNIT.fullmatch(typed), re.match(r"[\d.,]+", read.echo)
    if with_unit is not None and (figure is None or with_unit["number"].replace(",", "") != figure[0].replace(",", "")):
        words = f"{typed}, that is {read.echo}"  # the figure is another one in the unit of the check
    # with its unit, and as it's read, there's nothing to confirm
    plain = not typed[-1].isdigit() and words.replace(" ", "") == typed.replace(" ", "")
    return CheckReading(typed, words, within(read.value, check), value=read.value, plain=plain)


def hint_of(check: Check) -> str:
    """What may be typed, in a few words: `1 to 4`, `a number in GB` or `a number of tokens`."""
    return kind_of(check).hint(check)


def _number_hint(check: Check) -> str:
    if _asks_percent(check):
        return IN_PERCENT
    if own := OWN_HINTS.get(check.unit):
        return own
    called = answer_unit(check.unit).called
    return f"a number {'of' if _COUNTED.fullmatch(called) else 'in'} {called}" if called else "a number"


def _asks_percent(check: Check) -> bool:
    """Whether the question itself says that it wants a percentage."""
    return check.unit == "%" and _ASKED_IN_PERCENT.search(check.prompt) is not None


def exactness_of(check: Check) -> str:
    """How exact a number must be: `to within 2%`, `exactly` or `within a factor of 1.5`; empty for an option."""
    return kind_of(check).exactness(check)


def _number_exactness(check: Check) -> str:
    if check.factor is not None:
        return f"within a factor of {check.factor:g}"
    tolerance = DEFAULT_TOLERANCE if check.tolerance is None else check.tolerance
    of_it = " of the right one" if check.unit == "%" else ""  # no percentage points
    return f"to within {tolerance * 100:g}%{of_it}" if tolerance else "exactly"


def right_answer(check: Check) -> str:
    """The right answer in words; empty where a damaged check has none."""
    return kind_of(check).right(check) if check.is_answerable else ""


def the_answer_is(truth: str) -> str:
    """`The answer is 85%`; before an option with a capital there is a colon: `The answer is: A fixed style`."""
    return f"The answer is{':' * truth[:1].isupper()} {truth}"


def off_by(truth: float | None, said: float | None) -> str:
    """By which plain factor a number is out, if somebody forgot one: `, twice yours`; else empty."""
    if not truth or not said:
        return ""
    for factor, times in FACTORS.items():
        if abs(truth / said / factor - 1) < SAME_FACTOR:
            return f", {times} yours"
        if abs(said / truth / factor - 1) < SAME_FACTOR:
            return f"; yours is {times} that"
    return ""


LONGEST_BACK = 16  # words of a question back; a longer one says something as well
LONGEST_ASIDE = 40  # and of one about the interview itself, with what it's asked for
_SAID_ALREADY = re.compile(
    r"(?:as )?(?:I(?:['’]ve| have)? (?:(?:already|just) )?said (?:that|this|so)"
    r"|I(?:['’]ve| have) (?:(?:already|just) )?(?:mentioned|covered|answered) (?:that|this))"
    r"(?: (?:already|before|earlier|above))?[.!]?",
    re.IGNORECASE,
)
_ASKS_BACK = re.compile(
    r"(?:(?:sorry|pardon|excuse me|hm+|well|ok(?:ay)?|and|but|so)[,.?]? )*"
    r"(?:(?:what|how many|how much|how|which(?: \w+)?|who|where|when|why) (?:do|does|did|is|are|was|were|would|will)\b|"
    r"(?:could|can|would) you (?:repeat|explain|say|clarify|rephrase)\b|(?:do|did) you\b|you mean\b|meaning\b|"
    r"how (?:many|much|long|often|large|big)\b|which one\b|(?:why|what|how|which)(?=\?))[^.!?\n]*\?",
    re.IGNORECASE,
)
_ASKS_FIGURE = re.compile(
    r"\bhow (?:many|much|often|long|far|large|big|high|small)\b"
    r"|\b(?:which|what) (?:number|figure|factor|share|rank|size)\b",
    re.IGNORECASE,
)


def asks_why(text: str) -> bool:
    """Whether a question back is for the reason of what's asked: "Why do you ask me about that?".

    What is said beside it tells only why one wonders: "This post has no training."
    """
    from simulator.engine.choice.asked_back.forms import ASKS_WHY  # not on the way to the first question

    return _asks_only(text, lambda said: ASKS_WHY.fullmatch(said) is not None)


def asks_to_skip(text: str) -> bool:
    """Whether somebody asks to leave what was asked: "I don't know this, can we skip it?"."""
    from simulator.engine.choice.asked_back.forms import ASKS_TO_SKIP  # not on the way to the first question

    return _asks_only(text, lambda said: ASKS_TO_SKIP.search(said) is not None)


def _asks_only(text: str, is_such: Callable[[str], bool]) -> bool:
    """Whether a short text asks for such a thing, and nothing else."""
    if len(text.split()) > LONGEST_ASIDE:
        return False
    said = [one.strip() for one in re.split(r"(?<=[.?!])\s+|\n+", text.strip()) if one.strip()]
    found = [len(one.split()) <= LONGEST_BACK and is_such(one) for one in said]
    others = any(one.endswith("?") for one, is_one in zip(said, found, strict=True) if not is_one)
    return any(found) and not others


def is_question_back(text: str) -> bool:
    """Whether a reply is nothing but a short question to the interviewer: "Sorry, what do you mean by that?".

    "Is it the cache?" is an answer that somebody isn't sure of.
    """
    return (len(text.split()) <= LONGEST_BACK and _ASKS_BACK.fullmatch(text.strip()) is not None) or asks_why(text)


def only_asks(text: str) -> bool:
    """Whether an answer is nothing but a question to the interviewer, or a plea to skip."""
    return is_question_back(text) or asks_to_skip(text)


class Doubts:
    """What is sent is doubted once where it hardly was meant as that; the same text a second time is taken."""

    def __init__(self) -> None:
        self._doubted = ""

    def of_answer(self, text: str) -> None:
        """Raise QuestionBack for an answer that only asks."""
        self._raise_once(text, QuestionBack(QUESTION_BACK) if only_asks(text) else None)

    def of_reply(self, text: str, asks: str) -> None:
        """Raise Doubted for a reply that only asks, or is the number of a grade, to a follow-up that `asks` this."""
        if is_question_back(text):
            self._raise_once(text, QuestionBack(QUESTION_BACK))
        elif 1 <= (whole_number(text) or 0) <= len(VERDICTS) and not _ASKS_FIGURE.search(asks):
            self._raise_once(text, Doubted(GRADE_MEANT.format(text)))

    def _raise_once(self, text: str, doubt: Doubted | None) -> None:
        if doubt is not None and text != self._doubted:
            self._doubted = text
            raise doubt


def is_said_already(text: str) -> bool:
    """Whether a reply is nothing but "I said that", in one of the ways in which people say it."""
    return _SAID_ALREADY.fullmatch(" ".join(text.split())) is not None


def offered_fact(turn: Turn) -> str:
    """The question of the fact that the interviewer's last words offer; empty if they offer none."""
    last = turn.clarifications[-1:]
    if not last or any(said.n > last[0].n for said in (*turn.answers, *turn.probes)):
        return ""
    from simulator.engine.choice.asked_back.replying import offered_in  # not on the way to the first question

    return offered_in(last[0].reply)


def may_have_misheard(turn: Turn) -> bool:
    """Whether the interviewer's last words are that they may have misheard, so that the follow-up may be left."""
    from simulator.engine.choice.asked_back.forms import MISHEARD_YOU  # known by now: something was asked

    return any(MISHEARD_YOU in last.reply for last in turn.clarifications[-1:])


def takes_offer(turn: Turn, text: str) -> bool:
    """Whether a text says nothing but yes or no to the fact that was just offered, wherever it's typed."""
    if not offered_fact(turn):
        return False
    from simulator.engine.choice.asked_back.replying import says_yes_or_no

    return says_yes_or_no(text)


def example_answer(check: Check, *, right: bool) -> str:
    """A right answer to a check as somebody might type it, or a wrong one."""
    return kind_of(check).example(check, right)


def _example_option(check: Check, right: bool) -> str:
    first, count = check.right_options[0], len(check.options)
    return chr(ord("a") + next(i % count for i in range(first, first + count) if check.is_right(i % count) is right))


def _example_number(check: Check, right: bool) -> str:
    value = check.value or 0.0
    return f"{value if right else value * 3 + 1:.6g} {check.unit}".strip()


@dataclass(frozen=True)
class AnswerKind:
    """A kind of answer that checks ask for: how it's read, asked for, told and made up."""

    asks: str  # where nothing was typed
    read: Callable[[str, Check], CheckReading]
    hint: Callable[[Check], str]
    exactness: Callable[[Check], str]
    right: Callable[[Check], str]
    example: Callable[[Check, bool], str]


NUMBER = AnswerKind(
    "Write a number.",
    _read_number,
    _number_hint,
    _number_exactness,
    lambda check: number_words(check.value or 0.0, check.unit),
    _example_number,
)
OPTION = AnswerKind(
    "Choose an option.",
    _read_option,
    lambda check: f"1 to {len(check.options)}",
    lambda _: "",
    lambda check: check.options[check.right_options[0]],
    _example_option,
)


def kind_of(check: Check) -> AnswerKind:
    """The kind of answer that a check takes; mypy misses a return where there is another."""
    match check.takes:
        case "number":
            return NUMBER
        case "option":
            return OPTION


OWN_HINTS = {"times": "a number: how many times", "%": "a number with its % sign"}
IN_PERCENT = "a number in per cent"
_ASKED_IN_PERCENT = re.compile(r"\bin per ?cent\b", re.IGNORECASE)
_ONE = re.compile(r"1(?:\.0+)?")
_COUNTED = re.compile(r"[a-z]{3,}s")  # "a number of tokens", but "in GB"
