"""The pictures of the README show the screens as they are: their text is compared, not their bytes."""

import difflib

import pytest

from tests.pictures import FOLDER, PICTURES, taken, text_of


@pytest.mark.parametrize("name", PICTURES)
async def test_picture_says_what_screen_says(name: str) -> None:
    for file, svg in (await taken(name)).items():
        path = FOLDER / file
        kept = text_of(path.read_text("utf-8")) if path.exists() else []
        changed = difflib.unified_diff(kept, text_of(svg), f"docs/pictures/{file}", "the screen", lineterm="", n=0)
        if lines := list(changed):
            pytest.fail("\n".join((f"{file} is of before; `make pictures` takes them anew:", *lines)), pytrace=False)


def test_a_changed_word_is_seen_in_text() -> None:
    svg = (
        '<text class="a" x="12" y="20" textLength="9">Yes&#160;for</text><text class="b" x="40" y="20">&#160;mid</text>'
    )
    assert text_of(svg) == ["Yes for mid"]
    assert text_of(svg.replace("mid", "senior")) != text_of(svg)
