"""No command and no screen shows a traceback: one sentence, status 2, and a report for whoever mends it."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pexpect
import pytest

from simulator.session.workspace import APP
from tests.commands import called
from tests.isolation import EXAMPLE, ROOT
from tests.some import some
from tests.system.terminal import COMMAND
from tests.warm import warmed

BROKEN_COMMAND = """
import sys
from simulator.cli import main as cli
from simulator.session.archive import archive
def breaks(*_, **__): raise ZeroDivisionError("the \\x1b[31mwords\\nof a person")
archive.rows = breaks
sys.exit(cli.run(["review"]))
"""
BROKEN_SCREEN = """
import sys
from simulator.cli import main as cli
from simulator.ui.tui.home.screen import Home
def breaks(self): secret = "typed by a person"; raise ZeroDivisionError("no such thing")
Home.on_mount = breaks
sys.exit(cli.run([]))
"""


def environment(home: Path, **more: str) -> dict[str, str]:
    """A user of its own, whose files are all in `home`."""
    warmed(home / ".cache" / APP)
    bare = {key: value for key, value in os.environ.items() if not key.startswith(("INTERVIEW_", "XDG_"))}
    return {**bare, "HOME": str(home), "TMPDIR": str(home), "TERM": "xterm-256color", **more}


def ran(home: Path, arguments: Sequence[str], redirections: str = "") -> subprocess.CompletedProcess[str]:
    """The installed command run by a shell in `home`, with redirections such as `>&-`."""
    line = f'exec "$0" "$@" {redirections}'
    return subprocess.run(
        ["sh", "-c", line, COMMAND, *arguments],
        cwd=home, env=environment(home), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def assert_one_sentence(done: subprocess.CompletedProcess[str]) -> None:
    """Status 2, and one line on stderr that is no traceback."""
    assert done.returncode == 2, done
    assert done.stderr.count("\n") == 1, done.stderr
    assert not re.search(r"Traceback|Error:|Exception", done.stderr)


def report_in(said: str) -> Path:
    """The file that the sentence names."""
    found = re.search(r"A report is in (\S+\.txt)\.", said)
    assert found, said
    return Path(found[1])


def test_a_broken_command_says_one_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN_COMMAND],
        cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "The program broke: ZeroDivisionError (the [31mwords of a person)." in done.stderr
    report = report_in(done.stderr)
    assert report.is_relative_to(tmp_path)
    assert report.stat().st_mode & 0o077 == 0
    assert "in breaks" in report.read_text()


def test_a_broken_screen_leaves_the_terminal_sane(tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable, ["-c", BROKEN_SCREEN], cwd=str(ROOT), env=environment(tmp_path), dimensions=(24, 80)
    )
    child.expect(pexpect.EOF, timeout=30)
    child.close()
    said = (child.before or b"").decode()
    assert child.exitstatus == 2, said
    after = said.rsplit("\x1b[?1049l", 1)[1]  # the screen of before is back
    assert "The program broke: ZeroDivisionError (no such thing)." in " ".join(after.split())
    assert "Traceback" not in said
    assert "typed by a person" not in said
    report = report_in(" ".join(after.split()))
    assert "typed by a person" not in report.read_text().replace('secret = "typed by a person"', "")


COMMANDS = [["--help"], ["review"], ["graph", "list"], ["start", "--plain"], []]


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_closed_output_is_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    done = ran(tmp_path, arguments, ">&-")
    assert_one_sentence(done)
    assert "Standard output is closed" in done.stderr


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("closed", some(["<&-", "2>&-", "<&- 2>&-"], "<&- 2>&-"))
def test_other_closed_streams_break_nothing(tmp_path: Path, arguments: list[str], closed: str) -> None:
    done = ran(tmp_path, arguments, closed)
    assert done.returncode == (2 if arguments == [] else 0), done
    assert "Traceback" not in done.stderr + done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["graph", "list"], ["graph", "show", "llm"]], ids=" ".join)
def test_full_disk_under_output_is_one_sentence(tmp_path: Path, arguments: list[str]) -> None:
    done = ran(tmp_path, arguments, "> /dev/full")
    assert_one_sentence(done)
    assert "The output can't be written (No space left on device)." in done.stderr


def test_full_disk_under_talk_is_no_trouble(tmp_path: Path) -> None:
    assert ran(tmp_path, ["review", "--sessions", "/nowhere/at/all"], "2> /dev/full").returncode == 0
    assert ran(tmp_path, ["graph", "show", "nothing"], "2> /dev/full").returncode == 2


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become a user without a name")
def test_a_user_without_a_home_gets_one_sentence(tmp_path: Path) -> None:
    script = (
        "import os, sys; from simulator.cli import main as cli\n"
        "os.environ.pop('HOME', None)\n"
        "os.setreuid(4242, 0)\n"  # the user has no name, and still may read what Python is made of
        "sys.exit(cli.run(['review']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd="/", env=environment(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert_one_sentence(done)
    assert "There is no home folder for this user; set HOME" in done.stderr


def settings_at(home: Path, name: str) -> Path:
    """A settings file of the user whose home this is."""
    folder = home / APP
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name


BAD_SETTINGS = {
    "deep": b"x = " + b"[" * 50_000,
    "digits": b"minutes = " + b"9" * 5_000 + b"\n",
    "zeros": b"\0" * 100,
    "large": b"# " + b"x" * 5_000_000,
}


@pytest.mark.parametrize("kind", BAD_SETTINGS)
@pytest.mark.parametrize("name", ["config.toml", "choices.toml"])
def test_settings_that_cannot_be_read_are_one_sentence(tmp_path: Path, kind: str, name: str) -> None:
    settings_at(tmp_path, name).write_bytes(BAD_SETTINGS[kind])
    done = called(tmp_path, "start", "--plain")
    if name == "config.toml":
        assert_one_sentence(done)
        assert "fix or delete the file" in done.stderr
    else:  # the choices of the version before are only habits: without them the settings count
        assert done.returncode == 0, done.stderr


def test_settings_with_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    settings_at(tmp_path, "config.toml").write_bytes(b'\xef\xbb\xbfseniority = "senior"\n')
    done = called(tmp_path, "start", "--plain")
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["config.toml", "choices.toml"])
def test_a_pipe_for_settings_is_not_waited_for(tmp_path: Path, name: str) -> None:
    os.mkfifo(settings_at(tmp_path, name))
    done = called(tmp_path, "start", "--plain")
    if name == "config.toml":
        assert_one_sentence(done)
        assert "isn't an ordinary file" in done.stderr
    else:
        assert done.returncode == 0, done.stderr


def test_folder_of_links_in_circle_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for arguments in (["review"], ["start", "--plain"], ["progress"], ["doctor"]):
        assert_one_sentence(called(tmp_path, *arguments, sessions="loop"))


def test_a_filter_with_a_bad_byte_finds_nothing(tmp_path: Path) -> None:
    (tmp_path / "sessions").mkdir()
    for option in ("--graph", "--role", "--concept", "--candidate", "--search"):
        done = called(tmp_path, "review", option, os.fsdecode(b"\xff"))
        assert done.returncode in (0, 2), done
        assert "Traceback" not in done.stderr


LOOKED_INTO = """
import os, sys
from pathlib import Path
from simulator.errors import TranscriptError
from simulator.session.archive import archive, trash
from simulator.session.workspace import Workspace
if os.getuid() == 0: os.setegid(65534); os.seteuid(65534)
folder = Path(sys.argv[1])
for act in (lambda: archive.rows(Workspace(folder, folder, "me", folder, folder)), lambda: trash.discarded(folder)):
    try: print(act())
    except TranscriptError as error: print(error)
"""


@pytest.mark.parametrize("mode", [0o000, 0o444, 0o111])
def test_a_folder_without_permission_is_not_called_empty(tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "sessions"
    folder.mkdir()
    for parent in [tmp_path, *tmp_path.parents]:
        if parent.stat().st_uid == os.getuid() and parent != Path("/"):
            parent.chmod(parent.stat().st_mode | 0o055)
    folder.chmod(mode)
    try:
        done = subprocess.run(
            [sys.executable, "-c", LOOKED_INTO, str(folder)], cwd=ROOT, capture_output=True, text=True, timeout=60
        )
    finally:
        folder.chmod(0o755)
    assert (
        done.stdout.splitlines()
        == [f"{folder} may not be looked into; give yourself the right to read and enter it."] * 2
    )


def test_a_clock_beyond_all_time_is_shown(tmp_path: Path) -> None:
    worked = EXAMPLE.read_text()
    spoilt = re.sub(r"^clock = [0-9.]+", "clock = 1e308", worked, flags=re.MULTILINE)
    (tmp_path / "a.toml").write_text(spoilt)
    (tmp_path / "b.toml").write_text(re.sub(r'^id = ".*"$', 'id = "b"', worked, count=1, flags=re.MULTILINE))
    for arguments in (["compare", "a", "b"], ["report", "a"], ["review", "a"], ["review"]):
        done = called(tmp_path, *arguments, sessions=".")
        assert "Traceback" not in done.stderr
        assert "broke" not in done.stderr
        assert done.returncode == 0, done.stderr
