"""What spoke against a candidate, by what it counts for in the role: must-haves missed, then weak answers and the rest.

Of a task the cases say how good the code is; its points are about the talk afterwards, and are named as such.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from simulator.engine.scoring import SHORT, SOLID, SOLID_RANK, VERDICTS
from simulator.graph.records import Graph, Role
from simulator.graph.text import how_often
from simulator.report.debrief.lacks import (
    AFTER_ALL,
    Lack,
    PossibleConcern,
    above,
    as_it_is,
    concept_of,
    lack_of,
    lowest_of,
    place_of,
    possible,
    said_verdict,
    were_good,
)
from simulator.report.debrief.own_words import in_sentence, mistake_of, topic_of
from simulator.report.debrief.patterns import by_tag, half_said, wrong_checks
from simulator.report.debrief_records import Concern, OtherLack
from simulator.session.interview.code_runs import counted_words, faults_of
from simulator.session.interview.turn import Turn

MOST, FEWEST = 3, 2
# by the rank of code: nothing runs, the shown cases alone, most of those kept back
CODE_WEIGHTS = (4.5, 3.5, 0.5)
SERIOUS = 1.0  # above it there is a third concern
SEVERAL = 0.5  # more for each further answer of an area
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
    "no story": ("Your own project ({}): you had nothing to tell",),
    "story": ("Your own project ({}): the story doesn't convince yet",),
    "unpointed": (f"{{}}: you rated the answer below {SOLID}", f"{{}}: you rated this one below {SOLID} too"),
    "low": ("{}: too little of the answer was there", "{}: only the beginning of an answer"),
    "gap": ("{}: the core was there, with a gap to press on", "{}: the core was there here too, but not all of it"),
    "left out": ("{}: a good answer that left one thing out", "{}: good, but one thing short of complete"),
}
CODE = "Code for {}: {}"
MOST_FAULTS = 2  # cases named with their reasons


def concerns(turns: Sequence[Turn], graph: Graph, role: Role, tier: int) -> tuple[Concern, ...]:
    """Two or three things that spoke against the candidate at that tier; none where nothing did."""
    answered = [turn for turn in turns if turn.check is None and turn.scored and not turn.skipped]
    lacks = [lack for turn in answered if (lack := lack_of(turn, graph, role, tier))]
    wrong = [turn for turn in turns if turn.check is not None and turn.correct is False]
    candidates = [
        *half_said(answered, graph),
        *_by_area(lacks),
        *_code(answered, graph, role, tier),
        *wrong_checks(turns, wrong, graph, role),
        *by_tag(answered, graph, role),
    ]
    candidates.sort(key=lambda candidate: -candidate.order)
    serious = sum(candidate.weight > SERIOUS and candidate.order > 0 for candidate in candidates)
    titled: Counter[str] = Counter()
    shown: list[Concern] = []
    for candidate in candidates[: max(FEWEST, serious)]:
        advised = [words for concern in shown for words in (concern.say, concern.lacked) if words]
        told = {position for concern in shown for position in concern.positions}
        for concern in candidate.ways(titled):
            if candidate.repeats and told.issuperset(concern.positions):  # nothing but what stands above
                break
            own = [words for words in (concern.say, concern.lacked) if words]
            if not any(words in before for words in own for before in advised):  # the same advice is given once
                others = [o for o in concern.others if not any(o.lacked in before for before in (*advised, *own))]
                shown.append(replace(concern, others=tuple(others)))
                break
        if len(shown) == MOST:
            break
    return tuple(shown)


def _by_area(lacks: Sequence[Lack]) -> Iterator[PossibleConcern]:
    """The lacks with their weights, the heaviest first; several serious ones of one area belong together.

    A solid answer that lacked something never counts among those that fell short: it may be what is praised. A story of
    one's own work stands alone: it says nothing of the area that it is filed under.
    """
    areas: defaultdict[str, list[Lack]] = defaultdict(list)
    for lack in sorted(lacks, key=lambda lack: (-lack.weight, lack.turn.position)):
        areas[f"story {lack.turn.position}" if lack.turn.is_story else lack.turn.asked.area].append(lack)
    for group in areas.values():
        short = [lack for lack in group if said_verdict(lack.turn) in SHORT]
        serious = [lack for lack in short if lack.weight > SERIOUS][:MOST] or (short or group)[:1]
        weight = serious[0].weight + SEVERAL * (len(serious) - 1)
        yield possible(weight, serious[0].place, [lack.turn for lack in serious], partial(_of_lacks, serious))


def _of_lacks(lacks: Sequence[Lack], titled: Counter[str]) -> Sequence[Concern]:
    """What one answer lacked, or several of one area; only what is shown is listened to again."""
    lack, count = lacks[0], len(lacks)
    claimed, true = ("", "") if lack.turn.dont_know else mistake_of(lack.turn)
    kind = "mistake" if claimed else lack.kind
    named = in_sentence(lack.title) if kind in {"story", "no story"} else topic_of(lack.title)
    title = TITLES[kind][titled[kind] % len(TITLES[kind])].format(named)
    if count == 1:
        titled[kind] += 1
    positions = tuple(sorted(each.turn.position for each in lacks))
    minor = were_good([each.turn for each in lacks])
    ways = []
    # what puts a mistake right comes before any other advice
    for advised in sorted(lacks, key=lambda each: (not (true and each is lack), not each.say)):
        say = (true if advised is lack else "") or advised.say
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
        concern = Concern(title, said, say, positions, reached, lacked, in_part=in_part, minor=minor)
        ways.append(replace(concern, others=others, verdict=lowest_of([each.turn for each in lacks])))
    return ways


def _code(answered: Sequence[Turn], graph: Graph, role: Role, tier: int) -> Iterator[PossibleConcern]:
    """The tasks whose code did not pass all cases, with what fails; most of them is no reason against anybody."""
    for turn in answered:
        if turn.code_rank is None or turn.code_rank == len(CODE_WEIGHTS):
            continue
        weight = CODE_WEIGHTS[turn.code_rank] - above(turn, tier)
        minor = turn.code_rank >= SOLID_RANK
        title = CODE.format(in_sentence(concept_of(turn, graph)), counted_words(turn, "pass"))
        faults = faults_of(turn)
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        fails = "; ".join((*faults[:MOST_FAULTS], *more))
        verdict = VERDICTS[turn.code_rank]
        concern = Concern(title, "", "", (turn.position,), minor=minor, fails=fails, verdict=verdict)
        order = weight * place_of(role, [turn]) - AFTER_ALL * minor
        yield PossibleConcern(order, weight, partial(as_it_is, [concern]))
