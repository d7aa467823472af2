"""Whatever stands in the files of a graph: a graph, or one safe sentence; never a traceback."""

import unicodedata
from typing import Any

import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.graph.authoring import FILES, TEMPLATE
from simulator.graph.findings import Finding
from simulator.graph.lint.structure import STEPS
from simulator.graph.load import read_draft
from simulator.graph.parse import TABLES
from tests.some import examples

GOOD = {name: (TEMPLATE / name).read_bytes().replace(b"@NAME@", b"sample") for name in FILES}
KEYS = sorted({key for kind in TABLES.values() for key in kind.__struct_fields__} | {"point", "kind", "asks", "weight"})
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.sampled_from(["big-o", "caching", "gap", "discuss", "\x1b[2J", "\u202e", "x[/", "[@click=app.quit]", "```", ""]),
)
SCALARS = st.one_of(
    TEXTS, st.integers(-(2**70), 2**70), st.floats(), st.booleans(), st.datetimes(), st.dates(), st.times()
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | TEXTS, inner, max_size=4),
    max_leaves=12,
)
RECORDS = st.dictionaries(st.sampled_from(KEYS) | TEXTS, VALUES, max_size=8)
QUESTION = {"id": "q", "kind": "discuss", "concepts": ["big-o"], "tier": 1, "prompt": "Why?"}


def findings(files: dict[str, bytes]) -> list[Finding]:
    draft = read_draft(files)
    for step in STEPS:
        step(draft)
    return draft.findings


def check_safe(found: list[Finding]) -> None:
    for finding in found:
        text = str(finding)
        assert not {unicodedata.category(c) for c in text} & {"Cc", "Cs", "Zl", "Zp"}, text
        assert "\u202e" not in text
        assert len(text) < 1000


@settings(deadline=None, max_examples=examples(150))
@given(st.sampled_from(sorted(TABLES)), st.lists(RECORDS, max_size=3))
def test_any_toml_table_is_read_or_explained(kind: str, records: list[dict[str, Any]]) -> None:
    file = {"area": "graph.toml", "role": "graph.toml", "concept": "concepts.toml"}.get(kind, "questions/fuzz.toml")
    check_safe(findings(GOOD | {file: tomli_w.dumps({kind: records}).encode()}))


@settings(deadline=None, max_examples=examples(300))
@given(st.dictionaries(st.sampled_from(KEYS), VALUES, min_size=1, max_size=3))
def test_any_changed_question_is_read_or_explained(changes: dict[str, Any]) -> None:
    text = tomli_w.dumps({"question": [QUESTION | changes]})
    check_safe(findings(GOOD | {"questions/fuzz.toml": text.encode()}))


@settings(deadline=None, max_examples=examples(150))
@given(st.binary(max_size=200), st.sampled_from(sorted(GOOD)), st.floats(0, 1))
def test_any_bytes_anywhere_are_read_or_explained(junk: bytes, name: str, where: float) -> None:
    data = GOOD[name]
    at = int(where * len(data))
    check_safe(findings(GOOD | {name: data[:at] + junk + data[at:]}))
    check_safe(findings(GOOD | {name: junk}))
