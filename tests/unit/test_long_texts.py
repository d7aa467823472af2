"""What reads a text takes time in proportion to it, whatever it repeats: its square would be minutes here."""

import time
from collections.abc import Callable
from functools import partial

import pytest

from simulator.report.debrief.own_words import in_sentence
from simulator.report.export.picture import lines
from simulator.report.export.prose import highlighted
from simulator.session.numbers.tokens import simplify, tokenise
from simulator.session.transcript.sidecars import without_comment
from simulator.ui.tui.map.layers import PARTS, whole_parts
from simulator.ui.tui.widgets.code_editor import coloured
from simulator.ui.tui.widgets.text import prose

LENGTH = 39_000  # letters; of code, more have no colours


@pytest.mark.parametrize(
    ("read", "repeated", "end"),
    [
        (in_sentence, " ", "x"),
        (partial(lines, room=200.0, size=12.0, most=2), "x", ""),
        (highlighted, " \n", "x = 1"),
        (coloured, " \n", ""),
        (simplify, "1", ""),
        (tokenise, "0x", ""),
        (tokenise, "ln2", ""),
        (without_comment, "\t", "x"),
        (partial(whole_parts, width=80), PARTS, "x"),
        (prose, "\n", "x"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_long_text_is_read_in_proportion(read: Callable[[str], object], repeated: str, end: str) -> None:
    text = f"x{repeated * (LENGTH // len(repeated))}{end}"
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 1.5
