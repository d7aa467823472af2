"""What docs/transcript-format.md promises, for the tests that hold it: each quotes the sentence that it stands for."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

PAGE = Path(__file__).parent.parent / "docs" / "transcript-format.md"
Test = TypeVar("Test", bound=Callable[..., object])


def promised() -> list[str]:
    """The sentences of the section "What is promised"."""
    section = PAGE.read_text("utf-8").split("## What is promised\n")[1].split("\n## ")[0]
    return [line.removeprefix("- ") for line in section.splitlines() if line.startswith("- ")]


def promise(sentence: str) -> Callable[[Test], Test]:
    """Marks a test with the promise that it holds; the page must make it in these words."""
    assert sentence in promised(), f"docs/transcript-format.md does not promise: {sentence}"
    return lambda test: test
