"""The words of a debrief: the candidate's own, and one sentence to say instead.

A quote is an exact part of what was typed: a whole sentence or clause around the words that say a point. Where it is
cut within a clause an ellipsis says so. It is never Markdown.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.graph.records import Question
from simulator.graph.text import RUBRIC_WORDS, STOP_WORDS, lower_first, names
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.listening import Heard

Bounds = tuple[int, int]
LONGEST = 100  # characters of a quote
FEWEST_WORDS = 5  # of a quote that can stand by itself
MOST_NAMED = 2  # questions, where more of them are meant
CUT = "…"
NUMBER = re.compile(
    r"\d|\b(half|twice|double|dozen|hundred|thousand|million|billion|percent|per cent)\b", re.IGNORECASE
)
_LINE_END = re.compile(r"\n")
_SENTENCE_END = re.compile(r"[.!?;](?=[\s\"”')]|$)")
_ABBREVIATION = re.compile(r"(?:(?:\b(?:e\.g|i\.e|vs|cf|etc|approx|ca))|(?:^|\s)[A-Z])\.$")
_CLAUSE_END = re.compile(r"[,:](?=\s)|\s[–—-](?=\s)|\s->(?=\s)")
_MARKER = re.compile(r"\s*(?:[-*•]|\d+[.)])\s+|\s+")
_WORD = re.compile(r"\S+")
_DANGLING = frozenset(
    "a an and as at but by for from in is of on or per so than that the to was were which with".split()
)


def quote_of(turn: Turn, point: str) -> str:
    """The candidate's words that say a point, fit to be read aloud; empty where spoken, or where none were found."""
    if turn.spoken:
        return ""
    found = heard_of(turn).get(point)
    return "" if found is None or found.share < P.QUOTED else _readable(turn.said_text, found)


def mistake_of(turn: Turn) -> tuple[str, str]:
    """A known mistake that was heard: the candidate's words, and a sentence that puts it right; both may be empty."""
    from simulator.engine.choice.listening import mistakes_heard  # not on the way to the home screen

    question = turn.question
    if turn.spoken or not turn.said_text or not any(m.cues for m in question.mistakes):
        return "", ""
    for number, found in mistakes_heard(question, turn.said_text).items():
        mistake = question.mistakes[number]
        if words := _readable(turn.said_text, found):
            return words, _nearest(question.gist, f"{mistake.claim} {mistake.why}", least=3) or mistake.why
    return "", ""


def sentence_for(question: Question, point: str) -> str:
    """One sentence to say for a point: the sentence of the gist that covers it best, else the point itself."""
    return _nearest(question.gist, point) or spoken_point(point)


def _readable(text: str, found: "Heard") -> str:
    return stretch(text, found.start, found.end) if found.quote else ""


def stretch(text: str, start: int, end: int, longest: int = LONGEST) -> str:
    """The words from `start` to `end` as a whole sentence, else as whole clauses, of at most `longest` characters."""
    line = _fullest(_pieces(text, (0, len(text)), _LINE_END), start, end)
    marker = _MARKER.match(text, *line)
    sentence = _fullest(_pieces(text, (marker.end() if marker else line[0], line[1]), _SENTENCE_END), start, end)
    start, end = max(start, sentence[0]), min(end, sentence[1])
    low, high = sentence
    if high - low > longest:
        low, high = _clauses(_pieces(text, sentence, _CLAUSE_END), start, end, longest)
    before = after = ""
    if high - low > longest:
        begin = low if end - low < longest else max(low, min(start, high - longest))
        before = CUT if begin > low else ""
        (low, high), after = _cut(text, begin, high, longest), CUT
    return f"{before}{text[low:high]}{after}" if low < high else ""


def _pieces(text: str, within: Bounds, ends: re.Pattern[str]) -> list[Bounds]:
    """The lines, sentences or clauses within bounds, without the space around them."""
    first, last = within
    cuts = [
        found
        for found in ends.finditer(text, first, last)
        if ends is not _SENTENCE_END or not _ABBREVIATION.search(text, first, found.end())
    ]
    pieces = zip([first, *(cut.end() for cut in cuts)], [*(cut.start() for cut in cuts), last], strict=True)
    kept = [(a + len(text[a:b]) - len(text[a:b].lstrip()), a + len(text[a:b].rstrip())) for a, b in pieces]
    return [(a, b) for a, b in kept if a < b] or [(first, first)]


def _fullest(pieces: Sequence[Bounds], start: int, end: int) -> Bounds:
    """The piece that holds most of what was found."""
    return max(pieces, key=lambda piece: min(piece[1], end) - max(piece[0], start))


def _clauses(pieces: Sequence[Bounds], start: int, end: int, longest: int) -> Bounds:
    """As many whole clauses around the words as fit, those after them first."""
    touched = [n for n, (a, b) in enumerate(pieces) if a < end and b > start] or [0]
    first, last = touched[0], touched[-1]
    while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= longest:
        last += 1
    while first > 0 and pieces[last][1] - pieces[first - 1][0] <= longest:
        first -= 1
    return pieces[first][0], pieces[last][1]


def _cut(text: str, low: int, high: int, longest: int) -> Bounds:
    """From `low` on as many whole words as fit, without small ones that lead nowhere."""
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


@lru_cache(maxsize=2_000)
def stems(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    from simulator.graph.listening.words import SMALL, tokens  # brings the stemmer

    empty = STOP_WORDS | RUBRIC_WORDS | SMALL
    return frozenset(token.stem for token in tokens(text) if token.word not in empty and len(token.word) > 1)


def sentences(text: str) -> list[str]:
    """The sentences of a gist, each with its full stop."""
    flat = " ".join(text.split())
    bounds = [m.end() for m in re.finditer(r"[.!?](?=\s+[^a-z\s])", flat) if not _ABBREVIATION.search(flat, 0, m.end())]
    return [flat[a:b].strip() for a, b in zip([0, *bounds], [*bounds, len(flat)], strict=True) if flat[a:b].strip()]


def _nearest(gist: str, about: str, least: int = 1) -> str:
    """The sentence of a gist that shares most words with a text; empty where all share fewer than `least`."""
    wanted = stems(about)
    shared = [(len(wanted & stems(sentence)), sentence) for sentence in sentences(gist)]
    most, best = max(shared, key=lambda pair: pair[0], default=(0, ""))
    return best if most >= least else ""


_CLAIMS = re.compile(
    r"^(?:Says|Shows|States|Knows|Notes|Notices|Finds|Sees|Recognises|Concludes|Explains|Argues) that "
)
_VERB = re.compile(r"^([A-Z][a-z]+?)(ies|sses|shes|ches|xes|s)\b")
_SECOND_VERB = re.compile(r"^(\w+ (?:or|and) )([a-z]+?)s\b")
_ASIDE = re.compile(r"\s*\((?:e\.g\.|i\.e\.|such as|for example|for instance)[^()]*\)")
_BASES = {"ies": "y", "sses": "ss", "shes": "sh", "ches": "ch", "xes": "x", "s": ""}


def spoken_point(point: str) -> str:
    """A point of a rubric, as one would tell somebody to say it: `Names the price` becomes `Name the price.`"""
    text = _ASIDE.sub("", " ".join(point.split())).rstrip(" .")
    if _CLAIMS.match(text):
        claim = _CLAIMS.sub("", text)
        return f"{claim[:1].upper()}{claim[1:]}."
    verb = _VERB.match(text)
    if verb and not text.startswith(("This ", "Its ", "Class ")):
        text = f"{verb[1]}{_BASES[verb[2]]}{text[verb.end() :]}"
        text = _SECOND_VERB.sub(r"\1\2", text)
    return f"{text}." if text else ""


def topic_of(title: str) -> str:
    """A title, short enough for a heading: without what stands in brackets or behind a colon."""
    brief = re.sub(r"\s*\([^()]*\)", "", title).split(": ")[0].strip()
    return brief or title


def in_sentence(title: str) -> str:
    """The same within a sentence."""
    return lower_first(topic_of(title))


def worded(count: int) -> str:
    """How often: `once`, `twice`, `three times`."""
    return {1: "once", 2: "twice", 3: "three times"}.get(count, f"{count} times")


def question_numbers(numbers: Iterable[int]) -> str:
    """Where it was: `question 4`, `questions 2 and 4`, `questions 2, 3 and others`."""
    ordered = sorted(set(numbers))
    shown = [str(number) for number in ordered[:MOST_NAMED]] + ["others"] * (len(ordered) > MOST_NAMED)
    return f"question{'s' if len(ordered) > 1 else ''} {names(shown)}"
