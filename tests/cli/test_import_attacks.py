"""A damaged or endless file is one sentence within five seconds, and leaves nothing behind."""

import io
import json
import os
import random
import sqlite3
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.graph.load import load
from simulator.graph.parse import MOST_CONCEPTS
from tests.cli.test_graph_commands import said
from tests.some import some

SECONDS = 5.0
NOTES = "CREATE TABLE notes (id INTEGER PRIMARY KEY, flds TEXT, tags TEXT)"


def package(*statements: str, rows: int = 0, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An .apkg whose collection is made by these statements."""
    database = sqlite3.connect(":memory:")
    for statement in statements:
        database.execute(statement)
    many = [(f"What is number {n}?\x1fThis one.", "tag") for n in range(rows)]
    if rows:
        database.executemany("INSERT INTO notes (flds, tags) VALUES (?, ?)", many)
    database.commit()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr("collection.anki2", database.serialize())
    database.close()
    return packed.getvalue()


def damaged(data: bytes, seed: int) -> bytes:
    """The same with twenty bytes of the packed collection changed; the directory of the archive stays whole."""
    draw, spoilt = random.Random(seed), bytearray(data)
    for _ in range(20):
        spoilt[draw.randrange(60, len(data) - 120)] = draw.randrange(256)
    return bytes(spoilt)


ENDLESS = (
    "CREATE VIEW notes AS WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) "
    "SELECT n AS id, 'Why?' AS flds, '' AS tags FROM c"
)
LARGE = "CREATE TABLE notes (id INTEGER, flds TEXT AS (hex(zeroblob(400000000))), tags TEXT)"

FILES: dict[str, Callable[[], bytes]] = {
    "deflate.apkg": lambda: damaged(package(NOTES, rows=500), 1),
    "lzma.apkg": lambda: damaged(package(NOTES, rows=500, method=zipfile.ZIP_LZMA), 2),
    "bzip.apkg": lambda: damaged(package(NOTES, rows=500, method=zipfile.ZIP_BZIP2), 3),
    "pages.apkg": lambda: repacked(damaged(unpacked(package(NOTES, rows=2000)), 4)),
    "view.apkg": lambda: package(ENDLESS),
    "generated.apkg": lambda: package(LARGE, "INSERT INTO notes (id, tags) VALUES (1, '')"),
    "many.apkg": lambda: package(NOTES, rows=30_000),
    "empty.apkg": lambda: package("CREATE TABLE other (x)"),
    "bomb.apkg": lambda: repacked(b"\0" * 300_000_000),
    "separator.txt": lambda: b"#separator:\nWhy?\tSo.\n",
    "quote.txt": lambda: b'#separator:"\nWhy?\tSo.\n',
    "column.txt": lambda: b"#tags column:" + b"9" * 5_000 + b"\nWhy?\tSo.\n",
    "cloze.txt": lambda: b"{{c1::" * 30_000 + b"\tx\n",
    "sound.txt": lambda: b"[sound:" * 60_000 + b"\n",
    "signs.txt": lambda: b"#\n" * 1_500_000,
    "summary.md": lambda: b"<summary>" * 200_000,
    "blanks.md": lambda: b"# " + b" " * 50_000 + b"x" + b" " * 50_000 + b"\n",
    "item.md": lambda: b"- " + b" " * 100_000 + b"x\n",
    "rule.md": lambda: b"| question | answer |\n" + b" " * 100_000 + b"x\n",
    "bold.md": lambda: b"**" * 500_000 + b"\n",
    "ticks.md": lambda: b"## Why?\n" + b"`a``" * 300_000,
    "items.md": lambda: b"1. Why?\n" * 300_000,
    "same.csv": lambda: b"question\n" + b"Why is that so, and since when has it been?\n" * 300_000,
    "field.csv": lambda: b'question\n"' + b"x" * 5_000_000,
    "open.csv": lambda: b'question,answer\nWhy?,So.\n"Who is "" it?,They.\nWhen?,Now.\n',
    "open.txt": lambda: b'Why?\tSo.\nWho?\t"They.\nWhen?\tNow.\n',
    "rows.csv": lambda: b"question\n" + b"".join(b"What is number %d here?\n" % n for n in range(400_000)),
    "deep.json": lambda: b'[{"question": ' + b"[" * 100_000,
    "digits.json": lambda: b'[{"question": ' + b"9" * 10_000 + b"}]",
    "object.json": lambda: b'[{"question": {"a": 1}}]',
    "lines.jsonl": lambda: b'{"question": "Why?"}\n' * 2_000 + b"{",
}


COSTLY = {"generated.apkg", "bomb.apkg", "signs.txt", "items.md"}  # seconds of the processor


def unpacked(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("collection.anki2")


def repacked(collection: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection)
    return packed.getvalue()


@pytest.mark.parametrize("name", some(FILES, *(name for name in FILES if name not in COSTLY)))
def test_a_hostile_list_ends_soon_in_a_sentence(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
) -> None:
    (place / name).write_bytes(FILES[name]())
    start = time.process_time()  # other programs may keep the processor
    status, out, err = said(capsys, "graph", "import", name, "-o", "mine")
    assert time.process_time() - start < SECONDS
    assert (status, out) == (2, ""), err
    assert err.count("\n") == 1
    assert name in err
    assert "Traceback" not in err
    assert not (place / "mine").exists()


@pytest.mark.parametrize(
    ("name", "row"),
    [("open.csv", 3), ("open.txt", 2)],
)
def test_a_quotation_without_end_takes_no_rows(
    place: Path, capsys: pytest.CaptureFixture[str], name: str, row: int
) -> None:
    (place / name).write_bytes(FILES[name]())
    told = f"{name}, row {row}: a quotation mark opens here and is never closed; close or double it.\n"
    assert said(capsys, "graph", "import", name, "-o", "mine") == (2, "", told)


def test_deep_json_isnt_said_to_be_none(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "deep.json").write_bytes(FILES["deep.json"]())
    told = "deep.json, line 1: its lists are nested too deeply to read.\n"
    assert said(capsys, "graph", "import", "deep.json", "-o", "mine") == (2, "", told)


def test_more_topics_than_a_graph_holds_are_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"What is number {n}?,topic {n}\n" for n in range(MOST_CONCEPTS + 1))
    (place / "topics.csv").write_text(f"question,topic\n{rows}")
    told = "2,001 topics are too many for one graph; 2,000 is the most.\n"
    assert said(capsys, "graph", "import", "topics.csv", "-o", "mine") == (2, "", told)
    assert not (place / "mine").exists()


@pytest.mark.parametrize("end", ["", "\n", "\n\n", "\r\n"])
def test_a_quotation_at_the_end_may_be_closed(place: Path, capsys: pytest.CaptureFixture[str], end: str) -> None:
    (place / "list.csv").write_bytes(f'question,answer\nWhy?,"So,\nand ""so""."{end}'.encode())
    assert said(capsys, "graph", "import", "list.csv", "-o", "mine")[0] == 0
    assert [q.answer for q in load(place / "mine").questions.values()] == ['So,\nand "so".']


def test_a_pipe_is_no_list(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(place / "pipe.csv")
    status, _, err = said(capsys, "graph", "import", "pipe.csv", "-o", "mine")
    assert (status, err) == (2, "pipe.csv is no ordinary file.\n")
    status, _, err = said(capsys, "graph", "import", "nope.csv", "-o", "mine")
    assert (status, err) == (2, "There is no file nope.csv; check its path.\n")


def test_a_name_with_a_bad_byte_is_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = os.fsdecode(b"bad\xff.csv")
    (place / path).write_bytes(b"nothing\n")
    status, _, err = said(capsys, "graph", "import", path, "-o", "mine")
    assert status == 2
    assert "no column is called" in err


def test_fields_that_are_no_text_are_left_out(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "INSERT INTO notes (flds, tags) VALUES (NULL, NULL), (x'00ff', ''), ('Why?' || char(31) || 'So.', NULL)"
    (place / "deck.apkg").write_bytes(package(NOTES, rows))
    status, _, err = said(capsys, "graph", "import", "deck.apkg", "-o", "mine")
    assert status == 0, err
    assert [q.prompt for q in load(place / "mine").questions.values()] == ["Why?"]
    assert "Left out: deck.apkg, note 1: its fields are no text." in err
    assert "note 2" in err


def test_only_the_notes_of_a_package_are_read(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its media, wherever their names lead, are not unpacked; triggers, views and indexes of a stranger do not run."""
    traps = (
        "CREATE TRIGGER more AFTER INSERT ON notes BEGIN INSERT INTO notes (flds) SELECT flds FROM notes; END",
        "CREATE VIEW deep AS SELECT a.id FROM notes a, notes b, notes c, notes d",
        "CREATE INDEX heavy ON notes (hex(zeroblob(length(flds) * 1000)))",
    )
    packed = io.BytesIO(
        package(NOTES, *traps[1:], "INSERT INTO notes (flds) VALUES ('Why?' || char(31) || 'So.')", traps[0])
    )
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for name in (str(place / "evil"), "../../evil", "C:\\evil", "\x1b[31mevil", *map(str, range(500))):
            archive.writestr(name, b"x")
    (place / "deck.apkg").write_bytes(packed.getvalue())
    status, out, err = said(capsys, "graph", "import", "deck.apkg", "-o", "mine")
    assert status == 0, err
    assert "\x1b" not in out + err
    assert [q.prompt for q in load(place / "mine").questions.values()] == ["Why?"]
    assert not list(place.parent.rglob("*evil*"))


def test_the_largest_list_is_taken_in_time(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draw = random.Random(5)
    words = [f"word{n}" for n in range(500)]
    rows = [{"question": " ".join(draw.choices(words, k=14)) + "?", "topic": draw.choice(words)} for _ in range(20_000)]
    (place / "list.json").write_text(json.dumps(rows))
    start = time.monotonic()
    assert said(capsys, "graph", "import", "list.json", "-o", "mine")[0] == 0
    assert time.monotonic() - start < 3 * SECONDS


def test_code_in_a_question_keeps_its_letters(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "## What does `__init__` do?\n\nuse `<b>{x}</b>` here, then run job <NAME>\n\n"
        "```\n- [x](#y)\n## not a question?\n<summary>no</summary>\n```\n"
    )
    (place / "list.md").write_text(text)
    assert said(capsys, "graph", "import", "list.md", "-o", "mine")[0] == 0
    (question,) = load(place / "mine").questions.values()
    assert question.prompt == "What does `__init__` do?"
    assert question.answer == text.split("\n\n", 1)[1].strip()


@pytest.mark.parametrize(("is_html", "answer"), [("true", "x y"), ("false", "<b>x</b> &amp; y")])
def test_the_export_says_whether_it_is_html(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    is_html: str,
    answer: str,
) -> None:
    field = "<b>x</b> y" if is_html == "true" else "<b>x</b> &amp; y"
    (place / "deck.txt").write_text(f"#separator:tab\n#html:{is_html}\nWhy?\t{field}\n")
    assert said(capsys, "graph", "import", "deck.txt", "-o", "mine")[0] == 0
    (question,) = load(place / "mine").questions.values()
    assert question.answer == answer


def test_nested_gaps_are_told_apart(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "deck.txt").write_text("{{c1::The {{c2::softmax}} of scores::what}} gives weights\t\n")
    assert said(capsys, "graph", "import", "deck.txt", "-o", "mine")[0] == 0
    (question,) = load(place / "mine").questions.values()
    assert question.prompt == "[what] gives weights"
    assert question.answer == "The softmax of scores gives weights"
