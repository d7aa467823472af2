"""The prepared facts of a question: which of them a candidate asks for, and what they assume instead."""

import math
import re
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import chain
from typing import NamedTuple

from simulator.engine.choice.asked_back.field_words import alike
from simulator.engine.choice.asked_back.forms import FIGURE
from simulator.engine.choice.listening import HALF, REMARKED
from simulator.engine.choice.quotes import COMMON, own_words
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.spoken import Spoken
from simulator.graph.listening.words import tokens
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Clarification

_PARTS = re.compile(r"([?;\n]+|\.\s|,\s*and\b)")  # several things asked at once
_ASKING_FORMS = (
    r"(?:how|what|which|who|when|where|why|am|is|are|was|were|does|do|did|can|could|may|must|will|would|has|have|shall|"
    r"should)\b"
)
_ASKING = re.compile(rf"\s*(?:and |or |so )?{_ASKING_FORMS}", re.IGNORECASE)
# what is asked beside something else without a stop: too fine to find one fact by, as both halves are needed to tell it
_AND = re.compile(rf"\b(?:and|plus) (?:also )?(?={_ASKING_FORMS})", re.IGNORECASE)
_WHATS = re.compile(r"\s*(?:so )?what(?:['’]?s| is| are| about)\b", re.IGNORECASE)
_COMMA = re.compile(rf",\s*(?={_ASKING_FORMS})", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:again|once more|repeat|remind|sorry|earlier|(?:you|had) (?:just )?(?:said|told))\b", re.IGNORECASE
)
# asks what something is for, which "which model is it?" doesn't answer; and by which words a fact tells that
_PURPOSE = re.compile(
    r"\bwhat(?:['’]s| is| are)\b[^?.!,]{1,40}\bfor\W*$|\bwhat do (?:we|you|they) want (?:from|with|of)\b", re.IGNORECASE
)
_TELLS_PURPOSE = frozenset(
    "aim applic audienc case custom deploy do goal product purpos task use user want work".split()
)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
_ASKING_WORDS = frozenset("how what when where which who whose why".split())
ASKS_WITHIN = 8  # words: what comes later is asked beside it
MOST_PARTS = 12  # things that are asked at once
_ASSUMES = re.compile(
    r"\b(?:(?:I(?:['’](?:d|ll)| would| will)? |let me |let['’]s )?(?:assum|suppos)(?:e|ing)|let['’]s say)\b"
    r"[^.;?!\n\"“”(){}\[\]=<>*`]+",
    re.IGNORECASE,
)
# words of a question that say nothing about what it asks for
_POLITE = COMMON | frozenset(
    "again already anything am assume could currently exactly find first here just kind know let like look many "
    "may maybe mean might much now plan please question really roughly say shall something sort suppose tell "
    "thing think true understand up usually want yet".split()
)
# a fact that only answers a question, and one whose question says no more than what is asked for
_ANSWERS = re.compile(
    r"(yes|no|none|nothing|neither|both|all|some|mostly|only|about|roughly|they|it|that|those|these)\b"
    r"|(\w+ ){1,2}ones?\b",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(how|what|which|who|when|where|why|is|are|does|do|can|may|must|will|has|have|should)\b[^,]*$", re.IGNORECASE
)
SHORT_ASKS = 4  # words: "Cost of errors?"


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


def fact_told(fact: Clarification) -> str:
    """A prepared fact as it is told: the reply alone, or after its question where it says little without that."""
    alone = not _ANSWERS.match(fact.reply) and (_ASKS.match(fact.asks) or len(fact.asks.split()) <= SHORT_ASKS)
    return fact.reply if alone else f"{fact.asks} {fact.reply}"


def asked_for(text: str, clarifications: Sequence[Clarification], prompt: str = "") -> tuple[int, ...]:
    """The clarifications that a question of the candidate asks for: none, one, or one for each part of the question."""
    return facts_in(_parts(text, clarifications, SaidBefore(prompt)))


class AskedPart(NamedTuple):
    """One of the things that are asked: the fact that it asks for by its number, and whether it's left `open`.

    It is `open` if it finds no fact, and is about something other than the facts that the other parts find.
    """

    text: str
    number: int | None
    is_open: bool = False
    is_statement: bool = False

    @property
    def asks(self) -> bool:
        """Whether it asks by itself: "and at night?" only goes on with what was asked before."""
        return _ASKING.match(self.text) is not None


def facts_in(found: Iterable[AskedPart]) -> tuple[int, ...]:
    """The numbers of the facts that some parts of a question ask for, each once."""
    return tuple(dict.fromkeys(part.number for part in found if part.number is not None))


class SaidBefore(NamedTuple):
    """What was said before: the prompt, the facts that were told, by their replies, and the questions back.

    `offered` is the question of the fact that the last reply offered; empty if it offered none.
    """

    prompt: str = ""
    told: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    offered: str = ""

    def answers(self, part: str, fact: Clarification) -> bool:
        """Whether a fact still answers what is asked: not once it was told, and something else is asked for.

        "How many users?" was told with their requests, so "how many actions do they let it do?" isn't asking for these.
        """
        if fact.reply not in self.told or _AGAIN.search(part):
            return True
        known = _FactWords.of([fact]).all.union(*(_content(Spoken.of(asked)) for asked in self.asked))
        return _content(Spoken.of(part)) <= known


NOTHING_SAID = SaidBefore()


def parts(text: str, clarifications: Sequence[Clarification], heard: SaidBefore = NOTHING_SAID) -> list[AskedPart]:
    """The things that a candidate asks at once, each with the fact that it asks for; other statements are left out."""
    found = list(_parts(text, clarifications, heard))
    known = _FactWords.of([clarifications[number] for number in facts_in(found)])
    beside = [AskedPart(one, None, is_open=True) for part in found for one in _asked_beside(part, known)]
    return [part._replace(is_open=part.number is None and known.leave(part)) for part in found] + beside


class _FactWords(NamedTuple):
    """The words in which some facts are told and asked for in the list, and all of them with the words of the cues."""

    told: frozenset[str]
    all: frozenset[str]

    @classmethod
    def of(cls, facts: Sequence[Clarification]) -> "_FactWords":
        """Those of these facts."""
        told = frozenset(word for fact in facts for word in own_words("", f"{fact.asks} {fact.reply}"))
        return cls(told, told.union(*map(_of_cues, facts)))

    def leave(self, part: AskedPart) -> bool:
        """Whether what is asked is about something else than the facts, or mostly so."""
        words = _content(Spoken.of(part.text))
        shared = len(words & self.all | alike(words, self.all))
        return bool(words) and (words.isdisjoint(self.told) or (part.asks and shared < HALF * len(words)))


def _asked_beside(part: AskedPart, known: _FactWords) -> list[str]:
    """What a part asks besides the fact that it found: "must English stay as good?" after "how much is in ours".

    What follows a comma says more of the same question, "how is it checked, is there a sandbox?"; what comes before
    one is another question if the fact answers the later one.
    """
    if part.number is None:
        return []
    pieces = [[one.strip() for one in _COMMA.split(piece)] for piece in _AND.split(part.text)]
    asked = [piece[: max(range(len(piece)), key=lambda n: _share(piece[n], known.all)) + 1] for piece in pieces]
    beside = [found for one in chain.from_iterable(asked) if (found := AskedPart(one, None)).asks]
    return [one.text for one in beside if known.leave(one)] if len(beside) > 1 else []


def _share(text: str, known: Set[str]) -> float:
    words = _content(Spoken.of(text))
    return len(words & known) / max(len(words), 1)


def _parts(text: str, clarifications: Sequence[Clarification], heard: SaidBefore = NOTHING_SAID) -> Iterator[AskedPart]:
    pieces = _PARTS.split(text)
    for part, end in list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))[:MOST_PARTS]:
        if each := _each_found(part, clarifications, heard):
            yield from each
            continue
        number = _found(part, clarifications, heard)
        states = not _ASKING.match(part) and (end.startswith(".") or part.rstrip().endswith("."))
        if number is not None or not states:
            yield AskedPart(part.strip(), number, is_statement=number is not None and states)


def _each_found(part: str, clarifications: Sequence[Clarification], heard: SaidBefore) -> list[AskedPart]:
    """What is asked without a stop between, "how many users are there and who are they": if two facts clearly are."""
    asked = _at_once(part)
    if len(asked) == 1:
        return []
    each = [AskedPart(one, _found(one, clarifications, heard, P.ASKED_CLEARLY)) for one in asked]
    return each if len(facts_in(each)) > 1 else []


def _at_once(part: str) -> list[str]:
    """The questions that stand in one: "what's the load and the budget" asks what's each of them."""
    asked, whats = _AND.split(part), _WHATS.match(part)
    if len(asked) == 1 and whats:
        first, *others = re.split(r"\band\b", part, flags=re.IGNORECASE)
        asked = [first, *(f"{whats[0]} {one}" for one in others)]
    return [one.strip() for one in asked[:MOST_PARTS]]


def _found(part: str, clarifications: Sequence[Clarification], heard: SaidBefore, least: float = 1) -> int | None:
    """The number of the fact that is asked for, if any is and it still answers: what fits less doesn't stand in."""
    values = _fits(Spoken.of(part), clarifications, heard.prompt)
    best = max(values, default=0.0)
    number = values.index(best) if best >= least else None
    return number if number is None or heard.answers(part, clarifications[number]) else None


def nearest(text: str, clarifications: Sequence[Clarification], heard: SaidBefore) -> Clarification | None:
    """The fact that may have been meant where none is surely asked for; None where none is near, or it was told."""
    asked = map(Spoken.of, _PARTS.split(text)[::2][:MOST_PARTS])
    fits = [_fits(spoken, clarifications, heard.prompt, loosely=True) for spoken in asked if _content(spoken)]
    values = [max(of_parts) for of_parts in zip(*fits, strict=True)]
    best = max(values, default=-math.inf)
    if best < P.ASKED_NEARLY:
        return None
    fact = clarifications[values.index(best)]
    return None if fact.reply in heard.told else fact


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


def _fits(
    spoken: Spoken, clarifications: Sequence[Clarification], prompt: str, *, loosely: bool = False
) -> list[float]:
    """How well a question fits each clarification; from 1 on the best of them is what was asked for.

    By its cues, by how much of the question a fact explains and of the fact's own question is there, and by how much
    better that is than of the other facts: a question about two of them is seldom sure of one. A word of the field that
    means the same counts nearly as much, beside one that is the same. "FP32 or FP16?" asks for
    the fact that replies with either, and "which" sooner for one that's asked for with "which". "At what share of its
    bandwidth?" asks for the figure that alone has a cue there. Without cues, shared words decide, those of the reply
    for half, so that "16-bit?" finds the question about precision. What shares a fact's subject
    alone, which the prompt names, doesn't ask for it, but `loosely`: "how big is the fridge?" for what stands in it.
    Nor does what is mostly about something else, if it only just fits.
    """
    content, echoed = _content(spoken), {token.stem for token in tokens(prompt)}
    looks = [_Look.of(spoken, content, echoed, clarification) for clarification in clarifications]
    cued, explained = _TwoMost.of([look.cued for look in looks]), _TwoMost.of([look.explained for look in looks])
    if not content and not any(look.is_it for look in looks):  # "Who uses it?" has no word of its own
        return [float(look.cued > cued.beside(look.cued) == 0) for look in looks]  # a cue decides, if it's of one alone
    values = []
    for look, clarification in zip(looks, clarifications, strict=True):
        if look.is_it:
            values.append(P.ASKED_ITSELF)
        elif look.lacks_purpose or (look.is_beside and not loosely) or not look.shares:
            values.append(-math.inf if loosely else 0.0)
        elif not clarification.cues:
            values.append((look.explained + look.in_reply / 2) / P.ASKED_WORDS)
        else:
            ahead = look.explained - explained.beside(look.explained)
            others = (ahead, cued.beside(look.cued))
            its_figure = look.figure * (look.cued > 0 == others[1])
            own = (look.offered, look.as_asked, its_figure)
            counts = (look.cued, look.explained, look.covered, look.in_reply, *others, *own)
            value = sum(weight * count for weight, count in zip(P.ASKED, counts, strict=True)) - P.ASKED_ABOVE
            elsewhere = look.unknown >= P.ASKED_ELSEWHERE and look.unknown > HALF * len(content)
            values.append(min(value, P.ASKED_DOUBTFULLY) if elsewhere and value < P.ASKED_SURELY else value)
    return values


class _TwoMost(NamedTuple):
    """The largest of some counts, and the next: what is most `beside` each of them."""

    most: float
    next: float

    @classmethod
    def of(cls, counts: Sequence[float]) -> "_TwoMost":
        """With fewer than two counts, the missing ones are 0."""
        return cls(*sorted((0.0, 0.0, *counts))[:-3:-1])

    def beside(self, count: float) -> float:
        """The most of the other counts, 0 without any."""
        return self.next if count == self.most else self.most


class _Look(NamedTuple):
    """How a question fits one fact, each figure but the last from 0 to 1.

    How many of its cues were met, up to three; how much of the question they and the fact's own question explain; how
    much of that question is covered; how much of what was asked is in the reply; whether that is one of the things
    between which the question chooses; whether both ask with the same word; and whether a figure is asked for and told.
    And how many words of the question are `unknown` to the fact: to its question, its cues and its reply.
    """

    cued: float
    explained: float
    covered: float
    in_reply: float
    offered: float
    as_asked: float
    figure: float
    unknown: float
    is_it: bool  # the fact's own question, word for word
    is_beside: bool  # the fact tells something else of what is asked about
    lacks_purpose: bool  # which is asked for

    @property
    def shares(self) -> bool:
        """Whether the fact has anything of the question."""
        return max(self.cued, self.explained, self.in_reply) > 0

    @classmethod
    def of(cls, spoken: Spoken, content: set[str], echoed: set[str], fact: Clarification) -> "_Look":
        """`content` are the stems of the question that say what it asks for, `echoed` those of the prompt."""
        asks, reply, own = set(own_words("", fact.asks)), set(own_words("", fact.reply)), Spoken.of(fact.asks)
        cues = [compile_cue(cue) for cue in fact.cues]
        whole = sum(hit is not None and hit.share == 1 for hit in map(spoken.find, cues))
        known = asks | _of_cues(fact)
        in_reply = reply if cues else reply - asks
        has_own = whole > 0 or not content.isdisjoint(known | reply)  # "which GPU?" alone asks for no "hardware"
        offered = any(len(option & reply) >= HALF * len(option) for option in _options(spoken))
        tells_figure = any(token.values for token in tokens(fact.reply))
        asks_figure = FIGURE.search(spoken.text) is not None
        new = content - echoed
        is_of_subject = not (whole or offered or _shared(new, known | reply, or_alike=True))
        return cls(
            min(whole, 3) / 3,
            _shared(content, known, has_own) / max(len(content), 1),
            _shared(asks, content, has_own) / max(len(asks), 1),
            _shared(content, in_reply, has_own) / max(len(content), 1),
            float(offered),
            float(_asking_word(spoken) == _asking_word(own) != ""),
            float(asks_figure and tells_figure),
            len(content) - _shared(content, known | reply, has_own),
            _stems(spoken) == _stems(own),
            is_of_subject and bool(new or (asks_figure and not tells_figure)),
            _PURPOSE.search(spoken.text) is not None and _TELLS_PURPOSE.isdisjoint(known | reply),
        )


def _of_cues(fact: Clarification) -> set[str]:
    return {element.stem for cue in fact.cues for element in compile_cue(cue).elements}


def _shared(stems: set[str], others: set[str], or_alike: bool) -> float:
    """How many of some stems stand among others; those that only mean the same as one there count less."""
    plain = stems & others
    return len(plain) + P.ASKED_ALIKE * len(alike(stems - plain, others) if or_alike else ())


def _options(spoken: Spoken) -> list[set[str]]:
    """The things between which a question chooses, each by its words; none where it has no "or"."""
    options = [_content(Spoken.of(option)) for option in _OR.split(spoken.text)[:MOST_PARTS]]
    return [option for option in options if option] if len(options) > 1 else []


def _asking_word(spoken: Spoken) -> str:
    """The word that a question asks with: "how", "which"; empty if it asks for yes or no."""
    words = (_bare(token.word) for token in spoken.tokens[:ASKS_WITHIN])
    return next((word for word in words if word in _ASKING_WORDS), "")
