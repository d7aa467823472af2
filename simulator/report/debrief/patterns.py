"""What several answers lack together: halves of must-haves, wrong checks, and points of one kind."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from simulator.graph.records import Graph, Point, Role
from simulator.graph.speech.points import still_to_say
from simulator.graph.speech.sentences import sayable, spoken_sentence
from simulator.report.debrief.advice import left_to_say, to_say, was_said
from simulator.report.debrief.lacks import (
    GAPS,
    PATTERN,
    PossibleConcern,
    as_it_is,
    lowest_of,
    place_of,
    possible,
    title_of,
    were_good,
)
from simulator.report.debrief.own_words import in_sentence
from simulator.report.debrief_records import Concern
from simulator.session.interview.turn import Turn

HALF_SAID = 9.0  # before anything else: what a panel would say first
FEWEST_HALVES = 3  # answers with a must-have only half there, which are half of all, or more
NAMED = 3  # subjects of wrong checks
FEWEST_TAGGED = 2  # points of a tag, of which more than half were missed
# what missed points of a tag have in common. An answer may hold other figures: it is these that did not come
LACKS: Mapping[str, str] = {
    "number": "Leaves out the numbers that matter",
    "mechanism": "Says what happens, not how",
    "trade-off": "Chooses without saying what it costs",
    "risk": "Leaves out what can go wrong",
}


def half_said(answered: Sequence[Turn], graph: Graph) -> Iterator[PossibleConcern]:
    """Where half or more of the answers had a must-have only half there: the names without what lies behind them."""
    due = [turn for turn in answered if not turn.dont_know and any(p.critical for p in turn.question.rubric)]
    half = [turn for turn in due if any(p.critical and turn.marks.get(p.id) == "partly" for p in turn.question.rubric)]
    if len(half) < FEWEST_HALVES or 2 * len(half) < len(due):
        return
    yield possible(HALF_SAID, 1.0, half, partial(_of_halves, half, len(due), graph))


def _of_halves(half: Sequence[Turn], due: int, graph: Graph, _titled: Counter[str]) -> Sequence[Concern]:
    """The ways to say it, one for each answer; only what is shown is listened to again."""
    topics = list(dict.fromkeys(in_sentence(title_of(turn, graph)) for turn in half))
    title = (
        f"Gets to the right subject and stops halfway: a must-have was only half there in {len(half)} of {due} "
        f"answers, for instance on {'; '.join(topics[:3])}"
    )
    positions, minor = tuple(t.position for t in half), were_good(half)
    verdict = None if minor else lowest_of(half)
    ways = []
    for turn in half:
        musts = [p for p in turn.question.rubric if p.critical and turn.marks.get(p.id) == "partly"]
        musts.sort(key=lambda p: -p.weight)
        lacked, in_part = left_to_say(turn, musts)
        told = f"{lacked} ({in_sentence(title_of(turn, graph))})"
        say = next(filter(None, (to_say(turn, point) for point in musts)), "")
        ways.append(Concern(title, "", say, positions, lacked=told, in_part=in_part, minor=minor, verdict=verdict))
    return sorted(ways, key=lambda way: not way.say)


def wrong_checks(turns: Sequence[Turn], wrong: Sequence[Turn], graph: Graph, role: Role) -> Iterator[PossibleConcern]:
    """Wrong checks, where there are two or more: one alone may be a slip."""
    if len(wrong) < FEWEST_TAGGED:
        return
    answered = sum(turn.check is not None and turn.correct is not None for turn in turns)
    topics = list(dict.fromkeys(in_sentence(title_of(turn, graph)) for turn in wrong))
    reasons = [turn.check.why for turn in wrong if turn.check is not None]
    told = (*map(spoken_sentence, reasons), *(said for why in reasons for said in sayable(why)))
    say = next(filter(None, told), "")
    more = [f"and {len(topics) - NAMED} more"] if len(topics) > NAMED else []
    title = f"{len(wrong)} of {answered} checks wrong: {'; '.join((*topics[:NAMED], *more))}"
    concern = Concern(title, "", say, tuple(turn.position for turn in wrong))
    yield possible(GAPS, place_of(role, wrong), wrong, partial(as_it_is, [concern]))


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


def by_tag(answered: Sequence[Turn], graph: Graph, role: Role) -> Iterator[PossibleConcern]:
    """What several answers lack: the figures, the mechanism, the price of a choice, the risk; with all one may say."""
    for tag, missing in LACKS.items():
        tagged, missed = _tagged(answered, tag)
        if not _is_lacking(tagged, missed):
            continue
        missed.sort(key=lambda pair: -pair[1].weight)
        short = [turn for turn, _ in missed]
        weight, few = PATTERN + len(missed) / len(tagged), len({turn.position for turn in short}) <= FEWEST_TAGGED
        yield possible(weight, place_of(role, short), short, partial(_of_tag, missing, missed, graph), repeats=few)


def _of_tag(missing: str, missed: Tagged, graph: Graph, _titled: Counter[str]) -> Sequence[Concern]:
    """The ways to say it: with each sentence that one may say, then in plain words; only for what is shown."""
    short = [turn for turn, _ in missed]
    positions = tuple(dict.fromkeys(turn.position for turn in short))
    topics = list(dict.fromkeys(in_sentence(title_of(turn, graph)) for turn in short))
    minor = were_good(short)
    concern = Concern(
        f"{missing}: {'; '.join(topics[:3])}",
        "",
        "",
        positions,
        minor=minor,
        verdict=None if minor else lowest_of(short),
    )
    says = dict.fromkeys(filter(None, (to_say(turn, point) for turn, point in missed)))
    left = [(turn, still_to_say(point.point)) for turn, point in missed]
    lacks = dict.fromkeys([words for turn, words in left if not was_said(turn, words)] or [w for _, w in left])
    return [*(replace(concern, say=say) for say in says), *(replace(concern, lacked=each) for each in lacks)]
