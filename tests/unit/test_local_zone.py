"""Days are those of the place at the time: what was sat in summer is not moved by winter time."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from msgspec.structs import replace

from simulator.report.export.files import shared_file
from simulator.report.export.picture import as_card
from simulator.report.figures.assessment import assess_interview
from simulator.report.progress_records import Resting
from simulator.report.records import Assessment
from simulator.report.text.plan import rest_sentence
from simulator.report.text.report import first_page
from simulator.session.clock import LOCAL
from simulator.session.days import day_and_month
from tests.conftest import Sit

YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(params=["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
def _place(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_place")
def test_each_moment_has_its_own_local_time() -> None:
    moments = [YEAR + timedelta(minutes=30 * step) for step in range(48 * 366)]
    found = [moment.astimezone(LOCAL) for moment in moments]
    assert [(at.replace(tzinfo=None), at.utcoffset(), at.tzname()) for at in found] == [
        (at.replace(tzinfo=None), at.utcoffset(), at.tzname()) for at in map(datetime.astimezone, moments)
    ]
    assert {after.astimezone(UTC) - before.astimezone(UTC) for before, after in pairwise(found)} == {
        timedelta(minutes=30)
    }


def late_on_new_years_eve(assessment: Assessment) -> Assessment:
    """The same interview, begun on 31 December 2024 at 23:30 UTC: in Berlin that's the year after."""
    return replace(assessment, session=replace(assessment.session, started=datetime(2024, 12, 31, 23, 30, tzinfo=UTC)))


@pytest.mark.usefixtures("_place")
def test_card_and_report_tell_one_day(sit: Sit) -> None:
    with closing(sit(seed=1, format="screen")) as sitting:
        found = late_on_new_years_eve(assess_interview(sitting.interview))
    day = found.session.started.astimezone(LOCAL)
    told = f"{day.day} {day:%B %Y}"
    assert day.year == (2024 if day.tzname() in {"EST", "EDT"} else 2025)
    report = " ".join(" ".join(first_page(found, 79)).split())
    assert f"{day:%A} {told}" in report
    card = as_card(found)
    assert card.count(told) == 3  # beside the format, and in what it is called, twice
    assert shared_file(found, "card")[0].endswith(f"{day:%Y-%m-%d}-card.svg")


def test_another_year_is_told_with_the_day() -> None:
    today = date(2026, 1, 3)
    assert day_and_month(date(2025, 12, 4), today) == "4 Dec 2025"
    assert day_and_month(date(2026, 12, 4), today) == "4 Dec"
    rests = Resting("q", "Attention", "p", "KV cache", 3, date(2025, 12, 4), date(2026, 2, 1))
    assert rest_sentence(rests, today).endswith("till 1 Feb: KV cache was answered well at tier 3 on 4 Dec 2025.")
