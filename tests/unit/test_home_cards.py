"""What the cards of home say, in the room that each has."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from msgspec.structs import replace
from textual.content import Content

from simulator.graph.records import Graph
from simulator.report.concept_records import GAP, NOT_ASKED, NOT_ENOUGH, ConceptStanding
from simulator.report.debrief.advert import advert_phrases
from simulator.report.debrief_records import AdvertArea, Concern
from simulator.report.figures.assessment import assess_interview
from simulator.report.figures.day_plan import BRIEF_TITLES, plan_until
from simulator.report.figures.plan_needs import planned_sitting
from simulator.report.load import LastReport, stopped_on
from simulator.report.progress_records import Countdown, Due, Forecast, Progress
from simulator.report.records import Assessment
from simulator.report.tally import AskedItem, tally
from simulator.report.text.plan import title_in
from simulator.report.text.progress import progress_lines
from simulator.report.text.words import about_level, area_word, moved_words, own_level
from simulator.report.tones import RECOMMENDATION_BADGES
from simulator.session.archive.summary import SessionRow, row_of
from simulator.session.interview.interview import Interview
from simulator.session.presets import missed, planned
from simulator.ui.preferences import Preferences
from simulator.ui.tui import words
from simulator.ui.tui.home import card_texts
from simulator.ui.tui.home.card_facts import (
    OVER_ALL,
    Fact,
    HomeFacts,
    advert_facts,
    beside,
    fitting_facts,
    in_one_column,
    level_title,
    standing,
    standing_facts,
    toned_fact,
)
from simulator.ui.tui.home.home_card import STEPS, example, numbered
from simulator.ui.tui.home.rows import HomeLines, PlannedToday, planned_today
from simulator.ui.tui.home.welcome_pages import (
    ADVERT,
    DATE,
    LEVEL,
    MINUTES,
    PROJECT,
    PROJECT_AREA,
    WATCH,
    known_pages,
    ready_rows,
)
from simulator.ui.tui.starting import missed_words
from simulator.ui.tui.widgets.rows import Row
from tests.reporting import START, history, interview, progress_after, reading_of
from tests.some import seeds, some

TODAY = START.date()
SIZES = [(84, 7), (84, 30), (48, 6), (36, 4), (36, 1)]


@pytest.fixture(scope="module")
def found(llm: Graph) -> Progress:
    return progress_after(llm, *history(llm, 5, 2), 3)


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Interview:
    return interview(llm, 5)


@pytest.fixture(scope="module")
def report(sat: Interview) -> Assessment:
    return assess_interview(sat)


@pytest.fixture(scope="module")
def row(sat: Interview) -> SessionRow:
    return row_of(reading_of(sat))


@pytest.fixture(scope="module")
def last(row: SessionRow, report: Assessment) -> LastReport:
    return LastReport(row, report, report)


def countdown(llm: Graph, progress: Progress | None, days: int | None, minutes: int = 60) -> Countdown:
    until = None if days is None else TODAY + timedelta(days=days)
    return plan_until(progress, llm, TODAY, until, minutes, role="applied-engineer")


@pytest.mark.parametrize("size", SIZES)
def test_every_card_keeps_to_its_room(llm: Graph, found: Progress, last: LastReport, size: tuple[int, int]) -> None:
    width, height = size
    makers = (
        card_texts.plan(countdown(llm, found, 20), TODAY),
        card_texts.areas(found.areas),
        card_texts.heaviest(llm, "applied-engineer", {"safety": 0.3}),
        card_texts.last_report(last),
        numbered(STEPS),
        example,
        card_texts.sentences("A few words that need more than one line where a card is narrow."),
    )
    for make in makers:
        lines = make(width, height)
        assert 0 < len(lines) <= height or (not lines and make in makers[4:6])  # half a step is none
        assert all(line.cell_length <= width + 1 for line in lines), [str(line) for line in lines]


def test_the_level_has_no_cut_title() -> None:
    moved = "chance 23% over all, 25% before the drill on 30 Nov"
    assert [level_title(moved, room) for room in (60, 40, 36)] == [
        f"Level: {moved}",
        "Level: 25% before the drill on 30 Nov",
        "Level",
    ]
    assert level_title("", 60) == "Level"


def test_no_area_is_cut_beside_its_word() -> None:
    items = [Content("Retrieval 0 of 1 solid"), Content("Safety 1 of 1 solid")]
    label = Content("· not clear yet")
    assert [str(line) for line in card_texts.flowed(label, items, 38)] == [
        "· not clear yet  ",
        "  Retrieval 0 of 1 solid",
        "  Safety 1 of 1 solid",
    ]
    assert str(card_texts.flowed(label, items, 40)[0]) == "· not clear yet  Retrieval 0 of 1 solid"


def test_bars_say_what_they_measure(llm: Graph) -> None:
    drawn = card_texts.heaviest(llm, "applied-engineer", {})
    for height in (8, 16, 17):
        lines = [str(line) for line in drawn(38, height)]
        assert len(lines) == height
        assert lines[-1] == "How much is asked about each."
        assert re.match(r"and \d+ more", lines[-2]) or height == 17
    assert "How much your role asks about each." in " ".join(map(str, drawn(60, 30)))


def test_the_areas_stand_under_a_word_each(found: Progress) -> None:
    shown = "\n".join(map(str, card_texts.areas(found.areas)(84, 20)))
    titles = [area.title for area in found.areas]
    assert all(words.short_title(title, titles) in shown for title in titles)
    assert all(area_word(area.word) in shown for area in found.areas)
    low = "\n".join(map(str, card_texts.areas(found.areas)(36, 5)))
    assert "more" in low or "areas" in low  # what is left out is counted


def test_tall_narrow_window_has_the_plan_and_report(llm: Graph, found: Progress, last: LastReport) -> None:
    """At 80x45, half of a wide window, home was fourteen lines above thirty empty ones."""
    plan = countdown(llm, found, 4)
    known = HomeFacts(TODAY, llm, "applied-engineer", {}, str, progress=found, last=last, countdown=plan)

    def told(height: int, width: int = 76) -> list[str]:
        lines = [str(line) for line in in_one_column(known)(width, height)]
        assert len(lines) <= height
        return lines

    alone = told(11)
    assert not any(line.startswith(("Until", "Report: ")) for line in alone)  # as at 80x24
    tall = told(34)
    assert tall[tall.index("Until Saturday") - 1] == ""
    assert tall[tall.index("Until Saturday") + 1].startswith("today")
    assert any(line.startswith("Report: ") for line in tall)
    whole = len(told(99)) - len(told(99)[told(99).index("Until Saturday") :])
    assert "Until Saturday" not in told(whole + 4), "no plan without all its days"
    assert "Until Saturday" in told(whole + 5)
    assert any(line.startswith("Report: ") for line in told(40, 56))


def test_gaps_are_cut_before_they_are_left_out() -> None:
    """With three verdicts above it the row had no room, and its pointer stood behind another line."""
    gaps = "5 concepts, first: Grouped-query and latent attention, Positional encoding, Sampling"
    facts = [Fact("Ready", "for a screening call: yes"), Fact("Gaps", gaps), Fact("Known", "no single concept yet")]
    told = [line for _, lines in fitting_facts(facts, 50, 2) for line in lines]
    assert told[1].startswith("Gaps      5 concepts, first: ")
    assert (len(told), told[1].endswith("…"), max(map(len, told)) <= 50) == (2, True, True)


def test_weak_areas_are_not_the_ones_left_out(found: Progress) -> None:
    """Three areas with a right check each stood there, and "and 3 more" hid those that fell short."""
    asked = next(area for area in found.areas if area.questions)
    several = [
        replace(asked, area=str(n), title=f"Area number {n}", word=NOT_ENOUGH, mastery=n / 10) for n in (9, 2, 7, 1, 8)
    ]
    told = " ".join(str(line) for line in card_texts.areas(several)(60, 2))
    assert "Area number 1" in told
    assert "Area number 9" not in told


def test_an_unclear_area_has_no_percentage(found: Progress) -> None:
    """ "Weak: Models 19%" stood above "not clear yet: Inference 20%", and nothing said why."""
    asked = next(area for area in found.areas if area.questions)
    weak = replace(asked, title="Models", word=GAP, mastery=0.19, low=0.1, high=0.3)
    unclear = replace(weak, title="Inference", word=NOT_ENOUGH, mastery=0.3, questions=1, solid=1, weak=0)
    assert unclear.is_figure
    told = "\n".join(map(str, card_texts.areas([weak, unclear])(80, 9)))
    assert ("Models 19%" in told, "Inference 1 of 1 solid" in told) == (True, True)


def test_ready_leaves_room_for_the_gaps(found: Progress) -> None:
    """Its reservations took the whole card, and what there is to do wasn't there."""
    of_both = "weakest so far in Models and architecture"
    screen = f"leaning yes; too few answers at mid level; {of_both}"
    facts = standing_facts(replace(found, screen=screen, onsite=f"leaning not yet; {of_both}"))
    assert [of_both in fact.text for fact in facts[:2]] == [False, True]  # said once
    roomy, narrow = (" ".join(map(str, standing(facts, "p for more")(*size))) for size in ((160, 20), (46, 9)))
    assert ("too few answers" in roomy, "p for more" in roomy) == (True, False)
    assert ("too few answers" in narrow, "Gaps" in narrow) == (False, True)


def test_the_map_is_counted_in_words_that_fit(found: Progress) -> None:
    """After the first interview "10 touche…" stood on home, at 100 columns."""
    for width in range(56, 100):
        row = next(row for row in HomeLines((), Preferences(), TODAY, found, width=width).rows() if row.key == "map")
        assert len(row.text) <= width - len("  > ") - 12, row.text
        assert "asked about" in row.text


def test_what_was_done_is_no_plan(llm: Graph, found: Progress) -> None:
    """A full interview was "from your plan", which had a screening call on that day."""
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    plan = countdown(llm, found, 9)
    planned = planned_today(replace(plan, days=(replace(plan.days[0], done=True, also=()),)), kept, TODAY)
    assert planned is not None
    assert planned.note == "your plan"


def test_what_is_left_of_today_is_never_cut(llm: Graph, found: Progress) -> None:
    """It said "then product… + models" and "then production: 1 mi…"."""
    plan = countdown(llm, found, 9)
    first = replace(plan.days[0], kind="gaps", title="Production: 1 missed", minutes=13, also=(), done=False)
    other = replace(first, title="Models and architecture: 1 missed")
    one, two = replace(first, done=True, also=(first,)), replace(first, done=True, also=(first, other))
    assert [title_in(one, room) for room in (30, 22)] == ["next production: 1 missed", "next production"]
    assert [title_in(two, room) for room in (30, 22)] == ["next production + models", "2 things left"]


def test_an_area_without_an_answer_says_so(found: Progress) -> None:
    """Of an area with nothing but a check that was set aside, only the name stood among the figures of the others."""
    asked = next(area for area in found.areas if area.questions)
    first = replace(asked, title="Answered", word=NOT_ENOUGH, low=0.2, high=0.8)  # too wide for a figure
    assert not first.is_figure
    empty = replace(first, area="empty", title="Nothing told", questions=0, solid=0, weak=0, checks=0, checks_right=0)
    told = [str(line) for line in card_texts.areas([empty, first])(80, 9)]
    assert re.search(r"Answered \d of \d solid +Nothing told no answer yet", told[0])
    unasked = card_texts.areas([replace(empty, word=NOT_ASKED)])(80, 9)
    assert str(unasked[0]).endswith("Nothing told")


def test_titles_are_short_but_never_the_same() -> None:
    titles = ["Retrieval and RAG", "Safety and governance", "Safety and law", "System design"]
    assert [words.short_title(title, titles) for title in titles] == ["Retrieval", *titles[1:]]


def test_the_plan_counts_days_left_out(llm: Graph) -> None:
    plan = countdown(llm, None, 20)
    lines = [str(line) for line in card_texts.plan(plan, TODAY)(60, 5)]
    assert re.match(r"today \S Full interview ", lines[0])
    assert lines[0].endswith("60 min")
    assert lines[-1].split() == ["and", "16", "more", "days"]
    eighth = [str(line) for line in card_texts.plan(countdown(llm, None, 8), TODAY)(60, 8)]
    assert len(eighth) == 8
    assert "more day" not in eighth[-1]  # "and 1 more day" stood on the line of that day
    titles = [card_texts.plan_title(countdown(llm, None, days), TODAY) for days in (None, 0, 1, 4, 20)]
    assert titles == ["The week ahead", "Today", "Until the interview", "Until Saturday", "Until 14 December"]
    over = countdown(llm, None, -3)  # the box was empty, and still "Until the interview"
    assert card_texts.plan_title(over, TODAY) == "After the interview"
    assert "Hope it went well" in " ".join(map(str, card_texts.plan(over, TODAY)(30, 3)))


@pytest.mark.parametrize(("minutes", "note"), [(30, "more than planned"), (60, ""), (90, "")])
def test_an_interview_that_fits_is_not_too_much(llm: Graph, minutes: int, note: str, row: SessionRow) -> None:
    """The first start said "60 min: a full interview", and home that one was more than planned."""
    kept = Preferences(role="applied-engineer", interview_on=TODAY, minutes_a_day=minutes)
    plan = plan_until(None, llm, TODAY, TODAY, minutes)
    rows = HomeLines([], kept, TODAY, width=100, graph=llm, planned=planned_today(plan, kept, TODAY)).rows()
    assert next(r.note for r in rows if r.label == "Start") == note
    begun = replace(row, state="asking", format="screen", minutes=20.0)
    call = replace(kept, format="screen", minutes_a_day=30)
    today = planned_today(plan_until(None, llm, TODAY, TODAY, 30), call, TODAY, begun)
    for sessions in ([], [begun]):  # as the line to go on with, too
        rows = HomeLines(sessions, call, TODAY, width=100, graph=llm, planned=today).rows()
        assert next(r.note for r in rows if r.label == "Start") == ""


def test_home_says_the_minutes_of_the_plan(llm: Graph, found: Progress) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    plan = countdown(llm, found, 9)
    drill = replace(plan.days[0], kind="due", title="Drill: 2 due questions", minutes=13, also=(), done=False)
    drill = replace(drill, questions=2)
    call = replace(drill, kind="screen", title="Screening call", minutes=27, format="screen", length=20, also=(drill,))
    planned = planned_today(replace(plan, days=(call,)), kept, TODAY)
    assert planned is not None
    call_first = ("Screening call, 27 min with scoring", "Screening call, 27 min", "Screening call")  # as the plan says
    assert planned.texts == (*(f"{text}, then drill: 2 due questions" for text in call_first), *call_first)
    told = [
        str(card_texts.plan(replace(plan, days=(call,)), TODAY)(width, 5)[0]).split(maxsplit=2)[2] for width in (70, 44)
    ]
    assert [" ".join(line.split()) for line in told] == [
        "Screening call + 2 due questions 40 min",
        "Screening call + 2 due 40 min",
    ]
    assert [title_in(call, room) for room in (18, 12)] == ["Screening… + 2 due", "Scr…, 1 more"]
    assert title_in(replace(call, done=True), 60) == "next drill: 2 due questions"
    area = replace(drill, kind="area", title="Generation and decoding in depth", minutes=40)
    gaps = replace(drill, kind="gaps", title="Retrieval and RAG: 2 missed", minutes=20)
    day = replace(drill, also=(area, gaps))
    assert [title_in(day, room) for room in (90, 60, 34, 28, 22)] == [
        "2 due questions + Generation and decoding in depth + Retrieval and RAG: 2 missed",
        "2 due + Generation + Retrieval: 2 missed",
        "2 due + Generation + Retrieval",
        "2 due + Generat… + Retrieval",
        "2 due, 2 more",
    ]
    alone = [replace(one, also=()) for one in (drill, area, gaps)]
    assert [title_in(day, 24) for day in alone] == [
        "Drill: 2 due questions",
        "Generation in depth",
        "Retrieval: 2 missed",
    ]
    design = replace(
        area, title="System design in depth", also=(replace(area, title="Training and GPU systems in depth"),)
    )
    assert [title_in(design, room) for room in (60, 57, 41, 38)] == [
        "System design in depth + Training and GPU systems in depth",
        "System design + Training and GPU systems",  # "Training" alone is no name where there's room for it
        "System design + Training and GPU systems",
        "System design + Training",
    ]
    two = replace(area, title="Production in depth", also=(replace(area, title="System design in depth"),))
    assert title_in(two, 22) == "Production + System…"  # not "System d…"
    assert [title_in(alone[0], room) for room in (16, 6)] == ["2 due questions", "2 due"]
    briefs = [replace(alone[0], kind="brief", title=title) for title in BRIEF_TITLES.values()]
    assert [title_in(day, 20) for day in briefs] == ["Brief", "Brief, early night"]  # both were cut each day


@pytest.mark.parametrize(
    ("now", "ahead", "told"),
    [
        (2, (), "2 questions due again"),
        (0, ((1, 2),), "Retrieval and RAG first · 2 questions due again tomorrow"),
        (0, ((0, 1), (1, 2)), "Retrieval and RAG first · 1 question due again later today"),
        (0, ((4, 1),), "Retrieval and RAG first · 1 question due again on Saturday"),
        (0, ((9, 1),), "Retrieval and RAG first · nothing due"),
    ],
)
def test_practise_says_what_is_due_next(
    found: Progress, now: int, ahead: tuple[tuple[int, int], ...], told: str
) -> None:
    days = tuple(Due(day=TODAY + timedelta(days=n), questions=count) for n, count in ahead)
    first = replace(found.gaps[0], area="retrieval", title="Retrieval and RAG")
    known = replace(found, concepts=(), gaps=(first,), forecast=Forecast(now=now, questions=(), days=days))
    assert next(r.text for r in HomeLines((), Preferences(), TODAY, known).rows() if r.label == "Practise") == told


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (100, "3 questions due again: Retrieval and RAG; Foundations"),
        (80, "3 questions due again: Retrieval and RAG; Foundations"),
        (60, "3 due: Retrieval and RAG; 1 more area"),
    ],
)
def test_a_drill_names_the_areas_of_due_questions(llm: Graph, found: Progress, width: int, told: str) -> None:
    def one_of(area: str) -> list[str]:
        return [q.id for q in llm.questions.values() if llm.area_of(q.primary) == area]

    due = (*one_of("retrieval")[:2], one_of("foundations")[0])
    known = replace(found, concepts=(), forecast=Forecast(now=3, questions=due, days=()))
    rows = HomeLines((), Preferences(), TODAY, known, width=width, graph=llm).rows()
    assert next(r.text for r in rows if r.key == "practise") == told


def test_the_last_evening_leads_with_its_plan(llm: Graph, found: Progress, row: SessionRow) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=1))
    scored = [row]

    def shown(progress: Progress | None, sat: list[SessionRow]) -> list[Row]:
        planned = planned_today(countdown(llm, progress, 1), kept, TODAY)
        return HomeLines(sat, kept, TODAY, progress, width=60, graph=llm, planned=planned, tried=kept).rows()

    nothing_yet, brief = shown(None, []), shown(found, scored)
    assert (nothing_yet[0].label, nothing_yet[0].note) == ("Today", "from your plan")
    assert nothing_yet[0].text.startswith("Screening call, ")
    assert (nothing_yet[1].label, nothing_yet[1].text) == ("Brief", "likely questions, short answers")
    assert (brief[0].label, brief[0].note) == ("Brief", "today's plan")
    for rows in (nothing_yet, brief):
        assert not {"Practise", "Code", "Tonight", "Repeat"} & {r.label for r in rows}
        assert next(r.note for r in rows if r.label == "Start") == "more than planned"


def test_what_was_interrupted_comes_before_the_plan(llm: Graph, found: Progress, row: SessionRow) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    stopped = replace(row, state="asking")
    plan = countdown(llm, found, 9)
    for done, labels in ((False, ["Go on", "Today", "Start"]), (True, ["Go on", "Today", "Start"])):
        day = replace(plan.days[0], kind="gaps", format="deep-dive", area="retrieval", done=done, also=())
        rows = HomeLines([stopped], kept, TODAY, planned=planned_today(replace(plan, days=(day,)), kept, TODAY)).rows()
        assert [r.label for r in rows][:3] == labels


def test_an_interrupted_planned_interview_has_one_line(llm: Graph, found: Progress, row: SessionRow) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    begun = replace(row, state="asking")
    today = planned_today(countdown(llm, found, 9), kept, TODAY, begun)
    rows = HomeLines([begun], kept, TODAY, planned=today).rows()
    assert [r.label for r in rows][:2] == ["Go on", "Start"]
    assert "Today" not in [r.label for r in rows]
    assert rows[0].note.startswith("today's plan")
    assert rows[0].accented


def test_what_would_do_for_the_day_is_its(llm: Graph, row: SessionRow) -> None:
    """ "Go on: Full interview" and "Today: Screening call" stood on home for one interview that was open."""
    call = planned_sitting(TODAY, "screen", "Screening call", 20, format="screen")
    noon = datetime.combine(TODAY, time(12)).astimezone()
    full = replace(row, state="asking", format="full", minutes=45.0, answers=2, started=noon, last_at=noon)
    taste, drill = replace(full, format="screen", minutes=10.0), replace(full, format="drill")
    before, long_ago = (replace(full, started=at, last_at=at) for at in (noon - timedelta(1), noon - timedelta(9)))
    for left, does in ((full, True), (taste, False), (drill, False), (before, True), (long_ago, False)):
        assert stopped_on(call, [left], llm) == (left if does else None)
    assert stopped_on(replace(call, done=True), [full], llm) is None


def test_tonight_is_told_once(llm: Graph, found: Progress, report: Assessment) -> None:
    """Where the plan goes over the same today, its line is enough."""
    advice, kept = report.tonight[0], Preferences(role="applied-engineer")
    for concepts, told in ((frozenset[str](), True), (frozenset({advice.concept}), False)):
        today = PlannedToday(("Retrieval: 2 gaps",), concepts=concepts)
        rows = HomeLines([], kept, TODAY, found, planned=today, tonight=advice).rows()
        assert [r.label for r in rows if r.key == "tonight"] == ["Read"] * told
    day = replace(countdown(llm, found, 9).days[0], concepts=("kv-cache",), done=True, also=())
    plan = replace(countdown(llm, found, 9), days=(day,))
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    ahead = planned_today(replace(plan, days=(replace(day, done=False),)), kept, TODAY)
    over = planned_today(plan, kept, TODAY)
    assert ahead is not None
    assert over is not None
    assert (list(ahead.concepts), list(over.concepts)) == (["kv-cache"], [])


def test_beside_a_plan_the_advice_is_to_read(llm: Graph, found: Progress, report: Assessment) -> None:
    """Today had one thing to sit and Tonight another: nobody knew which to do."""
    advice, kept = report.tonight[0], Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    plan = countdown(llm, found, 9)
    done, after = (replace(day, concepts=(), also=()) for day in plan.days[:2])
    for concepts, note in (((advice.concept,), "your plan has it tomorrow"), ((), "from your last report")):
        days = (replace(done, done=True), replace(after, concepts=concepts))
        today = planned_today(replace(plan, days=days), kept, TODAY)
        rows = HomeLines([], kept, TODAY, found, width=120, planned=today, tonight=advice).rows()
        read = next(r for r in rows if r.key == "tonight")
        assert (read.label, read.text, read.note) == ("Read", advice.title, note)


def test_what_was_begun_still_has_its_concepts(
    llm: Graph, found: Progress, report: Assessment, row: SessionRow
) -> None:
    """Left in the middle, today's interview had its own concept offered to read, and tomorrow's wasn't called so."""
    advice, kept = report.tonight[0], Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    plan, begun = countdown(llm, found, 9), replace(row, state="asking")
    day, after = (replace(day, concepts=(), also=()) for day in plan.days[:2])
    own = (replace(day, concepts=(advice.concept,)), after)
    for days, notes in ((own, []), ((day, replace(after, concepts=(advice.concept,))), ["your plan has it tomorrow"])):
        today = planned_today(replace(plan, days=days), kept, TODAY, begun)
        rows = HomeLines([begun], kept, TODAY, found, width=120, planned=today, tonight=advice).rows()
        assert [r.note for r in rows if r.key == "tonight"] == notes


def test_only_one_line_says_what_to_begin_with(found: Progress, report: Assessment) -> None:
    """After one interview Tonight named one area, and Practise another first."""
    about, kept = replace(found, forecast=Forecast(now=0, questions=(), days=())), Preferences(role="applied-engineer")
    alone = HomeLines([], kept, TODAY, about).rows()
    assert next(r.text for r in alone if r.key == "weakest").startswith(f"{about.gaps[0].title} first")
    advised = HomeLines([], kept, TODAY, about, tonight=report.tonight[0]).rows()
    assert "weakest" not in [r.key for r in advised]
    assert "tonight" in [r.key for r in advised]


def test_ready_says_for_what(found: Progress) -> None:
    facts = standing_facts(found)
    assert [fact.text.partition(":")[0] for fact in facts][:2] in (
        ["for a screening call at mid level", "for an onsite at mid level"],
        ["not known yet for a screening call or for an onsite at mid level", "About mid level"],
    )


def test_too_few_answers_follow_their_kinds(found: Progress) -> None:
    """ "Ready  for a screening call and for an onsite at staff level: too few answers to say" read as ready."""
    few = "too few answers to say"
    early = replace(found, screen=few, onsite=few, recommendation=replace(found.recommendation, word=""))
    assert standing_facts(early)[0].text == f"not known yet for a screening call or for an onsite at mid level: {few}"
    doubted, said = replace(found.recommendation, word="not yet", contradicted=True), "not borne out by what you wrote"
    twice = standing_facts(replace(found, screen=said, onsite=said, recommendation=doubted))
    assert (
        twice[0].text == f"not known yet for a screening call or for an onsite at mid level: {said}"
    )  # it pushed the gaps out
    assert sum(said in fact.text for fact in twice) == 1


def test_what_is_unsure_stands_beside_its_counts(found: Progress) -> None:
    """ "Gaps none for sure yet" stood beside a plan for three missed, and "Known" had none after 11 of 12 solid."""
    missed = tuple(replace(standing, mark="unsure") for standing in found.concepts[:4])
    unsure = replace(found, concepts=missed, to_study=tuple(standing.concept for standing in missed))
    facts = {fact.label: fact for fact in standing_facts(unsure)}
    solid, asked = found.solid, found.scored
    assert 0 < solid < asked
    assert facts["Gaps"].text.startswith("4 missed, none certain yet, first: ")
    assert facts["Known"].text == f"{solid} of {asked} answers solid, but no concept for sure yet"


def test_what_was_answered_well_since_is_no_gap(found: Progress) -> None:
    """Home still had it among the gaps after a solid answer, and the check that was put right not."""
    missed = [replace(standing, mark="unsure") for standing in found.concepts[:2]]
    study = tuple(standing.concept for standing in missed)

    def gaps(*standings: ConceptStanding) -> str:
        told = standing_facts(replace(found, concepts=standings, to_study=study))
        return next(fact.text for fact in told if fact.label == "Gaps")

    first, second = missed
    again = replace(second, better=True)
    assert gaps(first, second) == f"2 missed, none certain yet: {first.title}, {second.title}"
    assert gaps(first, again) == f"1 missed, not certain yet: {first.title}"
    both = f"{first.title}, {second.title}"
    assert gaps(replace(first, better=True), again) == f"none open; 2 missed, but answered well since: {both}"
    assert gaps(first, replace(again, mark="gap")) == f"1 concept: {second.title}", "one good answer isn't enough there"


@pytest.mark.parametrize(("ranks", "better", "mended"), [([0, 2], 1, 0), ([0, 2, 3], 1, 1), ([0, 2, 1], 0, 0)])
def test_the_last_answer_says_what_is_better(llm: Graph, ranks: list[int], better: int, mended: int) -> None:
    question = next(q for q in llm.questions.values() if q.kind == "discuss")
    about = question.id, question.primary, llm.area_of(question.primary)
    items = [AskedItem(*about, check=False, answered=True, rank=rank) for rank in ranks]
    counted = tally(llm, items)
    assert (len(counted.better), len(counted.mended)) == (better, mended)


def test_no_quote_ends_after_its_first_word() -> None:
    """At 60 columns the line of the last report ended in "say next time: “Every he…”"."""
    word, say = "full interview, today 9:44: leaning not yet for junior", "say next time: “Every head costs memory.”"
    for width, told in ((50, word), (80, f"{word}; {say}")):
        ((_, lines),) = fitting_facts([Fact("Report", f"{word}; {say}", most=2, brief=word)], width, 9)
        assert " ".join(" ".join(lines).split()) == f"Report {told}"


def test_a_verdict_that_wraps_keeps_its_colour() -> None:
    fact = Fact("Ready", "for a screening call: ◆ yes", RECOMMENDATION_BADGES["yes"])
    for width in (60, 32):
        spans = [span for line in toned_fact(fact, beside(fact.label, fact.text, width)) for span in line.spans]
        assert "bold $good" in [str(span.style) for span in spans]


@pytest.mark.parametrize("width", some(range(30, 70), *range(30, 70, 4)))
def test_a_badge_stays_in_one_line(found: Progress, width: int) -> None:
    told = replace(found, screen="leaning yes; weakest so far in Safety", onsite="leaning yes")
    lines = [str(line) for line in standing(standing_facts(told), "")(width, 40)]
    assert sum("\u25c8 leaning yes" in line for line in lines) >= 2
    assert not any(line.endswith(("\u25c8", "leaning")) or "\u00a0" in line for line in lines)


def test_an_aside_says_what_the_word_is_about(found: Progress) -> None:
    """A report said yes for senior, and home leaning yes, without a word on why."""
    told = [fact.text for fact in standing_facts(found, aside=OVER_ALL)]
    assert [text for text in told if text.endswith(f"; {OVER_ALL}")]
    assert len(told) == len(standing_facts(found))


def test_a_quote_is_whole_where_rows_are_free(last: LastReport) -> None:
    say = "word " * 60 + "end"
    concern = Concern("Text-to-SQL", "", say, (1,), lacked="")
    recommendation = replace(last.found.recommendation, strengths=(), concerns=(concern,))
    found = last._replace(found=replace(last.found, recommendation=recommendation))
    for height, whole in ((40, True), (10, True), (4, False)):
        told = "\n".join(str(line) for line in card_texts.last_report(found)(64, height))
        assert (say.split()[-1] in told) is whole
        assert len(told.splitlines()) <= height


@pytest.mark.parametrize("height", [5, 7, 18, 40])
def test_the_last_interview_says_what_comes_next(last: LastReport, height: int) -> None:
    lines = [str(line) for line in card_texts.last_report(last)(64, height)]
    word, concerns = last.found.recommendation, last.found.recommendation.concerns
    assert lines[0].endswith(f"{word.word} for {word.level}".removeprefix(word.word[0]))
    advice = next(told for told in map(card_texts.next_time, concerns) if told)
    assert advice.partition(":")[0] in "\n".join(lines)
    assert len(lines) <= height


def test_the_last_interview_is_named_beside_its_word(last: LastReport) -> None:
    told = card_texts.last_briefly(last, last.row.started.astimezone().date())
    assert re.match(r"full interview, today \d+:\d\d: \w", told)


@pytest.mark.parametrize(
    ("format_", "days", "named"),
    [
        ("drill", 0, "today's drill"),
        ("full", 1, "yesterday's full interview"),
        ("screen", 3, "the screening call on 24 Nov"),
    ],
)
def test_the_level_says_what_moved_it(found: Progress, last: LastReport, format_: str, days: int, named: str) -> None:
    before, after = (replace(found.path[0], session=f"s{n}", mastery=chance) for n, chance in enumerate((0.61, 0.55)))
    latest = replace(last.row, id="s1", format=format_)
    today = latest.started.astimezone().date() + timedelta(days=days)
    assert moved_words([before, after], [latest], today) == f"chance 55% over all, 61% before {named}"
    assert not moved_words([before, replace(after, mastery=0.613)], [latest], today)
    assert not moved_words([after], [latest], today)


def test_the_level_on_home_has_no_figures(found: Progress) -> None:
    """ "(80% sure: junior-mid); chance 57% over all, 56% before" took three lines on the way to bed."""
    level = next(fact for fact in standing_facts(found) if fact.label == "Level")
    assert level.text == own_level(found).partition(" (")[0]
    assert "%" in own_level(found)
    assert not set(level.text) & set("0123456789%(")


def test_what_was_missing_says_on_what(last: LastReport) -> None:
    concern = Concern("Text-to-SQL: not all main points were there", "", "", (1,), lacked="what counts as right")
    recommendation = replace(last.found.recommendation, strengths=(), concerns=(concern,))
    found = last._replace(found=replace(last.found, recommendation=recommendation))
    told = " ".join(" ".join(str(line) for line in card_texts.last_report(found)(64, 6)).split())
    assert "Text-to-SQL: not all main points were there; missing: what counts as right" in told


def test_the_advert_has_room_on_its_card() -> None:
    phrases = ["all solid in 3 of its 7 areas", "no answer yet in Safety and 2 others"]
    (fact,) = advert_facts(phrases, "w shows each")
    assert fact.text == "all solid in 3 of its 7 areas; w shows each"
    assert advert_facts([], "w shows each") == []
    areas = [
        AdvertArea(area=f"a{n}", title="", of_hundred=9, answers=n, solid=n, checks=0, asked=n > 0) for n in range(3)
    ]
    (fact,) = advert_facts(advert_phrases(areas), "w shows each")
    assert fact.text == "all solid in 2 of its 3 areas; w shows each"


def test_a_level_is_said_as_one_would(found: Progress) -> None:
    assert about_level(2, 1, 2) == "About junior level (80% sure: junior at most)"
    assert about_level(3, 3, 3) == "About mid level (80% sure: mid)"
    assert about_level(1, 0, 2) == "The fundamentals so far (80% sure: junior at most)"
    assert about_level(0, 0, 1) == "Below the fundamentals so far (80% sure: the fundamentals at most)"
    assert about_level(2, 1, 4) == "Somewhere up to senior level (80% sure)"
    assert about_level(3, 1, 6) == "Somewhere up to staff level (80% sure)"
    assert about_level(4, 3, 6) == "About senior level (80% sure: mid-staff)"
    assert about_level(0, 0, 0) == "Below the fundamentals so far"
    assert ("Level", about_level(found.level, found.level_low, found.level_high).partition(" (")[0]) in [
        (fact.label, fact.text) for fact in standing_facts(found)
    ]
    assert [len(card_texts.level_lines(found, 80, brief=brief)) for brief in (False, True)] == [2, 1]


def test_brief_levels_say_a_chance_of_what(found: Progress) -> None:
    own = replace(found, mastery=0.64)
    name = own_level(own).partition(" (")[0]
    long, short = f"{name}  64% chance of a solid answer", f"{name}  64% solid"
    whole, brief = f"{long} at mid level", f"{short} at mid level"  # of which level, where another one is named before
    below = [card_texts.level_lines(replace(own, target=3), width)[1].plain for width in (40, 30)]
    assert below == ["64% chance of solid at mid level", "64% solid at mid level"]
    for said, longer in ((whole, 90), (long, len(whole)), (brief, len(long)), (short, len(brief)), (name, len(short))):
        for width in (len(said), longer - 1):
            (line,) = card_texts.level_lines(replace(own, target=3), width, brief=True)
            assert line.plain == said


def test_what_the_plan_says_is_next_leads(llm: Graph, found: Progress) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    plan = countdown(llm, found, 9)
    now = plan.days[0]

    def first(day: PlannedToday | None) -> list[str]:
        return [r.label for r in HomeLines((), kept, TODAY, planned=day).rows() if r.label in ("Today", "Start")]

    assert planned_today(None, kept, TODAY) is None  # its place isn't known yet
    gaps = replace(
        now, kind="gaps", title="Retrieval: 3 gaps", format="deep-dive", length=20, area="retrieval", done=False
    )
    done = replace(gaps, done=True)
    rest = replace(gaps, kind="rest", title="A day off", format="", minutes=0)
    days = [replace(plan, days=(day,)) for day in (gaps, done, rest)]
    assert [first(planned_today(day, kept, TODAY)) for day in days] == [["Today", "Start"]] * 3
    after = planned_today(replace(plan, days=(done, gaps)), kept, TODAY)
    assert after is not None
    assert after.texts[0].startswith("done; tomorrow: Retrieval: 3 gaps, ")
    besides = planned_today(replace(plan, days=(replace(done, also=(gaps,)),)), kept, TODAY)
    assert besides is not None
    assert besides.texts[0].startswith("Retrieval: 3 gaps, ")
    assert planned_today(plan, replace(kept, interview_on=None), TODAY) is None


def test_a_plan_like_start_needs_no_line(llm: Graph) -> None:
    kept = Preferences(role="applied-engineer", interview_on=TODAY + timedelta(days=9))
    rows = HomeLines((), kept, TODAY, planned=planned_today(countdown(llm, None, 9), kept, TODAY)).rows()
    assert "Today" not in [r.label for r in rows]
    assert (rows[0].label, rows[0].note, rows[0].accented) == ("Start", "today's plan", True)
    assert not any(r.accented for r in rows[1:])


def test_the_interview_day_in_ever_fewer_words() -> None:
    today = date(2026, 11, 27)
    said = [words.interview_on(today + timedelta(days=days), today) for days in (0, 1, 5, 20)]
    assert said[:2] == [("interview today",), ("interview tomorrow",)]
    assert said[2] == ("interview on Wednesday, in 5 days", "interview in 5 days")
    assert said[3][0] == "interview on 17 December, in 20 days"


def test_a_screening_call_says_its_level_is_lower(found: Progress) -> None:
    """Home said leaning yes in its first line, and progress leaning not yet."""
    word = replace(found.recommendation, word="leaning not yet")
    apart = replace(found, screen="leaning yes; weakest so far in X", onsite="leaning not yet", recommendation=word)
    assert standing_facts(apart)[0].text.startswith("for a screening call, a level lower: ")
    told = " ".join(progress_lines(apart, TODAY, 100))
    assert "Ready for a screening call, a level lower: leaning yes." in told
    alike = replace(apart, screen="leaning not yet")
    assert "level lower" not in standing_facts(alike)[0].text + " ".join(progress_lines(alike, TODAY, 100))


def test_two_alike_are_told_by_time(llm: Graph, found: Progress, row: SessionRow) -> None:
    """It said 37% before today's full interview, beside the time of another full interview of today."""
    latest = replace(row, id=found.path[-1].session)
    before, after = replace(found.path[-2], mastery=0.6), replace(found.path[-1], mastery=0.5)
    today, time = latest.started.astimezone().date(), f"{latest.started.astimezone():%-H:%M}"
    alone = moved_words([before, after], [latest], today)
    assert time not in alone
    assert alone.startswith("chance 50% over all, 60% before today's ")  # "50% solid" was read as a share of answers
    two = [latest, replace(latest, id="another")]
    assert moved_words([before, after], two, today) == f"{alone} at {time}"


def test_a_list_of_yesterday_is_not_tonights(llm: Graph, found: Progress, report: Assessment) -> None:
    kept = Preferences(role="applied-engineer")
    for listed, label in ((TODAY, "Tonight"), (TODAY - timedelta(days=1), "Go over")):
        rows = HomeLines([], kept, TODAY, found, tonight=report.tonight[0], listed=listed).rows()
        assert next(row.label for row in rows if row.key == "tonight") == label


def test_what_is_due_has_one_line(llm: Graph, found: Progress) -> None:
    """Today's drill of three due questions stood above Practise with the same three."""
    due = replace(found, forecast=replace(found.forecast, now=3, questions=()))
    kept = Preferences(role="applied-engineer")
    for is_drill, told in ((True, False), (False, True)):
        today = PlannedToday(("Drill: 3 due questions",), is_drill=is_drill)
        rows = HomeLines([], kept, TODAY, due, planned=today).rows()
        assert any("due again" in row.text for row in rows) is told


def test_where_the_rest_is_pushes_nothing_out(found: Progress) -> None:
    """At 60x20 a line said only that p for more, in the place of one's level."""
    facts = [Fact("Ready", "leaning yes"), Fact("Level", "about mid"), Fact("Gaps", "none")]
    lines = list(map(str, standing(facts, "p for more")(40, 2)))
    assert lines == ["Ready     leaning yes", "Level     about mid; p for more"]
    narrow = list(map(str, standing(facts, "p for more")(30, 2)))
    assert narrow == ["Ready     leaning yes", "          p for more"]  # which is said in any case
    assert "p for more" not in "".join(map(str, standing(facts, "p says more")(40, 3)))


def test_a_wrong_check_is_missed_in_lists(llm: Graph) -> None:
    """Review said missed 2 where the plan and the question whether to sit it again said 5."""
    wrong = 0
    for seed in seeds(4, 2):
        sat = interview(llm, seed, level=-2.0)
        row, turns = row_of(reading_of(sat)), missed(sat.state)
        assert {turn.asked.concepts[0] for turn in turns} == set(row.missed)
        checks = sum(turn.check is not None for turn in turns)
        wrong += checks
        assert missed_words(turns).endswith(("check", "checks") if checks else ("question", "questions"))
    assert wrong
    assert missed_words(turns[:1]) in {"the question", "the check"}


def test_the_first_start_asks_nothing_that_is_known() -> None:
    ahead, passed = TODAY + timedelta(days=3), TODAY - timedelta(days=3)
    assert known_pages(Preferences(interview_on=passed), TODAY) == frozenset()
    known = Preferences(seniority="senior", project=False, advert="Them", interview_on=ahead)
    assert known_pages(known, TODAY) == {LEVEL, PROJECT, PROJECT_AREA, ADVERT, DATE, MINUTES}


def test_the_first_start_ends_with_the_plans_today() -> None:
    full = Preferences().settings("")
    call, short = (planned(full, "screen", minutes) for minutes in (20.0, 10.0))
    ends = [ready_rows(full, today) for today in (None, call, short, planned(full, "full", 45.0))]
    assert [[row.key for row in rows][:2] for rows in ends] == [
        ["taste", WATCH], ["planned", "taste"], ["taste", WATCH], ["full", "taste"]
    ]  # fmt: skip
    assert [rows[0].note for rows in ends] == ["", *["today's plan"] * 3]
    assert all(len({row.key for row in rows}) == len(rows) for rows in ends)
    notes = {a_day: ready_rows(full, call, a_day)[-1] for a_day in (None, 45.0, 60.0)}
    assert {a_day: (row.key, row.note) for a_day, row in notes.items()} == {
        None: ("full", ""), 45.0: ("full", "over your 45 min"), 60.0: ("full", "")
    }, "with its scoring it takes an hour"  # fmt: skip
    dive = Preferences(format="deep-dive", area="retrieval", minutes=45).settings("")
    days = (("retrieval", ()), ("agents", ()), ("retrieval", ("react",)))
    dives = [ready_rows(dive, planned(dive, "deep-dive", 45.0, *of)) for of in days]
    assert [rows[0].key for rows in dives] == ["full", "planned", "planned"]
