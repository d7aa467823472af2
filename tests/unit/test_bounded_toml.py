"""What is nested too deeply is refused before it costs time or memory; what people write is read as ever."""

import os
import resource
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from simulator.graph.bounded_toml import DEEPEST, Allowance, TooHeavyError, loads, weight
from simulator.session.transcript.format import BlockError, toml
from tests.cli.test_graph_commands import said
from tests.isolation import ROOT

KEY = ".".join(["a"] * 50_000)
HOSTILE = {
    "key": f"{KEY} = 1\n",
    "key with blanks": " . ".join(["a"] * 50_000) + " = 1\n",
    "quoted key": ".".join(['"a\\"b"'] * 50_000) + " = 1\n",
    "literal key": ".".join(["'a.b'"] * 50_000) + " = 1\n",
    "table": f"[{KEY}]\n",
    "array of tables": f"[[{KEY}]]\n",
    "inline": "x = {" + KEY + " = 1}\n",
    "lists": "x = " + "[" * 50_000 + "]" * 50_000,
    "inline tables": "x = " + "{a = " * 300 + "1" + "}" * 300,
    "short keys": "x = " + "{a.b.c.d = " * 30 + "1" + "}" * 30,
    "digits": "x = " + "9" * 5_000,
    "escaped quotes": '"' + '\\"' * 500_000 + "." * 100,
    "three quotes": '"""\n' * 99_999 + ". " * 100,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_toml_is_refused_at_once(name: str) -> None:
    began = time.process_time()
    with pytest.raises(ValueError, match=r".") as caught:
        loads(HOSTILE[name])
    assert time.process_time() - began < 2
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    "text",
    [
        "a.b.c = 1",
        ".".join(["a"] * DEEPEST) + " = 1",
        f'x = "{KEY}"',
        f"x = '''\n{KEY} = 1\n'''",
        f'x = """\n{KEY} \\" {KEY} = 1\n"""',
        f"# {KEY}\nx = 1",
        f'x = "it\\"s {KEY}" # "{KEY}',
        'x = "' + "word. " * 5_000 + '"',
    ],
)
def test_ordinary_toml_is_read_as_by_the_library(text: str) -> None:
    assert loads(text) == tomllib.loads(text)


def test_long_key_in_graph_takes_no_memory(place: Path) -> None:
    graph = place / "deep"
    script = "import sys; from simulator.cli.main import run; sys.exit(run(sys.argv[1:]))"
    subprocess.run([sys.executable, "-c", script, "graph", "new", str(graph)], check=True, capture_output=True)
    with (graph / "questions" / "basics.toml").open("a") as file:
        file.write(f"{KEY} = 1\n")
    two = 2 * 2**30
    for command in (["lint"], ["show"]):
        done = subprocess.run(
            [sys.executable, "-c", script, "graph", *command, str(graph)],
            capture_output=True, text=True, check=False, timeout=60,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (two, two)),
        )  # fmt: skip
        said_ = " ".join((done.stdout + done.stderr).split())  # a long line goes on below
        assert done.returncode in (1, 2), said_
        assert f"a key has more than {DEEPEST} parts" in said_
        assert "Traceback" not in said_
        assert "broke" not in said_


def test_a_calibration_that_is_nested_deeply_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "graph", "new", "mine")[0] == 0
    (graph,) = place.rglob("mine")
    (graph / "calibration.toml").write_text(f"{KEY} = 1\n")
    status, out, err = said(capsys, "graph", "lint", str(graph))
    assert status in (1, 2), (out, err)
    assert "calibration.toml" in out + err


def test_the_bank_is_read_as_by_the_library() -> None:
    files = sorted((ROOT / "graphs" / "llm").rglob("*.toml"))
    assert files
    for path in files if os.environ.get("FUZZ") else files[::5]:
        text = path.read_text("utf-8")
        assert repr(loads(text)) == repr(tomllib.loads(text))  # cases hold numbers that are none, which equal nothing


def test_depth_of_keys_within_brackets_is_added_up() -> None:
    half = DEEPEST // 2 + 1
    nested = f"x = {'{' + '.'.join(['a'] * half) + ' = '}" + "{" + ".".join(["b"] * half) + " = 1}}"
    assert weight(nested) > 0  # neither the keys nor the brackets are too many alone
    with pytest.raises(TooHeavyError, match="levels deep"):
        loads(nested)
    with pytest.raises(BlockError, match="levels deep"):
        toml(nested.encode(), Allowance())


def test_allowance_is_used_up_by_what_is_read() -> None:
    text = "x = [" + "1, " * 100 + "]\n"
    allowance = Allowance(marks=150)
    assert loads(text, allowance)["x"] == [1] * 100
    with pytest.raises(TooHeavyError, match="more than an interview could"):
        loads(text, allowance)
    assert loads(text) == {"x": [1] * 100}
