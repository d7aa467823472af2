"""What came of an item has one word, and it stands in one table: no other module spells another."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import simulator
from simulator.session.interview import outcome_words

SOURCES = Path(simulator.__file__).parent
TABLE = Path(outcome_words.__file__)
# skipped, wrong and "I don't know" under other names
OTHERS = re.compile(
    r"\bpass(es|ed)?\b( \w+){0,2} over\b|\byou passed\b|\bnot (quite )?right\b|\bnot quite\b|\bincorrect\b"
    r"|\b(do|did|does) not know\b|\bdon't know the answer\b|\bno idea\b|\bunscored\b|\bunjudged\b",
    re.IGNORECASE,
)

_PARTED = re.compile(r"""["']\s*\n\s*[fr]*["']|\\n""")  # where a text goes on in the next line


def texts_in(source: str) -> Iterator[tuple[int, str]]:
    """The texts of a module that may reach a person, with their lines: not its docstrings."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def other_words(source: str) -> list[tuple[int, str]]:
    """Those texts of a module that say it otherwise; it is read closely where its letters do, parted or not."""
    if not OTHERS.search(_PARTED.sub("", source)):
        return []
    return [(line, text) for line, text in texts_in(source) if " " in text and OTHERS.search(text)]


def test_no_module_has_another_word() -> None:
    modules = [path for path in SOURCES.rglob("*.py") if path != TABLE]
    assert len(modules) > 100
    found = {path.name: other for path in modules if (other := other_words(path.read_text("utf-8")))}
    assert found == {}


@pytest.mark.parametrize("text", ["Passed over.", "{n} not right", "Not quite: 3", "you do not know", "passes it over"])
def test_another_word_would_be_found(text: str) -> None:
    assert len(other_words(f"x = f'{text}'")) == 1
    assert other_words(f"'{text}'") == []


def test_every_outcome_has_its_own_word() -> None:
    words = [*outcome_words.OUTCOMES.values(), outcome_words.NOT_SCORED, outcome_words.NOT_JUDGED]
    assert len(set(words)) == len(words)
    assert outcome_words.outcome_word("passed over") == "skipped"
    assert outcome_words.outcome_word("solid") == "solid"
