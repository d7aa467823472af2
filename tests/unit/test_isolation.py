"""`make test` in a checkout that a person uses: nothing of theirs is read, so nothing of theirs can fail a test."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.forked_workers import is_forked
from tests.graphs import PARSED
from tests.isolation import EXAMPLE, ROOT, SESSIONS
from tests.some import NAMES, left_to_fuzz
from tests.transcripts import WHOLE, whole

LEFT_OUT = shutil.ignore_patterns(".git", ".venv", ".*_cache", ".hypothesis", "build", "dist")
# one file at least of every kind of test that once looked at the user's sessions, settings, cache or variables
TOUCHED = (
    "tests/unit/test_worked_example.py",
    "tests/unit/test_graph_workspace.py",
    "tests/unit/test_choices.py",
    "tests/cli/test_graph_commands.py",
    "tests/cli/test_review_command.py",
    "tests/tui/test_start.py",
)

OURS = (PARSED, WHOLE)  # what this run has parsed and sat already


def own(folder: Path) -> set[str]:
    """What the user of this checkout has in it; the sessions of tests/data belong to the tests."""
    return {"sessions"} if folder == ROOT else set()


@pytest.fixture
def used(tmp_path: Path) -> Path:
    """A checkout with the transcripts of its user in it: one of somebody, one cut off, and one that nobody can open."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT, checkout, ignore=lambda folder, names: {*LEFT_OUT(folder, names), *own(Path(folder))})
    sessions = checkout / "sessions"
    sessions.mkdir()
    for path in (EXAMPLE, SESSIONS / ".gitignore"):
        shutil.copy(path, sessions)
    name, data = whole(3)
    (sessions / f"{name}.toml").write_bytes(data.replace(b'candidate = "demo"', b'candidate = "me"'))
    (sessions / "2026-11-27T101010-llm-full-torn.toml").write_bytes(data[: len(data) // 2])
    loop = sessions / "2026-11-27T101011-llm-full-loop.toml"
    loop.symlink_to(loop)
    return checkout


def run_in(checkout: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """pytest in the checkout, by somebody with settings that cannot be read and variables that point nowhere."""
    (home / ".config" / "interview-simulator").mkdir(parents=True)
    (home / ".config" / "interview-simulator" / "config.toml").write_text("role = [torn")
    (home / ".cache").write_text("no folder")
    theirs = {
        **{k: v for k, v in os.environ.items() if not k.startswith("PYTEST_") or k in OURS},
        "HOME": str(home),
        "INTERVIEW_GRAPHS": str(home / "none"),
        "INTERVIEW_SESSIONS": str(home / ".cache"),
        "INTERVIEW_CANDIDATE": "\x1b[31mme",
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "EDITOR": "'open",
        "NO_COLOR": "1",
        "COLUMNS": "30",
    }
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not slow", *arguments]
    return subprocess.run(command, cwd=checkout, env=theirs, capture_output=True, text=True, timeout=300, check=False)


def test_tests_are_collected_beside_sessions_of_user(used: Path, tmp_path: Path) -> None:
    done = run_in(used, tmp_path / "home", "--collect-only", *TOUCHED)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert "tests collected" in done.stdout


@pytest.mark.slow
def test_tests_pass_beside_sessions_of_the_user(used: Path, tmp_path: Path) -> None:
    before = {path.name: path.lstat().st_mtime_ns for path in (used / "sessions").iterdir()}
    done = run_in(used, tmp_path / "home", *TOUCHED)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert {path.name: path.lstat().st_mtime_ns for path in (used / "sessions").iterdir()} == before
    assert sorted(path.name for path in (tmp_path / "home").iterdir()) == [".cache", ".config"]


@pytest.mark.parametrize("look", [lambda: list(SESSIONS.iterdir()), lambda: list(SESSIONS.glob("*.toml"))])
def test_a_look_into_the_users_sessions_is_refused(look: object) -> None:
    assert callable(look)
    with pytest.raises(AssertionError, match="which is the user's"):
        look()


def test_home_of_test_is_not_users() -> None:
    assert "interview-home-" in str(Path.home())
    assert not Path.cwd().is_relative_to(ROOT)
    assert not [name for name in os.environ if name.startswith("INTERVIEW_") and "BENCH" not in name]


def test_a_worker_loads_no_tests_itself() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        pytest.skip("runs in a worker only")
    assert is_forked()


def test_what_is_left_to_fuzz_is_there() -> None:
    for line in left_to_fuzz():
        path, _, name = line.partition("::")
        assert f"def {name.partition('[')[0]}(" in (ROOT / path).read_text(encoding="utf-8"), line


def test_what_is_left_to_fuzz_is_called_so(request: pytest.FixtureRequest) -> None:
    """A test whose parameter has other words now would run in every `make test`; of the files that run here."""
    names = request.config.stash[NAMES]
    if any("::" in argument for argument in request.config.args):
        pytest.skip("single tests were asked for")
    files = {name.partition("::")[0] for name in names}
    assert [name for name in left_to_fuzz() if name.partition("::")[0] in files and name not in names] == []
