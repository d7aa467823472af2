"""`interview review --delete` moves sessions and nothing else, and the way back that it prints works."""

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from simulator.cli.main import run
from simulator.session.archive.trash import discard, restore
from tests.transcripts import put, split, whole

NAME = whole(1)[0]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for kind in ("CACHE", "CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind))
    monkeypatch.delenv("INTERVIEW_SESSIONS", raising=False)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def tree(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")}


@pytest.mark.parametrize(
    ("folder", "name", "options"),
    [
        ("sessions", NAME, ("--sessions", "sessions")),
        ("a folder; touch 'x'", NAME, ("--sessions", "a folder; touch 'x'")),
        ("elsewhere", "it's $HOME & more", ()),
        ("elsewhere", "-dashed", ()),
        ("elsewhere", "dotted.toml", ()),
        (".", NAME, ()),
    ],
)
def test_the_printed_way_back_works_as_typed(
    here: Path, folder: str, name: str, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = put(here / folder, name, whole(1)[1])
    named = NAME if options else str(Path(folder) / f"{name}.toml")
    arguments = ["review", *options, "--delete", "--", named]
    before = tree(here)
    assert run(arguments) == 0
    assert not path.exists()
    printed = capsys.readouterr().err.splitlines()[-1].removesuffix("` brings it back.").removeprefix("`")
    done = subprocess.run(printed, shell=True, capture_output=True, text=True, check=False)
    assert done.returncode == 0, (printed, done.stderr)
    assert path.read_bytes() == whole(1)[1]
    assert tree(here) - {str(Path(folder) / ".trash")} == before


def test_a_doubled_name_brings_back_the_last_session(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 2):
        path = put(here / "sessions", NAME, whole(number)[1])
        assert run(["review", str(path), "--delete"]) == 0
    command = capsys.readouterr().err.splitlines()[-1].split("`")[1]
    assert run(shlex.split(command)[1:]) == 0
    assert path.read_bytes() == whole(2)[1]


def test_names_in_trash_bring_their_own_back(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in (1, 2):
        path = put(here / "sessions", NAME, whole(number)[1])
        assert run(["review", str(path), "--delete"]) == 0
    capsys.readouterr()
    assert run(["review", "--trash", "--sessions", "sessions"]) == 0
    listed = [line.split("  ")[0] for line in capsys.readouterr().out.splitlines()]
    for name, number in zip(sorted(listed), (1, 2), strict=True):
        assert run(["review", name, "--restore", "--sessions", "sessions"]) == 0
        assert path.read_bytes() == whole(number)[1]
        path.unlink()


def test_the_usual_folder_needs_no_option(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "graphs").mkdir()
    put(here / "sessions", *whole(1))
    assert run(["review", NAME, "--delete"]) == 0
    assert f"`interview review {NAME} --restore` brings it back." in capsys.readouterr().err


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[project]\nname = 'x'\n",
        b"[session]\ntimeout = 30\n",
        b"[session\n",
        b"x = 1\n[[event]]\nn = 1\n# end 1 00000000\n",
        b"\xff\xfe\x00",
    ],
)
@pytest.mark.parametrize("inside", [True, False])
def test_a_file_that_is_no_transcript_stays(
    here: Path, text: bytes, inside: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = here / ("sessions" if inside else "project")
    folder.mkdir()
    path = folder / "pyproject.toml"
    path.write_bytes(text)
    assert (
        run(["review", str(path) if not inside else "pyproject", "--sessions", str(here / "sessions"), "--delete"]) == 2
    )
    said = capsys.readouterr().err
    assert (said.count("\n"), "trash" in said) == (1, False), said
    assert path.read_bytes() == text
    assert tree(here) == {folder.name, f"{folder.name}/pyproject.toml"}


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nowhere"])
def test_what_is_no_file_is_refused_in_words(here: Path, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = here / "sessions" / f"{NAME}.toml"
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path if kind == "loop" else "gone")
    for named in (NAME, str(path)):
        assert run(["review", named, "--sessions", str(path.parent), "--delete"]) == 2
        said = capsys.readouterr().err
        assert (said.count("\n"), "is in the trash" in said) == (1, False), said
    assert tree(here) == {"sessions", f"sessions/{NAME}.toml"}


def test_a_damaged_session_can_be_deleted(tmp_path: Path) -> None:
    head, blocks = split(whole(1)[1])
    damages = [head[:40], b"\xff" * 20 + b"".join(blocks), b"[session]\n" + b"".join(blocks[:3])]
    for damage in damages:
        path = put(tmp_path / "sessions", NAME, damage)
        discard(path)
        assert restore(path.parent, NAME) == path
        assert path.read_bytes() == damage


def test_foreign_files_stay_beside_a_deleted_session(tmp_path: Path) -> None:
    path = put(tmp_path / "sessions", *whole(1))
    mine = {path.with_suffix(suffix) for suffix in (".md", ".html", ".py", ".draft")}
    theirs = {path.with_suffix(".cut1"), path.with_suffix(".cut2"), path.with_name(f".{path.stem}.draft")}
    for other in mine | theirs:
        other.write_text("")
    place = discard(path)
    assert {p.name for p in place.iterdir()} == {path.name, *(p.name for p in theirs)}
    assert all(p.exists() for p in mine)


def test_session_in_trash_is_not_deleted_again(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = discard(put(here / "sessions", *whole(1)))
    assert run(["review", str(place / f"{NAME}.toml"), "--delete"]) == 2
    assert "is in the trash already." in capsys.readouterr().err
