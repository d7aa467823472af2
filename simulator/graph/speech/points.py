"""The points of a rubric in plain words: as what is still to say, and as somebody says them.

`Says that it grows` becomes `that it grows` and `It grows.`
"""

import re
from collections.abc import Callable

from simulator.graph.speech.sentences import BASES, FORMULA, TALK, spoken_after_another
from simulator.graph.text import lower_first

SHORTEST, LONGEST = 16, 120  # characters of what is still to say

_ASIDE = re.compile(
    r",? (?:and|or) [a-z]+s (?:e\.g\.|i\.e\.) .*|\s+\([^()]*\)(?![/*\w])|,? (?:e\.g\.|i\.e\.) .*|, such as .*"
)
_BY_THE_WAY = re.compile(r"^([A-Z][a-z]+s), with [^,:]*, (?!at |or |in )")  # `Says, with an example, that it grows`
_THAT = re.compile(r"^[A-Z][a-z]+s ((?:that|why|how|what|when|where|whether|which|who)\b.*)")
_NAMES = re.compile(
    r"^(?:Says|Names|Gives|States|Lists|Adds|Mentions|Offers|Draws|Cites|Provides|Proposes|Demands|Describes|Derives|"
    r"Notes) (.*)"
)
_EITHER = re.compile(
    r"^[A-Z][a-z]+s(?:, [a-z]+s)*,? (?:or|and) ([a-z])(?=[a-z]+s\b)"
)  # several verbs: the last will do
_ACCEPTED = re.compile(r"\b(?:given|asked|asked-for|stated) or (?:assumed|stated|given) |\bin any words ")
_OR_ELSE = re.compile(r", or (?:that|[a-z]+s)\b| or that\b")  # what a rubric takes as well
_VERB = re.compile(r"^(?:First )?([A-Za-z][a-z-]+?)(ies|sses|shes|ches|xes|s)\b")
_ENDINGS = {"ies": "y", "sses": "ss", "shes": "sh", "ches": "ch", "xes": "x", "s": ""}
_AND_VERB = re.compile(
    r"(\b(?:and|or) )(?!(?:as|is|has|was|does|this|its|thus|plus|less|across|perhaps|always|sometimes)\b)"
    r"(?:([a-z]+?)(ies|sses|shes|ches|xes|s)(?= (?:the|a|an|it|its|them|that|how|what|each|at)\b)"
    r"|(compute|explain|give|name|say|show|state)s\b)"
)
_AND_NO_NOUN = re.compile(
    r"(,? (?:and|or) (?:then )?)([a-z]+?)(ies|sses|shes|ches|xes|s)"
    r"(?= (?!(?:of|for|in|on|with|from|and|or|are|that)\b)[a-z])"
)
_AND_ALWAYS = re.compile(  # verbs, also before a preposition; some only before the words that go with them
    r"((?:,? and|(?<!,) or) (?:then )?)(allow|ask|average(?=s both)|block|bring|calibrate|compare|conclude|"
    r"control|count|deal|delegate|demand|derive|fan|find|go|handle|ha(?=s (?!no\b))|keep|lay|mend|mind|mix|push|"
    r"queue|refresh|refuse|remove|render|repair|report|restart|retire|roll|search|serialise|split|take|translate|use|wait|"
    r"watch|cluster|"
    r"check(?=s (?:success|rights|agreement))|cut(?=s where)|filter(?=s (?:by|fakes|or asks))|look(?=s (?:after|for))|"
    r"measure(?=s again)|read(?=s (?:off|and))|speed(?=s search)|store(?=s passage)|track(?=s both))e?s\b(?! of\b)"
)
_AND_THEN = re.compile(r",? (?:and|or) [a-z]+s (?:how|it|them|what|when|why)\b.*")  # no part of what is said
_NO_VERBS = ("This ", "Its ", "Class ", "Requirements ")  # at the beginning of a point
_IRREGULAR = {"Goes": "going", "Does": "doing", "Has": "having", "Is": "being"}
_DOUBLED = re.compile(
    r"^[^aeiou]*[aeiou][^aeiouwxy]$|(?:(?<!li)mit|lot|fer|cur|pel|begin|embed|rerun|trol)$|[^aeiou](?:a|e)l$"
)
# verbs that follow on the first of a point, beside `BASES`; of a word that is not known a verb is not made
_FOLLOWING = frozenset(
    "ablate account address admit allocate allot assign attribute base calibrate close conclude connect consider "
    "convert correct criticise decompose delegate design distinguish enforce equalise escalate establish examine "
    "execute exercise explain gate guard handle harden have identify initialise insist interleave interpret justify "
    "label link load localise locate minimise mitigate model normalise optimise partition point present propagate "
    "publish qualify quantify re-check re-measure re-tune recheck recognise reconcile reconstruct relate reorder "
    "repair resolve restrict retrain secure settle signal solve stage stratify structure substitute truncate "
    "understand warn weight".split()
)

# after a comma these and all that are known go with the first: a list has no comma before its "and"
_VERBS = BASES | TALK | _FOLLOWING | frozenset("fan go ha journal lay lengthen mind".split())
# verbs that are no nouns, so that they need no comma before their "and"
_NO_NOUNS = frozenset(
    "add admit ask choose collect compare compute conclude decide delegate derive erase evaluate explain get give "
    "inform inject invalidate justify keep let manage merge name prefer put refuse rehearse remove render rerun "
    "restore restrict resume say send separate serialise show strike treat weigh write".split()
)

# how many of a list a reader wants to hear
_HOW_MANY = re.compile(
    r"(?<=\s)(?:(?:at least|any|either) )?(?:one|two|three|half) (?:of(?: them| these| the following)?|being enough)"
    r"(?::|,)?\s+|(?<=\s)at least (?:one|two|three|four) (?=[a-z])"
)
_BRACKETS = re.compile(r"\s+\(([a-z][^()]*,[^()]*)\)$")
_LATIN = re.compile(r"[A-Za-z]{3}")
_WITH_PROOF = re.compile(
    r",? with (?:(?:a|an|one|its|the|their) )?(?:[a-z]+ )?(?:cases?|examples?|reasons?|numbers?|figures?)\b.*"
)
_READ_AS_WELL = re.compile(
    r",? (?:and|or) (?:(?:nam|giv|stat|not|describ|propos)es|(?:say|explain|add|show|ask|draw)s)\b.*"
)
# verbs that follow on another, and no nouns, whatever comes after them
_THEN = re.compile(
    r"(\b(?:and|or) )(adapt|choose|compare|compute|conclude|confirm|decide|define|describe|distinguish|evaluate|"
    r"explain|give|keep|let|name|propose|prove|reject|require|rule|say|separate|treat|validate)s(?= (?!of\b))"
)
# what a reader sees in an answer, and the candidate does for it
_DONE = {
    **{"see": "watch for", "notice": "watch for", "recognise": "watch for", "know": "keep in mind"},
    **{"demand": "insist on", "ha": "have", "goe": "go", "doe": "do"},
    **dict.fromkeys("say name give state list add mention offer cite provide note".split(), "mention"),
}


def still_to_say(point: str) -> str:
    """A point of a rubric in plain words, as what was not said: `Says that it grows` becomes `that it grows`."""
    text = _BY_THE_WAY.sub(r"\1 ", _plain(point))
    if clause := _THAT.match(text):
        plain = _AND_THEN.sub("", clause[1])
    elif named := _NAMES.match(text):
        plain = _in_gerunds(named[1])
    elif verb := _verb_of(text):
        first, base = verb
        plain = f"{_IRREGULAR.get(first) or _gerund(base)}{_in_gerunds(text[len(first) :])}"
    else:
        plain = lower_first(text)
    return _brief(plain)


def spoken_point(point: str) -> str:
    """A point of a rubric as a candidate says it: `Says that it grows` becomes `It grows.`, `Checks it` `I'd check it.`

    What such a point gives behind a colon is what one says: `Draws a consequence: time grows` becomes `Time grows.`
    """
    text = _HOW_MANY.sub("", _plain(_BRACKETS.sub(r": \1", " ".join(point.split()).rstrip(" ."))))
    text = _WITH_PROOF.sub("", text)
    if not text.isascii() and not _LATIN.search(text):  # no English verb leads in what is to be said
        return _sentence(text)
    if text.startswith("Would "):
        return _sentence(_brief(f"I'd {text.removeprefix('Would ')}"))
    _, colon, behind = text.partition(": ")
    if colon and (spoken := spoken_after_another(f"{_brief(behind)}.")) and not spoken.startswith("I would"):
        return _sentence(spoken)
    if clause := _THAT.match(text):
        claim = _READ_AS_WELL.sub("", _AND_THEN.sub("", clause[1]))
        return _sentence(_brief(claim[5:]) if claim.startswith("that ") else f"I'd explain {_brief(claim)}")
    if verb := _verb_of(text):
        first, base = verb
        rest = _THEN.sub(r"\1\2", _with_later_verbs(text[len(first) :], str))
        return _sentence(_brief(f"I'd {_DONE.get(base, base)}{rest}"))
    return _sentence(f"I'd also bring in {_brief(lower_first(text))}")


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip(' .,;:…')}."


def _plain(point: str) -> str:
    """A point without asides and without what only tells a reader how to mark it."""
    text = _ASIDE.sub("", " ".join(point.split())).rstrip(" .")
    return _EITHER.sub(lambda last: last[1].upper(), _ACCEPTED.sub("", text))


def _verb_of(text: str) -> tuple[str, str] | None:
    """The verb with which a point begins, as it is written (with a `First`) and by itself."""
    verb = None if text.startswith(_NO_VERBS) else _VERB.match(text)
    return (verb[0], f"{verb[1]}{_ENDINGS[verb[2]]}".lower()) if verb else None


def _with_later_verbs(text: str, form: Callable[[str], str]) -> str:
    """A text in which a later verb of the rubric goes with what the first has become: `and names the limit`."""

    def formed(verb: re.Match[str]) -> str:
        base = verb[4] or verb[2] + _ENDINGS[verb[3]]
        return f"{verb[1]}{form(base)}" if base in BASES | TALK | _FOLLOWING else verb[0]

    return _AND_VERB.sub(formed, text)


def _in_gerunds(text: str) -> str:
    """A text whose later verbs go with a first in -ing: `and injects faults` becomes `and injecting faults`.

    Behind a colon they go with another.
    """

    def formed(verb: re.Match[str]) -> str:
        joint, base = verb[1], verb[2] + _ENDINGS[verb[3]]
        if joint == ", or " or base not in (_NO_NOUNS | (_VERBS if joint.startswith(",") else frozenset())):
            return verb[0]  # of a list, or what a rubric takes as well
        return f"{joint}{_in_ing(base)}"

    first, colon, behind = _with_later_verbs(text, _gerund).partition(":")
    first = _AND_ALWAYS.sub(lambda verb: f"{verb[1]}{_in_ing(verb[2])}", _AND_NO_NOUN.sub(formed, first))
    return f"{first}{colon}{behind}"


def _in_ing(base: str) -> str:
    return _IRREGULAR.get(f"{base}s".capitalize()) or _gerund(base)


def _gerund(base: str) -> str:
    if base.endswith("ie"):
        return f"{base[:-2]}ying"
    if base.endswith("e") and not base.endswith("ee"):
        base = base[:-1]
    elif _DOUBLED.search(base):
        base += base[-1]
    return f"{base}ing"


def _brief(text: str) -> str:
    """A text without formulas, other ways that count as well, and, where it is long, its later clauses."""
    cuts = [cut.start() for pattern in (_OR_ELSE, FORMULA) if (cut := pattern.search(text, SHORTEST))]
    limit = min([*cuts, LONGEST])
    if len(text) <= limit:
        return text
    if limit in cuts and _OR_ELSE.match(text, limit):
        return text[:limit]
    ends = [m.start() for m in re.finditer(r"[:;,](?=\s)", text[:limit])]
    if ends and ends[-1] >= SHORTEST:
        return text[: ends[-1]]
    return text if len(text) <= LONGEST else f"{text[: text.rfind(' ', 0, LONGEST)]}…"
