"""The room in a small window: nothing that one decides by is cut, and what does not fit scrolls by a shown key."""

import re

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Static

from simulator.session.interview.item_blocks import Block
from simulator.session.interview.state import Phase
from simulator.session.workspace import Workspace
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.settings import SettingsScreen
from simulator.ui.tui.room.blocks import ConversationView
from simulator.ui.tui.room.panes.answer import ProbePane
from simulator.ui.tui.room.panes.judge import MISSING
from simulator.ui.tui.room.panes.points import Points
from simulator.ui.tui.room.panes.predict import PredictPane
from simulator.ui.tui.room.panes.sheet import Sheet
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.room.texts import ReferenceTexts
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.reporting import turn_of
from tests.tui.conftest import home, room
from tests.tui.driving import click_on, idle, in_room, phase, quiet, screen_text, sure, to_judging, type_text, until
from tests.tui.looks import at_rest
from tests.tui.room_states import ONE, SAID, STATES, an_hour, asks, helped, opened, own_verdict, predicted, probed, said

SMALL = (60, 20)
LONG = "Says that it reads one element, " + ", ".join(f"and not the {n}th from the end" for n in range(4, 20))
PARTLY = "only 'a list', with none of what makes it different from any other, such as the time that it takes"


def footer_line(pilot: Pilot[None]) -> str:
    return screen_text(pilot.app).splitlines()[-1]


def reads_on(pilot: Pilot[None]) -> bool:
    """Whether the footer says that page down reads on, by either of its names."""
    return any(name in footer_line(pilot) for name in ("page down", "pgdn"))


async def test_anchors_leave_the_text_its_lines(furnished: Workspace) -> None:
    app = STATES["own-verdict"][0](furnished)
    async with app.run_test(size=SMALL) as pilot:
        await own_verdict(pilot)
        await until(pilot, lambda: "4 ★ outstanding" in screen_text(app))
        assert app.screen.query_one(ReferenceTexts).size.height >= 6
        await pilot.press("escape")
        await until(pilot, lambda: "outlasted the incident" in screen_text(app))
        assert not app.screen.query_one(ReferenceTexts).display
        assert "scroll" not in footer_line(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: app.screen.query_one(ReferenceTexts).display)
        interview = await in_room(pilot)
        position = turn_of(interview).position
        await click_on(pilot, "◐ borderline")
        await until(pilot, lambda: interview.state.turn(position).scored is not None)


async def test_keys_of_texts_stand_over_both_sides(furnished: Workspace) -> None:
    app = STATES["verdict"][0](furnished)
    keys = ("tab ", "g gist", "m mistakes", "x example", "o sources", "w why this")
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await STATES["verdict"][1](pilot)
        for _ in range(2):  # beside the follow-ups, then beside the reference
            await until(pilot, lambda: all(words in screen_text(app) for words in keys))
            await pilot.press("tab")


async def test_enter_keeps_what_was_predicted(furnished: Workspace) -> None:
    """Who rated an answer a minute ago was asked again, and enter wanted a number."""
    app = STATES["own-verdict"][0](furnished)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await own_verdict(pilot)
        await until(pilot, lambda: "4 ★ outstanding" in screen_text(app))
        assert "esc hide these" in footer_line(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "esc what these mean" in footer_line(pilot))
        interview = await in_room(pilot)
        turn = turn_of(interview)
        assert f"Enter keeps your guess, {turn.prediction}." in " ".join(screen_text(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: interview.state.turn(turn.position).settled)
        scored = interview.state.turn(turn.position).scored
        assert scored is not None
        assert scored.anchored == turn.prediction


async def test_enter_says_that_a_number_is_wanted(furnished: Workspace) -> None:
    """Beside the first scale enter decides nothing, and it isn't silent either."""
    app = STATES["predicting"][0](furnished)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await STATES["predicting"][1](pilot)
        await until(pilot, lambda: "4 ★ outstanding" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == "Press 1 to 4 to choose a verdict.")
        await click_on(pilot, "✓ solid")
        interview = await in_room(pilot)
        await until(pilot, lambda: interview.state.turns[0].prediction == "solid")


async def test_a_reply_keeps_its_lines(settled: Workspace) -> None:
    """Its first line scrolled off while half the screen had what was said before."""
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "one two")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        editor = app.screen.query_one(Editor)
        await until(pilot, lambda: app.screen.query_one(ProbePane).is_mounted and editor.size.height >= 4)
        assert max(talk.size.height for talk in app.screen.query(ConversationView)) >= 5


async def test_the_guess_has_the_last_reply_in_sight(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        interview = await in_room(pilot)

        def said() -> int:
            turn = interview.state.turns[0]
            return turn.answered + len(turn.replies)

        for text in ("beginning " + "middle " * 120, *(f"reply {n} " + "more " * 30 + "done" for n in range(9))):
            if interview.state.phase is Phase.PREDICTING:
                break
            before = said()
            await until(pilot, lambda: bool(app.screen.query(Editor)))
            app.screen.query_one(Editor).insert(text)
            await pilot.press("ctrl+s")
            await until(pilot, lambda before=before: said() > before)  # type: ignore[misc]
            await idle(pilot)
        await at_rest(pilot)
        assert interview.state.phase is Phase.PREDICTING
        assert interview.state.turns[0].replies
        assert "done" in screen_text(app)
        assert "beginning" not in screen_text(app)
        assert "scroll up" in footer_line(pilot)


async def test_a_long_follow_up_begins_in_sight(settled: Workspace) -> None:
    asks = "Say a bit more. What makes you think so?"
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        await in_room(pilot)
        await at_rest(pilot)  # the room shows its own blocks again while it opens
        talk = next(talk for talk in app.screen.query(ConversationView) if talk.size.height)
        talk.show([*talk._shown, Block("interviewer", f"First {asks * 12}")])
        await until(pilot, lambda: "First Say a bit more" in screen_text(app))
        await until(pilot, lambda: talk.scroll_offset.y > 0)
        talk.show([*talk._shown, Block("interviewer", "Short words.")])
        await until(pilot, lambda: "Short words." in screen_text(app))


def lengthen(workspace: Workspace) -> None:
    """Give a point of the small graph, and what is partly one, far more words."""
    path = workspace.graphs / "small" / "questions" / "basics.toml"
    text = path.read_text().replace("Says that it reads one element", LONG).replace("only 'a list'", PARTLY)
    path.write_text(text)


@pytest.mark.parametrize(("size", "whole"), [((80, 24), False), ((160, 45), True)])
async def test_points_are_whole_where_rows_are_free(settled: Workspace, size: tuple[int, int], whole: bool) -> None:
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text().replace("Names what happens beyond the end", LONG))
    app = room(settled)
    async with app.run_test(size=size) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await pilot.press("y")
        await until(pilot, lambda: "2 of 3" in screen_text(app))
        told = " ".join(screen_text(app).split())
        assert (LONG[-20:] in told) is whole
        assert ("esc more" in footer_line(pilot)) is not whole


async def test_label_stands_behind_what_it_labels(settled: Workspace) -> None:
    """It stood at the end of the first line, in the middle of the sentence."""
    path = settled.graphs / "small" / "questions" / "basics.toml"
    said = "Says that it reads one element, and how long that takes, for all lists alike"
    path.write_text(path.read_text().replace("Says that it reads one element", said))
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "> Says that" in screen_text(app))
        assert said in " ".join(screen_text(app).split())
        last = next(line for line in screen_text(app).splitlines() if "must have" in line)
        assert last.rstrip().endswith("  must have")
        assert "partly = only 'a list'" in screen_text(app)


async def test_long_point_scrolls_by_a_shown_key(settled: Workspace) -> None:
    lengthen(settled)
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "esc more" in footer_line(pilot))
        await until(pilot, lambda: "…" in screen_text(app))
        assert "partly =" not in screen_text(app)
        await pilot.press("escape")
        await until(pilot, lambda: "esc less   ↓ scroll" in footer_line(pilot))
        await until(pilot, lambda: sum("──────" in line for line in screen_text(app).splitlines()) == 1)
        await pilot.press("end")
        await until(pilot, lambda: "takes\n  · Says why" in screen_text(app))
        await pilot.press("home")
        await until(pilot, lambda: "> Says that it reads" in screen_text(app))
        await pilot.press("n")
        await until(pilot, lambda: "─ 2 of 3\n" in screen_text(app))
        assert app.screen.query_one(ReferenceTexts).display
        assert not app.screen.query_one(Points).left_out


async def test_option_read_back_is_in_sight(furnished: Workspace) -> None:
    """It had scrolled off below, with blank lines under the answer."""
    options = ", ".join(f'"Option {n} is long enough to go on in a second line, with its end {n}"' for n in range(4))
    for path in (furnished.graphs / "small").rglob("*.toml"):
        long = path.read_text().replace("How many elements does arr[i] read?", f"Here it begins: {SAID}")
        path.write_text(long.replace('"none", "one", "all"', options))
    app = asks("c1")(furnished)
    async with app.run_test(size=SMALL) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "Here it begins" in screen_text(app))
        assert "with its end 3" not in screen_text(app)
        line = app.screen.query_one(Input)
        line.value = "Option 3 is long enough to go on in a second line, with its end 3"
        await pilot.press("enter")
        await until(pilot, lambda: "Read as 4. Enter or y confirms" in screen_text(app))
        await until(pilot, lambda: "with its end 3" in " ".join(screen_text(app).split()))
        await pilot.press("escape")
        line.value = line.value.replace("3", "0")
        await pilot.press("enter")
        await until(pilot, lambda: "1  Option 0" in screen_text(app))


async def test_options_go_on_below_their_words(furnished: Workspace) -> None:
    options = ", ".join(f'"Option {n} is long enough to go on in a second line, with its end {n}"' for n in range(4))
    for path in (furnished.graphs / "small").rglob("*.toml"):
        path.write_text(path.read_text().replace('"none", "one", "all"', options))
    app = asks("c1")(furnished)
    async with app.run_test(size=SMALL) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "with its end 1" in screen_text(app))
        lines = screen_text(app).splitlines()
        (first,) = [number for number, line in enumerate(lines) if "2  Option 1" in line]
        assert lines[first].index("Option") == len(lines[first + 1]) - len(lines[first + 1].lstrip())


async def test_no_key_reads_on_where_all_was_read(furnished: Workspace) -> None:
    """After a refusal and another key the footer still offered to read on."""
    options = ", ".join(f'"Option {n} is long enough to go on in a second line, with its end {n}"' for n in range(4))
    asks_long = "Which of these four is it that one would do first of all here?"
    for path in (furnished.graphs / "small").rglob("*.toml"):
        told = path.read_text().replace('"none", "one", "all"', options)
        path.write_text(told.replace("How many elements does arr[i] read?", asks_long))
    app = asks("c1")(furnished)
    async with app.run_test(size=SMALL) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "pgup back" in footer_line(pilot))
        for key, says in (("5", "pgup back"), ("enter", "pgdn read"), ("backspace", "pgup back")):
            await pilot.press(key)
            await until(pilot, lambda says=says: says in footer_line(pilot))  # type: ignore[misc]


@pytest.mark.parametrize("count", [34, 69])
async def test_the_last_of_a_reply_is_in_sight(settled: Workspace, count: int) -> None:
    """Once there was a bar beside them, its lines were shorter and more, and the last was hidden."""
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        interview = await probed(pilot)
        app.screen.query_one(Editor).replace_all(f"{' '.join((SAID * 4).split()[:count])} last.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        await until(pilot, lambda: "↑ scroll up" in footer_line(pilot))
        scroll = app.screen.query_one(PredictPane).scroll
        await until(pilot, lambda: scroll.scroll_y == scroll.max_scroll_y > 0)


async def test_the_way_out_stays_after_a_follow_up(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=SMALL) as pilot:
        interview = await predicted(pilot)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        await until(pilot, lambda: "a when asked" in footer_line(pilot))
        assert "q leave" in footer_line(pilot)
        assert "u back" in footer_line(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "y yes, a only when asked, p partly, n no" in " ".join(quiet(app).split()))


async def test_a_follow_up_names_its_own_key_first(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await type_text(pilot, "It reads one element. " * 12)
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await type_text(pilot, "well")
        await until(pilot, lambda: "f6 said it" in screen_text(app))


async def test_dont_know_stays_after_a_hint(settled: Workspace) -> None:
    app = room(settled)
    async with app.run_test(size=(80, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "f2")
        await until(pilot, lambda: "Think of lists." in screen_text(app))
        await type_text(pilot, "It reads one element. " * 12)
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "f6 said it  f4 don't know  f3 ask  pgup back" in footer_line(pilot))
        assert isinstance(app.screen, Room)
        assert isinstance(app.screen.pane, ProbePane)
        assert "page_up" in app.screen.pane.reading, "there is something to read back"


@pytest.mark.parametrize("key", ["pagedown", "x"])
async def test_the_question_comes_after_its_greeting(settled: Workspace, key: str) -> None:
    """The greeting was out of sight from the start, and the question mustn't be while one writes."""
    app = an_hour(settled)
    async with app.run_test(size=SMALL) as pilot:
        await in_room(pilot)
        await until(pilot, lambda: "pgdn next" in footer_line(pilot))
        assert "Hello" in screen_text(app)
        await pilot.press(key)
        await until(pilot, lambda: "why does it matter?" in screen_text(app))
        assert "Hello" not in screen_text(app)
        await until(pilot, lambda: "pgup back  f4 don't know  esc more" in footer_line(pilot))
        await pilot.press("pageup")
        await opened(pilot)


async def test_a_reply_is_seen_after_the_reason(furnished: Workspace) -> None:
    """The reason stood below it, and only the reason was in sight."""
    app = ONE(furnished)
    async with app.run_test(size=SMALL) as pilot:
        await helped(pilot)
        await pilot.press("escape", "w")
        await until(pilot, lambda: "Why I ask:" in screen_text(app))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "who reads it")
        await pilot.press("enter")
        await until(pilot, lambda: "You: who reads it" in screen_text(app))
        await idle(pilot)
        await at_rest(pilot)
        interview = await in_room(pilot)
        reply = interview.state.turns[0].clarifications[-1].reply
        told = re.sub("[▁-█]", "", screen_text(app)).partition("You: who reads it")[2]  # without the scroll bar
        assert reply in " ".join(told.split())
        assert "Why I ask:" not in told


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_the_reason_stays_beside_what_is_told(furnished: Workspace, size: tuple[int, int]) -> None:
    """It vanished with the next thing that was asked, while the facts stayed."""
    app = ONE(furnished)
    async with app.run_test(size=size) as pilot:
        await helped(pilot)
        await pilot.press("escape", "w")
        await until(pilot, lambda: "Why I ask:" in screen_text(app))
        interview = await in_room(pilot)
        interview.clarify("who reads it")
        app.screen.pane.follow()  # type: ignore[attr-defined]
        await until(pilot, lambda: "You: who reads it" in screen_text(app))
        await idle(pilot)
        await at_rest(pilot)
        talks = app.screen.query(ConversationView)
        told = [block.kind for talk in talks for block in talk._shown]
        assert "clarify" in told[told.index("why") :]


async def test_asking_why_shows_the_reason(furnished: Workspace) -> None:
    """ "Why do you ask about that?" was answered as if it were about the case."""
    app = ONE(furnished)
    async with app.run_test(size=SMALL) as pilot:
        await helped(pilot)
        asked = (await in_room(pilot)).state.turns[0].clarifications
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "why do you ask about that?")
        await pilot.press("enter")
        await until(pilot, lambda: "Why I ask:" in screen_text(app))
        assert (await in_room(pilot)).state.turns[0].clarifications == asked
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        assert "why do you ask" not in screen_text(app)


async def test_follow_up_offers_what_was_said_before(settled: Workspace) -> None:
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=SMALL) as pilot:
        interview = await said(pilot, SAID * 3)
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await until(pilot, lambda: "f6 said it" in footer_line(pilot))
        await pilot.press("f2")
        await until(pilot, lambda: "There are no hints in a follow-up." in quiet(app))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Room))
        await pilot.press("f4")
        await until(pilot, lambda: "esc cancels." in quiet(app))
        assert 'enter say "I don\'t know"' in footer_line(pilot)
        await sure(pilot, "escape", "f6")
        await phase(pilot, interview, Phase.PREDICTING)
        await until(pilot, lambda: "↑ scroll up" in footer_line(pilot))
        await until(pilot, lambda: "your word for it" in quiet(app))  # two lines
        assert screen_text(app).splitlines()[-4].strip().startswith("1 ✕ weak"), "the answer has the free lines"


async def test_prompt_dims_the_answer_below_it(settled: Workspace) -> None:
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=SMALL) as pilot:
        await said(pilot)
        desk = app.screen
        assert desk.query_one(Sheet).has_class("-writing")
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await until(pilot, lambda: not desk.query_one(Sheet).has_class("-writing"))
        assert not desk.query_one(Editor)._draw_cursor
        assert desk.query_one(Sheet).border_title == "your answer"
        await pilot.press("escape")
        await until(pilot, lambda: desk.query_one(Sheet).has_class("-writing"))


async def test_footer_is_true_after_a_skip(settled: Workspace) -> None:
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        interview = await in_room(pilot)
        await sure(pilot, "escape", "n")
        await until(pilot, lambda: len(interview.state.turns) == 2)
        await idle(pilot)
        assert "u take back" not in footer_line(pilot), "u is typed"
        await pilot.press("escape")
        await until(pilot, lambda: "u take back" in footer_line(pilot))
        await pilot.press("f8")
        await until(pilot, lambda: "Paused" in screen_text(app))
        number = interview.state.turns[-1].asked.number
        assert f"question {number} of" in screen_text(app)
        assert "enter go on" in footer_line(pilot)
        await pilot.press("E")
        await until(pilot, lambda: "enter end the interview   esc cancel" in footer_line(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: "enter go on" in footer_line(pilot))


async def test_tab_is_offered_where_it_shows(settled: Workspace) -> None:
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=(120, 24)) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "g gist" in screen_text(app))
        assert "tab " not in screen_text(app), "both texts are whole"
        await pilot.press("g")
        await until(pilot, lambda: "tab good answer" in screen_text(app))
        await pilot.press("g")
        await until(pilot, lambda: "tab " not in screen_text(app))  # the reference is back beside the answer


@pytest.mark.parametrize("size", [(80, 24), SMALL])
async def test_the_good_answer_comes_first_where_narrow(settled: Workspace, size: tuple[int, int]) -> None:
    """It stood behind a key, and all points could be judged without a look at it."""
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=size) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "What a good answer says" in screen_text(app))
        assert "It is indexing" in screen_text(app)
        await until(pilot, lambda: "tab your answer" in screen_text(app))
        await pilot.press("tab")
        await until(pilot, lambda: "What you said" in screen_text(app))


async def test_a_text_says_how_to_get_back(settled: Workspace) -> None:
    """After "g" nothing said how one's answer comes back, and "g" again did nothing."""
    path = settled.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text().replace('exemplar = "Well, it reads one element."', ""))
    app = asks("q0", "q1")(settled)
    async with app.run_test(size=SMALL) as pilot:
        await to_judging(pilot, await in_room(pilot))
        await until(pilot, lambda: "What a good answer says" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: quiet(app) == MISSING["exemplar"])
        await pilot.press("m")
        await until(pilot, lambda: "  ✕ It copies the list.\n      It reads one element." in screen_text(app))
        await until(pilot, lambda: "tab good answer" in screen_text(app))
        await pilot.press("g")
        await until(pilot, lambda: "In a few words" in screen_text(app) and "tab good answer" in screen_text(app))
        assert "A missing must-have" in quiet(app), "the rule stands there again"
        await pilot.press("g")
        await until(pilot, lambda: "What a good answer says" in screen_text(app))
        await pilot.press("x")
        await until(pilot, lambda: quiet(app) == MISSING["exemplar"])
        await pilot.press("tab")
        await until(pilot, lambda: "A missing must-have" in quiet(app))
        await pilot.press("enter")
        await until(pilot, lambda: quiet(app) == "Mark the point first: y yes, p partly, n no.")


async def test_cut_text_below_a_list_reads_on(settled: Workspace) -> None:
    """In a small window no key moved it, and its end was never seen."""
    app = home(settled)
    async with app.run_test(size=SMALL) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        app.open_screen("plan")
        await until(pilot, lambda: "60 min a day" in screen_text(app))
        await until(pilot, lambda: reads_on(pilot))
        assert "╰" not in screen_text(app)
        await pilot.press("pagedown")
        await until(pilot, lambda: "╰" in screen_text(app))
        await pilot.press("pageup")
        await until(pilot, lambda: "╭─ Today" in screen_text(app))
        await pilot.resize_terminal(160, 45)
        await until(pilot, lambda: not reads_on(pilot))
        await pilot.press("escape")
        await pilot.resize_terminal(*SMALL)
        app.open_screen("settings")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen) and "> Theme" in screen_text(app))
        assert isinstance(app.screen, SettingsScreen)
        await idle(pilot)  # the screen writes there once it is drawn
        app.screen.query_one("#about", Static).update("\n".join(f"Line {n}" for n in range(12)))
        await until(pilot, lambda: reads_on(pilot))
        await pilot.press("pagedown", "pagedown", "pagedown")
        await until(pilot, lambda: "Line 11" in screen_text(app))


async def test_asks_leave_the_text_its_frame(settled: Workspace) -> None:
    """Below the interviewer's opening, two long asks pushed the lower border of the answer out of sight."""
    app = an_hour(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        interview = await in_room(pilot)
        for number in (1, 2):
            await pilot.press("f3")
            await until(pilot, lambda: isinstance(app.screen, LinePrompt))
            await type_text(pilot, "which language do you take here, and " * 4)
            await pilot.press("enter")
            await until(pilot, lambda n=number: len(interview.state.turns[0].clarifications) == n)  # type: ignore[misc]
            await idle(pilot)
        view = app.screen.query_one(".desk ConversationView", ConversationView)
        sheet = app.screen.query_one(Sheet)
        assert view.has_class("-roomy")
        await until(pilot, lambda: view.max_scroll_y > 0)
        assert sheet.parent is not None
        assert sheet.region.bottom <= sheet.parent.region.bottom  # type: ignore[attr-defined]
        assert "╰──" in screen_text(app).splitlines()[sheet.region.bottom - 1]
