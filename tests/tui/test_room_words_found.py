"""While points are judged: the words found for them, the answer beside the reference, and facts that can be had."""

import re
from itertools import product
from pathlib import Path

import pytest
from textual.content import Content
from textual.pilot import Pilot

from simulator.engine.scoring import VERDICTS
from simulator.graph.load import load
from simulator.graph.text import cut_lines, wrap
from simulator.session.header import Retake, Settings
from simulator.session.interview.hearing import FoundWords
from simulator.session.interview.interview import Interview
from simulator.session.interview.judging import marks_first
from simulator.session.interview.outcome_words import NOBODY_ASKED, NOT_ASKED_FOR
from simulator.session.interview.state import Awaits, Phase
from simulator.session.sitting import begin
from simulator.session.workspace import Workspace
from simulator.ui.found_words import (
    AFTER_MARK,
    AFTER_MARK_AGAIN,
    AFTER_MARK_WHY,
    HEARD_ALREADY,
    WORDS_HELP,
    heard_words,
)
from simulator.ui.interviewer import FACTS, MUST_HAVE_AND_BEYOND
from simulator.ui.lines.room import PlainRoom
from simulator.ui.tui.app import InterviewApp
from simulator.ui.tui.room.panes.judge import JudgePane
from simulator.ui.tui.room.panes.points import STILL_YOURS, Points
from simulator.ui.tui.room.texts import PAIR_FROM, ReferenceTexts
from simulator.ui.tui.widgets.chrome import Rule
from simulator.ui.tui.widgets.prompt import LinePrompt
from tests.tui.conftest import StandingClock, room
from tests.tui.driving import idle, in_room, phase, quiet, screen_text, sure, type_text, underlined, until
from tests.tui.room_states import said

CUES = {
    "weight = 3": 'weight = 3, cues = ["reads + one + element", "reads + one", "one > element"]',
    "weight = 2": 'weight = 2, cues = ["constant + time", "constant time", "reading + constant"]',
    "weight = 1": 'weight = 1, cues = ["beyond + end", "index error"]',
}
WORDS_FIRST, MARKS_FIRST = 5, 3  # seeds
READS = "It reads [b]one[/b] element at a time"
LONG = f"{READS}.\n\n{'Much is said beside it, on and on. ' * 40}\n\nReading takes constant time whatever the length."


@pytest.fixture
def listening(settled: Workspace) -> Workspace:
    """The small graph with cues for its points."""
    path = settled.graphs / "small" / "questions" / "basics.toml"
    text = path.read_text()
    for plain, cued in CUES.items():
        text = text.replace(plain, cued)
    path.write_text(text)
    return settled


def asks(place: Workspace, seed: int) -> InterviewApp:
    return room(place, seed=seed, again=Retake("", items=("q0", "q1")))


async def judging(pilot: Pilot[None], text: str = LONG) -> Interview:
    interview = await said(pilot, text)
    await pilot.press("ctrl+s")
    await phase(pilot, interview, Phase.PREDICTING, Phase.PROBING)
    while interview.state.phase is Phase.PROBING:
        await sure(pilot, "escape", "y")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
    await pilot.press("3")
    await phase(pilot, interview, Phase.JUDGING)
    return interview


async def marks(pilot: Pilot[None], interview: Interview, key: str) -> None:
    before = len(interview.state.turns[0].marks)
    await pilot.press(key)
    await until(pilot, lambda: len(interview.state.turns[0].marks) > before)
    await idle(pilot)
    await pilot.pause()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_each_point_shows_its_words(listening: Workspace, size: tuple[int, int]) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        rule = "Outstanding needs a point marked “beyond”."
        told = [f"{MUST_HAVE_AND_BEYOND} {WORDS_HELP}"] if size[0] > 80 else [MUST_HAVE_AND_BEYOND, WORDS_HELP]
        assert quiet(app) == told[0], "what comes last may have no room"
        if size[0] < PAIR_FROM:  # there the good answer comes first
            assert READS not in underlined(app, strong=True)
            await pilot.press("tab")
            await until(pilot, lambda: "What you said" in screen_text(app))
        assert rule in " ".join(screen_text(app).split())
        assert f"heard: “{READS}”" in screen_text(app)
        assert READS in underlined(app, strong=True)
        assert "─ 1 of 3\n" in screen_text(app), "no verdict before the first mark"
        await marks(pilot, interview, "y")
        assert "─ 2 of 3\n" in screen_text(app), "nor before the last"
        assert "✓ yes " in screen_text(app)
        assert "constant time" in underlined(app, strong=True), "scrolled to"
        assert READS not in underlined(app, strong=True)
        assert "heard: “Reading takes constant time" in screen_text(app)
        assert quiet(app) == "".join(told[1:])
        await marks(pilot, interview, "n")
        assert "couldn't spot it in what you wrote" in screen_text(app)
        assert not underlined(app, strong=True)
        assert "─ 3 of 3\n" in screen_text(app)
        assert ("your own mark still counts" in screen_text(app)) is (size[0] > 60)
        assert interview.state.turns[0].marks == {"core": "yes", "why": "no"}, "nothing is filled in"


async def test_what_cannot_be_pointed_to_is_no_quote(listening: Workspace) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        await marks(pilot, interview, "y")
        points = app.screen.query_one(Points)
        for found, look, ends in (
            (FoundWords(somewhere=True), "$muted", STILL_YOURS),
            (FoundWords("one element", surely=True), "$heard", ""),
        ):
            points.show(interview.state.turns[0], found, before=found)
            shown = Content("\n").join(points.lines_in(96))
            looks = {shown.plain[span.start : span.end]: span.style for span in shown.spans}
            assert looks[heard_words(found)] == looks[heard_words(found) + ends] == look


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_verdict_says_what_has_no_words(listening: Workspace, size: tuple[int, int]) -> None:
    for text, key, doubted in (("I've done this for years.", "y", True), ("I've done this.", "n", False)):
        app = asks(listening, WORDS_FIRST)
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            interview = await judging(pilot, text)
            for _ in range(3):
                await marks(pilot, interview, key)
            await until(pilot, lambda app=app: " covered" in screen_text(app))  # type: ignore[misc]
            await idle(pilot)
            said_there = " ".join(screen_text(app).split())
            assert ("Of the 3 points you marked as met, I couldn't find any in your words." in said_there) is doubted


async def test_points_without_cues_show_nothing(settled: Workspace) -> None:
    app = asks(settled, WORDS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        await judging(pilot)
        assert "> Says that it reads one element" in screen_text(app)
        assert "heard" not in screen_text(app)
        assert "found" not in screen_text(app)
        assert not underlined(app)


@pytest.fixture
def waiting(settled: Workspace) -> Workspace:
    """The small graph, whose second point the prompt leaves to a follow-up, which never comes."""
    path = settled.graphs / "small" / "questions" / "basics.toml"
    unasked = path.read_text().replace("weight = 2", "weight = 2, by_probe = true")
    path.write_text("".join(line for line in unasked.splitlines(keepends=True) if "probes = " not in line))
    return settled


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_point_that_nobody_asked_for_says_so(waiting: Workspace, size: tuple[int, int]) -> None:
    app = asks(waiting, WORDS_FIRST)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        assert NOT_ASKED_FOR in screen_text(app)
        assert NOBODY_ASKED not in screen_text(app), "it isn't the turn of that point"
        await marks(pilot, interview, "y")
        assert NOBODY_ASKED in screen_text(app)
        await marks(pilot, interview, "n")
        assert NOBODY_ASKED not in screen_text(app)
        assert NOT_ASKED_FOR in screen_text(app)


def test_lines_say_that_nobody_asked(waiting: Workspace) -> None:
    told = lines_said(waiting, WORDS_FIRST, [*ANSWER, "y", "n", "n"])
    text = " ".join(" ".join(told).split())
    assert text.count(NOBODY_ASKED) == 1
    assert text.index("Point 2 of 3") < text.index(NOBODY_ASKED) < text.index("Point 3 of 3")


async def test_long_words_take_a_third_short_line(listening: Workspace) -> None:
    app = asks(listening, WORDS_FIRST)
    words = "it reads whatever position you may name of all the many long ones precisely one single little element here"
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        await judging(pilot, words)
        lines = screen_text(app).splitlines()
        (first,) = [number for number, line in enumerate(lines) if "heard: “" in line]
        assert lines[first + 2].strip().endswith("here”")
        assert "partly =" in lines[first + 3]


def test_a_quote_that_is_cut_is_closed() -> None:
    quote = heard_words(
        FoundWords("the tool calls that were made, and not the text that was written about them", surely=True)
    )
    for width, most in product(range(12, 100), (1, 2)):
        lines = cut_lines(quote, width, most)
        assert len(lines) <= most
        assert max(map(len, lines)) <= width
        assert lines[-1].endswith("”")
        assert ("…" in lines[-1]) is (len(wrap(quote, width)) > most)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_a_marked_point_takes_one_line(listening: Workspace, size: tuple[int, int]) -> None:
    path = listening.graphs / "small" / "questions" / "basics.toml"
    long = "Says that it reads one element, whatever else is in there, and that nothing of the others is ever looked at"
    for point in re.findall(r'point = "([A-Z][^"]*)"', path.read_text()):
        path.write_text(path.read_text().replace(f'point = "{point}"', f'point = "{long}, {len(point)} or so in all"'))
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        for _ in range(2):
            await marks(pilot, interview, "y")
            points, lines = app.screen.query_one(Points), screen_text(app).splitlines()
            shown = [line for line in lines if "✓ yes" in line or "> " in line[:6]]
            assert points.top == points._start - 1
            assert len(shown) >= 2
            assert "✓ yes" in shown[-2]
            assert lines.index(shown[-1]) == lines.index(shown[-2]) + 1


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_answer_stays_readable_while_judging(listening: Workspace, size: tuple[int, int]) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        await marks(pilot, interview, "y")
        await until(pilot, lambda: app.screen.query_one(ReferenceTexts).scroll.size.height >= 8)
        below = app.screen.query_one("#decides")
        assert below.size.width == below.container_size.width, "one scrollbar is enough"
        assert "> " in screen_text(app)


async def test_words_may_come_after_the_mark(listening: Workspace) -> None:
    app = asks(listening, MARKS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        assert marks_first(interview.header, 1)
        assert AFTER_MARK_WHY in " ".join(screen_text(app).split()), "why"
        assert "heard" not in screen_text(app)
        assert not underlined(app)
        await marks(pilot, interview, "y")
        lines = screen_text(app).splitlines()
        (marked,) = [number for number, line in enumerate(lines) if "✓ yes" in line]
        assert f"heard: “{READS}”" in lines[marked + 1], "under its own point"
        assert lines[marked + 2].lstrip().startswith(">")
        assert quiet(app) == WORDS_HELP, "the rule before it left it no room"
        assert AFTER_MARK in screen_text(app), "the share is said once"
        await pilot.press("u")
        await until(pilot, lambda: AFTER_MARK_AGAIN in " ".join(screen_text(app).split()))
        await marks(pilot, interview, "y")
        await marks(pilot, interview, "y")
        lines = screen_text(app).splitlines()
        assert READS not in " ".join(lines[marked:]), "only under the latest"
        assert "heard: “Reading takes constant time" in " ".join(lines[marked:])
        await marks(pilot, interview, "n")
        assert quiet(app) == "Point 3: couldn't spot it in what you wrote."
        await pilot.press("tab")
        await until(pilot, lambda: READS in underlined(app))


async def test_answer_and_reference_stand_side_by_side(listening: Workspace) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(100, 24), notifications=True, tooltips=True) as pilot:
        await judging(pilot)
        both = ("What you said", READS, "A good answer", "It is indexing")
        await until(pilot, lambda: all(text in screen_text(app) for text in both))
        await pilot.press("m")
        await until(pilot, lambda: "It copies the list." in screen_text(app))
        assert READS in screen_text(app)
        assert "It is indexing" not in screen_text(app)
        await pilot.press("tab")
        await until(pilot, lambda: all(text in screen_text(app) for text in both))
        await pilot.press("end")
        await until(pilot, lambda: "Reading takes constant" in screen_text(app))  # all of the reference is in sight
        await pilot.resize_terminal(99, 24)
        await until(pilot, lambda: "Reading takes constant" not in screen_text(app))
        assert "It is indexing" in screen_text(app)
        await pilot.press("tab")
        await until(pilot, lambda: "It is indexing" not in screen_text(app))
        await pilot.resize_terminal(100, 24)
        await until(pilot, lambda: "It is indexing" in screen_text(app))


async def test_keys_scroll_the_side_asked_for(listening: Workspace) -> None:
    path = listening.graphs / "small" / "questions" / "basics.toml"
    path.write_text(path.read_text().replace("Markup such as [b] stays.", f"{'It goes on. ' * 200} The very end."))
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(120, 24), notifications=True, tooltips=True) as pilot:
        await judging(pilot)
        await pilot.press("end")
        await until(pilot, lambda: "Reading takes constant" in screen_text(app))
        assert "The very end." not in screen_text(app)
        await pilot.press("tab", "end")
        await until(pilot, lambda: "The very end." in screen_text(app))
        assert app.screen.query_one(ReferenceTexts).name_shown == "reference"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 34)])
async def test_facts_are_offered_once_and_listed_later(listening: Workspace, size: tuple[int, int]) -> None:
    app = asks(listening, WORDS_FIRST)
    offer = FACTS.format(how=" (f3)")
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot, "It reads one element in constant time.")
        await pilot.press("y", "y", "y")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        await idle(pilot)
        await until(pilot, lambda: "What you could have asked" in screen_text(app) or size[1] == 20)
        await pilot.press("end")
        await until(pilot, lambda: "Which language is it in?" in screen_text(app))
        assert "Any language will do." in screen_text(app)
        await pilot.press("enter")
        await until(pilot, lambda: "Question 1:" in screen_text(app))
        assert offer not in " ".join(screen_text(app).split())
        assert len(interview.state.turns) == 2


async def test_a_fact_asked_for_is_not_listed(listening: Workspace) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await in_room(pilot)
        await until(pilot, lambda: FACTS.format(how=" (f3)") in " ".join(screen_text(app).split()))
        await pilot.press("f3")
        await until(pilot, lambda: isinstance(app.screen, LinePrompt))
        await type_text(pilot, "which language")
        await pilot.press("enter")
        await until(pilot, lambda: bool(interview.state.turns[0].clarifications))
        await idle(pilot)
        await judging(pilot)
        await until(pilot, lambda: "It is indexing" in screen_text(app))
        assert "could have asked" not in screen_text(app)


async def test_marked_as_asked_though_heard_is_said(listening: Workspace) -> None:
    """It costs, and was taken without a word."""
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(60, 20), notifications=True, tooltips=True) as pilot:
        interview = await said(pilot, f"{READS}, so that nothing else is touched by it, ever.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING)
        await type_text(pilot, "constant time")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PREDICTING)
        await pilot.press("3")
        await phase(pilot, interview, Phase.JUDGING)
        assert "when asked = only in your reply" in " ".join(screen_text(app).split())
        await marks(pilot, interview, "a")
        assert interview.state.turns[0].marks == {"core": "prompted"}, "the mark counts"
        told = HEARD_ALREADY.format(undo="u", yes="y")
        await until(pilot, lambda: quiet(app) == told)
        assert told in " ".join(screen_text(app).split())
        await marks(pilot, interview, "a")
        assert quiet(app) != told, "that came in the reply"


def test_lines_say_that_it_was_heard_already(listening: Workspace) -> None:
    said_first = [f"{READS}, so that nothing else is touched by it, ever.", "."]
    told = lines_said(listening, WORDS_FIRST, [*said_first, "constant time", ".", "3", "a", "a", "n"])
    text = " ".join(" ".join(told).split())
    assert text.count(HEARD_ALREADY.format(undo="/undo", yes="y")) == 1
    assert text.count("only when asked = only in your reply to the follow-up") == 1, "explained at the first point"


def lines_said(place: Workspace, seed: int, lines: list[str]) -> list[str]:
    """What the line mode says to these lines, as whole paragraphs are hard to find once they are wrapped: one text."""
    graph = load(place.graphs / "small")
    settings = Settings(format="screen", role="tester", seed=seed, again=Retake("", items=("q0", "q1")))
    sitting = begin(graph, settings, place, StandingClock())
    told: list[str] = []
    feed = iter(lines)
    asked = PlainRoom(sitting, graph, lambda: next(feed, None), told.append)
    assert not asked.run()
    assert sitting.interview.state.awaits is not Awaits.NOTHING
    return told


ANSWER = [f"{READS}.", "Reading takes constant time whatever the length.", ".", "3"]


def test_lines_say_words_before_the_mark(listening: Workspace) -> None:
    told = lines_said(listening, WORDS_FIRST, [*ANSWER, "y", "p", "n"])
    text = " ".join(" ".join(told).split())
    assert text.count(WORDS_HELP) == 1
    assert text.count(FACTS.format(how=" with /ask")) == 1
    assert f"partly = only 'a list' Heard: “{READS}” Did you say it?" in text
    assert "Heard: “Reading takes constant time whatever the length” Did you say it?" in text
    assert "beyond the end Couldn't spot it in what you wrote. Did you say it?" in text


def test_lines_may_say_words_after_the_mark(listening: Workspace) -> None:
    told = lines_said(listening, MARKS_FIRST, [*ANSWER, "x", "y", "p", "n"])
    text = " ".join(" ".join(told).split())
    assert text.count(f"Point 1: heard: “{READS}”") == 1
    assert f"p partly, n no: Point 1: heard: “{READS}” Point 2 of 3" in text
    assert "n no: Point 3: couldn't spot it in what you wrote. By the points" in text
    assert "I couldn't find" not in text


def test_lines_say_what_has_no_words(listening: Workspace) -> None:
    told = lines_said(
        listening, MARKS_FIRST, ["I've done this for years.", ".", "I just know.", ".", "3", "y", "y", "y"]
    )
    doubt = "Of the 3 points you marked as met, I couldn't find any in your words. Look again?"
    assert doubt in " ".join(" ".join(told).split())


def test_marks_under_no_answer_are_asked_about(listening: Workspace) -> None:
    none = ["I don't know.", ".", "no idea", ".", "3"]
    told = " ".join(" ".join(lines_said(listening, MARKS_FIRST, [*none, "y", "y", "n"])).split())
    assert "You wrote that you don't know, and marked 2 points as met. Look again? /undo goes back" in told
    assert told.count("The clock is stopped while you mark.") == 1
    honest = " ".join(lines_said(listening, MARKS_FIRST, [*none, "n", "n", "n"]))
    assert "Look again?" not in honest


def test_lines_list_facts_not_asked_for(listening: Workspace, tmp_path: Path) -> None:
    for asked, listed in (([], True), (["/ask which language"], False)):
        told = lines_said(listening, WORDS_FIRST, [*asked, *ANSWER])
        assert ("- Which language is it in? Any language will do." in told) is listed
        assert ("What you could have asked" in told) is listed


async def test_no_verdict_before_the_last_mark(listening: Workspace) -> None:
    """It fell with each honest "no", which pushed to "yes"."""
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await judging(pilot)
        for number, key in enumerate("yn", 1):
            assert app.screen.query_one(JudgePane).query_one(Rule).note == f"{number} of 3"
            await marks(pilot, interview, key)
        assert not any(verdict in screen_text(app) for verdict in VERDICTS)
        await marks(pilot, interview, "n")
        await until(pilot, lambda: "60% covered" in screen_text(app))


async def test_no_to_all_is_offered_after_giving_up(listening: Workspace) -> None:
    app = asks(listening, WORDS_FIRST)
    async with app.run_test(size=(80, 24), notifications=True, tooltips=True) as pilot:
        interview = await said(pilot, "I don't know, sorry.")
        await pilot.press("ctrl+s")
        await phase(pilot, interview, Phase.PROBING, Phase.PREDICTING)
        while interview.state.phase is Phase.PROBING:
            await type_text(pilot, "No idea.")
            await pilot.press("ctrl+s")
            await idle(pilot)
        await pilot.press("1")
        await phase(pilot, interview, Phase.JUDGING)
        await until(pilot, lambda: quiet(app) == "You had no answer to this: N marks all its points no.")
        assert "N no to all" in screen_text(app)
        await pilot.press("N")
        await until(pilot, lambda: not interview.state.turns[0].unjudged)
        assert "weak" in screen_text(app)


def test_lines_take_no_to_all(listening: Workspace) -> None:
    told = lines_said(
        listening, WORDS_FIRST, ["I don't know, sorry.", ".", "No idea.", ".", "No idea.", ".", "1", "none"]
    )
    text = " ".join(" ".join(told).split())
    assert ", none for no to all:" in text
    assert "By the points: weak" in text
