"""The sentences of a written text as somebody says them.

A gist or a reference is written to be read. Formulas, headings and lists are no sentence for a candidate.
"""

import re

from simulator.graph.text import lower_first

FEWEST_WORDS, MOST_WORDS = 5, 30  # of a sentence that one says
HEADING = 3  # words before a colon, which then are no subject

LONGEST_ABBREVIATION = 8  # letters, with the blank before one
ABBREVIATION = re.compile(r"(?:(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|ca))|(?:^|\s)[A-Z])\.$")
# one would not read these out
FORMULA = re.compile(r"[=^_√∝≈∑∏{}\\|<>→·²³⁰¹⁴-⁹₀-₉]|\w\(|\d\s*[*/+]\s*\d|(?<![\w'’.-])[b-hj-zB-HJ-Z](?![\w'’.-])|->")
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


def paragraphs(markdown: str) -> list[str]:
    """The prose of a Markdown text by paragraphs and items of lists: no code, tables, headings, marks or asides."""
    text = _SHOWN_APART.sub("\n\n", _FENCE.sub("\n\n", markdown))
    text = _LINK.sub(r"\1", _ITEM.sub("\n\n", _HEADED.sub("", text)))
    text = _MARKS.sub(lambda found: found[2] or found[4], text)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    return [_ASIDE.sub("", block) for block in blocks if block]
