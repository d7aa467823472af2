"""What hangs on each question, check and follow-up: a sentence of its own, said to whoever asks why it comes."""

import re
from collections import Counter

from simulator.graph.lint.rules import spoken_words
from simulator.graph.records import Check, Graph, Mistake, Probe, Question, Twist

LONGEST = 130  # letters: it follows a sentence on what led here, in one breath
FOLLOW_UP = (12, 235)  # at least so many words, and at most so many letters: it says by itself why the follow-up comes
_WRITTEN = re.compile(r"[*`_\\;–—\"“”()?!]|\b(?:do|does|is|are|was) not\b|\bcannot\b")
# what stood before thousands of follow-ups, and convinced one stranger in 26
_STOCK = re.compile(r"use what you know|how far your answer|holds? up here|a single case|whether I believe", re.I)
_TURN = re.compile(r"\b(?:so|and|I'd) (?:\w+(?:'\w+)?) ?(?:\w+)?")
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
        assert not _STOCK.search(probe.aim), f"{name}: {probe.aim}"
        assert probe.aim[:1].isupper() or probe.aim[:1].isdigit(), name
        assert probe.aim.endswith("."), name
        fewest, longest = FOLLOW_UP
        assert len(probe.aim) <= longest, name
        assert spoken_words(probe.aim) >= fewest, name


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


def test_follow_up_aims_begin_in_many_ways(llm: Graph) -> None:
    """One hears ten of them in an hour."""
    begin = Counter(" ".join(probe.aim.split()[:2]) for _, probe in follow_ups(llm))
    turn = Counter(found[0] for _, probe in follow_ups(llm) if (found := _TURN.search(probe.aim)))
    assert begin.most_common(1)[0][1] <= begin.total() / 100
    assert turn.most_common(1)[0][1] <= len(follow_ups(llm)) / 12
