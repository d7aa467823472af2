"""The points of a rubric as a candidate says them: `Says that it grows` is `It grows.`, `Checks it` `I'd check it.`

A rubric lets its reader choose (`at least two of`, `or says when`, `with a reason`). Whoever says a point has chosen.
"""

import re

from simulator.graph.speech.points import (
    AND_THEN,
    BY_THE_WAY,
    GIVES_SOMEBODY,
    THAT,
    VERBS,
    briefly,
    one_verb,
    verb_of,
    with_all_later_verbs,
)
from simulator.graph.speech.sentences import (
    FORMULA,
    NOUNS,
    contracted,
    in_speech,
    says_something,
    spoken_after_another,
)
from simulator.graph.text import lower_first

_LATIN = re.compile(r"[A-Za-z]{3}")
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4}
_NUMBER = "(?:one|two|three|four)"
# words to whoever marks
_FOR_THE_READER = re.compile(
    rf"[;,(] ?(?:at least )?(?:{_NUMBER}|a)(?: [a-z]+){{0,2}} (?:is|are|being) enough\)?|[;,] at least {_NUMBER}$"
    rf"|\s\((?:at least )?{_NUMBER}\)|,? naming at least {_NUMBER}\b[^:;,]*"
    r"|,? (?:or )?another (?:sound |good |fitting )?(?:one|pair|\w+)(?: that (?:holds|fits))?(?= \(|;|$)"
    r"|,? and (?:how|why|what) at least one \w+(?=[:;,]|$)"
    r"|,? at least one with (?:its|a) \w+"
)
_WITH_PROOF = re.compile(
    r",? (?:each )?with (?:(?:a|an|one|its|the|their|each its) )?(?:[a-z]+ )?"
    r"(?:cases?|examples?|reasons?|numbers?|figures?|prices?|causes?|countermeasures?|remedy|remedies)\b"
    r"(?: for [^:;,()]*?)?(?=[:;,)]|$| \(| such as| or | and )"
)
_OF_PROOF = re.compile(r"^(?:\s\([^()]*\)|,? such as .*)")  # examples of a reason, where the reason goes
_BRACKETED_LIST = re.compile(r"\s+\((?!so |or |and |if |also )([a-z][^()]*,[^()]*)\)$")
_ASIDE = re.compile(r", or isn't [^,]*,|\s+\([^()]*\)(?![/*\w])")
_SOME_OF = re.compile(
    rf"(?:, with )?(?:\b(?:at least|any|either) ({_NUMBER}|half) of\b"
    rf"|\b({_NUMBER}|half) of(?=:| them| these| the following))"
    r"(?: them| these| the following)?(?: such)?(?::|,)?\s*(?=\w|:)"
)
_EXAMPLE = re.compile(r",? (?:e\.g\.|i\.e\.),? ")
_AN = re.compile(r"\ban (?=[b-df-gj-np-tv-z])")
_COMMA = re.compile(r"^([A-Z][a-z]+s) ?,")
_LEADS_ON = frozenset("of by as on for and or from with to per in".split())
_AT_LEAST = re.compile(rf"\b(?:at least|any|either) (?={_NUMBER} )")
_AS_ONE = re.compile(r"^(?:Gives|Names|States|Says) (?:as|for|in) [^,:]*? (?=that )|^Says (?:yes|no)[:,] ")
_NAMING = re.compile(r"^(Says|Names|Gives|States|Lists|Adds|Mentions|Offers|Cites|Provides|Notes|Draws|Knows)\b ?(.*)")
_TOLD = {"Adds": "add", "Offers": "offer", "Provides": "provide", "Draws": "draw"}  # all others are mentioned
_FIGURE = re.compile(r"^(?:(?:about|some|roughly|around) )?[\d−]")
_GIVES_TO = re.compile(r"^Gives [^,:]{1,30}? to (?!be |make |say |tell |try )")
_LIST = re.compile(r"(?<=\w)(?:: |,? such as:? |, (?:like|namely|for instance|for example) )")
_SPLITS = re.compile(r", (?:and |or )?")
_OR_READS = re.compile(
    r"(?:,? (?:and|or)|,) (?:(?:nam|giv|stat|not|describ|propos|announc)es"
    r"|(?:say|explain|add|show|ask|draw|want)s)\b(?= \w).*"
)
_OR_DOES = re.compile(r",? or (?:then )?\0.*")
_MARKED = re.compile(r"\0[\w-]+$")
_ASKS = re.compile(r"^(?:Asks|Checks|Demands|Requires|Ensures|Verifies|Tests|Wants|Expects)\b")
_TELLS = re.compile(r"^(?:Says|Names|Gives|States|Lists|Adds|Mentions|Notes|Explains|Shows|Sees|Knows|Tells|Notices)\b")
_BESIDES = re.compile(r"^(Also|Then|First|Never|Deliberately) ([a-z]+s\b.*)")
_IN_A_CASE = re.compile(r"^((?:If|When|For|From|With|Without|Before|After|In|At|On) .*?)(,? )([a-z]+s)\b(?= )")
_NOT = re.compile(r"^(?:Doesn't|Does not) ")
_ASKING = re.compile(r"^(whether|if|how|what|why|where|who|which|when|that)\b ?")
_ABOUT = re.compile(r"^(for|about|in|by|with|from|on|at) ")
_WHOLE = re.compile(  # these have parts, not alternatives
    r"\b(?:order|split|mixture|sequence|set|list|plan|path|pipeline|loop|formula|chain|layout|range|combination)\b"
)
_ONE = re.compile(r"\b(?:an?|one|another|either)\b(?! (?:few|couple|list))")
_OF_SEVERAL = re.compile(rf"\b{_NUMBER}\b")
_NO_CLAIM = re.compile(r"^(?:\w+ )?\w+s (?:or|and)\b|^[\w-]+ \w+s(?:,|$)|^(?:[Bb]y|[Ww]ith|[Aa]s) ")
_AND_THAT = re.compile(r",? and that\b.*")
_ONE_MORE = re.compile(r", ([a-z]+s) (?!of |and |or )[a-z]")
_READ_AS_VERBS = ("so ", "then ", "names", "shows", "states")  # behind an "and" these are none of the list
_HANGS = re.compile(
    r"[,;:]? (?:such as|(?:and |or )?(?:a|the|of|to|and|or)|,? and (?:derive|name|say|give|state))$"
)  # what a cut leaves at the end
_AFTER_PREPOSITION = re.compile(r"\b(?:of|between|by|on|for|with|to|from|per|at|in|across|\d+) [\w-]+s\b")  # no verb
MANY = 3  # of a list that one names
FEWEST = 2  # words that a cut must leave
_INFINITIVES = {"ha": "have", "goe": "go", "doe": "do"}
# what a reader sees in an answer, and the candidate does for it
_DONE = {
    **{"see": "watch for", "notice": "watch for", "recognise": "watch for", "know": "keep in mind"},
    **{"demand": "insist on", **_INFINITIVES},
}
_SEES_TO = re.compile(r"^Sees to ")
_CALLED = re.compile(r"^Names (?=(?:it|them) an? )")
_SEEN_AS = re.compile(r"^(?:Sees|Notices|Recognises|Knows) (?=[^,:]* as )")


def spoken_point(point: str) -> str:
    """A point as a candidate says it: what it claims, else what they'd do or name for it; one sentence.

    `Draws a consequence: time grows` becomes `Time grows.`, `Names two causes, such as heat or salt` `I'd mention two
    causes: heat and salt.`
    """
    text = " ".join(point.split()).rstrip(" .")
    if not text.isascii() and not _LATIN.search(text):  # no English verb leads in what is to be said
        return _sentence(text)
    text = BY_THE_WAY.sub(r"\1 ", _chosen(text))
    return _sentence(_in_first_person(_AN.sub("a ", one_verb(text))))


def _sentence(text: str) -> str:
    text = _HANGS.sub("", text.rstrip(" .,;:…"))
    return f"{contracted(f'{text[:1].upper()}{text[1:]}'.rstrip(' .,;:…'))}."


def _chosen(text: str) -> str:
    """A point without what is said to its reader alone; of `two of: a, b, c` the first two are left."""
    text = _FOR_THE_READER.sub("", text)
    if proof := _WITH_PROOF.search(text):
        behind = text[proof.end() :]
        names = _NAMING.match(text) and not behind.startswith(" (such as")
        text = text[: proof.start()] + (behind if names else _OF_PROOF.sub("", behind))
    text = _EXAMPLE.sub(", such as ", _ASIDE.sub("", _BRACKETED_LIST.sub(r": \1", text)))
    if some := _SOME_OF.search(text):
        text = _first_of(text, some)
    text = _COMMA.sub(r"\1", text)
    return _AT_LEAST.sub("", _AS_ONE.sub("Says that ", text).replace("that that ", "that "))


def _first_of(text: str, some: re.Match[str]) -> str:
    before, behind = text[: some.start()].rstrip(" ,:"), text[some.end() :].lstrip(": ")
    several = _items(behind)
    is_list = ":" in some[0] or text[: some.start()].rstrip().endswith((",", ":")) or some[0].startswith(",")
    if len(several) <= 1 or not is_list:
        return f"{before} {behind}" if before else behind
    if _claim(several[0]):
        return f"Says that {several[0]}"
    number = _NUMBERS.get(some[1] or some[2], MANY)
    if "them" in some[0] or "these" in some[0]:
        before = before.removesuffix(" of")
    joint = " " if " " not in before or before.split(" ")[-1] in _LEADS_ON else ": "
    chosen = several[:1] if number == 1 else several[:number]
    return f"{before}{joint}{_joined(chosen)}"


def _in_first_person(text: str) -> str:
    if text.startswith("Would "):
        return briefly(f"I'd {_OR_READS.sub('', text.removeprefix('Would '))}")
    if clause := THAT.match(text):
        return _clause(text, clause[1])
    text = _CALLED.sub("Calls ", _SEES_TO.sub("Looks after ", _SEEN_AS.sub("Treats ", text)))
    if (named := _NAMING.match(text)) and not GIVES_SOMEBODY.match(text) and not _GIVES_TO.match(text):
        return _named(named[1], named[2])
    _, colon, behind = text.partition(": ")
    if colon and (claim := _claim(briefly(behind))):
        return claim
    return _done(text)


def _clause(text: str, clause: str) -> str:
    """`Says that it grows`, `Says what it costs: time`, `Asks whether it fits`."""
    if _ASKS.match(text) or not (_TELLS.match(text) or clause.startswith("that ")):
        return _done(text)
    clause = _OR_READS.sub("", AND_THEN.sub("", clause))
    if clause.startswith("that "):
        clause = _AND_THAT.sub("", clause)
        head, colon, behind = clause.partition(": ")
        claim = _claim(briefly(behind)) if colon and not says_something(f"{head[5:]}.") else ""
        return claim or briefly(clause[5:])
    head, colon, behind = clause.partition(": ")
    if colon and (claim := _claim(briefly(behind))):
        return claim
    if colon:
        return f"I'd explain {head}: {_joined(_items(behind)[:MANY])}"
    return f"I'd explain {briefly(clause)}"


def _named(verb: str, rest: str) -> str:
    """What is named, with as many of its list as one says; where the list holds claims, the first of them."""
    rest = _OR_READS.sub("", rest)
    told = _TOLD.get(verb, "mention")
    if _FIGURE.match(rest):
        return f"I'd say {briefly(rest)}"
    listed = _LIST.search(rest)
    if not listed:
        if asking := _ABOUT.match(rest) or _ASKING.match(rest):
            return _asked(asking, rest)
        return _claim(rest) if verb == "Adds" and _claim(rest) else f"I'd {told} {_later(rest)}"
    if asking := _ABOUT.match(rest):
        return _asked(asking, rest)
    head, behind = rest[: listed.start()], rest[listed.end() :]
    items = _items(behind)
    number = 1 if not head or (_ONE.match(head) and not _WHOLE.search(head)) else MANY
    if several := _OF_SEVERAL.search(head):
        number = _NUMBERS[several[0]]
    if asking := _ASKING.match(items[0]):
        return _asked(asking, items[0])
    if number == 1 and (claim := next(filter(None, map(_claim, items)), "")):
        return claim
    if claim := _claim(briefly(behind)):
        return claim
    if number == 1 and (verb := _base(items[0])):
        return f"I'd {verb}"
    chosen = _joined(items[:number])
    return f"I'd {told} {_later(head)}: {chosen}" if head else f"I'd {told} {chosen}"


def _asked(asking: re.Match[str], text: str) -> str:
    if asking[1] == "that":
        return briefly(text[5:])
    return f"I'd {'check' if asking[1] in ('whether', 'if') else 'explain'} {briefly(text)}"


def _claim(text: str) -> str:
    """A text if it is a sentence by itself, else empty."""
    spoken = spoken_after_another(f"{text}.")
    if not spoken or spoken.startswith("I would") or _ASKING.match(text) or _NO_CLAIM.match(text):
        return ""
    return spoken if says_something(_AFTER_PREPOSITION.sub("of it", spoken)) else ""


def _done(text: str) -> str:
    """What one would do: `Checks it or says when` becomes `I'd check it`."""
    if _NOT.match(text):
        return f"I wouldn't {_later(_NOT.sub('', text))}"
    if besides := _BESIDES.match(text):
        adverb = besides[1].lower()
        verb = _base(besides[2])
        return f"I'd {adverb} {verb}" if verb else f"I'd {adverb} {besides[2]}"
    if (case := _IN_A_CASE.match(text)) and (verb := _base(text[case.start(3) :])):
        return f"{case[1]}{case[2]}I'd {verb}"
    if verb_of(text):
        return f"I'd {_base(text[:1].lower() + text[1:], known=False)}"
    return in_speech(f"{text}.") or f"I'd also bring in {briefly(lower_first(text))}"


def _base(text: str, *, known: bool = True) -> str:
    """A text that begins with a verb, with that in its base form; empty if the verb isn't known, but should be."""
    verb = verb_of(f"{text[:1].upper()}{text[1:]}")
    if not verb or (known and verb[1] not in VERBS - NOUNS | _INFINITIVES.keys()):
        return ""
    return f"{_DONE.get(verb[1], verb[1])}{_later(text[len(verb[0]) :])}"


def _later(text: str) -> str:
    """A text with its later verbs in the base form, without those that a reader takes as well."""
    head, colon, behind = text.partition(": ")
    if colon and _base(behind):
        text = f"{head}: {', '.join(_base(item) or item for item in _items(behind))}"
    elif (more := _ONE_MORE.search(head)) and _base(more[1]) and len(head[: more.start()].split()) >= FEWEST:
        text = head[: more.start()]
    with_marks = with_all_later_verbs(_OR_READS.sub("", text), lambda base: f"\0{_INFINITIVES.get(base, base)}")
    head = with_marks[: other.start()] if (other := _OR_DOES.search(with_marks)) else ""
    if len(head.split()) > 1 and not _MARKED.search(head):  # `remove or repair failures` share theirs
        with_marks = head
    return briefly(with_marks.replace("\0", ""))


def _items(text: str) -> list[str]:
    """The items of a list, by semicolons if there are any, else by commas."""
    parts = re.split(r"; (?:or |and )?", text) if "; " in text else _SPLITS.split(text)
    return [part.strip(" ,") for part in parts if part.strip(" ,")] or [text]


def _joined(items: list[str]) -> str:
    """`a, b and c`; items that hold an "and" or "or" themselves are parted by commas alone."""
    if (
        len(items) < 2
        or items[-1].startswith(_READ_AS_VERBS)
        or any(FORMULA.search(item) or f" {word} " in item for item in items for word in ("and", "or"))
    ):
        return ", ".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"
