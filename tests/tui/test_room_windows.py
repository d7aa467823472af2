"""The interview room in small windows, and when a window changes."""

import asyncio
import re

import pytest

from simulator.engine.scoring import HIGHEST, SCALE
from simulator.session.header import Retake
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.key_buffer import TOO_SOON
from simulator.ui.tui.room.panes.sheet import Sheet
from simulator.ui.tui.room.panes.verdict import INSIGHT
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.chrome import SIDE_BY_SIDE
from simulator.ui.tui.widgets.editor import BAR, Editor
from tests.some import some
from tests.tui.conftest import room
from tests.tui.driving import answer, idle, in_room, judged, phase, screen_text, sure, type_text, until
from tests.tui.test_key_order import press_at_once


@pytest.mark.parametrize("size", some([(60, 20), (80, 24)], (60, 20)))
async def test_the_reason_is_asked_for_under_one_rule(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "p", "n")
        await pilot.press("v")
        await until(pilot, lambda: "2 borderline" in screen_text(app) and len(rules(app)) == 2)
        await pilot.press("1")
        await until(pilot, lambda: "Why weak" in screen_text(app) and len(rules(app)) == 2)
        await pilot.resize_terminal(70, 22)
        await until(pilot, lambda: len(rules(app)) == 2)


def rules(app: InterviewApp) -> list[str]:
    """The rules across the screen: one below its title, one above what is asked."""
    return [line for line in screen_text(app).splitlines() if line.strip().startswith("──")]


async def test_meanings_are_whole_in_a_small_window(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await asyncio.wrap_future(interview.answer("\n".join(f"line {n}" for n in range(40))))
        while interview.state.phase is Phase.PROBING:
            await asyncio.wrap_future(interview.said_that())
        await app.screen.settle_and_show()  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: "4 ★ outstanding" in screen_text(app))
        own = app.screen.query_one("#own-answer")
        await pilot.press("pagedown")
        await until(pilot, lambda: own.scroll_y > 0)
        last = SCALE[HIGHEST].meaning.split()[-1]
        assert last in screen_text(app)
        for _ in range(10):  # it begins at the last words
            await pilot.press("pageup")
        await until(pilot, lambda: own.scroll_y == 0)


async def test_clock_stands_while_window_is_too_small(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: interview.state.paused)
        assert interview.clock_is_stopped
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "The clock is stopped: the window was too small." in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        assert interview.state.running


async def test_typing_on_after_a_small_window_loses_nothing(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought, ")
        for first, after in (("the", "the"), ("even", "half a thought, theeven")):
            await pilot.resize_terminal(50, 15)
            await until(pilot, lambda: interview.state.paused)
            await pilot.resize_terminal(80, 24)
            await until(pilot, lambda: "Just keep typing" in " ".join(screen_text(app).split()))
            await idle(pilot)
            press_at_once(app, list(first))
            await until(pilot, lambda after=after: after in screen_text(app))  # type: ignore[misc]
            assert interview.state.running


async def test_one_letter_still_asks_for_the_end_then(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.resize_terminal(50, 15)
        await until(pilot, lambda: interview.state.paused)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "Just keep typing" in " ".join(screen_text(app).split()))
        await pilot.press("E")
        await until(pilot, lambda: "to end the interview" in screen_text(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("n")
        await idle(pilot)
        assert interview.state.paused


async def test_draft_outlives_one_column_and_two(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "first words")
        editor = app.screen.query_one(Editor)
        await pilot.press("left", "left", "x")
        for width in (120, 80, 100, 99, 140):
            await pilot.resize_terminal(width, 30)
            await until(pilot, lambda wide=width >= SIDE_BY_SIDE: app.screen.query_one(".beside").display is wide)  # type: ignore[misc]
            assert app.screen.query_one(Editor) is editor
            assert (editor.text, editor.cursor_location, editor.has_focus) == ("first worxds", (0, 10), True)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: editor.text == "first words")
        await pilot.press("ctrl+y")
        await until(pilot, lambda: editor.text == "first worxds")


@pytest.mark.parametrize("size", some([(60, 20), (100, 30), (140, 40)], (100, 30)))
async def test_the_cursor_follows_its_text(settled: Workspace, size: tuple[int, int]) -> None:
    """In a wider window a block stood behind the text, or the bar a line below it, until the next key."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        app.screen.query_one(Editor).insert(" ".join(["word"] * 40))
        await until(pilot, lambda: f"word{BAR}" in screen_text(app))
        await pilot.resize_terminal(*size)
        await until(pilot, lambda: app.screen.size == size and f"word{BAR}" in screen_text(app))
        await until(pilot, lambda: screen_text(app).count(BAR) == 1)  # a busy machine may yet lay it out anew


async def test_the_frame_stays_for_a_follow_up(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        frame = app.screen.query_one(Sheet).region
        await type_text(pilot, "It reads one element.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "your reply" in screen_text(app))
        assert app.screen.query_one(Sheet).region == frame
        left, right = zip(*(line.split("│")[:1] + line.split("│")[-1:] for line in lines_of(app)), strict=True)
        assert "And why does it matter?" in "".join(left), "what is asked now"
        assert "So far" in "".join(right)
        assert "It reads one element." in "".join(right)
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: 0 < screen_text(app).find("reads one element.") < screen_text(app).find("And why"))


def lines_of(app: InterviewApp) -> list[str]:
    return [line.ljust(app.size.width) for line in screen_text(app).splitlines()]


@pytest.mark.parametrize("size", [(60, 20), (100, 30)])
async def test_writing_and_commands_look_unlike(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert f"╭─ your answer {'─' * 10}" in screen_text(app)
        await type_text(pilot, "so")
        sheet, editor = app.screen.query_one(Sheet), app.screen.query_one(Editor)
        await until(pilot, lambda: "so▎" in screen_text(app))
        keys = ("ctrl+s send", "f2 hint", "f4 don't know", "esc commands", "f1 help", *["f3 ask"] * (size[0] > 60))
        assert all(key in lines_of(app)[-1] for key in keys)
        lit, bright = sheet.styles.border.top[1], editor.rich_style.color
        await pilot.press("escape")
        await until(pilot, lambda: "╭─ press a letter · i or esc to write ─" in screen_text(app))
        assert "▎" not in screen_text(app)
        assert sheet.styles.border.top[1] != lit
        assert editor.rich_style.color != bright
        assert "h hint" in lines_of(app)[-1]
        for back in ("i", "escape"):
            await pilot.press(back)
            await until(pilot, lambda: "your answer" in screen_text(app))
            await pilot.press("escape")
            await until(pilot, lambda: "press a letter" in screen_text(app))
        assert editor.text == "so"


async def test_nothing_happens_in_a_window_too_small(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half a thought")
        before = interview.state.last_n
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: app.screen.has_class("-too-small"))
        await pilot.press("escape", "E", "E", "d", "d", "n", "n")
        await pilot.resize_terminal(80, 24)
        await until(
            pilot, lambda: not app.screen.has_class("-too-small") and "The clock is stopped" in screen_text(app)
        )
        await pilot.press("enter")
        await until(pilot, lambda: "half a thought" in screen_text(app))
        await pilot.press("!")
        await until(pilot, lambda: "half a thought!" in screen_text(app))
        assert interview.state.last_n == before + 2, "paused, and gone on with"


async def test_a_long_question_is_read_on_from_text(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("long", "q0")))
    path = settled.graphs / "small" / "questions" / "basics.toml"
    told = " ".join(f"line {n} of the story that goes on," for n in range(60))
    path.write_text(path.read_text() + LONG.format(told=told))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "pgdn read" in screen_text(app))
        assert "Thelastword?" not in screen_text(app)
        await type_text(pilot, "two ")
        for _ in range(9):
            await pilot.press("pagedown")
        await until(pilot, lambda: "Thelastword?" in screen_text(app))
        assert not re.search("page down|pgdn", screen_text(app))
        await pilot.press("ctrl+up", *"words")
        await until(pilot, lambda: "Thelastword?" not in screen_text(app))
        assert isinstance(app.screen, Room)
        assert app.screen.pane is not None
        assert app.screen.pane.text == "two words"
        await pilot.press("escape", "n")
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: "Question 0" in screen_text(app))
        assert "page" not in screen_text(app).splitlines()[-1]
        await type_text(pilot, "one")
        await pilot.press("enter", "pageup", "0")  # it fits: the key moves in the text
        assert app.screen.pane.text == "0one\n"


async def test_a_hidden_blank_line_needs_no_reading_on(settled: Workspace) -> None:
    app = room(settled, again=Retake("", items=("long",)))
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text() + LONG.format(told="so many words of it " * 20))
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        hidden = set()
        for rows in range(20, 40):
            await pilot.resize_terminal(60, rows)
            await pilot.pause(0.05)
            talk = app.screen.query_one(".desk ConversationView")
            left = talk.max_scroll_y - talk.scroll_y
            hidden.add(left)
            assert ("Thelastword?" in screen_text(app)) is (left <= 1)
            assert ("pgdn read" in screen_text(app)) is (left > 1), left
    assert {0, 1} < hidden


LONG = """
[[question]]
id = "long"
kind = "discuss"
concepts = ["first"]
tier = 1
prompt = "{told} Thelastword?"
answer = "It has none."
"""


@pytest.mark.parametrize("width", [60, 80])
async def test_footer_keeps_the_ways_out_after_escape(settled: Workspace, width: int) -> None:
    app = room(settled)
    async with app.run_test(size=(width, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        assert screen_text(app).splitlines()[-1].endswith("  f1 help")
        await pilot.press("escape")
        end = "  ? help" if width == 80 else "  ?"
        await until(pilot, lambda: screen_text(app).splitlines()[-1].endswith(end))
        foot = screen_text(app).splitlines()[-1]
        assert all(key in foot for key in ("h hint", "c ask", "d don't know", "n skip", "E end", "q leave")), foot
        assert ("f8 pause" in foot) is (width == 80), foot
        await sure(pilot, "d")
        await phase(pilot, interview, Phase.SETTLED)
        await until(pilot, lambda: screen_text(app).splitlines()[-1].endswith("  ? help"))


async def test_the_last_words_stay_in_a_smaller_window(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        app.screen.query_one(Editor).replace_all("It reads one element. " * 20)
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        for size in ((60, 20), (140, 40), (80, 24), (60, 20)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "And why does it matter?" in screen_text(app))


@pytest.mark.parametrize("size", some([(60, 20), (80, 24)], (60, 20)))
async def test_full_answer_is_asked_for_an_insight(settled: Workspace, size: tuple[int, int]) -> None:
    app = room(settled)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "y", "y", "n")
        await until(pilot, lambda: "insight of your own" in " ".join(screen_text(app).split()))
        await pilot.press("v")
        await until(pilot, lambda: "4 outstanding" in screen_text(app))
        await pilot.press("4")
        await until(pilot, lambda: INSIGHT in " ".join(screen_text(app).split()))
        await type_text(pilot, "It fails in frost.")
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].scored is not None)
        await until(
            pilot, lambda: "with an insight of your own: It fails in frost." in " ".join(screen_text(app).split())
        )
        assert interview.state.turns[0].scored.verdict == HIGHEST  # type: ignore[union-attr]


async def test_an_answer_is_painted_anew_at_every_width(settled: Workspace) -> None:
    """With as many lines as before it was left in pieces of the old ones."""
    said = "xIt means each weight is kept in four bits with a scale for each group, so the weights take a quarter of "
    said += "the memory and decoding reads less."
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, said)
        for size in ((60, 20), (80, 24), (60, 20)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: written(app) == said)


def written(app: InterviewApp) -> str:
    """What stands in the box, whatever its lines."""
    rows = [line.strip().strip("│") for line in screen_text(app).splitlines() if line.strip().startswith("│")]
    return " ".join(" ".join(rows).replace(BAR, "").split())
