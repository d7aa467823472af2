"""Settings and setup: every choice by keys, kept at once; the job advert; the first start's way back and out."""

import math
import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.errors import UsageError
from simulator.graph.job_advert.match import Advert, AreaFound, match_advert
from simulator.graph.records import Graph
from simulator.session.header import Settings as Chosen
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences, read_preferences
from simulator.ui.tui.app import InterviewApp, Opening
from simulator.ui.tui.home.advert import AdvertEntry, AdvertTaken
from simulator.ui.tui.home.help import SIGNS, OwnKeys
from simulator.ui.tui.home.screen import Home
from simulator.ui.tui.home.settings import SettingsScreen
from simulator.ui.tui.home.setup import Setup, advert_choice
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.theme import OFFERED, THEMES
from simulator.ui.tui.widgets.chrome import Keys
from simulator.ui.tui.widgets.editor import Editor
from simulator.ui.tui.widgets.prompt import LinePrompt, Pick
from simulator.ui.tui.widgets.rows import Row, Rows
from simulator.ui.tui.words import day_of, other_reading, reading_in_doubt
from tests.settings import write_preferences
from tests.tui.conftest import NOW, StandingClock, home, sit
from tests.tui.driving import ADVERT, click_on, in_room, paste_advert, quiet, screen_text, type_text, until


async def mark(pilot: Pilot[None], label: str) -> None:
    """Go to the line with this label, by keys."""
    await pilot.press("home")
    rows = pilot.app.screen.query_one(Rows)
    await until(pilot, lambda: label in [row.label for row in rows.rows])
    while rows.row is not None and rows.row.label != label:
        await pilot.press("j")
    await pilot.pause()


async def open_settings(pilot: Pilot[None]) -> None:
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen) and "Tester" in screen_text(pilot.app))


async def open_setup(pilot: Pilot[None]) -> None:
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, Setup) and "Not asked yet:" in screen_text(pilot.app))


async def all_of_it(pilot: Pilot[None]) -> str:
    """Every line of a page, read by its keys from top to bottom: each window as one run of words."""
    seen, last = [], ""
    while (shown := " ".join(screen_text(pilot.app).split())) != last:
        seen.append(shown)
        last = shown
        await pilot.press("pagedown")
        await pilot.pause()
    return "\n".join(seen)


@pytest.mark.parametrize(
    ("label", "field", "value"),
    [
        ("Clock", "clock", False),
        ("Answers", "input", "spoken"),
        ("Score", "score", "end"),
        ("Level", "seniority", "senior"),
        ("Theme", "theme", "paper"),
    ],
)
async def test_a_change_is_kept_at_once(settled: Workspace, label: str, field: str, value: object) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        await mark(pilot, label)
        await pilot.press("right")
        await until(pilot, lambda: getattr(read_preferences(settled.config), field) == value)
        await pilot.press("left", "enter", "h", "l")
        await until(pilot, lambda: getattr(read_preferences(settled.config), field) == value)


async def test_minutes_a_day_may_be_typed(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        await mark(pilot, "Minutes a day")
        assert "Enter lets you type another number." in " ".join(screen_text(app).split())
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await pilot.press("5", "enter")  # in place of the 60 that stands there
        await until(pilot, lambda: "10 to 480" in screen_text(app))
        assert read_preferences(settled.config).minutes_a_day == 60
        await pilot.press("home", "3", "enter")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        assert quiet(app) == ""
        assert read_preferences(settled.config).minutes_a_day == 35
        await pilot.press("right")  # on from what was typed
        await until(pilot, lambda: read_preferences(settled.config).minutes_a_day == 45)


MOTION = """
import asyncio, sys
from pathlib import Path
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.settings import SettingsScreen

async def levels() -> None:
    folder = Path(sys.argv[1])
    app = InterviewApp(Workspace(folder, folder, "me", folder, folder / "config.toml"))
    async with app.run_test() as pilot:
        await app.push_screen(SettingsScreen())
        print(app.animation_level)
        await pilot.press("down")
        for _ in range(2):
            await pilot.press("right")
            print(app.preferences.motion, app.animation_level)

asyncio.run(levels())
"""


@pytest.mark.parametrize("wanted", ["basic", "none"])
def test_motion_applies_at_once_within_the_environment(tmp_path: Path, wanted: str) -> None:
    write_preferences(tmp_path / "config.toml", Preferences(role="tester"))
    env = {**os.environ, "TEXTUAL_ANIMATIONS": wanted}
    command = [sys.executable, "-c", MOTION, str(tmp_path)]
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == f"{wanted} False none True {wanted}".split()


async def test_card_says_what_the_choices_mean(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        shown = screen_text(app)
        assert "● ink  ○ paper" in shown
        assert all(f"{sign} {name}" in shown for name, sign in SIGNS.items())
        await mark(pilot, "Score")
        await until(pilot, lambda: "● after each answer" in screen_text(app) and "○ at the end" in screen_text(app))
        assert "As in a real interview" in screen_text(app)  # what the other one means
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: "○" not in screen_text(app))
        assert "You see the reference after each answer" in screen_text(app)


async def test_a_theme_is_seen_while_it_is_chosen(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        seen = []
        for _ in range(len(THEMES) + len(OFFERED)):
            await pilot.press("right")
            await pilot.pause()
            seen.append(app.theme)
        assert set(seen) == {*(theme.name for theme in THEMES), *OFFERED}
        app.theme = "paper"  # as the palette does
        await until(pilot, lambda: "Theme          paper" in screen_text(app))
        assert seen[-1] == "ink"


async def test_the_interview_day_is_set_and_taken_back(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        for given, kept in (("2026-12-06", date(2026, 12, 6)), ("", date(2026, 12, 6)), ("none", None)):
            await mark(pilot, "Interview")
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, LinePrompt))
            app.screen.query_one(Input).value = given
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
            await until(pilot, lambda kept=kept: read_preferences(settled.config).interview_on == kept)  # type: ignore[misc]
        assert "no date" in screen_text(app)


async def test_a_day_that_is_none_is_one_sentence(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        await mark(pilot, "Interview")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "soon")
        await pilot.press("enter")
        await until(pilot, lambda: "Give a day such as" in screen_text(app))
        assert app.screen.query_one(Input).value == "soon"  # it stays, to be put right


async def test_own_keys_show_file_and_faults(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Home))
        keys = {"home.review": "v", "home.revue": "x", "home.map": "s"}
        write_preferences(settled.config, Preferences(role="tester", graph="small", keys=keys))
        await open_settings(pilot)
        await mark(pilot, "Keys")
        shown = screen_text(app)
        assert "3 keys of your own, 2 things to fix" in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, OwnKeys) and "To fix" in screen_text(app))
        seen = await all_of_it(pilot)
        assert str(settled.config) in "".join(seen.split())
        assert "home.revue" in seen
        assert "home.settings and home.map" in seen
        assert '"answer.hint" = "f7"' in seen
        assert re.search(r"answer\.hint +h", seen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, SettingsScreen))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Home))
        await pilot.press("v")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))


async def test_keys_that_were_edited_meanwhile_survive_another_change(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        kept = read_preferences(settled.config)
        write_preferences(settled.config, Preferences(role=kept.role, graph="small", keys={"home.review": "v"}))
        await mark(pilot, "Clock")
        await pilot.press("right")
        await until(pilot, lambda: not read_preferences(settled.config).clock)
    assert read_preferences(settled.config).keys == {"home.review": "v"}


async def test_a_half_edited_settings_file_is_not_overwritten(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        settled.config.write_text('role = "tester"\n[keys\n')
        await mark(pilot, "Clock")
        await pilot.press("right")
        await until(pilot, lambda: "can't be read" in quiet(app))
        assert not app.preferences.clock
    assert settled.config.read_text() == 'role = "tester"\n[keys\n'


async def test_the_setup_cuts_no_start(settled: Workspace) -> None:
    """Beside the card it said "45 min and …"; in a wider window the scoring is named again."""
    app = home(settled)
    async with app.run_test(size=(100, 30), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        start = app.screen.query_one(Rows)
        await until(pilot, lambda: start.rows[0].text == "Screening call · 20 min")
        assert "Not asked yet: all 12 questions" in " ".join(screen_text(app).split())
        await pilot.resize_terminal(160, 45)
        await until(pilot, lambda: start.rows[0].text.endswith(" to score"))


async def test_setup_says_how_many_questions_are_fresh(settled: Workspace) -> None:
    path = sit(settled)
    asked = path.read_text().count('kind = "asked"')
    checks = path.read_text().count("check.prompt")
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        assert f"Not asked yet: {12 - (asked - checks)} of 12 questions" in screen_text(app)


async def test_a_deep_dive_asks_for_its_area(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await mark(pilot, "Format")
        while "Deep dive" not in screen_text(app):
            await pilot.press("right")
            await pilot.pause()
        assert "Basics [b]" in screen_text(app)
        await pilot.press("ctrl+s")
        interview = await in_room(pilot)
    assert (interview.header.format, interview.header.area) == ("deep-dive", "basics")


async def test_a_click_on_a_line_turns_its_value(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        labels = [row.label for row in app.screen.query_one(Rows).rows]
        await pilot.click("#choices", offset=(15, labels.index("Score")))
        await until(pilot, lambda: "at the end" in screen_text(app))
        assert isinstance(app.screen, Setup)
        await pilot.click("#choices", offset=(15, labels.index("Job advert")))
        await until(pilot, lambda: isinstance(app.screen, AdvertEntry))


async def test_a_click_on_an_option_takes_it(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await open_settings(pilot)
        await mark(pilot, "Level")
        await click_on(pilot, "○ staff")
        await until(pilot, lambda: "● staff" in screen_text(app))
        await click_on(pilot, "● staff")  # which stays
        await mark(pilot, "Score")
        await click_on(pilot, "As in a real interview")
        await until(pilot, lambda: "● at the end" in screen_text(app))
    kept = read_preferences(settled.config)
    assert (kept.seniority, kept.score) == ("staff", "end")


async def test_another_graph_can_be_chosen(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await mark(pilot, "Graph")
        await pilot.press("right")
        await until(pilot, lambda: "Applied LLM engineer" in screen_text(app))
        await pilot.press("ctrl+s")
        interview = await in_room(pilot)
    assert interview.header.graph == "llm"
    assert read_preferences(settled.config).graph == "llm"


async def test_a_pasted_advert_weighs_the_interview(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await pilot.press("A")
        await paste_advert(pilot)
        shown = " ".join(screen_text(app).split())
        decides = r"The advert decides (\d+) of 100 questions; your role, .* decides the other (\d+)"
        [(count, rest)] = re.findall(decides, shown)
        assert int(count) + int(rest) == 100
        assert f"> {count} basics [b]: secret" in shown
        assert "No questions here on: Docker, FastAPI. You can add the area that one of them belongs to" in shown
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Setup) and "pasted" in screen_text(app))
        await mark(pilot, "Job advert")
        shown = " ".join(screen_text(app).split())
        asks = f"Out of 100 questions the advert decides {count} basics [b]"
        assert f"{asks}; your role decides the other {rest}." in shown
        await pilot.press("home")
        await pilot.press("enter")
        interview = await in_room(pilot)
    assert interview.header.areas == {"basics": 1.0}
    assert "Docker" not in settled.config.read_text()


async def test_notes_of_adverts_scroll_in_low_windows(settled: Workspace) -> None:
    areas = tuple(AreaFound(f"a{n}", f"Area {n}", 0.1, ("word",)) for n in range(10))
    advert = Advert(areas, ("Kafka", "Terraform", "Airflow", "Snowflake", "Hadoop"), 0.5)
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        app.open_screen("taken", advert)
        await until(pilot, lambda: "Hadoop" in screen_text(app))  # what one may want to add an area for comes first
        assert "tester, decides" not in screen_text(app)
        await pilot.press(*["down"] * 9)
        await until(pilot, lambda: "tester, decides" in screen_text(app))
        await pilot.press("down")
        await until(pilot, lambda: "Hadoop" in screen_text(app))  # beside the line that adds one


async def test_a_second_advert_replaces_the_first(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await pilot.press("A")
        await paste_advert(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Setup))
        await pilot.press("A")
        await until(pilot, lambda: "> " in screen_text(app) and "basics [b]: secret" in screen_text(app))
        await pilot.press("A")
        await until(pilot, lambda: "It replaces the one you pasted before." in " ".join(screen_text(app).split()))


async def test_what_becomes_of_an_advert_is_said(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await pilot.press("A")
        await paste_advert(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: "The advert isn't kept." in screen_text(app))
        await pilot.press("A")
        await paste_advert(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: "The advert is kept: it decides 10 of 100 questions." in screen_text(app))
        await pilot.press("A")
        await until(pilot, lambda: "> " in screen_text(app) and "basics [b]: secret" in screen_text(app))
        await pilot.press("right", "escape")
        await until(pilot, lambda: "The advert stays as it was." in screen_text(app))


async def test_letters_mark_rows_that_begin_so(settled: Workspace) -> None:
    """They were ignored, and enter took the first area."""
    app = home(settled)
    asks = Pick("Which?", [Row("m", text="Machine learning"), Row("s", text="Safety"), Row("d", text="System design")])
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        app.push_screen(asks)
        await until(pilot, lambda: "> Machine" in screen_text(app))
        for keys, marked in (("s", "> Safety"), ("y", "> System"), ("m", "> Machine"), ("z", "> Machine")):
            await pilot.press(*keys)
            await until(pilot, lambda marked=marked: marked in screen_text(app))  # type: ignore[misc]


async def test_letters_that_mark_a_row_move_no_further(settled: Workspace) -> None:
    """ "mark" went to Markdown, and its k one row up again: to the page that holds all that was said."""
    app = home(settled)
    asks = Pick("Which?", [Row("w", text="With answers"), Row("m", text="Markdown"), Row("c", text="Card")])
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        app.push_screen(asks)
        await until(pilot, lambda: "> With" in screen_text(app))
        await pilot.press(*"mark")
        await pilot.pause(0.2)
        assert "> Markdown" in screen_text(app)
        await pilot.press("j", "j")  # no row begins so: they move as in every list
        await until(pilot, lambda: "> Card" in screen_text(app))


async def test_an_advert_left_unread_is_kept(settled: Workspace) -> None:
    """One key threw a long paste away; it's here again, and another paste replaces it."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AdvertEntry))
        app.screen.query_one(Editor).post_message(events.Paste("We want LoRA.\nAnd kernels."))
        await until(pilot, lambda: "And kernels." in screen_text(app))
        await pilot.press("escape")
        await until(pilot, lambda: "what you entered stays here" in screen_text(app))
        await pilot.press("A")
        await until(pilot, lambda: "And kernels." in screen_text(app))
        app.screen.query_one(Editor).post_message(events.Paste("Another one."))
        await until(pilot, lambda: "Another one." in screen_text(app))
        assert "kernels" not in screen_text(app)
        await paste_advert(pilot)
        read = app.advert_typed
        assert read  # back from what was read the box was empty
        await pilot.press("escape", "A")
        await until(pilot, lambda: isinstance(app.screen, AdvertEntry))
        assert app.screen.query_one(Editor).text == read
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "questions" in screen_text(app) and not isinstance(app.screen, AdvertEntry))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Home))
        assert not app.advert_typed  # taken, it's nobody's to keep


async def test_an_area_of_an_advert_can_be_dropped(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await pilot.press("A")
        await paste_advert(pilot)
        assert " drop " in screen_text(app)
        for key, gone in (("right", True), ("right", False), ("space", True)):
            await pilot.press(key)
            await until(pilot, lambda gone=gone: ("→ bring back" in screen_text(app)) is gone)  # type: ignore[misc]
            await until(pilot, lambda gone=gone: ("decides 0 of 100" in screen_text(app)) is gone)  # type: ignore[misc]
        assert "dropped" in screen_text(app)
        await pilot.click("#areas", offset=(10, 0))
        await until(pilot, lambda: "dropped" not in screen_text(app))
        await pilot.press("right", "end")
        await until(pilot, lambda: "enter add" in screen_text(app))
        assert "ctrl+s go on" in screen_text(app)  # it was said in the help alone, and added one more
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, Setup))
        await mark(pilot, "Job advert")
        assert "none" in screen_text(app)
    assert read_preferences(settled.config).advert == ""
    assert read_preferences(settled.config).advert_areas == {}


async def test_an_advert_in_force_can_be_changed(settled: Workspace, llm: Graph) -> None:
    write_preferences(settled.config, Preferences(role="applied-engineer", graph="llm"))
    advert = match_advert("You build RAG with reranking, fine-tune with LoRA and run on Kafka.", llm)
    read = [area.area for area in advert.found]
    app = InterviewApp(settled, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        app.open_screen("taken", advert, label="ad.txt")
        await until(pilot, lambda: "applied LLM engineer" in screen_text(app))
        await pilot.press("end")
        await until(pilot, lambda: "enter add" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: "What else does the advert ask for?" in screen_text(app))
        await pilot.press("end", "enter")
        await until(pilot, lambda: "system design" in screen_text(app))
        await pilot.press("home", "right", "enter")  # drops one that was read
        await until(pilot, lambda: read_preferences(settled.config).advert == "ad.txt")
        kept = read_preferences(settled.config)
        assert list(kept.advert_areas) == [*read[1:], "design"]
        await pilot.press("A")  # what was read is still there, with what was dropped and added
        await until(pilot, lambda: "applied LLM engineer" in screen_text(app) and "dropped" in screen_text(app))
        assert "ad.txt" in screen_text(app)
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: list(read_preferences(settled.config).advert_areas) == [*read, "design"])
        assert set(kept.advert_terms) < set(read_preferences(settled.config).advert_terms)
    assert "Kafka" not in settled.config.read_text()


def test_what_is_kept_of_an_advert_comes_back(llm: Graph) -> None:
    advert = match_advert("You build RAG with reranking, and fine-tune with LoRA.", llm)
    assert Advert.of_kept(advert.kept) == advert
    area = advert.kept["found"]["retrieval"]
    odd: list[dict[str, Any]] = [{**advert.kept, "things": things} for things in (math.inf, math.nan, -1.0, 0)]
    odd += [{**advert.kept, "found": {"retrieval": {**area, "share": share}}} for share in (0.0, -1.0, 7.0)]
    odd += [{}, {"found": 7}, {"found": {"a": 7}}, {"things": "many"}]
    for other in odd:
        assert Advert.of_kept(other) is None


async def test_the_marked_area_is_said_in_full(settled: Workspace) -> None:
    areas = tuple(AreaFound(f"a{n}", f"Area {n}", 0.1, ("a long word " * 6,), (f"further {n}",)) for n in range(10))
    for size in ((60, 20), (80, 24)):
        app = home(settled)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            await until(pilot, lambda app=app: "Start" in screen_text(app))  # type: ignore[misc]
            app.open_screen("taken", Advert(areas, (), 0.5))
            for n in range(10):
                await until(pilot, lambda app=app, n=n: f"further {n}" in screen_text(app))  # type: ignore[misc]
                await pilot.press("down")


async def test_an_advert_that_starts_is_not_replaced(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Start" in screen_text(app))
        app.open_screen("taken", Advert((AreaFound("basics", "Basics", 1.0, ("secret",)),), (), 0.5), Chosen())
        await until(pilot, lambda: "basics: secret" in screen_text(app))
        await pilot.press("A")
        await pilot.pause()
        assert isinstance(app.screen, AdvertTaken)


def test_setup_says_what_an_advert_allows(llm: Graph) -> None:
    kept = Preferences(advert="ad.txt", advert_areas={"retrieval": 0.3})
    assert "Enter replaces or removes it." in advert_choice(llm, kept).about[0]
    read = replace(kept, advert_read={"found": {}})
    assert "Enter changes, replaces or removes it." in advert_choice(llm, read).about[0]


async def test_an_advert_is_removed_only_when_chosen(settled: Workspace) -> None:
    write_preferences(
        settled.config, Preferences(role="tester", graph="small", advert="ad.txt", advert_areas={"basics": 0.3})
    )
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await mark(pilot, "Job advert")
        assert "decides 30 basics [b]; your role decides the other 70" in " ".join(screen_text(app).split())
        await pilot.press("right", "enter")  # which keeps it
        await until(pilot, lambda: isinstance(app.screen, Setup))
        assert read_preferences(settled.config).advert == "ad.txt"
        await pilot.press("enter", "end", "enter")
        await until(pilot, lambda: read_preferences(settled.config).advert == "")
    assert read_preferences(settled.config).advert_areas == {}


async def test_an_advert_without_matches_is_one_sentence(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await open_setup(pilot)
        await pilot.press("A")
        await until(pilot, lambda: isinstance(app.screen, AdvertEntry))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "Paste the advert's text" in quiet(app))
        await type_text(pilot, "./nowhere.txt")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "There is no file nowhere.txt" in quiet(app))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Setup))
        assert "none" in screen_text(app)


async def test_advert_of_command_line_is_shown_before_interview(settled: Workspace) -> None:
    from simulator.graph.load import load

    advert = match_advert(ADVERT, load(settled.graphs / "small"))
    start = Chosen(format="screen", role="tester", seed=3, advert=advert.parts)
    app = InterviewApp(settled, "small", opening=Opening(start=start, advert=advert, advert_label="ad.txt"))
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "What the advert asks for" in screen_text(app))
        await pilot.press("enter")
        interview = await in_room(pilot)
        kept = read_preferences(settled.config)  # the plan and later interviews go by it
        assert (kept.advert, kept.advert_areas) == ("ad.txt", advert.parts)
        assert Advert.of_kept(kept.advert_read) == replace(advert, missing=())
    assert interview.header.areas == {"basics": 1.0}


async def test_first_question_waits_for_no_question_file(workspace: Workspace) -> None:
    """It waited for the whole graph, two seconds and more on the very first start."""
    (workspace.graphs / "small" / "questions" / "basics.toml").write_text("[")
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "basics.toml" in quiet(app))
        assert "Which role" in screen_text(app)
        assert "> Tester" in screen_text(app)


async def test_the_first_question_leads_back_only_out(workspace: Workspace) -> None:
    app = home(workspace)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Tester" in screen_text(app))
        ids = [action.id for action in app.screen.query_one(Keys).actions]
        assert ids == ["welcome.choose", "app.quit", "app.help"]
        await pilot.press("enter")
        await until(pilot, lambda: "At what level" in screen_text(app))
        assert "welcome.back" in [action.id for action in app.screen.query_one(Keys).actions]
        await pilot.press("escape")
        await until(pilot, lambda: "Which role" in screen_text(app))
        assert "welcome.back" not in [action.id for action in app.screen.query_one(Keys).actions]


def test_days_are_read_as_people_write_them() -> None:
    today = NOW.date()
    assert day_of(" 2026-12-01 ", today) == date(2026, 12, 1)
    assert day_of("", today) is day_of("None", today) is None
    for text in ("1.12.2026", "01/12/2026", "in 7 days", "In a  week"):
        assert day_of(text, today) == date(2026, 12, 1)
    assert day_of("in 2 hours", today) == day_of("in 30 minutes", today) == today
    assert day_of("in five days", today) == day_of("5 days", today) == date(2026, 11, 29)
    assert (day_of("today", today), day_of("Tomorrow ", today)) == (today, date(2026, 11, 25))
    assert day_of("on Tuesday", today) == date(2026, 12, 1)
    for text in ("1 Dec", "1st of December", "December 1", "dec. 1st, 2026", "1.12.", "1/12", "1-12-2026", "7 days"):
        assert day_of(text, today) == date(2026, 12, 1), text
    for text in ("Tuesday 1 December 2026", "Tue 1 Dec", "on Tue, 1.12.", "Tuesday, the 1st of December at 10"):
        assert day_of(text, today) == date(2026, 12, 1), text
    for text in ("in 20 hours", "in 1000 minutes"):  # which may be tomorrow
        with pytest.raises(ValueError, match="Give a day"):
            day_of(text, today)
    with pytest.raises(ValueError, match="1 December is a Tuesday; check the day"):
        day_of("Monday 1 December", today)
    assert (day_of("23 nov", today), day_of("24 nov", today)) == (date(2027, 11, 23), today)
    assert (day_of("Friday", today), day_of("29 Feb", today)) == (date(2026, 11, 27), date(2028, 2, 29))
    for text in ("tomorrow morning", "Tomorrow at 10am", "tomorrow, 9:30", "25 Nov in the afternoon", "tomorrow at 14"):
        assert day_of(text, today) == date(2026, 11, 25), text
    for text in ("on Tuesday at 10am", "Tuesday 10 a.m.", "1 Dec 10:00", "1.12. at 3 pm", "in 7 days around noon"):
        assert day_of(text, today) == date(2026, 12, 1), text
    assert day_of("this afternoon at 3pm", today) == day_of("tonight", today) == today
    assert other_reading("12/4", today) == "Did you mean 4 December?"  # 12 April was taken without a word
    monday = date(2026, 11, 30)
    assert other_reading("Next Tuesday at 10", monday) == "Did you mean 8 December?"  # it was tomorrow
    assert reading_in_doubt("Next Tuesday at 10", monday) == "Did you mean 8 December? If so, write that date."
    assert reading_in_doubt("Tuesday", monday) == other_reading("Tuesday", monday) == ""
    assert other_reading("12/3 at 10am", date(2026, 11, 29)) == other_reading("12/3", date(2026, 11, 29)) != ""
    assert other_reading("13.4.", today) == other_reading("3/12", today) == other_reading("12 Apr", today) == ""
    assert other_reading("12-4-2027", today) == ""
    later = date(2026, 12, 3)  # on which "1 Dec" was next year's without a word
    said = "1 December has just passed, so I took it to be in 2027. If you meant another day, change it."
    assert other_reading("1 Dec", later) == other_reading("1.12.", later) == other_reading("December 1", later) == said
    assert other_reading("29 Feb", date(2025, 12, 1)) == ""  # of the next leap year
    assert (
        other_reading("1 Dec 2027", later) == other_reading("in 363 days", later) == other_reading("1 Sep", later) == ""
    )
    with pytest.raises(ValueError, match="1 December 2027 is a Wednesday; check the day"):
        day_of("Tue 1 Dec", later)
    wrong = (
        "soon",
        "3-4",
        "32-12-2026",
        "at 10am",
        "morning",
        "Friday 10",
        "2026-13-01",
        "12/31/2026",
        "1.12/2026",
        "in 9999999 days",
        "in ² days",
        "31 feb",
        "0 dec",
        "1 ju",
    )
    for text in wrong:
        with pytest.raises(ValueError, match="Give a day such as 31 Dec"):
            day_of(text, today)
    for text in ("2026-11-23", "23.11.2026", "23-11-2026", "yesterday"):
        with pytest.raises(ValueError, match="has passed"):
            day_of(text, today)


def test_every_line_that_fails_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('role = "x"\n\nseniority = "sinior"\ninterview_on = "soon"\nclock = 1\n[keys]\n"home.map" = 3\n')
    with pytest.raises(UsageError) as refused:
        read_preferences(path)
    assert str(refused.value) == (
        'The settings file has mistakes: seniority = "sinior" in line 3: choose junior, mid, senior or staff; '
        'interview_on = "soon" in line 4: write the day as 2026-12-31; clock = 1 in line 5: write true or false; '
        f"[keys] in line 6: write a key in quotes after each action. Fix or delete {path}."
    )
    assert "sinior" in path.read_text()


def test_weights_that_fail_are_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('role = "x"\n[advert_areas]\nbasics = -3\n')
    with pytest.raises(UsageError, match="has mistakes"):
        read_preferences(path)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('theme = "drakula"', 'there\'s no theme "drakula" (did you mean "dracula"?)'),
        ('format = "ladderr"', 'there\'s no format "ladderr" (did you mean "ladder"?)'),
        ('graph = "lllm"', 'there is no graph "lllm"'),
        ('area = "retrival"', 'the graph small has no area "retrival"; choose one of'),
    ],
)
async def test_home_says_an_unknown_name(settled: Workspace, line: str, said: str) -> None:
    settled.config.write_text(f'role = "tester"\n{line}\n', "utf-8")
    app = InterviewApp(settled, clock=StandingClock())
    async with app.run_test(size=(140, 40)) as pilot:
        await until(pilot, lambda: f"{line} in line 2" in screen_text(app))
        assert said in " ".join(screen_text(app).split())
        await until(pilot, lambda: app.present_graph is not None)
    assert line in settled.config.read_text("utf-8")


async def test_another_setting_leaves_a_mistyped_theme(settled: Workspace) -> None:
    settled.config.write_text('role = "tester"\ntheme = "drakula"\n', "utf-8")
    app = InterviewApp(settled, clock=StandingClock())
    async with app.run_test(size=(140, 40)) as pilot:
        await open_settings(pilot)
        await mark(pilot, "Motion")
        await pilot.press("enter")
        await until(pilot, lambda: "motion = false" in settled.config.read_text("utf-8"))
        assert 'theme = "drakula"' in settled.config.read_text("utf-8")
        await mark(pilot, "Theme")
        await pilot.press("enter")
        await until(pilot, lambda: "drakula" not in settled.config.read_text("utf-8"))
