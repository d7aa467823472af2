"""The interviewer's reply to all that a candidate asks at once: each part gets its fact, or what fits its form."""

import re
from collections.abc import Callable
from typing import NamedTuple

from simulator.engine.choice.asked_back.facts import AskedPart, facts_in, nearest, parts
from simulator.engine.choice.asked_back.forms import is_of_the_talk
from simulator.engine.choice.asked_back.sayings import (
    ASSUMPTIONS,
    EACH,
    LEFT_OPEN,
    OF_THE_CASE,
    OFFER,
    OPEN_FACTS,
    READING_TOO,
    REST,
)
from simulator.engine.choice.asked_back.unprepared import (
    Situation,
    confirms,
    directly,
    form_of,
    reply_to,
    said_of_the_interview,
)
from simulator.graph.records import Clarification

Explain = Callable[[str], str]
# transcripts of the version before have "say yes", which left open where
_OFFERED = re.compile(r"If you mean “(.+)”, (?:just type|say) yes\. If not, ")
# a yes or a no and nothing else: "right now, which model?" and "no limit on context?" ask for something
_YES = re.compile(
    r"\W*(?:(?:yes|yeah|yep|y|ok|okay|sure|please|exactly|right|correct|of course|i do|i (?:mean|meant) (?:that|it)|"
    r"that(?:['’]s| is)? ?(?:it|right|the one|what i (?:mean|meant))?|tell me)\W*)+"
)
_NO = re.compile(r"\W*(?:(?:no|nope|n|not really|not that|i don['’]t|thanks|thank you)\W*)+")


class Replied(NamedTuple):
    """What is said to a question back, and the facts in it."""

    text: str
    facts: tuple[str, ...] = ()

    @property
    def pieces(self) -> tuple[str, ...]:
        """The facts apart, where the reply isn't one fact alone."""
        return () if self.facts == (self.text,) else self.facts


def offered_in(reply: str) -> str:
    """The question of the fact that a reply offers; empty if it offers none."""
    offer = _OFFERED.search(reply)
    return offer[1] if offer else ""


def says_yes_or_no(text: str) -> bool:
    """Whether a text is a yes or a no, and nothing else."""
    return any(form.fullmatch(text.lower()) for form in (_YES, _NO))


def replied(asks: str, prepared: tuple[Clarification, ...], at: Situation, explain: Explain) -> Replied:
    """The facts that are asked for, and what is said to the parts that find none."""
    if (to_offer := _to_offer(asks, prepared, at)) is not None:
        return to_offer
    found = [
        part._replace(number=None, is_open=True, is_statement=False) if is_of_the_talk(part.text) else part
        for part in parts(asks, prepared, at.heard)
    ]
    if any(said_of_the_interview(part.text, at) for part in found):
        found = [part for part in found if not part.is_statement]  # "I don't train." tells why it's asked
    facts = tuple(prepared[number].reply for number in facts_in(found))
    if facts:
        return Replied(" ".join([*facts, *_beside(found, at, explain)]), facts)
    said = _of_parts(found, at, explain) or reply_to(asks, at, explain)
    near = nearest(asks, prepared, at.heard) if said in OPEN_FACTS else None
    return Replied(OFFER.format(near.asks) if near else said)


def _to_offer(asks: str, prepared: tuple[Clarification, ...], at: Situation) -> Replied | None:
    """What is said to a yes or a no after a fact was offered; None to anything else."""
    fact = next((fact for fact in prepared if fact.asks == at.heard.offered), None)
    if fact is None:
        return None
    if _YES.fullmatch(asks.lower()):
        return Replied(fact.reply, (fact.reply,))
    return Replied(ASSUMPTIONS[at.refused % len(ASSUMPTIONS)]) if _NO.fullmatch(asks.lower()) else None


def _beside(found: list[AskedPart], at: Situation, explain: Explain) -> list[str]:
    """What is said beside a fact, to the parts that are about something else."""
    left = [part for part in found if part.number is None]
    readings = [part for part in left if confirms(part.text)]
    left = [part for part in left if part not in readings and (part.is_open or said_of_the_interview(part.text, at))]
    said = [_of_its_form(part, at, explain) or REST for part in left]
    return [*_once_left_open(said, REST), *([READING_TOO] if readings else [])]


def _once_left_open(said: list[str], instead: str) -> list[str]:
    """Some replies, each once; where several leave something open, one sentence stands for all of these at the end."""
    replies = list(dict.fromkeys(said))
    is_left = [one for one in replies if one in LEFT_OPEN]
    return [one for one in replies if one not in is_left] + (is_left if len(is_left) < 2 else [instead])


def _of_parts(found: list[AskedPart], at: Situation, explain: Explain) -> str:
    """What is said where the parts are of several kinds, one of them no question about the case; else nothing."""
    said = {part.text: _of_its_form(part, at, explain) for part in found if part.asks and part.text}
    case = [text for text, one in said.items() if not one]
    forms = list(dict.fromkeys(filter(None, said.values())))
    if not forms or len(forms) + len(case[:1]) < 2:
        return ""
    return " ".join(_once_left_open([*forms, *(reply_to(text, at, explain) for text in case[:1])], EACH))


def _of_its_form(part: AskedPart, at: Situation, explain: Explain) -> str:
    """What is said to a part that asks for no fact, by its form; empty where it's about the case."""
    asks = part.text.rstrip("?") + "?"
    if told := said_of_the_interview(asks, at):
        return told
    if at.task:
        return ""
    return directly(asks, at, explain) or ("" if form_of(asks, at) in OF_THE_CASE else reply_to(asks, at, explain))
