"""Every rule of lint finds what it is for, names the place, and leaves a good graph alone."""

import re
import shutil
import tomllib
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from simulator.errors import GraphError, UsageError
from simulator.graph.authoring import FILES
from simulator.graph.findings import Finding
from simulator.graph.lint import prose
from simulator.graph.lint.prose import alike
from simulator.graph.lint.questions import given_away
from simulator.graph.lint.rules import ERRORS, WARNINGS, fences, spoken_words
from simulator.graph.lint.structure import lint
from simulator.graph.load import load
from simulator.graph.records import Graph
from tests.mutations import at_most

Tables = dict[str, dict[str, Any]]
Change = Callable[[Tables], None]
DOCS = Path(__file__).parents[2] / "docs" / "graph-format.md"


def words(count: int, seed: str = "word") -> str:
    return " ".join(f"{seed}{index}" for index in range(count))


def read(folder: Path) -> Tables:
    return {name: tomllib.loads((folder / name).read_text("utf-8")) for name in FILES}


def write(folder: Path, tables: Tables) -> None:
    for name, content in tables.items():
        (folder / name).write_text(tomli_w.dumps(content), "utf-8")


def question(tables: Tables, index: int = 0) -> dict[str, Any]:
    found = tables["questions/basics.toml"]["question"][index]
    assert isinstance(found, dict)
    return found


def check(tables: Tables) -> dict[str, Any]:
    found = tables["checks.toml"]["check"][0]
    assert isinstance(found, dict)
    return found


def setting(**values: Any) -> Change:
    """A change of the first question; None removes a key."""

    def change(tables: Tables) -> None:
        for key, value in values.items():
            if value is None:
                del question(tables)[key]
            else:
                question(tables)[key] = value

    return change


def pointing(index: int, **values: Any) -> Change:
    return lambda tables: question(tables)["rubric"][index].update(values)


def probing(**values: Any) -> Change:
    return lambda tables: question(tables)["probes"][0].update(values)


def blaming(tables: Tables) -> None:
    question(tables)["probes"][1]["asks"] = "You didn't mention what happens as it fills. What does?"


def checking(**values: Any) -> Change:
    return lambda tables: check(tables).update(values)


def concept(index: int, **values: Any) -> Change:
    return lambda tables: tables["concepts.toml"]["concept"][index].update(values)


def tier6(tables: Tables) -> None:
    tables["concepts.toml"]["concept"][1]["max_tier"] = 6
    stages = [{"id": "a", "title": "A", "asks": "What?", "minutes": 15}]
    twists = [{"asks": "a?", "reply": "b"}, {"asks": "c?", "reply": "d"}]
    question(tables).update(kind="design", tier=6, stages=stages, twists=twists)


ANSWER = """Count, then look up.

```python
def look_up(table, key):
    return table[key]
```"""


def task(**values: Any) -> Change:
    """Turns the question into a task."""

    def change(tables: Tables) -> None:
        calls = [{"args": [{"a": 1}, "a"]}]
        cases = [{"id": f"c{n}", "calls": calls, "expect": 1, "shown": n == 0} for n in range(7)]
        talk = [{"asks": "What does it cost?", "rubric": question(tables).pop("rubric")}]
        after = {"asks": "Now twice.", "cases": [{"id": "d", "calls": calls, "expect": 1}]}
        question(tables).update(
            kind="implement", entry="look_up(table, key)", starter="def look_up(table, key):\n    pass\n",
            answer=ANSWER, cases=cases, after=after, talk=talk,
        )  # fmt: skip
        setting(**values)(tables)

    return change


def sized(tables: Tables) -> None:
    question(tables)["clarifications"] = [SIZE]


def then(*changes: Change) -> Change:
    def change(tables: Tables) -> None:
        for step in changes:
            step(tables)

    return change


def twin(**values: Any) -> Change:
    def change(tables: Tables) -> None:
        copy = deepcopy(question(tables)) | {"id": "twin", **values}
        tables["questions/basics.toml"]["question"].append(copy)

    return change


def choices(correct: Callable[[int], int], options: Callable[[int], list[str]]) -> Change:
    def change(tables: Tables) -> None:
        tables["checks.toml"]["check"] = [
            {"id": f"c{i}", "concepts": ["hash-table"], "tier": 1, "prompt": words(9, f"p{i}-"), "why": "so",
             "options": options(i), "correct": correct(i)}
            for i in range(12)
        ]  # fmt: skip

    return change


LOOKUP = "hash-table-lookup-cost"
POINT = {"id": "bucket", "point": "Says that a hash picks a bucket", "weight": 2}


def same(tables: Tables) -> None:
    """The template as it is."""


def spread(index: int) -> int:
    return index % 2


def longest(index: int) -> list[str]:
    """Options of which the right one (see `spread`) is the longest."""
    return ["a" * (9 if at == index % 2 else 1) + str(at) for at in range(4)]


DRILL = {"kind": "drill", "asks": "Why?", "reply": "So."}
SIZE = {"id": "size", "asks": "How full is it?", "reply": "75%."}
CASES: list[tuple[str, str, str, Change]] = [
    ("unknown-key", LOOKUP, "gists", setting(gists="x")),
    ("missing-key", LOOKUP, "prompt", setting(prompt=None)),
    ("type", LOOKUP, "tier", setting(tier="1")),
    ("value", LOOKUP, "rubric[0].weight", pointing(0, weight=4)),
    ("size", LOOKUP, "answer", setting(answer="x" * 50_001)),
    ("duplicate-id", "caching-stale-price", "id", lambda t: question(t).update(id="caching-stale-price")),
    ("unknown-reference", LOOKUP, "concepts[0]", setting(concepts=["hash-tables"])),
    ("cycle", "big-o", "prerequisites", concept(0, prerequisites=["caching"])),
    ("tier-falls", "caching", "prerequisites[0]", then(concept(1, min_tier=3), setting(tier=3))),
    ("redundant-edge", "caching", "prerequisites[0]", concept(2, prerequisites=["big-o", "hash-table"])),
    ("tier-out-of-range", LOOKUP, "tier", setting(tier=5)),
    ("tier-out-of-range", "load-factor", "tier", checking(tier=5)),
    ("loose-probe", LOOKUP, "probes[0].point", lambda t: question(t)["probes"][0].pop("point")),
    ("duplicate-prompt", "twin", "prompt", twin()),
    ("missing-role", "graph", "role", lambda t: t["graph.toml"].pop("role")),
    ("missing-concept", "", "concept", lambda t: t["concepts.toml"].pop("concept")),
    ("missing-question", "graph", "question", lambda t: t["questions/basics.toml"].pop("question")),
    ("control-character", LOOKUP, "gist", setting(gist="a\x1b[0m")),
    ("control-character", LOOKUP, "rubric[0].point", pointing(0, point="Says \u202ea\u202c hash")),
    ("folder-name", "graph", "id", lambda t: t["graph.toml"]["graph"].update(id="another")),
    ("empty-area", "spare", "id", lambda t: t["graph.toml"]["area"].append({"id": "spare", "title": "Spare"})),
    ("missing-definition", "big-o", "definition", concept(0, definition=" ")),
    ("thin-concept", "big-o", "", same),
    ("tier-spread", "hash-table", "", same),
    ("secondary-above-tier", LOOKUP, "concepts[1]", setting(concepts=["hash-table", "caching"])),
    ("prompt-length", LOOKUP, "prompt", setting(prompt=words(61))),
    ("prompt-length", "load-factor", "prompt", checking(prompt=words(61))),
    ("prompt-asks", LOOKUP, "prompt", setting(prompt="How? And what of \"why?\"? Where? Is it fast?")),
    ("missing-answer", LOOKUP, "answer", setting(answer=None)),
    ("answer-length", LOOKUP, "answer", setting(answer=words(79))),
    ("answer-length", LOOKUP, "answer", setting(answer=words(151))),
    ("missing-gist", LOOKUP, "gist", setting(gist=None)),
    ("gist-length", LOOKUP, "gist", setting(gist=words(46))),
    ("missing-exemplar", LOOKUP, "exemplar", tier6),
    ("missing-anchors", LOOKUP, "anchors", setting(kind="experience")),
    ("hints-count", LOOKUP, "hints", setting(hints=["one"])),
    ("mistakes-count", LOOKUP, "mistakes", setting(mistakes=None)),
    ("clarifications-count", LOOKUP, "clarifications", setting(tier=3)),
    ("missing-source", LOOKUP, "sources", setting(sources=None)),
    ("loose-source", LOOKUP, "sources[0]", setting(sources=[{"title": "A book"}])),
    ("missing-stages", LOOKUP, "stages", then(tier6, setting(stages=None))),
    ("stage-minutes", LOOKUP, "stages", then(tier6, setting(minutes=20))),
    ("twists-count", LOOKUP, "twists", then(tier6, setting(twists=None))),
    ("missing-rubric", LOOKUP, "rubric", setting(rubric=None, probes=None)),
    ("point-count", LOOKUP, "rubric", setting(rubric=[POINT])),
    ("critical-count", LOOKUP, "rubric", pointing(0, critical=False)),
    ("critical-count", LOOKUP, "rubric", then(pointing(1, critical=True), pointing(2, critical=True))),
    ("missing-beyond", LOOKUP, "rubric", pointing(3, beyond=False)),
    ("heavy-point", LOOKUP, "rubric[0].weight", then(pointing(0, weight=3), pointing(1, weight=1))),
    ("critical-beyond", LOOKUP, "rubric[3]", pointing(3, critical=True)),
    ("light-critical", LOOKUP, "rubric[0].weight", pointing(0, weight=1)),
    ("vague-point", LOOKUP, "rubric[0].point", pointing(0, point="Mentions hashing of keys")),
    ("say-length", LOOKUP, "rubric[0].say", pointing(0, say=words(29))),
    ("say-length", LOOKUP, "aim", setting(aim=words(29))),
    ("given-away", LOOKUP, "aim", setting(aim="A hash leads to the bucket, and that's all there is to it.")),
    ("given-away", LOOKUP, "rubric[0].point", setting(prompt="Which bucket does a hash of the key pick?")),
    ("given-away", LOOKUP, "rubric[3].point", setting(hints=["And the linear worst case matters", "b"])),
    ("probes-count", LOOKUP, "probes", lambda t: question(t)["probes"].pop()),
    ("probes-count", LOOKUP, "probes", lambda t: question(t)["probes"].extend([DRILL] * 3)),
    ("missing-probe", LOOKUP, "rubric[0]", lambda t: question(t)["probes"].pop(0)),
    ("missing-probe", LOOKUP, "rubric[3]", pointing(3, weight=3)),
    ("value", LOOKUP, "rubric[0].by_probe", pointing(0, by_probe=True)),
    ("by-probe", LOOKUP, "rubric[0].by_probe", pointing(0, by_probe=True)),
    ("by-probe", LOOKUP, "rubric[2].by_probe", pointing(2, by_probe=True)),
    ("by-probe", LOOKUP, "rubric[3].by_probe", pointing(3, by_probe=True)),
    ("by-probe", LOOKUP, "probes[1].asks", then(pointing(1, by_probe=True), blaming)),
    ("by-probe", LOOKUP, "rubric", then(pointing(1, by_probe=True), pointing(2, by_probe=True))),
    ("by-probe", LOOKUP, "rubric", then(*(pointing(index, by_probe=True) for index in range(4)))),
    ("given-away", LOOKUP, "probes[0].asks", probing(asks="Which slot does the hash pick?")),
    ("given-away", LOOKUP, "probes[0].aim", probing(aim="Whoever debugs it starts from the slot that a hash picks.")),
    ("say-length", LOOKUP, "probes[0].aim", probing(aim="Some ask for it. " * 12)),
    ("cue", LOOKUP, "rubric[0].cues[0]", pointing(0, cues=["hash| + bucket"])),
    ("cue", LOOKUP, "mistakes[0].cues[0]", lambda t: question(t)["mistakes"][0].update(cues=[""])),
    ("cue", LOOKUP, "rubric[0].cues[0]", pointing(0, cues=[" + ".join("abcdefg")])),
    ("missing-cues", LOOKUP, "rubric[0].cues", pointing(0, cues=[])),
    ("cue-in-prompt", LOOKUP, "rubric[0].cues[1]", pointing(0, cues=["bucket", "look-up|lookup + cost"])),
    (
        "same-cues",
        LOOKUP,
        "rubric[1].cues",
        then(pointing(0, cues=["hash + slot|place"]), pointing(1, cues=["hashing + slot", "hash + place|slot"])),
    ),
    ("missing-challenge", LOOKUP, "mistakes[0].challenge", lambda t: question(t)["mistakes"][0].pop("challenge")),
    ("unknown-reference", LOOKUP, "probes[0].needs", probing(needs="size")),
    ("duplicate-id", LOOKUP, "clarifications", setting(clarifications=[SIZE, SIZE])),
    ("untold-figure", LOOKUP, "rubric[1].point", then(sized, pointing(1, point="Gives a load of 75%"))),
    ("untold-figure", LOOKUP, "probes[0].asks", then(sized, probing(asks="Is 75% too full?"))),
    (
        "untold-figure",
        LOOKUP,
        "mistakes[0].challenge",
        then(sized, lambda t: question(t)["mistakes"][0].update(challenge="At 75%, who waits?")),
    ),
    ("task-code", LOOKUP, "answer", task(answer="No code in it.")),
    ("task-code", LOOKUP, "starter", task(starter="def look_up(table, key)\n")),
    ("task-code", LOOKUP, "starter", task(starter="def find(table, key):\n    pass\n")),
    ("task-cases", LOOKUP, "cases", then(task(), lambda t: question(t).update(cases=question(t)["cases"][:3]))),
    ("task-twist", LOOKUP, "after", task(after=None)),
    ("task-talk", LOOKUP, "talk", task(talk=None)),
    ("value", LOOKUP, "cases[0].expect", then(task(), lambda t: question(t)["cases"][0].pop("expect"))),
    ("missing-key", LOOKUP, "entry", task(entry=None)),
    ("value", LOOKUP, "rubric", task(rubric=[{"id": "own", "point": "Gives a reason", "weight": 1}])),
    ("value", LOOKUP, "stages", task(stages=[{"id": "own", "title": "Own", "asks": "Go on.", "minutes": 5}])),
    ("value", LOOKUP, "kind", task(kind="discuss")),
    ("value", LOOKUP, "kind", setting(starter="x = 1\n")),
    ("missing-tolerance", "load-factor", "tolerance", lambda t: check(t).pop("tolerance")),
    ("loose-count", "load-factor", "tolerance", checking(value=576, unit="patches", tolerance=0.05)),
    ("loose-count", "load-factor", "tolerance", then(checking(value=25, unit=""), lambda t: check(t).pop("tolerance"))),
    ("options-count", "c0", "options", choices(spread, lambda _: ["a", "b"])),
    ("missing-why", "load-factor", "why", checking(why="")),
    ("guessable", "c0", "correct", choices(lambda _: 1, lambda _: ["a", "b", "c", "d"])),
    ("guessable", "c0", "options", choices(spread, longest)),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)}\n\n![a](b.png)")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)}\n\n|a|b|\n|---|---|\n|1|2|")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)} <b>bold</b>")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)} $\\frac{{a}}{{b}}$")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)} $x_i^2$")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)}\n\n- a\n    - b\n        - c\n")),
    ("markdown", LOOKUP, "answer", setting(answer=f"{words(90)} [^1]")),
    ("open-fence", LOOKUP, "prompt", setting(prompt="What does this do?\n```python\nx = 1")),
    ("wide-code", LOOKUP, "prompt", setting(prompt=f"What does this do?\n```\n{'x' * 77}\n```")),
    ("markup-in-plain-text", LOOKUP, "gist", setting(gist="A **bold** gist")),
    ("markup-in-plain-text", LOOKUP, "aim", setting(aim="A **bold** aim.")),
    ("markup-in-plain-text", LOOKUP, "rubric[1].partly", pointing(1, partly="says `O(1)`")),
    ("near-duplicate", "twin", "prompt", twin(prompt="How does a hash table find one entry? What is the cost?")),
    (
        "near-duplicate",
        LOOKUP,
        "rubric[1].point",
        pointing(1, point="Says that the hash of a key picks its bucket directly"),
    ),
]  # fmt: skip
BY_DAY = "stale"
BY_BYTES = ("folder", "encoding", "toml", "stray-file", "calibration")


def of(findings: list[Finding], rule: str) -> Iterator[Finding]:
    return (finding for finding in findings if finding.rule == rule)


def test_the_template_is_only_found_to_be_small(folder: Path) -> None:
    assert {finding.rule for finding in lint(folder)} == {"thin-concept", "tier-spread"}


@pytest.mark.parametrize(("rule", "record", "key", "change"), CASES, ids=[f"{c[0]} {c[2]}" for c in CASES])
def test_a_rule_finds_what_it_is_for(folder: Path, rule: str, record: str, key: str, change: Change) -> None:
    tables = read(folder)
    change(tables)
    write(folder, tables)
    found = [finding for finding in of(lint(folder), rule) if (finding.record, finding.key) == (record, key)]
    assert found
    assert found[0].severity == ("error" if rule in ERRORS else "warning")
    assert found[0].file in FILES
    assert re.search(r"\w", found[0].message)
    assert not re.search(r"(?<![\d.,-])1 \w+s;", found[0].message)
    assert re.match(rf"{re.escape(found[0].file)}(:\d+)?: {record or key}: ", str(found[0]))


@pytest.mark.parametrize(
    "values",
    [
        {"value": 25, "unit": "chunks", "tolerance": 0},
        {"value": 8, "unit": "", "tolerance": 0.05},  # 7 and 9 are wrong
        {"value": 64, "unit": "GiB", "tolerance": 0.05},
        {"value": 77, "unit": "tokens/s", "tolerance": 0.05},
        {"value": 20, "unit": "%", "tolerance": 0.05},
        {"value": 34.3, "unit": "steps", "tolerance": 0.05},
        {"value": 1192, "unit": "tokens", "tolerance": 0.05},
    ],
)
def test_what_is_measured_or_large_may_have_tolerance(folder: Path, values: dict[str, Any]) -> None:
    tables = read(folder)
    check(tables).update(values)
    write(folder, tables)
    assert list(of(lint(folder), "loose-count")) == []


def test_estimate_of_count_may_have_factor(folder: Path) -> None:
    tables = read(folder)
    del check(tables)["tolerance"]
    check(tables).update(value=500, factor=2)
    write(folder, tables)
    assert list(of(lint(folder), "loose-count")) == []


@pytest.mark.parametrize(
    ("asks", "untold"), [("Say it's 75% full. Is that too much?", False), ("It grows. Is 75% too full?", True)]
)
def test_a_figure_said_before_asking_is_told(folder: Path, asks: str, untold: bool) -> None:
    tables = read(folder)
    then(sized, probing(asks=asks))(tables)
    write(folder, tables)
    assert bool(list(of(lint(folder), "untold-figure"))) is untold


def test_a_point_with_its_own_probe_may_wait(folder: Path) -> None:
    tables = read(folder)
    pointing(1, by_probe=True)(tables)
    write(folder, tables)
    found = lint(folder)
    assert [f.rule for f in found if f.severity == "error"] == []
    assert list(of(found, "by-probe")) == []
    assert load(folder).questions[LOOKUP].rubric[1].by_probe


def test_rules_about_files_name_the_file(folder: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [(f.rule, f.severity) for f in lint(empty)] == [("folder", "error")]
    (folder / "questions" / "latin.toml").write_bytes(b"caf\xe9")
    (folder / "questions" / "torn.toml").write_bytes(b"\n[[question]]\nid = ")
    (folder / "question.toml").write_bytes(b"")
    found = lint(folder)
    assert [(f.file, f.line) for f in of(found, "encoding")] == [("questions/latin.toml", 1)]
    assert [f.file for f in of(found, "toml")] == ["questions/torn.toml"]
    assert [f.file for f in of(found, "stray-file")] == ["question.toml"]
    (folder / "check.toml").write_bytes(b"")
    told = [f.message for f in of(lint(folder), "stray-file")]
    assert told[0] == 'nothing reads this file (did you mean "checks.toml"?)'
    assert told[1].startswith("nothing reads this file; questions go into files that end in .toml")


def test_misplaced_files_are_found(folder: Path) -> None:
    (folder / "questions" / "deeper").mkdir()
    for name in ("deeper/more.toml", "MORE.TOML", ".#basics.toml", "basics.toml.bak", "notes.txt"):
        (folder / "questions" / name).write_text("")
    strays = [f.file for f in of(lint(folder), "stray-file")]
    assert strays == ["questions/MORE.TOML", "questions/deeper/more.toml"]
    shutil.rmtree(folder / "questions")
    (folder / "questions").write_text("")
    assert [f.message.split("questions: ")[1] for f in lint(folder)] == [
        "this isn't a folder; the files of questions go into one"
    ]


@pytest.mark.parametrize(
    ("file", "spoil", "rule"),
    [
        ("concepts.toml", lambda text: text.replace("[[", "[", 1), "toml"),
        ("concepts.toml", lambda text: text.replace("Growth", "Gr\xf6wth"), "encoding"),
        ("concepts.toml", lambda text: text.replace("max_tier = 4", "max_tier = 40", 1), "value"),
        ("graph.toml", lambda text: f"{text} = ", "toml"),
        ("questions/basics.toml", lambda text: text.replace("tier = 1", "tier = one", 1), "toml"),
        ("questions/basics.toml", lambda text: text.replace("tier = 1", "tier = 11", 1), "value"),
        ("concepts.toml", lambda _: "", "missing-concept"),
    ],
)
def test_one_mistake_is_one_error(folder: Path, file: str, spoil: Callable[[str], str], rule: str) -> None:
    """What names a record that could not be read is right, and would only hide the mistake among thirty others."""
    path = folder / file
    path.write_bytes(spoil(path.read_text("utf-8")).encode("latin-1"))
    assert [f.rule for f in lint(folder) if f.severity == "error"] == [rule]


def test_every_rule_is_tried_here_and_described() -> None:
    rules = ERRORS.keys() | WARNINGS.keys()
    assert rules == {case[0] for case in CASES} | {BY_DAY, *BY_BYTES}
    text = DOCS.read_text("utf-8")
    assert [rule for rule in rules if f"`{rule}`" not in text] == []


def test_a_dated_fact_is_stale_after_twelve_months(folder: Path) -> None:
    tables = read(folder)
    source = {"title": "Handbook", "url": "https://example.org/handbook", "as_of": "2025-10"}
    question(tables).update(as_of="2025-11", sources=[source])
    write(folder, tables)
    told = [[f.key for f in of(lint(folder, today=day), "stale")] for day in (date(2026, 11, 30), date(2026, 12, 1))]
    assert told == [["sources[0].as_of"], ["as_of", "sources[0].as_of"]]
    assert list(of(lint(folder), "stale")) == []


def test_errors_come_first_and_all_at_once(folder: Path) -> None:
    tables = read(folder)
    question(tables)["tier"] = 9
    question(tables, 1)["concepts"] = ["cacing"]
    check(tables)["factor"] = 2
    write(folder, tables)
    found = lint(folder)
    errors = [finding.record for finding in found if finding.severity == "error"]
    assert {"hash-table-lookup-cost", "caching-stale-price", "load-factor"} <= set(errors)
    assert [f.severity for f in found] == sorted(f.severity for f in found)


def test_an_area_narrows_the_findings(folder: Path) -> None:
    records = {finding.record for finding in lint(folder, "practice")}
    assert records == {"caching"}
    with pytest.raises(UsageError, match='did you mean "practice"'):
        lint(folder, "practise")


def test_an_experience_question_needs_neither_rubric_nor_sources(folder: Path) -> None:
    tables = read(folder)
    changed = question(tables)
    changed.update(kind="experience", anchors=["a", "b", "c", "d"], tier=2, answer="What the panel listens for.")
    changed["probes"] = [{"kind": "drill", "asks": "Which baseline?"}, {"kind": "drill", "asks": "What failed?"}]
    for key in ("rubric", "sources", "mistakes"):
        del changed[key]
    write(folder, tables)
    assert {f.rule for f in lint(folder) if f.record == changed["id"]} == set()


def test_code_counts_neither_as_words_nor_markdown(folder: Path) -> None:
    snippet = "```python\nx = a[i] < b > c  # <b> $x_1$ | --- |\n" + "y = 1\n" * 40 + "```"
    text = f"What is wrong here?\n{snippet}\nAnd why?"
    assert fences(text) == [snippet]
    assert spoken_words(text) == 6
    tables = read(folder)
    question(tables)["prompt"] = text
    write(folder, tables)
    assert not {"prompt-length", "markdown", "wide-code"} & {f.rule for f in lint(folder)}


def test_comparisons_and_prices_are_no_markup(folder: Path) -> None:
    tables = read(folder)
    question(tables)["answer"] = f"{words(90)} if a < b and c > d it costs $5 to $9, `<pad>` and 2 * 3 * 4 stay"
    question(tables)["gist"] = "With x ** 2 and 3 * y, a | b."
    write(folder, tables)
    assert not {"markdown", "markup-in-plain-text"} & {f.rule for f in lint(folder)}


@pytest.mark.parametrize("text", ["\t" * 49_000, "`" * 49_000, "|" + " " * 49_000])
def test_a_row_of_signs_is_linted_soon(folder: Path, text: str) -> None:
    tables = read(folder)
    question(tables).update(answer=f"It is {text}so.", prompt=f"Why?\n{text}")
    write(folder, tables)
    with at_most(5.0):
        assert "answer-length" in {found.rule for found in lint(folder)}


@pytest.mark.parametrize("code", ["x = " + "-" * 20_000 + "1", "x = f" + "()" * 20_000, "x = " + "not " * 10_000 + "1"])
def test_code_nested_beyond_measure_is_a_finding(folder: Path, code: str) -> None:
    tables = read(folder)
    task(starter=code)(tables)
    write(folder, tables)
    assert any("nested too deeply for Python" in found.message for found in lint(folder) if found.key == "starter")


@pytest.mark.parametrize("property", [None, {"holds": "causal"}])
def test_many_heavy_cases_are_one_finding(folder: Path, property: dict[str, Any] | None) -> None:
    calls = [{"args": [{"normal": [2_000_000]}, 1]}]
    holds = {"expect": 1} if property is None else {"property": property}
    cases = [{"id": f"c{n}", "calls": calls, "shown": n == 0, **holds} for n in range(400)]
    tables = read(folder)
    task(cases=cases)(tables)
    write(folder, tables)
    with at_most(20.0):
        errors = [found for found in lint(folder) if found.severity == "error"]
    assert [(found.rule, found.key) for found in errors] == [("size", "cases[5].calls")]
    assert "more than 128 MB" in errors[0].message


def test_given_away_compares_content_words_by_their_stems() -> None:
    shared, of_ = given_away(
        "Says that the cache grows, not the weights", "The weights fit. What is growing in the caches?"
    )
    assert (shared, of_) == (["cache", "grows", "weights"], 3)
    assert given_away("Says that the cache grows", "What is it?")[0] == []


def test_alike_ignores_order_and_short_texts() -> None:
    texts = ["a b c d e f", "f e d c b a", "x y", "x y", "nothing like the others at all"]
    assert alike(texts, 90) == {1: (0, 100.0)}
    assert alike([], 90) == {}


def test_alike_pairs_a_repeated_text_with_its_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(prose, "MOST_SCORES", 1)  # a row a block
    texts = ["how does a cache grow", "what is a token made of", *["how does a cache grow"] * 3, "how do caches grow"]
    texts.append("what is a token made out of")
    assert [(first, second) for second, (first, _) in alike(texts, 80).items()] == [(0, 2), (0, 3), (0, 4), (1, 6)]


def test_rare_words_find_the_same_among_many(llm: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    points = [prose.bare(point.point) for question in llm.questions.values() for point in question.rubric][:1200]
    texts = [*points, *(text.replace(" the ", " ", 1) for text in points[:400])]
    compared = alike(texts, prose.ALIKE_POINTS)
    monkeypatch.setattr(prose, "ALL_COMPARED", 0)
    assert len(compared) > 150
    assert alike(texts, prose.ALIKE_POINTS) == compared


def test_lint_tells_how_far_it_has_come(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    lint(folder, progress=lambda done, total: told.append((done, total)))
    total = len(read(folder)["questions/basics.toml"]["question"])
    assert told == [(total, total)]


def test_prompts_that_differ_in_code_hide_no_copy(folder: Path) -> None:
    tables = read(folder)
    code = "What is wrong with this piece of code?\n```\n{}\n```"
    for name, line in (("one", "x = 1"), ("two", "y = 2"), ("three", "y = 2")):
        twin(id=name, prompt=code.format(line))(tables)
    write(folder, tables)
    found = [(f.rule, f.record) for f in lint(folder) if f.key == "prompt"]
    assert sorted(found) == [("duplicate-prompt", "three"), ("near-duplicate", "two")]


def test_short_prompts_that_differ_are_no_copies(folder: Path) -> None:
    tables = read(folder)
    for name, prompt in (("plus", "What does `+` do?"), ("minus", "What does `-` do?"), ("copy", "What does `-` do?")):
        twin(id=name, prompt=prompt)(tables)
    write(folder, tables)
    found = [(f.rule, f.record) for f in lint(folder) if f.rule in ("duplicate-prompt", "near-duplicate")]
    assert [each for each in found if each[0] == "duplicate-prompt"] == [("duplicate-prompt", "copy")]


def test_check_that_is_like_several_is_told_once(folder: Path) -> None:
    tables = read(folder)
    for number in range(1, 4):
        copy = check(tables) | {"id": f"like-{number}", "prompt": f"{check(tables)['prompt']} Once more {number}"}
        tables["checks.toml"]["check"].append(copy)
    write(folder, tables)
    found = [f.record for f in lint(folder) if f.rule == "near-duplicate" and f.record.startswith("like-")]
    assert sorted(found) == sorted(set(found))
    assert "like-3" in found


def test_a_graph_without_its_table_is_refused(folder: Path) -> None:
    path = folder / "graph.toml"
    text = path.read_text("utf-8")
    areas = text[text.index("[[area]]") :]
    path.write_text(f'[[area]]\nid = "graph"\ntitle = "A\\u0007"\n\n{areas}', "utf-8")
    with pytest.raises(GraphError, match=r"no \[graph\] table"):
        load(folder)


def test_words_of_a_japanese_answer_are_counted(folder: Path) -> None:
    """It was "1 word", however long."""
    path = folder / "questions" / "basics.toml"
    tables = tomllib.loads(path.read_text("utf-8"))
    tables["question"][0]["answer"] = "検索は速く、書き込みは遅い。" * 8
    path.write_text(tomli_w.dumps(tables), "utf-8")
    assert any("answer: 49 words" in str(finding) for finding in lint(folder))


def test_cue_that_the_prompt_has_is_shown(folder: Path) -> None:
    tables = read(folder)
    pointing(0, cues=["bucket", "look-up|lookup + cost"])(tables)
    write(folder, tables)
    (found,) = of(lint(folder), "cue-in-prompt")
    assert 'is heard as bucket by "look-up|lookup + cost"; add a part' in found.message
