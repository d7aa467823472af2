"""What somebody says that they don't know: "I've never used a cache", "how it's kept, I couldn't tell you".

The words that are disclaimed are left out, as those of halting speech are, so that nothing is heard in them: neither a
point nor a mistake nor a denial. What follows a "but" or "I think" is said, and stays: "I don't know exactly, but about
80 GB". In doubt words stay, for to take away what was said is worse.
"""

import re
from collections.abc import Sequence
from itertools import groupby

from simulator.graph.listening.typed_word import TypedWord

FARTHEST = 40  # words that one such phrase disclaims
TOPIC = 8  # words before "I've never worked with" that it's about
ASIDE = 6  # words between a question and the "I don't know" after it

_SOFTLY = (
    r"(?: (?:honestly|really|just|actually|still|also|simply|even|quite|yet|currently|personally|so|too|entirely"
    r"|completely|exactly|quite|at all|that|very|ever|readily))*"
)
_NOT = r"(?:do not|don't|dont|did not|didn't|didnt)"
_CANNOT = r"(?:can't|cant|cannot|can not|couldn't|couldnt|could not|wouldn't|wouldnt|would not)"
_HAVE_NOT = r"(?:(?:i've|ive|i have|i had|i'd) (?:never|not)|i (?:haven't|havent|hadn't|hadnt|never))"
_QUESTION = r"(?:how|what|which|why|whether|where|when|who|if)"
_WITHOUT = r"(?:idea|clue|answer|opinion|knowledge|experience|feel|view)"
_ON = r"(?:about|on|of|for|to|with|as to|in)"
_DID = (
    r"(?:used|tried|done|built|worked|touched|implemented|learned|learnt|studied|read|heard|looked|dealt|come across"
    r"|set up|counted|run|measured|trained|written|wrote|understood|thought)(?: (?:with|of|into|up on|about|at))?"
)
# what stands before what is disclaimed: what may be any words, and what must be a question or follow "about"
_ANY = (
    rf"(?:i{_SOFTLY} )?{_NOT}{_SOFTLY} (?:know|remember|recall|understand)(?: (?:much|anything|enough))?"
    r"(?: (?:about|of))?"
    rf"|i{_SOFTLY} (?:forget|forgot)|i{_SOFTLY} {_CANNOT}{_SOFTLY} (?:remember|recall|give you|name(?= an?\b))"
    rf"|{_HAVE_NOT}{_SOFTLY} {_DID}"
    r"|i (?:only know|know only) the name of|i know (?:next to )?nothing (?:about|of)|(?:i'm|i am) no expert (?:on|in)"
    r"|(?:i'd|i would|i'll) (?:have to|need to) read (?:up on|up about|about)"
)
_ASKING = (
    rf"(?:i )?{_CANNOT}{_SOFTLY} (?:say|tell|tell you|explain)(?: you)?(?: (?:much|anything))?"
    rf"|i{_SOFTLY} {_NOT}{_SOFTLY} get|i never got|i (?:wouldn't|wouldnt|would not) know(?: (?:much|anything))?"
    rf"|(?:(?:i'm|im|i am|i was){_SOFTLY} )?(?:not{_SOFTLY} (?:sure|certain|familiar|clear)|unsure|unfamiliar)"
    rf"|(?:(?:i{_SOFTLY} have|i've|ive|i've got|i have got){_SOFTLY} )?(?:no|not a|zero|not the faintest){_SOFTLY}"
    r" (?:idea|clue)"
    rf"|(?:i have|i've|ive|i've got|i have got)(?: no| not a| little){_SOFTLY} {_WITHOUT}"
    rf"|i{_SOFTLY} {_NOT} have (?:an |any |a |much )?{_WITHOUT}"
    r"|(?:i'd|i would|i'll) (?:have to|need to) (?:look up|look into|read up)|don't ask me|dont ask me"
    r"|(?:i|i'm|i am) (?:draw|drawing) a blank"
    r"|(?:i'm|i am) (?:not the|not the right|the wrong) (?:person|one) to (?:say|ask)"
)
_ONWARDS = re.compile(rf"(?:(?P<any>{_ANY})|(?P<asking>{_ASKING}))(?= |$)")
# what disclaims the words before it
_BACKWARDS = re.compile(
    rf"(?:{_ANY}|{_ASKING}|i(?:'d| would)?{_SOFTLY} (?:look|have to look|need to look)(?: (?:it|that|this))? up"
    r"|(?:i'd|i would) (?:ask|leave (?:it |that )?to) (?:somebody|someone|others|a colleague|an expert)(?: else)?"
    r"|i(?:'d| would)? (?:rather |have to )?pass|i(?:'ve| have)? (?:only )?heard of|i only know(?: of)?(?: by name)?"
    r"|escapes me|(?:is|are|that's|it's)(?: a bit| way| all| still)? (?:beyond me|over my head|unclear to me"
    r"|not clear to me|new to me|a mystery to me)|(?:means|mean) nothing to me"
    r"|is something (?:i've|i have) never (?:done|used|tried)|never heard of"
    r"|(?:you'd|you would) have to ask (?:somebody|someone)(?: else)?)$"
)
_TRAILING = re.compile(
    r"(?: (?:exactly|to be honest|honestly|right now|off the top of my head|either|at all|yet|anymore|any more|offhand"
    r"|for sure|here|though|sorry|now|myself|really|it|that|this|them|you|else))+$"
)
_BEFORE = re.compile(
    r"(?:(?:and|so|but|well|also|or|then|honestly|sorry|ok|okay|frankly|to be honest|now|though|although|because"
    r"|i'm afraid|i must say|i must admit|i have to admit|sadly|unfortunately) )*"
)
_GOES_ON = re.compile(  # after a comma what is disclaimed goes on with these
    rf"(?:(?:or|and|nor) )?(?:{_QUESTION}|with|like|such|for|say|especially|particularly|including|to|by|in|on|of|from"
    r"|between|eg|e|g|or|nor|[a-z]+ing)(?= |$)|and (?!i\b|i'|we|you|it|they|then|so|that's)"
)
_ABOUT = re.compile(rf"{_QUESTION}(?= |$)|{_ON} ")
_DENIES_THAT = re.compile(r"that (?:the|a|it|this|we|you|they|any|i)\b")
# "I forgot to say", "I don't remember a case in which it fails", "I don't know the label then" say something
_SAYS_SOMETHING = re.compile(r"(?:to|a|an|any|one|anyone|anybody|ever|seeing|having) ")
_OF_THE_CASE = re.compile(
    r"(?:the|their|its|your|our) (?!exact|precise|names?|details?|formula|paper|answer|law|term|difference|reason"
    r"|mechanism|numbers?|figures?|first|second|third|rest|other)"
)
_ASIDE = re.compile(r"\b(?:without|unless|except)\b")  # "I've never run it without a test" says something
# after a clause with one of these it's a case that is spoken of; and what a model is to say is a quote
_CASES = frozenset("if unless without otherwise".split())
_SPEAKS = frozenset(
    "say says said saying answer answers reply replies respond responds output outputs write writes".split()
)
_RESUMES = re.compile(
    r" (?:i (?:think|guess|believe|suspect|assume|suppose|imagine)|maybe|perhaps|probably|roughly|approximately"
    r"|(?:and|so|then) (?:i|i'd|i'm|i'll|we|we'd|you|you'd|it|it's|they|that's|then))(?= )"
)
_OPENS = re.compile(
    rf"(?:(?:and|so|but|well|or|then|also) )*(?:{_QUESTION}"
    r"|as for|for|about|on|regarding|concerning|the (?:part|bit|thing|stuff|question) (?:about|of|with)) "
)
_CLEARLY_OPENS = re.compile(r"(?:(?:and|so|but|well|or|then|also) )*(?:how|what|which|why|whether|who) ")
_HAS_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|will|would|i|i'd|we|you|it|they|that|which|who)\b")
_TRIGGERS = frozenset(
    "know remember recall understand forget forgot name give never not haven't havent hadn't hadnt no expert read "
    "say tell explain get sure certain familiar clear unsure unfamiliar clue idea answer opinion look ask leave blank "
    "pass escapes heard got afraid beyond head me zero".split()
)
_NEVER_HEARD_OF = re.compile(r"(?:i've |i have |i )?never heard of (?:it|them|that|those)$")
_CONCLUDES, _ELIDED = re.compile(r"\b(?:so|then) "), re.compile(r"(?:do|did|don|can|could|would)")
_OWN = re.compile("i(?:'|$)|im$|ive$")
# what disclaims the words before it in its own clause says who doesn't know, or what isn't known
_WITH_SUBJECT = re.compile(r"i(?:'| )|im |ive |no |not a |escapes |is |are |that's |it's |goes |means |mean ")


def without_disclaimed(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words of a text without those that somebody says they don't know, and without what says so."""
    if _TRIGGERS.isdisjoint({token.word for token in typed}):
        return typed
    kept: list[TypedWord] = []
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        words = list(sentence)
        gone = set() if _TRIGGERS.isdisjoint({token.word for token in words}) else _disclaimed(words, text)
        kept += (token for place, token in enumerate(words) if place not in gone) if gone else words
    return kept if len(kept) < len(typed) else typed


def _disclaimed(words: Sequence[TypedWord], text: str) -> set[int]:
    """Which words of a sentence are disclaimed, and which say so."""
    gone: set[int] = set()
    clauses = [list(some) for _, some in groupby(range(len(words)), key=lambda place: words[place].clause)]
    for number, clause in enumerate(clauses):
        if clause[0] in gone:
            continue
        said = _said(words, clause)
        before = clauses[number - 1] if number else []
        onwards = None if before and words[before[0]].word in _CASES else _onwards(said, first=not number)
        head = onwards[0] if onwards else _backwards(said)
        if head is None or _is_quoted(words, clause[head], text):
            continue
        if onwards:
            gone.update(clause[head : onwards[1]])
            if onwards[1] == len(clause):
                gone.update(_further(words, clauses[number + 1 :]))
        else:
            gone.update(_before(words, clauses[: number + 1], head))
    return gone


def _said(words: Sequence[TypedWord], places: Sequence[int]) -> str:
    return " ".join(words[place].word for place in places)


def _is_quoted(words: Sequence[TypedWord], first: int, text: str) -> bool:
    """Whether from a word on it's what a model or a person is to say, as in: it should say "I don't know"."""
    before = text[: words[first].start]
    quotes = before.count('"') % 2 or before.count("“") > before.count("”") or before.endswith(("'", "‘", "«"))
    return bool(quotes or (first and words[first - 1].word in _SPEAKS))


def _onwards(said: str, *, first: bool) -> tuple[int, int] | None:
    """From and to which word of a clause is disclaimed by how it begins; None where nothing is.

    Only the first clause of a sentence may leave out its "I": "users who click, don't know" is about others. And what
    follows from something ("so I don't know how often it's right") is a claim.
    """
    start = _joins(said)
    head = _ONWARDS.match(said, start)
    if head is None or _CONCLUDES.search(said[:start]) or (_ELIDED.match(head[0]) and not first):
        return None
    rest = said[head.end() :]
    if not _TRAILING.sub("", rest).strip() or not _is_disclaimed(head, rest.lstrip()):
        return None
    resumes = _RESUMES.search(rest)
    end = head.end() + (resumes.start() if resumes else len(rest))
    return said[:start].count(" "), said[:end].count(" ") + 1


def _is_disclaimed(head: re.Match[str], about: str) -> bool:
    """Whether what follows is what somebody doesn't know, and no claim about it."""
    recalls = head[0].endswith(("remember", "recall", "forget", "forgot"))
    if _ASIDE.search(about) or _DENIES_THAT.match(about) or (recalls and _SAYS_SOMETHING.match(about)):
        return False
    if head["asking"]:
        return _ABOUT.match(about) is not None
    return not (head[0].endswith("know") and _OF_THE_CASE.match(about))


def _joins(said: str) -> int:
    """Where a clause begins after words such as "and"."""
    begins = _BEFORE.match(said)
    return begins.end() if begins else 0


def _further(words: Sequence[TypedWord], clauses: Sequence[list[int]]) -> list[int]:
    """The words of the next clauses that are disclaimed too."""
    further: list[int] = []
    for clause in clauses:
        said = _said(words, clause)
        resumes = _RESUMES.search(said)
        if not _GOES_ON.match(said) or len(further) + len(clause) > FARTHEST:
            break
        further += clause[: said[: resumes.start()].count(" ") + 1] if resumes else clause
        if resumes:
            break
    return further


def _backwards(said: str) -> int | None:
    """At which word of a clause it is that the words before are disclaimed; None where nothing is."""
    plain = _TRAILING.sub("", said)
    start = _joins(plain)
    for space in (start, *(match.end() for match in re.finditer(" ", plain[start:]))):
        begin = space if space == start else start + space
        if _BACKWARDS.match(plain, begin) and (begin == start or _WITH_SUBJECT.match(plain, begin)):
            return plain[:begin].count(" ")
    return None


def _before(words: Sequence[TypedWord], clauses: Sequence[list[int]], head: int) -> list[int]:
    """The words that are disclaimed by the end of the last clause: a question put first, or what it speaks of."""
    *earlier, last = clauses
    said = _said(words, last)
    first = said[: _joins(said)].count(" ")
    if head > first:
        topic = _said(words, last[first:head])
        own = _OWN.match(words[last[head]].word)
        about = not own or (head - first <= TOPIC and not _HAS_VERB.search(topic))
        return last[first:] if _OPENS.match(said) or about else []
    if earlier and _NEVER_HEARD_OF.match(said[_joins(said) :]):  # "Shampoo, never heard of it."
        return [*earlier[-1], *last] if not _HAS_VERB.search(_said(words, earlier[-1])) else []
    gone, found = list(last), []
    straight = True  # "when it's full, memory grows, I don't know" speaks of when, and asks for nothing
    for clause in reversed(earlier):
        said = _said(words, clause)
        gone = clause + gone
        if (_OPENS if straight else _CLEARLY_OPENS).match(said):
            found = gone
        elif not _GOES_ON.match(said):
            straight = False
        aside = straight or (len(clause) <= ASIDE and not _HAS_VERB.search(said))
        if len(gone) > FARTHEST or not aside:
            break
    return found
