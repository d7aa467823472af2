"""What an advert says that it does not want: "No RLHF in this post", "You won't train models".

A clause is refused as a whole, up to a stop or to the next "but", "you" or "we". What doubles back is wanted: "you
can't do it without Kubernetes", "not only RLHF", "no stranger to LoRA". In doubt it's wanted, as a person sees what was
read, and drops it. English only.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

Wish = Literal["wanted", "extra", "refused"]

# how the heading of a list begins that says what's not wanted
REFUSING_HEADING = re.compile(
    r"(?:what|who|things) (?:(?:this|the|our|that) )?(?:role|job|post|position|work|team|it|this|you|we|they)?\s?"
    r"(?:['\u2019](?:s|re|ll) not|['\u2019]ll never|(?:is|are|was|do|does|wo|should)(?:n['\u2019]t| not| n['\u2019]t)"
    r"|will (?:not|never)|should not)\b(?! (?:just|only|merely|yet|know|see))"
    r"|(?:who (?:should not|shouldn['\u2019]t) apply)"
    r"|(?:(?:please )?(?:don['\u2019]t|do not) apply|(?:this|the) (?:role|job|post|position) (?:is not|isn['\u2019]t)"
    r"|this (?:is not|isn['\u2019]t)|(?:not|this isn['\u2019]t) for you|you (?:are not|aren['\u2019]t) a (?:good )?fit"
    r"|not a (?:good )?fit|you won['\u2019]t (?:like|enjoy) (?:it|this)(?: here)?)(?: for you)?(?: if(?: you)?)?$"
    r"|(?:you|we) (?:(?:won['\u2019]t|will not|do not|don['\u2019]t|are not|aren['\u2019]t)"
    r"|(?:['\u2019]ll|['\u2019]re) not)"
    r"(?: (?:be|have to|need|needed|want|expect|hire|do|doing|ask for|require|look for|looking for|hiring|seeking"
    r"|after|working on|responsible for)){0,3}(?: (?:here|to|in this (?:role|job|post|position)))?$"
    r"|(?:(?:explicitly|definitely) )?not (?:required|needed|necessary|expected|wanted|in scope"
    r"|part of (?:this|the|your) (?:role|job|post|position|work)|looking for)"
    r"(?: (?:for|in) this (?:role|job|post|position))?$"
    r"|out of scope\b|no need for$|non-?goals$|not your (?:job|problem|work)$",
    re.IGNORECASE,
)

_NEEDED = r"(?:required|needed|necessary|expected|asked for|called for|assumed|involved|wanted)"
_ENDS = re.compile(
    rf"[;!?]|(?::|\s[-\u2013\u2014]\s)(?!\s*not {_NEEDED})|,?\s\b(?:but|however|though)\b"
    r"|,?\s(?:and|so|while|whereas|because|as|since)\s(?=(?:you|we|your|our|it|they|this|no|not)\b)"
    r"|,\s(?=(?:and |or )?(?:you|we|your|our|it|it['\u2019]s|they|this|that|another|other|just|instead|rather|there"
    r"|only|no|not|what|which|who)\b)",
    re.IGNORECASE,
)
_NOT_BE = r"(?:is|are|was|were)(?: not|n['\u2019]t)|['\u2019](?:s|re) not"
_NOT_DO = (
    r"(?:won['\u2019]t|don['\u2019]t|(?:will|do) (?:not|never)|['\u2019]ll (?:not|never)|never|needn['\u2019]t|need not"
    r"|(?:['\u2019]re|are) not (?:going to )?|aren['\u2019]t (?:going to )?)"
)
# what one does, or is wanted to do; of others, "you don't shy away from CUDA", nothing is known
_WORK = (
    r"(?:(?:re)?search(?:ing)?|publish(?:ing)?|need|requir(?:e|ing)|expect(?:ing)?|look(?:ing)? (?:for|to)|hir(?:e|ing)"
    r"|seek(?:ing)?|want|ask (?:for|you about)|asked about|know"
    r"|do(?:ing)?|(?:pre-?|re)?train(?:ing)?|fine-?tun(?:e|ing)|build(?:ing)?|own(?:ing)?"
    r"|work(?:ing)? (?:on|with|in)|touch(?:ing)?|writ(?:e|ing)|design(?:ing)?|run(?:ning)?|develop(?:ing)?"
    r"|maintain(?:ing)?|handl(?:e|ing)|operat(?:e|ing)|deal(?:ing)? with|invent(?:ing)?|host(?:ing)?|serv(?:e|ing)"
    r"|spend|optimi[sz](?:e|ing)|label(?:l?ing)?|implement(?:ing)?|deploy(?:ing)?|after|responsible for|asked to"
    r"|us(?:e|ing)|mak(?:e|ing)|creat(?:e|ing))"
)
_REFUSES = (
    re.compile(
        rf"(?:\b|(?<=\w))(?:{_NOT_BE}) (?:\w+ly )?(?:{_NEEDED}|an? (?:must|requirement|prerequisite)|in scope"
        r"|(?:a )?part of|(?:our|the|your) (?:focus|job|work)|what (?:you|we)|covered)\b"
    ),
    re.compile(rf"\bnot {_NEEDED}|\bout of (?:our |the )?scope\b|\bnothing to do with\b"),
    re.compile(
        r"\bthis (?:(?:role|job|post|position) )?(?:is not|isn['\u2019]t) (?:about|an?)\b"
        r"(?! (?:typical|usual|average|easy|ordinary|normal|pure))"
    ),
    re.compile(rf"\b(?:you|we) ?{_NOT_DO} ?(?:(?:be|have to|need to|want to) )?{_WORK}\b"),
    re.compile(rf"^(?:(?:and|or|with|there(?:['\u2019]s| is| are| will be)) )*(?:no|neither)\b.*\b{_NEEDED}\b"),
    re.compile(
        r"^(?:(?:and|or|with|there(?:['\u2019]s| is| are| will be)) )*(?:no|not)"
        r"(?! (?:stranger|fear|two|day|week|one|problem|doubt|matter|less|fewer|more|longer|afraid|scared|shy|least|to"
        r"|new|everyone|everybody|a|an|quite|too|so|that|if|in|on|at|for|because|sure)\b)"
        r"(?!.*\b(?:is|are|can|will|has|have|had|was|were|should|must|may|goes|pass(?:es)?|ships?|leaves?|gets?|does)\b)"
        r"(?: [\w/&+,-]+){1,8}[. ]*$"
    ),
    re.compile(r"^(?:rather than|instead of)\b"),
    re.compile(r"\b(?:role|job|post|position)(?: does not| doesn['\u2019]t) (?:include|involve|cover|require|need)\b"),
    re.compile(r"\b(?:we|you) leave .{1,80} to (?:others|another|our|the)\b"),
    re.compile(r"\b(?:with|by) (?:another|a different|a separate|our other) (?:team|group|department)\b"),
)
# in a refused clause they turn it round, or take back half of it
_TURNED = re.compile(
    r"\b(?:without|unless|until|only|just|merely|simply|solely|alone|yet|necessarily|(?<!at )all|every\w*|experts?"
    r"|deep(?:ly)?|years?|introduction|learn(?! from)|teach you|at first|initially|from day one|on day one|be told|mind"
    r"|can['\u2019]t|haven['\u2019]t|couldn['\u2019]t|phd|degree)\b"
)
_CONDITION = re.compile(r"^(?:even )?(?:if|whether|when|where|because|although)\b")
_A_PLUS = re.compile(
    r"^(?:(?:it|they|that|this|some|any|both)(?:['\u2019]s|['\u2019]d be| is| are| would be| will)? "
    r"|is |are |would be )?"
    r"(?:(?:certainly|definitely|always|still|very|a|an|big|huge|real|definite|strong|much|highly|most) )*"
    r"(?:plus|bonus|nice|welcome|helps?|helpful|advantage|useful|desirable|appreciated|preferred|valued)\b"
)
_WE_TEACH = re.compile(
    r"\b(?:you(?:['\u2019]ll| will| can)? learn|we(?:['\u2019]ll| will| can)? (?:teach|train)|pick)\b"
)
_NOT_FOR_YOU = re.compile(
    r"(?:\b(?:don['\u2019]t|do not|shouldn['\u2019]t|should not) apply|(?:n['\u2019]t|\bnot) (?:\w+ ){0,6}for you"
    r"|\blook elsewhere)\b"
)
_WOULD_LIKE = re.compile(
    r"\bif you(?:['\u2019]re| are)? (?:want|hop|dream|wish|expect|prefer|look|would (?:like|rather)|['\u2019]d)"
)
_DENIES = re.compile(r"n['\u2019]t\b|\b(?:never|no|not|without|hate|dislike|afraid|bored|tired|uncomfortable|lack)\b")


def wishes(sentence: str) -> Iterator[tuple[str, Wish]]:
    """The parts of a sentence, each with whether the advert wants it; whole where it refuses nothing."""
    low = sentence.lower()
    if _NOT_FOR_YOU.search(low) and (would := _WOULD_LIKE.search(low)):
        yield sentence, "wanted" if _DENIES.search(low[would.start() :].partition(",")[0]) else "refused"
        return
    clauses = _clauses(sentence)
    kinds = [_wish(clause, "".join(clauses[number + 1 :])) for number, clause in enumerate(clauses)]
    if {*kinds} == {"wanted"}:
        yield sentence, "wanted"
        return
    for clause, kind in zip(clauses, kinds, strict=True):
        if bare := clause.strip(" ,;:"):
            yield bare, kind


def is_turned_down(item: str) -> bool:
    """Whether an item under "Don't apply if" says what isn't wanted; "you've never ..." says what has to be there."""
    return not _DENIES.search(item.lower())


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, which make it whole again; a marker such as "but" ends one."""
    ends = [0, *(end.end() for end in _ENDS.finditer(sentence)), len(sentence)]
    return [sentence[first:last] for first, last in pairwise(ends) if first < last]


def _wish(clause: str, rest: str) -> Wish:
    said = re.sub(r"^\W+", "", clause.lower())
    said = re.sub(r"(?:\W|\b(?:but|however|though|and|so|while|whereas|because|as|since))+$", "", said)
    if _CONDITION.match(said) or _TURNED.search(said) or not any(pattern.search(said) for pattern in _REFUSES):
        return "wanted"
    if _A_PLUS.match(re.sub(r"^\W+", "", rest.lower())):
        return "extra"
    return "wanted" if _WE_TEACH.search(rest.lower()) else "refused"
