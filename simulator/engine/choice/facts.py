"""The prepared facts of a question: which of them a candidate asks for, and what they assume instead."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from simulator.engine.choice.listening import HALF, REMARKED
from simulator.engine.choice.quotes import COMMON, own_words
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import tokens
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Clarification

_PARTS = re.compile(r"([?;\n]+|\.\s|,\s*and\b)")  # several things asked at once
_ASKING = re.compile(
    r"\s*(and |or )?(how|what|which|who|when|where|why|is|are|does|do|can|may|must|will|has|have|should)\b",
    re.IGNORECASE,
)
MOST_PARTS = 12  # things that are asked at once
_ASSUMES = re.compile(
    r"\b(?:(?:I(?:['’](?:d|ll)| would| will)? |let me |let['’]s )?(?:assum|suppos)(?:e|ing)|let['’]s say)\b"
    r"[^.;?!\n\"“”(){}\[\]=<>*`]+",
    re.IGNORECASE,
)
# what the interviewer says where no fact is prepared, in turn
ASSUMPTIONS = (
    "I don't have that. Pick something realistic and tell me.",
    "That's up to you. What would you go with?",
    "Nobody has told me that. What would you assume?",
    "Go with whatever you'd expect, and say what it is.",
)
# of the candidate's own work there is nothing to assume
OF_OWN_WORK = (
    "I wasn't there. Tell me how it was.",
    "That's yours to say. How was it?",
    "You know it better than I do. Say what you remember.",
)
AS_UNDERSTOOD = "Take it the way that makes most sense to you, and say how you've taken it. I'll go with that."
# asks what the question means, which is no fact ("the mean latency" is one)
MEANING = re.compile(
    r"\bmeant\b|\b(?:you|it|that|this) means?\b|\bmean by\b"
    r"|\bdoes\b[^?.]{1,60}(?<!\bthe)(?<!\ba) mean(?=\s*(?:$|[?,.]|(?:here|by|in|exactly|that|the|just|only)\b))"
    r"|\bshould i (?:read|take|understand)\b|\bin (?:the|which|what) sense\b",
    re.IGNORECASE,
)
# asks to hear it once more
ONCE_MORE = re.compile(
    r"\b(?:repeat|rephrase|reword|put (?:it|that)|say (?:it|that) (?:again|once more|differently)|come again|pardon)\b"
    r"|^\W*(?:sorry|what|huh)\W*$|(?:\bnot|n['’]t) (?:quite )?(?:get|understand|follow)\b",
    re.IGNORECASE,
)
PUT_AGAIN = "Let me put it again. {}"
AS_DEEP = "As far as you'd go with a colleague. I'll ask if I want more."
# asks how much to say: that is no assumption to be made
DEPTH = re.compile(
    r"\bhow (?:deep|deeply|detailed|technical|much detail) (?:should|shall|must|may|can|do you want)\b"
    r"|\b(?:in (?:detail|depth|short)|high[- ]level|overview) or\b"
    r"|\bhow (?:long|short|far) (?:should|shall|must|may|can|do you want) "
    r"(?:i (?:go|talk|speak)|(?:the|my|this) (?:answer|reply))\b"
    r"|\b(?:should|shall|may|can) i (?:go (?:in|into)|give)\b[^?.]{0,24}\b(?:details?|depth|overview)\b",
    re.IGNORECASE,
)
# words of a question that say nothing about what it asks for
_POLITE = COMMON | frozenset(
    "again already anything am assume could currently exactly find first here just kind know let like look many "
    "may maybe mean might much now plan please question really roughly say shall something sort suppose tell "
    "thing think true understand up usually want yet".split()
)


def assumption(text: str, fact: Clarification) -> str:
    """What was assumed about a fact, in the words that were said; empty where nothing was."""
    about = set(own_words("", f"{fact.asks} {fact.reply}"))
    for match in _ASSUMES.finditer(unwrapped(text)):
        words = " ".join(match[0].split()[: REMARKED[1]])
        if len(set(own_words("", words)) & about) >= P.SHARED_WORDS:
            return words
    return ""


def says_as_much(words: str, fact: str) -> bool:
    """Whether words hold most of what a fact says, and all its numbers."""
    stems, wanted = set(own_words("", words)), set(own_words("", fact))
    numbers, given = ({value for token in tokens(text) for value in token.values} for text in (fact, words))
    return len(stems & wanted) > HALF * len(wanted) and numbers <= given


def asked_for(text: str, clarifications: Sequence[Clarification]) -> tuple[int, ...]:
    """The clarifications that a question of the candidate asks for: none, one, or one for each part of the question."""
    numbers = (number for _, number in _parts(text, clarifications) if number is not None)
    return tuple(dict.fromkeys(numbers))


def leaves_open(text: str, clarifications: Sequence[Clarification]) -> bool:
    """Whether a part of what a candidate asks finds no fact, while another does."""
    parts = list(_parts(text, clarifications))
    facts = [clarifications[number] for _, number in parts if number is not None]
    known = {word for fact in facts for word in own_words("", f"{fact.asks} {fact.reply}")}
    return bool(facts) and any(
        number is None and (content := _content(Spoken.of(part))) and not content & known for part, number in parts
    )


def _parts(text: str, clarifications: Sequence[Clarification]) -> Iterator[tuple[str, int | None]]:
    """The things that are asked, each with the number of the fact that it asks for; no statements beside them."""
    pieces = _PARTS.split(text)
    for part, end in list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))[:MOST_PARTS]:
        values = _fits(Spoken.of(part), clarifications)
        best = max(values, default=0.0)
        if best >= 1:
            yield part, values.index(best)
        elif _ASKING.match(part) or not (end.startswith(".") or part.rstrip().endswith(".")):
            yield part, None


def _content(spoken: Spoken) -> set[str]:
    """The stems of a question that say what it's about; "what's" is "what"."""
    return {
        token.stem for token in spoken.tokens if len(token.word) > 1 and not _POLITE & {token.word, _bare(token.word)}
    }


def _bare(word: str) -> str:
    """A word without what is drawn together with it: `they're` as `they`."""
    return word.partition("'")[0]


def _stems(spoken: Spoken) -> list[str]:
    return [token.stem for token in spoken.tokens]


def _fits(spoken: Spoken, clarifications: Sequence[Clarification]) -> list[float]:
    """How well a question fits each clarification; from 1 on the best of them is what was asked for.

    By its cues, by how much of the question a fact explains and of the fact's own question is there, and by how much
    better that is than of the other facts: a question about two of them is seldom sure of one. Without cues, shared
    words decide, those of the reply for half, so that "16-bit?" finds the question about precision.
    """
    content = _content(spoken)
    looks = [_Look.of(spoken, content, clarification) for clarification in clarifications]
    cued, explained = _TwoMost.of([look.cued for look in looks]), _TwoMost.of([look.explained for look in looks])
    if not content and not any(look.is_it for look in looks):  # "Who uses it?" has no word of its own
        return [float(look.cued > cued.beside(look.cued) == 0) for look in looks]  # a cue decides, if it's of one alone
    values = []
    for look, clarification in zip(looks, clarifications, strict=True):
        if look.is_it:
            values.append(P.ASKED_ITSELF)
        elif not clarification.cues:
            values.append((look.explained + look.in_reply / 2) / P.ASKED_WORDS)
        else:
            ahead = look.explained - explained.beside(look.explained)
            counts = (look.cued, look.explained, look.covered, look.in_reply, ahead, cued.beside(look.cued))
            values.append(sum(weight * count for weight, count in zip(P.ASKED, counts, strict=True)) - P.ASKED_ABOVE)
    return values


class _TwoMost(NamedTuple):
    """The largest of some counts, and the next: what is most `beside` each of them."""

    most: float
    next: float

    @classmethod
    def of(cls, counts: Sequence[float]) -> "_TwoMost":
        return cls(*sorted((0.0, 0.0, *counts))[:-3:-1])

    def beside(self, count: float) -> float:
        """The most of the other counts, 0 without any."""
        return self.next if count == self.most else self.most


class _Look(NamedTuple):
    """What of a question fits one fact, each from 0 to 1.

    How many of its cues were met, up to three; how much of the question they and the fact's own question explain; how
    much of that question is covered; how much of what was asked is in the reply.
    """

    cued: float
    explained: float
    covered: float
    in_reply: float
    is_it: bool  # the fact's own question, word for word

    @classmethod
    def of(cls, spoken: Spoken, content: set[str], fact: Clarification) -> "_Look":
        asks, reply = set(own_words("", fact.asks)), set(own_words("", fact.reply))
        cues = [compile_cue(cue) for cue in fact.cues]
        whole = sum(hit is not None and hit.share == 1 for hit in map(spoken.find, cues))
        known = asks | {element.stem for cue in cues for element in cue.elements}
        in_reply = reply if cues else reply - asks
        return cls(
            min(whole, 3) / 3,
            len(content & known) / max(len(content), 1),
            len(content & asks) / max(len(asks), 1),
            len(content & in_reply) / max(len(content), 1),
            _stems(spoken) == _stems(Spoken.of(fact.asks)),
        )


def about_follow_up(asks: str, follow_up: str, refused: int, *, is_bare: bool, own_work: bool = False) -> str:
    """What the interviewer says to a question about a follow-up for which no fact is prepared.

    It is put again alone, without what was quoted or told before it, unless it `is_bare` and so has just been read.
    """
    if ONCE_MORE.search(asks) or (MEANING.search(asks) and not is_bare):
        return PUT_AGAIN.format(follow_up)
    return without_a_fact(asks, refused, own_work=own_work)


def without_a_fact(asks: str, refused: int, *, own_work: bool = False) -> str:
    """What the interviewer says to what no fact is prepared for; `refused` such questions came before.

    `own_work`: the question was about that of the candidate.
    """
    if DEPTH.search(asks):
        return AS_DEEP
    said = OF_OWN_WORK if own_work else ASSUMPTIONS
    return AS_UNDERSTOOD if MEANING.search(asks) else said[refused % len(said)]
