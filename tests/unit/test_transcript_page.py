"""docs/transcript-format.md says what the records say, and every promise of it has a test."""

import ast
import re
from pathlib import Path

import msgspec
import pytest

from simulator.session.header import Header
from simulator.session.interview.events import EVENT_KINDS, Event
from tests.promises import PAGE, promised

TEXT = PAGE.read_text("utf-8")
COMMON = ("n", "at", "clock")


def fields(section: str) -> list[str]:
    return re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)


def section(title: str) -> str:
    return re.split(r"^##+ ", TEXT.split(f"{title}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def test_page_describes_every_field_of_header_in_order() -> None:
    assert fields(section("## The header")) == [f.name for f in msgspec.structs.fields(Header)]


def test_the_page_describes_what_all_events_have() -> None:
    assert fields(section("## Events")) == [*COMMON, "kind"]
    assert [f.name for f in msgspec.structs.fields(Event)] == list(COMMON)


def test_the_page_describes_every_kind_in_order() -> None:
    assert re.findall(r"^### `(\w+)`$", TEXT, re.MULTILINE) == list(EVENT_KINDS)


@pytest.mark.parametrize("kind", EVENT_KINDS)
def test_the_page_describes_every_field_of(kind: str) -> None:
    own = [f.name for f in msgspec.structs.fields(EVENT_KINDS[kind]) if f.name not in COMMON]
    assert fields(section(f"### `{kind}`")) == own


def test_every_promise_is_quoted_by_a_test() -> None:
    quoted = set()
    for path in Path(__file__).parent.parent.glob("*/test_*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "promise":
                quoted |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert set(promised()) - quoted == set()
