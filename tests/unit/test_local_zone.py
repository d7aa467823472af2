"""Days are those of the place at the time: what was sat in summer is not moved by winter time."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from simulator.session.clock import LOCAL

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
