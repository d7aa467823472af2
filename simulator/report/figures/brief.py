"""The brief: at most fifteen minutes before an interview, of what was missed, what is likely, and what is known.

`picked` chooses items by the facts in the index; `brief` makes the brief from the turns in their transcripts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate, chain, islice, zip_longest

import msgspec

from simulator.engine.scoring import LOWEST, SHORT, STRONG, Verdict, rank
from simulator.graph.listening.wrapped import unwrapped
from simulator.graph.records import Graph, Question
from simulator.graph.speech import paragraphs, sentences
from simulator.graph.text import length_in_words, shorten
from simulator.report.debrief.own_words import CUT, carried, holds_a_mistake, quote_of
from simulator.report.debrief.shortfalls import to_say
from simulator.report.debrief.story_quotes import best_of_story
from simulator.report.progress_records import Progress
from simulator.report.records import Result
from simulator.session.archive.facts import ItemFact, SessionFacts
from simulator.session.interview.hearing import questioned_words
from simulator.session.interview.turn import Turn

GISTS, ANSWERS, QUESTIONS = 6, 3, 2
SAYS = 2  # sentences of one gap
GIST_MINUTES, ANSWER_MINUTES, QUESTION_MINUTES = 1, 1, 3
GIST_WORDS, GIST_COLUMNS = 45, 270  # of a sentence that is longer, its beginning
SPARE = 3  # more are picked than shown: a transcript may be gone, an answer may have no words
HIGHEST_TIER = 5  # an open-ended question takes longer than the whole brief

Place = tuple[str, str]  # session, item


class BriefItem(Result, frozen=True):
    """A scored question with the answer given, the gist (of a gap, else the start of the reference) and the reference.

    Of a best answer, `said` are the candidate's sentences in which a point marked yes was found, and no known mistake;
    `met` are all those points. An answer may hold more, but nobody has judged the rest of it. A story has no points:
    `said` is the sentence of it that a panel would quote. Of a gap, `say` are sentences for the points it lacked.
    """

    session: str
    question: str
    concept: str
    concept_title: str
    at: datetime
    verdict: Verdict
    prompt: str
    answer: str
    gist: str
    reference: str
    said: tuple[str, ...] = ()
    met: tuple[str, ...] = ()
    say: tuple[str, ...] = ()


class LikelyQuestion(Result, frozen=True):
    """A question that wasn't asked yet, of an area that the role asks most about, with its gist.

    With a job advert it's of an area that this asks for (`by_advert`).
    """

    question: str
    area_title: str
    concept: str
    concept_title: str
    prompt: str
    gist: str
    by_advert: bool = False


class Brief(Result, frozen=True):
    """Gists of past gaps, likely questions where these are few, best answers, and questions to say aloud again.

    `minutes` is how long it takes, at most fifteen. Before anything was scored it holds likely questions alone.
    """

    candidate: str
    graph: str
    role_title: str
    minutes: int
    gists: tuple[BriefItem, ...]
    answers: tuple[BriefItem, ...]
    questions: tuple[BriefItem, ...]
    likely: tuple[LikelyQuestion, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to go over."""
        return not (self.has_own or self.likely)

    @property
    def has_own(self) -> bool:
        """Whether any of it comes from an interview that was sat and scored."""
        return bool(self.gists or self.answers or self.questions)


class Picked(msgspec.Struct, frozen=True):
    """The items for each part of a brief, the best first; `strong` counts the questions answered well.

    `asked` are the concepts that any item was about.
    """

    strong: int
    gists: tuple[Place, ...]
    answers: tuple[Place, ...]
    questions: tuple[Place, ...]
    asked: frozenset[str] = frozenset()

    @property
    def sessions(self) -> tuple[str, ...]:
        """The sessions to read, each once."""
        return tuple(dict.fromkeys(session for session, _ in (*self.gists, *self.answers, *self.questions)))


def picked(facts: Sequence[SessionFacts], progress: Progress) -> Picked:
    """Pick the items of a brief, one of each concept. Only the last score of a question counts, and no prediction."""
    last: dict[str, tuple[str, ItemFact]] = {}
    for session in sorted(facts, key=lambda f: (f.started, f.id)):
        for item in session.items:
            if item.scored and item.verdict is not None and not item.check:
                last[item.item] = (session.id, item)
    newest = sorted(last.values(), key=lambda p: p[1].at, reverse=True)
    # a good verdict whose points weren't in the words is none, and nobody knows what fell short elsewhere
    strong = [p for p in newest if p[1].verdict in STRONG and not (p[1].unheard and p[1].unheard.mostly)]
    short = {item.concept for _, item in newest if item.verdict in SHORT}
    easy = (p for p in strong if p[1].tier <= HIGHEST_TIER and p[1].concept not in short)
    comfortable = sorted(easy, key=lambda p: p[1].tier)
    best = sorted(strong, key=lambda p: (-rank(p[1].verdict or LOWEST), -p[1].tier))
    # missed questions of the areas to work on first, in their order, then the others
    order = {gap.area: number for number, gap in enumerate(progress.gaps)}
    missed = sorted(
        (p for p in newest if p[1].verdict in SHORT),
        key=lambda p: (order.get(p[1].area, len(order)), rank(p[1].verdict or LOWEST)),
    )
    return Picked(
        strong=len(strong),
        gists=_places(missed, GISTS),
        answers=_places(best, ANSWERS + QUESTIONS),
        questions=_places(comfortable, QUESTIONS),
        asked=frozenset(item.concept for session in facts for item in session.items),
    )


def _places(items: Sequence[tuple[str, ItemFact]], most: int) -> tuple[Place, ...]:
    """The first item of each concept, at most `most` and some to spare."""
    first: dict[str, Place] = {}
    for session, item in items:
        first.setdefault(item.concept, (session, item.item))
    return tuple(first.values())[: most + SPARE]


def brief(
    picked: Picked, turns: Mapping[Place, Turn], graph: Graph, progress: Progress, terms: Sequence[str] = ()
) -> Brief:
    """The brief of what was picked; items without their turn, their words or their gist are left out.

    Where there's a job advert, `terms` are what it names.
    """

    def items(places: Iterable[Place], *, spoken: bool = False) -> Iterator[BriefItem]:
        """The items at these places, in their order; of those to be `spoken` no task, whose answer is code."""
        kept = (place for place in places if place in turns and not (spoken and turns[place].question.is_coding))
        return (_item(place, turns[place], graph) for place in kept)

    missed = (_with_says(_with_gist(i), turns[i.session, i.question]) for i in items(picked.gists))
    gists = tuple(islice((i for i in missed if i.gist), GISTS))
    aloud = min(QUESTIONS, (picked.strong + 1) // 2)  # only half of what was answered well: the rest are best answers
    questions = tuple(islice((i for i in items(picked.questions, spoken=True) if i.gist or i.reference), aloud))
    asked = {i.question for i in questions}  # nothing is gone over twice
    told = (i for i in items(picked.answers, spoken=True) if i.answer and i.question not in asked)
    best = (_with_its_best(i, turns[i.session, i.question]) for i in told)
    answers = tuple(islice((i for i in best if i.said or i.met), ANSWERS))
    likely = tuple(islice(_likely(graph, progress, picked.asked, terms), GISTS - len(gists)))
    return Brief(
        candidate=progress.candidate,
        graph=graph.id,
        role_title=progress.role_title,
        minutes=GIST_MINUTES * (len(gists) + len(likely))
        + ANSWER_MINUTES * len(answers)
        + QUESTION_MINUTES * len(questions),
        gists=gists,
        answers=answers,
        questions=questions,
        likely=likely,
    )


def _likely(graph: Graph, progress: Progress, asked: frozenset[str], terms: Sequence[str]) -> Iterator[LikelyQuestion]:
    """Of each area, the heaviest first, a question on what its questions are most about and nothing was asked of,
    and of each in turn another on something else.

    Of an area that the advert asks for, what it names there comes first: the rest may be what it says it doesn't want.
    """
    role, advert = graph.roles.get(progress.role), progress.recommendation.advert_areas
    weights = {a.area: float(a.of_hundred) for a in advert} or (role.areas if role else {})
    depth = role.depth if role else {}
    often = Counter(concept for question in graph.questions.values() for concept in question.concepts)

    def fits(question: Question) -> bool:
        """Whether it can be gone over in a minute, at this level."""
        name, told = question.primary, question.gist and not question.is_coding and question.kind != "experience"
        deepest = depth.get(question.id, depth.get(name, depth.get(graph.area_of(name), HIGHEST_TIER)))
        return bool(told) and name not in asked and question.tier <= min(progress.target, deepest)

    named = _named(graph, terms if advert else ())

    def order(question: Question) -> tuple[int, int, int, str]:
        return named.get(question.id, 2), -often[question.primary], -question.tier, question.id

    fitting = sorted(filter(fits, graph.questions.values()), key=order)
    of_area: dict[str, dict[str, Question]] = {
        area: {} for area in sorted((a for a, weight in weights.items() if weight > 0), key=lambda a: -weights[a])
    }
    for question in fitting:
        of_area.get(graph.area_of(question.primary), {}).setdefault(question.primary, question)
    # an advert may ask for few areas: then a second of each
    for question in filter(None, chain.from_iterable(zip_longest(*(each.values() for each in of_area.values())))):
        area, title = graph.area_title(graph.area_of(question.primary)), graph.concept_title(question.primary)
        told = question.prompt, question.gist
        yield LikelyQuestion(question.id, area, question.primary, title, *told, by_advert=bool(advert))


def _named(graph: Graph, terms: Sequence[str]) -> dict[str, int]:
    """The questions that speak of what an advert names, then those of concepts that are much about it, with a rank."""
    if not terms:
        return {}
    from simulator.graph.job_advert.naming import items_naming, items_near  # only where there is an advert

    return dict.fromkeys(items_near(graph, terms), 1) | dict.fromkeys(items_naming(graph, terms), 0)


def _with_says(item: BriefItem, turn: Turn) -> BriefItem:
    """The item with sentences to say for what the answer lacked, must-haves first: those that its report has."""
    missed = sorted((p for p in turn.missed if not p.beyond), key=lambda p: (not p.critical, -p.weight))
    says = dict.fromkeys(filter(None, (to_say(turn, point) for point in missed[:SAYS])))
    return msgspec.structs.replace(item, say=tuple(says))


def _item(place: Place, turn: Turn, graph: Graph) -> BriefItem:
    question, asked = turn.question, turn.asked
    assert turn.scored is not None
    return BriefItem(
        session=place[0],
        question=asked.id,
        concept=question.primary,
        concept_title=graph.concept_title(question.primary),
        at=asked.at,
        verdict=turn.scored.verdict,
        prompt=question.prompt,
        answer=turn.answer_text,
        gist=question.gist,
        reference=question.answer,
    )


def _with_gist(item: BriefItem) -> BriefItem:
    """The item; where nobody wrote a gist, as of imported questions, with how its reference begins."""
    if item.gist:
        return item
    told = [sentence for block in paragraphs(item.reference) for sentence in sentences(block)]
    lengths = accumulate(map(length_in_words, told))
    fitting = sum(length <= GIST_WORDS for length in lengths)
    beginning = " ".join(told[:fitting]) or shorten("".join(told[:1]), GIST_COLUMNS)
    return msgspec.structs.replace(item, gist=beginning)


def _with_its_best(item: BriefItem, turn: Turn) -> BriefItem:
    """The item with what was good in it, in the order in which it was said."""
    if story := best_of_story(turn, questioned_words(turn)):
        return msgspec.structs.replace(item, said=(story.quote,))
    yes = [point for point in turn.question.rubric if turn.marks.get(point.id) == "yes"]
    quotes = [(quote_of(turn, point.id), point) for point in yes]
    good = [q for q, point in quotes if q and carried(turn, point, q) >= 0 and not holds_a_mistake(turn, q)]
    said = unwrapped(turn.said_text)
    # where two begin at one place, in the order of the rubric
    sentences = sorted(_said_once([*dict.fromkeys(good)], said), key=lambda quote: said.find(quote.strip(CUT)))
    return msgspec.structs.replace(item, said=tuple(sentences), met=tuple(point.point for point in yes))


def _said_once(quotes: Sequence[str], said: str) -> list[str]:
    """The quotes without those of which half or more stands in a longer one: two points may be in one sentence."""
    kept: dict[str, tuple[int, int]] = {}
    for quote in sorted(quotes, key=len, reverse=True):
        start = said.find(bare := quote.strip(CUT))
        end = start + len(bare) if start >= 0 else start  # what is cut within is in no place
        if all(2 * (min(end, last) - max(start, first)) < len(bare) for first, last in kept.values()):
            kept[quote] = start, end
    return [quote for quote in quotes if quote in kept]
