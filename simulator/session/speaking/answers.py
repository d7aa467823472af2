"""An answer in the words of a person, from what any bank has: its references, and else its points.

Each point that is met is carried by the sentence of the reference that says it best, in the order of the reference.
What no sentence says is said plainly. A point that is partly met is half said, or with doubt.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from simulator.engine.lab.people import Answer
from simulator.engine.scoring import LOWEST
from simulator.graph.listening.words import stems
from simulator.graph.records import Point, Question
from simulator.graph.speech.points import spoken_point
from simulator.graph.speech.sentences import in_speech, leans, paragraphs, sentences
from simulator.graph.text import STOP_WORDS
from simulator.session.speaking.phrases import DOUBTS, HEDGES, NOT_SURE, OWN_HEDGES

CARRIED = 0.5  # of what a sentence must say of a point
FEWEST_SHARED = 2  # words of a sentence and its point, those of the prompt not counted
HALF = 0.5  # of the weight that another point, met or missed, has beside the one to carry
AS_SPOKEN = 0.15  # for a sentence of the exemplar, which is written as speech
LONGER = 0.004  # less for each word
FEWEST_HALF = 4  # words of half a sentence

_LEANS_ON = frozenset("it its he she such otherwise conversely one others".split())
_SEMICOLON = re.compile(r";\s+(?=\w)")
_HALF_END = re.compile(r"[,;:–—]\s|\s(?:because|since|so that|so|which|while|whereas|unless|but|if|until)\s")
_WORD = re.compile(r"[\w'’-]+")


@dataclass(frozen=True)
class Line:
    """Something that can be said: where it stands in its reference (0 to 1), and how much it says of each point."""

    text: str
    place: float
    says: Mapping[str, float]
    worth: float


def spoken_answer(question: Question, simulated: Answer, luck: Random) -> list[str]:
    """The sentences of an answer, in the order in which they are said; empty where nothing of the rubric is."""
    lines = _lines(question)
    marks = {point.id: simulated.marks.get(point.id, "no") for point in question.rubric}
    missed = [point for point, mark in marks.items() if mark == "no"]
    said: dict[str, float] = {}
    carried: set[str] = set()
    place = 0.0
    for mark in ("yes", "partly"):
        for point in question.rubric:
            if marks[point.id] != mark or point.id in carried:
                continue
            line = _best(lines, point.id, missed, [p for p in marks if marks[p] == mark and p not in carried])
            if line is not None and line.text not in said:
                place = line.place
                carried |= {p for p in marks if marks[p] == mark and line.says[p] >= CARRIED}
            text = line.text if line else spoken_point(point.point)
            text = text if mark == "yes" else half_said(text, luck, _names(question))
            said.setdefault(text, place if line else place + 0.001)
    told = sorted(said, key=lambda text: said[text])
    doubted = simulated.verdict == LOWEST or "yes" not in marks.values()
    return [luck.choice(DOUBTS), *told] if told and doubted else told


def half_said(text: str, luck: Random, names: frozenset[str] = frozenset()) -> str:
    """The first half of a sentence, with doubt: `I think rare words split into many pieces.`"""
    head = sentences(text)[0].rstrip(".!")
    for end in _HALF_END.finditer(head):
        half = head[: end.start()]
        if len(_WORD.findall(half)) >= FEWEST_HALF and in_speech(f"{half}."):
            head = half
            break
    if head.startswith(("I'd ", "I would ")):
        return f"{head}, {luck.choice(OWN_HEDGES)}."
    first = _WORD.match(head)
    if first and (first[0].lower() in STOP_WORDS or first[0].lower() in names):
        return f"{luck.choice(HEDGES)} {head[:1].lower()}{head[1:]}."
    return f"{head}, {luck.choice(NOT_SURE)}."


def _names(question: Question) -> frozenset[str]:
    """The words that a question writes in lower case: they may stand within a sentence so."""
    texts = f"{question.prompt} {question.answer} {question.gist} {' '.join(p.point for p in question.rubric)}"
    return frozenset(word for word in _WORD.findall(texts) if word.islower())


def _best(lines: Sequence[Line], point: str, missed: Sequence[str], wanted: Sequence[str]) -> Line | None:
    """The line that says a point best: with others that are to be said, and without those that are not."""

    def value(line: Line) -> float:
        gained = HALF * sum(line.says[p] for p in wanted if p != point and line.says[p] >= CARRIED)
        lost = sum(line.says[p] for p in missed if line.says[p] >= CARRIED)
        return line.says[point] + min(gained, HALF) - lost + line.worth

    fit = [line for line in lines if line.says[point] >= CARRIED]
    best = max(fit, key=value, default=None)
    return best if best is not None and value(best) >= CARRIED else None


@lru_cache(maxsize=512)
def _lines(question: Question) -> tuple[Line, ...]:
    """All that can be said of the references of a question."""
    found = []
    for source, extra in ((question.exemplar, AS_SPOKEN), (question.answer, 0.0), (question.gist, 0.0)):
        spoken = _speech(source)
        for number, text in enumerate(spoken):
            worth = extra - LONGER * len(text.split())
            found.append(Line(text, number / len(spoken), _says(question, text), worth))
    return tuple(found)


def _speech(markdown: str) -> list[str]:
    """The sentences of a reference as they are said; one that leans on the one before goes with it."""
    found: list[str] = []
    for block in paragraphs(markdown):
        before = ""
        for sentence in (part for whole in sentences(block) for part in _parts(whole)):
            spoken = in_speech(sentence)
            first = _WORD.search(sentence)
            if spoken and (leans(sentence) or (first and first[0].lower() in _LEANS_ON)):
                spoken = f"{before} {spoken}" if before else ""
                before = ""
            else:
                before = spoken
            if spoken:
                found.append(spoken)
    return found


def _parts(sentence: str) -> list[str]:
    """A sentence at its semicolons, if each part is one by itself."""
    parts = [f"{part[:1].upper()}{part[1:].rstrip('.')}." for part in _SEMICOLON.split(sentence)]
    return parts if all(map(in_speech, parts)) else [sentence]


def _says(question: Question, text: str) -> dict[str, float]:
    """How much a text says of each point: what is heard of it, and the words that they share."""
    from simulator.engine.choice.listening import heard  # numpy-free, but its cues are only needed here

    found = heard(question, text)
    prompt, own = stems(question.prompt), stems(text)
    return {point.id: _share(point, found[point.id].share, own - prompt, prompt) for point in question.rubric}


def _share(point: Point, share: float, own: frozenset[str], prompt: frozenset[str]) -> float:
    wanted = stems(point.point) - prompt or stems(point.point)
    common = len(own & wanted)
    words = common / max(1, len(wanted)) if common >= FEWEST_SHARED else 0.0
    if not point.cues:
        return min(1.0, 2 * words)
    return share if common else share * HALF
