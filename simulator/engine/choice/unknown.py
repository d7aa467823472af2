"""What an answer doesn't give: points that somebody says they don't know, replies that give up, other subjects.

A short answer is asked to go on, and one that seems to be about something else is asked what it has to do with this.

What is disclaimed is left out of what is heard, so its point looks merely unsaid. Here the words that were left out are
compared with the points, and the follow-ups that ask for them, by the words that tell these apart: those of the prompt
too, as people name a part of the question ("LongLoRA I don't know").
"""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import lru_cache
from itertools import groupby
from math import sqrt
from typing import Literal

from simulator.engine.choice.listening import NOTHING, heard
from simulator.engine.choice.quotes import COMMON, own_words
from simulator.engine.choice.remarks import general_words
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.cues import compile_cue
from simulator.graph.listening.disclaimed import without_disclaimed
from simulator.graph.listening.disfluency import without_disfluencies
from simulator.graph.listening.word import stem as stem_of
from simulator.graph.listening.words import as_typed, empty_stems, tokens
from simulator.graph.records import Question
from simulator.graph.text import length_in_words

# to an answer of a few words, in which nothing is heard: an invitation that gives nothing away
NUDGES = (
    "Take a moment. What would you look at first?",
    "Say a bit more. What makes you think so?",
    "Go on. How would you explain that to a colleague?",
    "Take your time. Where would you start?",
)
STORY_NUDGES = ("Go on, what happened then?", "Tell me a bit more about it.", "Take your time. How did it begin?")
# to one that seems to be about something else; whoever only said it in other words can tell how it answers
WAYS_BACK = (
    "I've lost the thread. How does that answer what I asked?",
    "I can't place that yet. How does it bear on my question?",
    "That sounds like something else to me. What would you say to my question?",
)
_NO_IDEA = re.compile(
    r"\b(don['’]?t|do not|never|no|not) (really )?(know|idea|clue|heard|sure|a clue)\b", re.IGNORECASE
)
# below these, in so many words or more: how likely any point was said, and the share of all words of the question,
# its reference and its points
PLACED, IN_COMMON, ELSEWHERE_WORDS = 0.15, 0.06, 40
ENOUGH, ALIKE = 0.5, 0.5  # of words that tell a point, and of the most that any has: so many name it too
IN_PROBE = 0.5  # of a word that the follow-up or its reply has, against one of the point
# after these it's said all the same: "the rest I'm not sure, it's kept I think"
_GUESSES = frozenset("i i'd it it's they they're there there's maybe perhaps probably roughly".split())
TOPIC = 8  # words before "how, I don't know" that it's about
FAINT = 0.05  # how likely a point was said where nothing is heard of it
SAYS_SOMETHING = 3  # words beside "I'd have to look that up", from which a reply is one
# of the words of a good reply: so many, and such a share, are most of it; none of so many tell that it isn't there
MOST_OF_IT, ENOUGH_WANTED = ((3, 1 / 3), (2, 0.4)), 5
_YES_OR_NO = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
A_FEW_WORDS = 30  # after "I don't know", in which nobody has said all that is asked for next
_CLAUSES = re.compile(
    r"[.,;:!?…–—\n]+|\s(?=(?:but|though|although|except|because|since|so|and|maybe|perhaps|probably"
    r"|my guess|it['’]s|it (?:is|would|should|could|might|may)|i['’]d (?:guess|say|expect|start|try)|i (?:think|guess"
    r"|believe|suspect|would))\b)",
    re.IGNORECASE,
)
_REALLY = r"(?:[a-z]+ ){0,2}?"
_BEGINS = r"^(?:(?:no|well|hm+|sorry|honestly|really|just|absolutely|personally|still|and|but|so) )*"
_NOT = r"(?:do not|don['’]?t|did not|didn['’]?t|cannot|can['’]?t|couldn['’]?t|could not|wouldn['’]?t|would not)"
_NEVER = rf"(?:\bi ?|{_BEGINS})(?:['’]ve (?:never|not)|have (?:never|not)|haven['’]?t|never|hadn['’]?t)"
_NONE_OF = r"(?:\w+ )?(?:idea|clue|answer|number|figure)\b(?! (?:is|are|was|were|can|has|have|will|gets?)\b)"
_WOULD, _ONLY = r"\bi(?:['’]d| would)", "(?:only |just |rather |have to )*"
# a clause of which nothing counts as said: "I couldn't tell you the exact figure"
_UNKNOWN = re.compile(
    rf"(?:\bi {_REALLY}|{_BEGINS})(?:{_NOT} {_REALLY}"
    r"(?:know|remember|recall|say|tell|think of|see (?:\w+ )?(?:how|why))\b|dunno\b"
    r"|(?:forgot|forget)(?=$| (?:how|what|which|why|that|the|it|about|exactly)\b))"
    rf"|(?:\bi(?:['’]m| am) {_REALLY}|{_BEGINS})(?:not {_REALLY}|un)(?:sure|certain|familiar)"
    r"(?=$| (?:about|how|what|which|whether|if|of|on|there|here|why|i|that|with|to|at|right)\b)"
    rf"|(?:\bi {_REALLY}(?:have|had|got) {_REALLY}|\bi['’]ve (?:got )?{_REALLY}|{_BEGINS})"
    rf"(?:no|not an?|zero) {_NONE_OF}"
    rf"|\bi {_REALLY}(?:don['’]?t|do not) have an? {_NONE_OF}|^idk$|\b(?:not|isn['’]t) something i\b"
    rf"|{_NEVER} {_REALLY}(?:a clue|an idea|thought|considered|heard|(?:looked|run) into|come across)\b",
    re.IGNORECASE,
)
# words that say nothing; what stands beside them counts: "I'd ask a lawyer before we store it"
_CLOSES = re.compile(
    r"^(?:i(?:['’]ll| will)? )?(?:pass|skip)(?: (?:on )?(?:it|that|this|the)(?: one| question)?)?(?: please)?$"
    r"|^(?:next(?: question| one)?|i give up)(?: please)?$|\b(?:ask|give) me (?:something else|another(?: \w+)?)$"
    r"|(?:\b(?:can|could|may|shall) (?:we|i)|\blet['’]?s|\bplease|\bi(?:['’]d| would) (?:like to|rather|prefer to))"
    r" (?:please )?(?:move|go|carry|come|skip|leave|pass)\b"
    r"(?! (?:on )?(?:to|with) (?:the|a) (?!next|other|different|new)\w+)"
    rf"|{_WOULD} {_ONLY}(?:be (?:guessing|making)|not guess)\b|{_WOULD} {_ONLY}(?:guess$|ask a \w+\b)"
    rf"|{_WOULD} {_ONLY}(?:google|ask|look|check)(?=$| (?:it|that|this|up|around|somebody|someone)\b)"
    rf"|{_WOULD} (?:have|need|want) to (?:look|check|think|ask|google|read)\b|\b(?:beats|beyond|got) me\b"
    r"|\ball (?:i (?:have|know|can|had|could)|i['’]ve got)\b|\bnothing (?:else|more|to add|comes to mind)\b"
    r"|\b(?:out of ideas|no more ideas|gone blank|(?:drew|drawn|drawing|have|got) a blank)\b"
    r"|\b(?:i(?:['’]m| am) (?:\w+ )?stuck|search me|escapes me)\b"
    r"|\b(?:not the right person|have to ask|(?:have|got) (?:a |any |no )?good answer)\b"
    rf"|\bi(?:['’]ve| have) said all\b|{_NEVER} (?:had|got|did|looked|worked|done|used|tried|seen|met)\b",
    re.IGNORECASE,
)
# what is said besides, where somebody has no answer
_COURTESY = (
    "afraid honest honestly sorry frankly tbh hm hmm question please else else's add while moment mind head offhand "
    "top off hand bit really beyond me think guess guessing move skip pass next longer remember details data team "
    "did thanks find something someone"
)


@lru_cache(maxsize=64)
def disclaimed_points(question: Question, text: str) -> frozenset[str]:
    """The points that somebody says they don't know: what they disclaim has enough of the words that tell them."""
    telling = _telling(question)
    found: set[str] = set()
    for stems in _disclaimed(text, {stem for weights in telling.values() for stem in weights}):
        scores = {point: sum(weights.get(stem, 0.0) for stem in stems) for point, weights in telling.items()}
        least = max(ENOUGH, ALIKE * max(scores.values(), default=0.0))
        found |= {point for point, score in scores.items() if score >= least}
    return frozenset(found)


def gives_up(reply: str) -> bool:
    """Whether a reply says that there's no more to come from there, or nothing at all: "I'd have to look that up".

    "I'd look that up to be sure, but roughly 40 GB" is an answer, and so is the least that comes after a "but".
    """
    closes, said = not reply.strip(), 0
    for clause in filter(None, map(str.strip, _CLAUSES.split(reply))):
        if _UNKNOWN.search(clause):
            closes = True
            continue
        rest, found = _CLOSES.subn(" ", clause)
        closes |= bool(found)
        typed = tokens(rest)
        telling = {token.stem for token in typed} - empty_stems() - general_words() - _courtesy()
        says = any(token.digits for token in typed) or (telling and not found and clause.lower().startswith("but "))
        said += SAYS_SOMETHING if says else len(telling)
    return closes and said < SAYS_SOMETHING


def has_no_answer(text: str) -> bool:
    """Whether an answer gives up, or begins with that and goes on for a few words."""
    begins = next(filter(None, map(str.strip, _CLAUSES.split(text))), "")
    return gives_up(text) or (gives_up(begins) and length_in_words(text) < A_FEW_WORDS)


def is_beside(question: Question, wanted: str, point: str, reply: str) -> bool:
    """Whether a reply has no word of the one that was `wanted`, and nothing of the point is heard in it."""
    telling = own_words(question.prompt, wanted).keys() - general_words()
    beside = len(telling) >= SAYS_SOMETHING and telling.isdisjoint(own_words("", reply))
    return beside and heard(question, reply).get(point, NOTHING).share < FAINT


def words_of_reply(asks: str, wanted: str, reply: str) -> Literal["most", "some", "none"]:
    """How much of the reply that was `wanted` another one has, by the words that tell it and aren't asked with.

    "No" where "yes" was wanted has never most of it. What has so few words of its own tells nothing: that's some. For
    none they've no word in common at all, of the question or for any subject: right replies lacked all others.
    """
    its, said = own_words("", wanted).keys(), own_words("", reply).keys()
    telling = its - own_words("", asks).keys() - general_words()
    shared = len(telling & said)
    if its.isdisjoint(said) and len(telling) >= ENOUGH_WANTED:
        return "none"
    says = any(shared >= least and shared >= share * len(telling) for least, share in MOST_OF_IT)
    yes_or_no = [found[0].lower() for text in (wanted, reply) if (found := _YES_OR_NO.match(text))]
    return "most" if says and len(set(yes_or_no)) < len((wanted, reply)) else "some"


def is_thin(question: Question, text: str) -> bool:
    """Whether an answer is so short that you'd wait for more: for a quick question a few words are enough."""
    short = length_in_words(text) < P.THIN_WORDS and not _NO_IDEA.search(text)
    return short and question.planned_minutes > 1 and not question.stages


def is_elsewhere(question: Question, text: str) -> bool:
    """Whether an answer to a question that's talked about seems to be about something else.

    It's so of 10 in 3,408 recorded answers of 40 words or more, half of them bluffs, and of 185 in 500 that
    were given to another question.
    """
    talked = question.kind == "discuss" and not question.shows_code and not _NO_IDEA.search(text)
    if not talked or length_in_words(text) < ELSEWHERE_WORDS:
        return False
    if any(point.share >= PLACED for point in heard(question, text).values()):
        return False
    about = own_words("", " ".join((question.prompt, question.answer, *(point.point for point in question.rubric))))
    return len(about.keys() & own_words("", text).keys()) < IN_COMMON * len(about)


@lru_cache(maxsize=1)
def _courtesy() -> frozenset[str]:
    return frozenset(map(stem_of, _COURTESY.split()))


def _disclaimed(text: str, known: set[str]) -> list[frozenset[str]]:
    """The stems of each stretch that is disclaimed; of what only points back ("how, I don't know") those before it."""
    typed = without_disfluencies(as_typed(text))
    kept = {token.start for token in without_disclaimed(typed, text)}
    stretches = []
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        runs = [(gone, list(run)) for gone, run in groupby(sentence, key=lambda token: token.start not in kept)]
        for number, (gone, words) in enumerate(runs):
            after = runs[number + 1][1][0].word if number + 1 < len(runs) else ""
            if gone and after not in _GUESSES:
                before = runs[number - 1][1] if number else []
                stems = frozenset(token.stem for token in words)
                topic = before if len(before) <= TOPIC else []
                stretches.append(stems if stems & known else frozenset(token.stem for token in topic))
    return stretches


@lru_cache(maxsize=512)
def _telling(question: Question) -> Mapping[str, Mapping[str, float]]:
    """For each point the stems that tell it from the others, with their weights."""
    found: dict[str, dict[str, float]] = {}
    for point in question.rubric:
        weights: defaultdict[str, float] = defaultdict(float)
        cued = (element.stem for cue in point.cues for element in compile_cue(cue).elements if element.stem)
        for stem, count in Counter(cued).items():
            weights[stem] = sqrt(count / len(point.cues))
        for stem in _stems(point.point):
            weights[stem] = max(1.0, weights[stem])
        for probe in question.probes:
            for stem in _stems(f"{probe.asks} {probe.reply}") if probe.point == point.id else ():
                weights[stem] = max(IN_PROBE, weights[stem])
        empty = empty_stems() | general_words()
        found[point.id] = {stem: weight for stem, weight in weights.items() if stem not in empty}
    shared = Counter(stem for weights in found.values() for stem in weights)
    return {name: {stem: weight / shared[stem] for stem, weight in weights.items()} for name, weights in found.items()}


def _stems(text: str) -> set[str]:
    return {token.stem for token in tokens(text) if token.word not in COMMON and len(token.word) > 1}
