"""A task on the screen: written, run, handed in, its twist, the talk, and the verdict by its cases."""

import re
import shutil
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Static

from simulator.engine.choice.formats import CODE
from simulator.session.code.process import SandboxLevel
from simulator.session.code.run_result import IN_DEMO
from simulator.session.code.runner import CodeRunner
from simulator.session.demo import run_for_demo
from simulator.session.header import Settings
from simulator.session.interview.interview import Interview
from simulator.session.interview.item_blocks import Block, verdict_block
from simulator.session.interview.state import Awaits, Phase
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui import app as app_module
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home.help import Help
from simulator.ui.tui.home.screen import SEEN
from simulator.ui.tui.home.setup import fitting, formats_of
from simulator.ui.tui.room.blocks import BLANK, GOES_ON_BELOW, ConversationView, talk_first
from simulator.ui.tui.room.demo import DemoDriver
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.cases import Cases
from simulator.ui.tui.room.panes.coding import LEAST_LINES, CodingPane
from simulator.ui.tui.widgets.code_editor import CodeEditor, CodeLines, coloured, painted
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from tests.coding import WORKSHOP, begun, solved
from tests.coding import workshop as bank_graph
from tests.reporting import turn_of
from tests.seven import seven
from tests.tui.conftest import StandingClock, asking, transcript
from tests.tui.driving import in_coding, phase, quiet, screen_text, sure, type_text, until

SIZES = [(60, 20), (80, 24), (120, 34)]


@pytest.fixture
def workshop(settled: Workspace) -> Workspace:
    shutil.copytree(WORKSHOP, settled.graphs / "workshop")
    return settled


def coding_room(place: Workspace) -> InterviewApp:
    start = Settings(format="code", role="talker", seed=1)
    return InterviewApp(place, "workshop", opening=Opening(start=start), clock=StandingClock())


def editor(pilot: Pilot[None]) -> CodeEditor:
    return pilot.app.screen.query_one(CodeEditor)


def stage_of(interview: Interview) -> str:
    stage = turn_of(interview).stage
    return stage.id if stage else ""


def said_of_cases(pilot: Pilot[None]) -> str:
    return " ".join(str(line.render()) for line in pilot.app.screen.query_one(Cases).children)


def said_in_talk(pilot: Pilot[None]) -> str:
    """Also what is further up, in a small window."""
    return " ".join(str(line.render()) for line in pilot.app.screen.query("ConversationView Static").results(Static))


async def ran(pilot: Pilot[None], interview: Interview, count: int) -> None:
    await until(pilot, lambda: len(turn_of(interview).runs) == count, 1500)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_task_from_first_run_to_verdict(workshop: Workspace, size: tuple[int, int]) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        turn = turn_of(interview)
        assert editor(pilot).text.strip() == turn.question.starter.strip()
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1 shown case passed" in said_of_cases(pilot))
        assert re.search(r"three · \d+ ms: ", said_of_cases(pilot))
        editor(pilot).replace_all(solved(turn))
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 2)
        await until(pilot, lambda: "1 of 1 shown case passed" in said_of_cases(pilot))
        await sure(pilot, "ctrl+s")
        await ran(pilot, interview, 3)
        await until(pilot, lambda: stage_of(interview) == "twist")
        await until(pilot, lambda: "the twist" in screen_text(app))
        assert editor(pilot).text.strip() == solved(turn).strip()
        await sure(pilot, "ctrl+s")
        await ran(pilot, interview, 4)
        for number in range(2):
            await until(pilot, lambda: type(app.screen.query(AnswerPane).first()) is AnswerPane)
            assert "about your code, " in screen_text(app)
            await until(pilot, lambda: len(app.screen.query("ConversationView .code")) == 1)  # the code as it is now
            pushed_up = number == 1 and size == (60, 20)
            await until(
                pilot,
                lambda up=pushed_up: "hidden ones included" in (said_in_talk(pilot) if up else screen_text(app)),  # type: ignore[misc]
            )
            assert "hidden ones included" not in quiet(app), "it stands below the code"
            await type_text(pilot, "one pass")
            before = len(turn_of(interview).answers)
            await pilot.press("ctrl+s")
            await until(pilot, lambda before=before: len(turn_of(interview).answers) > before)  # type: ignore[misc]
        await phase(pilot, interview, Phase.PREDICTING)
        assert "what you said about the code?" in screen_text(app)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        judged = "The cases judge your code; these points judge what you said."
        await until(pilot, lambda: judged in " ".join(screen_text(app).split()))  # none of it is below the footer
        await pilot.press("y", "y", "y", "n")
        await until(pilot, lambda: interview.state.awaits is Awaits.VERDICT)
        await until(pilot, lambda: "all cases" in screen_text(app))
        assert "overrule" not in screen_text(app)
        await pilot.press("v")
        assert not isinstance(app.screen, Pick)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].scored is not None)
        assert interview.state.turns[0].verdict == "outstanding"


def test_below_the_talk_the_code_has_its_name() -> None:
    """The twist and the code stood below the replies, as if they had come later."""
    twist, code, ran = Block("interviewer", "Here's a twist."), Block("code", "x = 1"), Block("ran", "All passed.")
    talk = [Block("interviewer", "What does it cost?"), Block("you", "One pass.")]
    assert talk_first([twist, code, ran, *talk]) == [*talk, Block("head", "Your code, as you handed it in"), code, ran]
    assert talk_first(talk) == talk


async def test_handing_in_says_what_the_last_run_said(workshop: Workspace) -> None:
    """A typo was handed in without a word, and no later run counts."""
    app = coding_room(workshop)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        turn = turn_of(interview)
        editor(pilot).replace_all(f"{turn.question.starter.strip()}\n# begun")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "though it hasn't been run as it stands" in quiet(app))
        await pilot.press("escape", "ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1 shown case passed" in said_of_cases(pilot))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "though the shown case fails: the hidden cases run once" in quiet(app))
        await pilot.press("escape")
        lines = editor(pilot).text.count("\n")
        await sure(pilot, "ctrl+s")
        await until(pilot, lambda: stage_of(interview) == "twist" and "the twist" in screen_text(app))
        assert editor(pilot).text.count("\n") <= lines + 1  # a line is begun, and no second one later
        await pilot.press("escape")
        await until(pilot, lambda: "press a letter" in screen_text(app))
        assert "take back" not in screen_text(app), "the hand-in stays"
        editor(pilot).replace_all(solved(turn))
        await sure(pilot, "ctrl+s")
        await until(pilot, lambda: type(app.screen.query(AnswerPane).first()) is AnswerPane)
        words = verdict_block(turn_of(interview)).text
        assert words.startswith("a shown case fails; your first hand-in counts, although you fixed it in the twist")


async def test_a_draft_of_code_survives_leaving(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("def mine():\n    return 41\n")
        await pilot.press("escape", "q")
        await until(pilot, lambda: not app.screen.query(CodingPane))
    again = InterviewApp(workshop, "workshop", opening=Opening(go_on=transcript(workshop)), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        assert editor(pilot).text.startswith("def mine():\n    return 41")


async def test_keys_go_to_top_and_end_of_code(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("def mine():\n    return 41\n\n\nprint(mine())")
        await pilot.press("ctrl+home")
        assert editor(pilot).cursor_location == (0, 0)
        await pilot.press("ctrl+end")
        assert editor(pilot).cursor_location == (4, 13)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, Help))
        words = [str(static.content) for static in app.screen.query(Static)]
        assert "In the code itself" in words


async def test_ctrl_c_stops_only_the_run(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all("while True:\n    pass\n")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Running" in said_of_cases(pilot))
        await pilot.pause(0.3)
        await pilot.press("ctrl+c")
        await ran(pilot, interview, 1)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "Running" in said_of_cases(pilot))
        await pilot.press("escape", "ctrl+c")  # also from where letters are commands
        await ran(pilot, interview, 2)
        assert {run.ended for run in turn_of(interview).runs} == {"interrupted"}
        await until(pilot, lambda: "You stopped it" in said_of_cases(pilot))
        assert interview.state.phase is Phase.ANSWERING
        assert editor(pilot).text.startswith("while True")


async def test_pause_ends_the_run_and_keeps_code(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all("while True:\n    pass\n")
        for _ in range(2):
            await pilot.press("ctrl+r")
            await until(pilot, lambda: "Running" in said_of_cases(pilot))
            await pilot.press("f8")
            await until(pilot, lambda: interview.state.paused)
            await until(pilot, lambda: not app.screen.query(CodingPane))
            await pilot.press("space")
            await until(pilot, lambda: bool(app.screen.query(CodingPane)))
            assert editor(pilot).text.startswith("while True")
        editor(pilot).replace_all("x = 1\n")
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)


async def test_without_code_nothing_runs(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all("  \n")
        await pilot.press("ctrl+r")
        await until(pilot, lambda: "no code yet" in quiet(app))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "no code yet" in quiet(app))
        assert turn_of(interview).runs == ()
        editor(pilot).replace_all(turn_of(interview).question.starter)
        await pilot.press("f5")  # the starter is nobody's words, so no note is spoken of
        await until(pilot, lambda: "again to skip this question; n or esc cancels." in quiet(app))
        await pilot.press("escape")
        await sure(pilot, "f5")
        await until(pilot, lambda: interview.state.turns[0].skipped)
        assert interview.state.turns[0].notes == ()


async def test_keys_of_the_editor_indent_and_pair(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("")

        async def press(*keys: str) -> str:
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.02)
            return editor(pilot).text

        assert await press("d", "e", "f", "space", "f", "(") == "def f()"
        assert await press("x", ")", ":", "enter") == "def f(x):\n    "
        assert await press("r", "enter", "shift+tab", "y") == "def f(x):\n    r\ny"
        assert await press("tab") == "def f(x):\n    r\ny   "
        editor(pilot).replace_all("    ")
        await pilot.press("end")
        assert await press("backspace") == ""
        assert await press("[", "backspace") == ""
        editor(pilot).replace_all("a\nb\nc")
        await pilot.press("ctrl+home", "up", "up", "home", "shift+down")
        assert await press("tab") == "    a\n    b\nc"
        assert await press("shift+tab") == "a\nb\nc"  # what was marked is marked still
        assert await press("ctrl+z") == "    a\n    b\nc"
        assert await press("ctrl+z") == "a\nb\nc"  # a block is one step
        assert await press("ctrl+y") == "    a\n    b\nc"
        editor(pilot).replace_all("f")
        await pilot.press("end")
        assert await press("(") == "f()"
        assert await press("ctrl+z") == "f"  # and so is a pair


async def test_odd_code_is_taken_as_code(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all("")
        pasted = "def f():\r\n\tx = 'é\u0301日本語\U0001f40d'\r\n\treturn " + "x + " * 3000 + "x"
        pilot.app.screen.query_one(CodeEditor).post_message(Paste(pasted))
        await until(pilot, lambda: editor(pilot).text.endswith("+ x"))
        first, second, third = editor(pilot).text.split("\n")
        assert (first, second[:8], third[:10]) == ("def f():", "    x = ", "    return")
        assert editor(pilot).cursor_location == (2, len(third))
        await until(pilot, lambda: editor(pilot).scroll_x > 0)
        assert "…" in screen_text(app)
        await pilot.press("home")
        await until(pilot, lambda: editor(pilot).scroll_x == 0)
        assert next(line for line in screen_text(app).split("\n") if "return" in line).rstrip(" │").endswith("…")
        editor(pilot).post_message(Paste("y = 1\n" * 20_000))  # more than is coloured
        await until(pilot, lambda: editor(pilot).document.line_count > 20_000, 1500)


async def test_a_long_line_goes_aside_alone(workshop: Workspace) -> None:
    """At 100 columns one long line pushed all others out of sight: "2 …"Merge rankings"."""
    app, long = coding_room(workshop), f"    total = {'x + ' * 40}y"
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        editor(pilot).replace_all(f"def rotate(x):\n{long}\n{long}\n")
        editor(pilot).move_cursor((1, len(long)))
        await until(pilot, lambda: "+ y" in screen_text(app))
        assert "1  def rotate(x):" in screen_text(app)
        assert "3      total = x +" in screen_text(app)
        await pilot.press("down")
        await until(pilot, lambda: "2      total = x +" in screen_text(app))
        assert "+ y" in screen_text(app)
        at, gutter = editor(pilot).region, editor(pilot).gutter_width
        await pilot.click(offset=(at.x + gutter + 4, at.y))  # what is clicked is what is seen
        assert editor(pilot).cursor_location == (0, 4)


async def test_a_task_shown_whole_does_not_go_on(settled: Workspace) -> None:
    """It went on saying so when its cases had left it all the lines that it needs."""
    app = asking(settled, "write-masked-attention")
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        [talk] = app.screen.query(ConversationView)
        await until(pilot, lambda: talk.size.height > 0 and talk.max_scroll_y == 0)
        await until(pilot, lambda: "the inputs." in screen_text(app) and GOES_ON_BELOW not in screen_text(app))


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (100, 20), (100, 30)], ids=str)
async def test_a_task_that_goes_on_says_so(settled: Workspace, size: tuple[int, int]) -> None:
    """The text ended at "Don't", above cases that left five lines free."""
    start = Settings(format="code", role="applied-engineer", seed=5)
    app = InterviewApp(settled, "llm", opening=Opening(start=start), clock=StandingClock())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        [talk] = pilot.app.screen.query(ConversationView)
        await until(pilot, lambda: (GOES_ON_BELOW in screen_text(app)) == talk.has_class("-more"))
        assert talk.has_class("-more") == (talk.max_scroll_y > talk.scroll_y + BLANK)
        if size == (100, 20):
            assert talk.has_class("-more")
        await pilot.press(*["pagedown"] * 8)
        await until(pilot, lambda: GOES_ON_BELOW not in screen_text(app))
        if size == (100, 30):  # all lines that the cases leave are used
            [cases] = pilot.app.screen.query(Cases)
            assert talk.max_scroll_y == 0 or cases.region.bottom >= pilot.app.screen.query_one(".task").region.bottom


async def test_eight_lines_stay_and_key_shows_rest(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        asked = turn_of(interview).question.prompt[:20]
        name = turn_of(interview).question.entry.split("(")[0]
        editor(pilot).replace_all(f"def {name}(xs):\n" + "    print(xs)\n" * 9 + "    return 1 / 0")
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1" in screen_text(app))
        await until(pilot, lambda: "ZeroDivisionError" in screen_text(app))
        assert asked not in screen_text(app)  # the cases stand in its place
        assert editor(pilot).scrollable_content_region.height >= LEAST_LINES
        assert "f9 task" in screen_text(app)
        await pilot.press("f9")
        await until(pilot, lambda: asked in screen_text(app))
        assert "0 of 1" in screen_text(app)
        await pilot.press("x")  # who writes on has read it
        await until(pilot, lambda: asked not in screen_text(app))
        await pilot.press("f9", "f9")
        await until(pilot, lambda: "0 of 1" not in screen_text(app))
        assert editor(pilot).scrollable_content_region.height >= LEAST_LINES + 3
        await pilot.press("ctrl+r")  # what comes of it has to be seen
        await ran(pilot, interview, 2)
        await until(pilot, lambda: "0 of 1" in screen_text(app))


async def test_a_run_from_the_task_is_seen(workshop: Workspace) -> None:
    """Where the task was shown in full, what a run said stood out of sight below it."""
    app = coding_room(workshop)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        asked = turn_of(interview).question.prompt[:20]
        await pilot.press("f9")
        await until(pilot, lambda: "1 shown case:" in screen_text(app))
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1 shown case passed" in screen_text(app) and asked not in screen_text(app))


async def test_79_columns_fit_beside_the_task(workshop: Workspace) -> None:
    app, line = coding_room(workshop), f"    {'x' * 74}9"
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        editor(pilot).replace_all(f"def f():\n{line}" + "\n" * 40)
        editor(pilot).move_cursor((1, 79))
        await until(pilot, lambda: f"2  {line}" in screen_text(app) and "9…" not in screen_text(app))
        assert editor(pilot).scroll_x == 0
        assert turn_of(interview).question.prompt[:20] in screen_text(app)
        assert "f9 wider code" in screen_text(app)
        await pilot.press("f9")
        await until(pilot, lambda: "1 shown case:" not in screen_text(app))
        await pilot.press("ctrl+r")
        await ran(pilot, interview, 1)
        await until(pilot, lambda: "0 of 1" in screen_text(app))
        assert editor(pilot).size.width > 100, "the width that was chosen stays"


def test_code_that_wraps_keeps_its_shape() -> None:
    code = "def scores(queries, keys):\n    return queries @ keys.T / np.sqrt(keys.shape[-1])\n\n    done"
    lines = [line.plain for line in CodeLines(painted(code)).lines_in(32)]
    assert lines == [
        "def scores(queries, keys):",
        "    return queries @ keys.T / ",
        "        np.sqrt(keys.shape[-1])",
        "",
        "    done",
    ]
    assert [line.plain for line in CodeLines(painted(f"    {'x' * 20}")).lines_in(12)] == [
        "    xxxxxxxx",
        *["      xxxxxx"] * 2,
    ]


def test_code_is_cut_between_its_words() -> None:
    """A narrow preview broke `base.out_features` within the word."""
    code = "        self.B = nn.Parameter(torch.zeros(base.out_features, r))"
    for width in range(24, 60):
        lines = [line.plain for line in CodeLines(painted(code)).lines_in(width)]
        assert re.findall(r"\w+", "\n".join(lines)) == re.findall(r"\w+", code)
        assert max(map(len, lines)) <= width + 1  # a blank may stand beyond the edge
        assert all(len(line) - len(line.lstrip()) > 8 for line in lines[1:])


def test_a_comment_that_wraps_stays_one() -> None:
    """At 60 columns the rest of a long comment looked like a line of code."""
    code = f"    y = x + 1  # padding has no weight after the softmax\n    # {'y' * 40}"
    assert [line.plain.rstrip() for line in CodeLines(painted(code)).lines_in(30)] == [
        "    y = x + 1  # padding has",
        "        # no weight after the",
        "        # softmax",
        "    #",
        *[f"        # {'y' * 20}"] * 2,
    ]


async def test_where_little_holds_code_it_is_asked(workshop: Workspace) -> None:
    start = Settings(format="code", role="talker", seed=3)
    app = InterviewApp(
        workshop, "workshop", opening=Opening(start=start), clock=StandingClock(), sandbox=SandboxLevel("limits")
    )
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        for keys, said in ((["enter"], "Nothing was run"), (["escape"], "Nothing was run")):
            await pilot.press("ctrl+r")
            await until(pilot, lambda: "can reach your files" in " ".join(screen_text(app).split()))
            await pilot.press(*keys)
            await until(pilot, lambda said=said: said in quiet(app))  # type: ignore[misc]
        assert turn_of(interview).runs == ()
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("up", "enter")
        await ran(pilot, interview, 1)
        await pilot.press("ctrl+r")  # asked once
        await ran(pilot, interview, 2)


class InBrowser(InterviewApp):
    """The program as `interview serve` shows it."""

    CSS_PATH = str(Path(app_module.__file__).parent / "styles" / "base.tcss")
    is_web = True


async def test_a_browser_runs_nothing_that_is_not_held(workshop: Workspace) -> None:
    start, weak = Settings(format="code", role="talker", seed=3), SandboxLevel("seccomp")
    app = InBrowser(workshop, "workshop", opening=Opening(start=start), clock=StandingClock(), sandbox=weak)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        for keys in (["ctrl+r"], ["ctrl+s"]):
            await pilot.press(*keys)
            await until(pilot, lambda: "isn't run from a browser" in quiet(app))
            app.say("")
        assert turn_of(interview).runs == ()


async def test_home_starts_one_task(workshop: Workspace) -> None:
    app = InterviewApp(workshop, "workshop", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: any(row.key == "code" for row in app.screen.query_one(Rows).rows))
        rows = app.screen.query_one(Rows)
        rows.mark("code")
        await pilot.pause(SEEN + 0.1)
        await pilot.press("enter")
        await until(pilot, lambda: "Start a task?" in screen_text(app))
        await pilot.press("enter")
        interview = await in_coding(pilot)
        assert (interview.header.format, interview.header.minutes) == ("code", 20)
        assert "question 1 of 1" in screen_text(app)


def test_only_graph_with_tasks_offers_code_round() -> None:
    small = seven()
    assert CODE in formats_of(bank_graph())
    assert CODE not in formats_of(small)
    assert fitting(Preferences(format="code"), small).format == "full"


def test_colours_lie_on_the_words_they_are_for() -> None:
    code = 'def f(x):  # so\n    return "é" in x\n'
    spans = {(line, code.split("\n")[line][a:b]): look for line, all_ in coloured(code).items() for a, b, look in all_}
    assert spans[0, "def"] == spans[1, "return"] == "editor--keyword"
    assert spans[0, "f"] == "editor--defined"
    assert spans[0, "# so"] == "editor--comment"
    assert spans[1, "é"] == "editor--string"
    assert spans[1, "in"] == "editor--keyword"


def test_a_graph_without_tasks_has_no_code_round(settled: Workspace) -> None:
    from tests.commands import called

    done = called(
        settled.graphs.parent, "start", "small", "--format", "code", "--plain", "--graphs", str(settled.graphs)
    )
    assert done.returncode == 2
    assert "no question for a code round" in done.stderr


async def test_a_demo_shows_code_being_written_and_run(workshop: Workspace) -> None:
    start = Settings(format="code", role="talker", seed=3, candidate="demo", max_questions=1)
    app = InterviewApp(workshop, "workshop", opening=Opening(start=start, demo=DemoDriver(speed=2000.0)))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_coding(pilot)
        await until(pilot, lambda: f"def {turn_of(interview).question.entry.split('(')[0]}(xs" in screen_text(app))
        await until(pilot, lambda: interview.state.ended is not None, 3000)
        turn = interview.state.turns[0]
        assert [len(run.passed) + len(run.failed) >= 5 for run in turn.runs if run.kept] == [True, True]


def test_demo_runs_no_code_where_files_are_open() -> None:
    interview = begun()
    with CodeRunner(sandbox=SandboxLevel("seccomp")) as runner:
        result = run_for_demo(interview, "print('nothing')", runner)
    assert result.passed == ()
    assert {case.fault for case in result.cases} == {IN_DEMO}
    interview.hand_in("print('nothing')", result).result()
