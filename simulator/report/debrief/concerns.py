"""What spoke against a candidate: must-haves missed first, then weak answers, wrong checks, and what answers lack.

Of a task the cases say how good the code is; its points are about the talk afterwards, and are named as such.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from msgspec.structs import replace

from simulator.engine.scoring import LOWEST, SHORT, SOLID, SOLID_RANK, VERDICTS, Verdict, rank
from simulator.graph.records import Graph, Point, Role
from simulator.graph.speech.points import still_to_say
from simulator.graph.speech.sentences import spoken_sentence
from simulator.graph.text import how_often
from simulator.report.debrief.advice import left_to_say, story_lacks, to_say, was_said
from simulator.report.debrief.own_words import UNSURE, carried, in_sentence, mistake_of, quote_of, topic_of
from simulator.report.debrief_records import Concern, OtherLack
from simulator.session.interview.code_runs import counted_words, faults_of
from simulator.session.interview.turn import Turn

MOST, FEWEST = 3, 2
# by the rank of code: nothing runs, the shown cases alone, most of those kept back
CODE_WEIGHTS = (4.5, 3.5, 0.5)
HALF_SAID, MUST_MISSED, LOW, MUST_HALF, GAPS, LEFT_OUT = 9.0, 4.0, 3.0, 2.5, 2.0, 0.5
FEWEST_HALVES = 3  # answers with a must-have only half there, which are half of all, or more
ABOVE = 1.5  # less, for a question above the level that is judged
AFTER_ALL = 20.0  # less, for what good answers lacked: it comes after everything that fell short
FEWEST_TAGGED = 2  # points of a tag, of which more than half were missed
# what missed points of a tag have in common. An answer may hold other figures: it is these that did not come
LACKS: Mapping[str, str] = {
    "number": "Leaves out the numbers that matter",
    "mechanism": "Says what happens, not how",
    "trade-off": "Chooses without saying what it costs",
    "risk": "Leaves out what can go wrong",
}
# what a panel says of an answer; a second one of the same kind in other words
TITLES: Mapping[str, tuple[str, ...]] = {
    "unknown": ("{}: you said you didn't know", "{}: you didn't know here either"),
    "must": (
        "{}: never got to the main point",
        "{}: missing what an interviewer listens for",
        "{}: missed what the question turns on",
    ),
    "some musts": ("{}: not all main points were there", "{}: one of the main points was missing"),
    "half": ("{}: the main point was only half there", "{}: only half of what the question turns on"),
    "held half": (
        f"{{}}: {SOLID}, with one main point half there",
        f"{{}}: {SOLID}, though a main point was half there",
    ),
    "good without": ("{}: a good answer, though a main point was missing", "{}: good, but without a main point"),
    "mistake": ("{}: one claim to look at again", "{}: here another claim to look at again"),
    "story": ("Your own project ({}): the story doesn't convince yet",),
    "unpointed": (f"{{}}: you rated the answer below {SOLID}", f"{{}}: you rated this one below {SOLID} too"),
    "own": ("{}: you lowered the verdict yourself", "{}: you lowered this one too"),
    "low": ("{}: too little of the answer was there", "{}: only the beginning of an answer"),
    "gap": ("{}: the core was there, with a gap to press on", "{}: right as far as it went"),
    "left out": ("{}: a good answer that left one thing out", "{}: good, but one thing short of complete"),
}
OWN_PROJECT = "your own project"
CODE = "Code for {}: {}"
TALKED = "About your code for {}"  # what the points of a task are about
MOST_FAULTS = 2  # cases named with their reasons
# makes a concern once it is known to be shown, in any of several ways; how often each kind was titled is counted
Ways = Callable[[Counter[str]], Sequence[Concern]]


@dataclass(frozen=True)
class Lack:
    """What one answer lacked: its `worst` point, met in `half` or not at all, the kind of lack, and its weight.

    `missed` are all points that were, the worst first.
    """

    turn: Turn
    area_title: str
    title: str
    missed: Sequence[Point]
    half: bool
    kind: str
    weight: float

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
        """A sentence to say for it another time; empty where there is none."""
        return to_say(self.turn, self.worst.point) if self.worst else ""

    @property
    def topic(self) -> str:
        """Its subject, as one of several."""
        return OWN_PROJECT if self.kind == "story" else in_sentence(self.title)


def concerns(turns: Sequence[Turn], graph: Graph, role: Role, tier: int) -> tuple[Concern, ...]:
    """Two or three things that spoke against the candidate at that tier; none where nothing did."""
    answered = [turn for turn in turns if turn.check is None and turn.scored and not turn.skipped]
    lacks = [lack for turn in answered if (lack := _lack(turn, graph, role, tier))]
    wrong = [turn for turn in turns if turn.check is not None and turn.correct is False]
    candidates: list[tuple[float, Ways]] = [
        *_half_said(answered, graph),
        *_by_area(lacks),
        *_code(answered, graph, role, tier),
        *_checks(turns, wrong, graph),
        *_by_tag(answered, graph),
    ]
    candidates.sort(key=lambda pair: -pair[0])
    serious = sum(weight > LEFT_OUT + 1 for weight, _ in candidates)
    titled: Counter[str] = Counter()
    shown: list[Concern] = []
    for _, ways in candidates[: max(FEWEST, serious)]:
        advised = [words for concern in shown for words in (concern.say, concern.lacked) if words]
        for concern in ways(titled):
            own = [words for words in (concern.say, concern.lacked) if words]
            if not any(words in before for words in own for before in advised):  # the same advice is given once
                others = [o for o in concern.others if not any(o.lacked in before for before in (*advised, *own))]
                shown.append(replace(concern, others=tuple(others)))
                break
        if len(shown) == MOST:
            break
    return tuple(shown)


def _lack(turn: Turn, graph: Graph, role: Role, tier: int) -> Lack | None:
    """The worst that one answer lacked, or nothing."""
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
        title=_title(turn, graph),
        missed=missed,
        half=worst in half,
        kind=kind,
        weight=weight + _place(turn, role, tier),
    )


def _place(turn: Turn, role: Role, tier: int) -> float:
    """What it adds to a weight that the area counts in the role; less for a question above the level."""
    return area_share(role, turn.asked.area) - (ABOVE if turn.asked.tier > tier > 0 else 0.0)


def area_share(role: Role, area: str) -> float:
    """The weight of an area in a role beside that of the heaviest, 0 to 1."""
    heaviest = max(role.areas.values(), default=0.0)
    return role.areas.get(area, 0.0) / heaviest if heaviest else 0.0


def _kind(turn: Turn, worst: Point | None, short: bool, half: Sequence[Point]) -> tuple[str, float]:
    """What kind of lack it is, and how much it weighs. What was half met is never called missing."""
    low, scored = said_verdict(turn) == LOWEST, turn.scored
    if turn.dont_know:
        return "unknown", MUST_MISSED
    if not turn.question.rubric:  # of an imported list, if it isn't about one's own work
        return ("story" if turn.question.kind == "experience" else "unpointed"), LOW if low else GAPS
    if worst is not None and worst.critical and worst not in half:
        met = any(p.critical and turn.marks.get(p.id, "no") != "no" for p in turn.question.rubric)
        return "good without" if not short else "some musts" if met else "must", MUST_MISSED
    if scored is not None and scored.overruled and scored.by_points and rank(scored.verdict) < rank(scored.by_points):
        return "own", LOW if low else GAPS
    if low:
        return "low", LOW
    if worst is not None and worst.critical:
        return ("half" if short else "held half"), MUST_HALF
    return ("gap", GAPS) if short else ("left out", LEFT_OUT * (worst.weight if worst else 1) / 3)


def _title(turn: Turn, graph: Graph) -> str:
    """What an answer is about: its concept, or the code that was written for it."""
    title = _concept(turn, graph)
    return TALKED.format(in_sentence(title)) if turn.code_rank is not None else title


def _concept(turn: Turn, graph: Graph) -> str:
    return graph.concept_title(turn.asked.concepts[0]) if turn.asked.concepts else ""


def said_verdict(turn: Turn) -> Verdict | None:
    """The verdict of what was said; of a task that of the talk about it, for its cases judge the code."""
    if turn.scored is None:
        return None
    return turn.scored.by_points if turn.code_rank is not None else turn.scored.verdict


def _by_area(lacks: Sequence[Lack]) -> Iterator[tuple[float, Ways]]:
    """The lacks with their weights, the heaviest first; several serious ones of one area belong together.

    A solid answer that lacked something never counts among those that fell short: it may be what is praised.
    """
    areas: defaultdict[str, list[Lack]] = defaultdict(list)
    for lack in sorted(lacks, key=lambda lack: (-lack.weight, lack.turn.position)):
        areas[lack.turn.asked.area].append(lack)
    for group in areas.values():
        short = [lack for lack in group if said_verdict(lack.turn) in SHORT]
        serious = [lack for lack in short if lack.weight > LEFT_OUT + 1][:MOST] or (short or group)[:1]
        weight = serious[0].weight + 0.5 * (len(serious) - 1)
        yield _ordered(weight, [lack.turn for lack in serious]), partial(_of_lacks, serious)


def _were_good(turns: Sequence[Turn]) -> bool:
    """Whether all these answers were solid or better, so that what they lack is no reason against anybody."""
    return all(t.check is None and said_verdict(t) not in (None, *SHORT) and not t.dont_know for t in turns)


def _lowest(turns: Sequence[Turn]) -> Verdict | None:
    """The lowest verdict of these answers."""
    verdicts = [verdict for turn in turns if (verdict := said_verdict(turn))]
    return min(verdicts, key=rank, default=None)


def _ordered(weight: float, turns: Sequence[Turn]) -> float:
    return weight - AFTER_ALL * _were_good(turns)


def _of_lacks(lacks: Sequence[Lack], titled: Counter[str]) -> Sequence[Concern]:
    """What one answer lacked, or several of one area; only what is shown is listened to again."""
    lack, count = lacks[0], len(lacks)
    claimed, true = ("", "") if lack.turn.dont_know else mistake_of(lack.turn)
    kind = "mistake" if claimed else lack.kind
    reason = lack.turn.scored.why if kind == "own" and count == 1 and lack.turn.scored is not None else ""
    named = in_sentence(lack.title) if kind == "story" else topic_of(lack.title)
    title = TITLES[kind][titled[kind] % len(TITLES[kind])].format(named)
    if count == 1:
        titled[kind] += 1
    positions = tuple(sorted(each.turn.position for each in lacks))
    minor = _were_good([each.turn for each in lacks])
    ways = []
    # what puts a mistake right comes before any other advice
    for advised in sorted(lacks, key=lambda each: (not (true and each is lack), not each.say)):
        say = (spoken_sentence(true) if advised is lack else "") or advised.say
        lacked, in_part = ("", False) if say else advised.still_to_say
        reached = "" if claimed else advised.reached  # of the answer that the advice is for
        rest = [each for each in lacks if each is not advised]
        others = tuple(dict.fromkeys(OtherLack(e.topic, *e.still_to_say) for e in rest if e.still_to_say[0]))
        if rest:
            topics = dict.fromkeys(each.topic for each in (advised, *rest))
            unknown = all(each.turn.dont_know for each in lacks)
            happened = "you said you didn't know," if unknown else "fell short"
            title = f"{topic_of(lack.area_title)}{':' * unknown} {happened} {how_often(count)}: {'; '.join(topics)}"
        said = claimed if advised is lack else ""
        concern = Concern(title, said, say, positions, reached, lacked, in_part=in_part, minor=minor, reason=reason)
        ways.append(replace(concern, others=others, verdict=_lowest([each.turn for each in lacks])))
    return ways


def _half_said(answered: Sequence[Turn], graph: Graph) -> Iterator[tuple[float, Ways]]:
    """Where half or more of the answers had a must-have only half there: the names without what lies behind them."""
    due = [turn for turn in answered if not turn.dont_know and any(p.critical for p in turn.question.rubric)]
    half = [turn for turn in due if any(p.critical and turn.marks.get(p.id) == "partly" for p in turn.question.rubric)]
    if len(half) < FEWEST_HALVES or 2 * len(half) < len(due):
        return
    topics = list(dict.fromkeys(in_sentence(_title(turn, graph)) for turn in half))
    title = (
        f"Gets to the right subject and stops halfway: a must-have was only half there in {len(half)} of {len(due)} "
        f"answers, for instance on {'; '.join(topics[:3])}"
    )
    positions, minor = tuple(t.position for t in half), _were_good(half)
    verdict = None if minor else _lowest(half)
    ways = []
    for turn in half:
        musts = [p for p in turn.question.rubric if p.critical and turn.marks.get(p.id) == "partly"]
        lacked, in_part = left_to_say(turn, sorted(musts, key=lambda p: -p.weight))
        told = f"{lacked} ({in_sentence(_title(turn, graph))})"
        ways.append(Concern(title, "", "", positions, lacked=told, in_part=in_part, minor=minor, verdict=verdict))
    yield _ordered(HALF_SAID, half), partial(_as_it_is, ways)


def _as_it_is(ways: Sequence[Concern], _titled: Counter[str]) -> Sequence[Concern]:
    return ways


def _code(answered: Sequence[Turn], graph: Graph, role: Role, tier: int) -> Iterator[tuple[float, Ways]]:
    """The tasks whose code did not pass all cases, with what fails; most of them is no reason against anybody."""
    for turn in answered:
        if turn.code_rank is None or turn.code_rank == len(CODE_WEIGHTS):
            continue
        weight = CODE_WEIGHTS[turn.code_rank] + _place(turn, role, tier)
        minor = turn.code_rank >= SOLID_RANK
        title = CODE.format(in_sentence(_concept(turn, graph)), counted_words(turn, "pass"))
        faults = faults_of(turn)
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        fails = "; ".join((*faults[:MOST_FAULTS], *more))
        verdict = VERDICTS[turn.code_rank]
        concern = Concern(title, "", "", (turn.position,), minor=minor, fails=fails, verdict=verdict)
        yield weight - AFTER_ALL * minor, partial(_as_it_is, [concern])


def _checks(turns: Sequence[Turn], wrong: Sequence[Turn], graph: Graph) -> Iterator[tuple[float, Ways]]:
    """Wrong checks, where there are two or more: one alone may be a slip."""
    if len(wrong) < FEWEST_TAGGED:
        return
    answered = sum(turn.check is not None and turn.correct is not None for turn in turns)
    topics = list(dict.fromkeys(in_sentence(_title(turn, graph)) for turn in wrong))
    check = wrong[0].check
    say = spoken_sentence(check.why) if check is not None else ""
    title = f"{len(wrong)} of {answered} checks wrong: {'; '.join(topics[:3])}"
    yield GAPS, partial(_as_it_is, [Concern(title, "", say, tuple(turn.position for turn in wrong))])


Tagged = list[tuple[Turn, Point]]


def _tagged(answered: Sequence[Turn], tag: str) -> tuple[Tagged, Tagged]:
    """The points of a tag that were judged, and those of them that were missed, without what goes beyond the question.

    Who didn't know left out nothing, nor who wasn't asked.
    """
    tagged = [
        (turn, p)
        for turn in answered
        for p in turn.question.rubric
        if p.tag == tag and turn.marks and not turn.dont_know and not p.beyond and p.id not in turn.unasked
    ]
    return tagged, [(turn, p) for turn, p in tagged if turn.marks.get(p.id, "no") == "no"]


def _is_lacking(tagged: Tagged, missed: Tagged) -> bool:
    several = len({turn.position for turn, _ in missed}) >= FEWEST_TAGGED
    return several and 2 * len(missed) > len(tagged)


def lacking_tags(answered: Sequence[Turn]) -> frozenset[str]:
    """The tags of which most points were missed, in several answers: nobody is praised for a habit of these."""
    return frozenset(tag for tag in LACKS if _is_lacking(*_tagged(answered, tag)))


def _by_tag(answered: Sequence[Turn], graph: Graph) -> Iterator[tuple[float, Ways]]:
    """What several answers lack: the figures, the mechanism, the price of a choice, the risk; with all one may say."""
    for tag, missing in LACKS.items():
        tagged, missed = _tagged(answered, tag)
        if not _is_lacking(tagged, missed):
            continue
        positions = tuple(dict.fromkeys(turn.position for turn, _ in missed))
        missed.sort(key=lambda pair: -pair[1].weight)
        topics = list(dict.fromkeys(in_sentence(_title(turn, graph)) for turn, _ in missed))
        title = f"{missing}: {'; '.join(topics[:3])}"
        says = dict.fromkeys(filter(None, (to_say(turn, point.point) for turn, point in missed)))
        short = [turn for turn, _ in missed]
        minor = _were_good(short)
        verdict = None if minor else _lowest(short)
        ways = [Concern(title, "", say, positions, minor=minor, verdict=verdict) for say in says]
        left = [(turn, still_to_say(point.point)) for turn, point in missed]
        lacks = dict.fromkeys([words for turn, words in left if not was_said(turn, words)] or [w for _, w in left])
        ways += [Concern(title, "", "", positions, lacked=each, minor=minor, verdict=verdict) for each in lacks]
        yield _ordered(GAPS + len(missed) / len(tagged), short), partial(_as_it_is, ways)
