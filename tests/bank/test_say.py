"""What to say for a must-have: each has a sentence, one can say it in a breath, and it's heard as its point."""

import re

from simulator.engine.choice.listening import heard
from simulator.graph.lint.rules import SAY_WORDS, spoken_words
from simulator.graph.records import Graph, Point, Question
from simulator.report.debrief.lacks import LEAST_BORNE, to_say
from tests.some import every
from tests.unit.test_report_debrief import all_marked, turn_on

_WRITTEN = re.compile(r"[*`_\\;–—]|\b(?:do|does|is|are|was) not\b|\bcannot\b")


def with_a_sentence(llm: Graph) -> list[tuple[Question, Point]]:
    return [(question, point) for question in llm.questions.values() for point in question.rubric if point.say]


def test_every_must_have_has_a_sentence_to_say(llm: Graph) -> None:
    """For somebody who said nothing, and asked for no facts."""
    for question in every((q for q in llm.questions.values() if q.kind != "experience"), 12):
        silent = turn_on(question, "No idea what it is.", all_marked(question, "no"))
        assert [p.id for p in question.rubric if p.critical and not to_say(silent, p)] == []


def test_sentences_to_say_are_spoken_ones(llm: Graph) -> None:
    for question, point in with_a_sentence(llm):
        written = _WRITTEN.search(point.say)
        assert not written, f"{question.id}/{point.id}: {point.say}"
        assert point.say.endswith(".")
        assert 5 <= spoken_words(point.say) <= SAY_WORDS


def test_sentences_to_say_are_heard_as_their_point(llm: Graph) -> None:
    for question, point in every(with_a_sentence(llm), 80):
        assert heard(question, point.say)[point.id].borne >= LEAST_BORNE, f"{question.id}/{point.id}"
