"""`interview graph import`: lists of questions of other tools become a graph that can be asked at once."""

import json
import shlex
import sqlite3
import zipfile
from io import StringIO
from pathlib import Path

import pytest

from simulator.graph.lint.structure import lint
from simulator.graph.load import load
from tests.cli.test_graph_commands import HOSTILE, said

MARKDOWN = """# Interview questions

- [Tokens](#tokens)

## Tokens

### 1. What is a token?

A piece of text.

```python
# is this a heading?
```

**Why is BPE used?**

Because <b>it</b> is simple.

<details><summary><b>What does x[/ arr[i] do?</b></summary>

Nothing here.
</details>

## Sampling

1. How does top-p work?
   It keeps the nucleus.
"""
ANKI = (
    "#separator:tab\n#html:true\n#tags column:3\n"
    "What is the <b>KV cache</b>?\tKeys<br>and&nbsp;values\tinference serving\n"
    "{{c1::Softmax}} turns scores into probabilities\tnote\tmath\n"
)


def test_every_kind_of_list_is_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "list.md").write_text(MARKDOWN)
    (place / "deck.txt").write_text(ANKI)
    (place / "table.csv").write_text('Question;Answer;Topic;Difficulty\n"Explain\nattention";;Attention;hard\n')
    (place / "lines.jsonl").write_text(
        '{"question": "What is RAG?", "tags": ["rag"], "level": 5}\n{"prompt": "Why?"}\n'
    )
    status, out, err = said(
        capsys, "graph", "import", "list.md", "deck.txt", "table.csv", "lines.jsonl", "-o", "graphs/mine"
    )
    assert status == 0, err
    graph = load(place / "graphs" / "mine")
    asked = {question.prompt: question for question in graph.questions.values()}
    assert set(asked) == {
        "What is a token?",
        "Why is BPE used?",
        "What does x[/ arr[i] do?",
        "How does top-p work?",
        "What is the KV cache?",
        "[…] turns scores into probabilities",
        "Explain\nattention",
        "What is RAG?",
        "Why?",
    }
    assert asked["What is a token?"].answer == "A piece of text.\n\n```python\n# is this a heading?\n```"
    assert asked["Why is BPE used?"].answer == "Because it is simple."
    assert asked["What is the KV cache?"].answer == "Keys\nand values"
    assert asked["[…] turns scores into probabilities"].answer.startswith("Softmax turns")
    assert [asked[p].tier for p in ("Explain\nattention", "What is RAG?", "Why?")] == [4, 5, 2]
    titles = {prompt: graph.concepts[question.primary].title for prompt, question in asked.items()}
    assert {titles[p] for p in ("What is a token?", "Why is BPE used?", "What does x[/ arr[i] do?")} == {"Tokens"}
    assert titles["What is the KV cache?"] == "inference"
    assert titles["What is RAG?"] == "rag"
    assert titles["Why?"] == "Unsorted"
    assert "9 questions on 7 topics, 6 with an answer" in err
    assert not [f for f in lint(place / "graphs" / "mine") if f.severity == "error"]
    assert "questions/tokens.toml" in out


def test_an_imported_graph_can_be_sat(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "list.md").write_text(MARKDOWN)
    assert said(capsys, "graph", "import", "list.md", "-o", "mine")[0] == 0
    status, out, err = said(capsys, "demo", "./mine", "--plain", "--seed", "1", "--speed", "1e6")
    assert status == 0, err
    assert "Question 3" in out
    assert "How does top-p work?" in out


def test_an_import_without_workspace_is_gone_on_with(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A session names its graph by an id, which its folder need not have; elsewhere it takes the folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.stdin", StringIO(""))
    (tmp_path / "list.md").write_text(MARKDOWN)
    said(capsys, "graph", "import", "list.md", "-o", "My list")
    status, out, err = said(capsys, "start", "My list", "--plain")
    assert status == 0, err
    command = shlex.split(out.strip().splitlines()[-1])
    assert command[-2:] == ["--graphs", str(tmp_path)]
    for words in (["resume", "--plain"], command[1:], ["progress"]):
        status, _, err = said(capsys, *words)
        assert status == 0, err


def test_what_is_left_out_or_known_is_told(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    llm: object,
) -> None:
    from simulator.graph.records import Graph

    assert isinstance(llm, Graph)
    known = next(iter(llm.questions.values()))
    rows = [{"question": known.prompt}, {"question": "What is attention?"}, {"question": "what is ATTENTION"}, {}]
    (place / "list.json").write_text(json.dumps({"questions": rows}))
    status, _, err = said(capsys, "graph", "import", "list.json", "-o", "mine", "--known", "llm")
    assert status == 0
    assert f"asks nearly the same as {known.id}." in err
    assert "Left out: list.json, record 3: asks what list.json, record 2 asks." in err
    assert "Left out: list.json, record 4: there is no question in it." in err


def test_a_package_of_anki_is_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = sqlite3.connect(place / "collection.anki2")
    database.execute("CREATE TABLE notes (id INTEGER, flds TEXT, tags TEXT)")
    database.execute("INSERT INTO notes VALUES (1, ?, ?)", ("What is <i>RoPE</i>?\x1fRotations.", " position "))
    database.commit()
    database.close()
    with zipfile.ZipFile(place / "deck.apkg", "w") as package:
        package.write(place / "collection.anki2", "collection.anki2")
    assert said(capsys, "graph", "import", "deck.apkg", "-o", "mine")[0] == 0
    (question,) = load(place / "mine").questions.values()
    assert (question.prompt, question.answer, question.primary) == ("What is RoPE?", "Rotations.", "position")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"one,two\n1,2\n", "no column is called"),
        ("a.csv", b"\xff\xfe\x00", "not UTF-8"),
        ("a.csv", b"Frage;Antwort\nWas?;Das.\n", 'no column is called "question"; `--column question=NAME`'),
        ("a.csv", "question;answer\nWofür?;Das.\n".encode("cp1252"), '(in Excel as "CSV UTF-8")'),
        ("a.jsonl", b'{"question": "x"}\n{', "line 2"),
        ("a.json", b"3", "expected a list"),
        ("a.md", b"nothing is asked here\n", "There are no questions to import"),
        ("a.apkg", b"PK\x03\x04 torn", "no Anki package"),
        ("a.docx", b"x", "files of this kind cannot be imported"),
        ("a.csv", b"", "no column is called"),
        ("a.json", b"[" * 100_000, "a.json"),
    ],
)
def test_file_that_does_not_fit_is_one_sentence(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    data: bytes,
    words: str,
) -> None:
    (place / name).write_bytes(data)
    status, out, err = said(capsys, "graph", "import", name, "-o", "mine")
    assert (status, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
    assert not (place / "mine").exists()


def test_unicode_text_of_excel_is_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a.tsv").write_bytes("question\tanswer\r\nWofür?\tÜberall.\r\n".encode("utf-16"))
    assert said(capsys, "graph", "import", "a.tsv", "-o", "mine")[0] == 0
    (question,) = load(place / "mine").questions.values()
    assert (question.prompt, question.answer) == ("Wofür?", "Überall.")


def test_columns_can_be_called_anything(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a.csv").write_text("Nr;Frage;Musterantwort;Thema\n1;Was?;Das.;Netze\n")
    (place / "b.json").write_text('[{"Frage": "Wer?", "Answer": "Er."}]')
    named = ["--column", "question=Frage", "--column", "answer=musterantwort", "--column", "topic=Thema"]
    status, _, err = said(capsys, "graph", "import", "a.csv", "b.json", "-o", "mine", *named)
    assert status == 0, err
    graph = load(place / "mine")
    assert {(q.prompt, q.answer) for q in graph.questions.values()} == {("Was?", "Das."), ("Wer?", "Er.")}
    assert [area.title for area in graph.areas.values()] == ["Netze", "Unsorted"]


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("question=Fragen", 'a.csv: no column is called "Fragen". The first line holds Nr, Frage.'),
        ("sense=Frage", '--column takes pairs such as question=Frage or answer=Antwort, not "sense=Frage"'),
        ("question", '--column takes pairs such as question=Frage or answer=Antwort, not "question"'),
    ],
)
def test_a_column_that_is_not_there_is_named(
    place: Path, capsys: pytest.CaptureFixture[str], column: str, words: str
) -> None:
    (place / "a.csv").write_text("Nr;Frage\n1;Was?\n")
    status, _, err = said(capsys, "graph", "import", "a.csv", "-o", "mine", "--column", column)
    assert status == 2
    assert words in err


@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("a.json", 'a.json: no record has a key called "Fragen".'),
        ("a.md", "--column is for files whose columns or keys have names: .csv, .tsv, .json, .jsonl."),
    ],
)
def test_a_column_of_other_files_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], file: str, words: str
) -> None:
    (place / "a.json").write_text('[{"Frage": "Was?", "Answer": "Das."}]')
    (place / "a.md").write_text("# Was?\n\nDas.\n")
    status, _, err = said(capsys, "graph", "import", file, "-o", "mine", "--column", "question=Fragen")
    assert status == 2
    assert words in err


@pytest.mark.parametrize("file", ["a.csv", "a.json"])
def test_named_column_that_no_file_has_is_refused(place: Path, capsys: pytest.CaptureFixture[str], file: str) -> None:
    (place / "a.csv").write_text("Question;Answer\nWas?;Das.\n")
    (place / "a.json").write_text('[{"Question": "Was?", "Answer": "Das."}]')
    status, _, err = said(capsys, "graph", "import", file, "-o", "mine", "--column", "answer=Antwort")
    assert (status, err) == (2, 'No column or key is called "Antwort"; there are Question, Answer.\n')
    assert not (place / "mine").exists()


def test_a_difficulty_that_is_not_known_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a.csv").write_text("question;level\nWas?;leicht\nWo?;schwer\nWer?;leicht\nWie?;2\nWann?;\n")
    _, _, err = said(capsys, "graph", "import", "a.csv", "-o", "mine")
    assert 'At tier 2 for now: 3 questions with "leicht", "schwer"; a difficulty is easy, medium or hard' in err
    (place / "b.csv").write_text("question;level\nWas?;leicht\nWas?;leicht\nWo?;easy\n")
    _, _, err = said(capsys, "graph", "import", "b.csv", "-o", "other")
    assert 'At tier 2 for now: 1 question with "leicht"' in err, "a repeated one is left out"


def test_pictures_of_a_card_are_missed_aloud(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "deck.txt").write_text(
        "#html:true\nWhich join is <img src=x.png>?\tA hash join.\nWhy?\tSo.\n<img src=y.png>\tA join.\n"
    )
    _, _, err = said(capsys, "graph", "import", "deck.txt", "-o", "mine")
    assert "deck.txt, note 1: its pictures and sounds can't be shown here" in err
    assert "note 2" not in err
    assert "note 3: there is no question in it" in err
    assert err.count("note 3") == 1


@pytest.mark.parametrize(("folder", "name"), [("my_list", "my_list"), ("db.v2", "db.v2"), ("My list", "my-list")])
def test_an_imported_graph_is_called_as_its_folder(
    place: Path, capsys: pytest.CaptureFixture[str], folder: str, name: str
) -> None:
    (place / "a.csv").write_text("question\nWhat is a join?\n")
    said(capsys, "graph", "import", "a.csv", "-o", folder)
    assert load(place / folder).id == name


def test_hostile_text_is_plain_text(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.loads(f'"{HOSTILE}"')
    (place / "a.json").write_text(json.dumps([{"question": text, "topic": text, "answer": text}]))
    assert said(capsys, "graph", "import", "a.json", "-o", "mine")[0] == 0
    assert next(iter(load(place / "mine").questions.values())).prompt.startswith("x[/ arr[i] [@click=app.quit]y[/]")


def test_nothing_is_written_without_the_other_graph(
    place: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (place / "table.csv").write_text("question\nWhy?\n")
    status, out, err = said(capsys, "graph", "import", "table.csv", "-o", "My Graph", "--known", "nothing")
    assert (status, out) == (2, "")
    assert 'There is no graph "nothing"' in err
    assert not (place / "My Graph").exists()
    _, _, err = said(capsys, "graph", "import", "table.csv", "-o", "My Graph")
    assert "`interview start 'My Graph'`" in err


def test_nothing_is_written_over(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "a.md").write_text("## What is it?\n")
    status, _, err = said(capsys, "graph", "import", "a.md", "-o", "graphs/sample")
    assert status == 2
    assert "exists already" in err
