"""What the interviewer says to a question back for which no fact is prepared, by what kind of question it is.

A word that isn't known, which of two readings is meant, what to talk about: none of these is a fact that a candidate
could assume. They are told by their form; whatever has none of these forms is taken for a question about a fact.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from simulator.engine.choice.asked_back import sayings
from simulator.engine.choice.asked_back.facts import NOTHING_SAID, SaidBefore
from simulator.engine.choice.asked_back.forms import (
    AT_THE_END,
    CLAUSE,
    FIGURE,
    GET_HINT,
    I_MAY,
    LATER,
    LEAVE_IT,
    MISHEARD_YOU,
    ONLY_ASKS,
    WE_MAY,
    YOUR_WORDS,
    any_of,
    asking,
    is_of_our_team,
    of_the_interview,
)
from simulator.engine.choice.listening import HALF, mistakes_heard, shares_heard
from simulator.engine.choice.quotes import own_words
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.terms import SHORT_FOR, explanations, says
from simulator.graph.records import Graph, Question

SPELT_OUT = SHORT_FOR.partition("{}")[0]
# what one may be asked to say
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
    r"\b(?:is|does) (?:it|this|that)(?: mean)? that\b|\bby [^?.!]{1,40} you mean\b|\bdo you also mean\b",
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
    r"\b(?:should|shall|must) i\b|\bam i (?:meant|supposed|expected|asked) to\b|\bdo i (?:have|need) to\b",
    r"\bis it (?:ok|okay|fine|enough)\b",
)
# "without a tool or memory" offers no choice
_WITHOUT = any_of(r"\b(?:without|no)\b[^?,;]*")
_PLAIN = any_of(
    rf"{CLAUSE}(?:is|are) (?:this|it|that|these|we)(?: \w+)? (?:(?:just|only|simply|an?|about) )*"
    r"(?:simple|plain|basic|ordinary|usual|standard|normal|typical)\b"
)
# asks which of two things counts for more in the case
_PRIORITY = any_of(
    r"\b(?:more|most|less) important\b|\bmatters? (?:more|most|less)\b|\bcounts? (?:for )?(?:more|most)\b|"
    r"\bpriorit(?:y|ies)\b|\b(?:prioriti[sz]e|optimi[sz](?:e|ing) for)\b|\b(?:comes?|goes) first\b"
)
# asks how far something goes: "for the weights only, or with the cache?"
_SCOPE = any_of(
    r"\b(?:only|just|alone)\b[^?]{0,24}\bor (?:also |even )?(?:with|including|together with|plus|everything)\b",
    r"\b(?:do|does|did) [^?]{1,60} (?:include|contain|cover)\b|\bincluding\b[^?]{1,40}\bor (?:without|excluding|not)\b",
    r"\b(?:is|are) [^?.!]{1,40} (?:included|part of (?:it|that|this))\b",
)
_BESIDE = any_of(
    r"\b(?:too|also|as well)\b[^?]*\b(?:just|only|enough)\b|\b(?:just|only)\b[^?]*\b(?:too|also|as well)\b"
)
_OR = any_of(r"\bor\b(?! (?:not|so|something|anything|similar|else|more|less|whatever|the like)\b)")
# "12 points of what, recall or answer quality?" is about one thing, whichever that is
_IS_ONE = any_of(r"\b(?:of|in|by|at|with) (?:what|which)\b", r"^\W*(?:what|which)\b", r"\bwhich (?:one|is it)\b")
_NO_CHOICE = any_of(
    r"\bhow (?:much|many|large|big|long|often|fast|high|old|small|low)\b", r"\b(?:is|are) there\b|\bany\b"
)
_IS_THERE = any_of(
    rf"{CLAUSE}(?:is|are|was|were|will) there\b",
    rf"{CLAUSE}(?:do|did|does) (?:we|you|they|the \w+) (?:\w+ )?(?:have|keep|own)\b",
    rf"{CLAUSE}(?:have|has) (?:we|they|the \w+|anyone|anybody)\b",
)
_MAY_ASSUME = any_of(rf"{CLAUSE}{WE_MAY} (?:assume|suppose|treat|take it (?:that|as)|ignore|make up|invent)\b")
_MAY_CHOOSE = any_of(
    rf"{CLAUSE}{I_MAY} (?:choose|pick|select|take|use (?:an? )?(?:own|example|project|story)|"
    r"tell (?:you )?(?:about|of))\b",
    r"\b(?:does|would|do) (?:it|that|this|an?|my) [^?.!]{0,40}\bcount\b(?! as)",
)
_MAY_TALK = any_of(
    rf"{CLAUSE}{WE_MAY} (?:talk|speak) about\b",
    rf"{CLAUSE}{I_MAY} (?:talk|speak|answer|focus|concentrate|skip|leave (?:out|aside)|come back|stick|stay)\b",
    r"\b(?:is|would) (?:it|that)(?: be)? (?:ok|okay|fine|all ?right) if i\b",
)
_MAY_START = any_of(
    rf"{CLAUSE}{I_MAY} (?:start|begin)\b",
    r"\b(?:what|where|which)\b[^?.!]{0,24} (?:should|shall|do|can) i (?:start|begin|focus)\b",
)
_IN_TURN = any_of(
    rf"{CLAUSE}{I_MAY} (?:go|take|do|walk|treat|discuss|answer|handle)\b[^?.!]{{0,40}}\b(?:one (?:after (?:another|the "
    r"other)|by one|at a time)|in turn|in (?:that|this|your) order|step by step|separately|each)\b",
)
_MAY_OBJECT = any_of(
    rf"{CLAUSE}{I_MAY} (?:disagree|object|doubt|question|criticise|criticize|challenge|contradict|argue|push back)\b"
)
_MAY_PROPOSE = any_of(rf"{CLAUSE}(?:can|could|may) i\b")
_THREADS = any_of(r"\b(?:thread|lock|mutex|concurren|parallel|race condition)")
_CASES = any_of(
    r"\bwhich (?:of (?:the|my) )?(?:cases?|tests?|inputs?|ones?)\b[^?.!]{0,20}\b(?:fail(?:ed|s)?|went wrong|broke)\b",
    r"\b(?:see|show|tell)\b[^?.!]{0,12}\b(?:fail(?:ed|ing)|hidden) (?:cases?|tests?|ones?)\b",
    r"\bwhere (?:does|did|do) (?:it|they|mine|my code) (?:fail|break|go wrong)\b",
    r"\bwhy did (?:it|they|mine|my code) fail\b",
)
_QUOTES_THEM = any_of(r"\b(?:you (?:said|mentioned|wrote|told me)|come back to) “")
_OF_A_CASE = any_of(r"\d|\b(?:your|our|we|my)\b")  # of a prompt that tells of a case
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
    rf"{CLAUSE}(?:(?:should|shall|must|do|does) (?:i|we|my answer|the answer)(?: (?:have|need) to)?|"
    r"am i (?:meant|supposed|expected|asked) to)"
    rf"(?: (?:also|just|even|really))* (?:{_SAY})\b",
    rf"{CLAUSE}(?:do|would) you (?:also )?(?:want|need|like|expect) (?:me to|that|it|to (?:see|hear)|an?|the)\b",
)


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
    general: bool = False  # the question has no case behind it
    has_facts: bool = True  # something is prepared, though not this
    reference: str = ""
    heard: SaidBefore = NOTHING_SAID
    replies: tuple[str, ...] = ()  # all that was said to questions back in this interview
    they_ask: bool = True  # at the end the candidate asks, which is the place for questions about the job

    @property
    def said(self) -> str:
        """What the interviewer has said."""
        return f"{self.prompt} {self.follow_up}"

    def again(self) -> str:
        """What is put again: the follow-up alone, or what the prompt asks after it has told of a case."""
        put = sayings.PUT_AGAIN.format(self.follow_up or " ".join(asking(self.prompt)))
        return f"{put} {sayings.MISHEARD}" if _QUOTES_THEM.search(self.follow_up) else put


def situated(question: Question, refused: int) -> Situation:
    """Where something is asked back about a question."""
    prompt = question.prompt
    has_case = bool(question.clarifications) or question.kind != "discuss" or _OF_A_CASE.search(prompt) is not None
    own_work = question.kind == "experience"
    has_facts = bool(question.clarifications)
    return Situation(prompt, refused, own_work, general=not has_case, has_facts=has_facts, reference=question.answer)


def said_of_the_interview(asks: str, at: Situation) -> str:
    """The reply to what is asked about the interview itself; empty if nothing is."""
    return _told_of_it(asks, at)[0]


def _told_of_it(asks: str, at: Situation) -> tuple[str, str]:
    """The same with what else is asked."""
    told, rest = of_the_interview(asks)
    no_end, no_follow_up = "" if at.they_ask else ONLY_ASKS, "" if at.follow_up else YOUR_WORDS
    fitting = {GET_HINT: at.no_hint, LEAVE_IT: at.no_skip, MISHEARD_YOU: no_follow_up}
    for said, instead in (fitting | {LATER: no_end, AT_THE_END: no_end}).items():
        told = told.replace(said, instead or said)
    return told, rest


def reply_to(asks: str, at: Situation, explain: Callable[[str], str] | None = None) -> str:
    """The interviewer's reply where no fact is prepared. `explain` tells what a term means, or nothing."""
    told, rest = _told_of_it(asks, at)
    if told:
        return f"{told} {reply_to(rest, at, explain)}" if rest else told
    if is_of_our_team(asks, at.said):
        return AT_THE_END if at.they_ask else ONLY_ASKS
    if at.task and not _THREADS.search(asks):
        return sayings.OF_ITS_CASES if _CASES.search(asks) else sayings.OF_A_TASK
    if at.task:
        return sayings.ONE_THREAD
    if told := directly(asks, at, explain):
        return told
    return _in_turn(form_of(asks, at), at)


def _in_turn(said: Sequence[str], at: Situation) -> str:
    """Of what may be said, what is the turn of: not what was said lately, as long as there's another."""
    first = at.refused % len(said)
    lately = {one: max((n for n, reply in enumerate(at.replies) if one in reply), default=-1) for one in said}
    return min((*said[first:], *said[:first]), key=lambda one: lately[one])


def directly(asks: str, at: Situation, explain: Callable[[str], str] | None = None) -> str:
    """The reply to somebody who asks for a word, the question again, how much to say, or time; otherwise nothing.

    A follow-up is put again alone to whoever doesn't know what it means, unless it stood alone and has just been read.
    """
    term = term_asked(asks, at.said)
    if term and explain is not None and (told := explain(term)):
        return told
    is_meaning = MEANING.search(asks) is not None and not _offers_meanings(asks)
    if ONCE_MORE.search(asks) or (is_meaning and at.follow_up and not at.is_bare and not _SENSE.search(asks)):
        return at.again()
    if DEPTH.search(asks):
        return sayings.AS_DEEP
    return sayings.TAKE_TIME if _THINKS.search(asks) else ""


def form_of(asks: str, at: Situation) -> Sequence[str]:
    """What may be said to a question of this form."""
    questions = asking(asks)
    if any(map(_takes_it_so, questions)):
        return sayings.READINGS
    if MEANING.search(asks):
        return sayings.MEANINGS if _offers_meanings(asks) else sayings.MEANT
    if term_asked(asks, at.said, or_value=False) or _NEW_NAME.search(asks):
        return sayings.NAMES
    wanted = [one for one in questions if _OR.search(one) and _WANTED.search(one)]
    if wanted:
        return sayings.BEYOND if any(map(_BESIDE.search, wanted)) else sayings.WHICHEVER
    for form, said, of_own in _ALLOWED:
        if any(map(form.search, questions)):
            return of_own if at.own_work else said
    if at.own_work:
        chooses = any(map(_OR.search, questions))
        of_own = sayings.OWN_EITHER if chooses else sayings.OF_OWN_WORK
        return sayings.OWN_CHOICES if any(map(_WHICH_WORK.search, questions)) else of_own
    return _of_the_case(questions, at)


def _of_the_case(questions: Sequence[str], at: Situation) -> Sequence[str]:
    """What may be said to what is so in the case."""
    if any(map(_MAY_PROPOSE.search, questions)):
        return sayings.PROPOSALS
    if any(_OR.search(one) and _PRIORITY.search(one) for one in questions):
        return sayings.PRIORITIES
    if any(map(_SCOPE.search, questions)):
        return sayings.EVERYTHING
    choosing = [one for one in questions if _OR.search(_WITHOUT.sub("", one)) and not _NO_CHOICE.search(one)]
    if not choosing and any(map(_PLAIN.search, questions)):
        return sayings.READINGS
    if at.general and not _OF_A_CASE.search(at.follow_up):
        return sayings.GENERAL
    if choosing:
        return (
            sayings.BOTH
            if any(_has_both(one, at) and not _IS_ONE.search(one) for one in choosing)
            else sayings.ALTERNATIVES
        )
    return _not_known(" ".join(questions)) if at.has_facts else sayings.NO_FACTS


def _has_both(asks: str, at: Situation) -> bool:
    """Whether the reference goes into each of the things between which a question chooses."""
    asked, reference = own_words("", at.prompt).keys(), own_words("", at.reference).keys()
    options = [own_words("", option).keys() - asked for option in _OR.split(asks)]
    own = [option - set().union(*options[:place], *options[place + 1 :]) for place, option in enumerate(options)]
    return all(words and len(words & reference) >= HALF * len(words) for words in own)


def _not_known(asks: str) -> Sequence[str]:
    """What may be said to what is so in the case, by what is asked for first."""
    figure, is_there = FIGURE.search(asks), _IS_THERE.search(asks)
    if figure and (not is_there or figure.start() <= is_there.start()):
        return sayings.FIGURES
    return sayings.EXISTENCE if is_there else sayings.ASSUMPTIONS


# what may be done, what is said to it, and what of one's own work
_ALLOWED = (
    (_MAY_ASSUME, sayings.ASSUMED, sayings.ASSUMED),
    (_IN_TURN, sayings.IN_TURN, sayings.IN_TURN),
    (_MAY_OBJECT, sayings.OBJECTIONS, sayings.OBJECTIONS),
    (_MAY_START, sayings.ORDER, sayings.ORDER),
    (_MAY_CHOOSE, sayings.CHOICES, sayings.OWN_CHOICES),
    (_MAY_TALK, sayings.SUBJECTS, sayings.OWN_CHOICES),
    (_SAY_TOO, sayings.PARTS_TO_SAY, sayings.OWN_PARTS),
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


def _offers_meanings(asks: str) -> bool:
    """Whether somebody who asks what is meant names the meanings: "the KV blocks, or a response cache?"."""
    return any(_OR.search(_WITHOUT.sub("", one)) for one in asking(asks))


def confirms(part: str) -> bool:
    """Whether a part of a question asks if a reading is right."""
    return _TAKEN.search(f"{part}?") is not None


def _takes_it_so(sentence: str) -> bool:
    """Whether a question only says how something is taken: "Serving means running it yourself?"."""
    if _TAKEN.search(sentence):
        return True
    is_question = not sentence.endswith("?") or _ASKS.search(sentence) or _OR.search(sentence)
    return _VERB.search(sentence) is not None and not is_question


def explained(graph: Graph, question: Question, term: str) -> str:
    """What may be told about a term without giving away anything that an answer is judged by; empty if nothing may.

    What an abbreviation stands for always may: the interviewer has used it.
    """
    told = explanations(graph, question, term)
    return next((one for one in told if one.startswith(SPELT_OUT) or not gives_away(question, one)), "")


def gives_away(question: Question, told: str) -> bool:
    """Whether any point of the rubric, or a mistake, could be heard in what is told."""
    return max(shares_heard(question, told).values(), default=0.0) >= P.UNSAID or bool(mistakes_heard(question, told))
