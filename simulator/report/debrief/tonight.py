"""What to do tonight: what was missed and counts most, else the hardest again, and what an advert still wants."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from simulator.engine.scoring import LOWEST, rank
from simulator.graph.listening.words import stems
from simulator.graph.records import Graph, Question, Role
from simulator.report import records as rec
from simulator.report.concept_records import ConceptStanding, fell_short
from simulator.report.debrief.advert import NOT_ASKED_YET, leaned_on
from simulator.report.debrief_records import AdvertArea
from simulator.report.figures.study_plan import (
    NEW_QUESTIONS,
    WeakArea,
    in_turn,
    missed_weights,
    most_missed,
    study_item,
    worths,
)

TONIGHT = 3
FELL_SHORT = "an earlier answer on it fell short"
WEAKER = "weaker than your other areas"  # after a colon: titles of areas are singular and plural
NOTHING_STOOD_OUT = "nothing fell short here, so try your least complete answer again"
NOTHING_LEFT = "nothing fell short here and this was complete, so say it again, more briefly"


class AdviceInputs(NamedTuple):
    """What advice goes by: where the candidate stands, what this session asked, and ids of questions met before."""

    graph: Graph
    role: Role
    standings: Sequence[ConceptStanding]
    questions: Sequence[rec.QuestionResult]
    met: Collection[str] = ()


def for_tonight(
    inputs: AdviceInputs, areas: Sequence[WeakArea], study: Sequence[rec.StudyItem], *, whole: bool, again: bool
) -> tuple[rec.StudyItem, ...]:
    """What to do tonight: of what was missed what counts most, else the least complete answer `again`.

    Unless a session is `whole`, an answer may still be shown to have missed something: then nothing else is advised.
    """
    earlier = missed_earlier(inputs, study) if whole else ()
    return tonight(inputs, areas, study, earlier) or (hardest_again(inputs) if whole and again else ())


def with_the_advert(
    inputs: AdviceInputs,
    items: Sequence[rec.StudyItem],
    areas: Iterable[WeakArea],
    advert: Sequence[AdvertArea],
    unmet: Sequence[str],
    asked: Collection[str],
) -> tuple[rec.StudyItem, ...]:
    """Tonight's items, and last what an advert wants and nothing was `asked` about, where there is room for it."""
    room = with_room(items, areas)
    last = wanted(inputs, advert, unmet, asked) if room and advert else None
    return (*room, last) if last else tuple(items)


def beside_the_advert(
    items: Sequence[rec.StudyItem], advert: Sequence[AdvertArea], graph: Graph, terms: Sequence[str]
) -> tuple[rec.StudyItem, ...]:
    """The items with what the advert has of them, if there is one: `terms` that it names, and what their areas count.

    Their order goes by what was missed.
    """
    counts = {area.area: area.of_hundred for area in advert}
    if not counts:
        return tuple(items)
    told = (replace(item, of_hundred=counts.get(item.area, 0)) for item in items)
    return tuple(replace(item, named=_named(item, graph, terms)) for item in told)


def _named(item: rec.StudyItem, graph: Graph, terms: Sequence[str]) -> tuple[str, ...]:
    """What an advert names and the title of an item, or the prompt of a question of it that was asked, has."""
    if not terms:
        return ()
    from simulator.graph.job_advert.naming import named_in, names_of

    asked = [graph.questions[name] for name in item.questions if name in graph.questions]
    singled = dict.fromkeys(term for question in asked for term in names_of(graph, terms, question.id))
    return named_in(" / ".join((item.title, *(question.prompt for question in asked))), tuple(singled))


def tonight(
    inputs: AdviceInputs, areas: Sequence[WeakArea], study: Sequence[rec.StudyItem], earlier: Sequence[rec.StudyItem]
) -> tuple[rec.StudyItem, ...]:
    """At most three concepts to study: one of each of the weak areas in turn, then more of the same areas.

    Within an area the concept with the heaviest must-have that was missed comes first; what only earlier sessions
    missed comes after all of this one, and last what was complete and rated lower by the candidate. `study` is
    everything that this session missed, `earlier` what others did.
    """
    graph, gaps, told, advice = inputs.graph, {weak.area: weak.gap for weak in areas}, set[str](), []
    missed = [*most_missed(study, missed_weights(inputs.questions, inputs.role.target_tier)), *earlier]
    complete = _complete(inputs.questions)
    missed.sort(key=lambda item: item.concept in complete)  # in its area, and then among all areas
    ordered = in_turn(areas, (item for item in missed if item.area in gaps))
    for item in sorted(ordered, key=lambda item: item.concept in complete)[:TONIGHT]:
        gap = gaps[item.area]
        weaker = f"{graph.areas[item.area].title}: {WEAKER}; " if gap and item.area not in told else ""  # said once
        told.add(item.area)
        others = speaking_of_it(item, inputs) or item.others
        advice.append(replace(item, gap=gap, why=f"{weaker}{item.why}", others=others))
    return tuple(advice)


def _complete(questions: Sequence[rec.QuestionResult]) -> set[str | None]:
    """The concepts of which only answers fell short that had all that was asked: the candidate rated them lower."""
    had_all = [q for q in questions if q.lowered and all(point.beyond for point in q.missed)]
    return {q.concept for q in had_all} - {q.concept for q in questions if q.fell_short and q not in had_all}


def speaking_of_it(item: rec.StudyItem, inputs: AdviceInputs) -> tuple[str, ...]:
    """New questions on a concept, by id, those first that say most of the point which was missed there.

    They fit into the item's minutes and are at most a tier harder than what was missed. Empty without such a point.
    """
    graph = inputs.graph
    asked = [graph.questions[name] for name in item.questions if name in graph.questions]
    if not item.missed or not asked or any(question.is_coding for question in asked):
        return ()
    hardest = max(question.tier for question in asked) + 1
    own = [q for q in _talk(graph) if q.primary == item.concept and q.id not in {*inputs.met, *item.questions}]
    new = [q for q in own if q.planned_minutes <= item.minutes and q.tier <= hardest]
    says = {q.id: stems("\n".join((q.prompt, q.gist or "", *(point.point for point in q.rubric)))) for q in new}
    among = Counter(stem for said in says.values() for stem in said)
    point = stems(item.missed[0])

    def nearness(question: Question) -> float:
        """How much of the point a question says; a word that all of them say counts for little."""
        return sum(1 / among[stem] for stem in point & says[question.id])

    return tuple(q.id for q in sorted(new, key=lambda q: (-nearness(q), q.tier))[:NEW_QUESTIONS])


def with_room(items: Sequence[rec.StudyItem], areas: Iterable[WeakArea]) -> tuple[rec.StudyItem, ...]:
    """Tonight's items where one more has room: of three, one by a wrong check alone gives way, but never the first.

    Empty where there is no room, or nothing to come after.
    """
    if len(items) < TONIGHT:
        return tuple(items)
    slips = {weak.area for weak in areas if weak.slip}
    by_slip = next((item for item in reversed(items[1:]) if item.area in slips), None)
    return tuple(item for item in items if item is not by_slip) if by_slip else ()


def missed_earlier(inputs: AdviceInputs, study: Sequence[rec.StudyItem]) -> tuple[rec.StudyItem, ...]:
    """What earlier sessions missed and this one did not (`study`), where there is something new to ask.

    Its new questions come in the order of their distance to the role's tier. A concept of which this
    session answered a question well has had its evening: it is not advised again at once.
    """
    items, worth = [], worths(inputs.standings, inputs.graph, inputs.role)
    known = {item.concept for item in study} | {q.concept for q in inputs.questions if q.verdict and not q.fell_short}
    for standing in fell_short(inputs.standings):
        new = [q for q in inputs.graph.questions.values() if q.primary == standing.concept and q.id not in inputs.met]
        if new and standing.concept not in known:
            new.sort(key=lambda q: abs(q.tier - inputs.role.target_tier))
            item = study_item(standing.concept, (), inputs.graph, inputs.standings, worth[standing.concept], inputs.met)
            items.append(replace(item, why=FELL_SHORT, others=tuple(q.id for q in new[:NEW_QUESTIONS])))
    return tuple(items)


def hardest_again(inputs: AdviceInputs) -> tuple[rec.StudyItem, ...]:
    """Where nothing fell short: the answer with the lowest score, of equals the hardest question. One item or none."""
    scored = [q for q in inputs.questions if q.verdict and not q.skipped and q.concept in inputs.graph.concepts]
    covered = {q.position: 1.0 if q.coverage is None else q.coverage for q in scored}
    worst = min(scored, key=lambda q: (rank(q.verdict or LOWEST), covered[q.position], -(q.tier or 0)), default=None)
    if worst is None or worst.concept is None:
        return ()
    worth = worths(inputs.standings, inputs.graph, inputs.role)[worst.concept]
    item = study_item(worst.concept, (worst,), inputs.graph, inputs.standings, worth, inputs.met)
    complete = covered[worst.position] >= 1 and all(point.beyond for point in worst.missed)
    return (replace(item, why=NOTHING_LEFT if complete else NOTHING_STOOD_OUT),)


def wanted(
    inputs: AdviceInputs, advert: Sequence[AdvertArea], unmet: Sequence[str], asked: Collection[str]
) -> rec.StudyItem | None:
    """What an advert asks for most and nothing was asked about so far, with new questions; None where there is none.

    It's the heaviest of its areas without an item of those `asked`, else the first of the `unmet` names. What it names
    comes first in an area.
    """
    from simulator.graph.job_advert.naming import items_naming, not_met  # only where there is an advert

    graph = inputs.graph
    new = [q for q in _talk(graph) if q.id not in inputs.met]
    came_up = {graph.area_of(q.primary) for q in graph.questions.values() if q.id in asked}
    came_up |= {graph.area_of(check.primary) for check in graph.checks.values() if check.id in asked}
    subjects = [
        (area.title, [q for q in new if graph.area_of(q.primary) == area.area])
        for area in leaned_on(advert)
        if not area.asked and area.area not in came_up
    ]
    for term in not_met(graph, unmet, asked):  # by all interviews: `unmet` is what this one didn't speak of
        named = items_naming(graph, (term,))
        subjects.append((term, [q for q in new if q.id in named]))
    title, questions = next((subject for subject in subjects if subject[1]), ("", []))
    if not questions:
        return None
    named, worth = items_naming(graph, tuple(unmet)), worths(inputs.standings, graph, inputs.role)
    best = max(questions, key=lambda q: (q.id in named, worth[q.primary]))
    own = [q for q in questions if q.primary == best.primary]
    own.sort(key=lambda q: (q.id not in named, abs(q.tier - inputs.role.target_tier)))
    item = study_item(best.primary, (), graph, inputs.standings, worth[best.primary], inputs.met)
    return replace(item, why=f"{title}: {NOT_ASKED_YET}", others=tuple(q.id for q in own[:NEW_QUESTIONS]))


def _talk(graph: Graph) -> Iterator[Question]:
    """The questions with something to know: no stories, and no tasks."""
    return (q for q in graph.questions.values() if q.kind != "experience" and not q.is_coding)


def without_new(items: Iterable[rec.StudyItem]) -> tuple[rec.StudyItem, ...]:
    """What to go over, without what was never asked and is only there because an advert wants it."""
    return tuple(item for item in items if not item.why.endswith(NOT_ASKED_YET))
