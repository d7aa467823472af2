"""In the room: the box follows a paste, a text is where it was left, and what is refused stands by its line."""

from textual.events import Key, Paste
from textual.widgets import Static

from simulator.session.workspace import Workspace
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.panes.coding import CodingPane
from simulator.ui.tui.room.texts import ReferenceTexts
from simulator.ui.tui.widgets.editor import Editor
from tests.tui.conftest import asking, room
from tests.tui.driving import in_coding, in_room, screen_text, to_judging, type_text, until
from tests.tui.test_room_coding import coding_room
from tests.tui.test_room_coding import workshop as workshop

SMALL = (60, 20)
TYPED = (
    "The answer to this is that I would first look at which requests fail and why they do, then I would build a set of "
    "sixty cases from real traffic and label them by hand, with the help of two experts who agree on a rubric."
)
PASTED = (  # as terminals send it
    "First pasted line of text that is long enough to wrap over the box and further on.\r"
    "Second line of the paste goes here as well and it is long.\rThird.\rIts end."
)


async def test_the_box_follows_a_paste(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        editor = app.screen.query_one(Editor)
        for letter in TYPED:
            app.post_message(Key("space" if letter == " " else letter, letter))
        await until(pilot, lambda: editor.text == TYPED)
        app.post_message(Paste(PASTED))
        await until(pilot, lambda: editor.text.endswith("Its end."))
        await until(pilot, lambda: "Its end." in screen_text(app))


async def test_a_text_stays_where_it_was_left(settled: Workspace) -> None:
    app = asking(settled, "kv-cache-out-of-memory")
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await pilot.press("tab")
        texts = app.screen.query_one(ReferenceTexts)
        await until(pilot, lambda: texts.name_shown == "reference" and texts.scroll.max_scroll_y > 0)
        await pilot.press("down", "down")
        await until(pilot, lambda: texts.scroll.scroll_y == 2)
        await pilot.press("tab")
        await until(pilot, lambda: texts.name_shown == "own")
        await pilot.press("tab")
        await until(pilot, lambda: texts.name_shown == "reference")
        await pilot.pause(0.1)
        assert texts.scroll.scroll_y == 2


async def test_what_is_refused_stands_by_its_line(settled: Workspace) -> None:
    app = asking(settled, "pipeline-bubble-share")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        assert "a number with its % sign" in screen_text(app)
        await type_text(pilot, "1")
        await pilot.press("enter")
        read = app.screen.query_one("#read", Static)
        await until(pilot, lambda: "Is that 1% or 100%?" in str(read.content) and read.display)
        lines = screen_text(app).splitlines()
        (box,) = [number for number, line in enumerate(lines) if line.startswith("  ╰")]
        assert "Is that 1% or 100%?" in lines[box + 1]
        await type_text(pilot, "%")
        await until(pilot, lambda: not read.display)


async def test_refusals_stay_when_keys_come_at_once(settled: Workspace) -> None:
    app = asking(settled, "pipeline-bubble-share")
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        read = app.screen.query_one("#read", Static)
        app.post_message(Key("1", "1"))
        app.post_message(Key("enter", None))
        await until(pilot, lambda: "Is that 1% or 100%?" in str(read.content))
        await pilot.pause(0.1)
        assert read.display
        app.post_message(Key("5", "5"))  # a number without its sign is read back
        app.post_message(Key("enter", None))
        await until(pilot, lambda: "Enter or y confirms" in str(read.content))
        await pilot.pause(0.1)
        assert read.display
        await pilot.press("backspace")
        await until(pilot, lambda: not read.display)


async def test_what_fits_is_shown_from_its_beginning(settled: Workspace) -> None:
    """A bar from before the room was known made the lines too long, and the words before a check scrolled off."""
    app = asking(settled, "prefix-reuse-condition")
    async with app.run_test(size=(80, 24)) as pilot:
        await in_room(pilot)
        talk = app.screen.query_one(ConversationView)
        await until(pilot, lambda: talk.max_scroll_y == 0 and talk.size.height > 5)
        whole = talk.size.height
        talk.styles.max_height = whole - 1
        await until(pilot, lambda: talk.size.height < whole)
        talk.refit()
        talk._show_question()  # before it's laid out anew
        await until(pilot, lambda: talk.size.height == whole and talk.scroll_y == 0)


async def test_a_pause_says_minutes_as_the_title_does(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("f8")
        await until(pilot, lambda: "Paused" in screen_text(app))
        assert screen_text(app).count("20 min left") == 2


async def test_space_says_that_it_stops_the_time(settled: Workspace) -> None:
    app = room(settled, input="spoken")
    async with app.run_test(size=SMALL, notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "space speak" in screen_text(app).splitlines()[-1])
        await pilot.press("space")
        await until(pilot, lambda: "space stop" in screen_text(app).splitlines()[-1])
        await pilot.press("space")
        await until(pilot, lambda: "space speak" in screen_text(app).splitlines()[-1])


async def test_esc_leads_from_the_task_to_the_code(workshop: Workspace) -> None:
    app = coding_room(workshop)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_coding(pilot)
        pane = app.screen.query_one(CodingPane)
        await pilot.press("f9")
        await until(pilot, lambda: pane.view == "task" and "esc back" in screen_text(app).splitlines()[-1])
        await pilot.press("escape")
        await until(pilot, lambda: pane.view == "both" and pane.editing)
        await pilot.press("escape")
        await until(pilot, lambda: not pane.editing)
