"""What stands around a text: the bar of the planned minutes, and which part of a conversation stands where."""

import pytest

from simulator.session.interview.item_blocks import Block
from simulator.ui.tui.room.blocks import ASKED, ASKED_AND_HINTS, HINTS, SO_FAR, asked_now, said_before
from simulator.ui.tui.room.panes.sheet import bar

PROMPT, FACT, HINT = Block("prompt", "What?"), Block("clarified", "Any."), Block("hint", "Lists.", "Hint")
YOU, WHY, AGAIN = Block("you", "This."), Block("interviewer", "Why?"), Block("interviewer", "And then?")


@pytest.mark.parametrize(
    ("share", "shown"),
    [(-1, "▱▱▱▱▱▱"), (0.1, "▱▱▱▱▱▱"), (0.3, "▰▱▱▱▱▱"), (0.5, "▰▰▰▱▱▱"), (1, "▰▰▰▰▰▰"), (7, "▰▰▰▰▰▰")],
)
def test_the_bar_grows_no_longer(share: float, shown: str) -> None:
    assert bar(share) == shown


def test_what_is_asked_now_stands_above_the_text() -> None:
    answering = [PROMPT, FACT, HINT]
    assert (asked_now(answering), said_before(answering)) == ([PROMPT], [ASKED_AND_HINTS, FACT, HINT])
    in_a_stage = [PROMPT, YOU, WHY, FACT, HINT]
    assert asked_now(in_a_stage) == [PROMPT, WHY], "asked back about, and still open"
    assert said_before(in_a_stage) == [SO_FAR, YOU, ASKED_AND_HINTS, FACT, HINT]
    probing = [PROMPT, FACT, YOU, WHY, YOU, AGAIN]
    assert asked_now(probing) == [PROMPT, AGAIN]
    assert said_before(probing) == [SO_FAR, FACT, YOU, WHY, YOU], "told before one answered"
    assert said_before([PROMPT, HINT]) == [HINTS, HINT]
    assert said_before([*probing, FACT]) == [SO_FAR, FACT, YOU, WHY, YOU, ASKED, FACT]
    assert said_before([PROMPT, YOU, WHY, YOU, WHY]) == [SO_FAR, YOU, WHY, YOU], "the same words twice"
    assert (asked_now([WHY]), said_before([WHY])) == ([WHY], [])
