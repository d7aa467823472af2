"""What the interviewer says to all that a candidate asks at once: each part gets its fact, or what fits its form."""

from collections.abc import Callable
from typing import NamedTuple

from simulator.engine.choice.asked_back.facts import AskedPart, facts_in, parts
from simulator.engine.choice.asked_back.sayings import OF_THE_CASE
from simulator.engine.choice.asked_back.unprepared import Situation, directly, form_of, reply_to, said_of_the_interview
from simulator.graph.records import Clarification

REST = "For the rest, go with whatever seems likely."  # where only a part of what is asked has a fact
Explain = Callable[[str], str]


class Replied(NamedTuple):
    """What is said to a question back, and the facts in it."""

    text: str
    facts: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """The facts apart, where the reply isn't one fact alone."""
        return () if self.facts == (self.text,) else self.facts


def replied(asks: str, prepared: tuple[Clarification, ...], at: Situation, explain: Explain) -> Replied:
    """The facts that are asked for, and what is said to the parts that find none."""
    found = parts(asks, prepared)
    if any(said_of_the_interview(part.text, at) for part in found):
        found = [part for part in found if not part.is_statement]  # "I don't train." tells why it's asked
    facts = tuple(prepared[number].reply for number in facts_in(found))
    if facts:
        return Replied(" ".join([*facts, *_beside(found, at, explain)]), facts)
    return Replied(_of_parts(found, at, explain) or reply_to(asks, at, explain))


def _beside(found: list[AskedPart], at: Situation, explain: Explain) -> list[str]:
    """What is said beside a fact, to the parts that are about something else."""
    left = [part for part in found if part.number is None and (part.is_open or said_of_the_interview(part.text, at))]
    said = [_of_its_form(part, at, explain) for part in left]
    return list(dict.fromkeys(one or REST for one in sorted(said, key=bool, reverse=True)))


def _of_parts(found: list[AskedPart], at: Situation, explain: Explain) -> str:
    """What is said where the parts are of several kinds, one of them no question about the case; else nothing."""
    said = {part.text: _of_its_form(part, at, explain) for part in found if part.asks and part.text}
    case = [text for text, one in said.items() if not one]
    forms = list(dict.fromkeys(filter(None, said.values())))
    if not forms or len(forms) + len(case[:1]) < 2:
        return ""
    return " ".join([*forms, *(reply_to(text, at, explain) for text in case[:1])])


def _of_its_form(part: AskedPart, at: Situation, explain: Explain) -> str:
    """What is said to a part that asks for no fact, by its form; empty where it's about the case."""
    asks = part.text.rstrip("?") + "?"
    if told := said_of_the_interview(asks, at):
        return told
    if at.task:
        return ""
    return directly(asks, at, explain) or ("" if form_of(asks, at) in OF_THE_CASE else reply_to(asks, at, explain))
