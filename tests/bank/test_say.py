"""What to say for a must-have or a check: one can say it in a breath, and a point is heard in its own sentence."""

import re

from simulator.engine.choice.listening import heard
from simulator.graph.lint.rules import SAY_WORDS, spoken_words
from simulator.graph.records import Graph, Point, Question
from simulator.report.debrief.shortfalls import LEAST_BORNE, to_say
from tests.some import every
from tests.unit.test_report_debrief import all_marked, turn_on

_POINTS_BACK = re.compile(r"(?:Its?|That|This|Those|These|They|Then|Each|Both|Otherwise|Instead|Here|So)\b")
_WRITTEN = re.compile(r"[*`_\\;–—]|\b(?:do|does|is|are|was) not\b|\bcannot\b")


def with_a_sentence(llm: Graph) -> list[tuple[Question, Point]]:
    return [(question, point) for question in llm.questions.values() for point in question.rubric if point.say]


def test_every_must_have_has_a_sentence_to_say(llm: Graph) -> None:
    """For somebody who said nothing, and asked for no facts."""
    for question in every((q for q in llm.questions.values() if q.kind != "experience"), 12):
        silent = turn_on(question, "No idea what it is.", all_marked(question, "no"))
        assert [p.id for p in question.rubric if p.critical and not to_say(silent, p)] == []


def test_sentences_to_say_are_spoken_ones(llm: Graph) -> None:
    says = [(f"{question.id}/{point.id}", point.say) for question, point in with_a_sentence(llm)]
    for name, say in (*says, *((check.id, check.say) for check in llm.checks.values())):
        assert not _WRITTEN.search(say), f"{name}: {say}"
        assert say.endswith(".")
        assert 5 <= spoken_words(say) <= SAY_WORDS


def test_sentences_of_checks_stand_alone(llm: Graph) -> None:
    """They follow "4 of 8 checks wrong: ...", and each names what it is about."""
    for check in llm.checks.values():
        assert check.say, check.id
        assert not _POINTS_BACK.match(check.say), check.say


def test_sentences_to_say_are_heard_as_their_point(llm: Graph) -> None:
    for question, point in every(with_a_sentence(llm), 120):
        assert heard(question, point.say)[point.id].borne >= LEAST_BORNE, f"{question.id}/{point.id}"
