"""docs/engine.md: what can be checked of its tables without measuring anew."""

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent.parent / "docs" / "engine.md"


def tables() -> list[list[str]]:
    return [block.splitlines() for block in re.findall(r"(?:^\|.*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)]


def test_no_row_of_figures_stands_in_two_tables() -> None:
    rows = [row for table in tables() for row in table[2:]]
    assert [row for row in set(rows) if rows.count(row) > 1] == []


def test_every_row_has_the_cells_of_its_head() -> None:
    for head, *rows in tables():
        assert {row.count("|") for row in rows} == {head.count("|")}, head
