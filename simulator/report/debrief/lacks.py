"""What one answer lacked, how much that weighs, and what it counts for in the role.

Of a task the cases say how good the code is; its points are about the talk afterwards, and are named as such.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from simulator.engine.scoring import LOWEST, SHORT, STRONG, Verdict
from simulator.graph.records import Graph, Point, Role
from simulator.report.debrief.advice import left_to_say, story_lacks, to_say
from simulator.report.debrief.own_words import UNSURE, carried, in_sentence, quote_of
from simulator.session.interview.turn import Turn

# how much a lack weighs, and how sure it is: what several answers show is surer than one point that wasn't made
MUST_MISSED, LOW, MUST_HALF, GAPS, LEFT_OUT = 4.0, 3.0, 2.5, 2.0, 0.5
ABOVE = 1.5  # less, for a question above the level that is judged
LIGHT = 0.25  # of its weight counts where the role hardly asks about the area, all of it in the heaviest
OWN_PROJECT = "your own project"
TALKED = "About your code for {}"  # what the points of a task are about


@dataclass(frozen=True)
class Lack:
    """What one answer lacked: its `worst` point, met in `half` or not at all, the kind of lack, and its weight.

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
        """How far a half-made point went, in the candidate's words where they carry it; empty otherwise."""
        if not self.half or self.worst is None:
            return ""
        words = quote_of(self.turn, self.worst.id)
        sure = words and not UNSURE.search(words)  # "not sure, maybe ..." is no way that somebody got
        return words if sure and carried(self.turn, self.worst, words) > 0 else ""

    @property
    def still_to_say(self) -> tuple[str, bool]:
        """In plain words what was left out, and whether some of it was said; empty where nothing was."""
        if self.missed:
            return left_to_say(self.turn, self.missed)
        question = self.turn.question
        return story_lacks(self.turn.said_text, question.anchors) if question.kind == "experience" else "", False

    @property
    def say(self) -> str:
        """A sentence to say another time for the worst of its points that has one; empty where none has.

        Beside a must-have that is missing nothing less is advised.
        """
        heaviest = [p for p in self.missed if p.critical == self.missed[0].critical]
        return next(filter(None, (to_say(self.turn, point) for point in heaviest)), "")

    @property
    def topic(self) -> str:
        """Its subject, as one of several."""
        return OWN_PROJECT if self.turn.is_story else in_sentence(self.title)


def lack_of(turn: Turn, graph: Graph, role: Role, tier: int) -> Lack | None:
    """The worst that one answer lacked, or nothing; a verdict that only the candidate lowered is no lack of it."""
    if was_lowered(turn):
        return None
    short = said_verdict(turn) in SHORT
    missed = [p for p in turn.missed if not p.beyond]
    half = [p for p in missed if turn.marks.get(p.id) == "partly"]
    missed.sort(key=lambda p: (not p.critical, p in half, -p.weight))
    worst = next(iter(missed), None)
    if worst is None and not short:
        return None
    kind, weight = _kind(turn, worst, short, half)
    return Lack(
        turn=turn,
        area_title=graph.area_title(turn.asked.area),
        title=title_of(turn, graph),
        missed=missed,
        half=worst in half,
        kind=kind,
        weight=weight - above(turn, tier),
        place=place_of(role, [turn]),
    )


def above(turn: Turn, tier: int) -> float:
    """What a lack weighs less where the question was above the level."""
    return ABOVE if turn.asked.tier > tier > 0 else 0.0


def place_of(role: Role, turns: Sequence[Turn]) -> float:
    """The share of a weight that counts in the role, by the areas of these items.

    A role that writes code asks for it in every area, and one's own work is no area's.
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
    """What kind of lack it is, and how much it weighs. What was half met is never called missing."""
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
    """The verdict of what was said; of a task that of the talk about it, for its cases judge the code."""
    if turn.scored is None:
        return None
    return turn.scored.by_points if turn.code_rank is not None else turn.scored.verdict


def was_lowered(turn: Turn) -> bool:
    """Whether an answer that was good by its points fell short by the candidate's own verdict alone."""
    scored = turn.scored if turn.code_rank is None else None
    return scored is not None and scored.verdict in SHORT and scored.by_points in STRONG


def were_good(turns: Sequence[Turn]) -> bool:
    """Whether all these answers were solid or better, so that what they lack is no reason against anybody."""
    return all(t.check is None and said_verdict(t) not in (None, *SHORT) and not t.dont_know for t in turns)
