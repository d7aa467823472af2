"""docs/architecture.md and docs/decisions: short, listed, and naming only what is there."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
PACKAGE = DOCS.parent / "simulator"
DECISIONS = sorted(path for path in (DOCS / "decisions").glob("*.md") if path.name != "README.md")
PAGES = [DOCS / "architecture.md", DOCS / "decisions" / "README.md", *DECISIONS]
LAYERS = "|".join(("graph", "engine", "session", "report", "ui", "cli"))
TWO_SCREENS = 100
LONGEST = 25


def modules_in(text: str) -> set[str]:
    """The modules and folders that a page names: in backticks, or at the start of a line of its picture."""
    quoted = re.findall(rf"`((?:{LAYERS})/[a-z_/]+)`", text)
    return {name.rstrip("/") for name in (*quoted, *re.findall(rf"^\W*((?:{LAYERS})/[a-z_/]+)", text, re.MULTILINE))}


def decisions_in(page: Path) -> list[tuple[str, str]]:
    """Each decision of a page: its heading and what stands below it."""
    _, *parts = re.split(r"^## ", page.read_text("utf-8"), flags=re.MULTILINE)
    return [(part.partition("\n")[0], part.partition("\n")[2].strip()) for part in parts]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_module_named_in_a_page_exists(page: Path) -> None:
    named = modules_in(page.read_text("utf-8"))
    assert [n for n in sorted(named) if not ((PACKAGE / n).is_dir() or (PACKAGE / f"{n}.py").is_file())] == []


def test_the_architecture_fits_on_two_screens() -> None:
    text = (DOCS / "architecture.md").read_text("utf-8")
    assert len(text.splitlines()) <= TWO_SCREENS
    assert len(modules_in(text)) > 20


def test_the_index_lists_every_subject() -> None:
    listed = re.findall(
        r"^- \[[\w-]+\]\(([\w-]+\.md)\)", (DOCS / "decisions" / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert sorted(listed) == [page.name for page in DECISIONS]


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.stem)
def test_every_decision_has_a_heading_and_reasons(page: Path) -> None:
    found = decisions_in(page)
    assert found
    assert [heading for heading, text in found if text.count(".") < 2 or len(text.splitlines()) > LONGEST] == []


def test_no_decision_stands_in_two_pages() -> None:
    headings = [heading for page in DECISIONS for heading, _ in decisions_in(page)]
    assert sorted(headings) == sorted(set(headings))


def test_where_to_add_names_two_source_files() -> None:
    rows = re.findall(r"^\| (an? .+)$", (DOCS / "architecture.md").read_text("utf-8"), re.MULTILINE)
    assert len(rows) == 17
    assert [row for row in rows if len(modules_in(row)) > 2] == []
