"""The commands report, compare, progress, export and ask, as a person types them."""

import json
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from simulator.cli.main import run as main
from simulator.graph.authoring import write_template
from simulator.report.text.report import UNANSWERED
from simulator.session.archive import archive
from simulator.session.workspace import APP, Workspace
from simulator.ui.preferences import Preferences
from tests.commands import called, installed
from tests.conftest import Sit
from tests.isolation import ROOT
from tests.settings import write_preferences
from tests.system.terminal import Terminal
from tests.transcripts import put, whole
from tests.warm import warmed_home

SEVEN = ("--graphs", str(ROOT / "tests" / "data" / "engine7" / "graphs"))

Run = subprocess.CompletedProcess[str]
Call = Callable[..., Run]


@pytest.fixture
def run(workspace: Workspace, tmp_path: Path) -> "object":
    def call(*arguments: str) -> Run:
        return called(tmp_path, "--candidate", "tester", *arguments)

    return call


def test_report_compare_progress_export(sit: Sit, workspace: Workspace, tmp_path: Path, run: object) -> None:
    call = run
    assert callable(call)
    names = []
    for seed in (1, 2):
        sitting = sit(seed=seed, format="screen", minutes=10.0)
        names.append(sitting.interview.header.id)
        sitting.close()

    shown = call("report", names[0])
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.lstrip().startswith("Report")
    data = json.loads(call("report", names[0], "--json").stdout)
    assert data["session"]["id"] == names[0]
    for q in data["questions"]:
        assert q["concept_title"] in shown.stdout

    written = call("report", names[1], "--to", "html", "-o", "out.html")
    assert written.returncode == 0
    assert written.stdout == ""
    assert written.stderr.endswith("with your name and what you said; --no-answers leaves them out.\n")
    bare = call("report", names[1], "--no-answers", "-o", "bare.md")
    assert bare.stderr == "Wrote bare.md.\n"
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!DOCTYPE html>")

    compared = call("compare", *names, "--json")
    assert json.loads(compared.stdout)["version"] == 1
    assert "can't tell yet" in call("compare", *names).stdout
    for given in ((), names[:1], names):
        found = json.loads(call("compare", *given, "--json").stdout)
        assert {found["first"]["id"], found["second"]["id"]} == {*names}
    itself = call("compare", names[0], names[0])
    assert (itself.returncode, itself.stdout, itself.stderr) == (2, "", "That's the same interview twice; name two.\n")
    (copy := tmp_path / "copy.toml").write_bytes((workspace.sessions / f"{names[0]}.toml").read_bytes())
    copied = call("compare", names[0], str(copy))
    assert copied.stderr == "Both files hold the same interview; name two.\n"

    progress = json.loads(call("progress", "--json").stdout)
    assert progress["sessions"] == 2
    assert f"{progress['questions']} questions" in call("progress").stdout
    assert (progress["role"], progress["seniority"]) == ("applied-engineer", "mid")
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="inference-engineer", seniority="staff"))
    by_settings, by_option = (
        json.loads(call("progress", "--json", *more).stdout) for more in ((), ("--seniority", "junior"))
    )
    assert (by_settings["role"], by_settings["seniority"]) == ("inference-engineer", "staff"), "as home goes by them"
    assert by_option["seniority"] == "junior"

    for to, path in (("md", "a.md"), ("html", "folder"), ("json", "a.json"), ("csv", "a.csv"), ("card", "cards")):
        done = call("export", "--to", to, "-o", path)
        assert done.returncode == 0, done.stderr
        assert "2 interviews" in done.stderr
    assert len(list((tmp_path / "folder").iterdir())) == 3
    assert sorted(path.name for path in (tmp_path / "cards").iterdir()) == [f"{name}.svg" for name in sorted(names)]
    crowded = call("export", "--to", "card", "-o", "both.svg")
    assert (crowded.returncode, crowded.stdout) == (2, "")
    assert "A card holds one interview: name one, or give a folder with -o" in " ".join(crowded.stderr.split())
    misnamed = call("export", "--to", "anki", "-o", "cards.txt")
    assert (misnamed.returncode, misnamed.stdout) == (2, "")
    assert misnamed.stderr == "For anki the file has to end in .apkg: -o cards.apkg\n"
    for folder, meant in ((".", "interviews.apkg"), ("/", "/interviews.apkg"), ("cards", "cards/interviews.apkg")):
        done = call("export", "--to", "anki", "-o", folder)
        assert done.stderr == f"For anki the file has to end in .apkg: -o {meant}\n"
    said = next(q["answer"] for q in data["questions"] if q["answer"])
    assert said not in call("report", names[0], "--json", "--no-answers").stdout
    assert call("report", names[0], "--to", "card").stdout.startswith("<svg ")
    assert len(json.loads((tmp_path / "a.json").read_text("utf-8"))["sessions"]) == 2
    one = call("export", names[0], "--to", "json", "-o", "one.json")
    assert one.returncode == 0
    assert json.loads((tmp_path / "one.json").read_text("utf-8")) == data
    nothing_is_written_over(call, names[0], tmp_path)


def test_no_command_names_what_is_still_asked(
    sit: Sit, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sitting = sit(seed=8, until="answering", format="screen")
    asked = sitting.interview.state.turns[-1].asked
    name = sitting.interview.header.id
    sitting.close()
    monkeypatch.setenv("INTERVIEW_SESSIONS", str(workspace.sessions))
    monkeypatch.setenv("INTERVIEW_GRAPHS", str(ROOT / "graphs"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(warmed_home(tmp_path / "xdg")))
    title = sitting.interview.graph.concepts[asked.concepts[0]].title
    for arguments in (
        *(["report", name, "--to", to] for to in ("text", "md", "html", "json", "csv", "card")),
        *(["export", name, "--to", to, "-o", str(tmp_path / f"a.{to}")] for to in ("md", "html", "json", "csv")),
        ["review", name],
        ["review", name, "--json"],
        ["review", "--search", asked.concepts[0]],
    ):
        assert main(arguments) == 0, arguments
        file = tmp_path / f"a.{arguments[3]}" if arguments[0] == "export" else None
        said = (file.read_text("utf-8") if file else capsys.readouterr().out).replace("\\", "")
        assert asked.id not in said, arguments
        if "json" not in arguments:  # where every concept of the graph is listed
            assert title not in said, arguments
    assert main(["report", name, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [q["concept"] for q in data["questions"]] == [None]
    assert {c["word"] for c in data["concepts"]} == {"not asked yet"}


def nothing_is_written_over(call: Call, name: str, folder: Path) -> None:
    """A second export to the same place is refused, whatever its format, until --force says that it may."""
    (folder / "mine.md").write_text("my own")
    (folder / "a.apkg").write_text("my own")
    before = {p: p.read_bytes() for p in folder.rglob("*.*") if p.is_file() and "cache" not in p.parts}
    for arguments in (
        ("export", "--to", "csv", "-o", "a.csv"),
        ("export", "--to", "md", "-o", "a.md"),
        ("export", "--to", "json", "-o", "a.json"),
        ("export", "--to", "html", "-o", "folder"),
        ("export", "--to", "anki", "-o", "a.apkg"),
        ("report", name, "--to", "md", "-o", "mine.md"),
        ("graph", "show", "llm", "--to", "svg", "-o", "mine.md"),
    ):
        done = call(*arguments)
        assert done.returncode == 2, arguments
        assert "already exists; give another name, or add --force" in done.stderr
    assert {p: p.read_bytes() for p in before} == before
    assert call("export", name, "--to", "csv", "-o", "mine.md", "--force").returncode == 0
    candidate = ("--candidate", "tester")
    written = installed(folder, "export", name, "--to", "json", "-o", "/dev/stdout", *candidate)
    assert written.stdout.startswith("{")
    assert (folder / "mine.md").read_text("utf-8") != "my own"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("export",),
            "needs --to (md, html, json, card, csv or anki) and -o with the file to write, such as `interview",
        ),
        (
            ("export", "--to", "csv"),
            "needs -o with the file to write, such as `interview export --to csv",
        ),
        (("export", "-o", "x.md"), "needs --to (md, html, json, card, csv or anki), such as"),
        (("report", "--too", "md"), '`interview report` has no option "--too" (did you mean "--to"?).'),
        (("graph", "show", "--aera", "x"), '`interview graph show` has no option "--aera" (did you mean "--area"?).'),
        (("start", "--date", "x"), '`interview start` has no option "--date". Try `interview start --help`.'),
        (("start", "--minutes", "abc"), "--minutes takes a number from 1 to 600. Try `interview start --help`."),
        (("demo", "--speed", "nan"), "--speed takes a number from 0.1 to 1,000,000. Try"),
        (
            ("pool", "nope", "-o", "x.csv"),
            "There is no file or folder nope; check its path. Try `interview pool --help`.",
        ),
        (
            ("graph", "show", "llm", "-o", "nope/x.svg"),
            "nope/x.svg can't be written: there is no folder nope; make it.",
        ),
        (
            ("start", "--questions", "0"),
            "--questions takes a whole number from 1 to 200. Try `interview start --help`.",
        ),
        (("prgress",), 'There is no command "prgress" (did you mean "progress"?). Try `interview --help`.'),
        (("qqq",), 'There is no command "qqq". Try `interview --help`.'),
        (("ask",), "`interview ask` needs WORDS.... Try `interview ask --help`."),
        (("listen",), "`interview listen` needs --answers FILE. Try `interview listen --help`."),
        (("start", "--format"), "--format needs a value after it; --help says which."),
        (("plan", "tomorrow"), '`interview plan` doesn\'t take "tomorrow". Try `interview plan --help`.'),
        (("export", "--to", "pdf"), "--to takes md, html, json, card, csv or anki. Try `interview export --help`."),
        (
            ("start", "--seniority", "seniro"),
            '--seniority takes junior, mid, senior or staff (did you mean "senior"?). Try',
        ),
        (("start", "--level", "expert"), 'has no option "--level" (did you mean "--seniority"?). Try'),
        (("start", "--role", "safty"), 'no role "safty" (did you mean "safety-evaluation"?); choose one of'),
        (("report", "x", "-o", str(ROOT)), f"{ROOT} is a folder; give the name of a file."),
        (("plan", "--ics", str(ROOT)), f"{ROOT} is a folder; give the name of a file."),
        (("graph", "show", "-o", str(ROOT)), f"{ROOT} is a folder; give the name of a file."),
    ],
)
def test_mistyped_names_get_the_nearest_one(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(arguments)) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert said in shown.err
    assert len(shown.err.splitlines()) == 1


def test_mistakes_are_one_sentence_and_status_2(run: object, tmp_path: Path) -> None:
    call = run
    assert callable(call)
    for arguments in (
        ("report",),
        ("report", "nothing"),
        ("compare", "a", "b"),
        ("export", "--to", "csv", "-o", "x.csv"),
        ("progress", "--role", "baker"),
        ("progress", "--graph", "lmm"),
        ("ask", "x", "--graph", "lmm"),
    ):
        done = call(*arguments)
        assert done.returncode == 2, arguments
        assert done.stdout == ""
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert not (tmp_path / "x.csv").exists()


def test_progress_without_a_session_says_so(run: object) -> None:
    call = run
    assert callable(call)
    done = call("progress")
    assert done.returncode == 0
    assert "No interviews yet" in done.stdout


def test_ask_shows_the_best_passage_and_json(run: object) -> None:
    call = run
    assert callable(call)
    done = call("ask", "KV", "cache", "--limit", "2")
    assert done.returncode == 0
    assert done.stdout.startswith("KV cache")
    assert len(json.loads(call("ask", "KV", "cache", "--json").stdout)["passages"]) == 5
    nothing = call("ask", "xyzzyplugh")
    assert (nothing.returncode, nothing.stdout) == (0, "")
    assert "nothing on that in the graph llm" in nothing.stderr


def test_the_map_is_drawn_as_progress_knows_it(sit: Sit, run: object) -> None:
    call = run
    assert callable(call)
    sitting = sit(seed=3, format="screen")
    sitting.close()
    found = json.loads(call("progress", "--json").stdout)
    signs = {"known": "●", "unsure": "◐", "not met": "○", "gap": "✕"}
    for to, named in (("text", "concept"), ("dot", "title")):
        drawn = call("graph", "show", found["graph"], "--mine", "--to", to)
        assert drawn.returncode == 0, drawn.stderr
        for concept in found["concepts"]:
            assert f"{signs[concept['mark']]} {concept[named]}" in drawn.stdout
    met = next(c for c in found["concepts"] if c["asked"])
    page = " ".join(call("graph", "show", found["graph"], met["concept"], "--mine").stdout.split())
    assert f"{round(100 * met['mastery'])}% chance of a solid answer" in page
    assert f"80% sure it's between {round(100 * met['low'])}% and {round(100 * met['high'])}%" in page
    assert "Where you stand" not in call("graph", "show", found["graph"], met["concept"]).stdout


def test_a_peek_is_not_the_latest_interview(tmp_path: Path) -> None:
    line = "An answer.\n.\n/probe-said\n/probe-said\n3\ny\ny\ny\ny\n\n"
    called(tmp_path, "start", "seven", "--role", "gardener", "--format", "screen", "--seed", "1", *SEVEN, lines=line)
    sat = called(tmp_path, "report").stdout
    assert "Nothing was answered" not in sat
    before = {p.stem for p in (tmp_path / "sessions").glob("*.toml")}
    called(tmp_path, "start", "seven", "--role", "gardener", "--format", "screen", "--seed", "2", *SEVEN, lines="")
    [peek] = [p.stem for p in (tmp_path / "sessions").glob("*.toml") if p.stem not in before]
    assert called(tmp_path, "report").stdout == sat
    assert called(tmp_path, "report", peek, *SEVEN).stdout == f"{UNANSWERED}\n"
    assert json.loads(called(tmp_path, "report", peek, "--json", *SEVEN).stdout)["session"]["id"] == peek


def test_a_begun_interview_is_not_the_latest(sit: Sit, workspace: Workspace, run: object) -> None:
    """A drill left after one answer stood in the place of the interview that had been sat to its end."""
    call = run
    assert callable(call)
    over = sit(seed=1, format="screen", minutes=10.0)
    over.close()
    begun = sit(seed=2, format="screen", acts=30, day=1)
    begun.close()
    assert [row.state for row in archive.rows(workspace)] == ["asking", "ended"]
    taken = call("report", "--json")
    assert json.loads(taken.stdout)["session"]["id"] == over.interview.header.id
    name = begun.interview.header.id
    assert taken.stderr == f"You've begun another since: `interview report {name}` has it so far.\n"
    assert json.loads(call("report", name, "--json").stdout)["session"]["id"] == name
    assert not call("report", over.interview.header.id, "--json").stderr
    (earlier := sit(seed=3, format="screen", minutes=10.0, day=-1)).close()
    compared = json.loads(call("compare", "--json").stdout)
    assert [compared[which]["id"] for which in ("first", "second")] == [
        sat.interview.header.id for sat in (earlier, over)
    ]
    assert json.loads(call("compare", name, "--json").stdout)["second"]["id"] == name


@pytest.mark.parametrize(("zone", "day"), [("Asia/Tokyo", "Tuesday 1 December"), ("UTC", "Monday 30 November")])
def test_days_of_interviews_are_local(tmp_path: Path, zone: str, day: str) -> None:
    """An evening in one place is the next day in another, and the list of what's due goes by the local day."""
    name, data = whole(1)
    header = re.sub(rb"(?m)^started = .*$", b"started = 2026-11-30T20:23:00.000Z", data, count=1)
    put(tmp_path / "sessions", name, header)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", zone)
        time.tzset()
        page, progress = (called(tmp_path, what, "--candidate", "demo", TZ=zone) for what in ("report", "progress"))
    time.tzset()
    assert f" · {day} 2026 · " in page.stdout
    number, month = day.split()[1:]
    assert f"{number} {month[:3]} 2026, 1 interview" in progress.stdout
    assert f"  {number:>2} {month[:3]}  " in progress.stdout


@pytest.mark.parametrize(
    ("file", "begins"),
    [
        ("a.html", "<!DOCTYPE html>"),
        ("a.HTM", "<!DOCTYPE html>"),
        ("a.md", "# "),
        ("a.json", "{"),
        ("a.svg", "<svg "),
        ("a.csv", "session,"),
        ("a.txt", " Report"),
        ("a", " Report"),
        ("a.TXT", " Report"),
    ],
)
def test_the_ending_chooses_the_format(sit: Sit, tmp_path: Path, run: object, file: str, begins: str) -> None:
    call = run
    assert callable(call)
    sit(seed=1, format="screen").close()
    done = call("report", "-o", file)
    assert done.returncode == 0, done.stderr
    assert f" {(tmp_path / file).read_text('utf-8').lstrip()}".lstrip(" ").startswith(begins.lstrip(" "))


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("--to", "md", "-o", "a.html"), "a.html would be html, but you asked for md: write -o a.md"),
        (("--json", "-o", "a.html"), "a.html would be html, but you asked for json: write -o a.json"),
        (("--to", "text", "-o", "a.svg"), "a.svg would be card, but you asked for text: write -o a.txt"),
        (("-o", "a.apkg"), "`interview export --to anki -o a.apkg` can."),
        (
            ("-o", "a.pdf"),
            "A report can't be written as .pdf: end the file in .txt, .md, .html, .json, .svg or .csv, or",
        ),
        (("-o", "a.html.gz"), "A report can't be written as .gz: end the file in .txt,"),
        (("--json", "--to", "md"), "--json and --to md ask for two formats; leave one out."),
    ],
)
def test_a_contradicting_ending_is_said(
    sit: Sit, tmp_path: Path, run: object, arguments: tuple[str, ...], meant: str
) -> None:
    call = run
    assert callable(call)
    sit(seed=1, format="screen").close()
    done = call("report", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert meant in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.glob("a.*"))


def test_plain_is_taken_where_lines_are_printed_anyway(sit: Sit, tmp_path: Path, run: object) -> None:
    call = run
    assert callable(call)
    sit(seed=1, format="screen").close()
    for command in ("report", "plan", "brief"):
        done = call(command, "--plain")
        assert (done.returncode, done.stdout) == (0, call(command).stdout), done.stderr
    told, drawn = call("progress", "--plain"), call("progress")  # which has drawings, and then says them in words
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.splitlines()[0] == drawn.stdout.splitlines()[0]
    assert "┤" in drawn.stdout
    assert not set(told.stdout) & set("┤●┈━")
    assert call("report", "--to", "text", "-o", "a.log").returncode == 0, "who names the format may end it anyhow"


def test_interview_without_its_graph_says_so(sit: Sit, workspace: Workspace, run: Call) -> None:
    sitting = sit(format="screen")
    name = sitting.interview.header.id
    sitting.close()
    path = workspace.sessions / f"{name}.toml"
    path.write_bytes(path.read_bytes().replace(b'graph = "llm"', b'graph = "pharmacy"', 1))
    for arguments in (("report", name), ("export", name, "--to", "html", "-o", "x"), ("progress",)):
        done = run(*arguments)
        assert done.returncode == 2
        assert "interview used it: say where it is with --graphs DIR." in " ".join(done.stderr.split()), arguments
    assert run("review", name).returncode == 0


def test_brief_takes_the_path_of_a_graph_elsewhere(tmp_path: Path, run: Call) -> None:
    write_template(tmp_path / "deep" / "pharmacy")
    done = run("brief", "--graph", "deep/pharmacy")
    assert done.returncode == 0, done.stderr


def test_a_long_report_ends_with_its_word(sit: Sit, workspace: Workspace, tmp_path: Path) -> None:
    """In a window of 24 lines the recommendation had scrolled away, and figures were what stayed."""
    sitting = sit(seed=1, format="screen", minutes=10.0)
    sitting.close()
    where = ("--candidate", "tester", "--sessions", str(workspace.sessions), "--graphs", str(workspace.graphs))
    terminal = Terminal(tmp_path, "report", sitting.interview.header.id, *where)
    try:
        assert terminal.wait_end() == 0
        assert re.search(r"for mid( yet)?\. (What that rests on|Why) is at the top of the page\.", terminal.text)
    finally:
        terminal.close()
