"""The report on the screen: its figures are those of `report --json`, and its number keys start what it advises."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from simulator.engine.model.parameters import TARGET_TIERS
from simulator.graph.load import load
from simulator.report.debrief.own_words import topic_of
from simulator.report.figures.assessment import as_json
from simulator.report.text.words import level_words
from simulator.session.header import Settings
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.preferences import Preferences
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.welcome import Welcome
from simulator.ui.tui.keys.registry import key_for
from simulator.ui.tui.map.concept import ConceptPage
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import DEMO, Report
from simulator.ui.tui.room.screen import Room
from simulator.ui.tui.widgets.plot_base import QuietPlot
from simulator.ui.tui.widgets.plots import RatingPlot, TimePlot, WalkPlot
from simulator.ui.tui.widgets.prompt import Pick
from simulator.ui.tui.widgets.rows import Rows
from simulator.ui.tui.widgets.text import Hanging
from tests import transcripts
from tests.graphs import llm_graph
from tests.said import once
from tests.settings import write_preferences
from tests.some import some
from tests.tui.conftest import StandingClock
from tests.tui.driving import quiet, rows, screen_text, until
from tests.warm import warmed

GRAPHS = Path(__file__).parent.parent.parent / "graphs"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return place_with(tmp_path, 2)


def place_with(tmp_path: Path, seed: int) -> Workspace:
    """A workspace with one whole interview."""
    transcripts.put(tmp_path / "sessions", *transcripts.whole(seed))
    found = Workspace(GRAPHS, tmp_path / "sessions", "demo", warmed(tmp_path / "cache"), tmp_path / "config.toml")
    write_preferences(found.config, Preferences(role="applied-engineer"))
    return found


async def reported(pilot: Any, place: Workspace) -> dict[str, Any]:
    await pilot.app.push_screen(Report(path_in(place)))
    first = ("What spoke for you", "─ Tonight")  # by the size: in few rows what to do tonight comes first
    await until(pilot, lambda: any(words in screen_text(pilot.app) for words in first), 3000)
    from simulator.report.load import assess_file

    of = (llm_graph().digest, path_in(place).read_bytes(), place.config.read_bytes())
    document = once("assessed", of, lambda: as_json(assess_file(path_in(place), place, lambda _: llm_graph())))
    found: dict[str, Any] = json.loads(document)
    return found


def path_in(place: Workspace) -> Path:
    return next(place.sessions.glob("*.toml"))


async def test_first_page_is_the_recommendation_of_json(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(90, 70), notifications=True, tooltips=True) as pilot:
        found = (await reported(pilot, place))["recommendation"]
        shown = " ".join(screen_text(app).replace("▌", "").split())
        assert found["basis"] in shown
        for strength in found["strengths"]:
            assert strength["title"] in shown
            assert " ".join(strength["quote"].split()) in shown
        for concern in found["concerns"]:
            assert concern["title"] in shown
            assert concern["say"] in shown
        quoted = (*(s["quote"] for s in found["strengths"]), *(c["say"] for c in found["concerns"]))
        for words in quoted:  # what was said, or should be, may hold a figure
            shown = shown.replace(" ".join(words.split()), "")
        assert "%" not in shown


@pytest.mark.parametrize(("width", "shown"), [(99, False), (100, True)])
async def test_wide_screens_say_what_each_lacked(tmp_path: Path, width: int, shown: bool) -> None:
    place = place_with(tmp_path, 21)
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(width, 70), notifications=True, tooltips=True) as pilot:
        concerns = (await reported(pilot, place))["recommendation"]["concerns"]
        lacked = [other["lacked"] for concern in concerns for other in concern["others"]]
        assert lacked
        assert [widget.display for widget in app.screen.query(".other")] == [shown] * len(lacked)


async def test_low_windows_have_no_blanks_around_verdicts(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(120, 34), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        band = [line.strip() for line in screen_text(app).splitlines() if "▌" in line]
        assert "▌" not in band
        assert screen_text(app).splitlines()[3].strip() == band[0]


@pytest.mark.parametrize(("key", "head"), [("w", "Why each was asked"), ("a", "All answers"), ("f", "Figures")])
async def test_keys_show_each_view_and_debrief_again(place: Workspace, key: str, head: str) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        assert "What spoke" in screen_text(app)
        await pilot.press(key)
        await until(pilot, lambda: head in screen_text(app))
        assert "What spoke" not in screen_text(app)
        assert "Tonight" not in screen_text(app)
        assert "enter start" not in screen_text(app)
        for back in (key, "escape"):
            assert "esc report" in screen_text(app)
            await pilot.press(back)
            await until(pilot, lambda: "What spoke" in screen_text(app) and "Tonight" in screen_text(app))
            assert "esc report" not in screen_text(app)
            await pilot.press(key)
            await until(pilot, lambda: head in screen_text(app))
        await pilot.press("q")
        await until(pilot, lambda: not isinstance(app.screen, Report))


async def test_figures_hold_what_json_says(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 90), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        await pilot.press("f")
        await until(pilot, lambda: "Figures" in screen_text(app))
        shown = " ".join(screen_text(app).split())
        level = found["level"]
        assert level_words(level["tier"], level["low"], level["high"]) in shown
        assert found["screen"] in shown
        assert found["onsite"] in shown
        for question in found["questions"]:
            assert f"{round(question['coverage'] * 100)}% covered" in shown


@pytest.mark.parametrize("size", [(60, 90), (140, 90)])
async def test_figures_are_plotted_beside_their_words(tmp_path: Path, size: tuple[int, int]) -> None:
    place = place_with(tmp_path, 9)
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        await pilot.press("f")
        await until(pilot, lambda: len(app.screen.query(QuietPlot)) == 3, 1000)
        walk = app.screen.query_one(WalkPlot)
        await until(pilot, lambda: any("●" in row for row in rows(walk)), 1000)
        assert sum(row.count("●") for row in rows(walk)) == (len(found["path"]) if size[0] > 100 else 1)
        plot = app.screen.query_one(TimePlot)
        plot.scroll_visible(animate=False)
        tiers = {q["tier"] for q in found["questions"] if q["verdict"]}
        await until(pilot, lambda: all(any(row.strip().startswith(f"{t} ") for row in rows(plot)) for t in tiers), 1000)
        assert app.screen.query_one(RatingPlot).region.right <= size[0]


async def test_the_same_answers_are_judged_at_another_level(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        first = (await reported(pilot, place))["recommendation"]["level"]
        levels = list(TARGET_TIERS)
        for step in range(1, len(levels) + 1):
            await pilot.press("l")
            now = levels[(levels.index(first) + step) % len(levels)]
            told = f"Judged at {now} level." if now != first else app.keyed(DEMO)
            await until(pilot, lambda told=told: quiet(app) == told and "What spoke" in screen_text(app), 3000)  # type: ignore[misc]
            if step == 1:
                await pilot.press("tab")
                await until(pilot, lambda: "Why each was asked" in screen_text(app))
                assert quiet(app) == ""  # that was said of the page before
                await pilot.press("escape")
        assert isinstance(app.screen, Report)
        assert app.screen._assessment is not None
        assert app.screen._assessment.recommendation.level == first


async def test_what_was_missed_is_sat_again_when_confirmed(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(100, 60), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        short = [q["id"] for q in found["questions"] if q["verdict"] in {"weak", "borderline"}]
        wrong = [c["id"] for c in found["checks"] if c["correct"] is False]
        await pilot.press("r")
        if not short + wrong:
            await until(pilot, lambda: "Nothing was missed in this interview." in quiet(app))
            return
        await until(pilot, lambda: isinstance(app.screen, Pick) and "you missed again?" in screen_text(app))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Room) and app.screen.pane is not None, 3000)
        assert isinstance(app.screen, Room)
        again = app.screen.interview.header.again
        assert again is not None
        assert set(again.items) == {*short, *wrong}


async def test_rows_open_what_they_show(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        second = found["questions"][1]
        for action, steps in (("report.answers", 1), ("report.walk", 0)):  # it stays marked
            await pilot.press(key_for(action))
            await until(pilot, lambda: "Question 2" in screen_text(app))
            await pilot.press(*["down"] * steps)
            await until(pilot, lambda: "enter read" in screen_text(app))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Reader))
            assert isinstance(app.screen, Reader)
            await until(pilot, lambda: app.screen.turn is not None)  # type: ignore[attr-defined]
            assert app.screen.turn is not None
            assert app.screen.turn.position == second["position"]
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(app.screen, Report))
        await pilot.press(key_for("report.answers"), "home")
        await until(pilot, lambda: app.screen.query_one("#list", Rows).cursor == 0 and "Question 1" in screen_text(app))
        await pilot.press("end")
        study = found["study"][-1]
        await until(pilot, lambda: study["definition"][:40] in " ".join(screen_text(app).split()))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage))


async def test_a_demo_says_so_and_how_to_leave(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Report(next(place.sessions.glob("*.toml"))))
        await until(pilot, lambda: "Report of a demo" in screen_text(app), 3000)
        assert "a simulated candidate gave these answers" in " ".join(screen_text(app).replace("▌", "").split())
        assert "esc back" in screen_text(app).splitlines()[-1]
        assert "Esc leaves" in quiet(app) or "esc leaves" in quiet(app)
        await pilot.press(key_for("report.walk"))
        await until(pilot, lambda: "Why each was asked in a demo" in screen_text(app))


@pytest.mark.parametrize("role", ["", "applied-engineer"])
async def test_a_demo_starts_nothing_for_a_newcomer(place: Workspace, role: str) -> None:
    """One on its list began a real interview of somebody who hadn't said which role, level or day it's for."""
    write_preferences(place.config, Preferences(role=role))
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: bool(role) or isinstance(app.screen, Welcome))  # comes by itself
        await app.push_screen(report := Report(path_in(place)))
        await until(pilot, lambda: "Report of a demo" in screen_text(app), 3000)
        report.action_tonight(1)
        await until(pilot, lambda: isinstance(app.screen, Pick) and "Read" in screen_text(app))
        assert [row.key for row in app.screen.query_one(Rows).rows] == ["start"] * bool(role) + ["read"]


async def test_a_wide_page_has_figures_side_by_side(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())

    def beside() -> list[str]:
        return [line[108:130].strip() for line in screen_text(app).splitlines()[4:40]]

    async with app.run_test(size=(160, 45), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        await pilot.press(key_for("report.figures"))
        await until(pilot, lambda: "By kind of question" in screen_text(app))
        assert sum(map(bool, beside())) > 10
        await pilot.resize_terminal(140, 45)
        await until(pilot, lambda: not any(beside()) and "By kind of question" in screen_text(app))


async def test_down_marks_tonight_after_the_text(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        screen = app.screen
        assert isinstance(screen, Report)
        await pilot.press("down")
        assert "enter choose 1" in screen_text(app)
        numbers = [str(n) for n, _ in enumerate(found["tonight"], 1)]
        assert f"Tonight, from this interview: press {', '.join(numbers[:-1])} or {numbers[-1]}" in screen_text(app)
        await pilot.press("end", "down")
        await until(pilot, lambda: "enter choose 2" in screen_text(app))
        await pilot.press("enter")
        asks = asked_before(found["tonight"][1], found)
        await until(pilot, lambda: isinstance(app.screen, Pick) and asks in " ".join(screen_text(app).split()))


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_arrows_reach_all_of_tonight(place: Workspace, size: tuple[int, int]) -> None:
    """A longer reason took a line of the text, so down scrolled that again and never reached the third item."""
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        screen = app.screen
        assert isinstance(screen, Report)
        assert screen._assessment
        three = (*screen._assessment.tonight, *screen._assessment.tonight)[:3]
        screen._assessment = msgspec.structs.replace(screen._assessment, tonight=three)
        screen._advise(screen._assessment, "")
        advised = screen.query_one("#advised", Rows)
        await until(pilot, lambda: screen.page.max_scroll_y > 0 and not advised.shows_cursor)
        await pilot.press("down")
        assert (advised.cursor, advised.shows_cursor) == (0, False), "the text scrolls, beside no mark"
        await pilot.press("end")
        await until(pilot, lambda: advised.shows_cursor)
        for key, number in (("down", 2), ("down", 3), ("down", 3), ("up", 2), ("down", 3), ("up", 2), ("up", 1)):
            await pilot.press(key)
            await until(pilot, lambda n=number: f"enter choose {n}" in screen_text(app))  # type: ignore[misc]
            screen.page.scroll_relative(y=-1, animate=False)  # as a longer reason does
            await until(pilot, lambda: screen.page.scroll_offset.y < screen.page.max_scroll_y)
            assert advised.shows_cursor
        await pilot.press("up")
        await until(pilot, lambda: not advised.shows_cursor)


async def test_on_the_day_nothing_waits_for_the_night(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        app.preferences = replace(app.preferences, interview_on=app.today)
        await reported(pilot, place)
        await until(pilot, lambda: "Before today's interview: press" in screen_text(app))
        assert "Tonight" not in screen_text(app)


def was_weak(advised: dict[str, Any], found: dict[str, Any]) -> bool:
    """Whether an answer on what is advised was weak; then reading is marked first, and starting stands above it."""
    return any(q["verdict"] == "weak" for q in found["questions"] if q["concept"] == advised["concept"])


def asked_before(advised: dict[str, Any], found: dict[str, Any]) -> str:
    """What is asked before anything starts, up to the first row, with its mark."""
    return f"{advised['title']} · {advised['why']}. {'> ' * (not was_weak(advised, found))}Start 10 min"


@pytest.mark.parametrize("key", ["1", "2", "enter"])
async def test_a_number_starts_what_is_advised(place: Workspace, key: str) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        advised = found["tonight"][0 if key == "enter" else int(key) - 1]
        await pilot.press(key)
        asks = asked_before(advised, found)
        await until(pilot, lambda: isinstance(app.screen, Pick) and asks in " ".join(screen_text(app).split()))
        await pilot.press(*(["up"] if was_weak(advised, found) else []), "enter")
        await until(pilot, lambda: isinstance(app.screen, Room) and app.screen.pane is not None, 3000)
        assert isinstance(app.screen, Room)
        header = app.screen.interview.header
        assert (header.format, header.area, header.minutes) == ("deep-dive", advised["area"], advised["minutes"])
        asked = app.screen.interview.state.turns[0].asked.id
        assert asked == [*advised["others"], *advised["questions"]][0]
        assert header.again is not None
        assert set(header.again.items[1:2]) <= set(advised["questions"] or advised["others"])  # yours comes second


async def test_escape_starts_nothing(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        await pilot.press("1")
        await until(pilot, lambda: isinstance(app.screen, Pick))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, Report))
        await pilot.pause(0.2)
        assert isinstance(app.screen, Report)
        assert len(list(place.sessions.glob("*.toml"))) == 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_tonight_is_seen_without_scrolling(place: Workspace, size: tuple[int, int]) -> None:
    (path,) = place.sessions.glob("*.toml")
    path.write_text(path.read_text().replace('candidate = "demo"', 'candidate = "me"'))  # a demo says so instead
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        found = await reported(pilot, place)
        shown = " ".join(screen_text(app).split())
        count = len(found["tonight"])
        assert count > 1
        for number, item in enumerate(found["tonight"], 1):
            about, minutes = f"{topic_of(item['title'])} · {item['why']}", f"{item['minutes']} min"
            cut = re.search(rf" {number} ([^│▌─>]*?)(…?) {minutes}", shown)
            assert cut is not None
            title = topic_of(item["title"])
            assert cut[1].rstrip() in (about, title) or (cut[2] and title.startswith(cut[1]))
        for number, item in enumerate(found["tonight"]):
            app.screen.query_one("#advised", Rows).cursor = number
            is_whole = f"{topic_of(item['title'])} · {item['why']}  " in screen_text(app)
            says = "" if is_whole else f"{number + 1} · {item['why']}"
            await until(pilot, lambda says=says: quiet(app).startswith(says) and bool(quiet(app)) == bool(says))  # type: ignore[misc]
        assert "enter choose 1" in shown
        lines = screen_text(app).splitlines()
        (head,) = (n for n, line in enumerate(lines) if "─ Tonight" in line)
        assert not lines[head - 1].strip(), "no text touches its rule"
        assert "…" not in lines[head]


async def test_few_answers_are_the_headline(place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        screen = app.screen
        assert isinstance(screen, Report)
        assert screen._assessment is not None
        few = "Only 3 answers: take everything here as a first impression."
        why = "Too few answers to say: 3 scored answers, and we need at least 4."
        at = replace(screen._assessment.recommendation, word="", why=why)
        screen._assessment = replace(screen._assessment, first_impression=few, recommendation=at)
        await screen._show()
        first, *others = screen.query_one("#verdict").children
        assert isinstance(first, Hanging)
        assert first.said == f"· {why}"
        assert not any(few in str(line.render()) for line in others)  # the headline says so already


async def test_a_number_that_is_not_there_is_said(tmp_path: Path, place: Workspace) -> None:
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        screen = app.screen
        assert isinstance(screen, Report)
        screen.action_tonight(9)
        assert "no number 9" in quiet(app)


async def test_what_fails_unexpectedly_is_said(place: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen that waited for ever would look like a hang."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("[b]odd[/b]")

    monkeypatch.setattr("simulator.ui.tui.review.report.report_of", broken)
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Report(next(place.sessions.glob("*.toml"))))
        await until(pilot, lambda: "couldn't be worked out (RuntimeError: [b]odd[/b])" in quiet(app), 1000)


@pytest.mark.parametrize("before", some([(80, 24), (140, 40)], (140, 40)))
async def test_details_fit_window_and_next_one(place: Workspace, before: tuple[int, int]) -> None:
    """Lines that were laid out for more columns than the text has would be broken in their middle."""
    app = InterviewApp(place, "llm", clock=StandingClock())
    async with app.run_test(size=before, notifications=True, tooltips=True) as pilot:
        await reported(pilot, place)
        await pilot.press("f")
        for size in (before, (60, 20), (140, 40)):
            await pilot.resize_terminal(*size)
            await until(pilot, lambda: "Figures" in screen_text(app))
            await pilot.pause(0.1)
            screen = app.screen
            assert isinstance(screen, Report)
            broken = [w for w in screen.page.children if w.size.height > 1 and not isinstance(w, QuietPlot)]
            assert broken == []


async def test_an_interview_without_answers_can_be_thrown_away(settled: Workspace) -> None:
    settings = Settings(format="screen", role="tester", seed=3)
    sitting = begin(load(settled.graphs / "small"), settings, settled, StandingClock())
    sitting.interview.next().result()
    sitting.interview.stop().result()
    sitting.close()
    app = InterviewApp(settled, "small", clock=StandingClock())
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await app.push_screen(Report(next(settled.sessions.glob("*.toml"))))
        await until(
            pilot, lambda: quiet(app) == "Nothing was answered. In Review, delete moves the interview to the trash."
        )
