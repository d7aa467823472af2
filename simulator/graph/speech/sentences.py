"""The sentences of a written text as somebody says them.

A gist or a reference is written to be read. Formulas, headings and lists are no sentence for a candidate.
"""

import re
from itertools import pairwise

from simulator.graph.text import lower_first

FEWEST_WORDS, MOST_WORDS = 5, 30  # of a sentence that one says
FEWEST_SAID, MOST_SAID = 4, 40  # of one that is typed as an answer
HEADING = 3  # words before a colon, which then are no subject

LONGEST_ABBREVIATION = 8  # letters, with the blank before one
ABBREVIATION = re.compile(r"(?:(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|ca))|(?:^|\s)[A-Z])\.$")
# one would not read these out
FORMULA = re.compile(r"[=^_√∝≈∑∏{}\\|<>→·²³⁰¹⁴-⁹₀-₉]|\w\(|\d\s*[*/+]\s*\d|(?<![\w'’.-])[b-hj-zB-HJ-Z](?![\w'’.-])|->")
# nor type these in a sentence
_NOTATION = re.compile(r"[=^√∝≈∑∏{}\\|<>→·²³⁰¹⁴-⁹₀-₉Α-ω]|\w\(|\d\s*[*/+]\s*\d|->")
_LINKS = re.compile(
    r"^(?:So|But|And|Thus|Hence|Therefore|Also|Then|Instead),? (?=[a-z])|^(?:First|Second|Third|Finally), (?=[a-z])"
)
_FIRST_PART = re.compile(r"[;:]\s|, (?:so|since|and|but)\s|,? (?:when|if|where|that|which|who|whose|unless)\s")
_ASKING = frozenset("which who whom whose whether how".split())  # at the beginning, with nothing that it depends on
_ADVERB = re.compile(r"\w+ly,|(?:First|Second|Third|Then|Instead|Otherwise|However|Often|Here|Now|Today),")
TOLD_TWICE = 2
_IN_S = frozenset("perhaps always sometimes across towards besides unless whereas thus afterwards less".split())
_OBJECTS = frozenset("a an the it its them their no nothing nobody one what how that".split())
_OF_SUBJECTS = frozenset("is was has must isn't".split())  # `may this go out` rather asks
_PREPOSITIONS = frozenset("as at by for from in into on to when while with".split())
_THIRD_PERSON = re.compile(r"[a-z]{2,}[^aious]s$")
AUXILIARIES = frozenset(
    "is are was were isn't aren't has have had does do did can cannot can't could may might must will would should "
    "doesn't don't won't".split()
)
_LEANS = frozenset("also and both but each none that then they this these those".split())  # on the sentence before
_BEGINS_A_CLAUSE = frozenset("what that which who where if when whether how before after than as".split())
_BESIDE = frozenset("where when if because unless".split())  # the verb behind these is not that of the sentence
NEAR = 4  # words in which a subject finds its verb
TALK = frozenset("say give name state list explain describe show note define derive tell assume suppose".split())
BASES = frozenset(
    "accept accumulate adapt add agree aim align allow answer appear apply approve ask attack audit "
    "average avoid balance beat become begin bind block blur bound break bring build burn cache call cap "
    "carry cause change check choose cite classify clip collapse combine come commit compare compile "
    "compress compute concentrate condition confirm constrain contain continue contrast control copy "
    "correlate cost count cover cut deal decay decide decode delay demand depend deploy describe destroy "
    "detect differ distil divide dominate draw drift drop embed encourage end enter estimate evaluate "
    "evict exceed exclude expect explode exploit expose extend extract fade fail fall favour feed fetch "
    "fill find fit fix flatten follow force forget freeze gain gather generate get give go grade group "
    "grow guess halve happen harm help hide hold hurt ignore improve include increase index inspect "
    "isolate join judge keep know lack lead learn leave let lie limit log look loosen lose lower make map "
    "mark mask match matter mean measure merge meter miss mix monitor move multiply narrow need order "
    "outlast outweigh overfit overlap page parse pass patch pay penalise pick pin place plan plot pool "
    "predict prefer prevent protect prove pull punish push put query raise ramp rank reach read rebuild "
    "recompute record reduce refresh refuse reject rely remember remove repeat replace replay report "
    "represent request require rerun reshape rest restart retrieve retry return reuse reveal reverse "
    "reward rewrite rise roll rotate route rule run sample save scale scan score search see select send "
    "separate serve set shard share sharpen shift show shrink sit size slice sort spend split "
    "stabilise start stay stop store stream strengthen suffer suggest sum support suspect swap switch "
    "take teach tend test tie tighten tokenise touch trace track train transfer transform travel treat "
    "triage trust try tune turn update use validate vary verify version wait want waste watch weigh widen "
    "win work write yield".split()
)


def _third_person(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x")) or base == "go":
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s"


# more often a noun: `structural limits by consequence` says nothing of anything
_NOUNS_IN_S = frozenset("call condition judge pass pick reward share trace".split())
NOUNS = frozenset(
    "cache cap change check control guess label limit log mark mask mix page patch plan plot pool query "
    "record report request route rule sample score search shard sign slice step test update version".split()
)
THIRD = frozenset(map(_third_person, BASES))
_SAYS = frozenset(map(_third_person, BASES - NOUNS - _NOUNS_IN_S))
_NO_SUBJECTS = THIRD | AUXILIARIES | {"whether"}  # at the beginning: the subject is in a heading
_WORD = re.compile(r"[\w'’-]+")
_LIST = re.compile(r"\w+,")  # begins a list of keywords


def sentences(text: str) -> list[str]:
    """The sentences of a gist, each with its full stop."""
    flat = " ".join(text.split())
    ends = (m.end() for m in re.finditer(r"[.!?](?=\s+[^a-z\s])", flat))
    bounds = [end for end in ends if not ABBREVIATION.search(flat, max(0, end - LONGEST_ABBREVIATION), end)]
    return [flat[a:b].strip() for a, b in zip([0, *bounds], [*bounds, len(flat)], strict=True) if flat[a:b].strip()]


def spoken_sentence(sentence: str) -> str:
    """A sentence of a gist as one would say it: `Measure it.` becomes `I would measure it.` Empty if nobody would."""
    return "" if leans(sentence) else spoken_after_another(sentence)


def leans(sentence: str) -> bool:
    """Whether a sentence needs the one before it: `They drift.`"""
    words = [word.lower() for word in _WORD.findall(sentence)]
    return bool(words) and (words[0] in _LEANS or "here" in words or "ones" in words[:2])


def spoken_after_another(sentence: str) -> str:
    """The same for a sentence that follows on the one which it may need."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    headed = 0 < len(_WORD.findall(sentence.split(": ")[0])) <= HEADING and ": " in sentence
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or FORMULA.search(sentence) or headed:
        return ""
    first = [word.lower() for word in _WORD.findall(re.split(r"[,;:]\s", sentence)[0])]
    main = first[: next((n for n, word in enumerate(first) if n and word in _BESIDE), None)]
    is_said = any(map(_is_finite, main[1:], main))
    if words[0] in BASES | TALK and words[1] not in AUXILIARIES:
        if words[0] in TALK or words[1] in THIRD or _LIST.match(sentence):  # which of the two is the verb?
            return ""
        if not any(map(_is_finite, first[2:NEAR], first[1:])) or set(first[:NEAR]) & _BEGINS_A_CLAUSE:
            return f"I would {lower_first(sentence)}"
    return sentence if is_said else ""


def in_speech(sentence: str) -> str:
    """The same as a candidate types it, who may name things by a letter and talk at more length than one reads out.

    A heading before a colon is left out, or becomes the subject; a formula or a mere list is still nobody's sentence.
    """
    head, colon, body = sentence.partition(": ")
    if not colon or len(_WORD.findall(head)) > HEADING:
        body = sentence
    else:
        first, *later = _WORD.findall(body) or [""]
        is_verb = _THIRD_PERSON.match(first) and not head.endswith("s") and set(later[:1]) & (_OBJECTS | _PREPOSITIONS)
        body = f"{head} {body}" if first in THIRD | _OF_SUBJECTS or is_verb else body
    body = _LINKS.sub("", body)
    words = [word.lower() for word in _WORD.findall(body)]
    if not FEWEST_SAID <= len(words) <= MOST_SAID or _NOTATION.search(body) or body.endswith("?"):
        return ""
    if words[0] in _NO_SUBJECTS | _ASKING:
        return ""
    # where two or more of its later clauses tell what to do, the first does as well
    first_clause, *clauses = [[word.lower() for word in _WORD.findall(clause)] for clause in body.split(", ")]
    tells = sum(bool(clause) and clause[0] in BASES - NOUNS for clause in clauses) >= TOLD_TWICE
    if tells and words[0].isdigit():  # it tells to do what a heading said
        return ""
    tells = tells and len(first_clause) > 1 and not any(map(_is_finite, first_clause[1:], first_clause))
    spoken = f"I would {lower_first(body)}" if tells else spoken_after_another(body)
    if spoken.startswith("I would"):
        is_sentence = words[0] not in NOUNS or words[1] in _OBJECTS
    else:
        is_sentence = says_something(body) and (bool(spoken) or words[0] not in BASES | TALK)
    spoken = spoken or body
    return contracted(f"{spoken[:1].upper()}{spoken[1:]}") if is_sentence else ""


def spoken_text(markdown: str) -> str:
    """A short text as it is said: without marks and in the short forms, each sentence that one can say so said so."""
    return " ".join(
        in_speech(sentence) or contracted(sentence) for block in paragraphs(markdown) for sentence in sentences(block)
    )


def says_something(sentence: str) -> bool:
    """Whether its first clause has a verb; one that is not known is told by what follows it: `acquits nobody`."""
    words = [word.lower() for word in _WORD.findall(_FIRST_PART.split(sentence)[0])]
    if _LIST.match(sentence) and not _ADVERB.match(sentence):
        return False
    known = any(map(_is_finite, words[1:], words))
    return known or any(
        word.endswith("s") and len(word) > NEAR and word not in _IN_S and after in _OBJECTS
        for word, after in pairwise(words[1:])
    )


def _is_finite(word: str, before: str) -> bool:
    """Whether a word says what its subject does: an auxiliary, `reads` after one thing, `read` after several."""
    is_base = word in BASES and word not in NOUNS
    of_several = before.endswith("s") and before not in _SAYS and not before.endswith(("'s", "’s"))
    return word in AUXILIARIES or word in _SAYS or (is_base and of_several)


# Prose out of Markdown

_FENCE = re.compile(r"^[ \t]*(```|~~~).*?(?:^[ \t]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_SHOWN_APART = re.compile(r"^[ \t]*(?:#+ .*|\|.*|\$\$.*|(?: {4}|\t).*)$|\$\$.*?\$\$", re.MULTILINE)
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|\d{1,3}[.)])[ \t]+|^[ \t]*>[ \t]?", re.MULTILINE)
_HEADED = re.compile(r"^\*\*[^*\n]+(?:[.:]\*\*|\*\*[.:])(?=\s|$)|^\*\*[^*\n]+\*\*$", re.MULTILINE)
# what a mark opens ends soon: looking for its end in all that follows is quadratic
_LINK = re.compile(r"!?\[([^\]\n]{0,500})\]\([^)\n]{0,1000}\)")
_MARKS = re.compile(
    r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.{1,1000}?)(?<=\S)\1(?!\w)|(?<!`)(`+)(?!`)(.{1,1000}?)(?<!`)\3(?!`)", re.DOTALL
)
_ASIDE = re.compile(r"\s+\([^()]*\)")
_SHORTER = (
    (r"\bI would\b(?! have\b)", "I'd"),
    (r"\bI will\b", "I'll"),
    (r"\b([Dd]oes|[Dd]o|[Ww]ould|[Ss]hould|[Cc]ould) not\b", r"\1n't"),
    (r"\b([Ii]s|[Aa]re|[Ww]as|[Ww]ere|[Dd]id|[Hh]as|[Hh]ave) not\b", r"\1n't"),
    (r"\b([Cc])annot\b", r"\1an't"),
    (r"\b([Ww])ill not\b", r"\1on't"),
    (r"\b([Ii]t|[Tt]hat|There) is(?= [a-z])(?! (?:to|that)\b)", r"\1's"),
)


def paragraphs(markdown: str) -> list[str]:
    """The prose of a Markdown text by paragraphs and items of lists: no code, tables, headings, marks or asides."""
    text = _SHOWN_APART.sub("\n\n", _FENCE.sub("\n\n", markdown))
    text = _LINK.sub(r"\1", _ITEM.sub("\n\n", _HEADED.sub("", text)))
    text = _MARKS.sub(lambda found: found[2] or found[4], text)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    return [_ASIDE.sub("", block) for block in blocks if block]


def contracted(sentence: str) -> str:
    """A sentence with the short forms that one says: `I'd`, `doesn't`."""
    for long, short in _SHORTER:
        sentence = re.sub(long, short, sentence)
    return sentence


# Sentences of a reference that stand by themselves

MOST_ALONE = 28  # words of a sentence that one says with nothing before it
NEAR_THE_START = 5  # words among which a pronoun stands for something before
_PARTS = re.compile(r";\s+")
_LEAD = re.compile(r"^(?:So|But|And|Thus|Hence|Therefore|Also|Then|Instead|First|Second|Third|Finally),? ")
_SPEAKER = frozenset("i i'd i'll i've i'm we we'd we'll you you'd".split())
_POINTS_BACK = frozenset(
    "it it's it'd it'll its they they're their theirs that that's those each none such here there otherwise instead "
    "either neither both one another others too still again which whose nor or yet not hence next besides beside "
    "together".split()
)
_OF_OTHERS = re.compile(
    r"^(?:The|An?|On|In|With|For|By)(?: the)? (?:first|second|third|fourth|others?|latter|former|same|last|two|rest|"
    r"opposite|reverse|main one)\b",
    re.IGNORECASE,
)
_OF_BEFORE = re.compile(
    r"\b(?:this|these|those|the latter|the former|here|above|below|such an?|the others?)\b|\b(?:say|suppose) \d|^Say |"
    r"\b(?:does|turns|makes|for|of|from|after|with|like|by|than) that\b|\bthat[,.;:]|"
    r"\b(?:do|does|did) so\b",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("it it's its them their they they're".split())
_SUBJECTS = frozenset("i we you they people nobody somebody one who which that".split())
_SHORT_VERB = re.compile(r"\w(?:n't|'(?:re|ll|d|ve))$|^(?:it|that|there|what|who|nobody|somebody)'s$")
_AFTER_VERB = frozenset(  # of a verb that isn't known; behind a preposition it may as well be a noun
    "a an the it its no nothing one what how that me my them less more only each every all both whether".split()
)


def sayable(markdown: str) -> tuple[str, ...]:
    """The sentences of a reference that can be said alone, in its order, without marks and in the short forms.

    A reference is written as one talks, so nearly all of it can be said. Left out is what leans on a sentence before
    it, what is no sentence, and what nobody would say in one breath.
    """
    said: list[str] = []
    for sentence in (each for block in paragraphs(markdown) for each in sentences(block)):
        is_long = len(re.findall(r"[\w'-]+", sentence)) > MOST_ALONE
        parts = _PARTS.split(sentence) if is_long else [sentence]
        said += (said_alone(part if part[-1] in ".!?" else f"{part}.") for part in parts)
    return tuple(filter(None, said))


def said_alone(sentence: str) -> str:
    """A sentence as one says it with nothing before it; empty if nobody would."""
    sentence = _LEAD.sub("", sentence.replace("’", "'"))
    words = [word.lower() for word in _WORD.findall(sentence)]
    if not FEWEST_WORDS <= len(words) <= MOST_ALONE or FORMULA.search(sentence) or not sentence.endswith("."):
        return ""
    if words[0] in _POINTS_BACK or leans(sentence) or set(words[:NEAR_THE_START]) & _PRONOUNS:
        return ""
    if _OF_OTHERS.match(sentence) or _OF_BEFORE.search(sentence):
        return ""
    head, colon, _ = sentence.partition(": ")
    headed = bool(colon) and len(_WORD.findall(head)) <= HEADING and not _has_verb(head)
    said = sentence * (words[0] in _SPEAKER) or spoken_sentence(sentence) or in_speech(sentence)
    said = said or sentence * (not headed and words[0] not in BASES and _has_verb(sentence))
    if headed and said.partition(" ")[0].lower() in _POINTS_BACK:  # what it was on stood before the colon
        return ""
    return contracted(f"{said[:1].upper()}{said[1:]}")


def _has_verb(sentence: str) -> bool:
    """Whether what comes before its first comma or colon has a verb, as it is in prose that has no headings."""
    if says_something(sentence):
        return True
    first, whole = re.split(r"[,;:]\s", sentence)[0], sentence.split("; ")[0]
    words = [word.lower() for word in _WORD.findall(first if len(_WORD.findall(first)) > HEADING else whole)]
    for before, word, after in zip(words, words[1:], [*words[2:], ""], strict=False):
        if word in AUXILIARIES or _SHORT_VERB.search(word):
            return True
        if before in _SUBJECTS and word in BASES:
            return True
        if re.fullmatch(r"[a-z]{3,}[^aious]s", word) and after in _AFTER_VERB and not before.endswith("s"):
            return True
    return False
