"""A graph that fits is read; one that does not is refused with its place and what to do."""

import os
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
import tomli_w

from simulator.errors import GraphError
from simulator.graph import bounded_toml
from simulator.graph.bounded_toml import MAX_TEXT, MOST_LISTED
from simulator.graph.findings import explain
from simulator.graph.load import MAX_FILE_BYTES, load
from simulator.graph.records import Role

QUESTION = """
[[question]]
id = "q"
kind = "discuss"
concepts = ["big-o"]
tier = 1
prompt = "Why?"
"""


def add(folder: Path, text: str, file: str = "questions/more.toml") -> None:
    path = folder / file
    path.write_text((path.read_text("utf-8") if path.exists() else "") + text, "utf-8")


def refusal(folder: Path) -> str:
    with pytest.raises(GraphError) as caught:
        load(folder)
    message = str(caught.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_the_template_is_read_whole(folder: Path) -> None:
    graph = load(folder)
    assert (graph.id, list(graph.areas), list(graph.roles)) == ("sample", ["basics", "practice"], ["engineer"])
    assert list(graph.concepts) == ["big-o", "hash-table", "caching"]
    assert graph.questions["caching-stale-price"].follows == ("hash-table-lookup-cost",)
    assert graph.questions["hash-table-lookup-cost"].rubric[0].critical
    assert graph.checks["load-factor"].value == 0.75
    assert graph.area_of("caching") == "practice"
    assert graph.path == folder


def test_the_digest_follows_bytes_and_no_folder_name(folder: Path) -> None:
    before = load(folder).digest
    moved = folder.rename(folder.parent / "elsewhere")
    assert load(moved).digest == before
    add(moved, "# a comment\n", "checks.toml")
    assert load(moved).digest != before


def test_an_area_without_a_title_is_refused(folder: Path) -> None:
    path = folder / "graph.toml"
    path.write_text(path.read_text("utf-8").replace('title = "Practice"', 'title = ""'), "utf-8")
    assert "practice: title: the text is empty" in refusal(folder)


REFUSED: list[tuple[str, str, list[str]]] = [
    ("a wrong type", QUESTION.replace("tier = 1", 'tier = "1"'), ["q: tier: ", "whole number", 'text in quotes "1"']),
    (
        "true is no number",
        QUESTION.replace("tier = 1", "tier = true"),
        ["q: tier: ", "whole number, found true or false"],
    ),
    ("out of bounds", QUESTION.replace("tier = 1", "tier = 7"), ["q: tier: ", "a whole number from 1 to 6, found 7"]),
    ("a date", QUESTION.replace("tier = 1", "tier = 2024-01-01"), ["q: tier: ", "whole number, found a date"]),
    ("a huge number", QUESTION.replace("tier = 1", f"tier = {'9' * 5000}"), ["more.toml", "not valid TOML"]),
    ("a number that is no TOML", QUESTION + f"minutes = {10**30}\n", ["q: minutes: ", "at most 64 bits"]),
    ("not a number", QUESTION + "minutes = nan\n", ["q: minutes: ", "ordinary number"]),
    ("no number where a text goes", QUESTION + "gist = nan\n", ["q: gist: nan is no ordinary number"]),
    ("a key without letters", QUESTION + '"" = 1\n', ['q: "": there\'s no such key']),
    ("infinity", QUESTION + "difficulty = inf\n", ["q: difficulty: ", "ordinary number"]),
    ("a misspelt key", QUESTION + 'promt = "x"\n', ["q: promt: ", 'did you mean "prompt"']),
    ("a missing key", QUESTION.replace("tier = 1\n", ""), ["q: tier: ", "required"]),
    ("no id", QUESTION.replace('id = "q"\n', ""), ["question 1: id: ", "required"]),
    ("a bad id", QUESTION.replace('"q"', '"Q 1"'), ["Q 1: id: ", "begins with a letter or a digit, of small letters"]),
    ("an id that ends in a newline", QUESTION.replace('"q"', '"q\\n"'), ["id: ", "small letters"]),
    ("a bad word", QUESTION.replace("discuss", "discus"), ["q: kind: ", "code", 'did you mean "discuss"']),
    ("no concepts", QUESTION.replace('["big-o"]', "[]"), ["q: concepts: ", "at least 1 entry, found 0"]),
    ("concepts no list", QUESTION.replace('["big-o"]', '"big-o"'), ["q: concepts: ", "expected a list"]),
    ("an unknown concept", QUESTION.replace("big-o", "big-oh"), ["q: concepts[0]: ", 'did you mean "big-o"']),
    ("an unknown question", QUESTION + 'follows = ["caching-stale"]\n', ["q: follows[0]", '"caching-stale-price"']),
    (
        "a huge difficulty",
        QUESTION + "difficulty = 1e300\n",
        ["q: difficulty: ", "a number from -20 to 20, found 1e+300"],
    ),
    ("no discrimination", QUESTION + "discrimination = 0\n", ["q: discrimination: ", "above 0, at most 20, found 0"]),
    ("one threshold", QUESTION + "thresholds = [1.0]\n", ["q: thresholds: ", "at least 3 entries, found 1"]),
    ("four thresholds", QUESTION + "thresholds = [1, 2, 3, 4]\n", ["q: thresholds: ", "at most 3 entries, found 4"]),
    ("thresholds that fall", QUESTION + "thresholds = [1, 1, 2]\n", ["q: thresholds: ", "expected numbers that grow"]),
    ("itself", QUESTION + 'follows = ["q"]\n', ["q: follows[0]", "cannot follow itself"]),
    ("an empty prompt", QUESTION.replace("Why?", " "), ["q: prompt: ", "empty"]),
    ("an empty hint", QUESTION + 'hints = ["a", " "]\n', ["q: hints[1]: ", "empty"]),
    (
        "an empty point",
        QUESTION + 'rubric = [{ id = "a", point = "", weight = 1 }]\n',
        ["q: rubric[0].point: ", "empty"],
    ),
    ("a month in words", QUESTION + 'as_of = "November 2026"\n', ["q: as_of: ", "a month such as 2026-11"]),
    (
        "a taken id",
        QUESTION.replace('"q"', '"caching-stale-price"'),
        ["id: another question has this id", "basics.toml:"],
    ),
    ("a taken id of a check", QUESTION.replace('"q"', '"load-factor"'), ["load-factor: id: a question has this id"]),
    (
        "a misspelt key deep inside",
        QUESTION + 'rubric = [{ id = "a", point = "b", wieght = 1, weight = 1 }]\n',
        ["q: rubric[0].wieght: ", 'did you mean "weight"'],
    ),
    (
        "a bad word deep inside",
        QUESTION + 'rubric = [{ id = "a", point = "b", weight = 1, tag = "numbers" }]\n',
        ["q: rubric[0].tag: ", "trade-off", 'did you mean "number"'],
    ),
    (
        "a point twice",
        QUESTION + 'rubric = [{ id = "a", point = "b", weight = 1 }, { id = "a", point = "c", weight = 1 }]\n',
        ['q: rubric: "a" stands here 2 times'],
    ),
    (
        "a probe of no point",
        QUESTION
        + 'rubric = [{ id = "size", point = "b", weight = 1 }]\n'
        + 'probes = [{ kind = "gap", asks = "c", point = "sise" }]\n',
        ["q: probes[0].point: ", 'did you mean "size"'],
    ),
    ("three anchors", QUESTION + 'anchors = ["a", "b", "c"]\n', ["q: anchors: ", "4 texts", "found 3"]),
    ("a single table", "[question]\nid = 'q'\n", ["more.toml:1: question: ", "[[question]]"]),
    ("a foreign table", "#\n[[queston]]\nid = 'q'\n", ["more.toml:2: queston: ", 'did you mean "question"']),
    (
        "a single table among others",
        QUESTION.replace("[[question]]", "[question]") + QUESTION,
        ["more.toml:2: ", "two"],
    ),
    (
        "an open text",
        QUESTION.replace('"Why?"', '"Why?'),
        ["more.toml:7: ", "isn't closed on its line; end it with \""],
    ),
    ("an open long text", QUESTION + 'answer = """\nSo.\n', ["more.toml:8: ", "never closed"]),
    (
        "a key twice",
        QUESTION + "tier = 2\n",
        ["more.toml:8: this is not valid TOML: this key appears twice; keep one."],
    ),
    ("a bare word", QUESTION.replace('"discuss"', "discuss"), ["more.toml:4: ", "expected a text in quotes"]),
    ("no TOML", "[[question]\n", ["more.toml:1", "not valid TOML"]),
    ("brackets without end", "a = " + "[" * 100_000, ["more.toml", "levels deep"]),
    (
        "a long text",
        QUESTION.replace("Why?", "x" * 1_000_000),
        ["q: prompt: ", "1,000,000 characters", f"{MAX_TEXT:,}"],
    ),
    (
        "a long list",
        QUESTION + "hints = [" + '"Why?", ' * 10_000 + "]\n",
        ["q: hints: ", "10,000 entries", f"{MOST_LISTED:,}"],
    ),
    (
        "a check with neither",
        _CHECK := '[[check]]\nid="c"\nconcepts=["big-o"]\ntier=1\nprompt="a"\nwhy="b"\n',
        ["c: value: "],
    ),
    ("a check with both", _CHECK + 'value = 1\noptions = ["a", "b"]\ncorrect = 0\n', ["c: value: ", "either"]),
    ("no such option", _CHECK + 'options = ["a", "b"]\ncorrect = 2\n', ["c: correct: ", "expected 0 to 1", "found 2"]),
    ("which option", _CHECK + 'options = ["a", "b"]\n', ["c: correct: ", "missing"]),
    ("an option twice", _CHECK + 'options = ["a", "a"]\ncorrect = 0\n', ["c: options: "]),
    ("two tolerances", _CHECK + "value = 1\ntolerance = 0.1\nfactor = 2\n", ["c: tolerance: ", "either"]),
    ("a factor of one", _CHECK + "value = 1\nfactor = 1\n", ["c: factor: ", "above 1"]),
    *(
        (
            f"a moment in a case: {key}",
            QUESTION.replace("discuss", "implement")
            + f'cases = [{{ id = "a", calls = [{{ args = [{args}], {key} }}] }}]\n',
            [f"q: cases[0].calls[0].{at}: ", "can't hold a date or a time", "write it as text"],
        )
        for key, args, at in (
            ("value = 0001-01-01T00:00:00+23:00", "1", "value"),
            ("value = 1979-05-27", "1", "value"),
            ("times = 2", "{ none = 07:32:00 }", "args[0].none"),
        )
    ),
    ("a percentage", _CHECK + "value = 1\ntolerance = 5\n", ["c: tolerance: ", "found 5"]),
]


@pytest.mark.parametrize(("text", "parts"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_a_record_that_fails_is_named_with_remedy(folder: Path, text: str, parts: list[str]) -> None:
    add(folder, text)
    message = refusal(folder)
    for part in parts:
        assert part in message


def in_circle(count: int) -> str:
    """So many concepts that each rest on the next."""
    body = 'title = "T"\narea = "basics"\nmin_tier = 1\nmax_tier = 3\ndefinition = "D"\n'
    return "".join(f'[[concept]]\nid = "c{n}"\nprerequisites = ["c{(n + 1) % count}"]\n{body}' for n in range(count))


MAP_REFUSED: list[tuple[str, Callable[[str], str], list[str]]] = [
    ("a cycle", lambda t: t.replace('id = "big-o"', 'id = "big-o"\nprerequisites = ["caching"]'), ["circle", "big-o"]),
    ("on itself", lambda t: t.replace('["big-o"]', '["hash-table"]'), ["hash-table -> hash-table", "circle"]),
    ("unknown", lambda t: t.replace('["big-o"]', '["bigo"]'), ["hash-table: prerequisites[0]", 'did you mean "big-o"']),
    ("area", lambda t: t.replace('area = "practice"', 'area = "practise"'), ["caching: area", '"practice"']),
    (
        "upside down",
        lambda t: t.replace("max_tier = 3", "max_tier = 1").replace("min_tier = 1", "min_tier = 2"),
        ["big-o: min"],
    ),
    ("empty", lambda _: "", ["concepts.toml", "at least one"]),
    ("a long circle", lambda t: t + in_circle(1500), ["(1,493 more)", "remove one of the edges"]),
    ("too many", lambda t: t + in_circle(2500), ["2,503 concepts", "at most 2,000"]),
]


@pytest.mark.parametrize(("change", "parts"), [case[1:] for case in MAP_REFUSED], ids=[case[0] for case in MAP_REFUSED])
def test_concept_map_that_does_not_fit_is_refused(
    tmp_path: Path, folder: Path, change: Callable[[str], str], parts: list[str]
) -> None:
    path = folder / "concepts.toml"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    for stale in ("questions/basics.toml", "checks.toml"):
        (folder / stale).unlink()
    message = refusal(folder)
    for part in parts:
        assert part in message


def test_a_role_without_weight_is_refused(folder: Path) -> None:
    add(folder, '\n[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\nareas = { basic = 0 }\n', "graph.toml")
    message = refusal(folder)
    assert 'r: areas.basic: there is no area "basic" (did you mean "basics"?)' in message
    assert f"(and 1 more; `interview graph lint {folder}` lists them)" in message


@pytest.mark.parametrize(
    ("areas", "words"),
    [
        ("basics = 1, practice = -2", "r: areas.practice: expected a number from 0 to 1,000,000, found -2."),
        ("basics = 1e308, practice = 1e308", "r: areas.basics: expected a number from 0 to 1,000,000, found 1e+308."),
        ('basics = "2"', 'r: areas.basics: expected a number, found text in quotes "2".'),
        ('"The Basics" = 1', 'digits, `-`, `.` and `_`, found "The Basics".'),
    ],
)
def test_a_weight_that_fails_is_named(folder: Path, areas: str, words: str) -> None:
    add(folder, f'\n[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\nareas = {{ {areas} }}\n', "graph.toml")
    assert refusal(folder).endswith(words)


def test_the_depth_of_something_unknown_is_refused(folder: Path) -> None:
    weights = "areas = { basics = 1 }\ndepth = { basics = 2, hash-table = 0, big-oh = 3 }"
    add(folder, f'\n[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\n{weights}\n', "graph.toml")
    message = refusal(folder)
    assert 'r: depth.big-oh: there is no area, concept, question or check "big-oh"' in message
    assert "hash-table" not in message


def test_a_depth_of_a_mistyped_area_names_it(folder: Path) -> None:
    weights = 'areas = { basics = 1 }\ndepth = { "basisc" = 2 }'
    add(folder, f'\n[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\n{weights}\n', "graph.toml")
    assert 'did you mean "basics"' in refusal(folder)


def test_a_depth_above_six_is_refused(folder: Path) -> None:
    weights = "areas = { basics = 1 }\ndepth = { basics = 7 }"
    add(folder, f'\n[[role]]\nid = "r"\ntitle = "R"\ntarget_tier = 3\n{weights}\n', "graph.toml")
    assert "r: depth.basics: expected a whole number from 0 to 6, found 7" in refusal(folder)


def test_a_graph_without_its_heading_is_refused(folder: Path) -> None:
    path = folder / "graph.toml"
    path.write_text(path.read_text("utf-8").replace("[graph]", "[grahp]"), "utf-8")
    message = refusal(folder)
    assert "grahp" in message
    assert 'did you mean "graph"' in message


def test_folders_that_are_no_graph_are_refused(tmp_path: Path, folder: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no graph.toml" in refusal(empty)
    assert "no such folder" in refusal(tmp_path / "absent")
    assert "no such folder" in refusal(folder / "graph.toml")
    (folder / "concepts.toml").unlink()
    assert "no concepts.toml" in refusal(folder)


def test_bytes_without_utf8_are_refused_by_line(folder: Path) -> None:
    (folder / "questions" / "latin.toml").write_bytes(b"# fine\n# caf\xe9\n")
    assert "questions/latin.toml:2: the file is not UTF-8 (byte 12)" in refusal(folder)


def test_odd_files_are_refused_and_never_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "questions" / "pipe.toml")
    assert "pipe.toml: this isn't an ordinary file; move it" in refusal(folder)


def test_a_file_beyond_all_measure_is_refused(folder: Path) -> None:
    with (folder / "questions" / "huge.toml").open("wb") as stream:
        stream.truncate(MAX_FILE_BYTES + 1)
    assert "huge.toml: the file is larger than 32 MiB" in refusal(folder)


def test_byte_order_mark_and_dos_lines_are_harmless(folder: Path) -> None:
    for name in ("graph.toml", "concepts.toml", "questions/basics.toml"):
        path = folder / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    graph = load(folder)
    assert "\r" not in graph.questions["caching-stale-price"].answer


def test_control_text_is_made_harmless_on_load(folder: Path) -> None:
    hostile = "\x1b]0;owned\x07 \u202etxt\u2069 x[/ [@click=app.quit]y[/] \x9b31m \x00"
    body = {
        "id": "q", "kind": "discuss", "concepts": ["big-o"], "tier": 1, "prompt": hostile, "answer": hostile,
        "hints": [hostile], "rubric": [{"id": "a", "point": hostile, "weight": 1, "partly": hostile}],
        "sources": [{"title": f"two\nlines {hostile}"}],
    }  # fmt: skip
    add(folder, tomli_w.dumps({"question": [body]}))
    question = load(folder).questions["q"]
    safe = "]0;owned txt x[/ [@click=app.quit]y[/] 31m "
    assert question.prompt == safe
    assert question.answer == safe
    assert question.hints == (safe,)
    assert (question.rubric[0].point, question.rubric[0].partly) == (safe, safe)
    assert question.sources[0].title == f"two lines {safe}".strip()


def test_a_message_about_hostile_text_is_harmless_itself(folder: Path) -> None:
    add(folder, QUESTION.replace('"q"', '"\\u001b[31mq\\u202e"'))
    message = refusal(folder)
    assert "\x1b" not in message
    assert "\u202e" not in message
    assert "[31mq" in message


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("[[question]]", "[[questions]]"), ('"caching-stale-price"', '".x"')],
    ids=["a misspelt table", "a misspelt id"],
)
def test_misspelt_record_draws_no_second_mistake(folder: Path, was: str, becomes: str) -> None:
    basics = folder / "questions" / "basics.toml"
    basics.write_text(basics.read_text("utf-8").replace(was, becomes), "utf-8")
    add(folder, QUESTION + 'follows = ["caching-stale-price"]\n')
    assert "more;" not in refusal(folder)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (3, 'a = 1\nb = 2\nc = "abc'),
        (3, 'a = """x\ny"""\nb = """z\n'),
        (2, "a = 1\nb = 'x"),
        (1, "a = '''x\n\"\"\"\n"),
    ],
)
def test_unclosed_text_is_told_where_it_begins(line: int, text: str) -> None:
    with pytest.raises(ValueError) as error:
        bounded_toml.loads(text)
    assert bounded_toml.what_is_wrong(text, error.value, ()) == (line, "a text is never closed; end it as it begins")


@pytest.mark.parametrize(("key", "value"), [("areas", -1), ("depth", 9)])
def test_bounds_are_told_beside_an_id_with_dots(key: str, value: int) -> None:
    raw = {"id": "r", "title": "R", "target_tier": 3, "areas": {"a": 1.0}, key: {"kv.cache": value}}
    with pytest.raises(msgspec.ValidationError) as error:
        msgspec.convert(raw, Role)
    _, path, told = explain(error.value, Role, raw)
    assert (path, "number from 0 to" in told) == (f"{key}.kv.cache", True)
