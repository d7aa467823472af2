"""Faults of Textual that we mend: each without the mend, to see that it is still needed, and with it."""

import asyncio
import contextlib
import time

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.cache import FIFOCache
from textual.events import Key
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from simulator.ui.tui import textual_mends


class Lines(App[None]):
    """A text above another."""

    def compose(self) -> ComposeResult:
        yield Static("", id="text", markup=False)
        yield Static("below", markup=False)


@pytest.fixture
def as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library without our mends."""
    monkeypatch.setattr(Widget, "refresh", textual_mends._refresh)
    monkeypatch.setattr(Timer, "__init__", textual_mends._new_timer)
    monkeypatch.setattr(Strip, "__init__", textual_mends._new_strip)
    monkeypatch.setattr(Key, "is_printable", textual_mends._is_printable)


@pytest.fixture
def mended(as_it_comes: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Widget, "refresh", textual_mends._refresh_anew)
    monkeypatch.setattr(Timer, "__init__", textual_mends._timer_that_fires)
    monkeypatch.setattr(Strip, "__init__", textual_mends._strip_without_caches)
    monkeypatch.setattr(Strip, "__getattr__", textual_mends._cache_of_strip, raising=False)
    monkeypatch.setattr(Key, "is_printable", property(textual_mends._is_written))


async def lines_of_the_second_text() -> int:
    app = Lines()
    async with app.run_test(size=(40, 10), notifications=True, tooltips=True) as pilot:
        text = app.query_one("#text", Static)
        await pilot.pause()
        text.update("a line")
        app.screen._clear_arrangement_cache()
        app.screen._refresh_layout()  # for another widget, before this one is idle
        text.update("one\ntwo\nthree")
        await pilot.pause(0.1)
        return text.size.height


async def fires_when_late(monkeypatch: pytest.MonkeyPatch) -> bool:
    fired = asyncio.Event()
    readings = 0

    def late() -> float:
        """The clock as a timer sees it that is kept from the processor after it has begun."""
        nonlocal readings
        readings += 1
        return time.monotonic() + (readings > 1) * 0.1

    app = Lines()
    async with app.run_test(size=(40, 10), notifications=True, tooltips=True) as pilot:
        await pilot.pause()
        with monkeypatch.context() as patched:
            patched.setattr("textual.timer._time.get_time", late)
            app.set_timer(0.01, fired.set)
            await asyncio.sleep(0.1)
    return fired.is_set()


@pytest.mark.usefixtures("as_it_comes")
async def test_the_library_still_loses_a_second_layout() -> None:
    assert await lines_of_the_second_text() == 1


@pytest.mark.usefixtures("mended")
async def test_a_second_text_gets_its_own_layout() -> None:
    assert await lines_of_the_second_text() == 3


@pytest.mark.usefixtures("as_it_comes")
async def test_the_library_still_forgets_a_late_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not await fires_when_late(monkeypatch)


@pytest.mark.usefixtures("mended")
async def test_a_late_timer_fires_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    assert await fires_when_late(monkeypatch)


def caches(strip: Strip) -> dict[str, int]:
    """The caches that a strip has already, each with how much it keeps."""
    had: dict[str, int] = {}
    for name in Strip.__slots__:
        with contextlib.suppress(AttributeError):
            value = getattr(Strip, name).__get__(strip)
            had |= {name: value._maxsize} if isinstance(value, FIFOCache) else {}
    return had


@pytest.mark.usefixtures("as_it_comes")
def test_the_library_still_makes_all_caches_first() -> None:
    assert caches(Strip([Segment("a line")])) == textual_mends._KEPT_BY_STRIP


@pytest.mark.usefixtures("mended")
def test_a_strip_makes_caches_it_uses() -> None:
    strip = Strip([Segment("a line")], 6)
    assert caches(strip) == {}
    assert [part.text for part in strip.divide([2, 6])] == ["a ", "line"]
    assert strip.crop(2, 4).text == "li"
    assert caches(strip) == {"_divide_cache": 4, "_crop_cache": 16}
    assert strip.crop(2, 4) is strip.crop(2, 4)
    with pytest.raises(AttributeError, match="'Strip' object has no attribute 'colour'"):
        _ = strip.colour  # type: ignore[attr-defined]


def test_the_program_mends_what_it_shows() -> None:
    import simulator.ui.tui.program  # noqa: F401

    now: tuple[object, ...] = (Widget.refresh, Timer.__init__, Strip.__init__)
    mends = (textual_mends._refresh_anew, textual_mends._timer_that_fires, textual_mends._strip_without_caches)
    assert now == mends


BLANKS = "\u3000\u00a0\u202f\u2009\u200c\u200d\u00ad"  # of keyboards from Tokyo to Tehran


def typed(letters: str) -> str:
    return "".join(letter for letter in letters if Key("", letter).is_printable)


@pytest.mark.usefixtures("as_it_comes")
def test_blanks_are_dropped_without_the_mend() -> None:
    assert typed(f"a{BLANKS}b") == "ab"


@pytest.mark.usefixtures("mended")
def test_every_blank_that_is_typed_is_text() -> None:
    assert typed(f"a{BLANKS}b") == f"a{BLANKS}b"
    assert typed("\x1b\r\t\x00\x85\u202e\u2067") == ""
    assert not Key("up", None).is_printable
