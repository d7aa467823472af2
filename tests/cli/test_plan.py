"""`interview plan`, as a person types it: the table, its JSON, and the calendar file."""

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from msgspec.structs import replace

from simulator.graph.records import Graph
from simulator.report.export.calendar_file import calendar_file
from simulator.report.figures.day_plan import plan_until
from simulator.report.progress_records import PastSitting
from simulator.session.workspace import APP
from simulator.ui.preferences import Preferences
from tests.commands import called as run
from tests.settings import write_preferences

TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 9, 30, tzinfo=UTC)


def test_the_table_fits_and_says_why(tmp_path: Path) -> None:
    done = run(tmp_path, "plan", "--date", "in 5 days")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert "in 5 days · 60 min a day" in lines[0]
    table = [line for line in lines if line.endswith(" min")]
    assert len(table) == 5
    assert table[0].startswith("> ")
    assert "◉ Full interview" in table[0]
    assert "≡ Brief, early night" in table[-1]
    assert "There's nothing to go by yet." in done.stdout


def test_options_change_no_setting(tmp_path: Path) -> None:
    day = datetime.now().astimezone().date() + timedelta(days=9)
    config = tmp_path / APP / "config.toml"
    write_preferences(config, Preferences(role="inference-engineer", interview_on=day, minutes_a_day=90))
    before = config.read_bytes()
    kept = json.loads(run(tmp_path, "plan", "--json").stdout)
    other = json.loads(run(tmp_path, "plan", "--json", "--date", "tomorrow", "--minutes", "20").stdout)
    assert (kept["until"], kept["minutes_a_day"], kept["days_left"]) == (day.isoformat(), 90, 9)
    assert kept["days"][0]["also"][0]["area"] == "inference"  # the role of the settings says what counts
    assert (other["minutes_a_day"], other["days_left"]) == (20, 1)
    assert config.read_bytes() == before


def test_history_says_what_comes_first(tmp_path: Path) -> None:
    run(
        tmp_path,
        "demo",
        "--plain",
        "--format",
        "deep-dive",
        "--area",
        "evaluation",
        "--seed",
        "1",
        "--speed",
        "1000000",
    )
    done = run(tmp_path, "plan", "--json", "--candidate", "demo")
    assert done.returncode == 0, done.stderr
    plan = json.loads(done.stdout)
    assert plan["started"]
    assert plan["until"] is None
    assert len(plan["days"]) == 7
    today, tomorrow, later = plan["days"][:3]
    assert (today["area"], today["done"]) == ("evaluation", True)
    assert tomorrow["kind"] == "interview"  # none was whole so far, and today has no time left for one
    assert later["area"] != "evaluation"
    table = run(tmp_path, "plan", "--candidate", "demo").stdout
    assert "There's no date yet" in table
    assert "--date Friday" in " ".join(table.split())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--date", "someday"), "Give a day such as"),
        (("--date", "2026-01-01"), "1 January 2026 has passed; pick a later day."),
        (("--date", "01/02/2026"), "1 February 2026 has passed"),  # and not 2 January
        (("--date", "2062-12-31"), "check the year"),
        (("--minutes", "5"), "from 10 to 480"),
        (("--json", "--ics", "-"), "Choose either --ics or --json."),
        (("--role", "gardener"), 'has no role "gardener"; choose one of applied-engineer,'),
        (("--role", "applied"), 'has no role "applied" (did you mean "applied-engineer"?)'),
        (("--graph", "nowhere"), 'There is no graph "nowhere"'),
        (("--graph", "~nobody-by-this-name/x"), 'There is no graph "~nobody-by-this-name/x"'),
    ],
)
def test_a_mistake_gives_one_sentence(tmp_path: Path, options: tuple[str, ...], said: str) -> None:
    done = run(tmp_path, "plan", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not done.stdout


def test_time_zone_that_is_none_is_a_sentence(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "XYZ+99")
        time.tzset()
        done = run(tmp_path, "plan", TZ="XYZ+99")
    time.tzset()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith('TZ is "XYZ+99", not a time zone')


def test_a_date_far_off_in_the_settings_ends(tmp_path: Path) -> None:
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="r", interview_on=date(9999, 12, 31)))
    done = run(tmp_path, "plan")
    assert done.returncode == 0
    assert "here are the first 366 days" in done.stdout


def test_a_date_that_passed_is_said_kindly(tmp_path: Path) -> None:
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="r", interview_on=date(2026, 1, 7)))
    done = run(tmp_path, "plan")
    assert done.returncode == 0
    assert done.stdout.startswith("The interview was on Wednesday 7 January. Hope it went well.")
    assert not run(tmp_path, "plan", "--ics", "-").stdout.count("BEGIN:VEVENT")
    write_preferences(tmp_path / APP / "config.toml", Preferences(role="r", interview_on=date(2020, 1, 7)))
    assert "on Tuesday 7 January 2020. Hope" in run(tmp_path, "plan").stdout


def test_the_calendar_file_replaces_only_by_force(tmp_path: Path) -> None:
    written = tmp_path / "plan.ics"
    assert run(tmp_path, "plan", "--date", "in 9 days", "--ics", "plan.ics").stderr == "Wrote plan.ics.\n"
    first = Calendar.from_ical(written.read_bytes())
    assert run(tmp_path, "plan", "--date", "in 9 days", "--ics", "plan.ics").returncode == 2
    assert run(tmp_path, "plan", "--date", "in 8 days", "--ics", "plan.ics", "--force").returncode == 0
    second = Calendar.from_ical(written.read_bytes())
    assert {str(e["uid"]) for e in second.events} < {str(e["uid"]) for e in first.events}
    assert run(tmp_path, "plan", "--date", "in 9 days", "--ics", "-").stdout.count("\r\n") > 50


def test_events_last_all_day_and_name_nobody(llm: Graph) -> None:
    plan = plan_until(None, llm, TODAY, TODAY + timedelta(days=12), 60)
    data = calendar_file(plan, llm, NOW)
    assert data == calendar_file(plan, llm, NOW)
    assert data.count(b"\n") == data.count(b"\r\n")
    assert max(map(len, data.split(b"\r\n"))) <= 75
    calendar = Calendar.from_ical(data)
    assert not calendar.errors
    assert [event.start for event in calendar.events] == [*(day.day for day in plan.days), plan.until]
    assert len({str(event["uid"]) for event in calendar.events}) == 13
    *events, interview = calendar.events
    assert str(interview["summary"]) == "The interview"  # the one day that everything leads up to was left out
    today = Calendar.from_ical(calendar_file(plan_until(None, llm, TODAY, TODAY, 60), llm, NOW)).events
    assert [e.start for e in today] == [TODAY, TODAY]
    assert str(today[1]["summary"]) == "The interview"
    assert today[1]["uid"] == interview["uid"]  # with another date it moves, and no second one is left
    assert today[0]["uid"] == events[0]["uid"]
    for event, day in zip(events, plan.days, strict=True):
        assert event.end - event.start == timedelta(days=1)
        assert str(event["summary"]).startswith(day.title)
        assert (event.DTSTAMP, str(event["transp"])) == (NOW, "TRANSPARENT")
        assert not {"organizer", "attendee", "location"} & {name.lower() for name in event}
    rest = next(e for e, d in zip(events, plan.days, strict=True) if d.kind == "rest")
    assert str(rest["summary"]) == "A day off"  # a later plan may need the day: without an event it would replace none


def test_a_day_done_is_so_in_the_calendar(llm: Graph) -> None:
    """The interview of the morning stood there to be sat, with its minutes and why."""
    plan = plan_until(None, llm, TODAY, TODAY + timedelta(days=12), 60)
    first, *others = plan.days
    rest = replace(first, title="Production: 2 gaps", kind="gaps", minutes=20, also=())
    for also, title in (
        ((), f"{first.title} (done)"),
        ((rest,), f"{first.title} done, then production: 2 gaps (20 min)"),
    ):
        done = replace(plan, days=(replace(first, done=True, also=also), *others))
        event, *_ = Calendar.from_ical(calendar_file(done, llm, NOW)).events
        assert str(event["summary"]) == title
        assert str(event["description"]).startswith("Done.")
        assert "to answer" not in str(event["description"]).partition("go on with")[0]


@pytest.mark.parametrize(("questions", "minutes"), [(1, 30), (8, 150), (40, 300)])
def test_small_banks_fill_no_more_than_they_hold(llm: Graph, questions: int, minutes: int) -> None:
    """Three hours of a week were planned on a bank of one question."""
    held = dict([(name, q) for name, q in llm.questions.items() if q.tier == 2 and not q.is_coding][:questions])
    few = replace(llm, questions=held)
    week = plan_until(None, few, TODAY, None, 60).days
    assert 0 < sum(day.whole for day in week) <= minutes
    assert all(day.title == "Nothing new to ask" for day in week if not day.whole and day.day != week[-1].day)
    sat = PastSitting(TODAY, "full", 5 * questions, answers=questions, length=45)
    today, *others = plan_until(None, few, TODAY, None, 60, [sat]).days
    assert today.done
    assert any(day.kind == "interview" for day in others) == (questions > 9)  # more than one interview holds
