"""Every source of the bank was looked up: docs/bank-sources.csv says where, and what it gave."""

import csv
from collections import defaultdict
from pathlib import Path

from simulator.graph.records import Graph

PAGE = Path(__file__).parent.parent.parent / "docs" / "bank-sources.csv"
SEEN = {"paper", "abstract", "documentation", "secondary"}
SECOND_HAND = 3  # at most so many are known only from what others write of them


def rows() -> list[dict[str, str]]:
    with PAGE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_source_has_row_and_every_row_question(llm: Graph) -> None:
    cited: defaultdict[str, set[str]] = defaultdict(set)
    for question in llm.questions.values():
        for source in question.sources:
            cited[source.arxiv or source.url or source.title].add(question.id)
    found = {row["source"]: set(row["questions"].split()) for row in rows()}
    assert found == dict(cited)
    assert len(rows()) == len(found), "a source has two rows"


def test_every_row_says_where_seen_and_what_mended() -> None:
    assert {row["seen"] for row in rows()} <= SEEN
    assert sum(row["seen"] == "secondary" for row in rows()) <= SECOND_HAND
    assert [row["source"] for row in rows() if not row["looked_up"]] == []
    unmended = [row["source"] for row in rows() if row["supports"] == "no" and row["change"] in {"", "none"}]
    assert unmended == []
