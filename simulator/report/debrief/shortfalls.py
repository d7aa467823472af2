"""What one answer lacked, how much that weighs in the role, and what to say another time.

Of a task the cases say how good the code is; its points are about the talk afterwards, and are named as such. What to
say is the sentence of the point, or one of the gist; else what is left, in plain words. A gist is written to be read:
formulas, headings and facts that were never told aren't sentences that a candidate would say.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from simulator.engine.model import parameters as P  # noqa: N812
from simulator.engine.scoring import LOWEST, SHORT, STRONG, Verdict
from simulator.graph.listening.words import stems, tokens
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Graph, Point, Question, Role
from simulator.graph.speech import sentences, spoken_sentence, still_to_say
from simulator.report.debrief.advice import replies_by_question, solid_story, story_beginning, story_left_out
from simulator.report.debrief.own_words import UNSURE, carried, in_sentence, quote_of
from simulator.session.interview.hearing import heard_of
from simulator.session.interview.turn import Turn

# how much a shortfall weighs, and how sure it is
MUST_MISSED, LOW, MUST_HALF, GAPS, LEFT_OUT = 4.0, 3.0, 2.5, 2.0, 0.5
ABOVE = 1.5  # less, for a question above the level that is judged
LIGHT = 0.25  # of its weight counts where the role hardly asks about the area, all of it in the heaviest
OWN_PROJECT, NOTHING_FOUND = "your own project", "nothing that stands out"
TALKED = "About your code for {}"  # what the points of a task are about


@dataclass(frozen=True)
class Shortfall:
    """What one answer lacked: its `worst` point, met in `half` or not at all, the kind of shortfall, and its weight.

    `missed` are all points that were, the worst first. `place` is the share of the weight that counts in the role.
    """

    turn: Turn
    area_title: str
    title: str
    missed: Sequence[Point]
    half: bool
    kind: str
    weight: float
    place: float

    @property
    def worst(self) -> Point | None:
        """What a panel would hold against the answer first."""
        return self.missed[0] if self.missed else None

    @property
    def reached(self) -> str:
        """How far a half-made point went, in the candidate's words where they carry it; empty otherwise.

        Of a must-have that was marked as missing it's the words near it: of three in four they say something else.
        """
        if self.worst is None:
            return ""
        words = quote_of(self.turn, self.worst.id)
        if not words or UNSURE.search(words):  # "not sure, maybe ..." is no way that somebody got
            return ""
        fits = carried(self.turn, self.worst, words) > 0 if self.half else went_astray(self.turn, self.worst, words)
        return words if fits else ""

    @property
    def still_to_say(self) -> tuple[str, bool]:
        """In plain words what was left out, and whether some of it was said; empty where nothing was."""
        if self.missed:
            return left_to_say(self.turn, self.missed)
        turn, question = self.turn, self.turn.question
        if question.kind != "experience":
            return "", False
        left_out, solid = story_left_out(turn.said_text, replies_by_question(turn)), solid_story(question.anchors)
        # where all that can be found was told it's the candidate who rated it below solid
        return left_out or (f"{NOTHING_FOUND}; {solid}" if solid else ""), False

    @property
    def say(self) -> str:
        """A sentence to say another time, of a story how one may begin what it leaves out; empty without one."""
        if self.turn.question.kind == "experience":
            return story_beginning(self.turn)
        return sentence_to_say(self.turn, self.missed) if self.missed else ""

    @property
    def topic(self) -> str:
        """Its subject, as one of several."""
        return OWN_PROJECT if self.turn.is_story else in_sentence(self.title)


def shortfall_of(turn: Turn, graph: Graph, role: Role, tier: int) -> Shortfall | None:
    """The worst that one answer lacked, or nothing; a verdict that only the candidate lowered isn't a shortfall."""
    if was_lowered(turn):
        return None
    short = said_verdict(turn) in SHORT
    missed = [p for p in turn.missed if not p.beyond]
    half = [p for p in missed if turn.marks.get(p.id) == "partly"]
    missed.sort(key=lambda p: (not p.critical, p in half, -p.weight, adds_to_others(p.point)))
    worst = next(iter(missed), None)
    if worst is None and not short:
        return None
    kind, weight = _kind(turn, worst, short, half)
    return Shortfall(
        turn=turn,
        area_title=graph.area_title(turn.asked.area),
        title=title_of(turn, graph),
        missed=missed,
        half=worst in half,
        kind=kind,
        weight=weight - above(turn, tier),
        place=place_of(role, [turn]),
    )


def went_astray(turn: Turn, point: Point, words: str) -> bool:
    """Whether words near a must-have may say something else than the reference: it's marked no, and they may be it.

    Where they surely say it, mark and words disagree, and nobody knows which is right; what says another point is that.
    """
    heard = heard_of(turn)[point.id]
    if not point.critical or turn.marks.get(point.id) != "no" or (heard.whole and heard.share >= P.SURELY_HEARD):
        return False
    met = (quote_of(turn, name) for name, mark in turn.marks.items() if mark != "no")
    return not any(other and (other in words or words in other) for other in met)


_ADDS = re.compile(r"\b(?:besides|other than|(?:a|one) further|another|adds)\b", re.IGNORECASE)


def adds_to_others(point: str) -> bool:
    """Whether a point asks for one thing more than the others of its question: of equals it's advised last."""
    return bool(_ADDS.search(point))


def above(turn: Turn, tier: int) -> float:
    """What a shortfall weighs less where the question was above the level."""
    return ABOVE if turn.asked.tier > tier > 0 else 0.0


def place_of(role: Role, turns: Sequence[Turn]) -> float:
    """The share of a weight that counts in the role, by the areas of these items.

    A role that writes code asks for it in every area, and the candidate's own work belongs to no area.
    """
    shares = [
        1.0 if turn.is_story or (role.code and turn.code_rank is not None) else area_share(role, turn.asked.area)
        for turn in turns
    ]
    return LIGHT + (1 - LIGHT) * sum(shares) / max(1, len(shares))


def area_share(role: Role, area: str) -> float:
    """The weight of an area in a role beside that of the heaviest, 0 to 1."""
    heaviest = max(role.areas.values(), default=0.0)
    return role.areas.get(area, 0.0) / heaviest if heaviest else 0.0


def _kind(turn: Turn, worst: Point | None, short: bool, half: Sequence[Point]) -> tuple[str, float]:
    """What kind of shortfall it is, and how much it weighs. What was half met is never called missing."""
    low = said_verdict(turn) == LOWEST
    if turn.dont_know:
        return ("no story" if turn.is_story else "unknown"), MUST_MISSED
    if not turn.question.rubric:  # of an imported list, if it isn't about one's own work
        return ("story" if turn.question.kind == "experience" else "unpointed"), LOW if low else GAPS
    if worst is not None and worst.critical and worst not in half:
        met = any(p.critical and turn.marks.get(p.id, "no") != "no" for p in turn.question.rubric)
        return "good without" if not short else "some musts" if met else "must", MUST_MISSED
    if low:
        return "low", LOW
    if worst is not None and worst.critical:
        return ("half" if short else "held half"), MUST_HALF
    return ("gap", GAPS) if short else ("left out", LEFT_OUT * (worst.weight if worst else 1) / 3)


def title_of(turn: Turn, graph: Graph) -> str:
    """What an answer is about: its concept, or the code that was written for it."""
    title = concept_of(turn, graph)
    return TALKED.format(in_sentence(title)) if turn.code_rank is not None else title


def concept_of(turn: Turn, graph: Graph) -> str:
    """The title of its main concept; empty where it has none."""
    return graph.concept_title(turn.asked.concepts[0]) if turn.asked.concepts else ""


def said_verdict(turn: Turn) -> Verdict | None:
    """The verdict of what was said; of a task that of the talk about it, as its cases judge the code."""
    if turn.scored is None:
        return None
    return turn.scored.by_points if turn.code_rank is not None else turn.scored.verdict


def was_lowered(turn: Turn) -> bool:
    """Whether an answer that was good by its points fell short by the candidate's own verdict alone."""
    scored = turn.scored if turn.code_rank is None else None
    return scored is not None and scored.verdict in SHORT and scored.by_points in STRONG


def were_good(turns: Sequence[Turn]) -> bool:
    """Whether all these answers were solid or better, so that what they lack isn't held against anybody."""
    return all(t.check is None and said_verdict(t) not in (None, *SHORT) and not t.dont_know for t in turns)


# What to say another time

FEWEST_SHARED = 2  # words of the point, those of the prompt not counted
# of 60 sentences that reach these, 55 say the point (docs/decisions/reports.md)
LEAST_HELD, LEAST_BORNE = 0.3, 0.9  # of what tells the point; chance that the sentence says it
MOST_HEARD = 2  # sentences that are listened to for a point, which takes a while
SAID_ALREADY = 0.75  # of the words of a sentence, wherever in an answer they are
IN_ONE_SENTENCE = 0.4  # of the words of a clause, in one sentence of an answer
FEWEST_OF_CLAUSE = 3
_CLAUSES, _SAID_APART = re.compile(r"[;:]\s"), re.compile(r"(?<=[.!?;])\s+|\n+")
_SAID_CLAUSES = re.compile(r"[,;:]\s")
_POINTS_BACK = re.compile(r"(?:It|Its|It's|That|Those)\b")
_AND_SAYS = re.compile(r",? and (?:says|names|explains) ((?:that|what|when|why|how|where|which|who)\b.*)")


def to_say(turn: Turn, point: Point) -> str:
    """One sentence to say for a point that was not made: its own, else one of the gist; empty without one.

    It carries the point, was not said, and doesn't rest on facts which were there for the asking and not asked for.
    """
    for sentence in _sentences_for(turn.question, point):
        if not was_said(turn, sentence) and not _rests_on_untold(turn, sentence, point):
            return sentence
    return ""


def sentence_to_say(turn: Turn, points: Sequence[Point]) -> str:
    """One sentence to say for the worst of these points that has one, which come the worst first; empty without one.

    If a must-have is missing, only must-haves are advised at first. Where most of their words were said, a sentence
    that was said by half is given whole; then what wasn't said of any point; then the point's own sentence, unless it
    was said as it stands.
    """
    heaviest = [p for p in points if p.critical == points[0].critical]
    left = next((p for p in points if not was_said(turn, still_to_say(p.point))), points[0])
    ways = (
        *(to_say(turn, point) for point in heaviest),
        *(point.say for point in heaviest if _adds_to_said(turn, point)),
        to_say(turn, left),
        left.say if not _said_in_one(turn, left.say) and not _rests_on_untold(turn, left.say, left) else "",
    )
    return next(filter(None, ways), "")


def _sentences_for(question: Question, point: Point) -> Iterator[str]:
    """What one can say for a point, the best first: what its author wrote for it, then what listening finds it in."""
    if point.say:
        yield point.say
    for sentence in _likeliest(question, point):
        if not point.cues or _carries(question, point.id, sentence):
            yield sentence


def _likeliest(question: Question, point: Point) -> Sequence[str]:
    """The few sentences of a gist that one can say and whose words tell most of a point, the best first.

    For a point without cues they share words with it.
    """
    from simulator.engine.choice.quotes import held  # not on the way to the home screen

    prompt, wanted = stems(question.prompt), stems(point.point)
    sharing = [(said, words, len((words - prompt) & wanted)) for said, words in _sayable(question.gist)]
    sharing = [found for found in sharing if found[2] >= FEWEST_SHARED]
    if not point.cues:
        return [said for said, _, _ in sorted(sharing, key=lambda found: -found[2])]
    telling = [(held(question, point, words), said) for said, words, _ in sharing]
    best = sorted((pair for pair in telling if pair[0] >= LEAST_HELD), key=lambda pair: -pair[0])
    return [said for _, said in best[:MOST_HEARD]]


@lru_cache(maxsize=512)
def _carries(question: Question, point: str, sentence: str) -> bool:
    """Whether what listens to answers finds a point in a sentence alone, as surely as it must to be advice."""
    from simulator.engine.choice.listening import heard  # not on the way to the home screen

    return heard(question, sentence)[point].borne >= LEAST_BORNE


@lru_cache(maxsize=128)
def _sayable(gist: str) -> Sequence[tuple[str, frozenset[str]]]:
    """What one can say of a gist, with its stems."""
    said = (spoken_sentence(sentence) for sentence in sentences(gist) if not _POINTS_BACK.match(sentence))
    return [(sentence, stems(sentence)) for sentence in said if sentence]


def was_said(turn: Turn, words: str) -> bool:
    """Whether a candidate said as much already: nearly all of the words, or most of a clause in one sentence."""
    prompt, uttered = stems(turn.question.prompt), stems(turn.said_text)
    own = stems(words) - prompt
    if own and len(own & uttered) >= SAID_ALREADY * len(own):
        return True
    said = [stems(sentence) for sentence in _SAID_APART.split(unwrapped(turn.said_text))]
    for clause in _CLAUSES.split(words):
        own = stems(clause) - prompt
        most = max((len(own & sentence) for sentence in said), default=0)
        if most >= max(FEWEST_OF_CLAUSE, IN_ONE_SENTENCE * len(own)):
            return True
    return False


def _adds_to_said(turn: Turn, point: Point) -> bool:
    """Whether a clause of a point's sentence holds what nobody said: most of its words, two or more."""
    known, untold = stems(f"{turn.question.prompt} {turn.said_text}"), _rests_on_untold(turn, point.say, point)
    clauses = [stems(clause) for clause in _SAID_CLAUSES.split(point.say)]
    return not untold and any(len(own - known) >= max(FEWEST_SHARED, len(own) / 2) for own in clauses)


def _said_in_one(turn: Turn, words: str) -> bool:
    """Whether nearly all of these words stand in one sentence of the answer."""
    said, own = _SAID_APART.split(unwrapped(turn.said_text)), stems(words)
    return any(len(own & stems(sentence)) >= SAID_ALREADY * len(own) for sentence in said)


def left_to_say(turn: Turn, points: Sequence[Point]) -> tuple[str, bool]:
    """In plain words what is still to say of the first of these points that wasn't said, and whether some of it was.

    Of a point that was half made it's what it asks for besides, where none of that came.
    """
    for point in points:
        half = turn.marks.get(point.id) == "partly"
        besides = _AND_SAYS.search(point.point) if half else None
        if besides and not stems(besides[1]) & stems(turn.said_text):
            return besides[1].rstrip(" ."), False
        if not was_said(turn, words := still_to_say(point.point)):
            return words, half
    return (still_to_say(points[0].point), turn.marks.get(points[0].id) == "partly") if points else ("", False)


_COUNTS = frozenset("one two three half third first second once twice".split())


def _figures(text: str) -> set[float]:
    """The figures of a text; "one of them" and "half the time" tell none that a fact could have told."""
    return {value for token in tokens(text) if token.word not in _COUNTS for value in token.values}


def _rests_on_untold(turn: Turn, sentence: str, point: Point) -> bool:
    """Whether a sentence holds what only a fact tells that was not asked for: its figures, or two words of it.

    One that was written for its point, for all to say, holds a figure of it at most.
    """
    untold = " ".join(fact.reply for fact in turn.untold)
    if not untold:
        return False
    known = f"{turn.question.prompt} {turn.said_text} {' '.join(turn.told)}"
    figures, others, hidden = (_figures(text) for text in (sentence, known, untold))
    if sentence == point.say:
        return bool(figures & hidden - others)
    if hidden and figures - others:
        return True
    return len(stems(sentence) & stems(untold) - stems(known) - stems(point.point)) >= FEWEST_SHARED
