"""Counting, drawing, describing and beginning a graph."""

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import msgspec
import networkx
import pytest

from simulator.cli.graph_show import stats_table
from simulator.errors import GraphError
from simulator.graph import records
from simulator.graph.authoring import SCHEMA_FILES, schema, stats, write_template
from simulator.graph.code.case import Call, Case
from simulator.graph.code.case_text import case_words, value_words
from simulator.graph.concept_map import dag, layers, opens
from simulator.graph.drawing import (
    WIDTH,
    Sign,
    as_dot,
    as_mermaid,
    as_svg,
    as_text,
    check_page,
    concept_page,
    edges,
    layout,
    question_page,
    within,
)
from simulator.graph.load import load
from simulator.graph.parse import Heading
from simulator.graph.records import Concept, Graph
from tests.coding import workshop
from tests.graphs import llm_graph, rests_on

DOCS = Path(__file__).parents[2] / "docs" / "graph-format.md"
LLM = Path(__file__).parents[2] / "graphs" / "llm"


@pytest.fixture
def graph(folder: Path) -> Graph:
    return load(folder)


@pytest.fixture(scope="module")
def concepts() -> dict[str, Concept]:
    from simulator.graph.parse import parse

    names = ("graph.toml", "concepts.toml")
    found: dict[str, Concept] = parse({name: (LLM / name).read_bytes() for name in names}).records["concept"]
    return found


def test_stats_count_by_primary_concept(graph: Graph) -> None:
    numbers = stats(graph)
    assert (numbers.concepts, numbers.edges, numbers.questions, numbers.checks, numbers.rubric_points) == (
        3,
        2,
        2,
        1,
        8,
    )
    assert numbers.by_tier == {"1": 1, "2": 1, "3": 0, "4": 0, "5": 0, "6": 0}
    assert numbers.by_area == {"basics": 1, "practice": 1}
    assert numbers.per_concept == {"big-o": 0, "hash-table": 1, "caching": 1}
    assert numbers.minutes == 7
    assert numbers.thin == ["big-o", "hash-table", "caching"]


def test_the_map_is_walked_in_both_directions(graph: Graph) -> None:
    assert list(dag(graph).edges) == [("big-o", "hash-table"), ("hash-table", "caching")]
    assert dag(graph) is dag(graph)
    assert rests_on(graph, "caching") == ["big-o", "hash-table"]
    assert opens(graph, "big-o") == ["hash-table"]


def test_the_bundled_map_is_a_reduced_dag(
    concepts: dict[str, Concept],
) -> None:
    found: networkx.DiGraph[str] = networkx.DiGraph(edges(concepts))
    assert networkx.is_directed_acyclic_graph(found)
    assert set(networkx.transitive_reduction(found).edges) == set(found.edges)
    depth = {name: index for index, layer in enumerate(layers(concepts)) for name in layer}
    assert depth.keys() == concepts.keys()
    assert all(depth[below] < depth[name] for below, name in edges(concepts))
    assert all(concepts[below].min_tier <= concepts[name].min_tier for below, name in edges(concepts))
    rows, pieces = layout(concepts)
    at = {node: index for index, row in enumerate(rows) for node in row}
    assert {name: index for name, index in at.items() if isinstance(name, str)} == depth
    assert all(at[end] == at[start] + 1 for start, end in pieces)


def test_no_edge_passes_behind_another_concept() -> None:
    """It would look like two edges, one into that concept and one out of it."""
    graph = llm_graph()
    drawn = as_svg(graph, graph.concepts)
    boxes = [tuple(map(int, box)) for box in re.findall(rf'x="(\d+)" y="(\d+)" width="{WIDTH}" height="(\d+)"', drawn)]
    paths = re.findall(r'd="M(\d+) \d+ C\d+ \d+ \d+ \d+ (\d+) (\d+)(?: H(\d+))?"', drawn)
    columns = sorted({x for x, _, _ in boxes})
    assert len(paths) == drawn.count("<path ")
    for start, end, y, on in paths:
        assert columns.index(int(end)) == columns.index(int(start) - WIDTH) + 1
        if on:
            assert not [box for box in boxes if box[0] == int(end) and box[1] <= int(y) <= box[1] + box[2]]


def test_text_names_every_concept_and_fits_its_width(graph: Graph) -> None:
    text = as_text(graph, graph.concepts, 60)
    assert all(f"  {name}" in text for name in graph.concepts)
    assert max(map(len, text.splitlines())) <= 60
    assert list(within(graph, "practice")) == ["hash-table", "caching"]
    assert "Layer 0 (rests on nothing)" in text
    part = {name: concept for name, concept in graph.concepts.items() if concept.prerequisites}
    assert "Layer 0 (rests on nothing shown here)" in as_text(graph, part, 60)


def hostile(graph: Graph) -> Graph:
    title = 'a"];<b>&\\ x[/ [@click=app.quit] -->|#'
    found = {name: msgspec.structs.replace(concept, title=title) for name, concept in graph.concepts.items()}
    return msgspec.structs.replace(graph, title="<svg onload=x>", concepts=found)


def test_drawings_for_other_programs_escape_every_text(graph: Graph) -> None:
    bad = hostile(graph)
    svg = ElementTree.fromstring(as_svg(bad, bad.concepts))
    shown = [text for element in svg.iter() for text in [element.text] if text and "x[/" in text]
    assert len(shown) >= len(bad.concepts)
    assert {element.tag.split("}")[1] for element in svg.iter()} == {"svg", "title", "rect", "path", "g", "text"}
    mermaid = as_mermaid(bad, bad.concepts)
    (line,) = {line.split("[", 1)[1] for line in mermaid.splitlines() if line.strip().startswith("c0[")}
    assert not set('"[]<>&|\\@') & set(line.strip('"]'))
    assert mermaid.count(" --> ") == 2
    assert 'label="a\\"];<b>&\\\\ x[/' in as_dot(bad, bad.concepts)


def test_every_drawing_bears_and_explains_its_signs(graph: Graph) -> None:
    held, odd = Sign("●", "known", "#1b5e20"), Sign("✕", '<"gap">', "#b3261e")
    signs = {name: odd if name == "caching" else held for name in graph.concepts}
    text = as_text(graph, graph.concepts, 60, signs)
    assert text.splitlines()[1] == '● known  ✕ <"gap">'
    assert "  ✕ caching" in text
    assert text.count("  ● ") == len(graph.concepts) - 1
    assert max(map(len, text.splitlines())) <= 60
    svg = as_svg(graph, graph.concepts, signs)
    shown = [element.text or "" for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("}text")]
    assert sum(line.startswith("● ") for line in shown) == len(graph.concepts)  # with the legend, without "caching"
    assert '✕ <"gap">' in shown
    assert svg.count('stroke="#b3261e"') == 1
    dot = as_dot(graph, graph.concepts, signs)
    assert f'"caching" [label="✕ {graph.concepts["caching"].title}", color="#b3261e", penwidth=2];' in dot
    mermaid = as_mermaid(graph, graph.concepts, signs).splitlines()
    assert f"  class c{list(graph.concepts).index('caching')} s1" in mermaid
    assert "  classDef s1 stroke:#b3261e,stroke-width:3px" in mermaid
    plain = (as_text(graph, graph.concepts, 60), as_svg(graph, graph.concepts), as_dot(graph, graph.concepts))
    assert not any("●" in drawn for drawn in plain)


def test_pages_show_everything_an_author_wrote(graph: Graph) -> None:
    page = concept_page(graph, "hash-table")
    assert all(
        part in page
        for part in ("Hash tables", "tiers 1-4", "big-o", "caching", "hash-table-lookup-cost", "load-factor")
    )
    question = graph.questions["caching-stale-price"]
    flat = " ".join(question_page(graph, question.id).split())
    texts = [question.prompt, question.gist, *question.hints, *(m.why for m in question.mistakes)]
    texts += [text for point in question.rubric for text in (point.point, point.partly)]
    texts += [text for probe in question.probes for text in (probe.asks, probe.reply)]
    assert [text for text in texts if " ".join(text.split()) not in flat] == []
    assert "Answer: 0.75 (within 2%)" in check_page(graph, "load-factor")
    dated = msgspec.structs.replace(question, as_of="2026-11")
    then = msgspec.structs.replace(graph, questions={question.id: dated})
    assert " · as of 2026-11" in " ".join(question_page(then, question.id).split())


def test_code_in_a_prompt_keeps_its_lines(graph: Graph) -> None:
    code = "```python\nfor x in range(3):\n    print(x)\n```"
    changed = msgspec.structs.replace(graph.questions["caching-stale-price"], prompt=f"What is printed?\n\n{code}")
    bad = msgspec.structs.replace(graph, questions={changed.id: changed})
    assert code in question_page(bad, changed.id, 30)


@pytest.mark.parametrize("file", [None, *SCHEMA_FILES])
def test_the_schema_describes_every_kind_of_file(file: str | None) -> None:
    described = json.loads(json.dumps(schema(file)))
    names = described["$defs"].keys()
    assert (SCHEMA_FILES[file].__name__ if file else "Question") in names
    references = [text.split("/")[-1] for text in json.dumps(described).split('"') if text.startswith("#/$defs/")]
    assert set(references) <= set(names)


def test_new_graph_is_refused_where_it_cannot_be(tmp_path: Path) -> None:
    written = write_template(tmp_path / "my-graph")
    assert load(tmp_path / "my-graph").title == "My graph"
    assert all("@" not in path.read_text("utf-8") for path in written)
    with pytest.raises(GraphError, match="exists already"):
        write_template(tmp_path / "my-graph")
    with pytest.raises(GraphError, match="small letters"):
        write_template(tmp_path / "My Graph")
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphError, match="can't be written"):
        write_template(tmp_path / "file" / "graph")


def test_every_key_of_every_record_is_documented() -> None:
    text = DOCS.read_text("utf-8")
    kinds = [getattr(records, name) for name in dir(records) if isinstance(getattr(records, name), type)]
    structs = [Heading, *(kind for kind in kinds if issubclass(kind, records.Record) and kind is not records.Record)]
    missing = [
        f"{kind.__name__}.{key}"
        for kind in structs
        for key in kind.__struct_fields__
        if f"`{key}`" not in text and not any(f"{mark}{key}" in text for mark in ("`{", ", "))
    ]
    assert missing == []


def test_the_page_of_a_task_shows_every_case() -> None:
    graph = workshop()
    question = graph.questions["write-mean"]
    assert question.after is not None
    flat = " ".join(question_page(graph, question.id).split())
    assert "Entry: mean(xs, weights=None)" in flat
    assert "three, shown: mean([1, 2, 3]) gives 2.0 (three numbers)" in flat
    assert "empty, kept back: mean([]) raises ValueError" in flat
    assert "any-order, kept back: mean(normal([9], seed=1)) holds invariant (axis 0, args [0])" in flat
    assert question.after.asks in flat
    assert all(f"- {case.id}, " in flat for case in (*question.cases, *question.after.cases))
    assert all(one.asks in flat for one in question.talk)


@pytest.mark.parametrize("name", ["mend-adamw-class", "write-paged-kv-cache"])
def test_cases_of_classes_name_their_methods(name: str) -> None:
    question = llm_graph().questions[name]
    said = [case_words(case, question.entry) for case in question.cases]
    entry = question.entry.removeprefix("class ").split("(")[0]
    assert all(f"{entry}(" in text and "; ." in text for text in said)


def test_what_a_caller_overwrites_is_shown() -> None:
    calls = (Call(), Call(method="table", args=("a",)), Call(overwrite=1, part=0, value=9), Call(method="table"))
    assert "; 9 written over result(1) at 0; .table()" in case_words(Case("c", calls, expect=[1]), "class Pool()")


def test_dicts_of_a_case_are_no_forms() -> None:
    assert (
        value_words({"role": "user", "parts": [{"eye": 3}, {"array": [1]}]})
        == "{'role': 'user', 'parts': [eye(3), [1]]}"
    )


def test_tasks_are_counted_among_the_questions() -> None:
    numbers = stats(workshop())
    assert (numbers.questions, numbers.tasks) == (len(workshop().questions), 3)
    assert f"{numbers.questions} questions (" in stats_table(workshop(), numbers, {}, 300)  # as `graph list` counts
    assert "; 3 of them tasks: 2 implement, 1 repair); " in stats_table(workshop(), numbers, {}, 300)
