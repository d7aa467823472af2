"""Where exports are written: inside their folder, by the file's own name, whole or not at all."""

import os
import resource
import subprocess
import sys
import threading
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cli.main import run
from simulator.cli.report import WITH_OWN_WORDS
from simulator.report.export.exporters import file_names
from simulator.session.transcript.disk import filling, renewing, replace
from tests.transcripts import put, whole
from tests.trials.commands import Called, call, contents
from tests.unit.test_report_export import Outline
from tests.warm import warmed_home

INTERVIEW = [sys.executable, "-m", "simulator"]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with two sessions; nothing of the person who tests is read or written."""
    for kind in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    warmed_home(tmp_path / "CACHE")
    monkeypatch.setenv("INTERVIEW_SESSIONS", str(tmp_path / "sessions"))
    monkeypatch.setenv("INTERVIEW_CANDIDATE", "demo")
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    for number in (1, 2):
        put(tmp_path / "sessions", *whole(number))
    return here


def called(id_: str, number: int = 1) -> bytes:
    """A whole transcript whose header gives it this id."""
    name, data = whole(number)
    return data.replace(f'id = "{name}"'.encode(), f'id = "{id_}"'.encode(), 1)


@pytest.mark.parametrize("to", ["md", "html"])
def test_export_stays_in_its_folder_whatever_header_says(place: Path, tmp_path: Path, to: str) -> None:
    precious = tmp_path / f"precious.{to}"
    precious.write_text("mine")
    put(tmp_path / "sessions", "2024-01-05T090000-llm-full-evil", called(str(precious.with_suffix(""))))
    put(tmp_path / "sessions", "2024-01-06T090000-llm-full-evil", called("../../precious"))
    before = contents(tmp_path / "sessions")
    assert run(["export", "--to", to, "-o", "out"]) == 0
    assert precious.read_text() == "mine"
    assert contents(tmp_path / "sessions") == before
    stems = {p.stem for p in (tmp_path / "sessions").glob("*.toml")}
    assert {p.name for p in place.iterdir()} == {"out"}
    assert {p.stem for p in (place / "out").iterdir()} == {*stems, "index"}


def test_two_files_with_one_id_are_both_exported(place: Path, tmp_path: Path) -> None:
    name, _ = whole(1)
    put(tmp_path / "sessions", "copy of \"it\" <b> & 100% 'x' #1 é", called(name))
    assert run(["export", "--to", "html", "-o", "out"]) == 0
    index = (place / "out" / "index.html").read_text("utf-8")
    links = {unquote(unescape(a["href"] or "")) for tag, a in Outline(index).tags if tag == "a"}
    assert links == {p.name for p in (place / "out").iterdir()} - {"index.html"}
    assert len(links) == 3
    assert run(["export", "--to", "md", "-o", "out"]) == 0
    listed = (place / "out" / "index.md").read_text("utf-8")
    assert {unquote(line.split("](<")[1].split(">)")[0]) for line in listed.splitlines() if "](<" in line} == {
        p.name for p in (place / "out").glob("*.md") if p.name != "index.md"
    }
    for link in (line for line in listed.splitlines() if "](<" in line):  # what its own report says, not a median
        report = (place / "out" / unquote(link.split("](<")[1].split(">)")[0])).read_text("utf-8")
        said = link.split(" | ")[-1].removesuffix(" |")
        assert said in report or said.startswith("No recommendation for ")


@given(st.lists(st.sampled_from(["a", "A", "a-2", "index", "INDEX", "Straße", "STRASSE", "é", "e\u0301", "ﬁ", "x.y"])))
def test_no_two_exported_files_share_a_name(stems: list[str]) -> None:
    names = file_names([Path(f"/{n}/{stem}.toml") for n, stem in enumerate(stems)], "html")
    assert len({name.casefold() for name in [*names, "index.html"]}) == len(stems) + 1
    assert all(name.startswith(stem) and name.endswith(".html") for name, stem in zip(names, stems, strict=True))


@pytest.mark.parametrize("to", ["md", "html"])
def test_renamed_transcript_spares_export_of_its_old_name(place: Path, tmp_path: Path, to: str) -> None:
    name, _ = whole(1)
    (place / "out").mkdir()
    (place / "out" / f"{name}.{to}").write_text("with notes of my own")
    (tmp_path / "sessions" / f"{name}.toml").rename(tmp_path / "sessions" / "renamed.toml")
    assert run(["export", "renamed", "--to", to, "-o", "out"]) == 0
    assert (place / "out" / f"{name}.{to}").read_text() == "with notes of my own"
    assert (place / "out" / f"renamed.{to}").exists()


@pytest.mark.parametrize("exists", [True, False])
def test_link_in_folder_is_replaced_and_never_followed(
    place: Path, tmp_path: Path, exists: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    name, _ = whole(1)
    precious = tmp_path / "precious"
    if exists:
        precious.write_text("mine")
    (place / "out").mkdir()
    (place / "out" / f"{name}.md").symlink_to(precious)
    arguments = ["export", name, "--to", "md", "-o", "out"]
    assert run(arguments) == 2
    assert "already exists" in capsys.readouterr().err
    assert run([*arguments, "--force"]) == 0
    assert precious.exists() == exists
    assert not exists or precious.read_text() == "mine"
    assert not (place / "out" / f"{name}.md").is_symlink()


WITH_OWN = """
from simulator.cli.main import main
from simulator.report.export.exporters import EXPORTERS, Exporter
EXPORTERS["ids"] = Exporter("the id of each session", ".txt", "own:ids")
main()
"""


def test_a_new_export_takes_one_row(place: Path) -> None:
    """A function and its row in the table: the commands, their help and their refusals follow."""
    Path("own.py").write_text("def ids(assessments):\n    return (f'{a.session.id}\\n' for a in assessments)\n")

    def call(*arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run([sys.executable, "-c", WITH_OWN, *arguments], capture_output=True, text=True, check=False)

    done = call("export", "--to", "ids", "-o", "out.txt")
    assert (done.returncode, done.stderr) == (0, f"Wrote out.txt: 2 interviews{WITH_OWN_WORDS}.\n")
    ids = [whole(number)[0] for number in (1, 2)]
    assert Path("out.txt").read_text().splitlines() == ids
    assert call("report", ids[0], "--to", "ids").stdout.splitlines() == ids[:1]
    assert "ids   the id of each session" in call("export", "--help").stdout
    assert "csv, anki or ids)" in call("export").stderr


def on_a_full_disk(size: int, *arguments: str) -> Called:
    """The command where no file may grow beyond `size`; it must not leave half a compiled module either."""
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    compiling, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        return call(arguments)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
        sys.dont_write_bytecode = compiling


@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("export", "--to", "html"), "out"),
        (("export", "--to", "html"), "old.html"),
        (("export", "--to", "json"), "old.json"),
        (("export", "--to", "csv"), "old.csv"),
        (("export", "--to", "anki"), "old.apkg"),
        (("report", "--to", "html"), "old.html"),
        (("graph", "show", "llm", "--to", "svg"), "old.svg"),
    ],
)
def test_a_full_disk_leaves_the_old_export(place: Path, arguments: tuple[str, ...], output: str) -> None:
    command = [*arguments, "-o", output]
    assert run(command) == 0
    before = contents(place)
    done = on_a_full_disk(2048, *command, "--force")
    assert (done.status, done.err.count("\n")) == (2, 1), done.err
    assert contents(place) == before


def test_the_present_folder_takes_an_export(place: Path) -> None:
    assert call(["export", "--to", "md", "-o", "."]).err == f"Wrote .: 2 interviews{WITH_OWN_WORDS}.\n"
    assert {path.name for path in place.iterdir()} == {"index.md", *(f"{whole(n)[0]}.md" for n in (1, 2))}


def test_new_folder_that_fails_half_way_leaves_nothing(place: Path) -> None:
    done = on_a_full_disk(20_000, "export", "--to", "html", "-o", "out")
    assert done.status == 2, done.err
    assert "out can't be written (File too large)." in done.err
    assert list(place.iterdir()) == []


def test_new_graph_that_fails_half_way_leaves_nothing(place: Path) -> None:
    done = on_a_full_disk(1000, "graph", "new", "./mine")
    assert (done.status, done.err.count("\n")) == (2, 1), done.err
    assert list(place.iterdir()) == []


def test_what_comes_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    folder = tmp_path / "folder"
    folder.mkdir()
    path = folder / "out.html"
    for making in (renewing(path, over=False), filling(folder, over=False)):
        fresh = making.__enter__()
        (fresh if fresh.is_file() else fresh / path.name).write_text("new")
        path.write_text("mine")
        with pytest.raises(FileExistsError):
            making.__exit__(None, None, None)
        assert contents(folder) == {"out.html": b"mine"}
        path.unlink()


def test_a_file_written_over_keeps_its_mode(place: Path) -> None:
    before = os.umask(0o027)
    try:
        assert run(["report", "-o", "new.txt"]) == 0
        Path("old.txt").write_text("old")
        Path("old.txt").chmod(0o604)
        assert run(["report", "-o", "old.txt", "--force"]) == 0
    finally:
        os.umask(before)
    assert (Path("new.txt").stat().st_mode & 0o777, Path("old.txt").stat().st_mode & 0o777) == (0o640, 0o604)


def test_a_report_goes_through_a_named_link(place: Path, tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    Path("link.txt").symlink_to(tmp_path / "real.txt")
    assert run(["report", "-o", "link.txt"]) == 2
    assert run(["report", "-o", "link.txt", "--force"]) == 0
    assert Path("link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() != "old"


@pytest.mark.parametrize(
    ("to", "stream"),
    [
        ("html", "/dev/stdout"),
        pytest.param("csv", "/dev/stdout", marks=pytest.mark.slow),
        pytest.param("md", "/dev/fd/1", marks=pytest.mark.slow),
        ("json", "/proc/self/fd/1"),
    ],
)
def test_standard_output_is_written_to_as_it_is(place: Path, to: str, stream: str) -> None:
    with Path("log").open("ab") as log:
        log.write(b"before\n")
        log.flush()
        done = subprocess.run([*INTERVIEW, "export", "--to", to, "-o", stream], stdout=log, check=False)
    assert done.returncode == 0
    assert Path("log").read_bytes().startswith(b"before\n")
    assert len(Path("log").read_bytes()) > 1000


@pytest.mark.parametrize("arguments", [("export", "--to", "csv"), ("export", "--to", "anki"), ("report",)])
def test_a_dash_is_standard_output(
    place: Path, arguments: tuple[str, ...], capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run([*arguments, "-o", "-"]) == 0
    written = capfdbinary.readouterr()
    assert len(written.out) > 100
    assert written.err == b""
    assert not Path("-").exists()


@pytest.mark.parametrize("arguments", [("export", "--to", "json"), ("export", "--to", "anki"), ("report",)])
def test_a_pipe_with_a_name_is_written_to(place: Path, arguments: tuple[str, ...]) -> None:
    os.mkfifo("pipe")
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(Path("pipe").read_bytes()))
    reader.start()
    assert run([*arguments, "-o", "pipe"]) == 0
    reader.join(10)
    assert len(got[0]) > 100
    assert Path("pipe").is_fifo()


def test_folder_in_place_of_file_is_named(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("out").mkdir()
    (Path("out") / f"{whole(1)[0]}.md").mkdir()
    assert run(["export", "--to", "csv", "-o", "out", "--force"]) == 2
    assert "out is a folder; give the name of a file." in capsys.readouterr().err
    assert run(["export", "--to", "md", "-o", "out", "--force"]) == 2
    assert "is a folder" in capsys.readouterr().err
    assert [p.name for p in Path("out").iterdir()] == [f"{whole(1)[0]}.md"]


def test_a_replaced_file_keeps_mode_and_names(tmp_path: Path) -> None:
    real, second, link = tmp_path / "real", tmp_path / "second", tmp_path / "link"
    real.write_text("a longer text than the new one")
    real.chmod(0o640)
    second.hardlink_to(real)
    link.symlink_to("real")
    replace(link, b"new")
    assert (real.read_bytes(), second.read_bytes(), link.is_symlink()) == (b"new", b"new", True)
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_file()) == ["link", "real", "second"]


def test_no_package_is_poured_into_a_terminal(place: Path) -> None:
    """Its bytes are no text: they would change how the terminal draws, or type into it."""
    for stream in ("-", "/dev/stdout"):
        outer, inner = os.openpty()
        command = [*INTERVIEW, "export", "--to", "anki", "-o", stream]
        with os.fdopen(inner, "wb") as terminal:
            done = subprocess.run(command, stdout=terminal, stderr=subprocess.PIPE, check=False, timeout=60)
            os.write(inner, b".")
        assert os.read(outer, 1000) == b"."
        os.close(outer)
        assert done.returncode == 2
        assert done.stderr.startswith(b"A terminal can't show anki")
