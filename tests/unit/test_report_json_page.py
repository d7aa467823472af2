"""docs/report-json.md names every key of every document, and none that does not exist."""

import re
from typing import Any, get_args

import msgspec
import pytest

from simulator.report.figures.brief import Brief
from simulator.report.figures.compare import Comparison
from simulator.report.progress_records import Countdown, Progress
from simulator.report.records import Assessment
from simulator.report.search import Passage
from tests.isolation import ROOT

PAGE = (ROOT / "docs" / "report-json.md").read_text("utf-8")
TITLES: dict[Any, str] = {
    Assessment: "A report",
    Comparison: "A comparison",
    Progress: "Progress",
    Countdown: "The plan",
    Brief: "The brief",
    Passage: "Passages",
}
NOT_IN_JSON = {"blocks"}  # for reading: other fields say the same


def keys(record: Any, seen: tuple[Any, ...] = ()) -> set[str]:
    """All keys of a record and of the records in it; a day of the plan may hold days."""
    if record in seen:
        return set()
    found: set[str] = set()
    if isinstance(record, type) and issubclass(record, msgspec.Struct):
        for field in (field for field in msgspec.structs.fields(record) if field.name not in NOT_IN_JSON):
            found |= {field.name} | keys(field.type, (*seen, record))
    for part in get_args(record):
        found |= keys(part, seen)
    return found


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("record", TITLES)
def test_every_key_is_named_in_its_section(record: Any) -> None:
    text = section(TITLES[record]) + ("" if record is not Comparison else section("A report"))
    named = set(re.findall(r"`(\w+)`", text))
    assert keys(record) - named == set()


def test_no_key_is_named_that_does_not_exist() -> None:
    added = {"version", "sessions", "query", "passages", "days_left"}
    known = added.union(*(keys(record) for record in TITLES))
    words = {"held", "gap", "better", "worse"}
    assert set(re.findall(r"`(\w+)`", PAGE)) - known - words == set()
