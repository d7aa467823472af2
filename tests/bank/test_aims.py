"""What hangs on each question, check and follow-up: a sentence of its own, said to whoever asks why it comes."""

import re
from collections import Counter

from simulator.graph.lint.rules import spoken_words
from simulator.graph.records import Check, Graph, Mistake, Probe, Question, Twist

LONGEST = 130  # letters: it follows a sentence on what led here, in one breath
_WRITTEN = re.compile(r"[*`_\\;–—\"“”()?!]|\b(?:do|does|is|are|was) not\b|\bcannot\b")
_WISH = re.compile(r"I(?:'d like| want|'m (?:after|curious|interested))\b")


def items(llm: Graph) -> list[Question | Check]:
    return [*llm.questions.values(), *llm.checks.values()]


def follow_ups(llm: Graph) -> list[tuple[str, Probe | Twist | Mistake]]:
    found: list[tuple[str, Probe | Twist | Mistake]] = []
    for question in llm.questions.values():
        found += [(f"{question.id}[{n}]", probe) for n, probe in enumerate(question.probes)]
        found += [(f"{question.id}: twist {n}", twist) for n, twist in enumerate(question.twists)]
        challenged = [mistake for mistake in question.mistakes if mistake.challenge]
        found += [(f"{question.id}: {mistake.claim}", mistake) for mistake in challenged]
    return found


def test_each_says_what_it_is_after(llm: Graph) -> None:
    assert [item.id for item in items(llm) if not item.aim] == []
    assert [name for name, count in Counter(item.aim for item in items(llm)).items() if count > 1] == []


def test_aims_are_spoken_sentences(llm: Graph) -> None:
    for item in items(llm):
        assert not _WRITTEN.search(item.aim), f"{item.id}: {item.aim}"
        assert item.aim[:1].isupper() or item.aim[:1].isdigit(), item.id
        assert item.aim.endswith("."), item.id
        assert len(item.aim) <= LONGEST, item.id
        assert spoken_words(item.aim) >= 6, item.id


def test_each_follow_up_says_what_hangs_on_it(llm: Graph) -> None:
    assert [name for name, probe in follow_ups(llm) if not probe.aim] == []
    assert [aim for aim, count in Counter(probe.aim for _, probe in follow_ups(llm)).items() if count > 1] == []
    assert {probe.aim for _, probe in follow_ups(llm)} & {item.aim for item in items(llm)} == set()


def test_aims_of_follow_ups_are_spoken_sentences(llm: Graph) -> None:
    for name, probe in follow_ups(llm):
        assert not _WRITTEN.search(probe.aim), f"{name}: {probe.aim}"
        assert probe.aim[:1].isupper() or probe.aim[:1].isdigit(), name
        assert probe.aim.endswith("."), name
        assert len(probe.aim) <= LONGEST, name
        assert spoken_words(probe.aim) >= 6, name


def test_few_aims_are_what_the_interviewer_would_like(llm: Graph) -> None:
    """Strangers minded that half of the reasons said what somebody would like to hear or see."""
    wishes = [item.id for item in items(llm) if _WISH.search(item.aim)]
    assert len(wishes) <= len(items(llm)) / 20


def test_aims_of_an_area_begin_in_many_ways(llm: Graph) -> None:
    """One hears several of them in an hour."""
    for area in llm.areas:
        begin = Counter(" ".join(i.aim.split()[:2]) for i in items(llm) if llm.area_of(i.primary) == area)
        (words, most), *_ = begin.most_common(1)
        assert most <= max(3, begin.total() / 12), f"{area}: {words}"
