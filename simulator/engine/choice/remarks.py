"""Which words of the candidate an interviewer repeats before a follow-up: only those that it is about.

A drill or a challenge repeats them where the two share more than the words of the prompt. A claim without exception is
repeated to ask for one, so it must be a claim, about the subject, and without an exception already.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import dropwhile, pairwise

from simulator.engine.choice.likeness import SUPPOSES
from simulator.engine.choice.listening import HALF, LEADS_IN, UNFIT, Heard, believed, heard, listen_to
from simulator.engine.choice.quotes import MOST_REPEATED, clauses_of, contrasted, own_words, vocabulary
from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.misconceptions import in_one_sentence, misconceptions_neared
from simulator.graph.listening.spoken import CueHit, Spoken
from simulator.graph.listening.word import TypedWord
from simulator.graph.listening.word import stem as stem_of
from simulator.graph.listening.words import NEGATIONS, tokens
from simulator.graph.listening.wrapped import overlap, unwrapped, without
from simulator.graph.records import Misconception, Mistake, Probe, Question
from simulator.graph.text import length_in_words

SWEEPING_WORDS = (4, 18)  # of a clause that claims without exception
_SWEEPING = frozenset(
    "always never impossible guarantee guarantees guaranteed fully completely entirely certainly perfect perfectly "
    "solves eliminates".split()
)
_HANGS = SUPPOSES | frozenset("such as long are is was were has have it they this these".split())  # no claim by itself
_OWN = frozenset("i we i've we've i'd we'd i'm have had".split())  # before "never": what somebody did, no claim
# around "never" in what happened or might happen: "it's never seen", "it would go up and never fall", "it never comes"
_TELLS = frozenset("it's that's they've has had was were been and".split())
_MIGHT = frozenset("would could might".split())
_OCCURS = frozenset(
    "come comes came arrive arrives end ends finish finishes happen happens return returns need needs".split()
)
# a word before which nothing is claimed without exception: "nearly always", "seen once or never", "tests it never saw"
_HEDGES = frozenset("nearly almost practically virtually hardly or which that who whom as same".split())
_ARTICLES = frozenset("a an the any no".split())  # before "perfect": it says which one, and claims nothing
_SAYS_WHICH = frozenset("guaranteed fully completely entirely certainly perfect perfectly".split())
_NO_VERB = frozenset("the a an in at on as of with to for by from before after".split())  # "never in the prompt"
# what makes an exception or a condition, and with what a sentence beside begins that makes one
_EXCEPTS = frozenset("except exception exceptions unless".split())
_BOUNDS = _EXCEPTS | frozenset("if when whenever only until otherwise though although however provided".split())
_OBJECTS = _BOUNDS | frozenset("but still yet".split())
# what happened, of particular things: "the slow ones never did a full turn", "a set never used"; but "it's never drawn"
_WAS = re.compile(
    r"(?!embed|shed)[a-z]*[^e]ed|did|had|got|saw|seen|made|took|went|came|knew|ran|held|met|kept|left|lost|gave|found"
    r"|fell|grew|wrote|sent|stood|paid|became|began|broke|chose|won|heard|built|told|taught|meant|led|drew|showed"
)
_IS = frozenset("is are be being get gets it's they're that's".split())
# one verb of a clause that has no subject: "always splits the leaf" is no sentence
_ITS_VERB = re.compile(r"[a-z]{2,}[^su]s")
# what was done, no claim; and a step of a recipe
_DID = frozenset("i we my our us i've we've i'm we're".split())
_STEPS = frozenset(
    "set send put let keep give add start split write build train generate compute choose pick mark measure check "
    "label begin cut compare store sort run turn write remove".split()
)
_POINTS = frozenset("that which there solves fixes".split())  # to what was said before
_WISHES = frozenset("want wants need needs".split())
_REASONS = frozenset("because since so as therefore thus hence".split())
_JOINS = frozenset("and so but then also or well".split())
# says that nothing more is needed, that nothing can go wrong, or that all is settled
_SOFT = r"(?:(?:really|even|actually|simply|just|then|therefore|basically|completely|totally|fully|now|already) )*"
_NOT, _TO_BE = r"(?:n['’]?t| not)", r"(?:is|are|['’]s|['’]re|be)"
_TROUBLE = r"(?:problem|issue|worry|risk|danger|concern|bias|variance|forgetting)"
_HARMED = r"(?:hurt|go wrong|happen|forget anything|leak|be (?:hacked|gamed|fooled|leaked|lost))"
_AT_EASE = re.compile(
    "|".join(
        (
            rf"\b(?:you|we|i|one|and|it|models?) {_SOFT}(?:do|does|wo){_NOT} {_SOFT}need\b",
            r"\bno need\b|\bno longer (?:needs?|needed|necessary)\b|\bnothing (?:more |else |left )?to do\b",
            rf"\b{_TO_BE}{_NOT} {_SOFT}(?:needed|necessary)\b|\bno \w+(?: \w+)? (?:is |are )?(?:needed|necessary)\b",
            r"\b(?:step|check|test|review|valid\w+|retry|retries|judge|index|retrieval|rag) can (?:go|be skipped)$",
            rf"\b{_TO_BE}{_NOT} {_SOFT}(?:(?:a|an|any|the|real|big) )*{_TROUBLE}\b",
            rf"(?<!there )\b(?:is|are|there['’]s|so|has|have) no (?:real |more )?{_TROUBLE}\b",
            rf"\b(?:can['’]?t|cannot|nothing can) {_SOFT}{_HARMED}\b",
            rf"\b(?:do|does|wo){_NOT} (?:hurt|forget anything)\b|\bthen it doesn['’]?t forget\b",
            rf"\b(?:no|not) worry about\b|{_NOT} worry about\b",
            rf"(?<!\w){_TO_BE} {_SOFT}(?:safe|objective|unbiased|solved|settled|anonymous|trustworthy)\b",
            rf"\b(?:you|we|one|i) can {_SOFT}trust\b|\bcan {_SOFT}be trusted\b",
            r"\bone \w+(?: \w+)?(?: each)? (?:is enough|suffices)\b|\b(?:it|that|which) (?:solves|fixes) (?:it|that)\b",
        )
    ),
    re.IGNORECASE,
)
_GIVES_REASON = re.compile(r"\b(?:because|since|as|so|therefore|thus|hence|then)\b", re.IGNORECASE)
# a condition, a doubt, something that happened, what somebody says, or a purpose
_HEDGED = re.compile(
    r"\b(?:if|when|whenever|unless|only|until|otherwise|though|although|however|provided|except|but|yet|as long as"
    r"|not sure|might|may|could|should|would|was|were|had|did|didn['’]?t|wasn['’]?t|weren['’]?t"
    r"|so that|who|what|whether|say|says|said)\b",
    re.IGNORECASE,
)
_SAYS_MORE = re.compile(r"[,;:]|\b(?:because|since|so|as|and|then)\b", re.IGNORECASE)
_DENIED = re.compile(r"n['’]t\b|\b(?:not|never|few|hardly|wrong|myth|nobody|none|mistake|doubt)\b", re.IGNORECASE)
# that what was said and what is asked share them doesn't mean that they're about the same
GENERAL = (
    "i'd i've i'm you'd you're let now same own our my her both much many few fewer still time year month week day "
    "hour minute second new old small large big good better best bad worse worst high low long short real whole full "
    "half part kind sort way thing case question answer need want get got give make made take taken put look see say "
    "said know go come came went work run start end out up down off in again always often mean means different first "
    "last next number people person somebody everybody example data model problem result"
)


def leads_to(words: str, probe: Probe, question: Question) -> bool:
    """Whether a follow-up is about these words, by more than those of the prompt, and is not answered by them.

    Shared words count whole where they tell its point, half elsewhere, less if they are of the prompt or of many
    points; numbers and words that fit any subject count nothing.
    """
    said, asked = own_words("", words), own_words(question.prompt, probe.asks)
    shared = said.keys() & asked.keys()
    if len(shared) < P.SHARED_WORDS or all(asked[stem] < 1 for stem in shared):
        return False
    telling = vocabulary(question.prompt, question.rubric)
    general = general_words() | {token.stem for token in tokens(probe.asks) if token.values}
    about = 0.0
    for stem in sorted(shared - general):
        points = sum(stem in stems for stems in telling.values())
        alone = 1 - max(0, points - 1) / len(telling)
        about += asked[stem] * alone * (1.0 if stem in telling.get(probe.point, ()) else HALF)
    wanted = own_words("", probe.reply).keys() - asked.keys()
    return about >= P.ON_SUBJECT and len(said.keys() & wanted) < P.ANSWERED_SHARE * max(1, len(wanted))


@lru_cache(maxsize=1)
def general_words() -> frozenset[str]:
    """The stems of `GENERAL`."""
    return frozenset(map(stem_of, GENERAL.split()))


def belongs_to(words: str, mistake: Mistake, question: Question) -> bool:
    """Whether a challenge is about these words: they share two with what is wrong, why, what is asked, and its cues.

    Where all are of the cues it takes three. One at least must not be of the prompt; words that fit any subject count
    nothing, and numbers neither.
    """
    told = f"{mistake.claim} {mistake.why} {mistake.challenge}"
    about = own_words(question.prompt, " ".join([told, *mistake.cues]))
    numbers = {token.stem for token in tokens(words) if token.values}
    shared = own_words("", words).keys() & about.keys() - general_words() - numbers
    enough = P.SHARED_WORDS + shared.isdisjoint(own_words(question.prompt, told))
    return len(shared) >= enough and any(about[stem] == 1 for stem in shared)


def of_mistake(words: str, text: str, mistake: Mistake, question: Question) -> str:
    """What is repeated before a challenge: `words`, or of a sentence that is too long its clauses with a whole cue."""
    found = [words]
    if not words:
        spoken = listen_to(text)
        hits = [hit for hit in spoken.find_whole(mistake.cues) if in_one_sentence(spoken, hit)]
        found = [_clauses(spoken, hit) for hit in sorted(hits, key=lambda hit: hit.last - hit.first)]
    return next((each for each in found if each and belongs_to(each, mistake, question)), "")


def _clauses(spoken: Spoken, hit: CueHit) -> str:
    """The clauses in which a cue lies; empty where that is a scrap, long, or not to be read out."""
    first, last = clauses_of(spoken.tokens, hit)
    words = unwrapped(spoken.text)[spoken.tokens[first].start : spoken.tokens[last].end]
    fits = SWEEPING_WORDS[0] <= last - first + 1 <= MOST_REPEATED and not UNFIT.search(words)
    return words if fits else ""


def sweeping(text: str, prompt: str = "") -> str:
    """A sentence that claims without exception and gives a reason, as one would repeat it; empty if there is none.

    What has no word but those of the `prompt` is the question's own claim. Half of the wrong claims that no list
    foresees are of this kind, and a right one can stand being asked when it fails.
    """
    sentences: defaultdict[int, list[TypedWord]] = defaultdict(list)
    text = unwrapped(text)
    for token in listen_to(text).tokens:
        sentences[token.sentence].append(token)
    for number, sentence in sentences.items():
        absolute = next((token.clause for token in sentence if token.word in _SWEEPING), None)
        if absolute is None or not any(token.word in _REASONS for token in sentence):
            continue
        clause = [token for token in sentence if token.clause == absolute]
        while clause and clause[0].word in LEADS_IN:
            clause.pop(0)
        own = set(own_words("", " ".join(token.word for token in clause if token.word not in _SWEEPING)))
        if own <= set(own_words("", prompt)):
            continue
        if _is_no_claim(clause) or _is_no_rule(clause) or _is_step(sentence):
            continue
        if _is_bounded(sentence, clause) or _objects(sentences.get(number + 1, [])) or _in_quotes(text, clause):
            continue
        if clause:
            first, last = sentence.index(clause[0]), sentence.index(clause[-1])
            clause = sentence[first : contrasted(sentence, first, last) + 1]
        words = "" if not clause or clause[0].word in _HANGS else text[clause[0].start : clause[-1].end]
        if SWEEPING_WORDS[0] <= len(clause) <= SWEEPING_WORDS[1] and not UNFIT.search(words):
            return _from_the_start(text, sentence, clause[-1]) or words
    return ""


def reassuring(text: str) -> str:
    """A sentence that gives a reason why something isn't needed, can't go wrong or is settled, as one repeats it.

    Nearly all such sentences in whole interviews were wrong, and of good answers two in a thousand have one.
    """
    whole = unwrapped(text)
    sentences: defaultdict[int, list[TypedWord]] = defaultdict(list)
    for token in listen_to(text).tokens:
        sentences[token.sentence].append(token)
    for number, sentence in sentences.items():
        said = whole[sentence[0].start : sentence[-1].end]
        at_ease = _AT_EASE.search(said)
        if at_ease is None or not _GIVES_REASON.search(said) or _HEDGED.search(said):
            continue
        if _DENIED.search(_SAYS_MORE.split(said[: at_ease.start()])[-1]):  # "I don't think that it's safe"
            continue
        asked = whole[sentence[-1].end :].lstrip()[:1] == "?"
        if asked or _objects(sentences.get(number + 1, [])) or _in_quotes(whole, sentence):
            continue
        at = sentence[0].start + at_ease.end()
        clause = next(token.clause for token in reversed(sentence) if token.start < at)
        ways = [sentence, [token for token in sentence if token.clause == clause]]
        if quote := next(filter(None, (_as_repeated(whole, words) for words in ways)), ""):
            return quote
    return ""


def repeated(text: str, claim: Heard) -> str:
    """The words of a claim as an interviewer repeats them; empty where nobody would."""
    said = unwrapped(text)[claim.start : claim.end]
    fits = length_in_words(said) <= SWEEPING_WORDS[1] and not UNFIT.search(said)
    return claim.words or (said if fits else "")


def nearly_claimed(text: str, misconceptions: Iterable[Misconception]) -> list[tuple[Misconception, str]]:
    """The false beliefs that a sentence comes near, nearest first, each with the words that one would repeat of it."""
    spoken, whole, found = listen_to(text), unwrapped(text), []
    for near in sorted(misconceptions_neared(spoken, misconceptions), key=lambda near: -near.score):
        typed = spoken.tokens
        first, last = typed[near.hit.first], typed[near.hit.last]
        sentence = [token for token in typed if token.sentence == first.sentence]
        clauses = [token for token in sentence if first.clause <= token.clause <= last.clause]
        if words := next(filter(None, (_as_repeated(whole, way) for way in (sentence, clauses))), ""):
            found.append((near.misconception, words))
    return found


def heard_truly(question: Question, text: str, misconceptions: Iterable[Misconception]) -> Mapping[str, Heard]:
    """What was heard of each point, but of one whose best words claim what is false of the field what the rest says.

    "No error bars, as decoding is greedy" has all the words of what error bars are for, and was never asked about.
    """
    found, false = heard(question, text), [(claim.start, claim.end) for _, claim in believed(text, misconceptions)]
    wrong = [name for name, one in found.items() if one.quote and overlap(one.start, one.end, false)]
    if not wrong:
        return found
    elsewhere = heard(question, without(unwrapped(text), false))
    return {**found, **{name: elsewhere[name] for name in wrong}}


def _as_repeated(text: str, words: list[TypedWord]) -> str:
    """Words of a sentence without what joins them to the one before; empty where they hang or can't be read."""
    words = list(dropwhile(lambda token: token.word in LEADS_IN | _JOINS, words))
    if not SWEEPING_WORDS[0] < len(words) <= SWEEPING_WORDS[1] or words[0].word in _HANGS | _POINTS:
        return ""
    quote = text[words[0].start : words[-1].end]
    return "" if UNFIT.search(quote) or "→" in quote else quote


def _is_no_rule(clause: list[TypedWord]) -> bool:
    """Whether a clause hedges, has no verb or no subject, only says which one is meant, what was, or what was reckoned.

    As in "it nearly always helps", "never in the prompt", "a model which always says no", "we always ran it", "it never
    did a turn", "10 ms is impossible", and "always splits the leaf", which is no sentence.
    """
    words = [token.word for token in clause]
    at = next((place for place, word in enumerate(words) if word in _SWEEPING), 0)
    last, after = words[at - 1 : at], words[at + 1 : at + 2]
    hedged = bool(at and _HEDGES & {*last}) or words[-1:] == ["never"]
    no_verb = at == 0 and (bool(_NO_VERB & {*after}) or bool(_SAYS_WHICH & {*words[:1]}))
    says_which = bool(at and _ARTICLES & {*last}) and words[at] in _SAYS_WHICH
    was = any(_WAS.fullmatch(word) for word in after) and not _IS & {*last}
    did = any(own in _DID and then != "would" for own, then in pairwise(words))
    lacks_subject = at == 0 and any(_ITS_VERB.fullmatch(word) for word in (after or words[:1]))
    reckoned = "impossible" in words and any(token.values for token in clause)
    return hedged or no_verb or says_which or did or was or lacks_subject or reckoned


def _is_step(sentence: list[TypedWord]) -> bool:
    """Whether a sentence tells what to do and what comes of it: "set it to zero, then it always takes the first"."""
    words = [token.word for token in dropwhile(lambda token: token.word in _JOINS, sentence)]
    at = next((place for place, word in enumerate(words) if word in _SWEEPING), 0)
    return bool(_STEPS & {*words[:1]}) or "then" in words[:at]


def _is_bounded(sentence: list[TypedWord], clause: list[TypedWord]) -> bool:
    """Whether a sentence has a condition, or an exception beside the claim: "but" isn't one after a "not"."""
    aside = [token.word for token in sentence if token.clause not in {one.clause for one in clause}]
    contrasts = any(token.negates for token in sentence)
    return any(token.word in _BOUNDS for token in sentence) or (not contrasts and "but" in aside)


def _objects(following: list[TypedWord]) -> bool:
    """Whether the next sentence makes an exception to what was just claimed: "When not? With two users."."""
    words = [token.word for token in following]
    return bool(_OBJECTS & {*words[:1]} or _EXCEPTS & {*words})


def _in_quotes(text: str, clause: list[TypedWord]) -> bool:
    """Whether a clause stands in quotation marks, as the words of somebody else or of a prompt."""
    before = text[: clause[0].start] if clause else ""
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def _from_the_start(text: str, sentence: list[TypedWord], last: TypedWord) -> str:
    """A sentence up to a word, as a list begins before its last item; empty where that's long, or begins by hanging."""
    words = list(dropwhile(lambda token: token.word in _JOINS, sentence))
    words = words[: words.index(last) + 1]
    quote = text[words[0].start : last.end]
    hangs = words[0].word in LEADS_IN | SUPPOSES
    return "" if hangs or len(words) > SWEEPING_WORDS[1] or UNFIT.search(quote) else quote


def _is_no_claim(clause: list[TypedWord]) -> bool:
    """Whether a clause without exception tells what somebody did or what happens, says what is wanted, or denies.

    As in "we never ran it", "it was always fast", "the answer never comes", "so it never fails", "I want data it's
    never seen", "it never needs to see it", and "you don't always know".
    """
    words = [token.word for token in clause]
    absolute = next((place for place, word in enumerate(words) if word in _SWEEPING), 0)
    before, after = words[:absolute], words[absolute + 1 : absolute + 2]
    last = before[-1] if before else ""
    tells = last in _OWN | _TELLS or bool(_OCCURS & {*after}) or bool(_MIGHT & {*before[:-1]})
    wishes = any(own in _OWN and word in _WISHES for own, word in pairwise(before))
    denies = words[absolute] not in {"never", "impossible"} and bool(NEGATIONS & {*before})
    was = last in {"was", "were", "had", "did"}
    return "so" in before or wishes or denies or was or (words[absolute] == "never" and tells)
