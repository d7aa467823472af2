"""Keys that come before a part of the room is ready are neither lost nor taken for commands."""

import pytest
from textual.events import Event, Key, Paste
from textual.widgets import Input, TextArea

from simulator.session.interview.state import Phase
from simulator.session.transcript.read import read
from simulator.session.workspace import Workspace
from simulator.ui.lines.commands import FORMER, HELP
from simulator.ui.preferences import Preferences
from simulator.ui.tui import key_buffer
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.settings import SettingsScreen
from simulator.ui.tui.key_buffer import TOO_QUICK, TOO_SOON, KeyBuffer, text_of
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.room.panes import pane, writing
from simulator.ui.tui.room.panes.answer import AnswerPane
from simulator.ui.tui.room.panes.check import CheckedPane
from simulator.ui.tui.room.panes.typed_commands import DOES, ELSEWHERE, MEANT, METHODS, mistyped, typed_command
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.settings import write_preferences
from tests.tui.conftest import StandingClock, home, room
from tests.tui.driving import answer, idle, in_room, judged, phase, quiet, screen_text, sure, type_text, until
from tests.tui.room_states import asks, checked


def strokes(*keys: str) -> list[Key]:
    return [Key(key, None) for key in keys]


def text(app: InterviewApp) -> str:
    return app.screen.pane.text if isinstance(app.screen, Room) and app.screen.pane else ""


def test_keys_keep_their_order_while_held() -> None:
    ahead = KeyBuffer()
    ahead.hold()
    ahead.hold()
    assert all(ahead.keeps(event) for event in (*strokes("a", "b"), Paste("c d"), *strokes("enter", "e")))
    ahead.release()
    assert ahead.take() == []
    ahead.release()
    kept = ahead.take()
    assert [e.text if isinstance(e, Paste) else e.key for e in kept] == ["a", "b", "c d", "enter", "e"]
    assert text_of(kept) == "abc d\ne"
    assert not ahead.keeps(Key("f", None))


def test_leaving_never_waits_and_second_stroke_is_dropped() -> None:
    ahead = KeyBuffer()
    assert not ahead.keeps(Key("enter", None))
    ahead.hold()
    assert not ahead.keeps(Key("ctrl+q", None))
    assert ahead.keeps(Key("enter", None))
    ahead.release()
    assert ahead.take() == []


async def test_text_typed_while_room_opens_is_in_editor(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        assert app.key_buffer.holding
        await pilot.press(*"quits", "enter", *"not")
        await in_room(pilot)
        await until(pilot, lambda: text(app) == "quits\nnot")


async def test_text_typed_before_resuming_is_added(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await type_text(pilot, "half ")
        await pilot.press("ctrl+q")
        await until(pilot, lambda: app.return_code is not None)
    (path,) = settled.sessions.glob("*.toml")
    again = InterviewApp(settled, "small", opening=Opening(go_on=path), clock=StandingClock())
    async with again.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        again.key_buffer.hold()  # as if it took longer to open
        await pilot.press(*"people")
        await until(pilot, lambda: isinstance(again.screen, Room) and isinstance(again.screen.pane, AnswerPane))
        again.release_keys()
        await until(pilot, lambda: text(again) == "half people")
    assert not any(e.__struct_config__.tag == "ended" for e in read(path).events)


async def test_text_typed_while_pausing_is_added(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "half ")
        await pilot.press("escape")
        app.key_buffer.hold()  # as if it took longer to write
        interview.pause().result()
        await pilot.press(*"people")
        assert isinstance(app.screen, Room)
        app.screen.remember_text()
        await app.screen.show()
        app.release_keys()
        await until(pilot, lambda: "added to your text" in quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: text(app) == "half people")


@pytest.mark.parametrize("key", ["n", "f5"])
async def test_skipping_twice_writes_nothing_into_the_next(
    settled: Workspace, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_buffer, "AT_ONCE", 30.0)  # the next question may be slow to come
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, *(["escape"] if key == "n" else []), key)
        await until(pilot, lambda: len(interview.state.turns) == 2 and not app.key_buffer.holding)
        await idle(pilot)
        await pilot.press("y" if key == "n" else key, *"no")
        await until(pilot, lambda: text(app) == "no")
        await pilot.press("n")
        await until(pilot, lambda: text(app) == "non")
        assert not interview.state.turns[1].skipped


async def test_enter_twice_passes_neither_end_nor_report(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_buffer, "AT_ONCE", 2.0)  # a busy machine is no faster than a hand
    app = asks("c1")(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await checked(pilot)
        await pilot.pause(2.1)
        for shown, place in (("Thank you.", Room), ("nothing to go by", Report)):
            await pilot.press("enter")
            await until(pilot, lambda words=shown: words in screen_text(app))  # type: ignore[misc]
            await pilot.press("enter", "enter")
            await pilot.pause(0.1)
            assert isinstance(app.screen, place)
            assert shown in screen_text(app)
            await pilot.pause(2.1)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))


async def test_one_mark_after_the_other_is_no_echo(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        await judged(pilot, interview, "n", "n", "n")


def test_a_held_key_is_one_wish() -> None:
    ahead = KeyBuffer()
    first = Key("n", "n")
    assert not ahead.keeps(first)
    ahead.hold(drop_repeat=True)
    ahead.release()
    for late in (0.5, 1.0, 1.6):
        again = Key("n", "n")
        again.time = first.time + late
        assert ahead.keeps(again)
    assert ahead.take() == []
    other = Key("n", "n")
    other.time = first.time + 3.0
    assert not ahead.keeps(other)


def test_pressing_on_is_no_key_held_down() -> None:
    """Three enters half a second apart are two wishes; thirty a second are one."""
    for pace, taken in ((0.5, 1), (0.03, 0)):
        ahead = KeyBuffer()
        first = Key("enter", None)
        assert not ahead.keeps(first)
        ahead.drop_repeat()
        begun = Event().time
        kept = []
        for late in range(1, 31 if pace < 0.1 else 3):
            again = Key("enter", None)
            again.time = begun + late * pace
            kept.append(ahead.keeps(again))
        assert kept.count(False) == taken


@pytest.mark.parametrize("place", ["text", "pause"])
async def test_no_word_typed_by_mistake_ends_an_interview(
    settled: Workspace, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("escape", *(["f8"] if place == "pause" else []))
        await until(pilot, lambda: interview.state.paused == (place == "pause"))
        await idle(pilot)
        with monkeypatch.context() as patched:
            for module in (pane, writing):
                patched.setattr(module, "TOO_SOON", 60.0)  # a busy machine is no slow hand
            for word in ("eee", "see", "ended"):
                await pilot.press(*word)
                await idle(pilot)
            await pilot.press(*"were", "enter")  # a line that ends as fast as it was typed
            await idle(pilot)
        assert interview.state.closed is None
        if place == "text":  # which the words went into
            assert text(app) == "welleseeendedwere\n"
            await pilot.press("escape", "E")
        key = "E" if place == "text" else "e"  # of the version before
        await until(pilot, lambda: f"Press y, enter or {key} again to end the interview" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("x")
        await until(pilot, lambda: quiet(app) == "")
        await pilot.press("E")
        await until(pilot, lambda: quiet(app).startswith("Press y, enter or E again to end the interview"))
        await pilot.press("E")
        await until(pilot, lambda: quiet(app).startswith(f"{TOO_QUICK} Press y, enter or E again"))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await phase(pilot, interview, Phase.ENDED)


async def test_what_is_asked_is_never_covered(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("escape", "n")
        await until(pilot, lambda: "1 word will be saved as a note); n or esc cancels." in quiet(app))
        assert isinstance(app.screen, Room)
        app.screen.quiet("Something else.")
        assert "esc cancels." in quiet(app)
        await pilot.pause(TOO_SOON)
        await pilot.press("c")
        await until(pilot, lambda: quiet(app) == "")
        assert isinstance(app.screen, Room)
        await pilot.press("i", "f5")
        await until(pilot, lambda: "esc cancels." in quiet(app))
        await pilot.press("s")  # the text goes on
        await until(pilot, lambda: quiet(app) == "" and text(app) == "wells")
        assert not interview.state.turns[0].skipped


async def test_a_quick_yes_after_a_function_key_waits(settled: Workspace) -> None:
    """The y went into the answer and the question was gone: "yTake decode" was handed in."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("f5", "y")
        await until(pilot, lambda: quiet(app).startswith(TOO_QUICK))
        assert text(app) == "well"
        await pilot.press("n")
        await until(pilot, lambda: quiet(app) == "")
        assert text(app) == "well", "nor is a quick no a letter of it"
        await pilot.press("f5")
        await until(pilot, lambda: "esc cancels." in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("y")
        await until(pilot, lambda: interview.state.turns[0].skipped)


AFTER_ESC = (
    (("d", "escape", *"the rate"), "the rate"),  # a question that was cancelled
    ("AGENTS.md", "AGENTS.md"),
    ("does it", "does it"),  # "d" asks, and is the first of a word
    ("Über", "Über"),
    ("tiers", "tiers"),  # "t" does something at once, and "i" leads to the text
)


async def test_words_after_esc_go_into_the_text(settled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "TOO_SOON", 60.0)  # a busy machine is no slow hand
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        for keys, written in AFTER_ESC:
            app.screen.query_one(TextArea).clear()
            await pilot.press("escape", *("space" if key == " " else key for key in keys))
            await until(pilot, lambda written=written: text(app) == written)  # type: ignore[misc]
            assert quiet(app) == ""


async def test_what_a_letter_does_goes_with_the_next(settled: Workspace) -> None:
    """It stayed below the answer that was then written."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape", "x")
        await until(pilot, lambda: "x does nothing here" in quiet(app))
        await pilot.pause(TOO_SOON)
        await pilot.press("i")
        await until(pilot, lambda: quiet(app) == "")
        await type_text(pilot, "well")
        assert (text(app), quiet(app)) == ("well", "")


@pytest.mark.parametrize("key", ["x", "E", "?"])
async def test_letter_alone_is_never_typed(settled: Workspace, key: str) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "well")
        await pilot.press("escape", key)
        if key == "x":
            await until(pilot, lambda: quiet(app) == "x does nothing here; i or esc goes back to the text.")
        if key == "E":
            await until(pilot, lambda: "esc cancels." in quiet(app))
            await pilot.press("escape")
            await until(pilot, lambda: quiet(app) == "")
        await pilot.pause(TOO_SOON)
        if key == "?":
            await until(pilot, lambda: "Interview: answering" in screen_text(app))
            await pilot.press("escape")
        await pilot.press("E")
        await until(pilot, lambda: "to end the interview (1 word" in quiet(app))
        assert text(app) == "well"
        await pilot.pause(TOO_SOON)
        await pilot.press("escape", "i", "s")
        await until(pilot, lambda: text(app) == "wells")
        assert interview.state.closed is None


# Commands of the line mode, typed as a line


async def test_a_line_of_a_command_is_obeyed(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "/hint")
        await sure(pilot, "enter")
        await until(pilot, lambda: len(interview.state.turns[0].hints) == 1)
        await idle(pilot)
        await type_text(pilot, "the index")
        await pilot.press("enter")
        await type_text(pilot, "/help")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Interview: answering" in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: text(app).strip() == "the index")
        await pilot.press("enter")
        await type_text(pilot, "/why")
        await pilot.press("enter")
        await until(pilot, lambda: "Why I ask: " in screen_text(app))
        await type_text(pilot, "/misread")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: quiet(app) == "Once you've seen the result of a check, M sets it aside.")
        assert not interview.state.turns[0].answers


async def test_a_mistyped_command_is_not_handed_in(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "/hlep")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: quiet(app).startswith('There\'s no command /hlep (did you mean "/help"?).'))
        assert text(app) == "/hlep"
        await pilot.press("ctrl+u")
        await type_text(pilot, "/quit")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: quiet(app).startswith("/quit isn't a command here: esc, then q leaves"))
        assert not text(app)
        await type_text(pilot, "/dont-know")
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == "/dont-know isn't a command here: f4 says \"I don't know\".")
        assert not interview.state.turns[0].answers
        await type_text(pilot, "/dev/shm is too small")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: bool(interview.state.turns[0].answers))


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("/hlep", True),
        ("/metrics", True),
        ("well, the index\n/hnit", True),
        ("/aks what is n?", True),
        ("We scrape\n/metrics", False),
        ("/dev/shm is too small", False),
        ("/dev/shm", False),
        ("/metrics is scraped", False),
        ("and/or", False),
    ],
)
def test_words_with_a_slash_are_seldom_text(text: str, refused: bool) -> None:
    assert bool(mistyped(text)) is refused


async def test_command_that_asks_is_not_confirmed_at_once(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "/dk")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: quiet(app).startswith(f"{TOO_QUICK} Press y or enter to say"))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].dont_know)
        assert not interview.state.turns[0].notes


async def test_a_digit_after_esc_begins_the_answer(furnished: Workspace) -> None:
    app = asks("c1")(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await pilot.press("escape", "2", "enter")
        await until(pilot, lambda: interview.state.turns[0].answered == 1)


async def test_commands_in_the_line_of_a_check(furnished: Workspace) -> None:
    app = asks("c1")(furnished)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "/help")
        await pilot.press("enter")
        await until(pilot, lambda: "Interview: a quick check" in screen_text(app))
        await pilot.press("escape")
        await type_text(pilot, "/dk")
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app).startswith("Press y or enter to say"))
        await pilot.pause(TOO_SOON)
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turns[0].checked is not None)


def test_every_command_of_lines_is_known() -> None:
    assert {*METHODS, *ELSEWHERE} == {*HELP, *FORMER}
    assert set(MEANT.values()) == set(DOES)
    assert not MEANT.keys() & {*HELP, *FORMER}
    assert typed_command(" /hint ") == ("/hint", "")
    assert typed_command("/ask what is n?") == ("/ask", "what is n?")
    assert typed_command("/hint says nothing") == typed_command("//hint") == typed_command("hint") == ("", "")


async def test_a_paste_after_esc_goes_into_the_text(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("escape")
        app.post_message(Paste("first the index"))
        await until(pilot, lambda: text(app) == "first the index")


async def test_a_key_on_its_way_follows_held_ones(settled: Workspace) -> None:
    """It was let through before them, or into no text at all where the next one had no focus yet: it was lost."""
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        editor = app.focused
        app.screen.set_focus(None)
        app.key_buffer.hold()
        await pilot.press("c")
        app.post_message(Key("a", "a"))  # the app hasn't seen it when the room is ready
        app.call_later(app.screen.set_focus, editor)
        app.release_keys()
        app.post_message(Key("t", "t"))
        await until(pilot, lambda: text(app) == "cat")


async def test_several_keys_that_came_early_are_no_commands(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await answer(pilot, interview)
        app.key_buffer.hold()
        await pilot.press("3", "q", "1")
        app.release_keys()
        await until(pilot, lambda: "were ignored" in quiet(app))
        assert interview.state.phase is Phase.PREDICTING
        app.key_buffer.hold()
        await pilot.press("3")
        app.release_keys()
        await phase(pilot, interview, Phase.JUDGING)


async def test_a_doubled_key_skips_no_explanation(settled: Workspace) -> None:
    app = room(settled, format="drill", max_questions=6)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        while interview.state.phase is not Phase.CHECKING:
            before = len(interview.state.turns)
            await sure(pilot, "escape", "d")
            await phase(pilot, interview, Phase.SETTLED)
            await pilot.press("enter")
            await until(pilot, lambda n=before: len(interview.state.turns) > n)  # type: ignore[misc]
            await idle(pilot)
        await pilot.press("2")
        for _ in (1, 2, 3):  # the first has it read, the second gives it
            app.post_message(Key("enter", "\r"))
        await phase(pilot, interview, Phase.SETTLED)
        await pilot.pause(0.1)
        assert isinstance(app.screen, Room)
        assert isinstance(app.screen.pane, CheckedPane)


async def test_a_screen_above_takes_keys_at_once(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        app.push_screen(LinePrompt("Where?"))
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        app.key_buffer.hold()
        await type_text(pilot, "here")
        assert app.screen.query_one(Input).value == "here"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))
        await type_text(pilot, "kept")
        assert text(app) == ""
        app.release_keys()
        await until(pilot, lambda: text(app) == "kept")


async def test_own_keys_leave_small_and_waiting_windows(settled: Workspace) -> None:
    kept = Preferences(role="tester", graph="small", keys={"app.quit": "f10"})
    for columns, holds in ((50, False), (80, True)):
        write_preferences(settled.config, kept)
        app = home(settled)
        async with app.run_test(size=(columns, 24), notifications=True, tooltips=True) as pilot:
            await until(pilot, lambda app=app: isinstance(app.screen, Home))  # type: ignore[misc]
            if holds:
                await app.push_screen(SettingsScreen())
                app.key_buffer.hold()
            await pilot.press("ctrl+q")
            await pilot.pause()
            assert app.is_running
            await pilot.press("f10")
            await until(pilot, lambda app=app: app._exit)  # type: ignore[misc]
