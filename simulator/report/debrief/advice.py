"""What to say another time: one sentence of a gist that can be spoken as it is, or in plain words what is still to say.

A gist is written to be read. Formulas, headings and facts that were never told are no sentence for a candidate.
"""

import re
from collections.abc import Sequence

from simulator.graph.text import lower_first, names
from simulator.report.debrief.own_words import ABBREVIATION, stems
from simulator.session.interview.turn import Turn

FEWEST_WORDS, MOST_WORDS = 5, 30  # of a sentence that one says
FEWEST_SHARED = 2  # words of the point, those of the prompt not counted
SAID_ALREADY = 0.75  # of the words of a sentence
SHORTEST, LONGEST = 16, 120  # characters of what is still to say
HEADING = 3  # words before a colon, which then are no subject

# one would not read these out
_FORMULA = re.compile(r"[=^_√∝≈∑∏{}\\|<>→·²³⁰¹⁴-⁹₀-₉]|\w\(|\d\s*[*/+]\s*\d|(?<![\w'’.-])[b-hj-zB-HJ-Z](?![\w'’.-])|->")
_AUXILIARIES = frozenset(
    "is are was were isn't aren't has have had does do did can cannot can't could may might must will would should "
    "doesn't don't won't".split()
)
_LEANS = frozenset("also and both but each none that then they this these those".split())  # on the sentence before
_BEGINS_A_CLAUSE = frozenset("what that which who where if when whether how before after than as".split())
NEAR = 4  # words in which a subject finds its verb
_TALK = frozenset("say give name state list explain describe show note define derive tell assume suppose".split())
_BASES = frozenset(
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
    "separate serve set shard share sharpen shift show shrink sit size slice slow sort spend split "
    "stabilise start stay stop store stream strengthen suffer suggest sum support suspect swap switch "
    "take teach tend test tie tighten tokenise touch trace track train transfer transform travel treat "
    "triage trust try tune turn update use validate vary verify version wait want waste watch weigh widen "
    "win work write".split()
)


def _third_person(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x")) or base == "go":
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s"


# more often a noun: `structural limits by consequence` says nothing of anything
_NOUNS = frozenset(
    "cache cap change check control guess label limit log mark mask mix page patch plan plot pool query "
    "record report request route rule sample score search shard sign slice step test update version".split()
)
_THIRD = frozenset(map(_third_person, _BASES))
_SAYS = frozenset(map(_third_person, _BASES - _NOUNS))
_WORD = re.compile(r"[\w'’-]+")
_LIST = re.compile(r"\w+,")  # begins a list of keywords


def sentences(text: str) -> list[str]:
    """The sentences of a gist, each with its full stop."""
    flat = " ".join(text.split())
    bounds = [m.end() for m in re.finditer(r"[.!?](?=\s+[^a-z\s])", flat) if not ABBREVIATION.search(flat, 0, m.end())]
    return [flat[a:b].strip() for a, b in zip([0, *bounds], [*bounds, len(flat)], strict=True) if flat[a:b].strip()]


def spoken_sentence(sentence: str) -> str:
    """A sentence of a gist as one would say it: `Measure it.` becomes `I would measure it.` Empty if nobody would."""
    words = [word.lower() for word in _WORD.findall(sentence)]
    headed = 0 < len(_WORD.findall(sentence.split(": ")[0])) <= HEADING and ": " in sentence
    if not FEWEST_WORDS <= len(words) <= MOST_WORDS or _FORMULA.search(sentence) or headed:
        return ""
    if words[0] in _LEANS or "here" in words:
        return ""
    first = [word.lower() for word in _WORD.findall(re.split(r"[,;:]\s", sentence)[0])]
    is_said = any(map(_is_finite, first[1:], first))
    if words[0] in _BASES | _TALK and words[1] not in _AUXILIARIES:
        if words[0] in _TALK or words[1] in _THIRD or _LIST.match(sentence):  # which of the two is the verb?
            return ""
        if not any(map(_is_finite, first[2:NEAR], first[1:])) or set(first[:NEAR]) & _BEGINS_A_CLAUSE:
            return f"I would {lower_first(sentence)}"
    return sentence if is_said else ""


def _is_finite(word: str, before: str) -> bool:
    """Whether a word says what its subject does: an auxiliary, `reads` after one thing, `read` after several."""
    is_base = word in _BASES and word not in _NOUNS
    return word in _AUXILIARIES or word in _SAYS or (is_base and before.endswith("s") and before not in _SAYS)


def to_say(turn: Turn, point: str) -> str:
    """One sentence to say for a point that was not made: of the gist, carrying the point; empty where there is none.

    It is none that was said, and none that rests on facts which were there for the asking and were not asked for.
    """
    wanted, prompt = stems(point), stems(turn.question.prompt)
    said = stems(turn.said_text)
    found = []
    for sentence in sentences(turn.question.gist):
        own = stems(sentence) - prompt
        shared = len(own & wanted)
        told = bool(own) and len(own & said) >= SAID_ALREADY * len(own)
        if shared < FEWEST_SHARED or told or _rests_on_untold(turn, sentence, point):
            continue
        if spoken := spoken_sentence(sentence):
            found.append((shared, spoken))
    return max(found, key=lambda pair: pair[0], default=(0, ""))[1]


def _rests_on_untold(turn: Turn, sentence: str, point: str) -> bool:
    """Whether a sentence holds what only a fact tells that was not asked for: its figures, or two words of it."""
    from simulator.graph.listening.words import tokens  # brings the stemmer

    untold = " ".join(fact.reply for fact in turn.untold)
    if not untold:
        return False
    known = f"{turn.question.prompt} {turn.said_text} {' '.join(turn.told)}"
    figures, others, hidden = (
        {value for token in tokens(text) for value in token.values} for text in (sentence, known, untold)
    )
    if hidden and figures - others:
        return True
    return len(stems(sentence) & stems(untold) - stems(known) - stems(point)) >= FEWEST_SHARED


# What is still to say

_ASIDE = re.compile(r"\s+\([^()]*\)(?![/*\w])|,? (?:e\.g\.|i\.e\.) .*|, such as .*")
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
_AND_THEN = re.compile(r",? (?:and|or) [a-z]+s (?:how|it|them|what|when|why)\b.*")  # no part of what is said
_NO_VERBS = ("This ", "Its ", "Class ", "Requirements ")  # at the beginning of a point
_IRREGULAR = {"Goes": "going", "Does": "doing", "Has": "having", "Is": "being"}
_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][^aeiouwxy]$|(?:mit|lot|fer|cur|pel)$|[^aeiou](?:a|e)l$")
# verbs that follow on the first of a point, beside `_BASES`; of a word that is not known a verb is not made
_FOLLOWING = frozenset(
    "ablate account address admit allocate allot assign attribute base calibrate close conclude connect consider "
    "convert correct criticise decompose delegate design distinguish enforce equalise escalate establish examine "
    "execute exercise explain gate guard handle harden have identify initialise insist interleave interpret justify "
    "label link load localise locate minimise mitigate model normalise optimise partition point present propagate "
    "publish qualify quantify re-check re-measure re-tune recheck recognise reconcile reconstruct relate reorder "
    "repair resolve restrict retrain secure settle signal solve stage stratify structure substitute truncate "
    "understand warn weight".split()
)


def still_to_say(point: str) -> str:
    """A point of a rubric in plain words, as what was not said: `Says that it grows` becomes `that it grows`."""
    text = _ASIDE.sub("", " ".join(point.split())).rstrip(" .")
    text = _ACCEPTED.sub("", text)
    text = _EITHER.sub(lambda last: last[1].upper(), text)
    if found := _THAT.match(text):
        plain = _AND_THEN.sub("", found[1])
    elif found := _NAMES.match(text):
        plain = _with_gerunds(found[1])
    elif (verb := _VERB.match(text)) and not text.startswith(_NO_VERBS):
        base = f"{verb[1]}{_ENDINGS[verb[2]]}"
        rest = _with_gerunds(text[verb.end() :])
        plain = f"{_IRREGULAR.get(verb[0]) or _gerund(base.lower())}{rest}"
    else:
        plain = lower_first(text)
    return _brief(plain)


def _with_gerunds(text: str) -> str:
    """A text in which a later verb of the rubric goes with what it has become: `and names the limit`."""

    def gerund(found: re.Match[str]) -> str:
        base = found[4] or found[2] + _ENDINGS[found[3]]
        return f"{found[1]}{_gerund(base)}" if base in _BASES | _TALK | _FOLLOWING else found[0]

    return _AND_VERB.sub(gerund, text)


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
    cuts = [found.start() for pattern in (_OR_ELSE, _FORMULA) for found in [pattern.search(text, SHORTEST)] if found]
    limit = min([*cuts, LONGEST])
    if len(text) <= limit:
        return text
    if limit in cuts and _OR_ELSE.match(text, limit):
        return text[:limit]
    ends = [m.start() for m in re.finditer(r"[:;,](?=\s)", text[:limit])]
    if ends and ends[-1] >= SHORTEST:
        return text[: ends[-1]]
    return text if len(text) <= LONGEST else f"{text[: text.rfind(' ', 0, LONGEST)]}…"


STORY: Sequence[str] = (  # in the order of `engine.choice.own_work.PARTS`
    "what you yourself did",
    "a number that shows what came of it",
    "what went wrong on the way",
    "what it was before, to compare with",
    "what you decided against, and why",
)


def story_lacks(text: str) -> str:
    """What the story of one's own work leaves out, the two things that a panel asks for first."""
    from simulator.engine.choice.own_work import PARTS, told_by  # brings the stemmer

    story = told_by(text)
    lacks = [words for part, words in zip(PARTS, STORY, strict=True) if not part.said(story)]
    return names(lacks[:2]) if lacks else ""
