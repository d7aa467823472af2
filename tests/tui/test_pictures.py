"""The pictures of the README show the screens as they are: their text is compared, not their bytes."""

import difflib
from collections.abc import Sequence

import pytest

from simulator.ui.tui.theme import INK
from tests.pictures import PICTURES, files_of, taken, text_of


def changes(name: str, kept: Sequence[str], shown: Sequence[str]) -> str:
    """What a picture says otherwise than its screen, and what to do then; nothing if they say the same."""
    lines = list(difflib.unified_diff(kept, shown, name, "the screen", lineterm="", n=0))
    return "\n".join((f"{name} is out of date; `make pictures` takes them anew:", *lines)) if lines else ""


@pytest.mark.parametrize("name", PICTURES)
async def test_picture_says_what_screen_says(name: str) -> None:
    (svg,) = await taken(PICTURES[name], [INK.name])  # a theme changes no word
    for path in files_of(name):
        kept = text_of(path.read_text("utf-8")) if path.exists() else []
        if found := changes(path.name, kept, text_of(svg)):
            pytest.fail(found, pytrace=False)


def test_a_changed_word_is_seen_and_named() -> None:
    svg = (
        '<text class="a" x="12" y="20" textLength="9">Yes&#160;for</text><text class="b" x="40" y="20">&#160;mid</text>'
    )
    before, after = text_of(svg), text_of(svg.replace("mid", "senior"))
    assert before == ["Yes for mid"]
    assert changes("x.svg", before, before) == ""
    found = changes("x.svg", before, after)
    assert "make pictures" in found
    assert found.splitlines()[-2:] == ["-Yes for mid", "+Yes for senior"]
