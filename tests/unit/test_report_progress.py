"""Progress over sessions: belief, calibration, coverage, what is due, gaps, and plots that read at 60 columns."""

import json
import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from msgspec.structs import replace

from simulator.engine.model.priors import Prior
from simulator.engine.schedule import end_of_day, schedule
from simulator.engine.scoring import SCALE, STRONG
from simulator.graph.records import PROBE_MINUTES, TIER_MINUTES, Graph
from simulator.graph.text import percent
from simulator.report import tones
from simulator.report.concept_records import THE_SAME, about_the_same, as_json
from simulator.report.figures.progress import progress, work_first
from simulator.report.figures.study_plan import forecast
from simulator.report.progress_records import Progress
from simulator.report.text import progress as plots
from simulator.report.text.progress import WORK_FIRST, progress_lines
from simulator.report.text.words import TIER_LEVELS, TOO_EARLY, area_word, seen_words, to_work_on_words
from simulator.session.archive.facts import SessionFacts, facts_of, past_reviews
from simulator.session.interview.history import PastSession, beliefs_after, carried, past_session
from simulator.ui.tui.home import card_texts
from simulator.ui.tui.map.progress_pages import area_rows, in_one_line, legend, standing
from tests.reporting import START, bank_of, history, interview, progress_after, reading_of

Sat = tuple[list[SessionFacts], list[PastSession]]


@pytest.fixture(scope="module")
def sat(llm: Graph) -> Sat:
    return history(llm, 6, 4)


@pytest.fixture(scope="module")
def found(llm: Graph, sat: Sat) -> Progress:
    return progress_after(llm, *sat, 10)


@pytest.mark.parametrize("width", [45, 80])
def test_progress_in_words_has_no_drawing(found: Progress, width: int) -> None:
    """A screen reader read out dots, bars and the half year's blanks; in 45 columns the tables broke."""
    today = date(2026, 12, 4)
    lines = list(progress_lines(found, today, width, is_drawn=False))
    assert all(len(line) <= width for line in lines)
    text = " ".join(" ".join(lines).split())
    assert not set(text) & set("●░┈┤━┃│·=<>|")
    assert all(
        f"{percent(band.mastery)}, between {percent(band.low)} and {percent(band.high)}" in text for band in found.path
    )
    assert all(f"{area.title}: {area_word(area.word)}" in text for area in found.areas if area.questions)
    assert f"{found.calibration.checks_right} of {found.calibration.checks} right" in text
    assert sum(int(count) for count in re.findall(r"(\d+) interviews?(?= |$)", text.partition("26 weeks")[2])) == 4
    drawn = " ".join(progress_lines(found, today, 80))
    assert all(f"{time.minutes:.1f} of" in text and f"{time.minutes:.1f} of" in drawn for time in found.times)


def test_counts_are_those_of_the_sessions(llm: Graph, sat: Sat, found: Progress) -> None:
    facts = sat[0]
    items = [i for f in facts for i in f.items]
    assert found.sessions == found.counted == len(found.path) == 4
    assert found.questions == sum(not i.check for i in items)
    assert found.checks == sum(i.check for i in items)
    assert found.hours == pytest.approx(sum(f.clock for f in facts) / 3600, abs=1e-4)
    assert found.coverage.questions == len({i.item for i in items if not i.check})
    assert found.coverage.of_questions == len(llm.questions)
    assert sum(a.asked for a in found.areas) == found.coverage.questions
    assert sum(a.of for a in found.areas) == len(llm.questions)
    assert sum(p.predictions for p in found.calibration.sessions) == found.calibration.predictions
    assert [(d.sittings) for d in found.calendar] == [1, 1, 1, 1]


def test_answers_are_counted_as_each_interview_counts_them(llm: Graph) -> None:
    """Home had "9 of 12 answers solid" and the list of interviews 10 of 13: a story counts for no area."""
    held = [interview(llm, seed, level=4.5, day=seed, project=True) for seed in (1, 2, 3)]
    verdicts = [t.verdict for one in held for t in one.state.turns if t.check is None and t.verdict and t.scored]
    found = progress_after(llm, [facts_of(reading_of(one)) for one in held], [], 3)
    assert any(turn.is_story for one in held for turn in one.state.turns)
    assert (found.scored, found.solid) == (len(verdicts), sum(verdict in STRONG for verdict in verdicts))
    by_area = sum(area.questions for area in found.areas), sum(area.solid for area in found.areas)
    assert (found.scored, found.solid) != by_area


def test_predictions_are_counted_by_what_they_came_to(sat: Sat, found: Progress) -> None:
    rating = found.calibration
    predicted = [i for f in sat[0] for i in f.items if i.prediction and i.not_raised]
    for pair in rating.pairs:
        assert pair.count == sum((i.prediction, i.not_raised) == (pair.predicted, pair.scored) for i in predicted) > 0
    assert sum(pair.count for pair in rating.pairs) == rating.predictions == len(predicted)
    assert rating.exact + rating.higher + rating.lower == rating.predictions
    assert min(rating.exact, rating.higher, rating.lower) > 0
    lines = list(plots.prediction_lines(rating))
    assert [line.split()[0] for line in lines[1:]] == list(SCALE)
    assert sum(int(count) for line in lines for count in re.findall(r"[=<>](\d+)", line)) == rating.predictions


def test_minutes_by_tier_are_those_of_answers(llm: Graph, sat: Sat, found: Progress) -> None:
    answered = [i for f in sat[0] for i in f.items if i.verdict and not i.check]
    assert [time.tier for time in found.times] == sorted({i.tier for i in answered})
    for time in found.times:
        own = [i for i in answered if i.tier == time.tier]
        assert time.answers == len(own)
        assert time.minutes == pytest.approx(sum(i.seconds for i in own) / 60 / len(own), abs=0.01)
        assert time.planned == pytest.approx(sum(i.planned for i in own) / len(own), abs=0.01)
    extra = [i.planned - llm.questions[i.item].planned_minutes for i in answered]
    assert min(extra) >= 0
    assert max(extra) >= PROBE_MINUTES, "a follow-up brings its own minutes, as in a report"


def test_lost_questions_were_planned_as_their_tier(llm: Graph, sat: Sat) -> None:
    facts, past = sat
    lost = [replace(f, items=tuple(replace(i, item=f"{i.item}-before", planned=0.0) for i in f.items)) for f in facts]
    times = progress_after(llm, lost, past, 10).times
    assert {time.tier: time.planned for time in times} == {time.tier: TIER_MINUTES[time.tier] for time in times}
    assert len(times) > 1


def test_the_belief_is_the_next_sessions_start(llm: Graph, sat: Sat, found: Progress) -> None:
    now = START + timedelta(days=10)
    start = carried(Prior.structural(bank_of(llm), "mid"), sat[1], now)
    mean, sd = start.area("retrieval")
    from simulator.report.figures.standing import solid_probability

    area = next(a for a in found.areas if a.area == "retrieval")
    assert (area.mastery, area.low, area.high) == solid_probability(start, found.target, (mean, sd))


def test_a_month_without_interviews_widens_the_interval(llm: Graph, sat: Sat) -> None:
    soon, late = progress_after(llm, *sat, 5), progress_after(llm, *sat, 60)
    assert late.high - late.low > soon.high - soon.low
    assert late.path == soon.path


def test_beliefs_grow_surer_with_every_session(llm: Graph, sat: Sat) -> None:
    spreads = [b.overall()[1] for _, b in beliefs_after(Prior.structural(bank_of(llm)), sat[1])]
    assert spreads == sorted(spreads, reverse=True)


def test_forecast_is_what_the_schedule_says(llm: Graph, sat: Sat) -> None:
    facts = sat[0]
    known = schedule(past_reviews(facts, llm), llm)
    found = forecast(facts, llm, START + timedelta(days=3))
    now = end_of_day(START + timedelta(days=3))
    assert {*found.questions, *found.waiting} == set(known.due_by(now))
    assert set(found.waiting) == known.held_back(now)
    for day in found.days:
        later = sum(at.date() == day.day for at, _ in known.ahead(now))
        assert day.questions == later + len(found.waiting) * (day.day == now.date() + timedelta(days=1))
    assert sum(d.questions for d in found.days) > 0
    assert [r.question for r in found.resting] == [r.item for r in known.resting(now)]
    assert forecast(facts, llm, now) == found


def test_due_questions_come_longest_overdue_first(llm: Graph, sat: Sat) -> None:
    found = forecast(sat[0], llm, START + timedelta(days=400))
    assert found.now == len(found.questions) == len({i.item for f in sat[0] for i in f.items if i.verdict})
    assert all(day.questions == 0 for day in found.days)


def test_what_was_missed_leads_then_lowest_areas(found: Progress) -> None:
    asked = [a for a in found.areas if a.questions or a.checks]
    missed = list(dict.fromkeys([*(s.area for s in found.missed), found.weakest]))
    places = {area: place for place, area in enumerate(missed)}
    lowest = sorted((places.get(a.area, len(places)), a.mastery) for a in asked)[:3]
    assert [(places.get(g.area, len(places)), g.mastery) for g in found.gaps] == lowest
    by_id = {a.area: a for a in found.areas}
    for gap in found.gaps:
        assert gap.word == by_id[gap.area].word
        assert gap.word != "gap" or gap.high < 0.5


def test_areas_without_a_miss_are_left_out(found: Progress) -> None:
    """It was "Areas to work on first: 1 of 1 solid"."""
    low, high = (replace(found.areas[0], area=name, mastery=chance) for name, chance in (("low", 0.3), ("high", 0.7)))
    solid = replace(low, questions=1, solid=1, weak=0, checks=1, checks_right=1)
    for missed in (replace(solid, solid=0), replace(solid, checks_right=0)):
        areas = [solid, replace(missed, area="high", mastery=high.mastery)]
        assert [gap.area for gap in work_first(areas, ())] == ["high"]
        assert [gap.area for gap in work_first(areas, ("low",))] == ["low", "high"]
    assert [gap.area for gap in work_first([solid, replace(solid, area="high", mastery=0.7)], ())] == ["low", "high"]
    assert to_work_on_words(solid) == "1 of 1 solid"
    wrong = replace(solid, checks_right=0)
    assert [to_work_on_words(wrong), to_work_on_words(wrong, brief=True)] == [
        "1 of 1 solid, 1 check wrong",
        "1 check wrong",
    ]


def test_an_area_that_is_fine_is_not_low(found: Progress) -> None:
    seen = set()
    for mastery in (0.2, 0.49, 0.5, 0.8):
        gaps = tuple(replace(gap, mastery=mastery, word="not enough yet") for gap in found.gaps)
        areas = tuple(  # uneven, for of areas that are alike no figure is said
            replace(a, questions=1, word="not enough yet", mastery=n / 20, low=mastery - 0.1, high=mastery + 0.1)
            for n, a in enumerate(found.areas)
        )
        lines = "\n".join(progress_lines(replace(found, gaps=gaps, areas=areas), date(2026, 12, 4), 100))
        text = " ".join(lines.partition(WORK_FIRST)[2].split())
        assert ("low, but not clear enough to call it weak" in text) == (mastery < 0.5)
        assert ("not clear yet" in text) == (mastery >= 0.5)
        seen.add("low, but" in text)
    assert seen == {True, False}


@pytest.mark.slow
def test_weak_areas_come_among_the_first_three_gaps(llm: Graph) -> None:
    """Candidates weak in one each of the ten areas that the role weighs most; one ten says little, so four are sat.

    The rate was .82 with engine 18 and is .75 with engine 25, less than the .80 wanted: an interview keeps to fewer
    areas since, and nearly half of those missed were never asked about (docs/engine-measured.md, A weak area;
    tests/benchmarks/test_weak_areas.py holds the bar). Of these forty it was 32, two standard errors above 28; now it's
    27, and this fails until weak areas are found more often again.
    """
    role = llm.roles["applied-engineer"]
    heavy = sorted(llm.areas, key=lambda a: -role.areas.get(a, 0.0))[:10]
    hits = 0
    for number, area in enumerate(heavy * 4):
        facts, past = history(llm, 700 + number, 3, weak=area)
        hits += area in [gap.area for gap in progress_after(llm, facts, past, 3).gaps]
    assert hits > 28


def test_progress_is_yours_where_nobody_is_named(found: Progress) -> None:
    """It was headed "Progress of me"."""
    heads = [next(progress_lines(replace(found, candidate=name), date(2026, 12, 4))) for name in ("me", "Ada")]
    assert heads == [f"Your progress: {found.role_title}", f"Progress of Ada: {found.role_title}"]


def test_no_figure_stands_above_too_early(found: Progress) -> None:
    """A chance of "28%" at senior level stood right above "Too early to say"."""
    early = replace(found, recommendation=replace(found.recommendation, word=""), mastery=0.28, low=0.1, high=0.52)
    level, text = TIER_LEVELS[early.target], "\n".join(progress_lines(early, date(2026, 12, 4), 90))
    assert f"Chance of a solid answer at {level}: 10% to 52% so far\n" in text
    assert TOO_EARLY in text
    for width, said in ((90, "10% to 52% so far"), (54, "10% to 52%")):
        assert standing(early, width).plain.splitlines()[0] == f"Chance of a solid answer at {level}: {said}"
    lines = [line.plain for width in (90, 54, 40) for line in card_texts.level_lines(early, width)]
    assert lines[::2] == [TOO_EARLY] * 3
    assert lines[-1] == f"solid at {level}: 10% to 52%"


def test_every_figure_on_the_lines_is_in_json(found: Progress) -> None:
    data = json.loads(as_json(found))
    text = "\n".join(progress_lines(found, date(2026, 12, 4), 90))
    assert data["version"] == 1
    assert f"{data['questions']} questions" in text
    chance = f"{percent(data['mastery'])}, between {percent(data['low'])} and {percent(data['high'])}"
    assert f"Chance of a solid answer at {TIER_LEVELS[data['target']]}: {chance}" in text
    for time in data["times"]:
        assert f"{time['minutes']:.1f} of {round(time['planned'], 1):g} min, {time['answers']} answer" in text
    for area in found.areas:
        interval, asked = f"{round(area.low * 100)} to {round(area.high * 100)}", f"{area.asked}/{area.of}"
        row = next(line for line in text.splitlines() if line.startswith(f"  {area.title} ") and line.endswith(asked))
        assert (interval if area.is_figure and not about_the_same(found.areas) else seen_words(area)) in row
    for day in data["forecast"]["days"]:
        if day["questions"]:
            due = date.fromisoformat(day["day"])
            assert f"{due:%a} {due.day:>2} {due:%b} {day['questions']:>3} " in text


@pytest.mark.parametrize("width", [60, 80, 100])
def test_lines_keep_to_the_width(found: Progress, width: int) -> None:
    assert all(len(line) <= width for line in progress_lines(found, date(2026, 12, 4), width))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_answers_to_lost_questions_are_counted_and_told(llm: Graph, sat: Sat, found: Progress, count: int) -> None:
    """Of questions and checks alike; one that was skipped is no answer."""
    facts, past = sat
    answered = [i for f in facts for i in f.items if (i.correct if i.check else i.verdict) is not None]
    checks = [i for i in answered if i.check]
    left = list(dict.fromkeys(i.item for i in (*checks[:1], *answered)))[:count]
    old = {kept.item: replace(kept, item=f"{kept.item}-before") for kept in answered if kept.item in left}
    then = [replace(f, items=tuple(old.get(i.item, i) for i in f.items)) for f in facts]
    told = progress_after(llm, then, past, 10)
    assert found.gone == 0
    assert told.gone == json.loads(as_json(told))["gone"] == sum(i.item in left for i in answered) == count
    lines = list(progress_lines(told, date(2026, 12, 4)))
    starts = {0: "", 1: "1 answer was to a question or check that", 3: "3 answers were to questions or checks that"}
    assert starts[count] in " ".join(lines)
    assert ("no longer has" in " ".join(lines)) == bool(count)
    assert max(map(len, lines)) <= 60


def test_without_sessions_progress_says_so(llm: Graph) -> None:
    empty = progress_after(llm, [], [], 0)
    lines = list(progress_lines(empty, date(2026, 12, 4)))
    assert empty.gaps == ()
    assert empty.latest is None
    assert any("No interviews yet" in line for line in lines)
    assert json.loads(as_json(empty))["path"] == []
    assert empty.screen == empty.onsite == "nothing was answered"  # the start alone is no reason


def test_days_are_those_of_the_candidates_zone(llm: Graph) -> None:
    sat = interview(llm, 1, format="screen")
    from simulator.session.archive.facts import facts_of

    facts = [facts_of(reading_of(sat))]
    far = timezone(timedelta(hours=-10))
    here = progress(facts, [], llm, bank_of(llm), "demo", START).calendar[0].day
    there = progress(facts, [], llm, bank_of(llm), "demo", START.astimezone(far)).calendar[0].day
    assert here - there == timedelta(days=1)


def test_band_shows_middle_and_interval_where_they_are() -> None:
    rows = list(plots.band([(0.95, 0.55, 1.0)] * 3, 40, 4))
    assert [row[7:8] for row in rows] == ["●", "░", "┈", ""]
    many = list(plots.band([(0.5, 0.4, 0.6)] * 1000, 60))
    assert all(len(row) <= 60 for row in many)
    low = list(plots.band([(0.0, 0.0, 0.1)], 20, 5))
    assert "●" in low[-1]


def test_calendar_puts_each_day_at_its_weekday() -> None:
    today = date(2026, 11, 25)  # a Wednesday
    rows = list(plots.calendar({today: 2, today - timedelta(days=8): 12}, today, weeks=3))
    assert [row[:3] for row in rows] == ["Mon", "   ", "Wed", "   ", "Fri", "   ", "Sun"]
    assert rows[2].endswith("2")
    assert rows[1] == "     · 9 ·"
    assert rows[4] == "Fri  · ·"


def test_bars_of_differences_point_the_way() -> None:
    assert tones.difference_bar(1.0, 4) == "    |>>  "
    assert tones.difference_bar(-2.0, 4) == "<<<<|    "
    assert tones.difference_bar(None, 2) == "  |  "
    assert tones.difference_bar(99.0, 2) == "  |>>"


def test_forecast_reads_no_clock(llm: Graph, sat: Sat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fsrs falls back on the clock and on global randomness for whatever is not passed in."""
    import time

    def refuse(*_: object) -> float:
        raise AssertionError("the clock was read")

    monkeypatch.setattr(time, "sleep", refuse)
    first = forecast(sat[0], llm, datetime(2027, 1, 1, tzinfo=UTC))
    import random

    random.seed(1)
    assert forecast(sat[0], llm, datetime(2027, 1, 1, tzinfo=UTC)) == first


def test_an_area_of_one_check_can_be_first(llm: Graph) -> None:
    """A pass says nothing, a check does; its answers are counted apart."""
    seen = set()
    for seed in range(5000, 5012):
        found = progress_after(llm, *history(llm, seed, 1), 3)
        by_id = {a.area: a for a in found.areas}
        assert all(by_id[g.area].questions or by_id[g.area].checks for g in found.gaps)
        assert sum(a.checks for a in found.areas) == found.calibration.checks
        seen |= {bool(g.questions) for g in found.gaps}
    assert seen == {True, False}


def test_what_nothing_was_answered_in_is_no_interview(llm: Graph) -> None:
    facts, past = history(llm, 1, 2)
    left = interview(llm, 7, past=past, day=2, until=lambda state: len(state.turns) == 1)
    reading = reading_of(left)
    alone, found = (
        progress_after(llm, facts, past, 3),
        progress_after(llm, [*facts, facts_of(reading)], [*past, past_session(reading)], 3),
    )
    assert (found.sessions, found.counted, len(found.path), len(found.calendar)) == (2, 2, 2, 2)
    assert (found.hours, found.latest, found.path) == (alone.hours, alone.latest, alone.path)
    assert all(len(area.path) == 2 for area in found.areas)


def test_equal_chances_are_said_in_words(llm: Graph, found: Progress) -> None:
    """After one interview all areas read 88 or 89%, in a table of equal figures."""
    alike = tuple(
        replace(a, mastery=0.88 + n % 2 / 100, low=0.7, high=0.95, word="held", questions=2, solid=2, weak=0)
        for n, a in enumerate(found.areas)
    )
    for areas, same in ((alike, True), ((replace(alike[0], mastery=0.7), *alike[1:]), False)):
        shown = replace(found, areas=areas)
        text = " ".join("\n".join(progress_lines(shown, date(2026, 12, 4), 100)).split())
        rows = [str(row.pieces) for row in area_rows(shown, areas, 90)[1:]]
        card = " ".join(" ".join(map(str, card_texts.areas(areas)(90, 30))).split())
        assert about_the_same(areas) == same
        told = (THE_SAME in text, THE_SAME in card, "about the same" in legend(90, 20, alike=same))
        assert told == (same, same, same)
        assert any("88%" in row for row in rows) == (not same)
        assert ("2 of 2" in card) == same
    assert not about_the_same(tuple(replace(a, questions=9) for a in alike))  # so many answers do tell


def test_a_weak_area_is_called_so_first(llm: Graph, found: Progress) -> None:
    """It read "0 of 2 solid, 2 weak; weak"."""
    first = found.gaps[0]
    for word, told in (("gap", "weak; "), ("held", "")):
        shown = replace(found, gaps=(replace(first, word=word, mastery=0.2),))
        (line,) = (line for line in progress_lines(shown, date(2026, 12, 4), 200) if line.startswith("  1  "))
        assert line.startswith(f"  1  {first.title}: {told}")
        assert not line.endswith("; weak")


def test_progress_says_when_a_bank_is_used_up(llm: Graph) -> None:
    """ "Another hour could turn this into a yes" was said where no new question was left."""
    reading = reading_of(interview(llm, 3, level=2.0))
    facts = facts_of(reading)
    asked = {item.item for item in facts.items}
    few = replace(llm, questions={name: question for name, question in llm.questions.items() if name in asked})
    said = [progress_after(of, [facts], [past_session(reading)], 1).recommendation.basis for of in (llm, few)]
    assert ["Another hour could" in basis for basis in said] == [True, False]
    assert said[1].endswith(" so another hour here would say little more.")


def test_facts_without_room_are_left_out_whole() -> None:
    chance, basis = "54%, between 18% and 87%", "2 of 1,260 questions and tasks"
    told = [chance, f"{basis}{plots.ONCE}"]
    shown = [in_one_line(told, room) for room in (90, 60, 50, 10)]
    assert shown == [f"{chance} · {basis}{plots.ONCE}", f"{chance} · {basis}", chance, ""]
    assert in_one_line(["7 of 8 solid; the range is on both sides", "8 of 120 questions"], 30) == "7 of 8 solid"
