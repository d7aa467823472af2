"""Several things that are asked at once: each gets its fact, or what fits its form."""

import pytest

from simulator.engine.choice.asked_back import forms, sayings
from simulator.engine.choice.asked_back.replying import REST, Replied, replied
from simulator.engine.choice.asked_back.unprepared import Situation
from simulator.graph.records import Clarification

AT = Situation("Tickets come in at night. How would you sort them?")
MODEL = Clarification(asks="Which model is it?", reply="It's an open 8B model.", cues=("which model|model",))
COUNT = Clarification(asks="How many tickets come?", reply="There are 900 tickets a night.", cues=("how many|tickets",))


def answered(asks: str, at: Situation = AT) -> Replied:
    return replied(asks, (MODEL, COUNT), at, lambda _: "")


@pytest.mark.parametrize(
    ("asks", "said"),
    [
        ("Which model is it?", MODEL.reply),
        ("Which model is it, and how many tickets come?", f"{MODEL.reply} {COUNT.reply}"),
        ("Which model is it, and who pays the bill?", f"{MODEL.reply} {REST}"),
        ("Which model is it, and can I take notes?", f"{MODEL.reply} {forms.OF_COURSE}"),
        ("Which model is it? And how deep should I go?", f"{MODEL.reply} {sayings.AS_DEEP}"),
        ("Which model is it, and may I hire a clerk?", f"{MODEL.reply} {sayings.PROPOSALS[0]}"),
        ("How deep should I go, and how long do I have?", f"{sayings.AS_DEEP} {forms.TIME}"),
        ("Is it ok if I don't know the name, and who pays?", f"{forms.AS_YOU_KNOW} {sayings.ASSUMPTIONS[0]}"),
        ("Who pays, and where?", sayings.ASSUMPTIONS[0]),
    ],
)
def test_each_part_is_answered(asks: str, said: str) -> None:
    """What came second was told to be whatever seems likely, or nothing at all."""
    assert answered(asks).text == said


def test_a_reason_for_asking_asks_for_nothing() -> None:
    """ "I don't train." was told how many hours there are for training."""
    assert answered("Do you want this from a data engineer? I never touch a model.") == Replied(forms.OF_THE_ROLE)
    assert answered("It depends on the model.").facts == (MODEL.reply,)


def test_facts_are_kept_apart_beside_other_words() -> None:
    assert answered("Which model is it?").pieces == ()
    assert answered("Which model is it, and who pays the bill?").pieces == (MODEL.reply,)
    assert answered("Which model is it, and how many tickets come?").pieces == (MODEL.reply, COUNT.reply)
