"""What spoke for a candidate: what a panel would quote. Two answers make a habit; one is worded as one moment."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as changed

from msgspec.structs import replace

from simulator.engine.scoring import HIGHEST, MET, STRONG, rank
from simulator.graph.code.case import CODE_STAGE
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Graph, Point, Role
from simulator.graph.text import plural
from simulator.report.debrief.concerns import lacking_tags, wrong_claims
from simulator.report.debrief.own_words import (
    FEWEST_WORDS,
    HALTING,
    NUMBER,
    UNSURE,
    WEAK,
    carried,
    faulty_words,
    holds_a_mistake,
    in_sentence,
    is_disclaimed,
    quote_of,
    sentences_apart,
)
from simulator.report.debrief.shortfalls import area_share
from simulator.report.debrief.story_quotes import best_of_story
from simulator.report.debrief_records import Strength
from simulator.session.code.code_runs import counted, passed_twist
from simulator.session.interview.hearing import listened_for, unheard_of
from simulator.session.interview.turn import Turn

MOST, FEWEST = 3, 2
AGAIN = 2.0  # what it is worth that there is a second answer of the kind
TOGETHER = 3  # answers of one strength: more of them leave nothing for another

# by the kind of a point: as a habit over several subjects, as what was done in one, and as one moment
HABITS: Mapping[str, str] = {
    "number": "Gives numbers where they matter",
    "mechanism": "Explains how things work",
    "trade-off": "Weighs what a choice costs",
    "risk": "Sees what can go wrong",
    "test": "Tests before concluding",
    "fault": "Finds where the fault is",
    "code": "Writes code that holds",
    "code at first": "Gets code to work, short of the twist",
}
IN_ONE: Mapping[str, str] = {
    "number": "Puts numbers on {}",
    "mechanism": "Explains how it works, on {}",
    "trade-off": "Weighs the trade-offs in {}",
    "risk": "Sees what can go wrong with {}",
    "test": "Knows how to test {}",
    "fault": "Finds the fault in {}",
    "code": "Writes code that holds, on {}",
    "code at first": "Gets code to work, short of the twist, on {}",
    "": "Solid on {}",
}
MOMENTS: Mapping[str, str] = {
    "number": "A good moment on {}: a number where it mattered",
    "mechanism": "A good moment on {}: explaining how it works",
    "trade-off": "A good moment on {}: what the choice costs",
    "risk": "A good moment on {}: what can go wrong",
    "test": "A good moment on {}: how to find out",
    "fault": "A good moment on {}: finding the fault",
    "beyond": "A good moment on {}: going further than the question",
    "must": "A good moment on {}: the main point was there",
    "story": "A good moment from your own work: told in figures",
    "own": "A good moment from your own work",
    "failure": "A good moment from your own work: what went wrong, and what you made of it",
    "decision": "A good moment from your own work: what you chose, and why",
    "code": "Code that holds: {}",
    "code at first": "Working code, short of the twist: {}",
    "": "A good moment on {}: a point well made",
}
# a quote has to bear out what its heading says of it
BORNE_OUT: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for kind, words in {
        "mechanism": "because|since|so that|so|means|each|every|until|through|then|only|by|into|from|instead|where|"
        "when",
        "trade-off": r"costs?|cheap\w*|expensive|price|pay\w*|slow\w*|fast\w*|quick\w*|instead|rather|trades?|"
        r"trade-off|worth|los[ei]\w*|saves?|fewer|less|more|at the expense|per ?cent",
        "risk": r"fail\w*|wrong|break\w*|los[ei]\w*|leak\w*|drift\w*|never|unless|risk\w*|danger\w*|attack\w*|worse|"
        r"miss\w*|diverg\w*|stale|duplicat\w*|overload\w*|hallucinat\w*|can't|cannot|don't|doesn't|without|refuse\w*",
        "test": r"compar\w*|measur\w*|test\w*|check\w*|count\w*|held|baseline|control|run|running|log\w*|sampl\w*|"
        r"judg\w*|recall|scor\w*|prefers?",
        "fault": r"because|since|so|first|differ\w*|wrong|missing|not|never|caus\w*|instead",
    }.items()
} | {"number": NUMBER}
_GOES_ON = re.compile(r"(?:and|but|or|so|then|also|fourth|fifth|sixth|seventh)\b", re.I)  # from what was before
# what a word means speaks for nobody who can say what follows from it
_DEFINES = re.compile(
    r"(?:an? |the )?(?:[\w'’-]+ ){1,4}?(?:means?|stands for|is called|is when|refers? to)\b", re.IGNORECASE
)
_ASKS = re.compile(r"(?:are|is|do|does|did|can|could|will|would|should|have|has|how|why)\b", re.IGNORECASE)
NAMED = 2  # subjects in a heading
FELL_SHORT = (
    " (another answer fell short)"  # behind a subject of which one did, as that stands among what spoke against
)
CLAIM_LEFT = ", with a claim to look at again"  # behind what praises whole answers
BESIDE_A_FAULT = 12.0  # less than any other: a sentence right beside one that is held against the candidate
SCRAP, LONG_ENOUGH = 4, 20  # words: fewer say nothing, and up to so many more say more
CODE, CODE_AT_FIRST = CODED = ("code", "code at first")  # the kinds of a task whose cases pass, with its twist or not
HIGHEST_RANK = rank(HIGHEST)
CODE_WORTH = 7.0  # more than most points: nobody has marked it
STORY_WORTH = 9.0  # of a story's sentence that holds a number, a failure or a decision: about a must-have, and beyond
BEST = "Your best sentence: on {}"
BEST_SPOKEN = "Your best point: on {}"
# the kind of a point without a tag, by the verb that it begins with
KIND_OF_VERB: Mapping[str, str] = {
    **dict.fromkeys("Computes Calculates Estimates Quantifies Sizes".split(), "number"),
    **dict.fromkeys("Explains Describes".split(), "mechanism"),
    **dict.fromkeys("Chooses Compares Weighs Decides".split(), "trade-off"),
    **dict.fromkeys("Tests Checks Measures Verifies Validates Reproduces Calibrates".split(), "test"),
    **dict.fromkeys("Finds Notices Sees Spots Recognises Diagnoses".split(), "fault"),
}


@dataclass(frozen=True)
class MetPoint:
    """A point that was met, in the answer at `position`: its words, and how much a panel would make of it."""

    position: int
    area: str
    area_title: str
    topic: str
    tier: int
    tag: str
    beyond: bool
    critical: bool
    worth: float
    quote: str
    quoted: bool
    point: str = ""


def strengths(turns: Sequence[Turn], graph: Graph, role: Role) -> tuple[Strength, ...]:
    """Two or three things that spoke for the candidate; of an hour without a solid answer, its best sentence."""
    solid = [turn for turn in turns if turn.scored and turn.scored.verdict in STRONG]
    short = {_topic(turn, graph) for turn in turns if turn.check is None and turn.fell_short and not turn.skipped}
    evidence = [e for turn in solid for e in _evidence(turn, graph, role, "yes")]
    evidence += [e for turn in turns if turn.has_result and (e := _from_code(turn, graph, role))]
    evidence = [changed(e, topic=f"{e.topic}{FELL_SHORT}") if e.topic in short else e for e in evidence]
    stories = [  # one told before too: there's no answer to it that could have been looked up
        _met(turn, graph, kind=b.kind, worth=STORY_WORTH + b.rating + _place(turn, role), quote=b.quote, quoted=True)
        for turn in solid
        if (b := best_of_story(turn, faulty_words(turn, graph)))
    ]
    praised: list[Strength] = []
    named: set[str] = set()  # kinds that have a heading already
    if stories:
        named |= {"story", "own", "failure", "decision"}
        praised.append(_moment(max(stories, key=lambda e: e.worth), ()))
    rest = evidence
    by_area = _answers_by_area(turns)
    if best := _best_area(by_area, evidence, role):
        count = len(by_area[best[0].area])
        every = "both answers" if count == 2 else f"all {count} answers"
        claimed = any(any(wrong_claims(turn, graph)) for turn in by_area[best[0].area])
        title = f"{IN_ONE[''].format(in_sentence(best[0].area_title))}: {every}{CLAIM_LEFT * claimed}"
        praised.append(_strength(title, best))
        taken = {e.position for e in best}
        rest = [e for e in rest if e.position not in taken]
    bad = {area for area, answers in by_area.items() if any(turn.fell_short for turn in answers)}
    rest = [e for e in rest if e.tier > 1 or e.area not in bad]  # a fundamental is no moment where more fell short
    lacking = lacking_tags([turn for turn in turns if turn.check is None and turn.scored and not turn.skipped])
    while len(praised) < MOST and (group := _chosen(rest, named, lacking)):
        praised.append(_strength(_heading(group), group) if len(group) > 1 else _moment(group[0], named))
        named.add(group[0].tag if len(group) > 1 else _kind_left(group[0], named) or "")
        taken = {e.position for e in group}
        rest = [e for e in rest if e.position not in taken]
    while len(praised) < FEWEST and (left := _left(evidence, praised, named)):
        praised.append(_moment(left, named))
        named.add(_kind_left(left, named) or "")
    praised.sort(key=lambda s: -len(s.positions))
    return tuple(_said_once(praised, short)) or _best_sentence(turns, graph, role)


def _left(evidence: Sequence[MetPoint], praised: Sequence[Strength], named: Collection[str]) -> MetPoint | None:
    """The best moment that nothing says yet: of an answer that was praised already only where no other has one."""
    told = {position for strength in praised for position in strength.positions}
    quotes = {strength.quote for strength in praised}
    left = [e for e in evidence if _kind_left(e, named) is not None and e.quote not in quotes]
    return max(left, key=lambda e: (e.position not in told, e.worth), default=None)


def _said_once(praised: Iterable[Strength], short: Iterable[str]) -> Iterator[Strength]:
    """The strengths, each of these subjects with a note, once, that another answer on it fell short."""
    left = {topic: f"{topic}{FELL_SHORT}" for topic in short}
    told: set[str] = set()
    for strength in praised:
        title = strength.title
        for topic, phrase in left.items():
            if phrase in title and topic in told:
                title = title.replace(phrase, topic)
            told |= {topic} if phrase in title else set()
        yield replace(strength, title=title)


def _from_code(turn: Turn, graph: Graph, role: Role) -> MetPoint | None:
    """The code of a task of which all cases passed, or all before the twist; nobody has marked it, so it's in words."""
    if turn.check is not None or turn.seen or turn.code_rank is None:
        return None
    first = turn.graded_runs[0]
    if turn.code_rank == HIGHEST_RANK:
        kind, passed = CODE, f"All {plural(counted(turn)[1], 'case')}{', the twist too' if passed_twist(turn) else ''}"
    elif first.stage == CODE_STAGE and first.passed and not first.failed:
        kind, passed = CODE_AT_FIRST, f"All {plural(len(first.passed), 'case')} before the twist"
    else:
        return None
    return _met(turn, graph, kind=kind, worth=CODE_WORTH + _place(turn, role), quote=passed, quoted=False)


def _answers_by_area(turns: Sequence[Turn]) -> dict[str, list[Turn]]:
    """The scored answers by the area of their questions; a story of one's own work says nothing of its area."""
    answers: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        if turn.check is None and turn.scored and not (turn.skipped or turn.is_story):
            answers[turn.asked.area].append(turn)
    return answers


def _best_area(by_area: Mapping[str, Sequence[Turn]], evidence: Sequence[MetPoint], role: Role) -> list[MetPoint]:
    """What carries the answers in the area that went best, the best first; empty where none did.

    It has two answers or more, all of them solid and one no fundamental, and the role asks about it.
    """
    best: list[tuple[tuple[int, int, float], list[MetPoint]]] = []
    for area, answers in by_area.items():
        weight, found = role.areas.get(area, 0.0), _best_of_each([e for e in evidence if e.area == area])
        hardest = max(turn.asked.tier for turn in answers)
        solid = all(turn.scored and turn.scored.verdict in STRONG for turn in answers)
        if found and solid and len(answers) > 1 and hardest > 1 and (weight > 0 or not role.areas):
            best.append(((len(answers), hardest, weight), found))
    return max(best, key=lambda pair: pair[0], default=((0, 0, 0.0), []))[1]


def _met(
    turn: Turn, graph: Graph, *, kind: str, worth: float, quote: str, quoted: bool, point: Point | None = None
) -> MetPoint:
    area = turn.asked.area
    return MetPoint(
        position=turn.position,
        area=area,
        area_title=graph.area_title(area),
        topic=_topic(turn, graph),
        tier=turn.asked.tier,
        tag=kind,
        beyond=point is not None and point.beyond,
        critical=point is not None and point.critical,
        worth=worth,
        quote=quote,
        quoted=quoted,
        point=point.point if point is not None and quoted else "",
    )


def _topic(turn: Turn, graph: Graph) -> str:
    return in_sentence(graph.concept_title(turn.question.primary))


def _evidence(turn: Turn, graph: Graph, role: Role, *marks: str) -> Iterator[MetPoint]:
    """The points of an answer with such a mark that its words carry, or that were spoken or cannot be listened for."""
    if turn.seen or turn.dont_know or turn.check is not None:
        return
    unheard = unheard_of(turn)
    if unheard is not None and unheard.mostly:
        return  # most points marked as met weren't found in the words: those that were may be found by chance
    audible = listened_for(turn) if not turn.spoken else frozenset()
    faulty = faulty_words(turn, graph) if audible else []
    for point in turn.question.rubric:
        if turn.marks.get(point.id) not in marks:
            continue
        quote = quote_of(turn, point.id) if point.id in audible else ""
        carries = carried(turn, point, quote) if quote else 0
        away = sentences_apart(turn.said_text, quote, faulty) if quote else None
        if point.id not in audible or (quote and carries > 0 and away != 0 and _fit_to_quote(turn, quote)):
            worth = _worth(turn, point, role, quote) + carries - BESIDE_A_FAULT * (away == 1)
            kind = point.tag or KIND_OF_VERB.get(point.point.split(" ", 1)[0], "")
            if quote and kind in BORNE_OUT and not BORNE_OUT[kind].search(quote):
                kind = ""
            words = quote or point.point
            yield _met(turn, graph, kind=kind, worth=worth, quote=words, quoted=bool(quote), point=point)


def _fit_to_quote(turn: Turn, quote: str) -> bool:
    """Whether a quote speaks for its speaker: of the answer itself, no question, no guess, no known mistake in it."""
    answer, bare = unwrapped(turn.answer_text), quote.strip("…")
    if bare not in answer or len(quote.split()) < SCRAP or is_disclaimed(answer, bare):
        return False
    return not (quote.endswith("?") or _ASKS.match(quote) or UNSURE.search(quote) or holds_a_mistake(turn, quote))


def _worth(turn: Turn, point: Point, role: Role, quote: str) -> float:
    """What a panel makes of a point: weighty ones, must-haves, judgement beyond, hard questions, areas that count."""
    scrap = 2.0 if quote and len(quote.split()) < FEWEST_WORDS else 0.0
    weak = 1.0 * quote.startswith("…") + 2.0 * bool(WEAK.search(quote)) + 2.0 * bool(HALTING.search(quote))
    weak += 1.5 * quote.endswith("…") + 1.5 * bool(_GOES_ON.match(quote)) + 2.0 * bool(_DEFINES.match(quote))
    verdict = rank(turn.verdict) if turn.verdict else 0
    scrap += max(0.0, 1 - len(quote.split()) / LONG_ENOUGH) if quote else 0.0
    return point.weight + 2 * point.beyond + point.critical + 0.5 * verdict + _place(turn, role) - scrap - weak


def _place(turn: Turn, role: Role) -> float:
    """What the question counts for: a hard one, in an area that weighs in the role."""
    return turn.asked.tier + 3 * area_share(role, turn.asked.area)


def _chosen(evidence: Sequence[MetPoint], named: Collection[str], lacking: Collection[str]) -> list[MetPoint]:
    """What to praise next, of a kind that is not `named` yet: one moment, or a few of a kind; or nothing.

    What is `lacking` overall isn't a habit, however good one moment of it was; nor is a fundamental, or a subject in
    which another answer fell short.
    """
    moments = [[e] for e in evidence if _kind_left(e, named) is not None]
    fresh = [e for e in evidence if e.tag not in {*named, *lacking} and e.tier > 1 and not e.topic.endswith(FELL_SHORT)]
    bonds: tuple[Callable[[MetPoint], str], ...] = (  # a tag, or without one an area, holds answers together
        lambda e: f"tag {e.tag}" if e.tag else "",
        lambda e: "" if e.tag else f"area {e.area}",
    )
    groups = []
    for bond in bonds:
        for name in dict.fromkeys(filter(None, map(bond, fresh))):
            best = _best_of_each([e for e in fresh if bond(e) == name])[:TOGETHER]
            if len(best) > 1 and (best[0].tag in CODED or best[0].quote != best[1].quote):
                groups.append(best)
    return max((*groups, *moments), key=lambda group: group[0].worth + AGAIN * (len(group) > 1), default=[])


def _best_of_each(evidence: Iterable[MetPoint]) -> list[MetPoint]:
    """The best of each answer, the best first."""
    best: dict[int, MetPoint] = {}
    for e in evidence:
        if e.position not in best or e.worth > best[e.position].worth:
            best[e.position] = e
    return sorted(best.values(), key=lambda e: (-e.worth, e.position))


def _heading(group: Sequence[MetPoint]) -> str:
    """A strength of several answers, with its subjects."""
    topics = sorted(dict.fromkeys(e.topic for e in group), key=lambda topic: topic.endswith(FELL_SHORT))[:NAMED]
    tag = group[0].tag
    if len(topics) == 1:
        return IN_ONE[tag].format(topics[0])
    if tag:
        return f"{HABITS[tag]}: {'; '.join(topics)}"
    return f"{IN_ONE[''].format(in_sentence(group[0].area_title))}: {'; '.join(topics)}"


def _kind_left(e: MetPoint, named: Collection[str]) -> str | None:
    """What a moment can be called that no other heading says; None where all of it is said."""
    if e.tag in CODED:
        return None if e.tag in named else e.tag
    kinds = filter(None, (e.tag, "beyond" if e.beyond else "", "must" if e.critical else ""))
    return next((kind for kind in (*kinds, "") if kind not in named), None)


def _moment(e: MetPoint, named: Collection[str]) -> Strength:
    return _strength(MOMENTS[_kind_left(e, named) or ""].format(e.topic), [e])


def _strength(title: str, group: Sequence[MetPoint]) -> Strength:
    positions = tuple(sorted(e.position for e in group))
    best, by_cases = group[0], group[0].tag in CODED
    quote = best.quote
    if by_cases and len(group) > 1:  # how many cases each task had would be said as often
        twists = ", the twists too" if all("twist" in e.quote for e in group) else ""
        before = " before the twist" if best.tag == CODE_AT_FIRST else twists
        quote = f"Every case of {plural(len(group), 'task')}{before}"
    return Strength(
        title=title, quote=quote, positions=positions, quoted=best.quoted, by_cases=by_cases, point=best.point
    )


def _best_sentence(turns: Sequence[Turn], graph: Graph, role: Role) -> tuple[Strength, ...]:
    """The best sentence of the best answers, where none was solid."""
    answered = [turn for turn in turns if turn.scored and turn.check is None]
    for marks in (MET, {"partly"}):
        points = [e for turn in answered for e in _evidence(turn, graph, role, *(m for m in marks if m))]
        if points:
            best = max(points, key=lambda e: e.worth)
            title = (BEST if best.quoted else BEST_SPOKEN).format(best.topic)
            return (replace(_moment(best, ()), title=title),)
    return ()
