"""What stands against a verdict: replies that no point covers; and a point heard in the answer, marked as asked for."""

from dataclasses import replace

import msgspec
import pytest

from simulator.engine.choice.unknown import words_of_reply
from simulator.engine.scoring import Mark
from simulator.session.interview import events as ev
from simulator.session.interview.hearing import FoundWords, words_found
from simulator.session.interview.state import State
from simulator.session.interview.turn import Turn
from simulator.ui.found_words import explains_when_asked, heard_already
from simulator.ui.verdict_doubts import marks_without_words, reply_wrong
from tests.reporting import START
from tests.seven import begun
from tests.unit.test_listening import CACHE
from tests.unit.test_words_found import answered

HALF = "The KV cache grows with every token, and I'd look at how full it is against what we reserved."
SIZE = "Layers times heads times the head dimension, two bytes each, per token."
OTHER = "The load balancer would send the rest to another machine in the same zone."
TOLD = "If it was wrong, lower the verdict: v."


def judged(*replies: str, sort: str = "drill", **marks: Mark) -> Turn:
    """An answer with replies to follow-ups that go on from a point, all of its points marked."""
    turn = answered(HALF, *replies)
    of_all = {"n": 3, "at": START, "clock": 1.5, "position": 1, "sort": sort, "asks": "And?", "reply": "It grows."}
    probes = tuple(ev.Probed(probe=number, **of_all) for number in range(len(replies)))  # type: ignore[arg-type]
    given: dict[str, Mark] = {**{point.id: "yes" for point in CACHE.rubric}, "price": "no", **marks}
    return replace(turn, probes=probes, marks=given)


def test_reply_that_says_a_met_point_is_covered() -> None:
    """The reply held the very words of a point marked as met, and yet "No point covers your reply" stood there."""
    assert not reply_wrong(judged(SIZE), "v")
    assert not reply_wrong(judged(SIZE, size="prompted"), "v")
    assert reply_wrong(judged(SIZE, size="no"), "v").endswith(TOLD), "words of a point that isn't met cover nothing"
    assert reply_wrong(judged(OTHER), "v").startswith("No point covers your reply to the follow-up (")


def test_only_the_other_reply_is_uncovered() -> None:
    """Which one it is depends on the words, and not on how many points were marked as asked for."""
    for replies, which in (((SIZE, OTHER), "second"), ((OTHER, SIZE), "first")):
        for mark in ("yes", "prompted"):
            assert reply_wrong(judged(*replies, size=mark), "v").startswith(f"No point covers your {which} reply (")


@pytest.mark.parametrize("reply", ["I don't know.", "No idea, sorry.", "I'd have to look that up."])
def test_reply_that_gave_up_is_not_suspected(reply: str) -> None:
    assert not reply_wrong(judged(reply), "v")
    assert "your first reply" in reply_wrong(judged(OTHER, reply), "v")


def test_uncovered_replies_are_told_once() -> None:
    """At every question anew it read as an accusation, in short as well."""
    turn = judged(OTHER)
    scored = replace(turn, scored=ev.Scored(n=9, at=START, clock=3.0, position=1, verdict="solid"))
    assert reply_wrong(turn, "v", (judged(SIZE), judged("I don't know."))).endswith(TOLD), "it wasn't said of these"
    for replies in ((OTHER,), (OTHER, OTHER), (SIZE, OTHER)):
        assert reply_wrong(judged(*replies), "v", (judged(SIZE), scored)) == ""


def already(turn: Turn, point: str, mark: Mark) -> str:
    rubric = next(each for each in turn.question.rubric if each.id == point)
    return heard_already(turn, rubric, words_found(turn).get(point), mark, "u", "y")


def test_a_point_heard_unasked_is_said() -> None:
    """ "When asked" on what the answer itself had said was taken without a word, and costs."""
    turn = judged(SIZE)
    assert already(turn, "names", "prompted") == "I heard that in your answer itself: u, then y, counts it in full."
    assert not already(turn, "names", "yes")
    assert not already(turn, "size", "prompted"), "that was said in the reply"
    assert not already(turn, "price", "prompted"), "nothing was heard of it"
    assert not already(replace(turn, engine="7"), "names", "prompted")


def test_a_point_that_waits_costs_nothing_when_asked() -> None:
    point = msgspec.structs.replace(CACHE.rubric[0], by_probe=True)
    words = FoundWords("The KV cache grows", surely=True)
    assert point.waits
    assert not heard_already(judged(SIZE), point, words, "prompted", "u", "y")


def test_when_asked_is_explained_at_the_first_offer() -> None:
    """The key was offered at the first point, and explained at the second."""
    fresh = replace(judged(SIZE), marks={})
    header = begun().header
    state = State(header, (fresh,))
    assert explains_when_asked(state, fresh)
    assert not explains_when_asked(state, replace(fresh, probes=(), replies=())), "there it isn't offered"
    assert not explains_when_asked(State(header, (judged(SIZE), fresh)), fresh)
    assert not explains_when_asked(State(header, (judged(SIZE),)), judged(SIZE))


BOTH = f"The KV cache is what grows. {SIZE}"


@pytest.mark.parametrize(
    ("marks", "said"),
    [
        ({"size": "prompted", "names": "prompted"}, "Solid rests on point 3, which I couldn't find in your words. "),
        ({"size": "prompted", "names": "prompted", "first": "no"}, ""),
        ({}, ""),
    ],
    ids=["the verdict rests on it", "it isn't marked", "it'd be solid without"],
)
def test_a_verdict_resting_on_unheard_words_says_so(marks: dict[str, Mark], said: str) -> None:
    """One false yes lifted an answer to solid, and nothing was said of it: only two were worth a word."""
    given: dict[str, Mark] = {**{point.id: "yes" for point in CACHE.rubric}, "price": "no", **marks}
    turn = replace(answered(BOTH), marks=given)
    assert marks_without_words(turn) == (f"{said}Look again?" if said else "")
    scored = ev.Scored(n=9, at=START, clock=3.0, position=1, verdict="solid")
    assert not marks_without_words(replace(turn, scored=scored)), "once it's settled there's nothing to look at"
    spoken = tuple(msgspec.structs.replace(part, spoken_seconds=60.0) for part in turn.answers)
    assert not marks_without_words(replace(turn, answers=spoken)), "what was said aloud isn't all there"


def test_a_lower_verdict_is_not_suspected() -> None:
    marks: dict[str, Mark] = {"names": "no", "size": "yes", "first": "yes", "price": "no"}
    turn = replace(answered(BOTH), marks=marks)
    assert turn.score is not None
    assert turn.score.verdict == "borderline"
    assert not marks_without_words(turn)


GOOD = "Each audit catches one with 2%, so it's at least one in 1 - 0.98 to the fifth, about a tenth."
ASKS = "There are five backdoors. How likely is it that 40 audits of 2,000 catch one?"


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("An audit hits with 2%, and for at least one of five that's about a tenth.", "most"),
        ("They're nearly sure to notice within the day.", "none"),
        ("A tenth, I think.", "some"),
    ],
)
def test_words_of_a_good_reply_are_counted(reply: str, words: str) -> None:
    assert words_of_reply(ASKS, GOOD, reply) == words


def test_general_words_in_common_are_some() -> None:
    good = "It isn't for few, irregular tables or for qualitative questions: the work on a schema exceeds the gain."
    same = "With a few reports, or where questions are mostly about the text, columns are more work than it's worth."
    assert words_of_reply("When is turning tables into database rows not worth it?", good, same) == "some"


def test_no_to_a_yes_has_never_most() -> None:
    good = "Yes: the scaler tries a larger scale until something overflows, and then it halves it."
    same = "the scaler tries a larger scale, and when something overflows it's halved."
    assert [words_of_reply("Is it healthy?", good, f"{word}, {same}") for word in ("Yes", "No")] == ["most", "some"]
    assert words_of_reply("Is it healthy?", "Yes, it is.", "The other one.") == "some", "too few words to tell"


def replied(reply: str, *, sort: str = "drill", quote: str = "", spoken: float | None = None) -> Turn:
    turn = judged(reply, sort=sort)
    probes = tuple(msgspec.structs.replace(probe, asks=ASKS, reply=GOOD, quote=quote) for probe in turn.probes)
    said = tuple(msgspec.structs.replace(each, spoken_seconds=spoken) for each in turn.replies)
    return replace(turn, probes=probes, replies=said)


def test_reply_with_good_words_is_left_alone() -> None:
    """ "No point covers your reply. To lower the verdict: v." came after each question, whatever was replied."""
    assert not reply_wrong(replied("An audit hits with 2%, and for at least one of five that's about a tenth."), "v")
    beside = replied("They're nearly sure to notice within the day.")
    none = f"Your reply to the follow-up has none of the words of a good one. {TOLD}"
    assert reply_wrong(beside, "v") == none
    assert reply_wrong(beside, "v", (judged(OTHER),)) == none, "it isn't said of every reply"
    assert reply_wrong(replied("A tenth, I think."), "v").startswith("No point covers your reply")
    aloud = replied("They're nearly sure to notice.", spoken=20.0)
    assert reply_wrong(aloud, "v").startswith("No point covers"), "only bullets of it are there"


def test_who_admits_a_mistake_isnt_told_of_it() -> None:
    claim = "At temperature 0 it can't hallucinate"
    assert not reply_wrong(replied("OK, I was wrong there.", sort="challenge", quote=claim), "v")
    assert reply_wrong(replied("No, it really can't.", sort="challenge", quote=claim), "v")
