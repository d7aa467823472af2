"""What the palette finds beside commands, and the files it writes."""

import csv
import json
import time
import zipfile
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot
from textual.widgets import Input

from simulator.engine.choice.formats import FORMATS, Format
from simulator.graph.records import Graph
from simulator.graph.text import one_line
from simulator.session.interview.outcome_words import outcome_word
from simulator.session.presets import is_taste
from simulator.session.workspace import Workspace
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.home.setup import Setup
from simulator.ui.tui.map.concept import ConceptPage
from simulator.ui.tui.map.screen import Map
from simulator.ui.tui.palette import (
    DEMO_LINE,
    NONE,
    NONE_IN_INTERVIEW,
    STUDY_LINE,
    TASTE_LINE,
    Palette,
    abbreviates,
    fit_of,
)
from simulator.ui.tui.review.reader import Reader
from simulator.ui.tui.review.report import Report
from simulator.ui.tui.review.screen import ReviewScreen
from simulator.ui.tui.room.demo import DemoRoom
from simulator.ui.tui.widgets.prompt import Pick
from tests.isolation import ROOT
from tests.tui.conftest import StandingClock, home, room, sit
from tests.tui.driving import in_room, palette_lines, quiet, screen_text, type_text, until
from tests.tui.reviewing import listed, reviewing, state_of


async def look_for(pilot: Pilot[None], query: str) -> None:
    await pilot.press("ctrl+p")
    await until(pilot, lambda: isinstance(pilot.app.screen, Palette))
    await pilot.pause(0.1)
    await type_text(pilot, query)


def found_among(app: InterviewApp, words: str) -> bool:
    """Whether the first line says so, among those of which the others lead elsewhere."""
    return [words in line for line in palette_lines(app)][:1] == [True]


async def test_the_marked_line_has_a_sign(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "s")

        def marked() -> list[str]:
            return [line for line in screen_text(app).splitlines() if line.lstrip(" \u2502").startswith("> ")]

        await until(pilot, lambda: len(marked()) == 1)
        first = marked()
        await pilot.press("down")
        await until(pilot, lambda: len(marked()) == 1 and marked() != first)
        assert screen_text(app).splitlines()[-2].endswith("─↓ more─")
        await pilot.press("up", "up")  # from the first line to the last
        await until(pilot, lambda: "↓ more" not in screen_text(app))
        assert set(screen_text(app).splitlines()[-2]) == {"─"}


@pytest.mark.parametrize("word", ["finish", "stop", "report", "end"])
async def test_the_end_is_found_by_other_words(settled: Workspace, word: str) -> None:
    app = room(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await look_for(pilot, word)
        await until(pilot, lambda: any(line.startswith("End, see report") for line in palette_lines(app)))
        assert screen_text(app).splitlines()[-1].strip() == "enter choose   ↓ next   ↑ before   esc back"
        assert interview.state.ended is None


async def test_the_report_of_the_last_is_found(settled: Workspace) -> None:
    """ "report" found the list of interviews, and files to export, but no report."""
    sit(settled)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "report")
        await until(pilot, lambda: found_among(app, "Report: the last interview"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Report))


async def test_what_home_offers_is_found_anywhere(settled: Workspace) -> None:
    """ "read tonight" found nothing, though a line of home offered it; and a title in brackets ended the program."""
    path = settled.graphs / "small" / "concepts.toml"
    path.write_text(path.read_text().replace("The secret", "[/b] x: the secret"))
    sit(settled, level=-1.0)
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: "Go over" in screen_text(app))  # the report is some days old
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Map))
        await look_for(pilot, "read tonight")
        await until(pilot, lambda: found_among(app, "Go over: ") and "[/b] x: " in palette_lines(app)[0])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Pick))


async def test_what_review_compares_is_found(settled: Workspace) -> None:
    """ "compare" found questions with that word, and Review below them, in whose line it isn't."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "compare")
        await until(pilot, lambda: found_among(app, "Compare two interviews: in Review, C on one"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen))
        await look_for(pilot, "compare")
        await until(pilot, lambda: bool(palette_lines(app)))
        assert [line for line in palette_lines(app) if "Compare" in line] == [
            "Compare two interviews: press it on one, then on the other | C"
        ]


async def test_a_level_finds_where_it_is_set(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "staff")
        await until(pilot, lambda: found_among(app, "Set up the next interview"))
        await pilot.press("escape")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, Map))
        await look_for(pilot, "staff")
        await until(pilot, lambda: not [line for line in palette_lines(app) if line.startswith("Draw")])
        assert palette_lines(app)


def test_whole_words_fit_better_than_parts() -> None:
    """A word of the title came behind letters within others, and any letters in their order were found."""
    fits = [
        fit_of(title, ["report"])
        for title in ("Report: the last one", "End, see report", "Their reports", "Misreporting")
    ]
    assert fits == [4, 3, 2, 1]
    assert fit_of("RAG, the basics: what it is", ["rag,", "the"]) == 3
    assert abbreviates("chngthm", "Change the theme")
    assert abbreviates("stgs", "Settings")
    assert not abbreviates("staff", "Drawing: draw the map: what rests on what, from left to right")
    assert not abbreviates("", "")


async def test_a_comparison_is_found_from_home(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "compare")
        await until(pilot, lambda: any(line.startswith("Review: interviews so far") for line in palette_lines(app)))


async def test_gaps_lead_to_progress(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "gaps")
        await until(pilot, lambda: any(line.startswith("Progress: your level") for line in palette_lines(app)))


@pytest.mark.parametrize("words", ["study", "what to work on", "revise"])
async def test_what_to_study_is_found(settled: Workspace, words: str) -> None:
    """ "Study" found Search alone, and nothing said that it begins with what to work on."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, words)
        await until(pilot, lambda: STUDY_LINE in palette_lines(app))


async def test_a_taste_is_found_later_too(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "taste")
        await until(pilot, lambda: palette_lines(app)[:1] == [TASTE_LINE])
        await pilot.press("enter")
        assert is_taste((await in_room(pilot)).header)


async def test_a_few_letters_find_only_names(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "kv")  # scattered over "Review", "Settings of the interview" and most others
        await until(pilot, lambda: palette_lines(app) == [NONE])
        await pilot.press("escape")
        await look_for(pilot, "quick")
        await until(pilot, lambda: palette_lines(app)[:1] == [TASTE_LINE])


def is_set_up(app: InterviewApp, shape: Format) -> bool:
    screen = app.screen
    return isinstance(screen, Setup) and screen.chosen.format == shape.id and f"{shape.title} ·" in screen_text(app)


async def test_a_format_is_found_by_its_title(settled: Workspace) -> None:
    app = home(settled)

    def is_found(shape: Format) -> bool:
        return palette_lines(app)[:1] == [f"{shape.title} | set up · {shape.about}"]

    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        for number, shape in enumerate(shape for shape in FORMATS.values() if not shape.writes_code):
            await look_for(pilot, shape.title.lower())
            await until(pilot, partial(is_found, shape))
            await pilot.press("enter")
            await until(pilot, partial(is_set_up, app, shape))
            if number % 2:  # else the next is looked for from the setup
                await pilot.press("escape")
        await look_for(pilot, "code round")
        await until(pilot, lambda: palette_lines(app) == [NONE])  # this graph has no tasks


async def test_a_format_only_looked_at_is_not_kept(settled: Workspace) -> None:
    """After esc Start took the format that the palette had only shown."""
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        before = app.preferences
        shape = next(f for f in FORMATS.values() if f.id != before.format and not f.writes_code)
        await look_for(pilot, shape.title.lower())
        await until(pilot, lambda: palette_lines(app)[:1] == [f"{shape.title} | set up · {shape.about}"])
        await pilot.press("enter")
        await until(pilot, partial(is_set_up, app, shape))
        await pilot.press("escape")
        await until(pilot, lambda: not isinstance(app.screen, Setup))
        assert app.preferences == before
        await look_for(pilot, shape.title.lower())
        await until(pilot, lambda: palette_lines(app)[:1] == [f"{shape.title} | set up · {shape.about}"])
        await pilot.press("enter")
        await until(pilot, partial(is_set_up, app, shape))
        await pilot.press("ctrl+s")
        assert (await in_room(pilot)).header.format == shape.id


async def test_the_palette_finds_concepts_interviews_and_questions(settled: Workspace) -> None:
    path = sit(settled, days_ago=20)
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "second")
        await until(pilot, lambda: palette_lines(app)[:1] == ["The secret second | concept · Basics [b]"])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ConceptPage) and app.screen.concept == "second")
        await pilot.press("escape")
        await look_for(pilot, "screening 4 nov")
        name = "Screening call · 4 Nov · Tester | interview · "
        await until(pilot, lambda: "".join(palette_lines(app)[:1]).startswith(name))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and "item 1 of" in screen_text(app))
        await pilot.press("escape")
        turn = next(t for t in state_of(path).turns if t.check is None and t.position > 1)
        await look_for(pilot, f"{turn.question.prompt.partition(':')[0].lower()} arr[i]")
        outcome = f"| {outcome_word(turn.outcome)} · Screening call"  # its own, not the interview's
        await until(pilot, lambda: turn.question.prompt[:10] in "".join(palette_lines(app)[:1]))
        assert outcome in palette_lines(app)[0]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, Reader) and f"item {turn.position} of" in screen_text(app))


async def test_what_was_not_asked_is_not_found(settled: Workspace) -> None:
    path = sit(settled, until=lambda state: len(state.turns) == 2)
    asked = {(t.check or t.question).prompt for t in state_of(path).turns}
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "arr[i]")
        await until(pilot, lambda: any("arr[i]" in line for line in palette_lines(app)))
        await pilot.pause(0.3)
        lines = [line for line in palette_lines(app) if "arr[i]" in line]
        assert len(lines) <= len(asked)
        assert not any("one element" in line for line in palette_lines(app)), "that is the reference"


async def test_an_interview_finds_its_own_commands_only(settled: Workspace) -> None:
    sit(settled)
    app = room(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: any(line.startswith("Quit") for line in palette_lines(app)))
        assert palette_lines(app)[-1].startswith("Quit")
        await pilot.press("escape")
        await look_for(pilot, "export")
        await pilot.pause(0.5)
        assert not any("Export" in line for line in palette_lines(app))
        await pilot.press("escape")
        await look_for(pilot, "qqq")
        await until(pilot, lambda: palette_lines(app) == [NONE_IN_INTERVIEW])


async def test_the_marked_interview_is_exported(
    settled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Into the folder in which the program was started, and over no other file."""
    folder = tmp_path / "started"
    folder.mkdir()
    monkeypatch.chdir(folder)
    paths = [sit(settled, -1.0, days_ago=days) for days in (1, 9)]
    stem = f"interview-tester-{state_of(paths[1]).header.started:%Y-%m-%d}"
    (folder / f"{stem}.json").write_text("mine")
    app = reviewing(settled)
    async with app.run_test(size=(140, 40), notifications=True, tooltips=True) as pilot:
        await listed(pilot, 2)
        await pilot.press("down")
        for words, to, ending in (
            ("export json", "json: every", ".json"),
            ("export csv", "csv: a table", ".csv"),
            ("share web page", "html: a page", ".html"),
            ("export html, with", "html, with your answers", "-with-answers.html"),
            ("anki", "anki: cards", ".apkg"),
        ):
            app.say("")
            await look_for(pilot, words)
            await until(pilot, partial(found_among, app, f"marked interview as {to}"))
            await pilot.press("enter")
            await until(pilot, lambda: f"in {folder}" in quiet(app), 3000)
            assert ending in quiet(app)
    assert (folder / f"{stem}.json").read_text() == "mine"
    report = json.loads((folder / f"{stem}-2.json").read_text())
    assert report["session"]["id"] == state_of(paths[1]).header.id
    rows = [*csv.DictReader((folder / f"{stem}.csv").open())]
    assert len(rows) == len(report["questions"])
    assert any(turn.answers for turn in state_of(paths[1]).turns)
    assert {row["answer"] for row in rows} == {question["answer"] for question in report["questions"]} == {""}
    whole, plain = [(folder / f"{stem}{end}.html").read_text() for end in ("-with-answers", "")]
    assert '<div class="turn you">' in whole
    assert '<div class="turn you">' not in plain
    assert zipfile.is_zipfile(folder / f"{stem}.apkg")


async def test_a_pasted_word_is_marked_once(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "s")
        await pilot.press("backspace")
        before = time.process_time()
        app.screen.query_one(Input).post_message(Paste("second " * 100_000))
        await until(pilot, lambda: palette_lines(app)[:1] == ["The secret second | concept · Basics [b]"])
        assert time.process_time() - before < 3  # it took half a minute


async def test_window_without_room_turns_no_page(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "s")
        await until(pilot, lambda: len(palette_lines(app)) > 2)
        await pilot.resize_terminal(60, 1)
        await look_for(pilot, "t")
        await pilot.press("down", "pagedown", "pageup")
        await pilot.resize_terminal(60, 20)
        assert isinstance(app.screen, Palette)


@pytest.mark.parametrize("second", ["enter", "escape"])
async def test_keys_behind_a_choice_close_nothing_else(settled: Workspace, second: str) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24)) as pilot:
        stack = len(app.screen_stack)
        await look_for(pilot, "settings")
        await until(pilot, lambda: any(line.startswith("Settings") for line in palette_lines(app)))
        for key in ("enter", second):  # both before the first is heard
            app.simulate_key(key)
        await until(pilot, lambda: not isinstance(app.screen, Palette))
        await pilot.pause(0.2)
        assert app.is_running
        assert len(app.screen_stack) >= stack


async def test_a_demo_is_found_and_watched(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "demo")
        await until(pilot, lambda: palette_lines(app)[:1] == [DEMO_LINE])
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, DemoRoom))


async def test_title_with_all_words_comes_first(settled: Workspace, llm: Graph) -> None:
    app = InterviewApp(replace(settled, graphs=ROOT / "graphs"), "llm", clock=StandingClock())
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "model families")
        named = [
            c for c in llm.concepts.values() if "model-families" in c.id and "model families" not in c.title.lower()
        ]
        assert named, "one is found by its id alone"
        await until(pilot, lambda: any(line.startswith(named[0].title) for line in palette_lines(app)))
        assert palette_lines(app)[0].lower().startswith("model families")


async def test_question_found_by_its_concept_is_titled(settled: Workspace) -> None:
    path = sit(settled, days_ago=20)
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "second")
        await until(pilot, lambda: any(line.startswith("Question") for line in palette_lines(app)))
        prompts = [one_line(turn.question.prompt)[:20] for turn in state_of(path).turns if turn.check is None]
        found = [line for line in palette_lines(app) if line.startswith("Question")]
        assert all(any(prompt in line for prompt in prompts) and " | about " in line for line in found)


async def test_words_are_found_in_any_order(settled: Workspace) -> None:
    app = home(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await look_for(pilot, "demo watch")
        await until(pilot, lambda: palette_lines(app)[:1] == [DEMO_LINE])
        await pilot.press("escape")
        await look_for(pilot, "ladder")  # its letters are scattered over the line of the demo
        await until(pilot, lambda: [line.partition(" |")[0] for line in palette_lines(app)] == ["Ladder"])


@pytest.mark.parametrize("word", ["theme", "dark"])  # the latter found only letters of other lines
async def test_scattered_letters_find_nothing_beside_words(settled: Workspace, word: str) -> None:
    app = room(settled)
    async with app.run_test(size=(100, 40), notifications=True, tooltips=True) as pilot:
        await in_room(pilot)
        await look_for(pilot, word)
        await until(pilot, lambda: palette_lines(app)[:1] == ["Change the theme"])
        assert palette_lines(app) == ["Change the theme"]
