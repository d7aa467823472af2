"""What the README says is there: commands with their options, pictures, pages and counts."""

import re
import shlex
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import click
import pytest

from simulator.cli.main import COMMANDS, GRAPH_COMMANDS
from simulator.graph.records import Graph
from tests.pictures import FOLDER, PICTURES, files_of

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
WRITTEN = re.findall(r"^    (interview\b.*)$", README, re.MULTILINE) + re.findall(r"`(interview [^`]+)`", README)
IMAGES = re.findall(r"!\[(.*?)\]\((.*?)\)", README) + [
    (alt, path) for path, alt in re.findall(r'<img src="(.*?)" alt="(.*?)">', README)
]


def command_of(words: list[str]) -> tuple[click.Command, list[str]]:
    """The command that these words call, and the words after it. Raises KeyError."""
    if words[0] == "graph":
        place, rest = GRAPH_COMMANDS[words[1]][0], words[2:]
    else:
        place, rest = COMMANDS[words[0]][0], words[1:]
    module, name = place.split(":")
    found = getattr(import_module(module), name)
    assert isinstance(found, click.Command)
    return found, rest


def unknown_in(line: str) -> list[str]:
    """The options of a line that its command doesn't have, and the choices that an option doesn't offer."""
    words = shlex.split(line, comments=True)[1:]
    if not words:
        return []
    command, rest = command_of(words)
    options = {name: option for option in command.params for name in option.opts}
    unknown = [word for word in rest if word.startswith("-") and word not in options]
    for word, value in pairwise(rest):
        kind = options[word].type if word in options else None
        if isinstance(kind, click.Choice) and value not in kind.choices:
            unknown.append(value)
    return unknown


def test_every_command_of_the_readme_exists() -> None:
    assert len(WRITTEN) > 12
    assert {line: found for line in WRITTEN if (found := unknown_in(line))} == {}


def test_a_wrong_command_would_be_found() -> None:
    assert unknown_in("interview start --loud") == ["--loud"]
    assert unknown_in("interview export --to pdf -o x") == ["pdf"]
    with pytest.raises(KeyError):
        unknown_in("interview sing")


def test_every_picture_is_used_and_described() -> None:
    used = re.findall(r"docs/pictures/([\w-]+\.svg)", README)
    made = [path.name for name in PICTURES for path in files_of(name)]
    assert sorted(used) == sorted(made) == sorted(path.name for path in FOLDER.iterdir())
    assert len(IMAGES) == len(PICTURES)
    assert [path for alt, path in IMAGES if len(alt.split()) < 8] == []


def test_pictures_fetch_nothing_from_elsewhere() -> None:
    for path in FOLDER.iterdir():
        assert re.findall(r"@import|@font-face|url\((?!#)|\bhref=", path.read_text("utf-8")) == [], path.name


def test_links_of_the_readme_lead_somewhere() -> None:
    pages = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("https://")]
    folders = re.findall(r"^\| `([^`]+/)` \|", README, re.MULTILINE)
    assert len(pages) > 8
    assert len(folders) == 5
    assert [path for path in (*pages, *folders) if not (ROOT / path).exists()] == []


def test_counts_of_the_bank_are_right(llm: Graph) -> None:
    tasks = sum(question.is_coding for question in llm.questions.values())
    assert f"has {len(llm.concepts)} concepts and {len(llm.questions) - tasks} questions" in README
    assert f"{tasks} tasks for which you write code" in README
