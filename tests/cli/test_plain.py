"""The line mode and the demo, as commands; how input ends is tried with the command as it is installed."""

import os
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest

from simulator.cli.interview import TYPED_HERE
from simulator.engine.choice.asked_back.forms import MISHEARD_YOU
from simulator.graph.authoring import write_template
from simulator.graph.records import Graph
from simulator.graph.text import plural
from simulator.report.load import assess_file
from simulator.report.text.report import first_page
from simulator.session.archive.archive import paths
from simulator.session.interview.events import Noted
from simulator.session.interview.state import Phase, State, fold
from simulator.session.transcript.read import Reading, read
from simulator.session.workspace import APP, Workspace
from simulator.ui.found_words import WORDS_HELP
from simulator.ui.interviewer import lead_in
from simulator.ui.preferences import Preferences, read_preferences
from tests.commands import called as run
from tests.commands import installed
from tests.isolation import ROOT
from tests.settings import write_preferences
from tests.some import some
from tests.system.terminal import COMMAND
from tests.warm import warmed, warmed_home

SEVEN = ("--graphs", str(ROOT / "tests" / "data" / "engine7" / "graphs"))


def transcript(folder: Path) -> Reading:
    return read(paths(folder / "sessions")[0])


def state_of(found: Reading) -> State:
    return fold(found.header, found.events)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Reading]:
    folder = tmp_path_factory.mktemp("demo")
    return installed(folder, "demo", "--plain", "--seed", "1", "--speed", "1000"), transcript(folder)


def test_demo_sits_full_interview_to_its_end(demo: tuple[Any, Reading]) -> None:
    done, found = demo
    assert done.returncode == 0, done.stderr
    assert found.findings == ()
    assert found.header.format == "full"
    assert found.events[-1].__struct_config__.tag == "ended"
    assert tomllib.loads(found.path.read_text())["event"][-1]["kind"] == "ended"


def test_line_mode_ends_with_the_first_page(demo: tuple[Any, Reading], tmp_path: Path) -> None:
    done, found = demo
    cache, config = warmed(tmp_path / "cache"), tmp_path / "config.toml"
    place = Workspace(ROOT / "graphs", found.path.parent, found.header.candidate, cache, config)
    page = first_page(assess_file(found.path, place), 80)
    assert " ".join(" ".join(page).split()) in " ".join(done.stdout.split())


def test_without_a_name_the_last_graph_is_taken(tmp_path: Path) -> None:
    own = tmp_path / "graphs" / "own"
    write_template(own)
    own.with_name("llm").symlink_to(ROOT / "graphs" / "llm")
    head = (own / "graph.toml").read_text("utf-8")
    (own / "graph.toml").write_text(head.replace('id = "own"', 'id = "mine"', 1), "utf-8")
    for named in (["own"], []):
        done = run(tmp_path, "start", *named, "--plain", "--graphs", str(own.parent))
        assert done.returncode == 0, done.stderr
    assert [read(path).header.graph for path in paths(tmp_path / "sessions")] == ["mine", "mine"]


def test_the_demo_climbs_from_tier_1_to_4(demo: tuple[Any, Reading]) -> None:
    tiers = [t.asked.tier for t in state_of(demo[1]).turns if t.check is None]
    assert tiers[0] == 1
    assert max(tiers) >= 4


def test_every_question_of_the_demo_has_its_reason(demo: tuple[Any, Reading]) -> None:
    turns = state_of(demo[1]).turns
    assert all(t.settled for t in turns)
    assert all(t.asked.reason["move"] for t in turns)


def test_the_demo_prints_each_question_under_its_number(demo: tuple[Any, Reading]) -> None:
    done, found = demo
    asked = [t for t in state_of(found).turns if t.check is None]
    numbers = [" ".join(line.split()[:2]) for line in done.stdout.splitlines() if line.startswith("Question ")]
    assert "Question 1 of about " in done.stdout
    assert numbers == [f"Question {n}" for n in range(1, len(asked) + 1)]
    assert "Report" in done.stdout


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (("--role", "aplied-engineer"), 'no role "aplied-engineer" (did you mean "applied-engineer"?); choose one of'),
        (("--format", "tast"), 'no format "tast" (did you mean "taste"?); choose one of full,'),
        (("--area", "inferense"), 'no area "inferense" (did you mean "inference"?)'),
    ],
)
def test_an_unknown_name_starts_nothing(tmp_path: Path, wrong: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, "start", *wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not paths(tmp_path / "sessions")


def test_help_and_refusal_name_the_same_formats(tmp_path: Path) -> None:
    named = run(tmp_path, "start", "--format", "no").stderr.split("choose one of ")[1].rstrip(".\n")
    assert f"{named}." in " ".join(run(tmp_path, "start", "--help").stdout.split())


def test_end_of_input_pauses_and_loses_nothing(tmp_path: Path) -> None:
    done = installed(tmp_path, "start", "llm", "--seed", "3", lines="It grows with every token.\nand with every user")
    assert done.returncode == 0, done.stderr
    assert "interview resume" in done.stdout
    found = transcript(tmp_path)
    assert state_of(found).paused
    again = installed(tmp_path, "resume", lines="")
    assert "It grows with every token." in again.stdout
    assert "and with every user" in again.stdout


def test_an_interview_in_lines_resumes_its_question(tmp_path: Path) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", lines="half of it\n")
    first = state_of(transcript(tmp_path)).turns[0].asked.id
    done = run(tmp_path, "resume", lines="and the rest\n.\n")
    assert done.returncode == 0, done.stderr
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.asked.id == first
    assert turn.answer_text == "half of it\nand the rest"


def test_a_whole_answer_in_lines(tmp_path: Path) -> None:
    lines = "/hint\n/ask what do you mean\nAn answer.\n.\n" + "/probe-said\n" * 2 + "3\n" + "y\n" * 9 + "\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    assert done.returncode == 0, done.stderr
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.prediction == "solid"
    assert turn.scored is not None
    assert turn.hints
    assert turn.clarifications


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("start", "nowhere"), "nowhere"),
        (("start", "llm", "--format", "quiz"), "quiz"),
        (("start", "llm", "--role", "king"), "king"),
        (("start", "llm", "--area", "[@click=app.quit]", "--format", "screen"), "[@click=app.quit]"),
        (("start", "llm", "--area", "safety", "--format", "full"), "--area is for a deep dive, and this is a full"),
        (("demo", "llm", "--area", "safety"), "add --format deep-dive"),
        (("resume", "gone"), "gone"),
        (("demo", "llm", "--weak", "x[/"), "x[/"),
        (("start", "llm", "--minutes", "-3"), "from 1 to 600"),
        (("start", "llm", "--minutes", "nan"), "from 1 to 600"),
        (("demo", "llm", "--speed", "nan"), "from 0.1 to 1,000,000"),
    ],
)
def test_a_mistake_gives_one_sentence_and_status_2(tmp_path: Path, arguments: tuple[str, ...], named: str) -> None:
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_scored_at_the_end_hides_results_of_checks(tmp_path: Path) -> None:
    lines = "/skip\n/skip\n/dk\nAn answer.\n.\n/end\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", "--format", "screen", "--score", "end", lines=lines)
    before, over, after = done.stdout.partition("You've ended the interview.")
    assert over
    assert "You'll see the result after the last question." in before
    assert "Not answered" not in before
    assert "Check 1\n" in after
    assert "You didn't know, so it counts as wrong." in after


def test_a_dropped_text_never_reaches_the_next_answer(tmp_path: Path) -> None:
    lines = "Half a thought.\n/skip\nno\n/dk\n\n\nThe next.\n.\n"
    done = run(tmp_path, "start", "llm", "--format", "screen", "--seed", "3", lines=lines)
    said = " ".join(done.stdout.split())
    assert "skip this question (3 words will be saved as a note). Anything else cancels." in said
    assert "Cancelled." in done.stdout
    first, second, *_ = state_of(transcript(tmp_path)).turns
    assert (first.dont_know, first.skipped) == (True, False)
    assert second.answer_text == "The next."


@pytest.mark.parametrize(("line", "skipped"), [("", True), ("y", True), ("Yes", True), ("/skip", True), ("no", False)])
def test_a_yes_confirms_as_enter_does(tmp_path: Path, line: str, skipped: bool) -> None:
    run(tmp_path, "start", "llm", "--format", "screen", "--seed", "3", lines=f"Half a thought.\n/skip\n{line}\n")
    assert state_of(transcript(tmp_path)).turns[0].skipped == skipped


def test_ending_keeps_what_is_being_written_as_note(tmp_path: Path) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", lines="Half a thought.\n/end\n")
    (turn,) = state_of(transcript(tmp_path)).turns
    assert [note.text for note in turn.notes] == ["Half a thought."]


def test_end_accepts_verdict_that_points_made(tmp_path: Path) -> None:
    lines = "An answer.\n.\n" + "/said\n" * 2 + "2\n" + "y\n" * 4 + "/end\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    state = state_of(transcript(tmp_path))
    assert state.phase is Phase.ENDED
    assert state.turns[0].scored is not None
    assert done.stdout.count("Press Enter to accept") == 1
    assert "still to score" not in done.stdout


def test_end_of_interview_asks_for_score_that_waits(tmp_path: Path) -> None:
    lines = "An answer.\n.\n" + "/probe-said\n" * 2 + "2\n/end\n\n" + "n\n" * 9 + "\n" * 3
    done = run(tmp_path, "start", "llm", "--seed", "3", "--score", "end", lines=lines)
    assert done.returncode == 0, done.stderr
    state = state_of(transcript(tmp_path))
    assert state.phase is Phase.ENDED or state.paused
    assert state.turns[0].scored is not None
    assert state.turns[0].scored.verdict == "weak"


def test_scoring_at_the_end_shows_question_and_answer(tmp_path: Path) -> None:
    """The points are judged long after the answer: nobody knows by then what was asked and said."""
    lines = "First of two lines.\nSecond of two.\n.\nThe reply.\n.\n/probe-said\n2\n/end\n\n" + "n\n" * 9
    done = run(tmp_path, "start", "llm", "--seed", "3", "--score", "end", lines=lines)
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.replies[0].text == "The reply."
    after = done.stdout.partition("You've ended the interview.")[2]
    before_points = " ".join(after.partition("Did you say it?")[0].split())
    for words in (turn.question.prompt.split()[:6], turn.probes[0].asks.split()[:6], ["The", "reply."]):
        assert " ".join(words) in before_points
    assert "You:\n  First of two lines.\n  Second of two.\n" in after
    assert after.index("Second of two.") < after.index("Reference")


def test_who_comes_back_to_judging_sees_answer(tmp_path: Path) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", lines="What I said.\n.\n" + "/dk\n" * 2 + "3\n")
    again = run(tmp_path, "resume").stdout
    assert again.index("What I said.") < again.index("Reference") < again.index("Did you say it?")


@pytest.mark.parametrize("command", ["start", "demo"])
@pytest.mark.parametrize("seniority", ["junior", "staff"])
def test_the_level_can_be_chosen(tmp_path: Path, command: str, seniority: str) -> None:
    more = ("--plain", "--speed", "100000", "--questions", "1") if command == "demo" else ()
    done = run(tmp_path, command, "llm", "--seniority", seniority, "--seed", "3", *more)
    assert done.returncode == 0, done.stderr
    assert transcript(tmp_path).header.seniority == seniority


def test_minutes_without_a_question_are_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--format", "screen", "--minutes", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "1 minute is too short for any question of a screening call; give it at least 3 minutes.\n"
    assert "Question 1" in run(tmp_path, "start", "llm", "--format", "screen", "--minutes", "3").stdout


@pytest.mark.parametrize("ends", some(["\n", "\r\n", "\r"], "\r\n"))
def test_a_piped_file_without_utf8_is_read_whole(tmp_path: Path, ends: str) -> None:
    (tmp_path / "answer").write_bytes(ends.join(["caf\xe9 au lait", "and tea", ".", ""]).encode("latin-1"))
    env = {
        **os.environ,
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(warmed_home(tmp_path / "c")),
    }
    command = [COMMAND, "start", "llm", "--seed", "3", "--graphs", str(ROOT / "graphs"), "--sessions", "sessions"]
    with (tmp_path / "answer").open("rb") as lines:
        done = subprocess.run(command, stdin=lines, capture_output=True, text=True, timeout=60, env=env, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 byte wasn't UTF-8 and was left out." in done.stdout
    assert state_of(transcript(tmp_path)).turns[0].answer_text == "caf au lait\nand tea"


def test_line_before_is_taken_back_in_pipe(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "3", lines="/back\nfirst\nsecnd\n/back\nsecond\n.\n")
    assert "There's no line before this one." in done.stdout
    assert "Removed: secnd" in done.stdout
    assert state_of(transcript(tmp_path)).turns[0].answer_text == "first\nsecond"


def test_an_unknown_command_is_not_taken_for_text(tmp_path: Path) -> None:
    lines = "Help\n/foo\n/hnit please\n//foo\n/usr holds programs\nhelp\n.\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    assert "Commands begin with a slash: /help." in done.stdout
    assert "There's no command /foo. The commands are /hint," in done.stdout
    assert """There's no command /hnit (did you mean "/hint"?). For text, type //hnit.""" in done.stdout
    assert "/run" not in done.stdout  # there is no code to run
    assert state_of(transcript(tmp_path)).turns[0].answer_text == "/foo\n/usr holds programs\nhelp"


def test_asking_why_by_a_question_gets_the_reason(tmp_path: Path) -> None:
    """ "I've no special case in mind", it said to "Why do you ask about that?"."""
    done = run(
        tmp_path, "start", "llm", "--seed", "1", lines="/why\n/ask why do you ask about that?\n/ask\nwhy do you ask?\n"
    )
    (question,) = [turn.question for turn in state_of(transcript(tmp_path)).turns]
    assert " ".join(done.stdout.split()).count(question.aim) == 3
    assert not state_of(transcript(tmp_path)).turns[0].clarifications


def test_a_question_back_may_take_two_lines(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "1", lines="/ask\nwhat do you mean by that\n")
    assert "What do you want to know?" in done.stdout
    (turn,) = state_of(transcript(tmp_path)).turns
    assert [asked.asks for asked in turn.clarifications] == ["what do you mean by that"]


def test_a_command_is_no_question_to_the_interviewer(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "1", lines="/ask\n/time\n/ask\n\n/ask\n//hint\n")
    assert done.stdout.count("An empty line cancels.") == 3
    assert done.stdout.count("Cancelled.") == 1
    assert "min left" in done.stdout.partition("An empty line cancels.")[2]
    (turn,) = state_of(transcript(tmp_path)).turns
    assert [asked.asks for asked in turn.clarifications] == ["/hint"]


def test_how_to_interrupt_is_said_once(tmp_path: Path) -> None:
    asked = ("--role", "pretraining-engineer", "--project", "training-systems", "--seniority", "junior", "--seed", "4")
    done = run(tmp_path, "start", "llm", *asked, lines="/pause\n")
    said = " ".join(done.stdout.split())
    assert said.count("nterrupt me") == 1
    assert "Interrupt me with /ask if anything's unclear." in said


def test_the_end_of_an_interview_is_said_once(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "3", lines="/end\n")
    assert "You've ended the interview." in done.stdout
    assert "The interview is over." not in done.stdout


def test_question_typed_as_a_reply_is_asked(tmp_path: Path) -> None:
    lines = "An answer.\n.\nCould you repeat that?\n.\n/ask\n/dk\n3\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    assert "A line with just a dot sends it, /ask asks it." in " ".join(done.stdout.split())
    (turn,) = state_of(transcript(tmp_path)).turns
    put = f"{turn.probes[0].remark} {turn.probes[0].asks}".strip()
    assert [asked.reply for asked in turn.clarifications] == [f"Let me put it again. {put}"]
    assert [reply.text for reply in turn.replies] == [""] * len(turn.probes)


def test_dont_know_to_a_follow_up_in_lines(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "3", lines="An answer.\n.\n/dk\n/dk\n3\n")
    assert done.returncode == 0, done.stderr
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.prediction == "solid"
    assert not turn.dont_know
    assert [(r.text, r.said) for r in turn.replies] == [("", False)] * len(turn.probes)
    assert turn.probes


def test_back_points_to_undo_where_nothing_is_written(tmp_path: Path) -> None:
    answer = "An answer that says nothing of what was asked, in more words than a few.\n.\n"
    lines = answer + "The reply.\n.\n" * 2 + "3\n/back\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", *SEVEN, lines=lines)
    assert "You're not writing a text here; /undo takes back the last step." in " ".join(done.stdout.split())


def test_point_is_given_only_when_asked_in_lines(tmp_path: Path) -> None:
    answer = "An answer that says nothing of what was asked, in more words than a few.\n.\n"
    lines = answer + "The reply.\n.\n" * 2 + "3\n" + "a\na\ny\ny\n" + "\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", *SEVEN, lines=lines)
    assert done.returncode == 0, done.stderr
    assert "y yes, p partly, n no, a only when asked:" in done.stdout
    turn = state_of(transcript(tmp_path)).turns[0]
    assert turn.asked_for
    assert {point for point, mark in turn.marks.items() if mark == "prompted"} == turn.asked_for
    assert f"{plural(len(turn.asked_for), 'point')} only when asked" in " ".join(done.stdout.split())


def test_a_mistyped_mark_tells_no_point_again(tmp_path: Path) -> None:
    """Eight lines were read out once more after "q"."""
    answer = "An answer that says nothing of what was asked, in more words than a few.\n.\n"
    lines = answer + "The reply.\n.\n" * 2 + "3\n" + "q\nmaybe\ny\n/undo\n\n"
    told = run(tmp_path, "start", "seven", "--role", "gardener", *SEVEN, lines=lines).stdout
    asked = "Did you say it? y yes, p partly, n no, a only when asked:"
    after = told.split("Type y, p, n or a.\n")
    assert len(after) == 3
    assert after[1].strip() == asked
    assert after[2].split("Point ")[0].strip() == asked
    assert told.count("Point 1 of ") == 2  # and again once its mark was taken back
    assert told.count(WORDS_HELP) <= 2
    assert "Point 2 of " in told.split("You had marked this yes; Enter keeps that.\n")[1]


def test_nothing_came_only_when_asked_without_reply(tmp_path: Path) -> None:
    answer = "An answer that says nothing of what was asked, in more words than a few.\n.\n"
    lines = answer + "/said\n/said\n" + "3\n" + "a\ny\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", *SEVEN, lines=lines)
    assert "y yes, p partly, n no:" in done.stdout
    assert "Only when asked doesn't apply here" in done.stdout


@pytest.mark.parametrize("score", ["each", "end"])
def test_dont_know_is_taken_back_in_lines(tmp_path: Path, score: str) -> None:
    again = "Half.\n/dk\n\n/undo\nThe rest.\n.\n/probe-said\n/probe-said\n3\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", "--score", score, *SEVEN, lines=again)
    assert done.returncode == 0, done.stderr
    before, back, after = done.stdout.partition("Taken back.")
    assert back
    prompt = next(line for line in before.splitlines() if line.startswith("What does a plant do"))
    assert prompt in after.splitlines(), "the question stands again"
    assert ("You've seen the reference" in after) == (score == "each")
    assert after.count("You'd written:") == 1
    assert after.count("A line with just a dot sends it as it is.") == 1
    turn = state_of(transcript(tmp_path)).turns[0]
    assert (turn.answer_text, turn.dont_know, turn.seen) == ("Half.\nThe rest.", False, score == "each")


def test_dont_know_is_undone_before_the_score(tmp_path: Path) -> None:
    lines = "/dk\nAnother.\n.\n/end\n\n/undo\nNow I know.\n.\n/probe-said\n/probe-said\n3\ny\ny\ny\ny\n\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", "--score", "end", *SEVEN, lines=lines)
    assert done.returncode == 0, done.stderr
    after = done.stdout.partition("Taken back.")[2]
    assert "You've seen the reference" in after
    turn = state_of(transcript(tmp_path)).turns[0]
    assert (turn.answer_text, turn.seen) == ("Now I know.", True)
    assert turn.scored is not None


def test_mark_typed_too_late_is_no_note(tmp_path: Path) -> None:
    lines = "/dk\n3\np\nsolid\n.\nI mixed up the two.\n/help\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", *SEVEN, lines=lines)
    said = " ".join(done.stdout.split())
    assert "Press Enter to go on, or type a note." in said
    for mistyped in ("3", "p", "solid", "."):
        assert f"Nothing was saved: {mistyped} doesn't look like a note. Enter goes on, and /undo goes back." in said
    assert "Once an answer is scored, whatever you type when asked to press Enter is saved as a note." in said
    assert [note.text for note in transcript(tmp_path).events if isinstance(note, Noted)] == ["I mixed up the two."]


AGAIN = "An answer.\n.\n/probe-said\n/probe-said\n3\ny\ny\ny\ny\n\n\n"  # to the first check in two questions


def test_a_check_is_read_back_in_lines(tmp_path: Path) -> None:
    lines = AGAIN * 2 + "no such thing\n3\n20\n/why\n20%\n/misread\n/misread\n\n"
    done = run(
        tmp_path, "start", "seven", "--role", "gardener", "--format", "screen", "--seed", "1", *SEVEN, lines=lines
    )
    assert done.returncode == 0, done.stderr
    shown = done.stdout
    assert "Read as 3%. Enter confirms, or y; another line changes it." in shown
    assert (
        shown.count("Read as 20%. Enter confirms, or y; another line changes it.") == 2
    )  # /why leaves it as it was, and 20% is as it's read
    assert shown.count("Wrong.") == 1
    assert "Press Enter to go on, or type /misread if it was read wrongly." in shown
    assert "You: 20% Set aside. It was read wrongly, so it won't count and won't be asked again." in " ".join(
        shown.split()
    )
    assert "already set aside" in shown
    (check,) = [t for t in state_of(transcript(tmp_path)).turns if t.check is not None]
    assert check.checked is not None
    assert (check.set_aside, check.checked.text) == (True, "20%")


def test_a_told_check_is_set_aside_in_lines(tmp_path: Path) -> None:
    answers = "An answer.\n.\n/probe-said\n/probe-said\n3\n" * 2
    lines = answers + "3\n\n/misread\n/misread 9\n/end\n/misread 1\n"
    chosen = ("--role", "gardener", "--format", "screen", "--seed", "1", "--score", "end")
    done = run(tmp_path, "start", "seven", *chosen, *SEVEN, lines=lines)
    assert done.returncode == 0, done.stderr
    before, over, after = done.stdout.partition("You've ended the interview.")
    assert over
    assert "No check has a result yet." in before
    assert "There's no check 9." in before
    assert "type /misread and its number to set it aside" in after
    assert "You: 3" in " ".join(after.split())
    assert any(t.set_aside for t in state_of(transcript(tmp_path)).turns)


def test_nothing_written_names_the_commands_that_say_so(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=".\nAn answer.\n.\n.\n")
    said = " ".join(done.stdout.split())
    assert "You haven't written an answer; /dk says \"I don't know\"." in said
    assert 'You haven\'t written a reply; /said says "I said that", /dk says "I don\'t know".' in said


def test_interviewer_speaks_in_lines_as_on_screen(demo: tuple[Any, Reading], llm: Graph) -> None:
    done, found = demo
    state = state_of(found)
    said = " ".join(done.stdout.split())
    assert [lead for t in state.turns if (lead := lead_in(state, t, llm)) not in said] == []


def test_taste_is_screening_call_of_ten_minutes(tmp_path: Path) -> None:
    done = run(tmp_path, "start", "llm", "--format", "taste", "--seed", "3")
    assert done.returncode == 0, done.stderr
    header = transcript(tmp_path).header
    assert (header.format, header.minutes) == ("screen", 10)
    assert "Large language models: taste, " in done.stdout


def test_the_report_in_lines_fits_the_terminal(tmp_path: Path) -> None:
    env = {"COLUMNS": "60"}
    lines = "An answer.\n.\n" + "/dk\n" * 2 + "3\n" + "y\n" * 9 + "\n/end\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines, **env)
    report = done.stdout[done.stdout.index("\nReport\n") :]
    assert max(len(line) for line in report.splitlines()) <= 60


def test_parting_questions_are_asked_in_lines(tmp_path: Path) -> None:
    lines = "/dk\n\n.\n/dk\nBecause.\n.\n/undo\nOf the roots.\n.\n/skip\n"
    done = run(tmp_path, "start", "seven", "--role", "gardener", "--questions", "1", *SEVEN, lines=lines)
    assert done.returncode == 0, done.stderr
    found = transcript(tmp_path)
    state = state_of(found)
    assert state.phase is Phase.ENDED
    (asked, reply), (own, skipped) = state.parting.exchanges
    assert reply is not None
    assert skipped is not None
    assert (reply.text, skipped.text) == ("Because.\nOf the roots.", "")
    shown = " ".join(done.stdout.split())
    assert found.header.opening in shown
    for words in (asked.asks, own.asks, *own.good, "/skip skips it", "You'd written: Because."):
        assert words in shown
    assert "45 min, and about 15 min to score" in shown
    assert "Reply to the last question first, or skip it." in shown


def test_a_parting_question_resumes_with_its_text(tmp_path: Path) -> None:
    lines = "/dk\n\nHalf a thought.\n"
    run(tmp_path, "start", "seven", "--role", "gardener", "--questions", "1", *SEVEN, lines=lines)
    done = run(tmp_path, "resume", *SEVEN, lines="And the rest.\n.\n/end\n")
    assert done.returncode == 0, done.stderr
    state = state_of(transcript(tmp_path))
    (asked, reply), *_ = state.parting.exchanges
    assert asked.asks in " ".join(done.stdout.split())
    assert reply is not None
    assert reply.text == "Half a thought.\nAnd the rest."
    assert state.phase is Phase.ENDED


@pytest.mark.parametrize(("given", "kept"), [((), False), (("--project", "yes"), True), (("--project", "no"), False)])
def test_own_project_stands_in_the_header(tmp_path: Path, given: tuple[str, ...], kept: bool) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", *given, lines="")
    header = transcript(tmp_path).header
    assert header.project is kept
    assert ("your own work first" in header.opening) is kept


def test_a_project_may_be_from_an_area(tmp_path: Path) -> None:
    run(tmp_path, "start", "llm", "--seed", "3", "--project", "retrieval", lines="")
    header = transcript(tmp_path).header
    assert (header.project, header.project_area) == (True, "retrieval")
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="applied-engineer", project_area="agents"))
    run(tmp_path, "start", "llm", "--seed", "3", "--project", "yes", lines="")
    latest = max(paths(tmp_path / "sessions"), key=lambda path: path.stat().st_mtime_ns)
    assert (read(latest).header.project, read(latest).header.project_area) == (True, "agents"), "as the settings say"
    refused = run(tmp_path, "start", "llm", "--project", "retreival", lines="")
    assert 'a project from "retreival" (did you mean "retrieval"?)' in " ".join(refused.stderr.split())


def test_a_first_command_says_who_you_are(tmp_path: Path) -> None:
    """Home asked five questions of somebody who had said it all in their first command."""
    config, first = tmp_path / APP / "config.toml", ("start", "llm", "--role", "applied-engineer", "--seniority")
    run(tmp_path, *first, "senior", "--project", "rag", lines="")
    assert read_preferences(config) == Preferences(), "a command that's refused keeps nothing"
    run(tmp_path, *first, "senior", "--project", "agents", lines="")
    known = Preferences(role="applied-engineer", seniority="senior", project=True, project_area="agents")
    assert read_preferences(config) == known
    run(tmp_path, *first, "staff", lines="")
    assert read_preferences(config) == known, "later ones are for one interview"


def test_a_role_alone_leaves_homes_questions_open(tmp_path: Path) -> None:
    """With --role alone home asked nothing more, no level, no project, no day; later it asked for the role again."""
    config, told = tmp_path / APP / "config.toml", {"role": "applied-engineer"}
    run(tmp_path, "start", "llm", "--role", "applied-engineer", "--seniority", "senior", lines="")
    assert read_preferences(config) == Preferences(seniority="senior", first_command=told)
    run(tmp_path, "start", "llm", "--seniority", "mid", lines="")
    assert read_preferences(config) == Preferences(first_command=told | {"seniority": "mid"})
    config.write_text(f"{config.read_text('utf-8')}minutes = 30\n", "utf-8")
    assert read_preferences(config).minutes == 30, "a line added at the end is a setting of its own"
    run(tmp_path, "start", "llm", "--role", "applied-engineer", "--seniority", "mid", "--project", "no", lines="")
    assert read_preferences(config) == Preferences(role="applied-engineer", project=False, minutes=30)


def test_a_role_of_another_graph_is_not_kept(tmp_path: Path) -> None:
    """Every later start of the usual graph said that it had no such role."""
    about = ("--role", "gardener", "--seniority", "senior", "--project", "no")
    run(tmp_path, "start", "seven", *about, *SEVEN, lines="")
    assert read_preferences(tmp_path / APP / "config.toml") == Preferences(seniority="senior", project=False)
    assert "gardener" not in run(tmp_path, "start", "llm", lines="").stderr


def test_lines_say_that_answers_are_typed(tmp_path: Path) -> None:
    """Set to spoken, an interview in lines asked for typed answers without a word on it."""
    assert TYPED_HERE not in " ".join(run(tmp_path, "start", "llm", "--seed", "3", lines="").stdout.split())
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="applied-engineer", input="spoken"))
    assert TYPED_HERE in " ".join(run(tmp_path, "start", "llm", "--seed", "3", lines="").stdout.split())
    assert TYPED_HERE not in " ".join(run(tmp_path, "start", "llm", "--typed", lines="").stdout.split())


def test_one_interview_is_spoken_by_an_option(tmp_path: Path) -> None:
    assert TYPED_HERE in " ".join(run(tmp_path, "start", "llm", "--spoken", lines="").stdout.split())
    assert transcript(tmp_path).header.input == "spoken"
    assert TYPED_HERE in " ".join(run(tmp_path, "resume", "--plain", lines="").stdout.split())


def test_a_letter_accepts_no_verdict(tmp_path: Path) -> None:
    """An n too many at the end of the points took the verdict, which cannot be seen before it."""
    lines = "An answer.\n.\n" + "/probe-said\n" * 2 + "2\n" + "n\n" * 12 + "\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    assert "Nothing was accepted." in done.stdout
    assert done.stdout.count("By the points: ") == 1, "what was said of it stands above"
    assert state_of(transcript(tmp_path)).turns[0].verdict == "weak"


def test_a_yes_in_midst_takes_the_offer(tmp_path: Path) -> None:
    """ "Just type yes" was said below half an answer, and the yes became a line of it."""
    asks = "How many users are there, and how fast must it be?"
    lines = f"I'd count the errors.\n/ask {asks}\nyes\nThen I'd compare them.\n.\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    (turn, *_) = state_of(transcript(tmp_path)).turns
    offer, fact = turn.clarifications
    assert "just type yes" in offer.reply
    assert fact.reply in {known.reply for known in turn.question.clarifications}
    assert " ".join(fact.reply.split()) in " ".join(done.stdout.split())
    assert turn.answer_text == "I'd count the errors.\nThen I'd compare them."


def test_a_plea_to_skip_skips_in_lines(tmp_path: Path) -> None:
    lines = "/ask can we skip this?\nAn answer.\n.\n/ask I did not say that.\n/ask let's move on please\n3\n"
    done = run(tmp_path, "start", "llm", "--seed", "3", lines=lines)
    skipped, turn, *_ = state_of(transcript(tmp_path)).turns
    assert (skipped.skipped, skipped.clarifications) == (True, ())
    assert "/said leaves this follow-up." in done.stdout
    assert [asked.reply for asked in turn.clarifications] == [MISHEARD_YOU]
    assert [reply.text for reply in turn.replies] == [""]
    assert turn.prediction is not None
