"""`interview graph edit`: one record in a real editor, checked, and put back with everything around it untouched."""

import re
import shutil
from pathlib import Path

import pytest

from simulator.graph.authoring import find_record, write_template
from simulator.graph.load import load
from tests.before_house import garden
from tests.cli.test_graph_commands import said
from tests.graphs import llm_graph
from tests.some import some
from tests.system.terminal import Terminal

ROOT = Path(__file__).parent.parent.parent


def editor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: str) -> None:
    """An editor that is a shell script; $1 is the file it is given."""
    path = tmp_path / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", str(path))


def question_file(place: Path) -> Path:
    return place / "graphs" / "sample" / "questions" / "basics.toml"


@pytest.fixture
def first(place: Path) -> str:
    return next(iter(load(place / "graphs" / "sample").questions))


def test_only_the_record_changes(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    editor(monkeypatch, tmp_path, """sed -i 's/^prompt = .*/prompt = "What would you ask?" # mine/' "$1" """)
    before = question_file(place).read_text()
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    after = question_file(place).read_text()
    assert status == 0, err
    assert load(place / "graphs" / "sample").questions[first].prompt == "What would you ask?"
    changed = [line for line in after.split("\n") if line not in before.split("\n")]
    assert changed == ['prompt = "What would you ask?" # mine']
    assert [line for line in before.split("\n") if line.startswith("#")] == [
        line for line in after.split("\n") if line.startswith("#")
    ]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("""sed -i 's/^kind/kimd/' "$1" """, "kimd"),
        ("""echo 'torn = [' > "$1" """, "not valid TOML"),
        ("""echo '# nothing' > "$1" """, "no record with an id"),
        ("""printf '\\377' > "$1" """, "isn't UTF-8"),
        ("exit 3", "status 3"),
    ],
)
def test_an_edit_that_fails_changes_and_loses_nothing(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    script: str,
    words: str,
) -> None:
    editor(monkeypatch, tmp_path, script)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    before = question_file(place).read_bytes()
    status, out, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 2
    assert words in out + err
    assert question_file(place).read_bytes() == before
    if "your text is in" in err:
        assert list(tmp_path.glob("interview-edit-*.toml"))


def test_a_file_that_changed_meanwhile_is_left_alone(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    other = question_file(place)
    editor(monkeypatch, tmp_path, f"""echo '# theirs' >> {other}; sed -i 's/^tier = .*/tier = 2/' "$1" """)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 2
    assert "changed in the meantime" in err
    assert other.read_text().endswith("# theirs\n")


def test_a_record_that_fails_can_be_edited(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = question_file(place)
    file.write_text(file.read_text().replace("tier = 1", "tier = 11").replace("tier = 2", "tire = 2"))
    editor(monkeypatch, tmp_path, """sed -i 's/^tier = 11/tier = 1/' "$1" """)
    status, out, err = said(capsys, "graph", "edit", "sample", first)
    assert (status, err) == (0, f"Saved in {file}.\n")
    assert "tire" not in out
    assert "tier = 1\n" in file.read_text()
    editor(monkeypatch, tmp_path, """sed -i 's/^tier = 1/tier = 12/' "$1" """)
    status, out, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 2
    assert "found 12" in out
    assert "tire" not in out


def test_an_unreadable_file_is_named_with_missing_records(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    question_file(place).write_text("[[question]\n")
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 2
    assert f'no question, check or concept "{first}"; questions/basics.toml:1: this is not valid TOML' in err


def test_what_an_editor_left_that_failed_is_kept(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    editor(monkeypatch, tmp_path, """echo '# an hour of work' >> "$1"; exit 3""")
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    left = re.search(r"ended with status 3; what it left is in (.*)\.\n", err)
    assert status == 2
    assert left
    assert Path(left[1]).read_text().endswith("# an hour of work\n")
    Path(left[1]).unlink()


def test_editor_with_open_quote_is_said_so(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("VISUAL", "vim -c 'set ft=toml")
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert (status, err) == (2, "EDITOR can't be read: vim -c 'set ft=toml has an open quote; set it again.\n")


def test_leaving_the_editor_without_a_change_is_said(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    editor(monkeypatch, tmp_path, "true")
    assert said(capsys, "graph", "edit", "sample", first) == (0, "", "Nothing was changed.\n")


def test_unknown_record_and_missing_editor_are_one_sentence(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    status, _, err = said(capsys, "graph", "edit", "sample", first[:-1])
    assert status == 2
    assert f'did you mean "{first}"' in err
    monkeypatch.setenv("EDITOR", "no-such-editor-here")
    monkeypatch.delenv("VISUAL", raising=False)
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 2
    assert "no-such-editor-here can't be used" in err


@pytest.mark.parametrize("place", some(range(5), 3))
def test_bank_records_are_put_back_to_the_byte(place: int) -> None:
    path = ROOT / "graphs" / "llm"
    graph = llm_graph()
    names = [*graph.questions, *graph.checks, *graph.concepts]
    name = names[place * (len(names) - 1) // 4]
    found = find_record(path, name)
    assert f'id = "{name}"' in found.own
    assert found.own.startswith("[[")
    assert found.file_with(found.own) == found.path.read_bytes()


def test_a_header_inside_a_text_is_no_header(tmp_path: Path) -> None:
    shutil.copytree(garden().path, tmp_path / "garden")
    file = tmp_path / "garden" / "questions" / "all.toml"
    trap = 'prompt = """\nWhat does this mean?\n[[question]]\nid = "trap"\n"""\n'
    head = '[[question]]\nid = "traps"\nkind = "discuss"\nconcepts = ["tool-use"]\ntier = 2\n'
    concept = next(iter(garden().concepts))
    file.write_text(head.replace("tool-use", concept) + trap + "# about the next\n" + file.read_text())
    found = find_record(tmp_path / "garden", "traps")
    assert found.own.endswith('id = "trap"\n"""\n')


def test_a_byte_order_mark_is_no_obstacle(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    file = question_file(place)
    text = file.read_text("utf-8")
    file.write_text(text[text.index("[[question]]") :], "utf-8-sig")
    given = find_record(file.parents[1], first).own
    assert given.startswith("[[question]]")
    script = """{ printf '\\357\\273\\277'; sed '/^prompt/s/= "/= "Now: /' "$1"; } > "$1.new"; mv "$1.new" "$1\""""
    editor(monkeypatch, tmp_path, script)
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 0, err
    assert file.read_bytes().count(b"\xef\xbb\xbf") == 1


def test_an_edit_keeps_links_modes_and_hard_links(
    place: Path,
    first: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    editor(monkeypatch, tmp_path, """sed -i 's/^prompt = .*/prompt = "What would you ask?"/' "$1" """)
    linked, real, twin = question_file(place), tmp_path / "mine.toml", tmp_path / "twin.toml"
    linked.rename(real)
    linked.symlink_to(real)
    twin.hardlink_to(real)
    real.chmod(0o600)
    status, _, err = said(capsys, "graph", "edit", "sample", first)
    assert status == 0, err
    assert linked.is_symlink()
    assert "What would you ask?" in real.read_text()
    assert twin.read_text() == real.read_text()
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_leaving_the_question_keeps_the_text(tmp_path: Path, key: str) -> None:
    """Ctrl+C and Ctrl+D at "Edit again?" are a no: what was written is put aside, and its place is said."""
    folder = tmp_path / "mine"
    write_template(folder)
    before = (folder / "questions" / "basics.toml").read_text()
    script = tmp_path / "editor"
    script.write_text("#!/bin/sh\nsed -i 's/^tier = 1/tier = 11/' \"$1\"\n")
    script.chmod(0o755)
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    arguments = ("graph", "edit", "./mine", "hash-table-lookup-cost")
    terminal = Terminal(tmp_path, *arguments, columns=200, rows=24, VISUAL=str(script), TMPDIR=str(temporary))
    try:
        terminal.wait_for("Edit again?")
        terminal.child.send(key)
        assert terminal.wait_end() == 2
        assert "was left as it was; your text is in" in terminal.text
    finally:
        terminal.close()
    (kept,) = temporary.glob("*.toml")
    assert "tier = 11" in kept.read_text()
    assert (folder / "questions" / "basics.toml").read_text() == before
