"""How a text of the bank is spoken: its sentences as somebody says them, and the points of a rubric in plain words.

A gist or a reference is written to be read. Formulas, headings and lists aren't sentences that a candidate would say; a
point of a rubric becomes what is still to say: `Says that it grows` becomes `that it grows`.
"""

import re
from functools import lru_cache

from simulator.graph.listening.full_stops import ends_nothing
from simulator.graph.records import Graph
from simulator.graph.text import lower_first, upper_first

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
    "accept accumulate adapt add agree aim align allow answer appear apply approve ask attack audit average avoid "
    "balance beat become begin bind block blur bound break bring build burn cache call cap carry cause change check "
    "choose cite classify clip collapse combine come commit compare compile compress compute concentrate condition "
    "confirm constrain contain continue contrast control copy correlate cost count cover cut deal decay decide decode "
    "delay demand depend deploy describe destroy detect differ distil divide dominate draw drift drop embed encourage "
    "end enter estimate evaluate evict exceed exclude expect explode exploit expose extend extract fade fail fall "
    "favour feed fetch fill find fit fix flatten follow force forget freeze gain gather generate get give go grade "
    "group grow guess halve happen harm help hide hold hurt ignore improve include increase index inspect isolate "
    "join judge keep know lack lead learn leave let lie limit log look loosen lose lower make map mark mask match "
    "matter mean measure merge meter miss mix monitor move multiply narrow need order outlast outweigh overfit "
    "overlap page parse pass patch pay penalise pick pin place plan plot pool predict prefer prevent protect prove "
    "pull punish push put query raise ramp rank reach read rebuild recompute record reduce refresh refuse reject rely "
    "remember remove repeat replace replay report represent request require rerun reshape rest restart retrieve retry "
    "return reuse reveal reverse reward rewrite rise roll rotate route rule run sample save scale scan score search "
    "see select send separate serve set shard share sharpen shift show shrink sit size slice sort spend split "
    "stabilise start stay stop store stream strengthen suffer suggest sum support suspect swap switch take teach tend "
    "test tie tighten tokenise touch trace track train transfer transform travel treat triage trust try tune turn "
    "update use validate vary verify version wait want waste watch weigh widen win work write yield".split()
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


def is_abbreviated(text: str, end: int) -> bool:
    """Whether the full stop just before `end` doesn't end a sentence; nor does the one after a single capital."""
    return bool(ABBREVIATION.search(text, max(0, end - LONGEST_ABBREVIATION), end)) or ends_nothing(text, end)


def sentences(text: str) -> list[str]:
    """The sentences of a gist, each with its full stop."""
    flat = " ".join(text.split())
    ends = (m.end() for m in re.finditer(r"[.!?](?=\s+[^a-z\s])", flat))
    bounds = [end for end in ends if not is_abbreviated(flat, end)]
    return [flat[a:b].strip() for a, b in zip([0, *bounds], [*bounds, len(flat)], strict=True) if flat[a:b].strip()]


def spoken_sentence(sentence: str) -> str:
    """A sentence of a gist as one would say it: `Measure it.` becomes `I would measure it.` Empty if nobody would."""
    return "" if leans(sentence) else spoken_after_another(sentence)


def leans(sentence: str) -> bool:
    """Whether a sentence needs the one before it: `They drift.`"""
    words = [word.lower() for word in _WORD.findall(sentence)]
    return bool(words) and (words[0] in _LEANS or "here" in words or "ones" in words[:2])


def spoken_after_another(sentence: str) -> str:
    """A sentence of a gist as one would say it after the one before, which it may need; empty if nobody would."""
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
_IN_BRACKETS = re.compile(r"\s+\([^()]*\)")


def paragraphs(markdown: str) -> list[str]:
    """The prose of a Markdown text by paragraphs and items of lists: no code, tables, headings, marks or asides."""
    text = _SHOWN_APART.sub("\n\n", _FENCE.sub("\n\n", markdown))
    text = _LINK.sub(r"\1", _ITEM.sub("\n\n", _HEADED.sub("", text)))
    text = _MARKS.sub(lambda found: found[2] or found[4], text)
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    return [_IN_BRACKETS.sub("", block) for block in blocks if block]


# The points of a rubric, as what is still to say

SHORTEST, LONGEST = 16, 120  # characters of what is still to say
LONGEST_LIST = 180  # where one may choose: one of them alone would be told as if it was all

_ASIDE = re.compile(
    r",? (?:and|or) [a-z]+s (?:e\.g\.|i\.e\.) .*|\s+\([^()]*\)(?![/*\w])|,? (?:e\.g\.|i\.e\.) .*|, such as .*"
)
BY_THE_WAY = re.compile(r"^([A-Z][a-z]+s), with [^,:]*, (?!at |or |in )")  # `Says, with an example, that it grows`
THAT = re.compile(r"^[A-Z][a-z]+s ((?:that|why|how|what|when|where|whether|which|who)\b.*)")
NAMES = re.compile(
    r"^(?:Says|Names|Gives|States|Lists|Adds|Mentions|Offers|Draws|Cites|Provides|Proposes|Demands|Describes|Derives|"
    r"Notes) (.*)"
)
GIVES_SOMEBODY = re.compile(  # what is given isn't named by itself: `Gives the tool a timeout`
    r"^Gives (?:(?:the|an?|each|every) [A-Za-z]+|each|them|it|[a-z]+s) "
    r"(?:an?|the|what|more|only|at least|no|its|their) "
)
# several verbs: the last will do
_EITHER = re.compile(r"^[A-Z][a-z]+s(?:, [a-z]+s)*,? (?:or|and) ([a-z])(?=[a-z]+s\b)")
_ACCEPTED = re.compile(r"\b(?:given|asked|asked-for|stated) or (?:assumed|stated|given) |\bin any words ")
_OR_ELSE = re.compile(r", or (?:that|[a-z]+s)\b| or that\b")  # what a rubric takes as well
_VERB = re.compile(r"^(?:First )?([A-Za-z][a-z-]+?)(ies|sses|shes|ches|xes|s)\b")
_ENDINGS = {"ies": "y", "sses": "ss", "shes": "sh", "ches": "ch", "xes": "x", "s": ""}
_AND_VERB = re.compile(
    r"(\b(?:and|or) )(?!(?:as|is|has|was|does|this|its|thus|plus|less|across|perhaps|always|sometimes)\b)"
    r"(?:([a-z]+?)(ies|sses|shes|ches|xes|s)(?= (?:the|a|an|it|its|them|that|how|what|each|at)\b)"
    r"|(compute|explain|give|name|say|show|state)s\b)"
)
_AND = re.compile(  # before ", or" comes what a rubric takes as well
    r"((?:,? and|(?<!,) or) (?:then )?)([a-z-]+?)(ies|sses|shes|ches|xes|s)\b(?! of\b)(?= ?([a-z]*))"
)
_NO_OBJECT = frozenset("for in on with from and or are that".split())
AND_THEN = re.compile(r",? (?:and|or) [a-z]+s (?:how|it|them|what|when|why)\b.*")  # no part of what is said
# what an answer does besides, behind a clause: a thing that is spoken of does none of these
_AND_WANTS = re.compile(r"(,? and )(ask|demand|derive|draw|name|propose)s ")
_NO_VERBS = ("This ", "Its ", "Class ", "Requirements ")  # at the beginning of a point
_IRREGULAR = {"Goes": "going", "Does": "doing", "Has": "having", "Is": "being"}
_DOUBLED = re.compile(
    r"^[^aeiou]*[aeiou][^aeiouwxy]$|(?:(?<!li)mit|lot|(?<!of)fer|cur|pel|begin|embed|rerun|trol|lap)$|[^aeiou](?:a|e)l$"
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
VERBS = BASES | TALK | _FOLLOWING | frozenset("fan go ha journal lay lengthen mind".split())
# and these at the beginning of a point
_FIRST = frozenset(
    """act advise alarm argue arrange arrive assess associate attach back batch branch budget calculate cancel catch
    challenge characterise charge claim clarify clear collect comment complete construct consult contact counter create
    cure date debate decouple deduce defend delete deliver deny detail determine develop diagnose differentiate direct
    discriminate discuss dispute distrust document doubt draft drain earn elicit eliminate emphasise enumerate erase
    exchange express extrapolate file filter flag formulate found frame grant ground guarantee guide hand hash hear
    hedge hint hunt illustrate imply indicate infer inform install instruct intervene interview introduce invalidate
    investigate invite invoke involve lift meet mend mention migrate motivate notice obey object observe obtain offer
    offload open operate organise outline pack part perform permit plant play practise praise preempt prepare
    prioritise process produce prohibit promise propose provide pursue question randomise re-estimate re-express react
    reason recalibrate recall recite reckon recommend refer reflect refute regulate rehearse release remark remind
    renew reserve resist respond restore retune review revise revoke schedule shape ship shorten single sketch specify
    speed stress study subsume subtract summarise supply suspend sustain sweep synthesise talk tier time titrate
    trigger trim underline unify walk withdraw""".split()
)
# behind a word that may be a verb: `Auscultates the heart`
_BEGINS_AN_OBJECT = frozenset(
    "a all an any both each every her how it its no one our that the their them these this those two what when "
    "where whether which why".split()
)
# What follows an "and" in a rubric is a verb or a noun, and no rule of grammar tells "and counts tokens" from "and
# counts, tokens": so these are all verbs that the rubrics use so and never as a noun, whatever comes after them.
_LATER = frozenset(
    "adapt add admit allow ask block bring calibrate choose cluster collect compare compute conclude confirm control "
    "count define delegate demand derive describe distinguish erase evaluate explain fan find get give go handle "
    "inform inject invalidate justify keep lay let manage mend merge mind mix name prefer propose prove push put "
    "queue recompute refresh refuse rehearse reject remove render repair report require rerun restart restore "
    "restrict resume retire roll say search send separate serialise show split strike take translate treat use "
    "validate wait watch weigh write".split()
)
# and these are verbs before such words only
_LATER_BEFORE = {
    "average": "both",
    "check": "success rights agreement",
    "cut": "where",
    "deal": "with",
    "decide": "by for how what when where which whether",
    "filter": "by fakes or",
    "look": "after for",
    "measure": "again",
    "read": "off and",
    "rule": "out",
    "speed": "search",
    "store": "passage passages",
    "track": "both",
}

# `Names at least two of: a, b` wants what follows; behind another word (`a rule by two of: a, b`) it has to stay
_SOME_OF = re.compile(r"^(\w+ )(?:at least )?(?:one|two|three|four) of(?: these| the following)?: ")
# a choice of which a cut left one or none
_NO_CHOICE = re.compile(
    r"[,;]?(?: (?:and|by|with|from|in|on|for))? (?:at least )?(?:one|two|three|four)"
    r"(?: of(?: them| these)?(?:: [^,]*)?)?$"
)
# what a cut leaves at the end
_HANGS = re.compile(r"[,;:]? (?:such as|or isn't \w+ than|(?:and |or )?(?:in|is|a|the|of|to|and|or))$")


def still_to_say(point: str) -> str:
    """A point of a rubric in plain words, as what was not said: `Says that it grows` becomes `that it grows`."""
    plain = one_verb(_ASIDE.sub("", " ".join(point.split())).rstrip(" ."))
    text = BY_THE_WAY.sub(r"\1 ", plain)
    text = _SOME_OF.sub(r"\1", text) if NAMES.match(text) else text
    if _is_of_a_thing(text):
        plain = lower_first(text)
    elif clause := THAT.match(text):
        plain = _AND_WANTS.sub(lambda wants: f"{wants[1]}{_in_ing(wants[2])} ", AND_THEN.sub("", clause[1]))
    elif (named := NAMES.match(text)) and not (
        GIVES_SOMEBODY.match(point) or briefly(_with_all_later_gerunds(named[1])) != briefly(named[1])
    ):  # else what's then to do wants a verb before it too: `naming it and saying why`
        plain = named[1]
    elif (verb := verb_of(text)) and not text.startswith("Does not "):
        first, base = verb
        plain = f"{_IRREGULAR.get(first) or _gerund(base)}{_with_all_later_gerunds(text[len(first) :])}"
    else:
        plain = lower_first(text)
    return re.sub(r"\bat least (?:one|two|three|four) of(?: these| them)?: ", "things like ", briefly(plain))


def one_verb(text: str) -> str:
    """A point that lets a reader choose, without the choice: `Names or counts them` becomes `Counts them`."""
    return _EITHER.sub(lambda last: last[1].upper(), _ACCEPTED.sub("", text))


def verb_of(text: str) -> tuple[str, str] | None:
    """The verb with which a point begins, as it is written (with a `First`) and by itself; None if that's no verb."""
    verb = None if text.startswith(_NO_VERBS) or _is_of_a_thing(text) else _VERB.match(text)
    if verb is None:
        return None
    base = f"{verb[1]}{_ENDINGS[verb[2]]}".lower()
    is_known = base in VERBS | _FIRST or verb[0] in _IRREGULAR
    return (verb[0], base) if is_known or _second_word(text) in _BEGINS_AN_OBJECT else None


def _is_of_a_thing(text: str) -> bool:
    """Whether a point tells of a thing, and not of the candidate: `Lists are mutable`, `Tests run in parallel`."""
    after, noun = _second_word(text), text.partition(" ")[0].lower()
    return after in AUXILIARIES or (noun.removesuffix("s") in NOUNS and after in BASES - NOUNS - {"cost"})


def _second_word(text: str) -> str:
    return next(iter(_WORD.findall(text.partition(" ")[2].lower())), "")


def _with_later_gerunds(text: str) -> str:
    """A text in which a later verb of the rubric is a gerund, as the first has become one: `and naming the limit`."""

    def formed(verb: re.Match[str]) -> str:
        """The gerund of a verb, where it is known to be one."""
        base = verb[4] or verb[2] + _ENDINGS[verb[3]]
        return f"{verb[1]}{_in_ing(base)}" if base in BASES | TALK | _FOLLOWING else verb[0]

    return _AND_VERB.sub(formed, text)


def _with_all_later_gerunds(text: str) -> str:
    """A text in which every later verb is a gerund, whatever stands after it: `and injecting faults`.

    Verbs behind one that a colon leads to go with that.
    """

    def formed(verb: re.Match[str]) -> str:
        """The gerund of a verb; what may be a noun stays as it is."""
        joint, base, after = verb[1], verb[2] + _ENDINGS[verb[3]], verb[4]
        if base in _LATER or base == "goe" or after in _LATER_BEFORE.get(base, "").split():
            return f"{joint}{_in_ing(base)}"
        if base == "ha":
            return verb[0] if after == "no" or "or" in joint else f"{joint}{_in_ing(base)}"
        is_verb = joint.startswith(",") and base in VERBS and after and after not in _NO_OBJECT
        return f"{joint}{_in_ing(base)}" if is_verb else verb[0]  # else one of a list

    text, choice, listed = text.partition(" of: ")  # what one may choose from is no verb of this sentence
    first, colon, behind = text.partition(":")
    behind = behind if verb_of(upper_first(behind.strip())) else _with_later_gerunds(behind)
    return f"{_AND.sub(formed, _with_later_gerunds(first))}{colon}{behind}{choice}{listed}"


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


def briefly(text: str) -> str:
    """A text without formulas and alternatives, and, if it's long, without its later clauses."""
    brief = _cut_short(text)
    if brief == text or text[len(brief) :].startswith(";"):  # what a semicolon ends is whole
        return brief
    bare = _NO_CHOICE.sub("", brief.removesuffix("…"))
    return _HANGS.sub("", bare) + "…" * (brief == f"{bare}…")


def _cut_short(text: str) -> str:
    cuts = [cut.start() for pattern in (_OR_ELSE, FORMULA) if (cut := pattern.search(text, SHORTEST))]
    longest = LONGEST_LIST if " of: " in text or " of these: " in text else LONGEST
    limit = min([*cuts, longest])
    if len(text) <= limit:
        return text
    if limit in cuts and _OR_ELSE.match(text, limit):
        return text[:limit]
    ends = [m.start() for m in re.finditer(r"[:;,](?=\s)", text[:limit])]
    if ends and ends[-1] >= SHORTEST:
        return f"{text[: ends[-1]]}{'…' if text[ends[-1]] == ',' else ''}"
    return text if len(text) <= longest else f"{text[: text.rfind(' ', 0, longest)]}…"


# Titles within a sentence: "Foundations" in small letters, "Kubernetes" as it is

_FIRST_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def title_within(graph: Graph, title: str) -> str:
    """A title for use inside a sentence; where the bank never says its first word, as `lower_first` has it."""
    lowered, first = lower_first(title), _FIRST_WORD.match(title)
    return title if lowered != title and first and _is_name(graph, first[0]) else lowered


@lru_cache(maxsize=256)
def _is_name(graph: Graph, word: str) -> bool:
    """Whether the bank writes a word with a capital where no sentence begins; in German all nouns are such."""
    said = [record.definition for record in graph.concepts.values()]
    said += [text for q in graph.questions.values() for text in (q.prompt, q.answer, q.gist)]
    said += [check.prompt for check in graph.checks.values()]
    titles = [each.title for each in graph.concepts.values() if each.title.startswith(f"{word} ")]  # named, not said
    titled = sum(text.count(f" {title}") for text in said for title in titles)
    return sum(_within(text, word) - _within(text, word.lower()) for text in said) > titled


def _within(text: str, word: str) -> int:
    """How often a word stands within a sentence: behind a word or a comma, and a space."""
    count, at = 0, text.find(word)
    while at >= 0:
        after = text[at + len(word) : at + len(word) + 1]
        is_whole = not (after.isalnum() or after in {"-", "_"})
        count += is_whole and at > 1 and text[at - 1] == " " and (text[at - 2].isalnum() or text[at - 2] == ",")
        at = text.find(word, at + 1)
    return count
