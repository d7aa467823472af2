"""What the interviewer says to a question back for which no fact is prepared, by what kind of question it is.

A word that isn't known, which of two readings is meant, what to talk about: none of these is a fact that a candidate
could assume. They are told by their form; whatever has none of these forms is taken for a question about a fact.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.engine.choice.asked_back.forms import (
    CLAUSE,
    FIGURE,
    GET_HINT,
    LEAVE_IT,
    any_of,
    of_the_interview,
    sentences,
)
from simulator.engine.choice.listening import mistakes_heard, shares_heard
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.terms import explanations, says
from simulator.graph.records import Graph, Question

# of each kind what may be said, in turn
ASSUMPTIONS = (
    "I haven't fixed that. Pick something realistic and tell me.",
    "I'd leave that to you. What would you go with?",
    "I've left that open. What would you assume?",
    "Go with whatever you'd expect, and say what it is.",
)
FIGURES = (
    "Take a figure that seems likely, and tell me what it is.",
    "I'd leave the number to you. What would you expect?",
    "Use a realistic number, and say what it is.",
)
EXISTENCE = (
    "Let's leave that open. Say what you'd want or expect.",
    "Go by what you'd expect, and tell me what that is.",
    "Cover both: what you'd do if so, and what you'd do if not.",
)
# of the candidate's own work there is nothing to assume
OF_OWN_WORK = (
    "I wasn't there. Tell me how it was.",
    "That's yours to say. How was it?",
    "You know it better than I do. Say what you remember.",
)
AS_UNDERSTOOD = "Take it the way that makes most sense to you, and say how you've taken it. I'll go with that."
MEANT = (
    AS_UNDERSTOOD,
    "Say what you take it to mean, and go on from there.",
    "However you'd read it. Tell me how you do, and I'll follow.",
)
NAMES = (
    "Say what you take it to be, and go on from there.",
    "You needn't know the name. Tell me what you'd guess, and reason from that.",
    "If it's new to you, go by what I've said about it, and tell me what you make of it.",
)
READINGS = (
    "Go with that, and say so.",
    "Take it that way, say so, and go on from there.",
    "I'll follow your reading. Go on.",
)
WHICHEVER = (
    "Either is fine. Take the one you know best.",
    "Whichever you know better. Say which, and go on.",
    "I don't mind which. Take one, and say which it is.",
)
ALTERNATIVES = (
    "That's open. Say what each would change.",
    "I've left that open. Take one, and say which.",
    "Take them in turn, if it makes a difference.",
)
SUBJECTS = (
    "That's fine, as long as it gets us to what I asked.",
    "Yes, start there. Say where it differs from what I asked.",
    "Fine by me. Come back to my question from there.",
)
CHOICES = (
    "Yes, take what you know best, and say in a word why.",
    "Your choice. Tell me why that one.",
)
OWN_CHOICES = (
    "Take it, if it's the one you can tell me most about. Say which part was yours.",
    "That's fine. Say which part you did yourself.",
    "Whatever you know from the inside will do.",
)
ORDER = (
    "Start wherever you like.",
    "Begin with what matters most to you.",
)
PARTS_TO_SAY = (
    "If it matters to your answer, yes.",
    "Briefly, if you think it changes anything.",
    "Leave it out unless it changes your answer.",
)
OWN_PARTS = (
    "Only what helps me follow it.",
    "Leave it out if you'd rather.",
)
ASSUMED = (
    "Yes, assume that, and say so.",
    "You may. Say so, and go on.",
)
TAKE_TIME = "Take your time."
AS_DEEP = "As far as you'd go with a colleague. I'll ask if I want more."
PUT_AGAIN = "Let me put it again. {}"

# what a candidate may do; `{who}` is who
_MAY = (
    r"(?:(?:can|could|may|might|shall|should) {who}|(?:is|would) (?:it|that)(?: be)? (?:ok|okay|fine|all ?right|enough)"
    r"(?: for you)? (?:if {who}|to)|do you mind if {who}|am i allowed to|(?:do|must) {who}(?: (?:have|need) to)?)"
    r"(?: (?:also|just|maybe|perhaps|please|rather|instead|simply|first|then))*"
)
_I_MAY, _WE_MAY = _MAY.format(who="i"), _MAY.format(who="(?:i|we)")
_SAY = (
    "answer|calculate|code|compare|compute|consider|count|cover|define|derive|describe|discuss|draw|explain|give|go "
    "(?:into|through|over)|include|list|mention|name|prove|remember|repeat|show|sketch|tell|write"
)


# asks what the question means, which is no fact ("the mean latency" is one)
MEANING = any_of(
    r"\bmeant\b(?! (?:for|to)\b)|\b(?:you|it|that|this) means?\b|\bmean by\b",
    r"\bdoes\b[^?.]{1,60}(?<!\bthe)(?<!\ba) mean(?=\s*(?:$|[?,.]|(?:here|by|in|exactly|that|the|just|only)\b))",
    r"\bshould i (?:read|take|understand)\b|\bin (?:the|which|what) (?:sense|meaning)\b",
    r"\bwhat (?:exactly )?(?:counts|would count|qualifies) as\b|\bhow (?:do|would) you define\b",
)
_SENSE = any_of(r"\bin (?:the|which|what) (?:sense|meaning)\b")  # the same words again wouldn't tell
# asks to hear it once more
ONCE_MORE = any_of(
    r"\b(?:rephrase|reword|say (?:it|that) (?:again|once more|differently)|come again|pardon)\b",
    r"\b(?:you|please) (?:please )?repeat\b|\brepeat (?:(?:the|your) question|(?:it|that)?(?:,? please)?\W*$)",
    r"\bput (?:it|that) (?:again|differently|another way|more|in (?:other|simpler?))",
    r"^\W*(?:sorry|what|huh)\W*$|\bexplain (?:the|this|that|your) (?:question|task)\b",
    r"\bwhat (?:exactly |precisely )?(?:do you want|are you asking|is (?:the|your) question)\b",
    r"\bI\b[^.?!]{0,16}(?:\bnot|n['’]t) (?:quite |really )?(?:get|understand|follow)"
    r"(?: (?:it|that|this|you|what|the)\b|\W*$)",
)
# asks how much to say: that is no assumption to be made
DEPTH = any_of(
    r"\bhow (?:deep|deeply|detailed|technical|much detail) (?:should|shall|must|may|can|do you want)\b",
    r"\b(?:in (?:detail|depth|short)|high[- ]level|overview) or\b",
    r"\bhow (?:long|short|far) (?:should|shall|must|may|can|do you want) "
    r"(?:i (?:go|talk|speak)|(?:the|my|this) (?:answer|reply))\b",
    r"\b(?:should|shall|may|can) i (?:go (?:in|into)|give)\b[^?.]{0,24}\b(?:details?|depth|overview)\b",
)
# asks for a term: the interviewer used it ("what is mHC?"), or asks what it means, or says that it's new
_TERM = r"(?P<term>[^?!.,;:]{1,60}?)(?: (?:here|exactly|please|again|actually|in this context))*\s*(?:[?!.,;:]|$)"
_USED = any_of(rf"\bwhat(?:['’]s| is| are| was| were) (?:meant by )?(?:(?P<any>an? )|(?P<the>the ))?{_TERM}")
_ASKED = (
    _USED,
    any_of(r"\bwhat (?:an? |(?P<the>the ))?(?P<term>[^?!.,;:]{1,60}?) (?:is|are|means?)\s*(?:[?!.,;:]|$)"),
    any_of(r"\bwhat (?:do|does|did) (?P<term>[^?!.,;:]{1,60}?) (?:mean|stand for)\b"),
    any_of(rf"\bwhat(?:['’]s| is| do you) mean(?:t)? by (?:an? |the )?{_TERM}"),
    any_of(
        rf"(?:\bnever|\bnot|n['’]t) (?:yet |really |actually )?(?:know|heard|hear|read|seen|met|come across|familiar)"
        rf"(?: of| with| about| what)? (?:an? |the )?{_TERM}"
    ),
)
_OWNED = any_of(r"(?:our|your|my|their|its|this|that|these|those|it|they|there|wrong|known|allowed)\b")
_MARKS = " \"'“”‘’`"
_NEW_NAME = any_of(
    r"(?:\bnever|\bnot|n['’]t) (?:yet |really |actually )?(?:know|heard|read|familiar|seen|come across)"
    r"[^.?!]{0,16}\b(?:(?:this|that|the) (?:name|word|term|paper|abbreviation|method)|it|this|that)\b",
    r"\bwhat (?:kind|sort) of (?:thing|method|word|paper) is\b",
)
# says how something is taken, and asks whether that's right: a statement, or "is it that ..."
_TAKEN = any_of(
    r"[,;] *(?:right|correct|yes|true|no)\s*\?",
    r"\b(?:i|we) (?:assume|guess|suppose|take it|understand)\s*\?",
    r"\b(?:is|does) (?:it|this|that)(?: mean)? that\b|\bby [^?.!]{1,40} you mean\b",
    r"\b(?:is|are) [^?.!]{1,40} (?:the same (?:as|thing)|a kind of|basically|simply|one (?:that|where|with))\b",
    rf"{CLAUSE}(?:do|did) you mean (?!by\b|with\b)(?:(?!\bor\b)[^?]){{1,120}}\?",
    r"\bam i (?:right|correct)\b|\bis (?:that|this|it) (?:right|correct)\b",
)
_VERB = any_of(r"\b(?:is|are|was|were|means?|has|have|can|will|must|stands?|may|does|do)\b|['’](?:s|re)\b")
_ASKS = any_of(
    r"\b(?:who|what|which|when|where|why|how|whose)\b",
    rf"{CLAUSE}(?:is|are|was|were|am|do|does|did|can|could|may|might|must|shall|should|will|would|has|have|had|any)\b",
    rf"{CLAUSE}(?:is|are|do|does|did|ca|was|were|wo|could|would|should|has|have)n['’]t\b",
)
# which of two is wanted of the answer; not which of two is so
_WANTED = any_of(
    r"\b(?:do|would|did|should|could) you (?:want|need|expect|prefer|like|rather|count|think of)\b|\byou want\b",
    r"\b(?:are|do|should|shall) (?:we|you) (?:talk|talking|speak|speaking|ask|asking|after)\b",
    r"\b(?:is|are) (?:it|this|that|the question) (?:asked |meant |only )?(?:for|about)\b|\bor in general\b",
    r"\b(?:should|shall|must) i\b|\bdo i (?:have|need) to\b|\bis it (?:ok|okay|fine|enough)\b",
)
_OR = any_of(r"\bor\b(?! (?:not|so|something|anything|similar|else|more|less|whatever|the like)\b)")
_NO_CHOICE = any_of(
    r"\bhow (?:much|many|large|big|long|often|fast|high|old|small|low)\b", r"\b(?:is|are) there\b|\bany\b"
)
_IS_THERE = any_of(
    rf"{CLAUSE}(?:is|are|was|were|will) there\b",
    rf"{CLAUSE}(?:do|did|does) (?:we|you|they|the \w+) (?:\w+ )?(?:have|keep|own)\b",
    rf"{CLAUSE}(?:have|has) (?:we|they|the \w+|anyone|anybody)\b",
)
_MAY_ASSUME = any_of(rf"{CLAUSE}{_WE_MAY} (?:assume|suppose|treat|take it (?:that|as)|ignore)\b")
_MAY_CHOOSE = any_of(
    rf"{CLAUSE}{_I_MAY} (?:choose|pick|select|take|use (?:an? )?(?:own|example|project|story)|"
    r"tell (?:you )?(?:about|of))\b",
    r"\b(?:does|would|do) (?:it|that|this|an?|my) [^?.!]{0,40}\bcount\b(?! as)",
)
_MAY_TALK = any_of(
    rf"{CLAUSE}{_WE_MAY} (?:talk|speak) about\b",
    rf"{CLAUSE}{_I_MAY} (?:talk|speak|answer|focus|concentrate|skip|leave (?:out|aside)|come back|stick|stay)\b",
    r"\b(?:is|would) (?:it|that)(?: be)? (?:ok|okay|fine|all ?right) if i\b",
)
_MAY_START = any_of(
    rf"{CLAUSE}{_I_MAY} (?:start|begin)\b",
    r"\b(?:what|where|which)\b[^?.!]{0,24} (?:should|shall|do|can) i (?:start|begin|focus)\b",
)
_THINKS = any_of(
    r"\bthink\b[^?.!]{0,24}\b(?:minute|moment|second|while)\b|\blet me think\b",
    r"\b(?:have|take|need) (?:a|one|some|my) (?:\w+ )?(?:minute|moment|second|time)s?(?: to think|,? please|\W*$)",
)
# which work of one's own would do
_WHICH_WORK = any_of(
    r"\b(?:fine|ok|okay|enough|good|allowed|all ?right|count)\b",
    r"\b(?:should|must|may|can|could|does|has) (?:it|this|that)\b",
)
_SAY_TOO = any_of(
    rf"{CLAUSE}(?:should|shall|must|do|does) (?:i|we|my answer|the answer)(?: (?:have|need) to)?"
    rf"(?: (?:also|just|even|really))* (?:{_SAY})\b",
    rf"{CLAUSE}(?:do|would) you (?:also )?(?:want|need|like|expect) (?:me to|that|it|to (?:see|hear)|an?|the)\b",
)


OF_A_TASK = "The task says what's wanted. Where it doesn't, you decide; say why when you talk about it."


class Situation(NamedTuple):
    """Where something is asked back: at a question or at a follow-up, after so many others that found no fact."""

    prompt: str
    refused: int = 0
    own_work: bool = False  # the question is about that of the candidate
    follow_up: str = ""
    is_bare: bool = True  # the follow-up has just been read, without a quote or a fact before it
    no_hint: str = ""  # why there is none, if so
    no_skip: str = ""
    task: bool = False  # code is being written

    @property
    def said(self) -> str:
        """What the interviewer has said."""
        return f"{self.prompt} {self.follow_up}"

    def again(self) -> str:
        """What is put again: the follow-up alone, or what the prompt asks after it has told of a case."""
        asks = [sentence for sentence in sentences(self.prompt) if sentence.endswith("?")]
        return PUT_AGAIN.format(self.follow_up or " ".join(asks) or self.prompt)


def reply_to(asks: str, at: Situation, explain: Callable[[str], str] | None = None) -> str:
    """What the interviewer says to what no fact is prepared for. `explain` tells what a term means, or nothing.

    A follow-up is put again alone to whoever doesn't know what it means, unless it stood alone and has just been read.
    """
    told, rest = of_the_interview(asks)
    if told:
        told = told.replace(GET_HINT, at.no_hint or GET_HINT).replace(LEAVE_IT, at.no_skip or LEAVE_IT)
        return f"{told} {reply_to(rest, at, explain)}" if rest else told
    if at.task:
        return OF_A_TASK
    term = term_asked(asks, at.said)
    if term and explain is not None and (told := explain(term)):
        return told
    is_meaning = MEANING.search(asks) is not None
    if ONCE_MORE.search(asks) or (is_meaning and at.follow_up and not at.is_bare and not _SENSE.search(asks)):
        return at.again()
    if DEPTH.search(asks) or _THINKS.search(asks):
        return AS_DEEP if DEPTH.search(asks) else TAKE_TIME
    is_word = bool(term_asked(asks, at.said, or_value=False))
    said = _of_form(asks, at, is_word=is_word, is_meaning=is_meaning)
    return said[at.refused % len(said)]


def _of_form(asks: str, at: Situation, *, is_word: bool, is_meaning: bool) -> Sequence[str]:
    """What may be said to a question of this form."""
    asking = [sentence for sentence in sentences(asks) if sentence.endswith("?")] or [asks]
    if any(map(_takes_it_so, asking)):
        return READINGS
    if is_meaning:
        return MEANT
    if is_word or _NEW_NAME.search(asks):
        return NAMES
    if any(_OR.search(one) and _WANTED.search(one) for one in asking):
        return WHICHEVER
    for form, said, of_own in _ALLOWED:
        if any(map(form.search, asking)):
            return of_own if at.own_work else said
    if at.own_work:
        return OWN_CHOICES if any(map(_WHICH_WORK.search, asking)) else OF_OWN_WORK
    if any(_OR.search(one) and not _NO_CHOICE.search(one) for one in asking):
        return ALTERNATIVES
    return _not_known(" ".join(asking))


def _not_known(asks: str) -> Sequence[str]:
    """What may be said to what is so in the case, by what is asked for first."""
    figure, is_there = FIGURE.search(asks), _IS_THERE.search(asks)
    if figure and (not is_there or figure.start() <= is_there.start()):
        return FIGURES
    return EXISTENCE if is_there else ASSUMPTIONS


# what may be done, what is said to it, and what of one's own work
_ALLOWED = (
    (_MAY_ASSUME, ASSUMED, ASSUMED),
    (_MAY_START, ORDER, ORDER),
    (_MAY_CHOOSE, CHOICES, OWN_CHOICES),
    (_MAY_TALK, SUBJECTS, OWN_CHOICES),
    (_SAY_TOO, PARTS_TO_SAY, OWN_PARTS),
)


def term_asked(asks: str, said: str, *, or_value: bool = True) -> str:
    """The term that a candidate asks to be told, or doesn't know; empty if it's none that the interviewer used.

    "What's the cache?" may ask for a term `or_value`: "what's the budget?" asks how large it is.
    """
    for match in (match for form in _ASKED for match in form.finditer(asks)):
        found = match.groupdict()
        is_figure = _OWNED.match(match["term"]) or (found.get("the") and not or_value)
        if (found.get("any") or says(said, match["term"])) and not is_figure:
            return match["term"].strip(_MARKS)
    return ""


def _takes_it_so(sentence: str) -> bool:
    """Whether a question only says how something is taken: "Serving means running it oneself?"."""
    if _TAKEN.search(sentence):
        return True
    is_question = not sentence.endswith("?") or _ASKS.search(sentence) or _OR.search(sentence)
    return _VERB.search(sentence) is not None and not is_question


def explained(graph: Graph, question: Question, term: str) -> str:
    """What may be told about a term without giving away anything that an answer is judged by; empty if nothing may."""
    return next((told for told in explanations(graph, question, term) if not gives_away(question, told)), "")


def gives_away(question: Question, told: str) -> bool:
    """Whether any point of the rubric, or a mistake, could be heard in what is told."""
    return max(shares_heard(question, told).values(), default=0.0) >= P.UNSAID or bool(mistakes_heard(question, told))
