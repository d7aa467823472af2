"""What CONTRIBUTING asks of tests, where a program can count it."""

import re

import pytest

from tests.isolation import ROOT

SUFFIXES = {".md", ".py", ".toml", ".tcss", ".csv"}
WRITTEN = [
    *(
        path
        for folder in ("simulator", "docs")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in SUFFIXES
    ),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
]
TITLE = "Let the Expert Stick to His Last"  # of a paper
RECORDED = '    "passed over": "skipped",'  # the one line that keeps a name of the JSON
NOT_WRITTEN = re.compile(
    r"(?<!-)\b(?:he|him|his|himself)\b"  # they; FedML-HE is a name
    r"|\bpass(?:ed|es|ing)?\W+(?:it\W+)?over\b"  # skipped
    r"|\d[ \u00a0\u202f]%",  # 62%
    re.IGNORECASE,
)
FILES = sorted((ROOT / "tests").rglob("test_*.py"))


def badly_named(source: str) -> list[str]:
    """The tests of a file whose names have fewer than three words or more than eight."""
    names = re.findall(r"^\s*(?:async )?def (test_\w+)\(", source, re.MULTILINE)
    return [name for name in names if not 3 <= len(name.split("_")[1:]) <= 8]


def test_names_have_three_to_eight_words() -> None:
    found = {str(path.relative_to(ROOT)): badly_named(path.read_text("utf-8")) for path in FILES}
    assert len(found) > 100
    assert {path: names for path, names in found.items() if names} == {}


def test_too_short_and_long_names_are_found() -> None:
    names = ["test_it_works", "test_a_name_of_nine_words_is_one_too_many", "test_a_name_of_eight_words_is_short_enough"]
    source = "class TestIt:\n" + "".join(f"    async def {name}(self): ...\n" for name in names)
    assert badly_named(source) == names[:2]


def test_no_file_says_what_the_house_avoids() -> None:
    assert len(WRITTEN) > 200
    lines = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in WRITTEN
        for line in path.read_text("utf-8").splitlines()
        if line != RECORDED and NOT_WRITTEN.search(line.replace(TITLE, ""))
    ]
    assert lines == []


@pytest.mark.parametrize("text", ["as he said", "His answer", "it was passed over", "who passes it over", "by 62 %"])
def test_what_the_house_avoids_is_found(text: str) -> None:
    assert NOT_WRITTEN.search(text)


def test_its_own_words_are_not_taken_for_others() -> None:
    for text in ("they said", "`passed_over`", "the clock passes", "by 62%", "this history", "{share:.0%}"):
        assert not NOT_WRITTEN.search(text), text


def test_typed_paths_are_read_in_one_way() -> None:
    sources = {path: path.read_text("utf-8") for path in WRITTEN if path.suffix == ".py"}
    assert sum("typed_path(" in source for source in sources.values()) > 5
    assert [path for path, source in sources.items() if ".expanduser()" in source] == []  # raises for a name nobody has
