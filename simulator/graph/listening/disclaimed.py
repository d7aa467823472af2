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
    r"|completely|exactly|at all|that|very|ever|readily|properly|fully|whatsoever|just|only))*"
)
_NOT = r"(?:do not|don't|dont|did not|didn't|didnt)"
_CANNOT = r"(?:can't|cant|cannot|can not|couldn't|couldnt|could not|wouldn't|wouldnt|would not)"
_HAVE_NOT = r"(?:(?:i've|ive|i have|i had|i'd) (?:never|not)|i (?:haven't|havent|hadn't|hadnt|never))"
_QUESTION = r"(?:how|what|which|why|whether|where|when|who|if)"
_WITHOUT = r"(?:idea|clue|answer|opinion|knowledge|experience|feel|view|recollection)"
_ON = r"(?:about|on|of|for|to|with|as to|in)"
_DID = (
    r"(?:used|tried|done|built|worked|touched|implemented|learned|learnt|studied|read|heard|looked|dealt|come across"
    r"|set up|counted|run|measured|trained|written|wrote|understood|thought)(?: (?:with|of|into|up on|about|at))?"
)
_TELL = (
    r"(?:say|tell|explain|judge|comment|speak|answer|describe|define|reproduce|derive|follow|confirm|compute|list|name"
    r"|picture|elaborate|expand|assess|help|add|discuss|recall|remember|work (?:it |that )?out"
    r"|do(?= it| that| this| off| those| these))"
)
_IT = r"(?:(?:(?:any|all|most|either|some|much|neither) of )?(?:it|that|this|these|those|them)|there)"
_THAT_BIT = rf"(?:(?:any of )?(?:that|this|these|those)(?: last| second)? [a-z]+|{_IT})"  # "these terms"
# what follows where what isn't known was named before: "to that", "how it works", "what those mean"
_POINTING = (
    rf"(?: (?:how|what|where|which [a-z]+|much|anything|enough)(?: to [a-z]+(?: up| out)?(?: {_IT})?"
    rf"| (?:it|that|this|these|those|they|one|you)(?:'s|'re)?(?: [a-z]+){{0,2}})?"
    rf"|(?: (?:to|on|about|of|for|with|at|in|into|from))? {_THAT_BIT}(?= |$)| (?:to |for )?(?:you|anybody|anyone|others)(?= |$)"
    r"|(?: up)? (?:on|of|about|with)(?= |$)| off the cuff| when i [a-z]+(?: about)? (?:it|that|this|them))*"
)
_UNABLE = (
    rf"(?:(?:i'm|im|i am|i was){_SOFTLY} not{_SOFTLY} (?:able|qualified|competent|equipped|in a position) to"
    rf"|i{_SOFTLY} (?:don't|do not|wouldn't) feel{_SOFTLY} (?:able|qualified|competent|equipped) to"
    r"|i lack the [a-z]+(?: to| for)?|i (?:can|could) neither [a-z]+ nor)"
)
# what stands before what is disclaimed: what may be any words, and what must be a question or follow "about"
_ANY = (
    rf"(?:i{_SOFTLY} )?{_NOT}{_SOFTLY} (?:know|remember|recall|understand|master)(?: (?:much|anything|enough))?"
    r"(?: (?:about|of))?"
    rf"|i{_SOFTLY} (?:forget|forgot)|i{_SOFTLY} {_CANNOT}{_SOFTLY} (?:remember|recall|give you|name(?= an?\b))"
    rf"|{_HAVE_NOT}{_SOFTLY} {_DID}"
    r"|i (?:only know|know only) the name of|i know (?:next to )?nothing (?:about|of)|(?:i'm|i am) no expert (?:on|in)"
    r"|(?:i'd|i would|i'll) (?:have to|need to) read (?:up on|up about|about)"
    rf"|{_UNABLE}(?: [a-z]+)?|i(?:'d| would|'ll)? (?:struggle|be hard pressed|find it hard) to {_TELL}"
    r"|(?:i'd|i would) be lying if i (?:said|claimed)(?: that)? i (?:knew|understood|remembered)"
    rf"|i know{_SOFTLY} little (?:about|of)|(?:i have|i've) yet to [a-z]+|(?:i'm|i am) out of my depth (?:with|on|in)"
)
_ASKING = (
    rf"(?:i )?{_CANNOT}{_SOFTLY} (?:say|tell|tell you|explain)(?: you)?(?: (?:much|anything))?"
    rf"|i{_SOFTLY} {_NOT}{_SOFTLY} get|i never got|i (?:wouldn't|wouldnt|would not) know(?: (?:much|anything))?"
    rf"|(?:(?:i'm|im|i am|i was){_SOFTLY} )?(?:not{_SOFTLY} (?:sure|certain|familiar|clear)|unsure|unfamiliar)"
    rf"|(?:(?:i{_SOFTLY} have|i've|ive|i've got|i have got|i'd have|i would have){_SOFTLY} )?(?:no|not a|zero|not the faintest){_SOFTLY}"
    r" (?:idea|clue)"
    r"|i (?:haven't|have not|hadn't) (?:a|any|the (?:faintest|foggiest|slightest)) (?:idea|clue)"
    rf"|(?:i have|i've|ive|i've got|i have got|i'd have|i would have)(?: no| not a| little){_SOFTLY} {_WITHOUT}"
    rf"|i{_SOFTLY} {_NOT} have (?:an |any |a |much )?{_WITHOUT}"
    r"|(?:i'd|i would|i'll) (?:have to|need to) (?:look up|look into|read up)|don't ask me|dont ask me"
    rf"|(?:i'm|i am|i was|i'd be){_SOFTLY}(?: a bit| a little| rather)? (?:hazy|rusty|vague|shaky|fuzzy|weak)"
    r"|(?:i have|i've) (?:only |just )?an? (?:only )?(?:vague|rough|dim) (?:idea|memory|notion)"
    r"|(?:beats|search) me|(?:god|heaven|goodness) knows|(?:i )?dunno"
    r"|(?:i|i'm|i am) (?:draw|drawing) a blank"
    r"|(?:i'm|i am) (?:not the|not the right|the wrong) (?:person|one) to (?:say|ask)"
)
_ONWARDS = re.compile(rf"(?:(?P<any>{_ANY})|(?P<asking>{_ASKING}))(?= |$)")
# what disclaims the words before it: what "I" cannot do or never did, and what these words are to me
_NOT_MINE = r"(?:strength|field|area|thing|subject|strong (?:suit|point|side)|speciality|expertise)"
_LEFT_TO_OTHERS = (
    rf"i{_SOFTLY} {_CANNOT}{_SOFTLY} {_TELL}|{_CANNOT}{_SOFTLY} (?:say|tell|help|explain)|{_UNABLE} {_TELL}"
    rf"|(?:i'm|im|i am|i get|i got){_SOFTLY} (?:lost|not aware|blank|stuck|clueless|ignorant|at a loss)"
    rf"|(?:i've|ive|i have|i had|i'd){_SOFTLY} forgotten"
    rf"|i{_SOFTLY} (?:didn't|did not|never|couldn't|could not|can't|cannot){_SOFTLY}"
    r" (?:follow|followed|understand|understood|get|got|grasp|grasped)(?: my head a?round)?"
    r"|(?:i'd|i would) (?:only |just )?be guessing|(?:i'd|i would|i'll) fail"
    r"|i(?:'d| would|'ll| will)?(?: rather)? (?:must |have to |need to )?(?:look (?:it|that|this|them) up|pass)"
    r"|i(?:'d| would|'ll| will)? (?:must|have to|need to) (?:look up|look|read up|read|think|guess|google|refresh)"
    r"|(?:i'd|i would) (?:ask|leave (?:it |that )?to) (?:somebody|someone|others|a colleague|an expert)(?: else)?"
    r"|(?:you'd|you would) have to ask (?:somebody|someone)(?: else)?|(?:you've got|you got|you have|you've) me"
    r"|i (?:have|'ve) nothing to (?:say|add|offer)|never heard of"
    r"|i(?:'ve| have)? only (?:ever )?(?:heard|seen|read|know)(?: of| about)?(?: by name| the (?:names?|words?|terms?))?"
    r"|i(?:'ve| have) heard of|your guess is as good as mine"
)
_TO_ME = (
    r"(?:is|are|was|were|that's|this is|these are|those are|it's)(?: a bit| way| all| still| just| only| also| mostly)*"
    r" (?:beyond me|over my head|lost on me|where (?:my knowledge|what i know) ends|where i (?:get|am) lost"
    rf"|(?:un|not )(?:clear|known|familiar) to me|un(?:clear|known|familiar) to me|new to me|not my {_NOT_MINE}"
    r"|(?:a |a complete |a total )?(?:mystery|mysteries|names?|words?|black box|greek) to me"
    rf"|outside (?:of )?(?:what i (?:know|do)|my {_NOT_MINE})|(?:a |one |another )?gaps? (?:of mine|in my knowledge)"
    r"|above my (?:pay grade|level|head)"
    rf"|(?:something|(?:a|one) (?:question|thing|topic|part|point|bit))(?: that)?"
    rf" (?:i{_SOFTLY} {_CANNOT} {_TELL}|i {_NOT} (?:know|understand|remember)|{_HAVE_NOT}{_SOFTLY} {_DID})"
    r"|not something(?: that)? i (?:can|could|know|understand|remember)(?: [a-z]+){0,3})"
    rf"|(?:isn't|aren't|wasn't) (?:my {_NOT_MINE}|clear to me|known to me"
    r"|something(?: that)? i (?:can|could|know|understand|remember)(?: [a-z]+){0,3})"
    r"|(?:escapes|escape|eludes|elude|lost|loses) me|(?:means|mean) nothing to me"
    r"|(?:rings|ring) no bells?|(?:doesn't|don't) ring (?:a|any) bells?|slipped my mind|(?:is|are|was) not coming (?:back )?to me"
    r"|(?:goes|go|went)(?: right| straight| way| clean)? over my head"
)
_BACKWARDS = re.compile(rf"(?:{_THAT_BIT} )?(?:{_ANY}|{_ASKING}|{_LEFT_TO_OTHERS}|{_TO_ME}){_SOFTLY}{_POINTING}$")
# that it isn't this alone, as "80 GB, I don't know" is: it points to what was named, or says what that is to me
_CLEARLY_BACK = re.compile(
    rf"i'?m{_SOFTLY} (?:lost|blank|stuck|clueless)|your guess|(?:that|this|these|those) |.* {_THAT_BIT}$|(?:that's|this is|it's) (?!not clear)"
    r"|.* (?:how|what) (?:to|it|that|this|these|those|they|one|you)(?: |'|$)|.* (?:there|to anybody|to anyone)$"
)
_LACKS_SUBJECT = re.compile(r"(?:is|are|was|were|isn't|aren't|wasn't|escapes?|eludes?|lost|loses|goes|go|went|means?) ")
_TRAILING = re.compile(
    r"(?: (?:exactly|to be honest|honestly|right now|off the top of my head|either|at all|yet|anymore|any more|offhand"
    r"|for sure|here|though|sorry|now|myself|really|you|else|in detail|in full|in depth|properly|whatsoever|anyway"
    r"|for the life of me|to be frank|i'm afraid))+$"
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
    r"|as for|as to|for|about|on|regarding|concerning|the (?:reason|reasons)(?: why| that| for)?"
    r"|(?:the|that) (?:whole )?(?:part|bit|thing|stuff|question|business|story|idea|maths|reasoning)"
    r" (?:about|of|with|behind|on)|(?:(?:there's|there is|it's|it is|it was|there was) )?something"
    r" (?:about|with|to do with)) "
)
_CLEARLY_OPENS = re.compile(
    r"(?:(?:and|so|but|well|or|then|also) )*(?:(?:in|at|on|to|for|from|with|by|of|under|over|about|after|before) )?"
    r"(?:how|what|which|why|whether|who|the reasons? why) "
)
_HAS_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|will|would|i|i'd|we|you|it|they|that|which|who)\b")
# a clause with one of these says something, before what only describes a noun of it
_SAYS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|will|would|i|i'd|we|they|you|it(?! (?:on|in|at|to|with|for|from|by|up|all|and"
    r"|or)))\b|\b(?:[a-z]+(?:i[sz]es|ifies)|(?<!a )(?<!an )(?<!the )(?<!^)(?:"
    r"grow|shrink|fall|rise|save|cost|help|hurt|work|fail|need|use|give|take|make|keep|hold|store|learn|"
    r"train|improve|reduce|increase|lower|raise|change|mean|lead|cause|avoid|prevent|let|allow|force|"
    r"predict|say|tell|show|happen|matter|depend|vary|go|come|get|become|stay|remain|see|find|want|add|"
    r"drop|spread|explode|vanish|win|lose|beat|choose|decide|compare|send|wait|start|stop|fit|fill|"
    r"contain|carry|compute|generate|differ|converge|diverge|suffer|separate|combine|produce|create|skip|"
    r"ignore|handle|follow|require|support|include|apply|behave|does|did|do|went|gave|took|got|came|"
    r"became|won|ran"
    r")(?:e?s)?)\b"
)
_OWN_CLAIM = re.compile(r"(?:but|so|i|i'[a-z]+|we|we'[a-z]+|it|it's|you|they) ")
_SEVERAL, _FRONTED = re.compile(r"\b(?:these|those|them)\b"), re.compile(r"(?:that|this|these|those)(?: [a-z]+)? i\b")
_DESCRIBES = re.compile(r" (?:when|where|that|which|who|if|because|as|while|whether|how|what|why|than|so|to|for) ")
_TRIGGERS = frozenset(
    "know remember recall understand forget forgot name give never not haven't havent hadn't hadnt no expert read "
    "say tell explain get sure certain familiar clear unsure unfamiliar clue idea answer opinion look ask leave blank "
    "pass escapes heard got afraid beyond head me zero able qualified lack lost blank stuck forgotten clueless follow "
    "guessing fail nothing isn't aren't wasn't outside where new eludes can't cant cannot couldn't couldnt could "
    "google refresh master struggle pressed lying little yet depth hazy rusty vague shaky fuzzy weak rough dim beats search knows dunno guess "
    "rings ring slipped coming gap gaps above wouldn't wouldnt neither don't dont didn't didnt lost feel aware".split()
)
_NEVER_HEARD_OF = re.compile(r"(?:i've |i have |i )?never heard of (?:it|them|that|those)$")
_CONCLUDES, _ELIDED = re.compile(r"\b(?:so|then) "), re.compile(r"(?:do|did|don|can|could|would)")
_TAGS, _SURMISES = frozenset("right no correct yes ok it".split()), frozenset("maybe perhaps probably isn't".split())
_OWN = re.compile("i(?:'|$)|im$|ive$")
# what disclaims the words before it in its own clause says who doesn't know, or what isn't known
_WITH_SUBJECT = re.compile(
    r"i(?:'| )|im |ive |no |not a |that's |it's |(?:that|this|these|those)(?: [a-z]+)? i|you(?:'ve)? |"
    + _LACKS_SUBJECT.pattern
)


def without_disclaimed(typed: list[TypedWord], text: str) -> list[TypedWord]:
    """The words of a text without those that somebody says they don't know, and without what says so."""
    if _TRIGGERS.isdisjoint({token.word for token in typed}):
        return typed
    kept: list[TypedWord] = []
    asked = 0  # how many of the last words that are kept ask what the next sentence may answer with "I don't know"
    for _, sentence in groupby(typed, key=lambda token: token.sentence):
        words = list(sentence)
        gone = set() if _TRIGGERS.isdisjoint({token.word for token in words}) else _disclaimed(words, text)
        if asked and _answers_nothing(words, gone):
            del kept[-asked:]
            continue
        kept += (token for place, token in enumerate(words) if place not in gone) if gone else words
        asked = len(words) if not gone and _asks(words, text) else 0
    return kept if len(kept) < len(typed) else typed


def _asks(words: Sequence[TypedWord], text: str) -> bool:
    """Whether a sentence is a question, and no claim that ends with "right?"."""
    ends = text[words[-1].end : words[-1].end + 2].lstrip().startswith("?")
    return ends and words[-1].word not in _TAGS and words[0].word not in _SURMISES


def _answers_nothing(words: Sequence[TypedWord], gone: set[int]) -> bool:
    """Whether a sentence only says that somebody doesn't know."""
    said = " ".join(word.word for word in words)
    return len(gone) == len(words) or _BACKWARDS.match(_TRAILING.sub("", said), _joins(said)) is not None


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
        back = _backwards(said)
        topic = _before(words, clauses[: number + 1], back) if back is not None else []
        if topic:
            gone.update(topic)
        elif onwards:
            gone.update(clause[head : onwards[1]])
            if onwards[1] == len(clause):
                gone.update(_further(words, clauses[number + 1 :]))
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
    first, tail = said[: _joins(said)].count(" "), said[_joins(said) :]
    if head > first:
        topic = _said(words, last[first:head])
        own = _OWN.match(words[last[head]].word)
        about = not own or (head - first <= TOPIC and not _HAS_VERB.search(topic))
        listed = _named(words, earlier) if about and re.search(r" (?:and|or) ", topic) else []
        return listed + last[first:] if _OPENS.match(said) or about else []
    if earlier and _NEVER_HEARD_OF.match(said[_joins(said) :]):  # "Shampoo, never heard of it."
        return [*earlier[-1], *last] if not _HAS_VERB.search(_said(words, earlier[-1])) else []
    gone, found = list(last), []
    if earlier and _LACKS_SUBJECT.match(tail):
        return _named(words, earlier, subject=True) + last
    straight = True  # "when it's full, memory grows, I don't know" speaks of when, and asks for nothing
    for clause in reversed(earlier):
        said = _said(words, clause)
        gone = clause + gone
        if (_OPENS if straight else _CLEARLY_OPENS).match(said):
            found = gone
        elif not _GOES_ON.match(said):
            straight = False
        aside = straight or not _claims(said)
        if len(gone) > FARTHEST or not aside:
            break
    if not found and earlier and _CLEARLY_BACK.match(tail):
        topic = _named(words, earlier, several=_SEVERAL.search(tail) is not None)
        return topic + last if topic else last if _FRONTED.match(tail) else []
    return found


def _claims(said: str, *, listed: bool = False) -> bool:
    """Whether a clause has a verb that says something; of what is `listed` a plural may look like one."""
    return (_HAS_VERB if listed else _SAYS).search(_DESCRIBES.split(said, maxsplit=1)[0]) is not None


def _named(words: Sequence[TypedWord], clauses: Sequence[list[int]], *, subject: bool = False, several: bool = False) -> list[int]:
    """The words of the last clauses that only name something, or are the subject of what follows, and claim nothing."""
    named: list[int] = []
    for clause in reversed(clauses):
        said = _said(words, clause)
        says = _OWN_CLAIM.match(said) is not None if subject else _claims(said, listed=several)
        if says or len(named) + len(clause) > FARTHEST:
            break
        named = clause + named
    return named
