"""`interview graph` as a person and as a script meet it: stdout is data, stderr is talk, the status is an answer."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import COMMANDS, run
from simulator.graph.authoring import write_template
from simulator.session.workspace import bundled_graphs

CONTROL = {chr(code) for code in (*range(32), *range(127, 160))} - {"\n", "\t"}
HOSTILE = r"x[/ arr[i] [@click=app.quit]y[/] \u001b[31mred\u0007 \u0000 \u202egnirts\u2069 \u009b2J"


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = run(arguments)
    out, err = capsys.readouterr()
    assert not CONTROL & set(out + err)
    return status, out, err


def add(place: Path, text: str, graph: str = "sample") -> None:
    (place / "graphs" / graph / "questions" / "more.toml").write_text(text, "utf-8")


def test_list_names_each_graph_and_its_faults(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_template(place / "graphs" / "torn")
    add(place, "[[question]]\n", "torn")
    status, out, err = said(capsys, "graph", "list", "--json")
    assert (status, err) == (0, "")
    document = json.loads(out)
    rows = {row["graph"]: row for row in document["graphs"]}
    assert document["version"] == 1
    assert rows["sample"]["questions"] == 2
    assert "required" in rows["torn"]["error"]
    assert said(capsys, "graph", "list")[1].startswith("sample  Sample\n    3 concepts, 2 questions, 1 check\n")


def test_stats_json_has_the_promised_keys(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "graph", "stats", "sample", "--json")
    document = json.loads(out)
    assert status == 0
    assert document["version"] == 1
    expected = {"graph": "sample", "concepts": 3, "edges": 2, "questions": 2, "checks": 1, "rubric_points": 8}
    assert {key: document[key] for key in expected} == expected
    assert document["by_tier"]["2"] == 1
    assert document["by_area"] == {"basics": 1, "practice": 1}
    assert document["per_concept"]["caching"] == 1


def test_stats_are_a_table_for_people(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "graph", "stats", "sample")
    lines = out.splitlines()
    assert status == 0
    assert max(map(len, lines)) <= 80
    assert any(line.split() == ["caching", "1", ".", ".", "1", "<"] for line in lines)
    assert any(line.startswith("Thin spots") for line in lines)
    at = next(number for number, line in enumerate(lines) if line.split() == ["of", "openings", "of", "questions"])
    assert lines[at - 1].startswith("Full interviews before the bank runs out")
    assert all(len(row.rsplit(maxsplit=2)) == 3 for row in lines[at + 1 :])


def test_lint_has_status_one_only_for_errors(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "graph", "lint", "sample")
    assert status == 0
    assert out.startswith("warning: concepts.toml:")
    assert err.startswith("sample: 0 errors, ")
    add(place, '[[question]]\nid = "q"\nkind = "discuss"\nconcepts = ["big-oh"]\ntier = 1\nprompt = "Why?"\n')
    status, out, _ = said(capsys, "graph", "lint", "sample", "--json")
    document = json.loads(out)
    assert status == 1
    assert (document["version"], document["graph"]) == (1, "sample")
    first = document["findings"][0]
    assert {"rule", "severity", "file", "record", "key", "message"} <= first.keys()
    assert (first["severity"], first["file"], first["record"], first["key"]) == (
        "error",
        "questions/more.toml",
        "q",
        "concepts[0]",
    )
    status, out, err = said(capsys, "graph", "lint", "sample", "--errors")
    assert (status, len(out.splitlines())) == (1, 1)
    assert re.search(r"1 error, \d+ warnings left out \(", err)  # nobody takes them for none


def test_show_draws_the_map_and_single_pages(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Layer 2" in said(capsys, "graph", "show", "sample")[1]
    assert said(capsys, "graph", "show", "sample", "--to", "mermaid")[1].startswith("flowchart LR")
    assert said(capsys, "graph", "show", "sample", "--to", "dot")[1].startswith("digraph")
    assert said(capsys, "graph", "show", "sample", "caching")[1].startswith("Caching\n")
    assert said(capsys, "graph", "show", "load-factor")[1].startswith("load-factor")
    assert "did you mean" in said(capsys, "graph", "show", "cachin")[2]
    status, out, err = said(capsys, "graph", "show", "--to", "svg", "-o", "map.svg")
    assert (status, out, err) == (0, "", "Wrote map.svg.\n")
    assert (place / "map.svg").read_text("utf-8").startswith("<svg")
    assert said(capsys, "graph", "show", "-o", "no/such/map")[0] == 2


def test_ending_of_file_says_how_map_is_drawn(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, start in (
        ("map.svg", "<svg "),
        ("map.dot", "digraph "),
        ("map.mmd", "flowchart "),
        ("map.txt", "Sample"),
    ):
        assert said(capsys, "graph", "show", "sample", "-o", name)[0] == 0
        assert (place / name).read_text().startswith(start)
    assert said(capsys, "graph", "show", "sample", "--to", "dot", "-o", "other.svg")[0] == 0
    assert (place / "other.svg").read_text().startswith("digraph ")
    status, _, err = said(capsys, "graph", "show", "sample", "caching", "-o", "caching.svg")
    assert (status, err) == (2, "The page of caching is text; only the whole map can be drawn as svg.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["-o", "map.png"],
            "The map can't be written as .png: end the file in .txt, .mmd, .mermaid, .dot, .gv or .svg, or",
        ),
        (
            ["caching", "-o", "caching.pdf"],
            "The page of caching can't be written as .pdf: it's text, so end the file in .txt",
        ),
    ],
)
def test_ending_that_is_no_drawing_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    status, out, err = said(capsys, "graph", "show", "sample", *arguments)
    assert (status, out, words in err) == (2, "", True)
    assert not (place / arguments[-1]).exists()
    assert said(capsys, "graph", "show", "sample", *arguments, "--to", "text")[0] == 0


def test_new_graph_with_bundled_name_is_warned(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = place / "elsewhere" / "llm"
    err = said(capsys, "graph", "new", str(folder))[2]
    assert f"llm still names the graph in {bundled_graphs() / 'llm'}" in err
    assert f"choose another name, or give the path, {folder}." in err
    assert "still names" not in said(capsys, "graph", "new", "llm")[2]  # the workspace's own comes first
    assert "still names" not in said(capsys, "graph", "new", "mine")[2]


def test_lint_sums_up_all_that_it_found(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add(
        place, '[[question]]\nid = "q"\nkind = "code"\nconcepts = ["big-o"]\ntier = 4\nprompt = "Why?"\nhints = ["a"]\n'
    )
    _, out, err = said(capsys, "graph", "lint", "sample")
    rules = re.findall(r"(\d+) (?=[a-z])", err.split("(")[1])
    assert sum(map(int, rules)) == len(out.splitlines())
    assert err.endswith(" of other rules).\n")
    assert "hints: 1 hint; 2 to 3 are asked for" in out


def test_a_new_graph_can_be_checked_at_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = said(capsys, "graph", "new", "my-own")
    assert status == 0
    assert [Path(line).is_file() for line in out.splitlines()] == [True] * 4
    assert said(capsys, "graph", "lint", "my-own")[0] == 0
    status, _, err = said(capsys, "graph", "new", "my-own")
    assert (status, "exists already" in err) == (2, True)


def test_new_outside_workspace_stays_out_of_program(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert said(capsys, "graph", "new", "my-own")[0] == 0
    assert (tmp_path / "my-own" / "graph.toml").is_file()


def test_a_group_without_a_command_shows_its_help(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = said(capsys, "graph")
    assert (status, out) == (2, "")
    assert err.startswith("Usage: interview graph")
    assert all(f"  {name} " in err for name in ("lint", "list", "new", "schema", "show", "stats"))
    assert "..." not in err.split("Commands:")[1]


def test_schema_is_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "Question" in json.loads(said(capsys, "graph", "schema", "questions")[1])["$defs"]


@pytest.mark.parametrize("before", [True, False])
def test_workspace_options_stand_before_or_behind(
    place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], before: bool
) -> None:
    write_template(tmp_path / "shelf" / "other")
    option = ["--graphs", str(tmp_path / "shelf")]
    status, out, _ = said(capsys, *(option if before else []), "graph", "show", "other", *([] if before else option))
    assert status == 0
    assert out.startswith("Other: 3 concepts")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grahp"], 'no command "grahp" (did you mean "graph"?). Try `interview --help`.'),
        (["search"], 'no command "search" (did you mean "ask"?). Try `interview --help`.'),
        (["gaps"], 'no command "gaps" (did you mean "progress"?). Try `interview --help`.'),
        (["web"], 'no command "web" (did you mean "serve"?).'),
        (["graph", "web"], 'no command "web". Try `interview graph --help`.'),
        (["graph", "lnit"], 'no command "lnit" (did you mean "lint"?). Try `interview graph --help`.'),
        (["graph", "lint", "smaple"], 'did you mean "sample"'),
        (["graph", "lint", "sample", "--area", "basic"], 'did you mean "basics"'),
        (["graph", "show", "sample", "--to", "png"], "--to takes "),
        (["graph", "stats", "sample", "--graphs", "nowhere"], "There is no folder"),
        (["graph", "stats", "\x1b[31msample"], "There is no graph"),
        (["--candidate", "a\x07", "graph", "list"], "can't be a candidate's name"),
        (["graph", "stats", "x" * 5000], "can't be used (File name too long)"),
        (["graph", "new", "x" * 300], "cannot be the name of a graph"),
        (["graph", "new", ""], '"" cannot be the name of a graph'),
        (["graph", "new", "Big Words"], "cannot be the name of a graph"),
    ],
)
def test_users_mistake_is_one_sentence_and_status_two(
    place: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    status, out, err = said(capsys, *arguments)
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1


def spoil(place: Path, name: str, text: str | bytes) -> Path:
    folder = place / "graphs" / "bad"
    write_template(folder)
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


QUESTION = '[[question]]\nid = "q"\nkind = "discuss"\nconcepts = ["big-o"]\ntier = 1\nprompt = "P"\n'
CONCEPT = '[[concept]]\nid = "%s"\ntitle = "T"\narea = "basics"\nprerequisites = ["%s"]\n'
CIRCLE = [("big-o", "caching"), ("hash-table", "big-o"), ("caching", "hash-table")]
BROKEN = {
    "a cycle": ("concepts.toml", "".join(CONCEPT % pair for pair in CIRCLE)),
    "an unknown id": ("questions/q.toml", QUESTION.replace("big-o", "x[/")),
    "a wrong type": ("questions/q.toml", QUESTION.replace("tier = 1", 'tier = "\\u001b[2J"')),
    "a megabyte": ("questions/q.toml", QUESTION.replace('"P"', f'"{"x" * 1_000_000}"')),
    "not UTF-8": ("questions/q.toml", QUESTION.encode() + b"# \xff\xfe"),
    "no TOML": ("questions/q.toml", "[[question"),
    "raw NUL": ("questions/q.toml", QUESTION.replace('"P"', '"\0"')),
    "an escape in an id": ("questions/q.toml", QUESTION.replace('"q"', r'"\u001b]0;x\u0007[@click=app.quit]"')),
}


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=BROKEN)
def test_a_broken_graph_is_one_sentence_and_status(
    place: Path, capsys: pytest.CaptureFixture[str], name: str, text: str | bytes
) -> None:
    spoil(place, name, text)
    status, out, err = said(capsys, "graph", "stats", "bad")
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert name in err
    assert "Traceback" not in err
    status, out, _ = said(capsys, "graph", "lint", "bad")
    assert status == 1
    assert f"error: {name}" in out


def test_an_empty_folder_is_one_sentence_and_status(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "graphs" / "empty").mkdir()
    status, _, err = said(capsys, "graph", "stats", "empty")
    assert (status, "has no graph.toml" in err) == (2, True)
    status, out, _ = said(capsys, "graph", "lint", "empty")
    assert (status, out.startswith("error: ")) == (1, True)


def test_hostile_text_is_shown_as_plain_text(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil(place, "questions/q.toml", QUESTION.replace('"P"', f'"{HOSTILE}"'))
    status, out, _ = said(capsys, "graph", "show", "bad", "q")
    assert status == 0
    assert "x[/ arr[i] [@click=app.quit]y[/] [31mred  gnirts 2J" in " ".join(out.split("\n"))


def shell(place: Path, command: str) -> subprocess.CompletedProcess[str]:
    program = f'{sys.executable} -c "from simulator.cli.main import main; main()"'
    return subprocess.run(
        ["bash", "-c", command.replace("interview", program)], cwd=place, capture_output=True, text=True, timeout=60
    )


def test_a_reader_that_leaves_early_ends_it_quietly(place: Path) -> None:
    long = "word " * 9_000
    add(place, QUESTION.replace('"P"', f'"{long}"') + "".join(f'{key} = "{long}"\n' for key in ("answer", "exemplar")))
    result = shell(place, 'interview graph show sample q | head -1; echo "${PIPESTATUS[0]}"')
    assert result.stdout.splitlines()[1:] == ["0"]
    assert result.stderr == ""


def test_interrupt_is_quiet_and_has_its_own_status(place: Path) -> None:
    code = (
        "import os, signal, sys, time, click\nfrom simulator.cli import main as cli\n"
        # a parent that ignores interrupts, such as nohup, passes that on
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "@click.command()\ndef wait():\n    os.kill(os.getpid(), signal.SIGINT)\n    time.sleep(30)\n"
        "sys.modules['waiting'] = sys.modules['__main__']\ncli.COMMANDS['wait'] = ('waiting:wait', '')\n"
        "sys.exit(cli.run(['wait']))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=20)
    assert (result.returncode, result.stdout, result.stderr.strip()) == (130, "", "")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("click.confirm('Sure?', err=True)", "The input ended before the question was answered."),
        ("marshal.loads(b'')", "The program broke: EOFError"),
    ],
)
def test_an_end_of_input_is_no_interrupt(place: Path, body: str, said: str) -> None:
    """click would make the status of an interrupt of it: a prompt has a sentence, and a torn file is a fault."""
    code = (
        "import marshal, sys, click\nfrom simulator.cli import main as cli\n"
        f"@click.command()\ndef ask():\n    {body}\n"
        "sys.modules['asking'] = sys.modules['__main__']\ncli.COMMANDS['ask'] = ('asking:ask', '')\n"
        "sys.exit(cli.run(['ask']))"
    )
    env = {**os.environ, "XDG_STATE_HOME": str(place), "HOME": str(place)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=env, check=False)
    assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_help_is_a_word_too(place: Path) -> None:
    for asked, same in (("help", "--help"), ("help start", "start --help")):
        found, wanted = (shell(place, f"interview {words}") for words in (asked, same))
        assert (found.returncode, found.stdout) == (0, wanted.stdout)


def test_without_unicode_there_are_question_marks(place: Path) -> None:
    add(place, QUESTION.replace('"P"', '"What is Σ?"'))
    result = shell(place, "PYTHONIOENCODING=ascii interview graph show sample q")
    assert (result.returncode, result.stderr) == (0, "")
    assert "What is ??" in result.stdout


def test_help_names_every_command_and_imports_none(place: Path) -> None:
    code = (
        "import sys\nfrom simulator.cli.main import run\nstatus = run(['--help'])\n"
        "heavy = {'textual', 'rich', 'numpy', 'networkx', 'msgspec', 'platformdirs', 'rapidfuzz', 'tomllib'}\n"
        "print(status, sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stderr.strip() == "0 []"
    assert [name for name in COMMANDS if f"  {name}  " not in result.stdout] == []
