"""What a candidate's own words in an interview brought up, for the choice and the words of what is asked next.

Only what they said first: a word that the interviewer used before isn't theirs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from simulator.engine.choice.reasons import Reason
from simulator.graph.records import Graph, Question
from simulator.session.interview.hearing import doubted_words
from simulator.session.interview.turn import Turn

if TYPE_CHECKING:
    from simulator.engine.choice.formats import Touched
    from simulator.graph.listening.mentioned import OwnTerm

RESTS = 2  # questions after one that took up a word, before the next does
ABOUT = 2  # names of an area from which a story or an answer is about it


class BroughtUp(NamedTuple):
    """What came up: see the fields of the same name in `SelectionContext`."""

    mentioned: Mapping[str, str]
    near_mentioned: Mapping[str, str]
    told_of: Mapping[str, str]
    touched: "Mapping[str, Touched]"


def brought_up(graph: Graph, turns: Sequence[Turn]) -> BroughtUp:
    """What the candidate's answers so far brought up."""
    questions = _talked(turns)
    answered = [turn for turn in questions if turn.said_text]
    if not answered:
        return BroughtUp({}, {}, {}, {})
    own = {turn.position: own_terms_of(graph, turn, turns) for turn in answered}
    told = _areas_of(graph, own[questions[0].position]) if len(questions) == 1 and questions[0].is_story else {}
    terms = [] if _rests(questions) else list(chain.from_iterable(own.values()))
    mentioned, near = _questions_on(graph, terms, _used(questions))
    return BroughtUp(mentioned, near, told, _touched(graph, answered, own))


def took_up(turn: Turn) -> str:
    """The candidate's word that a question picked up; empty if it picked up none."""
    reason = turn.asked.reason
    return str(reason.get("mentioned") or reason.get("story") or reason.get("led_by") or "")


def takes_up_aloud(graph: Graph, turn: Turn) -> bool:
    """Whether that is said before the question: what a story was about, or a name that the question says itself.

    Any other would give away what it's about. A single word, as "FLOP" or "softmax", may be said in passing, so the
    question has to be on what is called so.
    """
    words = took_up(turn)
    if not _may_be_said(turn):
        return False
    if turn.asked.reason.get("story") or " " in words:
        return True
    from simulator.graph.listening.mentioned import own_terms  # not where nobody's word was taken up

    return any(term.concepts & {*turn.asked.concepts} for term in own_terms(graph, f"We used {words}."))


def _may_be_said(turn: Turn) -> bool:
    """Whether a word that a question picked up gives away nothing."""
    words = took_up(turn)
    if not words or turn.check is not None:
        return False
    from simulator.graph.listening.mentioned import says_name  # not where nobody's word was taken up

    of_area = turn.asked.reason.get("story") or turn.asked.reason.get("led_by")
    return bool(of_area) or says_name(turn.question.prompt, words)


def _talked(turns: Sequence[Turn]) -> list[Turn]:
    """The questions that weren't skipped; a check isn't something you talk about."""
    return [turn for turn in turns if turn.check is None and not turn.skipped]


def _rests(questions: Sequence[Turn]) -> bool:
    """Whether a word was picked up so lately that the next question doesn't pick one up."""
    return any(_may_be_said(turn) for turn in questions[-RESTS:])


def _used(questions: Sequence[Turn]) -> set[str]:
    """The words that were picked up, in small letters: none is picked up twice."""
    return {took_up(turn).lower() for turn in questions}


def leading_to(graph: Graph, turns: Sequence[Turn], reason: Reason, question: Question) -> str:
    """A name that was said of what a new thread begins with, or of a neighbour; empty where nothing leads there.

    Never one that gives away what the question is about. Merely being in the same area isn't enough: after "warm-up"
    came tokenisers.
    """
    if not reason.leaves or reason.move in {"design", "task"} or reason.story or reason.mentioned:
        return ""
    questions = _talked(turns)
    if _rests(questions):
        return ""
    from simulator.graph.listening.mentioned import says_name  # at the first answer, not before

    concept, used = question.primary, _used(questions)
    for turn in reversed(questions):
        for term in own_terms_of(graph, turn, turns):
            tells = concept in term.concepts and not says_name(question.prompt, term.words)
            if _leads(graph, term, concept) and not tells and term.words.lower() not in used:
                return term.words
    return ""


def said_before(turns: Sequence[Turn], turn: Turn) -> str:
    """All that the candidate had said before an item."""
    return "\n\n".join(one.said_text for one in _talked(turns) if one.position < turn.position)


def touched_by(graph: Graph, turn: Turn, turns: Sequence[Turn]) -> str:
    """A name of what an item is about or of a neighbour, said in the story or the answer by which its area came up.

    Empty where no such name was said, or where the one that was would tell what the item asks for.
    """
    touched, concept = turn.asked.reason.get("touched"), turn.asked.concepts[0]
    if not touched or concept not in graph.concepts:
        return ""
    from simulator.graph.listening.mentioned import says_name  # not where nothing came up

    asked = turn.question.prompt if turn.check is None else " / ".join((turn.check.prompt, *turn.check.options))
    for one in _talked(turns):
        if one.position >= turn.position or one.is_story != (touched == "story"):
            continue
        for term in own_terms_of(graph, one, turns):
            of_it = bool(term.concepts & {*turn.asked.concepts})
            tells = of_it and not says_name(asked, term.words)
            in_passing = touched == "answer" and not of_it and " " not in term.words
            if _leads(graph, term, concept) and not (tells or in_passing):
                return term.words
    return ""


def _leads(graph: Graph, term: "OwnTerm", concept: str) -> bool:
    """Whether a name is of a concept or of a neighbour, and of nothing outside its area."""
    from simulator.graph.concept_map import opens  # at the first answer, not before

    near = {concept, *graph.concepts[concept].prerequisites, *opens(graph, concept)}
    its = {graph.area_of(one) for one in term.concepts}
    return its == {graph.area_of(concept)} and bool(near & term.concepts)


def own_terms_of(graph: Graph, turn: Turn, turns: Sequence[Turn]) -> "list[OwnTerm]":
    """The names that an answer brought up: none that the interviewer had said by then, or called into doubt."""
    from simulator.graph.listening.mentioned import own_terms, says_name  # at the first answer, not before

    found = own_terms(graph, turn.said_text)
    if not found:
        return []
    said_before = chain.from_iterable(_said_to(t) for t in turns if t.position <= turn.position)
    theirs = " / ".join((*said_before, *doubted_words(turn)))
    return [term for term in found if not says_name(theirs, term.words)]


def _said_to(turn: Turn) -> Iterable[str]:
    """What the interviewer said of an item before its reference was shown."""
    if turn.check is not None:
        return (turn.check.prompt, *turn.check.options, turn.check.why)
    hints = (turn.question.hints[hinted.hint - 1] for hinted in turn.hints)
    return (turn.question.prompt, *(p.asks for p in turn.probes), *turn.told, *hints)


def _areas_of(graph: Graph, terms: "Sequence[OwnTerm]", least: int = ABOUT) -> dict[str, str]:
    """The areas of which some names at `least` were said, those with the most first, with the first name of each."""
    first: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for term in terms:
        for area in {graph.area_of(concept): None for concept in sorted(term.concepts)}:
            first.setdefault(area, term.words)
            counts[area] += 1
    return {area: first[area] for area, count in counts.most_common() if count >= least}


def _touched(graph: Graph, answered: Sequence[Turn], own: "Mapping[int, Sequence[OwnTerm]]") -> "dict[str, Touched]":
    """The areas that a story named anything of, and those that another answer was about."""
    touched: dict[str, Touched] = {}
    for turn in answered:
        for area in _areas_of(graph, own[turn.position], 1 if turn.is_story else ABOUT):
            touched.setdefault(area, "story" if turn.is_story else "answer")
    return touched


def _questions_on(graph: Graph, terms: "Sequence[OwnTerm]", used: set[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The questions that say one of these names, and those of concepts called so, each with the name said last."""
    from simulator.graph.listening.mentioned import questions_naming  # at the first answer, not before

    saying: dict[str, str] = {}
    called: dict[str, str] = {}
    for term in terms:
        if term.words.lower() in used:
            continue
        saying |= dict.fromkeys(questions_naming(graph, term.term), term.words)
        if term.titled:
            called |= dict.fromkeys(term.concepts, term.words)
    on_them = (question for question in graph.questions.values() if question.primary in called)
    return saying, {question.id: called[question.primary] for question in on_them}
