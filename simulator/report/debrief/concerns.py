"""What spoke against a candidate, by what it counts for in the role: must-haves missed, then weak answers and the rest.

Of a task the cases say how good the code is; its points are about the talk afterwards, and are named as such.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from msgspec.structs import replace

from simulator.engine.scoring import CODE_RANKS, SHORT, SOLID, SOLID_RANK, STRONG, VERDICTS, Verdict, rank
from simulator.graph.records import Graph, Point, Role
from simulator.graph.speech import spoken_sentence, still_to_say
from simulator.graph.text import how_often
from simulator.report.debrief.advice import code_sentence
from simulator.report.debrief.own_words import CUT, beliefs_of, in_sentence, mistake_of, neared_of, topic_of
from simulator.report.debrief.shortfalls import (
    GAPS,
    Shortfall,
    above,
    concept_of,
    left_to_say,
    place_of,
    said_verdict,
    sentence_to_say,
    shortfall_of,
    title_of,
    to_say,
    was_said,
    were_good,
)
from simulator.report.debrief_records import Concern, OtherShortfall
from simulator.session.code.code_runs import counted_words, faults_of
from simulator.session.interview.hearing import doubted_words
from simulator.session.interview.turn import Turn

MOST, FEWEST = 3, 2
MOST_NAMED = 3  # answers, in the title of a concern about many
# by the rank of code: nothing runs, the shown cases alone, most of those kept back
CODE_WEIGHTS = dict(zip(CODE_RANKS[:-1], (4.5, 3.5, 0.5), strict=True))
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
    "half": ("{}: got halfway to the main point", "{}: got halfway to what the question turns on"),
    "held half": (
        f"{{}}: {SOLID}, though short on one main point",
        f"{{}}: {SOLID}, with a main point to finish",
    ),
    "good without": ("{}: a good answer, though a main point was missing", "{}: good, but without a main point"),
    "mistake": ("{}: one claim to look at again", "{}: here another claim to look at again"),
    # of the field, whatever it was said beside: speculative decoding stood under "Number formats"
    "belief": (
        "One claim to look at again, from your answer on {}",
        "Another claim to look at again, from your answer on {}",
    ),
    "no story": ("Your own project ({}): you had nothing to tell",),
    "story": ("Your own project ({}): the story doesn't convince yet",),
    "unpointed": (f"{{}}: you rated the answer below {SOLID}", f"{{}}: you rated this one below {SOLID} too"),
    "low": ("{}: too little of the answer was there", "{}: only the beginning of an answer"),
    "gap": ("{}: the core was there, with a gap to press on", "{}: the core was there here too, but not all of it"),
    "left out": ("{}: a good answer that left one thing out", "{}: good, but one thing short of complete"),
}
CODE = "Code for {}: {}"
MOST_FAULTS = 2  # cases named with their reasons
BELIEVED, MOST_BELIEFS = 2.0, 2  # of a false belief, about as of a must-have that was missed; and how many are named
AFTER_ALL = 20.0  # less, for what good answers lacked: it comes after everything that fell short
PATTERN = 1.5  # of several answers that lack the same: surer than one point that wasn't made

# makes a concern once it is known to be shown, in any of several ways; how often each kind was titled is counted
Ways = Callable[[Counter[str]], Sequence[Concern]]


class PossibleConcern(NamedTuple):
    """What may be a concern: the `order` that it comes in, its weight wherever it was, and the ways to say it.

    One that only `repeats` what a few answers lacked is left out where each of them is told already. What was
    `challenged` in the room is told at every level, whatever else there is.
    """

    order: float
    weight: float
    ways: Ways
    repeats: bool = False
    challenged: bool = False


def concerns(turns: Sequence[Turn], graph: Graph, role: Role, tier: int) -> tuple[Concern, ...]:
    """Two or three things that spoke against the candidate at that tier; none where nothing did."""
    answered = [turn for turn in turns if turn.check is None and turn.has_result and not turn.skipped]
    shortfalls = [shortfall for turn in answered if (shortfall := shortfall_of(turn, graph, role, tier))]
    wrong = [turn for turn in turns if turn.check is not None and turn.correct is False]
    candidates = [
        *half_said(answered, graph),
        *_by_area(shortfalls),
        *misconceptions(answered, graph, role),
        *_code(answered, graph, role, tier),
        *wrong_checks(turns, wrong, graph, role),
        *by_tag(answered, graph, role),
    ]
    candidates.sort(key=lambda candidate: -candidate.order)
    serious = sum(candidate.weight > SERIOUS and candidate.order > 0 for candidate in candidates)
    counted = [c for n, c in enumerate(candidates) if c.challenged or n < max(FEWEST, serious)]
    titled: Counter[str] = Counter()
    shown: list[Concern] = []
    for number, candidate in enumerate(counted):
        kept_for = sum(later.challenged for later in counted[number:])
        if not candidate.challenged and len(shown) + kept_for >= MOST:
            continue
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
    return tuple(_beside_better(concern, answered, graph) for concern in shown)


def _beside_better(concern: Concern, answered: Sequence[Turn], graph: Graph) -> Concern:
    """A concern about one answer, with how another on the subject was, if good: that may stand among what spoke for."""
    by_position = {turn.position: turn for turn in answered}
    turn = by_position.get(concern.positions[0]) if len(concern.positions) == 1 else None
    if turn is None or concern.minor or turn.is_story:
        return concern
    others = [t for t in answered if t is not turn and t.question.primary == turn.question.primary and not t.is_story]
    good = [verdict for other in others if (verdict := said_verdict(other)) and verdict in STRONG]
    subject = topic_of(title_of(turn, graph))
    if not good or not concern.title.startswith(f"{subject}: "):
        return concern
    beside = f"{subject} (another answer was {max(good, key=rank)})"
    return replace(concern, title=f"{beside}{concern.title.removeprefix(subject)}")


def tells_of(concern: Concern, position: int, topic: str) -> bool:
    """Whether an answer is among those of a concern, and named: one about many answers names a few."""
    return position in concern.positions and (len(concern.positions) <= MOST_NAMED or topic in concern.title)


def _by_area(shortfalls: Sequence[Shortfall]) -> Iterator[PossibleConcern]:
    """The shortfalls with their weights, the heaviest first; several serious ones of one area belong together.

    A solid answer that lacked something never counts among those that fell short: it may be what is praised. A story of
    one's own work stands alone: it says nothing of the area that it is filed under.
    """
    areas: defaultdict[str, list[Shortfall]] = defaultdict(list)
    for shortfall in sorted(shortfalls, key=lambda shortfall: (-shortfall.weight, shortfall.turn.position)):
        areas[f"story {shortfall.turn.position}" if shortfall.turn.is_story else shortfall.turn.asked.area].append(
            shortfall
        )
    for group in areas.values():
        short = [shortfall for shortfall in group if said_verdict(shortfall.turn) in SHORT]
        serious = [shortfall for shortfall in short if shortfall.weight > SERIOUS][:MOST] or (short or group)[:1]
        weight = serious[0].weight + SEVERAL * (len(serious) - 1)
        yield possible(
            weight, serious[0].place, [shortfall.turn for shortfall in serious], partial(_of_shortfalls, serious)
        )


def _of_shortfalls(shortfalls: Sequence[Shortfall], titled: Counter[str]) -> Sequence[Concern]:
    """What one answer lacked, or several of one area; only what is shown is listened to again."""
    shortfall, count = shortfalls[0], len(shortfalls)
    claimed, true, claim = ("", "", "") if shortfall.turn.dont_know else mistake_of(shortfall.turn)
    kind = "mistake" if claimed else shortfall.kind
    named = in_sentence(shortfall.title) if kind in {"story", "no story"} else topic_of(shortfall.title)
    title = TITLES[kind][titled[kind] % len(TITLES[kind])].format(named)
    if count == 1:
        titled[kind] += 1
    positions = tuple(sorted(each.turn.position for each in shortfalls))
    minor = were_good([each.turn for each in shortfalls])
    ways = []
    # what puts a mistake right comes before any other advice
    for advised in sorted(shortfalls, key=lambda each: (not (true and each is shortfall), not each.say)):
        say = (true if advised is shortfall else "") or advised.say
        story = kind in {"no story", "story"}  # its sentence is only begun
        lacked, in_part = ("", False) if say and not story else advised.still_to_say
        reached = "" if claimed else advised.reached  # of the answer that the advice is for
        rest = [each for each in shortfalls if each is not advised]
        others = tuple(dict.fromkeys(OtherShortfall(e.topic, *e.still_to_say) for e in rest if e.still_to_say[0]))
        if rest:
            topics = dict.fromkeys(each.topic for each in (advised, *rest))
            unknown = all(each.turn.dont_know for each in shortfalls)
            happened = "you said you didn't know," if unknown else "fell short"
            title = (
                f"{topic_of(shortfall.area_title)}{':' * unknown} {happened} {how_often(count)}: {'; '.join(topics)}"
            )
        said, told = (claimed, claim) if advised is shortfall else ("", "")
        concern = Concern(title, said, say, positions, reached, lacked, in_part=in_part, minor=minor, claim=told)
        verdict, astray = lowest_of([each.turn for each in shortfalls]), bool(reached) and not advised.half
        ways.append(replace(concern, others=others, verdict=verdict, astray=astray))
    return ways


def _code(answered: Sequence[Turn], graph: Graph, role: Role, tier: int) -> Iterator[PossibleConcern]:
    """The tasks whose code did not pass all cases, with what fails; passing most of them counts against nobody."""
    for turn in answered:
        if turn.code_rank not in CODE_WEIGHTS:
            continue
        weight = CODE_WEIGHTS[turn.code_rank] - above(turn, tier)
        minor = turn.code_rank >= SOLID_RANK
        title = CODE.format(in_sentence(concept_of(turn, graph)), counted_words(turn, "pass"))
        faults = faults_of(turn)
        more = [f"and {len(faults) - MOST_FAULTS} more"] if len(faults) > MOST_FAULTS else []
        fails = "; ".join((*faults[:MOST_FAULTS], *more))
        verdict = VERDICTS[turn.code_rank]
        say = code_sentence(turn)
        concern = Concern(title, "", say, (turn.position,), minor=minor, fails=fails, verdict=verdict)
        order = weight * place_of(role, [turn]) - AFTER_ALL * minor
        yield PossibleConcern(order, weight, partial(as_it_is, [concern]))


def misconceptions(answered: Sequence[Turn], graph: Graph, role: Role) -> Iterator[PossibleConcern]:
    """False beliefs of the field, and challenged mistakes of a question, each with what to say instead.

    A panel remembers them better than a point that was left out, and best of all what it challenged.
    """
    claims = [(turn, *claim) for turn in answered for claim in wrong_claims(turn, graph)]
    claims.sort(key=lambda claim: not claim[-1])
    told: set[str] = set()
    for turn, kind, said, true, claim, challenged in claims:
        if true not in told and len(told) < MOST_BELIEFS:
            told.add(true)
            ways = partial(_of_belief, turn.position, title_of(turn, graph), kind, said, true, claim)
            yield PossibleConcern(BELIEVED * place_of(role, [turn]), BELIEVED, ways, challenged=challenged)


def wrong_claims(turn: Turn, graph: Graph) -> Iterator[tuple[str, str, str, str, bool]]:
    """What was claimed wrongly: the kind of title, their words, what to say, the graph's words, if it was challenged.

    A question's own mistake is told here where it was challenged: else it's told with what the answer lacked.
    """
    doubted = doubted_words(turn)
    claimed, true, listed = mistake_of(turn) if doubted and not turn.dont_know else ("", "", "")
    if claimed and _is_among(claimed, doubted):
        yield "mistake", claimed, true, listed, True
    for said, right, claim in (*beliefs_of(turn, graph), *neared_of(turn, graph)):
        if not (claimed and _is_among(said, [claimed])):
            yield "belief", said, right, claim, _is_among(said, doubted)


def _is_among(words: str, others: Sequence[str]) -> bool:
    return any(words.strip(CUT) in other or other in words for other in others)


def _of_belief(at: int, on: str, kind: str, said: str, say: str, claim: str, titled: Counter[str]) -> Sequence[Concern]:
    title = TITLES[kind][titled[kind] % len(TITLES[kind])]
    titled[kind] += 1
    named = in_sentence(on) if kind == "belief" else topic_of(on)
    return [Concern(title.format(named), said, say, (at,), claim=claim)]


def lowest_of(turns: Sequence[Turn]) -> Verdict | None:
    """The lowest verdict of these answers."""
    verdicts = [verdict for turn in turns if (verdict := said_verdict(turn))]
    return min(verdicts, key=rank, default=None)


def possible(
    weight: float, place: float, turns: Sequence[Turn], ways: Ways, *, repeats: bool = False
) -> PossibleConcern:
    """One about these answers, of which so much counts in the role; what good ones lacked comes after the rest."""
    return PossibleConcern(weight * place - AFTER_ALL * were_good(turns), weight, ways, repeats=repeats)


def as_it_is(ways: Sequence[Concern], _titled: Counter[str]) -> Sequence[Concern]:
    """The ways of a concern that needs no more than is known."""
    return ways


# What several answers lack together: halves of must-haves, wrong checks, and points of one kind

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
    """A must-have was only half there in half or more of the answers: the names without what lies behind them."""
    due = [turn for turn in answered if not turn.dont_know and any(p.critical for p in turn.question.rubric)]
    half = [turn for turn in due if any(p.critical and turn.marks.get(p.id) == "partly" for p in turn.question.rubric)]
    if len(half) < FEWEST_HALVES or 2 * len(half) < len(due):
        return
    counted = f"{len(due)} answers" if len(due) == len(answered) else f"the {len(due)} answers that needed one"
    yield possible(HALF_SAID, 1.0, half, partial(_of_halves, half, counted, graph))


def _of_halves(half: Sequence[Turn], counted: str, graph: Graph, _titled: Counter[str]) -> Sequence[Concern]:
    """The ways to say it, one for each answer; only what is shown is listened to again."""
    topics = list(dict.fromkeys(in_sentence(title_of(turn, graph)) for turn in half))
    title = (
        f"Gets to the right subject and stops halfway: a must-have was only half there in {len(half)} of "
        f"{counted}, for instance on {'; '.join(topics[:MOST_NAMED])}"
    )
    positions, minor = tuple(t.position for t in half), were_good(half)
    verdict = None if minor else lowest_of(half)
    ways = []
    for turn in half:
        musts = [p for p in turn.question.rubric if p.critical and turn.marks.get(p.id) == "partly"]
        musts.sort(key=lambda p: -p.weight)
        lacked, in_part = left_to_say(turn, musts)
        told = f"{lacked} ({in_sentence(title_of(turn, graph))})"
        say = sentence_to_say(turn, musts)
        ways.append(Concern(title, "", say, positions, lacked=told, in_part=in_part, minor=minor, verdict=verdict))
    return sorted(ways, key=lambda way: not way.say)


def wrong_checks(turns: Sequence[Turn], wrong: Sequence[Turn], graph: Graph, role: Role) -> Iterator[PossibleConcern]:
    """Wrong checks, where there are two or more: one alone may be a slip."""
    if len(wrong) < FEWEST_TAGGED:
        return
    answered = sum(turn.check is not None and turn.correct is not None for turn in turns)
    topics = list(dict.fromkeys(in_sentence(title_of(turn, graph)) for turn in wrong))
    checks = [turn.check for turn in wrong if turn.check is not None]
    say = next(filter(None, (check.say or spoken_sentence(check.why) for check in checks)), "")
    more = [f"and {len(topics) - NAMED} more"] if len(topics) > NAMED else []
    title = f"{len(wrong)} of {answered} checks wrong: {'; '.join((*topics[:NAMED], *more))}"
    concern = Concern(title, "", say, tuple(turn.position for turn in wrong))
    yield possible(GAPS, place_of(role, wrong), wrong, partial(as_it_is, [concern]))


Tagged = list[tuple[Turn, Point]]


def _tagged(answered: Sequence[Turn], tag: str) -> tuple[Tagged, Tagged]:
    """The points of a tag that were judged, and those of them that were missed, without what goes beyond the question.

    Somebody who didn't know, or wasn't asked, left out nothing.
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
    """The tags of which most points were missed, in several answers: nobody is praised for making a habit of these."""
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
        f"{missing}: {'; '.join(topics[:MOST_NAMED])}",
        "",
        "",
        positions,
        minor=minor,
        verdict=None if minor else lowest_of(short),
    )
    new = filter(None, (to_say(turn, point) for turn, point in missed))
    says = dict.fromkeys((*new, *filter(None, (sentence_to_say(turn, [point]) for turn, point in missed))))
    left = [(turn, still_to_say(point.point)) for turn, point in missed]
    shortfalls = dict.fromkeys([words for turn, words in left if not was_said(turn, words)] or [w for _, w in left])
    return [*(replace(concern, say=say) for say in says), *(replace(concern, lacked=each) for each in shortfalls)]
