"""A code round in the line mode: written in lines, by a file and in an editor, run, handed in, and talked about."""

from collections.abc import Iterable
from pathlib import Path

from simulator.graph.lint.rules import answer_code
from simulator.session.archive.archive import paths
from simulator.session.clock import SimulatedClock
from simulator.session.code.process import SandboxLevel
from simulator.session.header import Settings
from simulator.session.interview.item_blocks import said_blocks
from simulator.session.interview.state import State, fold
from simulator.session.sitting import begin
from simulator.session.transcript.read import read
from simulator.session.transcript.sidecars import DraftFile
from simulator.session.workspace import Workspace
from simulator.ui.code_task import came_at_once
from simulator.ui.lines.coding import LineTask
from simulator.ui.lines.room import PlainRoom
from tests.coding import WORKSHOP, workshop
from tests.commands import Done, called

ROUND = ("workshop", "--plain", "--format", "code", "--seed", "3", "--graphs", str(WORKSHOP.parent))
SOLVED = "\n".join(answer_code(workshop().questions[name].answer) for name in ("write-mean", "mend-sort"))


def state_of(folder: Path) -> State:
    (path,) = paths(folder / "sessions")
    reading = read(path)
    assert reading.findings == ()
    return fold(reading.header, reading.events)


def sat(folder: Path, *lines: str, **env: str) -> Done:
    done = called(folder, "start", *ROUND, "--role", "talker", lines="\n".join((*lines, "")), **env)
    assert done.returncode == 0, done.stderr
    return done


def test_a_task_is_sat_in_lines(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_bytes(SOLVED.replace("\n", "\r\n").encode())
    talk = ("one pass is enough", ".", "digits are lost to rounding", ".", "3", "y", "y", "y", "n", "")
    done = sat(tmp_path, "mean = descending = len", "/run", f"/file {file}", "/run", ".", ".", *talk)
    turn = state_of(tmp_path).turns[0]
    assert [(len(run.passed), len(run.failed), run.kept) for run in turn.runs][:2] == [(0, 1, False), (1, 0, False)]
    assert [answer.stage for answer in turn.answers] == ["code", "twist", "talk-1", "talk-2"]
    assert turn.verdict == "outstanding"
    said = done.stdout
    assert (
        said.index("failed  three")
        < said.index("passed  three")
        < said.index("All 5 cases passed" if "All 5" in said else "All 6 cases passed")
    )
    assert "Shown case three" in said
    assert said.count("/run runs the shown cases") == 2  # once a stage; then in short
    assert "How would a panel rate what you said about the code?" in said
    assert "By the cases: outstanding; all cases" in said
    assert "Press Enter to accept:" in said


def test_lines_ask_back_about_code_handed_in(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(SOLVED)
    before = ("/ask is it sorted?", f"/file {file}", ".", "/dk", "/skip", ".")
    done = sat(tmp_path, *before, "/hint", "/ask is it about memory?", "/skip", "half a thought", "/dk", "", "it", ".")
    said = " ".join(done.stdout.split())
    assert "The task says what's wanted." in said
    assert said.count("finish it, however briefly.") == 3
    assert "The hints are about the code" in said or "There are no hints" in said
    turn = state_of(tmp_path).turns[0]
    of_the_code, asked = turn.clarifications
    assert not of_the_code.matched
    assert f"Interviewer: {asked.reply} Your answer." in said, "the question isn't put again below the reply"
    assert [answer.text for answer in turn.answers[2:]] == ["I don't know.", "it"]
    assert [note.text for note in turn.notes] == ["half a thought"]
    kinds = [block.kind for block in said_blocks(turn)]
    assert kinds[-5:] == ["clarify", "clarified", "you", "interviewer", "you"], "each in its place"


def test_code_is_written_in_an_editor_and_kept(tmp_path: Path) -> None:
    editor = tmp_path / "ed"
    editor.write_text('#!/bin/sh\necho "$1" > name; printf \'def mine():\\n\\treturn 1\\n\' > "$1"\n')
    editor.chmod(0o755)
    done = sat(tmp_path, "/edit", "# and a line", VISUAL=str(editor))
    assert (tmp_path / "name").read_text().strip().endswith(".py")
    assert "    def mine():" in done.stdout  # shown as it is, which a screen reader reads line by line
    (path,) = paths(tmp_path / "sessions")
    draft = DraftFile(path).load()
    assert draft is not None
    assert draft.text == "def mine():\n\treturn 1\n# and a line"
    again = called(tmp_path, "resume", "--graphs", str(WORKSHOP.parent), lines="/run\n")
    assert again.stdout.index("You'd typed:") < again.stdout.index("    # and a line")
    assert state_of(tmp_path).turns[0].runs[0].code == f"{draft.text}\n"


def test_code_that_nobody_wrote_is_no_note(tmp_path: Path) -> None:
    done = sat(tmp_path, "/skip", "    pass", "/skip", "")
    first, second = state_of(tmp_path).turns[:2]
    assert "words will be saved as a note" in " ".join(done.stdout.split())
    assert (first.notes, [note.text.splitlines()[-1] for note in second.notes]) == ((), ["    pass"])


def test_file_that_cannot_be_read_is_sentence(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe\x00")
    done = sat(
        tmp_path,
        "/file",
        "/file nowhere.py",
        "/file ~nobody-by-this-name",
        "/file bytes",
        "/file .",
        "/run nothing",
        "\n",
    )
    for said in (
        "Name the file",
        "nowhere.py can't be read (No such file",
        "~nobody-by-this-name can't be read",
        "it isn't UTF-8",
        ". can't be read",
    ):
        assert said in done.stdout
    assert "Traceback (most" not in done.stdout + done.stderr


def consenting(place: Workspace, lines: Iterable[str]) -> tuple[State, str]:
    """What comes of these lines where nothing holds the code."""
    settings = Settings(format="code", role="talker", candidate="coder", seed=3)
    sitting = begin(workshop(), settings, place, SimulatedClock())
    left, printed = iter(lines), list[str]()
    room = PlainRoom(sitting, workshop(), lambda: next(left, None), printed.append)
    room.task = LineTask(room, SandboxLevel("limits"))
    room.run()
    return sitting.interview.state, "\n".join(printed)


def test_lines_ask_before_code_in_doubt_counts(workspace: Workspace) -> None:
    state, said = consenting(workspace, ["descending = mean = len", "/run", "", ".", "not yet", "."])
    assert (
        "Press Enter, or y, to hand in, though the shown case fails: the hidden cases run once, and count."
        in " ".join(said.split())
    )
    assert said.count("Cancelled.") == 1
    assert state.turns[0].answers == (), "the end of the input hands nothing in"
    assert state.turns[0].runs[-1].kept is False
    (path,) = paths(workspace.sessions)
    draft = DraftFile(path).load()
    assert draft is not None
    assert "descending = mean = len" in draft.text
    assert "not yet" not in draft.text


def test_lines_note_code_that_came_at_once(workspace: Workspace) -> None:
    sitting = begin(workshop(), Settings(format="code", role="talker", seed=3), workspace, SimulatedClock())
    task = PlainRoom(sitting, workshop(), lambda: None, print).task
    for line in ("typed " * 60, *["pasted " * 5] * 8):
        task.heard(line, pasted=line.startswith("pasted"))
    assert (came_at_once(task._most_pasted, "x" * 400), came_at_once(task._most_pasted, "x" * 500)) == (True, False)


def test_where_little_holds_code_lines_ask_first(workspace: Workspace) -> None:
    refused, said = consenting(workspace, ["/run", "no", "/run", "not that either"])
    assert refused.turns[0].runs == ()
    assert said.count("it can reach your files") == 2
    assert said.count("Cancelled.") == 2
    agreed, said = consenting(workspace, ["/run", "", "/run"])
    assert len(agreed.turns[0].runs) == 2
    assert said.count("it can reach your files") == 1
