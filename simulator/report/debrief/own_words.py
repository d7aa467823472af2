"""The words of a debrief that are the candidate's own, and how subjects and places are named.

A quote is an exact part of what was typed: a whole sentence or clause around the words that say a point. Where it is
cut within a clause an ellipsis says so. It is never Markdown.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.listening.taken_back import concedes
from simulator.graph.listening.words import stems
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Graph, Mistake, Point
from simulator.graph.speech import is_abbreviated, leans, sentences, spoken_after_another
from simulator.graph.text import lower_first, names, upper_first
from simulator.session.interview.events import Probed
from simulator.session.interview.hearing import heard_of, questioned_words
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.listening import Heard

# words of somebody who is not sure: nothing to quote as what they know
UNSURE = re.compile(
    r"\b(?:I guess|I suppose|(?:I['’]d|I would|I can|I could) (?:only |just )?(?:guess|be guessing)|"
    r"my guess|or something|not sure|not certain|don't know|couldn't|no[ ]idea|"
    r"I've heard|kind of|sort of|like a|like,|I forgot)(?!\w)",
    re.IGNORECASE,
)

# how dictation halts: no doubt, but no good quote either
HALTING = re.compile(r"\b(?:um+|uh+|hmm+|no wait)\b", re.IGNORECASE)
_HALTS_FIRST = re.compile(r"(?:(?:um+|uh+|hmm+|well|so)\s+)+", re.IGNORECASE)

# not quite so, or talk beside the matter
WEAK = re.compile(r"\b(?:I think|I believe|maybe|basically|like (?:if|it|you|the|we|when))\b", re.IGNORECASE)

_OF_THE_OTHER = re.compile(  # a sentence that speaks of the one before or after it, and says nothing itself
    r"\W*(?:but |though |and |so |honestly,? |here |that['’]s |that is |this is |it['’]s |all |only |just )*"
    r"(?:(?:a |my )?guess|(?:I['’]d|I would|I['’]m|I am|I can|I could) (?:only |just )*(?:guess|be guessing|guessing)|"
    r"I['’]m not (?:really |at all )?(?:sure|certain)|I don['’]t (?:really )?know)"
    r"(?: here| really| now| of mine| though| (?:(?:about |of )?(?:this|that|it)(?: one)?))*\W*$",
    re.IGNORECASE,
)

PUT_RIGHT, PUT_RIGHT_SHARE = 2, 1 / 6  # words of what is true, and of all of these, in the reply to a challenge
Bounds = tuple[int, int]
LONGEST = 150  # characters of a quote
WHOLE = 2 / 3  # of that length is enough, if it then ends with a clause
FEWEST_WORDS = 6  # of a quote that can stand by itself
MOST_NAMED = 2  # questions, where more of them are meant
# on marked answers 83% of the quotes that share two words with their point lie where two readers found it, 38% of those
# that share none, and 3 of 14 where the point was heard with less than .7
MOST_SHARED = 3
CLAIMED = 2  # words of a known mistake; and half of those that the prompt does not hold
CUT = "…"
NUMBER = re.compile(  # no figure is the 8 of "week 8"
    r"(?<!\bweek )(?<!\bstep )(?<!\bday )(?<!\bphase )(?<!\bversion )(?<!\d)(?<!\d\.)\d|"
    r"\b((?<!in )half|twice|double|dozen|hundred|thousand|million|billion|percent|per cent|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty)\b",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?;](?=[\s\"”')]|$)")
_BREATH = re.compile(r"\s+(?=(?:and|so|but|because|then|well|um|uh|no wait)\b)")  # where dictation begins anew
RUN_ON = 3 * LONGEST  # characters of a sentence that nobody has written: it's dictated without full stops
SHORTEST = 60  # characters of a piece of it
_CLAUSE_END = re.compile(r"[,:](?=\s)|\s[–—-](?=\s)|\s->(?=\s)")
_MARKER = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+|\s+")
# what only joins a sentence to the one before it
_LEAD_IN = re.compile(
    r"(?:(?:first|second|third|one|two|three|four|um|well)[,:]\s+|(?:so|and|yeah|okay|ok|basically|like|um)\b,?\s+)+",
    re.IGNORECASE,
)
_JOINT = re.compile(
    r"(?:and|so) (?=(?:I|you|we|it|they|the|a|that)\b)", re.IGNORECASE
)  # before a clause with a subject
_SCRAP = re.compile(  # a clause that says nothing without the next one
    r"(?:and|or|but|so)(?: \S+){0,3}|"
    r"(?:(?:and|or|but|so|then) )*(?:while|when|if|once|until|toward|either|after)\b.*"
)
_WORD = re.compile(r"\S+")
_DANGLING = frozenset(
    "a an and as at but by for from in is like of on or per so than that the to was were which with".split()
)


_HANGING = _DANGLING | {"because", "but", "it's", "so", "that's", "then", "um", "what"}


def quote_of(turn: Turn, point: str) -> str:
    """The candidate's words that say a point, fit to be read aloud; empty where spoken, or where none were found."""
    if turn.spoken:
        return ""
    heard = heard_of(turn).get(point)
    return "" if heard is None or heard.share < P.QUOTED else _readable(turn, heard)


def is_disclaimed(text: str, quote: str) -> bool:
    """Whether the sentence that a quote is cut from is a guess, or the next or the one before says so of it."""
    start = text.find(quote)
    spans = _sentences(text, (0, len(text))) if start >= 0 else []
    at = next((n for n, (_, end) in enumerate(spans) if end > start), 0)
    told = [text[a:b] for a, b in spans[max(0, at - 1) : at + 2]]
    own = told[1:2] if at else told[:1]
    beside = [sentence for sentence in told if _OF_THE_OTHER.match(sentence)]
    return any(UNSURE.search(sentence) for sentence in own) or bool(beside)


def sentences_apart(text: str, quote: str, others: Sequence[str]) -> int | None:
    """How many sentences on the next of some other words lies, 0 in the same one; None where none of them is there."""
    whole = unwrapped(text)
    lines = _pieces(whole, (0, len(whole)), _LINE_END)
    spans = [span for line in lines for span in _sentences(whole, line)]
    places = [whole.find(words.strip(CUT)) for words in (quote, *others)]
    at = [sum(end <= place for _, end in spans) for place in places]
    found = [abs(other - at[0]) for other, place in zip(at[1:], places[1:], strict=True) if place >= 0]
    return min(found, default=None) if places[0] >= 0 else None


def carried(turn: Turn, point: Point, quote: str) -> int:
    """How well a quote carries its point: the words they share, those of the prompt not counted, up to `MOST_SHARED`.

    Below 0 where they share none at all, or where it is not very likely that the point was said.
    """
    shared = stems(quote) & stems(point.point)
    if not shared or heard_of(turn)[point.id].share < P.SURELY_HEARD:
        return -1
    return min(MOST_SHARED, len(shared - stems(turn.question.prompt)))


def mistake_of(turn: Turn) -> tuple[str, str, str]:
    """A known mistake that was heard: the candidate's words, what to say instead, and the claim; empty without one.

    It takes more than a challenge in the room, which only asks. The words must be those of the mistake, with one of its
    cues whole, and nearer to it than to anything that the reference says; and there must be a sentence to say of the
    same thing. What is right in itself, and only went with a mistake or sounds like it, isn't held against anybody.
    """
    from simulator.engine.choice.listening import listen_to  # not on the way to the home screen

    for number, heard in _mistakes(turn).items():
        mistake = turn.question.mistakes[number]
        true = spoken_after_another(mistake.why)  # it stands behind the claim
        if not true or put_right(turn, mistake, heard) or not listen_to(turn.said_text).find_whole(mistake.cues):
            continue
        words = _readable(turn, heard)
        claim, said = stems(mistake.claim), stems(words)
        own = claim - stems(turn.question.prompt) or claim  # what any answer to the question holds tells nothing
        claimed = len(said & claim) >= CLAIMED and 2 * len(said & own) >= len(own)
        of_it = leans(mistake.why) or stems(true) & (claim | said)
        if claimed and of_it and not _agrees(turn, said, claim):
            return words, true, mistake.claim
    return "", "", ""


def put_right(turn: Turn, mistake: Mistake, claim: "Heard") -> bool:
    """Whether the reply to a follow-up on a claim gives it up, or says what is true by words that only the truth has.

    Somebody who finds the fault when asked is remembered for it, and so is who says that they were wrong. Whose reply
    has as many words that only the claim has holds on to it, with a word of the truth beside.
    """
    words = unwrapped(turn.said_text)[claim.start : claim.end]
    return _put_right(mistake, [p for p in turn.probes if p.asks == mistake.challenge or _repeats(p, words)], turn)


def _put_right(mistake: Mistake, probes: Iterable[Probed], turn: Turn) -> bool:
    own = stems(mistake.why) - stems(f"{mistake.claim} {mistake.challenge}")
    false = stems(mistake.claim) - stems(f"{mistake.why} {mistake.challenge}")
    for probe in probes:
        reply = turn.reply_to(probe.probe)
        true = own - stems(probe.quote)  # what they'd said before doesn't put it right
        least = max(PUT_RIGHT, PUT_RIGHT_SHARE * len(true), len(stems(reply) & false) + 1)
        if concedes(probe.quote, unwrapped(reply)) or len(stems(reply) & true) >= least:
            return True
    return False


def _repeats(probe: Probed, words: str) -> bool:
    """Whether a challenge repeated these words, or some of them."""
    return probe.sort == "challenge" and bool(probe.quote) and (probe.quote in words or words in probe.quote)


def _agrees(turn: Turn, said: frozenset[str], claim: frozenset[str]) -> bool:
    """Whether a sentence of the reference or a point has more of the words than the claim of a mistake has."""
    question = turn.question
    right = (*sentences(question.answer), *sentences(question.gist), *(point.point for point in question.rubric))
    own = said - stems(question.prompt)
    return any(len(own & stems(sentence)) > len(own & claim) for sentence in right)


def holds_a_mistake(turn: Turn, quote: str) -> bool:
    """Whether the words of a quote may be those of a known mistake: it was heard in them, or all that tells it is."""
    from simulator.engine.choice.listening import may_be_mistaken  # not on the way to the home screen

    if may_be_mistaken(turn.question, quote) or any(
        words in quote or quote in words for words in questioned_words(turn)
    ):
        return True
    begin = unwrapped(turn.said_text).find(quote.strip(CUT))
    end = begin + len(quote.strip(CUT))
    return begin >= 0 and any(found.start < end and found.end > begin for found in _mistakes(turn).values())


def beliefs_of(turn: Turn, graph: Graph) -> list[tuple[str, str, str]]:
    """The false beliefs of the field that were heard: the candidate's words, what to say instead, and the claim.

    Of two that were heard in the same words the first is told.
    """
    from simulator.engine.choice.listening import believed  # not on the way to the home screen

    if turn.spoken or not turn.said_text or turn.question.shows_code or not graph.misconceptions:
        return []
    heard_here = believed(turn.said_text, graph.misconceptions.values())
    found = [(belief, claim) for belief, claim in heard_here if not put_right(turn, belief, claim)]
    told: dict[str, tuple[str, str]] = {}
    for belief, claim in found:
        told.setdefault(_readable(turn, claim), (sentences(belief.why)[0], belief.claim))  # written to stand alone
    return [(words, *both) for words, both in told.items() if words]


def neared_of(turn: Turn, graph: Graph) -> list[tuple[str, str, str]]:
    """What came near a false belief, was asked about and not put right; each as in `beliefs_of`."""
    known = {each.challenge: each for each in graph.misconceptions.values()}
    asked = [(p, known[p.asks]) for p in turn.probes if p.sort == "drill" and p.quote and p.asks in known]
    return [
        (probe.quote, sentences(belief.why)[0], belief.claim)
        for probe, belief in asked
        if turn.reply_to(probe.probe) and not _put_right(belief, [probe], turn)
    ]


def faulty_words(turn: Turn, graph: Graph) -> list[str]:
    """What is no strength: words that were questioned, that claim what is false, or came near it and were held to."""
    beliefs = (*beliefs_of(turn, graph), *neared_of(turn, graph))
    return [*questioned_words(turn), *(said for said, *_ in beliefs)]


def _mistakes(turn: Turn) -> "Mapping[int, Heard]":
    from simulator.engine.choice.listening import mistakes_heard  # not on the way to the home screen

    if turn.spoken or not turn.said_text or not any(m.cues for m in turn.question.mistakes):
        return {}
    return mistakes_heard(turn.question, turn.said_text)


def _readable(turn: Turn, heard: "Heard") -> str:
    return stretch(unwrapped(turn.said_text), heard.start, heard.end) if heard.quote else ""


def stretch(text: str, start: int, end: int, longest: int = LONGEST) -> str:
    """The words from `start` to `end` as a whole sentence, else as whole clauses, of at most `longest` characters."""
    line = _fullest(_pieces(text, (0, len(text)), _LINE_END), start, end)
    marker = _MARKER.match(text, *line)
    sentence = _fullest(_sentences(text, (marker.end() if marker else line[0], line[1])), start, end)
    if (lead := _LEAD_IN.match(text, *sentence)) and lead.end() < sentence[1]:
        sentence = lead.end(), sentence[1]
    start, end = max(start, sentence[0]), min(end, sentence[1])
    low, high = sentence
    if high - low > longest:
        clauses = _pieces(text, sentence, _CLAUSE_END)
        fitting = [(a, b) for a, b in clauses if b <= low + longest]
        if fitting and fitting[-1][1] >= end:  # whoever reads half a sentence wants its beginning
            closed = fitting if fitting == clauses else _closed(text, fitting)
            high = closed[-1][1] if closed and closed[-1][1] > start else fitting[-1][1]
        else:
            low, high = _clauses(text, clauses, start, end, longest)
    for leads in (_HALTS_FIRST, _JOINT, _HALTS_FIRST) if HALTING.search(text) else (_JOINT,):
        if (led := leads.match(text, low, high)) and led.end() < high:
            low = led.end()
    before = after = ""
    if high - low > longest:
        begin = low if end - low < longest else max(low, min(start, high - longest))
        before = CUT if begin > low else ""
        (low, high), after = _cut(text, begin, high, longest), CUT
        whole = _closed(text, _pieces(text, (low, high), _CLAUSE_END)[:-1])
        if whole and whole[-1][1] - low >= WHOLE * longest:  # rather than within a clause
            high, after = whole[-1][1], ""
    return f"{before}{text[low:high]}{after}" if low < high else ""


def _closed(text: str, clauses: Sequence[Bounds]) -> list[Bounds]:
    """The clauses up to the last one at which a quote may end: "and the scores matrix" goes on behind the comma."""
    kept = [*clauses]
    while kept and _SCRAP.fullmatch(text, *kept[-1]):
        kept.pop()
    return kept


def _pieces(text: str, within: Bounds, ends: re.Pattern[str]) -> list[Bounds]:
    """The lines, sentences or clauses within bounds, without the space around them."""
    first, last = within
    cuts = [
        found
        for found in ends.finditer(text, first, last)
        if ends is not _SENTENCE_END or not (found.end() > first and is_abbreviated(text, found.end()))
    ]
    pieces = zip([first, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), last], strict=True)
    kept = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in pieces]
    return [(a, b) for a, b in kept if a < b] or [(first, first)]


def _sentences(text: str, within: Bounds) -> list[Bounds]:
    """The sentences within bounds; one that runs on, as in dictation, is cut where the speaker begins anew."""
    found: list[Bounds] = []
    for begin, end in _pieces(text, within, _SENTENCE_END):
        cuts = _BREATH.finditer(text, begin, end) if end - begin > RUN_ON else ()
        for cut in cuts:
            if min(cut.start() - begin, end - cut.end()) >= SHORTEST:
                found.append((begin, _without_dangling(text, begin, cut.start())))
                begin = cut.end()
        found.append((begin, end))
    return found


def _without_dangling(text: str, begin: int, end: int) -> int:
    """Where the words end without those at the end that lead nowhere: "... thousand that's"."""
    words = list(_WORD.finditer(text, begin, end))
    while len(words) > 1 and words[-1][0].lower() in _HANGING:
        words.pop()
    return words[-1].end() if words else end


def _fullest(pieces: Sequence[Bounds], start: int, end: int) -> Bounds:
    """The piece that holds most of what was found."""
    return max(pieces, key=lambda piece: min(piece[1], end) - max(piece[0], start))


def _clauses(text: str, pieces: Sequence[Bounds], start: int, end: int, longest: int) -> Bounds:
    """As many whole clauses around the words as fit, those after them first."""
    touched = [n for n, (a, b) in enumerate(pieces) if a < end and b > start] or [0]
    first, last = touched[0], touched[-1]
    while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= longest:
        last += 1
    while first > 0 and pieces[last][1] - pieces[first - 1][0] <= longest:
        first -= 1
    if last + 1 < len(pieces):
        last = first + max(1, len(_closed(text, pieces[first : last + 1]))) - 1
    return pieces[first][0], pieces[last][1]


def _cut(text: str, low: int, high: int, longest: int) -> Bounds:
    """As many whole words from `low` on as fit, without small ones that lead nowhere."""
    words = [(w.start(), w.end(), w[0].lower()) for w in _WORD.finditer(text, low, min(high, len(text)))]
    if words and low > 0 and not text[low - 1].isspace() and len(words) > 1:
        words = words[1:]  # begun within a word
    fitting = [w for w in words if w[1] - words[0][0] < longest] or words[:1]
    opened = text.rfind("(", low, fitting[-1][1]) if fitting else -1
    if opened > -1 and ")" not in text[opened : fitting[-1][1]]:  # half a bracket says nothing
        fitting = [w for w in fitting if w[1] <= opened] if opened > fitting[0][0] else fitting
    while len(fitting) > 1 and fitting[-1][2] in _DANGLING:
        fitting.pop()
    if not fitting:
        return low, low
    begin, end = fitting[0][0], min(fitting[-1][1], fitting[0][0] + longest)
    return begin, begin + len(text[begin:end].rstrip(",;:-–—"))


def topic_of(title: str) -> str:
    """A title, short enough for a heading: without what stands in brackets or behind a colon.

    One word before the colon says too little, unless it's an abbreviation: "agents" stood below "Agents and tools".
    """
    brief, _, rest = re.sub(r"(?<!\s)\s*\([^()]*\)", "", title).partition(": ")
    says_little = rest and brief.isalpha() and brief[1:].islower()
    return (upper_first(rest) if says_little else brief).strip() or title


def in_sentence(title: str) -> str:
    """A title, short enough for a heading (`topic_of`), as it stands within a sentence."""
    return lower_first(topic_of(title))


def all_of(titles: Iterable[str]) -> str:
    """Titles in one phrase, told apart where they hold an "and" themselves: `agents and tools, and evaluation`."""
    shown = [in_sentence(title) for title in titles]
    return ", and ".join(shown) if any(" and " in title for title in shown) else names(shown)


def question_numbers(numbers: Iterable[int]) -> str:
    """Where it was: `question 4`, `questions 2, 3 and 4`, `questions 2, 3 and others`."""
    ordered = sorted(set(numbers))
    several = len(ordered) > MOST_NAMED + 1
    shown = [str(number) for number in ordered[: MOST_NAMED if several else None]] + ["others"] * several
    return f"question{'s' if len(ordered) > 1 else ''} {names(shown)}"
